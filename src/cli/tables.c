/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout decisions`, `holdout metrics`, `holdout policies`: the tables of the program as help. */
#include <stdio.h>
#include <string.h>

#include "cli/exit.h"
#include "cli/verbs.h"
#include "engine/decision.h"
#include "engine/observe.h"
#include "policy/policy.h"
#include "policy/wire_tables.h"
#include "scenario/jsonout.h"

enum { WIDTH = 96, INDENT = 6 };

static const char *const formats[] = {"text", "json", NULL};

static const ho_flag_t flags[] = {
    {.name = "format",
     .takes = HO_TAKES_CHOICE,
     .value = "text|json",
     .choices = formats,
     .help = "text to read, or one JSON object"},
    {.name = NULL},
};

/* Whether a row is wanted: all of them, or the one that was named. */
static bool is_wanted(const ho_args_t *args, const char *name)
{
    return args->n_operands == 0 || strcmp(args->operand[0], name) == 0;
}

static int finish(const ho_args_t *args, ho_jsonout_t *json, ho_text_t *out)
{
    if (args->choice[0] == 1) {
        ho_jsonout_newline(json);
        if (json->failed)
            out->failed = true;
        else
            ho_text_put(out, json->text);
    }
    ho_jsonout_free(json);
    return ho_text_print(out);
}

static int refuse_name(const char *what, const char *word, const char *const *names, int n)
{
    char room[HO_NEAR_ROOM];
    ho_complain("there is no %s '%s'%s", what, word, ho_did_you_mean(word, names, n, room, sizeof room));
    return HO_EXIT_USAGE;
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

static const char *when_allowed(const ho_decision_info_t *info)
{
    return info->frame && info->operate ? "before and after launch"
           : info->frame                ? "before launch"
                                        : "after launch";
}

static void decision_text(const ho_decision_info_t *info, ho_text_t *out)
{
    ho_text_add(out, "%-18s%s, %s\n", info->name, info->title, when_allowed(info));
    ho_text_fill(out, ' ', INDENT);
    ho_text_wrap(out, info->help, INDENT, WIDTH);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *p = &info->param[i];
        ho_text_add(out, "      %-12s%-11s", p->name, ho_param_kind_word(p->kind));
        if (ho_param_has_range(p)) ho_text_add(out, "%g..%g, default %g: ", p->lo, p->hi, p->fallback);
        ho_text_add(out, "%s\n", p->help);
    }
}

static int run_decisions(const ho_args_t *args)
{
    ho_text_t out = {0};
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    const char *names[HO_DECISIONS];
    int shown = 0;
    ho_jsonout_begin_object(&json);
    ho_jsonout_key(&json, "decisions");
    ho_jsonout_begin_list(&json);
    for (int i = 0; i < HO_DECISIONS; i++) {
        const ho_decision_info_t *info = ho_decision_info(i);
        names[i] = info->name;
        if (!is_wanted(args, info->name)) continue;
        shown++;
        if (args->choice[0] == 1)
            ho_wire_decision_row(&json, info);
        else
            decision_text(info, &out);
    }
    ho_jsonout_end_list(&json);
    ho_jsonout_end_object(&json);
    if (shown > 0) return finish(args, &json, &out);
    ho_jsonout_free(&json);
    return refuse_name("decision", args->operand[0], names, HO_DECISIONS);
}

/* ---- metrics ------------------------------------------------------------------------------------------- */

static void metric_text(const ho_metric_info_t *info, ho_text_t *out)
{
    ho_text_add(out, "%-26s%s [%s]%s", info->name, info->title, info->unit,
                info->by_segment ? "" : ", whole population only");
    const char *before = ", needs ";
    for (int i = 0; i < HO_INVESTMENTS; i++) {
        if (!(info->needs >> i & 1u)) continue;
        ho_text_add(out, "%s%s", before, ho_invest_name(i));
        before = " and ";
    }
    ho_text_put(out, "\n");
    ho_text_fill(out, ' ', INDENT);
    ho_text_wrap(out, info->help, INDENT, WIDTH);
}

static int run_metrics(const ho_args_t *args)
{
    ho_text_t out = {0};
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    const char *names[HO_METRIC_COUNT];
    int shown = 0;
    ho_jsonout_begin_object(&json);
    ho_jsonout_key(&json, "metrics");
    ho_jsonout_begin_list(&json);
    for (int i = 0; i < HO_METRIC_COUNT; i++) {
        const ho_metric_info_t *info = ho_metric_info(i);
        names[i] = info->name;
        if (!is_wanted(args, info->name)) continue;
        shown++;
        if (args->choice[0] == 1)
            ho_wire_metric_row(&json, info);
        else
            metric_text(info, &out);
    }
    ho_jsonout_end_list(&json);
    ho_jsonout_end_object(&json);
    if (shown > 0) return finish(args, &json, &out);
    ho_jsonout_free(&json);
    return refuse_name("metric", args->operand[0], names, HO_METRIC_COUNT);
}

/* ---- policies ------------------------------------------------------------------------------------------ */

static int run_policies(const ho_args_t *args)
{
    enum { LEFT = 18 };
    ho_text_t out = {0};
    ho_jsonout_t json;
    ho_jsonout_init(&json, true);
    ho_jsonout_begin_object(&json);
    ho_jsonout_key(&json, "policies");
    ho_jsonout_begin_list(&json);
    for (int i = 0; ho_policy(i) != NULL; i++) {
        const ho_policy_t *policy = ho_policy(i);
        ho_text_add(&out, "%-*s", LEFT, policy->name);
        ho_text_wrap(&out, policy->help, LEFT, WIDTH);
        ho_jsonout_begin_object(&json);
        ho_jsonout_put_text(&json, "name", policy->name);
        ho_jsonout_put_text(&json, "help", policy->help);
        ho_jsonout_put_bool(&json, "honest", policy->honest != 0);
        ho_jsonout_end_object(&json);
    }
    ho_jsonout_end_list(&json);
    ho_jsonout_end_object(&json);
    if (args->choice[0] == 1) ho_text_free(&out);
    return finish(args, &json, &out);
}

/* ---- commands ------------------------------------------------------------------------------------------ */

const ho_verb_t ho_verb_decisions = {
    .name = "decisions",
    .operands = "[NAME]",
    .max_operands = 1,
    .summary = "what can be decided, with every parameter",
    .help = "Prints the table of decisions: the words of decision logs, what each does, when it is allowed, "
            "its parameters with "
            "their ranges and defaults.",
    .example = {{"holdout decisions", "all of them"}, {"holdout decisions rollout", "one"}},
    .flags = flags,
    .run = run_decisions,
};

const ho_verb_t ho_verb_metrics = {
    .name = "metrics",
    .operands = "[NAME]",
    .max_operands = 1,
    .summary = "what can be seen, and which instrument it needs",
    .help =
        "Prints the table of metrics: the words of conditions and traces, units, and the instruments that "
        "have to be built "
        "before a metric is on the screen. By segment, the instrument segment-breakdowns is needed as well.",
    .example = {{"holdout metrics", "all of them"}, {"holdout metrics psi", "one"}},
    .flags = flags,
    .run = run_metrics,
};

const ho_verb_t ho_verb_policies = {
    .name = "policies",
    .operands = "",
    .summary = "who can play when no person does",
    .help = "Prints the built-in policies and how each of them plays. All but the oracle see only what a "
            "player sees. Files of rules, decision logs and programs play as well: scenarios/README.md tells "
            "how.",
    .example = {{"holdout policies", "the list"},
                {"holdout run first-launch --policy reactive", "let one of them play"}},
    .flags = flags,
    .run = run_policies,
};
