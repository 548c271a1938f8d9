/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts on the launch: experiment and ramp. */
#include "session/status.h"

#include <math.h>

#include "engine/dmath.h"
#include "engine/state.h" /* roles of rules */
#include "session/phrase.h"
#include "session/power.h"
#include "session/words.h"

#define SRM_LIMIT 0.001 /* below it the split is not to be believed */

const char *ho_rollout_status_text(ho_rollout_status_t s)
{
    static const char *const texts[] = {
        [HO_ROLLOUT_NO_DATA] = "No data",           [HO_ROLLOUT_INCONCLUSIVE] = "Inconclusive",
        [HO_ROLLOUT_READY] = "Ready to ship",       [HO_ROLLOUT_FAILING] = "Guardrails failing",
        [HO_ROLLOUT_UNHEALTHY] = "Unhealthy (SRM)", [HO_ROLLOUT_OFF] = "Off",
    };
    return texts[s];
}

const char *ho_analysis_status_text(ho_analysis_status_t s)
{
    static const char *const texts[] = {
        [HO_ANALYSIS_NONE] = "No holdout: cannot know",
        [HO_ANALYSIS_INCONCLUSIVE] = "Inconclusive",
        [HO_ANALYSIS_SUCCESSFUL] = "Successful",
        [HO_ANALYSIS_FAILED] = "Failed",
    };
    return texts[s];
}

/* ---- the experiment ------------------------------------------------------------------------------------ */

static void put_interval(ho_phrase_t *p, const ho_reading_t *lift)
{
    ho_phrase_value(p, lift->lo, HO_FORMAT_SIGNED_PERCENT);
    ho_phrase_put(p, " to ");
    ho_phrase_value(p, lift->hi, HO_FORMAT_SIGNED_PERCENT);
}

static void say_verdict(ho_experiment_status_t *x)
{
    ho_phrase_t p = ho_phrase(x->verdict, sizeof x->verdict);
    if (x->status == HO_ANALYSIS_NONE) {
        ho_phrase_put(&p, ho_analysis_status_text(x->status));
        return;
    }
    if (isnan(x->lift.value)) {
        ho_phrase_put(&p, "No reading of the lift yet");
        return;
    }
    ho_phrase_add(&p, "%s ", x->versus ? "New version against live:" : "Lift");
    ho_phrase_value(&p, x->lift.value, HO_FORMAT_SIGNED_PERCENT);
    ho_phrase_put(&p, x->status == HO_ANALYSIS_SUCCESSFUL ? ", surely above 0 ("
                      : x->status == HO_ANALYSIS_FAILED   ? ", surely below 0 ("
                                                          : ", too early to tell (");
    put_interval(&p, &x->lift);
    ho_phrase_put(&p, ")");
}

void ho_status_experiment(const ho_session_t *self, int seg, ho_experiment_status_t *out)
{
    const ho_view_t *view = ho_session_view(self);
    ho_settings_view_t whole = ho_view_whole(view);
    ho_arms_t arms = ho_see_arms(view, seg);
    ho_power_t power = ho_power_so_far(self, seg);
    bool running = ho_view_built(view, HO_INVEST_EXPERIMENT) && whole.experiment_started >= 0;
    *out = (ho_experiment_status_t){
        .status = HO_ANALYSIS_NONE,
        .holdout = running && whole.holdout > 0.0,
        .versus = arms.versus,
        .lift = ho_session_latest(self, HO_METRIC_LIFT, seg),
        .fixed_lo = ho_session_latest(self, HO_METRIC_LIFT_FIXED_LO, seg).value,
        .fixed_hi = ho_session_latest(self, HO_METRIC_LIFT_FIXED_HI, seg).value,
        .fixed_day = running ? whole.experiment_started + ho_session_brief(self)->experiment_days : -1,
        .srm_p = ho_session_latest(self, HO_METRIC_SRM_P, -1).value,
        .power_share = power.share,
        .days_to_power = power.days,
        .treated = arms.logged[1],
        .held_out = arms.logged[0],
        .treated_due = arms.due[1],
        .held_out_due = arms.due[0],
    };
    if (running && (out->holdout || out->versus)) {
        out->status = HO_ANALYSIS_INCONCLUSIVE;
        if (out->lift.lo > 0.0) out->status = HO_ANALYSIS_SUCCESSFUL;
        if (out->lift.hi < 0.0) out->status = HO_ANALYSIS_FAILED;
    }
    say_verdict(out);
}

/* ---- the ramp ------------------------------------------------------------------------------------------ */

static double share_now(const ho_session_t *self, int seg)
{
    const ho_brief_t *b = ho_session_brief(self);
    double users = 0.0, sum = 0.0;
    for (int g = 0; g < b->n_segments; g++) {
        if (seg >= 0 && g != seg) continue;
        users += b->segment[g].users;
        sum += b->segment[g].users * ho_view_settings(ho_session_view(self), g).rollout;
    }
    return users > 0.0 ? sum / users : 0.0;
}

static double next_step(double now)
{
    static const double steps[] = {0.01, 0.05, 0.25, 0.5, 1.0};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i] > now + 1e-9) return steps[i];
    return NAN;
}

/* The first guardrail or kill criterion that is crossed (worst == HO_GUARD_CROSSED) or at least not
 * clearly kept; false: none. */
static bool find_guard(const ho_session_t *self, int seg, ho_guard_status_t worst, ho_guard_t *out)
{
    ho_guard_t guard[HO_MAX_RULES];
    int n = ho_status_guards(self, guard, HO_MAX_RULES);
    for (int i = 0; i < n; i++) {
        ho_rule_view_t rule;
        if (guard[i].role == HO_RULE_ALERT || guard[i].status != worst) continue;
        if (!ho_view_rule(ho_session_view(self), guard[i].rule, &rule)) continue;
        if (seg >= 0 && rule.cond.n == 1 && rule.cond.node[0].seg >= 0 && rule.cond.node[0].seg != seg)
            continue;
        *out = guard[i];
        return true;
    }
    return false;
}

static void explain_wait(ho_phrase_t *p, const ho_session_t *self, const ho_experiment_status_t *x)
{
    int left = ho_session_horizon(self) - ho_session_day(self);
    ho_phrase_put(p, "The lift lies between ");
    ho_phrase_value(p, x->lift.lo, HO_FORMAT_SIGNED_PERCENT);
    ho_phrase_put(p, " and ");
    ho_phrase_value(p, x->lift.hi, HO_FORMAT_SIGNED_PERCENT);
    if (x->days_to_power > left) {
        ho_phrase_put(p, "; too few have it to show the goal in time.");
    } else if (x->days_to_power >= 1.0) {
        ho_phrase_put(p, "; ");
        ho_phrase_count(p, (int)ceil(x->days_to_power), "more day", "more days");
        ho_phrase_put(p, " would show the goal.");
    } else {
        ho_phrase_put(p, ".");
    }
}

void ho_status_ramp(const ho_session_t *self, int seg, ho_ramp_t *out)
{
    ho_experiment_status_t x;
    ho_guard_t guard;
    ho_status_experiment(self, seg, &x);
    *out = (ho_ramp_t){.status = HO_ROLLOUT_NO_DATA, .now = share_now(self, seg)};
    out->next = next_step(out->now);
    ho_phrase_t p = ho_phrase(out->why, sizeof out->why);
    if (out->now <= 0.0) {
        out->status = HO_ROLLOUT_OFF;
        ho_phrase_put(&p, "Nobody has it.");
    } else if (x.srm_p < SRM_LIMIT) {
        out->status = HO_ROLLOUT_UNHEALTHY;
        ho_phrase_put(
            &p, "The arms did not log the users that they should have: the lift is not to be believed.");
    } else if (find_guard(self, seg, HO_GUARD_CROSSED, &guard)) {
        out->status = HO_ROLLOUT_FAILING;
        ho_phrase_add(&p, "%s.", guard.text);
    } else if (x.status == HO_ANALYSIS_NONE) {
        ho_phrase_add(&p, "%s.", ho_analysis_status_text(x.status));
    } else if (isnan(x.lift.value)) {
        ho_phrase_put(&p, "No reading of the lift yet.");
    } else if (x.status == HO_ANALYSIS_FAILED) {
        out->status = HO_ROLLOUT_FAILING;
        ho_phrase_put(&p, "The lift is surely below 0.");
    } else if (x.status == HO_ANALYSIS_INCONCLUSIVE) {
        out->status = HO_ROLLOUT_INCONCLUSIVE;
        explain_wait(&p, self, &x);
    } else if (find_guard(self, seg, HO_GUARD_UNCLEAR, &guard)) {
        out->status = HO_ROLLOUT_INCONCLUSIVE;
        ho_phrase_add(&p, "The lift is above 0; unclear yet: %s.", guard.text);
    } else {
        out->status = HO_ROLLOUT_READY;
        ho_phrase_put(&p, "The lift is surely above 0, and no guardrail is crossed.");
    }
}
