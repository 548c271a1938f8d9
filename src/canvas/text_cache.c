/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text cache: a hash table whose entries also stand in order of use. */
#include <stdlib.h>
#include <string.h>

#include "canvas/text.h"

enum { HO_TEXT_BUCKETS = 2048 };

struct ho_text_entry {
    ho_text_entry_t *next;          /* in the bucket */
    ho_text_entry_t *newer, *older; /* in order of use */
    uint64_t hash;
    double size;
    double width; /* [device px] */
    ho_bitmap_t bitmap;
    size_t n;
    ho_weight_t weight;
    bool drawn; /* bitmap is there, even if without ink */
    char text[];
};

int ho_text_cache_init(ho_text_cache_t *cache, size_t max_bytes)
{
    *cache = (ho_text_cache_t){.max_bytes = max_bytes};
    cache->bucket = calloc(HO_TEXT_BUCKETS, sizeof *cache->bucket);
    return cache->bucket != NULL ? 0 : -1;
}

static size_t size_of_entry(const ho_text_entry_t *e)
{
    return sizeof *e + e->n + (size_t)e->bitmap.width * (size_t)e->bitmap.height;
}

static void unlink_from_order(ho_text_cache_t *cache, ho_text_entry_t *e)
{
    *(e->newer != NULL ? &e->newer->older : &cache->newest) = e->older;
    *(e->older != NULL ? &e->older->newer : &cache->oldest) = e->newer;
}

static void put_first(ho_text_cache_t *cache, ho_text_entry_t *e)
{
    e->newer = NULL;
    e->older = cache->newest;
    *(cache->newest != NULL ? &cache->newest->newer : &cache->oldest) = e;
    cache->newest = e;
}

static void remove_entry(ho_text_cache_t *cache, ho_text_entry_t *e)
{
    ho_text_entry_t **link = &cache->bucket[e->hash % HO_TEXT_BUCKETS];
    while (*link != e) {
        link = &(*link)->next;
    }
    *link = e->next;
    unlink_from_order(cache, e);
    cache->bytes -= size_of_entry(e);
    free(e->bitmap.alpha);
    free(e);
}

void ho_text_cache_clear(ho_text_cache_t *cache)
{
    while (cache->newest != NULL) {
        remove_entry(cache, cache->newest);
    }
}

void ho_text_cache_free(ho_text_cache_t *cache)
{
    if (cache->bucket != NULL) {
        ho_text_cache_clear(cache);
        free(cache->bucket);
    }
    *cache = (ho_text_cache_t){0};
}

/* FNV-1a over the text, then the size and weight. */
static uint64_t hash_of(ho_weight_t weight, double size, const char *text, size_t n)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ (unsigned char)text[i]) * 1099511628211u;
    }
    h = (h ^ (uint64_t)(size * 64)) * 1099511628211u;
    h = (h ^ (uint64_t)weight) * 1099511628211u;
    return h ^ h >> 29;
}

static void evict(ho_text_cache_t *cache, const ho_text_entry_t *keep)
{
    while (cache->bytes > cache->max_bytes && cache->oldest != NULL && cache->oldest != keep) {
        remove_entry(cache, cache->oldest);
        cache->evictions++;
    }
}

/* The entry, made with its width if it is new; NULL without memory. */
static ho_text_entry_t *find_or_make(ho_text_cache_t *cache, const ho_font_t *font, ho_weight_t weight,
                                     double size, const char *text, size_t n)
{
    uint64_t hash = hash_of(weight, size, text, n);
    ho_text_entry_t **bucket = &cache->bucket[hash % HO_TEXT_BUCKETS];
    for (ho_text_entry_t *e = *bucket; e != NULL; e = e->next) {
        if (e->hash == hash && e->size == size && e->weight == weight && e->n == n &&
            memcmp(e->text, text, n) == 0) {
            cache->hits++;
            unlink_from_order(cache, e);
            put_first(cache, e);
            return e;
        }
    }
    cache->misses++;
    ho_text_entry_t *e = calloc(1, sizeof *e + n + 1);
    if (e == NULL) {
        return NULL;
    }
    e->hash = hash;
    e->size = size;
    e->weight = weight;
    e->n = n;
    memcpy(e->text, text, n);
    e->width = font->measure(font->user, weight, size, text, n);
    e->next = *bucket;
    *bucket = e;
    put_first(cache, e);
    cache->bytes += size_of_entry(e);
    evict(cache, e);
    return e;
}

double ho_text_cache_width(ho_text_cache_t *cache, const ho_font_t *font, ho_weight_t weight, double size,
                           const char *text, size_t n)
{
    ho_text_entry_t *e =
        cache != NULL && cache->bucket != NULL ? find_or_make(cache, font, weight, size, text, n) : NULL;
    return e != NULL ? e->width : font->measure(font->user, weight, size, text, n);
}

const ho_bitmap_t *ho_text_cache_bitmap(ho_text_cache_t *cache, const ho_font_t *font, ho_weight_t weight,
                                        double size, const char *text, size_t n)
{
    ho_text_entry_t *e = find_or_make(cache, font, weight, size, text, n);
    if (e == NULL) {
        return NULL;
    }
    if (!e->drawn) {
        size_t before = size_of_entry(e);
        if (font->raster(font->user, weight, size, text, n, &e->bitmap) != 0) {
            e->bitmap = (ho_bitmap_t){0};
            return NULL;
        }
        e->drawn = true;
        cache->bytes += size_of_entry(e) - before;
        evict(cache, e);
    }
    return &e->bitmap;
}

/* The number of bytes that a sequence with this first byte has; 0 for a byte that cannot be first. */
static size_t sequence_length(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
}

uint32_t ho_utf8_next(const char *text, size_t n, size_t *at)
{
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *s = (const unsigned char *)text + *at;
    size_t length = sequence_length(s[0]);
    if (length <= 1 || length > n - *at) {
        *at += 1;
        return length == 1 ? s[0] : 0xFFFD;
    }
    uint32_t point = s[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            *at += 1;
            return 0xFFFD;
        }
        point = point << 6 | (s[i] & 0x3Fu);
    }
    bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < SMALLEST[length] || point > 0x10FFFF || surrogate) {
        *at += 1;
        return 0xFFFD;
    }
    *at += length;
    return point;
}
