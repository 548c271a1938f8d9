/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state block: layout, start, copy, hash, invariants. */
#include "engine/state.h"

#include <math.h>
#include <string.h>

#include "engine/fate.h"
#include "engine/money.h"
#include "engine/retrain.h"
#include "engine/site.h"
#include "engine/users.h"

enum { STATE_MAGIC = 0x484F5354, STATE_FORMAT = 2 };

static uint64_t align8(uint64_t x) { return (x + 7u) & ~(uint64_t)7u; }

/* Room for versions: every first build, and one a week with some to spare. */
static int versions_of(const ho_world_t *w)
{
    int n = w->n_options + w->days / 7 + 6;
    return n < HO_MAX_VERSIONS ? n : HO_MAX_VERSIONS;
}

/* A pool a day and segment, and a tenth more for days with two arms or a shadow. */
static int pools_of(const ho_world_t *w)
{
    return w->days * w->n_segments + w->days * w->n_segments / 10 + 60;
}

/* Places the arrays behind the fixed part; returns the bytes of the whole. */
static uint64_t lay_out(const ho_world_t *w, ho_state_t *s)
{
    uint64_t day_segs = (uint64_t)w->days * (uint64_t)w->n_segments, at = align8(sizeof *s);
    s->max_versions = versions_of(w);
    s->max_pools = pools_of(w);
    s->off_days = at;
    at += align8((uint64_t)(w->days + 1) * sizeof(ho_day_t));
    s->off_seg_days = at;
    at += align8((day_segs + (uint64_t)w->n_segments) * sizeof(ho_seg_day_t));
    s->off_laws = at;
    at += align8((day_segs + (uint64_t)w->n_segments) * sizeof(ho_law_day_t));
    s->off_versions = at;
    at += align8((uint64_t)s->max_versions * sizeof(ho_version_t));
    s->off_pools = at;
    at += align8((uint64_t)s->max_pools * sizeof(ho_pool_t));
    s->off_pool_index = at;
    at += align8((uint64_t)(w->days + 2) * sizeof(int));
    return at;
}

size_t ho_state_size(const ho_world_t *w)
{
    ho_state_t s;
    return (size_t)lay_out(w, &s);
}

static void start_settings(const ho_world_t *w, ho_state_t *s)
{
    ho_settings_t *t = &s->set;
    t->option = -1;
    for (int g = 0; g < HO_MAX_SEGMENTS; g++) {
        t->primary[g] = t->second[g] = -1;
        t->tau[g] = 0.5;
        t->band_lo[g] = t->band_hi[g] = 1.0;
    }
    t->reviewers = w->review.capacity_per_day;
    t->servers = w->latency.servers;
    t->shadow = -1;
    t->holdout = w->north_star.holdout_share;
    t->built = w->built;
    t->finished = t->killed = t->last_apology = -1;
    t->promote_until = -1;
    t->standing_sources = HO_SOURCE_ALL;
}

static void start_frame(const ho_world_t *w, ho_state_t *s)
{
    ho_frame_t *f = &s->frame;
    f->error_ratio = NAN;
    f->success_metric = f->risk_case = f->risk_owner = f->hypothesis_metric = f->hypothesis_seg = -1;
    for (int i = 0; i < HO_DUTIES; i++)
        f->duty[i] = (int)w->duty_proposal[i]; /* the team's proposal stands until it is changed */
}

void ho_people_start(const ho_world_t *w, ho_state_t *s)
{
    for (int g = 0; g < w->n_segments; g++) {
        ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_HELD_OUT, -1, g, 0);
        s->people[g].held_out = ho_draw_binomial(&s->dice, &r, w->segment[g].users, s->set.holdout);
        s->people[g].never = w->segment[g].users - s->people[g].held_out;
    }
}

void ho_state_init(const ho_world_t *w, ho_state_t *s, uint64_t seed, bool twin, bool expected)
{
    size_t bytes = ho_state_size(w);
    memset(s, 0, bytes);
    s->magic = STATE_MAGIC;
    s->version_of_format = STATE_FORMAT;
    s->bytes = lay_out(w, s);
    s->world_hash = w->hash;
    s->dice = (ho_dice_t){.seed = seed, .expected = expected};
    s->twin = twin;
    s->launched = s->served_from = -1;
    for (int g = 0; g < HO_MAX_SEGMENTS; g++) s->seg_launched[g] = -1;
    s->team_days = w->team.launch_days;
    s->adoption_90 = s->activation_90 = s->trust_90 = s->lift_90 = NAN;
    for (int r = 0; r < HO_ROLES; r++) s->confidence[r] = w->stakeholders.start;
    s->last_update = 0;
    s->kill_since = -1;
    for (int i = 0; i < HO_MAX_OBJECTIVES; i++) s->objective_met[i] = -1;
    for (int i = 0; i < HO_MAX_TASKS; i++) s->task[i].due = -1;
    for (int i = 0; i < HO_MAX_RULES; i++) s->rule[i].fired = -1;
    start_settings(w, s);
    start_frame(w, s);
    ho_people_start(w, s);
    ho_fate_draw(w, s);
    ho_versions_init(w, s);
}

void ho_state_copy(ho_state_t *dst, const ho_state_t *src)
{
    memcpy(dst, src, (size_t)src->bytes);
    dst->dice.log = NULL; /* the recorder belongs to the run that it was given to */
}

/* ---- hash ---------------------------------------------------------------------------------------------- */

static void hash_doubles(ho_hash_t *h, const double *x, int n)
{
    for (int i = 0; i < n; i++) ho_hash_double(h, x[i]);
}
static void hash_ints(ho_hash_t *h, const int *x, int n)
{
    for (int i = 0; i < n; i++) ho_hash_int(h, x[i]);
}
/* Number of doubles in an array of doubles of any rank. */
#define HASH_ARRAY(h, a) hash_doubles(h, (const double *)(a), (int)(sizeof(a) / sizeof(double)))

static void hash_fate(const ho_world_t *w, const ho_state_t *s, ho_hash_t *h)
{
    for (int g = 0; g < w->n_segments; g++) {
        hash_doubles(h, s->fate.concept[g], w->n_features);
        ho_hash_double(h, s->fate.base_logit[g]);
        ho_hash_double(h, s->wobble_logit[g]);
        ho_hash_double(h, s->wobble_mean[g]);
    }
    for (int i = 0; i < w->n_drifts; i++) {
        ho_hash_double(h, s->drift_began[i]);
        ho_hash_double(h, s->fate.drift_size[i]);
        hash_doubles(h, s->fate.drift_dir[i], w->n_features);
        hash_doubles(h, s->adversary_rad[i], w->n_segments);
    }
    hash_doubles(h, s->fate.incident_day, w->n_incidents);
    hash_doubles(h, s->fate.capability, w->n_options);
    ho_hash_double(h, s->fate.tp_factor);
    ho_hash_double(h, s->fate.imitation_factor);
    ho_hash_double(h, s->fate.patience_factor);
}

static void hash_people(const ho_world_t *w, const ho_state_t *s, ho_hash_t *h)
{
    for (int g = 0; g < w->n_segments; g++) {
        const ho_people_t *p = &s->people[g];
        ho_hash_double(h, p->held_out);
        ho_hash_double(h, p->never);
        HASH_ARRAY(h, p->potential);
        for (int k = 0; k < HO_GROUPS; k++)
            for (int st = 0; st < HO_USER_STATES; st++) hash_doubles(h, p->cell[k][st], w->n_levels);
        ho_hash_double(h, p->adopters);
        ho_hash_double(h, p->activated);
    }
}

static void hash_outcomes(const ho_world_t *w, const ho_state_t *s, ho_hash_t *h)
{
    HASH_ARRAY(h, s->totals);
    ho_hash_double(h, s->total_slow);
    ho_hash_double(h, s->total_sessions);
    ho_hash_double(h, s->total_lapsed);
    ho_hash_double(h, s->severe_total);
    ho_hash_double(h, s->backlog);
    ho_hash_double(h, s->ns_effect);
    ho_hash_double(h, s->ns_base);
    if (s->day == 0) return;
    for (int i = ho_pool_index(s)[s->day - 1]; i < s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(s, i);
        HASH_ARRAY(h, p->n);
        for (int y = 0; y < 2; y++) ho_hash_double(h, (double)p->called[y]);
        ho_hash_double(h, (double)p->z_lo);
        ho_hash_double(h, (double)p->z_hi);
        for (int y = 0; y < 2; y++) {
            ho_hash_double(h, (double)p->audited[y][0]);
            ho_hash_double(h, (double)p->audited[y][1]);
            ho_hash_double(h, (double)p->collected[y]);
        }
    }
    const ho_day_t *d = ho_day_at(s, s->day - 1);
    ho_hash_double(h, d->load);
    ho_hash_double(h, d->wait_prob);
    (void)w;
}

static void hash_versions(const ho_world_t *w, const ho_state_t *s, ho_hash_t *h)
{
    for (int i = 0; i < s->n_versions; i++) {
        const ho_version_t *v = ho_version_at(s, i);
        hash_doubles(h, v->w, w->n_features);
        for (int g = 0; g < w->n_segments; g++) hash_doubles(h, v->mean[g], w->n_features);
        hash_doubles(h, v->d_hat, w->n_segments);
        hash_doubles(h, v->pi_hat, w->n_segments);
        ho_hash_double(h, v->gap);
        ho_hash_double(h, v->shift);
        hash_ints(h, (const int[]){v->bad, v->fixed_day, v->ready}, 3);
    }
}

static void hash_settings(const ho_world_t *w, const ho_state_t *s, ho_hash_t *h)
{
    const ho_settings_t *t = &s->set;
    hash_ints(h, t->primary, w->n_segments);
    hash_ints(h, t->second, w->n_segments);
    hash_doubles(h, t->second_share, w->n_segments);
    hash_doubles(h, t->rollout, w->n_segments);
    hash_doubles(h, s->exposure, w->n_segments);
    hash_doubles(h, t->tau, w->n_segments);
    hash_doubles(h, t->band_lo, w->n_segments);
    hash_doubles(h, t->band_hi, w->n_segments);
    hash_doubles(h, t->audits, w->n_segments);
    hash_doubles(h, t->collect, w->n_segments);
    ho_hash_double(h, t->reviewers);
    ho_hash_double(h, t->holdout);
    hash_ints(h,
              (const int[]){t->option, t->servers, t->shadow, (int)t->built, t->standing_every,
                            t->promote_until, t->ux_fixes, t->finished, t->killed, t->frozen, t->band_act},
              11);
    for (int i = 0; i < HO_MAX_TASKS; i++)
        hash_ints(h, (const int[]){s->task[i].due, (int)s->task[i].what.kind}, 2);
}

static void hash_organisation(const ho_state_t *s, ho_hash_t *h)
{
    HASH_ARRAY(h, s->confidence);
    ho_hash_double(h, s->team_days);
    const ho_frame_t *f = &s->frame;
    hash_ints(h, f->duty, HO_DUTIES);
    hash_ints(h, f->review_answer, HO_ROLES);
    hash_ints(h,
              (const int[]){f->success_metric, f->questions, f->risk_case, f->risk_owner,
                            f->hypothesis_metric, f->hypothesis_seg},
              6);
    hash_doubles(h, (const double[]){f->error_ratio, f->risk_tolerated, f->hypothesis_x}, 3);
    for (int i = 0; i < s->n_forecasts; i++) {
        const ho_forecast_t *x = &s->forecast[i];
        hash_doubles(h, (const double[]){x->lo, x->mid, x->hi, x->told}, 4);
    }
    for (int i = 0; i < HO_MAX_MESSAGES && i < s->n_messages; i++) {
        const ho_message_t *m = &s->message[i];
        hash_ints(h, (const int[]){m->day, m->kind, m->a, m->b, m->deadline, m->answered}, 6);
        ho_hash_double(h, m->x);
    }
    hash_ints(h, (const int[]){s->n_messages, s->n_findings, s->n_forecasts, s->last_update}, 4);
    for (int i = 0; i < HO_MAX_RULES; i++)
        hash_ints(h, (const int[]){s->rule[i].used, s->rule[i].fired, s->rule[i].holds}, 3);
}

static void hash_experiment(const ho_state_t *s, ho_hash_t *h)
{
    const ho_experiment_t *e = &s->experiment;
    hash_ints(h, (const int[]){e->on, e->started, e->restarts, e->versus}, 4);
    HASH_ARRAY(h, e->ns);
    HASH_ARRAY(h, e->user_days);
    HASH_ARRAY(h, e->users);
}

uint64_t ho_state_hash(const ho_world_t *w, const ho_state_t *s, uint64_t group[HO_HASHES])
{
    ho_hash_t h[HO_HASHES];
    for (int i = 0; i < HO_HASHES; i++) h[i] = ho_hash_init((uint64_t)i);
    hash_fate(w, s, &h[HO_HASH_FATE]);
    hash_people(w, s, &h[HO_HASH_PEOPLE]);
    hash_outcomes(w, s, &h[HO_HASH_OUTCOMES]);
    hash_versions(w, s, &h[HO_HASH_VERSIONS]);
    hash_settings(w, s, &h[HO_HASH_SETTINGS]);
    HASH_ARRAY(&h[HO_HASH_MONEY], s->ledger);
    hash_organisation(s, &h[HO_HASH_ORGANISATION]);
    hash_experiment(s, &h[HO_HASH_EXPERIMENT]);
    ho_hash_t all = ho_hash_init((uint64_t)s->day);
    for (int i = 0; i < HO_HASHES; i++) {
        if (group) group[i] = h[i].h;
        ho_hash_u64(&all, h[i].h);
    }
    return all.h;
}

const char *ho_hash_group_name(int group)
{
#define HO_X(name, text) text,
    static const char *const names[HO_HASHES] = {HO_HASH_GROUPS(HO_X)};
#undef HO_X
    return group >= 0 && group < HO_HASHES ? names[group] : NULL;
}

/* ---- invariants ---------------------------------------------------------------------------------------- */

static bool count_ok(double x, bool whole) { return x >= 0.0 && isfinite(x) && (!whole || floor(x) == x); }

static const char *verify_segment(const ho_world_t *w, const ho_state_t *s, int g)
{
    const ho_people_t *p = &s->people[g];
    bool whole = !s->dice.expected;
    double sum = p->held_out + p->never;
    if (!count_ok(p->held_out, whole) || !count_ok(p->never, whole))
        return "a count of users is negative or not whole";
    for (int k = 0; k < HO_GROUPS; k++) {
        if (!count_ok(p->potential[k], whole)) return "a count of potential users is negative or not whole";
        sum += p->potential[k];
        for (int st = 0; st < HO_USER_STATES; st++)
            for (int l = 0; l < w->n_levels; l++) {
                if (!count_ok(p->cell[k][st][l], whole)) return "a cell's count is negative or not whole";
                sum += p->cell[k][st][l];
            }
    }
    if (fabs(sum - w->segment[g].users) > (whole ? 0.0 : 1e-9 * w->segment[g].users))
        return "users are not conserved";
    return NULL;
}

const char *ho_state_verify(const ho_world_t *w, const ho_state_t *s)
{
    if (s->magic != STATE_MAGIC || s->version_of_format != STATE_FORMAT) return "not a state of this format";
    if (s->world_hash != w->hash) return "a state of another world";
    for (int g = 0; g < w->n_segments; g++) {
        const char *broken = verify_segment(w, s, g);
        if (broken) return broken;
    }
    double money = 0.0;
    for (int d = 0; d < s->day; d++) {
        const ho_day_t *x = ho_day_at(s, d);
        money += x->value_usd - x->cost_usd - x->harm_usd;
    }
    if (s->day > 0 && fabs(money - ho_utility(s)) > 1e-6 * (1.0 + fabs(money)) + 1e-4)
        return "the days' money does not add up to the ledger";
    for (int i = 0; i < s->n_pools; i++) {
        const ho_pool_t *p = ho_pool_at(s, i);
        for (int r = 0; r < HO_REGIONS; r++)
            for (int y = 0; y < 2; y++)
                if (!count_ok(p->n[r][y], !s->dice.expected))
                    return "a pool's count is negative or not whole";
    }
    return NULL;
}
