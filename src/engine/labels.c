/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that have arrived, and audits. */
#include "engine/labels.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/fate.h"
#include "engine/money.h"
#include "engine/site.h"

/* ---- draws ---------------------------------------------------------------------------------------------------- */

/* Dice for reading: same seed and mode, nothing counted or recorded in the state. */
static ho_dice_t reading_dice(const ho_state_t *s)
{
    return (ho_dice_t){.seed = s->dice.seed, .expected = s->dice.expected};
}

static double draw_at_word(ho_dice_t *dice, const ho_stream_t *stream, uint32_t word, double n, double p)
{
    if (!(n > 0.0) || !(p > 0.0)) return 0.0;
    if (p >= 1.0) return n;
    uint64_t bits = ho_stream_word_at(stream, word);
    double k;
    ho_draw_binomials_u1(dice, 1, &n, p, &bits, &k);
    return k;
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

double ho_labels_come(ho_dice_t *dice, const ho_stream_t *stream, const double *maturity, double n, int age)
{
    int want = age + 1, lo = 0, cut = 1; /* lags below `want` count; those below `lo` are in `come` */
    double come = 0.0, rest = n;
    if (want <= 0 || !(n > 0.0)) return 0.0;
    /* blocks [0, 1), [1, 2), [2, 4), [4, 8) ...: cut them off from the early end, for most reads are of young items */
    for (; rest > 0.0; cut *= 2) {
        double k = draw_at_word(dice, stream, (uint32_t)cut, rest, share_of_cut(maturity, lo, cut, 1.0));
        if (want < cut) {
            rest = k;
            break;
        }
        come += k;
        rest -= k;
        lo = cut;
        if (want == cut) return come;
    }
    /* halves of the block that `want` cuts; no two nodes share a cut, so a cut names its word */
    for (int hi = cut; hi - lo > 1 && rest > 0.0;) {
        int mid = lo + (hi - lo) / 2;
        double k = draw_at_word(dice, stream, (uint32_t)mid, rest, share_of_cut(maturity, lo, mid, share_below(maturity, hi)));
        if (want < mid) {
            rest = k;
            hi = mid;
            continue;
        }
        come += k;
        rest -= k;
        lo = mid;
        if (want == mid) break;
    }
    return come;
}

/* ---- clock ---------------------------------------------------------------------------------------------------- */

int ho_labels_clock(const ho_world_t *w, const ho_state_t *s, int as_of)
{
    int clock = as_of;
    for (bool moved = true; moved;) { /* outages may overlap */
        moved = false;
        for (int i = 0; i < w->n_incidents; i++) {
            if (w->incident[i].kind != HO_INCIDENT_LABEL_OUTAGE || !ho_incident_active(w, s, i, clock, NULL)) continue;
            clock = (int)ceil(s->fate.incident_day[i]) - 1;
            moved = true;
        }
    }
    return clock;
}

/* ---- natural labels, verdicts, proxies ------------------------------------------------------------------------ */

static ho_outcome_t outcome_of(int y, int flagged)
{
    return y ? (flagged ? HO_OUTCOME_TP : HO_OUTCOME_FN) : (flagged ? HO_OUTCOME_FP : HO_OUTCOME_TN);
}

/* Key of the items of one class and region within their day and segment. Arms, not versions: another version does not
 * change whose label comes when. */
static int cell_of(const ho_pool_t *p, int y, int flagged)
{
    return (p->arm + 1) * 4 + y * 2 + flagged;
}

void ho_labels_arrived(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    int age = ho_labels_clock(w, s, as_of) - p->day;
    memset(n, 0, 4 * sizeof(double));
    if (age < 0 || p->arm < 0) return;
    ho_dice_t dice = reading_dice(s);
    for (int y = 0; y < 2; y++) {
        for (int flagged = 0; flagged < 2; flagged++) {
            double items = p->n[flagged ? HO_BY_ACTED : HO_BY_PASSED][y];
            int cell = cell_of(p, y, flagged);
            ho_stream_t exists = ho_stream(s->dice.seed, HO_SITE_LABEL_EXISTS, p->day, p->seg, cell);
            ho_stream_t flip = ho_stream(s->dice.seed, HO_SITE_LABEL_FLIP, p->day, p->seg, cell);
            double all = draw_at_word(&dice, &exists, 0, items, w->labels.observed[outcome_of(y, flagged)]);
            double wrong = draw_at_word(&dice, &flip, 0, all, w->labels.flip);
            ho_stream_t right_tree = ho_stream(s->dice.seed, HO_SITE_LABEL_ARRIVES, p->day, p->seg, 2 * cell);
            ho_stream_t wrong_tree = ho_stream(s->dice.seed, HO_SITE_LABEL_ARRIVES, p->day, p->seg, 2 * cell + 1);
            n[y][flagged] += ho_labels_come(&dice, &right_tree, w->maturity, all - wrong, age);
            n[1 - y][flagged] += ho_labels_come(&dice, &wrong_tree, w->maturity, wrong, age);
        }
    }
}

void ho_labels_reviewed(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    n[0] = n[1] = 0.0;
    if (as_of < p->day + 1) return;
    ho_dice_t dice = reading_dice(s);
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_LABEL_FLIP, p->day, p->seg, 100 + p->arm);
    double hit = draw_at_word(&dice, &r, 1, p->n[HO_BY_REVIEWED][1], w->review.sensitivity);
    double cleared = draw_at_word(&dice, &r, 0, p->n[HO_BY_REVIEWED][0], w->review.specificity);
    n[1] = hit + p->n[HO_BY_REVIEWED][0] - cleared;
    n[0] = cleared + p->n[HO_BY_REVIEWED][1] - hit;
}

/* Whether support files proxy labels on a day: the last confidence outside the dead band decides (MODEL 13a). */
static bool support_files(const ho_world_t *w, const ho_state_t *s, int day)
{
    for (int d = day - 1; d >= 0; d--) {
        double confidence = (double)ho_day_at(s, d)->confidence[HO_ROLE_SUPPORT];
        if (confidence < w->stakeholders.teeth_below) return false;
        if (confidence >= w->stakeholders.teeth_until) return true;
    }
    return true;
}

void ho_labels_proxy(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    int age = as_of - p->day;
    memset(n, 0, 4 * sizeof(double));
    if (age < 0 || p->arm < 0 || !w->labels.proxy_offered || !support_files(w, s, p->day)) return;
    ho_dice_t dice = reading_dice(s);
    for (int y = 0; y < 2; y++) {
        for (int flagged = 0; flagged < 2; flagged++) {
            double items = p->n[flagged ? HO_BY_ACTED : HO_BY_PASSED][y];
            int cell = 4 * cell_of(p, y, flagged);
            ho_stream_t exists = ho_stream(s->dice.seed, HO_SITE_PROXY, p->day, p->seg, cell);
            double all = draw_at_word(&dice, &exists, 0, items, w->labels.proxy_share);
            double wrong = draw_at_word(&dice, &exists, 1, all, w->labels.proxy_error);
            ho_stream_t right_tree = ho_stream(s->dice.seed, HO_SITE_PROXY, p->day, p->seg, cell + 1);
            ho_stream_t wrong_tree = ho_stream(s->dice.seed, HO_SITE_PROXY, p->day, p->seg, cell + 2);
            n[y][flagged] += ho_labels_come(&dice, &right_tree, w->proxy_maturity, all - wrong, age);
            n[1 - y][flagged] += ho_labels_come(&dice, &wrong_tree, w->proxy_maturity, wrong, age);
        }
    }
}

/* ---- audits and collection ------------------------------------------------------------------------------------ */

void ho_labels_audited(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2][2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    bool back = as_of >= p->day + w->labels.audit_lag_days;
    for (int y = 0; y < 2; y++)
        for (int flagged = 0; flagged < 2; flagged++) n[y][flagged] = back ? (double)p->audited[y][flagged] : 0.0;
}

void ho_labels_collected(const ho_world_t *w, const ho_state_t *s, int pool, int as_of, double n[2])
{
    const ho_pool_t *p = ho_pool_at(s, pool);
    n[0] = n[1] = 0.0;
    if (as_of < p->day + w->labels.audit_lag_days) return;
    ho_dice_t dice = reading_dice(s);
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_COLLECT, p->day, p->seg, 100 + p->arm);
    double was[2] = {(double)p->collected[0], (double)p->collected[1]};
    double wrong0 = draw_at_word(&dice, &r, 0, was[0], w->labels.flip);
    double wrong1 = draw_at_word(&dice, &r, 1, was[1], w->labels.flip);
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

/* Draws `wanted` of a segment's items of today into the pools: a hypergeometric draw over the cells, each cell a binomial
 * with the share of what is left, capped by what exists and by what the later cells could still hold. */
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
