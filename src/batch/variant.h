/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A world that differs from another in a few bytes: a sweep has thousands, and each costs what differs. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "engine/world.h"

/* base with `patch` written over it; an empty patch is base itself. base is borrowed, patch is owned. */
typedef struct {
    const ho_world_t *base;
    unsigned char *patch; /* pieces: offset and length (uint32_t each), then as many bytes; NULL: none */
    size_t bytes;         /* of the patch                                                              */
} ho_variant_t;

/* The variant of `base` that equals `changed` byte for byte (both prepared). 0, or -1 where memory ran
 * out. */
int ho_variant_init(ho_variant_t *self, const ho_world_t *base, const ho_world_t *changed);
void ho_variant_free(ho_variant_t *self); /* accepts a zeroed one */

/* The world: base where nothing differs, else written to *scratch and that. */
const ho_world_t *ho_variant_world(const ho_variant_t *self, ho_world_t *scratch);
