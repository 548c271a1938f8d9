/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the game: every row of the engine's tables has some, and they read as people write. */
#include "games.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/phrase.h"
#include "session/words.h"

enum { TITLE = 48, TEXT = 300 };

static ho_scenario_t *sc;
static ho_session_t *game;

/* ---- tables with one row more than the engine's: a decision and a metric that no other code knows ---- */

const ho_decision_info_t *__real_ho_decision_info(int kind);
const ho_decision_info_t *__wrap_ho_decision_info(int kind);
const ho_metric_info_t *__real_ho_metric_info(int metric);
const ho_metric_info_t *__wrap_ho_metric_info(int metric);

const ho_decision_info_t *__wrap_ho_decision_info(int kind)
{
    static const ho_decision_info_t added = {
        .name = "hold-a-party",
        .title = "Hold a party",
        .help = "lifts the team's mood",
        .operate = 1,
        .param = {{"guests", HO_FIELD_N, HO_PARAM_COUNT, 0, 100, 10, "how many"},
                  {"cake", HO_FIELD_X, HO_PARAM_SHARE, 0, 1, 0.5, "of it"},
                  {"segment", HO_FIELD_SEG, HO_PARAM_SEGMENT, -1, 5, -1, "for whom"}},
    };
    return kind == HO_DECISIONS ? &added : __real_ho_decision_info(kind);
}

const ho_metric_info_t *__wrap_ho_metric_info(int metric)
{
    static const ho_metric_info_t added = {
        .name = "mood_share", .title = "Mood", .unit = "share", .good = 1, .help = "as people say"};
    return metric == HO_METRIC_COUNT ? &added : __real_ho_metric_info(metric);
}

static int set_up(void **unused)
{
    (void)unused;
    sc = game_scenario("seller-fraud-guard");
    game = game_new(sc, NULL);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    ho_session_free(game);
    game_scenario_free(sc);
    return 0;
}

static bool is_utf8(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        int more = *at < 0x80 ? 0 : *at >= 0xF0 ? 3 : *at >= 0xE0 ? 2 : *at >= 0xC2 ? 1 : -1;
        if (more < 0) return false;
        for (; more > 0; more--)
            if ((*++at & 0xC0u) != 0x80u) return false;
    }
    return true;
}

static void assert_words(const ho_decision_t *d, const char *want_title, const char *want_text)
{
    char title[TITLE], text[TEXT];
    ho_words_decision(game, d, title, sizeof title, text, sizeof text);
    assert_string_equal(title, want_title);
    if (want_text != NULL) assert_string_equal(text, want_text);
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

static void every_decision_has_a_title_and_a_sentence(void **unused)
{
    (void)unused;
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        char title[TITLE], text[TEXT];
        ho_decision_t d = ho_decision((ho_decision_kind_t)kind);
        ho_words_decision(game, &d, title, sizeof title, text, sizeof text);
        if (title[0] == '\0' || strchr(title, '{') != NULL || !is_utf8(title))
            fail_msg("title of decision %d: %s", kind, title);
        size_t n = strlen(text);
        if (n < 10 || strchr(text, '{') != NULL || text[n - 1] != '.')
            fail_msg("text of decision %d: %s", kind, text);
    }
}

static void frequent_decisions_read_as_on_the_charts_flags(void **unused)
{
    (void)unused;
    ho_decision_t d = game_rollout(0.25);
    d.seg = 1;
    assert_words(&d, "Rollout 25% in New sellers", "Show the feature to 25% of the users in New sellers.");
    d = game_rollout(0.0);
    assert_words(&d, "Off", NULL);
    d = game_rollout(1.0);
    assert_words(&d, "Rollout 100%", NULL);
    d = game_threshold(0.62);
    assert_words(&d, "Threshold 0.62", NULL);
    d = ho_decision(HO_DO_DEPLOY);
    d.version = 3;
    d.x = 0.1;
    assert_words(&d, "Deploy v3 to 10%", NULL);
    d = ho_decision(HO_DO_UPDATE);
    d.x = -0.004;
    d.y = 0.02;
    d.z = 0.05;
    assert_words(&d, "Forecast +2%",
                 "Forecast the lift over all users: +2%, between \xE2\x88\x92"
                 "0.4% and +5%.");
    d = ho_decision(HO_DO_TRAIN);
    d.n = HO_TRAIN_RECALIBRATE;
    d.m = 1;
    d.mask = HO_SOURCE_AUDITS;
    assert_words(&d, "Recalibrate", "Refit what the scores mean, on the audits of the last 1 day.");
}

static void a_decision_that_was_added_to_the_table_has_words_without_code(void **unused)
{
    (void)unused;
    ho_decision_t d = {.kind = HO_DECISIONS, .n = 12, .x = 0.25, .seg = 2};
    assert_words(&d, "Hold a party 12, 25%, Sellers from abroad",
                 "Lifts the team's mood. guests: 12; cake: 25%; segment: Sellers from abroad.");
    d.seg = -1;
    assert_words(&d, "Hold a party 12, 25%", NULL);
}

static void a_title_that_does_not_fit_ends_in_an_ellipsis(void **unused)
{
    (void)unused;
    ho_scenario_t *other = game_scenario("seller-fraud-guard");
    other->text.segment[1].title =
        "H\xC3\xA4ndlerinnen und H\xC3\xA4ndler "
        "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4";
    ho_session_t *s = game_new(other, NULL);
    ho_decision_t d = game_rollout(0.25);
    d.seg = 1;
    for (size_t room = 5; room < 80; room++) {
        char title[80], text[TEXT];
        memset(title, 'x', sizeof title);
        ho_words_decision(s, &d, title, room, text, sizeof text);
        assert_true(strlen(title) < room);
        if (!is_utf8(title)) fail_msg("cut inside a character at %d: %s", (int)room, title);
        if (room < 60) assert_non_null(strstr(title, "\xE2\x80\xA6"));
    }
    ho_session_free(s);
    game_scenario_free(other);
}

/* ---- conditions and values ----------------------------------------------------------------------------- */

static void a_condition_is_a_sentence(void **unused)
{
    (void)unused;
    char text[200];
    ho_cond_t c = {
        .n = 1,
        .node = {{.kind = HO_COND_BELOW, .metric = HO_METRIC_LIFT, .seg = 1, .for_days = 7, .value = 0.0}}};
    ho_words_cond(game, &c, text, sizeof text);
    assert_string_equal(text, "North Star lift below 0% for 7 days in New sellers");
    c = (ho_cond_t){
        .n = 4,
        .node = {{.kind = HO_COND_ANY, .n_below = 2},
                 {.kind = HO_COND_ROSE_BY,
                  .metric = HO_METRIC_POSITIVE_RATE,
                  .seg = -1,
                  .for_days = 7,
                  .value = 0.06},
                 {.kind = HO_COND_NOT},
                 {.kind = HO_COND_ABOVE, .metric = HO_METRIC_P95, .seg = -1, .for_days = 1, .value = 800}}};
    ho_words_cond(game, &c, text, sizeof text);
    assert_string_equal(text, "Positive rate up by 6 pt within 7 days, or not Latency p95 above 800 ms");
}

static void a_value_comes_in_its_unit(void **unused)
{
    (void)unused;
    static const struct {
        ho_metric_t metric;
        double value;
        const char *want;
    } rows[] = {
        {HO_METRIC_PRECISION, 0.918, "91.8%"},
        {HO_METRIC_LIFT, -0.025,
         "\xE2\x88\x92"
         "2.5%"},
        {HO_METRIC_P95, 727, "727 ms"},
        {HO_METRIC_P95, 11646, "11.6 s"},
        {HO_METRIC_COST, 1200, "$1200 a day"},
        {HO_METRIC_BACKLOG_AGE, 1, "1 day"},
        {HO_METRIC_TRUST, 7.25, "7.25"},
        {HO_METRIC_RECALL, NAN, "no data"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[64];
        ho_words_value(rows[i].metric, rows[i].value, text, sizeof text);
        assert_string_equal(text, rows[i].want);
    }
    ho_reading_t r = {.value = 0.918, .lo = 0.9, .hi = 0.93, .maturity = 0.9, .day = 35};
    char text[96];
    ho_words_reading(HO_METRIC_PRECISION, &r, 42, text, sizeof text);
    assert_string_equal(text, "91.8%, 90.0% to 93.0%, answers of day 35");
}

static void a_metric_that_was_added_to_the_table_has_a_format_by_its_unit(void **unused)
{
    (void)unused;
    char text[64];
    assert_int_equal(ho_words_format(HO_METRIC_COUNT), HO_FORMAT_PERCENT);
    ho_words_value(HO_METRIC_COUNT, 0.5, text, sizeof text);
    assert_string_equal(text, "50.0%");
}

/* ---- titles and glossary ------------------------------------------------------------------------------- */

static void everything_with_a_number_has_a_title(void **unused)
{
    (void)unused;
    for (int i = 0; i < HO_ROLES; i++) assert_true(ho_words_role(i)[0] >= 'A' && ho_words_role(i)[0] <= 'Z');
    for (int i = 0; i < HO_DUTIES; i++) assert_true(ho_words_duty(i)[0] >= 'A' && ho_words_duty(i)[0] <= 'Z');
    for (int i = 0; i < HO_LAYERS; i++)
        assert_true(ho_words_layer(i)[0] >= 'A' && ho_words_layer(i)[0] <= 'Z');
    for (int i = 0; i < HO_INVESTMENTS; i++) {
        assert_true(ho_words_invest(i)[0] >= 'A' && ho_words_invest(i)[0] <= 'Z');
        assert_true(strlen(ho_words_invest_why(i)) <= 44);
    }
    assert_string_equal(ho_words_segment(sc, -1), "All users");
    assert_string_equal(ho_words_segment(sc, 1), "New sellers");
    assert_string_equal(ho_words_option(sc, 1), "Fraud model");
}

static void assert_explained(const char *term)
{
    const ho_gloss_t *g = ho_glossary_for(term);
    if (g == NULL) fail_msg("no entry for %s", term);
    if (strlen(g->term) < 3 || strlen(g->means) < 5 || strlen(g->matters) < 20)
        fail_msg("thin entry for %s", term);
}

static void the_glossary_knows_every_metric_and_every_term_of_the_guides(void **unused)
{
    (void)unused;
    static const char *const terms[] = {"lift",
                                        "holdout",
                                        "PSI",
                                        "TPR",
                                        "FPR",
                                        "SRM",
                                        "always valid",
                                        "label lag",
                                        "label maturity",
                                        "guardrail",
                                        "kill criterion",
                                        "shadow",
                                        "canary",
                                        "threshold",
                                        "recalibrate",
                                        "twin",
                                        "peeking",
                                        "power",
                                        "base rate",
                                        "concept drift",
                                        "data drift",
                                        "label drift",
                                        "horizon",
                                        "forecast",
                                        "trust",
                                        "selective labels"};
    for (int i = 0; i < HO_METRIC_COUNT; i++) {
        assert_explained(ho_metric_info(i)->name);
        assert_ptr_equal(ho_glossary_for(ho_metric_info(i)->name), ho_glossary_for(ho_metric_info(i)->title));
    }
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) assert_explained(terms[i]);
    for (size_t i = 0; i < FIX_SHIPPED; i++) {
        ho_scenario_t *one = game_scenario(fix_shipped[i]);
        for (int k = 0; k < one->text.n_coach; k++) assert_explained(one->text.coach[k].term);
        game_scenario_free(one);
    }
    assert_null(ho_glossary_for("no such thing"));
}

static void the_glossary_lists_each_entry_once(void **unused)
{
    (void)unused;
    const ho_gloss_t *gloss[HO_MAX_GLOSSARY];
    int n = ho_glossary(gloss, HO_MAX_GLOSSARY);
    assert_true(n > HO_METRIC_COUNT && n <= HO_MAX_GLOSSARY);
    for (int i = 0; i < n; i++)
        for (int k = 0; k < i; k++)
            if (strcmp(gloss[i]->term, gloss[k]->term) == 0) fail_msg("%s stands there twice", gloss[i]->term);
    assert_int_equal(ho_glossary(gloss, 1), n);
}

static void a_version_is_named_by_what_made_it(void **unused)
{
    (void)unused;
    char text[64];
    ho_words_version(game, 1, text, sizeof text);
    assert_string_equal(text, "v1, Fraud model");
    ho_words_version(game, 30, text, sizeof text);
    assert_string_equal(text, "none");
}

static void a_search_finds_words_whatever_their_case(void **unused)
{
    (void)unused;
    assert_true(ho_words_contain("PSI over the scores", "psi"));
    assert_true(ho_words_contain("the last wOrd", "Word"));
    assert_true(ho_words_contain("Label lag", ""));
    assert_true(ho_words_contain("", ""));
    assert_false(ho_words_contain("Label lag", "lagging"));
    assert_false(ho_words_contain("a[b", "A{B")); /* these differ by the bit that is the case of letters */
    assert_false(ho_words_contain(NULL, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_decision_has_a_title_and_a_sentence),
        cmocka_unit_test(frequent_decisions_read_as_on_the_charts_flags),
        cmocka_unit_test(a_decision_that_was_added_to_the_table_has_words_without_code),
        cmocka_unit_test(a_title_that_does_not_fit_ends_in_an_ellipsis),
        cmocka_unit_test(a_condition_is_a_sentence),
        cmocka_unit_test(a_value_comes_in_its_unit),
        cmocka_unit_test(a_metric_that_was_added_to_the_table_has_a_format_by_its_unit),
        cmocka_unit_test(everything_with_a_number_has_a_title),
        cmocka_unit_test(the_glossary_knows_every_metric_and_every_term_of_the_guides),
        cmocka_unit_test(a_search_finds_words_whatever_their_case),
        cmocka_unit_test(the_glossary_lists_each_entry_once),
        cmocka_unit_test(a_version_is_named_by_what_made_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
