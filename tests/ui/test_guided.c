/* SPDX-License-Identifier: GPL-3.0-or-later */
/* first-launch with its guide, from the shelf to the end screen, by what can be pressed and nothing else. Each
 * mark that comes up stays until the very thing that it waits for is done, whatever else is pressed and
 * however many days pass. HO_GUIDED lists the marks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hall.h"
#include "session/coach.h"

enum { DAYS_IN_VAIN = 2, MARKS = 10 };

typedef struct {
    hall_t hall;
    int last;        /* the latest mark that was met; -1 */
    int read, acted; /* marks met by reading, by doing */
} guided_t;

static ho_session_t *session_of(const guided_t *g)
{
    return ho_app_session(g->hall.app);
}

/* ---- what stands in the way of a day ------------------------------------------------------------------- */

/* The first widget that can be pressed whose id begins like this; fails the test if there is none. */
static void press_first(hall_t *h, const char *prefix)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (strncmp(w->id, prefix, strlen(prefix)) == 0 && w->enabled && !w->covered) {
            char id[HO_ID_MAX];
            snprintf(id, sizeof id, "%s", w->id);
            hall_click(h, id);
            return;
        }
    }
    fail_msg("nothing that begins with %s can be pressed", prefix);
}

/* Gives the reason that is asked for, answers who asks. */
static void settle(hall_t *h)
{
    for (int i = 0; i < 8; i++) {
        if (hall_has(h, "reason.record")) {
            press_first(h, "reason.evidence.");
            press_first(h, "reason.giving-up.");
            hall_click(h, "reason.record");
        } else if (hall_has(h, "message.send")) {
            hall_click(h, "message.answer.0");
            hall_click(h, "message.send");
        } else {
            return;
        }
    }
}

static void play_a_day(hall_t *h)
{
    ho_session_t *s = ho_app_session(h->app);
    int day = ho_session_day(s);
    settle(h);
    hall_click(h, "operate.advance");
    assert_int_equal(ho_session_day(s), day + 1);
    settle(h);
}

/* ---- marks --------------------------------------------------------------------------------------------- */

/* What each mark waits for, in the way a player does it; NULL: it is read. */
static void move_the_threshold(hall_t *h)
{
    ho_ui_focus(ho_app_ui(h->app), "operate.threshold");
    hall_settle(h);
    hall_key(h, HO_KEY_RIGHT, 0);
}

/* Where there is one. */
static void take_the_next_step(hall_t *h)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    int at = -1;
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (strncmp(w->id, "operate.rollout.", 16) != 0) {
            continue;
        }
        if (at >= 0) { /* the one after where it stands */
            char id[HO_ID_MAX];
            snprintf(id, sizeof id, "%s", w->id);
            hall_click(h, id);
            return;
        }
        at = w->selected ? i : -1;
    }
}

static void look_into_a_layer(hall_t *h)
{
    hall_click(h, "operate.investigate");
    hall_click(h, "form.do");
}

static void buy_audits(hall_t *h)
{
    hall_click(h, "operate.audits.more");
}

static void train_a_candidate(hall_t *h)
{
    hall_click(h, "operate.retrain");
    hall_click(h, "form.do");
}

static const struct {
    const char *term;
    void (*act)(hall_t *h);
} ACTS[] = {
    {"threshold", move_the_threshold},         {"rollout", take_the_next_step},
    {"diagnose in layers", look_into_a_layer}, {"audit", buy_audits},
    {"recalibrate", train_a_candidate},
};

static void (*act_of(const char *term))(hall_t *h)
{
    for (size_t i = 0; i < sizeof ACTS / sizeof ACTS[0]; i++) {
        if (strcmp(ACTS[i].term, term) == 0) {
            return ACTS[i].act;
        }
    }
    return NULL;
}

/* The mark that is up and waits; its index, or -1. */
static int waiting(const guided_t *g, ho_coach_mark_t *mark)
{
    ho_coach(session_of(g), mark);
    return mark->index >= 0 && !mark->done ? mark->index : -1;
}

static void expect_the_same(const guided_t *g, int index, const char *after)
{
    ho_coach_mark_t mark;
    if (waiting(g, &mark) != index) {
        fail_msg("mark %d went on after %s, on day %d", index, after, ho_session_day(session_of(g)));
    }
}

/* Everything but what it waits for. */
static void do_other_things(guided_t *g, int index, bool asks)
{
    hall_t *h = &g->hall;
    static const char *const tabs[] = {"operate.tab.people", "operate.tab.model", "operate.tab.rules",
                                       "operate.tab.now"};
    for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
        hall_click(h, tabs[i]);
        expect_the_same(g, index, tabs[i]);
    }
    hall_key(h, HO_KEY_ESC, 0); /* the menu, and back */
    hall_key(h, HO_KEY_ESC, 0);
    expect_the_same(g, index, "the menu");
    hall_key(h, HO_KEY_ENTER, 0);
    expect_the_same(g, index, "Enter");
    if (asks) {
        assert_false(hall_has(h, "coach.ok")); /* it cannot be read away */
        assert_false(ho_coach_read(session_of(g)));
    }
    for (int i = 0; i < DAYS_IN_VAIN && ho_session_phase(session_of(g)) == HO_PHASE_OPERATING; i++) {
        play_a_day(h);
        expect_the_same(g, index, "a day");
    }
}

/* Shown as it is, kept up by everything else, and met by what it asks for. */
static void meet(guided_t *g, const ho_coach_mark_t *mark)
{
    hall_t *h = &g->hall;
    int index = mark->index;
    bool asks = mark->action[0] != '\0';
    void (*act)(hall_t * h) = act_of(mark->term);
    ho_coach_mark_t now;
    assert_int_equal(strcasecmp(hall_find(h, "coach")->label, mark->term), 0);
    if (asks != (act != NULL)) {
        fail_msg("%s asks for what this test does not know", mark->term);
    }
    do_other_things(g, index, asks);
    if (ho_session_phase(session_of(g)) != HO_PHASE_OPERATING) {
        return;
    }
    if (asks) {
        act(h);
        settle(h);
    } else {
        hall_click(h, "coach.ok");
    }
    if (waiting(g, &now) == index) {
        fail_msg("%s waits on, though it was done", mark->term);
    }
    g->last = index;
    g->read += !asks;
    g->acted += asks;
}

/* ---- the game ------------------------------------------------------------------------------------------ */

/* As the first five minutes go: Start, which mistake is worse, the model, the owners, lock in. */
static void frame_it(hall_t *h)
{
    hall_go(h, "shelf", NULL);
    hall_click(h, "shelf.start");
    hall_settle(h);
    assert_string_equal(hall_screen(h), "framing");
    assert_false(hall_find(h, "framing.next")->enabled); /* the first question wants its answer */
    ho_ui_focus(ho_app_ui(h->app), "framing.error");
    hall_settle(h);
    hall_key(h, HO_KEY_LEFT, 0);
    hall_key(h, HO_KEY_LEFT, 0);
    hall_click(h, "framing.next");
    hall_key(h, '2', 0);
    hall_click(h, "framing.next");
    hall_click(h, "framing.lock");
    assert_string_equal(hall_screen(h), "operate");
}

static void every_mark_is_met_by_doing_what_it_waits_for_and_by_nothing_else(void **unused)
{
    (void)unused;
    guided_t g = {.last = -1};
    hall_open_kept(&g.hall, HO_SOURCE_DIR "/scenarios");
    frame_it(&g.hall);
    settle(&g.hall);
    while (ho_session_phase(session_of(&g)) == HO_PHASE_OPERATING) {
        ho_coach_mark_t mark;
        if (waiting(&g, &mark) >= 0) {
            assert_int_not_equal(mark.index, g.last);
            if (getenv("HO_GUIDED") != NULL)
                print_message("day %d: %s\n", ho_session_day(session_of(&g)), mark.term);
            meet(&g, &mark);
        } else {
            if (g.acted > 1 && ho_session_day(session_of(&g)) % 7 == 0) {
                take_the_next_step(&g.hall); /* the guide asked for one step: on with it */
            }
            play_a_day(&g.hall);
        }
    }
    assert_int_equal(g.read + g.acted, MARKS);
    hall_click(&g.hall, "operate.advance"); /* to the end screen */
    assert_string_equal(hall_screen(&g.hall), "end");
    hall_find(&g.hall, "end.shelf");
    hall_close(&g.hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mark_is_met_by_doing_what_it_waits_for_and_by_nothing_else)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
