/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terminal abilities, and charts of dots. */
#include "cli/term.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* ---- abilities ----------------------------------------------------------------------------------------- */

static bool is_set(const char *value) { return value != NULL && value[0] != '\0'; }

/* The character set that the environment names, without asking the C library's locale. */
static bool speaks_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (!is_set(value)) continue;
        const char *set = strchr(value, '.');
        return set != NULL && (strncasecmp(set, ".utf-8", 6) == 0 || strncasecmp(set, ".utf8", 5) == 0);
    }
    return false;
}

ho_term_t ho_term(int colour)
{
    const char *term = getenv("TERM");
    bool dumb = is_set(term) && strcmp(term, "dumb") == 0;
    bool wants = isatty(STDOUT_FILENO) == 1 && is_set(term) && !dumb && !is_set(getenv("NO_COLOR"));
    return (ho_term_t){
        .colour = colour == 1 || (colour == 0 && wants), .unicode = !dumb && speaks_utf8(), .width = 96};
}

const char *ho_ink(const ho_term_t *term, ho_ink_t ink)
{
    static const char *const inks[HO_INKS] = {
        [HO_INK_PLAIN] = "\033[0m", [HO_INK_BOLD] = "\033[1m", [HO_INK_DIM] = "\033[2m",
        [HO_INK_GOOD] = "\033[32m", [HO_INK_BAD] = "\033[31m", [HO_INK_LINE] = "\033[36m",
        [HO_INK_BAND] = "\033[34m",
    };
    return term->colour ? inks[ink] : "";
}

/* ---- charts -------------------------------------------------------------------------------------------- */

enum { COLUMNS = 64, ROWS = 5, MOST_X = 2 * COLUMNS, MOST_Y = 4 * ROWS };
enum { BAND = 1, LINE = 2, ZERO = 4 };

/* A grid of dots: 2 x 4 in a character with braille, 1 x 1 without. */
typedef struct {
    int n_x, n_y;
    double bottom, top;
    unsigned char dot[MOST_Y][MOST_X];
} grid_t;

/* Mean of the days that fall into column x, NaN where none has a value. */
static double column_mean(const double *values, int n, int x, int n_x)
{
    if (values == NULL) return (double)NAN;
    int from = x * n / n_x, to = (x + 1) * n / n_x;
    if (to <= from) to = from + 1;
    double sum = 0.0;
    int count = 0;
    for (int i = from; i < to && i < n; i++) {
        if (!isfinite(values[i])) continue;
        sum += values[i];
        count++;
    }
    return count > 0 ? sum / count : (double)NAN;
}

static void widen(double x, const ho_term_chart_t *c, double *bottom, double *top)
{
    if (!isfinite(x)) return;
    x = fmin(fmax(x, c->low_most), c->high_most);
    *bottom = fmin(*bottom, x);
    *top = fmax(*top, x);
}

/* The range of the axis; false where there is nothing to draw. */
static bool find_range(const ho_term_chart_t *c, grid_t *g)
{
    bool any = false;
    g->bottom = c->floor;
    g->top = c->ceiling;
    for (int i = 0; i < c->n; i++) {
        any = any || isfinite(c->line[i]) || (c->lo != NULL && isfinite(c->lo[i]));
        widen(c->line[i], c, &g->bottom, &g->top);
        if (c->lo != NULL) widen(c->lo[i], c, &g->bottom, &g->top);
        if (c->hi != NULL) widen(c->hi[i], c, &g->bottom, &g->top);
    }
    if (!(g->top > g->bottom)) g->top = g->bottom + 1e-9;
    return any;
}

static int row_of(const grid_t *g, double x)
{
    double share = (x - g->bottom) / (g->top - g->bottom);
    share = fmin(fmax(share, 0.0), 1.0);
    return (int)floor(share * (g->n_y - 1) + 0.5);
}

static void plot(const ho_term_chart_t *c, grid_t *g)
{
    int before = -1;
    for (int x = 0; x < g->n_x; x++) {
        if (c->axis == HO_AXIS_LIFT && g->bottom < 0.0 && g->top > 0.0 && x % 4 == 0)
            g->dot[row_of(g, 0.0)][x] |= ZERO;
        double lo = column_mean(c->lo, c->n, x, g->n_x), hi = column_mean(c->hi, c->n, x, g->n_x);
        if (isfinite(lo) && isfinite(hi))
            for (int y = row_of(g, lo); y <= row_of(g, hi); y++)
                if ((x + y) % 2 == 0 || g->n_y == ROWS) g->dot[y][x] |= BAND;
        double at = column_mean(c->line, c->n, x, g->n_x);
        if (!isfinite(at)) {
            before = -1;
            continue;
        }
        int row = row_of(g, at), from = before < 0 ? row : before;
        /* joined to the point before, so that a jump is a stroke */
        for (int y = row; y != from; y += from > row ? 1 : -1) g->dot[y][x] |= LINE;
        g->dot[row][x] |= LINE;
        before = row;
    }
}

/* The braille character of a cell, U+2800 and its dots. */
static void put_braille(ho_text_t *out, const grid_t *g, int column, int row)
{
    static const unsigned char bit[4][2] = {
        {0x40, 0x80}, {0x04, 0x20}, {0x02, 0x10}, {0x01, 0x08}}; /* from the bottom */
    unsigned dots = 0;
    for (int y = 0; y < 4; y++)
        for (int x = 0; x < 2; x++)
            if (g->dot[4 * row + y][2 * column + x]) dots |= bit[y][x];
    char utf8[4] = {(char)0xE2, (char)(0xA0u | (dots >> 6)), (char)(0x80u | (dots & 0x3Fu)), '\0'};
    ho_text_put(out, utf8);
}

/* What lies in a cell: the line hides the band, the band hides the zero line. */
static int cell_content(const grid_t *g, int column, int row, int wide, int tall)
{
    int content = 0;
    for (int y = 0; y < tall; y++)
        for (int x = 0; x < wide; x++) content |= g->dot[tall * row + y][wide * column + x];
    return content & LINE ? LINE : content & BAND ? BAND : content;
}

static void put_row(ho_text_t *out, const ho_term_t *term, const grid_t *g, int row)
{
    ho_ink_t ink = HO_INK_PLAIN;
    for (int column = 0; column < COLUMNS; column++) {
        int content = term->unicode ? cell_content(g, column, row, 2, 4) : cell_content(g, column, row, 1, 1);
        ho_ink_t wanted = content == LINE ? HO_INK_LINE : content == BAND ? HO_INK_BAND : HO_INK_PLAIN;
        if (wanted != ink) ho_text_put(out, ho_ink(term, HO_INK_PLAIN));
        if (wanted != ink && wanted != HO_INK_PLAIN) ho_text_put(out, ho_ink(term, wanted));
        ink = wanted;
        if (term->unicode)
            put_braille(out, g, column, row);
        else
            ho_text_put(out, content == LINE ? "*" : content == BAND ? ":" : content == ZERO ? "-" : " ");
    }
    if (ink != HO_INK_PLAIN) ho_text_put(out, ho_ink(term, HO_INK_PLAIN));
}

static void print_tick(char room[16], ho_axis_t axis, double x)
{
    if (axis == HO_AXIS_SHARE)
        snprintf(room, 16, "%.3g %%", 100.0 * x);
    else if (axis == HO_AXIS_LIFT)
        snprintf(room, 16, x == 0.0 ? "0 %%" : "%+.2g %%", 100.0 * x);
    else
        snprintf(room, 16, "%.3g", x);
}

static void put_days(ho_text_t *out, int n)
{
    char line[COLUMNS + 16];
    memset(line, ' ', sizeof line);
    for (int i = 0; i < 4; i++) {
        char tick[16];
        int length = snprintf(tick, sizeof tick, i == 0 ? "day %d" : "%d", i * (n - 1) / 3);
        int at = i * (COLUMNS - 1) / 3 - (i == 0 ? 0 : length - 1);
        memcpy(line + at, tick, (size_t)length);
    }
    ho_text_add(out, "  %9s%.*s\n", "", COLUMNS, line);
}

void ho_term_chart_draw(ho_text_t *out, const ho_term_t *term, const ho_term_chart_t *chart)
{
    grid_t g = {.n_x = term->unicode ? MOST_X : COLUMNS, .n_y = term->unicode ? MOST_Y : ROWS};
    if (chart->n < 1 || !find_range(chart, &g)) return;
    plot(chart, &g);
    const char *rule = term->unicode ? "\u2502" : "|";
    for (int row = ROWS - 1; row >= 0; row--) {
        char tick[16] = "";
        if (row == ROWS - 1)
            print_tick(tick, chart->axis, g.top);
        else if (row == 0)
            print_tick(tick, chart->axis, g.bottom);
        ho_text_add(out, "  %8s%s", tick, rule);
        put_row(out, term, &g, row);
        ho_text_put(out, "\n");
    }
    put_days(out, chart->n);
}
