/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the game: decisions, messages, findings and verdicts as sentences, titles of things, the
 * glossary. One place, so that flags, log, text mode and screens say the same. */
#pragma once

#include "session/session.h"

/* Titles: of the scenario file where it has one, else the id. -1 is "All users". */
const char *ho_words_segment(const ho_scenario_t *sc, int seg);
const char *ho_words_option(const ho_scenario_t *sc, int option);
const char *ho_words_role(int role);         /* "Executive", "Data science"                           */
const char *ho_words_duty(int duty);         /* "Drift monitoring"                                    */
const char *ho_words_invest(int invest);     /* "Feature flag"                                        */
const char *ho_words_invest_why(int invest); /* "Off in an instant, otherwise 3 days" (short)         */
const char *ho_words_layer(int layer); /* "Data", "Drift" */

/* "Rollout 25% in New sellers" (title, at most 48 bytes) and one sentence more. */
void ho_words_decision(const ho_session_t *session, const ho_decision_t *d, char *title, size_t title_bytes,
                       char *text, size_t text_bytes);
/* A version as people name it: "v3, retrained day 40". */
void ho_words_version(const ho_session_t *session, int version, char *out, size_t bytes);
/* A condition as a sentence: "North Star lift below 0% for 7 days in New sellers". */
void ho_words_cond(const ho_session_t *session, const ho_cond_t *cond, char *out, size_t bytes);
/* A value in its unit: "91.8%", "727 ms", "7.2", "no data". */
void ho_words_value(ho_metric_t metric, double value, char *out, size_t bytes);
/* A reading with its interval and age: "91.8%, 90.1% to 93.2%, answers of day 35". `today` is the last day
 * played. */
void ho_words_reading(ho_metric_t metric, const ho_reading_t *reading, int today, char *out, size_t bytes);
/* The format of a metric on an axis. */
int ho_words_format(ho_metric_t metric); /* ho_format_t */

/* Whether a text holds these words somewhere, whatever the case of ASCII letters (no locale is asked). No words are
 * in every text, nothing is in NULL. */
bool ho_words_contain(const char *text, const char *words);

/* The glossary: what a term means and why it matters. Every metric and every coach term is in it. */
typedef struct {
    const char *term, *means, *matters;
} ho_gloss_t;
/* Writes up to `room` of the entries, each once and always in the same order; returns how many there are. */
int ho_glossary(const ho_gloss_t **out, int room);
enum { HO_MAX_GLOSSARY = 256 };
const ho_gloss_t *ho_glossary_for(const char *term); /* metric name, title or term; NULL */
