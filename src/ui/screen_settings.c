/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings: what things look like, what stops the days, and which key does what. Every change takes
 * effect at once and is kept. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/clock.h"
#include "ui/layout.h"
#include "ui/screens.h"

typedef struct {
    ho_action_t waits; /* the action whose new key is waited for; NONE */
    char refused[128]; /* why the last key was not taken; ""           */
} settings_t;

typedef struct {
    ho_app_t *app;
    ho_ui_t *ui;
    settings_t *s;
    ho_prefs_t *prefs;
} settings_pass_t;

static int enter(ho_app_t *app, void *data, const char *argument)
{
    (void)app, (void)argument;
    *(settings_t *)data = (settings_t){.waits = HO_ACT_NONE};
    return 0;
}

/* ---- looks --------------------------------------------------------------------------------------------- */

static void put_looks(const settings_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_ui_panel(ui, "looks");
    ho_rect_t in = ho_ui_card(ui, r, "How it looks", NULL);
    ho_ui_choice_t theme[HO_THEME_COUNT];
    for (int i = 0; i < HO_THEME_COUNT; i++)
        theme[i] = (ho_ui_choice_t){.name = ho_theme((ho_theme_id_t)i)->name,
                                    .label = ho_theme((ho_theme_id_t)i)->title};
    bool changed = ho_ui_segmented(ui, "settings.theme", (ho_rect_t){in.x, in.y, in.w, HO_H_SEGMENTED}, theme,
                                   HO_THEME_COUNT, &p->prefs->theme);
    ho_ui_overline(ui, in.x, in.y + 58.0, in.w, "SIZE OF EVERYTHING");
    ho_ui_number_t scale = {
        .lo = 75.0, .hi = 250.0, .step = 5.0, .format = HO_FORMAT_COUNT, .unit = "%", .label = "Scale"};
    double percent = 100.0 * p->prefs->scale;
    if (ho_ui_stepper(ui, "settings.scale", (ho_rect_t){in.x, in.y + 72.0, 180.0, HO_H_STEPPER}, &scale,
                      &percent)) {
        p->prefs->scale = percent / 100.0;
        changed = true;
    }
    ho_ui_label(ui, in.x + 196.0, in.y + 88.0, in.w - 196.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, "75 to 250 %, also Ctrl + and Ctrl \xe2\x88\x92");
    changed = ho_ui_toggle(ui, "settings.motion", (ho_rect_t){in.x, in.y + 120.0, in.w, 32.0},
                           "Reduced motion", &p->prefs->reduced_motion) ||
              changed;
    if (changed) ho_app_prefs_changed(p->app);
}

/* ---- time ---------------------------------------------------------------------------------------------- */

static void put_time(const settings_pass_t *p, ho_rect_t r)
{
    static const int speeds[] = {1, 2, 4, 8, 16, 32};
    enum { N = sizeof speeds / sizeof speeds[0] };
    ho_ui_t *ui = p->ui;
    ho_ui_panel(ui, "time");
    ho_rect_t in = ho_ui_card(ui, r, "What stops the days", NULL);
    ho_ui_choice_t choice[N];
    int chosen = 0;
    for (int i = 0; i < N; i++) {
        choice[i] = (ho_ui_choice_t){.name = ho_ui_id(ui, "%d", speeds[i]),
                                     .label = ho_ui_id(ui, "%d\xc3\x97", speeds[i])};
        if (p->prefs->speed == speeds[i]) chosen = i;
    }
    bool changed = false;
    double y = in.y;
    for (int i = 0; i < HO_PAUSE_KINDS; i++, y += 32.0) {
        bool on = p->prefs->pauses >> i & 1u;
        if (!ho_ui_checkbox(ui, ho_ui_id(ui, "settings.pause.%s", ho_pause_name(i)),
                            (ho_rect_t){in.x, y, in.w, 30.0}, ho_pause_text(i), &on, NULL))
            continue;
        p->prefs->pauses ^= 1u << i;
        changed = true;
    }
    ho_ui_overline(ui, in.x, y + 16.0, in.w, "SPEED TO START WITH: 1\xc3\x97 IS A DAY IN TWO SECONDS");
    if (ho_ui_segmented(ui, "settings.speed", (ho_rect_t){in.x, y + 30.0, in.w, HO_H_SEGMENTED}, choice, N,
                        &chosen)) {
        p->prefs->speed = speeds[chosen];
        changed = true;
    }
    if (changed) ho_app_prefs_changed(p->app);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

/* Where an action belongs, in words. */
static const char *place_of(unsigned contexts)
{
    static const struct {
        unsigned in;
        const char *title;
    } places[] = {{HO_IN_OPERATE, "While operating"},
                  {HO_IN_REASON, "Reasons and messages"},
                  {HO_IN_FRAMING, "Framing"},
                  {HO_IN_SHELF, "Shelf"},
                  {HO_IN_REPLAY, "Replay"},
                  {HO_IN_END, "End"},
                  {HO_IN_CHART, "Charts"},
                  {HO_IN_DIALOG, "Dialogs"}};
    const unsigned elsewhere =
        HO_IN_SCREENS & ~HO_IN_SETTINGS; /* one does not open the settings from themselves */
    if ((contexts & elsewhere) == elsewhere) return "Everywhere";
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (contexts & places[i].in) return places[i].title;
    return "Everywhere";
}

static void take_key(const settings_pass_t *p)
{
    settings_t *s = p->s;
    ho_ui_t *ui = p->ui;
    if (s->waits == HO_ACT_NONE || ui->event.kind != HO_INPUT_KEY) return;
    int key = ui->event.key;
    unsigned mods = ui->event.mods;
    ho_keymap_t keys = *ho_app_keys(p->app);
    ho_action_t other = ho_keymap_conflict(&keys, s->waits, key, mods);
    char text[HO_KEY_TEXT];
    ho_ui_take(ui);
    if (key == HO_KEY_ESC) {
        s->refused[0] = '\0';
    } else if (other != HO_ACT_NONE) {
        snprintf(s->refused, sizeof s->refused, "%s is taken: %s.", ho_key_text(key, mods, text),
                 ho_action_row(other)->title);
    } else {
        keys.of[s->waits].key = key;
        keys.of[s->waits].mods = mods;
        ho_app_set_keys(p->app, &keys);
        s->refused[0] = '\0';
    }
    s->waits = HO_ACT_NONE;
    ho_ui_again(ui);
}

static void put_keys(const settings_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    settings_t *s = p->s;
    ho_ui_panel(ui, "keys");
    ho_rect_t in = ho_ui_card(ui, r, "Keys",
                              s->waits != HO_ACT_NONE ? "Press the new key, or Esc"
                              : s->refused[0] != '\0' ? s->refused
                                                      : "Press a row, then the new key");
    if (ho_ui_button(ui, "settings.keys.reset", ho_cut_bottom(&in, HO_H_SMALL, HO_GAP),
                     "Back to the usual keys", &(ho_ui_button_t){.centred = true})) {
        ho_keymap_t usual = ho_keymap_default();
        ho_app_set_keys(p->app, &usual);
    }
    enum { ROW = 34 };
    ho_rect_t at = ho_ui_scroll_begin(ui, "settings.keys", in, ROW * (HO_ACT_COUNT - 1));
    take_key(p);
    for (int a = HO_ACT_NONE + 1; a < HO_ACT_COUNT; a++) {
        const ho_action_row_t *row = ho_action_row((ho_action_t)a);
        ho_rect_t line = {at.x, at.y + ROW * (a - 1), at.w - 8.0, ROW - 4.0};
        const ho_keymap_t *keys = ho_app_keys(p->app);
        char text[HO_KEY_TEXT];
        ho_key_text(keys->of[a].key, keys->of[a].mods, text);
        bool waits = s->waits == (ho_action_t)a;
        if (ho_ui_press(ui, ho_ui_id(ui, "settings.key.%s", row->name), line, row->title,
                        &(ho_ui_press_t){.quiet = true,
                                         .row = true,
                                         .selected = waits,
                                         .value = ho_ui_id(ui, "%s", text),
                                         .tip = row->help}))
            s->waits = waits ? HO_ACT_NONE : (ho_action_t)a;
        double y = line.y + line.h / 2.0;
        ho_ui_label(ui, line.x + 10.0, y, line.w * 0.5, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ui->t->text,
                    HO_ALIGN_LEFT, row->title);
        ho_ui_label(ui, line.x + line.w * 0.5, y, line.w * 0.25, HO_FONT_SMALL, HO_WEIGHT_REGULAR,
                    ui->t->text_2, HO_ALIGN_LEFT, place_of(row->contexts));
        if (waits)
            ho_ui_label(ui, line.x + line.w - 10.0, y, 120.0, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD,
                        ui->t->accent_text, HO_ALIGN_RIGHT, "press a key");
        else if (text[0] != '\0')
            ho_draw_key(ui->c, ui->t, line.x + line.w - 10.0, y, HO_ALIGN_RIGHT, text);
        else
            ho_ui_label(ui, line.x + line.w - 10.0, y, 80.0, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_3,
                        HO_ALIGN_RIGHT, "no key");
    }
    ho_ui_scroll_end(ui);
}

static void frame(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content)
{
    settings_pass_t p = {.app = app, .ui = ui, .s = data, .prefs = ho_app_prefs(app)};
    ho_app_header(app, "Settings", "Kept for every game");
    ho_app_footer(app, "Every change is kept at once");
    ho_rect_t back = ho_cut_right(&header, 120.0, HO_GAP);
    bool done = ho_ui_button(ui, "settings.done", ho_centred(back, 120.0, HO_H_BUTTON), "Done",
                             &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY, .centred = true});
    ho_rect_t left = ho_cut_left(&content, floor((content.w - HO_GAP) * 0.42), HO_GAP);
    put_looks(&p, ho_cut_top(&left, 224.0, HO_GAP));
    put_time(&p, ho_cut_top(&left, 370.0, HO_GAP));
    put_keys(&p, content);
    if (done || ho_ui_action(ui, HO_ACT_BACK)) ho_app_back(app);
}

const ho_screen_t HO_SCREEN_SETTINGS = {.name = "settings",
                                        .title = "Settings",
                                        .contexts = HO_IN_SETTINGS,
                                        .size = sizeof(settings_t),
                                        .enter = enter,
                                        .frame = frame};
