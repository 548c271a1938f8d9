/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reveal: plays the log once more with open eyes, keeps the truth of every day, and hands the dear
 * questions to a worker. */
#include "session/reveal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "policy/oracle.h"
#include "session/phrase.h"
#include "session/reveal_inner.h"
#include "session/words.h"

/* ---- playing it once more ------------------------------------------------------------------------------ */

static void keep_truth(ho_reveal_t *self, int day)
{
    for (int place = 0; place < self->n_places; place++)
        for (int metric = 0; metric < HO_METRIC_COUNT; metric++)
            self->truth[(day * self->n_places + place) * HO_METRIC_COUNT + metric] =
                ho_truth(self->w, self->end, (ho_metric_t)metric, place - 1, day);
}

/* This evening's headline: the latest day of which enough answers have come, and how far they were from
 * all of them. */
static void look_for_surprise(ho_reveal_t *self, const ho_view_t *v, int evening)
{
    enum { ENOUGH = 100, BACK = 60 };
    static const ho_metric_t heads[] = {HO_METRIC_PRECISION, HO_METRIC_EST_PRECISION};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        for (int day = evening; day >= 0 && day > evening - BACK; day--) {
            ho_reading_t r = ho_see(v, heads[i], -1, day);
            if (!isfinite(r.value) || !(r.n >= ENOUGH)) continue;
            double truth = self->truth[day * self->n_places * HO_METRIC_COUNT + HO_METRIC_PRECISION];
            if (fabs(r.value - truth) > fabs(self->surprise.shown - self->surprise.truth))
                self->surprise = (ho_surprise_t){evening, day, r.value, truth, (int)heads[i]};
            break;
        }
}

static bool replay(ho_reveal_t *self)
{
    void *memo = calloc(1, ho_memo_size());
    if (memo == NULL) return false;
    ho_state_init(self->w, self->end, self->seed, self->twin, false);
    for (int day = 0; day < self->n_days; day++) {
        const ho_log_day_t *at = &self->day[day];
        if (ho_step(self->w, self->end, self->decision + at->first, at->n, NULL) != HO_STEP_OK) break;
        ho_view_t v = ho_view_memo(self->w, self->end, memo);
        keep_truth(self, day);
        look_for_surprise(self, &v, day);
    }
    free(memo);
    self->outcome = ho_outcome(self->w, self->end);
    return true;
}

/* ---- making and freeing -------------------------------------------------------------------------------- */

/* Gives each decision the tag that it had, so that leaving one out disturbs no other's draws. Refused ones
 * get tags that none has. */
static void keep_tags(ho_reveal_t *self, const ho_log_t *log)
{
    enum { BEYOND = 1000 };
    for (int day = 0; day < self->n_days; day++) {
        int taken[HO_DECISIONS] = {0};
        for (int i = self->day[day].first; i < self->day[day].first + self->day[day].n; i++) {
            ho_decision_t *d = &self->decision[i];
            bool accepted = log->verdict[i] == HO_REFUSED_NONE;
            if (d->tag == 0) d->tag = ho_decision_tag(day, d->kind, accepted ? taken[d->kind] : BEYOND + i);
            taken[d->kind] += accepted;
        }
    }
}

static bool copy_log(ho_reveal_t *self, const ho_log_t *log)
{
    self->n_days = log->n_days;
    self->n_decisions = log->n_decisions;
    self->day = malloc(((size_t)log->n_days + 1) * sizeof *self->day);
    self->decision = malloc(((size_t)log->n_decisions + 1) * sizeof *self->decision);
    self->worth = calloc((size_t)log->n_decisions + 1, sizeof *self->worth);
    self->utility_without = calloc((size_t)log->n_decisions + 1, sizeof *self->utility_without);
    if (self->day == NULL || self->decision == NULL || self->worth == NULL || self->utility_without == NULL)
        return false;
    memcpy(self->day, log->day, (size_t)log->n_days * sizeof *self->day);
    if (log->n_decisions > 0)
        memcpy(self->decision, log->decision, (size_t)log->n_decisions * sizeof *self->decision);
    keep_tags(self, log);
    return true;
}

/* Decisions that were taken, with their titles. */
static void list_decisions(ho_reveal_t *self, const ho_session_t *session)
{
    const ho_log_t *log = ho_session_log(session);
    for (int day = 0; day < self->n_days; day++)
        for (int i = self->day[day].first; i < self->day[day].first + self->day[day].n; i++) {
            char text[400];
            if (log->verdict[i] != HO_REFUSED_NONE) continue;
            ho_worth_t *x = &self->worth[self->n_worth++];
            *x = (ho_worth_t){.day = day, .index = i, .without = NAN};
            ho_words_decision(session, &self->decision[i], x->title, sizeof x->title, text, sizeof text);
        }
}

ho_reveal_t *ho_reveal_new(const ho_session_t *session)
{
    if (ho_session_phase(session) != HO_PHASE_ENDED) return NULL;
    ho_reveal_t *self = calloc(1, sizeof *self);
    if (self == NULL) return NULL;
    const ho_log_t *log = ho_session_log(session);
    self->scenario = ho_session_scenario(session);
    self->w = &self->scenario->world;
    self->seed = log->seed;
    self->twin = log->twin;
    self->n_places = 1 + self->w->n_segments;
    self->surprise = (ho_surprise_t){.evening = -1, .day = -1};
    self->end = calloc(1, ho_state_size(self->w));
    self->truth =
        malloc(((size_t)log->n_days + 1) * (size_t)self->n_places * HO_METRIC_COUNT * sizeof *self->truth);
    if (self->end == NULL || self->truth == NULL || !copy_log(self, log) || !replay(self)) {
        ho_reveal_free(self);
        return NULL;
    }
    list_decisions(self, session);
    if (!ho_reveal_start(self)) {
        ho_reveal_free(self);
        return NULL;
    }
    return self;
}

void ho_reveal_free(ho_reveal_t *self)
{
    if (self == NULL) return;
    ho_reveal_stop(self);
    free(self->day);
    free(self->decision);
    free(self->worth);
    free(self->utility_without);
    free(self->end);
    free(self->truth);
    free(self);
}

/* ---- what is known at once ----------------------------------------------------------------------------- */

const ho_outcome_sum_t *ho_reveal_outcome(const ho_reveal_t *self)
{
    return &self->outcome;
}

double ho_reveal_truth(const ho_reveal_t *self, ho_metric_t metric, int seg, int day)
{
    if (day < 0 || day >= self->n_days || seg >= self->w->n_segments || ho_metric_info((int)metric) == NULL)
        return NAN;
    return self->truth[(day * self->n_places + (seg < 0 ? 0 : 1 + seg)) * HO_METRIC_COUNT + (int)metric];
}

bool ho_reveal_twin(const ho_reveal_t *self)
{
    return self->twin;
}

void ho_reveal_surprise(const ho_reveal_t *self, char *out, size_t bytes)
{
    const ho_surprise_t *x = &self->surprise;
    ho_phrase_t p = ho_phrase(out, bytes);
    if (x->evening < 0 || fabs(x->shown - x->truth) < 0.02) return;
    ho_phrase_add(&p, "On day %d the screen said ", x->evening);
    ho_phrase_value(&p, x->shown, HO_FORMAT_PERCENT);
    if (x->metric == HO_METRIC_EST_PRECISION) ho_phrase_put(&p, ", by what the model believed of itself");
    if (x->day < x->evening) ho_phrase_add(&p, ", by the labels of day %d", x->day);
    ho_phrase_put(&p, ". Of all those answers, ");
    ho_phrase_value(&p, x->truth, HO_FORMAT_PERCENT);
    ho_phrase_put(&p, " were right.");
}

/* ---- what the worker finds out ------------------------------------------------------------------------- */

static double score_of(const ho_reveal_found_t *found, double utility_usd)
{
    ho_oracle_t best = {.utility_usd = found->best_usd, .denominator_usd = found->denominator};
    return found->searched ? ho_score(utility_usd, &best) : (double)NAN;
}

double ho_reveal_score(const ho_reveal_t *self)
{
    ho_reveal_found_t found = ho_reveal_found(self);
    return score_of(&found, self->outcome.utility_usd);
}

double ho_reveal_oracle_usd(const ho_reveal_t *self)
{
    ho_reveal_found_t found = ho_reveal_found(self);
    return found.searched ? found.best_usd : (double)NAN;
}

int ho_reveal_decisions(const ho_reveal_t *self, ho_worth_t *out, int room)
{
    ho_reveal_found_t found = ho_reveal_found(self);
    int n = self->n_worth < room ? self->n_worth : room;
    for (int i = 0; i < n; i++) {
        out[i] = self->worth[i];
        if (i < found.n_known) out[i].without = score_of(&found, self->utility_without[i]);
    }
    return n;
}

/* The decision from `first_day` on whose removal moves the score most, if by half a point at least. */
static int find_greatest(const ho_reveal_t *self, int first_day)
{
    ho_reveal_found_t found = ho_reveal_found(self);
    int best = -1;
    double most = 0.5;
    if (!found.searched || found.n_known < self->n_worth) return -1;
    for (int i = 0; i < self->n_worth; i++) {
        double moved =
            score_of(&found, self->utility_without[i]) - score_of(&found, self->outcome.utility_usd);
        if (self->worth[i].day < first_day || !(fabs(moved) >= most)) continue;
        most = fabs(moved);
        best = i;
    }
    return best;
}

int ho_reveal_greatest(const ho_reveal_t *self)
{
    return find_greatest(self, 0);
}

int ho_reveal_turning_point(const ho_reveal_t *self)
{
    int later = find_greatest(self, 1);
    return later >= 0 ? later : find_greatest(self, 0);
}
