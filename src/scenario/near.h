/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest of a list of names to a misspelt word: for "did you mean". */
#pragma once
#include <stddef.h>

/* Edit distance with neighbour swaps (optimal string alignment), letters compared without case. Words longer
 * than HO_NEAR_MAX bytes are not compared: the answer is then larger than any limit used here. */
#define HO_NEAR_MAX 64
size_t ho_near_distance(const char *a, const char *b);

/* The name nearest to `word`, or NULL where none is near: at most 1 edit for words up to three letters, else
 * at most 2 or a third of the length, whichever is more. Failing that, the only name that continues `word`
 * with '_' or '-' (a unit left out: "lag" for "lag_days"). The first of equals wins. The answer is one of
 * `names`. */
const char *ho_near_best(const char *word, const char *const *names, size_t n_names);
