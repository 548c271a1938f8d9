/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads what a batch plays. */
#include "batch/sweep.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/io.h"
#include "scenario/json.h"
#include "scenario/vary.h"

/* ---- settings ------------------------------------------------------------------------------------------ */

static ho_batch_result_t result_of(ho_scenario_result_t result)
{
    static const ho_batch_result_t results[] = {
        [-HO_SCENARIO_OK] = HO_BATCH_OK,
        [-HO_SCENARIO_BAD] = HO_BATCH_BAD,
        [-HO_SCENARIO_MISSING] = HO_BATCH_MISSING,
        [-HO_SCENARIO_UNREADABLE] = HO_BATCH_IO,
        [-HO_SCENARIO_NO_MEMORY] = HO_BATCH_NO_MEMORY,
    };
    return results[-(int)result];
}

/* "first-launch.json with horizon_days=30, labels.flip_share=0.1": the file that a message is about. */
static void name_setting(ho_sweep_t *self, const char *path, int setting)
{
    const ho_design_t *design = &self->layout.design;
    size_t n = (size_t)snprintf(self->name, sizeof self->name, "%s", path);
    for (int f = 0; f < design->n_fields && n < sizeof self->name; f++)
        n += (size_t)snprintf(self->name + n, sizeof self->name - n, "%s%s=%s", f == 0 ? " with " : ", ",
                              design->field[f], ho_design_value(design, setting, f));
}

static ho_batch_result_t vary_text(const ho_sweep_t *self, const char *text, size_t len, int setting,
                                   char **out, size_t *out_len, char reason[HO_BATCH_REASON])
{
    const ho_design_t *design = &self->layout.design;
    ho_change_t change[HO_MOST_FIELDS];
    char why[HO_VARY_REASON];
    for (int f = 0; f < design->n_fields; f++)
        change[f] = (ho_change_t){.path = design->field[f], .value = ho_design_value(design, setting, f)};
    ho_vary_result_t rc = ho_vary(text, len, change, design->n_fields, out, out_len, why);
    if (rc == HO_VARY_NO_PLACE)
        (void)snprintf(reason, HO_BATCH_REASON, "%.400s: %s", self->name, why);
    return rc == HO_VARY_OK ? HO_BATCH_OK : rc == HO_VARY_NO_MEMORY ? HO_BATCH_NO_MEMORY : HO_BATCH_BAD;
}

/* One world: the scenario's text with the values of a setting, kept as its difference from the scenario's. */
static ho_batch_result_t make_variant(ho_sweep_t *self, int s, int setting, const char *text, size_t len,
                                      ho_diags_t *diags, char reason[HO_BATCH_REASON])
{
    char *varied = NULL;
    size_t varied_len = 0;
    ho_batch_result_t rc = vary_text(self, text, len, setting, &varied, &varied_len, reason);
    if (rc != HO_BATCH_OK)
        return rc;
    ho_scenario_t *scenario = malloc(sizeof *scenario);
    rc = scenario == NULL ? HO_BATCH_NO_MEMORY
                          : result_of(ho_scenario_parse(varied, varied_len, self->name, scenario, diags));
    if (rc == HO_BATCH_OK) {
        ho_variant_t *variant = &self->variant[s * self->layout.design.n_settings + setting];
        if (ho_variant_init(variant, &self->scenario[s].world, &scenario->world) != 0)
            rc = HO_BATCH_NO_MEMORY;
        ho_scenario_free(scenario);
    }
    free(scenario);
    free(varied);
    return rc;
}

static ho_batch_result_t read_scenario(ho_sweep_t *self, const char *path, int s, ho_diags_t *diags,
                                       char reason[HO_BATCH_REASON])
{
    char *text, why[HO_IO_REASON];
    size_t len;
    (void)snprintf(self->name, sizeof self->name, "%s", path);
    ho_diags_init(diags, self->name);
    ho_io_result_t io = ho_io_read(path, HO_JSON_BYTES, &text, &len, why);
    if (io != HO_IO_OK) {
        (void)snprintf(reason, HO_BATCH_REASON, "%.400s could not be read: %s", path, why);
        return io == HO_IO_MISSING     ? HO_BATCH_MISSING
               : io == HO_IO_NO_MEMORY ? HO_BATCH_NO_MEMORY
                                       : HO_BATCH_IO;
    }
    ho_batch_result_t rc = result_of(ho_scenario_parse(text, len, self->name, &self->scenario[s], diags));
    for (int i = 0; rc == HO_BATCH_OK && i < s; i++)
        if (strcmp(self->scenario[i].id, self->scenario[s].id) == 0) {
            (void)snprintf(reason, HO_BATCH_REASON,
                           "%.400s has the id \"%s\", which another scenario of the batch has too", path,
                           self->scenario[s].id);
            rc = HO_BATCH_BAD;
        }
    for (int i = 0; rc == HO_BATCH_OK && i < self->layout.design.n_settings; i++) {
        name_setting(self, path, i);
        rc = make_variant(self, s, i, text, len, diags, reason);
    }
    free(text);
    return rc;
}

/* ---- policies ------------------------------------------------------------------------------------------ */

/* A name that no policy has is a fault of the command line, not of a file. */
static bool is_no_policy(const ho_diags_t *diags, char reason[HO_BATCH_REASON])
{
    const ho_diag_t *first = &diags->item[0];
    if (diags->n != 1 || first->code != HO_DIAG_E0005 || first->place.line != 0)
        return false;
    (void)snprintf(reason, HO_BATCH_REASON, "%s%s%s%s", first->message, first->help[0] != '\0' ? " (" : "",
                   first->help, first->help[0] != '\0' ? ")" : "");
    return true;
}

/* Every policy for every scenario: names of segments and options are the scenario's. */
static ho_batch_result_t read_policies(ho_sweep_t *self, const ho_batch_request_t *request, ho_diags_t *diags,
                                       char reason[HO_BATCH_REASON])
{
    const ho_strategy_options_t options = {.time_limit_s = request->seconds};
    for (int p = 0; p < request->n_policies; p++) {
        for (int s = 0; s < request->n_scenarios; s++) {
            ho_strategy_t **strategy = &self->strategy[s * request->n_policies + p];
            (void)snprintf(self->name, sizeof self->name, "%s", request->policy[p]);
            ho_scenario_result_t result =
                ho_strategy_load(self->name, &self->scenario[s], &options, strategy, diags);
            if (result != HO_SCENARIO_OK)
                return is_no_policy(diags, reason) ? HO_BATCH_USAGE : result_of(result);
        }
        const ho_strategy_t *first = self->strategy[p];
        ho_layout_name_policy(&self->layout, p, ho_strategy_name(first), ho_strategy_sha256(first));
    }
    return HO_BATCH_OK;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static ho_batch_result_t check_request(const ho_batch_request_t *request, char reason[HO_BATCH_REASON])
{
    const char *what = NULL;
    int most = 0;
    if (request->n_scenarios > HO_MOST_SCENARIOS) {
        what = "scenarios";
        most = HO_MOST_SCENARIOS;
    } else if (request->n_policies > HO_MOST_POLICIES) {
        what = "policies";
        most = HO_MOST_POLICIES;
    }
    if (what == NULL)
        return HO_BATCH_OK;
    (void)snprintf(reason, HO_BATCH_REASON, "a batch has at most %d %s", most, what);
    return HO_BATCH_USAGE;
}

static ho_batch_result_t check_manifest_size(const ho_layout_t *layout, char reason[HO_BATCH_REASON])
{
    size_t len;
    char *text = ho_layout_print(layout, &len);
    if (text == NULL)
        return HO_BATCH_NO_MEMORY;
    free(text);
    const double values = (double)layout->design.n_settings * (layout->design.n_fields + 1);
    if (len <= HO_JSON_BYTES && values < 0.9 * HO_JSON_NODES)
        return HO_BATCH_OK;
    (void)snprintf(reason, HO_BATCH_REASON,
                   "%d settings of %d fields are too many for one manifest: split the design over several "
                   "batches",
                   layout->design.n_settings, layout->design.n_fields);
    return HO_BATCH_USAGE;
}

static void fill_layout(ho_layout_t *layout, const ho_batch_request_t *request)
{
    (void)snprintf(layout->engine, sizeof layout->engine, "%s", request->engine);
    layout->format = request->format;
    layout->n_scenarios = request->n_scenarios;
    layout->n_policies = request->n_policies;
    layout->design = request->design;
    layout->runs = request->runs;
    layout->seed = request->seed;
    layout->days = request->days;
    layout->twin = request->twin;
    layout->expected = request->expected;
}

static ho_batch_result_t load_sweep(ho_sweep_t *self, const ho_batch_request_t *request, ho_diags_t *diags,
                                    char reason[HO_BATCH_REASON])
{
    const size_t worlds = (size_t)request->n_scenarios * (size_t)request->design.n_settings;
    const size_t strategies = (size_t)request->n_scenarios * (size_t)request->n_policies;
    self->scenario = calloc((size_t)request->n_scenarios, sizeof *self->scenario);
    self->variant = calloc(worlds, sizeof *self->variant);
    self->strategy = calloc(strategies, sizeof(ho_strategy_t *));
    if (self->scenario == NULL || self->variant == NULL || self->strategy == NULL)
        return HO_BATCH_NO_MEMORY;
    ho_batch_result_t rc = HO_BATCH_OK;
    for (int s = 0; s < request->n_scenarios && rc == HO_BATCH_OK; s++) {
        rc = read_scenario(self, request->scenario[s], s, diags, reason);
        (void)snprintf(self->layout.scenario[s].name, HO_ID, "%s", self->scenario[s].id);
        memcpy(self->layout.scenario[s].sha256, self->scenario[s].sha256, HO_SHA256_HEX);
    }
    if (rc == HO_BATCH_OK)
        rc = read_policies(self, request, diags, reason);
    if (rc == HO_BATCH_OK)
        rc = check_manifest_size(&self->layout, reason);
    self->cast = (ho_cast_t){self->variant, (int)worlds, self->strategy, (int)strategies};
    return rc;
}

ho_batch_result_t ho_sweep_load(const ho_batch_request_t *request, ho_sweep_t *out, ho_diags_t *diags,
                                char reason[HO_BATCH_REASON])
{
    memset(out, 0, sizeof *out);
    ho_diags_init(diags, out->name);
    reason[0] = '\0';
    ho_batch_result_t rc = check_request(request, reason);
    fill_layout(&out->layout, request);
    if (rc == HO_BATCH_OK)
        rc = load_sweep(out, request, diags, reason);
    if (rc != HO_BATCH_OK) {
        char name[sizeof out->name];
        memcpy(name, out->name, sizeof name);
        ho_sweep_free(out);
        memcpy(out->name, name, sizeof name);
    }
    return rc;
}

ho_job_t ho_sweep_job(const ho_sweep_t *self, uint64_t row)
{
    const ho_layout_t *layout = &self->layout;
    const ho_where_t at = ho_layout_where(layout, row);
    return (ho_job_t){
        .world = at.scenario * layout->design.n_settings + at.setting,
        .strategy = at.scenario * layout->n_policies + at.policy,
        .seed = ho_run_seed(layout->seed, at.replicate),
        .twin = at.twin != 0,
        .expected = layout->expected,
        .days = layout->days,
    };
}

void ho_sweep_free(ho_sweep_t *self)
{
    const int n_scenarios = self->layout.n_scenarios;
    const int worlds = n_scenarios * self->layout.design.n_settings;
    for (int i = 0; self->strategy != NULL && i < n_scenarios * self->layout.n_policies; i++)
        ho_strategy_free(self->strategy[i]);
    for (int i = 0; self->variant != NULL && i < worlds; i++)
        ho_variant_free(&self->variant[i]);
    for (int i = 0; self->scenario != NULL && i < n_scenarios; i++)
        ho_scenario_free(&self->scenario[i]);
    free(self->strategy);
    free(self->variant);
    free(self->scenario);
    ho_layout_free(&self->layout);
    memset(self, 0, sizeof *self);
}
