/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of keys. Footer, key caps on buttons, help overlay, remapping and the test for conflicts all
 * read it. To add an action: one row in HO_ACTIONS. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/input.h"

/* Where an action is offered: a set of these. Two actions with a context in common never share a key. */
enum {
    HO_IN_SHELF = 1 << 0,
    HO_IN_FRAMING = 1 << 1,
    HO_IN_OPERATE = 1 << 2,
    HO_IN_REASON = 1 << 3, /* operate, while a reason, an alert or a message waits */
    HO_IN_DIALOG = 1 << 4, /* any other dialog                                     */
    HO_IN_REPLAY = 1 << 5,
    HO_IN_END = 1 << 6, /* end screen and debrief                               */
    HO_IN_SETTINGS = 1 << 7,
    HO_IN_CHART = 1 << 8, /* added while a figure has the focus                   */
    HO_IN_SCREENS = HO_IN_SHELF | HO_IN_FRAMING | HO_IN_OPERATE | HO_IN_REPLAY | HO_IN_END | HO_IN_SETTINGS,
    HO_IN_ALL = (1 << 9) - 1
};

#define HO_OP  (HO_IN_OPERATE)
#define HO_DLG (HO_IN_DIALOG | HO_IN_REASON)

/* X(ID, "name", key, mods, contexts, footer, "title", "help")
 * name: in prefs and for tests. key 0: no key by default, yet one can be given. footer: 0 never, else the
 * order in the footer, 1 first. title: as in the footer, two or three words. help: a sentence for the
 * overlay. */
#define HO_ACTIONS(X)                                                                                        \
    /* everywhere */                                                                                         \
    X(HELP, "help", '?', 0, HO_IN_ALL, 90, "help", "Shows every key of this screen.")                        \
    X(THEME, "theme", 't', 0, HO_IN_SCREENS, 80, "theme",                                                    \
      "Goes to the next theme: dark, light, high contrast.")                                                 \
    X(LARGER, "larger", '+', HO_MOD_CTRL, HO_IN_ALL, 0, "larger", "Makes everything larger.")                \
    X(SMALLER, "smaller", '-', HO_MOD_CTRL, HO_IN_ALL, 0, "smaller", "Makes everything smaller.")            \
    X(NATURAL, "natural-size", '0', HO_MOD_CTRL, HO_IN_ALL, 0, "usual size", "Goes back to the usual size.") \
    X(SCREENSHOT, "screenshot", HO_KEY_F12, 0, HO_IN_ALL, 0, "picture", "Saves a picture of the window.")    \
    X(FULLSCREEN, "fullscreen", HO_KEY_F11, 0, HO_IN_ALL, 0, "full screen",                                  \
      "Fills the screen, or leaves it.")                                                                     \
    X(NEXT_PANEL, "next-panel", HO_KEY_F6, 0, HO_IN_ALL, 0, "next panel",                                    \
      "Moves the focus to the next panel.")                                                                  \
    X(SETTINGS, "settings", ',', HO_MOD_CTRL, HO_IN_SCREENS & ~HO_IN_SETTINGS, 0, "settings",                \
      "Opens the settings.")                                                                                 \
    X(QUIT, "quit", 'q', HO_MOD_CTRL, HO_IN_ALL, 0, "quit", "Ends the program; the game is saved.")          \
    X(BACK, "back", HO_KEY_ESC, 0, HO_IN_ALL, 70, "back", "Goes one level back.")                            \
    /* shelf */                                                                                              \
    X(CONTINUE, "continue", 'c', 0, HO_IN_SHELF, 3, "continue", "Goes on with the game that waits.")         \
    X(MODE, "mode", 'm', 0, HO_IN_SHELF, 4, "practice or assessed",                                          \
      "Changes how you play: practice or assessed.")                                                         \
    X(SEARCH, "search", '/', 0, HO_IN_SHELF, 5, "search",                                                    \
      "Searches scenarios, skills and words in the brief.")                                                  \
    X(ABOUT, "about", 'i', 0, HO_IN_SHELF, 6, "about this scenario", "Opens the brief of the scenario.")     \
    X(OPEN_FILE, "open-file", 'o', HO_MOD_CTRL, HO_IN_SHELF, 0, "open a file",                               \
      "Opens a scenario, save or replay.")                                                                   \
    /* framing */                                                                                            \
    X(LOCK_IN, "lock-in", HO_KEY_ENTER, HO_MOD_CTRL, HO_IN_FRAMING, 5, "lock in",                            \
      "Locks the framing in: day 0.")                                                                        \
    X(OPTION_1, "option-1", '1', 0, HO_IN_FRAMING, 0, "option 1", "Chooses the first option.")               \
    X(OPTION_2, "option-2", '2', 0, HO_IN_FRAMING, 0, "option 2", "Chooses the second option.")              \
    X(OPTION_3, "option-3", '3', 0, HO_IN_FRAMING, 0, "option 3", "Chooses the third option.")               \
    X(OPTION_4, "option-4", '4', 0, HO_IN_FRAMING, 0, "option 4", "Chooses the fourth option.")              \
    X(PLACE_A, "place-a", 'a', 0, HO_IN_FRAMING, 4, "place the A", "Makes the focused role accountable.")    \
    X(PAGE_NEXT, "page-next", HO_KEY_PAGE_DOWN, 0, HO_IN_FRAMING, 0, "next page",                            \
      "Goes to the next step.")                                                                              \
    X(PAGE_PREVIOUS, "page-previous", HO_KEY_PAGE_UP, 0, HO_IN_FRAMING, 0, "page before",                    \
      "Goes to the step before.")                                                                            \
    /* time */                                                                                               \
    X(ADVANCE, "advance", HO_KEY_SPACE, 0, HO_OP | HO_IN_REASON | HO_IN_REPLAY, 1, "next day",               \
      "Plays one day; while days run, stops them.")                                                          \
    X(PAUSE, "pause", 'p', 0, HO_OP | HO_IN_REPLAY, 2, "pause", "Lets days run, or stops them.")             \
    X(SPEED_1, "speed-1", '1', 0, HO_OP | HO_IN_REPLAY, 3, "speed", "A day in two seconds.")                 \
    X(SPEED_2, "speed-2", '2', 0, HO_OP | HO_IN_REPLAY, 0, "speed 4x", "Four times as fast.")                \
    X(SPEED_3, "speed-3", '3', 0, HO_OP | HO_IN_REPLAY, 0, "speed 32x", "Thirty-two times as fast.")         \
    X(UNTIL, "until", 'g', 0, HO_OP, 4, "until something happens", "Plays until something asks for you.")    \
    /* operate */                                                                                            \
    X(UNDO, "undo", 'z', HO_MOD_CTRL, HO_OP, 5, "undo", "Takes the last waiting change back.")               \
    X(REDO, "redo", 'y', HO_MOD_CTRL, HO_OP, 0, "redo", "Puts back what undo took.")                         \
    X(REDO_TOO, "redo-too", 'z', HO_MOD_CTRL | HO_MOD_SHIFT, HO_OP, 0, "redo", "The same as redo.")          \
    X(ALL_DECISIONS, "all-decisions", 'm', 0, HO_OP, 6, "all decisions", "Lists every decision there is.")   \
    X(ACKNOWLEDGE, "acknowledge", 'a', 0, HO_OP | HO_IN_REASON, 0, "acknowledge", "Acknowledges the alert.") \
    X(JUMP, "jump", 'j', 0, HO_OP | HO_IN_REASON, 0, "see the day",                                          \
      "Moves the crosshair to the day of the alert.")                                                        \
    X(FIND_LOG, "find", 'f', HO_MOD_CTRL, HO_OP, 0, "search the log", "Searches the event log.")             \
    X(DRAWER, "drawer", 'e', 0, HO_OP, 0, "side panel", "Opens or closes the right column.")                 \
    X(TAB_1, "tab-1", '1', HO_MOD_ALT, HO_OP | HO_IN_END, 0, "first tab", "Shows the first tab.")            \
    X(TAB_2, "tab-2", '2', HO_MOD_ALT, HO_OP | HO_IN_END, 0, "second tab", "Shows the second tab.")          \
    X(TAB_3, "tab-3", '3', HO_MOD_ALT, HO_OP, 0, "third tab", "Shows the third tab.")                        \
    X(TAB_4, "tab-4", '4', HO_MOD_ALT, HO_OP, 0, "fourth tab", "Shows the fourth tab.")                      \
    X(ROLLBACK, "rollback", 'r', 0, HO_OP, 0, "roll back", "Rolls back to an earlier version.")              \
    X(RETRAIN, "retrain", 'n', 0, HO_OP, 0, "retrain", "Trains a new version.")                              \
    X(INVESTIGATE, "investigate", 'i', 0, HO_OP, 0, "investigate", "Has somebody look into it.")             \
    X(LABELS, "labels", 'l', 0, HO_OP, 0, "labels", "Buys labels.")                                          \
    X(DEPLOY, "deploy", 'd', 0, HO_OP, 0, "deploy", "Puts a trained version to work.")                       \
    X(KILL_SWITCH, "kill-switch", 'k', HO_MOD_CTRL, HO_OP | HO_IN_REASON, 0, "kill switch",                  \
      "Takes the feature away from everybody at once.")                                                      \
    X(OFF, "off", HO_KEY_NONE, 0, HO_OP, 0, "off", "Turns the feature off in order.")                        \
    X(CHARTS, "charts", 'h', 0, HO_OP, 0, "choose charts", "Chooses which charts are shown.")                \
    /* reasons, alerts, messages */                                                                          \
    X(RECORD, "record", HO_KEY_ENTER, 0, HO_IN_REASON, 3, "record the reason", "Records the reason.")        \
    X(SEND, "send", 's', HO_MOD_CTRL, HO_IN_REASON | HO_OP, 0, "send", "Sends answer and forecast.")         \
    X(ANSWER_1, "answer-1", '1', 0, HO_IN_REASON, 4, "answer", "Chooses the first answer.")                  \
    X(ANSWER_2, "answer-2", '2', 0, HO_IN_REASON, 0, "answer 2", "Chooses the second answer.")               \
    X(ANSWER_3, "answer-3", '3', 0, HO_IN_REASON, 0, "answer 3", "Chooses the third answer.")                \
    X(ANSWER_4, "answer-4", '4', 0, HO_IN_REASON, 0, "answer 4", "Chooses the fourth answer.")               \
    X(ACCEPT, "accept", HO_KEY_ENTER, 0, HO_IN_DIALOG, 1, "do it", "Does what the dialog asks.")             \
    /* replay, end */                                                                                        \
    X(DAY_BACK, "day-back", HO_KEY_LEFT, 0, HO_IN_REPLAY, 4, "day before", "Goes one day back.")             \
    X(DAY_ON, "day-on", HO_KEY_RIGHT, 0, HO_IN_REPLAY, 0, "day after", "Goes one day on.")                   \
    X(FIRST_DAY, "first-day", HO_KEY_HOME, 0, HO_IN_REPLAY, 0, "first day", "Goes to day 0.")                \
    X(LAST_DAY, "last-day", HO_KEY_END, 0, HO_IN_REPLAY, 0, "last day", "Goes to the last day.")             \
    X(BRANCH, "branch", 'b', 0, HO_IN_REPLAY | HO_IN_END, 5, "play on from here", "Plays on from this day.") \
    X(NEXT, "next", HO_KEY_ENTER, 0, HO_IN_END, 1, "next scenario", "Goes to the next scenario.")            \
    X(COPY, "copy", 'c', HO_MOD_CTRL, HO_IN_END, 0, "copy", "Copies the interview text.")                    \
    /* a figure with the focus */                                                                            \
    X(TABLE, "table", 'v', 0, HO_IN_CHART, 0, "as a table", "Turns the figure into its table.")              \
    X(ZOOM_IN, "zoom-in", '+', 0, HO_IN_CHART, 0, "fewer days", "Shows fewer days.")                         \
    X(ZOOM_OUT, "zoom-out", '-', 0, HO_IN_CHART, 0, "more days", "Shows more days.")                         \
    X(ZOOM_RESET, "zoom-reset", '0', 0, HO_IN_CHART, 0, "usual days", "Shows the usual six weeks.")

/* clang-format off */
typedef enum {
    HO_ACT_NONE,
#define HO_ACTION_NAME(id, name, key, mods, in, footer, title, help) HO_ACT_##id,
    HO_ACTIONS(HO_ACTION_NAME)
#undef HO_ACTION_NAME
    HO_ACT_COUNT
} ho_action_t;
/* clang-format on */

/* A row of the table. */
typedef struct {
    const char *name;
    int key;
    unsigned mods;
    unsigned contexts; /* HO_IN_* */
    int footer;
    const char *title, *help;
} ho_action_row_t;

/* The row of an action; that of HO_ACT_NONE is empty. */
const ho_action_row_t *ho_action_row(ho_action_t action);

/* The action of that name, or HO_ACT_NONE. */
ho_action_t ho_action_named(const char *name);

/* Which key does what: the table's keys with the player's changes. */
typedef struct {
    struct {
        int key;
        unsigned mods;
    } of[HO_ACT_COUNT];
} ho_keymap_t;

ho_keymap_t ho_keymap_default(void);

/* The action of a key in these contexts, or HO_ACT_NONE. Figures come first (HO_IN_CHART). */
ho_action_t ho_keymap_find(const ho_keymap_t *map, unsigned contexts, int key, unsigned mods);

/* Another action that has this key in a context of `action`, or HO_ACT_NONE: then the key is free for it. */
ho_action_t ho_keymap_conflict(const ho_keymap_t *map, ho_action_t action, int key, unsigned mods);

/* What was changed, as in the preferences: "rollback=R,undo=Ctrl Z". write returns false if it does not
 * fit; read starts from the table and leaves out what it does not know or what is taken already. */
bool ho_keymap_write(const ho_keymap_t *map, char *out, size_t size);
ho_keymap_t ho_keymap_read(const char *text);

enum { HO_KEY_TEXT = 24 };

/* "Ctrl Enter", "?", "Space", "F6"; "" for no key. Returns `out`. */
const char *ho_key_text(int key, unsigned mods, char out[HO_KEY_TEXT]);

/* Reads what ho_key_text writes (any case). False if it is no key. */
bool ho_key_read(const char *text, int *key, unsigned *mods);
