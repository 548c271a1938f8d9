/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upper cards of the end screen: the outcome on its scale, and the turning point. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/words.h"
#include "ui/end.h"
#include "ui/layout.h"

double ho_end_worth_of(const ho_end_t *end, int i)
{
    double score = ho_reveal_score(end->reveal);
    return i < 0 || i >= end->n_worth ? (double)NAN : score - end->worth[i].without;
}

const char *ho_end_points(ho_ui_t *ui, double score, bool sign)
{
    bool below = score <= -0.5, above = sign && score >= 0.5;
    return ho_ui_id(ui, below ? "\xE2\x88\x92%.0f" : above ? "+%.0f" : "%.0f", fabs(score));
}

static const char *points(ho_ui_t *ui, double score)
{
    return ho_end_points(ui, score, false);
}

/* ---- outcome ------------------------------------------------------------------------------------------- */

/* A mark on the scale with its words below. */
static void draw_tick(ho_ui_t *ui, double x, double y, ho_align_t align, const char *text, ho_color_t color)
{
    if (!ui->drawing) return;
    ho_vline(ui->c, x, y - 8.0, 16.0, color);
    ho_text_style_t style = ho_style(HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2, align);
    ho_draw_text(ui->c, x, y + 20.0, &style, text);
}

static void draw_scale(const ho_end_pass_t *p, ho_rect_t r, double score)
{
    ho_ui_t *ui = p->ui;
    double lo = score < -5.0 ? score - 10.0 : -10.0, hi = score > 100.0 ? score + 10.0 : 110.0;
    double unit = r.w / (hi - lo), zero = r.x - lo * unit, best = zero + 100.0 * unit, y = r.y + 40.0;
    bool tight = best - zero < 260.0; /* far below zero there is room at its left */
    draw_tick(ui, zero, y, tight ? HO_ALIGN_RIGHT : HO_ALIGN_CENTRE, "0 never launched", ui->t->text_3);
    draw_tick(ui, best, y, best + 90.0 > r.x + r.w ? HO_ALIGN_RIGHT : HO_ALIGN_CENTRE,
              "100 the best that knew everything", ui->t->text_3);
    if (!ui->drawing) return;
    ho_fill_round_rect(ui->c, (ho_rect_t){r.x, y - 5.0, r.w, 10.0}, 5.0, ui->t->surface_3);
    if (isnan(score)) return;
    double x = zero + score * unit;
    ho_rect_t bar =
        score >= 0.0 ? (ho_rect_t){zero, y - 5.0, x - zero, 10.0} : (ho_rect_t){x, y - 5.0, zero - x, 10.0};
    ho_fill_round_rect(ui->c, bar, 3.0, score >= 0.0 ? ui->t->good : ui->t->bad);
    ho_fill_round_rect(ui->c, (ho_rect_t){x - 2.0, y - 10.0, 4.0, 20.0}, 2.0, ui->t->text);
    char text[32];
    snprintf(text, sizeof text, "you %s", points(ui, score));
    ho_text_style_t style = ho_style(HO_FONT_SMALL, HO_WEIGHT_SEMIBOLD, ui->t->bg, HO_ALIGN_CENTRE);
    double w = ho_text_width(ui->c, &style, text) + 16.0, left = x - 0.5 * w;
    if (left < r.x) left = r.x;
    if (left + w > r.x + r.w) left = r.x + r.w - w;
    ho_fill_round_rect(ui->c, (ho_rect_t){left, y - 36.0, w, 22.0}, 6.0, ui->t->text);
    ho_draw_text(ui->c, left + 0.5 * w, y - 25.0, &style, text);
}

void ho_end_declare_known(const ho_end_pass_t *p, ho_rect_t r)
{
    if (p->end->done < 1.0) return;
    ho_ui_declare(p->ui, &(ho_declare_t){.id = "end.known",
                                         .label = "Score",
                                         .value = points(p->ui, ho_reveal_score(p->end->reveal)),
                                         .kind = HO_WIDGET_VALUE,
                                         .rect = r});
}

void ho_end_outcome(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    const ho_outcome_sum_t *sum = ho_reveal_outcome(p->end->reveal);
    double score = ho_reveal_score(p->end->reveal);
    ho_ui_panel(ui, "Outcome");
    ho_ui_card(ui, r, "What it came to", NULL);
    char value[HO_VALUE_MAX], best[HO_VALUE_MAX], harm[HO_VALUE_MAX], lift[HO_VALUE_MAX];
    ho_format_value(value, sizeof value, sum->utility_usd, HO_FORMAT_USD);
    ho_format_value(best, sizeof best, ho_reveal_oracle_usd(p->end->reveal), HO_FORMAT_USD);
    ho_format_value(harm, sizeof harm, sum->harm_usd, HO_FORMAT_USD);
    ho_format_value(lift, sizeof lift, sum->product_lift, HO_FORMAT_SIGNED_PERCENT);
    bool known = !isnan(score);
    ho_ui_label(ui, r.x + 16.0, r.y + 72.0, 96.0, HO_FONT_DISPLAY, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_LEFT, known ? points(ui, score) : "\xE2\x80\xA6");
    ho_ui_label(ui, r.x + 16.0, r.y + 106.0, 96.0, HO_FONT_CAPTION, HO_WEIGHT_REGULAR, ui->t->text_2,
                HO_ALIGN_LEFT, known ? "of 100" : ho_ui_id(ui, "%.0f%% worked out", 100.0 * p->end->done));
    ho_end_declare_known(p, (ho_rect_t){r.x + 16.0, r.y + 50.0, 96.0, 50.0});
    draw_scale(p, (ho_rect_t){r.x + 128.0, r.y + 44.0, r.w - 128.0 - 24.0, 70.0}, score);
    const char *line = known ? ho_ui_id(ui,
                                        "*%s* of the *%s* that the best policy makes of this world. True "
                                        "lift over all users *%s*, harm done *%s*.",
                                        value, best, lift, harm)
                             : ho_ui_id(ui,
                                        "*%s* in money. True lift over all users *%s*, harm done *%s*. What "
                                        "the best policy makes of this world is being worked out.",
                                        value, lift, harm);
    ho_ui_para(ui, r.x + 16.0, r.y + r.h - 46.0, r.w - 32.0, HO_FONT_SMALL, ui->t->text_2, 2, true, line);
}

/* ---- turning point ------------------------------------------------------------------------------------- */

/* What mattered most after the launch, and whether the launch itself weighs more. */
static const char *say_turning(const ho_end_pass_t *p, int turning, int greatest)
{
    ho_ui_t *ui = p->ui;
    const ho_worth_t *worth = p->end->worth;
    double score = ho_reveal_score(p->end->reveal);
    if (turning < 0 || turning >= p->end->n_worth)
        return p->end->done >= 1.0 ? "No single decision changed this world much."
                                   : "Working out this same world without each of your decisions.";
    const ho_worth_t *it = &worth[turning];
    const char *effect = ho_ui_id(ui, "Without it *%s \xE2\x86\x92 %s*; one world, not a grade.",
                                  points(ui, score), points(ui, it->without));
    if (it->day == 0)
        return ho_ui_id(ui, "*%s*, before day 0. %s No later decision changed it by half a point.", it->title,
                        effect);
    if (greatest == turning) return ho_ui_id(ui, "*%s*, day %d. %s", it->title, it->day, effect);
    return ho_ui_id(ui, "*%s*, day %d. %s Only day 0 weighs more: without *%s* %s.", it->title, it->day,
                    effect, worth[greatest].title, points(ui, worth[greatest].without));
}

void ho_end_turning(const ho_end_pass_t *p, ho_rect_t r)
{
    ho_ui_t *ui = p->ui;
    ho_end_t *end = p->end;
    int turning = ho_reveal_turning_point(end->reveal), greatest = ho_reveal_greatest(end->reveal);
    bool known = turning >= 0 && turning < end->n_worth && end->worth[turning].day > 0;
    int day = known ? end->worth[turning].day : ho_session_day(p->session) / 2;
    char surprise[240];
    ho_reveal_surprise(end->reveal, surprise, sizeof surprise);
    ho_ui_panel(ui, "Turning point");
    ho_ui_card(ui, r, "The decision that mattered most", NULL);
    double y = r.y + 38.0, foot = r.y + r.h - 14.0 - HO_H_PRIMARY;
    y += ho_ui_para(ui, r.x + 16.0, y, r.w - 32.0, HO_FONT_BODY, ui->t->text, 3, true,
                    say_turning(p, turning, greatest)) + 4.0;
    int lines = (int)((foot - 6.0 - y) / 18.0);
    if (surprise[0] && lines > 0) {
        ho_ui_para(ui, r.x + 16.0, y, r.w - 32.0, HO_FONT_SMALL, ui->t->text_2, lines < 2 ? lines : 2, true,
                   surprise);
        ho_ui_tip(ui, (ho_rect_t){r.x + 16.0, y, r.w - 32.0, 18.0 * (lines < 2 ? lines : 2)}, surprise);
    }
    ho_rect_t at = {r.x + 16.0, foot, r.w - 32.0, HO_H_PRIMARY};
    ho_rect_t door = ho_cut_right(&at, floor(0.5 * (at.w - 8.0)), 8.0);
    ho_ui_button_t look = {.look = HO_BUTTON_PRIMARY, .icon = HO_ICON_BRANCH, .action = HO_ACT_BRANCH,
                           .tip = "A new game in practice mode with the days before it behind it."};
    if (ho_ui_button(ui, "end.play-on", at, ho_ui_id(ui, "Play on from day %d", day), &look))
        end->play_on = day;
    ho_ui_button_t more = {.icon = HO_ICON_LIST, .tip = "What each decision was worth in this world."};
    if (ho_ui_button(ui, "end.debrief", door, "Decision by decision", &more)) end->page = HO_END_PAGE_DEBRIEF;
}
