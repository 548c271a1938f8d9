/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small line editor: the arrows, Home, End, Tab, history. The terminal is put back after each line. */
#include "cli/line.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

typedef struct {
    ho_line_t *line;
    const char *prompt;
    char *text; /* (HO_LINE_MAX) */
    size_t n, at;
    int history; /* place in the history; n_history: the new line */
} edit_t;

void ho_line_init(ho_line_t *self, ho_line_complete_t complete, void *user)
{
    memset(self, 0, sizeof *self);
    const char *term = getenv("TERM");
    self->edits = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
    self->complete = complete;
    self->user = user;
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

static size_t count_columns(const char *text, size_t n)
{
    size_t columns = 0;
    for (size_t i = 0; i < n; i++)
        columns += ((unsigned char)text[i] & 0xc0) != 0x80;
    return columns;
}

static void draw(const edit_t *e)
{
    size_t column = count_columns(e->prompt, strlen(e->prompt)) + count_columns(e->text, e->at);
    printf("\r\033[K%s%.*s\r", e->prompt, (int)e->n, e->text);
    if (column > 0)
        printf("\033[%zuC", column);
    fflush(stdout);
}

/* ---- editing ------------------------------------------------------------------------------------------- */

static bool is_tail(const edit_t *e, size_t i)
{
    return i < e->n && ((unsigned char)e->text[i] & 0xc0) == 0x80;
}

static void insert(edit_t *e, const char *text, size_t n)
{
    if (e->n + n >= HO_LINE_MAX)
        return;
    memmove(e->text + e->at + n, e->text + e->at, e->n - e->at);
    memcpy(e->text + e->at, text, n);
    e->n += n;
    e->at += n;
}

static void erase_before(edit_t *e)
{
    size_t from = e->at;
    while (from > 0 && is_tail(e, --from)) {
    }
    memmove(e->text + from, e->text + e->at, e->n - e->at);
    e->n -= e->at - from;
    e->at = from;
}

static void recall(edit_t *e, int by)
{
    int to = e->history + by;
    if (to < 0 || to > e->line->n_history)
        return;
    e->history = to;
    e->text[0] = '\0';
    if (to < e->line->n_history)
        memcpy(e->text, e->line->history[to], HO_LINE_MAX);
    e->n = e->at = strlen(e->text);
}

/* Adds what all choices have in common; lists them where that adds nothing. */
static void complete(edit_t *e)
{
    const char *choice[HO_LINE_CHOICES];
    size_t from = e->at;
    while (from > 0 && e->text[from - 1] != ' ' && e->text[from - 1] != '=')
        from--;
    e->text[e->n] = '\0';
    int n = e->line->complete != NULL ? e->line->complete(e->line->user, e->text, from, choice) : 0;
    size_t typed = e->at - from, same = 0;
    int kept = 0;
    for (int i = 0; i < n; i++)
        if (strncmp(choice[i], e->text + from, typed) == 0)
            choice[kept++] = choice[i];
    if (kept == 0)
        return;
    for (same = strlen(choice[0]); same > typed; same--) {
        int i = 1;
        while (i < kept && strncmp(choice[i], choice[0], same) == 0)
            i++;
        if (i == kept)
            break;
    }
    if (same > typed)
        insert(e, choice[0] + typed, same - typed);
    if (kept == 1)
        insert(e, " ", 1);
    if (kept == 1 || same > typed)
        return;
    printf("\r\n");
    for (int i = 0; i < kept; i++)
        printf("%s%s", choice[i], i + 1 < kept ? "  " : "\r\n");
}

/* The rest of an escape sequence; a lone Escape has none. */
static void take_escape(edit_t *e)
{
    char c[3] = {0};
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&in, 1, 30) <= 0 || read(STDIN_FILENO, &c[0], 1) != 1)
        return;
    if ((c[0] != '[' && c[0] != 'O') || read(STDIN_FILENO, &c[1], 1) != 1)
        return;
    switch (c[1]) {
    case 'A': recall(e, -1); break;
    case 'B': recall(e, 1); break;
    case 'C':
        if (e->at < e->n)
            e->at++;
        while (is_tail(e, e->at))
            e->at++;
        break;
    case 'D':
        while (e->at > 0 && is_tail(e, --e->at)) {
        }
        break;
    case 'H': e->at = 0; break;
    case 'F': e->at = e->n; break;
    case '3':
        if (read(STDIN_FILENO, &c[2], 1) != 1 || e->at >= e->n)
            break;
        e->at++;
        while (is_tail(e, e->at))
            e->at++;
        erase_before(e);
        break;
    default: break;
    }
}

/* One key. 1: the line is done, -1: no more lines, 0: goes on. */
static int take_key(edit_t *e, char c)
{
    switch (c) {
    case '\r':
    case '\n': return 1;
    case 3: return -1;
    case 4: return e->n == 0 ? -1 : 0;
    case '\t': complete(e); break;
    case 1: e->at = 0; break;
    case 5: e->at = e->n; break;
    case 21: e->n = e->at = 0; break;
    case 8:
    case 127: erase_before(e); break;
    case 27: take_escape(e); break;
    default:
        if ((unsigned char)c >= ' ')
            insert(e, &c, 1);
    }
    return 0;
}

static bool edit_line(edit_t *e)
{
    struct termios before, raw;
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return false;
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    fflush(stdout);
    if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) != 0)
        return false;
    int done = 0;
    while (done == 0) {
        char c;
        draw(e);
        ssize_t got = read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        done = got == 1 ? take_key(e, c) : -1;
    }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    printf("\n");
    e->text[e->n] = '\0';
    return done > 0;
}

static bool read_plainly(char out[HO_LINE_MAX])
{
    if (fgets(out, HO_LINE_MAX, stdin) == NULL)
        return false;
    size_t n = strlen(out);
    if (n > 0 && out[n - 1] != '\n') /* the rest of a line that is too long */
        for (int c = getchar(); c != EOF && c != '\n';)
            c = getchar();
    out[strcspn(out, "\r\n")] = '\0';
    return true;
}

bool ho_line_read(ho_line_t *self, const char *prompt, char out[HO_LINE_MAX])
{
    out[0] = '\0';
    if (!self->edits) {
        fputs(prompt, stdout);
        fflush(stdout);
        return read_plainly(out);
    }
    edit_t e = {.line = self, .prompt = prompt, .text = out, .history = self->n_history};
    if (!edit_line(&e))
        return false;
    if (e.n > 0) {
        if (self->n_history == HO_LINE_HISTORY)
            memmove(self->history[0], self->history[1], sizeof self->history - sizeof self->history[0]);
        else
            self->n_history++;
        memcpy(self->history[self->n_history - 1], out, HO_LINE_MAX);
    }
    return true;
}
