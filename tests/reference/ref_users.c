/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users of the reference, one by one (MODEL 5). */
#include "ref_run.h"

/* ----
 * exposure --------------------------------------------------------------------------------------------- */

static void expose_user(run_t *x, user_t *u)
{
    u->exposed = true;
    u->arm = ref_happens(&x->r, x->exposed_split[u->seg]);
    if (u->ever_exposed)
        return;
    u->ever_exposed = true;
    if (!ref_happens(&x->r, x->w->segment[u->seg].default_on))
        return;
    u->state = TRIAL;
    x->adopted++;
}

static void move_exposure(run_t *x, int s)
{
    double from = x->exposure[s], to = x->rollout[s];
    double up = to > from ? (to - from) / (1 - from) : 0, down = to < from ? (from - to) / from : 0;
    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (u->state == HELD_OUT)
            continue;
        if (!u->exposed && up > 0 && ref_happens(&x->r, up))
            expose_user(x, u);
        else if (u->exposed && down > 0 && ref_happens(&x->r, down))
            u->exposed = false;
    }
    x->exposure[s] = to;
}

/* Arms are sticky: only as many change as the new split asks for. */
static void move_split(run_t *x, int s)
{
    double from = x->exposed_split[s], to = x->split[s];
    double to_second = to > from ? (to - from) / (1 - from) : 0,
           to_first = to < from ? (from - to) / from : 0;
    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (!u->exposed)
            continue;
        if (u->arm == 0 && to_second > 0)
            u->arm = ref_happens(&x->r, to_second);
        else if (u->arm == 1 && to_first > 0)
            u->arm = !ref_happens(&x->r, to_first);
    }
    x->exposed_split[s] = to;
}

void ref_expose(run_t *x)
{
    for (int s = 0; s < x->w->n_segments; s++) {
        if (x->rollout[s] != x->exposure[s])
            move_exposure(x, s);
        if (x->split[s] != x->exposed_split[s])
            move_split(x, s);
        if (x->exposure[s] <= 0)
            continue;
        if (x->launched < 0)
            x->launched = x->day;
        if (x->seg_launched[s] < 0)
            x->seg_launched[s] = x->day;
        for (int a = 0; a < 2; a++) {
            int option = x->serves[s][a];
            if (option >= 0 && x->world.build[option].deployed < 0)
                x->world.build[option].deployed = x->day;
        }
    }
}

/* ----
 * sessions ------------------------------------------------------------------------------------------- */

/* One item: its true class, and whether the user sees an action. */
static void bring_item(run_t *x, arm_t *arm, bool *positive, bool *acted)
{
    const ref_scoring_t *f = &arm->score;
    bool y = ref_happens(&x->r, f->pi), y2 = f->pi2 > 0 && ref_happens(&x->r, f->pi2);
    double z = f->base + f->d * y + f->d2 * y2 + f->sd * ref_normal(&x->r);
    *positive = f->chi > 0 && ref_happens(&x->r, f->chi) ? y2 : y;
    if (f->definition > 0 && *positive)
        *positive = !ref_happens(&x->r, f->definition);
    else if (f->definition < 0 && !*positive)
        *positive = ref_happens(&x->r, -f->definition);
    *acted = z >= f->z;
    if (!(f->z_lo < f->z_hi))
        return;
    *acted = z >= f->z_hi;
    if (z < f->z_lo || z >= f->z_hi)
        return;
    if (!ref_happens(&x->r, x->served)) {
        *acted = x->band_act;
        return;
    }
    x->cost += x->w->review.usd_per_item;
    *acted = *positive ? ref_happens(&x->r, x->w->review.sensitivity)
                       : !ref_happens(&x->r, x->w->review.specificity);
}

void ref_fall(user_t *u, int steps)
{
    u->level = (uint8_t)(u->level > steps ? u->level - steps : 0);
}

static void rise(const run_t *x, user_t *u, double chance, ref_random_t *r)
{
    if (chance > 0 && ref_happens(r, chance) && u->level < x->w->n_levels - 1)
        u->level++;
}

static bool file_appeal(run_t *x, int s, bool right)
{
    double share = x->w->review.appeal_share * (right ? 1 : .1);
    return share <= 0 || !ref_happens(&x->r, share) || ref_push(&x->filed, (appeal_t){.seg = s, .right = right});
}

/* One session of one user: what it comes to, and what that does to trust. */
static bool have_session(run_t *x, user_t *u, arm_t *arm)
{
    const ho_segment_t *g = &x->w->segment[u->seg];
    arm->sessions++;
    if (ref_too_slow(x, arm, u->seg) && ref_happens(&x->r, g->abandon_share)) {
        arm->slow++;
        if (ref_happens(&x->r, g->annoy_share)) {
            arm->annoyed++;
            ref_fall(u, g->slow_steps);
        }
        return true;
    }
    bool positive, acted;
    bring_item(x, arm, &positive, &acted);
    arm->n[positive][acted]++;
    double attention = 1 - g->automation_bias * u->level / (x->w->n_levels - 1.0);
    if (positive == acted) {
        if (u->state == TRIAL && (positive || x->w->guard)) {
            u->state = ACTIVE;
            if (x->day - x->launched < 90)
                x->activated++;
        }
        rise(x, u, positive ? g->gain_tp : g->gain_tn, &x->r);
        return !positive || file_appeal(x, u->seg, false);
    }
    if (acted) {
        if (!ref_happens(&x->r, g->notice_fp * attention))
            return true;
        arm->noticed_fp++;
        ref_fall(u, g->fp_steps);
        return file_appeal(x, u->seg, true);
    }
    if (ref_happens(&x->r, g->notice_fn * attention)) {
        arm->noticed_fn++;
        ref_fall(u, g->fn_steps);
    }
    return true;
}

/* Sessions, trust, forgiveness, lapse, return, adoption of everybody in a segment. */
bool ref_live_a_day(run_t *x, int s)
{
    const ho_segment_t *g = &x->w->segment[s];
    double hazard = ref_incident_factor(&x->world, HO_INCIDENT_COMPETITOR, x->day, s);
    double chance[HO_MAX_LEVELS];
    for (int l = 0; l < x->w->n_levels; l++)
        chance[l] = ref_session_chance(x, s, l);
    double eligible = g->users - x->held_out[s];
    double promotion = x->day < x->promote_until ? 1 + pow(.5, x->promotions - 1) : 1;
    double imitation = g->adopt_q * x->world.imitation_factor * x->adopters[s] / eligible;
    double adopt = 1 - exp(-(g->adopt_p + imitation) * x->reputation[s] * promotion);
    double back = g->return_hazard * x->reputation[s];

    for (int i = x->first[s]; i < x->first[s + 1]; i++) {
        user_t *u = &x->user[i];
        if (!u->exposed)
            continue;
        if (u->state == POTENTIAL) {
            if (!ref_happens(&x->r, adopt))
                continue;
            u->state = TRIAL;
            x->adopted++;
        } else if (u->state == LAPSED) {
            if (!ref_happens(&x->r, back))
                continue;
            u->state = ACTIVE;
            if (u->level <= g->churn_level)
                u->level = (uint8_t)(g->churn_level + 1);
        } else {
            if (ref_happens(&x->r, chance[u->level]) && !have_session(x, u, &x->arm[s][u->arm]))
                return false;
            int below = g->start_level - u->level;
            if (below > 0 && ref_happens(&x->r, g->forgive * below))
                u->level++;
            if (ref_happens(&x->r,
                            hazard * (u->level <= g->churn_level ? g->churn_hazard : g->base_hazard))) {
                u->state = LAPSED;
                x->lapses++;
            }
        }
    }
    return true;
}

/* Reputation and adopters at the start of the day. */
void ref_take_stock(run_t *x)
{
    for (int s = 0; s < x->w->n_segments; s++) {
        double n = 0, sum = 0;
        x->adopters[s] = 0;
        for (int i = x->first[s]; i < x->first[s + 1]; i++) {
            const user_t *u = &x->user[i];
            if (u->state < TRIAL)
                continue;
            n++;
            sum += u->level;
            x->adopters[s] += u->state != LAPSED;
        }
        x->reputation[s] = n > 0 ? fmin(2, sum / n / x->w->segment[s].start_level) : 1;
    }
}
