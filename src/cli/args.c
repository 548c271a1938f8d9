/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command lines by table, over getopt_long. */
#define _GNU_SOURCE /* getopt_long; every Linux C library has it */
#include "cli/args.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit.h"
#include "scenario/near.h"

enum { COLOUR = 1000, HELP = 1001, HELP_WIDTH = 96, HELP_INDENT = 26 };

static const char *const colour_words[] = {"auto", "always", "never", NULL};

static const ho_flag_t common_flags[] = {
    {.name = "color",
     .takes = HO_TAKES_CHOICE,
     .value = "WHEN",
     .choices = colour_words,
     .help = "colour the text: auto (on a terminal that wants it, and without NO_COLOR), always, never"},
    {.name = "help", .help = "print this help"},
    {.name = NULL},
};

static int count_flags(const ho_flag_t *flags)
{
    int n = 0;
    while (flags != NULL && flags[n].name != NULL) n++;
    return n;
}

const char *ho_did_you_mean(const char *word, const char *const *names, int n_names, char *room,
                            int room_bytes)
{
    const char *near = ho_near_best(word, names, (size_t)n_names);
    room[0] = '\0';
    if (near != NULL) snprintf(room, (size_t)room_bytes, " (did you mean '%s'?)", near);
    return room;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static int refuse_unknown(const ho_verb_t *verb, const char *typed)
{
    const char *names[HO_MAX_FLAGS + 2];
    int n = 0;
    for (int i = 0; i < count_flags(verb->flags); i++) names[n++] = verb->flags[i].name;
    for (int i = 0; i < count_flags(common_flags); i++) names[n++] = common_flags[i].name;
    char word[HO_NEAR_MAX + 1], room[HO_NEAR_ROOM];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(typed, "="), typed);
    const char *near = ho_near_best(word + strspn(word, "-"), names, (size_t)n);
    room[0] = '\0';
    if (near != NULL) snprintf(room, sizeof room, " (did you mean '--%s'?)", near);
    ho_complain("%s has no option '%s'%s; `holdout %s --help` lists them", verb->name, word, room,
                verb->name);
    return HO_EXIT_USAGE;
}

/* The index of the word among the choices, or -1 after a complaint. */
static int read_choice(const ho_flag_t *flag, const char *text)
{
    int n = 0;
    for (; flag->choices[n] != NULL; n++)
        if (strcmp(text, flag->choices[n]) == 0) return n;
    ho_text_t list = {0};
    for (int i = 0; i < n; i++)
        ho_text_add(&list, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ", flag->choices[i]);
    char room[HO_NEAR_ROOM];
    ho_complain("--%s takes %s, not '%s'%s", flag->name, list.failed ? "another word" : list.s, text,
                ho_did_you_mean(text, flag->choices, n, room, sizeof room));
    ho_text_free(&list);
    return -1;
}

static bool read_whole(const ho_flag_t *flag, const char *text, uint64_t *out)
{
    char *end = NULL;
    errno = 0;
    uint64_t x = strtoull(text, &end, 10);
    bool digits = text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
    if (digits && errno == 0 && x >= flag->lo && x <= flag->hi) {
        *out = x;
        return true;
    }
    ho_complain("--%s takes a whole number in %" PRIu64 "..%" PRIu64 ", not '%s'", flag->name, flag->lo,
                flag->hi, text);
    return false;
}

static int read_flag(const ho_flag_t *flag, int at, const char *text, ho_args_t *out)
{
    if (out->given[at] && !flag->repeats) {
        ho_complain("--%s is given twice", flag->name);
        return HO_EXIT_USAGE;
    }
    if (flag->repeats && out->n_repeats == HO_MAX_REPEATS) {
        ho_complain("--%s is one too many: at most %d options can be repeated", flag->name,
                    (int)HO_MAX_REPEATS);
        return HO_EXIT_USAGE;
    }
    if (flag->repeats) {
        out->repeat[out->n_repeats].flag = at;
        out->repeat[out->n_repeats++].text = text;
    }
    out->given[at] = true;
    out->text[at] = text;
    if (flag->takes == HO_TAKES_WHOLE && !read_whole(flag, text, &out->whole[at])) return HO_EXIT_USAGE;
    if (flag->takes == HO_TAKES_CHOICE && (out->choice[at] = read_choice(flag, text)) < 0)
        return HO_EXIT_USAGE;
    if (flag->takes == HO_TAKES_TEXT && text[0] == '\0') {
        ho_complain("--%s takes %s, not an empty word", flag->name, flag->value);
        return HO_EXIT_USAGE;
    }
    return HO_EXIT_OK;
}

/* What getopt_long answered with '?' or ':', in words. */
static int refuse_option(const ho_verb_t *verb, int answer, char **argv)
{
    const char *typed = argv[optind - 1];
    if (answer == ':') {
        ho_complain("%.*s needs a value; `holdout %s --help` says which", (int)strcspn(typed, "="), typed,
                    verb->name);
        return HO_EXIT_USAGE;
    }
    if (optopt != 0 && strncmp(typed, "--", 2) == 0 && strchr(typed, '=') != NULL) {
        ho_complain("%.*s takes no value", (int)strcspn(typed, "="), typed);
        return HO_EXIT_USAGE;
    }
    return refuse_unknown(verb, typed);
}

static int take_operands(const ho_verb_t *verb, int argc, char **argv, ho_args_t *out)
{
    int n = argc - optind;
    if (n > verb->max_operands) {
        if (verb->max_operands == 0)
            ho_complain("%s takes only options, not '%s'", verb->name, argv[optind]);
        else
            ho_complain("'%s' is one word too many: holdout %s %s [OPTION...]",
                        argv[optind + verb->max_operands], verb->name, verb->operands);
        return HO_EXIT_USAGE;
    }
    if (n < verb->min_operands) {
        ho_complain("something is missing: holdout %s %s [OPTION...]; `holdout %s --help` has examples",
                    verb->name, verb->operands, verb->name);
        return HO_EXIT_USAGE;
    }
    for (int i = 0; i < n; i++) out->operand[i] = argv[optind + i];
    out->n_operands = n;
    return HO_EXIT_OK;
}

int ho_args_read(const ho_verb_t *verb, int argc, char **argv, ho_args_t *out, bool *help)
{
    *out = (ho_args_t){0};
    *help = false;
    int n = count_flags(verb->flags);
    struct option long_options[HO_MAX_FLAGS + 3] = {{0}};
    for (int i = 0; i < n; i++)
        long_options[i] = (struct option){
            verb->flags[i].name, verb->flags[i].takes == HO_TAKES_NOTHING ? no_argument : required_argument,
            NULL, HELP + 1 + i};
    long_options[n] = (struct option){"color", required_argument, NULL, COLOUR};
    long_options[n + 1] = (struct option){"help", no_argument, NULL, HELP};

    opterr = 0;
    optind = 0; /* GNU: start afresh */
    for (int answer; (answer = getopt_long(argc, argv, ":h", long_options, NULL)) != -1;) {
        if (answer == HELP || answer == 'h') {
            *help = true;
            return HO_EXIT_OK;
        }
        if (answer == '?' || answer == ':') return refuse_option(verb, answer, argv);
        if (answer == COLOUR) {
            if ((out->colour = read_choice(&common_flags[0], optarg)) < 0) return HO_EXIT_USAGE;
            continue;
        }
        int at = answer - HELP - 1;
        int code = read_flag(&verb->flags[at], at, optarg, out);
        if (code != HO_EXIT_OK) return code;
    }
    return take_operands(verb, argc, argv, out);
}

int ho_args_repeated(const ho_args_t *args, int flag, const char *out[HO_MAX_REPEATS])
{
    int n = 0;
    for (int i = 0; i < args->n_repeats; i++)
        if (args->repeat[i].flag == flag) out[n++] = args->repeat[i].text;
    return n;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* A word that the shell takes as it is, in single quotes where it must be. */
static void put_word(ho_text_t *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
    ho_text_put(out, " ");
    if (word[0] != '\0' && strspn(word, plain) == strlen(word)) {
        ho_text_put(out, word);
        return;
    }
    ho_text_put(out, "'");
    for (const char *p = word; *p != '\0'; p++) {
        if (*p == '\'')
            ho_text_put(out, "'\\''");
        else
            ho_text_bytes(out, p, 1);
    }
    ho_text_put(out, "'");
}

void ho_args_print(const ho_verb_t *verb, const ho_args_t *args, ho_text_t *out)
{
    for (int i = 0; i < args->n_operands; i++) put_word(out, args->operand[i]);
    for (int f = 0; f < count_flags(verb->flags); f++) {
        const ho_flag_t *flag = &verb->flags[f];
        const char *all[HO_MAX_REPEATS] = {args->text[f]};
        int n = flag->repeats ? ho_args_repeated(args, f, all) : args->given[f] ? 1 : 0;
        for (int i = 0; i < n; i++) {
            ho_text_add(out, " --%s", flag->name);
            if (flag->takes != HO_TAKES_NOTHING) put_word(out, all[i]);
        }
    }
}

/* ---- help ---------------------------------------------------------------------------------------------- */

static void describe_flags(const ho_flag_t *flags, ho_text_t *out)
{
    for (int i = 0; i < count_flags(flags); i++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", flags[i].name, flags[i].value != NULL ? " " : "",
                 flags[i].value != NULL ? flags[i].value : "");
        ho_text_add(out, "  %-*s", HELP_INDENT - 2, left);
        if (strlen(left) > HELP_INDENT - 3) {
            ho_text_put(out, "\n");
            ho_text_fill(out, ' ', HELP_INDENT);
        }
        ho_text_wrap(out, flags[i].help, HELP_INDENT, HELP_WIDTH);
    }
}

void ho_verb_help(const ho_verb_t *verb, ho_text_t *out)
{
    ho_text_put(out, "Examples\n");
    for (int i = 0; i < HO_MAX_EXAMPLES && verb->example[i].line != NULL; i++)
        ho_text_add(out, "  %s\n      %s\n", verb->example[i].line, verb->example[i].what);
    ho_text_add(out, "\nUsage: holdout %s%s%s [OPTION...]\n\n", verb->name, verb->operands[0] ? " " : "",
                verb->operands);
    ho_text_wrap(out, verb->help, 0, HELP_WIDTH);
    ho_text_put(out, "\nOptions\n");
    describe_flags(verb->flags, out);
    describe_flags(common_flags, out);
}
