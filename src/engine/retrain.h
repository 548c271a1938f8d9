/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions: first builds, retraining, recalibration, rebuilding, and judging a version on labels (MODEL 9,
 * 13a). Nothing here iterates over items or fits anything: what a training on so many labels comes to is
 * drawn from its law. */
#pragma once

#include "engine/geometry.h"
#include "engine/observe.h"

/* Adds the first build of every option to the registry (before play; version index = option index). */
void ho_versions_init(const ho_world_t *w, ho_state_t *s);

/* Why there is no candidate. */
#define HO_TRAINING_FAULTS(X)                                \
    X(NONE, "a candidate was trained")                       \
    X(FEW_POSITIVES, "too few positive labels have arrived") \
    X(FEW_NEGATIVES, "too few negative labels have arrived") \
    X(TOO_NOISY, "the labels are too few for their noise")   \
    X(RULES, "rules cannot be trained")                      \
    X(REGISTRY, "the registry is full")
typedef enum {
#define HO_X(name, text) HO_TRAINING_##name,
    HO_TRAINING_FAULTS(HO_X)
#undef HO_X
    HO_TRAINING_FAULT_KINDS
} ho_training_fault_t;
/* The sentence for a fault; NULL if there is none. */
const char *ho_training_text(int fault);

typedef struct {
    int parent;        /* version it starts from                                        */
    ho_train_mode_t mode;
    int window_days;   /* labels born in the last so many days                          */
    uint32_t sources;  /* HO_SOURCE_* bits; those without their instrument do not count */
    uint32_t segments; /* bits; 0 = all                                                 */
    uint64_t tag;      /* keys the draws: training noise, bad build, online gap         */
} ho_training_order_t;

/* Trains on what has arrived by the end of yesterday (day - 1). On success adds a ready version, sets
 * *version and returns HO_TRAINING_NONE; otherwise the state is unchanged. Costs are booked by the caller. */
ho_training_fault_t ho_train(const ho_world_t *w, ho_state_t *s, const ho_training_order_t *order,
                             int *version);

/* A new build of a version: same weights, new draws of bad build and gap under `tag`. -1 if the registry is
 * full. */
int ho_rebuild(const ho_world_t *w, ho_state_t *s, int version, uint64_t tag);

/* The engine's side of ho_evaluate (observe.h): on what had arrived by the end of `as_of`. A version of -1
 * stands for what serves each segment now, a tau of NaN for the threshold in force there. An item on which
 * the version itself acted, at this very threshold, counts as it happened; on every other it is judged
 * offline: without online gap and bad build. */
ho_evaluation_t ho_evaluate_version(const ho_world_t *w, const ho_state_t *s, int version, double tau,
                                    uint32_t sources, uint32_t segments, int from, int to, int as_of);

/* Direction in which proxy labels err: the concept turned by labels.proxy_bias_degrees in a plane of the
 * world's own. */
void ho_proxy_direction(const ho_world_t *w, const ho_state_t *s, const double *concept, double *out);

/* Selection of a pool's natural labels: mean shift of the labelled along the weights they were scored with,
 * by true class (MODEL 9). `law`: of the version that served, online. */
void ho_pool_selection(const ho_world_t *w, const ho_state_t *s, const ho_pool_t *p,
                       const ho_score_law_t *law, double shift[2]);
/* Share of a pool's natural labels saying y that are wrong: eta_y (MODEL 9). */
void ho_pool_wrong_share(const ho_world_t *w, const ho_pool_t *p, double eta[2]);
