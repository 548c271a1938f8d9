/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money ledger. */
#include "engine/money.h"

typedef struct {
    const char *name, *title;
} line_t;

#define HO_X(name, text) [HO_LEDGER_##name] = {#name, text},
static const line_t LINES[HO_LEDGER] = {HO_LEDGER_LINES(HO_X)};
#undef HO_X

ho_money_class_t ho_ledger_class(ho_ledger_line_t line)
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

const char *ho_ledger_name(ho_ledger_line_t line) { return LINES[line].name; }
const char *ho_ledger_title(ho_ledger_line_t line) { return LINES[line].title; }

void ho_book(ho_state_t *s, ho_ledger_line_t line, double usd)
{
    ho_day_t *day = ho_day_at(s, s->day);
    s->ledger[line] += usd;
    switch (ho_ledger_class(line)) {
    case HO_MONEY_VALUE: day->value_usd += usd; break;
    case HO_MONEY_HARM: day->harm_usd -= usd; break;
    case HO_MONEY_COST: day->cost_usd -= usd; break;
    }
}

double ho_ledger_sum(const ho_state_t *s, ho_money_class_t c)
{
    double sum = 0.0;
    for (int i = 0; i < HO_LEDGER; i++)
        if (ho_ledger_class((ho_ledger_line_t)i) == c) sum += s->ledger[i];
    return sum;
}

double ho_utility(const ho_state_t *s)
{
    double sum = 0.0;
    for (int i = 0; i < HO_LEDGER; i++) sum += s->ledger[i];
    return sum;
}

void ho_spend_team_days(const ho_world_t *w, ho_state_t *s, double days)
{
    if (days <= 0.0) return;
    s->team_days -= days;
    s->team_days_spent += days;
    ho_book(s, HO_LEDGER_TEAM, -days * w->team.usd_per_day);
}
