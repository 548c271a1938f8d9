/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of holdout-play, and how it ends. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    HO_DASH_OK = 0,
    HO_DASH_USAGE = 64,       /* the command line cannot be understood        */
    HO_DASH_DATA = 65,        /* a file was read and is not what it should be */
    HO_DASH_MISSING = 66,     /* a file is not there                          */
    HO_DASH_UNAVAILABLE = 69, /* no display, no font                          */
    HO_DASH_INTERNAL = 70,    /* our fault, or no memory                      */
    HO_DASH_IO = 74           /* reading or writing failed                    */
};

typedef struct {
    const char *file; /* scenario (path or id), save or replay; NULL: the shelf */
    const char *screen, *screenshot, *dump, *ui_log, *script, *policy, *font_dir, *data_dir, *theme;
    int day;           /* -1: not given               */
    int width, height; /* device px; 0: not given     */
    double scale;      /* 0: not given                */
    uint64_t seed;
    bool with_seed, twin, guided, assessed, with_mode, bench, software, help, version;
} ho_options_t;

/* 0, or HO_DASH_USAGE after one sentence on stderr. */
int ho_options_read(int argc, char **argv, ho_options_t *out);

void ho_options_help(void);

/* "holdout-play: " and the sentence, on stderr; returns `code`. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int ho_dash_fail(int code, const char *format, ...);
