/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the command line to what is on the screen. */
#include "dashboard/game.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "policy/policy.h"
#include "scenario/find.h"
#include "session/framing.h"
#include "session/session.h"
#include "ui/shelf.h"

enum { WORLDS = 1000000 };

static bool is_log(const char *path)
{
    size_t n = strlen(path);
    return n > 6 && strcmp(path + n - 6, ".jsonl") == 0;
}

static int told(const ho_app_t *app, int code)
{
    return ho_dash_fail(code, "%s", ho_app_latest_toast(app));
}

static uint64_t fresh_seed(void)
{
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) {
        seed = 1;
    }
    return seed % WORLDS;
}

/* ---- a policy plays ---- */

/* Proposes one day's plan; what is refused is left out, as when the policy plays alone. */
static void propose(ho_session_t *session, const ho_plan_t *plan)
{
    static const ho_evidence_t HUNCH[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    for (int i = 0; i < plan->n; i++) {
        (void)ho_session_propose(session, &plan->d[i]);
    }
    for (int i = 0; i < ho_session_queued(session); i++) {
        if (ho_session_needs_reason(session, i)) {
            (void)ho_session_reason(session, i, HUNCH, HO_GIVING_UP_NOTHING);
        }
    }
}

static int play(ho_app_t *app, const ho_policy_t *policy, int until)
{
    static unsigned char memory[HO_POLICY_MEMORY];
    ho_session_t *session = ho_app_session(app);
    const ho_session_options_t *options = ho_session_options(session);
    memset(memory, 0, sizeof memory);
    until = until < ho_session_horizon(session) ? until : ho_session_horizon(session);
    while (ho_session_day(session) < until && ho_session_phase(session) != HO_PHASE_ENDED) {
        ho_plan_t plan = {.n = 0};
        policy->decide(memory, ho_session_view(session), options->seed, &plan);
        propose(session, &plan);
        if (ho_session_phase(session) == HO_PHASE_FRAMING && !ho_framing_lock(session)) {
            ho_framing_propose(session);
            if (!ho_framing_lock(session)) {
                return ho_dash_fail(HO_DASH_DATA, "the policy '%s' cannot frame this scenario.",
                                    policy->name);
            }
        }
        if (!ho_session_advance(session)) {
            return ho_dash_fail(HO_DASH_INTERNAL, "day %d cannot be played.", ho_session_day(session));
        }
    }
    return HO_DASH_OK;
}

/* ---- what is opened ---- */

static int start_game(ho_app_t *app, const ho_options_t *o, bool keep)
{
    char path[HO_PATH];
    char save[HO_STORE_PATH];
    if (!ho_find_scenario(o->file, NULL, path) || access(path, R_OK) != 0) {
        return ho_dash_fail(HO_DASH_MISSING,
                            "there is no scenario '%s' here; `holdout list` names those that ship.", o->file);
    }
    ho_scenario_t *scenario = ho_game_scenario(app, path);
    if (scenario == NULL) {
        return told(app, HO_DASH_DATA);
    }
    const ho_store_t *store = ho_app_setup(app)->store;
    bool kept = keep && store != NULL && ho_store_new_save(store, scenario->id, save);
    ho_session_options_t options = {.twin = o->twin, .guided = o->guided, .save = kept ? save : NULL};
    options.mode = o->assessed ? HO_MODE_ASSESSED : o->with_mode ? HO_MODE_PRACTICE : ho_app_prefs(app)->mode;
    options.seed = o->with_seed                                   ? o->seed
                   : o->guided && scenario->world.fixed_seed != 0 ? scenario->world.fixed_seed
                   : keep                                         ? fresh_seed()
                                                                  : 1;
    ho_session_t *session = ho_session_new(scenario, &options);
    if (session == NULL) {
        ho_scenario_free(scenario);
        free(scenario);
        return ho_dash_fail(HO_DASH_INTERNAL, "there is not enough memory for a game.");
    }
    ho_app_set_session(app, session, scenario);
    ho_app_watch(app, path);
    if (ho_session_trouble(session) != NULL) {
        ho_app_toast(app, HO_TONE_WARN, ho_session_trouble(session));
    }
    return HO_DASH_OK;
}

/* A day of a log is looked back on, unless another screen is asked for. */
static bool looks_back(const ho_options_t *o)
{
    return o->day >= 0 && is_log(o->file) && (o->screen == NULL || strcmp(o->screen, "replay") == 0);
}

/* A save or replay; with --day and another screen than that of looking back, as it stood on that day. */
static int open_log(ho_app_t *app, const ho_options_t *o)
{
    if (access(o->file, R_OK) != 0) {
        return ho_dash_fail(HO_DASH_MISSING, "there is no file '%s' that can be read.", o->file);
    }
    if (!ho_game_resume(app, o->file)) {
        return told(app, HO_DASH_DATA);
    }
    if (o->day < 0 || looks_back(o) || o->day >= ho_session_day(ho_app_session(app))) {
        return HO_DASH_OK;
    }
    ho_session_t *branch = ho_session_branch(ho_app_session(app), o->day, NULL);
    if (branch == NULL) {
        return ho_dash_fail(HO_DASH_INTERNAL, "there is not enough memory to go back to day %d.", o->day);
    }
    ho_app_replace_session(app, branch);
    return HO_DASH_OK;
}

static const char *screen_of(const ho_session_t *session)
{
    switch (ho_session_phase(session)) {
    case HO_PHASE_FRAMING: return "framing";
    case HO_PHASE_ENDED: return "end";
    default: return "operate";
    }
}

int ho_dash_open(ho_app_t *app, const ho_options_t *o, bool keep)
{
    if (o->screen != NULL && ho_screen_named(o->screen) == NULL) {
        char names[256] = "";
        for (int i = 0; HO_SCREENS[i] != NULL; i++) {
            size_t n = strlen(names);
            snprintf(names + n, sizeof names - n, "%s%s", i > 0 ? ", " : "", HO_SCREENS[i]->name);
        }
        return ho_dash_fail(HO_DASH_USAGE, "there is no screen '%s'; there are %s.", o->screen, names);
    }
    int rc = HO_DASH_OK;
    if (o->file != NULL) {
        rc = is_log(o->file) ? open_log(app, o) : start_game(app, o, keep);
    }
    if (rc == HO_DASH_OK && o->policy != NULL) {
        const ho_policy_t *policy = ho_policy_named(o->policy);
        rc = policy == NULL
                 ? ho_dash_fail(HO_DASH_USAGE, "there is no policy '%s'; `holdout policies` names them.",
                                o->policy)
                 : play(app, policy, o->day >= 0 ? o->day : 100000);
    }
    if (rc != HO_DASH_OK) {
        return rc;
    }
    const ho_session_t *session = ho_app_session(app);
    if (o->file != NULL && looks_back(o)) {
        char day[16];
        snprintf(day, sizeof day, "%d", o->day);
        ho_app_go(app, "replay", day);
        return HO_DASH_OK;
    }
    ho_app_go(app, o->screen != NULL ? o->screen : session != NULL ? screen_of(session) : "shelf", NULL);
    return HO_DASH_OK;
}
