/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws: a number, or what it is drawn from. */
#include <math.h>
#include <string.h>

#include "scenario/number.h"
#include "scenario/reader.h"

static const char *const NAMES[] = {"uniform", "normal", "lognormal", "chance"};
static const char *const SHAPES[] = {"[low, high]", "[mean, sd]", "[median, log-sd]", "a share in 0..1"};
static const ho_law_kind_t KINDS[] = {HO_LAW_UNIFORM, HO_LAW_NORMAL, HO_LAW_LOGNORMAL, HO_LAW_CHANCE};
enum { N_LAWS = 4, MOST_LOG_SD = 5 };

static void describe(const ho_row_t *row, const char *what, double lo, double hi, char out[HO_EXPECTED])
{
    ho_row_t as_number = *row;
    as_number.type = HO_ROW_NUMBER;
    as_number.lo = lo;
    as_number.hi = hi;
    char number[HO_EXPECTED];
    ho_row_expected(&as_number, 0, number);
    (void)snprintf(out, HO_EXPECTED, "%.40s%.140s", what, number + strlen("a number"));
}

static bool read_parameter(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, const char *what,
                           double lo, double hi, double *out)
{
    char expected[HO_EXPECTED];
    describe(row, what, lo, hi, expected);
    return ho_read_number(r, node, lo, hi, false, expected, out);
}

/* The law may reach beyond what the field allows: draws there are cut off, or make no sense. */
static void warn_of_tails(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node,
                          const ho_law_t *law)
{
    bool is_log = law->kind == HO_LAW_LOGNORMAL;
    double low = is_log ? law->a * exp(-3 * law->b) : law->a - 3 * law->b;
    double high = is_log ? law->a * exp(3 * law->b) : law->a + 3 * law->b;
    if (low >= row->lo && high <= row->hi) return;
    char from[HO_NUMBER_TEXT];
    char to[HO_NUMBER_TEXT];
    (void)ho_number_print(row->lo, from);
    (void)ho_number_print(row->hi, to);
    ho_reader_fault(r, node, HO_DIAG_W0029, NULL, "three standard deviations reach %.4g..%.4g, beyond %s..%s",
                    low, high, from, to);
}

static bool read_pair(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, ho_law_t *law)
{
    const ho_json_node_t *first = node->first;
    const ho_json_node_t *second = first->next;
    bool is_log = law->kind == HO_LAW_LOGNORMAL;
    if (law->kind == HO_LAW_UNIFORM) {
        bool good = read_parameter(r, row, first, "a number", row->lo, row->hi, &law->a);
        good = read_parameter(r, row, second, "a number", row->lo, row->hi, &law->b) && good;
        if (!good || law->a <= law->b) return good;
        ho_reader_fault(r, node, HO_DIAG_E0108, NULL, "expected [low, high] with low <= high, found [%g, %g]",
                        law->a, law->b);
        return false;
    }
    double least = is_log && row->lo < 1e-12 ? 1e-12 : row->lo;
    bool good = read_parameter(r, row, first, is_log ? "a median" : "a mean", least, row->hi, &law->a);
    double most = is_log ? MOST_LOG_SD : fmax(row->hi - row->lo, 1e-9);
    good = read_parameter(r, row, second, "a standard deviation", 0, most, &law->b) && good;
    if (good) warn_of_tails(r, row, node, law);
    return good;
}

static bool read_chance(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, ho_law_t *law)
{
    if (row->lo > 0 || row->hi < 1) {
        char expected[HO_EXPECTED];
        ho_reader_fault(r, node, HO_DIAG_E0108, NULL, "expected %s, found a chance, which gives 0 or 1",
                        ho_row_expected(row, 0, expected));
        return false;
    }
    return ho_read_number(r, node, 0, 1, false, "a share in 0..1", &law->a);
}

void ho_read_law(ho_reader_t *r, const ho_row_t *row, const ho_json_node_t *node, ho_law_t *out)
{
    char expected[HO_EXPECTED];
    char shown[HO_QUOTED];
    ho_row_expected(row, 0, expected);
    if (node->type != HO_JSON_OBJECT) {
        double x = 0.0;
        if (ho_read_number(r, node, row->lo, row->hi, false, expected, &x))
            *out = (ho_law_t){.kind = HO_LAW_CONST, .a = x};
        return;
    }
    if (node->n_items != 1) {
        ho_reader_fault(r, node, HO_DIAG_E0108, NULL,
                        "expected one of uniform, normal, lognormal, chance, found %d keys", node->n_items);
        return;
    }
    const ho_json_node_t *value = node->first;
    int i = 0;
    while (i < N_LAWS && strcmp(NAMES[i], value->key) != 0) i++;
    if (i == N_LAWS) {
        char help[HO_HELP];
        ho_diag_quote(value->key, strlen(value->key), shown);
        ho_reader_fault_at_key(r, value, HO_DIAG_E0108, ho_reader_suggest(value->key, NAMES, N_LAWS, help),
                               "expected one of uniform, normal, lognormal, chance, found %s", shown);
        return;
    }
    ho_law_t law = {.kind = KINDS[i]};
    bool good = false;
    if (law.kind == HO_LAW_CHANCE) {
        good = read_chance(r, row, value, &law);
    } else if (value->type != HO_JSON_LIST || value->n_items != 2) {
        ho_reader_fault(r, value, HO_DIAG_E0108, NULL, "expected %s, found %s", SHAPES[i],
                        ho_json_show(value, shown));
    } else {
        good = read_pair(r, row, value, &law);
    }
    if (good) *out = law;
}
