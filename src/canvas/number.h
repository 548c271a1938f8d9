/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text, the same under every locale and C library. */
#pragma once

#include <stddef.h>

/* Writes v with exactly `decimals` (0..6) digits after a point, halves away from zero, '-' before negatives;
 * what rounds to zero has no sign. Above 1e15 it writes 1e15 and its sign. NaN is written "nan". Returns the
 * length; the text is cut to size - 1 bytes. */
size_t ho_fixed(char *out, size_t size, double v, int decimals);

/* As ho_fixed, without the zeros at the end: 1.5, 2. */
size_t ho_fixed_short(char *out, size_t size, double v, int decimals);
