/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decision logs in memory, and as text. */
#include "scenario/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/observe.h"
#include "engine/state.h"
#include "scenario/jsonout.h"

_Static_assert((int)HO_LOG_GROUPS == (int)HO_HASHES, "a log keeps a hash of every group of state");

/* ---- words --------------------------------------------------------------------------------------------- */

/* In the order of HO_REFUSALS. */
static const char *const refusal_words[HO_REFUSAL_KINDS] = {
    [HO_REFUSED_NONE] = "accepted",
    [HO_REFUSED_UNKNOWN] = "unknown",
    [HO_REFUSED_RANGE] = "range",
    [HO_REFUSED_PHASE] = "phase",
    [HO_REFUSED_NOT_LAUNCHED] = "not-launched",
    [HO_REFUSED_FINISHED] = "finished",
    [HO_REFUSED_TEAM_DAYS] = "team-days",
    [HO_REFUSED_NOT_BUILT] = "not-built",
    [HO_REFUSED_ALREADY] = "already",
    [HO_REFUSED_FROZEN] = "frozen",
    [HO_REFUSED_NO_VERSION] = "no-version",
    [HO_REFUSED_NO_OPTION] = "no-option",
    [HO_REFUSED_FULL] = "full",
    [HO_REFUSED_TOO_SOON] = "too-soon",
    [HO_REFUSED_NOTHING] = "nothing",
    [HO_REFUSED_RULES] = "rules",
    [HO_REFUSED_SCORED] = "scored",
};

const char *ho_refusal_word(ho_refusal_t r)
{
    return (int)r >= 0 && r < HO_REFUSAL_KINDS ? refusal_words[r] : NULL;
}

int ho_refusal_named(const char *word)
{
    for (int r = 0; r < HO_REFUSAL_KINDS; r++)
        if (refusal_words[r] != NULL && strcmp(refusal_words[r], word) == 0) return r;
    return -1;
}

/* ---- filling ------------------------------------------------------------------------------------------- */

int ho_log_add_day(ho_log_t *log, const ho_decision_t *d, const ho_refusal_t *verdicts, int n, uint64_t hash,
                   const uint64_t group[HO_LOG_GROUPS])
{
    if (log->n_days >= HO_MAX_DAYS) return -1;
    if (log->n_decisions + n > log->room) {
        int room = 2 * (log->room + n) + 16;
        ho_decision_t *more = realloc(log->decision, (size_t)room * sizeof *more);
        if (more == NULL) return -1;
        log->decision = more;
        ho_refusal_t *words = realloc(log->verdict, (size_t)room * sizeof *words);
        if (words == NULL) return -1;
        log->verdict = words;
        log->room = room;
    }
    for (int i = 0; i < n; i++) {
        log->decision[log->n_decisions + i] = d[i];
        log->verdict[log->n_decisions + i] = verdicts[i];
    }
    ho_log_day_t *day = &log->day[log->n_days++];
    *day = (ho_log_day_t){.first = log->n_decisions, .n = n, .hash = hash};
    memcpy(day->group, group, sizeof day->group);
    log->n_decisions += n;
    return 0;
}

void ho_log_free(ho_log_t *log)
{
    free(log->decision);
    free(log->verdict);
    *log = (ho_log_t){0};
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void write_leaf(ho_jsonout_t *out, const ho_cond_node_t *node, const ho_world_t *w)
{
    const ho_metric_info_t *metric = ho_metric_info(node->metric);
    ho_jsonout_put_text(out, "metric", metric != NULL ? metric->name : NULL);
    if (node->seg >= 0 && node->seg < w->n_segments)
        ho_jsonout_put_text(out, "segment", w->segment[node->seg].id);
    ho_jsonout_put_number(out, ho_cond_word(node->kind), node->value);
    if (node->for_days != 1) ho_jsonout_put_integer(out, "for_days", node->for_days);
}

/* Writes the sub-tree at node `at` and returns the index after it. */
static int write_tree(ho_jsonout_t *out, const ho_cond_t *c, int at, const ho_world_t *w)
{
    if (at >= c->n) {
        ho_jsonout_null(out);
        return at;
    }
    const ho_cond_node_t *node = &c->node[at++];
    bool joins = node->kind == HO_COND_ALL || node->kind == HO_COND_ANY;
    ho_jsonout_begin_object(out);
    if (joins || node->kind == HO_COND_NOT)
        ho_jsonout_key(out, ho_cond_word(node->kind));
    else
        write_leaf(out, node, w);
    if (joins) ho_jsonout_begin_list(out);
    for (int i = 0; i < node->n_below; i++) at = write_tree(out, c, at, w);
    if (joins) ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
    return at;
}

static void write_bits(ho_jsonout_t *out, const ho_param_t *p, uint32_t bits, const ho_world_t *w)
{
    ho_jsonout_begin_list(out);
    int n = p->kind == HO_PARAM_SEGMENTS ? w->n_segments : HO_N_SOURCES;
    for (int i = 0; i < n; i++)
        if (bits >> i & 1u)
            ho_jsonout_text(out, p->kind == HO_PARAM_SEGMENTS ? w->segment[i].id : ho_source_name(i));
    ho_jsonout_end_list(out);
}

/* The name of a value that has one; NULL where there is none (also for a value out of range). */
static const char *value_name(const ho_param_t *p, int x, const ho_world_t *w, char room[16])
{
    const ho_metric_info_t *metric;
    switch (p->kind) {
    case HO_PARAM_SEGMENT: return x >= 0 && x < w->n_segments ? w->segment[x].id : NULL;
    case HO_PARAM_OPTION: return x >= 0 && x < w->n_options ? w->option[x].id : NULL;
    case HO_PARAM_METRIC: return (metric = ho_metric_info(x)) != NULL ? metric->name : NULL;
    case HO_PARAM_ROLE: return ho_role_name(x);
    case HO_PARAM_DUTY: return ho_duty_name(x);
    case HO_PARAM_INVEST: return ho_invest_name(x);
    case HO_PARAM_LAYER: return ho_layer_name(x);
    case HO_PARAM_MODE: return ho_train_mode_name(x);
    case HO_PARAM_VERSION:
        if (x < 0) return NULL;
        snprintf(room, 16, "v%d", x);
        return room;
    default: return NULL;
    }
}

static void write_value(ho_jsonout_t *out, const ho_decision_t *d, const ho_param_t *p, const ho_world_t *w)
{
    if (p->kind == HO_PARAM_COND) {
        write_tree(out, &d->cond, 0, w);
        return;
    }
    double x = ho_param_get(d, p);
    char room[16];
    switch (p->kind) {
    case HO_PARAM_SHARE:
    case HO_PARAM_NUMBER:
    case HO_PARAM_COUNT:
    case HO_PARAM_DAYS: ho_jsonout_number(out, x); break;
    case HO_PARAM_SWITCH:
        if (x == 0.0 || x == 1.0)
            ho_jsonout_bool(out, x != 0.0);
        else
            ho_jsonout_number(out, x); /* refused, and kept as it was asked */
        break;
    case HO_PARAM_SEGMENTS:
    case HO_PARAM_SOURCES: write_bits(out, p, (uint32_t)x, w); break;
    default: {
        const char *name = value_name(p, (int)x, w, room);
        if (name != NULL)
            ho_jsonout_text(out, name);
        else
            ho_jsonout_number(out, x);
    }
    }
}

/* Whether a parameter can be left out: it stands at its default. Names are always told: a log is read by
 * people too. */
static bool is_left_out(const ho_decision_t *d, const ho_param_t *p, const ho_world_t *w)
{
    char room[16];
    if (p->kind == HO_PARAM_COND) return d->cond.n == 0;
    double x = ho_param_get(d, p);
    return x == p->fallback && value_name(p, (int)x, w, room) == NULL;
}

/* ["psi", "precision@ja"], ["hunch"] */
static void write_evidence(ho_jsonout_t *out, const ho_decision_t *d, const ho_world_t *w)
{
    if (d->evidence[0].metric == HO_EVIDENCE_NONE) return;
    ho_jsonout_key(out, "evidence");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < HO_EVIDENCE && d->evidence[i].metric != HO_EVIDENCE_NONE; i++) {
        const ho_evidence_t *e = &d->evidence[i];
        const ho_metric_info_t *info = ho_metric_info(e->metric);
        char text[64 + HO_ID];
        if (info == NULL)
            snprintf(text, sizeof text, "hunch");
        else if (e->seg >= 0 && e->seg < w->n_segments)
            snprintf(text, sizeof text, "%s@%s", info->name, w->segment[e->seg].id);
        else
            snprintf(text, sizeof text, "%s", info->name);
        ho_jsonout_text(out, text);
    }
    ho_jsonout_end_list(out);
}

void ho_log_write_decision(ho_jsonout_t *out, const ho_decision_t *d, ho_refusal_t verdict,
                           const ho_world_t *w)
{
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    ho_jsonout_begin_object(out);
    if (info == NULL)
        ho_jsonout_put_integer(out, "do", (int)d->kind);
    else
        ho_jsonout_put_text(out, "do", info->name);
    for (int i = 0; info != NULL && i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        if (is_left_out(d, &info->param[i], w)) continue;
        ho_jsonout_key(out, info->param[i].name);
        write_value(out, d, &info->param[i], w);
    }
    if (d->tag != 0) ho_jsonout_put_hex(out, "tag", d->tag);
    write_evidence(out, d, w);
    const char *giving_up = ho_giving_up_name(d->giving_up);
    if (giving_up != NULL) ho_jsonout_put_text(out, "giving_up", giving_up);
    if (verdict != HO_REFUSED_NONE) ho_jsonout_put_text(out, "refused", ho_refusal_word(verdict));
    ho_jsonout_end_object(out);
}

void ho_log_write_condition(ho_jsonout_t *out, const ho_cond_t *c, const ho_world_t *w)
{
    write_tree(out, c, 0, w);
}

static void write_header(ho_jsonout_t *out, const ho_log_t *log)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "format", HO_LOG_FORMAT);
    ho_jsonout_put_integer(out, "version", HO_LOG_VERSION);
    ho_jsonout_put_text(out, "engine", log->engine);
    ho_jsonout_key(out, "scenario");
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "id", log->scenario);
    ho_jsonout_put_text(out, "sha256", log->sha256);
    ho_jsonout_end_object(out);
    ho_jsonout_put_text(out, "policy", log->policy);
    ho_jsonout_put_integer(out, "seed", (int64_t)log->seed);
    ho_jsonout_put_bool(out, "twin", log->twin);
    ho_jsonout_put_bool(out, "expected", log->expected);
    ho_jsonout_put_integer(out, "days", log->days);
    if (log->mode[0] != '\0') ho_jsonout_put_text(out, "mode", log->mode);
    if (log->guided) ho_jsonout_put_bool(out, "guided", true);
    if (log->branch) ho_jsonout_put_integer(out, "branched_from", log->branched_from);
    ho_jsonout_end_object(out);
}

static void write_day(ho_jsonout_t *out, const ho_log_t *log, int day, const char *chain, const ho_world_t *w)
{
    const ho_log_day_t *at = &log->day[day];
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "chain", chain);
    ho_jsonout_put_integer(out, "day", day);
    if (at->framed > 0) ho_jsonout_put_integer(out, "framed", at->framed);
    ho_jsonout_key(out, "decisions");
    ho_jsonout_begin_list(out);
    for (int i = at->first; i < at->first + at->n; i++)
        ho_log_write_decision(out, &log->decision[i], log->verdict[i], w);
    ho_jsonout_end_list(out);
    ho_jsonout_put_hex(out, "hash", at->hash);
    ho_jsonout_key(out, "groups");
    ho_jsonout_begin_object(out);
    for (int g = 0; g < HO_LOG_GROUPS; g++) ho_jsonout_put_hex(out, ho_hash_group_name(g), at->group[g]);
    ho_jsonout_end_object(out);
    ho_jsonout_end_object(out);
}

static void write_line(ho_jsonout_t *out, const ho_log_t *log, const ho_world_t *w, int i,
                       char chain[HO_SHA256_HEX])
{
    size_t start = out->len;
    if (i < 0) {
        write_header(out, log);
    } else if (i < log->n_days) {
        write_day(out, log, i, chain, w);
    } else {
        ho_jsonout_begin_object(out);
        ho_jsonout_put_text(out, "chain", chain);
        ho_jsonout_put_integer(out, "end", log->n_days);
        ho_jsonout_end_object(out);
    }
    if (!out->failed) ho_sha256_hex(out->text + start, out->len - start, chain);
    ho_jsonout_newline(out);
}

static char *hand_over(ho_jsonout_t *out, size_t *n)
{
    if (out->failed) {
        ho_jsonout_free(out);
        return NULL;
    }
    if (n != NULL) *n = out->len;
    return out->text;
}

char *ho_log_print_line(const ho_log_t *log, const ho_world_t *w, int i, char chain[HO_SHA256_HEX], size_t *n)
{
    ho_jsonout_t out;
    ho_jsonout_init(&out, false);
    write_line(&out, log, w, i, chain);
    return hand_over(&out, n);
}

char *ho_log_print(const ho_log_t *log, const ho_world_t *w, size_t *n)
{
    ho_jsonout_t out;
    ho_jsonout_init(&out, false);
    char chain[HO_SHA256_HEX] = "";
    for (int i = -1; i <= log->n_days && !out.failed; i++) write_line(&out, log, w, i, chain);
    return hand_over(&out, n);
}

char *ho_log_print_decision(const ho_decision_t *d, ho_refusal_t verdict, const ho_world_t *w)
{
    ho_jsonout_t out;
    ho_jsonout_init(&out, false);
    ho_log_write_decision(&out, d, verdict, w);
    if (!out.failed) return out.text; /* hand over */
    ho_jsonout_free(&out);
    return NULL;
}

/* A value as JSON, without the quotes of a name. */
static bool describe_value(FILE *out, const ho_decision_t *d, const ho_param_t *p, const ho_world_t *w)
{
    ho_jsonout_t value;
    ho_jsonout_init(&value, false);
    write_value(&value, d, p, w);
    if (!value.failed) {
        bool quoted = value.text[0] == '"';
        fprintf(out, " %s=%.*s", p->name, (int)(quoted ? value.len - 2 : value.len),
                value.text + (quoted ? 1 : 0));
    }
    bool failed = value.failed;
    ho_jsonout_free(&value);
    return !failed;
}

char *ho_log_describe_decision(const ho_decision_t *d, const ho_world_t *w)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    if (out == NULL) return NULL;
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    fputs(info != NULL ? info->name : "?", out);
    bool ok = true;
    for (int i = 0; info != NULL && i < HO_MAX_PARAMS && info->param[i].name != NULL; i++)
        if (!is_left_out(d, &info->param[i], w)) ok = describe_value(out, d, &info->param[i], w) && ok;
    ok = ferror(out) == 0 && ok;
    if (fclose(out) != 0 || !ok) {
        free(text);
        return NULL;
    }
    return text;
}
