/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A careful launch: a ramp of 1, 5, 25, 50 and 100 %, two days a step, with a canary that looks at what
 * was just deployed. It compares the score law and the positive rate with what the version promised (the
 * rate alone is blind where positives are common). An alarm stops the launch: investigate the model;
 * rebuild what is found bad; go on where nothing is found. */
#pragma once

#include "policy/toolkit.h"

typedef enum {
    HO_LAUNCH_RAMPING, /* on its way up, or at 100 %               */
    HO_LAUNCH_ASKING,  /* stopped: the model is being investigated */
    HO_LAUNCH_MENDING, /* stopped: a rebuild is under way          */
} ho_launch_state_t;

typedef struct {
    ho_launch_state_t state;
    int step, since;    /* place on the ramp, and the day it was reached                 */
    int days_a_step;    /* 2 unless told otherwise after ho_launch_begin                 */
    int full_since;     /* day on which 100 % was first asked for, 0 = not yet           */
    int asked;          /* day the investigation was ordered                             */
    int seen;           /* versions looked at                                            */
    int watch_from;     /* first day of the version that the canary watches              */
    int previous;       /* version to go back to if the canary sings, -1: there is none  */
    double known_shift; /* score shift that was looked into and found harmless      [sd] */
    double known_rate;  /* the same for the positive rate                            [x] */
} ho_launch_t;

/* On day 0. */
void ho_launch_begin(ho_turn_t *t, ho_launch_t *l);
/* Every day: looks at the canary, takes what decisions it asks for, and says the share that the launch
 * stands at today. */
double ho_launch_share(ho_turn_t *t, ho_launch_t *l);
/* Full exposure, and nothing new for `days` days. */
bool ho_launch_stable(const ho_turn_t *t, const ho_launch_t *l, int days);
/* A retrained version goes live everywhere, under the canary's eyes. */
void ho_launch_deploy(ho_turn_t *t, ho_launch_t *l, int version);
