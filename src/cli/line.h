/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line typed by a person: with history and completion on a terminal, plainly read elsewhere. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { HO_LINE_MAX = 1024, HO_LINE_HISTORY = 64, HO_LINE_CHOICES = 96 };

/* What could follow. Fills choice[] with whole words (they live until the next call) that may stand where
 * the word that starts at text[from] stands; returns how many. */
typedef int (*ho_line_complete_t)(void *user, const char *text, size_t from,
                                  const char *choice[HO_LINE_CHOICES]);

typedef struct {
    bool edits; /* stdin and stdout are a terminal that can move its cursor */
    ho_line_complete_t complete;
    void *user;
    int n_history;
    char history[HO_LINE_HISTORY][HO_LINE_MAX];
} ho_line_t;

void ho_line_init(ho_line_t *self, ho_line_complete_t complete, void *user);

/* Prints the prompt and reads a line without its line feed. False at the end of input, or after Ctrl-C or
 * Ctrl-D on an empty line. A line that is too long is cut. */
bool ho_line_read(ho_line_t *self, const char *prompt, char out[HO_LINE_MAX]);
