/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, and the way from a command line to one of them. */
#include "cli/verbs.h"

#include <stdio.h>
#include <string.h>

#include "cli/exit.h"

static const ho_verb_t *const verbs[] = {
    &ho_verb_play,        &ho_verb_run,       &ho_verb_batch,   &ho_verb_merge,    &ho_verb_balance,
    &ho_verb_tune,        &ho_verb_replay,    &ho_verb_lint,    &ho_verb_schema,   &ho_verb_bench,
    &ho_verb_check_agent, &ho_verb_decisions, &ho_verb_metrics, &ho_verb_policies, &ho_verb_version,
};
enum { N_VERBS = sizeof verbs / sizeof verbs[0], WIDTH = 96 };

const ho_verb_t *ho_verb(int i) { return i >= 0 && i < N_VERBS ? verbs[i] : NULL; }

const ho_verb_t *ho_verb_named(const char *name)
{
    for (int i = 0; i < N_VERBS; i++)
        if (strcmp(verbs[i]->name, name) == 0) return verbs[i];
    return NULL;
}

void ho_help(ho_text_t *out)
{
    ho_text_wrap(out,
                 "Holdout plays AI product decisions: launch a feature into a simulated population, watch "
                 "late and noisy "
                 "telemetry, decide, and see what it was worth against not having the feature at all.",
                 0, WIDTH);
    ho_text_put(out, "\nExamples\n"
                     "  holdout run first-launch\n"
                     "      play the guided scenario with the policy `staged` and print what happened\n"
                     "  holdout run seller-fraud-guard --policy reactive --seed 7 --score\n"
                     "      another scenario, policy and world; compare with the best that could be done\n"
                     "  holdout run seller-fraud-guard --log mine.jsonl && holdout replay mine.jsonl\n"
                     "      keep every decision, play them again, and check every day\n"
                     "  holdout lint my-scenario.json\n"
                     "      every problem of a scenario file at once, with its place and a mend\n"
                     "  holdout help run\n"
                     "      all about one command\n\n"
                     "Usage: holdout COMMAND [OPERAND...] [OPTION...]\n\nCommands\n");
    for (int i = 0; i < N_VERBS; i++) ho_text_add(out, "  %-12s%s\n", verbs[i]->name, verbs[i]->summary);
    ho_text_add(out, "  %-12s%s\n", "help", "this text, or that of a command");
    ho_text_put(out, "\n");
    ho_text_wrap(out,
                 "Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 lint found errors "
                 "or a replay diverged, "
                 "64 command line, 65 bad file, 66 missing file, 70 internal, 74 reading or writing failed, "
                 "76 a program "
                 "that plays failed, "
                 "128 and more a signal. "
                 "NO_COLOR and --color=never switch colour off; HO_SCENARIO_DIR names a folder of scenarios.",
                 0, WIDTH);
}

static int refuse_verb(const char *word)
{
    const char *names[N_VERBS + 1];
    for (int i = 0; i < N_VERBS; i++) names[i] = verbs[i]->name;
    names[N_VERBS] = "help";
    char room[HO_NEAR_ROOM];
    size_t length = strlen(word);
    if (word[0] == '-') {
        ho_complain("options come after a command; '%s' is none: `holdout --help` lists them", word);
    } else if (length > 5 && strcmp(word + length - 5, ".json") == 0) {
        ho_complain("'%s' is not a command; to play it: holdout run %s", word, word);
    } else {
        ho_complain("there is no command '%s'%s; `holdout --help` lists them", word,
                    ho_did_you_mean(word, names, N_VERBS + 1, room, sizeof room));
    }
    return HO_EXIT_USAGE;
}

static int print_help(const ho_verb_t *verb)
{
    ho_text_t out = {0};
    if (verb != NULL)
        ho_verb_help(verb, &out);
    else
        ho_help(&out);
    return ho_text_print(&out);
}

static int run_verb(const ho_verb_t *verb, int argc, char **argv)
{
    ho_args_t args;
    bool help = false;
    int code = ho_args_read(verb, argc, argv, &args, &help);
    if (code != HO_EXIT_OK) return code;
    return help ? print_help(verb) : verb->run(&args);
}

int ho_main(int argc, char **argv)
{
    if (argc < 2) {
        ho_complain("say what to do, for example `holdout run first-launch`; `holdout --help` tells more");
        return HO_EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) return print_help(NULL);
    if (strcmp(word, "help") == 0) {
        if (argc < 3) return print_help(NULL);
        const ho_verb_t *verb = ho_verb_named(argv[2]);
        return verb != NULL ? print_help(verb) : refuse_verb(argv[2]);
    }
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) word = "version";
    const ho_verb_t *verb = ho_verb_named(word);
    if (verb == NULL) return refuse_verb(word);
    return run_verb(verb, argc - 1, argv + 1);
}
