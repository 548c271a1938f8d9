/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small text tools: near names, numbers, UTF-8, SHA-256, the JSON writer, diagnostics. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/diag.h"
#include "scenario/jsonout.h"
#include "scenario/near.h"
#include "scenario/number.h"
#include "scenario/sha256.h"
#include "scenario/utf8.h"

/* ---- near names ------------------------------------------------------------------------------------- */

static void test_distance_counts_edits_and_swaps(void **state)
{
    (void)state;
    assert_int_equal(ho_near_distance("", ""), 0);
    assert_int_equal(ho_near_distance("abc", ""), 3);
    assert_int_equal(ho_near_distance("kitten", "sitting"), 3);
    assert_int_equal(ho_near_distance("lag_dyas", "lag_days"), 1);
    assert_int_equal(ho_near_distance("ab", "ba"), 1);
    assert_int_equal(ho_near_distance("Users", "users"), 0);
    assert_int_equal(ho_near_distance("segmnets", "segments"), 1);
}

static void test_distance_is_symmetric_and_bounded_by_the_longer_word(void **state)
{
    (void)state;
    static const char *const words[] = {"threshold", "rollout", "roll-out", "holdout",
                                        "a",         "",        "hold",     "treshhold"};
    for (size_t i = 0; i < 8; i++) {
        for (size_t j = 0; j < 8; j++) {
            size_t d = ho_near_distance(words[i], words[j]);
            size_t longer = strlen(words[i]) > strlen(words[j]) ? strlen(words[i]) : strlen(words[j]);
            assert_int_equal(d, ho_near_distance(words[j], words[i]));
            assert_true(d <= longer);
            assert_true((d == 0) == (i == j));
        }
    }
}

static void test_best_is_near_or_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"lag_days", "observed", "proxy", "patience_ms", "p", "q", "usd"};
    assert_string_equal(ho_near_best("lag_day", names, 7), "lag_days");
    assert_string_equal(ho_near_best("obsevred", names, 7), "observed");
    assert_string_equal(ho_near_best("patience", names, 7), "patience_ms"); /* the unit left out */
    assert_string_equal(ho_near_best("USD", names, 7), "usd");
    assert_null(ho_near_best("elephant", names, 7));
    assert_null(ho_near_best("xy", names, 7));
    assert_null(ho_near_best("", names, 7));
    assert_null(ho_near_best("x", names, 7)); /* one edit from p and q, and nothing in common with them */
}

static void test_overlong_words_have_no_neighbours(void **state)
{
    (void)state;
    char longest[200];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    const char *names[] = {longest};
    assert_null(ho_near_best(longest, names, 1));
    longest[HO_NEAR_MAX] = '\0';
    assert_int_equal(ho_near_distance(longest, longest), 0);
}

/* ---- numbers ---------------------------------------------------------------------------------------- */

static uint64_t next_bits(uint64_t *x)
{
    uint64_t z = (*x += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static void check_round_trip(int n, uint64_t seed)
{
    for (int i = 0; i < n;) {
        uint64_t bits = next_bits(&seed);
        double x = 0.0;
        double back = 0.0;
        char text[HO_NUMBER_TEXT];
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x)) continue;
        size_t len = ho_number_print(x, text);
        assert_int_equal(len, strlen(text));
        assert_true(len < HO_NUMBER_TEXT);
        assert_null(strchr(text, ','));
        assert_true(ho_number_parse(text, len, &back));
        assert_memory_equal(&back, &x, sizeof x);
        i++;
    }
}

static void test_random_doubles_round_trip(void **state)
{
    (void)state;
    check_round_trip(100000, 1);
}

/* Skipped, visibly, where the system has no such locale. */
static void test_random_doubles_round_trip_under_a_comma_locale(void **state)
{
    (void)state;
    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL) skip();
    char probe[16];
    (void)snprintf(probe, sizeof probe, "%.1f", 1.5);
    bool has_comma = strcmp(probe, "1,5") == 0;
    double x = 0.0;
    bool reads_point = ho_number_parse("2.75", 4, &x);
    bool reads_comma = ho_number_parse("2,75", 4, &x);
    check_round_trip(100000, 2);
    setlocale(LC_ALL, "C");
    assert_true(has_comma);
    assert_true(reads_point);
    assert_false(reads_comma);
    assert_true(x == 2.75);
}

static void test_numbers_are_written_short(void **state)
{
    (void)state;
    static const struct {
        double x;
        const char *text;
    } cases[] = {{0.1, "0.1"},
                 {1.0, "1"},
                 {-0.0, "-0"},
                 {0.3, "0.3"},
                 {1e22, "1e+22"},
                 {1.0 / 3.0, "0.3333333333333333"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {1000000.0, "1000000"},
                 {-2.5, "-2.5"},
                 {INFINITY, "null"},
                 {NAN, "null"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[HO_NUMBER_TEXT];
        ho_number_print(cases[i].x, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_only_the_grammar_of_json_is_a_number(void **state)
{
    (void)state;
    static const char *const good[] = {"0", "-0", "12", "1.5", "1e3", "1E+3", "1.25e-3", "-7.0"};
    static const char *const bad[] = {"",    "-",   "+1",  "01", ".5", "5.",       "1e",  "1e+", "0x10",
                                      "NaN", "inf", "1,5", " 1", "1 ", "Infinity", "--1", "1.e3"};
    double x = 7.0;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(ho_number_parse(good[i], strlen(good[i]), &x));
    x = 7.0;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (ho_number_parse(bad[i], strlen(bad[i]), &x)) fail_msg("accepted %s", bad[i]);
    }
    assert_false(ho_number_parse("1e999", 5, &x));
    assert_true(x == 7.0);
}

/* ---- UTF-8 ------------------------------------------------------------------------------------------ */

static void test_utf8_lengths_follow_the_rfc(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } cases[] = {
        {"a", 1},
        {"\xC3\xA9", 2},
        {"\xE2\x82\xAC", 3},
        {"\xF0\x9F\x98\x80", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        {"\xED\x9F\xBF", 3},
        {"\xC0\x80", 0},
        {"\xC1\xBF", 0},
        {"\xE0\x80\x80", 0},
        {"\xED\xA0\x80", 0},
        {"\xF0\x80\x80\x80", 0},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
        {"\x80", 0},
        {"\xC3", 0},
        {"\xE2\x82", 0},
        {"\xE2\x82\x41", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(ho_utf8_length(cases[i].bytes, strlen(cases[i].bytes)), cases[i].n);
    }
    assert_int_equal(ho_utf8_length("", 0), 0);
}

/* ---- SHA-256 ---------------------------------------------------------------------------------------- */

/* The vectors of NIST's "Examples with intermediate values" and of FIPS 180-2, appendix B. */
static void test_sha256_gives_the_published_digests(void **state)
{
    (void)state;
    char hex[HO_SHA256_HEX];
    ho_sha256_hex("", 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ho_sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    ho_sha256_hex(two, strlen(two), hex);
    assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void test_sha256_does_not_depend_on_the_pieces(void **state)
{
    (void)state;
    static char million[1000000];
    memset(million, 'a', sizeof million);
    for (size_t piece = 1; piece < 200; piece = piece * 3 + 1) {
        ho_sha256_t sha;
        uint8_t digest[HO_SHA256_BYTES];
        char hex[HO_SHA256_HEX];
        ho_sha256_init(&sha);
        for (size_t at = 0; at < sizeof million; at += piece) {
            ho_sha256_add(&sha, million + at, piece < sizeof million - at ? piece : sizeof million - at);
        }
        ho_sha256_finish(&sha, digest);
        ho_sha256_to_hex(digest, hex);
        assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
}

/* ---- writer ----------------------------------------------------------------------------------------- */

static void write_sample(ho_jsonout_t *w)
{
    ho_jsonout_begin_object(w);
    ho_jsonout_put_text(w, "text", "a \"quote\", a \\, a \n and \x01 and \xC3\xA9");
    ho_jsonout_put_number(w, "x", 0.1);
    ho_jsonout_key(w, "list");
    ho_jsonout_begin_flat_list(w);
    ho_jsonout_integer(w, -3);
    ho_jsonout_bool(w, true);
    ho_jsonout_null(w);
    ho_jsonout_end_list(w);
    ho_jsonout_key(w, "none");
    ho_jsonout_begin_list(w);
    ho_jsonout_end_list(w);
    ho_jsonout_put_hex(w, "hash", 0xabcu);
    ho_jsonout_end_object(w);
    ho_jsonout_newline(w);
}

static void test_writer_writes_compact_json(void **state)
{
    (void)state;
    ho_jsonout_t w;
    ho_jsonout_init(&w, false);
    write_sample(&w);
    assert_false(w.failed);
    assert_string_equal(w.text,
                        "{\"text\":\"a \\\"quote\\\", a \\\\, a \\n and \\u0001 and \xC3\xA9\",\"x\":0.1,"
                        "\"list\":[-3,true,null],\"none\":[],\"hash\":\"0000000000000abc\"}\n");
    assert_int_equal(w.len, strlen(w.text));
    ho_jsonout_clear(&w);
    ho_jsonout_text(&w, "bad \xFF byte");
    assert_string_equal(w.text, "\"bad \xEF\xBF\xBD byte\"");
    ho_jsonout_free(&w);
    ho_jsonout_free(&w);
}

static void test_writer_writes_pretty_json(void **state)
{
    (void)state;
    ho_jsonout_t w;
    ho_jsonout_init(&w, true);
    write_sample(&w);
    assert_false(w.failed);
    assert_string_equal(
        w.text, "{\n  \"text\": \"a \\\"quote\\\", a \\\\, a \\n and \\u0001 and \xC3\xA9\",\n  \"x\": 0.1,\n"
                "  \"list\": [-3, true, null],\n  \"none\": [],\n  \"hash\": \"0000000000000abc\"\n}\n");
    ho_jsonout_free(&w);
}

static void test_writer_notices_calls_that_do_not_nest(void **state)
{
    (void)state;
    ho_jsonout_t w;
    ho_jsonout_init(&w, false);
    ho_jsonout_begin_object(&w);
    ho_jsonout_number(&w, 1.0); /* a value without its key */
    assert_true(w.failed);
    ho_jsonout_free(&w);

    ho_jsonout_begin_list(&w);
    ho_jsonout_end_object(&w);
    assert_true(w.failed);
    ho_jsonout_free(&w);

    ho_jsonout_begin_object(&w);
    ho_jsonout_key(&w, "a");
    ho_jsonout_end_object(&w);
    assert_true(w.failed);
    ho_jsonout_free(&w);

    for (int i = 0; i <= HO_JSONOUT_DEPTH; i++) ho_jsonout_begin_list(&w);
    assert_true(w.failed);
    ho_jsonout_free(&w);
}

/* ---- diagnostics ------------------------------------------------------------------------------------ */

static char *print_to_memory(const ho_diags_t *d, bool jsonl)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    if (jsonl) assert_int_equal(ho_diags_print_jsonl(d, out), 0);
    else ho_diags_print(d, out);
    fclose(out);
    return text;
}

static ho_diags_t diags;

static void test_diagnostics_print_like_a_compiler(void **state)
{
    (void)state;
    ho_diags_init(&diags, "scenarios/mine.json");
    ho_diags_add(&diags, HO_DIAG_E0003, (ho_place_t){22, 5}, "/labels", "did you mean \"lag_days\"?",
                 "unknown key %s", "\"lag_day\"");
    ho_diags_add(&diags, HO_DIAG_E0107, (ho_place_t){14, 27}, "/segments/1/trust/start_level", NULL,
                 "expected a whole number in 0..10, found %d", 55);
    ho_diags_add(&diags, HO_DIAG_W0021, (ho_place_t){31, 9}, "/incidents/0/day", NULL,
                 "day 200 is after the horizon (180)");
    ho_diags_add(&diags, HO_DIAG_E0301, (ho_place_t){0, 0}, NULL, NULL, "there is no such file");
    ho_diags_sort(&diags);
    char *text = print_to_memory(&diags, false);
    assert_string_equal(
        text,
        "scenarios/mine.json: error[E0301]: there is no such file\n"
        "scenarios/mine.json:14:27: error[E0107]: /segments/1/trust/start_level: expected a whole number in "
        "0..10, found 55\n"
        "scenarios/mine.json:22:5: error[E0003]: /labels: unknown key \"lag_day\" (did you mean "
        "\"lag_days\"?)\n"
        "scenarios/mine.json:31:9: warning[W0021]: /incidents/0/day: day 200 is after the horizon (180)\n");
    free(text);
    assert_int_equal(diags.n_errors, 3);
    assert_int_equal(diags.n_warnings, 1);
}

static void test_diagnostics_print_as_json_lines(void **state)
{
    (void)state;
    ho_diags_init(&diags, "a \"b\".json");
    ho_diags_add(&diags, HO_DIAG_W0021, (ho_place_t){3, 4}, "/x", NULL, "late");
    char *text = print_to_memory(&diags, true);
    assert_string_equal(
        text,
        "{\"file\":\"a \\\"b\\\".json\",\"line\":3,\"col\":4,\"severity\":\"warning\",\"code\":\"W0021\","
        "\"path\":\"/x\",\"message\":\"late\",\"help\":\"\"}\n");
    free(text);
}

static void test_diagnostics_keep_a_hundred_and_errors_first(void **state)
{
    (void)state;
    ho_diags_init(&diags, "f");
    for (int i = 0; i < 150; i++)
        ho_diags_add(&diags, HO_DIAG_W0021, (ho_place_t){i + 1, 1}, NULL, NULL, "w%d", i);
    ho_diags_add(&diags, HO_DIAG_E0107, (ho_place_t){500, 1}, NULL, NULL, "the error");
    assert_int_equal(diags.n, HO_DIAG_CAP);
    assert_int_equal(diags.n_warnings, 150);
    assert_int_equal(diags.item[HO_DIAG_CAP - 1].code, HO_DIAG_E0107);
    assert_string_equal(diags.item[HO_DIAG_CAP - 2].message, "w98");
    char *text = print_to_memory(&diags, false);
    assert_non_null(strstr(text, "f: 51 more not shown\n"));
    free(text);
}

static void test_overlong_texts_are_cut_at_a_character(void **state)
{
    (void)state;
    char path[400];
    for (size_t i = 0; i + 2 < sizeof path; i += 2) memcpy(path + i, "\xC3\xA9", 3);
    for (size_t shift = 0; shift < 2; shift++) {
        ho_diags_init(&diags, "f");
        path[0] = '/';
        ho_diags_add(&diags, HO_DIAG_E0107, (ho_place_t){1, 1}, shift ? path : path + 2, path + 2, "%s%s",
                     shift ? "x" : "", path + 2);
        const char *cut[] = {diags.item[0].path, diags.item[0].message, diags.item[0].help};
        for (size_t k = 0; k < 3; k++) {
            size_t len = strlen(cut[k]);
            assert_string_equal(cut[k] + len - 3, "...");
            size_t at = k == 0 && shift ? 2 : 0; /* the broken character that path[0] made */
            while (at < len) {
                size_t n = ho_utf8_length(cut[k] + at, len - at);
                assert_int_not_equal(n, 0);
                at += n;
            }
        }
    }
}

static void test_quotes_are_short_and_printable(void **state)
{
    (void)state;
    char out[HO_QUOTED];
    assert_string_equal(ho_diag_quote("abc", 3, out), "\"abc\"");
    assert_string_equal(ho_diag_quote("a\x1b[2Jb\xFF", 7, out), "\"a\\x1b[2Jb\\xff\"");
    char longest[1000];
    memset(longest, 'x', sizeof longest);
    ho_diag_quote(longest, sizeof longest, out);
    assert_true(strlen(out) < HO_QUOTED);
    assert_non_null(strstr(out, "x...\""));
    memset(longest, 1, sizeof longest);
    assert_true(strlen(ho_diag_quote(longest, sizeof longest, out)) < HO_QUOTED);
}

static void test_every_code_has_an_id_a_meaning_and_a_mend(void **state)
{
    (void)state;
    for (int code = 0; code < HO_DIAG_CODE_COUNT; code++) {
        const ho_diag_info_t *info = ho_diag_info((ho_diag_code_t)code);
        assert_int_equal(strlen(info->id), 5);
        assert_true(info->is_error == (info->id[0] == 'E'));
        assert_true(strlen(info->meaning) > 0 && strlen(info->mend) > 0);
    }
    assert_null(ho_diag_info(HO_DIAG_CODE_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distance_counts_edits_and_swaps),
        cmocka_unit_test(test_distance_is_symmetric_and_bounded_by_the_longer_word),
        cmocka_unit_test(test_best_is_near_or_nothing),
        cmocka_unit_test(test_overlong_words_have_no_neighbours),
        cmocka_unit_test(test_random_doubles_round_trip),
        cmocka_unit_test(test_random_doubles_round_trip_under_a_comma_locale),
        cmocka_unit_test(test_numbers_are_written_short),
        cmocka_unit_test(test_only_the_grammar_of_json_is_a_number),
        cmocka_unit_test(test_utf8_lengths_follow_the_rfc),
        cmocka_unit_test(test_sha256_gives_the_published_digests),
        cmocka_unit_test(test_sha256_does_not_depend_on_the_pieces),
        cmocka_unit_test(test_writer_writes_compact_json),
        cmocka_unit_test(test_writer_writes_pretty_json),
        cmocka_unit_test(test_writer_notices_calls_that_do_not_nest),
        cmocka_unit_test(test_diagnostics_print_like_a_compiler),
        cmocka_unit_test(test_diagnostics_print_as_json_lines),
        cmocka_unit_test(test_diagnostics_keep_a_hundred_and_errors_first),
        cmocka_unit_test(test_overlong_texts_are_cut_at_a_character),
        cmocka_unit_test(test_quotes_are_short_and_printable),
        cmocka_unit_test(test_every_code_has_an_id_a_meaning_and_a_mend),
    };
    return cmocka_run_group_tests_name("scenario text", tests, NULL, NULL);
}
