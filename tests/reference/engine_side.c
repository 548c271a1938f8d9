/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine under a script. */
#include "engine_side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/money.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/users.h"

static ho_decision_t translate(const ref_action_t *a)
{
    static const ho_decision_kind_t kind[REF_ACTIONS] = {
        [REF_OPTION] = HO_DO_CHOOSE_OPTION, [REF_DEPLOY] = HO_DO_DEPLOY,  [REF_ROLLOUT] = HO_DO_ROLLOUT,
        [REF_TAU] = HO_DO_THRESHOLD,        [REF_BAND] = HO_DO_BAND,      [REF_REVIEWERS] = HO_DO_REVIEWERS,
        [REF_SERVERS] = HO_DO_SERVERS,      [REF_AUDITS] = HO_DO_AUDITS,  [REF_KILL] = HO_DO_KILL,
        [REF_ARMS] = HO_DO_DEPLOY,          [REF_PROMOTE] = HO_DO_PROMOTE};
    ho_decision_t d = ho_decision(kind[a->kind]);
    d.seg = a->seg;
    d.n = a->n;
    d.x = a->x;
    d.y = a->y;
    if (d.kind == HO_DO_DEPLOY) {
        d.version = a->n; /* the first build of option i is version i */
        if (a->kind == REF_DEPLOY)
            d.x = 1;
    }
    return d;
}

static int play_day(const ho_world_t *w, ho_state_t *s, const ref_script_t *script)
{
    ho_decision_t today[REF_MAX_ACTIONS] = {0};
    ho_refusal_t verdict[REF_MAX_ACTIONS];
    int n = 0, day = s->day;
    for (int i = 0; i < script->n; i++)
        if (script->action[i].day == day)
            today[n++] = translate(&script->action[i]);
    if (ho_step(w, s, today, n, verdict) != HO_STEP_OK)
        return -1;
    for (int i = 0; i < n; i++)
        if (verdict[i] != HO_REFUSED_NONE) {
            const char *name = ho_decision_info((int)today[i].kind)->name;
            fprintf(stderr, "script \"%s\", day %d, %s: %s\n", script->name, day, name,
                    ho_refusal_text(verdict[i]));
            return -1;
        }
    return 0;
}

static void read_people(const ho_world_t *w, const ho_state_t *s, double *q)
{
    double eligible = 0, adopters = 0, activated = 0, n = 0, sum = 0;
    for (int g = 0; g < w->n_segments; g++) {
        const ho_people_t *p = &s->people[g];
        eligible += w->segment[g].users - p->held_out;
        adopters += p->adopters;
        activated += p->activated;
        for (int k = 0; k < HO_GROUPS; k++)
            for (int st = 0; st < HO_USER_STATES; st++)
                for (int l = 0; l < w->n_levels; l++) {
                    double users = p->cell[k][st][l];
                    q[st == HO_TRIAL ? REF_TRIAL : st == HO_ACTIVE ? REF_ACTIVE : REF_LAPSED] += users;
                    q[REF_LEVEL_0 + l] += users;
                    n += users;
                    sum += users * l;
                }
    }
    q[REF_TRUST] = n > 0 ? sum / n : w->segment[0].start_level;
    q[REF_ADOPTION] = adopters / eligible;
    q[REF_ACTIVATION] = activated / eligible;
}

static void read_figures(const ho_world_t *w, const ho_state_t *s, ref_figures_t *f)
{
    ho_outcome_sum_t sum = ho_outcome(w, s);
    memset(f, 0, sizeof *f);
    read_people(w, s, f->q);
    if (s->day > 90)
        f->q[REF_ACTIVATION] = sum.activation_90d; /* frozen at the end of day 89 */
    f->q[REF_TP] = sum.tp;
    f->q[REF_FP] = sum.fp;
    f->q[REF_FN] = sum.fn;
    f->q[REF_TN] = sum.tn;
    f->q[REF_SLOW] = sum.slow;
    f->q[REF_SESSIONS] = sum.sessions;
    f->q[REF_UTILITY] = sum.utility_usd;
    f->q[REF_VALUE] = sum.value_usd;
    f->q[REF_COST] = sum.cost_usd;
    f->q[REF_HARM] = sum.harm_usd;
    f->q[REF_LIFT] = sum.true_lift;
}

int engine_run(const ho_world_t *w, uint64_t seed, const ref_script_t *script,
               const int checkpoint[REF_CHECKPOINTS], ref_figures_t out[REF_CHECKPOINTS])
{
    ho_state_t *s = malloc(ho_state_size(w));
    if (!s)
        return -1;
    ho_state_init(w, s, seed, false, false);
    int failed = 0;
    while (!failed && s->day < w->days) {
        failed = play_day(w, s, script);
        for (int i = 0; i < REF_CHECKPOINTS; i++)
            if (checkpoint[i] == s->day - 1)
                read_figures(w, s, &out[i]);
    }
    free(s);
    return failed;
}
