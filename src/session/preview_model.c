/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Previews of what changes the answers: thresholds, bands, versions, training, audits. They judge on items
 * whose answer is known, or, before there are any, on what testing promised. */
#include <math.h>

#include "engine/dmath.h"
#include "engine/scorer.h"
#include "session/phrase.h"
#include "session/preview_inner.h"
#include "session/words.h"

#define Z80 1.2815515655446004 /* half an 80 % interval, in standard errors */
enum { WINDOW = 14, ENOUGH_AUDITS = 200, ENOUGH_LABELS = 50 };

/* ---- what is judged on --------------------------------------------------------------------------------- */

/* Items with known answers: of which source and days. sources 0: there are none, and versions are
 * believed. */
typedef struct {
    uint32_t sources;
    int from, to;
} window_t;

static double count_of(const ho_counts_t *c)
{
    return c->n[0][0] + c->n[0][1] + c->n[1][0] + c->n[1][1];
}

/* The last day of which half of the labels should have come; -1: none yet. */
static int last_ripe_day(const ho_look_ahead_t *a)
{
    for (int day = ho_view_day(a->view) - 1; day >= 0; day--)
        if (ho_session_seen(a->session, HO_METRIC_LABEL_MATURITY, -1, day).value >= 0.5) return day;
    return -1;
}

/* The segment whose answers can be told apart, -1: only all of them together. */
static int seen_segment(const ho_look_ahead_t *a, int seg)
{
    return a->brief->n_segments == 1 || ho_view_built(a->view, HO_INVEST_SEGMENTS) ? seg : -1;
}

/* Audits where there are enough, else labels of ripe days, or of all days while none is ripe. */
static window_t find_window(const ho_look_ahead_t *a, int days)
{
    int seg = seen_segment(a, a->d->seg);
    int today = ho_view_day(a->view) - 1;
    window_t x = {HO_SOURCE_AUDITS, today - days + 1, today};
    ho_counts_t audits = ho_see_audits(a->view, seg, x.from, x.to);
    if (count_of(&audits) >= ENOUGH_AUDITS) return x;
    int ripe = last_ripe_day(a);
    x = ripe >= 0 ? (window_t){HO_SOURCE_LABELS, ripe - days + 1, ripe}
                  : (window_t){HO_SOURCE_LABELS, 0, today};
    ho_counts_t labels = ho_see_labels(a->view, seg, x.from, x.to);
    return count_of(&labels) >= ENOUGH_LABELS ? x : (window_t){0};
}

static void say_window(ho_look_ahead_t *a, const window_t *x)
{
    ho_phrase_t p = ho_phrase(a->out->assumption, sizeof a->out->assumption);
    if (x->sources == 0) {
        ho_phrase_put(&p, "No answers yet: this is what testing promised");
        return;
    }
    ho_phrase_add(&p, "Forecast from the %s of days %d to %d",
                  x->sources == HO_SOURCE_AUDITS ? "audits" : "labels", x->from > 0 ? x->from : 0, x->to);
    if (x->sources == HO_SOURCE_LABELS) ho_phrase_put(&p, ", weighted for what seldom gets one");
}

/* Items by what they are and what is done with them, on a scale of its own that is alike for all
 * thresholds; and how many answers each of the three rests on. */
typedef struct {
    double items, ones, hits, wrong, value; /* value: sum [USD]        */
    double n_hits, n_wrong, n_missed;       /* 0: believed, not counted */
} tally_t;

static void add_items(const ho_look_ahead_t *a, double ones, double zeros, double hits, double wrong,
                      tally_t *out)
{
    const double *value = a->brief->value;
    out->items += ones + zeros;
    out->ones += ones;
    out->hits += hits;
    out->wrong += wrong;
    out->value += hits * value[HO_OUTCOME_TP] + wrong * value[HO_OUTCOME_FP] +
                  (ones - hits) * value[HO_OUTCOME_FN] + (zeros - wrong) * value[HO_OUTCOME_TN];
}

/* What a version believes of a segment's items since it was trained. */
static void add_believed(const ho_look_ahead_t *a, int seg, int version, double tau, tally_t *out)
{
    ho_version_view_t v = ho_view_version(a->view, version);
    if (v.option < 0) return;
    double z = ho_latent_threshold(v.d_hat[seg], v.pi_hat[seg], tau);
    double n = a->brief->segment[seg].users * a->brief->segment[seg].sessions_per_day,
           ones = n * v.pi_hat[seg];
    add_items(a, ones, n - ones, ones * ho_norm_cdf(v.d_hat[seg] - z), (n - ones) * ho_norm_cdf(-z), out);
}

/* Items of one class by labels: what was acted on is labelled more often than what was not, and the brief
 * says how often. */
typedef struct {
    double all, acted;
} class_t;
static class_t weigh(double acted, double passed, double seen_acted, double seen_passed)
{
    class_t out = {.acted = seen_acted > 0.0 ? acted / seen_acted : 0.0};
    out.all = out.acted + (seen_passed > 0.0 ? passed / seen_passed : 0.0);
    return out;
}

/* Adds what was counted, [true class][acted on], each answer standing for those of its kind that got none;
 * `shift` is how far the threshold moves up in units of the score: normal scores within each class,
 * whatever their means have become. */
static void add_counted(const ho_look_ahead_t *a, uint32_t source, const ho_counts_t *c, double shift,
                        tally_t *out)
{
    static const double every[HO_OUTCOMES] = {1.0, 1.0, 1.0, 1.0};
    const double *seen = source == HO_SOURCE_LABELS ? a->brief->observed : every;
    class_t x[2] = {weigh(c->n[0][1], c->n[0][0], seen[HO_OUTCOME_FP], seen[HO_OUTCOME_TN]),
                    weigh(c->n[1][1], c->n[1][0], seen[HO_OUTCOME_TP], seen[HO_OUTCOME_FN])};
    double n[2];
    for (int y = 0; y < 2; y++) {
        double rate = x[y].all > 0.0 ? ho_clamp(x[y].acted / x[y].all, 1e-6, 1.0 - 1e-6) : 0.0;
        double moved = rate > 0.0 && shift != 0.0 ? ho_norm_cdf(ho_norm_quantile(rate) - shift) : rate;
        n[y] = (c->n[y][0] + c->n[y][1]) * moved;
        x[y].acted = x[y].all * moved;
    }
    out->n_hits += n[1];
    out->n_wrong += n[0];
    out->n_missed += c->n[1][0] + c->n[1][1] - n[1];
    add_items(a, x[1].all, x[0].all, x[1].acted, x[0].acted, out);
}

static ho_counts_t count_days(const ho_look_ahead_t *a, uint32_t source, int seg, int from, int to)
{
    return source == HO_SOURCE_AUDITS ? ho_see_audits(a->view, seg, from, to)
                                      : ho_see_labels(a->view, seg, from, to);
}

/* Days of one threshold and one version go together; `set` are those in force now, `first` the segment
 * that stands for `seg`. */
static void add_window(const ho_look_ahead_t *a, const window_t *x, int seg, int first, double tau,
                       tally_t *out)
{
    ho_seg_settings_t now = ho_view_settings(a->view, first);
    ho_version_view_t v = ho_view_version(a->view, now.primary);
    double z = ho_latent_threshold(v.d_hat[first], v.pi_hat[first], tau);
    for (int from = x->from > 0 ? x->from : 0, day = from; day <= x->to; day++) {
        ho_seg_settings_t was = ho_session_settings_on(a->session, first, day),
                          next = ho_session_settings_on(a->session, first, day + 1);
        bool last = day == x->to || next.tau != was.tau || next.primary != was.primary;
        if (!last) continue;
        ho_counts_t c = count_days(a, x->sources, seg, from, day);
        from = day + 1;
        if (was.primary == now.primary && count_of(&c) > 0.0)
            add_counted(a, x->sources, &c, z - ho_latent_threshold(v.d_hat[first], v.pi_hat[first], was.tau),
                        out);
    }
}

/* A version judged offline, on the items of all versions. seg -1: all segments. */
static void add_judged(const ho_look_ahead_t *a, const window_t *x, int seg, int version, double tau,
                       tally_t *out)
{
    ho_evaluation_t e =
        ho_evaluate(a->view, version, tau, x->sources, seg >= 0 ? 1u << seg : 0u, x->from, x->to);
    if (!(e.n > 0.0)) return;
    double hits = e.positives > 0.0 ? e.recall * e.positives : 0.0,
           wrong = e.precision > 0.0 ? hits / e.precision - hits : 0.0;
    ho_counts_t c = {.n = {{e.n - e.positives - wrong, wrong}, {e.positives - hits, hits}}};
    add_counted(a, x->sources, &c, 0.0, out);
}

/* What serves a segment now, or would after the queue; -1: nothing. */
static int serving(const ho_look_ahead_t *a, int seg)
{
    int version = ho_view_settings(a->view, seg).primary;
    return version >= 0 ? version : ho_view_settings(ho_session_draft(a->session), seg).primary;
}

/* What serves the segment, at another threshold: as it was counted, or offline where it is too new to have
 * been. */
static void add_served(const ho_look_ahead_t *a, const window_t *x, int seg, int first, double tau,
                       tally_t *out)
{
    double before = out->items;
    add_window(a, x, seg, first, tau, out);
    if (!(out->items > before)) add_judged(a, x, seg, serving(a, first), tau, out);
}

/* All segments that the decision names, by what was counted while `version` was not yet in question (-1:
 * what serves them, at the threshold tau; NaN: their own), or by judging a version offline. Segments that
 * cannot be told apart are taken together, as the first of them is served. */
static tally_t judge(const ho_look_ahead_t *a, const window_t *x, int version, double tau)
{
    tally_t sum = {0};
    bool apart = seen_segment(a, 0) == 0 || x->sources == 0;
    for (int g = a->d->seg > 0 ? a->d->seg : 0; g < a->brief->n_segments; g++) {
        int judged = version >= 0 ? version : serving(a, g);
        double at = isnan(tau) ? ho_view_settings(a->view, g).tau : tau;
        if (judged >= 0 && x->sources == 0)
            add_believed(a, g, judged, at, &sum);
        else if (version >= 0)
            add_judged(a, x, apart ? g : -1, version, at, &sum);
        else if (judged >= 0)
            add_served(a, x, apart ? g : -1, g, at, &sum);
        if (a->d->seg >= 0 || !apart) break;
    }
    return sum;
}

static double ratio(double a, double b)
{
    return b > 0.0 ? a / b : (double)NAN;
}

/* Half an 80 % interval of a share whose two parts rest on so many answers; NaN for what is only believed. */
static double share_pm(double share, double n, double rest)
{
    return n > 0.0 && rest > 0.0 ? Z80 * share * (1.0 - share) * sqrt(1.0 / n + 1.0 / rest) : (double)NAN;
}

static double precision(const tally_t *t)
{
    return ratio(t->hits, t->hits + t->wrong);
}

static double missed(const tally_t *t)
{
    return 1.0 - ratio(t->hits, t->ones);
}

static double acted(const tally_t *t)
{
    return ratio(t->hits + t->wrong, t->items);
}

/* Share of all items acted on: it can be seen today, so the forecast moves what is seen. */
static double acted_share(const ho_look_ahead_t *a, const tally_t *t, const tally_t *now)
{
    double seen = ho_ahead_seen(a, HO_METRIC_POSITIVE_RATE, a->d->seg),
           scaled = seen * ratio(acted(t), acted(now));
    return isfinite(scaled) ? ho_min(1.0, scaled) : acted(t);
}

/* Precision and misses before and after. */
static void add_quality(ho_look_ahead_t *a, const char *title, const tally_t *now, const tally_t *then)
{
    ho_tile_t *tile = ho_tile_add(a, title, HO_FORMAT_PERCENT, precision(now), precision(then));
    tile->pm = share_pm(tile->after, then->n_hits, then->n_wrong);
    tile = ho_tile_add(a, "Missed", HO_FORMAT_PERCENT, missed(now), missed(then));
    tile->pm = share_pm(tile->after, then->n_missed, then->n_hits);
}

/* ---- thresholds ---------------------------------------------------------------------------------------- */

void ho_ahead_threshold(ho_look_ahead_t *a)
{
    window_t x = find_window(a, WINDOW);
    tally_t now = judge(a, &x, -1, NAN), then = judge(a, &x, -1, a->d->x);
    if (!(then.items > 0.0)) return;
    add_quality(a, "Precision there", &now, &then);
    ho_tile_add(a, "Acted on", HO_FORMAT_PERCENT, acted_share(a, &now, &now), acted_share(a, &then, &now));
    ho_tile_add(a, "Worth per 1,000 items", HO_FORMAT_SIGNED_USD, 1000.0 * ratio(now.value, now.items),
                1000.0 * then.value / then.items);
    say_window(a, &x);
}

void ho_ahead_error_ratio(ho_look_ahead_t *a)
{
    double tau = a->d->x / (1.0 + a->d->x);
    ho_tile_add(a, "Threshold that follows", HO_FORMAT_PLAIN,
                ho_view_settings(ho_session_draft(a->session), 0).tau, tau);
    ho_phrase_t p = ho_phrase(a->out->assumption, sizeof a->out->assumption);
    ho_phrase_put(&p, "r / (1 + r): act where the gain outweighs the risk");
}

void ho_ahead_band(ho_look_ahead_t *a)
{
    window_t x = find_window(a, WINDOW);
    ho_seg_settings_t set = ho_view_settings(a->view, a->d->seg > 0 ? a->d->seg : 0);
    ho_settings_view_t whole = ho_view_whole(ho_session_draft(a->session));
    tally_t now = judge(a, &x, -1, NAN), lo = judge(a, &x, -1, a->d->x), hi = judge(a, &x, -1, a->d->y);
    tally_t was_lo = judge(a, &x, -1, set.band_lo), was_hi = judge(a, &x, -1, set.band_hi);
    double sessions = ho_ahead_seen(a, HO_METRIC_SESSIONS, a->d->seg);
    double share = ho_max(0.0, acted_share(a, &lo, &now) - acted_share(a, &hi, &now));
    double was =
        set.band_lo < set.band_hi ? acted_share(a, &was_lo, &now) - acted_share(a, &was_hi, &now) : 0.0;
    if (!(lo.items > 0.0)) return;
    ho_tile_t *tile = isnan(sessions) ? ho_tile_add(a, "Share to review", HO_FORMAT_PERCENT, was, share)
                                      : ho_tile_add(a, "To review a day", HO_FORMAT_COUNT, sessions * was,
                                                    sessions * share);
    ho_phrase_t p = ho_phrase(tile->note, sizeof tile->note);
    ho_phrase_put(&p, "capacity ");
    ho_phrase_value(&p, whole.reviewers, HO_FORMAT_COUNT);
    if (!isnan(sessions))
        ho_tile_add(a, "Reviews cost a day", HO_FORMAT_USD,
                    ho_min(sessions * was, whole.reviewers) * a->brief->usd_per_review,
                    ho_min(sessions * share, whole.reviewers) * a->brief->usd_per_review);
    say_window(a, &x);
}

/* ---- versions ------------------------------------------------------------------------------------------ */

/* The version that a rollback would return to, as far as the registry tells. */
static int version_before(const ho_look_ahead_t *a, const ho_seg_settings_t *set)
{
    if (set->second >= 0) return set->primary;
    int parent = ho_view_version(a->view, set->primary).parent;
    return parent >= 0 ? parent : set->option;
}

/* What each version is worth on the same items, and how fast it answers where that differs. */
static void compare_versions(ho_look_ahead_t *a, int live, int other)
{
    window_t x = find_window(a, 2 * WINDOW);
    ho_version_view_t was = ho_view_version(a->view, live), is = ho_view_version(a->view, other);
    tally_t now = judge(a, &x, live, NAN), then = judge(a, &x, other, NAN);
    if (is.option < 0 || !(then.items > 0.0)) return;
    ho_tile_add(a, "Worth per 1,000 items", HO_FORMAT_SIGNED_USD, 1000.0 * ratio(now.value, now.items),
                1000.0 * then.value / then.items);
    add_quality(a, "Precision", &now, &then);
    if (was.option >= 0 && was.option != is.option)
        ho_tile_add(a, "Median answer", HO_FORMAT_MS, a->brief->option[was.option].service_ms,
                    a->brief->option[is.option].service_ms);
    say_window(a, &x);
}

void ho_ahead_version(ho_look_ahead_t *a)
{
    ho_seg_settings_t set = ho_view_settings(a->view, a->d->seg > 0 ? a->d->seg : 0);
    int other = a->d->kind == HO_DO_ROLLBACK && a->d->version < 0 && set.primary >= 0
                    ? version_before(a, &set)
                    : a->d->version;
    if (other >= 0 && other != set.primary) compare_versions(a, set.primary, other);
}

/* ---- training and audits ------------------------------------------------------------------------------- */

/* Answers that have come in for the items of one day, by class, of the sources whose counts are on the
 * screen. */
static void count_day(const ho_look_ahead_t *a, int seg, int day, double n[2])
{
    ho_counts_t c[2] = {{{{0}}}, {{{0}}}};
    if (a->d->mask & HO_SOURCE_LABELS) c[0] = ho_see_labels(a->view, seg, day, day);
    if (a->d->mask & HO_SOURCE_AUDITS) c[1] = ho_see_audits(a->view, seg, day, day);
    for (int y = 0; y < 2; y++) n[y] += c[0].n[y][0] + c[0].n[y][1] + c[1].n[y][0] + c[1].n[y][1];
}

void ho_ahead_train(ho_look_ahead_t *a)
{
    int today = ho_view_day(a->view);
    double sum[2] = {0.0, 0.0}, age = 0.0;
    uint32_t named = (uint32_t)a->d->x;
    for (int day = today - a->d->m > 0 ? today - a->d->m : 0; day < today; day++) {
        double n[2] = {0.0, 0.0};
        bool apart = named != 0 && seen_segment(a, 0) == 0;
        for (int g = 0; apart && g < a->brief->n_segments; g++)
            if (named >> g & 1u) count_day(a, g, day, n);
        if (!apart) count_day(a, -1, day, n);
        for (int y = 0; y < 2; y++) sum[y] += n[y];
        age += (n[0] + n[1]) * (today - day);
    }
    ho_tile_add(a, "Answers to learn from", HO_FORMAT_COUNT, NAN, sum[0] + sum[1]);
    ho_tile_add(a, "Of the rarer kind", HO_FORMAT_COUNT, NAN, ho_min(sum[0], sum[1]));
    ho_tile_t *tile = ho_tile_add(a, "Their mean age", HO_FORMAT_PLAIN, NAN, ratio(age, sum[0] + sum[1]));
    ho_phrase_t p = ho_phrase(tile->note, sizeof tile->note);
    if (sum[0] + sum[1] > 0.0) ho_phrase_put(&p, "days");
    p = ho_phrase(a->out->assumption, sizeof a->out->assumption);
    ho_phrase_put(&p, "By the answers that are here today; a window over a change holds both worlds");
}

void ho_ahead_audits(ho_look_ahead_t *a)
{
    double was = 0.0, rate = ho_ahead_seen(a, HO_METRIC_POSITIVE_RATE, a->d->seg),
           p0 = ho_ahead_seen(a, HO_METRIC_AUDIT_PRECISION, a->d->seg);
    for (int g = 0; g < a->brief->n_segments; g++)
        if (a->d->seg < 0 || a->d->seg == g) was += ho_view_settings(a->view, g).audits;
    if (isnan(p0)) p0 = ho_ahead_seen(a, HO_METRIC_PRECISION, a->d->seg);
    if (isnan(p0)) p0 = 0.8;
    if (isnan(rate)) rate = 0.5;
    ho_tile_add(a, "Audits a day", HO_FORMAT_COUNT, was, a->d->x);
    ho_tile_add(a, "Cost a day", HO_FORMAT_USD, was * a->brief->audit_usd, a->d->x * a->brief->audit_usd);
    double error = sqrt(p0 * (1.0 - p0) / (WINDOW * rate));
    ho_tile_t *tile = ho_tile_add(a, "Precision known to \xC2\xB1", HO_FORMAT_PERCENT,
                                  was > 0.0 ? 1.96 * error / sqrt(was) : (double)NAN,
                                  a->d->x > 0.0 ? 1.96 * error / sqrt(a->d->x) : (double)NAN);
    ho_phrase_t p = ho_phrase(tile->note, sizeof tile->note);
    ho_phrase_put(&p, "after two weeks of them");
    p = ho_phrase(a->out->assumption, sizeof a->out->assumption);
    ho_phrase_put(&p, "If the feature acts as often as now");
}
