/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Review band and appeals. */
#include "engine/review.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/money.h"
#include "engine/site.h"

ho_band_t ho_band(const ho_world_t *w, const ho_state_t *s, const ho_score_law_t *law, int seg, int version)
{
    (void)w;
    const ho_version_t *v = ho_version_at(s, version);
    const ho_settings_t *t = &s->set;
    ho_band_t b = {0};
    bool band = t->band_lo[seg] < t->band_hi[seg] && (t->built >> HO_INVEST_REVIEW & 1u);
    b.z_hi = ho_version_threshold(v, seg, band ? t->band_hi[seg] : t->tau[seg]);
    b.z_lo = band ? ho_version_threshold(v, seg, t->band_lo[seg]) : b.z_hi;
    ho_rates(law, b.z_hi, &b.acted[1], &b.acted[0]);
    if (band) {
        double above[2];
        ho_rates(law, b.z_lo, &above[1], &above[0]);
        for (int y = 0; y < 2; y++) b.band[y] = ho_max(0.0, above[y] - b.acted[y]);
    }
    return b;
}

ho_arm_rates_t ho_outcome_rates(const ho_world_t *w, const ho_state_t *s, const ho_band_t *b, double pi,
                                double served)
{
    double unserved = s->set.band_act ? 1.0 - served : 0.0;
    double act1 = b->acted[1] + b->band[1] * (served * w->review.sensitivity + unserved);
    double act0 = b->acted[0] + b->band[0] * (served * (1.0 - w->review.specificity) + unserved);
    return (ho_arm_rates_t){
        .tp = pi * act1, .fn = pi * (1.0 - act1), .fp = (1.0 - pi) * act0, .tn = (1.0 - pi) * (1.0 - act0)};
}

double ho_review_split(const ho_world_t *w, ho_state_t *s, int seg, int arm, const ho_band_t *b,
                       const ho_arm_rates_t *r, double pi, double served, const ho_flow_t *f,
                       double n[HO_REGIONS][2], double called[2])
{
    memset(n, 0, HO_REGIONS * sizeof *n);
    called[0] = called[1] = 0.0;
    n[HO_BY_ACTED][1] = f->tp;
    n[HO_BY_ACTED][0] = f->fp;
    n[HO_BY_PASSED][1] = f->fn;
    n[HO_BY_PASSED][0] = f->tn;
    if (!(b->z_lo < b->z_hi) || served <= 0.0) return 0.0;
    /* of the true positives, the share that a reviewer decided, and so on */
    double seen1 = pi * b->band[1] * served, seen0 = (1.0 - pi) * b->band[0] * served;
    double se = w->review.sensitivity, sp = w->review.specificity, reviewed = 0.0;
    const double part[4] = {seen1 * se, seen0 * (1.0 - sp), seen1 * (1.0 - se), seen0 * sp};
    const double whole[4] = {r->tp, r->fp, r->fn, r->tn};
    ho_stream_t stream = ho_stream(s->dice.seed, HO_SITE_REVIEW, s->day, seg, arm);
    for (int i = 0; i < 4; i++) {
        int region = i < 2 ? HO_BY_ACTED : HO_BY_PASSED, y = i == 0 || i == 2;
        double k = ho_draw_binomial(&s->dice, &stream, n[region][y],
                                    whole[i] > 0.0 ? ho_min(1.0, part[i] / whole[i]) : 0.0);
        n[region][y] -= k;
        n[HO_BY_REVIEWED][y] += k;
        if (region == HO_BY_ACTED) called[y] += k;
        reviewed += k;
    }
    return reviewed;
}

/* ---- appeals ------------------------------------------------------------------------------------------- */

/* Loads the appeals of the front day; false when none wait. */
static bool open_front(const ho_world_t *w, ho_state_t *s)
{
    while (s->queue_front < s->day) {
        if (!s->queue_opened) {
            for (int g = 0; g < w->n_segments; g++)
                for (int y = 0; y < 2; y++)
                    s->front_left[g][y] = (double)ho_seg_day_at(w, s, s->queue_front, g)->appeals[y];
            s->queue_opened = 1;
        }
        double left = 0.0;
        for (int g = 0; g < w->n_segments; g++) left += s->front_left[g][0] + s->front_left[g][1];
        if (left > 0.0) return true;
        s->queue_front++;
        s->queue_opened = 0;
    }
    return false;
}

/* An upheld appeal is a label: a known negative among the items of its birth day. */
static void label_upheld(const ho_state_t *s, int day, int seg, double k)
{
    int end = ho_pool_index(s)[day + 1];
    for (int i = ho_pool_index(s)[day]; i < end && k > 0.0; i++) {
        ho_pool_t *p = ho_pool_at(s, i);
        if (p->seg != seg || p->arm < 0) continue;
        double x = ho_min(k, p->n[HO_BY_ACTED][0] - (double)p->upheld);
        p->upheld += (float)x;
        k -= x;
    }
}

enum {
    SIDES = 2 * HO_MAX_SEGMENTS,
    SIDES_ROOM = SIDES + HO_DRAW_ROOM
}; /* segment by whether the user was right */

/* Decides k[2 seg + right] appeals of the front day; `right`: the user was. */
static void decide(const ho_world_t *w, ho_state_t *s, const double *k)
{
    uint64_t cell[SIDES_ROOM] = {0};
    double chance[SIDES_ROOM] = {0}, upheld[SIDES_ROOM];
    int sides = 2 * w->n_segments;
    for (int i = 0; i < sides; i++) {
        cell[i] = ho_draw_cell(i / 2, 2 + i % 2 + 2 * (s->queue_front & 0xFFF));
        chance[i] = i % 2 ? w->review.upheld_share : 1.0 - w->review.sensitivity;
    }
    ho_draw_binomials(&s->dice, HO_SITE_UPHELD, s->day, 0, sides, cell, k, chance, upheld);
    for (int i = 0; i < sides; i++) {
        int seg = i / 2;
        if (upheld[i] <= 0.0) continue;
        if (i % 2) {
            label_upheld(s, s->queue_front, seg, upheld[i]);
            ho_users_restore(w, s, seg, upheld[i]);
        } else { /* a true positive is let go: its worth turns into that of a miss */
            ho_book(s, HO_LEDGER_FN,
                    upheld[i] * (ho_world_value(w, HO_OUTCOME_FN) - ho_world_value(w, HO_OUTCOME_TP)));
        }
        ho_seg_day_at(w, s, s->day, seg)->upheld += (float)upheld[i];
    }
}

double ho_appeals_decide(const ho_world_t *w, ho_state_t *s)
{
    double capacity = floor(s->set.reviewers), decided = 0.0;
    while (capacity >= 1.0 && s->backlog > 0.0 && open_front(w, s)) {
        double left = 0.0;
        for (int g = 0; g < w->n_segments; g++) left += s->front_left[g][0] + s->front_left[g][1];
        double take = ho_min(capacity, left);
        capacity -= take;
        decided += take;
        ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_APPEAL, s->day, 100, s->queue_front);
        double taken[SIDES_ROOM] = {0};
        for (int g = 0; g < w->n_segments; g++)
            for (int y = 0; y < 2; y++) {
                double n = s->front_left[g][y];
                double k =
                    take >= left ? n : ho_min(n, ho_draw_binomial(&s->dice, &r, take, ho_min(1.0, n / left)));
                left -= n;
                take -= k;
                s->front_left[g][y] -= k;
                taken[2 * g + y] = k;
            }
        decide(w, s, taken);
        decided -= take; /* what a capped draw could not place waits for the next round */
        capacity += take;
        if (take > 0.0 && left <= 0.0) break;
    }
    s->backlog = ho_max(0.0, s->backlog - decided);
    ho_book(s, HO_LEDGER_REVIEW, -decided * w->review.usd_per_item);
    return capacity;
}

void ho_appeals_file(const ho_world_t *w, ho_state_t *s, const double *noticed_fp, const double *tp)
{
    uint64_t cell[SIDES_ROOM] = {0};
    double n[SIDES_ROOM] = {0}, chance[SIDES_ROOM] = {0}, k[SIDES_ROOM], share = w->review.appeal_share;
    int sides = 2 * w->n_segments;
    if (share <= 0.0) return;
    for (int i = 0; i < sides; i++) {
        cell[i] = ho_draw_cell(i / 2, i % 2);
        n[i] = i % 2 ? noticed_fp[i / 2] : tp[i / 2];
        chance[i] =
            i % 2 ? share : share / 10.0; /* who was not wronged appeals a tenth as often (MODEL 13a) */
    }
    ho_draw_binomials(&s->dice, HO_SITE_APPEAL, s->day, 0, sides, cell, n, chance, k);
    for (int i = 0; i < sides; i++) {
        float *filed = &ho_seg_day_at(w, s, s->day, i / 2)->appeals[i % 2];
        *filed = (float)k[i];
        s->backlog += (double)*filed;
    }
}
