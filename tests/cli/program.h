/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs `holdout` as a person would, and keeps what it printed. */
#pragma once

/* cmocka wants these before its own header */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/json.h"

typedef struct {
    int code;  /* exit code                    */
    char *out; /* stdout and stderr, each a text */
    char *err;
} program_t;

/* Runs a shell command line in the test's own folder: $H is the program, $S the shipped scenarios' folder. */
program_t program_run(const char *command);
void program_free(program_t *self);

/* A file of the test's folder as text; fails the test where it cannot be read. To be freed. */
char *program_file(const char *name);
void program_write_file(const char *name, const char *text);

/* Fails with the text where it does not hold the word. */
void assert_holds(const char *text, const char *word);
/* One line, beginning with "holdout: ". */
void assert_one_sentence(const char *err);

/* Parses the whole text as one JSON value; fails the test where it is none. */
ho_json_t program_json(const char *text);
/* The item at a path of keys "a/b"; fails the test where there is none. */
const ho_json_node_t *program_item(const ho_json_t *json, const char *path);
