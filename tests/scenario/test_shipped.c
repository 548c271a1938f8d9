/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios that ship, and the smallest one in the authors' guide: each reads without a diagnostic and says what
 * players need to be told. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/observe.h"
#include "engine/state.h"
#include "fixtures.h"
#include "scenario/blank.h"
#include "scenario/scenario.h"

static ho_diags_t diags;
static ho_scenario_t scenario;

/* Loads shipped scenario i; any diagnostic, a warning as well, fails the test and is printed. */
static const ho_scenario_t *load(int i)
{
    static char path[256];
    (void)snprintf(path, sizeof path, HO_SOURCE_DIR "/scenarios/%s.json", fix_shipped[i]);
    int result = (int)ho_scenario_load(path, &scenario, &diags);
    ho_diags_print(&diags, stderr);
    assert_int_equal(result, HO_SCENARIO_OK);
    assert_int_equal(diags.n_errors + diags.n_warnings, 0);
    return &scenario;
}

static void assert_said(const char *file, const char *what, int i, const char *text)
{
    if (text != NULL && strlen(text) > 10)
        return;
    fail_msg("%s: %s %d says nothing", file, what, i);
}

static void every_shipped_scenario_reads_without_a_diagnostic(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        const ho_scenario_t *s = load(i);
        assert_string_equal(s->id, fix_shipped[i]);
        ho_scenario_free(&scenario);
    }
}

static void every_shipped_scenario_has_all_its_texts(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        const ho_scenario_t *s = load(i);
        const ho_texts_t *t = &s->text;
        const char *f = fix_shipped[i];
        assert_said(f, "title", 0, t->title);
        assert_said(f, "summary", 0, t->summary);
        assert_said(f, "brief.problem", 0, t->brief.problem);
        assert_said(f, "brief.who_is_hurt", 0, t->brief.hurt);
        assert_said(f, "brief.wrong_answer", 0, t->brief.wrong_answer);
        assert_said(f, "brief.okr", 0, t->brief.okr);
        assert_said(f, "debrief.lesson", 0, t->debrief.lesson);
        assert_said(f, "debrief.what_happened", 0, t->debrief.what_happened);
        assert_said(f, "debrief.strong_play", 0, t->debrief.strong_play);
        assert_said(f, "debrief.interview", 0, t->debrief.interview);
        assert_true(t->brief.worse_error == HO_WORSE_FP || t->brief.worse_error == HO_WORSE_FN);
        assert_true(t->n_trains >= 3);
        assert_true(t->n_coach >= 1);
        for (int k = 0; k < t->n_trains; k++)
            assert_said(f, "trains", k, t->trains[k]);
        for (int k = 0; k < s->world.n_segments; k++) {
            assert_said(f, "segment title", k, t->segment[k].title);
            assert_said(f, "segment about", k, t->segment[k].about);
        }
        for (int k = 0; k < s->world.n_options; k++) {
            assert_said(f, "option title", k, t->option[k].title);
            assert_said(f, "option about", k, t->option[k].about);
        }
        for (int k = 0; k < s->world.n_drifts; k++)
            assert_said(f, "drift tell", k, t->drift[k].tell);
        for (int k = 0; k < s->world.n_incidents; k++)
            assert_said(f, "incident tell", k, t->incident[k].tell);
        for (int k = 0; k < s->world.n_objectives; k++)
            assert_said(f, "objective title", k, t->objective[k].title);
        ho_scenario_free(&scenario);
    }
}

static void every_shipped_scenario_answers_six_questions(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        const ho_texts_t *t = &load(i)->text;
        assert_int_equal(t->brief.n_questions, 6);
        for (int k = 0; k < 6; k++) {
            assert_said(fix_shipped[i], "question", k, t->brief.question[k].ask);
            assert_said(fix_shipped[i], "answer", k, t->brief.question[k].answer);
        }
        ho_scenario_free(&scenario);
    }
}

static int count_words(const char *text)
{
    int n = 0;
    for (const char *c = text; *c != '\0'; c++)
        n += *c != ' ' && (c[1] == ' ' || c[1] == '\0');
    return n;
}

static void briefs_are_about_sixty_words(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        assert_in_range(count_words(load(i)->text.brief.problem), 50, 70);
        ho_scenario_free(&scenario);
    }
}

static void every_shipped_scenario_offers_a_cheap_option_first_and_a_cause_to_find(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        const ho_world_t *w = &load(i)->world;
        assert_int_equal(w->option[0].kind, HO_OPTION_RULES);
        assert_in_range(w->n_options, 2, 4);
        assert_true(w->n_drifts >= 1);
        assert_true(w->payoff[HO_OUTCOME_TP].ns > 0.0);
        ho_scenario_free(&scenario);
    }
}

/* The money of the four scenarios, North Star included: right, wrong, missed, late [USD], and the threshold it asks for. */
static void stated_payoffs_ask_for_the_thresholds_that_the_texts_name(void **state)
{
    (void)state;
    static const double want[FIX_SHIPPED][5] = {{0.30, -0.60, -0.03, -0.10, 0.645},
                                                {0.30, -0.40, -0.03, -0.10, 0.548},
                                                {0.40, -0.60, -0.40, -0.10, 0.429},
                                                {30.0, -60.0, 0.0, -0.30, 0.667}};
    for (int i = 0; i < FIX_SHIPPED; i++) {
        const ho_world_t *w = &load(i)->world;
        assert_near(ho_world_value(w, HO_OUTCOME_TP), want[i][0], 1e-9);
        assert_near(ho_world_value(w, HO_OUTCOME_FP), want[i][1], 1e-9);
        assert_near(ho_world_value(w, HO_OUTCOME_FN), want[i][2], 1e-9);
        assert_near(ho_world_value_slow(w), want[i][3], 1e-9);
        assert_near(ho_world_tau_star(w), want[i][4], 5e-4);
        ho_scenario_free(&scenario);
    }
}

static void say_something(void *user, const ho_blank_t *blank, char out[HO_BLANK_WORDS])
{
    (void)blank;
    ++*(int *)user;
    memcpy(out, "84 %", 5);
}

static void interviews_have_blanks_and_every_one_can_be_filled(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        const ho_scenario_t *s = load(i);
        int n = 0;
        char *text = ho_blanks_fill(s->text.debrief.interview, &s->world, say_something, &n);
        assert_non_null(text);
        assert_true(n >= 3);
        assert_null(strstr(text, "{{"));
        free(text);
        ho_scenario_free(&scenario);
    }
}

static void only_the_guided_scenario_fixes_its_world(void **state)
{
    (void)state;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        assert_int_equal(load(i)->world.fixed_seed != 0, i == 0);
        ho_scenario_free(&scenario);
    }
}

/* The first block of JSON in the authors' guide is a whole scenario. */
/* Guided play should meet neither a bad build on its first day nor the rare downward shift: the guide speaks of neither. */
static void the_guided_world_has_a_good_build_and_an_upward_shift_in_its_middle(void **state)
{
    (void)state;
    const ho_world_t *w = &load(0)->world;
    ho_state_t *s = malloc(ho_state_size(w));
    assert_non_null(s);
    ho_state_init(w, s, w->fixed_seed, false, false);
    for (int v = 0; v < s->n_versions; v++) assert_false(ho_version_at(s, v)->bad);
    assert_true(s->fate.drift_size[0] > 1.2 && s->fate.drift_size[0] < 1.8);
    assert_true(s->fate.drift_start[0] >= 30.0 && s->fate.drift_start[0] <= 42.0);
    free(s);
    ho_scenario_free(&scenario);
}

static void the_smallest_scenario_of_the_guide_reads_without_a_diagnostic(void **state)
{
    (void)state;
    static char guide[1 << 17];
    FILE *in = fopen(HO_SOURCE_DIR "/scenarios/README.md", "rb");
    assert_non_null(in);
    size_t n = fread(guide, 1, sizeof guide - 1, in);
    (void)fclose(in);
    guide[n] = '\0';
    static const char fence[] = "```json\n";
    const char *begin = strstr(guide, fence);
    assert_non_null(begin);
    begin += sizeof fence - 1;
    const char *end = strstr(begin, "```");
    assert_non_null(end);
    int result =
        (int)ho_scenario_parse(begin, (size_t)(end - begin), "scenarios/README.md", &scenario, &diags);
    ho_diags_print(&diags, stderr);
    assert_int_equal(result, HO_SCENARIO_OK);
    assert_int_equal(diags.n_errors + diags.n_warnings, 0);
    int lines = 0;
    for (const char *c = begin; c < end; c++)
        lines += *c == '\n';
    assert_in_range(lines, 1, 40);
    ho_scenario_free(&scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_scenario_reads_without_a_diagnostic),
        cmocka_unit_test(every_shipped_scenario_has_all_its_texts),
        cmocka_unit_test(every_shipped_scenario_answers_six_questions),
        cmocka_unit_test(briefs_are_about_sixty_words),
        cmocka_unit_test(every_shipped_scenario_offers_a_cheap_option_first_and_a_cause_to_find),
        cmocka_unit_test(stated_payoffs_ask_for_the_thresholds_that_the_texts_name),
        cmocka_unit_test(interviews_have_blanks_and_every_one_can_be_filled),
        cmocka_unit_test(only_the_guided_scenario_fixes_its_world),
        cmocka_unit_test(the_guided_world_has_a_good_build_and_an_upward_shift_in_its_middle),
        cmocka_unit_test(the_smallest_scenario_of_the_guide_reads_without_a_diagnostic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
