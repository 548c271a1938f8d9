/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout play`: opens the game, and gives it to the dashboard, the terminal or a program. */
#include "cli/play.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "cli/exit.h"
#include "cli/verbs.h"
#include "scenario/io.h"
#include "scenario/log.h"
#include "session/store.h"

enum {
    FLAG_TEXT,
    FLAG_JSON,
    FLAG_SEED,
    FLAG_TWIN,
    FLAG_MODE,
    FLAG_GUIDED,
    FLAG_SAVE,
    FLAG_NO_SAVE,
    FLAG_DATA_DIR
};

enum { LARGEST_LOG = 64 << 20 };

static const char *const modes[] = {"practice", "assessed", NULL};

static const ho_flag_t flags[] = {
    [FLAG_TEXT] = {.name = "text",
                   .help =
                       "play in the terminal: plain text, fit for screen readers; `help` lists the commands"},
    [FLAG_JSON] = {.name = "json",
                   .help =
                       "play over standard input and output, a JSON message a line (scenarios/README.md)"},
    [FLAG_SEED] = {.name = "seed",
                   .takes = HO_TAKES_WHOLE,
                   .value = "N",
                   .lo = 0,
                   .hi = HO_WHOLE_MOST,
                   .help = "which world (default: the scenario's fixed one with --guided, else a new one, "
                           "which is printed)"},
    [FLAG_TWIN] = {.name = "twin", .help = "the no-fault twin of the world"},
    [FLAG_MODE] = {.name = "mode",
                   .takes = HO_TAKES_CHOICE,
                   .value = "practice|assessed",
                   .choices = modes,
                   .help = "practice: days can be taken back; assessed: one try, and the twin may be dealt"},
    [FLAG_GUIDED] = {.name = "guided", .help = "with the guide, where the scenario has one"},
    [FLAG_SAVE] = {.name = "save",
                   .takes = HO_TAKES_TEXT,
                   .value = "FILE.jsonl",
                   .help =
                       "where the game is kept, written every day (default: a new file in the data folder)"},
    [FLAG_NO_SAVE] = {.name = "no-save", .help = "keep nothing"},
    [FLAG_DATA_DIR] = {.name = "data-dir",
                       .takes = HO_TAKES_TEXT,
                       .value = "DIR",
                       .help = "folder of saves, scores and settings (default: $XDG_DATA_HOME/holdout)"},
    {.name = NULL},
};

static bool is_log(const char *word)
{
    size_t n = strlen(word);
    return n > 6 && strcmp(word + n - 6, ".jsonl") == 0;
}

/* ---- the dashboard ------------------------------------------------------------------------------------- */

/* Becomes the program holdout-play that stands beside this one. Returns only where it cannot. */
static int start_dashboard(const ho_args_t *args)
{
    char path[HO_PATH];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 16);
    if (n <= 0)
        n = 0;
    path[n] = '\0';
    char *slash = strrchr(path, '/');
    snprintf(slash != NULL ? slash + 1 : path, 16, "holdout-play");
    char seed[32], *argv[16];
    int argc = 0;
    argv[argc++] = path;
    if (args->given[FLAG_SEED]) {
        snprintf(seed, sizeof seed, "--seed=%llu", (unsigned long long)args->whole[FLAG_SEED]);
        argv[argc++] = seed;
    }
    char twin[] = "--twin", guided[] = "--guided", mode[32], data[HO_PATH + 16];
    if (args->given[FLAG_TWIN])
        argv[argc++] = twin;
    if (args->given[FLAG_GUIDED])
        argv[argc++] = guided;
    if (args->given[FLAG_MODE]) {
        snprintf(mode, sizeof mode, "--mode=%s", args->text[FLAG_MODE]);
        argv[argc++] = mode;
    }
    if (args->given[FLAG_DATA_DIR]) {
        snprintf(data, sizeof data, "--data-dir=%s", args->text[FLAG_DATA_DIR]);
        argv[argc++] = data;
    }
    char operand[HO_PATH];
    if (args->n_operands > 0) {
        snprintf(operand, sizeof operand, "%s", args->operand[0]);
        argv[argc++] = operand;
    }
    argv[argc] = NULL;
    execv(path, argv);
    if (errno == ENOENT)
        ho_complain("the dashboard is not here (%s): it is built where SDL2, SDL2_ttf and libpng are "
                    "installed; `holdout play --text` plays in the "
                    "terminal",
                    path);
    else
        ho_complain("the dashboard %s cannot be started: %s", path, strerror(errno));
    return HO_EXIT_MISSING;
}

/* ---- a new game, an old game --------------------------------------------------------------------------- */

static int new_game(const ho_args_t *args, ho_game_t *game)
{
    char path[HO_STORE_PATH];
    int code = ho_load(args->operand[0], NULL, &game->loaded);
    if (code != HO_EXIT_OK)
        return code;
    const ho_scenario_t *sc = game->loaded.scenario;
    ho_session_options_t options = {.twin = args->given[FLAG_TWIN],
                                    .mode = (ho_mode_t)args->choice[FLAG_MODE],
                                    .guided = args->given[FLAG_GUIDED]};
    uint64_t seed = 1, fixed = options.guided ? sc->world.fixed_seed : 0;
    if (options.guided && sc->text.n_coach == 0)
        ho_complain("%s has no guide: --guided changes nothing but its world", sc->id);
    if (fixed != 0 && args->given[FLAG_SEED] && args->whole[FLAG_SEED] != fixed)
        ho_complain("the guided game of %s is always world %llu: --seed is not used; leave --guided out to "
                    "choose one",
                    sc->id, (unsigned long long)fixed);
    if (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        seed = 1;
    options.seed = fixed != 0 ? fixed : args->given[FLAG_SEED] ? args->whole[FLAG_SEED] : seed % 1000000;
    if (game->keeps && args->given[FLAG_SAVE])
        options.save = args->text[FLAG_SAVE];
    else if (game->keeps && ho_store_new_save(&game->store, sc->id, path))
        options.save = path;
    else if (game->keeps)
        ho_complain("the game is not kept: %s", game->store.trouble);
    game->session = ho_session_new(sc, &options);
    if (game->session == NULL)
        return ho_no_memory();
    if (ho_session_trouble(game->session) != NULL)
        ho_complain("%s", ho_session_trouble(game->session));
    return HO_EXIT_OK;
}

/* The scenario that a log was played in: beside the log, or one that ships. */
static int load_scenario_of(const char *path, ho_game_t *game)
{
    char *text = NULL, reason[HO_IO_REASON], beside[HO_PATH];
    size_t n = 0;
    ho_io_result_t read = ho_io_read(path, LARGEST_LOG, &text, &n, reason);
    if (read == HO_IO_NO_MEMORY)
        return ho_no_memory();
    if (read != HO_IO_OK) {
        ho_complain("%s: the game cannot be read: %s", path, reason);
        return read == HO_IO_MISSING ? HO_EXIT_MISSING : read == HO_IO_TOO_LARGE ? HO_EXIT_DATA : HO_EXIT_IO;
    }
    ho_log_t *log = calloc(1, sizeof *log);
    ho_diags_t *diags = malloc(sizeof *diags);
    int code = log == NULL || diags == NULL ? ho_no_memory() : HO_EXIT_OK;
    if (code == HO_EXIT_OK) {
        ho_diags_init(diags, path);
        if (ho_log_read_header(text, n, path, log, diags) != 0)
            code = HO_EXIT_DATA;
        ho_diags_print(diags, stderr);
    }
    if (code == HO_EXIT_OK) {
        snprintf(beside, sizeof beside, "%s", path);
        char *slash = strrchr(beside, '/');
        if (slash != NULL)
            *slash = '\0';
        code = ho_load(log->scenario, slash != NULL ? beside : ".", &game->loaded);
    }
    free(text);
    free(log);
    free(diags);
    return code;
}

static int resume_game(const ho_args_t *args, ho_game_t *game)
{
    int code = load_scenario_of(args->operand[0], game);
    if (code != HO_EXIT_OK)
        return code;
    ho_resume_report_t report;
    game->session = ho_session_resume(game->loaded.scenario, args->operand[0], &report);
    if (report.text[0] != '\0')
        ho_complain("%s", report.text);
    return game->session != NULL ? HO_EXIT_OK : HO_EXIT_DATA;
}

static int run_play(const ho_args_t *args)
{
    bool text = args->given[FLAG_TEXT], json = args->given[FLAG_JSON];
    if (text && json) {
        ho_complain("--text and --json are two ways to play: say one of them");
        return HO_EXIT_USAGE;
    }
    if (!text && !json)
        return start_dashboard(args);
    if (args->n_operands == 0) {
        ho_complain("say which scenario, for example `holdout play first-launch --text --guided`");
        return HO_EXIT_USAGE;
    }
    ho_game_t *game = calloc(1, sizeof *game);
    if (game == NULL)
        return ho_no_memory();
    ho_store_open(&game->store, args->text[FLAG_DATA_DIR]);
    game->keeps = !args->given[FLAG_NO_SAVE];
    int code = is_log(args->operand[0]) ? resume_game(args, game) : new_game(args, game);
    if (code == HO_EXIT_OK) {
        ho_term_t term = ho_term(args->colour);
        code = text ? ho_play_text(game, &term) : ho_play_json(game);
    }
    ho_session_free(game->session);
    ho_unload(&game->loaded);
    free(game);
    return code;
}

const ho_verb_t ho_verb_play = {
    .name = "play",
    .operands = "[SCENARIO|GAME.jsonl]",
    .min_operands = 0,
    .max_operands = 1,
    .summary = "play a scenario yourself: in the dashboard, in the terminal, or from a program",
    .help = "Opens the dashboard (the program holdout-play). With --text the same game is played in the "
            "terminal, with --json by a program. A game is "
            "kept after every day; name its file to go on with it.",
    .example = {{"holdout play", "the dashboard, with the shelf of scenarios"},
                {"holdout play first-launch --text --guided", "the guided scenario in the terminal"},
                {"holdout play mine.jsonl --text", "go on with a game"},
                {"holdout play seller-fraud-guard --json --seed 7",
                 "a program plays; see scenarios/README.md"}},
    .flags = flags,
    .run = run_play,
};
