/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `holdout version`: what this program is and how it was made. */
#include "cli/version.h"

#include "cli/exit.h"
#include "cli/verbs.h"
#include "engine/decision.h"
#include "engine/observe.h"
#include "policy/policy.h"
#include "scenario/log.h"

static const ho_flag_t flags[] = {
    {.name = "verbose", .help = "also the compiler, the processor's vectors, and the sizes of the tables"},
    {.name = NULL},
};

static const char *compiler(void)
{
#if defined(__clang__)
    return "clang " __clang_version__;
#elif defined(__GNUC__)
    return "gcc " __VERSION__;
#else
    return "unknown";
#endif
}

static const char *vectors(void)
{
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") ? "x86-64, AVX2 used for draws (the results are the same without)"
                                          : "x86-64, no AVX2";
#else
    return "no special vectors";
#endif
}

static int run_version(const ho_args_t *args)
{
    ho_text_t out = {0};
    ho_text_put(&out, "holdout " HO_ENGINE_VERSION "\n");
    if (args->given[0]) {
        int policies = 0;
        while (ho_policy(policies) != NULL) policies++;
        ho_text_put(&out, "license    GPL-3.0-or-later\n");
        ho_text_add(&out, "compiler   %s, C%ld\n", compiler(), __STDC_VERSION__);
        ho_text_add(&out, "processor  %s\n", vectors());
        ho_text_add(&out, "tables     %d decisions, %d metrics, %d policies\n", (int)HO_DECISIONS,
                    (int)HO_METRIC_COUNT, policies);
        ho_text_add(&out, "log format %s %d\n", HO_LOG_FORMAT, (int)HO_LOG_VERSION);
    }
    return ho_text_print(&out);
}

const ho_verb_t ho_verb_version = {
    .name = "version",
    .operands = "",
    .summary = "which version this is",
    .help = "Prints the version, which is also the engine's: a decision log can be replayed by the version "
            "that wrote it.",
    .example = {{"holdout --version", "the version"},
                {"holdout --version --verbose", "and how it was built"}},
    .flags = flags,
    .run = run_version,
};
