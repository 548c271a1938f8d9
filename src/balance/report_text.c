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

enum { WIDTH = 100 };

/* In four characters: -85, -12k. */
enum { CELL = 16 };
static const char *shorten(double x, char room[CELL])
{
    const bool thousands = fabs(x) >= 999.5;
    (void)snprintf(room, CELL, "%.0f%s", fmax(thousands ? x / 1e3 : x, -1e6), thousands ? "k" : "");
    return room;
}

/* Words of `text`, the first line from column `at` on, the others indented by `indent`; what does not fit
 * `most` lines is cut. */
static void add_wrapped(const char *text, int at, int indent, int most, ho_page_t *out)
{
    static const char CUT[] = " ...";
    int column = at, lines = 1;
    for (bool first = true; *text != '\0'; first = false) {
        const int n = (int)strcspn(text, " "), spare = lines == most && text[n] != '\0' ? (int)sizeof CUT : 1;
        if (!first && column + n + spare > WIDTH) {
            if (lines == most) {
                ho_page_put(out, CUT);
                break;
            }
            ho_page_add(out, "\n%*s", indent, "");
            column = indent;
            lines++;
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

void ho_report_first_look(const ho_balance_t *b, ho_page_t *out)
{
    char words[256], cell[2][CELL];
    const ho_rung_t *best = &b->rung[b->order[0]], *worst = &b->rung[b->order[b->n_rungs - 2]];
    (void)snprintf(words, sizeof words, "%s after %d seeds: difficulty %.1f, best %s %s, worst %s %s",
                   b->scenario->id, b->seeds, b->difficulty, best->name,
                   shorten(best->mean[HO_WORLD_BOTH].mean, cell[0]), worst->name,
                   shorten(worst->mean[HO_WORLD_BOTH].mean, cell[1]));
    add_wrapped(words, 0, 2, 2, out);
}

/* A line for what is well, its first clause; all that is to be said, in a line or two, for what is not. */
static void add_check(const ho_check_t *c, ho_page_t *out)
{
    static const char *const MARKS[] = {[HO_CHECK_GOOD] = "ok  ",
                                        [HO_CHECK_NOTE] = "note",
                                        [HO_CHECK_WARN] = "WARN",
                                        [HO_CHECK_MISSED] = "MISS"};
    enum { FIRST = 38, REST = 8 };
    const bool bad = c->level >= HO_CHECK_WARN;
    const size_t clause = bad ? strlen(c->detail) : strcspn(c->detail, ";");
    char words[sizeof c->answer + sizeof c->detail + 4];
    (void)snprintf(words, sizeof words, "%s. %.*s", c->answer, (int)clause, c->detail);
    ho_page_add(out, "  %s  %-29s ", MARKS[c->level], c->question);
    add_wrapped(words, FIRST, REST, bad ? 3 : 1, out);
}

/* What is wrong comes first. */
static void add_checks(const ho_balance_t *b, ho_page_t *out)
{
    for (int level = HO_CHECK_MISSED; level >= HO_CHECK_WARN; level--)
        for (int i = 0; i < b->n_checks; i++)
            if ((int)b->check[i].level == level) add_check(&b->check[i], out);
    for (int i = 0; i < b->n_checks; i++)
        if (b->check[i].level < HO_CHECK_WARN) add_check(&b->check[i], out);
}

/* Two columns, each read downwards. */
static void add_ladder(const ho_balance_t *b, ho_page_t *out)
{
    const int n = b->n_rungs - 1, rows = (n + 1) / 2;
    ho_page_put(out, "\n  score (oracle: 100)  mean     5th..95th  fault twin"
                     "   * the insight, ! the tempting mistake\n");
    for (int i = 0; i < rows; i++) {
        for (int k = i; k < n; k += rows) {
            const ho_rung_t *r = &b->rung[b->order[k]];
            const char mark = b->order[k] == b->insight ? '*' : b->order[k] == b->tempting ? '!' : ' ';
            const ho_mean_t *m = r->mean;
            char cell[6][CELL];
            ho_page_add(out, "  %-15.15s%c %4s +-%-3s %4s..%-4s %4s %4s", r->name, mark,
                        shorten(m[HO_WORLD_BOTH].mean, cell[0]), shorten(m[HO_WORLD_BOTH].half, cell[1]),
                        shorten(r->low, cell[2]), shorten(r->high, cell[3]),
                        shorten(m[HO_WORLD_FAULT].mean, cell[4]), shorten(m[HO_WORLD_TWIN].mean, cell[5]));
        }
        ho_page_put(out, "\n");
    }
}

static void add_shares(const ho_balance_t *b, ho_page_t *out)
{
    static const char *const NAMES[HO_BALANCE_WORLDS] = {"  in the fault world", "  in its twin",
                                                         "variance of the score"};
    ho_page_put(out, "\n");
    for (int k = HO_BALANCE_WORLDS - 1; k >= 0; k--) {
        const ho_shares_t *s = &b->shares[k];
        ho_page_add(out, "  %-22s policy %.0f%% (%.0f-%.0f), luck %.0f%% (%.0f-%.0f), both together %.0f%%\n",
                    NAMES[k], 100 * s->policy.share, 100 * s->policy.lo, 100 * s->policy.hi,
                    100 * s->seed.share, 100 * s->seed.lo, 100 * s->seed.hi, 100 * s->both.share);
    }
}

/* From end to end of its range, the widest first. */
static void add_factors(const ho_balance_t *b, ho_page_t *out)
{
    enum { SHOWN = 5 };
    char words[SHOWN * 112] = "";
    bool told[HO_BALANCE_FACTORS] = {false};
    for (int k = 0; k < SHOWN; k++) {
        int widest = -1;
        double width = .5;
        for (int i = 0; i < b->n_factors; i++) {
            const double w = fabs(b->factor[i].end[1].mean - b->factor[i].end[0].mean);
            if (!told[i] && b->factor[i].end[0].n > 0 && w >= width) widest = i, width = w;
        }
        if (widest < 0) break;
        told[widest] = true;
        const size_t at = strlen(words);
        (void)snprintf(words + at, sizeof words - at, "%s%.80s %.0f", k > 0 ? "; " : "",
                       b->factor[widest].knob.label, width);
    }
    if (words[0] == '\0') return;
    ho_page_put(out, "  points over its range, fault world: ");
    add_wrapped(words, 38, 4, 2, out);
}

static void add_found(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_put(out, "  best found: ");
    add_wrapped(b->best_rule.words, 14, 4, 2, out);
    ho_page_add(out, "    --policy %s\n", b->best_rule.word);
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
    add_found(b, out);
    ho_page_put(out, "In full, with figures and every parameter: --out DIR (report.html) or --format json\n");
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
