/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said once: the tables and the texts of a scenario, and the brief of a run in numbers. */
#include "policy/wire.h"

#include <stdio.h>

#include "policy/wire_tables.h"
#include "scenario/version.h"

/* ---- hello --------------------------------------------------------------------------------------------- */

static void write_brief(ho_jsonout_t *out, const ho_texts_t *text)
{
    static const char *const worse[HO_WORSE] = {[HO_WORSE_FP] = "fp", [HO_WORSE_FN] = "fn"};
    ho_jsonout_key(out, "brief");
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "problem", text->brief.problem);
    ho_jsonout_put_text(out, "who_is_hurt", text->brief.hurt);
    ho_jsonout_put_text(out, "okr", text->brief.okr);
    ho_jsonout_put_text(out, "worse_error", worse[text->brief.worse_error]);
    ho_jsonout_key(out, "questions");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < text->brief.n_questions; i++) ho_jsonout_text(out, text->brief.question[i].ask);
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
}

static void write_thing(ho_jsonout_t *out, const char *id, const char *title, const char *about)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "id", id);
    ho_jsonout_put_text(out, "title", title);
    ho_jsonout_put_text(out, "about", about);
    ho_jsonout_end_object(out);
}

static void write_scenario(ho_jsonout_t *out, const ho_scenario_t *scenario)
{
    const ho_texts_t *text = &scenario->text;
    ho_jsonout_key(out, "scenario");
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "id", scenario->id);
    ho_jsonout_put_text(out, "sha256", scenario->sha256);
    ho_jsonout_put_text(out, "title", text->title);
    ho_jsonout_put_text(out, "summary", text->summary);
    ho_jsonout_put_text(out, "difficulty", ho_difficulty_name(text->difficulty));
    ho_jsonout_put_integer(out, "horizon_days", scenario->world.days);
    write_brief(out, text);
    ho_jsonout_key(out, "segments");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < scenario->world.n_segments; i++)
        write_thing(out, scenario->world.segment[i].id, text->segment[i].title, text->segment[i].about);
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "options");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < scenario->world.n_options; i++)
        write_thing(out, scenario->world.option[i].id, text->option[i].title, text->option[i].about);
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
}

void ho_wire_hello(ho_jsonout_t *out, const ho_scenario_t *scenario)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "type", "hello");
    ho_jsonout_put_text(out, "format", HO_WIRE_FORMAT);
    ho_jsonout_put_integer(out, "version", HO_WIRE_VERSION);
    ho_jsonout_put_text(out, "engine", HO_ENGINE_VERSION);
    ho_jsonout_put_integer(out, "decisions_a_day", HO_MAX_TODAY);
    write_scenario(out, scenario);
    ho_jsonout_key(out, "decisions");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < HO_DECISIONS; i++) ho_wire_decision_row(out, ho_decision_info(i));
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "metrics");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < HO_METRIC_COUNT; i++) ho_wire_metric_row(out, ho_metric_info(i));
    ho_jsonout_end_list(out);
    ho_jsonout_key(out, "giving_up");
    ho_jsonout_begin_list(out);
    for (int i = 0; ho_giving_up_name(i) != NULL; i++) ho_jsonout_text(out, ho_giving_up_name(i));
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
    ho_jsonout_newline(out);
}

/* ---- run ----------------------------------------------------------------------------------------------- */

static void write_outcomes(ho_jsonout_t *out, const char *key, const double value[HO_OUTCOMES])
{
    static const char *const names[HO_OUTCOMES] = {"tp", "fp", "fn", "tn"};
    ho_jsonout_key(out, key);
    ho_jsonout_begin_object(out);
    for (int y = 0; y < HO_OUTCOMES; y++) ho_jsonout_put_number(out, names[y], value[y]);
    ho_jsonout_end_object(out);
}

static void write_segments(ho_jsonout_t *out, const ho_brief_t *b)
{
    ho_jsonout_key(out, "segments");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < b->n_segments; i++) {
        ho_jsonout_begin_object(out);
        ho_jsonout_put_text(out, "id", b->segment[i].id);
        ho_jsonout_put_number(out, "users", b->segment[i].users);
        ho_jsonout_put_number(out, "sessions_per_day", b->segment[i].sessions_per_day);
        ho_jsonout_put_number(out, "positive_share", b->segment[i].positive_share);
        ho_jsonout_put_number(out, "patience_ms", b->segment[i].patience_ms);
        ho_jsonout_end_object(out);
    }
    ho_jsonout_end_list(out);
}

static void write_options(ho_jsonout_t *out, const ho_brief_t *b)
{
    static const char *const kinds[HO_OPTION_KINDS] = {"model", "generative", "rules"};
    char version[16];
    ho_jsonout_key(out, "options");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < b->n_options; i++) {
        (void)snprintf(version, sizeof version, "v%d", b->option[i].version);
        ho_jsonout_begin_object(out);
        ho_jsonout_put_text(out, "id", b->option[i].id);
        ho_jsonout_put_text(out, "kind", kinds[b->option[i].kind]);
        ho_jsonout_put_text(out, "version", version);
        ho_jsonout_put_number(out, "capability", b->option[i].capability);
        ho_jsonout_put_number(out, "impact_lift", b->option[i].impact_lift);
        ho_jsonout_put_number(out, "impact_sd", b->option[i].impact_sd);
        ho_jsonout_put_number(out, "feasibility", b->option[i].feasibility);
        ho_jsonout_put_number(out, "desirability", b->option[i].desirability);
        ho_jsonout_put_number(out, "build_team_days", b->option[i].build_team_days);
        ho_jsonout_put_number(out, "service_ms", b->option[i].service_ms);
        ho_jsonout_put_number(out, "usd_per_request", b->option[i].usd_per_request);
        ho_jsonout_put_number(out, "bad_build_chance", b->option[i].bad_build_chance);
        ho_jsonout_end_object(out);
    }
    ho_jsonout_end_list(out);
}

static void write_instruments(ho_jsonout_t *out, const ho_brief_t *b)
{
    ho_jsonout_key(out, "proposed");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (b->proposed >> i & 1u) ho_jsonout_text(out, ho_invest_name(i));
    ho_jsonout_end_list(out);
}

void ho_wire_run(ho_jsonout_t *out, const ho_scenario_t *scenario, const ho_view_t *view, int number,
                 uint64_t seed, int days)
{
    ho_brief_t b;
    ho_brief(view, &b);
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "type", "run");
    ho_jsonout_put_integer(out, "run", number);
    ho_jsonout_put_text(out, "scenario", scenario->id);
    ho_jsonout_put_integer(out, "seed", (int64_t)seed);
    ho_jsonout_put_integer(out, "days", days);
    ho_jsonout_put_integer(out, "horizon_days", b.days);
    ho_jsonout_put_text(out, "north_star", b.north_star);
    ho_jsonout_put_number(out, "cost_threshold", b.tau_star);
    write_outcomes(out, "usd_per_outcome", b.value);
    ho_jsonout_put_number(out, "usd_per_abandoned_wait", b.value_slow);
    write_outcomes(out, "label_chance", b.observed);
    ho_jsonout_put_number(out, "label_lag_days", b.lag_mean_days);
    ho_jsonout_put_number(out, "audit_usd", b.audit_usd);
    ho_jsonout_put_number(out, "audits_most_per_day", b.audit_max_per_day);
    ho_jsonout_put_integer(out, "servers", b.servers);
    ho_jsonout_put_integer(out, "servers_most", b.max_servers);
    ho_jsonout_put_number(out, "latency_budget_ms", b.latency_budget_ms);
    ho_jsonout_put_number(out, "holdout_share", b.holdout_share);
    ho_jsonout_put_integer(out, "experiment_days", b.experiment_days);
    ho_jsonout_put_integer(out, "trust_levels", b.levels);
    write_segments(out, &b);
    write_options(out, &b);
    write_instruments(out, &b);
    ho_jsonout_end_object(out);
    ho_jsonout_newline(out);
}
