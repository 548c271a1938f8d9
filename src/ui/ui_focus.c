/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the focus goes: Tab in reading order, arrows inside a group, F6 from panel to panel, dialogs. */
#include <math.h>
#include <string.h>

#include "ui/ui_inner.h"

void ho_ui_set_focus(ho_ui_t *ui, uint64_t hash, const char *id)
{
    ho_ui_inner_t *in = ui->in;
    if (in->focus == hash) {
        return;
    }
    if (in->edit_of != 0) {
        in->left_of = in->edit_of;
        in->edit_of = 0;
        memcpy(in->left_text, in->edit_text, sizeof in->left_text);
    }
    in->focus = hash;
    in->focus_index = -1;
    size_t n = strlen(id);
    n = n < HO_ID_MAX ? n : HO_ID_MAX - 1;
    memcpy(in->focus_id, id, n);
    in->focus_id[n] = '\0';
    in->again = true;
}

void ho_ui_focus(ho_ui_t *ui, const char *id)
{
    ho_ui_set_focus(ui, ho_ui_hash(id), id);
    ui->in->reveal = true;
    ui->in->again = true;
}

bool ho_ui_has_focus(const ho_ui_t *ui, const char *id)
{
    return ui->in->focus == ho_ui_hash(id);
}

const char *ho_ui_focused(const ho_ui_t *ui)
{
    return ui->in->focus != 0 ? ui->in->focus_id : "";
}

void ho_ui_panel(ho_ui_t *ui, const char *name)
{
    (void)name;
    ui->in->panel = ++ui->in->pass[ui->in->now].n_panels;
}

void ho_ui_group_begin(ho_ui_t *ui, const char *id)
{
    ui->in->group = ho_ui_hash(id);
}

void ho_ui_group_end(ho_ui_t *ui)
{
    ui->in->group = 0;
}

/* ---- moving ---- */

static bool can_have_focus(const ho_ui_t *ui, const ho_widget_t *w)
{
    return w->focusable && w->enabled && w->layer == ui->in->n_layers && !w->covered;
}

static void give_focus(ho_ui_t *ui, const ho_widget_t *w)
{
    ho_ui_set_focus(ui, w->hash, w->id);
    ui->in->reveal = true;
}

/* The member of w's group at which Tab enters: the chosen one, else the first. */
static const ho_widget_t *entry_of_group(const ho_ui_t *ui, const ho_widget_t *w)
{
    const ho_pass_record_t *pass = &ui->in->pass[ui->in->now];
    const ho_widget_t *first = NULL;
    for (int i = 0; i < pass->n && w->group != 0; i++) {
        const ho_widget_t *other = &pass->widget[i];
        if (other->group != w->group || !can_have_focus(ui, other)) {
            continue;
        }
        if (other->selected) {
            return other;
        }
        first = first == NULL ? other : first;
    }
    return first != NULL ? first : w;
}

/* The next stop of Tab from index `from`, `step` +1 or -1, around the ends. */
static const ho_widget_t *next_stop(const ho_ui_t *ui, int from, int step)
{
    const ho_pass_record_t *pass = &ui->in->pass[ui->in->now];
    uint64_t group = from >= 0 && from < pass->n ? pass->widget[from].group : 0;
    int i = from;
    for (int k = 0; k < pass->n; k++) {
        i = (i + step + pass->n) % pass->n;
        const ho_widget_t *w = &pass->widget[i];
        if (can_have_focus(ui, w) && (group == 0 || w->group != group)) {
            return entry_of_group(ui, w);
        }
    }
    return NULL;
}

/* The nearest member of the group in the direction of the arrow; distance across counts double. */
static const ho_widget_t *neighbour(const ho_ui_t *ui, const ho_widget_t *from, int key)
{
    const ho_pass_record_t *pass = &ui->in->pass[ui->in->now];
    bool sideways = key == HO_KEY_LEFT || key == HO_KEY_RIGHT;
    double sign = key == HO_KEY_LEFT || key == HO_KEY_UP ? -1 : 1;
    const ho_widget_t *best = NULL;
    double best_cost = (double)INFINITY;
    for (int i = 0; i < pass->n; i++) {
        const ho_widget_t *w = &pass->widget[i];
        if (w == from || w->group != from->group || !can_have_focus(ui, w)) {
            continue;
        }
        double dx = w->rect.x + w->rect.w / 2 - from->rect.x - from->rect.w / 2;
        double dy = w->rect.y + w->rect.h / 2 - from->rect.y - from->rect.h / 2;
        double along = (sideways ? dx : dy) * sign;
        double across = fabs(sideways ? dy : dx);
        double cost = along + 2 * across;
        if (along > 1 && along >= across * 0.5 && cost < best_cost) {
            best = w;
            best_cost = cost;
        }
    }
    return best;
}

/* The first stop of the next panel. */
static const ho_widget_t *next_panel(const ho_ui_t *ui, int panel)
{
    const ho_pass_record_t *pass = &ui->in->pass[ui->in->now];
    const ho_widget_t *first = NULL;
    for (int i = 0; i < pass->n; i++) {
        const ho_widget_t *w = &pass->widget[i];
        if (!can_have_focus(ui, w)) {
            continue;
        }
        if (w->panel > panel) {
            return entry_of_group(ui, w);
        }
        first = first == NULL ? w : first;
    }
    return first;
}

void ho_ui_move_focus(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    const ho_pass_record_t *pass = &in->pass[in->now];
    if (pass->n == 0) {
        return;
    }
    int index = in->focus_index;
    const ho_widget_t *w = ho_pass_find(pass, in->focus, &index);
    int key = ui->event.key;
    const ho_widget_t *to = NULL;
    if (in->action == HO_ACT_NEXT_PANEL) {
        to = next_panel(ui, w != NULL ? w->panel : -1);
        in->action = HO_ACT_NONE;
    } else if (key == HO_KEY_TAB && (ui->event.mods & (HO_MOD_CTRL | HO_MOD_ALT)) == 0) {
        bool back = (ui->event.mods & HO_MOD_SHIFT) != 0;
        if (index < 0) {
            index = back ? 0 : pass->n - 1; /* the first one comes next, or the last one */
            to = can_have_focus(ui, &pass->widget[back ? pass->n - 1 : 0])
                     ? entry_of_group(ui, &pass->widget[back ? pass->n - 1 : 0])
                     : NULL;
        }
        to = to != NULL ? to : next_stop(ui, index, back ? -1 : 1);
    } else if (key >= HO_KEY_LEFT && key <= HO_KEY_DOWN && ui->event.mods == 0) {
        to = w == NULL ? next_stop(ui, pass->n - 1, 1) : w->group != 0 ? neighbour(ui, w, key) : NULL;
    }
    if (to != NULL) {
        give_focus(ui, to);
    }
}

/* ---- dialogs ---- */

static void enter_layer(ho_ui_t *ui, int layer)
{
    ho_ui_inner_t *in = ui->in;
    const ho_pass_record_t *pass = &in->pass[in->now];
    in->layer_focus[layer] = in->focus;
    memcpy(in->layer_focus_id[layer], in->focus_id, HO_ID_MAX);
    const ho_widget_t *first = NULL, *chosen = ho_pass_find(pass, in->focus, NULL);
    if (chosen != NULL && chosen->layer == layer) {
        return; /* the dialog has chosen for itself */
    }
    for (int i = 0; i < pass->n; i++) {
        const ho_widget_t *w = &pass->widget[i];
        if (w->layer != layer || !w->focusable || !w->enabled) {
            continue;
        }
        if ((pass->flags[i] & HO_FLAG_CLOSES) == 0) {
            give_focus(ui, entry_of_group(ui, w));
            return;
        }
        first = w;
    }
    if (first != NULL) {
        give_focus(ui, first);
    }
}

void ho_ui_settle_focus(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    for (int layer = in->layers_before; layer > in->n_layers; layer--) {
        if (layer == in->n_layers + 1) {
            ho_ui_set_focus(ui, in->layer_focus[layer], in->layer_focus_id[layer]);
        }
    }
    if (in->n_layers > in->layers_before) {
        enter_layer(ui, in->n_layers);
    }
}
