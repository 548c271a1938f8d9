/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money ledger. */
#include "engine/money.h"

#define HO_X(name, text) [HO_LEDGER_##name] = text,
static const char *const TITLE[HO_LEDGER] = {HO_LEDGER_LINES(HO_X)};
#undef HO_X

const char *ho_ledger_title(ho_ledger_line_t line) { return TITLE[line]; }

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
