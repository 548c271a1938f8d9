/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The game in a terminal: one table of commands, and every decision of the engine's table by its name. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/args.h"
#include "cli/exit.h"
#include "cli/line.h"
#include "cli/play.h"
#include "cli/play_show.h"
#include "cli/typed.h"
#include "session/clock.h"
#include "session/coach.h"
#include "session/framing.h"
#include "session/words.h"

typedef struct {
    ho_game_t *game;
    ho_show_t show;
    ho_text_t out;
    ho_clock_t clock;
    ho_reveal_t *reveal;
    int told;      /* events that have been printed             */
    int coach;     /* mark that has been printed, -1            */
    bool leaving;
} table_t;

typedef struct {
    const char *name, *takes, *help;
    void (*run)(table_t *t, const char *const *word, int n);
} command_t;

static ho_session_t *session_of(const table_t *t) { return t->game->session; }

static void say(table_t *t, const char *text) { ho_text_wrap(&t->out, text, 0, t->show.term.width); }

/* The number behind a command; false (and a sentence) where there is none in lo..hi. */
static bool take_number(table_t *t, const char *const *word, int n, int at, double lo, double hi, const char *what, int *out)
{
    double x = NAN;
    if (n > at && word[at][0] == '#') {
        const char *digits = word[at] + 1;
        if (!ho_typed_number(digits, &x)) x = NAN;
    } else if (n > at && !ho_typed_number(word[at], &x)) {
        x = NAN;
    }
    if (x >= lo && x <= hi && x == floor(x)) {
        *out = (int)x;
        return true;
    }
    if (hi < lo)
        ho_text_add(&t->out, "There is no %s to choose.\n", what);
    else
        ho_text_add(&t->out, "Say which %s: a number from %.0f to %.0f.\n", what, lo, hi);
    return false;
}

/* A segment by its id, "all" or nothing; false (and a sentence) where there is none of that name. */
static bool take_segment(table_t *t, const char *const *word, int n, int at, int *seg)
{
    const ho_world_t *w = &ho_session_scenario(session_of(t))->world;
    *seg = -1;
    if (n <= at || strcmp(word[at], "all") == 0) return true;
    for (int i = 0; i < w->n_segments; i++)
        if (strcmp(w->segment[i].id, word[at]) == 0) return (*seg = i) >= 0;
    ho_text_add(&t->out, "There is no segment '%s'; they are:", word[at]);
    for (int i = 0; i < w->n_segments; i++) ho_text_add(&t->out, " %s", w->segment[i].id);
    ho_text_put(&t->out, ".\n");
    return false;
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

static void refuse(table_t *t, const ho_decision_t *d, ho_refusal_t why, int param)
{
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    ho_text_add(&t->out, "Not now: %s", ho_refusal_text(why));
    if (param >= 0 && why == HO_REFUSED_RANGE)
        ho_text_add(&t->out, " (%s: %g to %g)", info->param[param].name, info->param[param].lo, info->param[param].hi);
    ho_text_put(&t->out, ".\n");
}

static void propose(table_t *t, const ho_decision_t *d)
{
    int param = -1, before = ho_session_queued(session_of(t));
    if (!ho_coach_unlocked(session_of(t), d->kind)) {
        say(t, "The guide has not come to this yet: it unlocks when it is needed.");
        return;
    }
    ho_refusal_t why = ho_session_check(session_of(t), d, &param);
    if (why == HO_REFUSED_NONE) why = ho_session_propose(session_of(t), d);
    if (why != HO_REFUSED_NONE) {
        refuse(t, d, why, param);
        return;
    }
    char title[200], text[400];
    ho_words_decision(session_of(t), d, title, sizeof title, text, sizeof text);
    ho_text_add(&t->out, "%s\n", title);
    ho_show_preview(&t->show, d);
    int at = ho_session_reasonless(session_of(t));
    if (at >= 0) ho_text_add(&t->out, "This is a big one. On what evidence, giving up what? why %d EVIDENCE [EVIDENCE] GIVING-UP\n", at + 1);
    if (ho_session_queued(session_of(t)) < before) say(t, "That is as it was: nothing waits.");
}

static bool read_decision(table_t *t, const char *const *word, int n, ho_decision_t *d)
{
    char fault[HO_TYPED_FAULT];
    if (ho_typed_decision(word, n, &ho_session_scenario(session_of(t))->world, d, fault) == 0) return true;
    ho_text_add(&t->out, "%s.\n", fault);
    return false;
}

static void run_try(table_t *t, const char *const *word, int n)
{
    ho_decision_t d;
    if (n < 2)
        say(t, "try DECISION ...: what it would do and cost, without doing it.");
    else if (read_decision(t, word + 1, n - 1, &d))
        ho_show_preview(&t->show, &d);
}

/* EVIDENCE words: metric, metric@segment, hunch; the last word is what is given up. */
static bool read_reason(table_t *t, const char *const *word, int n, ho_evidence_t evidence[HO_EVIDENCE], int *giving_up)
{
    const ho_world_t *w = &ho_session_scenario(session_of(t))->world;
    for (int i = 0; i < HO_EVIDENCE; i++) evidence[i] = (ho_evidence_t){.metric = HO_EVIDENCE_NONE, .seg = -1};
    *giving_up = -1;
    for (int i = 0; i < HO_GIVING_UP_KINDS && n > 0; i++)
        if (strcmp(ho_giving_up_name(i), word[n - 1]) == 0) *giving_up = i;
    if (*giving_up < 0 || n < 2 || n > 1 + HO_EVIDENCE) {
        say(t, "Say up to two pieces of evidence and then what you give up; `evidence` lists both. Example: why 1 psi precision@casual reach");
        return false;
    }
    for (int i = 0; i < n - 1; i++) {
        char name[64];
        const char *at = strchr(word[i], '@');
        snprintf(name, sizeof name, "%.*s", at != NULL ? (int)(at - word[i]) : 63, word[i]);
        evidence[i].metric = strcmp(name, "hunch") == 0 ? HO_EVIDENCE_HUNCH : ho_metric_named(name);
        for (int seg = 0; at != NULL && seg < w->n_segments; seg++)
            if (strcmp(w->segment[seg].id, at + 1) == 0) evidence[i].seg = seg;
        if (evidence[i].metric == HO_EVIDENCE_NONE || (at != NULL && evidence[i].seg < 0)) {
            ho_text_add(&t->out, "'%s' is no evidence; `evidence` lists what is on the screen.\n", word[i]);
            return false;
        }
    }
    return true;
}

static void run_why(table_t *t, const char *const *word, int n)
{
    ho_evidence_t evidence[HO_EVIDENCE];
    int at, giving_up;
    bool owed = ho_session_owes_reason(session_of(t)) && ho_session_reasonless(session_of(t)) < 0;
    if (!owed && !take_number(t, word, n, 1, 1, ho_session_queued(session_of(t)), "decision of the queue", &at)) return;
    int from = owed && (n < 2 || word[1][0] < '0' || word[1][0] > '9') ? 1 : 2;
    if (!read_reason(t, word + from, n - from, evidence, &giving_up)) return;
    bool taken = owed ? ho_session_settle_reason(session_of(t), evidence, giving_up)
                      : ho_session_reason(session_of(t), at - 1, evidence, giving_up);
    say(t, taken ? "Noted." : "That is not on the screen today; `evidence` lists what is.");
}

static void run_withdraw(table_t *t, const char *const *word, int n)
{
    int at;
    if (!take_number(t, word, n, 1, 1, ho_session_queued(session_of(t)), "decision of the queue", &at)) return;
    ho_session_withdraw(session_of(t), at - 1);
    ho_show_queue(&t->show);
}

static void run_undo(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (!ho_session_undo(session_of(t))) say(t, "There is nothing to undo today.");
    ho_show_queue(&t->show);
}

static void run_redo(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (!ho_session_redo(session_of(t))) say(t, "There is nothing to redo.");
    ho_show_queue(&t->show);
}

/* ---- days ---------------------------------------------------------------------------------------------- */

static void tell_news(table_t *t)
{
    ho_show_events(&t->show, t->told, NULL);
    t->told = ho_session_events(session_of(t));
    ho_coach_mark_t mark;
    ho_coach(session_of(t), &mark);
    if (mark.index >= 0 && mark.index != t->coach) ho_show_coach(&t->show);
    t->coach = mark.index;
}

static void play_days(table_t *t, int most, bool until)
{
    int played = 0;
    bool going = true;
    while (going && played < most) {
        if (!ho_clock_step(&t->clock, session_of(t))) {
            ho_show_status(&t->show);
            return;
        }
        played++;
        going = ho_session_phase(session_of(t)) != HO_PHASE_ENDED && !(until && t->clock.stopped_by != 0);
    }
    tell_news(t);
    if (until && t->clock.stopped_by != 0) ho_text_add(&t->out, "%s\n", t->clock.reason);
    ho_show_status(&t->show);
    if (ho_session_phase(session_of(t)) == HO_PHASE_ENDED) say(t, "The run is over. Type: end");
}

static void run_next(table_t *t, const char *const *word, int n)
{
    int days = 1;
    if (n > 1 && !take_number(t, word, n, 1, 1, HO_MAX_DAYS, "number of days", &days)) return;
    play_days(t, days, false);
}

static void run_until(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    play_days(t, HO_MAX_DAYS, true);
}

static void run_plan(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    ho_framing_propose(session_of(t));
    ho_show_framing(&t->show);
}

static void run_lock(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (ho_framing_lock(session_of(t)))
        say(t, "Locked in. `next` plays day 0.");
    else
        ho_show_status(&t->show);
}

static void run_unlock(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    say(t, ho_framing_unlock(session_of(t)) ? "Open again." : "Only in practice, and only before day 0 has been played.");
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static void run_answer(table_t *t, const char *const *word, int n)
{
    ho_answer_t answer[8];
    int event, choice;
    if (!take_number(t, word, n, 1, 0, ho_session_events(session_of(t)) - 1, "event of the inbox", &event)) return;
    int choices = ho_session_answers(session_of(t), event, answer, 8);
    if (!take_number(t, word, n, 2, 1, choices, "answer", &choice)) return;
    propose(t, &answer[choice - 1].decision);
}

static void run_later(table_t *t, const char *const *word, int n)
{
    int event;
    if (!take_number(t, word, n, 1, 0, ho_session_events(session_of(t)) - 1, "event of the inbox", &event)) return;
    ho_session_acknowledge(session_of(t), event);
    ho_show_inbox(&t->show);
}

static void run_ok(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (!ho_coach_read(session_of(t))) say(t, "The guide waits for you to do it.");
    t->coach = -1;
    tell_news(t);
}

/* ---- looking ------------------------------------------------------------------------------------------- */

#define PAGE(name, call)                                              \
    static void run_##name(table_t *t, const char *const *word, int n) \
    {                                                                 \
        (void)word, (void)n;                                          \
        call;                                                         \
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

static void run_metrics(table_t *t, const char *const *word, int n)
{
    int seg;
    if (take_segment(t, word, n, 1, &seg)) ho_show_metrics(&t->show, seg);
}

static void run_show(table_t *t, const char *const *word, int n)
{
    int seg, metric = n > 1 ? ho_metric_named(word[1]) : -1;
    if (metric < 0)
        say(t, "show METRIC [SEGMENT]; `metrics` lists what is on the screen.");
    else if (take_segment(t, word, n, 2, &seg))
        ho_show_metric(&t->show, (ho_metric_t)metric, seg, 14);
}

static void run_log(table_t *t, const char *const *word, int n) { ho_show_events(&t->show, 0, n > 1 ? word[1] : NULL); }

static void run_glossary(table_t *t, const char *const *word, int n)
{
    if (n > 1) {
        ho_show_term(&t->show, word[1]);
        return;
    }
    for (int i = 0; ho_glossary(i) != NULL; i++) ho_text_add(&t->out, "%s%s", i > 0 ? ", " : "", ho_glossary(i)->term);
    ho_text_put(&t->out, "\n");
}

/* ---- the game as a whole ------------------------------------------------------------------------------- */

static void run_save(table_t *t, const char *const *word, int n)
{
    if (n < 2)
        say(t, "save FILE: a copy of the game so far. The game itself is saved every day.");
    else if (ho_session_save_as(session_of(t), word[1]) == 0)
        ho_text_add(&t->out, "Saved to %s.\n", word[1]);
    else
        ho_text_add(&t->out, "It could not be saved to %s.\n", word[1]);
}

static void run_branch(table_t *t, const char *const *word, int n)
{
    int day;
    char path[HO_STORE_PATH];
    if (!take_number(t, word, n, 1, 0, ho_session_day(session_of(t)) - 1, "day", &day)) return;
    if (!ho_session_is_practice(session_of(t)) && ho_session_phase(session_of(t)) != HO_PHASE_ENDED) {
        say(t, "An assessed game cannot be taken back; it can be branched when it is over.");
        return;
    }
    bool kept = t->game->keeps && ho_store_new_save(&t->game->store, ho_session_scenario(session_of(t))->id, path);
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
    ho_show_status(&t->show);
}

static void run_end(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    if (ho_session_phase(session_of(t)) != HO_PHASE_ENDED) {
        say(t, "The truth is told at the end: play on (`next`, `until`), or `finish` where it is enough.");
        return;
    }
    if (t->reveal == NULL) t->reveal = ho_reveal_new(session_of(t));
    if (t->reveal == NULL) {
        say(t, "There is not enough memory for the debrief.");
        return;
    }
    while (ho_reveal_work(t->reveal, 100.0) < 1.0) {}
    ho_show_end(&t->show, t->reveal);
    const char *save = ho_session_options(session_of(t))->save;
    if (save != NULL && t->game->keeps && ho_session_branched_from(session_of(t)) < 0)
        ho_store_keep_score(&t->game->store, ho_session_scenario(session_of(t))->id, save, ho_reveal_score(t->reveal));
}

static void run_quit(table_t *t, const char *const *word, int n)
{
    (void)word, (void)n;
    t->leaving = true;
}

static void run_help(table_t *t, const char *const *word, int n);

static const command_t commands[] = {
    {"help", "[WORD]", "this list, or all about a command, a decision or a term", run_help},
    {"brief", "", "the problem, who is hurt, the questions you may ask", run_brief},
    {"options", "", "what could be launched", run_options},
    {"framing", "", "your plan before launch", run_framing},
    {"plan", "", "take the team's proposal for all that has not been said", run_plan},
    {"lock", "", "lock the plan in", run_lock},
    {"unlock", "", "open it again (practice, before day 0)", run_unlock},
    {"status", "", "where things stand", run_status},
    {"metrics", "[SEGMENT]", "every number on the screen, with its last days", run_metrics},
    {"show", "METRIC [SEGMENT]", "one metric as a chart and in numbers", run_show},
    {"segments", "", "segment by segment", run_segments},
    {"versions", "", "what has been built and trained", run_versions},
    {"experiment", "", "the lift, its intervals, and which may be read daily", run_experiment},
    {"rules", "", "alert rules, guardrails, the kill criterion", run_rules},
    {"decisions", "", "all that can be decided now", run_decisions},
    {"try", "DECISION ...", "what a decision would do and cost", run_try},
    {"queue", "", "what waits for the next day", run_queue},
    {"withdraw", "NUMBER", "take a decision out of the queue", run_withdraw},
    {"undo", "", "undo the last change of the queue", run_undo},
    {"redo", "", "redo it", run_redo},
    {"evidence", "", "what may be named as a reason today", run_evidence},
    {"why", "NUMBER EVIDENCE GIVING-UP", "the reason for a big decision", run_why},
    {"next", "[DAYS]", "play the next day, or several", run_next},
    {"until", "", "play until something happens", run_until},
    {"inbox", "", "alerts and messages that wait", run_inbox},
    {"answer", "EVENT CHOICE", "answer a message", run_answer},
    {"later", "EVENT", "not now; silence keeps its price", run_later},
    {"log", "[WORDS]", "everything that happened", run_log},
    {"ok", "", "the guide's word has been read", run_ok},
    {"glossary", "[TERM]", "what a term means and why it matters", run_glossary},
    {"save", "FILE", "copy the game to a file", run_save},
    {"branch", "DAY", "play on from an earlier day, as practice", run_branch},
    {"end", "", "what was true (when the run is over)", run_end},
    {"quit", "", "leave; the game is saved", run_quit},
};
enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

static void run_help(table_t *t, const char *const *word, int n)
{
    if (n > 1 && ho_decision_named(word[1]) >= 0) {
        ho_show_decision(&t->show, (ho_decision_kind_t)ho_decision_named(word[1]));
        return;
    }
    for (int i = 0; i < N_COMMANDS; i++) {
        if (n > 1 && strcmp(word[1], commands[i].name) != 0) continue;
        ho_text_add(&t->out, "  %-12s%-28s%s\n", commands[i].name, commands[i].takes, commands[i].help);
        if (n > 1) return;
    }
    if (n > 1)
        ho_show_term(&t->show, word[1]);
    else
        say(t, "Every decision has its own word as well: `decisions` lists them. The beginning of a word will do where it is the only one.");
}

/* ---- the loop ------------------------------------------------------------------------------------------ */

/* The one name that begins with word, or is it; ambiguous ones are said. NULL: none or several. */
static const char *find_name(table_t *t, const char *word)
{
    const char *found = NULL;
    int n = 0;
    for (int i = 0; i < N_COMMANDS + HO_DECISIONS; i++) {
        const char *name = i < N_COMMANDS ? commands[i].name : ho_decision_info(i - N_COMMANDS)->name;
        if (strcmp(name, word) == 0) return name;
        if (strncmp(name, word, strlen(word)) != 0) continue;
        found = name;
        n++;
    }
    if (n == 1) return found;
    if (n == 0) {
        const char *names[N_COMMANDS + HO_DECISIONS];
        char room[HO_NEAR_ROOM];
        for (int i = 0; i < N_COMMANDS + HO_DECISIONS; i++) names[i] = i < N_COMMANDS ? commands[i].name : ho_decision_info(i - N_COMMANDS)->name;
        ho_text_add(&t->out, "'%s' is no command and no decision%s; `help` lists the commands, `decisions` the decisions.\n", word,
                    ho_did_you_mean(word, names, N_COMMANDS + HO_DECISIONS, room, sizeof room));
        return NULL;
    }
    ho_text_add(&t->out, "'%s' could be:", word);
    for (int i = 0; i < N_COMMANDS + HO_DECISIONS; i++) {
        const char *name = i < N_COMMANDS ? commands[i].name : ho_decision_info(i - N_COMMANDS)->name;
        if (strncmp(name, word, strlen(word)) == 0) ho_text_add(&t->out, " %s", name);
    }
    ho_text_put(&t->out, "\n");
    return NULL;
}

static void run_line(table_t *t, char *line)
{
    const char *word[HO_TYPED_WORDS];
    int n = ho_typed_split(line, word);
    if (n == 0) return;
    const char *name = find_name(t, word[0]);
    if (name == NULL) return;
    word[0] = name;
    for (int i = 0; i < N_COMMANDS; i++)
        if (commands[i].name == name) {
            commands[i].run(t, word, n);
            return;
        }
    ho_decision_t d;
    if (read_decision(t, word, n, &d)) propose(t, &d);
}

static int add_names(const ho_world_t *w, const ho_decision_info_t *info, const char *choice[HO_LINE_CHOICES], int n)
{
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const char *names[HO_LOG_NAMES];
        int found = ho_log_names(w, info->param[i].kind == HO_PARAM_COND ? HO_PARAM_METRIC : info->param[i].kind, names);
        for (int k = 0; k < found && n < HO_LINE_CHOICES; k++) choice[n++] = names[k];
        if (n < HO_LINE_CHOICES) choice[n++] = info->param[i].name;
    }
    return n;
}

static int complete(void *user, const char *text, size_t from, const char *choice[HO_LINE_CHOICES])
{
    const table_t *t = user;
    const ho_world_t *w = &ho_session_scenario(session_of(t))->world;
    char first[64];
    int n = 0;
    snprintf(first, sizeof first, "%.*s", (int)strcspn(text, " "), text);
    const char *rest = text + strcspn(text, " ");
    if (strcmp(first, "try") == 0 && from > 4 && strchr(rest + strspn(rest, " "), ' ') != NULL) {
        rest += strspn(rest, " ");
        snprintf(first, sizeof first, "%.*s", (int)strcspn(rest, " "), rest);
    }
    if (from == 0 || strcmp(first, "try") == 0 || strcmp(first, "help") == 0) {
        for (int i = 0; i < N_COMMANDS && n < HO_LINE_CHOICES; i++) choice[n++] = commands[i].name;
        for (int k = 0; k < HO_DECISIONS && n < HO_LINE_CHOICES; k++) choice[n++] = ho_decision_info(k)->name;
        return n;
    }
    if (ho_decision_named(first) >= 0) return add_names(w, ho_decision_info(ho_decision_named(first)), choice, 0);
    for (int m = 0; m < HO_METRIC_COUNT && n < HO_LINE_CHOICES; m++) choice[n++] = ho_metric_info(m)->name;
    for (int seg = 0; seg < w->n_segments && n < HO_LINE_CHOICES; seg++) choice[n++] = w->segment[seg].id;
    for (int i = 0; i < HO_GIVING_UP_KINDS && n < HO_LINE_CHOICES; i++) choice[n++] = ho_giving_up_name(i);
    return n;
}

int ho_play_text(ho_game_t *game, const ho_term_t *term)
{
    table_t t = {.game = game, .clock = ho_clock_default(), .coach = -1};
    ho_line_t *line = malloc(sizeof *line);
    if (line == NULL) return ho_no_memory();
    t.show = (ho_show_t){.session = game->session, .term = *term, .out = &t.out};
    t.clock.pauses = UINT32_MAX;
    ho_line_init(line, complete, &t);
    char typed[HO_LINE_MAX], prompt[64];
    int code = HO_EXIT_OK;
    if (ho_session_phase(game->session) == HO_PHASE_FRAMING) {
        ho_show_brief(&t.show);
        say(&t, "Type `help` for the commands. `plan` takes the team's proposal, `lock` locks it in, `next` plays a day.");
        tell_news(&t);
    } else {
        t.told = ho_session_events(game->session);
        ho_show_status(&t.show);
    }
    while (code == HO_EXIT_OK && !t.leaving) {
        code = ho_text_print(&t.out);
        t.out = (ho_text_t){0};
        if (ho_session_phase(game->session) == HO_PHASE_FRAMING)
            snprintf(prompt, sizeof prompt, "framing> ");
        else
            snprintf(prompt, sizeof prompt, "day %d> ", ho_session_day(game->session));
        if (code != HO_EXIT_OK || !ho_line_read(line, prompt, typed)) break;
        run_line(&t, typed);
    }
    if (code == HO_EXIT_OK) code = ho_text_print(&t.out);
    ho_reveal_free(t.reveal);
    free(line);
    return code;
}
