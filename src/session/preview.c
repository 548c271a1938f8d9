/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Previews: one forecast a kind of decision by table, price and refusal for all. */
#include "session/preview.h"

#include <math.h>
#include <string.h>

#include "session/phrase.h"
#include "session/preview_inner.h"

#define DOT " \xC2\xB7 "

ho_tile_t *ho_tile_add(ho_look_ahead_t *a, const char *label, ho_format_t format, double before, double after)
{
    if (a->out->n < HO_PREVIEW_TILES) a->out->n++;
    ho_tile_t *tile = &a->out->tile[a->out->n - 1];
    memset(tile, 0, sizeof *tile);
    ho_phrase_t p = ho_phrase(tile->label, sizeof tile->label);
    ho_phrase_put(&p, label);
    tile->format = format;
    tile->before = before;
    tile->after = after;
    tile->pm = NAN;
    return tile;
}

double ho_ahead_seen(const ho_look_ahead_t *a, ho_metric_t metric, int seg)
{
    return ho_session_latest(a->session, metric, seg).value;
}

/* Who forecasts what; a kind that is not here shows its price. */
static void (*const FORECAST[HO_DECISIONS])(ho_look_ahead_t *a) = {
    [HO_DO_CHOOSE_OPTION] = ho_ahead_option,
    [HO_DO_ERROR_RATIO] = ho_ahead_error_ratio,
    [HO_DO_HOLDOUT] = ho_ahead_holdout,
    [HO_DO_THRESHOLD] = ho_ahead_threshold,
    [HO_DO_BAND] = ho_ahead_band,
    [HO_DO_REVIEWERS] = ho_ahead_reviewers,
    [HO_DO_ROLLOUT] = ho_ahead_rollout,
    [HO_DO_KILL] = ho_ahead_rollout,
    [HO_DO_SERVERS] = ho_ahead_servers,
    [HO_DO_AUDITS] = ho_ahead_audits,
    [HO_DO_SHADOW] = ho_ahead_version,
    [HO_DO_DEPLOY] = ho_ahead_version,
    [HO_DO_ROLLBACK] = ho_ahead_version,
    [HO_DO_TRAIN] = ho_ahead_train,
};

/* "$18k", "5 days", "3 team-days", "$20 a day", with dots between; what is nothing is left out. */
static void put_price(ho_phrase_t *p, const ho_cost_t *c, bool team)
{
    const char *between = "";
    if (c->usd > 0.0) {
        ho_phrase_value(p, c->usd, HO_FORMAT_USD);
        between = DOT;
    }
    if (c->usd_per_day > 0.0) {
        ho_phrase_put(p, between);
        ho_phrase_value(p, c->usd_per_day, HO_FORMAT_USD);
        ho_phrase_put(p, " a day");
        between = DOT;
    }
    if (c->lead_days > 0.0) {
        ho_phrase_put(p, between);
        ho_phrase_count(p, (int)ceil(c->lead_days), "day", "days");
        between = DOT;
    }
    if (team && c->team_days > 0.0) {
        ho_phrase_put(p, between);
        ho_phrase_value(p, c->team_days, HO_FORMAT_PLAIN);
        ho_phrase_put(p, c->team_days == 1.0 ? " team-day" : " team-days");
    }
    if (p->n == 0) ho_phrase_put(p, team || c->team_days <= 0.0 ? "Free, at once" : "At once");
}

void ho_preview_price(const ho_session_t *session, const ho_decision_t *d, char *out, size_t bytes)
{
    ho_phrase_t p = ho_phrase(out, bytes);
    ho_cost_t c = ho_session_cost(session, d);
    put_price(&p, &c, true);
}

void ho_preview_refusal(const ho_session_t *session, const ho_decision_t *d, ho_refusal_t refusal, char *out,
                        size_t bytes)
{
    ho_phrase_t p = ho_phrase(out, bytes);
    if (refusal == HO_REFUSED_NONE) return;
    ho_phrase_put(&p, ho_refusal_text(refusal));
    ho_phrase_capital(&p);
    if (refusal == HO_REFUSED_TEAM_DAYS) {
        ho_phrase_put(&p, ": ");
        ho_phrase_value(&p, ho_view_team_days(ho_session_draft(session)), HO_FORMAT_PLAIN);
        ho_phrase_put(&p, " of ");
        ho_phrase_value(&p, ho_session_cost(session, d).team_days, HO_FORMAT_PLAIN);
    }
    ho_phrase_put(&p, ".");
}

void ho_preview(const ho_session_t *session, const ho_decision_t *d, ho_preview_t *out)
{
    memset(out, 0, sizeof *out);
    if (ho_decision_info((int)d->kind) == NULL) return;
    ho_look_ahead_t a = {.session = session,
                         .view = ho_session_view(session),
                         .brief = ho_session_brief(session),
                         .d = d,
                         .out = out};
    if (FORECAST[d->kind] != NULL) FORECAST[d->kind](&a);
    if (out->n == 0) ho_ahead_plain(&a);
    ho_preview_price(session, d, out->price, sizeof out->price);
    ho_preview_refusal(session, d, ho_session_check(session, d, NULL), out->refusal, sizeof out->refusal);
}
