/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of a game in a terminal while it goes on. The numbers are those of the session's readings, as on the dashboard. */
#include "cli/play_show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "session/coach.h"
#include "session/framing.h"
#include "session/preview.h"
#include "session/status.h"
#include "session/words.h"

enum { LINE = 200, SPARKS = 24 };

static void head(const ho_show_t *s, const char *title)
{
    ho_text_add(s->out, "%s%s%s\n", ho_ink(&s->term, HO_INK_BOLD), title, ho_ink(&s->term, HO_INK_PLAIN));
}

static void say(const ho_show_t *s, int indent, const char *text)
{
    ho_text_fill(s->out, ' ', indent);
    ho_text_wrap(s->out, text, indent, s->term.width);
}

static ho_ink_t ink_of(ho_severity_t severity)
{
    return severity == HO_SEVERITY_BAD || severity == HO_SEVERITY_WARN ? HO_INK_BAD
           : severity == HO_SEVERITY_GOOD                              ? HO_INK_GOOD
                                                                       : HO_INK_PLAIN;
}

/* A word for what colour says, so that nothing is said by colour alone. */
static const char *mark_of(ho_severity_t severity)
{
    static const char *const marks[HO_SEVERITIES] = {"-", "+", "!", "!!"};
    return marks[severity];
}

/* ---- before launch ------------------------------------------------------------------------------------- */

void ho_show_brief(const ho_show_t *s)
{
    const ho_scenario_t *sc = ho_session_scenario(s->session);
    const ho_brief_t *brief = ho_session_brief(s->session);
    ho_framing_t framing;
    ho_framing(s->session, &framing);
    head(s, sc->text.title);
    say(s, 2, sc->text.brief.problem);
    if (sc->text.brief.hurt != NULL) {
        head(s, "Who is hurt by a wrong answer");
        say(s, 2, sc->text.brief.hurt);
    }
    if (sc->text.brief.okr != NULL) {
        head(s, "Objective");
        say(s, 2, sc->text.brief.okr);
    }
    ho_text_add(s->out, "North Star: %s. %d days, %.0f team-days before launch.\n", brief->north_star, brief->days, framing.team_days_budget);
    ho_text_add(s->out, "\nQuestions you may ask: %d more (type: ask NUMBER)\n", framing.questions_left);
    for (int i = 0; i < sc->text.brief.n_questions; i++) {
        ho_text_add(s->out, "  %d  ", i);
        ho_text_wrap(s->out, sc->text.brief.question[i].ask, 5, s->term.width);
        if (framing.asked >> i & 1u) say(s, 7, sc->text.brief.question[i].answer);
    }
}

void ho_show_options(const ho_show_t *s)
{
    const ho_scenario_t *sc = ho_session_scenario(s->session);
    const ho_brief_t *brief = ho_session_brief(s->session);
    ho_framing_t framing;
    ho_framing(s->session, &framing);
    head(s, "What could be launched (type: choose-option NAME)");
    if (!framing.options_open) {
        say(s, 2, "Say first which mistake is worse: error-ratio R, how many missed good answers one wrong answer is worth.");
        return;
    }
    for (int i = 0; i < brief->n_options; i++) {
        double half = 1.2816 * brief->option[i].impact_sd; /* an 80 % interval */
        ho_text_add(s->out, "%s %s%s%s (%s)\n", framing.option == i ? " *" : "  ", ho_ink(&s->term, HO_INK_BOLD),
                    ho_words_option(sc, i), ho_ink(&s->term, HO_INK_PLAIN), brief->option[i].id);
        ho_text_add(s->out, "     Impact %+.1f to %+.1f %% lift, feasibility %.0f, desirability %.0f of 100, %.0f ms\n",
                    100.0 * (brief->option[i].impact_lift - half), 100.0 * (brief->option[i].impact_lift + half),
                    100.0 * brief->option[i].feasibility, 100.0 * brief->option[i].desirability, brief->option[i].service_ms);
        if (sc->text.option[i].about != NULL) say(s, 5, sc->text.option[i].about);
    }
}

void ho_show_framing(const ho_show_t *s)
{
    ho_framing_t f;
    char line[LINE];
    ho_framing(s->session, &f);
    head(s, "Your plan");
    if (isfinite(f.error_ratio))
        ho_text_add(s->out, "  One wrong answer hurts as much as %.1f missed good ones: that asks for a threshold near %.2f.\n", f.error_ratio,
                    f.asks_threshold);
    else
        ho_text_put(s->out, "  Which mistake is worse has not been said (error-ratio R).\n");
    if (f.success_metric >= 0) ho_text_add(s->out, "  Success: %s\n", ho_metric_info(f.success_metric)->title);
    for (int i = 0; i < f.n_guardrails; i++) {
        ho_words_cond(s->session, &f.guardrail[i], line, sizeof line);
        ho_text_add(s->out, "  Guardrail is broken when: %s\n", line);
    }
    if (f.kill.n > 0) {
        ho_words_cond(s->session, &f.kill, line, sizeof line);
        double chance = ho_framing_false_kills(s->session, &f.kill);
        ho_text_add(s->out, "  We turn it off when: %s\n", line);
        if (isfinite(chance)) ho_text_add(s->out, "    By chance alone that would happen in %.0f of 100 healthy launches.\n", 100.0 * chance);
    } else {
        ho_text_put(s->out, "  Nothing would turn it off yet (kill-criterion METRIC below VALUE for N days).\n");
    }
    if (f.option >= 0) ho_text_add(s->out, "  Launch: %s\n", ho_words_option(ho_session_scenario(s->session), f.option));
    for (int d = 0; d < HO_DUTIES; d++)
        ho_text_add(s->out, "  %-18s %s\n", ho_words_duty(d), f.duty[d] >= 0 ? ho_words_role(f.duty[d]) : "nobody");
    ho_text_add(s->out, "  Instruments, %.0f of %.0f team-days:", f.team_days_planned, f.team_days_budget);
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (f.invested >> i & 1u) ho_text_add(s->out, " %s;", ho_words_invest(i));
    ho_text_put(s->out, "\n");
    char warning[HO_MAX_WARNINGS][HO_WARNING];
    int n = ho_framing_warnings(s->session, warning, HO_MAX_WARNINGS);
    for (int i = 0; i < n; i++) {
        ho_text_put(s->out, "  ! ");
        ho_text_wrap(s->out, warning[i], 4, s->term.width);
    }
}

/* ---- where things stand -------------------------------------------------------------------------------- */

static void show_waits(const ho_show_t *s)
{
    static const char *const words[] = {
        [HO_WAITS_NOTHING] = NULL,
        [HO_WAITS_FRAMING] = "The launch waits to be locked in: plan takes the team's proposal, lock starts.",
        [HO_WAITS_REASON] = "A decision waits for its reason: why NUMBER EVIDENCE GIVING-UP (type: evidence).",
        [HO_WAITS_BUDGET] = "More team-days are planned than there are: withdraw NUMBER.",
        [HO_WAITS_END] = "The run is over: end shows what was true.",
    };
    const char *text = words[ho_session_waits(s->session)];
    if (text != NULL) say(s, 2, text);
}

void ho_show_status(const ho_show_t *s)
{
    char title[LINE];
    snprintf(title, sizeof title, "%s, day %d of %d", ho_session_scenario(s->session)->text.title, ho_session_day(s->session),
             ho_session_horizon(s->session));
    head(s, title);
    ho_kpi_t kpi[8];
    int n = ho_status_kpis(s->session, kpi, 8);
    for (int i = 0; i < n; i++)
        ho_text_add(s->out, "  %-14s %s%s%s  %s\n", kpi[i].label, ho_ink(&s->term, ink_of(kpi[i].tone)), kpi[i].value,
                    ho_ink(&s->term, HO_INK_PLAIN), kpi[i].note);
    ho_ramp_t ramp;
    ho_status_ramp(s->session, -1, &ramp);
    ho_text_add(s->out, "  %-14s %s. %s\n", "ROLLOUT", ho_rollout_status_text(ramp.status), ramp.why);
    ho_goal_t goal[HO_MAX_OBJECTIVES];
    n = ho_status_goals(s->session, goal, HO_MAX_OBJECTIVES);
    for (int i = 0; i < n; i++) ho_text_add(s->out, "  %-14s %s: %s\n", goal[i].met ? "GOAL, met" : "GOAL", goal[i].title, goal[i].now);
    int open[16];
    int waiting = ho_session_open(s->session, open, 16);
    if (waiting > 0) ho_text_add(s->out, "  %d message%s or alert%s in the inbox.\n", waiting, waiting == 1 ? "" : "s", waiting == 1 ? "" : "s");
    if (ho_session_queued(s->session) > 0) ho_show_queue(s);
    show_waits(s);
    if (ho_session_trouble(s->session) != NULL) say(s, 2, ho_session_trouble(s->session));
}

void ho_show_queue(const ho_show_t *s)
{
    int n = ho_session_queued(s->session);
    head(s, n > 0 ? "Waiting for the next day" : "Nothing waits for the next day.");
    for (int i = 0; i < n; i++) {
        char title[LINE], text[LINE], price[64];
        const ho_decision_t *d = ho_session_queue(s->session, i);
        ho_words_decision(s->session, d, title, sizeof title, text, sizeof text);
        ho_preview_price(s->session, d, price, sizeof price);
        ho_text_add(s->out, "  %d  %s  (%s)%s\n", i + 1, title, price, ho_session_needs_reason(s->session, i) ? "  needs a reason" : "");
    }
}

void ho_show_coach(const ho_show_t *s)
{
    ho_coach_mark_t mark;
    ho_coach(s->session, &mark);
    if (mark.index < 0) return;
    ho_text_add(s->out, "%sGuide, %s%s\n", ho_ink(&s->term, HO_INK_LINE), mark.term, ho_ink(&s->term, HO_INK_PLAIN));
    say(s, 2, mark.say);
    if (mark.action != NULL && mark.action[0] != '\0') say(s, 2, mark.action);
    if (mark.action == NULL || mark.action[0] == '\0') say(s, 2, "(type: ok)");
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

/* The last days as eight heights; a gap is a blank. */
static void spark(const ho_show_t *s, const double *value, int n)
{
    static const char *const tall[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char plain[] = "_.-=+*%#";
    double lo = INFINITY, hi = -INFINITY;
    int from = n > SPARKS ? n - SPARKS : 0;
    for (int i = from; i < n; i++) {
        if (isnan(value[i])) continue;
        lo = fmin(lo, value[i]);
        hi = fmax(hi, value[i]);
    }
    for (int i = from; i < n; i++) {
        int k = isnan(value[i]) ? -1 : hi > lo ? (int)(7.999 * (value[i] - lo) / (hi - lo)) : 3;
        if (k < 0)
            ho_text_put(s->out, " ");
        else if (s->term.unicode)
            ho_text_put(s->out, tall[k]);
        else
            ho_text_fill(s->out, plain[k], 1);
    }
    ho_text_fill(s->out, ' ', SPARKS - (n - from));
}

void ho_show_metrics(const ho_show_t *s, int seg)
{
    double value[HO_MAX_DAYS];
    char text[LINE];
    head(s, ho_words_segment(ho_session_scenario(s->session), seg));
    for (int m = 0; m < HO_METRIC_COUNT; m++) {
        const ho_metric_info_t *info = ho_metric_info(m);
        ho_reading_t r = ho_session_latest(s->session, (ho_metric_t)m, seg);
        if (r.day < 0) continue;
        int n = ho_session_series(s->session, (ho_metric_t)m, seg, value, NULL, NULL, NULL);
        ho_words_reading((ho_metric_t)m, &r, ho_session_day(s->session), text, sizeof text);
        ho_text_add(s->out, "  %-24s ", info->title);
        spark(s, value, n);
        ho_text_add(s->out, "  %s\n", text);
    }
}

static ho_axis_t axis_of(ho_metric_t metric)
{
    const char *unit = ho_metric_info((int)metric)->unit;
    if (metric >= HO_METRIC_LIFT && metric <= HO_METRIC_LIFT_HI) return HO_AXIS_LIFT;
    return strcmp(unit, "share") == 0 || strcmp(unit, "prob") == 0 ? HO_AXIS_SHARE : HO_AXIS_NUMBER;
}

void ho_show_metric(const ho_show_t *s, ho_metric_t metric, int seg, int days)
{
    double value[HO_MAX_DAYS], lo[HO_MAX_DAYS], hi[HO_MAX_DAYS], maturity[HO_MAX_DAYS];
    const ho_metric_info_t *info = ho_metric_info((int)metric);
    char line[LINE], text[64];
    snprintf(line, sizeof line, "%s, %s", info->title, ho_words_segment(ho_session_scenario(s->session), seg));
    head(s, line);
    say(s, 2, info->help);
    if (ho_session_unseen(s->session, metric, seg, line, sizeof line) != NULL) {
        say(s, 2, line);
        return;
    }
    int n = ho_session_series(s->session, metric, seg, value, lo, hi, maturity);
    ho_term_chart_t chart = {.n = n, .line = value, .lo = lo, .hi = hi, .axis = axis_of(metric), .floor = INFINITY, .ceiling = -INFINITY,
                             .low_most = -INFINITY, .high_most = INFINITY};
    ho_term_chart_draw(s->out, &s->term, &chart);
    for (int day = n > days ? n - days : 0; day < n; day++) {
        ho_words_value(metric, value[day], text, sizeof text);
        ho_text_add(s->out, "  day %-4d %s", day, text);
        if (isfinite(lo[day]) && isfinite(hi[day])) {
            ho_words_value(metric, lo[day], text, sizeof text);
            ho_text_add(s->out, "  (%s to ", text);
            ho_words_value(metric, hi[day], text, sizeof text);
            ho_text_add(s->out, "%s)", text);
        }
        if (isfinite(maturity[day]) && maturity[day] < 0.995) ho_text_add(s->out, "  %.0f %% of its labels have come", 100.0 * maturity[day]);
        ho_text_put(s->out, "\n");
    }
}

void ho_show_evidence(const ho_show_t *s)
{
    ho_evidence_row_t row[128];
    int n = ho_session_evidence(s->session, row, 128);
    head(s, "Evidence that is on the screen today (up to two), or: hunch");
    for (int i = 0; i < n && i < 128; i++) {
        char name[LINE], text[LINE];
        int seg = row[i].what.seg;
        snprintf(name, sizeof name, "%s%s%s", ho_metric_info(row[i].what.metric)->name, seg >= 0 ? "@" : "",
                 seg >= 0 ? ho_session_brief(s->session)->segment[seg].id : "");
        ho_words_reading((ho_metric_t)row[i].what.metric, &row[i].reading, ho_session_day(s->session), text, sizeof text);
        ho_text_add(s->out, "  %-34s %s\n", name, text);
    }
    head(s, "Giving up");
    for (int i = 0; i < HO_GIVING_UP_KINDS; i++) ho_text_add(s->out, "  %-12s %s\n", ho_giving_up_name(i), ho_giving_up_text(i));
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static void show_event(const ho_show_t *s, const ho_event_t *e)
{
    ho_text_add(s->out, "  day %-4d %s%-2s %s%s%s%s\n", e->day, ho_ink(&s->term, ink_of(e->severity)), mark_of(e->severity), e->title,
                e->from != NULL ? ", says " : "", e->from != NULL ? e->from : "", ho_ink(&s->term, HO_INK_PLAIN));
    if (e->text != NULL && e->text[0] != '\0') say(s, 14, e->text);
}

void ho_show_inbox(const ho_show_t *s)
{
    int open[32];
    int n = ho_session_open(s->session, open, 32);
    head(s, n > 0 ? "Inbox (answer EVENT CHOICE, later EVENT)" : "The inbox is empty.");
    for (int i = 0; i < n && i < 32; i++) {
        const ho_event_t *e = ho_session_event(s->session, open[i]);
        ho_answer_t answer[8];
        ho_text_add(s->out, " #%d\n", e->id);
        show_event(s, e);
        int choices = ho_session_answers(s->session, open[i], answer, 8);
        for (int k = 0; k < choices; k++) ho_text_add(s->out, "              %d  %s  (%s)\n", k + 1, answer[k].text, answer[k].commits);
        if (e->asks && e->deadline >= 0) ho_text_add(s->out, "              Wants an answer by day %d.\n", e->deadline);
    }
}

static bool contains(const char *text, const char *words)
{
    size_t n = strlen(words);
    for (; text != NULL && *text != '\0'; text++)
        if (strncasecmp(text, words, n) == 0) return true;
    return false;
}

void ho_show_events(const ho_show_t *s, int from, const char *words)
{
    for (int i = from > 0 ? from : 0; i < ho_session_events(s->session); i++) {
        const ho_event_t *e = ho_session_event(s->session, i);
        if (words == NULL || contains(e->title, words) || contains(e->text, words)) show_event(s, e);
    }
}

static bool is_offered(const ho_show_t *s, const ho_decision_info_t *info, ho_decision_kind_t kind)
{
    bool framing = ho_session_phase(s->session) == HO_PHASE_FRAMING;
    return (framing ? info->frame : info->operate) && ho_coach_unlocked(s->session, kind);
}

void ho_show_decisions(const ho_show_t *s)
{
    head(s, "Decisions (type one; `help NAME` tells what it takes)");
    for (int k = 0; k < HO_DECISIONS; k++) {
        const ho_decision_info_t *info = ho_decision_info(k);
        if (!is_offered(s, info, (ho_decision_kind_t)k)) continue;
        ho_text_add(s->out, "  %-16s ", info->name);
        ho_text_wrap(s->out, info->help, 19, s->term.width);
    }
}

void ho_show_decision(const ho_show_t *s, ho_decision_kind_t kind)
{
    const ho_decision_info_t *info = ho_decision_info((int)kind);
    ho_decision_t d = ho_decision(kind);
    char price[64];
    head(s, info->title);
    say(s, 2, info->help);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *p = &info->param[i];
        const char *names[HO_LOG_NAMES];
        int n = ho_log_names(&ho_session_scenario(s->session)->world, p->kind, names);
        ho_text_add(s->out, "  %-14s ", p->name);
        ho_text_wrap(s->out, p->help, 17, s->term.width);
        if (n == 0 || p->kind == HO_PARAM_METRIC) continue;
        ho_text_put(s->out, "                 one of:");
        for (int k = 0; k < n; k++) ho_text_add(s->out, " %s", names[k]);
        ho_text_put(s->out, "\n");
    }
    ho_preview_price(s->session, &d, price, sizeof price);
    ho_text_add(s->out, "  Price as it stands: %s\n", price);
}

void ho_show_preview(const ho_show_t *s, const ho_decision_t *d)
{
    ho_preview_t p;
    ho_preview(s->session, d, &p);
    for (int i = 0; i < p.n; i++) {
        char before[HO_VALUE_MAX], after[HO_VALUE_MAX], pm[HO_VALUE_MAX];
        const ho_tile_t *t = &p.tile[i];
        ho_format_value(before, sizeof before, t->before, t->format);
        ho_format_value(after, sizeof after, t->after, t->format);
        ho_format_value(pm, sizeof pm, t->pm, t->format);
        ho_text_add(s->out, "  %-22s %s -> %s", t->label, before, after);
        if (isfinite(t->pm)) ho_text_add(s->out, "  \xc2\xb1 %s", pm);
        ho_text_add(s->out, "  %s\n", t->note);
    }
    if (p.assumption[0] != '\0') say(s, 2, p.assumption);
    ho_text_add(s->out, "  Price: %s\n", p.price);
    if (p.refusal[0] != '\0') say(s, 2, p.refusal);
}

void ho_show_versions(const ho_show_t *s)
{
    const ho_view_t *view = ho_session_view(s->session);
    head(s, "Versions");
    for (int v = 0; v < ho_view_versions(view); v++) {
        ho_version_view_t version = ho_view_version(view, v);
        char name[LINE], where[LINE] = "";
        ho_words_version(s->session, v, name, sizeof name);
        for (int seg = 0; seg < ho_view_segments(view); seg++)
            if (ho_view_settings(view, seg).primary == v && ho_view_settings(view, seg).rollout > 0.0) snprintf(where, sizeof where, "  live");
        ho_text_add(s->out, "  v%-3d %s%s%s\n", v, name, where, version.ready ? "" : "  not ready");
        if (isfinite(version.offline_auc)) ho_text_add(s->out, "       offline AUC %.3f on %.0f labels\n", version.offline_auc, version.n_labels[0] + version.n_labels[1]);
    }
}

void ho_show_segments(const ho_show_t *s)
{
    static const ho_metric_t shown[] = {HO_METRIC_ROLLOUT, HO_METRIC_ADOPTION, HO_METRIC_TRUST, HO_METRIC_PRECISION, HO_METRIC_POSITIVE_RATE, HO_METRIC_LIFT};
    for (int seg = -1; seg < ho_view_segments(ho_session_view(s->session)); seg++) {
        head(s, ho_words_segment(ho_session_scenario(s->session), seg));
        for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
            char text[LINE], room[LINE];
            ho_reading_t r = ho_session_latest(s->session, shown[i], seg);
            ho_words_reading(shown[i], &r, ho_session_day(s->session), text, sizeof text);
            const char *unseen = ho_session_unseen(s->session, shown[i], seg, room, sizeof room);
            ho_text_add(s->out, "  %-16s %s\n", ho_metric_info((int)shown[i])->title, unseen != NULL ? unseen : text);
        }
    }
}

void ho_show_rules(const ho_show_t *s)
{
    ho_guard_t guard[HO_MAX_OBJECTIVES + 16];
    int n = ho_status_guards(s->session, guard, HO_MAX_OBJECTIVES + 16);
    head(s, n > 0 ? "Rules, guardrails, kill criterion" : "No rules yet (type: rule METRIC below VALUE for N days).");
    for (int i = 0; i < n; i++)
        ho_text_add(s->out, "  %d  %s: %s, %s\n", guard[i].rule, guard[i].text, ho_guard_status_text(guard[i].status), guard[i].now);
}

void ho_show_experiment(const ho_show_t *s)
{
    ho_experiment_status_t e;
    ho_status_experiment(s->session, -1, &e);
    char text[LINE], lo[64], hi[64];
    head(s, "Experiment");
    say(s, 2, e.verdict[0] != '\0' ? e.verdict : ho_analysis_status_text(e.status));
    if (!e.holdout) return;
    ho_words_reading(HO_METRIC_LIFT, &e.lift, ho_session_day(s->session), text, sizeof text);
    ho_text_add(s->out, "  Lift %s: this interval may be read every day\n", text);
    ho_words_value(HO_METRIC_LIFT, e.fixed_lo, lo, sizeof lo);
    ho_words_value(HO_METRIC_LIFT, e.fixed_hi, hi, sizeof hi);
    ho_text_add(s->out, "  Fixed-horizon interval %s to %s: to be read once, on day %d\n", lo, hi, e.fixed_day);
    ho_text_add(s->out, "  %.0f users with the feature, %.0f held out", e.treated, e.held_out);
    if (isfinite(e.srm_p)) ho_text_add(s->out, ", sample-ratio p %.3f", e.srm_p);
    ho_text_put(s->out, "\n");
    if (isfinite(e.power_share)) ho_text_add(s->out, "  %.0f %% of the way to a reading that can be trusted\n", 100.0 * e.power_share);
}

void ho_show_term(const ho_show_t *s, const char *term)
{
    const ho_gloss_t *g = ho_glossary_for(term);
    if (g == NULL) {
        ho_text_add(s->out, "'%s' is not in the glossary, and no command or decision. `help` lists the commands, `glossary` the terms.\n", term);
        return;
    }
    head(s, g->term);
    say(s, 2, g->means);
    if (g->matters != NULL && g->matters[0] != '\0') say(s, 2, g->matters);
}
