/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions and keys. */
#include "ui/keys.h"

#include <stdio.h>
#include <string.h>

#define HO_ACTION_ROW(id, name, key, mods, in, footer, title, help) \
    {name, key, mods, in, footer, title, help},
static const ho_action_row_t ROWS[HO_ACT_COUNT] = {{"", 0, 0, 0, 0, "", ""}, HO_ACTIONS(HO_ACTION_ROW)};
#undef HO_ACTION_ROW

/* Keys that have a name; all others are one printable letter. */
static const struct {
    int key;
    const char *text;
} NAMES[] = {
    {HO_KEY_SPACE, "Space"},
    {HO_KEY_ENTER, "Enter"},
    {HO_KEY_ESC, "Esc"},
    {HO_KEY_TAB, "Tab"},
    {HO_KEY_BACKSPACE, "Backspace"},
    {HO_KEY_DELETE, "Delete"},
    {HO_KEY_INSERT, "Insert"},
    {HO_KEY_HOME, "Home"},
    {HO_KEY_END, "End"},
    {HO_KEY_PAGE_UP, "Page Up"},
    {HO_KEY_PAGE_DOWN, "Page Down"},
    {HO_KEY_LEFT, "\xe2\x86\x90"},
    {HO_KEY_UP, "\xe2\x86\x91"},
    {HO_KEY_RIGHT, "\xe2\x86\x92"},
    {HO_KEY_DOWN, "\xe2\x86\x93"},
    {HO_KEY_LEFT, "Left"},
    {HO_KEY_UP, "Up"},
    {HO_KEY_RIGHT, "Right"}, /* as typed */
    {HO_KEY_DOWN, "Down"},
    {HO_KEY_F1, "F1"},
    {HO_KEY_F2, "F2"},
    {HO_KEY_F3, "F3"},
    {HO_KEY_F4, "F4"},
    {HO_KEY_F5, "F5"},
    {HO_KEY_F6, "F6"},
    {HO_KEY_F7, "F7"},
    {HO_KEY_F8, "F8"},
    {HO_KEY_F9, "F9"},
    {HO_KEY_F10, "F10"},
    {HO_KEY_F11, "F11"},
    {HO_KEY_F12, "F12"},
};
enum { N_NAMES = sizeof NAMES / sizeof NAMES[0] };

static const struct {
    unsigned mod;
    const char *text;
} MODS[] = {{HO_MOD_CTRL, "Ctrl "}, {HO_MOD_ALT, "Alt "}, {HO_MOD_SHIFT, "Shift "}};
enum { N_MODS = sizeof MODS / sizeof MODS[0] };

const ho_action_row_t *ho_action_row(ho_action_t action)
{
    return &ROWS[action];
}

ho_action_t ho_action_named(const char *name)
{
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        if (strcmp(ROWS[i].name, name) == 0) {
            return (ho_action_t)i;
        }
    }
    return HO_ACT_NONE;
}

ho_keymap_t ho_keymap_default(void)
{
    ho_keymap_t out = {0};
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        out.of[i].key = ROWS[i].key;
        out.of[i].mods = ROWS[i].mods;
    }
    return out;
}

static ho_action_t find_in(const ho_keymap_t *map, unsigned contexts, int key, unsigned mods)
{
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        if (map->of[i].key == key && map->of[i].mods == mods && (ROWS[i].contexts & contexts) != 0) {
            return (ho_action_t)i;
        }
    }
    return HO_ACT_NONE;
}

ho_action_t ho_keymap_find(const ho_keymap_t *map, unsigned contexts, int key, unsigned mods)
{
    if (key == HO_KEY_NONE) {
        return HO_ACT_NONE;
    }
    ho_action_t found = find_in(map, contexts & HO_IN_CHART, key, mods);
    return found != HO_ACT_NONE ? found : find_in(map, contexts & ~(unsigned)HO_IN_CHART, key, mods);
}

/* Figures can stand on every screen: what is offered there is offered beside everything else. */
static bool meet(unsigned a, unsigned b)
{
    return (a & b) != 0 || ((a | b) & HO_IN_CHART) != 0;
}

ho_action_t ho_keymap_conflict(const ho_keymap_t *map, ho_action_t action, int key, unsigned mods)
{
    for (int i = 1; i < HO_ACT_COUNT && key != HO_KEY_NONE; i++) {
        if (i != (int)action && map->of[i].key == key && map->of[i].mods == mods &&
            meet(ROWS[i].contexts, ROWS[action].contexts)) {
            return (ho_action_t)i;
        }
    }
    return HO_ACT_NONE;
}

static void append(char *out, const char *text)
{
    size_t n = strlen(out);
    size_t more = strlen(text);
    if (n + more < HO_KEY_TEXT) {
        memcpy(out + n, text, more + 1);
    }
}

const char *ho_key_text(int key, unsigned mods, char out[HO_KEY_TEXT])
{
    out[0] = '\0';
    if (key == HO_KEY_NONE) {
        return out;
    }
    for (int i = 0; i < N_MODS; i++) {
        if ((mods & MODS[i].mod) != 0) {
            append(out, MODS[i].text);
        }
    }
    for (int i = 0; i < N_NAMES; i++) {
        if (NAMES[i].key == key) {
            append(out, NAMES[i].text);
            return out;
        }
    }
    char letter[2] = {(char)(key >= 'a' && key <= 'z' ? key - 'a' + 'A' : key), '\0'};
    append(out, letter);
    return out;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* True if `text` begins with `word`, in any case. */
static bool begins(const char *text, const char *word)
{
    for (; *word != '\0'; text++, word++) {
        if (lower(*text) != lower(*word)) {
            return false;
        }
    }
    return true;
}

bool ho_key_read(const char *text, int *key, unsigned *mods)
{
    *key = HO_KEY_NONE;
    *mods = 0;
    for (bool found = true; found;) {
        found = false;
        for (int i = 0; i < N_MODS && !found; i++) {
            if (begins(text, MODS[i].text)) {
                *mods |= MODS[i].mod;
                text += strlen(MODS[i].text);
                found = true;
            }
        }
    }
    for (int i = 0; i < N_NAMES; i++) {
        if (begins(text, NAMES[i].text) && text[strlen(NAMES[i].text)] == '\0') {
            *key = NAMES[i].key;
            return true;
        }
    }
    if (text[0] > ' ' && text[0] < 127 && text[1] == '\0') {
        *key = lower(text[0]);
        return true;
    }
    return text[0] == '\0' && *mods == 0;
}

/* ---- in the preferences ---- */

/* A comma or an equals sign would end an entry: they get names there. */
static const struct {
    int key;
    const char *text;
} SIGNS[] = {{',', "Comma"}, {'=', "Equals"}};

bool ho_keymap_write(const ho_keymap_t *map, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 1; i < HO_ACT_COUNT; i++) {
        int key = map->of[i].key;
        if (key == ROWS[i].key && map->of[i].mods == ROWS[i].mods) {
            continue;
        }
        char text[HO_KEY_TEXT];
        ho_key_text(key, map->of[i].mods, text);
        for (int k = 0; k < 2; k++) {
            if (SIGNS[k].key == key) {
                text[strlen(text) - 1] = '\0';
                append(text, SIGNS[k].text);
            }
        }
        int n = snprintf(out + used, size - used, "%s%s=%s", used > 0 ? "," : "", ROWS[i].name, text);
        if (n < 0 || (size_t)n >= size - used) {
            return false;
        }
        used += (size_t)n;
    }
    return true;
}

/* Splits an entry; HO_ACT_NONE if it is none of ours. */
static ho_action_t split_entry(char *entry, int *key, unsigned *mods)
{
    char *equals = strchr(entry, '=');
    if (equals == NULL) {
        return HO_ACT_NONE;
    }
    *equals = '\0';
    char *text = equals + 1;
    for (int k = 0; k < 2; k++) {
        size_t n = strlen(text);
        size_t m = strlen(SIGNS[k].text);
        if (n >= m && strcmp(text + n - m, SIGNS[k].text) == 0) {
            text[n - m] = (char)SIGNS[k].key;
            text[n - m + 1] = '\0';
        }
    }
    return ho_key_read(text, key, mods) ? ho_action_named(entry) : HO_ACT_NONE;
}

/* Keys may have been exchanged: all that were changed are given up first, then given anew. One that is taken
 * falls back to the table's. */
static void read_entries(ho_keymap_t *map, const char *text, bool give)
{
    for (const char *at = text; *at != '\0';) {
        char entry[64];
        int key;
        unsigned mods;
        size_t n = strcspn(at, ",");
        ho_action_t action = HO_ACT_NONE;
        if (n < sizeof entry) {
            memcpy(entry, at, n);
            entry[n] = '\0';
            action = split_entry(entry, &key, &mods);
        }
        if (action != HO_ACT_NONE && give) {
            bool taken = ho_keymap_conflict(map, action, key, mods) != HO_ACT_NONE;
            map->of[action].key = taken ? ROWS[action].key : key;
            map->of[action].mods = taken ? ROWS[action].mods : mods;
        } else if (action != HO_ACT_NONE) {
            map->of[action].key = HO_KEY_NONE;
        }
        at += n + (at[n] == ',');
    }
}

ho_keymap_t ho_keymap_read(const char *text)
{
    ho_keymap_t map = ho_keymap_default();
    read_entries(&map, text, false);
    read_entries(&map, text, true);
    return map;
}
