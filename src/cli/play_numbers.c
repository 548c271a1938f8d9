/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of a game in a terminal that hold numbers. They are those of the session's readings, as on the
 * dashboard. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/play_show.h"
#include "session/status.h"
#include "session/words.h"

enum { LINE = 200, SPARKS = 24 };

/* ---- numbers ------------------------------------------------------------------------------------------- */

/* The last days as eight heights; a gap is a blank. */
static void spark(const ho_show_t *s, const double *value, int n)
{
    static const char *const tall[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double lo = INFINITY, hi = -INFINITY;
    int from = n > SPARKS ? n - SPARKS : 0;
    for (int i = from; i < n; i++) {
        if (isnan(value[i]))
            continue;
        lo = fmin(lo, value[i]);
        hi = fmax(hi, value[i]);
    }
    for (int i = from; i < n; i++) {
        int k = isnan(value[i]) ? -1 : hi > lo ? (int)(7.999 * (value[i] - lo) / (hi - lo)) : 3;
        ho_text_put(s->out, k < 0 ? " " : tall[k]);
    }
    ho_text_fill(s->out, ' ', SPARKS - (n - from));
}

/* Where there is nothing to draw with, and for who listens: what it was a week before. */
static void say_before(const ho_show_t *s, ho_metric_t metric, const double *value, const ho_reading_t *now)
{
    enum { WEEK = 7 };
    char text[64];
    int then = now->day - WEEK;
    if (then < 0 || !isfinite(value[then]))
        return;
    ho_words_value(metric, value[then], text, sizeof text);
    ho_text_add(s->out, "; %s on day %d", text, then);
}

void ho_show_metrics(const ho_show_t *s, int seg)
{
    double value[HO_MAX_DAYS];
    char text[LINE];
    ho_show_head(s, ho_words_segment(ho_session_scenario(s->session), seg));
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        const ho_metric_info_t *info = ho_metric_info(m);
        ho_reading_t r = ho_session_latest(s->session, (ho_metric_t)m, seg);
        if (r.day < 0)
            continue;
        int n = ho_session_series(s->session, (ho_metric_t)m, seg, value, NULL, NULL, NULL);
        ho_words_reading((ho_metric_t)m, &r, ho_session_day(s->session) - 1, text, sizeof text);
        ho_text_add(s->out, "  %-24s ", info->title);
        if (s->term.unicode) {
            spark(s, value, n);
            ho_text_put(s->out, "  ");
        }
        ho_text_put(s->out, text);
        if (!s->term.unicode)
            say_before(s, (ho_metric_t)m, value, &r);
        ho_text_put(s->out, "\n");
    }
    ho_show_say(s, 2, "`show METRIC` tells one of them day by day; its name is as in `evidence`.");
}

static ho_axis_t axis_of(ho_metric_t metric)
{
    const char *unit = ho_metric_info((int)metric)->unit;
    if (metric >= HO_METRIC_LIFT && metric <= HO_METRIC_LIFT_HI)
        return HO_AXIS_LIFT;
    return strcmp(unit, "share") == 0 || strcmp(unit, "prob") == 0 ? HO_AXIS_SHARE : HO_AXIS_NUMBER;
}

static void draw_chart(const ho_show_t *s, ho_metric_t metric, int n, const double *value, const double *lo,
                       const double *hi)
{
    ho_term_chart_t chart = {.n = n,
                             .line = value,
                             .lo = lo,
                             .hi = hi,
                             .axis = axis_of(metric),
                             .floor = INFINITY,
                             .ceiling = -INFINITY,
                             .low_most = -INFINITY,
                             .high_most = INFINITY};
    ho_term_chart_draw(s->out, &s->term, &chart);
}

void ho_show_metric(const ho_show_t *s, ho_metric_t metric, int seg, int days)
{
    double value[HO_MAX_DAYS], lo[HO_MAX_DAYS], hi[HO_MAX_DAYS], maturity[HO_MAX_DAYS];
    const ho_metric_info_t *info = ho_metric_info((int)metric);
    char line[LINE], text[64];
    snprintf(line, sizeof line, "%s, %s", info->title,
             ho_words_segment(ho_session_scenario(s->session), seg));
    ho_show_head(s, line);
    ho_show_say(s, 2, info->help);
    if (ho_session_unseen(s->session, metric, seg, line, sizeof line) != NULL) {
        ho_show_say(s, 2, line);
        return;
    }
    int n = ho_session_series(s->session, metric, seg, value, lo, hi, maturity);
    if (s->term.unicode)
        draw_chart(s, metric, n, value, lo, hi);
    for (int day = n > days ? n - days : 0; day < n; day++) {
        ho_words_value(metric, value[day], text, sizeof text);
        ho_text_add(s->out, "  day %-4d %s", day, text);
        if (isfinite(lo[day]) && isfinite(hi[day])) {
            ho_words_value(metric, lo[day], text, sizeof text);
            ho_text_add(s->out, "  (%s to ", text);
            ho_words_value(metric, hi[day], text, sizeof text);
            ho_text_add(s->out, "%s)", text);
        }
        if (isfinite(maturity[day]) && maturity[day] < 0.995)
            ho_text_add(s->out, "  %.0f %% of its labels have come", 100.0 * maturity[day]);
        ho_text_put(s->out, "\n");
    }
}

void ho_show_evidence(const ho_show_t *s)
{
    ho_evidence_row_t row[128];
    int n = ho_session_evidence(s->session, row, 128);
    ho_show_head(s, "Evidence that is on the screen today (up to two), or: hunch");
    for (int i = 0; i < n && i < 128; i++) {
        char name[LINE], text[LINE];
        int seg = row[i].what.seg;
        snprintf(name, sizeof name, "%s%s%s", ho_metric_info(row[i].what.metric)->name, seg >= 0 ? "@" : "",
                 seg >= 0 ? ho_session_brief(s->session)->segment[seg].id : "");
        ho_words_reading((ho_metric_t)row[i].what.metric, &row[i].reading, ho_session_day(s->session) - 1,
                         text, sizeof text);
        ho_text_add(s->out, "  %-34s %s\n", name, text);
    }
    ho_show_head(s, "Giving up");
    for (int i = 0; i < HO_GIVING_UP_KINDS; i++)
        ho_text_add(s->out, "  %-12s %s\n", ho_giving_up_name(i), ho_giving_up_text(i));
}

void ho_show_versions(const ho_show_t *s)
{
    const ho_view_t *view = ho_session_view(s->session);
    ho_show_head(s, "Versions");
    for (int v = 0; v < ho_view_versions(view); v++) {
        ho_version_view_t version = ho_view_version(view, v);
        char name[LINE], where[LINE] = "";
        ho_words_version(s->session, v, name, sizeof name);
        for (int seg = 0; seg < ho_view_segments(view); seg++)
            if (ho_view_settings(view, seg).primary == v && ho_view_settings(view, seg).rollout > 0.0)
                snprintf(where, sizeof where, "  live");
        ho_text_add(s->out, "  v%-3d %s%s%s\n", v, name, where, version.ready ? "" : "  not ready");
        if (isfinite(version.offline_auc))
            ho_text_add(s->out, "       offline AUC %.3f on %.0f labels\n", version.offline_auc,
                        version.n_labels[0] + version.n_labels[1]);
    }
}

void ho_show_segments(const ho_show_t *s)
{
    static const ho_metric_t shown[] = {HO_METRIC_ROLLOUT,   HO_METRIC_ADOPTION,      HO_METRIC_TRUST,
                                        HO_METRIC_PRECISION, HO_METRIC_POSITIVE_RATE, HO_METRIC_LIFT};
    for (int seg = -1; seg < ho_view_segments(ho_session_view(s->session)); seg++) {
        ho_show_head(s, ho_words_segment(ho_session_scenario(s->session), seg));
        for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
            char text[LINE], room[LINE];
            ho_reading_t r = ho_session_latest(s->session, shown[i], seg);
            ho_words_reading(shown[i], &r, ho_session_day(s->session) - 1, text, sizeof text);
            const char *unseen = ho_session_unseen(s->session, shown[i], seg, room, sizeof room);
            ho_text_add(s->out, "  %-16s %s\n", ho_metric_info((int)shown[i])->title,
                        unseen != NULL ? unseen : text);
        }
    }
}

void ho_show_rules(const ho_show_t *s)
{
    ho_guard_t guard[HO_MAX_OBJECTIVES + 16];
    int n = ho_status_guards(s->session, guard, HO_MAX_OBJECTIVES + 16);
    ho_show_head(s, n > 0 ? "Rules, guardrails, kill criterion"
                          : "No rules yet (type: rule METRIC below VALUE for N days).");
    for (int i = 0; i < n; i++)
        ho_text_add(s->out, "  %d  %s: %s, %s\n", guard[i].rule, guard[i].text,
                    ho_guard_status_text(guard[i].status), guard[i].now);
}

void ho_show_experiment(const ho_show_t *s)
{
    ho_experiment_status_t e;
    ho_status_experiment(s->session, -1, &e);
    char text[LINE], lo[64], hi[64];
    ho_show_head(s, "Experiment");
    ho_show_say(s, 2, e.verdict[0] != '\0' ? e.verdict : ho_analysis_status_text(e.status));
    if (!e.holdout)
        return;
    ho_words_reading(HO_METRIC_LIFT, &e.lift, ho_session_day(s->session) - 1, text, sizeof text);
    ho_text_add(s->out, "  Lift %s: this interval may be read every day\n", text);
    ho_words_value(HO_METRIC_LIFT, e.fixed_lo, lo, sizeof lo);
    ho_words_value(HO_METRIC_LIFT, e.fixed_hi, hi, sizeof hi);
    ho_text_add(s->out, "  Fixed-horizon interval %s to %s: to be read once, on day %d\n", lo, hi,
                e.fixed_day);
    ho_text_add(s->out, "  %.0f users with the feature, %.0f held out", e.treated, e.held_out);
    if (isfinite(e.srm_p))
        ho_text_add(s->out, ", sample-ratio p %.3f", e.srm_p);
    ho_text_put(s->out, "\n");
    if (isfinite(e.power_share))
        ho_text_add(s->out, "  %.0f %% of the way to a reading that can be trusted\n", 100.0 * e.power_share);
}
