/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines, cut lines and paragraphs of text. */
#include <math.h>
#include <string.h>

#include "canvas/backend.h"

static const char ELLIPSIS[] = "\xE2\x80\xA6";

static ho_text_run_t run_of(const ho_canvas_t *c, const ho_text_style_t *style, const char *text, size_t n)
{
    double size = style->size * c->scale;
    return (ho_text_run_t){.size = size,
                           .letter_space = style->tracked ? 0.05 * size : 0,
                           .word_space = style->tracked ? 0.09 * size : 0,
                           .style = style,
                           .text = text,
                           .n = n};
}

bool ho_text_is_spaced(const ho_text_run_t *run)
{
    return run->style->tabular || run->style->tracked;
}

static double plain_width(ho_canvas_t *c, const ho_text_run_t *run, const char *text, size_t n)
{
    return ho_text_cache_width(c->cache, c->font, run->style->weight, run->size, text, n);
}

static double widest_digit(ho_canvas_t *c, const ho_text_run_t *run)
{
    double widest = 0;
    for (int i = 0; i < 10; i++) {
        double w = plain_width(c, run, &"0123456789"[i], 1);
        widest = w > widest ? w : widest;
    }
    return widest;
}

double ho_text_spaced(ho_canvas_t *c, const ho_text_run_t *run,
                      void (*put)(ho_canvas_t *c, const ho_text_run_t *run, double pen, const char *glyph,
                                  size_t n))
{
    double digit = run->style->tabular ? widest_digit(c, run) : 0;
    double pen = 0;
    for (size_t at = 0; at < run->n;) {
        const char *glyph = run->text + at;
        size_t start = at;
        uint32_t point = ho_utf8_next(run->text, run->n, &at);
        double own = plain_width(c, run, glyph, at - start);
        double cell = run->style->tabular && point >= '0' && point <= '9' ? digit : own;
        if (put != NULL && point != ' ') {
            put(c, run, pen + (cell - own) / 2, glyph, at - start);
        }
        pen += cell + (at < run->n ? run->letter_space : 0) + (point == ' ' ? run->word_space : 0);
    }
    return pen;
}

/* Width in device px. */
static double run_width(ho_canvas_t *c, const ho_text_run_t *run)
{
    double w = ho_text_is_spaced(run) ? ho_text_spaced(c, run, NULL) : plain_width(c, run, run->text, run->n);
    return w * (1 + c->font->reserve);
}

static double width_of(ho_canvas_t *c, const ho_text_style_t *style, const char *text, size_t n)
{
    if (n == 0 || c->font == NULL) {
        return 0;
    }
    ho_text_run_t run = run_of(c, style, text, n);
    return run_width(c, &run) / c->scale;
}

double ho_text_width(ho_canvas_t *c, const ho_text_style_t *style, const char *text)
{
    return width_of(c, style, text, strlen(text));
}

static void report(ho_canvas_t *c, const ho_text_run_t *run, double left, bool cut)
{
    if (c->on_text == NULL) {
        return;
    }
    double cap = c->font->cap_height * run->size;
    ho_rect_t clip = ho_canvas_device_clip(c);
    double k = 1 / c->scale;
    ho_text_seen_t seen = {
        .box = {left * k, (run->baseline - cap) * k, run->width / (1 + c->font->reserve) * k, cap * k},
        .clip = {clip.x * k, clip.y * k, clip.w * k, clip.h * k},
        .text = run->text,
        .n = run->n,
        .cut = cut,
        .color = run->style->color,
        .size = run->style->size,
    };
    c->on_text(c->on_text_user, &seen);
}

static double draw_run(ho_canvas_t *c, double x, double y, const ho_text_style_t *style, const char *text,
                       size_t n, bool cut)
{
    if (n == 0 || c->font == NULL) {
        return 0;
    }
    static const double SHARE[] = {[HO_ALIGN_LEFT] = 0, [HO_ALIGN_CENTRE] = 0.5, [HO_ALIGN_RIGHT] = 1};
    ho_text_run_t run = run_of(c, style, text, n);
    run.width = run_width(c, &run);
    run.x = (x + c->level[c->depth].x) * c->scale;
    run.baseline = (y + c->level[c->depth].y) * c->scale + c->font->cap_height * run.size / 2;
    double left = run.x - run.width * SHARE[style->align];
    ho_rect_t around = {left - run.size, run.baseline - 1.5 * run.size, run.width + 2 * run.size,
                        2.5 * run.size};
    if (ho_rect_overlaps(around, ho_canvas_device_clip(c))) {
        c->backend->text(c, &run);
        report(c, &run, left, cut);
    }
    return run.width / c->scale;
}

double ho_draw_text(ho_canvas_t *c, double x, double y, const ho_text_style_t *style, const char *text)
{
    return draw_run(c, x, y, style, text, strlen(text), false);
}

/* The start of the code point before `n`. */
static size_t step_back(const char *text, size_t n)
{
    do {
        n--;
    } while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80);
    return n;
}

bool ho_text_fit(ho_canvas_t *c, const ho_text_style_t *style, double max_width, const char *text, char *out,
                 size_t size)
{
    size_t n = strlen(text);
    bool fits = n < size && width_of(c, style, text, n) <= max_width + 1e-9;
    if (fits) {
        memcpy(out, text, n + 1);
        return false;
    }
    size_t room = size - sizeof ELLIPSIS;
    /* n is the length that may stay; halve the search, then walk to the start of a letter */
    size_t low = 0;
    size_t high = n < room ? n : room;
    while (low < high) {
        size_t mid = (low + high + 1) / 2;
        size_t at = mid < n && ((unsigned char)text[mid] & 0xC0) == 0x80 ? step_back(text, mid) : mid;
        memcpy(out, text, at);
        memcpy(out + at, ELLIPSIS, sizeof ELLIPSIS);
        if (width_of(c, style, out, at + sizeof ELLIPSIS - 1) <= max_width) {
            low = mid;
        } else {
            high = mid - 1;
        }
    }
    size_t keep = low < n && ((unsigned char)text[low] & 0xC0) == 0x80 ? step_back(text, low) : low;
    while (keep > 0 && text[keep - 1] == ' ') {
        keep--;
    }
    memcpy(out, text, keep);
    memcpy(out + keep, ELLIPSIS, sizeof ELLIPSIS);
    return true;
}

double ho_draw_text_fit(ho_canvas_t *c, double x, double y, double max_width, const ho_text_style_t *style,
                        const char *text)
{
    if (width_of(c, style, text, strlen(text)) <= max_width + 1e-9) {
        return ho_draw_text(c, x, y, style, text);
    }
    char shown[512];
    bool cut = ho_text_fit(c, style, max_width, text, shown, sizeof shown);
    return draw_run(c, x, y, style, shown, strlen(shown), cut);
}

/* ---- paragraphs ---- */

/* A paragraph being set: runs of one weight are drawn as one string, so that spacing and kerning are the
 * font's. */
typedef struct {
    ho_canvas_t *canvas;
    const ho_text_style_t *style[2]; /* plain, strong */
    double x, y, width, line_height;
    double pen; /* where the present run starts, from x */
    const char *run;
    size_t run_length;
    bool strong; /* of the present run */
    bool draw;
    int line, max_lines;
    bool done; /* max_lines reached: the rest is left out */
} setter_t;

static void flush(setter_t *s, bool ellipsis)
{
    const ho_text_style_t *style = s->style[s->strong];
    if (ellipsis) {
        char shown[512];
        size_t n = s->run_length < sizeof shown - 8 ? s->run_length : sizeof shown - 8;
        while (n > 0 && s->run[n - 1] == ' ') {
            n--;
        }
        while (true) {
            memcpy(shown, s->run, n);
            memcpy(shown + n, ELLIPSIS, sizeof ELLIPSIS);
            if (n == 0 || s->pen + width_of(s->canvas, style, shown, n + 3) <= s->width) {
                break;
            }
            n = step_back(shown, n);
        }
        if (s->draw) {
            draw_run(s->canvas, s->x + s->pen, s->y, style, shown, n + 3, true);
        }
        s->run_length = 0;
        s->done = true;
        return;
    }
    if (s->run_length > 0) {
        if (s->draw) {
            draw_run(s->canvas, s->x + s->pen, s->y, style, s->run, s->run_length, false);
        }
        s->pen += width_of(s->canvas, style, s->run, s->run_length);
    }
    s->run_length = 0;
}

static void next_line(setter_t *s)
{
    if (s->max_lines > 0 && s->line >= s->max_lines) {
        flush(s, true);
        return;
    }
    while (s->run_length > 0 && s->run[s->run_length - 1] == ' ') {
        s->run_length--;
    }
    flush(s, false);
    s->pen = 0;
    s->y += s->line_height;
    s->line++;
}

/* A word alone on its line that is wider than the line goes on in the next ones: a path, an address. */
static void break_word(setter_t *s)
{
    while (!s->done && width_of(s->canvas, s->style[s->strong], s->run, s->run_length) > s->width) {
        const char *word = s->run;
        size_t whole = s->run_length;
        size_t n = step_back(word, whole);
        while (n > 0 && width_of(s->canvas, s->style[s->strong], word, n) > s->width) {
            n = step_back(word, n);
        }
        if (n == 0) {
            return; /* not even a letter has room */
        }
        s->run_length = n;
        next_line(s);
        s->run = word + n;
        s->run_length = s->done ? 0 : whole - n;
    }
}

/* Sets a word of n bytes with the spaces before it. */
static void set_word(setter_t *s, const char *spaces, const char *word, size_t n, bool strong)
{
    if (s->run_length > 0 && s->strong != strong) {
        flush(s, false);
    }
    const char *start = s->run_length > 0 ? s->run : spaces;
    bool first = s->run_length == 0 && s->pen == 0;
    start = first ? word : start;
    size_t length = (size_t)(word + n - start);
    if (!first && s->pen + width_of(s->canvas, s->style[strong], start, length) > s->width) {
        next_line(s);
        if (s->done) {
            return;
        }
        first = true;
        start = word;
        length = n;
    }
    s->run = start;
    s->run_length = length;
    s->strong = strong;
    if (first) {
        break_word(s);
    }
}

int ho_draw_paragraph(ho_canvas_t *c, double x, double y, double width, double line_height, int max_lines,
                      const ho_text_style_t *style, ho_color_t strong, const char *text, bool draw)
{
    ho_text_style_t plain = *style;
    plain.align = HO_ALIGN_LEFT;
    ho_text_style_t bold = plain;
    bold.weight = HO_WEIGHT_SEMIBOLD;
    bold.color = strong;
    setter_t s = {.canvas = c,
                  .style = {&plain, &bold},
                  .x = x,
                  .y = y,
                  .width = width,
                  .line_height = line_height,
                  .draw = draw,
                  .line = 1,
                  .max_lines = max_lines};
    bool is_strong = false;
    const char *p = text;
    while (*p != '\0' && !s.done) {
        if (*p == '*') {
            flush(&s, false);
            is_strong = !is_strong;
            p++;
            continue;
        }
        if (*p == '\n') {
            next_line(&s);
            p++;
            continue;
        }
        const char *spaces = p;
        while (*p == ' ') {
            p++;
        }
        const char *word = p;
        while (*p != '\0' && *p != ' ' && *p != '\n' && *p != '*') {
            p++;
        }
        if (p > word) {
            set_word(&s, spaces, word, (size_t)(p - word), is_strong);
        } else if (*p == '*' && p > spaces) {
            if (s.run_length > 0) {
                s.run_length +=
                    (size_t)(p - spaces); /* the space before a star belongs to the run before it */
            } else if (s.pen > 0) {
                s.pen += width_of(c, &plain, " ", 1);
            }
        }
    }
    if (!s.done) {
        flush(&s, false);
    }
    return s.line;
}
