/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words behind a command of the game in a terminal: numbers, metrics, segments, reasons. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/play_table.h"
#include "cli/typed.h"

bool ho_play_number(ho_table_t *t, const char *const *word, int n, int at, double lo, double hi,
                    const char *what, int *out)
{
    double x = NAN;
    if (n > at && word[at][0] == '#') {
        const char *digits = word[at] + 1;
        if (!ho_typed_number(digits, &x))
            x = NAN;
    } else if (n > at && !ho_typed_number(word[at], &x)) {
        x = NAN;
    }
    if (x >= lo && x <= hi && x == floor(x)) {
        *out = (int)x;
        return true;
    }
    if (hi < lo)
        ho_text_add(&t->out, "There is no %s to choose.\n", what);
    else
        ho_text_add(&t->out, "Say which %s: a number from %.0f to %.0f.\n", what, lo, hi);
    return false;
}

int ho_play_metric(ho_table_t *t, const char *word)
{
    const char *names[HO_METRIC_COUNT];
    char room[HO_NEAR_ROOM];
    int found = ho_metric_named(word), fit = 0;
    for (int m = 0; m < HO_METRIC_COUNT; m++)
        names[m] = ho_metric_info(m)->name;
    for (int m = 0; m < HO_METRIC_COUNT && ho_metric_named(word) < 0; m++) {
        if (strncmp(names[m], word, strlen(word)) != 0)
            continue;
        found = m;
        fit++;
    }
    if (found >= 0 && fit <= 1)
        return found;
    ho_text_add(&t->out,
                fit > 1 ? "'%s' could be several metrics%s; `evidence` lists their names.\n"
                        : "There is no metric '%s'%s; `evidence` lists their names.\n",
                word, fit > 1 ? "" : ho_did_you_mean(word, names, HO_METRIC_COUNT, room, sizeof room));
    return -1;
}

bool ho_play_segment(ho_table_t *t, const char *const *word, int n, int at, int *seg)
{
    const ho_world_t *w = &ho_session_scenario(t->game->session)->world;
    *seg = -1;
    if (n <= at || strcmp(word[at], "all") == 0)
        return true;
    for (int i = 0; i < w->n_segments; i++)
        if (strcmp(w->segment[i].id, word[at]) == 0)
            return (*seg = i) >= 0;
    ho_text_add(&t->out, "There is no segment '%s'; they are:", word[at]);
    for (int i = 0; i < w->n_segments; i++)
        ho_text_add(&t->out, " %s", w->segment[i].id);
    ho_text_put(&t->out, ".\n");
    return false;
}

bool ho_play_reason(ho_table_t *t, const char *const *word, int n, ho_evidence_t evidence[HO_EVIDENCE],
                    int *giving_up)
{
    const ho_world_t *w = &ho_session_scenario(t->game->session)->world;
    for (int i = 0; i < HO_EVIDENCE; i++)
        evidence[i] = (ho_evidence_t){.metric = HO_EVIDENCE_NONE, .seg = -1};
    *giving_up = -1;
    for (int i = 0; i < HO_GIVING_UP_KINDS && n > 0; i++)
        if (strcmp(ho_giving_up_name(i), word[n - 1]) == 0)
            *giving_up = i;
    if (*giving_up < 0 || n < 2 || n > 1 + HO_EVIDENCE) {
        ho_show_say(
            &t->show, 0,
            "Say up to two pieces of evidence and then what you give up; `evidence` lists both. Example: "
            "why 1 psi precision@casual reach");
        return false;
    }
    for (int i = 0; i < n - 1; i++) {
        char name[64];
        const char *at = strchr(word[i], '@');
        snprintf(name, sizeof name, "%.*s", at != NULL ? (int)(at - word[i]) : 63, word[i]);
        evidence[i].metric = strcmp(name, "hunch") == 0 ? HO_EVIDENCE_HUNCH : ho_play_metric(t, name);
        if (evidence[i].metric == -1)
            return false;
        for (int seg = 0; at != NULL && seg < w->n_segments; seg++)
            if (strcmp(w->segment[seg].id, at + 1) == 0)
                evidence[i].seg = seg;
        if (at != NULL && evidence[i].seg < 0) {
            ho_text_add(&t->out, "'%s' names no segment; `evidence` lists what is on the screen.\n", word[i]);
            return false;
        }
    }
    return true;
}
