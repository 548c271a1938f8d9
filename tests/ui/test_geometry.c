/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every screen in every theme and size: nothing overlaps, nothing leaves the window, nothing is cut
 * without an ellipsis,
 * everything can be hit, no card is empty. HO_GEOMETRY=all goes on after the first fault and lists what
 * has an ellipsis. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "hall.h"
#include "session/framing.h"
#include "session/games.h"
#include "ui/operate.h"

static const struct {
    const char *name;
    int width, height;
    double scale;
} SIZES[] = {
    {"1280x720", 1280, 720, 1},        {"1600x900", 1600, 900, 1}, {"1920x1080", 1920, 1080, 1},
    {"2560x1440 at 2", 2560, 1440, 2}, {"640x360", 640, 360, 1},
};
enum { N_SIZES = sizeof SIZES / sizeof SIZES[0], FAULTS_SHOWN = 40 };

typedef struct {
    const char *scene;
    int size, theme;
    int faults;
} look_t;

static void report(look_t *l, const char *what, const char *a, const char *b)
{
    if (l->faults++ < FAULTS_SHOWN) {
        print_error("%s, %s, theme %d: %s: \"%s\"%s%s%s\n", l->scene, SIZES[l->size].name, l->theme, what, a,
                    b != NULL ? " and \"" : "", b != NULL ? b : "", b != NULL ? "\"" : "");
    }
}

/* ---- texts ---- */

static bool is_out_of_sight(const hall_text_t *t)
{
    ho_rect_t seen = ho_rect_intersect(t->box, t->clip);
    return seen.w <= 0 || seen.h <= 0;
}

/* Sideways a text ends within its clip; up and down it may leave it only by scrolling. */
static void check_text(look_t *l, const hall_t *h, const hall_text_t *t)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    ho_rect_t window = ho_app_window(h->app), clip = t->clip;
    if (clip.x <= window.x) { /* a window that is too small scrolls */
        clip.w += clip.x;
        clip.x = 0;
    }
    clip.w = clip.x + clip.w >= window.x + window.w - 1 ? ui->w - clip.x : clip.w;
    if (t->box.x < clip.x - 1 || t->box.x + t->box.w > clip.x + clip.w + 1) {
        report(l, "cut without an ellipsis", t->text, NULL);
    }
    if (t->box.x < 0 || t->box.y < 0 || t->box.x + t->box.w > ui->w ||
        (t->box.y + t->box.h > ui->h && t->clip.h >= ui->h)) {
        report(l, "out of the window", t->text, NULL);
    }
    if (t->cut && (t->box.w < 24 || strcmp(t->text, "\xE2\x80\xA6") == 0)) {
        char place[64];
        snprintf(place, sizeof place, "at %.0f, %.0f", t->box.x, t->box.y);
        report(l, "nothing but an ellipsis", t->text, place);
    }
}

/* Closer than 3 px sideways and 1 px up and down. Runs of one line of one paragraph follow each other by a
 * space. */
static bool collide(const hall_text_t *a, const hall_text_t *b)
{
    ho_rect_t p = ho_rect_intersect(a->box, a->clip), q = ho_rect_intersect(b->box, b->clip);
    double x = fmax(p.x, q.x) - fmin(p.x + p.w, q.x + q.w);
    double y = fmax(p.y, q.y) - fmin(p.y + p.h, q.y + q.h);
    bool one_line = fabs(a->box.y - b->box.y) < 0.6 && fabs(a->box.h - b->box.h) < 0.1;
    return x < (one_line ? -0.5 : 3) && y < 1;
}

static void check_texts(look_t *l, const hall_t *h)
{
    for (int i = 0; i < h->n_texts; i++) {
        const hall_text_t *a = &h->text[i];
        if (is_out_of_sight(a)) {
            continue;
        }
        check_text(l, h, a);
        for (int k = 0; k < i; k++) {
            const hall_text_t *b = &h->text[k];
            if (a->sheet == b->sheet && !is_out_of_sight(b) && collide(a, b)) {
                report(l, "texts touch", b->text, a->text);
            }
        }
    }
}

/* ---- widgets ---- */

static bool is_on_top(const ho_widget_t *w, int layers)
{
    return w->layer == layers && !w->covered;
}

static void check_widget(look_t *l, const hall_t *h, const ho_widget_t *w)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    ho_rect_t r = w->kind == HO_WIDGET_VALUE ? w->rect : w->hit;
    if (w->clipped) {
        return;
    }
    if (r.x < -0.5 || r.y < -0.5 || r.x + r.w > ui->w + 0.5 || r.y + r.h > ui->h + 0.5) {
        report(l, "a widget leaves the window", w->id, NULL);
    }
    if (w->kind != HO_WIDGET_VALUE && (r.w < 27.99 || r.h < 27.99)) {
        report(l, "too small to hit", w->id, NULL);
    }
}

/* What can be pressed inside a larger thing that can be pressed: a legend in its chart, a cross on its
 * chip. */
static bool is_inside(const ho_widget_t *part, const ho_widget_t *whole)
{
    bool holds =
        whole->kind == HO_WIDGET_FIGURE || whole->kind == HO_WIDGET_CARD || whole->kind == HO_WIDGET_ROW;
    return holds && ho_rect_contains(whole->hit, part->hit, 1) &&
           whole->hit.w * whole->hit.h > 1.5 * part->hit.w * part->hit.h;
}

static void check_pair(look_t *l, const ho_widget_t *a, const ho_widget_t *b)
{
    if (a->kind == HO_WIDGET_VALUE || b->kind == HO_WIDGET_VALUE || a->floats != b->floats) {
        return;
    }
    ho_rect_t both = ho_rect_intersect(a->hit, b->hit);
    if (both.w > 0.5 && both.h > 0.5 && !is_inside(a, b) && !is_inside(b, a)) {
        report(l, "hits overlap", a->id, b->id);
    }
    if (strcmp(a->id, b->id) == 0) {
        report(l, "two widgets of one name", a->id, NULL);
    }
}

/* A card or chart says something. */
static void check_card(look_t *l, const hall_t *h, const ho_widget_t *w)
{
    if ((w->kind != HO_WIDGET_CARD && w->kind != HO_WIDGET_FIGURE) || w->clipped) {
        return;
    }
    for (int i = 0; i < h->n_texts; i++) {
        ho_rect_t in = ho_rect_intersect(h->text[i].box, w->rect);
        if (in.w > 0 && in.h > 0) {
            return;
        }
    }
    if (w->label == NULL || w->label[0] == '\0') {
        report(l, "an empty card", w->id, NULL);
    }
}

static void check_widgets(look_t *l, const hall_t *h)
{
    const ho_ui_t *ui = ho_app_ui(h->app);
    int n = ho_ui_count(ui), layers = ho_ui_layers(ui);
    for (int i = 0; i < n; i++) {
        const ho_widget_t *w = ho_ui_widget(ui, i);
        if (!is_on_top(w, layers)) {
            continue;
        }
        check_widget(l, h, w);
        check_card(l, h, w);
        for (int k = 0; k < i; k++) {
            if (is_on_top(ho_ui_widget(ui, k), layers)) {
                check_pair(l, ho_ui_widget(ui, k), w);
            }
        }
    }
}

/* ---- looking at a scene ---- */

static void list_cut(const hall_t *h, const char *scene, const char *size)
{
    for (int i = 0; i < h->n_texts; i++) {
        if (h->text[i].cut && !is_out_of_sight(&h->text[i])) {
            printf("ellipsis: %s, %s: %s\n", scene, size, h->text[i].text);
        }
    }
}

/* Esc, until no dialog is open: the first one may only end the typing in a field. */
static void close_dialogs(hall_t *h)
{
    for (int i = 0; i < 3 && ho_ui_layers(ho_app_ui(h->app)) > 0; i++) {
        hall_key(h, HO_KEY_ESC, 0);
    }
    assert_int_equal(ho_ui_layers(ho_app_ui(h->app)), 0);
}

static int all_faults;

/* Looks at what stands on the screen in one size. A theme changes no size but that of the borders: only
 * the first two
 * windows are looked at in all of them. */
static void look_at(hall_t *h, const char *scene, int size)
{
    bool lists = getenv("HO_GEOMETRY") != NULL, slow = getenv("HO_TEST_SCALE") != NULL;
    for (int theme = 0; theme < HO_THEME_COUNT; theme++) {
        if (theme != HO_THEME_DARK && (slow || size > 1)) {
            continue;
        }
        look_t l = {.scene = scene, .size = size, .theme = theme};
        hall_resize(h, SIZES[size].width, SIZES[size].height, SIZES[size].scale, (ho_theme_id_t)theme);
        hall_settle(h);
        check_texts(&l, h);
        check_widgets(&l, h);
        if (lists && theme == HO_THEME_DARK) {
            list_cut(h, scene, SIZES[size].name);
        }
        all_faults += l.faults;
    }
    if (!lists) {
        assert_int_equal(all_faults, 0);
    }
}

/* In all sizes. */
static void look(hall_t *h, const char *scene)
{
    for (int size = 0; size < N_SIZES; size++) {
        look_at(h, scene, size);
    }
    hall_resize(h, 1600, 900, 1, HO_THEME_DARK);
    hall_settle(h);
}

static void finish(hall_t *h)
{
    hall_close(h);
    int n = all_faults;
    all_faults = 0;
    assert_int_equal(n, 0);
}

/* ---- scenes ---- */

static void copy_file(const char *from, const char *to)
{
    size_t n;
    char *text = game_read(from, &n);
    game_write(to, text, n);
    free(text);
}

/* A folder with a guided scenario, `n` others with the longest names, and one with faults. */
static void fill_shelf(const char *folder, int n)
{
    char to[512];
    const char *wide = HO_SOURCE_DIR "/tests/ui/wide/wide.json";
    snprintf(to, sizeof to, "%s/first-launch.json", folder);
    copy_file(HO_SOURCE_DIR "/scenarios/first-launch.json", to);
    size_t size;
    char *text = game_read(wide, &size);
    char *id = strstr(text, "name-there-may-be-x");
    assert_non_null(id);
    for (int i = 0; i < n; i++) {
        id[18] = (char)('a' + i);
        snprintf(to, sizeof to, "%s/wide-%d.json", folder, i);
        game_write(to, text, size);
    }
    text[size / 2] = '!';
    snprintf(to, sizeof to, "%s/faulty.json", folder);
    game_write(to, text, size);
    free(text);
}

static void test_shelf_with_nothing(void **state)
{
    (void)state;
    hall_t h;
    char data[256], empty[256];
    game_folder("geometry-none", empty);
    game_folder("geometry-data", data);
    hall_open(&h, data, empty);
    hall_go(&h, "shelf", NULL);
    look(&h, "shelf without scenarios");
    hall_click(&h, "shelf.games");
    look(&h, "no saved games");
    finish(&h);
}

/* Two saved games in the store, the newer one waits on the banner. */
static void save_games(hall_t *h, const char *folder)
{
    static const char *const ids[] = {"first-launch", "the-longest-name-there-may-be-a"};
    for (int i = 0; i < 2; i++) {
        char path[HO_STORE_PATH], file[512];
        snprintf(file, sizeof file, "%s/%s.json", folder, i == 0 ? "first-launch" : "wide-0");
        assert_true(ho_store_new_save(&h->store, ids[i], path));
        ho_scenario_t *sc = calloc(1, sizeof *sc);
        ho_diags_t *diags = calloc(1, sizeof *diags);
        assert_true(sc != NULL && diags != NULL);
        assert_int_equal(ho_scenario_load(file, sc, diags), HO_SCENARIO_OK);
        ho_session_t *s = game_new(sc, path);
        game_frame(s, 1);
        game_play_to(s, 12);
        ho_session_free(s);
        game_scenario_free(sc);
        free(diags);
    }
}

static void test_shelf_with_many(void **state)
{
    (void)state;
    hall_t h;
    char folder[256], data[256];
    game_folder("geometry-many", folder);
    game_folder("geometry-games", data);
    fill_shelf(folder, 11);
    hall_open(&h, data, folder);
    hall_go(&h, "shelf", NULL);
    look(&h, "shelf with nothing played");
    save_games(&h, folder);
    hall_go(&h, "shelf", NULL);
    look(&h, "shelf with a game that waits");
    hall_resize(&h, 1280, 720, 1, HO_THEME_DARK);
    hall_settle(&h);
    hall_click(&h, "shelf.filters");
    hall_resize(&h, 1280, 720, 1, HO_THEME_DARK);
    look_at(&h, "filters of a narrow shelf", 0);
    close_dialogs(&h);
    hall_click(&h, "shelf.again");
    look(&h, "start again?");
    close_dialogs(&h);
    hall_click(&h, "shelf.games");
    look(&h, "saved games");
    close_dialogs(&h);
    hall_click(&h, "shelf.open-file");
    look(&h, "open a file");
    close_dialogs(&h);
    ho_ui_focus(ho_app_ui(h.app), "shelf.card.the-longest-name-there-may-be-b");
    hall_settle(&h);
    hall_key(&h, 'i', 0);
    look(&h, "about a scenario");
    close_dialogs(&h);
    hall_click(&h, "shelf.card.faulty");
    look(&h, "faults");
    close_dialogs(&h);
    hall_click(&h, "shelf.search");
    hall_type(&h, "no such thing as this");
    look(&h, "no match");
    finish(&h);
}

static ho_scenario_t *wide_scenario(void)
{
    ho_scenario_t *sc = calloc(1, sizeof *sc);
    ho_diags_t *diags = calloc(1, sizeof *diags);
    assert_true(sc != NULL && diags != NULL);
    const char *path = HO_SOURCE_DIR "/tests/ui/wide/wide.json";
    if (ho_scenario_load(path, sc, diags) != HO_SCENARIO_OK) {
        fail_msg("%s: %s", path, diags->item[0].message);
    }
    free(diags);
    return sc;
}

static void open_empty(hall_t *h)
{
    hall_open(h, NULL, NULL);
    h->store.trouble[0] = '\0';
}

/* A condition that takes much room. */
static ho_decision_t long_guardrail(ho_decision_kind_t kind, int metric)
{
    ho_decision_t d = ho_decision(kind);
    d.cond = (ho_cond_t){.n = 1,
                         .node = {{.kind = HO_COND_BELOW,
                                   .metric = metric,
                                   .seg = kind == HO_DO_RULE ? 3 : -1,
                                   .for_days = 28,
                                   .value = 0.123}}};
    return d;
}

static void test_framing(void **state)
{
    (void)state;
    static const int metrics[] = {HO_METRIC_AUDIT_PRECISION, HO_METRIC_MEAN_CONFIDENCE, HO_METRIC_PRECISION};
    hall_t h;
    open_empty(&h);
    ho_scenario_t *sc = wide_scenario();
    ho_session_t *s = game_new(sc, NULL);
    hall_play(&h, s);
    hall_go(&h, "framing", NULL);
    look(&h, "framing, nothing said");
    ho_decision_t ratio = ho_decision(HO_DO_ERROR_RATIO);
    ratio.x = 0.037;
    game_propose(s, &ratio);
    hall_settle(&h);
    look(&h, "framing, options open");
    hall_click(&h, "framing.questions");
    look(&h, "framing, questions");
    hall_click(&h, "framing.ask.0");
    hall_click(&h, "framing.ask.1");
    look(&h, "framing, two asked");
    close_dialogs(&h);
    hall_click(&h, "framing.plan");
    for (int i = 0; i < 3; i++) {
        ho_decision_t g = long_guardrail(HO_DO_GUARDRAIL, metrics[i]);
        game_propose(s, &g);
    }
    ho_decision_t kill = long_guardrail(HO_DO_KILL_CRITERION, HO_METRIC_MEAN_CONFIDENCE);
    game_propose(s, &kill);
    hall_settle(&h);
    look(&h, "framing, the team's plan");
    hall_click(&h, "framing.promises");
    look(&h, "framing, promises");
    close_dialogs(&h);
    for (int i = 0; i < HO_INVESTMENTS; i++) {
        ho_framing_invest(s, (ho_invest_t)i, true);
    }
    hall_settle(&h);
    look(&h, "framing, over budget");
    hall_click(&h, "framing.kill.metric");
    look(&h, "framing, a list open");
    close_dialogs(&h);
    hall_resize(&h, 1280, 720, 1, HO_THEME_DARK); /* the steps are pages */
    hall_settle(&h);
    for (int i = 0; i < HO_STEPS; i++) {
        char id[32];
        snprintf(id, sizeof id, "framing.step.%d", i);
        hall_resize(&h, 1280, 720, 1, HO_THEME_DARK);
        hall_settle(&h);
        hall_click(&h, id);
        look(&h, ho_framing_step_title((ho_framing_step_t)i));
    }
    finish(&h);
    game_scenario_free(sc);
}

static void test_guided_framing(void **state)
{
    (void)state;
    hall_t h;
    open_empty(&h);
    ho_scenario_t *sc = game_scenario("first-launch");
    ho_session_options_t options = {.seed = 7, .guided = true};
    ho_session_t *s = ho_session_new(sc, &options);
    assert_non_null(s);
    hall_play(&h, s);
    hall_go(&h, "framing", NULL);
    look(&h, "guided, failure");
    hall_click(&h, "framing.step.0");
    look(&h, "guided, brief");
    hall_click(&h, "framing.next");
    hall_send(&h, ho_input_key(HO_KEY_TAB, 0));
    ho_ui_focus(ho_app_ui(h.app), "framing.error");
    hall_settle(&h);
    hall_key(&h, HO_KEY_LEFT, 0);
    hall_key(&h, HO_KEY_LEFT, 0);
    assert_true(hall_find(&h, "framing.next")->enabled);
    look(&h, "guided, failure said");
    hall_click(&h, "framing.next");
    look(&h, "guided, options");
    hall_key(&h, '2', 0);
    ho_framing_t said;
    ho_framing(s, &said);
    assert_true(said.option >= 0);
    look(&h, "guided, option chosen");
    hall_click(&h, "framing.next");
    look(&h, "guided, owners");
    hall_click(&h, "framing.lock");
    assert_string_equal(ho_app_screen(h.app)->name, "operate");
    look(&h, "guided, day 0");
    game_reasons(s);
    for (int day = 1; day < 14; day++) {
        game_reasons(s);
        assert_true(ho_session_advance(s));
        hall_settle(&h);
        if (day == 1 || day == 4 || day % 5 == 3) {
            look(&h, "guided, the first days");
        }
    }
    finish(&h);
    game_scenario_free(sc);
}

static void test_settings_and_help(void **state)
{
    (void)state;
    hall_t h;
    open_empty(&h);
    hall_go(&h, "settings", NULL);
    look(&h, "settings");
    ho_app_help(h.app, true);
    hall_settle(&h);
    look(&h, "help");
    ho_app_help(h.app, false);
    for (int i = 0; i < 4; i++) {
        ho_app_toast(h.app, i % 2 ? HO_TONE_BAD : HO_TONE_GOOD,
                     "The game cannot be kept: the disk is full. Make room, or choose another folder with "
                     "--data-dir, and everything goes on from where it stands today.");
    }
    hall_settle(&h);
    look(&h, "toasts");
    finish(&h);
}

/* What waits for the player stands in the way of the rest: it is put off. */
static void put_off_messages(ho_session_t *s)
{
    int open[64];
    int n = ho_session_open(s, open, 64);
    for (int i = 0; i < n && i < 64; i++) {
        ho_session_acknowledge(s, open[i]);
    }
}

static void look_at_tabs(hall_t *h, ho_session_t *s, const char *day)
{
    put_off_messages(s);
    hall_settle(h);
    static const char *const tabs[] = {"now", "people", "model", "rules"};
    for (int i = 0; i < 4; i++) {
        char id[32], scene[64];
        snprintf(id, sizeof id, "operate.tab.%s", tabs[i]);
        snprintf(scene, sizeof scene, "operate, %s, %s", day, tabs[i]);
        hall_click(h, id);
        look(h, scene);
    }
    hall_click(h, "operate.tab.now");
}

static void look_at_dialogs(hall_t *h)
{
    ho_operate_t *op = ho_app_screen_data(h->app, "operate");
    hall_click(h, "operate.all");
    look(h, "all decisions");
    close_dialogs(h);
    for (int kind = 0; kind < HO_DECISIONS; kind++) {
        char scene[64];
        snprintf(scene, sizeof scene, "the form of %s", ho_decision_info(kind)->name);
        op->form = ho_decision((ho_decision_kind_t)kind);
        op->form_from = kind;
        op->dialog = kind % 4 == 0 ? HO_OPERATE_ALL : HO_OPERATE_FORM;
        op->dialog_open = true;
        hall_settle(h);
        look_at(h, scene, 0);
        hall_resize(h, 1600, 900, 1, HO_THEME_DARK);
        op->dialog_open = false;
        hall_settle(h);
    }
    static const ho_operate_dialog_t others[] = {HO_OPERATE_CHOOSE, HO_OPERATE_LOG};
    for (int i = 0; i < 2; i++) {
        op->dialog = others[i];
        op->dialog_open = true;
        hall_settle(h);
        look(h, i == 0 ? "choose charts" : "event log");
        op->dialog_open = false;
        hall_settle(h);
    }
}

static void look_at_reason(hall_t *h, ho_session_t *s)
{
    ho_decision_t d = game_threshold(0.83);
    game_propose(s, &d);
    hall_settle(h);
    look(h, "a reason is asked for");
    ho_session_withdraw(s, 0);
    hall_settle(h);
}

/* All charts that fit, of one segment. */
static void look_at_charts(hall_t *h)
{
    ho_operate_t *op = ho_app_screen_data(h->app, "operate");
    ho_operate_t before = *op;
    for (int first = 0; first < ho_charts_count(); first += HO_OPERATE_CHARTS) {
        op->n_charts = 0;
        for (int i = first; i < ho_charts_count() && op->n_charts < HO_OPERATE_CHARTS; i++) {
            op->chart[op->n_charts++] = i;
        }
        op->seg = first % 4 - 1;
        hall_settle(h);
        look_at(h, "operate, other charts", first / HO_OPERATE_CHARTS % N_SIZES);
        hall_resize(h, 1600, 900, 1, HO_THEME_DARK);
    }
    memcpy(op->chart, before.chart, sizeof op->chart);
    op->n_charts = before.n_charts;
    op->seg = before.seg;
    hall_settle(h);
}

static void test_operate(void **state)
{
    (void)state;
    hall_t h;
    open_empty(&h);
    ho_scenario_t *sc = wide_scenario();
    ho_session_t *s = game_new(sc, NULL);
    static const ho_invest_t built[] = {HO_INVEST_MONITORING, HO_INVEST_SEGMENTS, HO_INVEST_EXPERIMENT};
    for (size_t i = 0; i < sizeof built / sizeof built[0]; i++) {
        ho_framing_invest(s, built[i], true);
    }
    game_frame(s, 1);
    hall_play(&h, s);
    hall_go(&h, "operate", NULL);
    look_at_tabs(&h, s, "day 0");
    ho_decision_t rule = long_guardrail(HO_DO_RULE, HO_METRIC_MEAN_CONFIDENCE);
    bool asked = false, alarmed = false;
    while (ho_session_day(s) < 90) {
        if (ho_session_day(s) == 3) {
            game_propose(s, &rule);
        }
        game_play_busy(s, ho_session_day(s) + 1);
        int open[8];
        bool message = false, alarm = false;
        int n = ho_session_open(s, open, 8);
        for (int i = 0; i < n && i < 8; i++) {
            message = message || ho_session_event(s, open[i])->asks;
            alarm = alarm || ho_session_event(s, open[i])->kind == HO_EVENT_ALERT;
        }
        if ((message && !asked) || (alarm && !alarmed)) {
            hall_settle(&h);
            look(&h, message ? "a message asks" : "an alert");
            look_at_reason(&h, s);
            asked = asked || message;
            alarmed = alarmed || alarm;
        }
        if (ho_session_day(s) == 45) {
            look_at_tabs(&h, s, "day 45");
            look_at_dialogs(&h);
            look_at_reason(&h, s);
            look_at_charts(&h);
        }
    }
    assert_true(asked);
    look_at_tabs(&h, s, "day 90");
    finish(&h);
    game_scenario_free(sc);
}

static void test_end_and_replay(void **state)
{
    (void)state;
    hall_t h;
    open_empty(&h);
    ho_scenario_t *sc = wide_scenario();
    ho_session_t *s = game_new(sc, NULL);
    game_frame(s, 1);
    game_play_busy(s, ho_session_horizon(s));
    hall_play(&h, s);
    hall_go(&h, "end", NULL);
    look(&h, "end, not yet reckoned");
    for (int i = 0; i < 40; i++) {
        hall_wait(&h, 0.05);
    }
    hall_settle(&h);
    look(&h, "end");
    hall_go(&h, "replay", NULL);
    look(&h, "replay, last day");
    hall_key(&h, HO_KEY_HOME, 0);
    look(&h, "replay, first day");
    finish(&h);
    game_scenario_free(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shelf_with_nothing),
        cmocka_unit_test(test_shelf_with_many),
        cmocka_unit_test(test_framing),
        cmocka_unit_test(test_guided_framing),
        cmocka_unit_test(test_settings_and_help),
        cmocka_unit_test(test_operate),
        cmocka_unit_test(test_end_and_replay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
