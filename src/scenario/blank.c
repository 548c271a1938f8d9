/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blanks: {{name}}. */
#include "scenario/blank.h"

#include <stdlib.h>
#include <string.h>

#include "engine/observe.h"

static bool is(const char *name, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(name, word, len) == 0;
}

/* Cuts a leading word off; false where it is not there. */
static bool cut(const char **name, size_t *len, const char *word)
{
    size_t n = strlen(word);
    if (*len < n || memcmp(*name, word, n) != 0) return false;
    *name += n;
    *len -= n;
    return true;
}

/* METRIC_at_DAY */
static bool read_metric(const char *name, size_t len, const ho_world_t *w, ho_blank_t *out)
{
    for (int metric = 0; metric < HO_METRIC_COUNT; metric++) {
        const char *rest = name;
        size_t left = len;
        if (!cut(&rest, &left, ho_metric_info(metric)->name) || !cut(&rest, &left, "_at_")) continue;
        if (left < 1 || left > 3) return false;
        int day = 0;
        for (size_t i = 0; i < left; i++) {
            if (rest[i] < '0' || rest[i] > '9') return false;
            day = 10 * day + (rest[i] - '0');
        }
        out->which = metric;
        out->day = day;
        return day < w->days;
    }
    return false;
}

static bool read_day(const char *name, size_t len, const ho_world_t *w, ho_blank_t *out)
{
    if (is(name, len, "horizon")) out->kind = HO_BLANK_DAY_HORIZON;
    else if (is(name, len, "label_horizon")) out->kind = HO_BLANK_DAY_LABELS;
    else if (is(name, len, "drift") && w->n_drifts > 0) out->kind = HO_BLANK_DAY_DRIFT;
    else {
        out->kind = HO_BLANK_DAY_INCIDENT;
        for (int i = 0; i < w->n_incidents; i++) {
            out->which = i;
            if (is(name, len, w->incident[i].id)) return true;
        }
        return false;
    }
    return true;
}

bool ho_blank_read(const char *name, size_t len, const ho_world_t *w, ho_blank_t *out)
{
    static const char *const figures[] = {
#define HO_X(name) #name,
        HO_BLANK_FIGURES(HO_X)
#undef HO_X
    };
    *out = (ho_blank_t){.kind = HO_BLANK_FIGURE};
    for (int i = 0; i < HO_FIGURES; i++) {
        out->which = i;
        if (is(name, len, figures[i])) return true;
    }
    out->which = 0;
    if (cut(&name, &len, "day:")) return read_day(name, len, w, out);
    if (cut(&name, &len, "observed_")) out->kind = HO_BLANK_OBSERVED;
    else if (cut(&name, &len, "true_")) out->kind = HO_BLANK_TRUE;
    else return false;
    return read_metric(name, len, w, out);
}

/* The next blank at or after `text`: its name and what follows it. False where there is none; a blank that is
 * not closed reaches to the end. */
static bool find_blank(const char *text, const char **start, const char **name, size_t *len,
                       const char **after)
{
    *start = strstr(text, "{{");
    if (*start == NULL) return false;
    *name = *start + 2;
    const char *end = strstr(*name, "}}");
    *len = end == NULL ? strlen(*name) : (size_t)(end - *name);
    *after = end == NULL ? *name + *len : end + 2;
    return true;
}

bool ho_blanks_check(const char *text, const ho_world_t *w, const char **name, size_t *len)
{
    const char *start = NULL;
    while (find_blank(text, &start, name, len, &text)) {
        ho_blank_t blank;
        bool closed = (*name)[*len] == '}';
        if (!closed || !ho_blank_read(*name, *len, w, &blank)) return false;
    }
    return true;
}

static size_t count_blanks(const char *text)
{
    const char *start = NULL;
    const char *name = NULL;
    size_t len = 0;
    size_t n = 0;
    while (find_blank(text, &start, &name, &len, &text)) n++;
    return n;
}

static char *put(char *at, const char *bytes, size_t n)
{
    memcpy(at, bytes, n);
    return at + n;
}

char *ho_blanks_fill(const char *text, const ho_world_t *w, ho_blank_say_t say, void *user)
{
    char *filled = malloc(strlen(text) + count_blanks(text) * HO_BLANK_WORDS + 1);
    if (filled == NULL) return NULL;
    char *at = filled;
    const char *start = NULL;
    const char *name = NULL;
    const char *after = NULL;
    size_t len = 0;
    while (find_blank(text, &start, &name, &len, &after)) {
        ho_blank_t blank;
        at = put(at, text, (size_t)(start - text));
        if (name[len] == '}' && ho_blank_read(name, len, w, &blank)) {
            char words[HO_BLANK_WORDS] = "";
            say(user, &blank, words);
            at = put(at, words, strlen(words));
        } else {
            at = put(at, start, (size_t)(after - start));
        }
        text = after;
    }
    at = put(at, text, strlen(text));
    *at = '\0';
    return filled;
}
