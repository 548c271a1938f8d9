/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money ledger. Utility is the sum of its lines; never launching leaves every line at 0. */
#pragma once

#include "engine/state.h"

typedef enum { HO_MONEY_VALUE, HO_MONEY_HARM, HO_MONEY_COST } ho_money_class_t;

/* What kind of line it is, and its title. */
static inline ho_money_class_t ho_ledger_class(ho_ledger_line_t line)
{
    switch (line) {
    case HO_LEDGER_TP:
    case HO_LEDGER_TN:
    case HO_LEDGER_OBJECTIVE: return HO_MONEY_VALUE;
    case HO_LEDGER_FP:
    case HO_LEDGER_FN:
    case HO_LEDGER_SLOW:
    case HO_LEDGER_LATENT:
    case HO_LEDGER_SEVERE: return HO_MONEY_HARM;
    default: return HO_MONEY_COST;
    }
}
const char *ho_ledger_title(ho_ledger_line_t line);

/* Books USD on a line and on today: positive is good for us, costs and harm are negative. */
static inline void ho_book(ho_state_t *s, ho_ledger_line_t line, double usd)
{
    ho_day_t *day = ho_day_at(s, s->day);
    s->ledger[line] += usd;
    switch (ho_ledger_class(line)) {
    case HO_MONEY_VALUE: day->value_usd += usd; break;
    case HO_MONEY_HARM: day->harm_usd -= usd; break;
    case HO_MONEY_COST: day->cost_usd -= usd; break;
    }
}

/* Sum of the lines of a class, signed as booked. */
double ho_ledger_sum(const ho_state_t *s, ho_money_class_t c);
/* Utility so far: the sum of all lines, in their order [USD]. */
double ho_utility(const ho_state_t *s);

/* Spends team-days: takes them off the budget and books their opportunity cost. */
void ho_spend_team_days(const ho_world_t *w, ho_state_t *s, double days);
