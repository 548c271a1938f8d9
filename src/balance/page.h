/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that grows. A failure sticks: write everything, ask `failed` once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *text; /* ends with a NUL; NULL while empty */
    size_t n, capacity;
    bool failed; /* memory ran out: the text is incomplete */
} ho_page_t;

void ho_page_put(ho_page_t *page, const char *text);
void ho_page_bytes(ho_page_t *page, const char *text, size_t n);
void ho_page_add(ho_page_t *page, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/* With <, >, & and quotes as HTML wants them. */
void ho_page_html(ho_page_t *page, const char *text);
void ho_page_free(ho_page_t *page);
