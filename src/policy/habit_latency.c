/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking after latency: the quicker option where waiting costs more than relevance, and servers that
 * follow the load. */
#include "policy/habits.h"

#include <math.h>
#include <stdlib.h>

#include "engine/dmath.h"

static void switch_if_slow(ho_turn_t *t, ho_latency_habit_t *h, ho_launch_t *l)
{
    const int fast = ho_fastest_option(&t->brief);
    if (h->switched || t->day < 4 || fast == ho_view_whole(t->view).option)
        return;
    if (!(ho_mean_seen(t, HO_METRIC_SLOW_SHARE, -1, t->day - 2, t->day, NULL) > .12))
        return;
    ho_turn_deploy(t, t->brief.option[fast].version, -1);
    l->watch_from = t->day;
    l->previous = -1;
    h->switched = 1;
}

/* The queue of a day is that of the sessions of the day before: yesterday's use shows the exposure of the
 * day before yesterday, and today will show yesterday's. */
static void follow_load(ho_turn_t *t)
{
    const double use = ho_seen(t->view, HO_METRIC_UTILISATION, -1, t->day - 1);
    const double shown = ho_seen(t->view, HO_METRIC_ROLLOUT, -1, t->day - 2);
    const double yesterday = ho_seen(t->view, HO_METRIC_ROLLOUT, -1, t->day - 1);
    if (isnan(use) || !(shown > 0) || !(yesterday > 0))
        return;
    const int now = ho_view_whole(t->view).servers;
    const int need = (int)(use * now * yesterday / shown * 1.05 / .72) + 3;
    if (abs(need - now) * 20 > now) /* less than 5 % is not worth a word */
        ho_turn_servers(t, (int)ho_clamp(need, 1, t->brief.max_servers));
}

void ho_latency_habit(ho_turn_t *t, ho_latency_habit_t *h, ho_launch_t *l)
{
    if (l->state == HO_LAUNCH_RAMPING)
        switch_if_slow(t, h, l);
    follow_load(t);
}
