/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to the debrief, and the truth over every chart. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hall.h"
#include "ui/end.h"

static void open_end(hall_t *h, const char *scenario)
{
    hall_open_game(h, scenario, 400, false);
    hall_go(h, "end", NULL);
    for (int i = 0; i < 6000 && !hall_has(h, "end.known"); i++)
        hall_run(h, 0.1);
    assert_true(hall_has(h, "end.known"));
}

static ho_end_t *end_of(const hall_t *h)
{
    return hall_data(h, "end");
}

static bool is_said(const hall_t *h, const char *text)
{
    for (int i = 0; i < h->n_texts; i++)
        if (strstr(h->text[i].text, text) != NULL)
            return true;
    return false;
}

/* ---- the door ------------------------------------------------------------------------------------------ */

static void a_button_and_a_tab_lead_to_the_debrief_and_esc_back(void **state)
{
    (void)state;
    hall_t h;
    open_end(&h, "scenarios/first-launch.json");
    hall_click(&h, "end.debrief");
    hall_settle(&h);
    assert_true(hall_has(&h, "end.worth.0") && hall_has(&h, "end.known") && !hall_has(&h, "end.play-on"));
    assert_true(is_said(&h, "The same world and the same random numbers"));
    hall_key(&h, HO_KEY_ESC, 0);
    hall_settle(&h);
    assert_string_equal(hall_screen(&h), "end");
    assert_true(hall_has(&h, "end.play-on"));
    hall_key(&h, '2', HO_MOD_ALT);
    hall_settle(&h);
    assert_true(hall_has(&h, "end.worth.0"));
    hall_click(&h, "end.page.end");
    hall_settle(&h);
    assert_true(hall_has(&h, "end.play-on"));
    hall_close(&h);
}

static void every_decision_is_in_the_debrief_with_its_worth(void **state)
{
    (void)state;
    hall_t h;
    open_end(&h, "scenarios/first-launch.json");
    hall_click(&h, "end.page.debrief");
    hall_settle(&h);
    const ho_end_t *end = end_of(&h);
    assert_true(end->n_worth > 3);
    for (int i = 0; i < end->n_worth; i++) {
        char id[32], want[16];
        snprintf(id, sizeof id, "end.worth.%d", i);
        double worth = ho_end_worth_of(end, i);
        const ho_widget_t *row = hall_find(&h, id);
        assert_string_equal(row->label, end->worth[i].title);
        snprintf(want, sizeof want, "%.0f", worth < 0.0 ? -worth : worth);
        assert_non_null(strstr(row->value, want));
    }
    hall_close(&h);
}

static void a_decision_leads_to_its_day_and_to_another_try_from_it(void **state)
{
    (void)state;
    hall_t h;
    open_end(&h, "scenarios/first-launch.json");
    hall_click(&h, "end.page.debrief");
    hall_settle(&h);
    int last = end_of(&h)->n_worth - 1, day = end_of(&h)->worth[last].day;
    char id[32], want[16];
    assert_true(day > 0);
    snprintf(id, sizeof id, "end.worth.%d", last);
    hall_click(&h, id);
    hall_settle(&h);
    hall_click(&h, "end.look-at");
    hall_run(&h, 0.1);
    assert_string_equal(hall_screen(&h), "replay");
    snprintf(want, sizeof want, "%d", day);
    assert_string_equal(hall_find(&h, "operate.kpi.day")->value, want);
    hall_key(&h, HO_KEY_ESC, 0);
    hall_run(&h, 0.1);
    assert_true(hall_has(&h, "end.play-on-here")); /* back where one was */
    hall_click(&h, "end.play-on-here");
    hall_run(&h, 0.1);
    assert_string_equal(hall_screen(&h), "operate");
    assert_int_equal(ho_session_branched_from(ho_app_session(h.app)), day);
    hall_close(&h);
}

static void what_was_decided_before_day_0_cannot_be_played_on_from(void **state)
{
    (void)state;
    hall_t h;
    open_end(&h, "scenarios/first-launch.json");
    hall_click(&h, "end.page.debrief");
    hall_settle(&h);
    hall_click(&h, "end.worth.0");
    hall_settle(&h);
    assert_int_equal(end_of(&h)->worth[0].day, 0);
    assert_false(hall_find(&h, "end.play-on-here")->enabled);
    hall_close(&h);
}

/* ---- the truth over every chart ------------------------------------------------------------------------ */

/* The line of the truth: dashed, in the colour of what was hidden. */
static const ho_series_t *truth_of(const ho_figure_t *f, const ho_theme_t *theme)
{
    for (int s = 0; s < f->chart.n_series; s++)
        if (f->series[s].dashed && f->series[s].color == theme->hidden)
            return &f->series[s];
    return NULL;
}

/* A chart of several lines that were all right needs no second set of them: it says so in words. */
static void check_chart(const hall_t *h, int i)
{
    const ho_end_t *end = end_of(h);
    const ho_figure_t *f = &end->figure[i];
    const ho_series_t *truth = truth_of(f, end->theme);
    if (truth == NULL) {
        if (strncmp(f->subtitle, "Your screen had it right", 24) != 0)
            fail_msg("%s: no truth, and it says \"%s\"", f->title, f->subtitle);
        return;
    }
    assert_ptr_equal(truth, &f->series[0]); /* on top */
    if (strncmp(truth->name, "True: ", 6) == 0)
        return;
    for (int day = 0; day < f->chart.n_days; day += 13) {
        double want = ho_reveal_truth(end->reveal, f->metric, f->seg, day), drawn = truth->value[day];
        if (isnan(want) ? !isnan(drawn) : drawn != want)
            fail_msg("%s, day %d: drawn %g, true %g", f->title, day, drawn, want);
    }
}

static void the_truth_lies_over_every_chart_of_all_and_of_each_segment(void **state)
{
    (void)state;
    static const char *const scenarios[] = {"scenarios/first-launch.json", "scenarios/meeting-actions.json"};
    for (int k = 0; k < 2; k++) {
        hall_t h;
        open_end(&h, scenarios[k]);
        ho_end_t *end = end_of(&h);
        int segments = ho_session_scenario(ho_app_session(h.app))->world.n_segments;
        for (int seg = -1; seg < segments; seg++) {
            end->seg = seg;
            end->theme = NULL;
            hall_settle(&h);
            assert_true(end->n_charts >= 16);
            for (int i = 0; i < end->n_charts; i++) {
                char id[64];
                snprintf(id, sizeof id, "end.chart.%s", ho_charts_id(end->chart[i]));
                (void)hall_find(&h, id);
                check_chart(&h, i);
            }
        }
        hall_close(&h);
    }
}

static void the_goal_of_the_objective_lies_on_every_card_of_the_options(void **state)
{
    (void)state;
    hall_t h;
    hall_open(&h, NULL, NULL);
    ho_scenario_t *sc = hall_scenario("scenarios/inline-suggest.json");
    ho_session_options_t options = {.seed = 7};
    ho_session_t *s = ho_session_new(sc, &options);
    ho_decision_t ratio = ho_decision(HO_DO_ERROR_RATIO);
    ratio.x = 2.0;
    assert_int_equal(ho_session_propose(s, &ratio), HO_REFUSED_NONE);
    ho_app_set_session(h.app, s, sc);
    hall_go(&h, "framing", NULL);
    hall_settle(&h);
    int goals = 0;
    for (int i = 0; i < h.n_texts; i++)
        goals += strcmp(h.text[i].text, "+2.50%") == 0;
    assert_int_equal(goals, sc->world.n_options);
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_button_and_a_tab_lead_to_the_debrief_and_esc_back),
        cmocka_unit_test(every_decision_is_in_the_debrief_with_its_worth),
        cmocka_unit_test(a_decision_leads_to_its_day_and_to_another_try_from_it),
        cmocka_unit_test(what_was_decided_before_day_0_cannot_be_played_on_from),
        cmocka_unit_test(the_truth_lies_over_every_chart_of_all_and_of_each_segment),
        cmocka_unit_test(the_goal_of_the_objective_lies_on_every_card_of_the_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
