/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defaults, read back from where the engine keeps them. */
#include "scenario/defaults.h"

#include <string.h>

void ho_default_thing(const ho_list_t *list, int kind, ho_default_thing_t *thing)
{
    memset(thing, 0, sizeof *thing);
    if (list == NULL) thing->world = ho_world_default();
    else if (list->fill != NULL) list->fill(thing, kind);
}

bool ho_default_exists(const ho_row_t *row)
{
    if (row->flags & HO_ROW_REQUIRED) return false;
    switch (row->type) {
    case HO_ROW_NUMBER:
    case HO_ROW_WHOLE:
    case HO_ROW_SEED:
    case HO_ROW_SWITCH:
    case HO_ROW_WORD:
    case HO_ROW_WORDS:
    case HO_ROW_LAW:
    case HO_ROW_NAME: return true;
    default: return false;
    }
}

static void write_law(const ho_law_t *law, ho_jsonout_t *out)
{
    static const char *const names[] = {[HO_LAW_UNIFORM] = "uniform",
                                        [HO_LAW_NORMAL] = "normal",
                                        [HO_LAW_LOGNORMAL] = "lognormal",
                                        [HO_LAW_CHANCE] = "chance"};
    if (law->kind == HO_LAW_CONST) {
        ho_jsonout_number(out, law->a);
        return;
    }
    ho_jsonout_begin_flat_object(out);
    ho_jsonout_key(out, names[law->kind]);
    if (law->kind != HO_LAW_CHANCE) ho_jsonout_begin_flat_list(out);
    ho_jsonout_number(out, law->a);
    if (law->kind != HO_LAW_CHANCE) ho_jsonout_number(out, law->b);
    if (law->kind != HO_LAW_CHANCE) ho_jsonout_end_list(out);
    ho_jsonout_end_object(out);
}

static void write_words(const ho_row_t *row, uint32_t bits, ho_jsonout_t *out)
{
    ho_jsonout_begin_flat_list(out);
    for (int i = 0; i < row->words->n; i++) {
        if (bits >> i & 1u) ho_jsonout_text(out, row->words->name(i));
    }
    ho_jsonout_end_list(out);
}

void ho_default_write(const ho_row_t *row, const ho_default_thing_t *thing, ho_jsonout_t *out)
{
    static const ho_texts_t texts = {.difficulty = HO_DIFFICULTY_MEDIUM}; /* as scenario.c starts */
    const char *at = (row->flags & HO_ROW_IN_TEXT ? (const char *)&texts : (const char *)thing) + row->offset;
    double number = 0.0;
    int whole = 0;
    uint64_t seed = 0;
    uint32_t bits = 0;
    ho_law_t law;
    switch (row->type) {
    case HO_ROW_NUMBER:
        memcpy(&number, at, sizeof number);
        ho_jsonout_number(out, number);
        break;
    case HO_ROW_SEED:
        memcpy(&seed, at, sizeof seed);
        ho_jsonout_integer(out, (int64_t)seed);
        break;
    case HO_ROW_WORDS:
        memcpy(&bits, at, sizeof bits);
        write_words(row, bits, out);
        break;
    case HO_ROW_LAW:
        memcpy(&law, at, sizeof law);
        write_law(&law, out);
        break;
    case HO_ROW_NAME: ho_jsonout_text(out, at); break;
    default:
        memcpy(&whole, at, sizeof whole);
        if (row->type == HO_ROW_WHOLE) ho_jsonout_integer(out, whole);
        else if (row->type == HO_ROW_SWITCH) ho_jsonout_bool(out, whole != 0);
        else ho_jsonout_text(out, row->words->name(whole));
        break;
    }
}
