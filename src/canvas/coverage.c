/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact coverage by accumulated signed area. */
#include "canvas/coverage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(ho_coverage_t *cov)
{
    long n_sum = (long)cov->height * cov->stride;
    long n_words = (long)cov->height * cov->words;
    if (n_sum > cov->max_sum) {
        float *sum = calloc((size_t)n_sum, sizeof *sum);
        if (sum == NULL) {
            return false;
        }
        free(cov->sum);
        cov->sum = sum;
        cov->max_sum = n_sum;
    }
    if (n_words > cov->max_words) {
        uint64_t *touched = calloc((size_t)n_words, sizeof *touched);
        if (touched == NULL) {
            return false;
        }
        free(cov->touched);
        cov->touched = touched;
        cov->max_words = n_words;
    }
    return true;
}

static void touch(ho_coverage_t *cov, int row, int first, int last)
{
    uint64_t *words = cov->touched + (long)row * cov->words;
    for (int block = first / HO_COVERAGE_BLOCK; block <= last / HO_COVERAGE_BLOCK; block++) {
        words[block >> 6] |= (uint64_t)1 << (block & 63);
    }
}

/* A piece of edge inside one row: from xa to xb (xa <= xb, in 0..width), covering `d` of its height,
 * signed. */
static void add_piece(ho_coverage_t *cov, int row, double xa, double xb, double d)
{
    float *sum = cov->sum + (long)row * cov->stride;
    double fa = floor(xa);
    double cb = ceil(xb);
    int ia = (int)fa;
    int ib = (int)cb;
    if (ib <= ia + 1) { /* in one pixel */
        double mean = 0.5 * (xa + xb) - fa;
        sum[ia] += (float)(d - d * mean);
        sum[ia + 1] += (float)(d * mean);
        touch(cov, row, ia, ia + 1);
        return;
    }
    double slope = 1 / (xb - xa);
    double first = 1 - (xa - fa);
    double last = xb - cb + 1;
    double area_first = 0.5 * slope * first * first;
    double area_last = 0.5 * slope * last * last;
    sum[ia] += (float)(d * area_first);
    if (ib == ia + 2) {
        sum[ia + 1] += (float)(d * (1 - area_first - area_last));
    } else {
        double second = slope * (first + 0.5);
        sum[ia + 1] += (float)(d * (second - area_first));
        float each = (float)(d * slope);
        for (int i = ia + 2; i < ib - 1; i++) {
            sum[i] += each;
        }
        double before_last = second + (ib - ia - 3) * slope;
        sum[ib - 1] += (float)(d * (1 - before_last - area_last));
    }
    sum[ib] += (float)(d * area_last);
    touch(cov, row, ia, ib);
}

/* An edge whose x stay in 0..width and whose y go down inside 0..height. */
static void add_inner_edge(ho_coverage_t *cov, double xa, double ya, double xb, double yb, double sign)
{
    if (yb <= ya) {
        return;
    }
    double slope = (xb - xa) / (yb - ya);
    int first = (int)ya;
    int last = (int)ceil(yb);
    last = last > cov->height ? cov->height : last;
    double x = xa;
    for (int row = first; row < last; row++) {
        double top = ya > row ? ya : row;
        double bottom = yb < row + 1 ? yb : row + 1;
        double next = bottom == yb ? xb : xa + slope * (bottom - ya);
        next = next < 0 ? 0 : next > cov->width ? cov->width : next;
        double d = (bottom - top) * sign;
        add_piece(cov, row, x < next ? x : next, x < next ? next : x, d);
        x = next;
    }
}

/* An edge with y in order: what lies left of the window counts at its left edge, what lies right does not
 * matter. */
static void add_clipped_edge(ho_coverage_t *cov, double xa, double ya, double xb, double yb, double sign)
{
    double right = cov->width;
    if (xa >= right && xb >= right) {
        return;
    }
    if (xa <= 0 && xb <= 0) {
        add_inner_edge(cov, 0, ya, 0, yb, sign);
        return;
    }
    double slope = (yb - ya) / (xb - xa); /* finite wherever it is used: xa and xb differ then */
    if (xa < 0) {
        double y = ya - xa * slope;
        add_inner_edge(cov, 0, ya, 0, y, sign);
        xa = 0;
        ya = y;
    } else if (xa > right) {
        ya += (right - xa) * slope;
        xa = right;
    }
    if (xb < 0) {
        double y = yb - xb * slope;
        add_inner_edge(cov, 0, y, 0, yb, sign);
        xb = 0;
        yb = y;
    } else if (xb > right) {
        yb += (right - xb) * slope;
        xb = right;
    }
    add_inner_edge(cov, xa, ya, xb, yb, sign);
}

static void add_edge(ho_coverage_t *cov, ho_point_t a, ho_point_t b)
{
    double sign = 1;
    if (a.y > b.y) {
        ho_point_t t = a;
        a = b;
        b = t;
        sign = -1;
    }
    double height = cov->height;
    if (a.y == b.y || b.y <= 0 || a.y >= height) {
        return;
    }
    double slope = (b.x - a.x) / (b.y - a.y);
    double bx = b.x;
    double by = b.y;
    if (by > height) {
        bx = a.x + (height - a.y) * slope;
        by = height;
    }
    if (a.y < 0) {
        a.x -= a.y * slope;
        a.y = 0;
    }
    add_clipped_edge(cov, a.x, a.y, bx, by, sign);
}

bool ho_coverage_add(ho_coverage_t *cov, const ho_polygons_t *polygons, int x0, int y0, int width, int height)
{
    cov->x0 = x0;
    cov->y0 = y0;
    cov->width = width;
    cov->height = height;
    cov->stride = width + 2 + HO_COVERAGE_BLOCK - (width + 2) % HO_COVERAGE_BLOCK;
    cov->words = cov->stride / HO_COVERAGE_BLOCK / 64 + 1;
    if (!make_room(cov)) {
        return false;
    }
    int start = 0;
    for (int k = 0; k < polygons->n_lines; k++) {
        int end = polygons->end[k];
        ho_point_t before = polygons->point[end - 1];
        before = (ho_point_t){before.x - x0, before.y - y0};
        for (int i = start; i < end; i++) {
            ho_point_t now = {polygons->point[i].x - x0, polygons->point[i].y - y0};
            add_edge(cov, before, now);
            before = now;
        }
        start = end;
    }
    return true;
}

static unsigned to_alpha(float covered)
{
    float magnitude = covered < 0 ? -covered : covered;
    return magnitude >= 1 ? 255u : (unsigned)(magnitude * 255.0F + 0.5F);
}

void ho_coverage_row(ho_coverage_t *cov, int row,
                     void (*span)(void *user, int x, int n, unsigned alpha, const uint8_t *alphas),
                     void *user)
{
    float *sum = cov->sum + (long)row * cov->stride;
    uint64_t *words = cov->touched + (long)row * cov->words;
    uint64_t any = 0;
    for (int w = 0; w < cov->words; w++) {
        any |= words[w];
    }
    if (any == 0) {
        return;
    }
    float total = 0;
    int blocks = cov->stride / HO_COVERAGE_BLOCK;
    for (int block = 0; block < blocks;) {
        int x = block * HO_COVERAGE_BLOCK;
        if ((words[block >> 6] >> (block & 63) & 1) == 0) { /* even until the next touched block */
            int end = block + 1;
            while (end < blocks && (words[end >> 6] >> (end & 63) & 1) == 0) {
                end++;
            }
            int right = end * HO_COVERAGE_BLOCK;
            right = right > cov->width ? cov->width : right;
            unsigned alpha = to_alpha(total);
            if (alpha > 0 && right > x) {
                span(user, x, right - x, alpha, NULL);
            }
            block = end;
            continue;
        }
        uint8_t alphas[HO_COVERAGE_BLOCK];
        for (int i = 0; i < HO_COVERAGE_BLOCK; i++) {
            total += sum[x + i];
            alphas[i] = (uint8_t)to_alpha(total);
        }
        memset(sum + x, 0, sizeof *sum * HO_COVERAGE_BLOCK);
        int n = cov->width - x < HO_COVERAGE_BLOCK ? cov->width - x : HO_COVERAGE_BLOCK;
        if (n > 0) {
            span(user, x, n, 0, alphas);
        }
        block++;
    }
    memset(words, 0, sizeof *words * (size_t)cov->words);
}

void ho_coverage_free(ho_coverage_t *cov)
{
    free(cov->sum);
    free(cov->touched);
    *cov = (ho_coverage_t){0};
}
