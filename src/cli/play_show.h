/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a game looks like in a terminal: pages of text, each from the session alone. */
#pragma once

#include "cli/term.h"
#include "cli/text.h"
#include "session/preview.h"
#include "session/reveal.h"
#include "session/session.h"

typedef struct {
    const ho_session_t *session;
    ho_term_t term;
    ho_text_t *out;
} ho_show_t;

/* A title, and a text broken into lines, both with a line feed. */
void ho_show_head(const ho_show_t *s, const char *title);
void ho_show_say(const ho_show_t *s, int indent, const char *text);

void ho_show_brief(const ho_show_t *s);
void ho_show_framing(const ho_show_t *s);
void ho_show_options(const ho_show_t *s);
void ho_show_status(const ho_show_t *s);
/* What the next day waits for, and the word that mends it; nothing where it does not wait. */
void ho_show_waits(const ho_show_t *s);
/* A line a metric: sparkline, latest value and its day. seg -1: all users. */
void ho_show_metrics(const ho_show_t *s, int seg);
/* One metric large, with its numbers of the last `days` days. */
void ho_show_metric(const ho_show_t *s, ho_metric_t metric, int seg, int days);
void ho_show_queue(const ho_show_t *s);
void ho_show_inbox(const ho_show_t *s);
/* Events from `from` on; where `words` is not NULL, only those that contain it. */
void ho_show_events(const ho_show_t *s, int from, const char *words);
/* Events from `from` on that are not the player's own decisions. */
void ho_show_news(const ho_show_t *s, int from);
void ho_show_decisions(const ho_show_t *s);
void ho_show_decision(const ho_show_t *s, ho_decision_kind_t kind);
/* What a decision is expected to do. */
void ho_show_preview(const ho_show_t *s, const ho_preview_t *ahead);
void ho_show_versions(const ho_show_t *s);
void ho_show_segments(const ho_show_t *s);
void ho_show_rules(const ho_show_t *s);
void ho_show_experiment(const ho_show_t *s);
void ho_show_evidence(const ho_show_t *s);
void ho_show_term(const ho_show_t *s, const char *term);
void ho_show_coach(const ho_show_t *s);
void ho_show_end(const ho_show_t *s, const ho_reveal_t *reveal);
