/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 (RFC 3629): how long the character at a place is. */
#pragma once
#include <stddef.h>

/* Bytes of the character at the start of text[0..len): 1 to 4; 0 where the bytes are not UTF-8 (overlong
 * forms, surrogates and code points past U+10FFFF are not) or len is 0. */
size_t ho_utf8_length(const char *text, size_t len);
