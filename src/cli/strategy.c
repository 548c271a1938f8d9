/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a word on the command line to whoever plays. */
#include "cli/strategy.h"

#include <stdlib.h>

#include "cli/args.h"
#include "cli/exit.h"
#include "cli/load.h"

/* A name that nobody has is a fault of the command line; what is in a file is a fault of the file. */
static int refuse(const char *spec, ho_scenario_result_t result, const ho_diags_t *diags)
{
    enum { MOST = 64 };
    const ho_diag_t *first = &diags->item[0];
    if (diags->n != 1 || first->code != HO_DIAG_E0005 || first->place.line != 0) {
        ho_diags_print(diags, stderr);
        return ho_scenario_exit(result);
    }
    const char *names[MOST];
    char room[HO_NEAR_ROOM];
    int n = 0;
    for (; n < MOST && ho_policy(n) != NULL; n++) names[n] = ho_policy(n)->name;
    ho_complain("there is no policy '%s'%s; `holdout policies` lists them", spec,
                ho_did_you_mean(spec, names, n, room, sizeof room));
    return HO_EXIT_USAGE;
}

int ho_load_strategy(const char *spec, const ho_scenario_t *scenario, const ho_strategy_options_t *options,
                     ho_strategy_t **out)
{
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL) return ho_no_memory();
    ho_scenario_result_t result = ho_strategy_load(spec, scenario, options, out, diags);
    int code = HO_EXIT_OK;
    if (result != HO_SCENARIO_OK) code = refuse(spec, result, diags);
    else if (diags->n > 0) ho_diags_print(diags, stderr); /* warnings */
    free(diags);
    return code;
}
