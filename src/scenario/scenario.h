/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario file: read into a world and its texts, or refused with every fault at once. One table (fields.c)
 * holds the keys, from which the reader, the defaults, the JSON Schema and the field reference follow. */
#pragma once
#include <stddef.h>
#include <stdio.h>

#include "engine/cond.h"
#include "engine/world.h"
#include "scenario/diag.h"
#include "scenario/sha256.h"

#define HO_SCENARIO_FORMAT 1
enum { HO_MAX_TRAINS = 6, HO_MAX_COACH = 16, HO_MAX_RANGES = 16 };

typedef enum {
    HO_DIFFICULTY_EASY,
    HO_DIFFICULTY_MEDIUM,
    HO_DIFFICULTY_HARD,
    HO_DIFFICULTIES
} ho_difficulty_t;
typedef enum { HO_WORSE_UNSAID, HO_WORSE_FP, HO_WORSE_FN, HO_WORSE } ho_worse_t;

/* What people read. UTF-8; NULL where the file says nothing. Items stand at the index of their like in the
 * world. */
typedef struct {
    const char *title;
    const char *summary; /* the problem in one line, for the shelf */
    ho_difficulty_t difficulty;
    const char *trains[HO_MAX_TRAINS]; /* what it trains, the first thing first */
    int n_trains;

    struct {
        const char *problem; /* the user's problem, in about sixty words        */
        const char *hurt;    /* who is hurt by a wrong answer                   */
        const char *wrong_answer; /* one, as somebody would report it              */
        const char *okr;
        ho_worse_t worse_error; /* as the brief sees it                           */
        struct {
            const char *ask, *answer;
        } question[HO_MAX_QUESTIONS];
        int n_questions;
    } brief;

    struct {
        const char *title, *about;
    } segment[HO_MAX_SEGMENTS];
    struct {
        const char *title, *about;
    } option[HO_MAX_OPTIONS];
    struct {
        const char *tell; /* the truth in a sentence, for the debrief        */
    } drift[HO_MAX_DRIFTS];
    struct {
        const char *tell; /* what the player is told when it happens         */
    } incident[HO_MAX_INCIDENTS];
    struct {
        const char *title;
    } objective[HO_MAX_OBJECTIVES];
    const char *proxy_from; /* where proxy labels come from                    */

    struct {
        const char *term, *say;
        ho_cond_t when; /* on what is seen                                 */
    } coach[HO_MAX_COACH];
    int n_coach;

    struct { /* what `holdout balance` holds the scenario to; see the field reference */
        const char *insight;  /* the policy that has learned the lesson */
        const char *tempting; /* the policy of the tempting mistake     */
        struct {
            double from, to; /* to 0: not stated */
        } difficulty, luck;
        double careless_lose_share, constant_below_share; /* 0: not stated */
        struct {
            const char *field;
            double low, high;
        } range[HO_MAX_RANGES]; /* plausible values of fields that are no laws */
        int n_ranges;
    } balance;

    struct {
        const char *lesson, *what_happened, *strong_play, *interview; /* may hold blanks (blank.h) */
    } debrief;
} ho_texts_t;

/* About 60 KiB; owned by the caller. Texts live in memory of the scenario's own, until it is freed. */
typedef struct {
    char id[HO_ID];
    ho_world_t world; /* prepared: prepare it again after a change */
    ho_texts_t text;
    char sha256[HO_SHA256_HEX]; /* of the bytes of the file                  */
    char *memory;               /* private: all texts                        */
} ho_scenario_t;

typedef enum {
    HO_SCENARIO_OK = 0,
    HO_SCENARIO_BAD = -1,        /* the file has faults            (exit code 65) */
    HO_SCENARIO_MISSING = -2,    /* there is no such file          (exit code 66) */
    HO_SCENARIO_UNREADABLE = -3, /* it could not be read           (exit code 74) */
    HO_SCENARIO_NO_MEMORY = -4   /*                                (exit code 70) */
} ho_scenario_result_t;

/* Reads a file ("-" is standard input). `diags` is initialised here and gets every error and warning, in the
 * order of their places; it borrows `path`. On failure *out holds nothing and needs no freeing. */
ho_scenario_result_t ho_scenario_load(const char *path, ho_scenario_t *out, ho_diags_t *diags);

/* The same for a text; `name` stands for the file in messages. */
ho_scenario_result_t ho_scenario_parse(const char *text, size_t len, const char *name, ho_scenario_t *out,
                                       ho_diags_t *diags);

/* Reads the whole of a file of at most `limit` bytes ("-" is standard input) into *text, which the caller
 * frees; a failure becomes an error in diags and leaves *text NULL. */
ho_scenario_result_t ho_file_read(const char *path, size_t limit, char **text, size_t *len,
                                  ho_diags_t *diags);

/* Accepts a zeroed or freed one. */
void ho_scenario_free(ho_scenario_t *self);

/* The words of the file for a difficulty. */
const char *ho_difficulty_name(ho_difficulty_t difficulty);

/* The JSON Schema (draft 2020-12) of scenario files, and the field reference as Markdown, both as
 * NUL-terminated texts to be freed; NULL where memory ran out. */
char *ho_schema_print(void);
char *ho_field_reference_print(void);
