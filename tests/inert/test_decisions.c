/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing is inert: every decision, every parameter of every decision, every instrument, every duty, every
 * kind of incident changes something beyond its price; and every metric, line of the ledger and message of
 * the tables comes about. */
#include "rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define BIT(kind) ((uint64_t)1 << (kind))

static trace_t *base, *other;
static int rows, inert;

static int begin(void **state)
{
    (void)state;
    base = malloc(sizeof *base);
    other = malloc(sizeof *other);
    rows = inert = 0;
    return base && other ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    free(base);
    free(other);
    return 0;
}

static void run(trace_t *out, const ho_world_t *w, const script_change_t *script, const trace_t *against)
{
    trace_run(out, w, 31, false, rich_script, script, against, PRICE_IGNORED);
}

/* What `with` has that `base` has not; keeps the strongest sign so far. */
static void compare(const ho_world_t *w, const script_change_t *with, change_t *best)
{
    change_t c;
    run(other, w, with, base);
    if (find_change(base, other, PRICE_IGNORED, &c) < best->shows)
        *best = c;
}

static void report(const char *what, const change_t *c, shows_t at_least)
{
    rows++;
    if (c->shows > at_least) {
        inert++;
        print_error("    %-44s INERT %s\n", what, c->shows == SHOWS_NOTHING ? "" : c->series);
    } else if (c->day >= 0) {
        print_message("    %-44s %s, day %d\n", what, c->series, c->day);
    } else {
        print_message("    %-44s %s\n", what, c->series);
    }
}

static void judge(void)
{
    print_message("    %d rows, %d inert\n", rows, inert);
    if (inert)
        fail_msg("%d of %d rows change nothing", inert, rows);
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

/* How a kind is tried: the script goes without the kinds in `drop`, with and without the decision on
 * `day`. */
typedef struct {
    int day;
    ho_decision_t d;
    uint64_t drop;
    shows_t at_least; /* commitments are on paper until they are scored */
    int before;       /* day of another decision that both runs have, -1 */
    ho_decision_t first;
} probe_t;

static ho_cond_t above(ho_metric_t metric, double value)
{
    ho_cond_t c = {.n = 1};
    c.node[0] = (ho_cond_node_t){
        .kind = HO_COND_ABOVE, .metric = (int)metric, .seg = -1, .for_days = 1, .value = value};
    return c;
}

static ho_decision_t rule_on_adoption(ho_decision_kind_t kind)
{
    ho_decision_t d = ho_decision(kind);
    d.cond = above(HO_METRIC_ADOPTION, 0.28);
    return d;
}

static probe_t probe_of(ho_decision_kind_t kind)
{
    probe_t p = {
        .day = 10, .d = ho_decision(kind), .drop = BIT(kind), .at_least = SHOWS_SERIES, .before = -1};
    const ho_decision_info_t *info = ho_decision_info((int)kind);
    if (info->frame)
        p.day = 0;
    switch (kind) {
    case HO_DO_ASK:
    case HO_DO_SUCCESS_METRIC:
    case HO_DO_RISK:
    case HO_DO_HYPOTHESIS: p.at_least = SHOWS_PAPER; break;
    case HO_DO_ERROR_RATIO:
        p.d.x = 3.0;
        p.drop |= BIT(HO_DO_THRESHOLD);
        break;
    case HO_DO_GUARDRAIL:
    case HO_DO_KILL_CRITERION:
    case HO_DO_RULE: p.d.cond = rule_on_adoption(kind).cond; break;
    case HO_DO_DUTY: p.d.n = HO_DUTY_ROLLBACK; break;
    case HO_DO_INVEST: p.d.n = HO_INVEST_MONITORING; break;
    case HO_DO_HOLDOUT: p.d.x = 0.2; break;
    case HO_DO_THRESHOLD: p.d.x = 0.7; break;
    case HO_DO_BAND:
        p.day = 1; /* the queue is built on day 0 */
        p.d.x = 0.4;
        p.d.y = 0.6;
        break;
    case HO_DO_REVIEWERS: p.d.x = 50.0; break;
    case HO_DO_ROLLOUT:
        p.day = 3;
        p.d.x = 0.3;
        break;
    case HO_DO_SERVERS: p.d.n = 2; break;
    case HO_DO_DROP_RULE:
        p.day = 5;
        p.d.n = 2; /* after the kill criterion and the alert of the script */
        p.before = 1;
        p.first = rule_on_adoption(HO_DO_RULE);
        break;
    case HO_DO_AUDITS:
        p.day = 10;
        p.d.x = 200.0;
        break;
    case HO_DO_SHADOW: p.d.version = 2; break;
    case HO_DO_DEPLOY:
        p.day = 10; /* something serves by then */
        p.d.version = 2;
        break;
    case HO_DO_ROLLBACK: p.day = 50; break; /* segment 0 runs a retrained version by then */
    case HO_DO_TRAIN: p.day = 21; break;
    case HO_DO_REBUILD: p.d.version = 0; break;
    case HO_DO_COLLECT:
        p.d.seg = 1;
        p.d.x = 100.0;
        break;
    case HO_DO_EXPERIMENT: p.day = 30; break;
    case HO_DO_APOLOGISE: p.day = 30; break;
    case HO_DO_UPDATE:
        p.d.x = 0.001;
        p.d.y = 0.01;
        p.d.z = 0.02;
        break;
    case HO_DO_STANDING_ORDER: p.d.n = 9; break;
    case HO_DO_FINISH: p.day = 60; break;
    default: break;
    }
    return p;
}

static script_change_t script_of(const probe_t *p, const ho_decision_t *d)
{
    script_change_t s = {.drop = p->drop};
    if (p->before >= 0) {
        s.extra[s.n].day = p->before;
        s.extra[s.n++].d = p->first;
    }
    if (d) {
        s.extra[s.n].day = p->day;
        s.extra[s.n++].d = *d;
    }
    return s;
}

/* The world of the decisions: whatever is bought is free, so that what changes is not the price. */
static ho_world_t free_world(void)
{
    ho_world_t w = rich_world();
    w.team.usd_per_day = 0.0;
    w.team.days_per_week = w.team.launch_days = 200.0;
    w.team.bank_days = 400.0;
    w.promote_usd = w.training.usd = 0.0;
    memset(w.invest_days, 0, sizeof w.invest_days);
    return w;
}

static void test_every_decision_changes_some_series_beyond_its_price(void **state)
{
    (void)state;
    ho_world_t w = free_world();
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        probe_t p = probe_of((ho_decision_kind_t)kind);
        change_t c = {.shows = SHOWS_NOTHING, .day = -1};
        script_change_t without = script_of(&p, NULL), with = script_of(&p, &p.d);
        if (kind == HO_DO_ANSWER)
            with = (script_change_t){0}; /* the script finds the message that asks */
        run(base, &w, &without, NULL);
        compare(&w, &with, &c);
        report(ho_decision_info(kind)->name, &c, p.at_least);
    }
    judge();
}

/* Other values of a parameter. */
static int other_values(const ho_param_t *p, double x, double out[8])
{
    int n = 0;
    switch (p->kind) {
    case HO_PARAM_SHARE:
        out[n++] = p->lo + 0.3 * (p->hi - p->lo);
        out[n++] = p->lo + 0.8 * (p->hi - p->lo);
        break;
    case HO_PARAM_NUMBER:
        out[n++] = x * 0.5 + 0.004;
        out[n++] = x * 2.0 + 0.004;
        out[n++] = x - 0.005;
        break;
    case HO_PARAM_DAYS:
        out[n++] = x + 3.0;
        out[n++] = 1.0;
        break;
    case HO_PARAM_SOURCES:
        out[n++] = HO_SOURCE_LABELS;
        out[n++] = HO_SOURCE_AUDITS;
        break;
    default:
        for (int i = 0; i < 5; i++)
            out[n++] = i;
        out[n++] = -1;
        break;
    }
    return n;
}

static void try_param(const ho_world_t *w, const probe_t *p, const ho_param_t *param, change_t *c)
{
    double value[8], x = ho_param_get(&p->d, param);
    if (param->field == HO_FIELD_COND) {
        ho_decision_t d = p->d;
        d.cond = above(HO_METRIC_ADOPTION, 0.1);
        script_change_t with = script_of(p, &d);
        compare(w, &with, c);
        return;
    }
    int n = other_values(param, x, value);
    for (int i = 0; i < n && c->shows != SHOWS_SERIES; i++) {
        ho_decision_t d = p->d;
        if (value[i] == x || value[i] < param->lo || value[i] > param->hi)
            continue;
        ho_param_set(&d, param, value[i]);
        script_change_t with = script_of(p, &d);
        compare(w, &with, c);
    }
}

static void test_every_parameter_of_every_decision_changes_some_series(void **state)
{
    (void)state;
    ho_world_t w = free_world();
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        if (kind == HO_DO_ANSWER)
            continue; /* below: its message has to be found */
        const ho_decision_info_t *info = ho_decision_info(kind);
        probe_t p = probe_of((ho_decision_kind_t)kind);
        if (!info->param[0].name)
            continue;
        script_change_t script = script_of(&p, &p.d);
        run(base, &w, &script, NULL);
        for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name; i++) {
            char what[64];
            change_t c = {.shows = SHOWS_NOTHING, .day = -1};
            try_param(&w, &p, &info->param[i], &c);
            snprintf(what, sizeof what, "%s.%s", info->name, info->param[i].name);
            report(what, &c, p.at_least);
        }
    }
    judge();
}

/* Day on which the demand comes in this world, and its message. */
static int find_demand(const ho_world_t *w, int *id)
{
    script_change_t silent = {.drop = BIT(HO_DO_ANSWER)};
    fix_run_t r = fix_run(w, 31, false, false);
    ho_view_t v = ho_view(r.w, r.s);
    int day = -1;
    while (!ho_over(r.w, r.s) && day < 0) {
        ho_decision_t d[HO_MAX_TODAY];
        int n = rich_script(&v, &silent, d);
        ho_step(r.w, r.s, d, n, NULL);
        ho_message_view_t m;
        for (int i = 0; ho_view_message(&v, i, &m); i++)
            if (m.kind == HO_MESSAGE_DEMAND) {
                day = r.s->day;
                *id = m.id;
            }
    }
    fix_free(&r);
    return day;
}

/* Comply, decline, or answer something else: 0 and 1 differ from each other, and the wrong message is
 * refused. */
static void test_the_parameters_of_an_answer_change_some_series(void **state)
{
    (void)state;
    ho_world_t w = free_world();
    int id = -1, day = find_demand(&w, &id);
    assert_true(day > 0);
    script_change_t comply = {.drop = BIT(HO_DO_ANSWER), .n = 1}, decline, wrong;
    comply.extra[0].day = day;
    comply.extra[0].d = ho_decision(HO_DO_ANSWER);
    comply.extra[0].d.n = id;
    decline = wrong = comply;
    decline.extra[0].d.m = 1;
    wrong.extra[0].d.n = 0;
    run(base, &w, &comply, NULL);
    change_t c = {.shows = SHOWS_NOTHING, .day = -1}, e = c;
    compare(&w, &decline, &c);
    report("answer.choice", &c, SHOWS_SERIES);
    compare(&w, &wrong, &e);
    report("answer.message", &e, SHOWS_SERIES);
    judge();
}

/* ---- instruments and duties ---------------------------------------------------------------------------- */

static void test_every_instrument_changes_some_series_beyond_its_price(void **state)
{
    (void)state;
    ho_world_t w = free_world();
    for (int i = 0; i < HO_INVESTMENTS; i++) {
        script_change_t without = {.drop_built = 1u << i}, with = without;
        with.extra[0].day = 0;
        with.extra[0].d = ho_decision(HO_DO_INVEST);
        with.extra[0].d.n = i;
        with.n = 1;
        change_t c = {.shows = SHOWS_NOTHING, .day = -1};
        run(base, &w, &without, NULL);
        compare(&w, &with, &c);
        report(ho_invest_name(i), &c, SHOWS_SERIES);
    }
    judge();
}

static void test_every_duty_changes_some_series_when_nobody_or_the_wrong_role_owns_it(void **state)
{
    (void)state;
    ho_world_t w = free_world();
    memcpy(w.duty_proposal, w.duty_owner, sizeof w.duty_proposal);
    w.stakeholders.redo_chance = 1.0;
    for (int duty = 0; duty < HO_DUTIES; duty++)
        for (int wrong = 0; wrong < 2; wrong++) {
            script_change_t well = {.drop = BIT(HO_DO_DUTY)}, badly = {.drop = BIT(HO_DO_DUTY), .n = 1};
            badly.extra[0].day = 0;
            badly.extra[0].d = ho_decision(HO_DO_DUTY);
            badly.extra[0].d.n = duty;
            badly.extra[0].d.m = wrong ? (int)(w.duty_owner[duty] + 1) % HO_ROLES : -1;
            char what[64];
            change_t c = {.shows = SHOWS_NOTHING, .day = -1};
            run(base, &w, &well, NULL);
            compare(&w, &badly, &c);
            snprintf(what, sizeof what, "%s, %s", ho_duty_name(duty), wrong ? "wrong role" : "nobody");
            report(what, &c, SHOWS_SERIES);
        }
    judge();
}

/* ---- incidents ----------------------------------------------------------------------------------------- */

static void test_every_incident_kind_changes_some_series(void **state)
{
    (void)state;
    static const char *const name[HO_INCIDENT_KINDS] = {"pipeline",     "traffic",    "latency",
                                                        "label outage", "competitor", "season",
                                                        "viral",        "regulator",  "demand"};
    for (int kind = 0; kind < HO_INCIDENT_KINDS; kind++) {
        ho_world_t with = rich_world(), without = with;
        without.incident[kind].chance = 0.0;
        change_t c = {.shows = SHOWS_NOTHING, .day = -1};
        run(base, &without, NULL, NULL);
        compare(&with, NULL, &c);
        report(name[kind], &c, SHOWS_SERIES);
    }
    judge();
}

/* ---- the tables of what is shown ----------------------------------------------------------------------- */

static bool metric_moves(const trace_t *t, int m)
{
    double first = NAN;
    for (int day = 0; day < t->days; day++) {
        double x = isnan(t->truth[day][m][0]) ? t->seen[day][m][0] : t->truth[day][m][0];
        if (isnan(first))
            first = x;
        else if (!isnan(x) && x != first)
            return true;
    }
    return false;
}

/* In two runs, the rich one and one that keeps its word but not its duties, every row of the tables comes
 * about: no metric stands still, no line of the ledger stays empty, no message is never told. */
static void test_every_metric_ledger_line_and_message_comes_about(void **state)
{
    (void)state;
    ho_world_t w = rich_world(), calm = free_world();
    calm.severe_fp.share = calm.severe_fn.share = 0.0;
    calm.stakeholders.redo_chance = 1.0;
    /* turns it off on the day after its kill criterion begins to hold */
    script_change_t kept = {.drop = BIT(HO_DO_KILL_CRITERION), .drop_built = 1u << HO_INVEST_FLAG, .n = 3};
    kept.extra[0].day = 0;
    kept.extra[0].d = rule_on_adoption(HO_DO_KILL_CRITERION);
    kept.extra[1].day = 0;
    kept.extra[1].d = ho_decision(HO_DO_INVEST);
    kept.extra[1].d.n = HO_INVEST_FLAG;
    kept.extra[2].day = 10;
    kept.extra[2].d = ho_decision(HO_DO_KILL);
    run(base, &w, NULL, NULL);
    run(other, &calm, &kept, NULL);
    for (int m = 0; m < HO_METRIC_COUNT; m++)
        if (!metric_moves(base, m)) {
            inert++;
            print_error("    metric %s stands still\n", ho_metric_info(m)->name);
        }
    for (int i = 0; i < HO_LEDGER; i++)
        if (base->ledger[base->days - 1][i] == 0.0 && other->ledger[other->days - 1][i] == 0.0) {
            inert++;
            print_error("    ledger line %d is empty\n", i);
        }
    for (int i = 0; i < HO_MESSAGE_KINDS; i++)
        if (!base->messages[base->days - 1][i] && !other->messages[other->days - 1][i]) {
            inert++;
            print_error("    message %s is never told\n", ho_message_info(i)->name);
        }
    rows = HO_METRIC_COUNT + HO_LEDGER + HO_MESSAGE_KINDS;
    judge();
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_decision_changes_some_series_beyond_its_price),
        TEST(test_every_parameter_of_every_decision_changes_some_series),
        TEST(test_the_parameters_of_an_answer_change_some_series),
        TEST(test_every_instrument_changes_some_series_beyond_its_price),
        TEST(test_every_duty_changes_some_series_when_nobody_or_the_wrong_role_owns_it),
        TEST(test_every_incident_kind_changes_some_series),
        TEST(test_every_metric_ledger_line_and_message_comes_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
