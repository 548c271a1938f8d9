/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of decisions and metrics as JSON. */
#include "policy/wire_tables.h"

const char *ho_param_kind_word(ho_param_kind_t kind)
{
    static const char *const words[] = {
        [HO_PARAM_SHARE] = "share",       [HO_PARAM_NUMBER] = "number",  [HO_PARAM_COUNT] = "count",
        [HO_PARAM_DAYS] = "days",         [HO_PARAM_SWITCH] = "switch",  [HO_PARAM_SEGMENT] = "segment",
        [HO_PARAM_SEGMENTS] = "segments", [HO_PARAM_OPTION] = "option",  [HO_PARAM_VERSION] = "version",
        [HO_PARAM_METRIC] = "metric",     [HO_PARAM_ROLE] = "role",      [HO_PARAM_DUTY] = "duty",
        [HO_PARAM_INVEST] = "instrument", [HO_PARAM_LAYER] = "layer",    [HO_PARAM_MODE] = "mode",
        [HO_PARAM_SOURCES] = "sources",   [HO_PARAM_COND] = "condition",
    };
    return words[kind];
}

bool ho_param_has_range(const ho_param_t *p)
{
    return p->kind == HO_PARAM_SHARE || p->kind == HO_PARAM_NUMBER || p->kind == HO_PARAM_COUNT ||
           p->kind == HO_PARAM_DAYS;
}

/* The names that a parameter takes, where they are the same in every scenario and in no other table. */
static const char *value_name(ho_param_kind_t kind, int i)
{
    switch (kind) {
    case HO_PARAM_ROLE: return ho_role_name(i);
    case HO_PARAM_DUTY: return ho_duty_name(i);
    case HO_PARAM_INVEST: return ho_invest_name(i);
    case HO_PARAM_LAYER: return ho_layer_name(i);
    case HO_PARAM_MODE: return ho_train_mode_name(i);
    case HO_PARAM_SOURCES: return ho_source_name(i);
    default: return NULL;
    }
}

static void write_parameter(ho_jsonout_t *out, const ho_param_t *p)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "name", p->name);
    ho_jsonout_put_text(out, "kind", ho_param_kind_word(p->kind));
    if (ho_param_has_range(p)) {
        ho_jsonout_put_number(out, "lo", p->lo);
        ho_jsonout_put_number(out, "hi", p->hi);
        ho_jsonout_put_number(out, "default", p->fallback);
    }
    if (p->kind == HO_PARAM_SWITCH) ho_jsonout_put_bool(out, "default", p->fallback != 0);
    if (value_name(p->kind, 0) != NULL) {
        ho_jsonout_key(out, "values");
        ho_jsonout_begin_flat_list(out);
        for (int i = 0; value_name(p->kind, i) != NULL; i++) ho_jsonout_text(out, value_name(p->kind, i));
        ho_jsonout_end_list(out);
    }
    ho_jsonout_put_text(out, "help", p->help);
    ho_jsonout_end_object(out);
}

void ho_wire_decision_row(ho_jsonout_t *out, const ho_decision_info_t *info)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "name", info->name);
    ho_jsonout_put_text(out, "title", info->title);
    ho_jsonout_put_text(out, "help", info->help);
    ho_jsonout_put_bool(out, "before_launch", info->frame != 0);
    ho_jsonout_put_bool(out, "after_launch", info->operate != 0);
    ho_jsonout_put_bool(out, "asks_reason", info->big != 0);
    ho_jsonout_key(out, "parameters");
    ho_jsonout_begin_list(out);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++)
        write_parameter(out, &info->param[i]);
    ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
}

void ho_wire_metric_row(ho_jsonout_t *out, const ho_metric_info_t *info)
{
    ho_jsonout_begin_object(out);
    ho_jsonout_put_text(out, "name", info->name);
    ho_jsonout_put_text(out, "title", info->title);
    ho_jsonout_put_text(out, "unit", info->unit);
    ho_jsonout_put_bool(out, "by_segment", info->by_segment != 0);
    ho_jsonout_put_integer(out, "good_direction", info->good);
    ho_jsonout_key(out, "needs");
    ho_jsonout_begin_flat_list(out);
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (info->needs >> i & 1u) ho_jsonout_text(out, ho_invest_name(i));
    ho_jsonout_end_list(out);
    ho_jsonout_put_text(out, "help", info->help);
    ho_jsonout_end_object(out);
}
