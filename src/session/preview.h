/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decision is expected to do, shown before the press: a forecast over observations, with its
 * assumption. Two worlds with equal observations give the same bytes. */
#pragma once

#include "plot/format.h"
#include "session/session.h"

enum { HO_PREVIEW_TILES = 4 };

typedef struct {
    char label[28];       /* "Precision there"                     */
    double before, after; /* NaN: only one of them is known        */
    double pm;            /* half an 80 % interval; NaN            */
    ho_format_t format;   /* of before and after; pm of a share is in points */
    char note[40];        /* "of 400 a day"; ""                    */
} ho_tile_t;

typedef struct {
    int n;
    ho_tile_t tile[HO_PREVIEW_TILES];
    char assumption[120]; /* "Forecast from the labels of days 20 to 34"; "" */
    char price[64];       /* "$18k · 5 days · 3 team-days", "Free, at once" */
    char refusal[120];    /* why it cannot be done today; ""          */
} ho_preview_t;

/* Unused bytes are zero. */
void ho_preview(const ho_session_t *session, const ho_decision_t *d, ho_preview_t *out);

/* The price alone, as on buttons: "$18k · 5 days". */
void ho_preview_price(const ho_session_t *session, const ho_decision_t *d, char *out, size_t bytes);
/* A refusal as a sentence, with what it would take: "There are not enough team-days left: 1.2 of 2." */
void ho_preview_refusal(const ho_session_t *session, const ho_decision_t *d, ho_refusal_t refusal, char *out,
                        size_t bytes);
