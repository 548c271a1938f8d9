/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as JSON writes them, whatever the locale: decimal text to double and back without losing a bit. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define HO_NUMBER_TEXT    32 /* room for any number that ho_number_print writes, with its closing NUL */
#define HO_NUMBER_LONGEST 60 /* longest decimal text that is read [bytes] */

/* Length of the JSON number (RFC 8259, section 6) at the start of text[0..len), or 0 where there is none. */
size_t ho_number_scan(const char *text, size_t len);

/* Reads text[0..len), which must be exactly one JSON number. False where it is not, where it is longer than
 * HO_NUMBER_LONGEST, or where it overflows a double; *out is then untouched. */
bool ho_number_parse(const char *text, size_t len, double *out);

/* Writes the shortest of %.15g, %.16g, %.17g that reads back to the same bits, with '.' as the point; returns
 * its length. A number that is not finite is written as null. */
size_t ho_number_print(double x, char text[HO_NUMBER_TEXT]);
