/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trace: columns follow from the table of metrics and from a short table of settings. */
#include "cli/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/metrics.h"
#include "scenario/number.h"

enum { NAME = 64 };

static const double none = (double)NAN;

/* ---- names --------------------------------------------------------------------------------------------- */

/* The part of a column's name that tells the unit. */
static const char *unit_suffix(const char *unit)
{
    static const struct {
        const char *unit, *suffix;
    } table[] = {
        {"1/day", "_per_day"}, {"users", "_users"},
        {"level", "_level"},   {"1/1000 sessions", "_per_1000"},
        {"sd", "_sd"},         {"ms", "_ms"},
        {"items", "_items"},   {"day", "_days"},
        {"USD", "_usd"},       {"USD/day", "_usd_per_day"},
        {"team-day", "_days"}, {"points", "_points"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].unit, unit) == 0) return table[i].suffix;
    return "";
}

/* The metric's name and its unit; what the name ends with is not said twice: cost_usd, _usd_per_day. */
static void name_column(const ho_metric_info_t *info, char out[NAME])
{
    const char *suffix = unit_suffix(info->unit);
    size_t n = strlen(info->name), overlap = strlen(suffix);
    while (overlap > 0 && (overlap > n || strncmp(info->name + n - overlap, suffix, overlap) != 0)) overlap--;
    snprintf(out, NAME, "%s%s", info->name, suffix + overlap);
}

/* Whether what is known about a day grows with the labels that arrive later. */
static bool rests_on_labels(const ho_metric_info_t *info)
{
    return (info->needs & (1u << HO_INVEST_LABELS | 1u << HO_INVEST_PROXY)) != 0;
}

/* Whether the metric is itself an end of another one's interval. */
static bool is_bound(const ho_metric_info_t *info)
{
    size_t n = strlen(info->name);
    return n > 3 && (strcmp(info->name + n - 3, "_lo") == 0 || strcmp(info->name + n - 3, "_hi") == 0);
}

/* Whether its reading comes with an interval: not where the screen shows what is, nor where other metrics
 * are its ends. */
static bool has_interval(int metric)
{
    const ho_metric_info_t *info = ho_metric_info(metric);
    char lo[NAME];
    snprintf(lo, sizeof lo, "%s_lo", info->name);
    return ho_metric_source((ho_metric_t)metric)->seen != NULL && !is_bound(info) && ho_metric_named(lo) < 0;
}

/* ---- settings ------------------------------------------------------------------------------------------ */

/* A setting of a segment; the whole shows it where all segments agree, and the users' mean of the rollout. */
typedef struct {
    const char *name;
    double (*of_segment)(const ho_seg_settings_t *set);
} seg_column_t;

static double get_rollout(const ho_seg_settings_t *set) { return set->rollout; }
static double get_tau(const ho_seg_settings_t *set) { return set->tau; }
static double get_band_lo(const ho_seg_settings_t *set)
{
    return set->band_lo < set->band_hi ? set->band_lo : none;
}
static double get_band_hi(const ho_seg_settings_t *set)
{
    return set->band_lo < set->band_hi ? set->band_hi : none;
}
static double get_primary(const ho_seg_settings_t *set)
{
    return set->primary >= 0 ? (double)set->primary : none;
}
static double get_second(const ho_seg_settings_t *set)
{
    return set->second >= 0 ? (double)set->second : none;
}
static double get_second_share(const ho_seg_settings_t *set)
{
    return set->second >= 0 ? set->second_share : none;
}
static double get_audits(const ho_seg_settings_t *set) { return set->audits; }
static double get_collect(const ho_seg_settings_t *set) { return set->collect; }

static const seg_column_t seg_columns[] = {
    {"rollout_share", get_rollout},     {"threshold", get_tau},         {"band_lo", get_band_lo},
    {"band_hi", get_band_hi},           {"version", get_primary},       {"second_version", get_second},
    {"second_share", get_second_share}, {"audits_per_day", get_audits}, {"collect_per_day", get_collect},
};
enum { N_SEG_COLUMNS = sizeof seg_columns / sizeof seg_columns[0] };

/* A setting of the whole; segments leave it empty. */
typedef struct {
    const char *name;
    double (*of_whole)(const ho_settings_view_t *set);
} whole_column_t;

static double get_servers(const ho_settings_view_t *set) { return set->servers; }
static double get_reviewers(const ho_settings_view_t *set) { return set->reviewers; }
static double get_holdout(const ho_settings_view_t *set) { return set->holdout; }
static double get_shadow(const ho_settings_view_t *set)
{
    return set->shadow >= 0 ? (double)set->shadow : none;
}
static double get_standing(const ho_settings_view_t *set)
{
    return set->standing_every > 0 ? (double)set->standing_every : none;
}
static double get_frozen(const ho_settings_view_t *set) { return set->frozen; }
static double get_finished(const ho_settings_view_t *set) { return set->finished >= 0; }

static const whole_column_t whole_columns[] = {
    {"servers", get_servers},
    {"reviewers_items_per_day", get_reviewers},
    {"holdout_share", get_holdout},
    {"shadow_version", get_shadow},
    {"standing_order_every_days", get_standing},
    {"frozen", get_frozen},
    {"finished", get_finished},
};
enum { N_WHOLE_COLUMNS = sizeof whole_columns / sizeof whole_columns[0] };

/* The value that all segments share; of the rollout, where they differ, the mean over users. */
static double over_segments(const ho_record_t *r, int day, const seg_column_t *column)
{
    const ho_seg_settings_t *set = &r->set[day * r->w->n_segments];
    double first = column->of_segment(&set[0]), sum = 0.0, users = 0.0;
    bool same = true;
    for (int seg = 0; seg < r->w->n_segments; seg++) {
        double x = column->of_segment(&set[seg]);
        same = same && (x == first || (isnan(x) && isnan(first)));
        sum += x * r->w->segment[seg].users;
        users += r->w->segment[seg].users;
    }
    if (same) return first;
    return column->of_segment == get_rollout ? sum / users : none;
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void put_number(ho_text_t *out, double x)
{
    char text[HO_NUMBER_TEXT];
    ho_text_put(out, ",");
    if (isfinite(x)) ho_text_bytes(out, text, ho_number_print(x, text));
}

static void put_reading(ho_text_t *out, int metric, const ho_reading_t *reading)
{
    put_number(out, reading->value);
    if (!has_interval(metric)) return;
    put_number(out, reading->lo);
    put_number(out, reading->hi);
}

static void name_reading(ho_text_t *out, int metric, const char *name, const char *when)
{
    ho_text_add(out, ",seen_%s%s", name, when);
    if (has_interval(metric)) ho_text_add(out, ",seen_%s%s_lo,seen_%s%s_hi", name, when, name, when);
}

static void put_header(ho_text_t *out)
{
    ho_text_put(out, "day,segment");
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        const ho_metric_info_t *info = ho_metric_info(m);
        char name[NAME];
        name_column(info, name);
        if (!is_bound(info)) ho_text_add(out, ",truth_%s", name);
        name_reading(out, m, name, "");
        if (rests_on_labels(info)) name_reading(out, m, name, "_by_end");
    }
    for (int i = 0; i < N_SEG_COLUMNS; i++) ho_text_add(out, ",did_%s", seg_columns[i].name);
    for (int i = 0; i < N_WHOLE_COLUMNS; i++) ho_text_add(out, ",did_%s", whole_columns[i].name);
    ho_text_put(out, ",did_decisions\n");
}

static void put_readings(const ho_record_t *r, int day, int place, ho_text_t *out)
{
    ho_view_t view = ho_view(r->w, r->state);
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        if (!is_bound(ho_metric_info(m))) put_number(out, ho_record_truth(r, day, place, m));
        put_reading(out, m, ho_record_seen(r, day, place, m));
        if (!rests_on_labels(ho_metric_info(m))) continue;
        ho_reading_t by_end = ho_see(&view, (ho_metric_t)m, place - 1, day);
        put_reading(out, m, &by_end);
    }
}

/* In quotes, decisions apart by "; ", refused ones with the reason. */
static void put_decisions(const ho_record_t *r, int day, ho_text_t *out)
{
    const ho_log_day_t *at = &r->log.day[day];
    ho_text_put(out, at->n > 0 ? ",\"" : ",");
    for (int i = at->first; i < at->first + at->n; i++) {
        char *text = ho_log_describe_decision(&r->log.decision[i], r->w);
        if (text == NULL) out->failed = true;
        if (i > at->first) ho_text_put(out, "; ");
        for (const char *c = text; c != NULL && *c != '\0'; c++) {
            if (*c == '"') ho_text_put(out, "\""); /* a quote is doubled */
            ho_text_bytes(out, c, 1);
        }
        if (r->log.verdict[i] != HO_REFUSED_NONE)
            ho_text_add(out, " (refused: %s)", ho_refusal_word(r->log.verdict[i]));
        free(text);
    }
    if (at->n > 0) ho_text_put(out, "\"");
}

static void put_settings(const ho_record_t *r, int day, int place, ho_text_t *out)
{
    for (int i = 0; i < N_SEG_COLUMNS; i++) {
        const seg_column_t *column = &seg_columns[i];
        put_number(out, place == 0 ? over_segments(r, day, column)
                                   : column->of_segment(&r->set[day * r->w->n_segments + place - 1]));
    }
    for (int i = 0; i < N_WHOLE_COLUMNS; i++)
        put_number(out, place == 0 ? whole_columns[i].of_whole(&r->whole[day]) : none);
    if (place == 0)
        put_decisions(r, day, out);
    else
        ho_text_put(out, ",");
}

void ho_trace_print(const ho_record_t *record, ho_text_t *out)
{
    put_header(out);
    for (int day = 0; day < record->n_days; day++) {
        for (int place = 0; place < record->n_places; place++) {
            ho_text_add(out, "%d,%s", day, place == 0 ? "all" : record->w->segment[place - 1].id);
            put_readings(record, day, place, out);
            put_settings(record, day, place, out);
            ho_text_put(out, "\n");
        }
    }
}
