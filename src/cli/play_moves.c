/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of the game in a terminal: one table, and every decision of the engine's table by its name. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/play_table.h"
#include "cli/typed.h"
#include "session/coach.h"
#include "session/framing.h"
#include "session/preview.h"
#include "session/words.h"

static ho_session_t *session_of(const ho_table_t *t)
{
    return t->game->session;
}

static void say(ho_table_t *t, const char *text)
{
    ho_text_wrap(&t->out, text, 0, t->show.term.width);
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

static void refuse(ho_table_t *t, const ho_decision_t *d, ho_refusal_t why, int param)
{
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    char text[200];
    ho_preview_refusal(session_of(t), d, why, text, sizeof text);
    ho_text_add(&t->out, "Not now. %s\n", text);
    if (param >= 0 && why == HO_REFUSED_RANGE)
        ho_text_add(&t->out, "  %s: %g to %g\n", info->param[param].name, info->param[param].lo,
                    info->param[param].hi);
    if (why == HO_REFUSED_NO_VERSION)
        ho_text_add(&t->out, "  Say which, as in: %s v%d (`versions` lists them)\n", info->name,
                    ho_view_settings(ho_session_view(session_of(t)), 0).primary);
}

/* What was bought with a clarifying question. */
static void say_answer(ho_table_t *t, int question)
{
    const ho_texts_t *text = &ho_session_scenario(session_of(t))->text;
    if (question >= 0 && question < text->brief.n_questions)
        say(t, text->brief.question[question].answer);
}

static void propose(ho_table_t *t, const ho_decision_t *d)
{
    int param = -1, before = ho_session_queued(session_of(t));
    if (!ho_coach_unlocked(session_of(t), d->kind)) {
        say(t, "The guide has not come to this yet: it unlocks when it is needed.");
        return;
    }
    ho_preview_t ahead;
    ho_refusal_t why = ho_session_check(session_of(t), d, &param);
    ho_preview(session_of(t), d, &ahead); /* against what is queued so far */
    if (why == HO_REFUSED_NONE)
        why = ho_session_propose(session_of(t), d);
    if (why != HO_REFUSED_NONE) {
        refuse(t, d, why, param);
        return;
    }
    char title[200], text[400];
    ho_words_decision(session_of(t), d, title, sizeof title, text, sizeof text);
    ho_text_add(&t->out, "%s\n", title);
    ho_show_preview(&t->show, &ahead);
    if (d->kind == HO_DO_ASK)
        say_answer(t, d->n);
    if (ho_session_queued(session_of(t)) < before)
        say(t, "That is as it was: it is taken out of the queue.");
    int at = ho_session_reasonless(session_of(t));
    if (at < 0)
        return;
    ho_text_add(&t->out,
                "Before the next day it needs a reason: on what evidence, giving up what? For example:\n"
                "  why %d hunch reach\n`evidence` lists what may be named.\n",
                at + 1);
}

static bool read_decision(ho_table_t *t, const char *const *word, int n, ho_decision_t *d)
{
    char fault[HO_TYPED_FAULT];
    if (ho_typed_decision(word, n, &ho_session_scenario(session_of(t))->world, d, fault) == 0)
        return true;
    if (fault[0] >= 'a' && fault[0] <= 'z')
        fault[0] = (char)(fault[0] - 'a' + 'A');
    ho_text_add(&t->out, "%s.\n", fault);
    return false;
}

void ho_play_decide(ho_table_t *t, const char *const *word, int n)
{
    ho_decision_t d;
    if (read_decision(t, word, n, &d))
        propose(t, &d);
}

static void run_try(ho_table_t *t, const char *const *word, int n)
{
    ho_decision_t d;
    if (n < 2)
        say(t, "try DECISION ...: what it would do and cost, without doing it.");
    else if (read_decision(t, word + 1, n - 1, &d)) {
        ho_preview_t ahead;
        ho_preview(session_of(t), &d, &ahead);
        ho_show_preview(&t->show, &ahead);
    }
}

static void run_why(ho_table_t *t, const char *const *word, int n)
{
    ho_evidence_t evidence[HO_EVIDENCE];
    int at, giving_up;
    bool owed = ho_session_owes_reason(session_of(t)) && ho_session_reasonless(session_of(t)) < 0;
    if (!owed &&
        !ho_play_number(t, word, n, 1, 1, ho_session_queued(session_of(t)), "decision of the queue", &at))
        return;
    int from = owed && (n < 2 || word[1][0] < '0' || word[1][0] > '9') ? 1 : 2;
    if (!ho_play_reason(t, word + from, n - from, evidence, &giving_up))
        return;
    bool taken = owed ? ho_session_settle_reason(session_of(t), evidence, giving_up)
                      : ho_session_reason(session_of(t), at - 1, evidence, giving_up);
    say(t, taken ? "Noted." : "That is not on the screen today; `evidence` lists what is.");
}

static void run_withdraw(ho_table_t *t, const char *const *word, int n)
{
    int at;
    if (!ho_play_number(t, word, n, 1, 1, ho_session_queued(session_of(t)), "decision of the queue", &at))
        return;
    ho_session_withdraw(session_of(t), at - 1);
    ho_show_queue(&t->show);
}

static void run_undo(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (!ho_session_undo(session_of(t)))
        say(t, "There is nothing to undo today.");
    ho_show_queue(&t->show);
}

static void run_redo(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (!ho_session_redo(session_of(t)))
        say(t, "There is nothing to redo.");
    ho_show_queue(&t->show);
}

/* ---- days ---------------------------------------------------------------------------------------------- */

void ho_play_news(ho_table_t *t)
{
    ho_show_news(&t->show, t->told);
    t->told = ho_session_events(session_of(t));
    ho_coach_mark_t mark;
    ho_coach(session_of(t), &mark);
    if (mark.index >= 0 && mark.index != t->coach)
        ho_show_coach(&t->show);
    t->coach = mark.index;
}

static void play_days(ho_table_t *t, int most, bool until)
{
    int played = 0;
    bool going = true;
    while (going && played < most) {
        if (!ho_clock_step(&t->clock, session_of(t)))
            break;
        played++;
        going = ho_session_phase(session_of(t)) != HO_PHASE_ENDED && !(until && t->clock.stopped_by != 0);
    }
    if (played == 0) {
        ho_show_waits(&t->show);
        return;
    }
    ho_play_news(t);
    if (until && t->clock.stopped_by != 0)
        ho_text_add(&t->out, "%s\n", t->clock.reason);
    ho_show_status(&t->show);
}

static void run_next(ho_table_t *t, const char *const *word, int n)
{
    int days = 1;
    if (n > 1 && !ho_play_number(t, word, n, 1, 1, HO_MAX_DAYS, "number of days", &days))
        return;
    play_days(t, days, false);
}

static void run_until(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    play_days(t, HO_MAX_DAYS, true);
}

static void run_plan(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    ho_framing_propose(session_of(t));
    ho_show_framing(&t->show);
}

static void run_lock(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (ho_framing_lock(session_of(t))) {
        say(t, "Locked in.");
        t->told = 0;
        ho_play_news(t);
        say(t, "Day 0 has not been played: set the threshold and the rollout as you want them, then `next`.");
    } else
        ho_show_status(&t->show);
}

static void run_unlock(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    say(t, ho_framing_unlock(session_of(t)) ? "Open again."
                                            : "Only in practice, and only before day 0 has been played.");
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static void run_answer(ho_table_t *t, const char *const *word, int n)
{
    ho_answer_t answer[8];
    int event, choice;
    if (!ho_play_number(t, word, n, 1, 0, ho_session_events(session_of(t)) - 1, "event of the inbox", &event))
        return;
    int choices = ho_session_answers(session_of(t), event, answer, 8);
    if (!ho_play_number(t, word, n, 2, 1, choices, "answer", &choice))
        return;
    propose(t, &answer[choice - 1].decision);
}

static void run_later(ho_table_t *t, const char *const *word, int n)
{
    int event;
    if (!ho_play_number(t, word, n, 1, 0, ho_session_events(session_of(t)) - 1, "event of the inbox", &event))
        return;
    ho_session_acknowledge(session_of(t), event);
    ho_show_inbox(&t->show);
}

static void run_ok(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    ho_coach_mark_t mark;
    ho_coach(session_of(t), &mark);
    if (mark.index >= 0 && !mark.done && !ho_coach_read(session_of(t))) {
        say(t, "The guide waits for you to do it:");
        ho_show_coach(&t->show);
        return;
    }
    if (mark.index < 0 || mark.done)
        say(t, "The guide has nothing new to say.");
    ho_play_news(t);
}

/* ---- looking ------------------------------------------------------------------------------------------- */

#define PAGE(name, call)                                                  \
    static void run_##name(ho_table_t *t, const char *const *word, int n) \
    {                                                                     \
        (void)word, (void)n;                                              \
        call;                                                             \
    }
PAGE(brief, ho_show_brief(&t->show))
PAGE(framing, ho_show_framing(&t->show))
PAGE(options, ho_show_options(&t->show))
PAGE(status, ho_show_status(&t->show))
PAGE(queue, ho_show_queue(&t->show))
PAGE(inbox, ho_show_inbox(&t->show))
PAGE(decisions, ho_show_decisions(&t->show))
PAGE(versions, ho_show_versions(&t->show))
PAGE(segments, ho_show_segments(&t->show))
PAGE(rules, ho_show_rules(&t->show))
PAGE(experiment, ho_show_experiment(&t->show))
PAGE(evidence, ho_show_evidence(&t->show))

static void run_metrics(ho_table_t *t, const char *const *word, int n)
{
    int seg;
    if (ho_play_segment(t, word, n, 1, &seg))
        ho_show_metrics(&t->show, seg);
}

static void run_show(ho_table_t *t, const char *const *word, int n)
{
    int seg, metric = n > 1 ? ho_play_metric(t, word[1]) : -1;
    if (n < 2)
        say(t, "show METRIC [SEGMENT], for example: show precision. `evidence` lists the names.");
    if (metric >= 0 && ho_play_segment(t, word, n, 2, &seg))
        ho_show_metric(&t->show, (ho_metric_t)metric, seg, 14);
}

static void run_log(ho_table_t *t, const char *const *word, int n)
{
    ho_show_events(&t->show, 0, n > 1 ? word[1] : NULL);
}

static void run_glossary(ho_table_t *t, const char *const *word, int n)
{
    if (n > 1) {
        ho_show_term(&t->show, word[1]);
        return;
    }
    const ho_gloss_t *gloss[HO_MAX_GLOSSARY];
    int terms = ho_glossary(gloss, HO_MAX_GLOSSARY);
    for (int i = 0; i < terms; i++) ho_text_add(&t->out, "%s%s", i > 0 ? ", " : "", gloss[i]->term);
    ho_text_put(&t->out, "\n");
}

/* ---- the game as a whole ------------------------------------------------------------------------------- */

static void run_save(ho_table_t *t, const char *const *word, int n)
{
    if (n < 2)
        say(t, "save FILE: a copy of the game so far. The game itself is saved every day.");
    else if (ho_session_save_as(session_of(t), word[1]) == 0)
        ho_text_add(&t->out, "Saved to %s.\n", word[1]);
    else if (errno == EPERM && !ho_session_is_practice(session_of(t)))
        say(t, "An assessed game is one try: it can be copied when it is over.");
    else
        ho_text_add(&t->out, "It could not be saved to %s: %s.\n", word[1], strerror(errno));
}

static void run_branch(ho_table_t *t, const char *const *word, int n)
{
    int day;
    char path[HO_STORE_PATH];
    if (!ho_play_number(t, word, n, 1, 0, ho_session_day(session_of(t)) - 1, "day", &day))
        return;
    if (!ho_session_is_practice(session_of(t)) && ho_session_phase(session_of(t)) != HO_PHASE_ENDED) {
        say(t, "An assessed game cannot be taken back; it can be branched when it is over.");
        return;
    }
    bool kept =
        t->game->keeps && ho_store_new_save(&t->game->store, ho_session_scenario(session_of(t))->id, path);
    ho_session_t *branch = ho_session_branch(session_of(t), day, kept ? path : NULL);
    if (branch == NULL) {
        say(t, "There is not enough memory for another game.");
        return;
    }
    ho_reveal_free(t->reveal);
    t->reveal = NULL;
    ho_session_free(t->game->session);
    t->game->session = branch;
    t->show.session = branch;
    t->told = ho_session_events(branch);
    t->coach = -1;
    ho_text_add(
        &t->out,
        "You play on from the morning of day %d, as practice. The game that you left stays as it was.\n",
        day);
    ho_show_status(&t->show);
}

static void run_end(ho_table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (ho_session_phase(session_of(t)) != HO_PHASE_ENDED) {
        say(t, "The truth is told at the end: play on (`next`, `until`), or `finish` where it is enough.");
        return;
    }
    if (t->reveal == NULL)
        t->reveal = ho_reveal_new(session_of(t));
    if (t->reveal == NULL) {
        say(t, "There is not enough memory for the debrief.");
        return;
    }
    while (ho_reveal_work(t->reveal, 100.0) < 1.0) {
    }
    ho_show_end(&t->show, t->reveal);
    const char *save = ho_session_options(session_of(t))->save;
    if (save != NULL && t->game->keeps && ho_session_branched_from(session_of(t)) < 0)
        ho_store_keep_score(&t->game->store, ho_session_scenario(session_of(t))->id, save,
                            ho_reveal_score(t->reveal));
}

static void run_quit(ho_table_t *t, const char *const *word, int n)
{
    const char *save = ho_session_options(session_of(t))->save;
    (void)word, (void)n;
    t->leaving = true;
    if (save != NULL)
        ho_text_add(&t->out, "The game is kept. To go on with it: holdout play --text '%s'\n", save);
    else
        say(t, "The game was not kept.");
}

static const ho_command_t commands[] = {
    {"At any time", "help", "[WORD]", "this list, or all about a command, a decision or a term",
     ho_play_help},
    {NULL, "status", "", "where things stand, and what is waited for", run_status},
    {NULL, "glossary", "[TERM]", "what a term means and why it matters", run_glossary},
    {NULL, "ok", "", "the guide's word has been read", run_ok},
    {NULL, "quit", "", "leave; the game is kept", run_quit},
    {"Before launch", "brief", "", "the problem, who is hurt, the questions you may ask", run_brief},
    {NULL, "options", "", "what could be launched", run_options},
    {NULL, "framing", "", "your plan so far, and what it leaves open", run_framing},
    {NULL, "plan", "", "take the team's proposal for all that has not been said", run_plan},
    {NULL, "lock", "", "lock the plan in", run_lock},
    {NULL, "unlock", "", "open it again (practice, before day 0)", run_unlock},
    {"Each day: look", "inbox", "", "alerts and messages that wait", run_inbox},
    {NULL, "metrics", "[SEGMENT]", "every number on the screen, with its last days", run_metrics},
    {NULL, "show", "METRIC [SEGMENT]", "one metric as a chart and in numbers", run_show},
    {NULL, "segments", "", "segment by segment", run_segments},
    {NULL, "experiment", "", "the lift, its intervals, and which may be read daily", run_experiment},
    {NULL, "versions", "", "what has been built and trained", run_versions},
    {NULL, "rules", "", "alert rules, guardrails, the kill criterion", run_rules},
    {NULL, "log", "[WORDS]", "everything that happened", run_log},
    {"Each day: decide", "decisions", "", "all that can be decided now; each has its own word",
     run_decisions},
    {NULL, "try", "DECISION ...", "what a decision would do and cost, without doing it", run_try},
    {NULL, "queue", "", "what waits for the next day", run_queue},
    {NULL, "withdraw", "NUMBER", "take a decision out of the queue", run_withdraw},
    {NULL, "undo", "", "undo the last change of the queue", run_undo},
    {NULL, "redo", "", "redo it", run_redo},
    {NULL, "why", "NUMBER EVIDENCE GIVING-UP", "the reason for a big decision", run_why},
    {NULL, "evidence", "", "what may be named as a reason today", run_evidence},
    {NULL, "answer", "EVENT CHOICE", "answer a message of the inbox", run_answer},
    {NULL, "later", "EVENT", "not now; silence keeps its price", run_later},
    {"Time", "next", "[DAYS]", "play the next day, or several", run_next},
    {NULL, "until", "", "play until something happens", run_until},
    {NULL, "branch", "DAY", "play on from an earlier day, as practice", run_branch},
    {NULL, "save", "FILE", "copy the game to a file", run_save},
    {NULL, "end", "", "what was true (when the run is over)", run_end},
};

const ho_command_t *ho_play_command(int i)
{
    return i >= 0 && i < (int)(sizeof commands / sizeof commands[0]) ? &commands[i] : NULL;
}
