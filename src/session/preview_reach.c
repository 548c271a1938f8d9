/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Previews of what changes who has it and what it runs on: rollout, holdout, servers, reviewers, options;
 * and the plain one. */
#include <math.h>

#include "engine/dmath.h"
#include "engine/latency.h"
#include "session/phrase.h"
#include "session/power.h"
#include "session/preview_inner.h"

#define Z80 1.2815515655446004

static void note(ho_tile_t *tile, const char *text)
{
    ho_phrase_t p = ho_phrase(tile->note, sizeof tile->note);
    ho_phrase_put(&p, text);
}

static void assume(ho_look_ahead_t *a, const char *text)
{
    ho_phrase_t p = ho_phrase(a->out->assumption, sizeof a->out->assumption);
    ho_phrase_put(&p, text);
}

/* ---- rollout ------------------------------------------------------------------------------------------- */

/* People who would have it and be held out, and the requests that they make a day [1/day] and pay for
 * [USD/day]. */
typedef struct {
    ho_reach_t reach;
    double requests, usd;
} crowd_t;

/* share NaN: as it is now. */
static crowd_t crowd_at(const ho_look_ahead_t *a, double share)
{
    crowd_t out = {{0.0, 0.0}, 0.0, 0.0};
    const ho_brief_t *b = a->brief;
    double holdout = ho_view_whole(ho_session_draft(a->session)).holdout;
    for (int g = 0; g < b->n_segments; g++) {
        ho_seg_settings_t set = ho_view_settings(a->view, g),
                          next = ho_view_settings(ho_session_draft(a->session), g);
        bool named = !isnan(share) && (a->d->kind == HO_DO_KILL || a->d->seg < 0 || a->d->seg == g);
        double people = b->segment[g].users * (1.0 - holdout) * (named ? share : set.rollout);
        double requests = people * b->segment[g].sessions_per_day * b->requests_per_session;
        out.reach.treated += people;
        out.reach.held += b->segment[g].users * holdout;
        out.requests += requests;
        if (next.option >= 0) out.usd += requests * b->option[next.option].usd_per_request;
    }
    return out;
}

void ho_ahead_rollout(ho_look_ahead_t *a)
{
    bool kill = a->d->kind == HO_DO_KILL;
    crowd_t now = crowd_at(a, NAN), then = crowd_at(a, kill ? 0.0 : a->d->x);
    double goal = ho_power_goal(a->session);
    ho_tile_add(a, "People who have it", HO_FORMAT_COUNT, now.reach.treated, then.reach.treated);
    ho_tile_t *tile = ho_tile_add(a, "Requests a day, at most", HO_FORMAT_USD, now.usd, then.usd);
    note(tile, "if all of them use it");
    if (kill) {
        ho_cost_t price = ho_session_cost(a->session, a->d);
        tile = ho_tile_add(a, "Days until it is off", HO_FORMAT_PLAIN, NAN, price.lead_days);
        note(tile, price.lead_days > 0.0 ? "there is no feature flag" : "at once: there is a feature flag");
        return;
    }
    double was = ho_power_days(a->session, now.reach.treated, now.reach.held, goal),
           is = ho_power_days(a->session, then.reach.treated, then.reach.held, goal);
    if (ho_view_built(ho_session_draft(a->session), HO_INVEST_EXPERIMENT) && goal > 0.0) {
        tile = ho_tile_add(a, "Days to see the goal", HO_FORMAT_PLAIN, was, is);
        note(tile, isnan(is) ? "never, at this size" : "from nothing, 80% sure");
    }
    double busy = ho_ahead_seen(a, HO_METRIC_UTILISATION, -1);
    if (isfinite(busy) && now.requests > 0.0)
        ho_tile_add(a, "Servers' load at the peak", HO_FORMAT_PERCENT, busy,
                    busy * then.requests / now.requests);
    assume(a, "By the brief's sessions a day and yesterday's load");
}

void ho_ahead_holdout(ho_look_ahead_t *a)
{
    double users = 0.0, goal = ho_power_goal(a->session), rollout = 0.0;
    const ho_view_t *draft = ho_session_draft(a->session);
    for (int g = 0; g < a->brief->n_segments; g++) {
        users += a->brief->segment[g].users;
        rollout += a->brief->segment[g].users * ho_view_settings(draft, g).rollout;
    }
    double was = ho_view_whole(draft).holdout;
    ho_tile_add(a, "People held out", HO_FORMAT_COUNT, users * was, users * a->d->x);
    ho_tile_t *tile =
        ho_tile_add(a, "Days to see the goal", HO_FORMAT_PLAIN,
                    ho_power_days(a->session, rollout * (1.0 - was), users * was, goal),
                    ho_power_days(a->session, rollout * (1.0 - a->d->x), users * a->d->x, goal));
    note(tile, "at the rollout of day 0");
    assume(a, "By the noise of the North Star that the brief states");
}

/* ---- servers ------------------------------------------------------------------------------------------- */

/* 95th percentile of the answer time of the live option with so much work on so many servers [ms], by the
 * stated service time. */
static double model_p95(const ho_look_ahead_t *a, int option, double load, int servers)
{
    double median = a->brief->option[option].service_ms / 1000.0,
           log_sd = a->brief->option[option].service_log_sd;
    double mean = median * ho_exp(0.5 * log_sd * log_sd);
    ho_load_t stream = {load / mean, median, log_sd};
    ho_queue_t q = ho_queue(&stream, 1, servers);
    double lo = 0.0, hi = 60.0;
    if (q.saturated) return 60000.0;
    for (int i = 0; i < 40; i++) {
        double mid = 0.5 * (lo + hi);
        if (ho_sojourn_tail(&q, median, log_sd, mid) > 0.05)
            lo = mid;
        else
            hi = mid;
    }
    return 1000.0 * hi;
}

void ho_ahead_servers(ho_look_ahead_t *a)
{
    ho_settings_view_t whole = ho_view_whole(a->view);
    double busy = ho_ahead_seen(a, HO_METRIC_UTILISATION, -1), p95 = ho_ahead_seen(a, HO_METRIC_P95, -1);
    ho_tile_add(a, "Servers cost a day", HO_FORMAT_USD, whole.servers * a->brief->usd_per_server_day,
                a->d->n * a->brief->usd_per_server_day);
    if (!isfinite(busy) || a->d->n < 1 || whole.option < 0) {
        assume(a, "Nobody has used it yet: no load to go by");
        return;
    }
    double load = busy * whole.servers;
    ho_tile_add(a, "Load at the peak", HO_FORMAT_PERCENT, busy, load / a->d->n);
    double was = model_p95(a, whole.option, load, whole.servers),
           is = model_p95(a, whole.option, load, a->d->n);
    ho_tile_t *tile =
        ho_tile_add(a, "Answers within, p95", HO_FORMAT_MS, p95, ho_min(60000.0, p95 * is / was));
    ho_phrase_t p = ho_phrase(tile->note, sizeof tile->note);
    ho_phrase_put(&p, "budget ");
    ho_phrase_value(&p, a->brief->latency_budget_ms, HO_FORMAT_MS);
    assume(a, "At the latest peak's load");
}

/* ---- the rest ------------------------------------------------------------------------------------------ */

void ho_ahead_reviewers(ho_look_ahead_t *a)
{
    double was = ho_view_whole(a->view).reviewers, load = ho_ahead_seen(a, HO_METRIC_REVIEW_LOAD, -1);
    ho_decision_t now = *a->d;
    now.x = was;
    ho_tile_add(a, "Items decided a day", HO_FORMAT_COUNT, was, a->d->x);
    ho_tile_add(a, "Cost a day", HO_FORMAT_USD, ho_session_cost(a->session, &now).usd_per_day,
                ho_session_cost(a->session, a->d).usd_per_day);
    if (isfinite(load) && a->d->x > 0.0)
        ho_tile_add(a, "Queue against capacity", HO_FORMAT_PERCENT, load, load * was / a->d->x);
    assume(a, "At yesterday's demand for review");
}

void ho_ahead_option(ho_look_ahead_t *a)
{
    if (a->d->n < 0 || a->d->n >= a->brief->n_options) return;
    ho_tile_t *tile = ho_tile_add(a, "Impact on the North Star", HO_FORMAT_SIGNED_PERCENT, NAN,
                                  a->brief->option[a->d->n].impact_lift);
    tile->pm = Z80 * a->brief->option[a->d->n].impact_sd;
    ho_tile_add(a, "Feasibility, data", HO_FORMAT_PERCENT, NAN, a->brief->option[a->d->n].feasibility);
    ho_tile_add(a, "Desirability, percentile", HO_FORMAT_PERCENT, NAN,
                a->brief->option[a->d->n].desirability);
    ho_tile_add(a, "Median answer", HO_FORMAT_MS, NAN, a->brief->option[a->d->n].service_ms);
    assume(a, "By the cards: estimates from before the launch");
}

void ho_ahead_plain(ho_look_ahead_t *a)
{
    ho_cost_t c = ho_session_cost(a->session, a->d);
    double left = ho_view_team_days(ho_session_draft(a->session));
    if (c.team_days > 0.0) ho_tile_add(a, "Team-days left", HO_FORMAT_PLAIN, left, left - c.team_days);
    if (c.lead_days > 0.0) ho_tile_add(a, "Done in days", HO_FORMAT_PLAIN, NAN, ceil(c.lead_days));
    if (c.usd > 0.0) ho_tile_add(a, "Price", HO_FORMAT_USD, NAN, c.usd);
    if (c.usd_per_day > 0.0) ho_tile_add(a, "Price a day", HO_FORMAT_USD, NAN, c.usd_per_day);
}
