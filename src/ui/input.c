/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events by hand. */
#include "ui/input.h"

#include <string.h>

ho_input_t ho_input_at(ho_input_kind_t kind, double x, double y)
{
    return (ho_input_t){.kind = kind, .at = {x, y}, .clicks = 1};
}

ho_input_t ho_input_key(int key, unsigned mods)
{
    return (ho_input_t){.kind = HO_INPUT_KEY, .key = key, .mods = mods};
}

ho_input_t ho_input_text(const char *text)
{
    ho_input_t out = {.kind = HO_INPUT_TEXT};
    size_t n = strlen(text);
    if (n < sizeof out.text) {
        memcpy(out.text, text, n);
    }
    return out;
}
