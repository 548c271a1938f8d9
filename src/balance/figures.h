/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of the balance report: results to drawings, and to tables. Private to this folder. */
#pragma once

#include "balance/balance.h"
#include "balance/page.h"
#include "canvas/canvas.h"

typedef struct {
    const char *name, *title;
    bool of_insight; /* the title goes on with the insight's name */
    void (*caption)(const ho_balance_t *b, char *out, size_t size);
    int (*draw)(const ho_balance_t *b, const char *caption, ho_svg_t *out); /* 0, or -1 without memory */
    void (*csv)(const ho_balance_t *b, ho_page_t *out);                     /* no cell holds a comma      */
} ho_drawing_t;

extern const ho_drawing_t HO_DRAWING_LADDER, HO_DRAWING_SHARES, HO_DRAWING_TORNADO, HO_DRAWING_BEATS;
