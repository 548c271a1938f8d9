/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is drawn on the operate screen is what a program is told that morning: each figure equals the named
 * reading of the
 * `day` message of `holdout play --json`, in four scenarios and three worlds. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hall.h"
#include "plot/format.h"
#include "policy/wire.h"
#include "scenario/json.h"
#include "session/games.h"
#include "session/words.h"
#include "ui/operate.h"

/* Figures that are shown under another name than their metric's. */
static const struct {
    const char *widget, *metric;
    ho_format_t format;
} SHOWN[] = {
    {"operate.kpi.0", "spent_usd", HO_FORMAT_USD},
    {"operate.kpi.1", "trust", HO_FORMAT_PLAIN},
    {"operate.kpi.2", "lift", HO_FORMAT_SIGNED_PERCENT},
    {"operate.kpi.3", "backlog", HO_FORMAT_COUNT},
    {"operate.chart.lift", "lift", HO_FORMAT_SIGNED_PERCENT},
    {"operate.chart.trust", "trust", HO_FORMAT_PLAIN},
    {"operate.chart.latency", "p95_ms", HO_FORMAT_MS},
    {"operate.chart.adoption", "active_users", HO_FORMAT_COUNT},
};

/* The day message of this morning. */
typedef struct {
    ho_jsonout_t text;
    ho_json_t json;
    const ho_json_node_t *whole;
} morning_t;

static void hear(morning_t *m, const ho_session_t *s)
{
    ho_wire_t wire = {0};
    ho_diags_t *diags = calloc(1, sizeof *diags);
    assert_non_null(diags);
    *m = (morning_t){0};
    ho_wire_day(&m->text, &wire, ho_session_scenario(s), ho_session_view(s));
    ho_diags_init(diags, "day");
    assert_int_equal(ho_json_parse(m->text.text, m->text.len, &m->json, diags), 0);
    const ho_json_node_t *readings = ho_json_get(&m->json.node[0], "readings");
    assert_non_null(readings);
    m->whole = ho_json_get(readings, "whole");
    assert_non_null(m->whole);
    free(diags);
}

static void forget(morning_t *m)
{
    ho_json_free(&m->json);
    ho_jsonout_free(&m->text);
}

/* What the message says of a metric; NaN: null, nothing to be seen. */
static double told(const morning_t *m, const char *metric)
{
    const ho_json_node_t *reading = ho_json_get(m->whole, metric);
    if (reading == NULL) {
        fail_msg("the message has no reading called %s", metric);
    }
    const ho_json_node_t *value = reading->type == HO_JSON_OBJECT ? ho_json_get(reading, "value") : NULL;
    return value != NULL && value->type == HO_JSON_NUMBER ? value->number : (double)NAN;
}

/* Without the zeros behind a point that say nothing: 5.0% is 5%. */
static void shorten(char *text)
{
    char *point = strchr(text, '.');
    if (point == NULL) {
        return;
    }
    char *end = point + 1 + strspn(point + 1, "0123456789"), *cut = end;
    while (cut > point + 1 && cut[-1] == '0') {
        cut--;
    }
    memmove(cut == point + 1 ? point : cut, end, strlen(end) + 1);
}

/* Answers that ripen: the headline is of the latest day with half of its labels, so an older reading than
 * the message's,
 * as it is known this morning. */
static bool is_ripe(const hall_t *h, const char *metric, const char *shown, ho_format_t format)
{
    static const ho_metric_t ripen[] = {HO_METRIC_PRECISION, HO_METRIC_RECALL};
    const ho_session_t *s = ho_app_session(h->app);
    for (size_t i = 0; i < sizeof ripen / sizeof ripen[0]; i++) {
        for (int day = 0; day < ho_session_day(s) && strcmp(ho_metric_info((int)ripen[i])->name, metric) == 0;
             day++) {
            char seen[HO_VALUE_MAX];
            ho_format_value(seen, sizeof seen, ho_session_seen(s, ripen[i], -1, day).value, format);
            shorten(seen);
            if (strcmp(seen, shown) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* One figure; 1 if there was one to compare. */
static int compare(const hall_t *h, const morning_t *m, const char *widget, const char *metric,
                   ho_format_t format)
{
    char expected[HO_VALUE_MAX];
    double v = told(m, metric);
    if (!hall_has(h, widget) || isnan(v)) {
        return 0;
    }
    ho_format_value(expected, sizeof expected, v, format);
    char shown[HALL_TEXT];
    snprintf(shown, sizeof shown, "%s", hall_find(h, widget)->value);
    shorten(shown);
    shorten(expected);
    size_t n = strlen(expected);
    bool same =
        strncmp(shown, expected, n) == 0 && (shown[n] == '\0' || shown[n] == ' '); /* a unit may follow */
    if (!same && !is_ripe(h, metric, shown, format)) {
        const ho_session_t *s = ho_app_session(h->app);
        fail_msg("%s, day %d: %s shows %s, and the message says %s = %s", ho_session_scenario(s)->id,
                 ho_session_day(s), widget, shown, metric, expected);
    }
    return 1;
}

/* A chart by its row of SHOWN, or by the metric that it is named after. */
static int compare_chart(const hall_t *h, const morning_t *m, const char *widget, const char *id)
{
    for (size_t k = 0; k < sizeof SHOWN / sizeof SHOWN[0]; k++) {
        if (strcmp(SHOWN[k].widget, widget) == 0) {
            return compare(h, m, widget, SHOWN[k].metric, SHOWN[k].format);
        }
    }
    for (int k = 0; k < HO_METRIC_COUNT; k++) {
        if (strcmp(ho_metric_info(k)->name, id) == 0) {
            return compare(h, m, widget, id, (ho_format_t)ho_words_format((ho_metric_t)k));
        }
    }
    return 0;
}

/* All charts, six at a time. */
static int compare_charts(hall_t *h, const morning_t *m)
{
    ho_operate_t *op = hall_data(h, "operate");
    int n = 0;
    for (int first = 0; first < ho_charts_count(); first += HO_OPERATE_CHARTS) {
        op->n_charts = 0;
        for (int i = first; i < ho_charts_count() && op->n_charts < HO_OPERATE_CHARTS; i++) {
            op->chart[op->n_charts++] = i;
        }
        hall_settle(h);
        for (int i = 0; i < op->n_charts; i++) {
            char widget[HO_ID_MAX];
            snprintf(widget, sizeof widget, "operate.chart.%s", ho_charts_id(op->chart[i]));
            n += compare_chart(h, m, widget, ho_charts_id(op->chart[i]));
        }
    }
    return n;
}

static int compare_morning(hall_t *h, ho_session_t *s)
{
    morning_t m;
    hear(&m, s);
    hall_settle(h);
    int n = 0;
    for (size_t i = 0; i < sizeof SHOWN / sizeof SHOWN[0]; i++) {
        n += strncmp(SHOWN[i].widget, "operate.kpi", 11) == 0
                 ? compare(h, &m, SHOWN[i].widget, SHOWN[i].metric, SHOWN[i].format)
                 : 0;
    }
    assert_int_equal(hall_find(h, "operate.kpi.day")->value[0] != '\0', 1);
    n += compare_charts(h, &m);
    forget(&m);
    return n;
}

static void test_every_figure_is_in_the_message_of_the_day(void **state)
{
    (void)state;
    static const int days[] = {1, 9, 29};
    int n = 0;
    for (int i = 0; i < FIX_SHIPPED; i++) {
        ho_scenario_t *sc = game_scenario(fix_shipped[i]);
        for (uint64_t seed = 1; seed <= 3; seed++) {
            hall_t h;
            hall_open(&h, NULL, NULL);
            ho_session_options_t options = {.seed = seed};
            ho_session_t *s = ho_session_new(sc, &options);
            assert_non_null(s);
            game_frame(s, 1);
            hall_play(&h, s);
            hall_go(&h, "operate", NULL);
            for (int k = 0; k < 3; k++) {
                game_play_busy(s, days[k]);
                n += compare_morning(&h, s);
            }
            hall_close(&h);
        }
        game_scenario_free(sc);
    }
    print_message("%d figures compared\n", n);
    assert_true(n > 36 * 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_figure_is_in_the_message_of_the_day)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
