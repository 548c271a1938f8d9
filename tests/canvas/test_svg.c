/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SVG: well-formed, escaped, and the same geometry as the pixels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "canvas/easel.h"
#include "canvas/icon.h"

#define BLACK 0xFF000000u
#define WHITE 0xFFFFFFFFu

/* ---- a scene without text and gradients, whose straight boxes stand on whole pixels ---- */

static void draw_scene(ho_canvas_t *c)
{
    ho_path_begin(c);
    ho_path_move(c, 5.5, 90.2);
    ho_path_arc(c, 80, -30, 93.4, 0.4, 0.1);
    ho_stroke(c, &(ho_stroke_t){.width = 3.3, .color = 0xFF3366FF});
    ho_path_begin(c);
    for (int i = 0; i < 12; i++) {
        ho_path_line(c, 10 + 11.3 * i, 60 + (i * 37 % 23) * 1.37);
    }
    ho_stroke(c, &(ho_stroke_t){.width = 2.2, .color = 0xFF22AA66, .dash = 7, .gap = 4});
    ho_canvas_save(c);
    ho_canvas_translate(c, 3, 4);
    ho_fill_round_rect(c, (ho_rect_t){20, 20, 60, 40}, 9, 0x80FF8800);
    ho_border_round_rect(c, (ho_rect_t){20, 20, 60, 40}, 9, 2, WHITE);
    ho_canvas_clip(c, (ho_rect_t){30, 10, 80, 60});
    ho_fill_circle(c, 95, 40, 27.7, 0xA0FF0066);
    ho_canvas_restore(c);
    ho_fill_rect(c, (ho_rect_t){120, 70, 20, 11}, 0xFFAABBCC);
    ho_hatch(c, (ho_rect_t){90, 66, 25, 30}, 5, 1.3, WHITE);
    for (int i = 0; i < HO_MARK_COUNT; i++) {
        ho_draw_mark(c, (ho_mark_t)i, 8 + 13 * i, 108, 4.5, 0xFFFFEE88);
    }
    ho_draw_arc(c, 130, 40, 14, -0.2, 0.55, &(ho_stroke_t){.width = 4, .color = WHITE, .round_caps = true});
    for (int i = 0; i < 8; i++) {
        ho_draw_icon(c, (ho_icon_t)(i * 4), 12 + 18 * i, 132, 16, WHITE, BLACK);
    }
}

/* ---- a reader of just the elements that the backend writes ---- */

static double attribute(const char *tag, const char *name, double other)
{
    char key[40];
    snprintf(key, sizeof key, " %s=\"", name);
    const char *end = strchr(tag, '>');
    const char *found = strstr(tag, key);
    return found != NULL && found < end ? strtod(found + strlen(key), NULL) : other;
}

static bool has(const char *tag, const char *what)
{
    const char *found = strstr(tag, what);
    return found != NULL && found < strchr(tag, '>');
}

static ho_color_t color_of(const char *tag, const char *name)
{
    char key[40];
    snprintf(key, sizeof key, " %s=\"#", name);
    const char *found = strstr(tag, key);
    assert_non_null(found);
    unsigned rgb = (unsigned)strtoul(found + strlen(key), NULL, 16);
    snprintf(key, sizeof key, "%s-opacity", name);
    return (ho_color_t)(attribute(tag, key, 1) * 255 + 0.5) << 24 | rgb;
}

static void read_path(ho_canvas_t *c, const char *tag)
{
    char *p = strstr(tag, " d=\"") + 4;
    ho_path_begin(c);
    while (*p != '"') {
        char verb = *p++;
        double v[6];
        int n = verb == 'C' ? 6 : verb == 'Z' ? 0 : 2;
        for (int i = 0; i < n; i++) {
            v[i] = strtod(p, &p);
        }
        switch (verb) {
        case 'M': ho_path_move(c, v[0], v[1]); break;
        case 'L': ho_path_line(c, v[0], v[1]); break;
        case 'C':
            assert_true(ho_path_add(&c->path, HO_PATH_CURVE,
                                    (ho_point_t[]){{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}}));
            break;
        default: assert_int_equal(verb, 'Z'); ho_path_close(c);
        }
    }
}

static ho_stroke_t stroke_of(const char *tag)
{
    ho_stroke_t s = {.width = attribute(tag, "stroke-width", 1),
                     .color = color_of(tag, "stroke"),
                     .miter = !has(tag, "stroke-linejoin=\"round\""),
                     .round_caps = has(tag, "stroke-linecap=\"round\""),
                     .dash = attribute(tag, "stroke-dasharray", 0)};
    if (s.dash > 0) {
        s.gap = strtod(strchr(strstr(tag, "dasharray=\""), ' ') + 1, NULL);
    }
    return s;
}

static ho_rect_t rect_of(const char *tag)
{
    return (ho_rect_t){attribute(tag, "x", 0), attribute(tag, "y", 0), attribute(tag, "width", 0),
                       attribute(tag, "height", 0)};
}

static void redraw(ho_canvas_t *c, const char *svg)
{
    bool in_clip = false;
    ho_rect_t clip = {0};
    for (const char *p = strchr(svg, '<'); p != NULL; p = strchr(p + 1, '<')) {
        if (strncmp(p, "<clipPath", 9) == 0) {
            in_clip = true;
        } else if (strncmp(p, "</clipPath", 10) == 0) {
            in_clip = false;
        } else if (strncmp(p, "<g ", 3) == 0) {
            ho_canvas_save(c);
            ho_canvas_clip(c, clip);
        } else if (strncmp(p, "</g>", 4) == 0) {
            ho_canvas_restore(c);
        } else if (strncmp(p, "<rect", 5) == 0 && in_clip) {
            clip = rect_of(p);
        } else if (strncmp(p, "<rect", 5) == 0 && has(p, "fill=\"none\"")) {
            ho_path_begin(c); /* a border: the middle of its line is what SVG strokes */
            ho_path_round_rect(c, rect_of(p), attribute(p, "rx", 0));
            ho_stroke_t s = stroke_of(p);
            ho_stroke(c, &s);
        } else if (strncmp(p, "<rect", 5) == 0) {
            ho_path_begin(c);
            ho_path_round_rect(c, rect_of(p), attribute(p, "rx", 0));
            ho_fill(c, color_of(p, "fill"));
        } else if (strncmp(p, "<path", 5) == 0) {
            read_path(c, p);
            if (has(p, "fill=\"none\"")) {
                ho_stroke_t s = stroke_of(p);
                ho_stroke(c, &s);
            } else {
                ho_fill(c, color_of(p, "fill"));
            }
        }
    }
}

static void test_svg_read_back_gives_the_same_pixels(void **state)
{
    (void)state;
    easel_t direct;
    easel_t again;
    easel_open(&direct, 150, 150, 1, BLACK);
    easel_open(&again, 150, 150, 1, BLACK);
    draw_scene(&direct.canvas);
    assert_int_equal(ho_canvas_end(&direct.canvas), 0);
    ho_canvas_t c;
    ho_svg_t svg = {0};
    ho_canvas_init(&c);
    ho_canvas_begin_svg(&c, &svg, 150, 150, NULL, NULL);
    draw_scene(&c);
    assert_int_equal(ho_canvas_end(&c), 0);
    redraw(&again.canvas, svg.text);
    assert_int_equal(ho_canvas_end(&again.canvas), 0);
    int worst = 0;
    for (int i = 0; i < 150 * 150; i++) {
        for (int shift = 0; shift < 24; shift += 8) {
            int d =
                abs((int)(direct.pixels.argb[i] >> shift & 255) - (int)(again.pixels.argb[i] >> shift & 255));
            worst = d > worst ? d : worst;
        }
    }
    if (worst > 6) { /* coordinates are written to 1/100 px: 1 % of a level for each edge in a pixel */
        easel_save(&direct, HO_BINARY_DIR "/svg-direct.png");
        easel_save(&again, HO_BINARY_DIR "/svg-again.png");
        fail_msg("a channel differs by %d; see " HO_BINARY_DIR "/svg-*.png", worst);
    }
    ho_svg_free(&svg);
    ho_canvas_free(&c);
    easel_close(&direct);
    easel_close(&again);
}

/* ---- well-formed ---- */

static const char *skip_name(const char *p)
{
    while ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '-' ||
           *p == ':') {
        p++;
    }
    return p;
}

/* Attributes up to > or />; each once. Returns behind the tag. */
static const char *check_attributes(const char *p, bool *empty)
{
    char seen[600] = " ";
    *empty = false;
    while (*p == ' ') {
        const char *name = ++p;
        p = skip_name(p);
        assert_true(p > name);
        char key[48];
        snprintf(key, sizeof key, " %.*s ", (int)(p - name), name);
        assert_null(strstr(seen, key));
        strncat(seen, key + 1, sizeof seen - strlen(seen) - 1);
        assert_int_equal(p[0], '=');
        assert_int_equal(p[1], '"');
        for (p += 2; *p != '"'; p++) {
            assert_true(*p != '\0' && *p != '<' && (*p != '&' || strchr(p, ';') != NULL));
        }
        p++;
    }
    if (*p == '/') {
        *empty = true;
        p++;
    }
    assert_int_equal(*p, '>');
    return p + 1;
}

static void check_well_formed(const char *text)
{
    char open[64][24];
    int depth = 0;
    int roots = 0;
    for (const char *p = text; *p != '\0';) {
        if (*p == '&') {
            assert_true(strncmp(p, "&amp;", 5) == 0 || strncmp(p, "&lt;", 4) == 0 ||
                        strncmp(p, "&gt;", 4) == 0 || strncmp(p, "&quot;", 6) == 0 ||
                        strncmp(p, "&#39;", 5) == 0);
        }
        if (*p != '<') {
            assert_true((unsigned char)*p >= 0x20 || *p == '\n');
            p++;
            continue;
        }
        bool closing = p[1] == '/';
        const char *name = p + 1 + closing;
        p = skip_name(name);
        char tag[24];
        snprintf(tag, sizeof tag, "%.*s", (int)(p - name), name);
        if (closing) {
            assert_true(depth > 0);
            assert_string_equal(open[--depth], tag);
            assert_int_equal(*p, '>');
            p++;
            continue;
        }
        bool empty;
        p = check_attributes(p, &empty);
        roots += depth == 0;
        if (!empty) {
            assert_true(depth < 64);
            strcpy(open[depth++], tag);
        }
    }
    assert_int_equal(depth, 0);
    assert_int_equal(roots, 1);
}

static void test_svg_is_well_formed_with_any_text(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "a < b && c > \"d\" 'e'", "\x01\x1F\x7F tab\there", "caf\xC3\xA9 \xE2\x88\x92 5", "cut \xC3", "]]>",
        "\xEF\xBF\xBF",
    };
    ho_canvas_t c;
    ho_svg_t svg = {.id_prefix = "fig2-"};
    ho_canvas_init(&c);
    ho_canvas_begin_svg(&c, &svg, 150, 150, "Title & <more>", "What \"it\" shows");
    draw_scene(&c);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        ho_text_style_t style = {
            .size = 13, .color = 0x80FFFFFF, .align = HO_ALIGN_RIGHT, .tabular = true, .tracked = true};
        ho_draw_text(&c, 75, 75, &style, TEXTS[i]);
    }
    ho_paint_t paint = {.from = 0xFFFF0000, .to = 0x100000FF, .a = {0, 0}, .b = {0, 100}};
    ho_fill_round_rect_paint(&c, (ho_rect_t){0, 0, 50, 50}, 4, &paint);
    ho_shadow(&c, (ho_rect_t){10, 10, 50, 50}, 4, 8, 2, 0x80000000);
    ho_canvas_save(&c);
    ho_canvas_clip(&c, (ho_rect_t){0, 0, 10, 10});
    ho_canvas_clip(&c, (ho_rect_t){0, 0, 5, 5});
    assert_int_equal(ho_canvas_end(&c), -1); /* a restore is missing, and yet all is closed */
    check_well_formed(svg.text);
    assert_non_null(strstr(svg.text, "id=\"fig2-0\""));
    assert_null(strchr(svg.text, '\x01'));
    ho_svg_free(&svg);
    ho_canvas_free(&c);
}

static void test_texts_stay_texts_with_their_anchor(void **state)
{
    (void)state;
    ho_canvas_t c;
    ho_svg_t svg = {0};
    ho_canvas_init(&c);
    ho_canvas_begin_svg(&c, &svg, 100, 100, NULL, NULL);
    ho_text_style_t style = {
        .size = 20, .color = 0xFF131A26, .weight = HO_WEIGHT_SEMIBOLD, .align = HO_ALIGN_RIGHT};
    ho_draw_text(&c, 90, 50, &style, "+2.5%");
    assert_int_equal(ho_canvas_end(&c), 0);
    assert_non_null(strstr(svg.text,
                           "<text x=\"90\" y=\"57.27\" font-size=\"20\" font-weight=\"600\" "
                           "text-anchor=\"end\" fill=\"#131a26\" xml:space=\"preserve\">+2.5%</text>"));
    /* letters that some other font draws have 10 % more room than Inter's */
    double plain = 0;
    plain = ho_text_width(&c, &style, "+2.5%") / 1.1;
    assert_true(plain > 40 && plain < 65);
    ho_svg_free(&svg);
    ho_canvas_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_svg_read_back_gives_the_same_pixels),
        cmocka_unit_test(test_svg_is_well_formed_with_any_text),
        cmocka_unit_test(test_texts_stay_texts_with_their_anchor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
