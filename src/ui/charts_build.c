/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a row of the table and a session to a chart: series, bands, levels, flags, headline, verdict. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/status.h"
#include "session/words.h"
#include "ui/charts_rows.h"

/* ---- parts of a figure --------------------------------------------------------------------------------- */

double *ho_figure_row(ho_figure_t *self)
{
    if (self->n_data >= HO_FIGURE_ROWS) return NULL;
    double *row = self->data[self->n_data++];
    for (int i = 0; i <= HO_MAX_DAYS; i++) row[i] = (double)NAN;
    return row;
}

ho_series_t *ho_figure_add(ho_figure_t *self, const char *name, ho_series_kind_t kind, ho_color_t color)
{
    int i = self->chart.n_series;
    if (i >= HO_SERIES_MAX) return NULL;
    snprintf(self->name[i], sizeof self->name[i], "%s", name);
    self->series[i] = (ho_series_t){.name = self->name[i], .kind = kind, .color = color};
    self->chart.n_series++;
    return &self->series[i];
}

static ho_color_t color_of(const ho_theme_t *theme, ho_chart_ink_t role)
{
    switch (role) {
    case HO_INK_FIRST: return theme->segment[0];
    case HO_INK_THIRD: return theme->segment[2];
    case HO_INK_FOURTH: return theme->segment[3];
    case HO_INK_WRONG: return theme->false_positive;
    case HO_INK_MISSED: return theme->false_negative;
    case HO_INK_QUIET: break;
    }
    return theme->neutral;
}

static bool shows_something(const double *value, int n)
{
    for (int i = 0; i < n; i++)
        if (!isnan(value[i])) return true;
    return false;
}

/* One line, with its band before it so that the line lies on top. */
static void add_line(ho_figure_t *self, const ho_session_t *session, const ho_theme_t *theme,
                     const ho_chart_line_t *line)
{
    double *value = ho_figure_row(self), *lo = ho_figure_row(self), *hi = ho_figure_row(self);
    double *maturity = line->how & HO_LINE_MATURITY && !self->chart.maturity ? ho_figure_row(self) : NULL;
    if (!value || !lo || !hi) return;
    int n = ho_session_series(session, line->metric, self->seg, value, lo, hi, maturity);
    if (maturity) self->chart.maturity = maturity;
    if (line->how & HO_LINE_LIFT_BAND) {
        ho_session_series(session, HO_METRIC_LIFT_LO, self->seg, lo, NULL, NULL, NULL);
        ho_session_series(session, HO_METRIC_LIFT_HI, self->seg, hi, NULL, NULL, NULL);
    }
    if (line->how & HO_LINE_INVERSE)
        for (int i = 0; i < n; i++) value[i] = 1.0 - value[i];
    if (!shows_something(value, n)) return;
    ho_color_t color = color_of(theme, line->role);
    if (line->how & (HO_LINE_BAND | HO_LINE_LIFT_BAND)) {
        ho_series_t *band = ho_figure_add(self, "95% interval", HO_SERIES_BAND, color);
        if (band) band->lo = lo, band->hi = hi;
    }
    const char *name = line->name ? line->name : ho_metric_info((int)line->metric)->title;
    ho_series_t *s = ho_figure_add(self, name, HO_SERIES_LINE, color);
    if (!s) return;
    s->value = value;
    s->dashed = line->how & HO_LINE_DASHED;
    s->markers = line->how & HO_LINE_MARKERS;
    s->gradient = line->how & HO_LINE_GRADIENT;
    s->end_label = line->how & HO_LINE_END;
    if (line->role == HO_INK_QUIET) s->width = 1.6;
}

/* Areas of all segments on each other; one area where the breakdown is not built or one segment is shown. */
static void add_stack(ho_figure_t *self, const ho_session_t *session, const ho_theme_t *theme,
                      const ho_chart_line_t *line)
{
    const ho_scenario_t *sc = ho_session_scenario(session);
    const ho_brief_t *brief = ho_session_brief(session);
    char room[8];
    bool broken_down = self->seg < 0 && !ho_session_unseen(session, line->metric, 0, room, sizeof room);
    double *others = NULL;
    if (!broken_down) {
        double *value = ho_figure_row(self);
        int n = value ? ho_session_series(session, line->metric, self->seg, value, NULL, NULL, NULL) : 0;
        if (!shows_something(value, n)) return;
        ho_color_t color =
            self->seg < 0 ? theme->segment[0] : ho_charts_segment_color(session, theme, self->seg);
        ho_series_t *s = ho_figure_add(self, ho_words_segment(sc, self->seg), HO_SERIES_AREA, color);
        if (s) s->value = value;
        return;
    }
    snprintf(self->title, sizeof self->title, "%s", "Adoption by segment");
    for (int g = 0; g < brief->n_segments; g++) {
        double *value = ho_figure_row(self);
        int n = value ? ho_session_series(session, line->metric, g, value, NULL, NULL, NULL) : 0;
        if (!shows_something(value, n)) continue;
        if (ho_charts_segment_own(brief, g)) {
            ho_series_t *s = ho_figure_add(self, ho_words_segment(sc, g), HO_SERIES_AREA,
                                           ho_charts_segment_color(session, theme, g));
            if (s) s->value = value;
        } else if (!others) {
            others = value;
        } else {
            for (int i = 0; i < n; i++) others[i] += isnan(value[i]) ? 0.0 : value[i];
        }
    }
    ho_series_t *rest = others ? ho_figure_add(self, "Others", HO_SERIES_AREA, theme->neutral) : NULL;
    if (rest) rest->value = others;
}

static ho_threshold_t *add_threshold(ho_figure_t *self, double value, const char *label, ho_tone_t tone,
                                     int breach)
{
    int i = self->chart.n_thresholds;
    if (i >= HO_THRESHOLDS_MAX) return NULL;
    snprintf(self->label[i], sizeof self->label[i], "%s", label);
    self->threshold[i] = (ho_threshold_t){.value = value,
                                          .label = self->label[i],
                                          .tone = tone,
                                          .breach = breach,
                                          .series = self->chart.n_series - 1};
    for (int s = 0; s < self->chart.n_series; s++)
        if (self->series[s].kind == HO_SERIES_LINE) {
            self->threshold[i].series = s;
            break;
        }
    self->chart.n_thresholds++;
    return &self->threshold[i];
}

/* Levels that a condition sets for the figure's metric. */
static void add_levels(ho_figure_t *self, const ho_cond_t *cond, const char *name, ho_tone_t tone,
                       bool good_side)
{
    for (int i = 0; i < cond->n; i++) {
        const ho_cond_node_t *leaf = &cond->node[i];
        bool below = leaf->kind == HO_COND_BELOW;
        if ((!below && leaf->kind != HO_COND_ABOVE) || leaf->metric != (int)self->metric) continue;
        if (leaf->seg != self->seg) continue;
        char value[HO_VALUE_MAX], label[64];
        ho_words_value(self->metric, leaf->value, value, sizeof value);
        snprintf(label, sizeof label, "%s %s", name, value);
        add_threshold(self, leaf->value, label, tone, good_side ? 0 : below ? -1 : 1);
    }
}

static void add_thresholds(ho_figure_t *self, const ho_session_t *session)
{
    const ho_brief_t *brief = ho_session_brief(session);
    const ho_scenario_t *sc = ho_session_scenario(session);
    static const char *const role[] = {"Your rule", "Guardrail",
                                       "Kill criterion"}; /* by ho_rule_view_t.role */
    if (self->metric == HO_METRIC_P95 && brief->latency_budget_ms > 0.0) {
        char label[64], value[HO_VALUE_MAX];
        ho_words_value(HO_METRIC_P95, brief->latency_budget_ms, value, sizeof value);
        snprintf(label, sizeof label, "Budget %s", value);
        add_threshold(self, brief->latency_budget_ms, label, HO_TONE_BAD, 1);
    }
    if (self->metric == HO_METRIC_PSI) add_threshold(self, 0.2, "Worth a look 0.2", HO_TONE_WARN, 0);
    if (self->metric == HO_METRIC_REVIEW_LOAD) add_threshold(self, 1.0, "All they can do", HO_TONE_BAD, 1);
    ho_rule_view_t rule;
    for (int i = 0; ho_view_rule(ho_session_view(session), i, &rule); i++)
        if (rule.used) add_levels(self, &rule.cond, role[rule.role < 3 ? rule.role : 0], HO_TONE_BAD, false);
    for (int i = 0; i < sc->world.n_objectives; i++)
        add_levels(self, &sc->world.objective[i].when, "Goal", HO_TONE_NEUTRAL, true);
}

/* Metrics that change because more or fewer people have it; the others are about what it does for each of
 * them. */
static bool moves_with_reach(ho_metric_t metric)
{
    static const ho_metric_t reach[] = {HO_METRIC_ACTIVE,   HO_METRIC_ADOPTION, HO_METRIC_ACTIVATION,
                                        HO_METRIC_SESSIONS, HO_METRIC_ROLLOUT,  HO_METRIC_LIFT,
                                        HO_METRIC_COST,     HO_METRIC_APPEALS,  HO_METRIC_REVIEW_LOAD};
    for (size_t i = 0; i < sizeof reach / sizeof *reach; i++)
        if (reach[i] == metric) return true;
    return false;
}

/* Whether an event says something about this metric: what concerns everything does, but steps of the rollout
 * and what people ask belong to charts of reach, and moods to those of moods. */
static bool belongs(const ho_event_t *e, ho_metric_t metric)
{
    bool mood = e->metric >= HO_METRIC_EXECUTIVE && e->metric <= HO_METRIC_SUPPORT;
    if (mood) return metric >= HO_METRIC_EXECUTIVE && metric <= HO_METRIC_SUPPORT;
    return moves_with_reach(metric) || (e->metric != HO_METRIC_ROLLOUT && e->kind != HO_EVENT_MESSAGE);
}

/* What comes first where flags are crowded: the player's decisions, then what went wrong, then what may. */
static int rank_of(const ho_event_t *e)
{
    if (e->kind == HO_EVENT_DECISION) return 0;
    if (e->severity == HO_SEVERITY_BAD || e->kind == HO_EVENT_MESSAGE) return 1;
    return e->severity == HO_SEVERITY_WARN ? 2 : 3;
}

/* Whether an event is to have a flag on this figure. */
static bool has_flag(const ho_figure_t *self, const ho_event_t *e)
{
    bool elsewhere = e->seg >= 0 && self->seg >= 0 && e->seg != self->seg;
    return e->flag && !elsewhere && belongs(e, self->metric);
}

/* The rank from which on flags are left out so that the others have room, and how many of that rank. */
static int crowded_rank(const ho_figure_t *self, const ho_session_t *session, int *skip)
{
    enum { RANKS = 4 };
    int n = ho_session_events(session), of[RANKS] = {0}, sum = 0;
    for (int i = 0; i < n; i++) {
        const ho_event_t *e = ho_session_event(session, i);
        if (has_flag(self, e)) of[rank_of(e)]++;
    }
    for (int rank = 0; rank < RANKS; rank++) {
        sum += of[rank];
        *skip = sum - HO_FLAGS_MAX;
        if (*skip > 0) return rank;
    }
    *skip = 0;
    return RANKS;
}

/* Flags of what happened; if there are too many, without the routine and the oldest. */
static void add_notes(ho_figure_t *self, const ho_session_t *session)
{
    static const ho_tone_t tone[HO_SEVERITIES] = {HO_TONE_INFO, HO_TONE_GOOD, HO_TONE_WARN, HO_TONE_BAD};
    int n = ho_session_events(session), skip, crowded = crowded_rank(self, session, &skip);
    for (int i = 0; i < n && self->chart.n_notes < HO_FLAGS_MAX; i++) {
        const ho_event_t *e = ho_session_event(session, i);
        int rank = rank_of(e);
        if (!has_flag(self, e) || rank > crowded || (rank == crowded && skip-- > 0)) continue;
        int k = self->chart.n_notes++;
        snprintf(self->note_text[k], sizeof self->note_text[k], "%s", e->title);
        ho_tone_t t = e->kind == HO_EVENT_DECISION ? HO_TONE_NEUTRAL : tone[e->severity];
        self->note[k] = (ho_note_t){.day = e->day, .label = self->note_text[k], .tone = t, .rank = rank};
    }
}

/* What the verdict of the experiment says, in the pill of the lift chart. */
static void add_verdict(ho_figure_t *self, const ho_session_t *session)
{
    static const struct {
        ho_tone_t tone;
        ho_mark_t mark;
    } look[] = {[HO_ANALYSIS_NONE] = {HO_TONE_NEUTRAL, HO_MARK_NONE},
                [HO_ANALYSIS_INCONCLUSIVE] = {HO_TONE_NEUTRAL, HO_MARK_RING},
                [HO_ANALYSIS_SUCCESSFUL] = {HO_TONE_GOOD, HO_MARK_TRIANGLE},
                [HO_ANALYSIS_FAILED] = {HO_TONE_BAD, HO_MARK_TRIANGLE_DOWN}};
    ho_experiment_status_t status;
    ho_status_experiment(session, self->seg, &status);
    snprintf(self->pill, sizeof self->pill, "%s", ho_analysis_status_text(status.status));
    self->chart.pill = self->pill;
    self->chart.pill_tone = look[status.status].tone;
    self->chart.pill_mark = look[status.status].mark;
    self->chart.value_tone =
        look[status.status].tone == HO_TONE_NEUTRAL ? HO_TONE_NEUTRAL : self->chart.pill_tone;
    if (!self->chart.value || !status.holdout || isnan(status.lift.lo) || isnan(status.lift.hi)) return;
    char lo[HO_VALUE_MAX], hi[HO_VALUE_MAX];
    ho_format_value(lo, sizeof lo, status.lift.lo, HO_FORMAT_SIGNED_PERCENT);
    ho_format_value(hi, sizeof hi, status.lift.hi, HO_FORMAT_SIGNED_PERCENT);
    snprintf(self->subtitle, sizeof self->subtitle, "Against the holdout, always-valid 95%% [%s, %s]", lo,
             hi);
}

/* How many days were on the wrong side of a level, in the pill. */
static void add_breaches(ho_figure_t *self, int today)
{
    for (int i = 0; i < self->chart.n_thresholds && !self->chart.pill; i++) {
        const ho_threshold_t *t = &self->threshold[i];
        if (!t->breach || t->series < 0 || self->series[t->series].kind != HO_SERIES_LINE) continue;
        const double *v = self->series[t->series].value;
        int days = 0;
        for (int d = 0; d < today; d++)
            days += !isnan(v[d]) && (t->breach > 0 ? v[d] > t->value : v[d] < t->value);
        if (days == 0) continue;
        snprintf(self->pill, sizeof self->pill, days == 1 ? "1 day beyond" : "%d days beyond", days);
        self->chart.pill = self->pill;
        self->chart.pill_tone = HO_TONE_WARN;
        self->chart.pill_mark = HO_MARK_TRIANGLE;
    }
}

/* The number at the right with the day that it is about. */
static void add_headline(ho_figure_t *self, const ho_session_t *session, const char *subtitle)
{
    int yesterday = ho_session_day(session) - 1;
    ho_reading_t now = ho_session_latest(session, self->metric, self->seg);
    snprintf(self->subtitle, sizeof self->subtitle, "%s", subtitle);
    if (isnan(now.value)) {
        bool estimated = self->metric == HO_METRIC_PRECISION && self->chart.n_series > 0;
        if (estimated)
            snprintf(self->subtitle, sizeof self->subtitle,
                     "No label says it yet: what the model says of itself");
        return;
    }
    ho_words_value(self->metric, now.value, self->value, sizeof self->value);
    size_t n = strlen(self->value); /* "100.0%" says no more than "100%" */
    if (n > 3 && strcmp(self->value + n - 3, ".0%") == 0) memcpy(self->value + n - 3, "%", 2);
    self->chart.value = self->value;
    if (now.day < 0 || now.day >= yesterday) return;
    if (now.maturity < 0.995)
        snprintf(self->subtitle, sizeof self->subtitle, "Answers of day %d, %.0f%% of their labels so far",
                 now.day, 100.0 * now.maturity);
    else
        snprintf(self->subtitle, sizeof self->subtitle, "%s, day %d", subtitle, now.day);
}

/* How many of all are active. */
static void add_reach(ho_figure_t *self, const ho_session_t *session)
{
    ho_reading_t share = ho_session_latest(session, HO_METRIC_ADOPTION, self->seg);
    if (isnan(share.value)) return;
    snprintf(self->subtitle, sizeof self->subtitle, "Active users; %.1f%% of all try it or use it",
             100.0 * share.value);
}

/* What it would take to see it. */
static void add_absence(ho_figure_t *self, const ho_session_t *session)
{
    const ho_metric_info_t *info = ho_metric_info((int)self->metric);
    uint32_t needs = info->needs | (self->seg >= 0 ? 1u << HO_INVEST_SEGMENTS : 0u);
    self->invest = -1;
    for (int i = HO_INVESTMENTS - 1; i >= 0; i--)
        if (needs >> i & 1u && !ho_view_built(ho_session_draft(session), (ho_invest_t)i)) self->invest = i;
    if (self->invest >= 0)
        snprintf(self->empty, sizeof self->empty, "Not on your screen: it takes the %c%s.",
                 ho_words_invest(self->invest)[0] | 32, ho_words_invest(self->invest) + 1);
    else if (ho_session_day(session) == 0)
        snprintf(self->empty, sizeof self->empty, "Nothing to see yet: the first day has not been played.");
    else
        snprintf(self->empty, sizeof self->empty, "No reading so far.");
    if (self->chart.n_series == 0) { /* levels and hatches of nothing say nothing */
        self->chart.n_thresholds = 0;
        self->chart.maturity = NULL;
    }
    self->chart.empty = self->empty;
}

/* The lift's axis fits what has settled: an interval of the first days would leave the rest a line. */
static void fit_settled(ho_figure_t *self)
{
    enum { SETTLED = 21 };
    ho_chart_t *c = &self->chart;
    double lo = 0.0, hi = 0.0;
    int days = c->n_days / 2 < SETTLED ? c->n_days / 2 : SETTLED, from = c->n_days - (days > 5 ? days : 5);
    if (from < 0) from = 0;
    for (int s = 0; s < c->n_series; s++)
        for (int d = from; d < c->n_days; d++) {
            const ho_series_t *one = &self->series[s];
            const double *low = one->lo ? one->lo : one->value, *high = one->hi ? one->hi : one->value;
            if (low[d] < lo) lo = low[d];
            if (high[d] > hi) hi = high[d];
        }
    for (int i = 0; i < c->n_thresholds; i++) {
        if (self->threshold[i].value < lo) lo = self->threshold[i].value;
        if (self->threshold[i].value > hi) hi = self->threshold[i].value;
    }
    if (!(hi - lo > 0.0)) return;
    c->fixed_lo = lo - 0.35 * (hi - lo);
    c->fixed_hi = hi + 0.35 * (hi - lo);
}

static void begin_figure(ho_figure_t *self, const ho_session_t *session, int seg, ho_metric_t metric)
{
    self->chart = ho_chart_default();
    self->n_data = 0;
    self->metric = metric;
    const ho_metric_info_t *info = ho_metric_info((int)metric);
    self->seg = info->by_segment ? seg : -1;
    self->value[0] = self->pill[0] = self->empty[0] = '\0';
    ho_chart_t *c = &self->chart;
    c->title = self->title;
    c->subtitle = self->subtitle;
    c->series = self->series;
    c->thresholds = self->threshold;
    c->notes = self->note;
    c->first_day = 0.0;
    c->n_days = ho_session_day(session);
    c->today = c->n_days > 0 ? c->n_days - 1 : 0;
    c->format = (ho_format_t)ho_words_format(metric);
    c->immature_label = "Labels not\narrived yet";
    c->immature_legend = "Labels missing";
}

void ho_figure_build(ho_figure_t *out, const ho_session_t *session, const ho_theme_t *theme, int chart,
                     int seg)
{
    ho_chart_row_t single;
    const ho_chart_row_t *row = ho_charts_row(chart, &single);
    const ho_metric_info_t *info = ho_metric_info((int)row->line[0].metric);
    begin_figure(out, session, seg, row->line[0].metric);
    const char *title = row->title ? row->title : info->title;
    if (out->seg < 0)
        snprintf(out->title, sizeof out->title, "%s", title);
    else
        snprintf(out->title, sizeof out->title, "%.40s, %.48s", title,
                 ho_words_segment(ho_session_scenario(session), out->seg));
    out->chart.smallest_span = row->smallest_span;
    out->chart.with_zero = row->with_zero;
    out->chart.limit_lo = row->with_zero && row->line[0].metric != HO_METRIC_LIFT ? 0.0 : (double)NAN;
    if (row->limit_hi > 0.0) out->chart.limit_hi = row->limit_hi;
    for (int i = 0; i < row->n_lines; i++)
        (row->line[i].how & HO_LINE_STACK ? add_stack : add_line)(out, session, theme, &row->line[i]);
    add_headline(out, session, row->subtitle ? row->subtitle : info->help);
    if (out->metric == HO_METRIC_ACTIVE) add_reach(out, session);
    add_thresholds(out, session);
    if (out->metric == HO_METRIC_LIFT) {
        fit_settled(out);
        add_verdict(out, session);
    }
    add_breaches(out, out->chart.n_days);
    add_notes(out, session);
    add_absence(out, session);
}
