/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inter by SDL2_ttf. */
#include "dashboard/font.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PATH = 1200,
    SIZES = 48,      /* opened at once: three weights of sixteen sizes */
    EIGHTHS = 8,     /* sizes are kept in eighths of a pixel */
    CRISP_BELOW = 20 /* smaller letters are hinted in height [px] */
};

typedef struct {
    TTF_Font *font;
    int size; /* [px / EIGHTHS] */
    ho_weight_t weight;
    unsigned long used;
} face_t;

struct ho_ttf {
    ho_font_t font;
    char file[HO_WEIGHT_COUNT][PATH];
    face_t face[SIZES];
    unsigned long clock;
    bool begun;
};

/* ---- files ---- */

static const char *const INTER[HO_WEIGHT_COUNT] = {"Inter-Regular.otf", "Inter-Medium.otf",
                                                   "Inter-SemiBold.otf"};
static const char *const DEJAVU[HO_WEIGHT_COUNT] = {"DejaVuSans.ttf", "DejaVuSans.ttf",
                                                    "DejaVuSans-Bold.ttf"};

static bool find_in(ho_ttf_t *self, const char *folder, const char *const *names)
{
    for (int i = 0; i < HO_WEIGHT_COUNT; i++) {
        int n = snprintf(self->file[i], PATH, "%s/%s", folder, names[i]);
        if (n < 0 || n >= PATH || access(self->file[i], R_OK) != 0) {
            return false;
        }
    }
    return true;
}

/* A folder beside the program: build/../assets/fonts, bin/../share/holdout/fonts. */
static bool find_beside(ho_ttf_t *self, const char *relative)
{
    char folder[PATH];
    ssize_t n = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (n <= 0) {
        return false;
    }
    folder[n] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash == NULL || (size_t)(slash - folder) + strlen(relative) + 2 > sizeof folder) {
        return false;
    }
    memcpy(slash + 1, relative, strlen(relative) + 1);
    return find_in(self, folder, INTER);
}

static bool find_files(ho_ttf_t *self, const char *dir)
{
    if (dir != NULL) {
        return find_in(self, dir, INTER);
    }
    const char *wanted = getenv("HO_FONT_DIR");
    return (wanted != NULL && find_in(self, wanted, INTER)) || find_beside(self, "../share/holdout/fonts") ||
           find_beside(self, "../assets/fonts") || find_in(self, "assets/fonts", INTER) ||
           find_in(self, "/usr/share/holdout/fonts", INTER) ||
           find_in(self, "/usr/share/fonts/opentype/inter", INTER) ||
           find_in(self, "/usr/share/fonts/truetype/dejavu", DEJAVU);
}

/* ---- letters ---- */

/* The face of that weight and size; one that was not used for long gives its place. NULL without memory. */
static TTF_Font *face_of(ho_ttf_t *self, ho_weight_t weight, double size)
{
    int eighths = (int)(size * EIGHTHS + 0.5);
    eighths = eighths < EIGHTHS ? EIGHTHS : eighths;
    face_t *place = &self->face[0];
    for (int i = 0; i < SIZES; i++) {
        face_t *face = &self->face[i];
        if (face->font != NULL && face->size == eighths && face->weight == weight) {
            face->used = ++self->clock;
            return face->font;
        }
        if (face->used < place->used) {
            place = face;
        }
    }
    if (place->font != NULL) {
        TTF_CloseFont(place->font);
    }
    /* at 9 dots an inch a point is an eighth of a pixel */
    *place = (face_t){TTF_OpenFontDPI(self->file[weight], eighths, 72 / EIGHTHS, 72 / EIGHTHS), eighths,
                      weight, ++self->clock};
    if (place->font == NULL) {
        place->used = 0;
        return NULL;
    }
    TTF_SetFontHinting(place->font, size < CRISP_BELOW ? TTF_HINTING_LIGHT_SUBPIXEL : TTF_HINTING_NONE);
    TTF_SetFontKerning(place->font, 1);
    return place->font;
}

/* The text with its end: SDL_ttf wants a NUL. `room` holds it if it is short. */
static char *closed(const char *text, size_t n, char *room, size_t size)
{
    char *out = n < size ? room : malloc(n + 1);
    if (out != NULL) {
        memcpy(out, text, n);
        out[n] = '\0';
    }
    return out;
}

static double measure(void *user, ho_weight_t weight, double size, const char *text, size_t n)
{
    TTF_Font *font = face_of(user, weight, size);
    char room[512];
    char *line = font != NULL ? closed(text, n, room, sizeof room) : NULL;
    int w = 0;
    if (line != NULL) {
        TTF_SizeUTF8(font, line, &w, NULL);
    }
    if (line != room) {
        free(line);
    }
    return w;
}

/* Rows and columns of the surface that have ink. */
typedef struct {
    int left, top, right, bottom;
} ink_t;

static uint8_t alpha_at(const SDL_Surface *s, int x, int y)
{
    uint32_t pixel;
    memcpy(&pixel, (const uint8_t *)s->pixels + (size_t)y * (size_t)s->pitch + (size_t)x * 4, 4);
    return (uint8_t)((pixel & s->format->Amask) >> s->format->Ashift);
}

static ink_t find_ink(const SDL_Surface *s)
{
    ink_t ink = {s->w, s->h, 0, 0};
    for (int y = 0; y < s->h; y++) {
        for (int x = 0; x < s->w; x++) {
            if (alpha_at(s, x, y) != 0) {
                ink.left = x < ink.left ? x : ink.left;
                ink.right = x + 1 > ink.right ? x + 1 : ink.right;
                ink.top = y < ink.top ? y : ink.top;
                ink.bottom = y + 1;
            }
        }
    }
    return ink;
}

/* The surface begins at the first letter's left edge if that lies left of the pen. */
static int overhang(TTF_Font *font, const char *text, size_t n)
{
    size_t at = 0;
    int left = 0;
    if (n == 0 || TTF_GlyphMetrics32(font, ho_utf8_next(text, n, &at), &left, NULL, NULL, NULL, NULL) != 0) {
        return 0;
    }
    return left < 0 ? left : 0;
}

static int copy_ink(const SDL_Surface *s, ho_bitmap_t *out)
{
    ink_t ink = find_ink(s);
    out->width = ink.right > ink.left ? ink.right - ink.left : 0;
    out->height = ink.bottom > ink.top ? ink.bottom - ink.top : 0;
    out->left += ink.left;
    out->top -= ink.top;
    if (out->width == 0 || out->height == 0) {
        out->width = out->height = 0;
        return 0;
    }
    out->alpha = malloc((size_t)out->width * (size_t)out->height);
    if (out->alpha == NULL) {
        return -1;
    }
    for (int y = 0; y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            out->alpha[(size_t)y * (size_t)out->width + (size_t)x] = alpha_at(s, ink.left + x, ink.top + y);
        }
    }
    return 0;
}

static int raster(void *user, ho_weight_t weight, double size, const char *text, size_t n, ho_bitmap_t *out)
{
    TTF_Font *font = face_of(user, weight, size);
    char room[512];
    char *line = font != NULL ? closed(text, n, room, sizeof room) : NULL;
    if (line == NULL) {
        return -1;
    }
    int rc = 0;
    SDL_Color white = {255, 255, 255, 255};
    SDL_Surface *surface = n > 0 ? TTF_RenderUTF8_Blended(font, line, white) : NULL;
    if (surface != NULL) { /* a text without width has no surface, and no ink */
        out->left = overhang(font, text, n);
        out->top = TTF_FontAscent(font);
        rc = copy_ink(surface, out);
        SDL_FreeSurface(surface);
    }
    if (line != room) {
        free(line);
    }
    return rc;
}

/* ---- life ---- */

ho_ttf_t *ho_ttf_open(const char *dir, char *why, size_t size)
{
    ho_ttf_t *self = calloc(1, sizeof *self);
    if (self == NULL || TTF_Init() != 0) {
        snprintf(why, size, "There is not enough memory for the font.");
        free(self);
        return NULL;
    }
    self->begun = true;
    if (!find_files(self, dir)) {
        if (dir != NULL) {
            snprintf(why, size,
                     "Inter-Regular.otf, Inter-Medium.otf and Inter-SemiBold.otf are not all in %s.", dir);
        } else {
            snprintf(why, size, "No font was found: install fonts-inter, or name a folder with --font-dir.");
        }
        ho_ttf_close(self);
        return NULL;
    }
    self->font = (ho_font_t){.user = self, .cap_height = 0.727, .measure = measure, .raster = raster};
    if (face_of(self, HO_WEIGHT_REGULAR, 14) == NULL) {
        snprintf(why, size, "The font %s cannot be used: %s.", self->file[0], TTF_GetError());
        ho_ttf_close(self);
        return NULL;
    }
    return self;
}

void ho_ttf_close(ho_ttf_t *self)
{
    if (self == NULL) {
        return;
    }
    for (int i = 0; i < SIZES; i++) {
        if (self->face[i].font != NULL) {
            TTF_CloseFont(self->face[i].font);
        }
    }
    if (self->begun) {
        TTF_Quit();
    }
    free(self);
}

const ho_font_t *ho_ttf_font(const ho_ttf_t *self)
{
    return &self->font;
}
