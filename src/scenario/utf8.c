/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, after the table of well-formed byte sequences in RFC 3629, section 4. */
#include "scenario/utf8.h"

size_t ho_utf8_length(const char *text, size_t len)
{
    const unsigned char *p = (const unsigned char *)text;
    if (len == 0) return 0;
    if (p[0] < 0x80) return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4) return 0;

    size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (len < n) return 0;
    /* The second byte is narrower after E0 (overlong), ED (surrogates), F0 (overlong) and F4
     * (past U+10FFFF). */
    unsigned low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
    }
    return n;
}
