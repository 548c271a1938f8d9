/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed words become the JSON of a decision log, and the log's own reader does the rest: names, ranges
 * and near names are judged in one place. */
#include "cli/typed.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/args.h"
#include "engine/observe.h"
#include "scenario/diag.h"
#include "scenario/jsonout.h"
#include "scenario/log.h"
#include "scenario/number.h"

int ho_typed_split(char *line, const char *word[HO_TYPED_WORDS])
{
    int n = 0;
    char *rest = NULL;
    for (char *at = strtok_r(line, " \t\r\n", &rest); at != NULL && n < HO_TYPED_WORDS;
         at = strtok_r(NULL, " \t\r\n", &rest))
        word[n++] = at;
    return n;
}

bool ho_typed_number(const char *word, double *out)
{
    char digits[48];
    size_t n = 0;
    if (strncmp(word, "\xe2\x88\x92", 3) == 0) { /* a true minus, as it is printed */
        digits[n++] = '-';
        word += 3;
    }
    if (*word == '-' || *word == '+') {
        if (*word == '-')
            digits[n++] = '-';
        word++;
    }
    if (*word == '.')
        digits[n++] = '0'; /* ".7" */
    for (; *word != '\0' && (isdigit((unsigned char)*word) || strchr(".,", *word) != NULL); word++) {
        if (*word == ',')
            continue;
        if (n + 4 >= sizeof digits)
            return false;
        digits[n++] = *word;
    }
    /* the unit as an exponent: 1.1% is the number that 0.011 reads as */
    static const struct {
        const char *unit, *exponent;
    } units[] = {{"", ""}, {"%", "e-2"}, {"k", "e3"}, {"M", "e6"}};
    size_t u = 0;
    while (u < 4 && strcmp(word, units[u].unit) != 0)
        u++;
    if (u == 4)
        return false;
    for (const char *e = units[u].exponent; *e != '\0'; e++)
        digits[n++] = *e;
    digits[n] = '\0';
    return ho_number_parse(digits, n, out);
}

/* ---- values -------------------------------------------------------------------------------------------- */

static bool is_switch(const char *word, bool *on)
{
    static const char *const yes[] = {"on", "yes", "true", "1"}, *const no[] = {"off", "no", "false", "0"};
    for (int i = 0; i < 4; i++) {
        if (strcmp(word, yes[i]) == 0)
            return *on = true;
        if (strcmp(word, no[i]) == 0)
            return !(*on = false);
    }
    return false;
}

static bool is_name_of(const ho_world_t *w, ho_param_kind_t kind, const char *word, size_t bytes)
{
    const char *names[HO_LOG_NAMES];
    int n = ho_log_names(w, kind, names);
    for (int i = 0; i < n; i++)
        if (strlen(names[i]) == bytes && strncmp(names[i], word, bytes) == 0)
            return true;
    return false;
}

static bool is_list_of(const ho_world_t *w, ho_param_kind_t kind, const char *word)
{
    for (;;) {
        size_t bytes = strcspn(word, ",");
        if (!is_name_of(w, kind, word, bytes))
            return false;
        if (word[bytes] == '\0')
            return true;
        word += bytes + 1;
    }
}

static bool is_numeric(ho_param_kind_t kind)
{
    return kind == HO_PARAM_SHARE || kind == HO_PARAM_NUMBER || kind == HO_PARAM_COUNT ||
           kind == HO_PARAM_DAYS;
}

static bool is_version(const char *word)
{
    return word[0] == 'v' && word[1] != '\0' && strspn(word + 1, "0123456789") == strlen(word + 1);
}

/* Whether a word has the shape of a value of this parameter. */
static bool fits(const ho_world_t *w, const ho_param_t *p, const char *word)
{
    double x;
    bool on;
    if (is_numeric(p->kind))
        return ho_typed_number(word, &x);
    switch (p->kind) {
    case HO_PARAM_SWITCH: return is_switch(word, &on);
    case HO_PARAM_VERSION: return is_version(word);
    case HO_PARAM_SEGMENT: return strcmp(word, "all") == 0 || is_list_of(w, p->kind, word);
    case HO_PARAM_SEGMENTS:
    case HO_PARAM_SOURCES: return strcmp(word, "all") == 0 || is_list_of(w, p->kind, word);
    default: return is_name_of(w, p->kind, word, strlen(word));
    }
}

static void write_names(ho_jsonout_t *json, const char *word)
{
    ho_jsonout_begin_list(json);
    for (;;) {
        char name[64];
        size_t bytes = strcspn(word, ",");
        snprintf(name, sizeof name, "%.*s", (int)(bytes < sizeof name ? bytes : sizeof name - 1), word);
        ho_jsonout_text(json, name);
        if (word[bytes] == '\0')
            break;
        word += bytes + 1;
    }
    ho_jsonout_end_list(json);
}

static void write_value(ho_jsonout_t *json, const ho_param_t *p, const char *word)
{
    double x;
    bool on;
    if (strcmp(word, "all") == 0 &&
        (p->kind == HO_PARAM_SEGMENT || p->kind == HO_PARAM_SEGMENTS || p->kind == HO_PARAM_SOURCES))
        return; /* that is the default */
    ho_jsonout_key(json, p->name);
    if (is_numeric(p->kind) && ho_typed_number(word, &x))
        ho_jsonout_number(json, x);
    else if (p->kind == HO_PARAM_SWITCH && is_switch(word, &on))
        ho_jsonout_bool(json, on);
    else if (p->kind == HO_PARAM_SEGMENTS || p->kind == HO_PARAM_SOURCES)
        write_names(json, word);
    else
        ho_jsonout_text(json, word);
}

/* ---- conditions ---------------------------------------------------------------------------------------- */

/* One comparison from word[*at] on, as JSON. False: it is not one. */
static bool write_leaf(ho_jsonout_t *json, const char *const *word, int n, int *at, char *fault)
{
    static const char *const compare[] = {"below", "above", "fell_by", "rose_by"};
    int i = *at;
    double value = 0.0, days = 0.0;
    int how = -1;
    for (int k = 0; i + 2 < n && k < 4; k++)
        if (strcmp(word[i + 1], compare[k]) == 0)
            how = k;
    if (how < 0 || !ho_typed_number(word[i + 2], &value)) {
        snprintf(fault, HO_TYPED_FAULT,
                 "a condition reads: METRIC below|above|fell_by|rose_by VALUE [for N days] [in SEGMENT], for "
                 "example: "
                 "precision below 80%% for 3 days");
        return false;
    }
    ho_jsonout_begin_object(json);
    ho_jsonout_put_text(json, "metric", word[i]);
    ho_jsonout_put_number(json, compare[how], value);
    for (i += 3; i + 1 < n && (strcmp(word[i], "for") == 0 || strcmp(word[i], "in") == 0); i += 2) {
        if (word[i][0] == 'i') {
            if (strcmp(word[i + 1], "all") != 0)
                ho_jsonout_put_text(json, "segment", word[i + 1]);
            continue;
        }
        if (!ho_typed_number(word[i + 1], &days))
            break;
        ho_jsonout_put_number(json, "for_days", days);
        if (i + 2 < n && strncmp(word[i + 2], "day", 3) == 0)
            i++;
    }
    ho_jsonout_end_object(json);
    *at = i;
    return true;
}

static bool write_condition(ho_jsonout_t *json, const char *const *word, int n, char *fault)
{
    const char *joint = NULL;
    for (int i = 0; i < n && joint == NULL; i++)
        if (strcmp(word[i], "and") == 0 || strcmp(word[i], "or") == 0)
            joint = word[i];
    if (joint != NULL) {
        ho_jsonout_begin_object(json);
        ho_jsonout_key(json, joint[0] == 'a' ? "all" : "any");
        ho_jsonout_begin_list(json);
    }
    int at = 0;
    for (;;) {
        if (!write_leaf(json, word, n, &at, fault))
            return false;
        if (at == n)
            break;
        if (joint == NULL || strcmp(word[at], joint) != 0) {
            snprintf(
                fault, HO_TYPED_FAULT,
                "the condition is not understood from '%s' on; join several by `and` alone or by `or` alone",
                word[at]);
            return false;
        }
        at++;
    }
    if (joint != NULL) {
        ho_jsonout_end_list(json);
        ho_jsonout_end_object(json);
    }
    return true;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

typedef struct {
    const ho_world_t *w;
    const ho_decision_info_t *info;
    uint32_t given; /* bits of parameters */
    ho_jsonout_t json;
    char *fault;
} typing_t;

static int n_params(const ho_decision_info_t *info)
{
    int n = 0;
    while (n < HO_MAX_PARAMS && info->param[n].name != NULL)
        n++;
    return n;
}

static bool take_named(typing_t *t, const char *word, const char *equals)
{
    const char *names[HO_MAX_PARAMS];
    int n = n_params(t->info);
    size_t bytes = (size_t)(equals - word);
    for (int i = 0; i < n; i++) {
        names[i] = t->info->param[i].name;
        if (strlen(names[i]) != bytes || strncmp(names[i], word, bytes) != 0 ||
            t->info->param[i].kind == HO_PARAM_COND)
            continue;
        write_value(&t->json, &t->info->param[i], equals + 1);
        t->given |= 1u << i;
        return true;
    }
    char name[64], room[HO_NEAR_ROOM];
    snprintf(name, sizeof name, "%.*s", (int)(bytes < sizeof name ? bytes : sizeof name - 1), word);
    snprintf(t->fault, HO_TYPED_FAULT, "%s has no '%s'%s; `help %s` lists what it takes", t->info->name, name,
             ho_did_you_mean(name, names, n, room, sizeof room), t->info->name);
    return false;
}

/* Why a word fits nothing: with the near name, or else the names that are still to be said. */
static void say_what_fits(typing_t *t, const char *word)
{
    const char *names[HO_LOG_NAMES], *near = "";
    char room[HO_NEAR_ROOM], list[160] = "";
    size_t used = 0;
    for (int i = 0; i < n_params(t->info) && near[0] == '\0'; i++) {
        const ho_param_t *p = &t->info->param[i];
        int n = t->given >> i & 1u || p->kind == HO_PARAM_METRIC ? 0 : ho_log_names(t->w, p->kind, names);
        if (n == 0)
            continue;
        near = ho_did_you_mean(word, names, n, room, sizeof room);
        for (int k = 0; k < n && used + strlen(names[k]) + 2 < sizeof list; k++)
            used += (size_t)snprintf(list + used, sizeof list - used, " %s", names[k]);
    }
    bool lists = near[0] == '\0' && used > 0;
    snprintf(t->fault, HO_TYPED_FAULT, "'%s' fits nothing that %s takes%s%s%s; `help %s` tells what it takes",
             word, t->info->name, near, lists ? "; it knows:" : "", lists ? list : "", t->info->name);
}

static bool take_by_shape(typing_t *t, const char *word)
{
    for (int i = 0; i < n_params(t->info); i++) {
        const ho_param_t *p = &t->info->param[i];
        if (t->given >> i & 1u || p->kind == HO_PARAM_COND || !fits(t->w, p, word))
            continue;
        write_value(&t->json, p, word);
        t->given |= 1u << i;
        return true;
    }
    say_what_fits(t, word);
    return false;
}

static bool take_words(typing_t *t, const char *const *word, int n)
{
    int cond = -1;
    for (int i = 0; i < n_params(t->info); i++)
        if (t->info->param[i].kind == HO_PARAM_COND)
            cond = i;
    for (int i = 0; i < n; i++) {
        const char *equals = strchr(word[i], '=');
        if (cond >= 0 && equals == NULL && ho_metric_named(word[i]) >= 0 && i + 1 < n &&
            strpbrk(word[i + 1], "0123456789") == NULL && strcmp(word[i + 1], "and") != 0) {
            ho_jsonout_key(&t->json, t->info->param[cond].name);
            return write_condition(&t->json, word + i, n - i, t->fault);
        }
        if (!(equals != NULL ? take_named(t, word[i], equals) : take_by_shape(t, word[i])))
            return false;
    }
    return true;
}

static int read_json(typing_t *t, ho_decision_t *out)
{
    if (t->json.failed) {
        snprintf(t->fault, HO_TYPED_FAULT, "there is not enough memory");
        return -1;
    }
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL)
        return -1;
    ho_diags_init(diags, "");
    int code = ho_log_read_decision(t->json.text, strlen(t->json.text), t->w, out, diags);
    if (code != 0 && diags->n > 0) {
        const ho_diag_t *d = &diags->item[0];
        snprintf(t->fault, HO_TYPED_FAULT, "%s%s%s%s", d->message, d->help[0] != '\0' ? " (" : "", d->help,
                 d->help[0] != '\0' ? ")" : "");
    }
    free(diags);
    return code;
}

int ho_typed_decision(const char *const *word, int n, const ho_world_t *w, ho_decision_t *out,
                      char fault[HO_TYPED_FAULT])
{
    fault[0] = '\0';
    int kind = n > 0 ? ho_decision_named(word[0]) : -1;
    if (kind < 0) {
        snprintf(fault, HO_TYPED_FAULT, "there is no decision '%s'", n > 0 ? word[0] : "");
        return -1;
    }
    typing_t t = {.w = w, .info = ho_decision_info(kind), .fault = fault};
    ho_jsonout_init(&t.json, false);
    ho_jsonout_begin_object(&t.json);
    ho_jsonout_put_text(&t.json, "do", t.info->name);
    int code = -1;
    if (take_words(&t, word + 1, n - 1)) {
        ho_jsonout_end_object(&t.json);
        code = read_json(&t, out);
    }
    ho_jsonout_free(&t.json);
    return code;
}
