/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures as PNG files, by libpng. */
#include "dashboard/png.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file as it grows in memory. */
typedef struct {
    unsigned char *bytes;
    size_t n, room;
} grown_t;

static void append(png_structp png, png_bytep bytes, png_size_t n)
{
    grown_t *out = png_get_io_ptr(png);
    if (out->n + n > out->room) {
        size_t room = out->room * 2 > out->n + n ? out->room * 2 : out->n + n + 65536;
        unsigned char *more = realloc(out->bytes, room);
        if (more == NULL) {
            png_error(png, "no memory");
        }
        out->bytes = more;
        out->room = room;
    }
    memcpy(out->bytes + out->n, bytes, n);
    out->n += n;
}

static void flush(png_structp png)
{
    (void)png;
}

/* 0, or -1 without memory. `row` holds one row of RGB. */
static int encode(const ho_pixels_t *pixels, unsigned char *row, grown_t *out)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
    if (info == NULL || setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_write_struct(&png, &info);
        return -1;
    }
    png_set_write_fn(png, out, append, flush);
    png_set_IHDR(png, info, (png_uint_32)pixels->width, (png_uint_32)pixels->height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 6);
    png_write_info(png, info);
    for (int y = 0; y < pixels->height; y++) {
        const uint32_t *from = pixels->argb + (size_t)y * (size_t)pixels->stride;
        for (int x = 0; x < pixels->width; x++) {
            row[3 * x] = (unsigned char)(from[x] >> 16);
            row[3 * x + 1] = (unsigned char)(from[x] >> 8);
            row[3 * x + 2] = (unsigned char)from[x];
        }
        png_write_row(png, row);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return 0;
}

int ho_png_write(const char *path, const ho_pixels_t *pixels, char why[HO_IO_REASON])
{
    grown_t out = {0};
    unsigned char *row = malloc((size_t)pixels->width * 3);
    int rc = row != NULL ? encode(pixels, row, &out) : -1;
    if (rc != 0) {
        snprintf(why, HO_IO_REASON, "there is not enough memory for the picture");
    } else if (ho_io_write(path, out.bytes, out.n, 0644, why) != HO_IO_OK) {
        rc = -1;
    }
    free(row);
    free(out.bytes);
    return rc;
}
