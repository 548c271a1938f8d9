/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing one line of UTF-8: what the text field and the number field share. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/ui.h"

/* A line in a buffer of `size` bytes, with the cursor and the other end of the selection in bytes. */
typedef struct {
    char *text;
    size_t size;
    int cursor, anchor;
} ho_line_t;

/* Puts text in place of the selection, as much of it as fits; control characters are left out. True if the
 * line changed. */
bool ho_line_insert(ho_line_t *line, const char *text);

/* Takes a key: moving, selecting, deleting, the clipboard. *changed if the text did. True if it was one of
 * its keys. */
bool ho_line_key(ho_line_t *line, int key, unsigned mods, const ho_clipboard_t *clipboard, bool *changed);

/* Selects the word at the cursor. */
void ho_line_word(ho_line_t *line);

/* Makes cursor and anchor lie within the text, on letters' boundaries. */
void ho_line_mend(ho_line_t *line);

/* A field as it is drawn and edited: declares the widget, runs the line, draws ground, text, selection and
 * cursor. `hint` stands in an empty one. Returns what happened. */
typedef struct {
    const char *id, *label, *hint,
        *shown; /* shown: in place of the text while it is not edited; NULL: the text */
    ho_rect_t r;
    ho_icon_t icon;
    ho_action_t action;
    ho_widget_kind_t kind;
    ho_align_t align;
    bool disabled;
} ho_edit_t;
typedef struct {
    bool began;   /* the focus came: the caller may fill the buffer, which is then selected */
    bool changed; /* the text did                                                           */
    bool entered; /* Enter                                                                  */
    bool left;    /* the focus went away, or Esc                                            */
    bool escaped; /* with left: by Esc                                                      */
    int key;      /* Up, Down, Page Up or Page Down: for numbers                            */
    unsigned mods;
} ho_edited_t;
ho_edited_t ho_ui_edit(ho_ui_t *ui, const ho_edit_t *edit, char *buffer, size_t size);
