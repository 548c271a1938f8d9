/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluation of the rule grammar. */
#include "engine/cond.h"

#include <math.h>
#include <stddef.h>

typedef struct {
    const ho_cond_t *c;
    int at; /* next node to read */
    int day;
    ho_cond_read_t read;
    void *user;
} walk_t;

static bool leaf_holds(const walk_t *w, const ho_cond_node_t *n)
{
    if (n->kind == HO_COND_FELL_BY || n->kind == HO_COND_ROSE_BY) {
        if (w->day - n->for_days < 0) return false;
        double now = w->read(w->user, n->metric, n->seg, w->day);
        double then = w->read(w->user, n->metric, n->seg, w->day - n->for_days);
        if (isnan(now) || isnan(then)) return false;
        return n->kind == HO_COND_FELL_BY ? now <= then - n->value : now >= then + n->value;
    }
    if (w->day - n->for_days + 1 < 0) return false;
    for (int d = w->day; d > w->day - n->for_days; d--) {
        double x = w->read(w->user, n->metric, n->seg, d);
        if (isnan(x)) return false;
        if (n->kind == HO_COND_BELOW ? !(x < n->value) : !(x > n->value)) return false;
    }
    return true;
}

/* Moves past the sub-tree at w->at. */
static void skip(walk_t *w)
{
    if (w->at >= w->c->n) return;
    int below = w->c->node[w->at++].n_below;
    for (int i = 0; i < below; i++) skip(w);
}

/* Evaluates the sub-tree at w->at and moves past it; reads no more than it must. */
static bool tree_holds(walk_t *w)
{
    if (w->at >= w->c->n) return false;
    const ho_cond_node_t *n = &w->c->node[w->at++];
    switch (n->kind) {
    case HO_COND_ALL:
    case HO_COND_ANY: {
        bool settles = n->kind == HO_COND_ANY,
             settled = false; /* one true settles ANY, one false settles ALL */
        for (int i = 0; i < n->n_below; i++) {
            if (settled)
                skip(w);
            else
                settled = tree_holds(w) == settles;
        }
        return settled == settles;
    }
    case HO_COND_NOT: return !tree_holds(w);
    case HO_COND_NONE:
    case HO_COND_KINDS: return false;
    default: return leaf_holds(w, n);
    }
}

bool ho_cond_holds(const ho_cond_t *c, int day, ho_cond_read_t read, void *user)
{
    if (c->n == 0) return false;
    walk_t w = {.c = c, .day = day, .read = read, .user = user};
    return tree_holds(&w);
}

/* Returns the index after the sub-tree at `at`, or -1 where it is malformed. */
static int skip_tree(const ho_cond_t *c, int at, int n_metrics, int n_segments)
{
    if (at >= c->n) return -1;
    const ho_cond_node_t *n = &c->node[at++];
    if (n->kind == HO_COND_ALL || n->kind == HO_COND_ANY || n->kind == HO_COND_NOT) {
        if (n->n_below < 1 || (n->kind == HO_COND_NOT && n->n_below != 1)) return -1;
        for (int i = 0; i < n->n_below && at >= 0; i++) at = skip_tree(c, at, n_metrics, n_segments);
        return at;
    }
    if (n->kind <= HO_COND_NONE || n->kind >= HO_COND_KINDS || !isfinite(n->value)) return -1;
    if (n->metric < 0 || n->metric >= n_metrics || n->seg < -1 || n->seg >= n_segments || n->for_days < 1)
        return -1;
    return at;
}

bool ho_cond_valid(const ho_cond_t *c, int n_metrics, int n_segments)
{
    if (c->n == 0) return true;
    return c->n > 0 && c->n <= HO_COND_NODES && skip_tree(c, 0, n_metrics, n_segments) == c->n;
}

const char *ho_cond_word(ho_cond_kind_t kind)
{
    static const char *const words[HO_COND_KINDS] = {
        [HO_COND_BELOW] = "below",     [HO_COND_ABOVE] = "above", [HO_COND_FELL_BY] = "fell_by",
        [HO_COND_ROSE_BY] = "rose_by", [HO_COND_ALL] = "all",     [HO_COND_ANY] = "any",
        [HO_COND_NOT] = "not",
    };
    return (int)kind > 0 && kind < HO_COND_KINDS ? words[kind] : NULL;
}
