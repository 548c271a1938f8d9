/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small JSON Schema validator, for the keywords that our schema uses and no others (any other fails the
 * test). */
#pragma once
#include <stdbool.h>

#include "scenario/json.h"

/* Whether `value` is valid by `schema`, a part of the document whose root is `root`. */
bool validates(const ho_json_node_t *root, const ho_json_node_t *schema, const ho_json_node_t *value);
