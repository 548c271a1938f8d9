/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A monkey at the app: thousands of random events over all screens, a game that is open and those that it saves.
 * HO_MONKEY is how many. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hall.h"
#include "no_ink.h"
#include "ui/shelf.h"

/* Draws that are the same everywhere. */
static uint64_t state_of_dice = 1;

static unsigned roll(unsigned sides)
{
    state_of_dice = state_of_dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state_of_dice >> 33) % sides;
}

/* Mostly on something that can be pressed, else anywhere. */
static ho_point_t somewhere(hall_t *h)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    int n = ho_ui_count(ui);
    if (n > 0 && roll(4) != 0) {
        const ho_widget_t *w = ho_ui_widget(ui, (int)roll((unsigned)n));
        double dx = roll(100) / 100.0;
        double dy = roll(100) / 100.0;
        return (ho_point_t){w->hit.x + w->hit.w * dx, w->hit.y + w->hit.h * dy};
    }
    double x = roll(1400);
    double y = roll(800);
    return (ho_point_t){x - 40, y - 40};
}

static ho_input_t any_key(void)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789 ";
    int key = roll(3) == 0 ? LETTERS[roll(sizeof LETTERS - 1)]
                           : HO_KEY_ENTER + (int)roll(HO_KEY_F12 - HO_KEY_ENTER + 1);
    unsigned mods = roll(4) == 0 ? roll(8) : 0;
    if (key == 'q' && (mods & HO_MOD_CTRL) != 0) {
        key = 'w'; /* it would end */
    }
    ho_input_t out = ho_input_key(key, mods);
    out.repeat = roll(20) == 0;
    return out;
}

static ho_input_t any_event(hall_t *h)
{
    static const char *const TEXTS[] = {"a", "7", "?", "+", "-", "/", "0", ",", "\xc3\xa9", "\xe2\x88\x92",
                                        "%", "x"};
    ho_point_t at = somewhere(h);
    ho_input_t out;
    switch (roll(12)) {
    case 0:
    case 1: return ho_input_at(HO_INPUT_MOVE, at.x, at.y);
    case 2:
    case 3:
    case 4:
        out = ho_input_at(HO_INPUT_PRESS, at.x, at.y);
        out.clicks = 1 + (int)roll(2);
        return out;
    case 5:
    case 6: return ho_input_at(HO_INPUT_RELEASE, at.x, at.y);
    case 7:
        out = ho_input_at(HO_INPUT_WHEEL, at.x, at.y);
        out.wheel = (int)roll(9) - 4;
        out.mods = roll(4) == 0 ? HO_MOD_CTRL : 0;
        return out;
    case 8: return ho_input_text(TEXTS[roll(sizeof TEXTS / sizeof TEXTS[0])]);
    case 9: return roll(10) == 0 ? (ho_input_t){.kind = HO_INPUT_LEAVE} : any_key();
    default: return any_key();
    }
}

static long how_many(void)
{
    const char *wanted = getenv("HO_MONKEY");
    const char *scale = getenv("HO_TEST_SCALE");
    return wanted != NULL                                ? strtol(wanted, NULL, 10)
           : scale != NULL && strcmp(scale, "asan") == 0 ? 3000
                                                         : 10000;
}

static void play(hall_t *h, long n)
{
    for (long i = 0; i < n; i++) {
        if (roll(400) == 0) { /* now and then elsewhere */
            int screens = 0;
            while (HO_SCREENS[screens] != NULL) {
                screens++;
            }
            ho_app_go(h->app, HO_SCREENS[roll((unsigned)screens)]->name, NULL);
        }
        ho_input_t event[4]; /* some in one frame, as when the window was slow */
        int batch = 1 + (int)roll(4);
        for (int k = 0; k < batch; k++) {
            event[k] = any_event(h);
        }
        i += batch - 1;
        double dt = roll(30) == 0 ? 0.5 : 1.0 / 60;
        assert_int_equal(ho_app_frame(h->app, dt, event, batch, &h->pixels, h->scale), 0);
        if (ho_ui_count(ho_app_ui(h->app)) >= HO_WIDGETS_MAX) {
            fail_msg("too many widgets after %ld events", i);
        }
    }
}

static void test_random_events_break_nothing(void **state)
{
    (void)state;
    hall_t h;
    ink(true);
    hall_open_kept(&h, HO_SOURCE_DIR "/scenarios");
    hall_resize(&h, 640, 360, 0.5, HO_THEME_DARK);
    hall_go(&h, "shelf", NULL);
    assert_true(ho_game_start(h.app, HO_SOURCE_DIR "/scenarios/first-launch.json", true));
    hall_settle(&h);
    play(&h, how_many());
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_events_break_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
