/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of JSON Lines that plays: clicks by widget id, keys, text. For tests and for the pictures of the
 * README. */
#pragma once

#include "ui/app.h"

/* Who shows the frames. frame: 0, or -1 if it could not. shot: writes the present picture. */
typedef struct {
    ho_app_t *app;
    void *user;
    int (*frame)(void *user, double dt, const ho_input_t *event, int n);
    int (*shot)(void *user, const char *path);
} ho_stage_t;

/* Does what each line of the file says. An exit code; other than HO_DASH_OK after one sentence with the
 * line. */
int ho_script_run(const char *path, const ho_stage_t *stage);
