/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the world did, and the author's texts with the run's numbers filled in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/blank.h"
#include "session/phrase.h"
#include "session/reveal_inner.h"
#include "session/words.h"

/* ---- the world ----------------------------------------------------------------------------------------- */

/* clang-format off */
static const char *const DRIFT[HO_DRIFT_KINDS] = {
    [HO_DRIFT_COVARIATE] = "The inputs move (data drift)",
    [HO_DRIFT_SHIFT] = "The inputs move, and what they mean",
    [HO_DRIFT_CONCEPT] = "What is right changes (concept drift)",
    [HO_DRIFT_PURE] = "What is right changes unseen (concept drift)",
    [HO_DRIFT_ADVERSARIAL] = "The other side adapts (concept drift)",
    [HO_DRIFT_BASE_RATE] = "It becomes more or less common (label drift)",
    [HO_DRIFT_DEFINITION] = "The definition changes (label drift)",
};
/* clang-format on */

static const char *const INCIDENT[HO_INCIDENT_KINDS] = {
    [HO_INCIDENT_PIPELINE] = "A data feed breaks",
    [HO_INCIDENT_TRAFFIC] = "Requests per session change",
    [HO_INCIDENT_LATENCY] = "Answers become slower",
    [HO_INCIDENT_LABEL_OUTAGE] = "Labels stop arriving",
    [HO_INCIDENT_COMPETITOR] = "A competitor draws users",
    [HO_INCIDENT_SEASON] = "The season changes its use",
    [HO_INCIDENT_VIRAL] = "A failure goes viral",
    [HO_INCIDENT_REGULATOR] = "The regulator asks for review",
    [HO_INCIDENT_DEMAND] = "A wider rollout is demanded",
};

static void add_event(ho_truth_event_t *out, int *n, int room, ho_truth_event_t event, const char *title)
{
    if (*n >= room) return;
    ho_phrase_t p = ho_phrase(event.title, sizeof event.title);
    ho_phrase_put(&p, title);
    int at = (*n)++;
    for (; at > 0 && out[at - 1].day > event.day; at--) out[at] = out[at - 1];
    out[at] = event;
}

int ho_reveal_world(const ho_reveal_t *self, ho_truth_event_t *out, int room)
{
    const ho_world_t *w = self->w;
    int n = 0;
    for (int i = 0; i < w->n_drifts; i++) {
        double began = self->end->drift_began[i];
        if (self->twin || !(began >= 0.0) || began >= self->n_days) continue;
        add_event(out, &n, room,
                  (ho_truth_event_t){.day = (int)floor(began),
                                     .until = -1,
                                     .tell = self->scenario->text.drift[i].tell,
                                     .segments = w->drift[i].segments},
                  DRIFT[w->drift[i].kind]);
    }
    for (int i = 0; i < w->n_incidents; i++) {
        double day = self->end->fate.incident_day[i];
        int last = (int)ceil(day + w->incident[i].days) - 1;
        if (!(day >= 0.0) || day >= self->n_days || (self->twin && !w->incident[i].in_twin)) continue;
        add_event(out, &n, room,
                  (ho_truth_event_t){.day = (int)floor(day),
                                     .until = last < self->n_days - 1 ? last : -1,
                                     .tell = self->scenario->text.incident[i].tell,
                                     .segments = w->incident[i].segments},
                  INCIDENT[w->incident[i].kind]);
    }
    return n;
}

/* ---- the author's texts -------------------------------------------------------------------------------- */

static void say_figure(ho_phrase_t *p, const ho_outcome_sum_t *o, int which)
{
    static const struct {
        size_t at;
        ho_format_t format;
    } rows[HO_FIGURES] = {
#define HO_ROW(name, format_) [HO_FIGURE_##name] = {offsetof(ho_outcome_sum_t, name), format_}
        HO_ROW(utility_usd, HO_FORMAT_SIGNED_USD),
        HO_ROW(value_usd, HO_FORMAT_USD),
        HO_ROW(cost_usd, HO_FORMAT_USD),
        HO_ROW(harm_usd, HO_FORMAT_USD),
        HO_ROW(true_lift, HO_FORMAT_SIGNED_PERCENT),
        HO_ROW(product_lift, HO_FORMAT_SIGNED_PERCENT),
        HO_ROW(measured_lift, HO_FORMAT_SIGNED_PERCENT),
        HO_ROW(adoption, HO_FORMAT_PERCENT),
        HO_ROW(activation_90d, HO_FORMAT_PERCENT),
        HO_ROW(mean_trust, HO_FORMAT_PLAIN),
        HO_ROW(end_trust, HO_FORMAT_PLAIN),
        HO_ROW(tp, HO_FORMAT_COUNT),
        HO_ROW(fp, HO_FORMAT_COUNT),
        HO_ROW(fn, HO_FORMAT_COUNT),
        HO_ROW(tn, HO_FORMAT_COUNT),
        HO_ROW(slow, HO_FORMAT_COUNT),
        HO_ROW(sessions, HO_FORMAT_COUNT),
        HO_ROW(severe, HO_FORMAT_COUNT),
        HO_ROW(lapsed, HO_FORMAT_COUNT),
#undef HO_ROW
    };
    double x;
    memcpy(&x, (const char *)o + rows[which].at, sizeof x);
    if (isfinite(x))
        ho_phrase_value(p, x, rows[which].format);
    else
        ho_phrase_put(p, "not measured");
}

static int first_drift_day(const ho_reveal_t *self)
{
    int first = -1;
    for (int i = 0; i < self->w->n_drifts && !self->twin; i++) {
        double began = self->end->drift_began[i];
        if (began >= 0.0 && began < self->n_days && (first < 0 || began < first)) first = (int)floor(began);
    }
    return first;
}

/* The last day of which half of the labels had come by the end. */
static int label_horizon(const ho_reveal_t *self)
{
    int age = 0;
    while (age < self->n_days && self->w->maturity[age] < 0.5) age++;
    return self->n_days - 1 - age;
}

static void say_metric(ho_phrase_t *p, const ho_reveal_t *self, const ho_blank_t *blank)
{
    char room[HO_BLANK_WORDS];
    ho_metric_t metric = (ho_metric_t)blank->which;
    ho_view_t v = ho_view(self->w, self->end);
    double x = blank->kind == HO_BLANK_TRUE ? ho_reveal_truth(self, metric, -1, blank->day)
                                            : ho_seen(&v, metric, -1, blank->day);
    ho_words_value(metric, x, room, sizeof room);
    ho_phrase_put(p, isfinite(x)                    ? room
                     : blank->kind == HO_BLANK_TRUE ? "(nobody had it)"
                                                    : "(not on your screen)");
}

static void say_blank(void *user, const ho_blank_t *blank, char out[HO_BLANK_WORDS])
{
    const ho_reveal_t *self = user;
    ho_phrase_t p = ho_phrase(out, HO_BLANK_WORDS);
    int day = -1;
    switch (blank->kind) {
    case HO_BLANK_OBSERVED:
    case HO_BLANK_TRUE: say_metric(&p, self, blank); return;
    case HO_BLANK_FIGURE: say_figure(&p, &self->outcome, blank->which); return;
    case HO_BLANK_DAY_HORIZON: day = self->w->days; break;
    case HO_BLANK_DAY_LABELS: day = label_horizon(self); break;
    case HO_BLANK_DAY_DRIFT: day = first_drift_day(self); break;
    case HO_BLANK_DAY_INCIDENT: day = (int)floor(self->end->fate.incident_day[blank->which]); break;
    }
    if (day >= 0)
        ho_phrase_add(&p, "%d", day);
    else
        ho_phrase_put(&p, "(never, in this run)");
}

char *ho_reveal_text(const ho_reveal_t *self, const char *which)
{
    const ho_texts_t *text = &self->scenario->text;
    const struct {
        const char *name, *text;
    } rows[] = {{"lesson", text->debrief.lesson},
                {"what_happened", text->debrief.what_happened},
                {"strong_play", text->debrief.strong_play},
                {"interview", text->debrief.interview}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].name, which) == 0)
            return rows[i].text != NULL
                       ? ho_blanks_fill(rows[i].text, self->w, say_blank, (void *)(uintptr_t)self)
                       : NULL;
    return NULL;
}
