/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict JSON (RFC 8259) to a tree whose every node knows its place in the text. Refused: what is not JSON,
 * invalid UTF-8, a byte-order mark, NUL, duplicate keys, text after the end, depth above 64, absurd numbers.
 * cJSON builds the tree and decodes texts; a scanner of our own has passed the text before, and knows the
 * places. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "scenario/diag.h"

#define HO_JSON_DEPTH   64
#define HO_JSON_NODES   100000        /* values in one text                        */
#define HO_JSON_BYTES   1048576       /* size of one text                          */
#define HO_JSON_LARGEST 1e15          /* magnitude of a number: whole ones are exact */

typedef enum {
    HO_JSON_NULL,
    HO_JSON_FALSE,
    HO_JSON_TRUE,
    HO_JSON_NUMBER,
    HO_JSON_TEXT,
    HO_JSON_LIST,
    HO_JSON_OBJECT
} ho_json_type_t;

/* A value. Nodes, keys and texts belong to their document and die with it. */
typedef struct ho_json_node {
    ho_json_type_t type;
    bool seen;                   /* free for the reader of the tree; starts false          */
    ho_place_t place;            /* of the value                                           */
    ho_place_t key_place;        /* of its key; {0, 0} outside objects                     */
    const char *key;             /* NULL outside objects                                   */
    const char *text;            /* of a text, otherwise NULL                              */
    double number;               /* of a number, otherwise 0                               */
    int index;                   /* position among its siblings                            */
    int n_items;                 /* of a list or object                                    */
    struct ho_json_node *parent; /* NULL at the root                                  */
    struct ho_json_node *first;  /* first item, NULL where empty                      */
    struct ho_json_node *next;   /* next sibling                                      */
} ho_json_node_t;

typedef struct {
    ho_json_node_t *node; /* in document order; node[0] is the root */
    size_t n_nodes;
    void *tree; /* cJSON's, which owns keys and texts     */
} ho_json_t;

/* Reads text[0..len). 0: *out is a tree, to be freed; duplicate keys may have been reported. -1: nothing can
 * be made of the text; `diags` has at least one error more, and *out needs no freeing. */
int ho_json_parse(const char *text, size_t len, ho_json_t *out, ho_diags_t *diags);

/* Accepts a zeroed or freed one. */
void ho_json_free(ho_json_t *self);

/* The item of an object with exactly this key (the first, where it stands twice), or NULL. */
ho_json_node_t *ho_json_get(const ho_json_node_t *object, const char *key);

/* Writes the JSON pointer (RFC 6901) of a node; an overlong one keeps its end, after "...". Returns `out`. */
const char *ho_json_path(const ho_json_node_t *node, char *out, size_t size);

/* A value as a message shows it: its text in quotes, its number, or "a list of 3" and the like. Returns
 * `out`. */
const char *ho_json_show(const ho_json_node_t *node, char out[HO_QUOTED]);

/* What a node is, with its article: "a number", "a list". */
const char *ho_json_type_name(ho_json_type_t type);
