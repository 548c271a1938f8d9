/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A game on a screen for tests. */
#include "play.h"

#include <stdio.h>
#include <string.h>

#include "canvas/box_font.h"
#include "policy/policy.h"
#include "session/framing.h"
#include "ui/screens.h"

/* ---- the game ------------------------------------------------------------------------------------------ */

/* Six segments with the longest names that fit a file, and enough users for nine digits. */
static void crowd(ho_scenario_t *sc)
{
    static const char *const name[HO_MAX_SEGMENTS] = {"Established sellers with thousands of listings",
                                                      "New sellers in their very first month",
                                                      "Sellers from abroad and all their agents",
                                                      "Professional refurbishers of electronics",
                                                      "Collectors",
                                                      "Occasional sellers of second-hand clothes"};
    int n = sc->world.n_segments;
    for (int g = 0; g < HO_MAX_SEGMENTS; g++) {
        if (g >= n) sc->world.segment[g] = sc->world.segment[g % n];
        snprintf(sc->world.segment[g].id, sizeof sc->world.segment[g].id, "segment-%d", g);
        sc->world.segment[g].users = 100e6 + 1e6 * g;
        sc->text.segment[g].title = name[g];
    }
    sc->world.n_segments = HO_MAX_SEGMENTS;
    sc->world.built |= 1u << HO_INVEST_SEGMENTS;
    sc->text.title = "The marketplace whose sellers were honest until, one by one, they were not";
    ho_world_prepare(&sc->world);
}

static void give_reasons(ho_session_t *s)
{
    const ho_evidence_t hunch[HO_EVIDENCE] = {{HO_EVIDENCE_HUNCH, -1}, {HO_EVIDENCE_NONE, -1}};
    for (int i = 0; i < HO_MAX_TODAY && ho_session_reasonless(s) >= 0; i++)
        assert_true(ho_session_reason(s, ho_session_reasonless(s), hunch, HO_GIVING_UP_NOTHING));
    if (ho_session_owes_reason(s)) ho_session_settle_reason(s, hunch, HO_GIVING_UP_NOTHING);
}

static void play_days(ho_session_t *s, const char *bot, int day)
{
    static ho_plan_t plan;
    const ho_policy_t *policy = ho_policy_named(bot);
    assert_non_null(policy);
    void *memory = calloc(1, HO_POLICY_MEMORY);
    assert_non_null(memory);
    while (ho_session_day(s) < day && ho_session_phase(s) != HO_PHASE_ENDED) {
        plan.n = 0;
        policy->decide(memory, ho_session_view(s), 1, &plan);
        for (int i = 0; i < plan.n; i++) ho_session_propose(s, &plan.d[i]);
        if (ho_session_phase(s) == HO_PHASE_FRAMING) {
            ho_framing_propose(s);
            assert_true(ho_framing_lock(s));
        }
        give_reasons(s);
        assert_true(ho_session_advance(s));
    }
    if (ho_session_phase(s) == HO_PHASE_FRAMING) {
        ho_framing_propose(s);
        assert_true(ho_framing_lock(s));
        give_reasons(s);
    }
    free(memory);
}

/* ---- the app ------------------------------------------------------------------------------------------- */

static void frame(play_t *p, const ho_input_t *event, int n)
{
    assert_int_equal(ho_app_frame(p->app, 0.1, event, n, &p->pixels, p->scale), 0);
}

void play_open(play_t *p, const play_setup_t *setup, const char *screen)
{
    *p = (play_t){.scale = setup->scale > 0.0 ? setup->scale : 1.0};
    int w = setup->width, h = setup->height;
    p->pixels = (ho_pixels_t){calloc((size_t)w * (size_t)h, sizeof(uint32_t)), w, h, w};
    ho_scenario_t *scenario = calloc(1, sizeof *scenario);
    ho_diags_t *diags = malloc(sizeof *diags);
    assert_true(p->pixels.argb && scenario && diags);
    char path[512];
    snprintf(path, sizeof path, "%s/%s", HO_SOURCE_DIR, setup->scenario);
    assert_int_equal(ho_scenario_load(path, scenario, diags), HO_SCENARIO_OK);
    free(diags);
    if (setup->crowded) crowd(scenario);
    ho_session_options_t options = {.seed = 34, .guided = setup->guided};
    p->session = ho_session_new(scenario, &options);
    assert_non_null(p->session);
    play_days(p->session, setup->bot ? setup->bot : "staged", setup->day);
    ho_app_setup_t app = {.font = box_font(), .prefs = ho_prefs_default()};
    app.prefs.theme = (int)setup->theme;
    if (setup->charts) snprintf(app.prefs.charts, sizeof app.prefs.charts, "%s", setup->charts);
    p->app = ho_app_new(&app);
    assert_non_null(p->app);
    ho_app_set_session(p->app, p->session, scenario);
    play_go(p, screen);
}

void play_close(play_t *p)
{
    ho_app_free(p->app);
    free(p->pixels.argb);
}

ho_session_t *play_session(const play_t *p)
{
    return ho_app_session(p->app);
}

const char *play_screen(const play_t *p)
{
    return ho_app_screen(p->app)->name;
}

void play_go(play_t *p, const char *screen)
{
    ho_app_go(p->app, screen, NULL);
    play_wait(p, 2);
}

void play_wait(play_t *p, int frames)
{
    for (int i = 0; i < frames; i++) frame(p, NULL, 0);
}

void play_send(play_t *p, ho_input_t event)
{
    frame(p, &event, 1);
}

bool play_has(const play_t *p, const char *id)
{
    return ho_ui_find(ho_app_ui(p->app), id) != NULL;
}

const ho_widget_t *play_find(const play_t *p, const char *id)
{
    const ho_widget_t *w = ho_ui_find(ho_app_ui(p->app), id);
    if (!w) fail_msg("no widget %s", id);
    return w;
}

void play_click(play_t *p, const char *id)
{
    ho_rect_t r = play_find(p, id)->hit;
    double x = r.x + 0.5 * r.w, y = r.y + 0.5 * r.h;
    play_send(p, ho_input_at(HO_INPUT_MOVE, x, y));
    ho_input_t press = ho_input_at(HO_INPUT_PRESS, x, y);
    press.clicks = 1;
    play_send(p, press);
    play_send(p, ho_input_at(HO_INPUT_RELEASE, x, y));
}

void play_key(play_t *p, int key, unsigned mods)
{
    play_send(p, ho_input_key(key, mods));
}

/* ---- looking ------------------------------------------------------------------------------------------- */

enum { TEXTS_MAX = 4000 };

typedef struct {
    play_t *p;
    int faults;
    double w, h;
    struct {
        ho_rect_t box;
        char text[48];
    } seen[TEXTS_MAX];
    int n_seen;
} looking_t;

static void note(looking_t *l, const char *what, const char *id, ho_rect_t r)
{
    if (l->faults++ == 0)
        snprintf(l->p->fault, sizeof l->p->fault, "%s: '%.120s' at %.0f,%.0f %.0f x %.0f", what, id, r.x, r.y,
                 r.w, r.h);
}

/* A text that runs out of its clip at the side, without an ellipsis, is cut; scrolling may cut it above and
 * below. */
static void look_at_text(void *user, const ho_text_seen_t *seen)
{
    looking_t *l = user;
    char text[121];
    snprintf(text, sizeof text, "%.*s", (int)(seen->n < 120 ? seen->n : 120), seen->text);
    ho_rect_t shown = ho_rect_intersect(seen->box, seen->clip);
    if (shown.w <= 0.0 || shown.h <= 0.0) return;
    if (l->n_seen < TEXTS_MAX) {
        l->seen[l->n_seen].box = shown;
        snprintf(l->seen[l->n_seen++].text, sizeof l->seen[0].text, "%.47s", text);
    }
    if (seen->box.x < seen->clip.x - 1.5 || seen->box.x + seen->box.w > seen->clip.x + seen->clip.w + 1.5)
        note(l, "a text is cut without an ellipsis", text, seen->box);
    if (seen->box.x < -0.5 || seen->box.x + seen->box.w > l->w + 0.5)
        note(l, "a text is out of the window", text, seen->box);
}

static void look_at_widgets(looking_t *l, const ho_ui_t *ui)
{
    ho_rect_t window = {0.0, 0.0, l->w, l->h};
    int n = ho_ui_count(ui), top = ho_ui_layers(ui);
    for (int i = 0; i < n; i++) {
        const ho_widget_t *a = ho_ui_widget(ui, i);
        if (a->kind == HO_WIDGET_VALUE || a->covered || a->layer != top) continue;
        if (a->hit.w <= 0.0 || a->hit.h <= 0.0) continue; /* scrolled away */
        if (!ho_rect_contains(window, a->hit, -0.5)) note(l, "out of the window", a->id, a->hit);
        if (!a->clipped && (a->hit.w < HO_HIT_MIN - 0.01 || a->hit.h < HO_HIT_MIN - 0.01))
            note(l, "below 28 px", a->id, a->hit);
        for (int k = 0; k < i; k++) {
            const ho_widget_t *b = ho_ui_widget(ui, k);
            if (b->kind == HO_WIDGET_VALUE || b->covered || b->layer != top) continue;
            ho_rect_t both = ho_rect_intersect(a->hit, b->hit);
            char pair[240];
            snprintf(pair, sizeof pair, "%.100s and %.100s", b->id, a->id);
            if (both.w > 0.5 && both.h > 0.5) note(l, "on each other", pair, both);
        }
    }
}

/* Two texts in one place; a dialog lies on others on purpose. */
static void look_at_overlaps(looking_t *l, const ho_ui_t *ui)
{
    for (int i = 0; i < l->n_seen && ho_ui_layers(ui) == 0; i++)
        for (int k = 0; k < i; k++) {
            ho_rect_t both = ho_rect_intersect(l->seen[i].box, l->seen[k].box);
            char pair[128];
            snprintf(pair, sizeof pair, "%s and %s", l->seen[k].text, l->seen[i].text);
            if (both.w > 1.0 && both.h > 1.0) note(l, "texts on each other", pair, both);
        }
}

int play_faults(play_t *p)
{
    ho_ui_t *ui = ho_app_ui(p->app);
    ho_rect_t window = ho_app_window(p->app);
    looking_t *l = calloc(1, sizeof *l);
    assert_non_null(l);
    l->p = p;
    l->w = window.w;
    l->h = window.h;
    p->fault[0] = '\0';
    ho_canvas_watch_text(ui->c, look_at_text, l);
    frame(p, NULL, 0);
    ho_canvas_watch_text(ui->c, NULL, NULL);
    look_at_widgets(l, ui);
    look_at_overlaps(l, ui);
    int faults = l->faults;
    free(l);
    return faults;
}
