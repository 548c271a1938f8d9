/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a file to a scenario. */
#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/io.h"
#include "scenario/json.h"
#include "scenario/reader.h"

static bool ran_out_of_memory(const ho_diags_t *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        if (diags->item[i].code == HO_DIAG_E0305) return true;
    }
    return false;
}

static ho_scenario_result_t read_tree(const ho_json_t *json, char *memory, ho_scenario_t *out,
                                      ho_diags_t *diags)
{
    memset(out, 0, sizeof *out);
    out->world = ho_world_default();
    out->text.difficulty = HO_DIFFICULTY_MEDIUM;
    out->memory = memory;
    ho_reader_t r = {.out = out, .diags = diags, .memory = memory, .all_segments = ho_segment_default()};
    const ho_json_node_t *root = &json->node[0];
    if (root->type != HO_JSON_OBJECT) {
        char shown[HO_QUOTED];
        ho_reader_fault(&r, root, HO_DIAG_E0101, NULL, "expected an object, found %s",
                        ho_json_show(root, shown));
    } else {
        ho_read_rows(&r, ho_root_rows, root, (char *)&out->world, (char *)&out->text, -1);
        ho_lint(&r, root);
    }
    if (diags->n_errors > 0) return HO_SCENARIO_BAD;
    ho_world_prepare(&out->world);
    return HO_SCENARIO_OK;
}

ho_scenario_result_t ho_scenario_parse(const char *text, size_t len, const char *name, ho_scenario_t *out,
                                       ho_diags_t *diags)
{
    ho_diags_init(diags, name);
    memset(out, 0, sizeof *out);
    ho_json_t json = {0};
    if (ho_json_parse(text, len, &json, diags) != 0) {
        ho_diags_sort(diags);
        return ran_out_of_memory(diags) ? HO_SCENARIO_NO_MEMORY : HO_SCENARIO_BAD;
    }

    ho_scenario_result_t rc = HO_SCENARIO_NO_MEMORY;
    char *memory = malloc(len + 1);
    if (memory == NULL)
        ho_diags_add(diags, HO_DIAG_E0305, (ho_place_t){0, 0}, NULL, NULL, "not enough memory to read it");
    else rc = read_tree(&json, memory, out, diags);
    ho_json_free(&json);

    if (rc == HO_SCENARIO_OK) {
        ho_sha256_hex(text, len, out->sha256);
    } else {
        free(memory);
        memset(out, 0, sizeof *out);
    }
    ho_diags_sort(diags);
    return rc;
}

ho_scenario_result_t ho_file_read(const char *path, size_t limit, char **text, size_t *len, ho_diags_t *diags)
{
    static const struct {
        ho_io_result_t io;
        ho_diag_code_t code;
        ho_scenario_result_t result;
    } faults[] = {
        {HO_IO_MISSING, HO_DIAG_E0301, HO_SCENARIO_MISSING},
        {HO_IO_DIRECTORY, HO_DIAG_E0302, HO_SCENARIO_UNREADABLE},
        {HO_IO_DENIED, HO_DIAG_E0303, HO_SCENARIO_UNREADABLE},
        {HO_IO_TOO_LARGE, HO_DIAG_E0304, HO_SCENARIO_BAD},
        {HO_IO_NO_MEMORY, HO_DIAG_E0305, HO_SCENARIO_NO_MEMORY},
        {HO_IO_FAILED, HO_DIAG_E0303, HO_SCENARIO_UNREADABLE},
    };
    char reason[HO_IO_REASON];
    ho_io_result_t io = ho_io_read(path, limit, text, len, reason);
    for (size_t i = 0; io != HO_IO_OK && i < sizeof faults / sizeof faults[0]; i++) {
        if (faults[i].io != io) continue;
        ho_diags_add(diags, faults[i].code, (ho_place_t){0, 0}, NULL, NULL, "%s", reason);
        return faults[i].result;
    }
    return HO_SCENARIO_OK;
}

ho_scenario_result_t ho_scenario_load(const char *path, ho_scenario_t *out, ho_diags_t *diags)
{
    ho_diags_init(diags, path);
    memset(out, 0, sizeof *out);
    char *text = NULL;
    size_t len = 0;
    ho_scenario_result_t rc = ho_file_read(path, HO_JSON_BYTES, &text, &len, diags);
    if (rc == HO_SCENARIO_OK) rc = ho_scenario_parse(text, len, path, out, diags);
    free(text);
    return rc;
}

void ho_scenario_free(ho_scenario_t *self)
{
    free(self->memory);
    memset(self, 0, sizeof *self);
}
