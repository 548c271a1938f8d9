/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The past, corrected: labels that have come in since contradict what the screen said of a day. */
#include <math.h>

#include "session/events.h"
#include "session/phrase.h"
#include "session/words.h"

enum { ENOUGH = 100 }; /* labels, before they may contradict anything              */
#define RIPE  0.8      /* share of a day's labels after which it counts as known   */
#define FAR   0.03     /* a smaller difference is no surprise, however sure it is  */
#define WIDER 0.05     /* by so much it must have grown to be told once more       */

/* What the screen said of `day` on an evening up to the one just played. */
static ho_reading_t shown(const ho_session_t *self, const ho_state_t *played, ho_metric_t metric, int day,
                          int evening)
{
    bool past = evening < played->day - 1;
    uint32_t needs = ho_metric_info((int)metric)->needs;
    uint32_t there = past ? self->history->built[evening] : played->set.built;
    if (day < 0 || (needs & there) != needs)
        return (ho_reading_t){.value = NAN, .lo = NAN, .hi = NAN};
    ho_view_t view = ho_view(self->w, played);
    return ho_see_as_of(&view, metric, -1, day, evening);
}

/* The latest day of which most labels have come by an evening; -1. */
static int ripe_day(const ho_session_t *self, const ho_state_t *played, int evening)
{
    int day = evening;
    while (day >= 0 && !(shown(self, played, HO_METRIC_LABEL_MATURITY, day, evening).value >= RIPE))
        day--;
    return day;
}

/* The gap that was told last; 0: none. */
static double told_gap(const ho_session_t *self)
{
    const ho_history_t *h = self->history;
    for (int i = h->n_events - 1; i >= 0; i--)
        if (h->event[i]->surprise)
            return h->event[i]->gap;
    return 0.0;
}

static bool tell(ho_session_t *self, int today, int day, double said, double is)
{
    char then[HO_VALUE_MAX], now[HO_VALUE_MAX];
    ho_kept_event_t *e = ho_event_add(self, today, HO_EVENT_NOTE, HO_SEVERITY_WARN);
    if (e == NULL)
        return false;
    ho_format_value(then, sizeof then, said, HO_FORMAT_PERCENT);
    ho_format_value(now, sizeof now, is, HO_FORMAT_PERCENT);
    ho_event_title(e, "Said %s right, labels say %s", then, now);
    ho_event_text(e,
                  "On day %d the screen said %s. Those answers were %s, by the labels that have come in "
                  "since. The first figure is what the model says of itself (estimated precision). Labels "
                  "come late and not for everything; audits flatter nobody.",
                  day, then, now);
    e->event.metric = HO_METRIC_PRECISION;
    e->event.flag = e->surprise = true;
    e->gap = fabs(said - is);
    return true;
}

bool ho_event_of_the_past(ho_session_t *self, const ho_state_t *played)
{
    int today = played->day - 1, day = ripe_day(self, played, today);
    if (day < 0)
        return true;
    ho_reading_t said = shown(self, played, HO_METRIC_EST_PRECISION, day, day),
                 is = shown(self, played, HO_METRIC_PRECISION, day, today);
    bool agree = said.value >= is.lo && said.value <= is.hi;
    if (!isfinite(said.value) || !(is.n >= ENOUGH) || agree)
        return true;
    double gap = fabs(said.value - is.value), before = told_gap(self);
    if (gap < (before > 0.0 ? before + WIDER : FAR))
        return true;
    return tell(self, today, day, said.value, is.value);
}
