/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that have arrived, and audits. */
#include "engine/labels.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/fate.h"
#include "engine/money.h"
#include "engine/site.h"

/* ---- draws --------------------------------------------------------------------------------------------- */

/* Dice for reading: same seed and mode, nothing counted or recorded in the state. */
static ho_dice_t reading_dice(const ho_state_t *s)
{
    return (ho_dice_t){.seed = s->dice.seed, .expected = s->dice.expected};
}

/* P(lag < x) for whole x. */
static double share_below(const double *maturity, int x)
{
    return x <= 0 ? 0.0 : maturity[x - 1 < HO_MAX_DAYS + 1 ? x - 1 : HO_MAX_DAYS + 1];
}

/* P(lag < cut | lo <= lag < hi). */
static double share_of_cut(const double *maturity, int lo, int cut, double below_hi)
{
    double below_lo = share_below(maturity, lo), rest = below_hi - below_lo;
    return rest > 0.0 ? ho_min(1.0, (share_below(maturity, cut) - below_lo) / rest) : 1.0;
}

/* One cut of all trees: of rest[i], k[i] come below it. Word `cut` of every lane's stream. */
static void cut_lanes(ho_dice_t *dice, const ho_label_keys_t *keys, int cut, double p, const double *rest,
                      double *k)
{
    double same[HO_LABEL_LANES];
    for (int i = 0; i < keys->lanes; i++) same[i] = p;
    ho_draw_binomials(dice, keys->site, keys->day, cut, keys->lanes, keys->cell, rest, same, k);
}

/* Puts k of each rest among those that have come. */
static void take_lanes(int lanes, const double *k, double *rest, double *come)
{
    for (int i = 0; i < lanes; i++) {
        come[i] += k[i];
        rest[i] -= k[i];
    }
}

void ho_labels_come(ho_dice_t *dice, const ho_label_keys_t *keys, const double *maturity, const double *n,
                    int age, double *come)
{
    int want = age + 1, lo = 0, cut = 1,
        lanes = keys->lanes; /* lags below `want` count; those below `lo` are in `come` */
    double rest[HO_LABEL_LANES], k[HO_LABEL_LANES];
    for (int i = 0; i < lanes; i++) {
        rest[i] = n[i];
        come[i] = 0.0;
    }
    if (want <= 0) return;
    /* blocks [0, 1), [1, 2), [2, 4), [4, 8) ...: cut them off from the early end, for most reads are of young
     * items */
    for (;; cut *= 2) {
        cut_lanes(dice, keys, cut, share_of_cut(maturity, lo, cut, 1.0), rest, k);
        if (want < cut) break;
        take_lanes(lanes, k, rest, come);
        lo = cut;
        if (want == cut) return;
    }
    /* halves of the block that `want` cuts; no two nodes share a cut, so a cut names its word */
    memcpy(rest, k, sizeof rest);
    for (int hi = cut; hi - lo > 1;) {
        int mid = lo + (hi - lo) / 2;
        cut_lanes(dice, keys, mid, share_of_cut(maturity, lo, mid, share_below(maturity, hi)), rest, k);
        if (want < mid) {
            memcpy(rest, k, sizeof rest);
            hi = mid;
            continue;
        }
        take_lanes(lanes, k, rest, come);
        lo = mid;
        if (want == mid) return;
    }
}

/* ---- clock --------------------------------------------------------------------------------------------- */

int ho_labels_clock(const ho_world_t *w, const ho_state_t *s, int as_of)
{
    int clock = as_of;
    for (bool moved = true; moved;) { /* outages may overlap */
        moved = false;
        for (int i = 0; i < w->n_incidents; i++) {
            if (w->incident[i].kind != HO_INCIDENT_LABEL_OUTAGE || !ho_incident_active(w, s, i, clock, NULL))
                continue;
            clock = (int)ceil(s->fate.incident_day[i]) - 1;
            moved = true;
        }
    }
    return clock;
}

/* ---- natural labels, verdicts, proxies ----------------------------------------------------------------- */

/* The four cells of a pool's automatic items: cell 2 y + flagged. */
enum { CELLS = 4 };
static const ho_outcome_t OUTCOME_OF_CELL[CELLS] = {HO_OUTCOME_TN, HO_OUTCOME_FP, HO_OUTCOME_FN,
                                                    HO_OUTCOME_TP};

/* A label stream of a pool: which share of its items yields one, and how many of those are wrong. */
typedef struct {
    int exists_site, arrives_site;
    int arrives_cell; /* first cell of the trees at arrives_site */
    double share[CELLS], wrong;
    const double *maturity;
} label_law_t;

/* Labels that have come at an age, by pool, label class x flagged, of `count` pools of one birth day.
 * Keyed by arm, not by version: another version does not change whose label comes when. What comes of the
 * labels that say one thing of one cell is one tree, so counts only grow with age. */
static void read_labels(const ho_state_t *s, int first, int count, const label_law_t *law, int age,
                        double (*n)[2][2])
{
    enum { ROOM = HO_LABEL_LANES };
    double items[ROOM], share[ROOM], flip[ROOM], all[ROOM], wrong[ROOM], due[ROOM];
    uint64_t cell[ROOM] = {0}, exists[ROOM], flips[ROOM];
    ho_dice_t dice = reading_dice(s);
    ho_label_keys_t keys = {
        .site = law->arrives_site, .day = ho_pool_at(s, first)->day, .lanes = count * CELLS};
    int lanes = keys.lanes;
    for (int i = 0; i < lanes; i++) {
        const ho_pool_t *p = ho_pool_at(s, first + i / CELLS);
        int c = i % CELLS, at = (p->arm + 1) * CELLS + c;
        items[i] =
            p->arm < 0
                ? 0.0
                : p->n[c & 1 ? HO_BY_ACTED : HO_BY_PASSED][c >> 1]; /* nothing was done with a shadow's */
        share[i] = law->share[c];
        flip[i] = law->wrong;
        cell[i] = ho_draw_cell(p->seg, at);
        keys.cell[i] = ho_draw_cell(p->seg, law->arrives_cell + at);
    }
    ho_draw_words(&dice, law->exists_site, keys.day, 0, lanes, cell, exists, flips);
    ho_draw_binomials_u(&dice, lanes, items, share, exists, all);
    ho_draw_binomials_u(&dice, lanes, all, flip, flips, wrong);
    for (int i = 0; i < lanes; i++) {
        int other = i ^ 2; /* the same pool and flag, the other class */
        due[i] = all[i] - wrong[i] + wrong[other];
    }
    ho_labels_come(&dice, &keys, law->maturity, due, age, (double *)n);
}

void ho_labels_arrived_day(const ho_world_t *w, const ho_state_t *s, int first, int count, int as_of,
                           double (*n)[2][2])
{
    if (count <= 0) return;
    int age = ho_labels_clock(w, s, as_of) - ho_pool_at(s, first)->day;
    memset(n, 0, (size_t)count * sizeof *n);
    if (age < 0) return;
    label_law_t law = {.exists_site = HO_SITE_LABEL_EXISTS,
                       .arrives_site = HO_SITE_LABEL_ARRIVES,
                       .wrong = w->labels.flip,
                       .maturity = w->maturity};
    for (int i = 0; i < CELLS; i++) law.share[i] = w->labels.observed[OUTCOME_OF_CELL[i]];
    read_labels(s, first, count, &law, age, n);
}

void ho_labels_arrived(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2])
{
    double one[1][2][2];
    ho_labels_arrived_day(w, s, pool, 1, as_of, one);
    memcpy(n, one, sizeof one);
}

void ho_labels_reviewed(const ho_state_t *s, int pool, int as_of, double n[2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    n[0] = n[1] = 0.0;
    if (as_of < p->day + 1) return;
    n[1] = (double)p->called[1] + (double)p->called[0];
    n[0] = p->n[HO_BY_REVIEWED][1] + p->n[HO_BY_REVIEWED][0] - n[1] + (double)p->upheld;
}

/* Whether support files proxy labels on a day: the last confidence outside the dead band decides (MODEL
 * 13a). */
static bool support_files(const ho_world_t *w, const ho_state_t *s, int day)
{
    for (int d = day - 1; d >= 0; d--) {
        double confidence = (double)ho_day_at(s, d)->confidence[HO_ROLE_SUPPORT];
        if (confidence < w->stakeholders.teeth_below) return false;
        if (confidence >= w->stakeholders.teeth_until) return true;
    }
    return true;
}

void ho_labels_proxy_day(const ho_world_t *w, const ho_state_t *s, int first, int count, int as_of,
                         double (*n)[2][2])
{
    if (count <= 0) return;
    int day = ho_pool_at(s, first)->day;
    memset(n, 0, (size_t)count * sizeof *n);
    if (as_of < day || !w->labels.proxy_offered || !support_files(w, s, day)) return;
    label_law_t law = {.exists_site = HO_SITE_PROXY,
                       .arrives_site = HO_SITE_PROXY,
                       .arrives_cell = 64,
                       .wrong = w->labels.proxy_error,
                       .maturity = w->proxy_maturity};
    for (int i = 0; i < CELLS; i++) law.share[i] = w->labels.proxy_share;
    read_labels(s, first, count, &law, as_of - day, n);
}

void ho_labels_proxy(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2])
{
    double one[1][2][2];
    ho_labels_proxy_day(w, s, pool, 1, as_of, one);
    memcpy(n, one, sizeof one);
}

/* ---- audits and collection ----------------------------------------------------------------------------- */

void ho_labels_audited(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    bool back = as_of >= p->day + w->labels.audit_lag_days;
    for (int y = 0; y < 2; y++)
        for (int flagged = 0; flagged < 2; flagged++)
            n[y][flagged] = back ? (double)p->audited[y][flagged] : 0.0;
}

void ho_labels_collected(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    n[0] = n[1] = 0.0;
    if (as_of < p->day + w->labels.audit_lag_days) return;
    ho_dice_t dice = reading_dice(s);
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_COLLECT, p->day, p->seg, 100 + p->arm);
    double was[2] = {(double)p->collected[0], (double)p->collected[1]};
    double wrong0 = ho_draw_binomial(&dice, &r, was[0], w->labels.flip);
    double wrong1 = ho_draw_binomial(&dice, &r, was[1], w->labels.flip);
    n[0] = was[0] - wrong0 + wrong1;
    n[1] = was[1] - wrong1 + wrong0;
}

/* Items of a pool by class and whether flagged: reviewed ones were below the upper threshold. */
static double pool_items(const ho_pool_t *p, int y, int flagged)
{
    return flagged ? p->n[HO_BY_ACTED][y] : p->n[HO_BY_PASSED][y] + p->n[HO_BY_REVIEWED][y];
}

static double items_today(const ho_state_t *s, int seg)
{
    double sum = 0.0;
    for (int i = ho_pool_index(s)[s->day]; i < s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(s, i);
        if (p->seg != seg) continue;
        for (int y = 0; y < 2; y++) sum += pool_items(p, y, 0) + pool_items(p, y, 1);
    }
    return sum;
}

/* Draws `wanted` of a segment's items of today into the pools: a hypergeometric draw over the cells, each
 * cell a binomial with the share of what is left, capped by what exists and by what the later cells could
 * still hold. */
static void sample_today(ho_state_t *s, int seg, int site, double wanted)
{
    double left = items_today(s, seg), open = wanted;
    ho_stream_t r = ho_stream(s->dice.seed, site, s->day, seg, 0);
    for (int i = ho_pool_index(s)[s->day]; i < s->n_pools; i++) {
        ho_pool_t *p = ho_pool_at(s, i);
        if (p->seg != seg) continue;
        for (int y = 0; y < 2; y++) {
            for (int flagged = 0; flagged < 2; flagged++) {
                double items = pool_items(p, y, flagged);
                double k = ho_draw_binomial(&s->dice, &r, open, left > 0.0 ? items / left : 0.0);
                left -= items;
                k = ho_max(ho_min(k, items), open - left);
                k = ho_clamp(k, 0.0, items);
                open -= k;
                if (site == HO_SITE_AUDIT) p->audited[y][flagged] += (float)k;
                else p->collected[y] += (float)k;
            }
        }
    }
}

void ho_labels_audit_today(const ho_world_t *w, ho_state_t *s)
{
    double room = w->labels.audit_max_per_day;
    for (int g = 0; g < w->n_segments; g++) {
        bool collects = s->set.collect[g] > 0.0 && s->day < s->set.collect_until[g];
        if (!(s->set.audits[g] > 0.0) && !collects) continue;
        double items = items_today(s, g);
        double audits = ho_min(ho_min(s->set.audits[g], room), items);
        double collected = collects ? ho_min(s->set.collect[g], items) : 0.0;
        if (!s->dice.expected) {
            audits = floor(audits);
            collected = floor(collected);
        }
        if (audits > 0.0) sample_today(s, g, HO_SITE_AUDIT, audits);
        if (collected > 0.0) sample_today(s, g, HO_SITE_COLLECT, collected);
        room -= ho_max(audits, 0.0);
        double usd = audits * w->labels.audit_usd + collected * w->labels.collect_usd;
        if (usd > 0.0) ho_book(s, HO_LEDGER_AUDITS, -usd);
    }
}
