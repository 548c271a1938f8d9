/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was known and what was shown: readings as of today and as of a past evening, kept where asking again
 * would be dear. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "session/phrase.h"
#include "session/session_inner.h"
#include "session/words.h"

static const ho_reading_t nothing = {.value = NAN, .lo = NAN, .hi = NAN, .maturity = 1.0, .day = -1};

/* Metrics whose reading about a past day does not change any more: all but those that wait for labels. Asked
 * again in full are these and every metric that is not known here. */
static bool is_revised(ho_metric_t metric)
{
    switch (metric) {
    case HO_METRIC_PRECISION:
    case HO_METRIC_RECALL:
    case HO_METRIC_LABEL_MATURITY:
    case HO_METRIC_PROXY_PRECISION:
    case HO_METRIC_AUDIT_PRECISION:
    case HO_METRIC_AUDIT_RECALL:
    case HO_METRIC_TPR:
    case HO_METRIC_FPR: return true;
    default: return metric > HO_METRIC_SUPPORT;
    }
}

/* ---- series -------------------------------------------------------------------------------------------- */

void ho_series_free(ho_session_t *self)
{
    for (int i = 0; i < HO_METRIC_COUNT * (1 + self->w->n_segments); i++)
        free(self->series[i].reading);
}

/* The kept series of a metric, brought up to this morning; NULL where there is no such metric or segment, or
 * no memory. */
static const ho_series_t *series_of(const ho_session_t *self, ho_metric_t metric, int seg)
{
    if (ho_metric_info((int)metric) == NULL || seg >= self->w->n_segments)
        return NULL;
    ho_series_t *x = &self->series[(int)metric * (1 + self->w->n_segments) + (seg < 0 ? 0 : 1 + seg)];
    if (x->reading == NULL) {
        x->reading = malloc((size_t)self->w->days * sizeof *x->reading);
        if (x->reading == NULL)
            return NULL;
        x->n = 0;
        x->day = -1;
    }
    int day = self->base->day;
    if (x->day == day && x->built == self->base->set.built)
        return x;
    bool kept = x->day >= 0 && x->day <= day && x->built == self->base->set.built && !is_revised(metric);
    int from = kept && x->n > 0 ? x->n - 1 : 0; /* the last day was read before its figures were filed */
    for (int i = from; i < day; i++)
        x->reading[i] = ho_see(&self->view, metric, seg, i);
    x->n = day;
    x->day = day;
    x->built = self->base->set.built;
    return x;
}

int ho_session_series(const ho_session_t *self, ho_metric_t metric, int seg, double *value, double *lo,
                      double *hi, double *maturity)
{
    const ho_series_t *x = series_of(self, metric, seg);
    int n = self->base->day;
    for (int i = 0; i < n; i++) {
        const ho_reading_t *r = x != NULL ? &x->reading[i] : &nothing;
        if (value != NULL)
            value[i] = r->value;
        if (lo != NULL)
            lo[i] = r->lo;
        if (hi != NULL)
            hi[i] = r->hi;
        if (maturity != NULL)
            maturity[i] = r->maturity;
    }
    return n;
}

ho_reading_t ho_session_seen(const ho_session_t *self, ho_metric_t metric, int seg, int day)
{
    const ho_series_t *x = day >= 0 && day < self->base->day ? series_of(self, metric, seg) : NULL;
    return x != NULL ? x->reading[day] : nothing;
}

ho_reading_t ho_session_shown(const ho_session_t *self, ho_metric_t metric, int seg, int day, int as_of)
{
    const ho_metric_info_t *info = ho_metric_info((int)metric);
    int last = self->base->day - 1;
    if (as_of > last)
        as_of = last;
    if (info == NULL || day < 0 || day > as_of)
        return nothing;
    uint32_t there = self->history->built[as_of]; /* what was built later did not show it then */
    bool breakdown = seg >= 0 && self->w->n_segments > 1;
    if ((info->needs & there) != info->needs || (breakdown && !(there >> HO_INVEST_SEGMENTS & 1u)))
        return nothing;
    return ho_see_as_of(&self->view, metric, seg, day, as_of);
}

ho_reading_t ho_session_latest(const ho_session_t *self, ho_metric_t metric, int seg)
{
    const double settled = 0.5; /* of the labels: before that they say little */
    const ho_series_t *x = series_of(self, metric, seg);
    int best = -1;
    for (int i = self->base->day - 1; x != NULL && i >= 0; i--) {
        const ho_reading_t *r = &x->reading[i];
        if (isnan(r->value))
            continue;
        if (r->maturity >= settled)
            return *r;
        if (best < 0 || r->maturity > x->reading[best].maturity)
            best = i;
    }
    return best >= 0 ? x->reading[best] : nothing;
}

/* ---- the rest ------------------------------------------------------------------------------------------ */

ho_seg_settings_t ho_session_settings_on(const ho_session_t *self, int seg, int day)
{
    int n = self->w->n_segments, last = self->now->day - 1;
    if (seg < 0 || seg >= n)
        seg = 0;
    if (last < 0)
        return ho_view_settings(&self->view, seg);
    day = day < 0 ? 0 : day > last ? last : day;
    return self->history->set[day * n + seg];
}

/* Adds " and Segment breakdowns (3 team-days)". */
static void add_price(const ho_session_t *self, int what, bool first, ho_phrase_t *p)
{
    ho_decision_t d = ho_decision(HO_DO_INVEST);
    d.n = what;
    ho_phrase_add(p, "%s%s (", first ? "" : " and ", ho_words_invest(what));
    ho_phrase_value(p, ho_session_cost(self, &d).team_days, HO_FORMAT_PLAIN);
    ho_phrase_put(p, " team-days)");
}

const char *ho_session_unseen(const ho_session_t *self, ho_metric_t metric, int seg, char *room, size_t bytes)
{
    const ho_metric_info_t *info = ho_metric_info((int)metric);
    if (info == NULL || bytes == 0)
        return NULL;
    uint32_t missing = info->needs & ~self->base->set.built;
    if (seg >= 0 && self->w->n_segments > 1)
        missing |= (1u << HO_INVEST_SEGMENTS) & ~self->base->set.built;
    ho_phrase_t p = ho_phrase(room, bytes);
    if (seg >= 0 && !info->by_segment) {
        ho_phrase_put(&p, "There is one figure for all users only.");
        return room;
    }
    if (missing == 0)
        return NULL;
    ho_phrase_put(&p, "Build: ");
    bool first = true;
    for (int i = 0; i < HO_INVESTMENTS; i++) {
        if ((missing >> i & 1u) == 0u)
            continue;
        add_price(self, i, first, &p);
        first = false;
    }
    ho_phrase_put(&p, ".");
    return room;
}

int ho_session_evidence(const ho_session_t *self, ho_evidence_row_t *out, int room)
{
    int n = 0;
    for (int metric = 0; metric < HO_METRIC_COUNT; metric++) {
        const ho_metric_info_t *info = ho_metric_info(metric);
        int places = info->by_segment && self->w->n_segments > 1 ? self->w->n_segments : 0;
        for (int seg = -1; seg < places; seg++) {
            ho_reading_t r = ho_session_latest(self, (ho_metric_t)metric, seg);
            if (isnan(r.value))
                continue;
            if (n < room)
                out[n] = (ho_evidence_row_t){{.metric = metric, .seg = seg}, r};
            n++;
        }
    }
    return n;
}
