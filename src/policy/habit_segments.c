/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking after segments: a small fire hides in the total. */
#include "policy/habits.h"

#include "engine/dmath.h"

enum { CALM, BURNING, TRAINING };
enum { LOOK_DAYS = 6, COLLECT_DAYS = 12, WINDOW = 10, TRIES = 2, AUDITS = 400 };

static void listen(ho_turn_t *t, ho_segment_habit_t *h, const ho_launch_t *l, int s)
{
    if (h->seg[s].base.taken == 0) {
        if (ho_launch_stable(t, l, 8) && t->day - h->seg[s].since >= 8)
            h->seg[s].base = ho_take_baseline(t, s);
        return;
    }
    if (t->day <= h->seg[s].base.taken + 3)
        return;
    const ho_change_t c = ho_change_since(t, &h->seg[s].base, s, 4);
    if (!ho_alarming(&c, &h->seg[s].base, .26))
        return;
    h->seg[s].state = BURNING;
    h->seg[s].since = t->day;
    h->seg[s].tries = 0;
    h->seg[s].before = ho_view_settings(t->view, s).primary;
    const int rules = ho_rules_option(&t->brief);
    if (rules >= 0)
        ho_turn_deploy(t, t->brief.option[rules].version, s);
    ho_turn_audits(t, s, AUDITS);
}

static double threshold_of(const ho_segment_habit_t *h, int s, double tau)
{
    return h->seg[s].tau > 0 ? h->seg[s].tau : tau;
}

/* Whether what served before the alarm beats the rules once its threshold is where the audits put it: so
 * it is after a shift. */
static void look_at_audits(ho_turn_t *t, ho_segment_habit_t *h, int s, double tau)
{
    const int live = ho_view_settings(t->view, s).primary, before = h->seg[s].before;
    const double own = ho_best_threshold(t, before, s, LOOK_DAYS, 0);
    if (own > 0 && ho_gate(t, before, own, live, threshold_of(h, s, tau), s, t->day - LOOK_DAYS)) {
        h->seg[s].tau = own;
        ho_turn_deploy(t, before, s);
    }
}

static void order_training(ho_turn_t *t, ho_segment_habit_t *h, int s)
{
    const int parent = h->seg[s].before;
    h->seen = ho_view_versions(t->view);
    bool taken = ho_turn_train(t, parent, HO_TRAIN_RETRAIN, WINDOW, HO_SOURCE_AUDITS, s);
    taken = ho_turn_train(t, parent, HO_TRAIN_RECALIBRATE, WINDOW, HO_SOURCE_AUDITS, s) || taken;
    if (!taken)
        return; /* no team-days: tried again tomorrow */
    h->training = s + 1;
    h->seg[s].tries++;
    h->seg[s].state = TRAINING;
    h->seg[s].since = t->day;
    h->seg[s].best = ho_view_settings(t->view, s).primary;
}

static void take_in(ho_turn_t *t, ho_segment_habit_t *h, int s, double tau)
{
    const int from = t->day - WINDOW - 4, live = ho_view_settings(t->view, s).primary;
    const int version = ho_next_version(t, &h->seen);
    if (version >= 0) {
        const double best_tau = h->seg[s].best == live ? threshold_of(h, s, tau) : tau;
        if (ho_gate(t, version, tau, h->seg[s].best, best_tau, s, from))
            h->seg[s].best = version;
        return;
    }
    if (t->day <= h->seg[s].since || ho_training_under_way(t))
        return;
    h->training = 0;
    h->seg[s].since = t->day;
    if (h->seg[s].best == live && live != h->seg[s].before && h->seg[s].tries < TRIES) {
        h->seg[s].state = BURNING; /* nothing better than the rules yet: audit on */
        return;
    }
    if (h->seg[s].best != live)
        h->seg[s].tau = 0;
    ho_turn_deploy(t, h->seg[s].best, s);
    ho_turn_audits(t, s, 0);
    h->seg[s].state = CALM;
    h->seg[s].base.taken = 0;
}

void ho_segment_habit(ho_turn_t *t, ho_segment_habit_t *h, const ho_launch_t *l, double tau)
{
    for (int s = 0; s < t->brief.n_segments; s++) {
        const int days = t->day - h->seg[s].since;
        if (h->seg[s].state == CALM)
            listen(t, h, l, s);
        else if (h->seg[s].state == BURNING && days == LOOK_DAYS)
            look_at_audits(t, h, s, tau);
        else if (h->seg[s].state == BURNING && days >= COLLECT_DAYS && h->training == 0)
            order_training(t, h, s);
        else if (h->seg[s].state == TRAINING)
            take_in(t, h, s, tau);
    }
}

double ho_segment_limit(const ho_turn_t *t, const ho_segment_habit_t *h, int seg)
{
    return h->seg[seg].state != CALM && ho_rules_option(&t->brief) < 0 ? .25 : 1;
}

int ho_segments_affected(const ho_turn_t *t, const ho_segment_habit_t *h)
{
    int n = 0;
    for (int s = 0; s < t->brief.n_segments; s++)
        if (h->seg[s].state != CALM || (h->seg[s].since > 0 && t->day < h->seg[s].since + 40))
            n++;
    return n;
}
