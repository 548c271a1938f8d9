/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every allocation that naming, opening and playing makes, failed once: a clear answer, and no leak (the
 * sanitizer looks). */
#include <stdio.h>
#include <string.h>

#include "failing.h"
#include "fixtures.h"
#include "policy/player.h"

static ho_scenario_t scenario;
static ho_diags_t diags;

/* Names, opens and plays three days, with the k-th allocation failing; true once k is past the last. */
static bool survives(const char *spec, int k, ho_state_t *s)
{
    ho_strategy_t *strategy = NULL;
    failing_at(k);
    ho_scenario_result_t rc = ho_strategy_load(spec, &scenario, NULL, &strategy, &diags);
    ho_player_t *player = rc == HO_SCENARIO_OK ? ho_player_open(strategy) : NULL;
    ho_played_t played = HO_PLAYED_FAULT;
    if (player != NULL) {
        ho_state_init(&scenario.world, s, 1, false, true);
        played = ho_player_play(player, &scenario.world, s, 3, NULL, NULL, NULL, NULL);
    }
    const bool unused = failing_failed() == 0;
    failing_stop();
    if (rc != HO_SCENARIO_OK) {
        assert_int_equal(rc, HO_SCENARIO_NO_MEMORY);
        assert_null(strategy);
        assert_true(diags.n_errors > 0);
    } else if (player != NULL && played == HO_PLAYED_FAULT) {
        assert_non_null(strstr(ho_player_fault(player), "memory"));
    }
    ho_player_close(player);
    ho_strategy_free(strategy);
    if (unused) assert_int_equal(played, HO_PLAYED);
    return unused;
}

static void test_running_out_of_memory_is_an_answer_like_any_other(void **state)
{
    (void)state;
    static const char agent[] =
        "cmd:while read -r line; do case \"$line\" in *'\"type\":\"hello\"'*) echo '{\"ready\":true}';; "
        "*'\"type\":\"run\"'*) day=0;; *'\"type\":\"day\"'*) echo "
        "'{\"day\":'$day',\"decisions\":[{\"do\":\"servers\",\"n\":3}]}'; day=$((day+1));; esac; done";
    static const char *const specs[] = {"staged", HO_SOURCE_DIR "/scenarios/policies/staged.json", agent};
    assert_int_equal(ho_scenario_load(HO_SOURCE_DIR "/scenarios/first-launch.json", &scenario, &diags),
                     HO_SCENARIO_OK);
    ho_state_t *s = malloc(ho_state_size(&scenario.world));
    assert_non_null(s);
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        int k = 0;
        while (!survives(specs[i], k, s)) k++;
        assert_true(k > 1);
    }
    free(s);
    ho_scenario_free(&scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_running_out_of_memory_is_an_answer_like_any_other),
    };
    return cmocka_run_group_tests_name("player memory", tests, NULL, NULL);
}
