/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guide of first-launch, mark by mark: each points at something that is on the screen, covers neither it,
 * nor a chart that it names, nor the button that plays the day, and waits for what it asks for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hall.h"
#include "session/coach.h"
#include "session/framing.h"
#include "ui/shelf.h"

enum { LAST_DAY = 60 };

static const struct {
    int w, h;
    double scale;
} SIZES[] = {{1600, 900, 1}, {1280, 720, 1}, {1920, 1080, 1}, {2560, 1440, 2}};
enum { N_SIZES = sizeof SIZES / sizeof SIZES[0] };

static bool meet(ho_rect_t a, ho_rect_t b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* The charts that a mark's words name: those who read it must be able to look at them. */
static bool is_named(const char *say, const ho_widget_t *chart)
{
    static const struct {
        const char *id, *word;
    } names[] = {{"operate.chart.precision", "precision"},
                 {"operate.chart.trust", "trust"},
                 {"operate.chart.adoption", "adoption"},
                 {"operate.chart.lift", "lift"},
                 {"operate.chart.positive_rate", "positive rate"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(chart->id, names[i].id) == 0 && strstr(say, names[i].word) != NULL) return true;
    return false;
}

/* Fails where the card lies on the day's button, on what it points at with all its parts, or on a chart that it
 * names. A chart is its whole card, with title and headline. */
static void check_place(hall_t *h, const ho_coach_mark_t *mark, int w)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    const ho_widget_t *card = hall_find(h, "coach"), *advance = hall_find(h, "operate.advance");
    ho_rect_t page = {0, 0, ui->w, ui->h};
    char target[96];
    snprintf(target, sizeof target, "%s", card->value);
    if (target[0] == '\0') fail_msg("%s points at nothing at %d", mark->term, w);
    if (!ho_rect_contains(page, card->rect, 0)) fail_msg("%s leaves the window at %d", mark->term, w);
    if (meet(card->rect, advance->rect)) fail_msg("%s covers the day's button at %d", mark->term, w);
    for (int i = 0; i < ho_ui_count(ui); i++) {
        const ho_widget_t *one = ho_ui_widget(ui, i);
        bool part = strncmp(one->id, target, strlen(target)) == 0;
        bool named = one->kind == HO_WIDGET_FIGURE && is_named(mark->say, one);
        if ((part || named) && meet(card->rect, one->rect))
            fail_msg("%s covers %s at %d", mark->term, one->id, w);
    }
}

/* Takes every queued decision's reason as a hunch. */
static void propose(ho_session_t *session, ho_decision_t d)
{
    static const ho_evidence_t HUNCH[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    assert_int_equal(ho_session_propose(session, &d), HO_REFUSED_NONE);
    for (int i = 0; i < ho_session_queued(session); i++)
        if (ho_session_needs_reason(session, i))
            assert_true(ho_session_reason(session, i, HUNCH, HO_GIVING_UP_NOTHING));
}

static void do_as_asked(ho_session_t *session, const char *widget)
{
    ho_decision_t d = ho_decision(HO_DO_INVESTIGATE);
    if (strcmp(widget, "operate.threshold") == 0) {
        d = ho_decision(HO_DO_THRESHOLD);
        d.x = 0.75;
    } else if (strcmp(widget, "operate.rollout") == 0) {
        d = ho_decision(HO_DO_ROLLOUT);
        d.x = 0.25;
    } else if (strcmp(widget, "operate.audits") == 0) {
        d = ho_decision(HO_DO_AUDITS);
        d.x = 50.0;
    } else if (strcmp(widget, "operate.retrain") == 0) {
        d = ho_decision(HO_DO_TRAIN);
        d.n = HO_TRAIN_RECALIBRATE;
        d.m = 20;
        d.mask = HO_SOURCE_LABELS;
    }
    propose(session, d);
}

/* Whoever asks something is put off. */
static void put_off(ho_session_t *session)
{
    int open[32], n = ho_session_open(session, open, 32);
    for (int i = 0; i < n && i < 32; i++) ho_session_acknowledge(session, open[i]);
}

static void no_mark_covers_what_it_points_at_or_names_nor_the_days_button(void **unused)
{
    (void)unused;
    hall_t h;
    hall_open_kept(&h, NULL);
    assert_true(ho_game_start(h.app, HO_SOURCE_DIR "/scenarios/first-launch.json", true));
    ho_session_t *session = ho_app_session(h.app);
    ho_framing_propose(session);
    assert_true(ho_framing_lock(session));
    hall_go(&h, "operate", NULL);
    int marks = 0, last = -1;
    while (ho_session_day(session) < LAST_DAY) {
        ho_coach_mark_t mark;
        put_off(session);
        ho_coach(session, &mark);
        if (mark.index >= 0 && !mark.done && mark.index != last) {
            last = mark.index;
            marks++;
            for (int i = 0; i < N_SIZES; i++) {
                hall_resize(&h, SIZES[i].w, SIZES[i].h, SIZES[i].scale, HO_THEME_DARK);
                hall_settle(&h);
                check_place(&h, &mark, SIZES[i].w);
            }
            if (mark.action[0] != '\0')
                do_as_asked(session, mark.widget);
            else
                hall_click(&h, "coach.ok");
            ho_coach(session, &mark);
            assert_true(mark.done || mark.index != last);
        }
        assert_true(ho_session_advance(session));
    }
    assert_true(marks >= 7);
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_mark_covers_what_it_points_at_or_names_nor_the_days_button)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
