/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that grows. */
#include "balance/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ho_page_bytes(ho_page_t *page, const char *text, size_t n)
{
    if (page->failed) return;
    if (page->n + n + 1 > page->capacity) {
        const size_t capacity = 2 * (page->n + n) + 4096;
        char *larger = realloc(page->text, capacity);
        if (larger == NULL) {
            page->failed = true;
            return;
        }
        page->text = larger;
        page->capacity = capacity;
    }
    memcpy(page->text + page->n, text, n);
    page->n += n;
    page->text[page->n] = '\0';
}

void ho_page_put(ho_page_t *page, const char *text)
{
    ho_page_bytes(page, text, strlen(text));
}

void ho_page_add(ho_page_t *page, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n < 0 || n >= (int)sizeof line) page->failed = true; /* no line of a report is that long */
    else ho_page_bytes(page, line, (size_t)n);
}

void ho_page_html(ho_page_t *page, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '<': ho_page_put(page, "&lt;"); break;
        case '>': ho_page_put(page, "&gt;"); break;
        case '&': ho_page_put(page, "&amp;"); break;
        case '"': ho_page_put(page, "&quot;"); break;
        default: ho_page_bytes(page, text, 1); break;
        }
    }
}

void ho_page_free(ho_page_t *page)
{
    free(page->text);
    *page = (ho_page_t){0};
}
