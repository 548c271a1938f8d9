/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run came to, as JSON: the one message that tells the truth, when there is nothing left to decide. */
#include <stddef.h>
#include <string.h>

#include "policy/wire.h"

void ho_wire_outcome(ho_jsonout_t *out, const ho_outcome_sum_t *outcome)
{
    static const struct {
        const char *name;
        size_t offset;
    } fields[] = {
#define FIELD(name) {#name, offsetof(ho_outcome_sum_t, name)}
        FIELD(utility_usd),   FIELD(value_usd),    FIELD(cost_usd),    FIELD(harm_usd),
        FIELD(true_lift),     FIELD(product_lift), FIELD(measured_lift), FIELD(measured_lo),
        FIELD(measured_hi),   FIELD(adoption),     FIELD(activation_90d), FIELD(mean_trust),
        FIELD(end_trust),     FIELD(tp),           FIELD(fp),          FIELD(fn),
        FIELD(tn),            FIELD(slow),         FIELD(sessions),    FIELD(severe),
        FIELD(lapsed),        FIELD(team_days_spent),
#undef FIELD
    };
    ho_jsonout_begin_object(out);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        double x;
        memcpy(&x, (const char *)outcome + fields[i].offset, sizeof x);
        ho_jsonout_put_number(out, fields[i].name, x);
    }
    ho_jsonout_end_object(out);
}

void ho_wire_end(ho_jsonout_t *out, int days, bool twin, const ho_outcome_sum_t *outcome, const char *reason)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "type", "end");
    ho_jsonout_put_integer(out, "days", days);
    ho_jsonout_put_text(out, "reason", reason);
    ho_jsonout_put_bool(out, "twin", twin);
    ho_jsonout_key(out, "outcome");
    ho_wire_outcome(out, outcome);
    ho_jsonout_end_object(out);
    ho_jsonout_newline(out);
}
