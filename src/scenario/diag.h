/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a file: a list of diagnostics with places, and the table of their codes. Nothing here
 * allocates, so a diagnosis cannot fail. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Every code: id, meaning, how to mend it. E is an error, W a warning. A code keeps its meaning for ever; a
 * retired one is not used again. E00: keys, ids and references. E01: values. E02: text. E03: files. W00:
 * design. */
#define HO_DIAG_CODES(X)                                                                                     \
    X(E0001, "a required key is missing",                                                                 \
      "Add the key; the field reference in scenarios/README.md tells its meaning")                        \
    X(E0002, "the same key stands twice in one object", "Remove one of the two")                          \
    X(E0003, "a key that nothing reads",                                                                  \
      "Correct the spelling or remove it; unknown keys are never ignored")                                \
    X(E0004, "the same id is used twice in one list", "Give each item an id of its own")                  \
    X(E0005, "a name that refers to nothing", "Use one of the ids or names that exist")                   \
    X(E0006, "a format this program does not read", "Set \"format\" to the number that is expected")      \
    X(E0007, "a key that does not apply here", "Remove it, or change the kind of the item it belongs to") \
    X(E0101, "a value of the wrong type", "Write a value of the expected type")                           \
    X(E0103, "a word that is not one of the allowed ones", "Use one of the allowed words")                \
    X(E0104, "a text that is empty or too long", "Write a text within the stated length")                 \
    X(E0105, "an id that is not well formed",                                                             \
      "Use lower-case letters, digits and '-', starting with a letter")                                   \
    X(E0106, "a list that is too short or too long", "Keep the number of items within the stated limits") \
    X(E0107, "a number outside its range, or not whole where it must be",                                 \
      "Use a number within the stated range")                                                             \
    X(E0108, "a law that is not well formed",                                                             \
      "Write a number, {\"uniform\": [low, high]}, {\"normal\": [mean, sd]}, "                            \
      "{\"lognormal\": [median, sd]} or {\"chance\": share}")                                             \
    X(E0109, "a condition that is not well formed",                                                       \
      "Write {\"metric\": name, \"below\": number, \"for_days\": days}, or join conditions "              \
      "with all, any, not")                                                                               \
    X(E0110, "values that contradict each other", "Change one of the two")                                \
    X(E0111, "a world that the engine refuses", "Change the value that it names")                         \
    X(E0112, "a text with a blank that cannot be filled in", "Use one of the blanks that the debrief knows")\
    X(E0201, "bytes that are not UTF-8", "Save the file as UTF-8")                                        \
    X(E0202, "a byte-order mark", "Save the file as UTF-8 without a byte-order mark")                     \
    X(E0203, "a NUL", "Remove it")                                                                        \
    X(E0204, "a control character inside a text", "Write it as an escape, such as \\n or \\t")            \
    X(E0205, "an escape that does not exist",                                                             \
      "Use \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hex digits")                                 \
    X(E0206, "a text without its closing quote", "Close it before the end of the line")                   \
    X(E0207, "a number that is not written as JSON writes numbers", "Write it like -12, 0.5 or 1.5e3")    \
    X(E0208, "a number that is absurdly large or long", "Keep numbers within 1e15 and 60 characters")     \
    X(E0209, "a word that is not JSON",                                                                   \
      "The bare words of JSON are true, false and null; texts take double quotes")                        \
    X(E0210, "a comma or colon that is missing", "Add it")                                                \
    X(E0211, "a comma with nothing after it", "Remove it")                                                \
    X(E0212, "a comment", "JSON has none; put remarks into a text that players read, or beside the file") \
    X(E0213, "text after the end of the document", "Keep one JSON value in a file")                       \
    X(E0214, "nesting that is too deep", "Nest at most 64 deep")                                          \
    X(E0215, "too many values", "Keep a file below 100000 values")                                        \
    X(E0216, "an empty file", "Start from `holdout new`, or from a scenario that ships")                  \
    X(E0217, "a character that cannot stand here", "Write what is expected at this place")                \
    X(E0218, "an object or list that is never closed", "Close it with } or ]")                            \
    X(E0301, "a file that does not exist", "Check the path")                                              \
    X(E0302, "a directory where a file is expected", "Name a file in it")                                 \
    X(E0303, "a file that cannot be read", "Check its permissions")                                       \
    X(E0304, "a file that is too large", "Keep it below 1 MiB")                                           \
    X(E0305, "there is not enough memory", "Close other programs and try again")                          \
    X(E0306, "the two JSON readers disagree",                                                             \
      "This is a fault of this program: please report it with the file")                                  \
    X(W0020, "a list of segments or features that names one twice", "Name it once")                       \
    X(W0021, "something that lies after the horizon",                                                     \
      "Move it before the last day, or lengthen the scenario")                                            \
    X(W0022, "segments that nothing happens to", "Let a drift or an incident touch them, or say why not") \
    X(W0023, "nothing ever happens in this world", "Add a drift or an incident")                          \
    X(W0024, "no cheap option", "Offer rules, or another way of not needing a model")                     \
    X(W0025, "being right earns no more than being wrong",                                                \
      "Check the signs in \"payoffs\": harm is negative")                                                 \
    X(W0026, "labels that arrive mostly after the horizon", "Shorten the lag or lengthen the scenario")   \
    X(W0027, "capacity that cannot carry the load", "Add servers, or lower peak_factor or service_ms")    \
    X(W0028, "a key that has no effect beside another one", "Remove one of the two")                      \
    X(W0029, "a law whose tail leaves the sensible range", "Use a smaller spread: draws outside are cut off")

typedef enum {
#define HO_X(id, meaning, mend) HO_DIAG_##id,
    HO_DIAG_CODES(HO_X)
#undef HO_X
        HO_DIAG_CODE_COUNT
} ho_diag_code_t;

typedef struct {
    const char *id;      /* "E0107"                                     */
    const char *meaning; /* what is wrong, as a noun phrase             */
    const char *mend;    /* what to do about it, as a sentence          */
    bool is_error;       /* otherwise a warning                         */
} ho_diag_info_t;

/* The row of a code; NULL where there is none. */
const ho_diag_info_t *ho_diag_info(ho_diag_code_t code);

/* A place in a text: line and column count from 1, columns in characters. Line 0: the file as a whole. */
typedef struct {
    int line;
    int col;
} ho_place_t;

typedef struct {
    ho_diag_code_t code;
    ho_place_t place;
    char path[160];    /* JSON pointer (RFC 6901); "" for the whole document, or where there is none yet */
    char message[224]; /* "expected ..., found ..."                                                      */
    char help[112];    /* "did you mean ...?"; may be empty                                              */
} ho_diag_t;

#define HO_DIAG_CAP 100 /* more are counted, not kept */

/* Owned by the caller; about 50 KiB. `file` is borrowed and must live as long as the list is printed. */
typedef struct {
    const char *file;
    size_t n;          /* kept in item[]                    */
    size_t n_errors;   /* found, kept or not                */
    size_t n_warnings; /* found, kept or not                */
    ho_diag_t item[HO_DIAG_CAP];
} ho_diags_t;

void ho_diags_init(ho_diags_t *self, const char *file);

/* Adds one. `path` and `help` may be NULL. Too long texts are cut at a character. An error takes the place of
 * a warning where the list is full. */
void ho_diags_add(ho_diags_t *self, ho_diag_code_t code, ho_place_t place, const char *path, const char *help,
                  const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 6, 7)))
#endif
    ;

/* Whether one more with this code would be kept; past that, callers may save themselves the words. */
bool ho_diags_keeps(const ho_diags_t *self, ho_diag_code_t code);

/* Orders by place, keeping the order of finding among equals. */
void ho_diags_sort(ho_diags_t *self);

/* One line each: file:line:col: error[E0107]: /path: message (help). Then a line that says how many were left
 * out, if any were. */
void ho_diags_print(const ho_diags_t *self, FILE *out);

/* JSON Lines: an object each with file, line, col, severity, code, path, message, help. Returns 0, or -1
 * where memory ran out. */
int ho_diags_print_jsonl(const ho_diags_t *self, FILE *out);

/* Writes text[0..len) for a message: in double quotes, shortened to about 40 characters, controls
 * as escapes. */
#define HO_QUOTED 64
const char *ho_diag_quote(const char *text, size_t len, char out[HO_QUOTED]);
