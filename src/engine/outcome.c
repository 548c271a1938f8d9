/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run came to. */
#include <math.h>

#include "engine/experiment.h"
#include "engine/money.h"
#include "engine/step.h"
#include "engine/users.h"

ho_outcome_sum_t ho_outcome(const ho_world_t *w, const ho_state_t *s)
{
    ho_people_totals_t people = ho_people_totals(w, s);
    bool frozen = !isnan(s->adoption_90);
    ho_lift_t lift = ho_lift(w, s, -1);
    double tau = s->set.option >= 0 ? w->option[s->set.option].impact_sd : 0.01;
    double radius = isnan(lift.lift) ? NAN : ho_radius_always(lift.variance, tau * tau, w->north_star.alpha);
    return (ho_outcome_sum_t){
        .days = s->day,
        .utility_usd = ho_utility(s),
        .value_usd = ho_ledger_sum(s, HO_MONEY_VALUE),
        .cost_usd = -ho_ledger_sum(s, HO_MONEY_COST),
        .harm_usd = -ho_ledger_sum(s, HO_MONEY_HARM),
        .true_lift = s->ns_base > 0.0 ? s->ns_effect / s->ns_base : 0.0,
        .product_lift = s->ns_base_all > 0.0 ? s->ns_effect / s->ns_base_all : 0.0,
        .measured_lift = lift.lift,
        .measured_lo = lift.lift - radius,
        .measured_hi = lift.lift + radius,
        .adoption = frozen ? s->adoption_90 : people.adoption,
        .activation_90d = frozen ? s->activation_90 : people.activation,
        .mean_trust = frozen ? s->trust_90 : people.trust,
        .end_trust = people.trust,
        .tp = s->totals[HO_OUTCOME_TP],
        .fp = s->totals[HO_OUTCOME_FP],
        .fn = s->totals[HO_OUTCOME_FN],
        .tn = s->totals[HO_OUTCOME_TN],
        .slow = s->total_slow,
        .sessions = s->total_sessions,
        .severe = s->severe_total,
        .lapsed = s->total_lapsed,
        .team_days_spent = s->team_days_spent,
    };
}
