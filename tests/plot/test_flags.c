/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crowded flags: what matters keeps its words, the rest is counted, and no count hides anything. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "canvas/easel.h"
#include "plot/chart.h"

enum { DAYS = 43, NOTES = 40 };

typedef struct {
    easel_t easel;
    double value[DAYS];
    ho_series_t series;
    ho_note_t note[NOTES];
    char label[NOTES][48];
    ho_chart_t chart;
    ho_chart_layout_t at;
} desk_t;

static desk_t desk;

/* A note a day; each seventh is a decision, each fifth an incident. */
static void lay_out(double width)
{
    const ho_theme_t *theme = ho_theme(HO_THEME_DARK);
    easel_open(&desk.easel, 1000, 400, 1, 0xFF000000u);
    for (int d = 0; d < DAYS; d++)
        desk.value[d] = 0.5 + 0.01 * d;
    desk.series = (ho_series_t){.name = "x", .value = desk.value, .color = 0xFFFFFFFFu};
    for (int i = 0; i < NOTES; i++) {
        int rank = i % 7 == 0 ? 0 : i % 5 == 0 ? 1 : 3;
        snprintf(desk.label[i], sizeof desk.label[i], "%s %d", rank == 0 ? "Rollout" : "Somebody says", i);
        desk.note[i] = (ho_note_t){.day = i, .label = desk.label[i], .rank = rank};
        desk.note[i].tone = rank == 1 ? HO_TONE_BAD : HO_TONE_INFO;
    }
    desk.chart = ho_chart_default();
    desk.chart.series = &desk.series;
    desk.chart.n_series = 1;
    desk.chart.n_days = DAYS;
    desk.chart.notes = desk.note;
    desk.chart.n_notes = NOTES;
    desk.chart.window = (ho_window_t){0, DAYS - 1, true};
    desk.chart.today = DAYS - 1;
    ho_chart_layout(&desk.easel.canvas, theme, &desk.chart, (ho_rect_t){0, 0, width, 360}, &desk.at);
}

static void whoever_has_no_words_gives_way_to_nothing_less_important(void **unused)
{
    (void)unused;
    lay_out(460);
    int words[4] = {0}, without[4] = {0};
    for (int i = 0; i < desk.at.n_flags; i++)
        (desk.at.flag[i].text ? words : without)[desk.note[desk.at.flag[i].note].rank]++;
    assert_int_equal(desk.at.n_flags, NOTES);
    assert_true(words[0] >= 3);
    assert_true(without[3] > 0);
    assert_int_equal(words[3], 0); /* 460 px are not enough for the decisions alone */
    easel_close(&desk.easel);
}

static void every_flag_has_words_or_a_mark_or_is_counted_once(void **unused)
{
    (void)unused;
    static const double WIDTHS[] = {300, 460, 700, 960};
    for (size_t z = 0; z < sizeof WIDTHS / sizeof *WIDTHS; z++) {
        lay_out(WIDTHS[z]);
        int counted[NOTES] = {0};
        for (int i = 0; i < desk.at.n_flags; i++) {
            int fold = desk.at.flag[i].fold;
            assert_true(fold < desk.at.n_folds);
            if (fold < 0) {
                assert_true(desk.at.flag[i].box.w > 0);
                continue;
            }
            assert_false(desk.at.flag[i].text);
            counted[fold]++;
            double day = desk.note[desk.at.flag[i].note].day;
            assert_true(day >= desk.at.fold[fold].first && day <= desk.at.fold[fold].last);
        }
        for (int k = 0; k < desk.at.n_folds; k++) {
            assert_true(desk.at.fold[k].n >= 2);
            assert_int_equal(counted[k], desk.at.fold[k].n);
            for (int i = 0; i < k; i++)
                assert_false(ho_rect_overlaps(desk.at.fold[k].box, desk.at.fold[i].box));
        }
        easel_close(&desk.easel);
    }
}

static void the_tooltip_of_a_count_lists_all_of_it_the_important_first(void **unused)
{
    (void)unused;
    lay_out(460);
    assert_true(desk.at.n_folds > 1);
    for (int k = 0; k < desk.at.n_folds; k++) {
        ho_rect_t box = desk.at.fold[k].box;
        ho_chart_hit_t hit = ho_chart_hit(&desk.chart, &desk.at, box.x + box.w / 2, box.y + box.h / 2);
        assert_int_equal(hit.part, HO_CHART_FOLD);
        assert_int_equal(hit.index, k);
        ho_tip_t tip = ho_chart_fold_tip(&desk.chart, &desk.at, k);
        assert_int_equal(tip.n_rows, desk.at.fold[k].n);
        int rank = 0;
        for (int i = 0; i < tip.n_rows; i++) {
            int note = -1, day = -1;
            for (int m = 0; m < NOTES; m++)
                if (strcmp(desk.label[m], tip.row[i].label) == 0)
                    note = m;
            assert_true(note >= 0);
            assert_int_equal(sscanf(tip.row[i].value, "day %d", &day), 1);
            assert_int_equal(day, note);
            assert_true(desk.note[note].rank >= rank);
            rank = desk.note[note].rank;
        }
    }
    easel_close(&desk.easel);
}

static void a_count_too_long_for_a_tooltip_says_how_many_more(void **unused)
{
    (void)unused;
    lay_out(460);
    for (int i = 0; i < NOTES; i++)
        desk.note[i].day = 20; /* all on one day */
    ho_chart_layout(&desk.easel.canvas, ho_theme(HO_THEME_DARK), &desk.chart, (ho_rect_t){0, 0, 460, 360},
                    &desk.at);
    assert_int_equal(desk.at.n_folds, 1);
    ho_tip_t tip = ho_chart_fold_tip(&desk.chart, &desk.at, 0);
    assert_int_equal(tip.n_rows, HO_TIP_ROWS);
    int more = 0;
    assert_int_equal(sscanf(tip.row[HO_TIP_ROWS - 1].label, "and %d more", &more), 1);
    assert_int_equal(more, desk.at.fold[0].n - (HO_TIP_ROWS - 1));
    easel_close(&desk.easel);
}

static void a_count_has_the_tone_of_its_worst(void **unused)
{
    (void)unused;
    lay_out(460);
    for (int k = 0; k < desk.at.n_folds; k++) {
        bool bad = false;
        for (int i = 0; i < desk.at.n_flags; i++)
            bad |= desk.at.flag[i].fold == k && desk.note[desk.at.flag[i].note].tone == HO_TONE_BAD;
        assert_int_equal(desk.at.fold[k].tone, bad ? HO_TONE_BAD : HO_TONE_INFO);
    }
    easel_close(&desk.easel);
}

static void shares_near_their_limit_are_not_under_the_flags(void **unused)
{
    (void)unused;
    for (int fixed = 0; fixed < 2; fixed++) {
        lay_out(460);
        for (int d = 0; d < DAYS; d++)
            desk.value[d] = 0.97;
        desk.chart.limit_hi = fixed ? (double)NAN : 1;
        desk.chart.fixed_lo = fixed ? 0 : (double)NAN;
        desk.chart.fixed_hi = fixed ? 1 : (double)NAN;
        ho_chart_layout(&desk.easel.canvas, ho_theme(HO_THEME_DARK), &desk.chart, (ho_rect_t){0, 0, 460, 360},
                        &desk.at);
        double y = ho_chart_y(&desk.at, 0.97);
        for (int i = 0; i < desk.at.n_flags; i++)
            if (desk.at.flag[i].text)
                assert_true(desk.at.flag[i].box.y + desk.at.flag[i].box.h <= y);
        for (int i = 0; i < desk.at.ticks.n && !fixed; i++)
            assert_true(desk.at.ticks.at[i] <= 1 + 1e-9);
        easel_close(&desk.easel);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_has_no_words_gives_way_to_nothing_less_important),
        cmocka_unit_test(every_flag_has_words_or_a_mark_or_is_counted_once),
        cmocka_unit_test(the_tooltip_of_a_count_lists_all_of_it_the_important_first),
        cmocka_unit_test(a_count_too_long_for_a_tooltip_says_how_many_more),
        cmocka_unit_test(a_count_has_the_tone_of_its_worst),
        cmocka_unit_test(shares_near_their_limit_are_not_under_the_flags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
