/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results as JSON. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance/report.h"
#include "engine/decision.h"
#include "scenario/jsonout.h"

static const char *const WORLDS[HO_BALANCE_WORLDS] = {"fault", "twin", "both"};

static void put_mean(ho_jsonout_t *j, const char *key, const ho_mean_t *m)
{
    ho_jsonout_key(j, key);
    ho_jsonout_begin_flat_object(j);
    ho_jsonout_put_number(j, "mean", m->mean);
    ho_jsonout_put_number(j, "half", m->half);
    ho_jsonout_put_number(j, "sd", m->sd);
    ho_jsonout_end_object(j);
}

static void put_part(ho_jsonout_t *j, const char *key, double share, double lo, double hi)
{
    ho_jsonout_key(j, key);
    ho_jsonout_begin_flat_object(j);
    ho_jsonout_put_number(j, "share", share);
    ho_jsonout_put_number(j, "lo", lo);
    ho_jsonout_put_number(j, "hi", hi);
    ho_jsonout_end_object(j);
}

static void put_checks(ho_jsonout_t *j, const ho_balance_t *b)
{
    static const char *const LEVELS[] = {"good", "note", "warning", "missed"};
    ho_jsonout_key(j, "checks");
    ho_jsonout_begin_list(j);
    for (int i = 0; i < b->n_checks; i++) {
        const ho_check_t *c = &b->check[i];
        ho_jsonout_begin_object(j);
        ho_jsonout_put_text(j, "id", c->id);
        ho_jsonout_put_text(j, "level", LEVELS[c->level]);
        ho_jsonout_put_bool(j, "stated", c->stated);
        ho_jsonout_put_text(j, "question", c->question);
        ho_jsonout_put_text(j, "answer", c->answer);
        ho_jsonout_put_text(j, "detail", c->detail);
        ho_jsonout_put_number(j, "value", c->value);
        ho_jsonout_end_object(j);
    }
    ho_jsonout_end_list(j);
}

static void put_decisions(ho_jsonout_t *j, const char *key, uint64_t did, bool wanted)
{
    ho_jsonout_key(j, key);
    ho_jsonout_begin_flat_list(j);
    for (int i = 0; i < HO_DECISIONS; i++)
        if ((did >> i & 1) == wanted) ho_jsonout_text(j, ho_decision_info(i)->name);
    ho_jsonout_end_list(j);
}

static void put_ladder(ho_jsonout_t *j, const ho_balance_t *b)
{
    ho_jsonout_key(j, "ladder");
    ho_jsonout_begin_list(j);
    for (int i = 0; i + 1 < b->n_rungs; i++) {
        const ho_rung_t *r = &b->rung[b->order[i]];
        ho_jsonout_begin_object(j);
        ho_jsonout_put_text(j, "policy", r->name);
        ho_jsonout_put_bool(j, "player", r->player);
        for (int k = 0; k < HO_BALANCE_WORLDS; k++) put_mean(j, WORLDS[k], &r->mean[k]);
        ho_jsonout_put_number(j, "p5", r->low);
        ho_jsonout_put_number(j, "p50", r->median);
        ho_jsonout_put_number(j, "p95", r->high);
        put_decisions(j, "decisions", r->did, true);
        ho_jsonout_end_object(j);
    }
    ho_jsonout_end_list(j);
}

static void put_shares(ho_jsonout_t *j, const ho_balance_t *b)
{
    ho_jsonout_key(j, "variance_shares");
    ho_jsonout_begin_object(j);
    for (int k = 0; k < HO_BALANCE_WORLDS; k++) {
        const ho_shares_t *s = &b->shares[k];
        ho_jsonout_key(j, WORLDS[k]);
        ho_jsonout_begin_object(j);
        put_part(j, "policy", s->policy.share, s->policy.lo, s->policy.hi);
        put_part(j, "seed", s->seed.share, s->seed.lo, s->seed.hi);
        put_part(j, "both", s->both.share, s->both.lo, s->both.hi);
        ho_jsonout_end_object(j);
    }
    ho_jsonout_end_object(j);
}

static void put_pairs(ho_jsonout_t *j, const ho_balance_t *b)
{
    ho_jsonout_key(j, "pairs");
    ho_jsonout_begin_list(j);
    for (int i = 0; i + 1 < b->n_rungs; i++) {
        for (int k = i + 1; k + 1 < b->n_rungs; k++) {
            const ho_rung_t *up = &b->rung[b->order[i]], *down = &b->rung[b->order[k]];
            const ho_paired_t p =
                ho_compare_pairs(up->score[HO_WORLD_BOTH], down->score[HO_WORLD_BOTH], b->seeds);
            ho_jsonout_begin_flat_object(j);
            ho_jsonout_put_text(j, "a", up->name);
            ho_jsonout_put_text(j, "b", down->name);
            ho_jsonout_put_number(j, "difference", p.difference.mean);
            ho_jsonout_put_number(j, "half", p.difference.half);
            ho_jsonout_put_number(j, "a_ahead", p.ahead.share);
            ho_jsonout_put_number(j, "lo", p.ahead.lo);
            ho_jsonout_put_number(j, "hi", p.ahead.hi);
            ho_jsonout_end_object(j);
        }
    }
    ho_jsonout_end_list(j);
}

static void put_sobol(ho_jsonout_t *j, const char *key, const ho_sobol_t *s)
{
    ho_jsonout_key(j, key);
    ho_jsonout_begin_flat_object(j);
    ho_jsonout_put_number(j, "first", s->first);
    ho_jsonout_put_number(j, "first_half", s->first_half);
    ho_jsonout_put_number(j, "total", s->total);
    ho_jsonout_put_number(j, "total_half", s->total_half);
    ho_jsonout_end_object(j);
}

static void put_morris(ho_jsonout_t *j, const char *key, const ho_morris_t *m)
{
    ho_jsonout_key(j, key);
    ho_jsonout_begin_flat_object(j);
    ho_jsonout_put_number(j, "mu", m->mu);
    ho_jsonout_put_number(j, "mu_star", m->mu_star);
    ho_jsonout_put_number(j, "half", m->half);
    ho_jsonout_put_number(j, "sigma", m->sigma);
    ho_jsonout_end_object(j);
}

static void put_factors(ho_jsonout_t *j, const ho_balance_t *b)
{
    ho_jsonout_key(j, "parameters");
    ho_jsonout_begin_list(j);
    for (int i = 0; i < b->n_factors; i++) {
        const ho_factor_t *f = &b->factor[i];
        ho_jsonout_begin_object(j);
        ho_jsonout_put_text(j, "path", f->knob.path);
        ho_jsonout_put_text(j, "unit", f->knob.unit);
        ho_jsonout_put_text(j, "from", f->is_range ? "range" : "law");
        ho_jsonout_put_number(j, "low", f->range_lo);
        ho_jsonout_put_number(j, "high", f->range_hi);
        put_morris(j, "morris_score", &f->morris[0]);
        put_morris(j, "morris_lead", &f->morris[1]);
        if (f->end[0].n > 0) {
            put_mean(j, "at_low", &f->end[0]);
            put_mean(j, "at_high", &f->end[1]);
        }
        if (f->in_sobol) {
            put_sobol(j, "sobol_score", &f->sobol[0]);
            put_sobol(j, "sobol_lead", &f->sobol[1]);
        }
        ho_jsonout_put_bool(j, "inert", ho_factor_inert(b, f));
        ho_jsonout_end_object(j);
    }
    ho_jsonout_end_list(j);
    if (b->sobol_n > 0) {
        put_sobol(j, "seed_sobol_score", &b->seed_sobol[0]);
        put_sobol(j, "seed_sobol_lead", &b->seed_sobol[1]);
    }
    ho_jsonout_put_integer(j, "parameters_left_out", b->n_left_out);
    ho_jsonout_put_integer(j, "sobol_n", b->sobol_n);
}

static void put_best(ho_jsonout_t *j, const ho_balance_t *b)
{
    ho_seek_axis_t axis[HO_RULE_AXES];
    ho_rule_axes(&b->scenario->world, axis);
    ho_jsonout_key(j, "best_found");
    ho_jsonout_begin_object(j);
    ho_jsonout_put_text(j, "words", b->best_rule.words);
    ho_jsonout_put_text(j, "policy", b->best_rule.word);
    for (int i = 0; i < HO_RULE_AXES; i++) ho_jsonout_put_number(j, axis[i].name, b->best_rule.rule[i]);
    ho_jsonout_put_integer(j, "runs", b->best_rule.runs);
    ho_jsonout_end_object(j);
    ho_jsonout_key(j, "space_of_rules");
    ho_jsonout_begin_list(j);
    for (int i = 0; i < HO_RULE_AXES; i++) {
        ho_jsonout_begin_flat_object(j);
        ho_jsonout_put_text(j, "axis", axis[i].name);
        ho_jsonout_put_text(j, "about", axis[i].about);
        ho_jsonout_put_number(j, "low", axis[i].lo);
        ho_jsonout_put_number(j, "high", axis[i].hi);
        ho_jsonout_put_bool(j, "whole", axis[i].whole);
        ho_jsonout_end_object(j);
    }
    ho_jsonout_end_list(j);
    ho_jsonout_key(j, "choice");
    ho_jsonout_begin_object(j);
    ho_jsonout_put_text(j, "best", b->rung[b->choice_rung[b->choice.best]].name);
    ho_jsonout_put_bool(j, "decided", b->choice.decided);
    ho_jsonout_put_number(j, "probability", 1 - b->choice_rule.alpha);
    ho_jsonout_put_number(j, "within_points", b->choice_rule.delta);
    ho_jsonout_put_integer(j, "seeds", b->choice.used);
    ho_jsonout_put_integer(j, "standing", b->choice.standing);
    ho_jsonout_end_object(j);
    ho_jsonout_key(j, "constant");
    ho_jsonout_begin_object(j);
    ho_jsonout_put_text(j, "option", b->scenario->world.option[b->constant.option].id);
    ho_jsonout_put_number(j, "threshold", b->constant.tau);
    for (int k = 0; k < HO_BALANCE_WORLDS; k++) ho_jsonout_put_number(j, WORLDS[k], b->constant.mean[k]);
    ho_jsonout_put_number(j, "of_best", b->constant.of_best[HO_WORLD_BOTH]);
    ho_jsonout_end_object(j);
}

static void put_scenario(ho_jsonout_t *j, const ho_balance_t *b)
{
    char verdict[HO_VERDICT_WORDS];
    ho_report_verdict(b, verdict);
    ho_jsonout_begin_object(j);
    ho_jsonout_put_text(j, "scenario", b->scenario->id);
    ho_jsonout_put_text(j, "sha256", b->scenario->sha256);
    ho_jsonout_put_integer(j, "master_seed", (int64_t)b->options.master);
    ho_jsonout_put_integer(j, "seeds", b->seeds);
    ho_jsonout_put_integer(j, "runs", (int64_t)b->runs);
    ho_jsonout_put_text(j, "verdict", verdict);
    ho_jsonout_put_bool(j, "missed", ho_balance_missed(b));
    ho_jsonout_put_number(j, "difficulty", b->difficulty);
    ho_jsonout_put_text(j, "insight", b->rung[b->insight].name);
    ho_jsonout_put_text(j, "tempting", b->rung[b->tempting].name);
    put_checks(j, b);
    put_ladder(j, b);
    put_shares(j, b);
    put_pairs(j, b);
    put_factors(j, b);
    put_best(j, b);
    put_decisions(j, "decisions_no_good_policy_takes", b->good_did, false);
    ho_jsonout_end_object(j);
}

char *ho_report_json(const ho_balance_t *b, int n)
{
    ho_jsonout_t j;
    ho_jsonout_init(&j, true);
    ho_jsonout_begin_object(&j);
    ho_jsonout_put_text(&j, "report", "balance");
    ho_jsonout_put_integer(&j, "format", 1);
    ho_jsonout_key(&j, "scenarios");
    ho_jsonout_begin_list(&j);
    for (int i = 0; i < n; i++) put_scenario(&j, &b[i]);
    ho_jsonout_end_list(&j);
    ho_jsonout_end_object(&j);
    ho_jsonout_newline(&j);
    if (j.failed) {
        ho_jsonout_free(&j);
        return NULL;
    }
    return j.text;
}
