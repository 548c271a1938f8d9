/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells a playthrough in product terms. */
#include "cli/story.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/events.h"
#include "cli/say.h"
#include "engine/money.h"
#include "engine/users.h"

static double users_of(const ho_world_t *w)
{
    double users = 0.0;
    for (int seg = 0; seg < w->n_segments; seg++) users += w->segment[seg].users;
    return users;
}

static void head(const char *title, const ho_term_t *term, ho_text_t *out)
{
    ho_text_add(out, "\n%s%s%s\n", ho_ink(term, HO_INK_BOLD), title, ho_ink(term, HO_INK_PLAIN));
}

/* ---- the opening --------------------------------------------------------------------------------------- */

static void tell_opening(const ho_record_t *r, const ho_story_t *story, const ho_outcome_sum_t *o,
                         const ho_term_t *term, ho_text_t *out)
{
    char a[HO_SAY], b[HO_SAY], c[HO_SAY], d[HO_SAY];
    ho_text_add(out, "%s%s%s  (%s%s)\n", ho_ink(term, HO_INK_BOLD), story->text->title,
                ho_ink(term, HO_INK_PLAIN), r->log.scenario, r->log.twin ? ", no-fault twin" : "");
    ho_text_add(out, "played by `%s`, seed %llu, %d days, %s users in %d segment%s\n\n", r->log.policy,
                (unsigned long long)r->log.seed, o->days, ho_say_count(users_of(r->w), a), r->w->n_segments,
                r->w->n_segments == 1 ? "" : "s");
    bool never = o->sessions <= 0.0;
    ho_ink_t ink = o->utility_usd >= 0.0 ? HO_INK_GOOD : HO_INK_BAD;
    ho_text_add(out, "%s%s%s against not having the feature: %s of value, %s of cost, %s of harm.\n",
                ho_ink(term, ink), ho_say_signed_usd(o->utility_usd, a), ho_ink(term, HO_INK_PLAIN),
                ho_say_usd(o->value_usd, b), ho_say_usd(o->cost_usd, c), ho_say_usd(o->harm_usd, d));
    if (never)
        ho_text_put(out, "Nobody was ever shown the feature.\n");
    else if (o->utility_usd < 0.0)
        ho_text_put(out, "Not launching would have been better.\n");
    if (story->scored)
        ho_text_add(
            out,
            "Score %.0f of 100, where 0 is never launching and 100 is the best that was found (%s, by %s).\n",
            story->score, ho_say_signed_usd(story->best_usd, a), story->best);
}

/* ---- what came of it ----------------------------------------------------------------------------------- */

enum { LABEL = 12 };

/* "  Label     text", broken into lines; takes the text. */
static void tell(ho_text_t *out, const char *label, ho_text_t *text, const ho_term_t *term)
{
    if (text->failed) out->failed = true;
    if (text->n > 0) {
        ho_text_add(out, "  %-*s", LABEL - 2, label);
        ho_text_wrap(out, text->s, LABEL, term->width);
    }
    ho_text_free(text);
}

static void tell_people(const ho_record_t *r, const ho_outcome_sum_t *o, const ho_term_t *term,
                        ho_text_t *out)
{
    char a[HO_SAY], b[HO_SAY], c[HO_SAY];
    ho_text_t people = {0}, trust = {0};
    double adopters = 0.0, gone = 0.0;
    for (int seg = 0; seg < r->w->n_segments; seg++) {
        adopters += r->state->people[seg].adopters;
        gone += ho_people_in(r->state, seg, HO_LAPSED);
    }
    int by = o->days < 90 ? o->days : 90;
    ho_text_add(&people,
                "%s tried it. On day %d it was in use by %s of all; %s had come to rely on it at some time.",
                ho_say_count(adopters, a), by, ho_say_share(o->adoption, b),
                ho_say_share(o->activation_90d, c));
    if (adopters > 0.0 && gone > 0.0)
        ho_text_add(&people, " At the end %s had given it up.", ho_say_count(gone, a));
    tell(out, "People", &people, term);
    if (adopters > 0.0)
        ho_text_add(&trust, "%.1f of %d at the end (it began at %d).", o->end_trust, r->w->n_levels - 1,
                    r->w->segment[0].start_level);
    tell(out, "Trust", &trust, term);
}

static void tell_answers(const ho_outcome_sum_t *o, const ho_term_t *term, ho_text_t *out)
{
    char a[HO_SAY], b[HO_SAY], c[HO_SAY], d[HO_SAY];
    ho_text_t text = {0};
    double all = o->tp + o->fp + o->fn + o->tn, flagged = o->tp + o->fp, there = o->tp + o->fn;
    if (all > 0.0)
        ho_text_add(&text, "%s. It acted %s times, rightly in %s of them, and found %s of what was there.",
                    ho_say_count(all, a), ho_say_count(flagged, b),
                    flagged > 0.0 ? ho_say_share(o->tp / flagged, c) : "none",
                    there > 0.0 ? ho_say_share(o->tp / there, d) : "none");
    if (o->slow > 0.0) ho_text_add(&text, " %s waits were abandoned as too slow.", ho_say_count(o->slow, a));
    if (o->severe > 0.0) ho_text_add(&text, " %s errors were severe.", ho_say_count(o->severe, a));
    tell(out, "Answers", &text, term);
}

static void tell_lift(const ho_record_t *r, const ho_outcome_sum_t *o, const ho_term_t *term, ho_text_t *out)
{
    char a[HO_SAY], b[HO_SAY], c[HO_SAY];
    ho_text_t text = {0};
    ho_text_add(&text, "%s of %s for those who had it.", ho_say_lift(o->true_lift, a), r->w->north_star.name);
    if (isfinite(o->measured_lift))
        ho_text_add(&text, " The experiment read %s (%s to %s).", ho_say_lift(o->measured_lift, a),
                    ho_say_lift(o->measured_lo, b), ho_say_lift(o->measured_hi, c));
    else
        ho_text_put(&text, " No holdout: cannot know.");
    tell(out, "Lift", &text, term);
}

/* ---- events -------------------------------------------------------------------------------------------- */

static void tell_events(const ho_record_t *r, const ho_texts_t *texts, const ho_term_t *term, ho_text_t *out)
{
    static const char *const who[] = {
        [HO_BY_TEAM] = "team", [HO_BY_WORLD] = "world", [HO_BY_REPORT] = "report"};
    ho_events_t *events = malloc(sizeof *events);
    if (events == NULL) {
        out->failed = true;
        return;
    }
    ho_events_gather(r, texts, events);
    if (events->failed) out->failed = true;
    if (events->n > 0) head("Days to remember", term, out);
    for (int i = 0; i < events->n; i++) {
        const ho_turn_t *e = &events->event[i];
        ho_ink_t ink = e->source == HO_BY_WORLD    ? HO_INK_BAD
                       : e->source == HO_BY_REPORT ? HO_INK_DIM
                                                   : HO_INK_PLAIN;
        ho_text_add(out, "  day %3d  %-7s", e->day, who[e->source]);
        ho_text_add(out, "%s%s%s", ho_ink(term, ink), e->text,
                    ink == HO_INK_PLAIN ? "" : ho_ink(term, HO_INK_PLAIN));
        if (e->times > 1)
            ho_text_add(out, " (%d times, last on day %d)", e->times, e->last_day);
        else if (e->last_day > e->day)
            ho_text_add(out, " (by day %d)", e->last_day);
        ho_text_put(out, "\n");
    }
    if (events->left_out > 0) ho_text_add(out, "  and %d smaller things\n", events->left_out);
    free(events);
}

/* ---- charts -------------------------------------------------------------------------------------------- */

/* The days of one metric over the whole population. */
static void fill_series(const ho_record_t *r, int metric, double *truth, double *seen)
{
    for (int day = 0; day < r->n_days; day++) {
        truth[day] = ho_record_truth(r, day, 0, metric);
        seen[day] = ho_record_seen(r, day, 0, metric)->value;
    }
}

static void chart_adoption(const ho_record_t *r, const ho_term_t *term, ho_text_t *out)
{
    double truth[HO_MAX_DAYS], seen[HO_MAX_DAYS];
    fill_series(r, HO_METRIC_ADOPTION, truth, seen);
    head("Adoption: users who have it in use", term, out);
    ho_term_chart_draw(out, term,
                  &(ho_term_chart_t){.n = r->n_days,
                                .line = truth,
                                .axis = HO_AXIS_SHARE,
                                .floor = 0.0,
                                .ceiling = 0.01,
                                .low_most = 0.0,
                                .high_most = 1.0});
}

static void chart_lift(const ho_record_t *r, const ho_term_t *term, ho_text_t *out)
{
    double truth[HO_MAX_DAYS], seen[HO_MAX_DAYS], lo[HO_MAX_DAYS], hi[HO_MAX_DAYS], none[HO_MAX_DAYS];
    fill_series(r, HO_METRIC_LIFT_LO, none, lo);
    fill_series(r, HO_METRIC_LIFT_HI, none, hi);
    fill_series(r, HO_METRIC_LIFT, truth, seen);
    double most = 0.005;
    bool measured = false;
    for (int day = 0; day < r->n_days; day++) {
        measured = measured || isfinite(lo[day]);
        if (isfinite(truth[day])) most = fmax(most, fabs(truth[day]));
        bool settled = day >= r->n_days / 4; /* the first days' readings and intervals would dwarf all else */
        if (settled && isfinite(seen[day])) most = fmax(most, fabs(seen[day]));
    }
    head(measured
             ? "Lift of the North Star: the truth, in what the experiment allowed (always-valid interval)"
             : "Lift of the North Star: the truth (no holdout, so nobody saw it)",
         term, out);
    ho_term_chart_draw(out, term,
                  &(ho_term_chart_t){.n = r->n_days,
                                .line = truth,
                                .lo = lo,
                                .hi = hi,
                                .axis = HO_AXIS_LIFT,
                                .floor = 0.0,
                                .ceiling = 0.0,
                                .low_most = -2.0 * most,
                                .high_most = 2.0 * most});
}

static void chart_trust(const ho_record_t *r, const ho_term_t *term, ho_text_t *out)
{
    double truth[HO_MAX_DAYS], seen[HO_MAX_DAYS], lo[HO_MAX_DAYS], hi[HO_MAX_DAYS];
    fill_series(r, HO_METRIC_TRUST, truth, seen);
    for (int day = 0; day < r->n_days; day++) {
        const ho_reading_t *survey = ho_record_seen(r, day, 0, HO_METRIC_TRUST);
        lo[day] = survey->lo;
        hi[day] = survey->hi;
    }
    double bottom = r->w->n_levels - 1, top = 0.0;
    for (int day = 0; day < r->n_days; day++) {
        if (!isfinite(truth[day])) continue;
        bottom = fmin(bottom, floor(truth[day]));
        top = fmax(top, ceil(truth[day]));
    }
    head("Trust: its mean level, in what the weekly survey allowed", term, out);
    ho_term_chart_draw(out, term,
                  &(ho_term_chart_t){.n = r->n_days,
                                .line = truth,
                                .lo = lo,
                                .hi = hi,
                                .axis = HO_AXIS_NUMBER,
                                .floor = bottom,
                                .ceiling = fmax(top, bottom + 1.0),
                                .low_most = bottom,
                                .high_most = fmax(top, bottom + 1.0)});
}

/* ---- money --------------------------------------------------------------------------------------------- */

static void tell_money_class(const ho_record_t *r, ho_money_class_t class, const char *title, ho_text_t *out)
{
    char a[HO_SAY];
    double sum = ho_ledger_sum(r->state, class);
    if (sum == 0.0) return;
    ho_text_add(out, "  %-8s%14s  ", title, ho_say_signed_usd(sum, a));
    bool first = true;
    for (int line = 0; line < HO_LEDGER; line++) {
        double usd = r->state->ledger[line];
        if (ho_ledger_class((ho_ledger_line_t)line) != class || fabs(usd) < 0.5) continue;
        if (!first) ho_text_put(out, "\n                          ");
        ho_text_add(out, "%14s  %s", ho_say_signed_usd(usd, a), ho_ledger_title((ho_ledger_line_t)line));
        first = false;
    }
    ho_text_put(out, "\n");
}

static void tell_money(const ho_record_t *r, const ho_outcome_sum_t *o, const ho_term_t *term, ho_text_t *out)
{
    char a[HO_SAY];
    head("Where the money came from, and where it went", term, out);
    tell_money_class(r, HO_MONEY_VALUE, "value", out);
    tell_money_class(r, HO_MONEY_HARM, "harm", out);
    tell_money_class(r, HO_MONEY_COST, "cost", out);
    ho_text_add(out, "  %-8s%14s\n", "in all", ho_say_signed_usd(o->utility_usd, a));
}

void ho_story_print(const ho_record_t *r, const ho_story_t *story, const ho_term_t *term, ho_text_t *out)
{
    ho_outcome_sum_t o = ho_outcome(r->w, r->state);
    tell_opening(r, story, &o, term, out);
    head("What came of it", term, out);
    tell_people(r, &o, term, out);
    tell_answers(&o, term, out);
    if (o.sessions > 0.0) tell_lift(r, &o, term, out);
    tell_events(r, story->text, term, out);
    if (o.sessions > 0.0) {
        chart_adoption(r, term, out);
        chart_lift(r, term, out);
        chart_trust(r, term, out);
    }
    tell_money(r, &o, term, out);
    ho_text_add(out, "\nstate %016llx\n",
                (unsigned long long)(r->n_days > 0 ? r->log.day[r->n_days - 1].hash : 0));
}
