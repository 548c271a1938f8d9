/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Icons as data: short path texts on a grid of 16 units around 0,0. No icon font, and SVG gets them for
 * nothing.
 *
 *   M x y        starts a stroked line      L x y   goes on with it
 *   O x y r      a ring                     D x y r a disc
 *   A x y r t t  an arc between two turns   B x y w h  a rounded box, stroked
 *   F x y x y x y ... ;  a filled polygon   R x y w h  a filled rounded bar */
#pragma once

#include "canvas/canvas.h"

#define HO_ICONS(X)                                                                                          \
    X(NONE, "none", "")                                                                                      \
    X(UNDO, "undo", "A .6 1.2 4.8 -.28 .38 F -6.6 -2.4 -1.2 -6.4 -.8 -.2 ;")                                 \
    X(RETRAIN, "retrain",                                                                                    \
      "A 0 0 5 -.1 .36 A 0 0 5 .4 .86 F 2.6 -1.8 7 -1.8 5.6 -6.2 ; F -2.6 1.8 -7 1.8 -5.6 6.2 ;")            \
    X(SEARCH, "search", "O -1.2 -1.2 4.3 M 2 2 L 6 6")                                                       \
    X(PLAY, "play", "F -3.6 -5 5 0 -3.6 5 ;")                                                                \
    X(PAUSE, "pause", "R -4 -4.8 2.8 9.6 R 1.2 -4.8 2.8 9.6")                                                \
    X(FAST, "fast", "F -5.4 -4.4 -.2 0 -5.4 4.4 ; F .2 -4.4 5.4 0 .2 4.4 ;")                                 \
    X(STEP, "step", "F -4.6 -4.8 3 0 -4.6 4.8 ; R 3.2 -4.8 2 9.6")                                           \
    X(SKIP, "until something happens", "F -6 -4.4 -1.4 0 -6 4.4 ; F -1.4 -4.4 3.2 0 -1.4 4.4 ; D 5.4 0 1.5") \
    X(SUN, "theme",                                                                                          \
      "D 0 0 3.1 M 5 0 L 6.8 0 M -5 0 L -6.8 0 M 0 5 L 0 6.8 M 0 -5 L 0 -6.8 M 3.5 3.5 L 4.8 4.8 "           \
      "M -3.5 3.5 L -4.8 4.8 M 3.5 -3.5 L 4.8 -4.8 M -3.5 -3.5 L -4.8 -4.8")                                 \
    X(HELP, "help", "A 0 -2.6 3 -.5 .12 M 2.2 -.6 L 0 1.4 L 0 2.4 D 0 5.4 1.15")                             \
    X(BAD, "critical", "F 0 -6.8 6.8 0 0 6.8 -6.8 0 ;")                                                      \
    X(WARN, "warning", "F 0 -6.4 7.2 5.8 -7.2 5.8 ;")                                                        \
    X(INFO, "information", "D 0 0 6.4")                                                                      \
    X(FLAG, "flag", "M -4 6.4 L -4 -6 M -4 -5.6 L 4.6 -5.6 L 2.6 -2.6 L 4.6 .4 L -4 .4")                     \
    X(CLOCK, "clock", "O 0 0 5.6 M 0 -3.2 L 0 .2 L 2.6 1.6")                                                 \
    X(CHECK, "done", "M -4.6 .2 L -1.4 3.4 L 4.8 -3.8")                                                      \
    X(CLOSE, "close", "M -3.8 -3.8 L 3.8 3.8 M 3.8 -3.8 L -3.8 3.8")                                         \
    X(MINUS, "less", "R -5 -.9 10 1.8")                                                                      \
    X(PLUS, "more", "R -5 -.9 10 1.8 R -.9 -5 1.8 10")                                                       \
    X(DOWN, "open", "M -3.6 -1.8 L 0 1.8 L 3.6 -1.8")                                                        \
    X(UP, "close up", "M -3.6 1.8 L 0 -1.8 L 3.6 1.8")                                                       \
    X(RIGHT, "next", "M -1.8 -3.6 L 1.8 0 L -1.8 3.6")                                                       \
    X(LEFT, "previous", "M 1.8 -3.6 L -1.8 0 L 1.8 3.6")                                                     \
    X(ARROW_UP, "rise", "M 0 5.4 L 0 -5 M -4 -1.2 L 0 -5.2 L 4 -1.2")                                        \
    X(ARROW_DOWN, "fall", "M 0 -5.4 L 0 5 M -4 1.2 L 0 5.2 L 4 1.2")                                         \
    X(LOCK, "locked", "B -4.6 -.8 9.2 7 M -2.8 -1 L -2.8 -3.4 L -1.6 -5.4 L 1.6 -5.4 L 2.8 -3.4 L 2.8 -1")   \
    X(EYE, "seen", "M -6.6 0 L -4 -3 L 0 -4.2 L 4 -3 L 6.6 0 L 4 3 L 0 4.2 L -4 3 L -6.6 0 D 0 0 1.9")       \
    X(HIDE, "hidden",                                                                                        \
      "M -6.6 0 L -4 -3 L 0 -4.2 L 4 -3 L 6.6 0 L 4 3 L 0 4.2 L -4 3 L -6.6 0 M -5.4 5.4 L 5.4 -5.4")        \
    X(PERSON, "person", "O 0 -2.8 2.8 M -5.2 6.2 L -4.4 3.2 L -2 1.9 L 2 1.9 L 4.4 3.2 L 5.2 6.2")           \
    X(MAIL, "message", "B -6.2 -4.6 12.4 9.4 M -5.4 -3.4 L 0 1 L 5.4 -3.4")                                  \
    X(SHIELD, "certified",                                                                                   \
      "M 0 -6.6 L 5.4 -4.6 L 5.4 .4 L 3.6 4 L 0 6.8 L -3.6 4 L -5.4 .4 L -5.4 -4.6 L 0 -6.6 "                \
      "M -2.4 0 L -.6 1.9 L 2.6 -1.9")                                                                       \
    X(DOWNLOAD, "export", "M 0 -6 L 0 2 M -3.4 -1.2 L 0 2.2 L 3.4 -1.2 M -5.6 5.4 L 5.6 5.4")                \
    X(BRANCH, "branch",                                                                                      \
      "O -3.4 -4.4 1.7 O -3.4 4.4 1.7 O 4 -1.6 1.7 M -3.4 -2.6 L -3.4 2.6 M -3.2 2.4 L -1.4 .4 "             \
      "L 2.2 -1")                                                                                            \
    X(FILE, "file",                                                                                          \
      "M -4.4 -6 L 1.6 -6 L 4.6 -3 L 4.6 6 L -4.4 6 L -4.4 -6 M 1.4 -5.8 L 1.4 -2.8 L 4.4 -2.8")             \
    X(PEN, "edit", "M -5.6 5.6 L -4.8 2.2 L 3.2 -5.8 L 5.8 -3.2 L -2.2 4.8 L -5.6 5.6 M 1.4 -4 L 4 -1.4")    \
    X(LIST, "list",                                                                                          \
      "M -2 -4.4 L 6 -4.4 M -2 0 L 6 0 M -2 4.4 L 6 4.4 D -5.2 -4.4 1.1 D -5.2 0 1.1 D -5.2 4.4 1.1")        \
    X(PANEL, "side panel", "B -6.4 -5.4 12.8 10.8 M 1.8 -5 L 1.8 5")                                        \
    X(GEAR, "settings",                                                                                      \
      "O 0 0 2.2 O 0 0 4.8 M 0 -4.8 L 0 -6.8 M 0 4.8 L 0 6.8 M 4.8 0 L 6.8 0 M -4.8 0 L -6.8 0 "             \
      "M 3.4 3.4 L 4.8 4.8 M -3.4 3.4 L -4.8 4.8 M 3.4 -3.4 L 4.8 -4.8 M -3.4 -3.4 L -4.8 -4.8")             \
    X(CHART, "chart", "M -6 -6 L -6 6 L 6 6 M -3.4 2.6 L -.8 -1 L 1.6 1 L 5.2 -3.6")                         \
    X(STOP, "kill switch", "O 0 0 6 R -2.4 -2.4 4.8 4.8")                                                    \
    X(LABEL, "labels", "M -6 -5 L .6 -5 L 6 .4 L .4 6 L -6 -.4 L -6 -5 D -3.2 -2.4 1.1")                     \
    X(SERVER, "servers", "B -6 -5.8 12 5 B -6 .8 12 5 D -3.6 -3.3 .9 D -3.6 3.3 .9")                         \
    X(MONEY, "money",                                                                                        \
      "O 0 0 6 M 2 -2.4 L 1 -3.2 L -1.2 -3.2 L -2.2 -2 L -1.4 -.6 L 1.4 .4 L 2.2 1.8 L 1.2 3.2 "             \
      "L -1.2 3.2 L -2.2 2.4 M 0 -4.4 L 0 4.4")                                                              \
    X(SAVE, "save", "B -5.6 -5.6 11.2 11.2 M -2.6 -5.2 L -2.6 -1.8 L 2.6 -1.8 L 2.6 -5.2 R -2.2 1.4 4.4 3")  \
    X(CAMERA, "screenshot", "B -6.4 -3.8 12.8 9 O 0 .7 2.3 M -2.4 -4 L -1.4 -5.6 L 1.4 -5.6 L 2.4 -4")       \
    X(ROLLOUT, "rollout",                                                                                    \
      "M -6 4.6 L -2.4 4.6 L -2.4 1.2 L 1.4 1.2 L 1.4 -2.4 L 5.6 -2.4 M 3.4 -4.8 L 6 -2.4 L 3.4 0")

/* clang-format off */
typedef enum {
#define HO_ICON_NAME(id, name, path) HO_ICON_##id,
    HO_ICONS(HO_ICON_NAME)
#undef HO_ICON_NAME
    HO_ICON_COUNT
} ho_icon_t;
/* clang-format on */

/* An icon centred at (x, y), `size` px for 16 units. The three severities carry their sign in `ground`:
 * the colour below them. */
void ho_draw_icon(ho_canvas_t *c, ho_icon_t icon, double x, double y, double size, ho_color_t color,
                  ho_color_t ground);

/* Draws any path text with strokes of `width` units. False if the text is not well formed; what stands
 * before the mistake is drawn. */
bool ho_draw_icon_path(ho_canvas_t *c, const char *path, double x, double y, double size, double width,
                       ho_color_t color);

const char *ho_icon_name(ho_icon_t icon);
