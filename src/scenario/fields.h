/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of fields: private to this folder. A row is a key of the scenario file; adding one is adding a
 * row. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/scenario.h"

typedef enum {
    HO_ROW_NUMBER,    /* double                                                            */
    HO_ROW_WHOLE,     /* int                                                               */
    HO_ROW_SEED,      /* uint64_t                                                          */
    HO_ROW_SWITCH,    /* int: true 1, false 0                                              */
    HO_ROW_WORD,      /* int: index into `words`                                           */
    HO_ROW_WORDS,     /* uint32_t: a list of them, bit 1 << index                          */
    HO_ROW_LAW,       /* ho_law_t                                                          */
    HO_ROW_CONDITION, /* ho_cond_t                                                         */
    HO_ROW_ID,        /* char[HO_ID]                                                       */
    HO_ROW_NAME,      /* char[hi + 1]                                                      */
    HO_ROW_TEXT,      /* const char *                                                      */
    HO_ROW_TEXTS,     /* const char *[], with its count                                    */
    HO_ROW_SEGMENTS,  /* uint32_t: a list of segment ids, bit 1 << index; absent: all      */
    HO_ROW_FEATURES,  /* uint32_t: a list of feature numbers, bit 1 << number              */
    HO_ROW_MAP,       /* an object whose keys are `words`, each a value like rows[0]       */
    HO_ROW_OBJECT,    /* an object of `rows`; with HO_ROW_PRESENCE an int is set to 1      */
    HO_ROW_LIST,      /* a list of objects of `list->rows`                                 */
    HO_ROW_FORMAT,    /* the number of the format; nothing is kept                         */
    HO_ROW_REMARK     /* a text for others ("$schema"); nothing is kept                    */
} ho_row_type_t;

enum {
    HO_ROW_REQUIRED = 1,
    HO_ROW_IN_TEXT = 2,       /* the offset counts from the texts of the thing, not from the thing */
    HO_ROW_PRESENCE = 4,      /* object: being there is a value itself                             */
    HO_ROW_TO_LEVELS = 8,     /* the upper limit is the number of trust levels plus `hi`           */
    HO_ROW_BLANKS = 16,       /* text: may hold {{blanks}}                                         */
    HO_ROW_ALL_SEGMENTS = 32, /* object: fills the segment that every segment starts from         */
};

/* A closed list of words: in the file in this order, in the engine as numbers from 0. */
typedef struct {
    const char *what;         /* "an option kind", for messages           */
    const char *(*name)(int); /* NULL past the end                        */
    int n;
} ho_words_t;

typedef struct ho_row ho_row_t;

/* A list of like things: where their array is, and how an item starts. Offsets of arrays and counts are in
 * the world or in ho_texts_t; SIZE_MAX: there is none. */
typedef struct {
    const ho_row_t *rows;
    size_t world_array, world_stride; /* in ho_world_t                                            */
    size_t text_array, text_stride;   /* in ho_texts_t                                            */
    size_t world_count, text_count;   /* int: where their number goes                             */
    int min, max;
    const ho_words_t *kinds;            /* the words of the item's "kind", NULL where there is none */
    void (*fill)(void *item, int kind); /* the item with every default; NULL: zeros               */
    bool from_all_segments;             /* the reader starts from "all_segments" instead            */
} ho_list_t;

struct ho_row {
    const char *key; /* NULL ends a table */
    ho_row_type_t type;
    unsigned flags;
    uint32_t kinds; /* bits of the item kinds that have it; 0 = all */
    size_t offset;  /* of the value in its thing                    */
    size_t count;   /* TEXTS: offset of their number                */
    double lo, hi;  /* limits of a number, of a text's length       */
    const char *unit;
    const char *doc;    /* one line                                                             */
    const char *source; /* of the default; "" where there is none                               */
    const ho_words_t *words;
    const ho_row_t *rows; /* OBJECT: its rows. MAP: one row, for every value */
    const ho_list_t *list;
};

/* The rows of the whole file. */
extern const ho_row_t ho_root_rows[];

/* Whether a row belongs to items of this kind; kind -1 (unknown) has every row. */
static inline bool ho_row_applies(const ho_row_t *row, int kind)
{
    return kind < 0 || row->kinds == 0 || (row->kinds >> kind & 1u) != 0;
}

/* A number's upper limit, with this many trust levels. */
static inline double ho_row_hi(const ho_row_t *row, int n_levels)
{
    return row->flags & HO_ROW_TO_LEVELS ? n_levels + row->hi : row->hi;
}

/* The index of a word, or -1. */
int ho_words_find(const ho_words_t *words, const char *word);
