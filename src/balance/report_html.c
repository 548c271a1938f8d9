/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: four questions answered in words, then the figures that prove them, each with its numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "balance/figures.h"
#include "balance/report.h"

static const char STYLE[] =
    ":root{color-scheme:light}*{box-sizing:border-box}"
    "body{margin:0;background:#fff;color:#131a26;font:14px/1.45 Inter,'Segoe "
    "UI',Roboto,Helvetica,Arial,sans-serif}"
    "header{display:flex;align-items:center;gap:12px;padding:12px 56px;border-bottom:1px solid #e0e5ee}"
    "header b{font-size:16px}header span{color:#475266}header nav{margin-left:auto;display:flex;gap:24px}"
    "a{color:#2f5fd6;text-decoration:none}a:hover{text-decoration:underline}"
    "main{padding:20px 56px;max-width:1600px;margin:0 auto}"
    "h1{font-size:26px;margin:0;display:inline-block;margin-right:14px}"
    ".head{display:flex;justify-content:space-between;align-items:flex-start;margin-bottom:14px}"
    ".head p{margin:0;text-align:right;color:#475266;font-size:13px}"
    ".pill{display:inline-block;border-radius:9px;padding:1px "
    "9px;font-size:12px;font-weight:600;margin-right:6px;"
    "vertical-align:6px}"
    ".good{background:#e0f4f1;color:#00776f}.warn{background:#fbf1dc;color:#8a6a00}.bad{background:#fde8ec;"
    "color:#b0123c}"
    ".questions{display:grid;grid-template-columns:repeat(4,1fr);gap:24px;border-bottom:1px solid "
    "#e0e5ee;padding-bottom:14px}"
    ".questions div{border-top:2px solid #00776f;padding-top:10px}.questions .w{border-color:#8a6a00}"
    ".questions .m{border-color:#b0123c}"
    ".questions p{margin:0;color:#475266;font-size:13px}.questions "
    "b{display:block;font-size:20px;font-weight:600}"
    ".figures{display:grid;grid-template-columns:724fr 708fr;gap:0 56px;align-items:start}"
    "section{border-top:1px solid #e0e5ee;padding:12px 0 6px}.figures>div>section:first-child{border-top:0}"
    "h2{font-size:15px;margin:0;font-weight:600}h2 "
    "i{font-style:normal;font-size:13px;color:#2f5fd6;margin-right:10px}"
    "h2 a{float:right;font-size:13px;font-weight:500}section>p{margin:2px 0 6px;color:#475266;font-size:13px}"
    "svg{display:block;width:100%;height:auto}"
    "details{font-size:13px;color:#475266;margin:4px 0}summary{cursor:pointer}"
    "table{border-collapse:collapse;margin:6px 0;font-variant-numeric:tabular-nums}"
    "td,th{padding:2px 10px 2px 0;text-align:right;border-bottom:1px solid #eceff5;font-weight:400}"
    "td:first-child,th:first-child{text-align:left}th{color:#5e6a80}"
    ".checks td{text-align:left;vertical-align:top}"
    "@page{size:A4 landscape;margin:10mm}"
    "@media print{header nav,details:not([open]){display:none}main{padding:0}header{padding:4px 0}"
    "body{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    "section{break-inside:avoid}.figures{display:block}.figures section:nth-child(2n+1){break-before:auto}"
    "article{break-before:page}article:first-of-type{break-before:auto}}"
    "@media(max-width:1100px){.figures,.questions{grid-template-columns:1fr}main,header{padding-left:20px;"
    "padding-right:20px}}";

/* ---- head ---- */

static void add_pills(const ho_balance_t *b, ho_page_t *out)
{
    int count[4] = {0};
    for (int i = 0; i < b->n_checks; i++) count[b->check[i].level]++;
    if (count[HO_CHECK_MISSED] > 0)
        ho_page_add(out, "<span class=\"pill bad\">%d stated band%s missed</span>", count[HO_CHECK_MISSED],
                    count[HO_CHECK_MISSED] > 1 ? "s" : "");
    else
        ho_page_add(out, "<span class=\"pill %s</span>",
                    count[HO_CHECK_WARN] > 1 ? "warn\">Doubtful" : "good\">Fair");
    if (count[HO_CHECK_WARN] > 0)
        ho_page_add(out, "<span class=\"pill warn\">%d warning%s</span>", count[HO_CHECK_WARN],
                    count[HO_CHECK_WARN] > 1 ? "s" : "");
}

/* 21728 -> 21,728 */
static void group_thousands(uint64_t n, char out[32])
{
    char plain[24];
    const int digits = snprintf(plain, sizeof plain, "%llu", (unsigned long long)n);
    int at = 0;
    for (int i = 0; i < digits; i++) {
        if (i > 0 && (digits - i) % 3 == 0) out[at++] = ',';
        out[at++] = plain[i];
    }
    out[at] = '\0';
}

static void add_head(const ho_balance_t *b, ho_page_t *out)
{
    ho_page_put(out, "<div class=\"head\"><div><h1>");
    ho_page_html(out, b->scenario->text.title != NULL ? b->scenario->text.title : b->scenario->id);
    ho_page_put(out, "</h1>");
    add_pills(b, out);
    char runs[32];
    group_thousands(b->runs, runs);
    ho_page_add(out,
                "</div><p>%d policies &times; %d seeds &times; 2 worlds; %s runs in all<br>scenario %.6s "
                "&middot; master seed "
                "%llu &middot; identical at any thread count</p></div>\n",
                b->n_rungs, b->seeds, runs, b->scenario->sha256, (unsigned long long)b->options.master);
}

static void add_questions(const ho_balance_t *b, ho_page_t *out)
{
    static const char *const CLASS[] = {"g", "g", "w", "m"};
    ho_page_put(out, "<div class=\"questions\">");
    for (int i = 0; i < 4 && i < b->n_checks; i++) {
        const ho_check_t *c = &b->check[i];
        ho_page_add(out, "<div class=\"%s\"><p>", CLASS[c->level]);
        ho_page_html(out, c->question);
        ho_page_put(out, "</p><b>");
        ho_page_html(out, c->answer);
        ho_page_put(out, "</b><p>");
        ho_page_html(out, c->detail);
        ho_page_put(out, "</p></div>");
    }
    ho_page_put(out, "</div>\n");
}

/* ---- figures ---- */

/* A cell of CSV goes into the link byte by byte; what a URI cannot hold is escaped. */
static void add_csv_link(const char *csv, const char *name, ho_page_t *out)
{
    ho_page_add(out, "<a download=\"%s.csv\" href=\"data:text/csv;charset=utf-8,", name);
    for (; *csv != '\0'; csv++) {
        const unsigned char c = (unsigned char)*csv;
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ',' ||
            c == '.' || c == '-')
            ho_page_bytes(out, csv, 1);
        else ho_page_add(out, "%%%02X", c);
    }
    ho_page_put(out, "\">CSV</a>");
}

/* The same text as a table: no cell holds a comma. */
static void add_table(const char *csv, ho_page_t *out)
{
    ho_page_put(out, "<details><summary>Table</summary><table>");
    for (bool head = true; *csv != '\0'; head = false) {
        ho_page_put(out, "<tr>");
        for (;;) {
            const size_t n = strcspn(csv, ",\n");
            char cell[160];
            (void)snprintf(cell, sizeof cell, "%.*s", n < 159 ? (int)n : 159, csv);
            ho_page_put(out, head ? "<th>" : "<td>");
            ho_page_html(out, cell);
            ho_page_put(out, head ? "</th>" : "</td>");
            csv += n;
            if (*csv == '\0' || *csv++ == '\n') break;
        }
        ho_page_put(out, "</tr>");
    }
    ho_page_put(out, "</table></details>");
}

static void add_figure(const ho_balance_t *b, int number, const ho_drawing_t *figure, ho_page_t *out)
{
    ho_page_t csv = {0};
    ho_svg_t svg = {0};
    char prefix[48], caption[240];
    (void)snprintf(prefix, sizeof prefix, "%.31s-f%d-", b->scenario->id, number);
    svg.id_prefix = prefix;
    figure->csv(b, &csv);
    figure->caption(b, caption, sizeof caption);
    if (figure->draw(b, caption, &svg) != 0 || csv.failed || svg.text == NULL || csv.text == NULL) {
        out->failed = true;
    } else {
        ho_page_add(out, "<section id=\"%s\"><h2><i>Figure %d</i>", prefix, number);
        ho_page_html(out, figure->title);
        if (figure->of_insight) {
            ho_page_put(out, " of ");
            ho_page_html(out, b->rung[b->insight].name);
        }
        char name[80];
        (void)snprintf(name, sizeof name, "%.31s-%s", b->scenario->id, figure->name);
        add_csv_link(csv.text, name, out);
        ho_page_put(out, "</h2><p>");
        ho_page_html(out, caption);
        ho_page_put(out, "</p>\n");
        ho_page_bytes(out, svg.text, svg.length);
        add_table(csv.text, out);
        ho_page_put(out, "</section>\n");
    }
    ho_page_free(&csv);
    ho_svg_free(&svg);
}

/* ---- words ---- */

static void add_checks(const ho_balance_t *b, ho_page_t *out)
{
    static const char *const CLASS[] = {"good", "good", "warn", "bad"}, *const WORD[] = {"good", "note",
                                                                                         "warning", "missed"};
    ho_page_put(out, "<section><h2>All checks</h2><table class=\"checks\">");
    for (int i = 0; i < b->n_checks; i++) {
        const ho_check_t *c = &b->check[i];
        ho_page_add(out, "<tr><td><span class=\"pill %s\" style=\"vertical-align:0\">%s</span></td><td>",
                    CLASS[c->level], WORD[c->level]);
        ho_page_html(out, c->question);
        ho_page_put(out, "</td><td>");
        ho_page_html(out, c->answer);
        ho_page_put(out, "</td><td>");
        ho_page_html(out, c->detail);
        ho_page_add(out, "%s</td></tr>", c->stated ? " (band stated by the scenario)" : "");
    }
    ho_page_put(out, "</table></section>\n");
}

static void add_method(const ho_balance_t *b, ho_page_t *out)
{
    ho_seek_axis_t axis[HO_RULE_AXES];
    ho_rule_axes(&b->scenario->world, axis);
    ho_page_put(out, "<section><h2>Method</h2><p>Every policy plays the same seeds in the fault world and in "
                     "its no-fault twin, in "
                     "expected mode (means in place of the draws of users; telemetry stays noisy). Score: "
                     "100 &times; utility / "
                     "utility of the oracle on the same seed and world, the latter held to a quarter of its "
                     "mean. Ladder, dominance "
                     "and difficulty use the mean of both worlds. Shares: Hoeffding's decomposition, policy "
                     "uniform, seed random; "
                     "intervals by bootstrap over seeds. ");
    ho_page_add(out,
                "Sensitivity: Morris over %d laws and ranges, then Sobol (N %d) over %d of them, fault "
                "world, the seed as a factor "
                "of its own; points are of the oracle's mean. %d parameters were left out. ",
                b->n_factors, b->sobol_n, b->sobol_n > 0 ? b->n_sobol : 0, b->n_left_out);
    ho_page_add(out,
                "Choice of the best: Kim and Nelson 2001, %.0f points, probability %.2f, up to %d seeds.</p>",
                b->choice_rule.delta, 1 - b->choice_rule.alpha, b->choice_seeds);
    ho_page_add(out,
                "<p>The search tried %d runs of a family of rules, on seeds of its own: ", b->best_rule.runs);
    for (int i = 0; i < HO_RULE_AXES; i++)
        ho_page_add(out, "%s (%s, %g to %g)%s", axis[i].name, axis[i].about, axis[i].lo, axis[i].hi,
                    i + 1 < HO_RULE_AXES ? "; " : ". ");
    ho_page_put(out, "Best found: ");
    ho_page_html(out, b->best_rule.words);
    ho_page_put(out, ". To play it: <code>holdout run ");
    ho_page_html(out, b->scenario->id);
    ho_page_put(out, " --policy ");
    ho_page_html(out, b->best_rule.word);
    ho_page_put(out, "</code></p></section>\n");
}

static void add_article(const ho_balance_t *b, int index, ho_page_t *out)
{
    ho_page_add(out, "<article id=\"%s\">", b->scenario->id);
    add_head(b, out);
    add_questions(b, out);
    ho_page_put(out, "<div class=\"figures\"><div>");
    add_figure(b, 1, &HO_DRAWING_LADDER, out);
    add_figure(b, 4, &HO_DRAWING_BEATS, out);
    ho_page_put(out, "</div><div>");
    add_figure(b, 2, &HO_DRAWING_SHARES, out);
    add_figure(b, 3, &HO_DRAWING_TORNADO, out);
    add_checks(b, out);
    ho_page_put(out, "</div></div>");
    ho_page_put(out, index == 0 ? "<div id=\"method\">" : "<div>");
    add_method(b, out);
    ho_page_put(out, "</div>");
    ho_page_put(out, "</article>\n");
}

void ho_report_html(const ho_balance_t *b, int n, const char *command, ho_page_t *out)
{
    ho_page_put(out,
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                "content=\"width=device-width\"><title>Balance report</title><style>");
    ho_page_put(out, STYLE);
    ho_page_put(out, "</style></head><body>\n<header><svg width=\"26\" height=\"26\" viewBox=\"0 0 26 26\" "
                     "aria-hidden=\"true\" "
                     "style=\"width:26px\"><rect width=\"26\" height=\"26\" rx=\"6\" fill=\"#2f5fd6\"/><path "
                     "d=\"M5 17l5-5 4 3 7-8\" "
                     "fill=\"none\" stroke=\"#fff\" stroke-width=\"2.4\"/></svg><b>Holdout</b><span>Balance "
                     "report</span><nav>");
    char *json = ho_report_json(b, n);
    if (json == NULL) out->failed = true;
    if (json != NULL) {
        ho_page_put(out, "<a download=\"report.json\" href=\"data:application/json;charset=utf-8,");
        for (const char *c = json; *c != '\0'; c++) {
            if (strchr("%#\"<>&\n ", *c) != NULL || (unsigned char)*c > 126)
                ho_page_add(out, "%%%02X", (unsigned char)*c);
            else ho_page_bytes(out, c, 1);
        }
        ho_page_put(out, "\">JSON</a>");
    }
    free(json);
    ho_page_put(out,
                "<a href=\"#method\">Method</a><a href=\"#reproduce\">Reproduce</a></nav></header>\n<main>");
    for (int i = 0; i < n; i++) add_article(&b[i], i, out);
    ho_page_t kin = {0};
    ho_report_kinship(b, n, &kin);
    if (kin.n > 0) {
        ho_page_put(out, "<section><h2>The scenarios together</h2><p>");
        ho_page_html(out, kin.text);
        ho_page_put(out, "</p></section>");
    }
    out->failed = out->failed || kin.failed;
    ho_page_free(&kin);
    ho_page_put(out, "<section id=\"reproduce\"><h2>Reproduce</h2><p><code>");
    ho_page_html(out, command);
    ho_page_put(out, "</code></p></section></main></body></html>\n");
}
