/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands and their options as tables: parsing, help and "did you mean" all follow from them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/text.h"

enum { HO_MAX_FLAGS = 24, HO_MAX_OPERANDS = 256, HO_MAX_REPEATS = 128, HO_MAX_EXAMPLES = 6 };

/* Whole numbers are read up to here: every one of them survives in JSON. */
#define HO_WHOLE_MOST UINT64_C(1000000000000000)

typedef enum { HO_TAKES_NOTHING, HO_TAKES_TEXT, HO_TAKES_WHOLE, HO_TAKES_CHOICE } ho_takes_t;

/* An option, "--name VALUE". */
typedef struct {
    const char *name; /* without dashes; NULL ends a list                    */
    ho_takes_t takes;
    const char *value;          /* what stands for the value in help: "FILE.csv"       */
    uint64_t lo, hi;            /* TAKES_WHOLE: range                                  */
    const char *const *choices; /* TAKES_CHOICE: words, NULL-terminated                */
    bool repeats;               /* TAKES_TEXT: may be given several times              */
    const char *help;           /* one or two sentences                                */
} ho_flag_t;

/* What was given. Arrays run along the verb's list of flags. */
typedef struct {
    int n_operands;
    const char *operand[HO_MAX_OPERANDS];
    bool given[HO_MAX_FLAGS];
    const char *text[HO_MAX_FLAGS]; /* as typed, the last one; NULL where not given */
    uint64_t whole[HO_MAX_FLAGS];   /* 0 where not given                 */
    int choice[HO_MAX_FLAGS];       /* index; 0, the first, where not given */
    int colour;                     /* 0 auto, 1 always, 2 never         */
    int n_repeats;                  /* values of flags that repeat, in the order in which they were typed */
    struct {
        int flag;
        const char *text;
    } repeat[HO_MAX_REPEATS];
} ho_args_t;

/* A command line and what it is good for. */
typedef struct {
    const char *line, *what;
} ho_example_t;

/* A command. */
typedef struct {
    const char *name;
    const char *operands; /* "SCENARIO", "" for none                      */
    int min_operands, max_operands;
    const char *summary; /* one line for the list of commands            */
    const char *help;    /* a paragraph                                  */
    ho_example_t example[HO_MAX_EXAMPLES];
    const ho_flag_t *flags;
    int (*run)(const ho_args_t *args); /* returns an exit code             */
} ho_verb_t;

/* Reads argv[1..argc) (argv[0] is the verb). HO_EXIT_OK; HO_EXIT_USAGE after one sentence on stderr; *help
 * where help was asked for, which ends the reading. */
int ho_args_read(const ho_verb_t *verb, int argc, char **argv, ho_args_t *out, bool *help);

/* All values of a flag that repeats, into out[HO_MAX_REPEATS]; returns how many. */
int ho_args_repeated(const ho_args_t *args, int flag, const char *out[HO_MAX_REPEATS]);

/* Adds the words after the verb as a shell reads them: operands, then options in the order of the table. */
void ho_args_print(const ho_verb_t *verb, const ho_args_t *args, ho_text_t *out);

/* `holdout VERB --help`. */
void ho_verb_help(const ho_verb_t *verb, ho_text_t *out);

enum { HO_NEAR_ROOM = 128 };
/* " (did you mean 'x'?)" for the nearest of n names, or "" where none is near, written to room (HO_NEAR_ROOM
 * bytes will do) and returned. */
const char *ho_did_you_mean(const char *word, const char *const *names, int n_names, char *room,
                            int room_bytes);
