/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one-screen summary. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "balance/report.h"

void ho_report_verdict(const ho_balance_t *b, char out[HO_VERDICT_WORDS])
{
    int warnings = 0, missed = 0;
    for (int i = 0; i < b->n_checks; i++) {
        warnings += b->check[i].level == HO_CHECK_WARN;
        missed += b->check[i].level == HO_CHECK_MISSED;
    }
    char more[32] = "";
    if (warnings > 0) (void)snprintf(more, sizeof more, ", %d warning%s", warnings, warnings > 1 ? "s" : "");
    if (missed > 0)
        (void)snprintf(out, HO_VERDICT_WORDS, "%d stated band%s missed%s", missed, missed > 1 ? "s" : "",
                       more);
    else (void)snprintf(out, HO_VERDICT_WORDS, "%s%s", warnings > 1 ? "Doubtful" : "Fair", more);
}

void ho_report_first_look(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_add(out,
                "%s, first look (%d seeds): difficulty %.2f, best %s %.0f, worst %s %.0f\n",
                b->scenario->id, b->seeds, b->difficulty, b->rung[b->order[0]].name,
                b->rung[b->order[0]].mean[HO_WORLD_BOTH].mean, b->rung[b->order[b->n_rungs - 2]].name,
                b->rung[b->order[b->n_rungs - 2]].mean[HO_WORLD_BOTH].mean);
}

enum { WIDTH = 100 };

/* Words of `text`, the first line from column `at` on, the others indented by `indent`. */
static void add_wrapped(const char *text, int at, int indent, ho_page_t *out)
{
    int column = at;
    for (bool first = true; *text != '\0'; first = false) {
        const int n = (int)strcspn(text, " ");
        if (!first && column + 1 + n > WIDTH) {
            ho_page_add(out, "\n%*s", indent, "");
            column = indent;
        } else if (!first) {
            ho_page_put(out, " ");
            column++;
        }
        ho_page_bytes(out, text, (size_t)n);
        column += n;
        text += n + (text[n] == ' ');
    }
    ho_page_put(out, "\n");
}

static void add_checks(const ho_balance_t *b, ho_page_t *out)
{
    static const char *const MARKS[] = {[HO_CHECK_GOOD] = "ok  ",
                                        [HO_CHECK_NOTE] = "note",
                                        [HO_CHECK_WARN] = "WARN",
                                        [HO_CHECK_MISSED] = "MISS"};
    enum { FIRST = 38, REST = 8 };
    for (int i = 0; i < b->n_checks; i++) {
        const ho_check_t *c = &b->check[i];
        char words[sizeof c->answer + sizeof c->detail + 4];
        (void)snprintf(words, sizeof words, "%s. %s", c->answer, c->detail);
        ho_page_add(out, "  %s  %-29s ", MARKS[c->level], c->question);
        add_wrapped(words, FIRST, REST, out);
    }
}

static void add_ladder(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_put(out, "\n  score (100: the oracle)     mean        5th..95th    fault world   twin\n");
    for (int i = 0; i + 1 < b->n_rungs; i++) {
        const ho_rung_t *r = &b->rung[b->order[i]];
        ho_page_add(out, "  %-20s %7.0f +- %-5.1f %6.0f..%-6.0f %9.0f %8.0f%s\n", r->name,
                    r->mean[HO_WORLD_BOTH].mean, r->mean[HO_WORLD_BOTH].half, r->low, r->high,
                    r->mean[HO_WORLD_FAULT].mean, r->mean[HO_WORLD_TWIN].mean,
                    b->order[i] == b->insight    ? "  insight"
                    : b->order[i] == b->tempting ? "  tempting"
                                                 : "");
    }
    ho_page_put(out, "  best found: ");
    add_wrapped(b->best_rule.words, 14, 14, out);
    ho_page_add(out, "  --policy %s\n", b->best_rule.word);
}

static void add_shares(const ho_balance_t *b, ho_page_t *out)
{
    static const char *const NAMES[HO_BALANCE_WORLDS] = {"fault world", "no-fault twin",
                                                         "both, as one score"};
    ho_page_put(out, "\n  variance of the score     policy            luck (seed)       both together\n");
    for (int k = HO_BALANCE_WORLDS - 1; k >= 0; k--) {
        const ho_shares_t *s = &b->shares[k];
        ho_page_add(out, "  %-22s %5.0f%% (%.0f-%.0f) %9.0f%% (%.0f-%.0f) %9.0f%%\n", NAMES[k],
                    100 * s->policy.share, 100 * s->policy.lo, 100 * s->policy.hi, 100 * s->seed.share,
                    100 * s->seed.lo, 100 * s->seed.hi, 100 * s->both.share);
    }
}

static void add_factors(const ho_balance_t *b, ho_page_t *out)
{
    enum { SHOWN = 6 };
    if (b->n_factors == 0) return;
    ho_page_add(out,
                "\n  points for %-20s from        to  low end high end  total effect (score, lead)\n",
                b->rung[b->insight].name);
    for (int i = 0; i < b->n_factors && i < SHOWN; i++) {
        const ho_factor_t *f = &b->factor[i];
        ho_page_add(out, "  %-30.30s %8.3g  %8.3g %8.1f %8.1f", f->knob.label, f->range_lo, f->range_hi,
                    f->end[0].mean, f->end[1].mean);
        if (f->in_sobol)
            ho_page_add(out, "  %.2f +- %.2f, %.2f +- %.2f\n", f->sobol[0].total, f->sobol[0].total_half,
                        f->sobol[1].total, f->sobol[1].total_half);
        else ho_page_put(out, "  screened out\n");
    }
    if (b->sobol_n > 0)
        ho_page_add(out, "  %-30s %37s %.2f +- %.2f, %.2f +- %.2f\n", "all other luck (seed)", "",
                    b->seed_sobol[0].total, b->seed_sobol[0].total_half, b->seed_sobol[1].total,
                    b->seed_sobol[1].total_half);
}

void ho_report_text(const ho_balance_t *b, ho_page_t *out)
{
    char verdict[HO_VERDICT_WORDS];
    ho_report_verdict(b, verdict);
    ho_page_add(
        out,
        "%s: %s\n%d policies x %d seeds x 2 worlds, %llu runs in all, expected mode, master seed %llu\n\n",
        b->scenario->id, verdict, b->n_rungs, b->seeds, (unsigned long long)b->runs,
        (unsigned long long)b->options.master);
    add_checks(b, out);
    add_ladder(b, out);
    add_shares(b, out);
    add_factors(b, out);
}

void ho_report_kinship(const ho_balance_t *b, int n, ho_page_t *out)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
            double x[HO_BALANCE_RUNGS], y[HO_BALANCE_RUNGS];
            int m = 0;
            for (int r = 0; r < b[i].n_rungs; r++) {
                if (!b[i].rung[r].player) continue;
                x[m] = b[i].rung[r].mean[HO_WORLD_BOTH].mean;
                y[m++] = b[j].rung[r].mean[HO_WORLD_BOTH].mean;
            }
            const double tau = ho_kendall_tau(x, y, m);
            ho_page_add(out, "%s and %s rank the policies %s (Kendall's tau %.2f)\n", b[j].scenario->id,
                        b[i].scenario->id,
                        tau > .9   ? "alike: they teach the same"
                        : tau > .5 ? "much alike"
                                   : "differently",
                        tau);
        }
    }
}
