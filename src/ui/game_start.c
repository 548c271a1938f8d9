/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a file to a game that is open: new, resumed, or to be looked back on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "scenario/io.h"
#include "ui/shelf.h"

enum { LARGEST_LOG = 64 << 20 };

ho_scenario_t *ho_game_scenario(ho_app_t *app, const char *path)
{
    ho_scenario_t *scenario = calloc(1, sizeof *scenario);
    ho_diags_t *diags = malloc(sizeof *diags);
    char text[256];
    ho_scenario_result_t result =
        scenario != NULL && diags != NULL ? ho_scenario_load(path, scenario, diags) : HO_SCENARIO_NO_MEMORY;
    if (result != HO_SCENARIO_OK) {
        if (result == HO_SCENARIO_NO_MEMORY || diags->n == 0)
            snprintf(text, sizeof text, "There is not enough memory for this scenario.");
        else
            snprintf(text, sizeof text, "%.100s, line %d: %.130s", path, diags->item[0].place.line,
                     diags->item[0].message);
        ho_app_toast(app, HO_TONE_BAD, text);
        free(scenario);
        scenario = NULL;
    }
    free(diags);
    return scenario;
}

static void drop_scenario(ho_scenario_t *scenario)
{
    if (scenario == NULL) return;
    ho_scenario_free(scenario);
    free(scenario);
}

/* The world of a new game: guided play has its own, every other game a new one. */
static uint64_t fresh_seed(void)
{
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) seed = 1;
    return seed % 1000000;
}

bool ho_game_start(ho_app_t *app, const char *path, bool guided)
{
    char save[HO_STORE_PATH];
    ho_scenario_t *scenario = ho_game_scenario(app, path);
    if (scenario == NULL) return false;
    const ho_store_t *store = ho_app_setup(app)->store;
    bool kept = store != NULL && ho_store_new_save(store, scenario->id, save);
    uint64_t drawn = fresh_seed();
    ho_session_options_t options = {.mode = guided ? HO_MODE_PRACTICE : ho_app_prefs(app)->mode,
                                    .guided = guided,
                                    .save = kept ? save : NULL};
    options.seed = guided && scenario->world.fixed_seed != 0 ? scenario->world.fixed_seed : drawn / 2;
    options.twin =
        options.mode == HO_MODE_ASSESSED && drawn % 2 != 0; /* either of the two worlds may be dealt */
    ho_session_t *session = ho_session_new(scenario, &options);
    if (session == NULL) {
        drop_scenario(scenario);
        ho_app_toast(app, HO_TONE_BAD, "There is not enough memory for a game.");
        return false;
    }
    if (ho_session_trouble(session) != NULL) ho_app_toast(app, HO_TONE_WARN, ho_session_trouble(session));
    ho_app_set_session(app, session, scenario);
    ho_app_watch(app, path);
    ho_app_go(app, "framing", NULL);
    return true;
}

/* The path of the scenario that a log names: beside the log, else of those that ship. */
static bool find_scenario_of(ho_app_t *app, const char *log_path, char out[HO_STORE_PATH])
{
    char *text = NULL, reason[HO_IO_REASON], id[HO_ID] = "", note[256];
    size_t n = 0;
    ho_log_t *log = calloc(1, sizeof *log);
    ho_diags_t *diags = malloc(sizeof *diags);
    if (log != NULL && diags != NULL && ho_io_read(log_path, LARGEST_LOG, &text, &n, reason) == HO_IO_OK) {
        ho_diags_init(diags, log_path);
        if (ho_log_read_header(text, n, log_path, log, diags) == 0) memcpy(id, log->scenario, sizeof id);
    }
    free(text);
    free(log);
    free(diags);
    if (id[0] == '\0') {
        snprintf(note, sizeof note, "%.180s is no game that can be read.", log_path);
        ho_app_toast(app, HO_TONE_BAD, note);
        return false;
    }
    ho_shelf_t *shelf = calloc(1, sizeof *shelf);
    bool found = false;
    if (shelf != NULL && ho_app_setup(app)->store != NULL &&
        ho_shelf_load(ho_app_setup(app)->store, ho_app_setup(app)->scenario_dir, shelf) == 0) {
        for (int i = 0; i < shelf->n && !found; i++)
            if (strcmp(shelf->item[i].id, id) == 0)
                found = snprintf(out, HO_STORE_PATH, "%s", shelf->item[i].path) > 0;
        ho_shelf_free(shelf);
    }
    free(shelf);
    if (!found) {
        snprintf(note, sizeof note, "The scenario \"%s\" of this game is not here.", id);
        ho_app_toast(app, HO_TONE_BAD, note);
    }
    return found;
}

ho_session_t *ho_game_that_plays(const ho_app_t *app, const char *path)
{
    ho_session_t *session = ho_app_session(app);
    const char *save = session != NULL ? ho_session_options(session)->save : NULL;
    return save != NULL && strcmp(save, path) == 0 ? session : NULL;
}

static void go_to_phase(ho_app_t *app, const ho_session_t *session)
{
    ho_phase_t phase = ho_session_phase(session);
    ho_app_go(app, phase == HO_PHASE_FRAMING ? "framing" : phase == HO_PHASE_ENDED ? "end" : "operate", NULL);
}

bool ho_game_resume(ho_app_t *app, const char *path)
{
    if (ho_game_that_plays(app, path) != NULL) {
        go_to_phase(app, ho_app_session(app));
        return true;
    }
    char scenario_path[HO_STORE_PATH];
    ho_resume_report_t report = {0};
    if (!find_scenario_of(app, path, scenario_path)) return false;
    ho_scenario_t *scenario = ho_game_scenario(app, scenario_path);
    if (scenario == NULL) return false;
    ho_session_t *session = ho_session_resume(scenario, path, &report);
    if (report.text[0] != '\0') ho_app_toast(app, session != NULL ? HO_TONE_WARN : HO_TONE_BAD, report.text);
    if (session == NULL) {
        drop_scenario(scenario);
        return false;
    }
    ho_app_set_session(app, session, scenario);
    ho_app_watch(app, scenario_path);
    go_to_phase(app, session);
    return true;
}

bool ho_game_open(ho_app_t *app, const char *path)
{
    size_t n = strlen(path);
    if (n > 6 && strcmp(path + n - 6, ".jsonl") == 0) return ho_game_resume(app, path);
    return ho_game_start(app, path, false);
}
