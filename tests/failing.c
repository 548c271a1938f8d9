/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The allocating functions, as the linker's --wrap puts them before those of the C library. */
#include "failing.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

static atomic_long first, last; /* of the allocations that fail */
static atomic_long asked, failed;
static atomic_bool watching;

static void set_range(long from, long to)
{
    atomic_store(&asked, 0);
    atomic_store(&failed, 0);
    atomic_store(&first, from);
    atomic_store(&last, to);
    atomic_store(&watching, true);
}

void failing_at(long k)
{
    if (k < 0) k = LONG_MAX;
    set_range(k, k);
}

void failing_from(long k)
{
    set_range(k, LONG_MAX);
}

void failing_stop(void)
{
    atomic_store(&watching, false);
}

long failing_asked(void)
{
    return atomic_load(&asked);
}

long failing_failed(void)
{
    return atomic_load(&failed);
}

static bool fails_now(void)
{
    if (!atomic_load(&watching)) return false;
    long k = atomic_fetch_add(&asked, 1);
    if (k < atomic_load(&first) || k > atomic_load(&last)) return false;
    atomic_fetch_add(&failed, 1);
    return true;
}

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
char *__wrap_strdup(const char *s);

void *__wrap_malloc(size_t n)
{
    return fails_now() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails_now() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    return fails_now() ? NULL : __real_realloc(p, n);
}

char *__wrap_strdup(const char *s)
{
    return fails_now() ? NULL : __real_strdup(s);
}
