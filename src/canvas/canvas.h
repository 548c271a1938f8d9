/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing: paths, rectangles, hatching and text, on pixels or into SVG. Knows neither a window nor the game.
 *
 *   ho_canvas_t c;
 *   ho_canvas_init(&c);                                          once
 *   ho_canvas_begin_pixels(&c, &pixels, 1.5, &font, &cache);      each frame
 *   ho_fill_round_rect(&c, (ho_rect_t){16, 16, 200, 60}, 12, surface);
 *   ho_draw_text(&c, 32, 46, &title, "Adoption");
 *   int rc = ho_canvas_end(&c);
 *   ho_canvas_free(&c);
 *
 * Coordinates are logical px; device px = (logical + offset) * scale. Everything that is drawn is a pure
 * function of the calls: pixels are equal to the bit for every compiler and optimisation, as long as the
 * font's bitmaps are.
 *
 * No drawing function can fail on its own. If memory runs out, the rest of the drawing may be incomplete and
 * ho_canvas_end says so. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "canvas/color.h"
#include "canvas/geometry.h"
#include "canvas/path.h"
#include "canvas/text.h"

/* ---- what a drawing is made with ---- */

/* A colour, or a gradient between two points. */
typedef struct {
    ho_color_t from, to; /* to is read for gradients only */
    ho_point_t a, b;     /* where `from` and `to` are reached; a == b is the plain colour `from` */
} ho_paint_t;

/* How a line looks. */
typedef struct {
    double width; /* [logical px], > 0 */
    ho_color_t color;
    double dash, gap; /* lengths drawn and left out [logical px]; dash 0 is a solid line */
    bool miter;       /* corners pointed (up to 4 widths), else round */
    bool round_caps;  /* ends rounded, else cut at the end point */
} ho_stroke_t;

/* Marks that differ by shape, so that nothing is told apart by colour alone. */
typedef enum {
    HO_MARK_NONE,
    HO_MARK_DISC,
    HO_MARK_SQUARE,
    HO_MARK_DIAMOND,
    HO_MARK_TRIANGLE, /* points up */
    HO_MARK_TRIANGLE_DOWN,
    HO_MARK_PLUS,
    HO_MARK_CROSS,
    HO_MARK_RING,
    HO_MARK_COUNT
} ho_mark_t;

/* ---- the canvas ---- */

/* Caller-owned pixels, 0xAARRGGBB, rows of `stride` pixels. What is drawn makes them opaque. */
typedef struct {
    uint32_t *argb;
    int width, height, stride; /* [device px] */
} ho_pixels_t;

/* A growing text. Zero it before the first use; free it with ho_svg_free. */
typedef struct {
    char *text; /* ends with '\0' */
    size_t length, capacity;
    const char
        *id_prefix; /* goes before every id: two drawings in one HTML page need different ones. NULL is "h" */
    int n_ids;
} ho_svg_t;

typedef struct ho_canvas ho_canvas_t;
typedef struct ho_canvas_backend ho_canvas_backend_t;

/* A text that was drawn: for tests that look for overlaps and cuts, and for screen readers. */
typedef struct {
    ho_rect_t box;  /* width of the text by height of its capitals [logical px of the whole canvas] */
    ho_rect_t clip; /* what of the canvas could be drawn on */
    const char *text;
    size_t n;
    bool cut; /* an ellipsis replaced its end */
    ho_color_t color;
    double size;
} ho_text_seen_t;

enum { HO_CANVAS_DEPTH = 32 };

/* Owned by the caller; its fields are for the canvas's own files. */
struct ho_canvas {
    const ho_canvas_backend_t *backend;
    void *target; /* ho_pixels_t or ho_svg_t */
    const ho_font_t *font;
    ho_text_cache_t *cache;
    void (*on_text)(void *user, const ho_text_seen_t *seen);
    void *on_text_user;

    double scale; /* device px in a logical px */
    struct {
        double x, y;    /* offset [logical px] */
        ho_rect_t clip; /* [device px] */
        int n_clips;    /* opened on this level, for a backend that closes them again */
    } level[HO_CANVAS_DEPTH];
    int depth;

    ho_path_t path;    /* the path being built [device px] */
    ho_path_t scratch; /* shapes that the canvas builds for itself */
    ho_polygons_t flat, outline;
    struct ho_coverage *coverage;
    bool out_of_memory;
    bool unbalanced;
};

/* A canvas that draws nowhere yet. Nothing is allocated. */
void ho_canvas_init(ho_canvas_t *c);

/* Gives back the working memory. Accepts a zeroed canvas, and may be called twice. */
void ho_canvas_free(ho_canvas_t *c);

/* Starts a picture. pixels, font and cache must outlive it; scale is device px a logical px, 0.5 to 4. */
void ho_canvas_begin_pixels(ho_canvas_t *c, const ho_pixels_t *pixels, double scale, const ho_font_t *font,
                            ho_text_cache_t *cache);

/* Starts an SVG element of w x h px behind what `svg` holds already. title and desc say what it shows, for
 * screen readers (NULL: none). Texts stay texts, in Inter with common fallbacks; their widths come from a
 * table of Inter's with a reserve of 10 %. */
void ho_canvas_begin_svg(ho_canvas_t *c, ho_svg_t *svg, double w, double h, const char *title,
                         const char *desc);

/* Ends the picture. 0, or -1: memory ran out, or save and restore did not match (a mistake of the caller). */
int ho_canvas_end(ho_canvas_t *c);

void ho_svg_free(ho_svg_t *svg);

/* Calls watch(user, ...) for each text drawn from now on; NULL ends that. */
void ho_canvas_watch_text(ho_canvas_t *c, void (*watch)(void *user, const ho_text_seen_t *seen), void *user);

/* ---- place ---- */

/* Remembers offset and clip; restore brings them back. At most HO_CANVAS_DEPTH - 1 deep. */
void ho_canvas_save(ho_canvas_t *c);
void ho_canvas_restore(ho_canvas_t *c);

/* Moves the origin by (dx, dy). */
void ho_canvas_translate(ho_canvas_t *c, double dx, double dy);

/* From here to the restore, only what lies in r (and in the clip so far) is drawn. Pixels clip to whole
 * ones. */
void ho_canvas_clip(ho_canvas_t *c, ho_rect_t r);

/* x (or y) moved so that a line `width` thick and centred there falls on whole device pixels. SVG:
 * unchanged. */
double ho_canvas_snap_x(const ho_canvas_t *c, double x, double width);
double ho_canvas_snap_y(const ho_canvas_t *c, double y, double width);

/* ---- paths ---- */

/* Build: begin, then moves, lines and arcs in logical px; fill or stroke, both if wanted, until the next
 * begin. Where parts overlap, parts that turn the same way unite and opposite ones cut holes. */
void ho_path_begin(ho_canvas_t *c);
void ho_path_move(ho_canvas_t *c, double x, double y);
void ho_path_line(ho_canvas_t *c, double x, double y);
void ho_path_close(ho_canvas_t *c);
/* An arc around (x, y) from angle t0 to t1, in turns, 0 to the right and growing clockwise on the screen;
 * joined by a line to what was before it. */
void ho_path_arc(ho_canvas_t *c, double x, double y, double r, double t0, double t1);
void ho_path_circle(ho_canvas_t *c, double x, double y, double r);
void ho_path_round_rect(ho_canvas_t *c, ho_rect_t r, double radius);
void ho_path_polyline(ho_canvas_t *c, const ho_point_t *p, int n);

void ho_fill(ho_canvas_t *c, ho_color_t color);
void ho_fill_paint(ho_canvas_t *c, const ho_paint_t *paint);
void ho_stroke(ho_canvas_t *c, const ho_stroke_t *style);

/* ---- shapes ---- */

/* Filled rectangle on whole device pixels, at least one wide and high. */
void ho_fill_rect(ho_canvas_t *c, ho_rect_t r, ho_color_t color);

/* Rules of one logical px (at least one device px), crisp. */
void ho_hline(ho_canvas_t *c, double x, double y, double w, ho_color_t color);
void ho_vline(ho_canvas_t *c, double x, double y, double h, ho_color_t color);

/* Rounded rectangles: the edges fall on whole device pixels, the corners are smooth. The border lies
 * inside. */
void ho_fill_round_rect(ho_canvas_t *c, ho_rect_t r, double radius, ho_color_t color);
void ho_fill_round_rect_paint(ho_canvas_t *c, ho_rect_t r, double radius, const ho_paint_t *paint);
void ho_border_round_rect(ho_canvas_t *c, ho_rect_t r, double radius, double width, ho_color_t color);

/* A soft shadow under a rounded rectangle, moved down by dy and fading over `blur` px. */
void ho_shadow(ho_canvas_t *c, ho_rect_t r, double radius, double blur, double dy, ho_color_t color);

/* Parallel lines at 45 degrees in r, `step` apart across, measured from the canvas's own origin: the
 * hatching of neighbours joins. */
void ho_hatch(ho_canvas_t *c, ho_rect_t r, double step, double width, ho_color_t color);

/* A straight or broken line. */
void ho_draw_line(ho_canvas_t *c, double x0, double y0, double x1, double y1, const ho_stroke_t *style);
void ho_draw_polyline(ho_canvas_t *c, const ho_point_t *p, int n, const ho_stroke_t *style);

void ho_fill_circle(ho_canvas_t *c, double x, double y, double r, ho_color_t color);
void ho_draw_arc(ho_canvas_t *c, double x, double y, double r, double t0, double t1,
                 const ho_stroke_t *style);

/* A mark of about radius r: all shapes look equally heavy. */
void ho_draw_mark(ho_canvas_t *c, ho_mark_t mark, double x, double y, double r, ho_color_t color);

/* ---- text ---- */

/* Width in logical px; text is UTF-8. */
double ho_text_width(ho_canvas_t *c, const ho_text_style_t *style, const char *text);

/* One line; x is the point that style->align names, y the middle of its capitals. Returns the width. */
double ho_draw_text(ho_canvas_t *c, double x, double y, const ho_text_style_t *style, const char *text);

/* As ho_draw_text, cut with an ellipsis where it is wider than max_width. Returns the width drawn. */
double ho_draw_text_fit(ho_canvas_t *c, double x, double y, double max_width, const ho_text_style_t *style,
                        const char *text);

/* Writes to out (of size bytes, at least 8) the text as ho_draw_text_fit shows it. True if it was cut. */
bool ho_text_fit(ho_canvas_t *c, const ho_text_style_t *style, double max_width, const char *text, char *out,
                 size_t size);

/* Wrapped text from left to right: breaks at spaces and '\n'; *stars* make SemiBold in `strong`. y is the
 * middle of the first line's capitals; lines stand line_height apart; after max_lines (0: no limit) it
 * ends with an ellipsis. Returns the number of lines. With draw false it only counts. */
int ho_draw_paragraph(ho_canvas_t *c, double x, double y, double width, double line_height, int max_lines,
                      const ho_text_style_t *style, ho_color_t strong, const char *text, bool draw);
