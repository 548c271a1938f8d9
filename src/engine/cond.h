/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule grammar: one small condition tree over metrics. Alerts, guardrails, kill criteria, objectives,
 * conditional incidents and rule policies all use it; only what a metric *reads* differs (truth for
 * events, telemetry for players). */
#pragma once

#include <stdbool.h>

#define HO_COND_NODES 12 /* nodes a condition may have */

/* How a leaf compares its metric, or how an inner node joins the nodes below it. */
typedef enum {
    HO_COND_NONE,       /* no condition: never true                                     */
    HO_COND_BELOW,      /* metric < value, on each of the last for_days days            */
    HO_COND_ABOVE,      /* metric > value, on each of the last for_days days            */
    HO_COND_FELL_BY,    /* metric(now) <= metric(for_days ago) - value                  */
    HO_COND_ROSE_BY,    /* metric(now) >= metric(for_days ago) + value                  */
    HO_COND_ALL,        /* every one of the n_below sub-trees that follow               */
    HO_COND_ANY,        /* at least one of the n_below sub-trees that follow            */
    HO_COND_NOT,        /* the one sub-tree that follows is false                       */
    HO_COND_KINDS
} ho_cond_kind_t;

/* One node; a tree is its nodes in prefix order. */
typedef struct {
    ho_cond_kind_t kind;
    int metric;    /* leaf: ho_metric_t                                                  */
    int seg;       /* leaf: segment index, -1 = the whole population                     */
    int for_days;  /* leaf: length of the window [day], >= 1                             */
    double value;  /* leaf: limit, in the metric's unit                                  */
    int n_below;   /* inner: how many sub-trees follow                                   */
    int pad_;      /* 0: no hidden padding, values can be hashed as bytes                */
} ho_cond_node_t;

/* A condition: a copyable value, without pointers. A zeroed one is "none". */
typedef struct {
    int n;                                /* nodes in use; 0 = no condition */
    int pad_;                             /* 0                              */
    ho_cond_node_t node[HO_COND_NODES];
} ho_cond_t;

/* Reads a metric on a day; NaN where there is no value (a leaf that meets NaN is false). */
typedef double (*ho_cond_read_t)(void *user, int metric, int seg, int day);

/* True if `c` holds at the end of `day`. Days before 0 have no value. Pure apart from what `read` does. */
bool ho_cond_holds(const ho_cond_t *c, int day, ho_cond_read_t read, void *user);

/* True if the tree is well formed: prefix order uses exactly n nodes, leaves have for_days >= 1. */
bool ho_cond_valid(const ho_cond_t *c, int n_metrics, int n_segments);

/* The words used in files for a kind ("below", "above", ...); NULL for HO_COND_NONE. */
const char *ho_cond_word(ho_cond_kind_t kind);
