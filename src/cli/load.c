/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding and reading scenarios. */
#include "cli/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/args.h"
#include "cli/exit.h"

/* ---- reading ------------------------------------------------------------------------------------------- */

int ho_scenario_missing(const char *word)
{
    char ids[HO_MOST_SHIPPED][HO_ID], room[HO_NEAR_ROOM], bare[HO_PATH];
    const char *names[HO_MOST_SHIPPED];
    int n = ho_find_shipped(ids);
    for (int i = 0; i < n; i++) names[i] = ids[i];
    const char *slash = strrchr(word, '/');
    snprintf(bare, sizeof bare, "%s", slash != NULL ? slash + 1 : word);
    size_t length = strlen(bare);
    static const char suffix[] = ".json";
    if (length > sizeof suffix - 1 && strcmp(bare + length - (sizeof suffix - 1), suffix) == 0)
        bare[length - (sizeof suffix - 1)] = '\0';
    ho_complain("there is no scenario %s%s", word, ho_did_you_mean(bare, names, n, room, sizeof room));
    return HO_EXIT_MISSING;
}

/* The exit code for a result of the reader. */
int ho_scenario_exit(ho_scenario_result_t result)
{
    static const int codes[] = {
        [-HO_SCENARIO_OK] = HO_EXIT_OK,
        [-HO_SCENARIO_BAD] = HO_EXIT_DATA,
        [-HO_SCENARIO_MISSING] = HO_EXIT_MISSING,
        [-HO_SCENARIO_UNREADABLE] = HO_EXIT_IO,
        [-HO_SCENARIO_NO_MEMORY] = HO_EXIT_INTERNAL,
    };
    return codes[-(int)result];
}

int ho_load(const char *word, const char *beside, ho_loaded_t *out)
{
    if (!ho_find_scenario(word, beside, out->path)) return ho_scenario_missing(word);
    ho_diags_t *diags = malloc(sizeof *diags);
    out->scenario = calloc(1, sizeof *out->scenario);
    if (diags == NULL || out->scenario == NULL) {
        free(diags);
        ho_unload(out);
        return ho_no_memory();
    }
    ho_scenario_result_t result = ho_scenario_load(out->path, out->scenario, diags);
    ho_diags_print(diags, stderr);
    free(diags);
    if (result == HO_SCENARIO_OK) return HO_EXIT_OK;
    free(out->scenario);
    out->scenario = NULL;
    return ho_scenario_exit(result);
}

void ho_unload(ho_loaded_t *self)
{
    if (self->scenario != NULL) ho_scenario_free(self->scenario);
    free(self->scenario);
    self->scenario = NULL;
}
