/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The game in a terminal: reads what is typed, finds the command or the decision, and helps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/args.h"
#include "cli/exit.h"
#include "cli/line.h"
#include "cli/play_table.h"
#include "cli/typed.h"

static ho_session_t *session_of(const ho_table_t *t)
{
    return t->game->session;
}

static void say(ho_table_t *t, const char *text)
{
    ho_text_wrap(&t->out, text, 0, t->show.term.width);
}

/* "  next [DAYS]   play the next day, or several". */
static void show_command(ho_table_t *t, const ho_command_t *c)
{
    enum { COLUMN = 32 };
    int used = 2 + ho_text_columns(c->name) + 1 + ho_text_columns(c->takes);
    ho_text_add(&t->out, "  %s %s", c->name, c->takes);
    ho_text_fill(&t->out, ' ', used < COLUMN ? COLUMN - used : 1);
    ho_text_wrap(&t->out, c->help, COLUMN, t->show.term.width);
}

void ho_play_help(ho_table_t *t, const char *const *word, int n)
{
    const ho_command_t *c;
    if (n > 1 && ho_decision_named(word[1]) >= 0) {
        ho_show_decision(&t->show, (ho_decision_kind_t)ho_decision_named(word[1]));
        return;
    }
    for (int i = 0; (c = ho_play_command(i)) != NULL; i++) {
        if (n > 1 && strcmp(word[1], c->name) != 0)
            continue;
        if (n == 1 && c->group != NULL)
            ho_text_add(&t->out, "%s\n", c->group);
        show_command(t, c);
        if (n > 1)
            return;
    }
    if (n > 1)
        ho_show_term(&t->show, word[1]);
    else
        say(t,
            "A decision is made by its own word: `rollout 25%`, `threshold 0.7 casual`, `rule psi above 0.1 "
            "for 2 days`. `decisions` lists them, `help rollout` tells what one takes. The beginning of a "
            "word will do where it is the only one.");
}

/* ---- words --------------------------------------------------------------------------------------------- */

enum { MOST_NAMES = 128 };

/* Every word that a line may begin with: commands, then decisions. */
static int all_names(const char *name[MOST_NAMES])
{
    int n = 0;
    for (int i = 0; ho_play_command(i) != NULL && n < MOST_NAMES; i++)
        name[n++] = ho_play_command(i)->name;
    for (int i = 0; i < HO_DECISIONS && n < MOST_NAMES; i++)
        name[n++] = ho_decision_info(i)->name;
    return n;
}

/* The one name that begins with word, or is it; NULL, and a sentence, where there is none or several. */
static const char *find_name(ho_table_t *t, const char *word)
{
    const char *name[MOST_NAMES], *found = NULL;
    char room[HO_NEAR_ROOM];
    int n = all_names(name), fit = 0;
    for (int i = 0; i < n; i++) {
        if (strcmp(name[i], word) == 0)
            return name[i];
        if (strncmp(name[i], word, strlen(word)) != 0)
            continue;
        found = name[i];
        fit++;
    }
    if (fit == 1)
        return found;
    if (fit == 0) {
        ho_text_add(
            &t->out,
            "'%s' is no command and no decision%s; `help` lists the commands, `decisions` the decisions.\n",
            word, ho_did_you_mean(word, name, n, room, sizeof room));
        return NULL;
    }
    ho_text_add(&t->out, "'%s' could be:", word);
    for (int i = 0; i < n; i++)
        if (strncmp(name[i], word, strlen(word)) == 0)
            ho_text_add(&t->out, " %s", name[i]);
    ho_text_put(&t->out, "\n");
    return NULL;
}

static void run_line(ho_table_t *t, char *line)
{
    const char *word[HO_TYPED_WORDS];
    int n = ho_typed_split(line, word);
    if (n == 0)
        return;
    word[0] = find_name(t, word[0]);
    if (word[0] == NULL)
        return;
    const ho_command_t *c;
    for (int i = 0; (c = ho_play_command(i)) != NULL; i++)
        if (strcmp(c->name, word[0]) == 0) {
            c->run(t, word, n);
            return;
        }
    ho_play_decide(t, word, n);
}

/* ---- completion ---------------------------------------------------------------------------------------- */

static int add_names(const ho_world_t *w, const ho_decision_info_t *info, const char *choice[HO_LINE_CHOICES],
                     int n)
{
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const char *names[HO_LOG_NAMES];
        int found = ho_log_names(
            w, info->param[i].kind == HO_PARAM_COND ? HO_PARAM_METRIC : info->param[i].kind, names);
        for (int k = 0; k < found && n < HO_LINE_CHOICES; k++)
            choice[n++] = names[k];
        if (n < HO_LINE_CHOICES)
            choice[n++] = info->param[i].name;
    }
    return n;
}

static int complete(void *user, const char *text, size_t from, const char *choice[HO_LINE_CHOICES])
{
    const ho_table_t *t = user;
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
        const char *name[MOST_NAMES];
        int all = all_names(name);
        for (; n < all && n < HO_LINE_CHOICES; n++)
            choice[n] = name[n];
        return n;
    }
    if (ho_decision_named(first) >= 0)
        return add_names(w, ho_decision_info(ho_decision_named(first)), choice, 0);
    for (int m = 0; m < HO_METRIC_COUNT && n < HO_LINE_CHOICES; m++)
        choice[n++] = ho_metric_info(m)->name;
    for (int seg = 0; seg < w->n_segments && n < HO_LINE_CHOICES; seg++)
        choice[n++] = w->segment[seg].id;
    for (int i = 0; i < HO_GIVING_UP_KINDS && n < HO_LINE_CHOICES; i++)
        choice[n++] = ho_giving_up_name(i);
    return n;
}

/* ---- the loop ------------------------------------------------------------------------------------------ */

int ho_play_text(ho_game_t *game, const ho_term_t *term)
{
    ho_table_t t = {.game = game, .clock = ho_clock_default(), .coach = -1};
    ho_line_t *line = malloc(sizeof *line);
    if (line == NULL)
        return ho_no_memory();
    t.show = (ho_show_t){.session = game->session, .term = *term, .out = &t.out};
    t.clock.pauses = UINT32_MAX;
    ho_line_init(line, complete, &t);
    char typed[HO_LINE_MAX], prompt[64];
    int code = HO_EXIT_OK;
    if (ho_session_phase(game->session) == HO_PHASE_FRAMING) {
        ho_show_brief(&t.show);
        say(&t, "Before launch: `error-ratio 2` says that a wrong answer is worth two missed ones, `options` "
                "shows what "
                "could be launched, `plan` takes the team's proposal for the rest, `framing` shows it, "
                "`lock` locks it "
                "in. Then `next` plays a day. `help` lists all words.");
        ho_play_news(&t);
    } else {
        t.told = ho_session_events(game->session);
        ho_play_news(&t);
        ho_show_status(&t.show);
    }
    while (code == HO_EXIT_OK && !t.leaving) {
        code = ho_text_print(&t.out);
        t.out = (ho_text_t){0};
        if (ho_session_phase(game->session) == HO_PHASE_FRAMING)
            snprintf(prompt, sizeof prompt, "framing> ");
        else
            snprintf(prompt, sizeof prompt, "day %d> ", ho_session_day(game->session));
        if (code != HO_EXIT_OK || !ho_line_read(line, prompt, typed))
            break;
        run_line(&t, typed);
    }
    if (code == HO_EXIT_OK)
        code = ho_text_print(&t.out);
    ho_reveal_free(t.reveal);
    free(line);
    return code;
}
