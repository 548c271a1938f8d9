/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every widget in every state, on three pages: for tests, and for looking at a theme. */
#include <math.h>
#include <stdio.h>

#include "ui/chart_card.h"
#include "ui/screens.h"

enum { DAYS = 43 };

typedef struct {
    bool begun, dialog;
    int page, segment, option, row, tab, radio, presses;
    bool on[6];
    double threshold, reviewers, ratio, days;
    ho_ui_guess_t guess;
    char text[64];
    double value[3][DAYS], lo[DAYS], hi[DAYS], maturity[DAYS];
    ho_chart_link_t link;
    ho_chart_keep_t keep[2];
} gallery_t;

static void begin(gallery_t *g)
{
    g->begun = true;
    g->threshold = 0.62;
    g->reviewers = 400;
    g->ratio = 3;
    g->days = 7;
    g->guess = (ho_ui_guess_t){0.016, 0.032, 0.049};
    g->row = -1;
    g->link = ho_chart_link_start(DAYS - 1);
    for (int d = 0; d < DAYS; d++) {
        double wave = (d * 7 % 11 - 5) * 0.0008;
        g->value[0][d] = 0.012 + 0.0005 * d + wave;
        g->value[1][d] = 560 + d * 6 + wave * 9000 + (d >= 30 && d < 34 ? 260 : 0);
        g->value[2][d] = 260 + d * 2 + wave * 3000;
        g->lo[d] = g->value[0][d] - 0.05 / sqrt(d + 2.0);
        g->hi[d] = g->value[0][d] + 0.05 / sqrt(d + 2.0);
        g->maturity[d] = d < 35 ? 1 : 1 - (d - 34) / 9.0;
    }
}

/* ---- buttons and choices ---- */

static void buttons(gallery_t *g, ho_ui_t *ui, ho_rect_t r)
{
    static const struct {
        const char *name, *label;
        ho_ui_button_t more;
    } BUTTONS[] = {
        {"primary",
         "Advance to day 43",
         {.look = HO_BUTTON_PRIMARY, .icon = HO_ICON_PLAY, .action = HO_ACT_ADVANCE}},
        {"danger",
         "Roll back to v1.2",
         {.look = HO_BUTTON_DANGER,
          .icon = HO_ICON_UNDO,
          .note = "Instant \xc2\xb7 trust +2, adoption drops",
          .key = "R"}},
        {"cost",
         "Retrain on new labels",
         {.icon = HO_ICON_RETRAIN, .note = "$18k \xc2\xb7 5 days \xc2\xb7 2,000 labels", .key = "N"}},
        {"disabled",
         "Buy rush labels",
         {.icon = HO_ICON_CLOCK, .disabled = true, .why = "No team-days are free."}},
        {"selected", "Chosen", {.look = HO_BUTTON_SELECTED, .note = "Commits you to the goal"}},
        {"waits", "Record the reason", {.look = HO_BUTTON_PRIMARY, .icon = HO_ICON_CHECK, .waits = true}},
        {"long",
         "A label that is much too long for the room that a button of this width has",
         {.icon = HO_ICON_SEARCH,
          .note = "And a note that is even longer than the label above it, by far",
          .key = "I"}},
    };
    ho_rect_t in = ho_ui_card(ui, r, "Buttons", ho_ui_id(ui, "%d presses", g->presses));
    for (int i = 0; i < (int)(sizeof BUTTONS / sizeof BUTTONS[0]); i++) {
        ho_rect_t b = ho_cut_top(&in, HO_H_ACTION, HO_SPACE_2);
        g->presses += ho_ui_button(ui, ho_ui_id(ui, "gallery.button.%s", BUTTONS[i].name), b,
                                   BUTTONS[i].label, &BUTTONS[i].more);
    }
    ho_rect_t row = ho_cut_top(&in, HO_H_BUTTON, HO_SPACE_2);
    g->dialog =
        ho_ui_button(ui, "gallery.dialog", ho_part_x(row, 0, 2, 8), "Open a dialog", NULL) || g->dialog;
    ho_ui_button(ui, "gallery.ghost", ho_part_x(row, 1, 2, 8), "Ghost",
                 &(ho_ui_button_t){.look = HO_BUTTON_GHOST, .centred = true});
    row = ho_cut_top(&in, HO_H_ICON, HO_SPACE_2);
    for (int i = 1; i < 8; i++) {
        ho_icon_t icon = (ho_icon_t)i;
        ho_ui_icon_button(ui, ho_ui_id(ui, "gallery.icon.%d", i), ho_cut_left(&row, HO_H_ICON, 4), icon,
                          ho_icon_name(icon), NULL);
    }
}

static void choices(gallery_t *g, ho_ui_t *ui, ho_rect_t r)
{
    static const ho_ui_choice_t SHARES[] = {
        {.name = "shadow", .label = "Shadow"}, {.name = "1", .label = "1%"},
        {.name = "5", .label = "5%"},          {.name = "25", .label = "25%"},
        {.name = "50", .label = "50%"},        {.name = "100", .label = "100%"}};
    static const ho_ui_choice_t TABS[] = {
        {.label = "Now"}, {.label = "People"}, {.label = "Model"}, {.label = "Rules"}};
    static const char *const OPTIONS[] = {"North Star lift", "Precision", "Recall", "Trust",   "Latency p95",
                                          "Adoption",        "Appeals",   "Queue",  "Savings", "PSI",
                                          "Confidence",      "Money",     "Lapse",  "Return"};
    static const int COUNTS[] = {3, 0, 0, 12};
    ho_rect_t in = ho_ui_card(ui, r, "Choices", NULL);
    ho_ui_segmented(ui, "gallery.rollout", ho_cut_top(&in, HO_H_SEGMENTED, HO_SPACE_3), SHARES, 6,
                    &g->segment);
    ho_ui_tabs(ui, "gallery.tabs", ho_cut_top(&in, 36, HO_SPACE_3), TABS, COUNTS, 4, &g->tab);
    ho_rect_t row = ho_cut_top(&in, HO_H_SELECT, HO_SPACE_3);
    ho_ui_select(ui, "gallery.select", ho_part_x(row, 0, 2, 8), OPTIONS, 14, &g->option, "Choose a metric");
    ho_ui_text(ui, "gallery.text", ho_part_x(row, 1, 2, 8), g->text, sizeof g->text,
               &(ho_text_field_t){.hint = "Search", .icon = HO_ICON_SEARCH, .action = HO_ACT_SEARCH});
    ho_ui_toggle(ui, "gallery.toggle", ho_cut_top(&in, 32, HO_SPACE_2), "Reduced motion", &g->on[0]);
    ho_ui_checkbox(ui, "gallery.check", ho_cut_top(&in, 36, 0), "Feature flag", &g->on[1],
                   &(ho_ui_check_t){.note = "Off in an instant, otherwise 3 days", .value = "3 days"});
    ho_ui_checkbox(ui, "gallery.check.dim", ho_cut_top(&in, 36, HO_SPACE_3), "Score monitoring", &g->on[2],
                   &(ho_ui_check_t){.note = "PSI, confidence: warns without verdicts",
                                    .value = "4 days",
                                    .value_note = "2 over",
                                    .dim = true});
    ho_ui_group_begin(ui, "gallery.radio");
    static const char *const TRADES[] = {"Speed: 1,900 tickets a week go to people",
                                         "Nothing that I can see"};
    for (int i = 0; i < 2; i++) {
        if (ho_ui_radio(ui, ho_ui_id(ui, "gallery.radio.%d", i), ho_cut_top(&in, 40, HO_SPACE_2), TRADES[i],
                        g->radio == i, &(ho_ui_check_t){.value = i == 0 ? "+$11k" : NULL})) {
            g->radio = i;
        }
    }
    ho_ui_group_end(ui);
    ho_ui_evidence(
        ui, "gallery.evidence", ho_cut_top(&in, 44, HO_SPACE_3), "Wrong closures, Self-serve", &g->on[3],
        &(ho_evidence_box_t){.note = "7 days, 98 reports, early and biased", .value = "2.1x", .pin = 1});
    row = ho_cut_top(&in, 30, HO_SPACE_3);
    for (int i = 0; i < 5; i++) {
        char letter = "ARCI "[i];
        ho_ui_raci(ui, ho_ui_id(ui, "gallery.raci.%d", i), ho_part_x(row, i, 5, 8), letter, i == 4,
                   ho_ui_id(ui, "Role %d", i + 1));
    }
    row = ho_cut_top(&in, HO_H_CHIP, HO_SPACE_3);
    static const char *const CHIPS[] = {"Guided", "Easy", "Medium"};
    for (int i = 0; i < 3; i++) {
        ho_ui_chip_t more = {
            .on = i < 2 ? &g->on[4 + i] : NULL, .removable = i == 2, .count = i == 1 ? 7 : 0};
        double w = ho_ui_chip_width(ui, CHIPS[i], &more);
        ho_ui_chip(ui, ho_ui_id(ui, "gallery.chip.%d", i), ho_cut_left(&row, w, 8), CHIPS[i], &more);
    }
    ho_ui_link(ui, "gallery.link", row.x + row.w, row.y + row.h / 2, HO_ALIGN_RIGHT, "See day 36");
}

/* ---- numbers ---- */

static void numbers(gallery_t *g, ho_ui_t *ui, ho_rect_t r)
{
    ho_rect_t in = ho_ui_card(ui, r, "Numbers", NULL);
    double live;
    ho_rect_t head = ho_cut_top(&in, 20, 0);
    ho_ui_overline(ui, head.x, head.y + 10, head.w, "AUTO-CLOSE THRESHOLD");
    ho_ui_slider_t slider = {.lo = 0, .hi = 1, .step = 0.01, .mark = 0.5, .label = "Threshold"};
    ho_ui_slider(ui, "gallery.slider", ho_cut_top(&in, 36, HO_SPACE_2), &slider, &g->threshold, &live);
    ho_ui_label(ui, head.x + head.w, head.y + 10, 80, HO_FONT_VALUE, HO_WEIGHT_SEMIBOLD, ui->t->text,
                HO_ALIGN_RIGHT, ho_ui_id(ui, "%.2f", live));
    ho_ui_number_t reviewers = {
        .lo = 0, .hi = 2000, .step = 50, .format = HO_FORMAT_COUNT, .unit = "/ day", .label = "Human review"};
    ho_ui_stepper(ui, "gallery.stepper", ho_cut_top(&in, HO_H_STEPPER, HO_SPACE_3), &reviewers,
                  &g->reviewers);
    ho_ui_number_t days = {.lo = 1, .hi = 60, .step = 1, .unit = " days", .label = "Days"};
    ho_ui_number(ui, "gallery.number", ho_cut_top(&in, HO_H_SELECT, HO_SPACE_3), &days, &g->days);
    ho_ui_forecast(ui, "gallery.forecast", ho_cut_top(&in, 112, HO_SPACE_3),
                   &(ho_forecast_field_t){.lo = -0.02,
                                          .hi = 0.08,
                                          .goal = 0.05,
                                          .today_lo = 0.005,
                                          .today_hi = 0.044,
                                          .step = 0.001,
                                          .format = HO_FORMAT_SIGNED_PERCENT,
                                          .sure = "80% sure"},
                   &g->guess);
    ho_ui_interval(ui, ho_cut_top(&in, 40, HO_SPACE_2),
                   &(ho_ui_interval_t){.lo = 0.006,
                                       .best = 0.03,
                                       .hi = 0.056,
                                       .axis_lo = -0.03,
                                       .axis_hi = 0.12,
                                       .goal = 0.05,
                                       .format = HO_FORMAT_SIGNED_PERCENT,
                                       .labels = true});
    ho_ui_meter(ui, ho_cut_top(&in, 26, HO_SPACE_2), "Feasibility", "data 72", 0.72, true);
    ho_ui_budget(ui, ho_cut_top(&in, 8, HO_SPACE_3), 20, 18);
    ho_rect_t row = ho_cut_top(&in, 62, HO_SPACE_2);
    for (int i = 0; i < 3; i++) {
        static const char *const NAMES[] = {"Precision", "Recall", "To review"};
        ho_ui_tile(ui, ho_ui_id(ui, "gallery.tile.%d", i), ho_part_x(row, i, 3, 8), NAMES[i],
                   "84% \xe2\x86\x92 91%", "\xc2\xb1 4 points");
    }
    row = ho_cut_top(&in, 44, HO_SPACE_2);
    ho_ui_score(ui, row.x + 22, row.y + 22, 18, 81);
    ho_ui_score(ui, row.x + 74, row.y + 22, 18, (double)NAN);
    ho_ui_pips(ui, row.x + 110, row.y + 22, 3, 4);
    ho_ui_pin(ui, row.x + 156, row.y + 22, 2);
    ho_ui_number_disc(ui, row.x + 190, row.y + 22, 4, false, true);
    ho_ui_number_disc(ui, row.x + 220, row.y + 22, 3, true, false);
    ho_ui_face(ui, row.x + 260, row.y + 22, 20, "Dana Moreau", 3);
}

/* ---- page 2 ---- */

static void fill_cell(void *user, int row, int column, ho_ui_cell_t *out)
{
    static const char *const NAMES[] = {"Enterprise", "Mid-market", "SMB",
                                        "A segment with a very long name indeed"};
    const gallery_t *g = user;
    if (column == 0) {
        snprintf(out->text, sizeof out->text, "%s", NAMES[row % 4]);
        out->strong = true;
        out->mark = HO_MARK_SQUARE;
        out->color = HO_RGB(0x4F8FFB);
    } else if (column == 1) {
        snprintf(out->text, sizeof out->text, "%d", 8200 + 4100 * row);
    } else if (column == 2) {
        snprintf(out->text, sizeof out->text, "%s%.1f%%", row == 3 ? "\xe2\x88\x92" : "+", 3.4 - row);
        out->tone = row == 3 ? HO_TONE_BAD : HO_TONE_GOOD;
        out->mark = row == 3 ? HO_MARK_TRIANGLE_DOWN : HO_MARK_TRIANGLE;
    } else {
        out->spark = g->value[row % 3];
        out->n_spark = DAYS;
    }
}

static void fill_entry(void *user, int i, ho_ui_entry_t *out)
{
    (void)user;
    *out = (ho_ui_entry_t){42 - i, (ho_tone_t)(i % HO_TONE_COUNT), "Trust fell 4 points this week",
                           "Self-serve complaints, +31 tickets, and some more words that do not fit"};
}

static void lists(gallery_t *g, ho_ui_t *ui, ho_rect_t r)
{
    static const ho_ui_column_t COLUMNS[] = {
        {"SEGMENT", 0, HO_ALIGN_LEFT, false},
        {"USERS", 76, HO_ALIGN_RIGHT, true},
        {"LIFT", 76, HO_ALIGN_RIGHT, false},
        {"TREND", 84, HO_ALIGN_LEFT, false},
    };
    ho_ui_table_t table = {.column = COLUMNS, .n_columns = 4, .n_rows = 9, .user = g, .cell = fill_cell};
    ho_rect_t top = ho_ui_card(ui, ho_cut_top(&r, 230, HO_GAP), "Segments", "last 14 days");
    ho_ui_table(ui, "gallery.table", top, &table, &g->row);
    ho_rect_t middle = ho_ui_card(ui, ho_cut_top(&r, 220, HO_GAP), "Event log", NULL);
    ho_ui_log_list(ui, "gallery.log", middle, &(ho_ui_log_list_t){.n = 60, .entry = fill_entry});
    ho_rect_t bottom = ho_ui_card(ui, r, NULL, NULL);
    ho_ui_notice(ui, ho_cut_top(&bottom, 56, HO_SPACE_2), HO_TONE_WARN, "Label lag hides 7 days",
                 "1,940 verdicts still pending review");
    ho_ui_notice(ui, ho_cut_top(&bottom, 56, HO_SPACE_2), HO_TONE_BAD, "Trust is falling",
                 "2.1x since day 36");
    ho_ui_value_row(ui, "gallery.value", ho_cut_top(&bottom, 24, 0), "Verdicts arrive after", "7 to 21 days",
                    HO_TONE_NEUTRAL);
    ho_ui_day_tag(ui, "gallery.day", bottom.x, bottom.y + 18, 42);
}

static void charts(gallery_t *g, ho_ui_t *ui, ho_rect_t r)
{
    const ho_theme_t *t = ui->t;
    ho_chart_link_begin(ui, &g->link, DAYS - 1);
    ho_series_t lift[] = {
        {.name = "Estimate", .value = g->value[0], .color = t->segment[0]},
        {.name = "95% interval", .kind = HO_SERIES_BAND, .lo = g->lo, .hi = g->hi, .color = t->segment[0]}};
    ho_note_t notes[] = {{9, "Launch 5%", HO_TONE_INFO, 0}, {27, "Relaunch 25%", HO_TONE_INFO, 0}};
    ho_chart_t a = ho_chart_default();
    a.title = "North Star lift";
    a.subtitle = "Tasks completed per user vs control";
    a.value = "+2.5%";
    a.value_tone = HO_TONE_GOOD;
    a.pill = "Significant";
    a.pill_tone = HO_TONE_GOOD;
    a.pill_mark = HO_MARK_TRIANGLE;
    a.n_days = DAYS;
    a.series = lift;
    a.n_series = 2;
    a.notes = notes;
    a.n_notes = 2;
    a.today = DAYS - 1;
    a.format = HO_FORMAT_SIGNED_PERCENT;
    a.maturity = g->maturity;
    ho_series_t latency[] = {{.name = "p95", .value = g->value[1], .color = t->segment[3], .gradient = true},
                             {.name = "p50", .value = g->value[2], .color = t->neutral, .width = 1.6}};
    ho_threshold_t budget = {.value = 800, .label = "Budget 800 ms", .tone = HO_TONE_BAD, .breach = 1};
    ho_chart_t b = ho_chart_default();
    b.title = "Latency p95";
    b.subtitle = "End to end, milliseconds";
    b.value = "818 ms";
    b.n_days = DAYS;
    b.series = latency;
    b.n_series = 2;
    b.thresholds = &budget;
    b.n_thresholds = 1;
    b.today = DAYS - 1;
    b.format = HO_FORMAT_MS;
    b.with_zero = true;
    ho_ui_chart(ui, "gallery.lift", ho_part_y(r, 0, 2, HO_GAP), &a, &g->link, &g->keep[0],
                &(ho_chart_more_t){.pin = 1, .outlined = true, .pick = true});
    ho_ui_chart(ui, "gallery.latency", ho_part_y(r, 1, 2, HO_GAP), &b, &g->link, &g->keep[1], NULL);
}

static void balance(gallery_t *g, ho_ui_t *ui, ho_rect_t r)
{
    ho_rect_t in = ho_ui_card(ui, r, "What does failure look like?", "Set before you see the options");
    double live;
    ho_ui_balance(ui, "gallery.balance", ho_cut_top(&in, 64, HO_SPACE_3),
                  &(ho_ui_balance_t){.left = "Closed, but not solved",
                                     .right = "Left to a person",
                                     .left_note = "False positive: the user is left alone,\n$42 a case",
                                     .right_note = "False negative: the user waits,\n$14 of agent's time"},
                  &g->ratio, &live);
    ho_ui_para(ui, in.x, in.y, in.w, HO_FONT_BODY, ui->t->text_2, 2, true,
               ho_ui_id(ui, "One wrong closure hurts as much as *%.1f* tickets left to a person.", live));
    ho_rect_t r2 = {in.x, in.y + 40, in.w, 0};
    ho_ui_message(
        ui, r2,
        &(ho_ui_message_t){.name = "Dana Moreau",
                           .role = "VP Product \xc2\xb7 confidence 64",
                           .tint = 3,
                           .words = "\xe2\x80\x9cThe board reads my note tonight. Are we still on for +5% "
                                    "by day 90? Support says Self-serve is getting loud.\xe2\x80\x9d"},
        true);
    in.y += 40 +
            ho_ui_message(ui, r2, &(ho_ui_message_t){.name = "", .role = "", .words = "x\nx\nx"}, false) + 12;
    in.h = r.y + r.h - HO_PADDING - in.y;
    ho_ui_empty(ui, in, HO_ICON_EYE, "Not on the screen: build score monitoring to see it. 4 team-days.");
}

static void draw_header(gallery_t *g, ho_ui_t *ui, ho_rect_t header)
{
    static const ho_ui_step_t STEPS[] = {{"Pressing", true, false}, {"Looking", false, false}};
    ho_rect_t kpis = ho_cut_right(&header, 420, HO_SPACE_4);
    int pressed = ho_ui_steps(ui, "gallery.steps", header, STEPS, 2, g->page);
    if (pressed >= 0) {
        g->page = pressed;
        ho_ui_again(ui);
    }
    ho_ui_kpi(ui, "gallery.kpi.trust", ho_part_x(kpis, 0, 2, 40),
              &(ho_kpi_cell_t){.name = "USER TRUST",
                               .value = "71",
                               .note = "4 this week",
                               .note_tone = HO_TONE_BAD,
                               .note_mark = HO_MARK_TRIANGLE_DOWN,
                               .share = 0.71,
                               .bar_tone = HO_TONE_BAD,
                               .tip = "A survey of those who use the feature, 0 to 100."});
    ho_ui_kpi(ui, "gallery.kpi.cash", ho_part_x(kpis, 1, 2, 40),
              &(ho_kpi_cell_t){.name = "CASH",
                               .value = "$1.84M",
                               .note = "7.2 months",
                               .note_tone = HO_TONE_WARN,
                               .share = 0.46,
                               .bar_tone = HO_TONE_WARN});
}

static void frame(ho_app_t *app, void *data, ho_ui_t *ui, ho_rect_t header, ho_rect_t content)
{
    gallery_t *g = data;
    if (!g->begun) {
        begin(g);
    }
    ho_app_header(app, "Gallery", "Every widget in every state");
    ho_app_footer(app, "Nothing here is a game");
    draw_header(g, ui, header);
    ho_ui_panel(ui, "first");
    if (g->page == 0) {
        buttons(g, ui, ho_part_x(content, 0, 3, HO_GAP));
        ho_ui_panel(ui, "second");
        choices(g, ui, ho_part_x(content, 1, 3, HO_GAP));
        ho_ui_panel(ui, "third");
        numbers(g, ui, ho_part_x(content, 2, 3, HO_GAP));
    } else {
        lists(g, ui, ho_part_x(content, 0, 3, HO_GAP));
        ho_ui_panel(ui, "second");
        charts(g, ui, ho_part_x(content, 1, 3, HO_GAP));
        ho_ui_panel(ui, "third");
        balance(g, ui, ho_part_x(content, 2, 3, HO_GAP));
    }
    if (g->dialog) {
        ho_rect_t in = ho_ui_dialog_begin(ui, "gallery.question", 460, 220, "Start again?", &g->dialog);
        ho_ui_para(ui, in.x, in.y, in.w, HO_FONT_BODY, ui->t->text_2, 4, true,
                   "This drops the game that waits. Its log *stays* in the folder of saves.");
        ho_rect_t row = ho_cut_bottom(&in, HO_H_PRIMARY, 0);
        if (ho_ui_button(ui, "gallery.question.no", ho_part_x(row, 0, 2, 8), "Keep it", NULL) ||
            ho_ui_button(ui, "gallery.question.yes", ho_part_x(row, 1, 2, 8), "Start again",
                         &(ho_ui_button_t){.look = HO_BUTTON_PRIMARY, .action = HO_ACT_ACCEPT})) {
            g->dialog = false;
            ho_app_toast(app, HO_TONE_GOOD, "Done. The game that waited is in the folder of saves.");
        }
        ho_ui_layer_end(ui);
    }
}

static int enter(ho_app_t *app, void *data, const char *argument)
{
    (void)app;
    gallery_t *g = data;
    g->page = argument != NULL && argument[0] == '2';
    return 0;
}

const ho_screen_t HO_SCREEN_GALLERY = {
    .name = "gallery",
    .title = "Gallery",
    .contexts = HO_IN_SHELF,
    .size = sizeof(gallery_t),
    .enter = enter,
    .frame = frame,
};
