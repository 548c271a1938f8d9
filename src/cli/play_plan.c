/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of a game in a terminal about what is decided: the brief, the plan before launch, decisions and
 * what they are expected to do. */
#include <math.h>

#include "cli/play_show.h"
#include "session/coach.h"
#include "session/framing.h"
#include "session/words.h"

enum { LINE = 200 };

/* ---- before launch ------------------------------------------------------------------------------------- */

void ho_show_brief(const ho_show_t *s)
{
    const ho_scenario_t *sc = ho_session_scenario(s->session);
    const ho_brief_t *brief = ho_session_brief(s->session);
    ho_framing_t framing;
    ho_framing(s->session, &framing);
    ho_show_head(s, sc->text.title);
    ho_show_say(s, 2, sc->text.brief.problem);
    if (sc->text.brief.hurt != NULL) {
        ho_show_head(s, "Who is hurt by a wrong answer");
        ho_show_say(s, 2, sc->text.brief.hurt);
    }
    if (sc->text.brief.okr != NULL) {
        ho_show_head(s, "Objective");
        ho_show_say(s, 2, sc->text.brief.okr);
    }
    ho_text_add(s->out, "North Star: %s. %d days, %.0f team-days before launch.\n", brief->north_star,
                brief->days, framing.team_days_budget);
    ho_text_add(s->out, "\nQuestions you may ask: %d more (type: ask NUMBER)\n", framing.questions_left);
    for (int i = 0; i < sc->text.brief.n_questions; i++) {
        ho_text_add(s->out, "  %d  ", i);
        ho_text_wrap(s->out, sc->text.brief.question[i].ask, 5, s->term.width);
        if (framing.asked >> i & 1u)
            ho_show_say(s, 7, sc->text.brief.question[i].answer);
    }
}

void ho_show_options(const ho_show_t *s)
{
    const ho_scenario_t *sc = ho_session_scenario(s->session);
    const ho_brief_t *brief = ho_session_brief(s->session);
    ho_framing_t framing;
    ho_framing(s->session, &framing);
    ho_show_head(s, "What could be launched (type: choose-option NAME)");
    if (!framing.options_open) {
        ho_show_say(s, 2,
                    "Say first which mistake is worse: error-ratio R, how many missed good answers one wrong "
                    "answer is worth.");
        return;
    }
    for (int i = 0; i < brief->n_options; i++) {
        double half = 1.2816 * brief->option[i].impact_sd; /* an 80 % interval */
        ho_text_add(s->out, "%s %s%s%s (%s)\n", framing.option == i ? " *" : "  ",
                    ho_ink(&s->term, HO_INK_BOLD), ho_words_option(sc, i), ho_ink(&s->term, HO_INK_PLAIN),
                    brief->option[i].id);
        ho_text_add(
            s->out,
            "     Impact %+.1f to %+.1f %% lift, feasibility %.0f, desirability %.0f of 100, %.0f ms\n",
            100.0 * (brief->option[i].impact_lift - half), 100.0 * (brief->option[i].impact_lift + half),
            100.0 * brief->option[i].feasibility, 100.0 * brief->option[i].desirability,
            brief->option[i].service_ms);
        if (sc->text.option[i].about != NULL)
            ho_show_say(s, 5, sc->text.option[i].about);
    }
}

/* What day 0 starts with. */
static void show_start(const ho_show_t *s, const ho_framing_t *f)
{
    char share[HO_VALUE_MAX], tau[HO_VALUE_MAX], held[HO_VALUE_MAX];
    ho_format_value(share, sizeof share, f->rollout, HO_FORMAT_PERCENT);
    ho_format_value(tau, sizeof tau, f->threshold, HO_FORMAT_PLAIN);
    ho_format_value(held, sizeof held, f->holdout, HO_FORMAT_PERCENT);
    ho_text_add(s->out, "  It starts with %s of the users, at threshold %s; %s never get it (the holdout).\n",
                share, tau, held);
}

void ho_show_framing(const ho_show_t *s)
{
    ho_framing_t f;
    char line[LINE];
    ho_framing(s->session, &f);
    ho_show_head(s, "Your plan");
    if (isfinite(f.error_ratio))
        ho_text_add(s->out,
                    "  One wrong answer hurts as much as %.1f missed good ones: that asks for a threshold "
                    "near %.2f.\n",
                    f.error_ratio, f.asks_threshold);
    else
        ho_text_put(s->out, "  Which mistake is worse has not been said (error-ratio R).\n");
    if (f.success_metric >= 0)
        ho_text_add(s->out, "  Success: %s\n", ho_metric_info(f.success_metric)->title);
    for (int i = 0; i < f.n_guardrails; i++) {
        ho_words_cond(s->session, &f.guardrail[i], line, sizeof line);
        ho_text_add(s->out, "  Guardrail is broken when: %s\n", line);
    }
    if (f.kill.n > 0) {
        ho_words_cond(s->session, &f.kill, line, sizeof line);
        double chance = ho_framing_false_kills(s->session, &f.kill);
        ho_text_add(s->out, "  We turn it off when: %s\n", line);
        if (isfinite(chance))
            ho_text_add(s->out, "    By chance alone that would happen in %.0f of 100 healthy launches.\n",
                        100.0 * chance);
    } else {
        ho_text_put(s->out,
                    "  Nothing would turn it off yet (kill-criterion METRIC below VALUE for N days).\n");
    }
    if (f.option >= 0)
        ho_text_add(s->out, "  Launch: %s\n", ho_words_option(ho_session_scenario(s->session), f.option));
    else
        ho_text_put(s->out, "  What to launch has not been said (`options` shows what could be).\n");
    show_start(s, &f);
    for (int d = 0; d < HO_DUTIES; d++)
        ho_text_add(s->out, "  %-18s %s\n", ho_words_duty(d),
                    f.duty[d] >= 0 ? ho_words_role(f.duty[d]) : "nobody");
    ho_text_add(s->out, "  Instruments, %.0f of %.0f team-days:", f.team_days_planned, f.team_days_budget);
    for (int i = 0; i < HO_INVESTMENTS; i++)
        if (f.invested >> i & 1u)
            ho_text_add(s->out, " %s;", ho_words_invest(i));
    ho_text_put(s->out, "\n");
    char warning[HO_MAX_WARNINGS][HO_WARNING];
    int n = ho_framing_warnings(s->session, warning, HO_MAX_WARNINGS);
    for (int i = 0; i < n; i++) {
        ho_text_put(s->out, "  ! ");
        ho_text_wrap(s->out, warning[i], 4, s->term.width);
    }
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

void ho_show_decisions(const ho_show_t *s)
{
    ho_show_head(s, "Decisions (type one; `help NAME` tells what it takes)");
    const ho_decision_info_t *info;
    bool framing = ho_session_phase(s->session) == HO_PHASE_FRAMING;
    int later = 0;
    for (int k = 0; (info = ho_decision_info(k)) != NULL; k++) {
        if (!(framing ? info->frame : info->operate))
            continue;
        if (!ho_coach_unlocked(s->session, (ho_decision_kind_t)k)) {
            later++;
            continue;
        }
        ho_text_add(s->out, "  %-16s ", info->name);
        ho_text_wrap(s->out, info->help, 19, s->term.width);
    }
    if (later > 0)
        ho_text_add(s->out, "  %d more unlock when the guide comes to them.\n", later);
}

void ho_show_decision(const ho_show_t *s, ho_decision_kind_t kind)
{
    const ho_decision_info_t *info = ho_decision_info((int)kind);
    ho_decision_t d = ho_decision(kind);
    char price[64];
    ho_show_head(s, info->title);
    ho_show_say(s, 2, info->help);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *p = &info->param[i];
        const char *names[HO_LOG_NAMES];
        int n = ho_log_names(&ho_session_scenario(s->session)->world, p->kind, names);
        ho_text_add(s->out, "  %-14s ", p->name);
        ho_text_wrap(s->out, p->help, 17, s->term.width);
        if (n == 0 || p->kind == HO_PARAM_METRIC)
            continue;
        ho_text_put(s->out, "                 one of:");
        for (int k = 0; k < n; k++)
            ho_text_add(s->out, " %s", names[k]);
        ho_text_put(s->out, "\n");
    }
    ho_preview_price(s->session, &d, price, sizeof price);
    ho_text_add(s->out, "  Price as it stands: %s\n", price);
}

void ho_show_preview(const ho_show_t *s, const ho_preview_t *ahead)
{
    for (int i = 0; i < ahead->n; i++) {
        char before[HO_VALUE_MAX], after[HO_VALUE_MAX], pm[HO_VALUE_MAX];
        const ho_tile_t *t = &ahead->tile[i];
        ho_format_value(before, sizeof before, t->before, t->format);
        ho_format_value(after, sizeof after, t->after, t->format);
        ho_format_value(pm, sizeof pm, t->pm, t->format);
        ho_text_add(s->out, "  %-22s %s to %s", t->label, before, after);
        if (isfinite(t->pm))
            ho_text_add(s->out, ", \xc2\xb1 %s", pm);
        ho_text_add(s->out, "%s%s\n", t->note[0] != '\0' ? ", " : "", t->note);
    }
    if (ahead->assumption[0] != '\0')
        ho_show_say(s, 2, ahead->assumption);
    ho_text_add(s->out, "  Price: %s\n", ahead->price);
    if (ahead->refusal[0] != '\0')
        ho_show_say(s, 2, ahead->refusal);
}
