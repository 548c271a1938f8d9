/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up data: drifting, noisy, with gaps and an outage. */
#include "plot/sample.h"

#include <math.h>
#include <string.h>

#include "plot/parts.h"

static double noise(unsigned *seed)
{
    double sum = 0;
    for (int i = 0; i < 6; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        sum += (*seed >> 8) / 16777216.0;
    }
    return (sum - 3) * 1.41;
}

static void make_data(sample_t *s, int today, double big)
{
    static const double BASE[4] = {3400, 4600, 5800, 8500};
    static const double GROWTH[4] = {3900, 5900, 7800, 12300};
    unsigned seed = 7;
    double level = 0;
    for (int d = 0; d < SAMPLE_DAYS; d++) {
        double on = d < 9 ? 0 : d < 21 ? 0.35 : d < 27 ? 0.08 : 1;
        level += (on - level) * 0.16;
        double week = d % 7 >= 5 ? 0.94 : 1;
        for (int k = 0; k < 4; k++) {
            s->adoption[k][d] =
                ((BASE[k] + GROWTH[k] * level + 25 * d * (k + 1)) * week + noise(&seed) * 120) * big;
        }
        double truth = d < 9    ? 0
                       : d < 21 ? 1.2 - (d - 9) * 0.34
                       : d < 27 ? -1.2 + (d - 21) * 0.25
                                : 2.5 - 13.2 / (d - 21);
        double half = d < 21   ? 3.1 * sqrt(3.0 / (d < 9 ? 3 : d - 6)) + 0.5
                      : d < 27 ? 2.6
                               : 1.2 + 2.1 * sqrt(2.0 / (d - 25));
        double seen = truth + noise(&seed) * 0.25;
        bool running = d >= 9;
        s->lift[d] = running ? seen / 100 : (double)NAN;
        s->lift_lo[d] = running ? (seen - half) / 100 : (double)NAN;
        s->lift_hi[d] = running ? (seen + half) / 100 : (double)NAN;
        double quality = d < 12   ? 93 - d * 0.05
                         : d < 21 ? 92.4 - (d - 12) * 0.75
                         : d < 27 ? 86 + (d - 21) * 0.9
                         : d < 34 ? 91 - (d - 27) * 0.35
                                  : 88.5 + (d % 11) * 0.3;
        double precision = (quality + noise(&seed) * 0.9) / 100;
        double arrived = 1 - (d > today - 8 ? (d - today + 8) / 8.5 : 0);
        s->maturity[d] = d > today ? 0 : arrived;
        s->seen[d] = d > today - 2 || d == 15 ? (double)NAN : precision;
        s->estimate[d] = (quality + 0.4 + noise(&seed) * 0.25) / 100;
        bool outage = d >= 30 && d <= 33;
        s->p95[d] = 560 + level * 140 + noise(&seed) * 22 + (outage ? 230 - fabs(d - 31.5) * 50 : 0);
        s->p50[d] = 240 + level * 50 + noise(&seed) * 8;
        if (d > today) {
            s->p95[d] = s->p50[d] = s->lift[d] = s->lift_lo[d] = s->lift_hi[d] = s->estimate[d] = (double)NAN;
            for (int k = 0; k < 4; k++) {
                s->adoption[k][d] = (double)NAN;
            }
        }
    }
}

static ho_chart_t start_chart(sample_t *s, int chart, int today, int n_series, int n_thresholds, int n_notes)
{
    ho_chart_t c = ho_chart_default();
    c.n_days = SAMPLE_DAYS;
    c.series = s->series[chart];
    c.n_series = n_series;
    c.thresholds = s->threshold[chart];
    c.n_thresholds = n_thresholds;
    c.notes = s->note[chart];
    c.n_notes = n_notes;
    c.window = ho_window_latest(today);
    c.today = today;
    return c;
}

static void make_adoption(sample_t *s, const ho_theme_t *theme, int today)
{
    static const char *const NAMES[4] = {"Enterprise", "Mid-market", "SMB", "Self-serve"};
    for (int k = 0; k < 4; k++) {
        s->series[SAMPLE_ADOPTION][k] = (ho_series_t){.name = NAMES[k],
                                                      .kind = HO_SERIES_AREA,
                                                      .value = s->adoption[k],
                                                      .color = theme->segment[k],
                                                      .end_label = true};
    }
    ho_chart_t *c = &s->chart[SAMPLE_ADOPTION];
    *c = start_chart(s, SAMPLE_ADOPTION, today, 4, 0, 0);
    c->title = "Adoption by segment";
    c->subtitle = "Weekly active users of the feature";
    c->value = "61.1k";
    c->format = HO_FORMAT_COUNT;
}

static void make_lift(sample_t *s, const ho_theme_t *theme, int today)
{
    s->series[SAMPLE_LIFT][0] =
        (ho_series_t){.name = "Estimate", .value = s->lift, .color = theme->segment[0]};
    s->series[SAMPLE_LIFT][1] = (ho_series_t){.name = "Always-valid 95%",
                                              .kind = HO_SERIES_BAND,
                                              .lo = s->lift_lo,
                                              .hi = s->lift_hi,
                                              .color = theme->segment[0]};
    s->note[SAMPLE_LIFT][0] = (ho_note_t){9, "Launch 5%", HO_TONE_INFO, 0};
    s->note[SAMPLE_LIFT][1] = (ho_note_t){21, "Rollback", HO_TONE_BAD, 0};
    s->note[SAMPLE_LIFT][2] = (ho_note_t){27, "Relaunch 25%", HO_TONE_INFO, 0};
    s->note[SAMPLE_LIFT][3] = (ho_note_t){34, "Threshold .62", HO_TONE_NEUTRAL, 0};
    ho_chart_t *c = &s->chart[SAMPLE_LIFT];
    *c = start_chart(s, SAMPLE_LIFT, today, 2, 0, 4);
    c->title = "North Star lift";
    c->subtitle = "Tasks completed per user against control, day 42: +0.5 to +4.4";
    c->value = "+2.5%";
    c->value_tone = HO_TONE_GOOD;
    c->pill = "Significant";
    c->pill_tone = HO_TONE_GOOD;
    c->pill_mark = HO_MARK_TRIANGLE;
    c->format = HO_FORMAT_SIGNED_PERCENT;
    c->with_zero = true;
}

static void make_precision(sample_t *s, const ho_theme_t *theme, int today)
{
    s->series[SAMPLE_PRECISION][0] =
        (ho_series_t){.name = "Observed", .value = s->seen, .color = theme->segment[0], .markers = true};
    s->series[SAMPLE_PRECISION][1] = (ho_series_t){.name = "Estimate without labels",
                                                   .value = s->estimate,
                                                   .color = theme->neutral,
                                                   .width = 1.8,
                                                   .dashed = true,
                                                   .mark = HO_MARK_DIAMOND};
    s->threshold[SAMPLE_PRECISION][0] = (ho_threshold_t){
        .value = 0.88, .label = "Guardrail 88%", .tone = HO_TONE_BAD, .breach = -1, .no_legend = true};
    ho_chart_t *c = &s->chart[SAMPLE_PRECISION];
    *c = start_chart(s, SAMPLE_PRECISION, today, 2, 1, 0);
    c->title = "Precision: seen and estimated";
    c->subtitle = "By day of birth; last complete labels: day 34";
    c->value = "91.8%";
    c->format = HO_FORMAT_PERCENT;
    c->limit_hi = 1;
    c->maturity = s->maturity;
    c->immature_label = "Labels not arrived yet";
    c->immature_legend = "Labels on their way";
}

static void make_latency(sample_t *s, const ho_theme_t *theme, int today)
{
    s->series[SAMPLE_LATENCY][0] = (ho_series_t){
        .name = "p95", .value = s->p95, .color = theme->segment[3], .gradient = true, .end_label = true};
    s->series[SAMPLE_LATENCY][1] = (ho_series_t){
        .name = "p50", .value = s->p50, .color = theme->neutral, .width = 1.6, .end_label = true};
    s->threshold[SAMPLE_LATENCY][0] =
        (ho_threshold_t){.value = 800, .label = "Budget 800 ms", .tone = HO_TONE_BAD, .breach = 1};
    s->note[SAMPLE_LATENCY][0] = (ho_note_t){30, "GPU shortage", HO_TONE_WARN, 0};
    ho_chart_t *c = &s->chart[SAMPLE_LATENCY];
    *c = start_chart(s, SAMPLE_LATENCY, today, 2, 1, 1);
    c->title = "Latency p95";
    c->subtitle = "End to end, milliseconds a request";
    c->value = "727 ms";
    c->pill = "3 of 14 breaches left";
    c->pill_tone = HO_TONE_WARN;
    c->format = HO_FORMAT_MS;
    c->with_zero = true;
}

/* The longest texts a scenario may use. */
static void lengthen(sample_t *s)
{
    static const char LONG[] = "Mittelständische Unternehmen in Süddeutschland und Österreich";
    for (int k = 0; k < SAMPLE_CHARTS; k++) {
        ho_chart_t *c = &s->chart[k];
        c->title = "Durchschnittliche Bearbeitungszeit der automatisch geschlossenen Anfragen je Segment";
        c->subtitle = "Wochenmittel aller Anfragen, für die schon eine Antwort eines Menschen eingetroffen "
                      "ist, in Euro";
        c->value = "\xE2\x88\x92$123,456,789";
        c->pill = c->pill != NULL ? "Not significant, guardrail unclear since day 123" : NULL;
        for (int i = 0; i < c->n_series; i++) {
            s->series[k][i].name = LONG;
            s->series[k][i].end_label = true;
        }
        for (int i = 0; i < c->n_thresholds; i++) {
            s->threshold[k][i].label = LONG;
        }
        for (int i = 0; i < c->n_notes; i++) {
            s->note[k][i].label = LONG;
        }
    }
}

void sample_init(sample_t *s, const ho_theme_t *theme, int today, bool long_names)
{
    memset(s, 0, sizeof *s);
    make_data(s, today, long_names ? 12345 : 1);
    make_adoption(s, theme, today);
    make_lift(s, theme, today);
    make_precision(s, theme, today);
    make_latency(s, theme, today);
    if (long_names) {
        lengthen(s);
    }
}

ho_rect_t sample_card(int chart, double w, double h)
{
    double card_w = (w - 44) / 2;
    double card_h = (h - 44) / 2;
    return (ho_rect_t){16 + (chart % 2) * (card_w + 12), 16 + (chart / 2) * (card_h + 12), card_w, card_h};
}

void sample_draw(ho_canvas_t *c, const ho_theme_t *theme, const sample_t *s, double w, double h)
{
    ho_fill_rect(c, (ho_rect_t){0, 0, w, h}, theme->bg);
    for (int k = 0; k < SAMPLE_CHARTS; k++) {
        ho_rect_t card = sample_card(k, w, h);
        ho_chart_layout_t at;
        ho_draw_card(c, theme, card);
        ho_chart_layout(c, theme, &s->chart[k], card, &at);
        ho_chart_draw(c, theme, &s->chart[k], &at);
    }
}
