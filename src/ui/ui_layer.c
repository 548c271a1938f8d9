/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What covers what: waiting parts, dialogs. */
#include <math.h>

#include "ui/ui_inner.h"
#include "ui/widgets.h"

void ho_ui_cover_begin(ho_ui_t *ui)
{
    ui->in->cover++;
}

void ho_ui_cover_end(ho_ui_t *ui, ho_rect_t r)
{
    ui->in->cover--;
    if (r.w > 0 && r.h > 0) {
        ho_fill_round_rect(ui->c, r, HO_RADIUS_CARD, ui->t->scrim);
    }
}

void ho_ui_float_begin(ho_ui_t *ui, ho_rect_t r)
{
    ho_ui_inner_t *in = ui->in;
    int now = in->now;
    if (in->n_floating[now] < HO_FLOATS_MAX) {
        in->floating[now][in->n_floating[now]++] = r;
    }
    in->in_float = in->n_floating[now];
}

void ho_ui_float_end(ho_ui_t *ui)
{
    ui->in->in_float = 0;
}

bool ho_ui_shielded(const ho_ui_t *ui)
{
    const ho_ui_inner_t *in = ui->in;
    ho_point_t at = in->at;
    if (in->popup.owner != 0 && ho_rect_hit(in->popup.box, at.x, at.y)) {
        return true;
    }
    int before = 1 - in->now;
    for (int k = in->in_float; k < in->n_floating[before]; k++) {
        if (ho_rect_hit(in->floating[before][k], at.x, at.y)) {
            return true;
        }
    }
    return false;
}

void ho_ui_layer_begin(ho_ui_t *ui, const char *id, unsigned contexts, bool scrim)
{
    (void)id;
    ho_ui_inner_t *in = ui->in;
    if (in->n_layers < HO_LAYERS_MAX && in->layer_depth < HO_LAYERS_MAX) {
        in->layer_stack[in->layer_depth++] = in->layer;
        in->layer = ++in->n_layers;
        in->layer_contexts[in->layer] = contexts;
    }
    ui->contexts = contexts;
    if (scrim) {
        ho_fill_rect(ui->c, (ho_rect_t){0, 0, ui->w, ui->h}, ui->t->scrim);
    }
}

void ho_ui_layer_end(ho_ui_t *ui)
{
    ho_ui_inner_t *in = ui->in;
    if (in->layer_depth > 0) {
        in->layer = in->layer_stack[--in->layer_depth];
        ui->contexts = in->layer_contexts[in->layer];
    }
}

ho_rect_t ho_ui_dialog_begin(ho_ui_t *ui, const char *id, double w, double h, const char *title, bool *open)
{
    ho_ui_layer_begin(ui, id, HO_IN_DIALOG, true);
    w = fmin(w, ui->w - 2 * HO_MARGIN);
    h = fmin(h, ui->h - 2 * HO_MARGIN);
    ho_rect_t r = ho_centred((ho_rect_t){0, 0, ui->w, ui->h}, w, h);
    if (!ui->t->plain) {
        ho_shadow(ui->c, r, HO_RADIUS_CARD, 28, 10, ui->t->dark ? 0xA0000000u : 0x501E2942u);
    }
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CARD, ui->t->surface);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CARD, ui->t->border, ui->t->line_strong);
    ho_rect_t inside = ho_rect_inset(r, HO_SPACE_5, HO_SPACE_4);
    ho_rect_t head = ho_cut_top(&inside, 32, HO_SPACE_3);
    ho_rect_t close = ho_cut_right(&head, 32, HO_SPACE_2);
    ho_ui_label(ui, head.x, head.y + 16, head.w, HO_FONT_APP, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT,
                title);
    bool pressed = ho_ui_icon_button(ui, ho_ui_id(ui, "%s.close", id), close, HO_ICON_CLOSE, "Close",
                                     &(ho_ui_button_t){.look = HO_BUTTON_GHOST});
    ho_pass_record_t *pass = &ui->in->pass[ui->in->now];
    if (pass->n > 0) {
        pass->flags[pass->n - 1] |= HO_FLAG_CLOSES;
    }
    if (pressed || ho_ui_action(ui, HO_ACT_BACK)) {
        *open = false;
        ho_ui_again(ui);
    }
    return inside;
}
