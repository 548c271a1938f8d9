/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of a game in a terminal about where it stands and what has happened. */
#include "cli/play_show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/coach.h"
#include "session/status.h"
#include "session/words.h"

enum { LINE = 200 };

void ho_show_head(const ho_show_t *s, const char *title)
{
    ho_text_add(s->out, "%s%s%s\n", ho_ink(&s->term, HO_INK_BOLD), title, ho_ink(&s->term, HO_INK_PLAIN));
}

void ho_show_say(const ho_show_t *s, int indent, const char *text)
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
static const char *word_of(ho_severity_t severity)
{
    static const char *const words[HO_SEVERITIES] = {"", "Good: ", "Warning: ", "Alarm: "};
    return words[severity];
}

/* ---- where things stand -------------------------------------------------------------------------------- */

void ho_show_waits(const ho_show_t *s)
{
    static const char *const words[] = {
        [HO_WAITS_NOTHING] = NULL,
        [HO_WAITS_FRAMING] = "The launch waits to be locked in: `plan` takes the team's proposal for what is "
                             "open, `lock` locks it in.",
        [HO_WAITS_REASON] = "A decision waits for its reason: `why NUMBER EVIDENCE GIVING-UP`; `evidence` "
                            "lists what may be named.",
        [HO_WAITS_BUDGET] = "More team-days are planned than there are: `queue` lists the plan, `withdraw "
                            "NUMBER` drops a part of it.",
        [HO_WAITS_END] = "The run is over: `end` shows what was true.",
    };
    const char *text = words[ho_session_waits(s->session)];
    if (text != NULL)
        ho_show_say(s, 2, text);
}

/* "  GOAL           first: second", broken into lines below its column. */
static void say_row(const ho_show_t *s, const char *label, const char *first, const char *joint,
                    const char *second)
{
    enum { COLUMN = 17 };
    char text[2 * LINE];
    snprintf(text, sizeof text, "%s%s%s", first, joint, second);
    ho_text_add(s->out, "  %-14s ", label);
    ho_text_wrap(s->out, text, COLUMN, s->term.width);
}

void ho_show_status(const ho_show_t *s)
{
    char title[LINE];
    snprintf(title, sizeof title, "%s, day %d of %d", ho_session_scenario(s->session)->text.title,
             ho_session_day(s->session), ho_session_horizon(s->session));
    ho_show_head(s, title);
    ho_kpi_t kpi[8];
    int n = ho_status_kpis(s->session, kpi, 8);
    for (int i = 0; i < n; i++)
        ho_text_add(s->out, "  %-14s %s%s%s  %s\n", kpi[i].label, ho_ink(&s->term, ink_of(kpi[i].tone)),
                    kpi[i].value, ho_ink(&s->term, HO_INK_PLAIN), kpi[i].note);
    ho_ramp_t ramp;
    ho_status_ramp(s->session, -1, &ramp);
    say_row(s, "ROLLOUT", ho_rollout_status_text(ramp.status), ". ", ramp.why);
    ho_goal_t goal[HO_MAX_OBJECTIVES];
    n = ho_status_goals(s->session, goal, HO_MAX_OBJECTIVES);
    for (int i = 0; i < n; i++)
        say_row(s, goal[i].met ? "GOAL, met" : "GOAL", goal[i].title, ": ", goal[i].now);
    int open[16];
    int waiting = ho_session_open(s->session, open, 16);
    if (waiting > 0)
        ho_text_add(s->out,
                    waiting == 1 ? "  One message or alert in the `inbox`.\n"
                                 : "  %d messages or alerts in the `inbox`.\n",
                    waiting);
    if (ho_session_queued(s->session) > 0)
        ho_show_queue(s);
    ho_show_waits(s);
    if (ho_session_trouble(s->session) != NULL)
        ho_show_say(s, 2, ho_session_trouble(s->session));
}

void ho_show_queue(const ho_show_t *s)
{
    int n = ho_session_queued(s->session);
    ho_show_head(s, n > 0 ? "Waiting for the next day" : "Nothing waits for the next day.");
    for (int i = 0; i < n; i++) {
        char title[LINE], text[LINE], price[64];
        const ho_decision_t *d = ho_session_queue(s->session, i);
        ho_words_decision(s->session, d, title, sizeof title, text, sizeof text);
        ho_preview_price(s->session, d, price, sizeof price);
        ho_text_add(s->out, "  %d  %s  (%s)%s\n", i + 1, title, price,
                    ho_session_needs_reason(s->session, i) ? "  needs a reason" : "");
    }
}

void ho_show_coach(const ho_show_t *s)
{
    ho_coach_mark_t mark;
    ho_coach(s->session, &mark);
    if (mark.index < 0)
        return;
    ho_text_add(s->out, "%sGuide: %s%s\n", ho_ink(&s->term, HO_INK_LINE), mark.term,
                ho_ink(&s->term, HO_INK_PLAIN));
    ho_show_say(s, 2, mark.say);
    if (mark.action != NULL && mark.action[0] != '\0')
        ho_show_say(s, 2, mark.action);
    else
        ho_show_say(s, 2, "Type `ok` when you have read it.");
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static void show_event(const ho_show_t *s, const ho_event_t *e)
{
    ho_text_add(s->out, "  day %-4d %s%s%s%s%s%s\n", e->day, ho_ink(&s->term, ink_of(e->severity)),
                word_of(e->severity), e->title, e->from != NULL ? ", says " : "",
                e->from != NULL ? e->from : "", ho_ink(&s->term, HO_INK_PLAIN));
    if (e->text != NULL && e->text[0] != '\0')
        ho_show_say(s, 11, e->text);
}

/* A forecast as it stands: "+1.2%, from +0.4% to +2.0%". */
static void show_forecast(const ho_show_t *s, const ho_decision_t *d)
{
    char mid[HO_VALUE_MAX], lo[HO_VALUE_MAX], hi[HO_VALUE_MAX];
    ho_format_value(mid, sizeof mid, d->y, HO_FORMAT_SIGNED_PERCENT);
    ho_format_value(lo, sizeof lo, d->x, HO_FORMAT_SIGNED_PERCENT);
    ho_format_value(hi, sizeof hi, d->z, HO_FORMAT_SIGNED_PERCENT);
    ho_text_add(s->out,
                "           The screen's forecast: %s, from %s to %s.\n"
                "           To say your own: update LOW GUESS HIGH, as in: update %s %s %s\n",
                mid, lo, hi, lo, mid, hi);
}

static void show_answers(const ho_show_t *s, int event)
{
    enum { INDENT = 14 };
    ho_answer_t answer[8];
    const ho_event_t *e = ho_session_event(s->session, event);
    int n = ho_session_answers(s->session, event, answer, 8);
    for (int k = 0; k < n; k++) {
        char text[2 * LINE];
        snprintf(text, sizeof text, "%s. %s", answer[k].text, answer[k].commits);
        ho_text_add(s->out, "           %d  ", k + 1);
        ho_text_wrap(s->out, text, INDENT, s->term.width);
    }
    if (n > 0 && answer[0].decision.kind == HO_DO_UPDATE)
        show_forecast(s, &answer[0].decision);
    if (n == 0)
        return;
    ho_text_add(s->out, "           To answer: answer %d 1", e->id);
    if (e->deadline >= 0)
        ho_text_add(s->out, ", by day %d", e->deadline);
    ho_text_add(s->out, "; or: later %d\n", e->id);
}

void ho_show_inbox(const ho_show_t *s)
{
    int open[32];
    int n = ho_session_open(s->session, open, 32);
    ho_show_head(s, n > 0 ? "Inbox, newest first" : "The inbox is empty.");
    for (int i = 0; i < n && i < 32; i++) {
        const ho_event_t *e = ho_session_event(s->session, open[i]);
        show_event(s, e);
        if (e->asks)
            show_answers(s, open[i]);
        else
            ho_text_add(s->out, "           Seen? later %d\n", e->id);
    }
}

void ho_show_events(const ho_show_t *s, int from, const char *words)
{
    for (int i = from > 0 ? from : 0; i < ho_session_events(s->session); i++) {
        const ho_event_t *e = ho_session_event(s->session, i);
        if (words == NULL || ho_words_contain(e->title, words) || ho_words_contain(e->text, words))
            show_event(s, e);
    }
}

void ho_show_news(const ho_show_t *s, int from)
{
    for (int i = from > 0 ? from : 0; i < ho_session_events(s->session); i++) {
        const ho_event_t *e = ho_session_event(s->session, i);
        if (e->kind != HO_EVENT_DECISION)
            show_event(s, e);
    }
}

void ho_show_term(const ho_show_t *s, const char *term)
{
    const ho_gloss_t *g = ho_glossary_for(term);
    if (g == NULL) {
        ho_text_add(s->out,
                    "'%s' is not in the glossary, and no command or decision. `help` lists the commands, "
                    "`glossary` the terms.\n",
                    term);
        return;
    }
    ho_show_head(s, g->term);
    ho_show_say(s, 2, g->means);
    if (g->matters != NULL && g->matters[0] != '\0')
        ho_show_say(s, 2, g->matters);
}
