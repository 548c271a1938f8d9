/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draw sites: every place that draws has a number of its own, so that no draw disturbs another (MODEL
 * P2). Numbers are part of the engine's version: never reuse one. */
#pragma once

typedef enum {
    /* before play: day -1 */
    HO_SITE_FATE_OPTION = 1, HO_SITE_FATE_SEGMENT, HO_SITE_FATE_DRIFT, HO_SITE_FATE_INCIDENT,
    HO_SITE_FATE_COMMON,
    HO_SITE_FATE_CONCEPT, HO_SITE_WOBBLE, HO_SITE_HELD_OUT,
    /* versions: keyed by the tag of the decision that made them, not by day */
    HO_SITE_BUILD, HO_SITE_TRAIN_NOISE, HO_SITE_EVALUATE,
    /* users */
    HO_SITE_EXPOSE, HO_SITE_EXPOSE_CELL, HO_SITE_DEFAULT_ON, HO_SITE_SESSION, HO_SITE_OUTCOME, HO_SITE_MOVE,
    HO_SITE_POOL,
    HO_SITE_FORGIVE, HO_SITE_LAPSE, HO_SITE_RETURN, HO_SITE_ADOPT, HO_SITE_SHOCK, HO_SITE_APOLOGY,
    HO_SITE_SPLIT, HO_SITE_RESTORE,
    /* outcomes beyond users */
    HO_SITE_REVIEW, HO_SITE_APPEAL, HO_SITE_UPHELD, HO_SITE_SEVERE, HO_SITE_SEVERE_SIZE, HO_SITE_SHADOW,
    HO_SITE_NORTH_STAR, HO_SITE_OFFSET, HO_SITE_ROWS,
    /* labels */
    HO_SITE_LABEL_EXISTS, HO_SITE_LABEL_ARRIVES, HO_SITE_PROXY = HO_SITE_LABEL_ARRIVES + 2, HO_SITE_AUDIT,
    HO_SITE_COLLECT,
    /* incidents and organisation */
    HO_SITE_HAZARD, HO_SITE_CONDITION, HO_SITE_DUTY, HO_SITE_INVESTIGATE,
    /* telemetry: read or not, it changes nothing */
    HO_SITE_SEE_TICKETS, HO_SITE_SEE_SCORE, HO_SITE_SEE_PSI, HO_SITE_SEE_FEATURE,
    HO_SITE_SEE_SURVEY = HO_SITE_SEE_FEATURE + 2,
    HO_SITE_SEE_LATENCY,
    /* players that draw */
    HO_SITE_POLICY,
    /* what chance alone would do to a plan, asked before launch */
    HO_SITE_FRAMING
} ho_site_t;
