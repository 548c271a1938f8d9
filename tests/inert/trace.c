/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces of whole runs, and what differs between two. */
#include "trace.h"

#include <stdio.h>
#include <string.h>

#include "engine/money.h"
#include "engine/rng.h"

enum { LABEL_AGE = 7 }; /* labels are looked at when some have come */

static void write_metrics(trace_t *t, const ho_world_t *w, const ho_state_t *s, const ho_view_t *v, void *truth_memo, int day)
{
    for (int m = 0; m < HO_METRIC_COUNT; m++)
        for (int c = 0; c <= w->n_segments && c < TRACE_COLUMNS; c++) {
            if (c > 0 && !ho_metric_info(m)->by_segment)
                continue;
            t->truth[day][m][c] = ho_truth_memo(w, s, truth_memo, (ho_metric_t)m, c - 1, day);
            bool late = m >= HO_METRIC_PRECISION && m <= HO_METRIC_PROXY_PRECISION && day >= LABEL_AGE;
            t->seen[day][m][c] = ho_seen(v, (ho_metric_t)m, c - 1, late ? day - LABEL_AGE : day);
        }
}

/* Adds what was told since the id `from`. */
static void write_messages(trace_t *t, const ho_state_t *s, const ho_view_t *v, int day, int from)
{
    if (day > 0)
        memcpy(t->messages[day], t->messages[day - 1], sizeof t->messages[day]);
    for (int id = from; id < s->n_messages; id++) {
        const ho_message_t *m = ho_message_at(s, id);
        if (!m)
            continue;
        ho_hash_t h = ho_hash_init(t->messages[day][m->kind]);
        ho_hash_int(&h, m->day);
        ho_hash_int(&h, m->a);
        ho_hash_int(&h, m->b);
        ho_hash_double(&h, m->x);
        ho_finding_view_t f = {0};
        if (m->kind == HO_MESSAGE_FINDING && ho_view_finding(v, 0, &f))
            ho_hash_int(&h, f.detail);
        t->messages[day][m->kind] = h.h;
    }
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || a == b || (a != a && b != b);
}

static bool is_price(int metric)
{
    return metric == HO_METRIC_TEAM_DAYS || metric == HO_METRIC_COST || metric == HO_METRIC_SPENT ||
           metric == HO_METRIC_UTILITY || metric == HO_METRIC_EXECUTIVE; /* who watches the money */
}

static bool metrics_differ(const trace_t *a, const trace_t *b, int day, int price, char *out, size_t size)
{
    for (int kind = 0; kind < 2; kind++)
        for (int m = 0; m < HO_METRIC_COUNT; m++)
            for (int c = 0; c < TRACE_COLUMNS; c++) {
                double x = kind ? a->seen[day][m][c] : a->truth[day][m][c],
                       y = kind ? b->seen[day][m][c] : b->truth[day][m][c];
                if (same(x, y) || (price == PRICE_IGNORED && is_price(m)))
                    continue;
                char where[16] = "";
                if (c > 0)
                    snprintf(where, sizeof where, "[%d]", c - 1);
                snprintf(out, size, "%s %s%s", kind ? "seen" : "truth", ho_metric_info(m)->name, where);
                return true;
            }
    return false;
}

static bool ledgers_differ(const trace_t *a, const trace_t *b, int day, int price, char *out, size_t size)
{
    for (int i = 0; i < HO_LEDGER; i++) {
        bool paid = i == HO_LEDGER_TEAM || i == HO_LEDGER_TRAINING || i == HO_LEDGER_PROMOTION;
        if (same(a->ledger[day][i], b->ledger[day][i]) || (price == PRICE_IGNORED && paid))
            continue;
        snprintf(out, size, "money: %s", ho_ledger_title((ho_ledger_line_t)i));
        return true;
    }
    return false;
}

static bool messages_differ(const trace_t *a, const trace_t *b, int day, char *out, size_t size)
{
    for (int i = 0; i < HO_MESSAGE_KINDS; i++) {
        if (a->messages[day][i] == b->messages[day][i])
            continue;
        snprintf(out, size, "message: %s", ho_message_info(i)->name);
        return true;
    }
    return false;
}

static bool states_differ(const trace_t *a, const trace_t *b, int day, int price, char *out, size_t size)
{
    for (int i = 0; i < HO_HASHES; i++) {
        bool paid = i == HO_HASH_MONEY || i == HO_HASH_ORGANISATION;
        if (a->group[day][i] == b->group[day][i] || (price == PRICE_IGNORED && paid))
            continue;
        snprintf(out, size, "state: %s", ho_hash_group_name(i));
        return true;
    }
    return false;
}

static bool day_differs(const trace_t *a, const trace_t *b, int day, int price, change_t *out)
{
    size_t size = sizeof out->series;
    return metrics_differ(a, b, day, price, out->series, size) ||
           ledgers_differ(a, b, day, price, out->series, size) ||
           messages_differ(a, b, day, out->series, size);
}

/* ---- a run --------------------------------------------------------------------------------------------- */

void trace_run(trace_t *out, const ho_world_t *w, uint64_t seed, bool twin, script_t script,
               const void *change, const trace_t *against, int price)
{
    memset(out, 0, sizeof *out);
    fix_run_t r = fix_run(w, seed, twin, false);
    void *memo = calloc(1, ho_memo_size()), *truth_memo = calloc(1, ho_memo_size());
    assert_non_null(memo);
    assert_non_null(truth_memo);
    ho_view_t v = ho_view_memo(r.w, r.s, memo);
    change_t c;
    ho_brief(&v, &out->brief);
    while (!ho_over(r.w, r.s) && r.s->day < TRACE_DAYS) {
        ho_decision_t d[HO_MAX_TODAY];
        int n = script(&v, change, d), day = r.s->day, told = r.s->n_messages;
        assert_int_equal(ho_step(r.w, r.s, d, n, NULL), HO_STEP_OK);
        out->days = r.s->day;
        write_metrics(out, r.w, r.s, &v, truth_memo, day);
        memcpy(out->ledger[day], r.s->ledger, sizeof out->ledger[day]);
        write_messages(out, r.s, &v, day, told);
        ho_state_hash(r.w, r.s, out->group[day]);
        if (against && (day >= against->days || day_differs(out, against, day, price, &c)))
            break;
    }
    const char *broken = ho_state_verify(r.w, r.s);
    if (broken)
        fail_msg("%s", broken);
    out->frame = r.s->frame;
    free(truth_memo);
    free(memo);
    fix_free(&r);
}

/* ---- what changed -------------------------------------------------------------------------------------- */

shows_t find_change(const trace_t *a, const trace_t *b, int price, change_t *out)
{
    int days = a->days < b->days ? a->days : b->days;
    size_t size = sizeof out->series;
    *out = (change_t){.shows = SHOWS_NOTHING, .day = -1};
    for (int day = 0; day < days; day++)
        if (day_differs(a, b, day, price, out)) {
            out->day = day;
            return out->shows = SHOWS_SERIES;
        }
    if (a->days != b->days) {
        snprintf(out->series, size, "length of the run");
        out->day = days;
        return out->shows = SHOWS_SERIES;
    }
    if (memcmp(&a->frame, &b->frame, sizeof a->frame) != 0) {
        snprintf(out->series, size, "frame");
        return out->shows = SHOWS_PAPER;
    }
    if (memcmp(&a->brief, &b->brief, sizeof a->brief) != 0) {
        snprintf(out->series, size, "brief");
        return out->shows = SHOWS_PAPER;
    }
    for (int day = 0; day < days; day++)
        if (states_differ(a, b, day, price, out->series, size)) {
            out->day = day;
            return out->shows = SHOWS_STATE;
        }
    return SHOWS_NOTHING;
}
