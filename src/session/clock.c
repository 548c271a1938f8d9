/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time as the player runs it. */
#include "session/clock.h"

#include <math.h>
#include <stdio.h>

#include "engine/messages.h"
#include "session/session_inner.h"
#include "session/words.h"

enum { DAYS_A_SECOND_DIVIDED = 2 }; /* 1x: a day in two seconds */

const char *ho_pause_name(int i)
{
#define HO_X(id, name, text) name,
    static const char *const names[HO_PAUSE_KINDS] = {HO_PAUSES(HO_X)};
#undef HO_X
    return i >= 0 && i < HO_PAUSE_KINDS ? names[i] : NULL;
}

const char *ho_pause_text(int i)
{
#define HO_X(id, name, text) text,
    static const char *const texts[HO_PAUSE_KINDS] = {HO_PAUSES(HO_X)};
#undef HO_X
    return i >= 0 && i < HO_PAUSE_KINDS ? texts[i] : NULL;
}

ho_clock_t ho_clock_default(void)
{
    return (ho_clock_t){.pauses = (1u << HO_PAUSE_KINDS) - 1u};
}

/* ---- what happened ------------------------------------------------------------------------------------- */

/* What the engine's messages mean for the clock; those that are not here let it run. */
static const struct {
    ho_message_kind_t message;
    ho_pause_t pause;
} pauses_of[] = {
    {HO_MESSAGE_RULE, HO_PAUSE_ALERT},
    {HO_MESSAGE_DEMAND, HO_PAUSE_MESSAGE},
    {HO_MESSAGE_TASK_DONE, HO_PAUSE_TASK},
    {HO_MESSAGE_TASK_REDONE, HO_PAUSE_TASK},
    {HO_MESSAGE_TRAINING_FAILED, HO_PAUSE_TASK},
    {HO_MESSAGE_CANDIDATE_FLAGGED, HO_PAUSE_TASK},
    {HO_MESSAGE_FINDING, HO_PAUSE_TASK},
    {HO_MESSAGE_OBJECTIVE, HO_PAUSE_TASK},
    {HO_MESSAGE_INCIDENT, HO_PAUSE_BAD_NEWS},
    {HO_MESSAGE_SEVERE, HO_PAUSE_BAD_NEWS},
    {HO_MESSAGE_OWN_FIX, HO_PAUSE_BAD_NEWS},
    {HO_MESSAGE_FREEZE, HO_PAUSE_BAD_NEWS},
    {HO_MESSAGE_KILL_BROKEN, HO_PAUSE_BAD_NEWS},
    {HO_MESSAGE_ROSY, HO_PAUSE_BAD_NEWS},
};

/* The pause kind of an event of the last day, -1: none. */
static int pause_of(const ho_kept_event_t *e)
{
    if (e->review >= 0) return -1; /* was said before the day */
    if (e->event.asks) return HO_PAUSE_MESSAGE;
    if (e->surprise) return HO_PAUSE_SURPRISE;
    for (size_t i = 0; e->told >= 0 && i < sizeof pauses_of / sizeof pauses_of[0]; i++)
        if ((int)pauses_of[i].message == e->told) return (int)pauses_of[i].pause;
    bool note = e->told < 0 && e->event.kind == HO_EVENT_NOTE;
    return note && e->event.severity == HO_SEVERITY_WARN ? HO_PAUSE_BAD_NEWS : -1;
}

/* Readings of the whole as they stood on the evening of `as_of`, the latest first: those that rest on settled
 * labels, of the last few weeks. Returns how many. */
enum { WEEKS_BACK = 28, MOST_READINGS = 14 };
static int readings_as_of(const ho_session_t *s, ho_metric_t metric, int as_of, int most,
                          ho_reading_t out[MOST_READINGS])
{
    const double settled = 0.5;
    int n = 0;
    for (int day = as_of; day >= 0 && day > as_of - WEEKS_BACK && n < most; day--) {
        ho_reading_t r = ho_session_shown(s, metric, -1, day, as_of);
        if (!isnan(r.value) && r.maturity >= settled) out[n++] = r;
    }
    return n;
}

/* One number for many days, with an interval of its own: surprised where today's lies outside yesterday's
 * interval. */
static bool leaves_interval(const ho_session_t *s, ho_metric_t value, ho_metric_t lower, ho_metric_t upper)
{
    int today = ho_session_day(s) - 1;
    ho_reading_t now[MOST_READINGS], then[MOST_READINGS], lo[MOST_READINGS], hi[MOST_READINGS];
    if (readings_as_of(s, value, today, 1, now) == 0 || readings_as_of(s, value, today - 1, 1, then) == 0)
        return false;
    bool own = lower == value; /* else its ends are metrics themselves */
    if (!own &&
        (readings_as_of(s, lower, today - 1, 1, lo) == 0 || readings_as_of(s, upper, today - 1, 1, hi) == 0))
        return false;
    double from = own ? then[0].lo : lo[0].value, to = own ? then[0].hi : hi[0].value;
    return now[0].value < from || now[0].value > to;
}

/* A number for each day: days differ by more than chance, so what is usual is taken from the days before.
 * Surprised by what is outside of it, once in a hundred days by chance. */
static bool leaves_the_usual(const ho_session_t *s, ho_metric_t metric)
{
    enum { FEWEST = 5 };
    const double wide = 2.6;
    int today = ho_session_day(s) - 1;
    ho_reading_t now[MOST_READINGS], then[MOST_READINGS];
    if (readings_as_of(s, metric, today, 1, now) == 0) return false;
    int n = readings_as_of(s, metric, today - 1, MOST_READINGS, then);
    if (n < FEWEST || now[0].day <= then[0].day) return false;
    double sum = 0.0, square = 0.0;
    for (int i = 0; i < n; i++) sum += then[i].value;
    for (int i = 0; i < n; i++) square += (then[i].value - sum / n) * (then[i].value - sum / n);
    double usual = wide * sqrt(square / (n - 1) * (1.0 + 1.0 / n)), chance = (now[0].hi - now[0].lo) / 2.0;
    return fabs(now[0].value - sum / n) > fmax(usual, chance);
}

/* Whether a new estimate lies outside yesterday's interval; its metric goes to *which. */
static bool is_surprised(const ho_session_t *s, ho_metric_t *which)
{
    *which = HO_METRIC_LIFT;
    if (leaves_interval(s, HO_METRIC_LIFT, HO_METRIC_LIFT_LO, HO_METRIC_LIFT_HI)) return true;
    *which = HO_METRIC_AUDIT_PRECISION;
    if (leaves_interval(s, HO_METRIC_AUDIT_PRECISION, HO_METRIC_AUDIT_PRECISION, HO_METRIC_AUDIT_PRECISION))
        return true;
    *which = HO_METRIC_PRECISION;
    return leaves_the_usual(s, HO_METRIC_PRECISION);
}

/* How much of the days that a condition asks for it has held by the evening of `as_of`: 0..1. Trees: all by
 * the least, any by the most. */
static double progress_of(const ho_session_t *s, const ho_cond_t *c, int *at, int as_of)
{
    const ho_cond_node_t *node = &c->node[(*at)++];
    if (node->kind == HO_COND_NOT) {
        (void)progress_of(s, c, at, as_of);
        return 0.0; /* that something has not happened has no half */
    }
    if (node->kind == HO_COND_ALL || node->kind == HO_COND_ANY) {
        double sum = node->kind == HO_COND_ALL ? 1.0 : 0.0;
        for (int i = 0; i < node->n_below; i++) {
            double x = progress_of(s, c, at, as_of);
            sum = node->kind == HO_COND_ALL ? fmin(sum, x) : fmax(sum, x);
        }
        return sum;
    }
    if (node->kind != HO_COND_BELOW && node->kind != HO_COND_ABOVE) return 0.0;
    int held = 0;
    for (; held < node->for_days && held <= as_of; held++) {
        double x = ho_session_shown(s, (ho_metric_t)node->metric, node->seg, as_of - held, as_of).value;
        bool holds = node->kind == HO_COND_BELOW ? x < node->value : x > node->value;
        if (!holds) break;
    }
    return (double)held / node->for_days;
}

static double kill_progress(const ho_session_t *session, const ho_cond_t *c, int as_of)
{
    int at = 0;
    return c->n > 0 && as_of >= 0 ? progress_of(session, c, &at, as_of) : 0.0;
}

/* Whether the kill criterion became half met on the last day. */
static bool is_half_met(const ho_session_t *s)
{
    ho_rule_view_t rule;
    int today = ho_session_day(s) - 1;
    for (int i = 0; ho_view_rule(ho_session_view(s), i, &rule); i++) {
        if (!rule.used || rule.role != HO_RULE_KILL || rule.holds) continue;
        if (kill_progress(s, &rule.cond, today) >= 0.5 && kill_progress(s, &rule.cond, today - 1) < 0.5)
            return true;
    }
    return false;
}

/* Adds what happened; the first thing is the sentence. */
static void add(uint32_t *bits, ho_pause_t what, uint32_t *said, char *room, size_t bytes,
                const char *sentence)
{
    *bits |= 1u << what;
    if (*said != 0u || bytes == 0) return;
    snprintf(room, bytes, "%s", sentence);
    *said = 1u << what;
}

uint32_t ho_clock_happened(const ho_session_t *session, char *room, size_t bytes)
{
    uint32_t bits = 0, said = 0;
    char sentence[160];
    int today = ho_session_day(session) - 1;
    if (bytes > 0) room[0] = '\0';
    if (today < 0) return 0;
    for (int order = 0; order < HO_PAUSE_KINDS; order++) /* the gravest kinds of the table speak first */
        for (int i = session->history->events_after[today]; i < session->n_events; i++) {
            const ho_kept_event_t *e = session->history->event[i];
            if (e->event.day == today && pause_of(e) == order)
                add(&bits, (ho_pause_t)order, &said, room, bytes, e->title);
        }
    if (is_half_met(session))
        add(&bits, HO_PAUSE_KILL_HALF, &said, room, bytes, "your kill criterion is half met");
    ho_metric_t which;
    if (is_surprised(session, &which)) {
        snprintf(sentence, sizeof sentence, "%s lies outside yesterday's interval",
                 ho_metric_info((int)which)->title);
        add(&bits, HO_PAUSE_SURPRISE, &said, room, bytes, sentence);
    }
    if (session->options.guided && session->coach.n > session->coach_told)
        add(&bits, HO_PAUSE_COACH, &said, room, bytes, "the guide has something to say");
    return bits;
}

/* ---- running ------------------------------------------------------------------------------------------- */

static void stop(ho_clock_t *self)
{
    self->speed = 0;
    self->until = false;
    self->due = 0.0;
}

/* Says why the next day is not played. */
static void say_waiting(ho_clock_t *self, const ho_session_t *session)
{
    static const char *const why[] = {
        [HO_WAITS_NOTHING] = "there is not enough memory",
        [HO_WAITS_FRAMING] = "lock in the launch first",
        [HO_WAITS_REASON] = "a decision waits for your reason",
        [HO_WAITS_BUDGET] = "more team-days are planned than there are",
        [HO_WAITS_END] = "the run is over",
    };
    self->stopped_by = 0;
    snprintf(self->reason, sizeof self->reason, "Day %d waits: %s", ho_session_day(session),
             why[ho_session_waits(session)]);
}

bool ho_clock_step(ho_clock_t *self, ho_session_t *session)
{
    char what[120];
    self->due = 0.0;
    if (!ho_session_advance(session)) {
        say_waiting(self, session);
        stop(self);
        return false;
    }
    self->stopped_by = ho_clock_happened(session, what, sizeof what);
    self->reason[0] = '\0';
    if (self->stopped_by != 0u)
        snprintf(self->reason, sizeof self->reason, "Day %d: %s", ho_session_day(session) - 1, what);
    if (ho_session_phase(session) == HO_PHASE_ENDED) stop(self);
    return true;
}

int ho_clock_tick(ho_clock_t *self, ho_session_t *session, double seconds, int most)
{
    int played = 0;
    if (self->speed <= 0 && !self->until) return 0;
    if (seconds > 0.0) self->due += seconds * self->speed / DAYS_A_SECOND_DIVIDED;
    while (played < most && (self->until || self->due >= 1.0)) {
        double due = self->due - 1.0;
        uint32_t pauses = self->until ? (1u << HO_PAUSE_KINDS) - 1u : self->pauses;
        if (!ho_clock_step(self, session)) break;
        played++;
        self->due = due > 0.0 ? due : 0.0;
        if ((self->stopped_by & pauses) != 0u || ho_session_phase(session) == HO_PHASE_ENDED) {
            stop(self);
            break;
        }
    }
    if (self->due > 1.0) self->due = 1.0; /* a machine that cannot keep up does not owe days */
    return played;
}
