/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Previews: they say something for every decision, follow from what can be seen, and know nothing that is
 * hidden. */
#include "games.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/framing.h"
#include "session/power.h"
#include "session/preview.h"

/* A decision of each kind that says something. */
static ho_decision_t example(ho_decision_kind_t kind)
{
    ho_decision_t d = ho_decision(kind);
    switch (kind) {
    case HO_DO_THRESHOLD: d.x = 0.8; break;
    case HO_DO_BAND:
        d.x = 0.4;
        d.y = 0.7;
        break;
    case HO_DO_ROLLOUT: d.x = 0.5; break;
    case HO_DO_AUDITS: d.x = 300; break;
    case HO_DO_SERVERS: d.n = 14; break;
    case HO_DO_DEPLOY: d.version = 0; break;
    case HO_DO_REVIEWERS: d.x = 500; break;
    case HO_DO_STANDING_ORDER: d.n = 14; break;
    default: break;
    }
    return d;
}

static const ho_tile_t *tile(const ho_preview_t *p, const char *label)
{
    for (int i = 0; i < p->n; i++)
        if (strcmp(p->tile[i].label, label) == 0) return &p->tile[i];
    fail_msg("no tile %s", label);
    return NULL;
}

static ho_preview_t preview(const ho_session_t *s, ho_decision_t d)
{
    ho_preview_t p;
    ho_preview(s, &d, &p);
    return p;
}

/* ---- no peeking ---------------------------------------------------------------------------------------- */

static void two_worlds_that_look_alike_give_the_same_bytes(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < FIX_SHIPPED; k++) {
        ho_scenario_t *one = game_scenario(fix_shipped[k]), *other = game_scenario(fix_shipped[k]);
        for (int i = 0; i < other->world.n_drifts; i++) { /* hidden, and still to come */
            other->world.drift[i].size.a *= 2.0;
            other->world.drift[i].ramp_days += 9.0;
            other->world.drift[i].start_day = (ho_law_t){.kind = HO_LAW_CONST, .a = 60.0};
            one->world.drift[i].start_day = (ho_law_t){.kind = HO_LAW_CONST, .a = 50.0};
        }
        ho_world_prepare(&one->world);
        ho_world_prepare(&other->world);
        ho_session_t *a = game_launched(one, 0), *b = game_launched(other, 0);
        for (int day = 0; day <= 18; day += 6) {
            game_play_to(a, day);
            game_play_to(b, day);
            for (int kind = 0; kind < HO_DECISIONS; kind++)
                for (int seg = -1; seg < 2; seg++) {
                    ho_decision_t d = example((ho_decision_kind_t)kind);
                    d.seg = seg;
                    ho_preview_t x = preview(a, d), y = preview(b, d);
                    if (memcmp(&x, &y, sizeof x) != 0)
                        fail_msg("%s, day %d: the preview of %s differs", fix_shipped[k], day,
                                 ho_decision_info(kind)->name);
                }
        }
        ho_session_free(a);
        ho_session_free(b);
        game_scenario_free(one);
        game_scenario_free(other);
    }
}

static void looking_changes_nothing(void **unused)
{
    (void)unused;
    ho_session_t *a = game_launched(first_launch, 10), *b = game_launched(first_launch, 10);
    for (int kind = 0; kind < HO_DECISIONS; kind++) (void)preview(a, example((ho_decision_kind_t)kind));
    assert_int_equal(ho_session_stamp(a), ho_session_stamp(b));
    game_play_to(a, 15);
    game_play_to(b, 15);
    assert_string_equal(ho_session_hash(a), ho_session_hash(b));
    ho_session_free(a);
    ho_session_free(b);
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static void assert_sound(const ho_session_t *s, const ho_decision_t *d)
{
    ho_preview_t p = preview(s, *d);
    const char *name = ho_decision_info((int)d->kind)->name;
    if (p.price[0] == '\0') fail_msg("%s has no price", name);
    assert_true(p.n >= 0 && p.n <= HO_PREVIEW_TILES);
    for (int i = 0; i < p.n; i++) {
        if (p.tile[i].label[0] == '\0' || strstr(p.tile[i].label, "\xE2\x80\xA6") != NULL)
            fail_msg("%s: tile %d: %s", name, i, p.tile[i].label);
        if (isinf(p.tile[i].before) || isinf(p.tile[i].after))
            fail_msg("%s: tile %s is endless", name, p.tile[i].label);
        if (p.tile[i].pm < 0.0) fail_msg("%s: tile %s has a negative interval", name, p.tile[i].label);
    }
    bool refused = ho_session_check(s, d, NULL) != HO_REFUSED_NONE;
    if (refused != (p.refusal[0] != '\0')) fail_msg("%s: refusal: %s", name, p.refusal);
    if (strstr(p.assumption, "\xE2\x80\xA6") != NULL || strstr(p.refusal, "\xE2\x80\xA6") != NULL)
        fail_msg("%s: cut: %s %s", name, p.assumption, p.refusal);
}

static void every_decision_has_a_price_and_a_refusal_where_it_is_refused(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < FIX_SHIPPED; k++) {
        ho_scenario_t *one = game_scenario(fix_shipped[k]);
        ho_session_t *s = game_new(one, NULL);
        for (int kind = 0; kind < HO_DECISIONS; kind++)
            assert_sound(s, &(ho_decision_t){.kind = (ho_decision_kind_t)kind, .seg = -1, .version = -1});
        game_frame(s, 1);
        for (int day = 0; day <= 40; day += 20) {
            game_play_busy(s, day);
            for (int kind = 0; kind < HO_DECISIONS; kind++) {
                ho_decision_t d = example((ho_decision_kind_t)kind);
                assert_sound(s, &d);
            }
        }
        ho_session_free(s);
        game_scenario_free(one);
    }
}

static void six_segments_and_five_options_are_previewed_too(void **unused)
{
    (void)unused;
    ho_scenario_t *wide = game_scenario("meeting-actions");
    ho_world_t *w = &wide->world;
    for (; w->n_segments < HO_MAX_SEGMENTS; w->n_segments++) {
        w->segment[w->n_segments] = w->segment[w->n_segments - 1];
        snprintf(w->segment[w->n_segments].id, HO_ID, "more-%d", w->n_segments);
    }
    for (; w->n_options < HO_MAX_OPTIONS; w->n_options++) {
        w->option[w->n_options] = w->option[w->n_options - 1];
        snprintf(w->option[w->n_options].id, HO_ID, "other-%d", w->n_options);
    }
    ho_world_prepare(w);
    ho_session_t *s = game_launched(wide, 30);
    for (int kind = 0; kind < HO_DECISIONS; kind++)
        for (int seg = -1; seg < HO_MAX_SEGMENTS; seg++) {
            ho_decision_t d = example((ho_decision_kind_t)kind);
            d.seg = seg;
            assert_sound(s, &d);
        }
    ho_session_free(s);
    game_scenario_free(wide);
}

static void a_price_is_short_and_leaves_out_what_is_nothing(void **unused)
{
    (void)unused;
    char price[64];
    ho_session_t *s = game_launched(first_launch, 1);
    ho_decision_t d = ho_decision(HO_DO_TRAIN);
    ho_preview_price(s, &d, price, sizeof price);
    assert_string_equal(price, "$1500 \xC2\xB7 5 days \xC2\xB7 3 team-days");
    d = ho_decision(HO_DO_KILL);
    ho_preview_price(s, &d, price, sizeof price);
    assert_string_equal(price, "Free, at once");
    d = example(HO_DO_AUDITS);
    ho_preview_price(s, &d, price, sizeof price);
    assert_string_equal(price, "$150 a day");
    ho_session_free(s);
}

/* ---- thresholds ---------------------------------------------------------------------------------------- */

static void assert_threshold_trades(const ho_session_t *s, const char *assumption)
{
    ho_preview_t low = preview(s, game_threshold(0.5)), high = preview(s, game_threshold(0.85));
    assert_true(tile(&high, "Precision there")->after > tile(&low, "Precision there")->after);
    assert_true(tile(&high, "Missed")->after > tile(&low, "Missed")->after);
    assert_true(tile(&high, "Acted on")->after < tile(&low, "Acted on")->after);
    assert_near(tile(&high, "Precision there")->before, tile(&low, "Precision there")->before, 0.0);
    if (strstr(low.assumption, assumption) == NULL)
        fail_msg("%s does not say %s", low.assumption, assumption);
    double tau = ho_view_settings(ho_session_view(s), 0).tau;
    ho_preview_t same = preview(s, game_threshold(tau));
    for (int i = 0; i < same.n; i++) assert_near(same.tile[i].before, same.tile[i].after, 1e-12);
}

static void a_higher_threshold_is_right_more_often_and_misses_more(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 0);
    assert_threshold_trades(s, "testing promised");
    game_play_to(s, 20);
    assert_threshold_trades(s, "labels of days");
    ho_decision_t audits = example(HO_DO_AUDITS);
    game_propose(s, &audits);
    game_play_to(s, 26);
    assert_threshold_trades(s, "audits of days");
    ho_session_free(s);
}

static void labels_and_audits_agree_on_what_is_missed(void **unused)
{
    (void)unused;
    /* raw labels would say that next to nothing is missed, because misses are seldom labelled */
    ho_session_t *s = game_launched(first_launch, 20);
    ho_preview_t by_labels = preview(s, game_threshold(0.8));
    ho_decision_t audits = example(HO_DO_AUDITS);
    audits.x = 900;
    game_propose(s, &audits);
    game_play_to(s, 27);
    ho_preview_t by_audits = preview(s, game_threshold(0.8));
    assert_near(tile(&by_labels, "Missed")->before, tile(&by_audits, "Missed")->before, 0.06);
    assert_near(tile(&by_labels, "Missed")->after, tile(&by_audits, "Missed")->after, 0.08);
    assert_near(tile(&by_labels, "Acted on")->after, tile(&by_audits, "Acted on")->after, 0.04);
    assert_near(tile(&by_labels, "Precision there")->after, tile(&by_audits, "Precision there")->after, 0.04);
    ho_session_free(s);
}

static void the_forecast_of_a_threshold_comes_true(void **unused)
{
    (void)unused;
    double off = 0.0;
    enum { SEEDS = 8 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) { /* good builds and bad ones */
        ho_session_options_t options = {.seed = seed};
        ho_session_t *s = ho_session_new(first_launch, &options);
        assert_non_null(s);
        game_frame(s, 1);
        game_play_to(s, 16);
        ho_decision_t raise = game_threshold(0.8);
        ho_preview_t p = preview(s, raise);
        assert_near(tile(&p, "Acted on")->before, ho_session_latest(s, HO_METRIC_POSITIVE_RATE, -1).value,
                    0.0);
        game_propose(s, &raise);
        game_reasons(s);
        game_play_to(s, 20);
        double came = ho_session_latest(s, HO_METRIC_POSITIVE_RATE, -1).value;
        assert_near(came, tile(&p, "Acted on")->after, 0.06); /* the base rate wobbles by itself */
        off += fabs(came - tile(&p, "Acted on")->after) / SEEDS;
        ho_session_free(s);
    }
    assert_true(off < 0.025);
}

/* ---- reach --------------------------------------------------------------------------------------------- */

static void a_wider_rollout_reaches_more_costs_more_and_learns_faster(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 5);
    ho_preview_t quarter = preview(s, game_rollout(0.25)), all = preview(s, game_rollout(1.0));
    double users = 800000.0 * 0.95;
    assert_near(tile(&quarter, "People who have it")->before, 0.05 * users, 1.0);
    assert_near(tile(&all, "People who have it")->after, users, 1.0);
    assert_near(tile(&all, "Requests a day, at most")->after /
                    tile(&quarter, "Requests a day, at most")->after,
                4.0, 1e-9);
    assert_true(tile(&all, "Days to see the goal")->after < tile(&quarter, "Days to see the goal")->after);
    ho_session_free(s);
}

static void the_days_to_see_the_goal_are_those_of_the_interval_that_may_be_read_every_day(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 1);
    double goal = ho_power_goal(s), days = ho_power_days(s, 300000, 300000, goal);
    assert_near(goal, 0.015, 1e-12);
    assert_true(days > 1.0 && isnan(ho_power_days(s, 300000, 10, goal)));
    /* by hand: v = (w^2 / days + b^2) (1/n + 1/m), radius of Robbins' mixture + .84 sd = goal */
    const ho_brief_t *b = ho_session_brief(s);
    double v = (b->ns_sd_within * b->ns_sd_within / days + b->ns_sd_between * b->ns_sd_between) *
               (2.0 / 300000.0),
           t2 = 0.01 * 0.01;
    double radius = sqrt(v * (v + t2) / t2 * log((v + t2) / (v * 0.05 * 0.05)));
    assert_near(radius + 0.8416212335729143 * sqrt(v), goal, 1e-6);
    ho_session_free(s);
}

static void the_kill_switch_says_how_long_it_takes(void **unused)
{
    (void)unused;
    ho_session_t *with = game_launched(first_launch, 3), *without = game_new(first_launch, NULL);
    ho_framing_propose(without);
    ho_framing_invest(without, HO_INVEST_FLAG, false);
    assert_true(ho_framing_lock(without));
    game_play_to(without, 3);
    ho_preview_t a = preview(with, ho_decision(HO_DO_KILL)), b = preview(without, ho_decision(HO_DO_KILL));
    assert_near(tile(&a, "Days until it is off")->after, 0.0, 0.0);
    assert_true(tile(&b, "Days until it is off")->after >= 1.0);
    assert_near(tile(&a, "People who have it")->after, 0.0, 0.0);
    ho_session_free(with);
    ho_session_free(without);
}

static void more_servers_cost_more_and_answer_no_slower(void **unused)
{
    (void)unused;
    ho_scenario_t *fast = game_scenario("inline-suggest");
    ho_session_t *s = game_new(fast, NULL);
    game_frame(s, 2);
    ho_decision_t all = game_rollout(1.0), few = ho_decision(HO_DO_SERVERS), many = few;
    game_propose(s, &all);
    game_reasons(s);
    game_play_to(s, 4);
    int now = ho_view_whole(ho_session_view(s)).servers;
    double load = now * ho_session_latest(s, HO_METRIC_UTILISATION, -1).value;
    few.n = (int)ceil(load / 0.95);
    many.n = now * 2;
    ho_preview_t a = preview(s, few), b = preview(s, many);
    assert_true(tile(&a, "Servers cost a day")->after < tile(&b, "Servers cost a day")->after);
    assert_true(tile(&a, "Answers within, p95")->after > tile(&b, "Answers within, p95")->after);
    assert_near(tile(&a, "Load at the peak")->after * few.n, tile(&b, "Load at the peak")->after * many.n,
                1e-9);
    few.n = now;
    ho_preview_t same = preview(s, few);
    assert_near(tile(&same, "Answers within, p95")->after, tile(&same, "Answers within, p95")->before, 1e-6);
    ho_session_free(s);
    game_scenario_free(fast);
}

static void audits_narrow_with_the_root_of_their_number(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 8);
    ho_decision_t d = example(HO_DO_AUDITS);
    d.x = 100;
    ho_preview_t few = preview(s, d);
    d.x = 400;
    ho_preview_t many = preview(s, d);
    assert_near(tile(&few, "Precision known to \xC2\xB1")->after /
                    tile(&many, "Precision known to \xC2\xB1")->after,
                2.0, 1e-9);
    assert_near(tile(&many, "Cost a day")->after, 200.0, 1e-9);
    ho_session_free(s);
}

static void training_says_what_there_is_to_learn_from_and_how_old_it_is(void **unused)
{
    (void)unused;
    ho_session_t *s = game_launched(first_launch, 15);
    ho_decision_t d = ho_decision(HO_DO_TRAIN);
    d.m = 5;
    ho_preview_t few = preview(s, d);
    d.m = 15;
    ho_preview_t many = preview(s, d);
    assert_true(tile(&many, "Answers to learn from")->after > tile(&few, "Answers to learn from")->after);
    assert_true(tile(&few, "Their mean age")->after <= 5.0 &&
                tile(&many, "Their mean age")->after > tile(&few, "Their mean age")->after);
    ho_counts_t c = ho_see_labels(ho_session_view(s), -1, 0, 14);
    assert_near(tile(&many, "Answers to learn from")->after, c.n[0][0] + c.n[0][1] + c.n[1][0] + c.n[1][1],
                0.0);
    ho_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_worlds_that_look_alike_give_the_same_bytes),
        cmocka_unit_test(looking_changes_nothing),
        cmocka_unit_test(every_decision_has_a_price_and_a_refusal_where_it_is_refused),
        cmocka_unit_test(six_segments_and_five_options_are_previewed_too),
        cmocka_unit_test(a_price_is_short_and_leaves_out_what_is_nothing),
        cmocka_unit_test(a_higher_threshold_is_right_more_often_and_misses_more),
        cmocka_unit_test(labels_and_audits_agree_on_what_is_missed),
        cmocka_unit_test(the_forecast_of_a_threshold_comes_true),
        cmocka_unit_test(a_wider_rollout_reaches_more_costs_more_and_learns_faster),
        cmocka_unit_test(the_days_to_see_the_goal_are_those_of_the_interval_that_may_be_read_every_day),
        cmocka_unit_test(the_kill_switch_says_how_long_it_takes),
        cmocka_unit_test(more_servers_cost_more_and_answer_no_slower),
        cmocka_unit_test(audits_narrow_with_the_root_of_their_number),
        cmocka_unit_test(training_says_what_there_is_to_learn_from_and_how_old_it_is),
    };
    return cmocka_run_group_tests(tests, game_set_up, game_tear_down);
}
