/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results to drawings and tables. */
#include "balance/figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/compare.h"

enum { LEFT_WIDTH = 724, RIGHT_WIDTH = 708, DOTS = 250, TEXT = 64 };

static const ho_theme_t *light(void)
{
    return ho_theme(HO_THEME_LIGHT);
}

/* Opens a canvas on the text; the frame is the whole of it. */
static ho_rect_t begin(ho_canvas_t *c, ho_svg_t *svg, double w, double h, const char *title, const char *desc)
{
    ho_canvas_init(c);
    ho_canvas_begin_svg(c, svg, w, h, title, desc);
    return (ho_rect_t){0, 0, w, h};
}

static int end(ho_canvas_t *c)
{
    const int rc = ho_canvas_end(c);
    ho_canvas_free(c);
    return rc;
}

/* ---- ladder ---- */

/* The oracle's place is the top. */
static int list_rungs(const ho_balance_t *b, int *rung)
{
    int n = 0;
    rung[n++] = b->oracle;
    for (int i = 0; i + 1 < b->n_rungs; i++) rung[n++] = b->order[i];
    return n;
}

/* Where the axis ends: the clouds' 5th to 95th percentiles and the scale's own 0 and 100; a policy that ruins
 * itself may run out of it. */
static void span_ladder(const ho_balance_t *b, ho_ladder_t *l)
{
    enum { DEEPEST = -120, HIGHEST = 125 };
    l->lo = 0;
    l->hi = 100;
    for (int i = 0; i < b->n_rungs; i++) {
        l->lo = fmin(l->lo, b->rung[i].low);
        l->hi = fmax(l->hi, b->rung[i].high);
    }
    l->lo = fmax(floor(l->lo / 10) * 10 - 5, DEEPEST);
    l->hi = fmin(ceil(l->hi / 10) * 10 + 5, HIGHEST);
}

static int count_outside(const ho_balance_t *b, const ho_ladder_t *l)
{
    int n = 0;
    for (int i = 0; i < b->n_rungs; i++)
        for (int s = 0; s < b->seeds; s++) n += b->rung[i].score[HO_WORLD_BOTH][s] < l->lo;
    return n;
}

static void caption_ladder(const ho_balance_t *b, char *out, size_t size)
{
    ho_ladder_t l = {0};
    span_ladder(b, &l);
    const int outside = count_outside(b, &l);
    const int n = snprintf(
        out, size,
        "Score over fault world and twin, a dot a seed%s. Bar: median. Line: 5th to 95th percentile.",
        b->seeds > DOTS ? " (250 drawn)" : "");
    if (outside > 0 && n > 0 && (size_t)n < size)
        (void)snprintf(out + n, size - (size_t)n, " %d dots lie further left.", outside);
}

static int draw_ladder(const ho_balance_t *b, const char *caption, ho_svg_t *out)
{
    ho_ladder_row_t row[HO_BALANCE_RUNGS];
    char text[HO_BALANCE_RUNGS][TEXT];
    int rung[HO_BALANCE_RUNGS];
    const int n = list_rungs(b, rung);
    for (int i = 0; i < n; i++) {
        const ho_rung_t *r = &b->rung[rung[i]];
        const ho_mean_t *m = &r->mean[HO_WORLD_BOTH];
        const bool single = !(r->high > r->low) || rung[i] == b->oracle;
        const double mean = rung[i] == b->oracle ? 100 : m->mean;
        const char *sign = mean <= -.5 ? "\xE2\x88\x92" : "";
        if (single) (void)snprintf(text[i], TEXT, "%s%.0f", sign, fabs(mean));
        else (void)snprintf(text[i], TEXT, "%s%.0f \xC2\xB1 %.1f", sign, fabs(mean), m->half);
        row[i] = (ho_ladder_row_t){.label = r->name,
                                   .text = text[i],
                                   .value = r->score[HO_WORLD_BOTH],
                                   .n = single ? 1 : b->seeds,
                                   .low = r->low,
                                   .median = r->median,
                                   .high = r->high,
                                   .accent = rung[i] == b->found};
    }
    static const double HUNDRED = 100;
    row[0].value = &HUNDRED;
    ho_ladder_t l = {.row = row, .n_rows = n, .text_title = "mean \xC2\xB1 95%", .dots = DOTS};
    span_ladder(b, &l);
    ho_canvas_t c;
    const ho_rect_t frame =
        begin(&c, out, LEFT_WIDTH, ho_ladder_height(&l), "The ladder of policies", caption);
    ho_draw_ladder(&c, light(), &l, frame);
    return end(&c);
}

static void csv_ladder(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_put(out, "policy,mean,half95,p5,p50,p95,fault_mean,fault_half95,twin_mean,twin_half95\n");
    for (int i = 0; i + 1 < b->n_rungs; i++) {
        const ho_rung_t *r = &b->rung[b->order[i]];
        const ho_mean_t *m = r->mean;
        ho_page_add(out, "%s,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f\n", r->name, m[2].mean, m[2].half,
                    r->low, r->median, r->high, m[0].mean, m[0].half, m[1].mean, m[1].half);
    }
}

const ho_drawing_t HO_DRAWING_LADDER = {
    "ladder", "The ladder of policies", false, caption_ladder, draw_ladder, csv_ladder};

/* ---- shares ---- */

static const int WORLDS[] = {HO_WORLD_BOTH, HO_WORLD_FAULT, HO_WORLD_TWIN};
static const char *const WORLD_NAMES[] = {"Both, as one score", "The fault world", "Its no-fault twin"};

static void caption_shares(const ho_balance_t *b, char *out, size_t size)
{
    int n = 0;
    for (int i = 0; i < b->n_rungs; i++) n += b->rung[i].player;
    (void)snprintf(
        out, size,
        "Share of the variance of the score over %d policies, with 95%% interval of the policy share", n);
}

static int draw_shares(const ho_balance_t *b, const char *caption, ho_svg_t *out)
{
    ho_share_row_t row[HO_BALANCE_WORLDS];
    for (int i = 0; i < HO_BALANCE_WORLDS; i++) {
        const ho_shares_t *s = &b->shares[WORLDS[i]];
        row[i] = (ho_share_row_t){
            WORLD_NAMES[i], {s->policy.share, s->seed.share, s->both.share}, s->policy.lo, s->policy.hi};
    }
    const ho_share_bars_t bars = {row, HO_BALANCE_WORLDS, {"Policy", "Luck (seed)", "Both together"}};
    ho_canvas_t c;
    const ho_rect_t frame =
        begin(&c, out, RIGHT_WIDTH, ho_share_bars_height(&bars), "Where the differences come from", caption);
    ho_draw_share_bars(&c, light(), &bars, frame);
    return end(&c);
}

static void csv_shares(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_put(out, "world,policy,policy_lo,policy_hi,seed,seed_lo,seed_hi,both,both_lo,both_hi\n");
    for (int i = 0; i < HO_BALANCE_WORLDS; i++) {
        const ho_shares_t *s = &b->shares[WORLDS[i]];
        static const char *const NAMES[] = {"both", "fault", "twin"};
        ho_page_add(out, "%s,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n", NAMES[i], s->policy.share,
                    s->policy.lo, s->policy.hi, s->seed.share, s->seed.lo, s->seed.hi, s->both.share,
                    s->both.lo, s->both.hi);
    }
}

const ho_drawing_t HO_DRAWING_SHARES = {
    "shares", "Where the differences come from", false, caption_shares, draw_shares, csv_shares};

/* ---- tornado ---- */

enum { SHOWN = 8 };

/* The factors whose ends were visited, the widest first. */
static int list_factors(const ho_balance_t *b, int *factor)
{
    int n = 0;
    for (int i = 0; i < b->n_factors && n < SHOWN; i++) {
        if (b->factor[i].end[0].n == 0) continue;
        const double width = fabs(b->factor[i].end[1].mean - b->factor[i].end[0].mean);
        int at = n++;
        for (; at > 0; at--) {
            const ho_factor_t *above = &b->factor[factor[at - 1]];
            if (fabs(above->end[1].mean - above->end[0].mean) >= width) break;
            factor[at] = factor[at - 1];
        }
        factor[at] = i;
    }
    return n;
}

static void caption_tornado(const ho_balance_t *b, char *out, size_t size)
{
    if (b->n_factors == 0) (void)snprintf(out, size, "The file declares neither a law nor a range");
    else
        (void)snprintf(
            out, size,
            "Points in the fault world when one parameter goes to the end of its range, others as drawn. "
            "95%% interval.%s",
            b->sobol_n > 0 ? "" : " Total effects: without --quick.");
}

/* "20 to 75 days": short. */
static void say_range(const ho_factor_t *f, char out[TEXT])
{
    const char *unit = f->knob.unit;
    const bool plain = unit[0] == '\0' || strcmp(unit, "x") == 0 || strcmp(unit, "share") == 0 ||
                       strcmp(unit, "prob") == 0 || strcmp(unit, "logit") == 0;
    const double size = fmax(fabs(f->range_lo), fabs(f->range_hi));
    const int digits = size >= 100 ? 0 : size >= 10 ? 0 : size >= 1 ? 2 : 2;
    char lo[24], hi[24];
    (void)snprintf(lo, sizeof lo, "%s%.*f", f->range_lo < 0 ? "\xE2\x88\x92" : "", digits, fabs(f->range_lo));
    (void)snprintf(hi, sizeof hi, "%s%.*f", f->range_hi < 0 ? "\xE2\x88\x92" : "", digits, fabs(f->range_hi));
    if (strcmp(unit, "day") == 0) (void)snprintf(out, TEXT, "day %s to %s", lo, hi);
    else (void)snprintf(out, TEXT, "%s to %s%s%.12s", lo, hi, plain ? "" : " ", plain ? "" : unit);
}

static int draw_tornado(const ho_balance_t *b, const char *caption, ho_svg_t *out)
{
    ho_tornado_row_t row[SHOWN];
    char range[SHOWN][TEXT], text[SHOWN][TEXT];
    int factor[SHOWN];
    const int n = list_factors(b, factor);
    for (int i = 0; i < n; i++) {
        const ho_factor_t *f = &b->factor[factor[i]];
        say_range(f, range[i]);
        if (f->in_sobol)
            (void)snprintf(text[i], TEXT, "%.2f \xC2\xB1 %.2f", fmax(f->sobol[0].total, 0),
                           f->sobol[0].total_half);
        else (void)snprintf(text[i], TEXT, "\xE2\x80\x93");
        row[i] = (ho_tornado_row_t){.label = f->knob.label,
                                    .range = range[i],
                                    .end = {f->end[0].mean, f->end[1].mean},
                                    .half = {f->end[0].half, f->end[1].half},
                                    .text = text[i],
                                    .quiet = fabs(f->end[0].mean) <= f->end[0].half &&
                                             fabs(f->end[1].mean) <= f->end[1].half};
    }
    const ho_tornado_t t = {row, n, {"First end of the range", "Second end"}, "total effect"};
    ho_canvas_t c;
    const ho_rect_t frame =
        begin(&c, out, RIGHT_WIDTH, ho_tornado_height(&t), "What moves the score", caption);
    ho_draw_tornado(&c, light(), &t, frame);
    return end(&c);
}

static void csv_tornado(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_put(out, "parameter,unit,low,high,at_low,at_low_half95,at_high,at_high_half95,morris_score,"
                     "morris_lead,total_score,"
                     "total_score_half95,total_lead,total_lead_half95\n");
    for (int i = 0; i < b->n_factors; i++) {
        const ho_factor_t *f = &b->factor[i];
        ho_page_add(out, "%s,%s,%.6g,%.6g,", f->knob.path, f->knob.unit, f->range_lo, f->range_hi);
        if (f->end[0].n > 0)
            ho_page_add(out, "%.2f,%.2f,%.2f,%.2f", f->end[0].mean, f->end[0].half, f->end[1].mean,
                        f->end[1].half);
        else ho_page_put(out, ",,,");
        ho_page_add(out, ",%.2f,%.2f,", f->morris[0].mu_star, f->morris[1].mu_star);
        if (f->in_sobol)
            ho_page_add(out, "%.4f,%.4f,%.4f,%.4f\n", f->sobol[0].total, f->sobol[0].total_half,
                        f->sobol[1].total, f->sobol[1].total_half);
        else ho_page_put(out, ",,,\n");
    }
    if (b->sobol_n > 0)
        ho_page_add(out, "seed,,,,,,,,%.2f,%.2f,%.4f,%.4f,%.4f,%.4f\n", b->seed_morris[0].mu_star,
                    b->seed_morris[1].mu_star, b->seed_sobol[0].total, b->seed_sobol[0].total_half,
                    b->seed_sobol[1].total, b->seed_sobol[1].total_half);
}

const ho_drawing_t HO_DRAWING_TORNADO = {"parameters",    "What moves the score", true,
                                         caption_tornado, draw_tornado,           csv_tornado};

/* ---- who beats whom ---- */

/* Names that fit a narrow column. */
static const char *shorten(const char *name)
{
    static const char *const SHORT[][2] = {
        {"launch-and-pray", "pray"},  {"cost-threshold", "cost"}, {"retrain-weekly", "week."},
        {"always-rollback", "roll."}, {"accuracy-first", "acc."}, {"label-lag-aware", "label"},
        {"segment-aware", "seg."},    {"latency-aware", "lat."},  {"best found", "best"},
        {"seasoned", "seas."},        {"cautious", "caut."},      {"reactive", "react"},
        {"staged", "stage"},          {"random", "rand."},        {"never", "never"}};
    for (size_t i = 0; i < sizeof SHORT / sizeof SHORT[0]; i++)
        if (strcmp(SHORT[i][0], name) == 0) return SHORT[i][1];
    return name;
}

static void caption_beats(const ho_balance_t *b, char *out, size_t size)
{
    (void)b;
    (void)snprintf(out, size,
                   "Share of seeds on which the row scores above the column, over both worlds, in %%. "
                   "Outlined: between 34 "
                   "and 66, not told apart by one play. Blue: row ahead. Amber: column ahead.");
}

static double ahead(const ho_balance_t *b, int row, int column)
{
    return row == column ? (double)NAN
                         : ho_compare_pairs(b->rung[row].score[HO_WORLD_BOTH],
                                            b->rung[column].score[HO_WORLD_BOTH], b->seeds)
                               .ahead.share;
}

static int draw_beats(const ho_balance_t *b, const char *caption, ho_svg_t *out)
{
    const char *label[HO_BALANCE_RUNGS], *column[HO_BALANCE_RUNGS];
    double share[HO_BALANCE_RUNGS * HO_BALANCE_RUNGS];
    const int n = b->n_rungs - 1;
    for (int i = 0; i < n; i++) {
        label[i] = b->rung[b->order[i]].name;
        column[i] = shorten(label[i]);
        for (int j = 0; j < n; j++) share[i * n + j] = ahead(b, b->order[i], b->order[j]);
    }
    const ho_beats_t beats = {label, column, share, n};
    ho_canvas_t c;
    const ho_rect_t frame = begin(&c, out, LEFT_WIDTH, ho_beats_height(&beats), "Who beats whom", caption);
    ho_draw_beats(&c, light(), &beats, frame);
    return end(&c);
}

static void csv_beats(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_put(out, "row");
    for (int j = 0; j + 1 < b->n_rungs; j++) ho_page_add(out, ",%s", b->rung[b->order[j]].name);
    ho_page_put(out, "\n");
    for (int i = 0; i + 1 < b->n_rungs; i++) {
        ho_page_put(out, b->rung[b->order[i]].name);
        for (int j = 0; j + 1 < b->n_rungs; j++) {
            if (i == j) ho_page_put(out, ",");
            else ho_page_add(out, ",%.3f", ahead(b, b->order[i], b->order[j]));
        }
        ho_page_put(out, "\n");
    }
}

const ho_drawing_t HO_DRAWING_BEATS = {"beats",       "Who beats whom", false,
                                       caption_beats, draw_beats,       csv_beats};
