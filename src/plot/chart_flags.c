/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flags of a chart: which get their words, which are folded into a count at the foot of the plot, and
 * what a count stands for. */
#include <math.h>
#include <stdio.h>

#include "plot/chart_inner.h"
#include "plot/lanes.h"
#include "plot/parts.h"

enum { WIDEST = 136, FOLD_SPAN = 64, FOLD_HEIGHT = 16, FOOT = 8 };

static ho_text_style_t flag_style(ho_color_t ink)
{
    return ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, ink, HO_ALIGN_LEFT);
}

/* Whether note a gives way to note b where one of them must: routine does, and of equals the older. */
static bool gives_way(const ho_chart_t *chart, int a, int b)
{
    int rank_a = chart->notes[a].rank, rank_b = chart->notes[b].rank;
    return rank_a != rank_b ? rank_a > rank_b : a < b;
}

/* The notes in the window, by day. */
static int notes_in_window(const ho_chart_t *chart, int out[HO_FLAGS_MAX])
{
    int n = 0;
    for (int i = 0; i < chart->n_notes && n < HO_FLAGS_MAX; i++) {
        if (chart->notes[i].day >= chart->window.first && chart->notes[i].day <= chart->window.last) {
            out[n++] = i;
        }
    }
    return n;
}

/* ---- folding ---- */

/* The tone that is worst: what a count must not hide. */
static ho_tone_t worse(ho_tone_t a, ho_tone_t b)
{
    static const ho_tone_t order[] = {HO_TONE_BAD, HO_TONE_WARN, HO_TONE_INFO, HO_TONE_GOOD};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (a == order[i] || b == order[i]) {
            return order[i];
        }
    }
    return HO_TONE_NEUTRAL;
}

static void fold_text(char out[8], int n)
{
    snprintf(out, 8, "+%d", n);
}

static void close_fold(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                       ho_chart_layout_t *at, int k)
{
    char text[8];
    ho_text_style_t style = flag_style(theme->text);
    fold_text(text, at->fold[k].n);
    double w = ceil(ho_text_width(c, &style, text)) + 8;
    double middle = (ho_chart_x(chart, at, at->fold[k].first) + ho_chart_x(chart, at, at->fold[k].last)) / 2;
    double x = fmax(middle - w / 2, at->plot.x); /* at the right it may lean out of the plot */
    at->fold[k].box = (ho_rect_t){x, at->plot.y + at->plot.h - FOLD_HEIGHT - 1, w, FOLD_HEIGHT};
}

/* Flags without words that lie near each other become one count; a lonely one stays a mark at the foot. */
static void fold_flags(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                       ho_chart_layout_t *at)
{
    at->n_folds = 0;
    for (int i = 0; i < at->n_flags;) {
        double day = chart->notes[at->flag[i].note].day, start = ho_chart_x(chart, at, day);
        int k = at->n_folds, end = i;
        at->fold[k].n = 0;
        at->fold[k].first = day;
        at->fold[k].tone = HO_TONE_NEUTRAL;
        for (; end < at->n_flags; end++) {
            const ho_note_t *note = &chart->notes[at->flag[end].note];
            if (ho_chart_x(chart, at, note->day) - start > FOLD_SPAN) {
                break;
            }
            if (!at->flag[end].text) {
                at->fold[k].n++;
                at->fold[k].last = note->day;
                at->fold[k].tone = worse(at->fold[k].tone, note->tone);
            }
        }
        if (at->flag[i].text || at->fold[k].n < 2) { /* a fold starts at one without words */
            i++;
            continue;
        }
        for (int f = i; f < end; f++) {
            if (!at->flag[f].text) {
                at->flag[f].fold = k;
                at->flag[f].box = (ho_rect_t){0};
            }
        }
        close_fold(c, theme, chart, at, k);
        at->n_folds++;
        i = end;
    }
}

void ho_chart_place_flags(ho_canvas_t *c, const ho_theme_t *theme, const ho_chart_t *chart,
                          ho_chart_layout_t *at)
{
    ho_text_style_t style = flag_style(theme->text);
    ho_flag_t flag[HO_FLAGS_MAX];
    int note[HO_FLAGS_MAX];
    at->n_flags = notes_in_window(chart, note);
    for (int i = 0; i < at->n_flags; i++) {
        const ho_note_t *one = &chart->notes[note[i]];
        flag[i] = (ho_flag_t){.x = ho_chart_x(chart, at, one->day),
                              .width = fmin(ho_text_width(c, &style, one->label), WIDEST) + 12,
                              .rank = one->rank};
    }
    int lanes = (int)(at->plot.h * 0.4 / HO_FLAG_PITCH);
    lanes = lanes < HO_FLAG_LANES ? lanes : HO_FLAG_LANES;
    at->flag_lanes = ho_place_flags(flag, at->n_flags, at->plot.x, at->plot.x + at->plot.w + 4, lanes, 3);
    for (int i = 0; i < at->n_flags; i++) {
        bool text = flag[i].lane >= 0;
        ho_rect_t words = {flag[i].left, at->plot.y + flag[i].lane * HO_FLAG_PITCH, flag[i].width,
                           HO_FLAG_HEIGHT};
        ho_rect_t foot = {flag[i].x - FOOT / 2.0, at->plot.y + at->plot.h - FOOT, FOOT, FOOT};
        at->flag[i].note = note[i];
        at->flag[i].text = text;
        at->flag[i].fold = -1;
        at->flag[i].box = text ? words : foot;
    }
    fold_flags(c, theme, chart, at);
}

bool ho_chart_meets_flags(const ho_chart_layout_t *at, ho_rect_t box)
{
    for (int i = 0; i < at->n_flags; i++) {
        if (at->flag[i].text && ho_rect_overlaps(box, ho_rect_inset(at->flag[i].box, -2, -2))) {
            return true;
        }
    }
    for (int k = 0; k < at->n_folds; k++) {
        if (ho_rect_overlaps(box, ho_rect_inset(at->fold[k].box, -2, -2))) {
            return true;
        }
    }
    return false;
}

/* ---- drawing ---- */

static void draw_tag(const ho_chart_view_t *v, ho_rect_t box, ho_color_t color, double pad, const char *text)
{
    ho_color_t ground = ho_color_over(ho_color_fade(color, v->theme->plain ? 0 : 0.16), v->theme->surface);
    ho_fill_round_rect(v->c, box, HO_RADIUS_TAG, ground);
    ho_border_round_rect(v->c, box, HO_RADIUS_TAG, 1, ho_color_fade(color, 0.7));
    ho_color_t ink = v->theme->plain ? color : ho_color_mix(color, v->theme->text, 0.35);
    ho_text_style_t style = flag_style(ink);
    ho_draw_text_fit(v->c, box.x + pad, box.y + box.h / 2, box.w - 2 * pad + 1, &style, text);
}

/* Lines of flags with words, and of those that nobody may miss; the others would be a fence. */
static void draw_lines(const ho_chart_view_t *v)
{
    double bottom = v->at->plot.y + v->at->plot.h;
    for (int i = 0; i < v->at->n_flags; i++) {
        const ho_note_t *note = &v->chart->notes[v->at->flag[i].note];
        ho_color_t color = ho_tone_color(v->theme, note->tone);
        ho_rect_t box = v->at->flag[i].box;
        bool text = v->at->flag[i].text;
        if (text || note->rank == 0) {
            ho_draw_dashed_v(v->c, ho_chart_x(v->chart, v->at, note->day),
                             text ? box.y + box.h : v->at->plot.y, bottom, 1, 2, 3,
                             ho_color_fade(color, 0.9));
        }
        if (!text && v->at->flag[i].fold < 0) {
            ho_draw_mark(v->c, HO_MARK_TRIANGLE, box.x + FOOT / 2.0, box.y + FOOT / 2.0, 3.4, color);
        }
    }
}

void ho_chart_draw_flags(const ho_chart_view_t *v)
{
    draw_lines(v);
    for (int i = 0; i < v->at->n_flags; i++) {
        const ho_note_t *note = &v->chart->notes[v->at->flag[i].note];
        if (v->at->flag[i].text) {
            draw_tag(v, v->at->flag[i].box, ho_tone_color(v->theme, note->tone), 6, note->label);
        }
    }
    for (int k = 0; k < v->at->n_folds; k++) {
        char text[8];
        fold_text(text, v->at->fold[k].n);
        draw_tag(v, v->at->fold[k].box, ho_tone_color(v->theme, v->at->fold[k].tone), 4, text);
    }
}

/* ---- what a count stands for ---- */

ho_tip_t ho_chart_fold_tip(const ho_chart_t *chart, const ho_chart_layout_t *at, int fold)
{
    ho_tip_t tip = {0};
    int first = (int)floor(at->fold[fold].first + 0.5), last = (int)floor(at->fold[fold].last + 0.5);
    snprintf(tip.title, sizeof tip.title, first == last ? "Day %d" : "Days %d to %d", first, last);
    int order[HO_FLAGS_MAX], n = 0;
    for (int i = 0; i < at->n_flags; i++) {
        if (at->flag[i].fold != fold) {
            continue;
        }
        int k = n++;
        for (; k > 0 && gives_way(chart, order[k - 1], at->flag[i].note); k--) {
            order[k] = order[k - 1];
        }
        order[k] = at->flag[i].note;
    }
    int told = n > HO_TIP_ROWS ? HO_TIP_ROWS - 1 : n;
    for (int i = 0; i < told; i++) {
        const ho_note_t *note = &chart->notes[order[i]];
        ho_tip_row_t *row = &tip.row[tip.n_rows++];
        snprintf(row->label, sizeof row->label, "%s", note->label);
        snprintf(row->value, sizeof row->value, "day %d", (int)floor(note->day + 0.5));
    }
    if (told < n) {
        ho_tip_row_t *row = &tip.row[tip.n_rows++];
        snprintf(row->label, sizeof row->label, "and %d more", n - told);
    }
    return tip;
}
