/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worlds, players' hands and paired comparisons of the lessons. */
#include "worlds.h"

#include <math.h>
#include <string.h>

/* ---- worlds -------------------------------------------------------------------------------------------- */

ho_law_t always(double x)
{
    return (ho_law_t){.kind = HO_LAW_CONST, .a = x};
}

ho_world_t answers_world(void)
{
    ho_world_t w = fix_plain_world();
    w.days = 90;
    w.segment[0].separation = 2.3;
    w.payoff[HO_OUTCOME_TP] = (ho_payoff_t){0.30, 0.60};
    w.payoff[HO_OUTCOME_FP] = (ho_payoff_t){-0.60, -0.70};
    w.payoff[HO_OUTCOME_FN] = (ho_payoff_t){-0.03, -0.04};
    w.slow = (ho_payoff_t){-0.10, -0.20};
    w.option[0].service_ms = 300.0;
    w.team =
        (ho_team_t){.days_per_week = 100.0, .bank_days = 200.0, .usd_per_day = 0.0, .launch_days = 100.0};
    w.stakeholders.teeth_below = 0.0; /* nobody freezes anything */
    return w;
}

ho_world_t lucky_world(void)
{
    ho_world_t w = answers_world(), usual = ho_world_default();
    ho_option_t option = ho_option_default(HO_OPTION_MODEL);
    w.segment[0].base_rate_offset = ho_segment_default().base_rate_offset;
    w.option[0].capability = option.capability;
    w.option[0].aim_error_rad = option.aim_error_rad;
    w.option[0].online_gap_sd = option.online_gap_sd;
    w.imitation_factor = usual.imitation_factor;
    w.north_star.tp_factor = usual.north_star.tp_factor;
    w.wobble_logit_sd = usual.wobble_logit_sd;
    w.wobble_mean_sd = usual.wobble_mean_sd;
    return w;
}

ho_drift_t *add_drift(ho_world_t *w, ho_drift_kind_t kind, double day, double size)
{
    ho_drift_t *d = &w->drift[w->n_drifts++];
    *d = ho_drift_default();
    d->kind = kind;
    d->shape = HO_SHAPE_SUDDEN;
    d->segments = (1u << w->n_segments) - 1u;
    d->start_day = always(day);
    d->size = always(size);
    return d;
}

/* ---- playing ------------------------------------------------------------------------------------------- */

static int launch_and_pray(const ho_view_t *v, void *memory, ho_decision_t move[MAX_MOVES])
{
    (void)memory;
    if (ho_view_day(v) > 0)
        return 0;
    move[0] = do_rollout(-1, 1.0);
    return 1;
}

fix_run_t play_days(const ho_world_t *w, const how_t *how, int days)
{
    fix_run_t r = fix_run(w, how->seed, how->twin, how->expected);
    player_t player = how->player ? how->player : launch_and_pray;
    ho_view_t v = ho_view(r.w, r.s);
    r.s->set.built = (1u << HO_INVESTMENTS) - 1u;
    ho_decision_t choose = ho_decision(HO_DO_CHOOSE_OPTION), threshold = ho_decision(HO_DO_THRESHOLD);
    choose.n = how->option;
    threshold.x = how->tau > 0.0 ? how->tau : ho_world_tau_star(r.w);
    assert_int_equal(ho_take(r.w, r.s, &choose), HO_REFUSED_NONE);
    assert_int_equal(ho_take(r.w, r.s, &threshold), HO_REFUSED_NONE);
    while (!ho_over(r.w, r.s) && (days == 0 || r.s->day < days)) {
        ho_decision_t move[MAX_MOVES];
        ho_refusal_t verdict[MAX_MOVES];
        int n = player(&v, how->memory, move);
        ho_step(r.w, r.s, move, n, verdict);
        for (int i = 0; i < n; i++)
            if (verdict[i] != HO_REFUSED_NONE)
                fail_msg("day %d: %s: %s", r.s->day - 1, ho_decision_info((int)move[i].kind)->name,
                         ho_refusal_text(verdict[i]));
    }
    return r;
}

ho_outcome_sum_t play(const ho_world_t *w, const how_t *how)
{
    fix_run_t r = play_days(w, how, 0);
    ho_outcome_sum_t o = ho_outcome(r.w, r.s);
    fix_free(&r);
    return o;
}

ho_decision_t do_rollout(int seg, double share)
{
    ho_decision_t d = ho_decision(HO_DO_ROLLOUT);
    d.seg = seg;
    d.x = share;
    return d;
}

ho_decision_t do_deploy(int seg, int version)
{
    ho_decision_t d = ho_decision(HO_DO_DEPLOY);
    d.seg = seg;
    d.version = version;
    return d;
}

ho_decision_t do_audits(int seg, double per_day)
{
    ho_decision_t d = ho_decision(HO_DO_AUDITS);
    d.seg = seg;
    d.x = per_day;
    return d;
}

ho_decision_t do_train(ho_train_mode_t mode, int window_days, uint32_t sources, uint32_t segments)
{
    ho_decision_t d = ho_decision(HO_DO_TRAIN);
    d.n = (int)mode;
    d.m = window_days;
    d.mask = sources;
    d.x = segments;
    return d;
}

double truth(const fix_run_t *r, ho_metric_t metric, int seg, int day)
{
    return ho_truth(r->w, r->s, metric, seg, day);
}

double seen(const fix_run_t *r, ho_metric_t metric, int seg, int day)
{
    ho_view_t v = ho_view(r->w, r->s);
    return ho_seen(&v, metric, seg, day);
}

double mean_truth(const fix_run_t *r, ho_metric_t metric, int seg, int from, int to)
{
    double sum = 0.0;
    for (int day = from; day < to; day++)
        sum += truth(r, metric, seg, day);
    return sum / (to - from);
}

/* ---- judging ------------------------------------------------------------------------------------------- */

int repeats(int n)
{
    const char *scale = getenv("HO_TEST_SCALE");
    if (!scale || strcmp(scale, "asan") != 0)
        return n;
    return n > 16 ? (n + 1) * 3 / 4 : n;
}

void add_pair(paired_t *p, double one, double other)
{
    double x = one - other;
    p->n++;
    p->wins += x > 0.0;
    p->sum += x;
    p->squares += x * x;
    p->base += other;
}

double paired_mean(const paired_t *p)
{
    return p->sum / p->n;
}

double paired_error(const paired_t *p)
{
    double mean = paired_mean(p), variance = (p->squares - p->n * mean * mean) / (p->n - 1);
    return variance > 0.0 ? sqrt(variance / p->n) : 0.0;
}

void assert_better(const paired_t *p, double errors, const char *what)
{
    double mean = paired_mean(p), se = paired_error(p);
    print_message("    %s: %+.4g +- %.2g on %.4g, better in %d of %d\n", what, mean, se, p->base / p->n,
                  p->wins, p->n);
    if (!(mean > errors * se && mean > 0.0))
        fail_msg("%s: the difference is %g, its standard error %g", what, mean, se);
}
