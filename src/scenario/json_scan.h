/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner behind json.h: grammar, encoding, numbers and places; keys and texts are left to cJSON. */
#pragma once
#include "scenario/json.h"

/* Fills out->node and out->n_nodes, all but keys, texts and duplicate keys, and reports every fault that it
 * can walk past. 0: the text is JSON. -1: it is not, or memory ran out; nothing is allocated then. */
int ho_json_scan(const char *text, size_t len, ho_json_t *out, ho_diags_t *diags);
