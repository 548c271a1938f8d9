/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form made from the parameters of a decision's row: one control for each kind of parameter, price, effect
 * and refusal below. A decision that is added to the engine's table needs nothing here. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/layout.h"
#include "ui/operate.h"
#include "ui/operate_cond.h"

enum { MAX_CHOICES = 64, FIELD_H = 62, CHIP_PITCH = 32 };

/* A list of values with their words. */
typedef struct {
    double value[MAX_CHOICES];
    const char *label[MAX_CHOICES];
    int n;
} choices_t;

static void add_choice(choices_t *list, double value, const char *label)
{
    if (list->n >= MAX_CHOICES || !label) return;
    list->value[list->n] = value;
    list->label[list->n++] = label;
}

/* A word of files as people read it: "window_days" becomes "Window days". */
static const char *capital(const ho_operate_pass_t *p, const char *word)
{
    char text[64];
    snprintf(text, sizeof text, "%s", word);
    for (char *c = text; *c; c++)
        if (*c == '_') *c = ' ';
    return ho_ui_sentence(p->ui, ho_ui_id(p->ui, "%s", text));
}

/* What leaving a parameter out means is the end of its help: "which version; none is the live one". */
static const char NONE_IS[] = "; none is ";

static const char *words_of_none(const ho_operate_pass_t *p, const ho_param_t *param)
{
    const char *at = strstr(param->help, NONE_IS);
    return at ? capital(p, at + sizeof NONE_IS - 1) : "None";
}

/* The help without that end, where the choice itself says it. */
static const char *help_of(const ho_operate_pass_t *p, const ho_param_t *param)
{
    const char *at = strstr(param->help, NONE_IS);
    return at && param->lo < 0.0 ? ho_ui_id(p->ui, "%.*s", (int)(at - param->help), param->help)
                                 : param->help;
}

static void list_versions(const ho_operate_pass_t *p, choices_t *list)
{
    const ho_view_t *view = ho_session_view(p->session);
    for (int v = ho_view_versions(view) - 1; v >= 0; v--) {
        char name[64];
        ho_words_version(p->session, v, name, sizeof name);
        add_choice(list, v, ho_ui_id(p->ui, "%s", name));
    }
}

/* The words of an enumerated parameter's values. */
static void list_choices(const ho_operate_pass_t *p, const ho_param_t *param, choices_t *list)
{
    const ho_scenario_t *sc = ho_session_scenario(p->session);
    const ho_brief_t *brief = ho_session_brief(p->session);
    list->n = 0;
    if (param->lo < 0.0)
        add_choice(list, -1.0,
                   param->kind == HO_PARAM_SEGMENT ? ho_words_segment(sc, -1) : words_of_none(p, param));
    switch (param->kind) {
    case HO_PARAM_SEGMENT:
        for (int i = 0; i < brief->n_segments; i++) add_choice(list, i, ho_words_segment(sc, i));
        break;
    case HO_PARAM_OPTION:
        for (int i = 0; i < brief->n_options; i++) add_choice(list, i, ho_words_option(sc, i));
        break;
    case HO_PARAM_VERSION: list_versions(p, list); break;
    case HO_PARAM_METRIC:
        for (int i = 0; i < HO_METRIC_COUNT; i++) add_choice(list, i, ho_metric_info(i)->title);
        break;
    case HO_PARAM_ROLE:
        for (int i = 0; i < HO_ROLES; i++) add_choice(list, i, ho_words_role(i));
        break;
    case HO_PARAM_DUTY:
        for (int i = 0; i < HO_DUTIES; i++) add_choice(list, i, ho_words_duty(i));
        break;
    case HO_PARAM_INVEST:
        for (int i = 0; i < HO_INVESTMENTS; i++)
            if (!ho_view_built(ho_session_draft(p->session), (ho_invest_t)i))
                add_choice(list, i, ho_words_invest(i));
        break;
    case HO_PARAM_LAYER:
        for (int i = 0; i < HO_LAYERS; i++) add_choice(list, i, ho_words_layer(i));
        break;
    case HO_PARAM_MODE:
        for (int i = 0; i < HO_TRAIN_MODES; i++) add_choice(list, i, capital(p, ho_train_mode_name(i)));
        break;
    case HO_PARAM_SHARE:
    case HO_PARAM_NUMBER:
    case HO_PARAM_COUNT:
    case HO_PARAM_DAYS:
    case HO_PARAM_SWITCH:
    case HO_PARAM_SEGMENTS:
    case HO_PARAM_SOURCES:
    case HO_PARAM_COND: break;
    }
}

/* ---- controls ------------------------------------------------------------------------------------------ */

static void draw_list(const ho_operate_pass_t *p, const char *id, ho_rect_t r, const ho_param_t *param,
                      ho_decision_t *d)
{
    choices_t list;
    list_choices(p, param, &list);
    double now = ho_param_get(d, param);
    int selected = -1;
    for (int i = 0; i < list.n; i++)
        if (list.value[i] == now) selected = i;
    if (selected < 0 && list.n > 0) { /* what the fallback names is not there: the first that is */
        selected = 0;
        ho_param_set(d, param, list.value[0]);
    }
    if (ho_ui_select(p->ui, id, r, list.label, list.n, &selected, list.n ? "Choose" : "There is none") &&
        selected >= 0)
        ho_param_set(d, param, list.value[selected]);
}

static void draw_number(const ho_operate_pass_t *p, const char *id, ho_rect_t r, const ho_param_t *param,
                        ho_decision_t *d)
{
    double value = ho_param_get(d, param), range = param->hi - param->lo;
    bool whole = param->kind == HO_PARAM_COUNT || param->kind == HO_PARAM_DAYS;
    ho_ui_number_t look = {.lo = param->lo,
                           .hi = param->hi,
                           .step = 1.0,
                           .format = HO_FORMAT_PLAIN,
                           .label = param->name,
                           .decimals = whole           ? 0
                                       : range <= 20.0 ? 3
                                                       : 0,
                           .unit = param->kind == HO_PARAM_DAYS ? "days" : NULL};
    r.w = 160.0;
    if (whole && range <= HO_MAX_DAYS ? ho_ui_stepper(p->ui, id, r, &look, &value)
                                      : ho_ui_number(p->ui, id, r, &look, &value))
        ho_param_set(d, param, value);
}

static void draw_share(const ho_operate_pass_t *p, const char *id, ho_rect_t r, const ho_param_t *param,
                       ho_decision_t *d)
{
    double value = ho_param_get(d, param), live = value;
    bool percent = param->lo <= 0.01;
    ho_ui_slider_t look = {.lo = param->lo,
                           .hi = param->hi,
                           .step = 0.01,
                           .mark = (double)NAN,
                           .format = percent ? HO_FORMAT_PERCENT : HO_FORMAT_PLAIN,
                           .label = param->name};
    bool moved = ho_ui_slider(p->ui, id, (ho_rect_t){r.x, r.y, r.w - 76.0, r.h}, &look, &value, &live);
    ho_ui_label(p->ui, r.x + r.w, r.y + 0.5 * r.h, 70.0, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, p->ui->t->text,
                HO_ALIGN_RIGHT, percent ? ho_operate_share(p, live) : ho_operate_value(p, live, look.format));
    if (moved) ho_param_set(d, param, value);
}

/* The chips of a set of bits in rows of width r.w. With draw, they are declared, and the bits that were
 * pressed change. Returns the number of rows. */
static int place_chips(const ho_operate_pass_t *p, const char *id, ho_rect_t r, const ho_param_t *param,
                       unsigned *bits, bool draw)
{
    bool segments = param->kind == HO_PARAM_SEGMENTS;
    int n = segments ? ho_session_brief(p->session)->n_segments : HO_N_SOURCES, rows = 1;
    double x = r.x, y = r.y;
    for (int i = 0; i < n; i++) {
        const char *label =
            segments ? ho_words_segment(ho_session_scenario(p->session), i) : capital(p, ho_source_name(i));
        bool on = *bits >> i & 1u;
        ho_ui_chip_t look = {.on = &on};
        double w = ho_ui_chip_width(p->ui, label, &look);
        if (w > r.w) w = r.w;
        if (x > r.x && x + w > r.x + r.w) {
            x = r.x;
            y += CHIP_PITCH;
            rows++;
        }
        if (draw &&
            ho_ui_chip(p->ui, ho_ui_id(p->ui, "%s.%d", id, i), (ho_rect_t){x, y, w, HO_H_CHIP}, label, &look))
            *bits ^= 1u << i;
        x += w + 6.0;
    }
    return rows;
}

/* Bits as chips; for segments no bit means all. */
static void draw_bits(const ho_operate_pass_t *p, const char *id, ho_rect_t r, const ho_param_t *param,
                      ho_decision_t *d)
{
    unsigned bits = (unsigned)ho_param_get(d, param);
    place_chips(p, id, r, param, &bits, true);
    if (bits >= param->lo) ho_param_set(d, param, bits);
}

static double height_of_param(const ho_operate_pass_t *p, const ho_param_t *param, double width)
{
    if (param->kind == HO_PARAM_COND) return HO_OPERATE_COND_H + 26.0;
    if (param->kind != HO_PARAM_SEGMENTS && param->kind != HO_PARAM_SOURCES) return FIELD_H + 6.0;
    unsigned none = 0;
    return 28.0 + CHIP_PITCH * place_chips(p, "", (ho_rect_t){0.0, 0.0, width, 0.0}, param, &none, false);
}

static void draw_param(const ho_operate_pass_t *p, ho_rect_t r, const ho_param_t *param, ho_decision_t *d)
{
    ho_ui_t *ui = p->ui;
    const char *id = ho_ui_id(ui, "form.%s", param->name);
    double w = ho_ui_label(ui, r.x, r.y + 9.0, 0.45 * r.w, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ui->t->text,
                           HO_ALIGN_LEFT, capital(p, param->name));
    ho_ui_label(ui, r.x + r.w, r.y + 9.0, r.w - w - 12.0, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_RIGHT, help_of(p, param));
    ho_rect_t at = {r.x, r.y + 22.0, r.w, HO_H_SELECT};
    switch (param->kind) {
    case HO_PARAM_SHARE: draw_share(p, id, at, param, d); break;
    case HO_PARAM_NUMBER:
    case HO_PARAM_COUNT:
    case HO_PARAM_DAYS: draw_number(p, id, at, param, d); break;
    case HO_PARAM_SWITCH: {
        bool on = ho_param_get(d, param) != 0.0;
        if (ho_ui_toggle(ui, id, at, on ? "Yes" : "No", &on)) ho_param_set(d, param, on);
        break;
    }
    case HO_PARAM_SEGMENTS:
    case HO_PARAM_SOURCES: draw_bits(p, id, at, param, d); break;
    case HO_PARAM_COND:
        ho_operate_cond(p, id, (ho_rect_t){r.x, r.y + 22.0, r.w, HO_OPERATE_COND_H}, &d->cond);
        break;
    case HO_PARAM_SEGMENT:
    case HO_PARAM_OPTION:
    case HO_PARAM_VERSION:
    case HO_PARAM_METRIC:
    case HO_PARAM_ROLE:
    case HO_PARAM_DUTY:
    case HO_PARAM_INVEST:
    case HO_PARAM_LAYER:
    case HO_PARAM_MODE: draw_list(p, id, at, param, d); break;
    }
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void draw_effect(const ho_operate_pass_t *p, ho_rect_t r, const ho_preview_t *preview)
{
    ho_rect_t tiles = ho_cut_top(&r, preview->n ? 62.0 : 0.0, preview->n ? 6.0 : 0.0);
    ho_operate_tiles(p, tiles, "form.effect", preview);
    ho_ui_label(p->ui, r.x, r.y + 8.0, r.w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, p->ui->t->text_2,
                HO_ALIGN_LEFT, preview->assumption);
}

void ho_operate_form(const ho_operate_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_operate_t *op = p->op;
    ho_decision_t *d = &op->form;
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    bool within = op->dialog == HO_OPERATE_ALL;
    if (within) {
        ho_ui_label(ui, r.x, r.y + 10.0, r.w, HO_FONT_APP, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                    info->title);
        ho_cut_top(&r, 26.0, 0.0);
    }
    double help = ho_ui_para(ui, r.x, r.y, r.w, HO_FONT_SMALL, ui->t->text_2, 3, true,
                             ho_ui_id(ui, "%s.", ho_ui_sentence(ui, info->help)));
    ho_cut_top(&r, help, 12.0);
    const ho_preview_t *preview = ho_operate_preview(p, &op->action, d);
    ho_rect_t button = ho_cut_bottom(&r, HO_H_ACTION, 10.0);
    ho_rect_t effect = ho_cut_bottom(&r, preview->n ? 88.0 : 20.0, 8.0);
    double need = 0.0;
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name; i++)
        need += height_of_param(p, &info->param[i], r.w - 6.0);
    ho_rect_t area = ho_ui_scroll_begin(ui, "form.scroll", (ho_rect_t){r.x - 4.0, r.y, r.w + 8.0, r.h}, need);
    double y = area.y;
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name; i++) {
        double h = height_of_param(p, &info->param[i], r.w - 6.0);
        draw_param(p, (ho_rect_t){area.x + 4.0, y, area.w - 8.0, h}, &info->param[i], d);
        y += h;
    }
    ho_ui_scroll_end(ui);
    draw_effect(p, effect, preview);
    ho_refusal_t refused = ho_session_check(p->session, d, NULL);
    bool no = p->replay || refused != HO_REFUSED_NONE;
    ho_ui_button_t look = {.look = HO_BUTTON_PRIMARY,
                           .icon = HO_ICON_CHECK,
                           .action = HO_ACT_ACCEPT,
                           .disabled = no,
                           .note = preview->price,
                           .why = no ? (preview->refusal[0] ? preview->refusal : ho_refusal_text(refused))
                                     : NULL};
    if (ho_ui_button(ui, "form.do", button, info->big ? "Decide" : "Add to today", &look) &&
        ho_operate_propose(p, d))
        op->dialog_open = false;
}
