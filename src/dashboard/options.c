/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of holdout-play. */
#include "dashboard/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas/theme.h"

static const char HELP[] =
    "Plays Holdout in a window.\n"
    "\n"
    "usage: holdout-play [options] [SCENARIO | SAVE | REPLAY]\n"
    "\n"
    "  holdout-play                              the shelf: choose what to play, or go on\n"
    "  holdout-play first-launch --guided        the guided scenario\n"
    "  holdout-play scenarios/mine.json          a scenario of your own; it is read again when it changes\n"
    "  holdout-play game.jsonl                   goes on with a save, or shows a finished game\n"
    "  holdout-play --screenshot shot.png --policy staged --day 42 seller-fraud-guard\n"
    "                                            a picture of day 42, without a window\n"
    "\n"
    "playing\n"
    "  --seed N            which world; else a new one for every game\n"
    "  --twin              its no-fault twin\n"
    "  --mode practice|assessed\n"
    "  --guided            with the guide, where the scenario has one\n"
    "  --policy NAME       lets a built-in policy play up to --day (see `holdout policies`)\n"
    "  --day N             the day to play to with --policy, or to show of a replay\n"
    "\n"
    "looking\n"
    "  --screen NAME       shelf, framing, operate, end, replay, settings, gallery\n"
    "  --size WxH          of the window or picture, in device pixels (default 1600x900)\n"
    "  --scale S           0.5 to 4: how large everything is\n"
    "  --theme dark|light|contrast\n"
    "  --software          draws without the graphics card\n"
    "\n"
    "pictures and tests\n"
    "  --screenshot FILE   writes a PNG and ends; no display is needed\n"
    "  --dump-ui FILE      writes what can be pressed, as JSON Lines, and ends; \"-\" is standard output\n"
    "  --ui-log FILE       keeps the same of a window's latest frame in FILE, for programs that press it\n"
    "  --script FILE       does what a file of JSON Lines says first: {\"click\":\"operate.advance\"},\n"
    "                      {\"key\":\"Ctrl Enter\"}, {\"text\":\"drift\"}, "
    "{\"drag\":\"operate.threshold\",\"dx\":40},\n"
    "                      {\"wheel\":-3,\"on\":\"operate.log\"}, {\"wait\":2}, {\"shot\":\"day1.png\"}\n"
    "  --bench             measures drawing, idling, starting and memory\n"
    "\n"
    "files\n"
    "  --font-dir DIR      where the three files of Inter are\n"
    "  --data-dir DIR      where games and settings are kept\n"
    "\n"
    "It ends with 0; 64 for a wrong option, 65 for a file with faults, 66 for one that is missing, 69 "
    "without a\n"
    "display or a font, 74 when nothing can be written. `holdout play --text` is the same game in a "
    "terminal.\n";

enum {
    SCREEN = 256,
    DAY,
    SIZE,
    SCALE,
    THEME,
    SCREENSHOT,
    DUMP,
    UI_LOG,
    SCRIPT,
    BENCH,
    POLICY,
    FONT_DIR,
    DATA_DIR,
    SEED,
    TWIN,
    MODE,
    GUIDED,
    SOFTWARE,
    VERSION
};

static const struct option LONG[] = {
    {"screen", required_argument, NULL, SCREEN},
    {"day", required_argument, NULL, DAY},
    {"size", required_argument, NULL, SIZE},
    {"scale", required_argument, NULL, SCALE},
    {"ui-scale", required_argument, NULL, SCALE},
    {"theme", required_argument, NULL, THEME},
    {"screenshot", required_argument, NULL, SCREENSHOT},
    {"dump-ui", required_argument, NULL, DUMP},
    {"ui-log", required_argument, NULL, UI_LOG},
    {"script", required_argument, NULL, SCRIPT},
    {"bench", no_argument, NULL, BENCH},
    {"policy", required_argument, NULL, POLICY},
    {"font-dir", required_argument, NULL, FONT_DIR},
    {"data-dir", required_argument, NULL, DATA_DIR},
    {"seed", required_argument, NULL, SEED},
    {"twin", no_argument, NULL, TWIN},
    {"mode", required_argument, NULL, MODE},
    {"guided", no_argument, NULL, GUIDED},
    {"software", no_argument, NULL, SOFTWARE},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, VERSION},
    {NULL, 0, NULL, 0},
};

int ho_dash_fail(int code, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs("holdout-play: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
    return code;
}

void ho_options_help(void)
{
    fputs(HELP, stdout);
}

/* A whole number from lo to hi; false if it is none. */
static bool read_whole(const char *text, uint64_t lo, uint64_t hi, uint64_t *out)
{
    uint64_t v = 0;
    if (*text == '\0') {
        return false;
    }
    for (const char *p = text; *p != '\0'; p++) {
        if (*p < '0' || *p > '9' || v > (hi - (uint64_t)(*p - '0')) / 10) {
            return false;
        }
        v = v * 10 + (uint64_t)(*p - '0');
    }
    *out = v;
    return v >= lo && v <= hi;
}

static bool read_size(const char *text, ho_options_t *out)
{
    char part[16];
    const char *cross = strpbrk(text, "xX");
    uint64_t w = 0;
    uint64_t h = 0;
    if (cross == NULL || (size_t)(cross - text) >= sizeof part) {
        return false;
    }
    memcpy(part, text, (size_t)(cross - text));
    part[cross - text] = '\0';
    if (!read_whole(part, 320, 16384, &w) || !read_whole(cross + 1, 200, 16384, &h)) {
        return false;
    }
    out->width = (int)w;
    out->height = (int)h;
    return true;
}

/* A number with a point, whatever the locale. */
static bool read_scale(const char *text, double *out)
{
    double v = 0;
    double place = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '.' && place == 0) {
            place = 1;
        } else if (*p >= '0' && *p <= '9' && p - text < 8) {
            v = v * 10 + (*p - '0');
            place *= 10;
        } else {
            return false;
        }
    }
    *out = place > 0 ? v / place : v;
    return *out >= 0.5 && *out <= 4;
}

static int take_option(int which, const char *value, ho_options_t *out)
{
    uint64_t whole = 0;
    switch (which) {
    case SCREEN: out->screen = value; return 0;
    case SCREENSHOT: out->screenshot = value; return 0;
    case UI_LOG: out->ui_log = value; return 0;
    case DUMP: out->dump = value; return 0;
    case SCRIPT: out->script = value; return 0;
    case POLICY: out->policy = value; return 0;
    case FONT_DIR: out->font_dir = value; return 0;
    case DATA_DIR: out->data_dir = value; return 0;
    case BENCH: out->bench = true; return 0;
    case TWIN: out->twin = true; return 0;
    case GUIDED: out->guided = true; return 0;
    case SOFTWARE: out->software = true; return 0;
    case VERSION: out->version = true; return 0;
    case 'h': out->help = true; return 0;
    case DAY:
        if (!read_whole(value, 0, 100000, &whole)) {
            return ho_dash_fail(HO_DASH_USAGE, "--day takes a day such as 42, and not '%s'.", value);
        }
        out->day = (int)whole;
        return 0;
    case SEED:
        if (!read_whole(value, 0, UINT64_C(1000000000000000), &out->seed)) {
            return ho_dash_fail(HO_DASH_USAGE, "--seed takes a whole number, and not '%s'.", value);
        }
        out->with_seed = true;
        return 0;
    case SIZE:
        return read_size(value, out)
                   ? 0
                   : ho_dash_fail(HO_DASH_USAGE,
                                  "--size takes 320x200 to 16384x16384 such as 1600x900, and not '%s'.",
                                  value);
    case SCALE:
        return read_scale(value, &out->scale)
                   ? 0
                   : ho_dash_fail(HO_DASH_USAGE, "--scale takes 0.5 to 4 such as 1.5, and not '%s'.", value);
    case MODE:
        out->with_mode = true;
        out->assessed = strcmp(value, "assessed") == 0;
        return out->assessed || strcmp(value, "practice") == 0
                   ? 0
                   : ho_dash_fail(HO_DASH_USAGE, "--mode takes practice or assessed, and not '%s'.", value);
    case THEME:
        out->theme = strcmp(value, "high-contrast") == 0 ? "contrast" : value; /* as in the settings */
        return ho_theme_named(out->theme) != NULL
                   ? 0
                   : ho_dash_fail(HO_DASH_USAGE, "--theme takes dark, light or contrast, and not '%s'.",
                                  value);
    default: return ho_dash_fail(HO_DASH_USAGE, "`holdout-play --help` lists the options.");
    }
}

int ho_options_read(int argc, char **argv, ho_options_t *out)
{
    *out = (ho_options_t){.day = -1};
    char name[] = "holdout-play";
    if (argc > 0) {
        argv[0] = name;
    }
    for (;;) {
        int which = getopt_long(argc, argv, "h", LONG, NULL);
        if (which == -1) {
            break;
        }
        int rc = take_option(which, optarg, out);
        if (rc != 0) {
            return rc;
        }
    }
    if (optind < argc) {
        out->file = argv[optind++];
    }
    if (optind < argc) {
        return ho_dash_fail(HO_DASH_USAGE, "one file is enough: '%s' is one too many.", argv[optind]);
    }
    if (out->policy != NULL && out->file == NULL) {
        return ho_dash_fail(HO_DASH_USAGE, "--policy needs a scenario to play.");
    }
    return 0;
}
