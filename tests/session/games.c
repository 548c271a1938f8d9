/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Games for the tests of the session. */
#include "games.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session/framing.h"

ho_scenario_t *game_scenario(const char *id)
{
    char path[512];
    ho_scenario_t *sc = calloc(1, sizeof *sc);
    ho_diags_t *diags = calloc(1, sizeof *diags);
    assert_true(sc != NULL && diags != NULL);
    snprintf(path, sizeof path, "%s/scenarios/%s.json", HO_SOURCE_DIR, id);
    if (ho_scenario_load(path, sc, diags) != HO_SCENARIO_OK) fail_msg("%s: %s", path, diags->item[0].message);
    free(diags);
    return sc;
}

void game_scenario_free(ho_scenario_t *sc)
{
    ho_scenario_free(sc);
    free(sc);
}

ho_scenario_t *first_launch;

int game_set_up(void **unused)
{
    (void)unused;
    first_launch = game_scenario("first-launch");
    return 0;
}

int game_tear_down(void **unused)
{
    (void)unused;
    game_scenario_free(first_launch);
    return 0;
}

ho_session_t *game_new(const ho_scenario_t *sc, const char *save)
{
    ho_session_options_t options = {.seed = 7, .save = save};
    ho_session_t *s = ho_session_new(sc, &options);
    assert_non_null(s);
    return s;
}

void game_propose(ho_session_t *s, const ho_decision_t *d)
{
    ho_refusal_t r = ho_session_propose(s, d);
    if (r != HO_REFUSED_NONE)
        fail_msg("day %d: %s: %s", ho_session_day(s), ho_decision_info((int)d->kind)->name,
                 ho_refusal_text(r));
}

ho_decision_t game_rollout(double share)
{
    ho_decision_t d = ho_decision(HO_DO_ROLLOUT);
    d.x = share;
    return d;
}

ho_decision_t game_threshold(double tau)
{
    ho_decision_t d = ho_decision(HO_DO_THRESHOLD);
    d.x = tau;
    return d;
}

void game_frame(ho_session_t *s, int option)
{
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION), start = game_rollout(0.05);
    choose.n = option;
    ho_framing_propose(s);
    if (ho_view_whole(ho_session_draft(s)).option != option) game_propose(s, &choose);
    if (ho_view_settings(ho_session_draft(s), 0).rollout != 0.05) game_propose(s, &start);
    assert_true(ho_framing_lock(s));
}

void game_reasons(ho_session_t *s)
{
    const ho_evidence_t hunch[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    for (int i = ho_session_reasonless(s); i >= 0; i = ho_session_reasonless(s))
        assert_true(ho_session_reason(s, i, hunch, HO_GIVING_UP_NOTHING));
}

void game_play_to(ho_session_t *s, int day)
{
    while (ho_session_day(s) < day) {
        ho_wait_t waits = ho_session_waits(s);
        if (!ho_session_advance(s)) fail_msg("day %d waits for %d", ho_session_day(s), (int)waits);
    }
}

/* Proposes what may be refused. */
static void try(ho_session_t *s, ho_decision_t d)
{
    (void)ho_session_propose(s, &d);
}

void game_play_busy(ho_session_t *s, int day)
{
    while (ho_session_day(s) < day && ho_session_phase(s) == HO_PHASE_OPERATING) {
        int today = ho_session_day(s);
        ho_decision_t audits = ho_decision(HO_DO_AUDITS), train = ho_decision(HO_DO_TRAIN),
                      rule = ho_decision(HO_DO_RULE);
        audits.x = 50 + today;
        rule.cond = (ho_cond_t){.n = 1,
                                .node = {{.kind = HO_COND_BELOW,
                                          .metric = HO_METRIC_TRUST,
                                          .seg = -1,
                                          .for_days = 2,
                                          .value = 40.0 + today}}};
        if (today % 9 == 3) try(s, game_threshold(0.4 + 0.01 * (today % 30)));
        if (today % 13 == 5) try(s, game_rollout(fmin(1.0, 0.05 * today)));
        if (today % 7 == 2) try(s, audits);
        if (today % 11 == 6) try(s, rule);
        if (today % 17 == 12) try(s, train);
        if (today % 17 == 4 && today > 10) {
            ho_decision_t deploy = ho_decision(HO_DO_DEPLOY);
            deploy.version = ho_view_versions(ho_session_view(s)) - 1;
            try(s, deploy);
        }
        game_reasons(s);
        assert_true(ho_session_advance(s));
    }
}

ho_session_t *game_launched(const ho_scenario_t *sc, int day)
{
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    game_play_to(s, day);
    return s;
}

void game_folder(const char *name, char path[256])
{
    snprintf(path, 256, "%s/%s", HO_BINARY_DIR, name);
    (void)mkdir(path, 0700);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char file[600];
        if (entry->d_name[0] == '.' && (entry->d_name[1] == '\0' || entry->d_name[1] == '.')) continue;
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        (void)remove(file);
    }
    closedir(dir);
}

char *game_read(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) fail_msg("%s is not there", path);
    char *text = calloc(1, 4 << 20);
    assert_non_null(text);
    *n = fread(text, 1, (4 << 20) - 1, f);
    assert_int_equal(fclose(f), 0);
    return text;
}

void game_write(const char *path, const void *text, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}
