/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The game for programs: the messages of policy/wire.h over stdin and stdout. Unlike a policy's, a game
 * is kept, and nothing ends it but its horizon or the end of input: an answer that cannot be used is told
 * with its mend, and the day waits. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit.h"
#include "cli/play.h"
#include "engine/rng.h"
#include "engine/site.h"
#include "policy/wire.h"
#include "session/framing.h"
#include "session/reveal.h"

enum { FIRST_LINE = 4096, LONGEST_LINE = 1 << 20 };

typedef struct {
    ho_session_t *session;
    ho_jsonout_t out;
    ho_wire_t wire;
    char *line;
    size_t room;
    int n_line; /* lines read */
} talk_t;

static int send(talk_t *t)
{
    if (t->out.failed)
        return ho_no_memory();
    size_t n = strlen(t->out.text);
    bool sent = fwrite(t->out.text, 1, n, stdout) == n && fflush(stdout) == 0;
    ho_jsonout_clear(&t->out);
    if (sent)
        return HO_EXIT_OK;
    if (errno != EPIPE)
        ho_complain("the message could not be written: %s", strerror(errno));
    return HO_EXIT_IO;
}

static int tell(talk_t *t, const char *type, const char *key, const char *text)
{
    ho_jsonout_begin_object(&t->out);
    ho_jsonout_put_text(&t->out, "type", type);
    ho_jsonout_put_integer(&t->out, "day", ho_session_day(t->session));
    ho_jsonout_put_text(&t->out, key, text);
    ho_jsonout_end_object(&t->out);
    ho_jsonout_newline(&t->out);
    return send(t);
}

/* The next line without its line feed, of any length up to LONGEST_LINE. 1, 0 at the end of input, -1 too
 * long or without memory. */
static int read_line(talk_t *t, size_t *n)
{
    *n = 0;
    for (int c = getchar(); c != EOF && c != '\n'; c = getchar()) {
        if (*n + 1 >= t->room) {
            size_t room = t->room == 0 ? FIRST_LINE : 2 * t->room;
            char *more = room <= LONGEST_LINE ? realloc(t->line, room) : NULL;
            if (more == NULL)
                return -1;
            t->line = more;
            t->room = room;
        }
        t->line[(*n)++] = (char)c;
    }
    t->n_line++;
    return *n > 0 || !feof(stdin) ? 1 : 0;
}

/* What became of yesterday's decisions, for the next day's message. */
static void hear(talk_t *t)
{
    const ho_log_t *log = ho_session_log(t->session);
    const ho_log_day_t *day = &log->day[log->n_days - 1];
    ho_plan_t plan = {.n = 0};
    for (int i = 0; i < day->n && i < HO_MAX_TODAY; i++)
        ho_plan_add(&plan, &log->decision[day->first + i]);
    ho_wire_heard(&t->wire, &plan, log->verdict + day->first);
}

static void clear_queue(talk_t *t)
{
    while (ho_session_queued(t->session) > 0)
        ho_session_withdraw(t->session, ho_session_queued(t->session) - 1);
}

/* Proposes the plan. Writes the first refusal into `why` ("" if none). Refused ones do not hold up the
 * day. */
static void propose(talk_t *t, const ho_plan_t *plan, char *why, size_t bytes)
{
    why[0] = '\0';
    for (int i = 0; i < plan->n; i++) {
        ho_refusal_t refused = ho_session_propose(t->session, &plan->d[i]);
        int at = ho_session_queued(t->session) - 1;
        if (refused == HO_REFUSED_NONE && at >= 0 && plan->d[i].evidence[0].metric != HO_EVIDENCE_NONE)
            ho_session_reason(t->session, at, plan->d[i].evidence, plan->d[i].giving_up);
        if (refused != HO_REFUSED_NONE && why[0] == '\0')
            snprintf(why, bytes, "/decisions/%d: %s: %s", i, ho_decision_info((int)plan->d[i].kind)->name,
                     ho_refusal_text(refused));
    }
}

static const char *say_wait(const talk_t *t)
{
    switch (ho_session_waits(t->session)) {
    case HO_WAITS_FRAMING: return "choose-option is still to be decided before the first day";
    case HO_WAITS_REASON:
        return "a big decision waits for its reason: add \"evidence\":[\"hunch\"] or up to two readings of "
               "the screen, and \"giving_up\"";
    case HO_WAITS_BUDGET: return "more team-days are planned than there are";
    default: return "the run is over";
    }
}

/* What a line of the program's is. */
typedef enum { LINE_PLAN, LINE_READY, LINE_FAULT, LINE_NO_MEMORY } line_t;

/* Reads a line of n bytes: a plan for today, or, first of all, that the program is ready. */
static line_t read_plan(const talk_t *t, size_t n, ho_plan_t *plan, char why[HO_WIRE_REASON])
{
    const char *text = t->line != NULL ? t->line : "";
    char name[HO_WIRE_NAME];
    line_t is = LINE_FAULT;
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL)
        return LINE_NO_MEMORY;
    if (t->n_line == 1 && ho_wire_read_ready(text, n, "input", 1, name, diags) == 0)
        is = LINE_READY;
    else if (ho_wire_read_day(text, n, "input", t->n_line, &ho_session_scenario(t->session)->world,
                              ho_session_day(t->session), false, plan, diags) == 0)
        is = LINE_PLAN;
    else
        ho_wire_fault(diags, why);
    free(diags);
    return is;
}

/* Plays the day with a plan, or says what it waits for. True where it was played. */
static bool take_plan(talk_t *t, const ho_plan_t *plan, int *code)
{
    char why[HO_WIRE_REASON];
    clear_queue(t);
    propose(t, plan, why, sizeof why);
    bool framed = ho_session_phase(t->session) != HO_PHASE_FRAMING || ho_framing_lock(t->session);
    if (!framed || !ho_session_advance(t->session)) {
        *code = tell(t, "wait", "for", say_wait(t));
        return false;
    }
    hear(t);
    if (why[0] != '\0')
        *code = tell(t, "refused", "why", why);
    return true;
}

/* One day: shows it, and reads answers until one lets it be played. 1 played, 0 end of input, -1 with
 * *code. */
static int play_day(talk_t *t, int *code)
{
    size_t n;
    ho_wire_day(&t->out, &t->wire, ho_session_scenario(t->session), ho_session_view(t->session));
    *code = send(t);
    while (*code == HO_EXIT_OK) {
        ho_plan_t plan = {.n = 0};
        char why[HO_WIRE_REASON];
        int got = read_line(t, &n);
        if (got == 0)
            return 0;
        if (got < 0) {
            ho_complain("line %d of the input is longer than %d bytes", t->n_line + 1, LONGEST_LINE);
            *code = HO_EXIT_DATA;
            break;
        }
        switch (read_plan(t, n, &plan, why)) {
        case LINE_PLAN:
            if (take_plan(t, &plan, code))
                return *code == HO_EXIT_OK ? 1 : -1;
            break;
        case LINE_READY: break;
        case LINE_FAULT: *code = tell(t, "error", "message", why); break;
        case LINE_NO_MEMORY: *code = ho_no_memory(); break;
        }
    }
    return -1;
}

static int tell_end(talk_t *t)
{
    ho_reveal_t *reveal = ho_reveal_new(t->session);
    if (reveal == NULL)
        return ho_no_memory();
    const ho_outcome_sum_t *outcome = ho_reveal_outcome(reveal);
    bool whole = ho_session_day(t->session) >= ho_session_horizon(t->session);
    ho_wire_end(&t->out, ho_session_day(t->session), ho_reveal_twin(reveal), outcome,
                whole ? "horizon" : "objective");
    int code = send(t);
    ho_reveal_free(reveal);
    return code;
}

int ho_play_json(ho_game_t *game)
{
    talk_t t = {.session = game->session};
    ho_jsonout_init(&t.out, false);
    ho_wire_hello(&t.out, ho_session_scenario(t.session));
    int code = send(&t), played = 1;
    if (code == HO_EXIT_OK) {
        /* luck of the player's own, from which nothing can be learned about the world's */
        const ho_stream_t luck = ho_stream(ho_session_options(t.session)->seed, HO_SITE_POLICY, -1, 0, 0);
        ho_wire_run(&t.out, ho_session_scenario(t.session), ho_session_view(t.session), 0,
                    ho_stream_word_at(&luck, 0) >> 11, ho_session_horizon(t.session));
        code = send(&t);
    }
    while (code == HO_EXIT_OK && played > 0 && ho_session_phase(t.session) != HO_PHASE_ENDED)
        played = play_day(&t, &code);
    if (code == HO_EXIT_OK && ho_session_phase(t.session) == HO_PHASE_ENDED)
        code = tell_end(&t);
    ho_jsonout_free(&t.out);
    free(t.line);
    return code;
}
