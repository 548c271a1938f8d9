/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels to draw on, and a PNG writer whose "compression" stores. */
#include "canvas/easel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "canvas/box_font.h"

void easel_begin(easel_t *e, double scale)
{
    ho_canvas_begin_pixels(&e->canvas, &e->pixels, scale, box_font(), &e->cache);
}

void easel_open(easel_t *e, int width, int height, double scale, ho_color_t ground)
{
    size_t n = (size_t)width * (size_t)height;
    e->pixels = (ho_pixels_t){malloc(n * sizeof *e->pixels.argb), width, height, width};
    assert_non_null(e->pixels.argb);
    assert_int_equal(ho_text_cache_init(&e->cache, 1 << 20), 0);
    ho_canvas_init(&e->canvas);
    for (size_t i = 0; i < n; i++) {
        e->pixels.argb[i] = ground;
    }
    easel_begin(e, scale);
}

uint32_t easel_pixel(const easel_t *e, int x, int y)
{
    return e->pixels.argb[y * e->pixels.stride + x];
}

uint64_t easel_hash(const easel_t *e)
{
    uint64_t h = 14695981039346656037u;
    for (int i = 0; i < e->pixels.width * e->pixels.height; i++) {
        for (int shift = 0; shift < 32; shift += 8) {
            h = (h ^ (e->pixels.argb[i] >> shift & 255)) * 1099511628211u;
        }
    }
    return h;
}

void easel_close(easel_t *e)
{
    ho_canvas_free(&e->canvas);
    ho_text_cache_free(&e->cache);
    free(e->pixels.argb);
    *e = (easel_t){0};
}

/* ---- PNG ---- */

typedef struct {
    FILE *file;
    uint32_t crc;
    uint32_t low, high; /* Adler-32 of the rows */
} png_t;

static void put_bytes(png_t *png, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        png->crc ^= bytes[i];
        for (int k = 0; k < 8; k++) {
            png->crc = png->crc >> 1 ^ ((png->crc & 1) != 0 ? 0xEDB88320u : 0);
        }
    }
    fwrite(bytes, 1, n, png->file);
}

static void put_word(png_t *png, uint32_t v)
{
    uint8_t bytes[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
    put_bytes(png, bytes, 4);
}

static void begin_chunk(png_t *png, uint32_t length, const char *name)
{
    put_word(png, length);
    png->crc = 0xFFFFFFFFu;
    put_bytes(png, (const uint8_t *)name, 4);
}

static void end_chunk(png_t *png)
{
    put_word(png, ~png->crc);
}

/* One row as a stored block: its header, the filter byte 0, and RGB. */
static void put_row(png_t *png, const uint32_t *row, int width, bool last)
{
    uint32_t n = (uint32_t)width * 3 + 1;
    uint8_t head[5] = {last, (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)~n, (uint8_t)(~n >> 8)};
    put_bytes(png, head, sizeof head);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t byte = (uint8_t)(i == 0 ? 0u : (unsigned)(row[(i - 1) / 3] >> (16 - 8 * ((i - 1) % 3))) & 0xFFu);
        put_bytes(png, &byte, 1);
        png->low = (png->low + byte) % 65521;
        png->high = (png->high + png->low) % 65521;
    }
}

int easel_save(const easel_t *e, const char *path)
{
    png_t png = {.file = fopen(path, "wb"), .low = 1};
    if (png.file == NULL) {
        return -1;
    }
    int width = e->pixels.width;
    int height = e->pixels.height;
    fwrite("\x89PNG\r\n\x1A\n", 1, 8, png.file);
    begin_chunk(&png, 13, "IHDR");
    put_word(&png, (uint32_t)width);
    put_word(&png, (uint32_t)height);
    put_bytes(&png, (const uint8_t[]){8, 2, 0, 0, 0}, 5);
    end_chunk(&png);
    begin_chunk(&png, 2 + (uint32_t)height * (5 + 1 + 3 * (uint32_t)width) + 4, "IDAT");
    put_bytes(&png, (const uint8_t[]){0x78, 0x01}, 2);
    for (int y = 0; y < height; y++) {
        put_row(&png, e->pixels.argb + (ptrdiff_t)y * e->pixels.stride, width, y == height - 1);
    }
    put_word(&png, png.high << 16 | png.low);
    end_chunk(&png);
    begin_chunk(&png, 0, "IEND");
    end_chunk(&png);
    return fclose(png.file) == 0 ? 0 : -1;
}
