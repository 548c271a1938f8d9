/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts, cards and notes: what is looked at and not pressed. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/widgets.h"

ho_rect_t ho_ui_card(ho_ui_t *ui, ho_rect_t r, const char *title, const char *note)
{
    ho_draw_card(ui->c, ui->t, r);
    ho_rect_t inside = ho_rect_inset(r, HO_PADDING, HO_PADDING);
    if (title == NULL) {
        return inside;
    }
    double y = r.y + 22;
    double room = inside.w;
    if (note != NULL && note[0] != '\0') {
        ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_RIGHT);
        double w = fmin(ho_text_width(ui->c, &style, note), inside.w * 0.6);
        ho_ui_label(ui, inside.x + inside.w, y, w, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                    HO_ALIGN_RIGHT, note);
        room -= w + HO_SPACE_3;
    }
    ho_ui_label(ui, inside.x, y, room, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, ui->t->text, HO_ALIGN_LEFT, title);
    ho_cut_top(&inside, 24, 0);
    return inside;
}

double ho_ui_label(ho_ui_t *ui, double x, double y, double width, int size, ho_weight_t weight,
                   ho_color_t color, ho_align_t align, const char *text)
{
    if (text == NULL || text[0] == '\0' || width <= 0) {
        return 0;
    }
    ho_text_style_t style = ho_style(size, weight, color, align);
    double w = ho_text_width(ui->c, &style, text);
    if (w <= width + 0.5) {
        return ho_draw_text(ui->c, x, y, &style, text);
    }
    double left = align == HO_ALIGN_LEFT ? x : align == HO_ALIGN_RIGHT ? x - width : x - width / 2;
    ho_ui_tip(ui, (ho_rect_t){left, y - size * 0.75, width, size * 1.5}, text);
    return ho_draw_text_fit(ui->c, x, y, width, &style, text);
}

double ho_ui_overline(ho_ui_t *ui, double x, double y, double width, const char *text)
{
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_SEMIBOLD, ui->t->text_3, HO_ALIGN_LEFT);
    style.tracked = true;
    return ho_draw_text_fit(ui->c, x, y, width, &style, text);
}

double ho_ui_para(ho_ui_t *ui, double x, double y, double width, int size, ho_color_t color, int max_lines,
                  bool draw, const char *text)
{
    if (text == NULL || text[0] == '\0') {
        return 0;
    }
    double line = ho_round(size * 1.46);
    ho_text_style_t style = ho_style(size, HO_WEIGHT_REGULAR, color, HO_ALIGN_LEFT);
    int lines =
        ho_draw_paragraph(ui->c, x, y + line / 2, width, line, max_lines, &style, ui->t->text, text, draw);
    return lines * line;
}

void ho_ui_empty(ho_ui_t *ui, ho_rect_t r, ho_icon_t icon, const char *text)
{
    double room = fmax(fmin(r.w - 2 * HO_SPACE_4, 420), 1);
    ho_text_style_t style = ho_style(HO_FONT_BODY, HO_WEIGHT_REGULAR, ui->t->text_2, HO_ALIGN_LEFT);
    double length = ceil(ho_text_width(ui->c, &style, text)) + 1;
    double w =
        length <= room ? length : fmin(room, length / ceil(length / room) * 1.12); /* lines of like length */
    double h = ho_ui_para(ui, 0, 0, w, HO_FONT_BODY, ui->t->text_2, 4, false, text);
    double top = r.y + (r.h - h) / 2 + (icon != HO_ICON_NONE ? 16 : 0);
    if (icon != HO_ICON_NONE && r.h > h + 48) {
        ho_draw_icon(ui->c, icon, r.x + r.w / 2, top - 22, 24, ui->t->text_3, ui->t->surface);
    }
    ho_ui_para(ui, r.x + (r.w - w) / 2, top, w, HO_FONT_BODY, ui->t->text_2, 4, true, text);
}

ho_icon_t ho_tone_icon(ho_tone_t tone)
{
    static const ho_icon_t ICONS[HO_TONE_COUNT] = {[HO_TONE_NEUTRAL] = HO_ICON_INFO,
                                                   [HO_TONE_INFO] = HO_ICON_INFO,
                                                   [HO_TONE_GOOD] = HO_ICON_CHECK,
                                                   [HO_TONE_WARN] = HO_ICON_WARN,
                                                   [HO_TONE_BAD] = HO_ICON_BAD};
    return ICONS[tone];
}

void ho_ui_notice(ho_ui_t *ui, ho_rect_t r, ho_tone_t tone, const char *title, const char *text)
{
    ho_color_t ground = ho_tone_ground(ui->t, tone);
    ho_color_t ink = ho_tone_color(ui->t, tone);
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, ground);
    ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, ui->t->border,
                         ho_color_fade(ink, ui->t->plain ? 1 : 0.4));
    ho_draw_icon(ui->c, ho_tone_icon(tone), r.x + 20, r.y + fmin(r.h / 2, 24), 16, ink, ground);
    double x = r.x + 40;
    double w = r.x + r.w - HO_SPACE_3 - x;
    bool both = title != NULL && text != NULL;
    if (title != NULL) {
        ho_ui_label(ui, x, both ? r.y + 18 : r.y + r.h / 2, w, HO_FONT_BODY, HO_WEIGHT_SEMIBOLD, ui->t->text,
                    HO_ALIGN_LEFT, title);
    }
    if (text != NULL) {
        double top = both ? r.y + 28 : r.y + 8;
        int lines = (int)((r.y + r.h - 4 - top) / 19);
        ho_ui_para(ui, x, top, w, HO_FONT_SMALL, ui->t->text_2, lines > 1 ? lines : 1, true, text);
    }
}

static void declare_value(ho_ui_t *ui, const char *id, ho_rect_t r, const char *name, const char *value,
                          const char *tip)
{
    if (id != NULL) {
        ho_ui_declare(ui, &(ho_declare_t){.id = id,
                                          .label = name,
                                          .value = value,
                                          .kind = HO_WIDGET_VALUE,
                                          .rect = r,
                                          .not_focusable = true,
                                          .tip = tip});
    }
}

static ho_color_t text_of(const ho_theme_t *t, ho_tone_t tone)
{
    return tone == HO_TONE_NEUTRAL ? t->text : ho_tone_color(t, tone);
}

void ho_ui_value_row(ho_ui_t *ui, const char *id, ho_rect_t r, const char *name, const char *value,
                     ho_tone_t tone)
{
    declare_value(ui, id, r, name, value, NULL);
    double y = r.y + r.h / 2;
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, text_of(ui->t, tone), HO_ALIGN_RIGHT);
    double w = fmin(ho_text_width(ui->c, &style, value) + 1, r.w * 0.7);
    ho_ui_label(ui, r.x + r.w, y, w, HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, style.color, HO_ALIGN_RIGHT, value);
    ho_ui_label(ui, r.x, y, r.w - w - HO_SPACE_2, HO_FONT_SMALL, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, name);
}

void ho_ui_kpi(ho_ui_t *ui, const char *id, ho_rect_t r, const ho_kpi_cell_t *kpi)
{
    declare_value(ui, id, r, kpi->name, kpi->value, kpi->tip);
    const ho_theme_t *t = ui->t;
    double top = r.y + (r.h - 50) / 2;
    ho_ui_overline(ui, r.x, top + 6, r.w, kpi->name);
    double w = ho_ui_label(ui, r.x, top + 28, r.w, HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, t->text, HO_ALIGN_LEFT,
                           kpi->value);
    if (kpi->note != NULL) {
        double x = r.x + w + HO_SPACE_2;
        ho_color_t ink = kpi->note_tone == HO_TONE_NEUTRAL ? t->text_2 : ho_tone_color(t, kpi->note_tone);
        if (kpi->note_mark != HO_MARK_NONE) {
            ho_draw_mark(ui->c, kpi->note_mark, x + 5, top + 29, 4.2, ink);
            x += 14;
        }
        ho_ui_label(ui, x, top + 29, r.x + r.w - x, HO_FONT_SMALL, HO_WEIGHT_MEDIUM, ink, HO_ALIGN_LEFT,
                    kpi->note);
    }
    if (!isnan(kpi->share)) {
        ho_color_t bar = kpi->bar_tone == HO_TONE_NEUTRAL ? t->text_2
                         : kpi->bar_tone == HO_TONE_INFO  ? t->accent
                                                          : ho_tone_color(t, kpi->bar_tone);
        ho_draw_meter(ui->c, t, (ho_rect_t){r.x, top + 45, r.w, 4}, kpi->share, bar);
    }
}

void ho_ui_tile(ho_ui_t *ui, const char *id, ho_rect_t r, const char *caption, const char *value,
                const char *note)
{
    declare_value(ui, id, r, caption, value, NULL);
    const ho_theme_t *t = ui->t;
    ho_fill_round_rect(ui->c, r, HO_RADIUS_CONTROL, t->surface_2);
    if (t->plain) {
        ho_border_round_rect(ui->c, r, HO_RADIUS_CONTROL, 1, t->line);
    }
    double x = r.x + 10;
    double w = r.w - 16;
    double step = note != NULL ? r.h / 3.6 : r.h / 2.5;
    double y = r.y + r.h / 2 - (note != NULL ? step : step / 2);
    ho_ui_label(ui, x, y, w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_LEFT, caption);
    ho_ui_label(ui, x, y + step, w, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, t->text, HO_ALIGN_LEFT, value);
    ho_ui_label(ui, x, y + 2 * step, w, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_LEFT, note);
}

double ho_ui_message(ho_ui_t *ui, ho_rect_t r, const ho_ui_message_t *message, bool draw)
{
    enum { HEAD = 48, PAD = 14 };
    const ho_theme_t *t = ui->t;
    double h = ho_ui_para(ui, 0, 0, r.w - 2 * PAD, HO_FONT_BODY, t->text, 8, false, message->words);
    double total = HEAD + HO_SPACE_2 + h + 2 * PAD;
    if (!draw) {
        return total;
    }
    ho_ui_face(ui, r.x + 20, r.y + HEAD / 2.0 - 4, 20, message->name, message->tint);
    ho_ui_label(ui, r.x + 52, r.y + 11, r.w - 52, HO_FONT_TITLE, HO_WEIGHT_SEMIBOLD, t->text, HO_ALIGN_LEFT,
                message->name);
    ho_ui_label(ui, r.x + 52, r.y + 30, r.w - 52, HO_FONT_SMALL, HO_WEIGHT_REGULAR, t->text_2, HO_ALIGN_LEFT,
                message->role);
    ho_rect_t box = {r.x, r.y + HEAD + HO_SPACE_2, r.w, h + 2 * PAD};
    ho_fill_round_rect(ui->c, box, HO_RADIUS_CONTROL, t->surface_2);
    if (t->plain) {
        ho_border_round_rect(ui->c, box, HO_RADIUS_CONTROL, 1, t->line);
    }
    ho_ui_para(ui, box.x + PAD, box.y + PAD, box.w - 2 * PAD, HO_FONT_BODY, t->text, 8, true, message->words);
    return total;
}

void ho_ui_rule(ho_ui_t *ui, double x, double y, double w)
{
    ho_hline(ui->c, x, y, w, ui->t->line);
}
