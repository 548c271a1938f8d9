/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a balance check found, for people and for programs: a screen of text, one HTML page that needs nothing
 * else, JSON. Each is a function of the results alone: no clock, no host, no thread count. */
#pragma once

#include "balance/balance.h"
#include "balance/page.h"

/* "Fair", "1 warning", "2 bands missed". */
enum { HO_VERDICT_WORDS = 64 };
void ho_report_verdict(const ho_balance_t *b, char out[HO_VERDICT_WORDS]);

/* Before the rest is known: a few lines. */
void ho_report_first_look(const ho_balance_t *b, ho_page_t *out);
/* One screen: 40 lines of 100 columns where no more than a few checks are missed. */
void ho_report_text(const ho_balance_t *b, ho_page_t *out);
/* How alike the scenarios rank the policies, where there are two or more; "" otherwise. */
void ho_report_kinship(const ho_balance_t *b, int n, ho_page_t *out);

/* A whole page of n scenarios, one after the other. `command` is how to get it again. */
void ho_report_html(const ho_balance_t *b, int n, const char *command, ho_page_t *out);
/* The same as a JSON document. To be freed; NULL where memory ran out. */
char *ho_report_json(const ho_balance_t *b, int n);
