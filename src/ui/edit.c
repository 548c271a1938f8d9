/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing one line of UTF-8. */
#include "ui/edit.h"

#include <string.h>

static int length_of(const ho_line_t *line)
{
    return (int)strlen(line->text);
}

static bool is_inside_letter(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static int before(const ho_line_t *line, int at)
{
    at -= at > 0;
    while (at > 0 && is_inside_letter(line->text[at])) {
        at--;
    }
    return at;
}

static int after(const ho_line_t *line, int at)
{
    int n = length_of(line);
    at += at < n;
    while (at < n && is_inside_letter(line->text[at])) {
        at++;
    }
    return at;
}

static bool is_space(const ho_line_t *line, int at)
{
    return line->text[at] == ' ';
}

static int word_before(const ho_line_t *line, int at)
{
    while (at > 0 && is_space(line, before(line, at))) {
        at = before(line, at);
    }
    while (at > 0 && !is_space(line, before(line, at))) {
        at = before(line, at);
    }
    return at;
}

static int word_after(const ho_line_t *line, int at)
{
    int n = length_of(line);
    while (at < n && !is_space(line, at)) {
        at = after(line, at);
    }
    while (at < n && is_space(line, at)) {
        at = after(line, at);
    }
    return at;
}

void ho_line_mend(ho_line_t *line)
{
    int n = length_of(line);
    int *ends[2] = {&line->cursor, &line->anchor};
    for (int i = 0; i < 2; i++) {
        int *at = ends[i];
        *at = *at < 0 ? 0 : *at > n ? n : *at;
        while (*at > 0 && is_inside_letter(line->text[*at])) {
            *at -= 1;
        }
    }
}

static void selection(const ho_line_t *line, int *from, int *to)
{
    *from = line->cursor < line->anchor ? line->cursor : line->anchor;
    *to = line->cursor < line->anchor ? line->anchor : line->cursor;
}

static bool remove_span(ho_line_t *line, int from, int to)
{
    if (from >= to) {
        return false;
    }
    memmove(line->text + from, line->text + to, strlen(line->text + to) + 1);
    line->cursor = line->anchor = from;
    return true;
}

static bool remove_selection(ho_line_t *line)
{
    int from;
    int to;
    selection(line, &from, &to);
    return remove_span(line, from, to);
}

bool ho_line_insert(ho_line_t *line, const char *text)
{
    bool changed = remove_selection(line);
    size_t n = strlen(text);
    for (size_t at = 0; at < n;) {
        size_t start = at;
        uint32_t point = ho_utf8_next(text, n, &at);
        size_t bytes = at - start;
        bool broken = point == 0xFFFD && bytes == 1;
        if (point < ' ' || point == 127 || broken) {
            continue;
        }
        if (strlen(line->text) + bytes + 1 > line->size) {
            break;
        }
        char *place = line->text + line->cursor;
        memmove(place + bytes, place, strlen(place) + 1);
        memcpy(place, text + start, bytes);
        line->cursor += (int)bytes;
        changed = true;
    }
    line->anchor = line->cursor;
    return changed;
}

void ho_line_word(ho_line_t *line)
{
    int at = line->cursor;
    int from = at;
    int to = at;
    int n = length_of(line);
    while (from > 0 && !is_space(line, before(line, from))) {
        from = before(line, from);
    }
    while (to < n && !is_space(line, to)) {
        to = after(line, to);
    }
    line->anchor = from;
    line->cursor = to;
}

static void copy_selection(const ho_line_t *line, const ho_clipboard_t *clipboard)
{
    int from;
    int to;
    selection(line, &from, &to);
    if (from == to || clipboard->set == NULL) {
        return;
    }
    char saved = line->text[to];
    line->text[to] = '\0';
    clipboard->set(clipboard->user, line->text + from);
    line->text[to] = saved;
}

static bool take_command(ho_line_t *line, int key, const ho_clipboard_t *clipboard, bool *changed)
{
    switch (key) {
    case 'a':
        line->anchor = 0;
        line->cursor = length_of(line);
        return true;
    case 'c':
    case HO_KEY_INSERT: copy_selection(line, clipboard); return true;
    case 'x':
        copy_selection(line, clipboard);
        *changed = remove_selection(line);
        return true;
    case 'v': {
        const char *text = clipboard->get != NULL ? clipboard->get(clipboard->user) : NULL;
        *changed = text != NULL && ho_line_insert(line, text);
        return true;
    }
    default: return false;
    }
}

static void move_to(ho_line_t *line, int to, bool select)
{
    line->cursor = to;
    if (!select) {
        line->anchor = to;
    }
}

bool ho_line_key(ho_line_t *line, int key, unsigned mods, const ho_clipboard_t *clipboard, bool *changed)
{
    bool shift = (mods & HO_MOD_SHIFT) != 0;
    bool ctrl = (mods & HO_MOD_CTRL) != 0;
    bool some = line->cursor != line->anchor;
    int from;
    int to;
    *changed = false;
    ho_line_mend(line);
    selection(line, &from, &to);
    if (ctrl && take_command(line, key, clipboard, changed)) {
        return true;
    }
    switch (key) {
    case HO_KEY_LEFT:
        move_to(line,
                ctrl             ? word_before(line, line->cursor)
                : some && !shift ? from
                                 : before(line, line->cursor),
                shift);
        return true;
    case HO_KEY_RIGHT:
        move_to(line,
                ctrl             ? word_after(line, line->cursor)
                : some && !shift ? to
                                 : after(line, line->cursor),
                shift);
        return true;
    case HO_KEY_HOME: move_to(line, 0, shift); return true;
    case HO_KEY_END: move_to(line, length_of(line), shift); return true;
    case HO_KEY_BACKSPACE:
        *changed =
            some ? remove_selection(line)
                 : remove_span(line, ctrl ? word_before(line, line->cursor) : before(line, line->cursor),
                               line->cursor);
        return true;
    case HO_KEY_DELETE:
        *changed = some ? remove_selection(line)
                        : remove_span(line, line->cursor,
                                      ctrl ? word_after(line, line->cursor) : after(line, line->cursor));
        return true;
    default: return false;
    }
}
