/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters: what the canvas asks of a font, and the cache of what the font has drawn. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "canvas/color.h"

typedef enum { HO_WEIGHT_REGULAR, HO_WEIGHT_MEDIUM, HO_WEIGHT_SEMIBOLD, HO_WEIGHT_COUNT } ho_weight_t;

typedef enum { HO_ALIGN_LEFT, HO_ALIGN_CENTRE, HO_ALIGN_RIGHT } ho_align_t;

/* How a text looks. */
typedef struct {
    double size; /* font size [logical px] */
    ho_color_t color;
    ho_weight_t weight;
    ho_align_t align; /* which point of the text its x is */
    bool tabular;     /* every digit as wide as the widest: for columns, not for single numbers */
    bool tracked;     /* +0.05 em between letters, +0.14 em between words: for overlines in capitals */
} ho_text_style_t;

/* One drawn run of text: coverage, 0..255 a pixel, row by row. */
typedef struct {
    uint8_t *alpha; /* from malloc; NULL for a text without ink */
    int width, height;
    int left; /* from the pen to the first column [px], may be negative */
    int top;  /* from the baseline up to the first row [px] */
} ho_bitmap_t;

/* A font in three weights. Sizes are device px. Both functions get n bytes of UTF-8 and must give the same
 * answer for the same question, or the cache lies. */
typedef struct {
    void *user;
    double cap_height; /* height of a capital letter [em], 0.727 for Inter; texts are centred on it */
    double reserve; /* widths are multiplied by 1 + reserve in layout: 0 where the font is sure to be there */
    /* how far the pen moves [device px] */
    double (*measure)(void *user, ho_weight_t weight, double size, const char *text, size_t n);
    /* Draws; `out` is zeroed, and alpha becomes the caller's. 0, or -1 without memory. NULL if nobody
     * asks. */
    int (*raster)(void *user, ho_weight_t weight, double size, const char *text, size_t n, ho_bitmap_t *out);
} ho_font_t;

typedef struct ho_text_entry ho_text_entry_t;

/* Widths and bitmaps of the texts drawn lately, the ones unused the longest leave first. The program owns
 * it and keeps it from frame to frame, with one font. */
typedef struct {
    ho_text_entry_t **bucket; /* (HO_TEXT_BUCKETS), chains */
    ho_text_entry_t *newest, *oldest;
    size_t bytes, max_bytes;
    unsigned long hits, misses, evictions;
} ho_text_cache_t;

/* An empty cache that holds at most max_bytes of bitmaps and keys (one text more while it is being drawn).
 * 0, or -1 without memory. */
int ho_text_cache_init(ho_text_cache_t *cache, size_t max_bytes);

/* Forgets all texts: after another font or hinting was chosen. */
void ho_text_cache_clear(ho_text_cache_t *cache);

/* Gives the memory back. Accepts a zeroed cache, and may be called twice. */
void ho_text_cache_free(ho_text_cache_t *cache);

/* The width of a text [device px]. cache may be NULL: then the font is asked each time. */
double ho_text_cache_width(ho_text_cache_t *cache, const ho_font_t *font, ho_weight_t weight, double size,
                           const char *text, size_t n);

/* The bitmap of a text, or NULL without memory. It belongs to the cache and lives until the next call. */
const ho_bitmap_t *ho_text_cache_bitmap(ho_text_cache_t *cache, const ho_font_t *font, ho_weight_t weight,
                                        double size, const char *text, size_t n);

/* The code point at text[*at] (at < n), and moves *at behind it. Bytes that are no UTF-8 give U+FFFD, one
 * at a time. */
uint32_t ho_utf8_next(const char *text, size_t n, size_t *at);
