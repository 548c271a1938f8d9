/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another program, spoken to line by line over pipes. */
#define _GNU_SOURCE /* pipe2: no other thread's child may inherit an end of these pipes */
#include "policy/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SAID = 160, CHUNK = 4096, LAST_WORDS = 32 /* chunks: more than a pipe holds */ };

struct ho_process {
    pid_t pid;
    int in, out, err; /* our ends; -1: closed                        */
    bool pass_errors;
    char *line; /* (HO_PROCESS_LINE + 1) what has come and was not taken */
    size_t n;           /* bytes of it                                 */
    size_t taken;       /* bytes of it that were the last answer       */
    char said[SAID + 1]; /* last line on its standard error            */
    size_t n_said;
    bool said_all; /* that line is at its end: the next byte begins another */
    bool gone;     /* it has ended, and `status` says how              */
    int status;    /* exit code, or minus the signal                   */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- starting ------------------------------------------------------------------------------------------ */

static void close_end(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/* A pipe whose ends are closed in children, and above the three that a child is given. */
static int open_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        if (ends[i] > 2) continue;
        const int lifted = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
        if (lifted < 0) {
            close_end(&ends[0]);
            close_end(&ends[1]);
            return -1;
        }
        close(ends[i]);
        ends[i] = lifted;
    }
    return 0;
}

/* What a child starts with, whatever this program has made of its signals. */
static void set_signals(posix_spawnattr_t *attr)
{
    static const int usual[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD};
    sigset_t none, defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) sigaddset(&defaults, usual[i]);
    posix_spawnattr_setsigmask(attr, &none);
    posix_spawnattr_setsigdefault(attr, &defaults);
    posix_spawnattr_setpgroup(attr, 0);
    posix_spawnattr_setflags(attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* Starts the command with the three ends as its standard files; returns 0 or an errno. */
static int spawn(const char *command, const int end[3], pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    char *const argv[] = {(char[]){"sh"}, (char[]){"-c"}, strdup(command), NULL};
    if (argv[2] == NULL) return ENOMEM;
    int rc = posix_spawn_file_actions_init(&files);
    if (rc == 0) {
        rc = posix_spawnattr_init(&attr);
        if (rc == 0) {
            set_signals(&attr);
            for (int i = 0; i < 3 && rc == 0; i++) rc = posix_spawn_file_actions_adddup2(&files, end[i], i);
            if (rc == 0) rc = posix_spawn(pid, "/bin/sh", &files, &attr, argv, environ);
            posix_spawnattr_destroy(&attr);
        }
        posix_spawn_file_actions_destroy(&files);
    }
    free(argv[2]);
    return rc;
}

ho_process_t *ho_process_start(const char *command, bool pass_errors)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    ho_process_t *self = calloc(1, sizeof *self);
    if (self != NULL) self->line = malloc(HO_PROCESS_LINE + 1);
    int rc = self != NULL && self->line != NULL ? 0 : ENOMEM;
    if (rc == 0 && (open_pipe(in) != 0 || open_pipe(out) != 0 || open_pipe(err) != 0)) rc = errno;
    if (rc == 0) rc = spawn(command, (int[]){in[0], out[1], err[1]}, &self->pid);
    close_end(&in[0]);
    close_end(&out[1]);
    close_end(&err[1]);
    if (rc != 0) {
        close_end(&in[1]);
        close_end(&out[0]);
        close_end(&err[0]);
        if (self != NULL) free(self->line);
        free(self);
        errno = rc;
        return NULL;
    }
    self->in = in[1];
    self->out = out[0];
    self->err = err[0];
    self->pass_errors = pass_errors;
    const int ours[] = {self->in, self->out, self->err};
    for (int i = 0; i < 3; i++) fcntl(ours[i], F_SETFL, O_NONBLOCK);
    return self;
}

/* ---- reading and writing ------------------------------------------------------------------------------- */

/* write(2) to a pipe that nobody may be reading, without the signal that this raises. */
static ssize_t write_quietly(int fd, const char *text, size_t n)
{
    sigset_t pipe_only, before, pending;
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
    const ssize_t written = write(fd, text, n);
    const int error = errno;
    if (written < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE))
        (void)sigtimedwait(&pipe_only, NULL, &(struct timespec){0, 0});
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return written;
}

/* Keeps the last line of what it says on its standard error, as plain text. */
static void keep_said(ho_process_t *self, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (c == '\n') {
            self->said_all = true;
            continue;
        }
        if (self->said_all) self->n_said = 0;
        self->said_all = false;
        if (self->n_said < SAID) self->said[self->n_said++] = c >= ' ' && c < 0x7F ? (char)c : '?';
    }
}

static void read_errors(ho_process_t *self)
{
    char chunk[CHUNK];
    const ssize_t n = read(self->err, chunk, sizeof chunk);
    if (n > 0) {
        keep_said(self, chunk, (size_t)n);
        if (self->pass_errors) (void)!write(STDERR_FILENO, chunk, (size_t)n);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close_end(&self->err);
    }
}

/* Reads what is there of its output, as far as there is room. */
static void read_output(ho_process_t *self)
{
    const size_t room = HO_PROCESS_LINE - self->n;
    if (room == 0) return;
    const ssize_t n = read(self->out, self->line + self->n, room);
    if (n > 0) self->n += (size_t)n;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR)) close_end(&self->out);
}

/* Writes as much as it takes of *text, and moves on. */
static void write_input(ho_process_t *self, const char **text, size_t *n)
{
    const ssize_t written = write_quietly(self->in, *text, *n);
    if (written > 0) {
        *text += written;
        *n -= (size_t)written;
    } else if (written < 0 && errno != EAGAIN && errno != EINTR) {
        close_end(&self->in); /* it does not listen any more; it may have answered all the same */
    }
}

/* Waits until something can be read or written, at most until `deadline`, and does it. False at the
 * deadline. */
static bool pump(ho_process_t *self, const char **text, size_t *n, double deadline)
{
    const double left = deadline - now();
    if (left <= 0) return false;
    struct pollfd fds[3] = {
        {.fd = *n > 0 ? self->in : -1, .events = POLLOUT},
        {.fd = self->n < HO_PROCESS_LINE ? self->out : -1, .events = POLLIN},
        {.fd = self->err, .events = POLLIN},
    };
    const int ms = left > 3600 ? 3600000 : (int)(left * 1000) + 1;
    const int ready = poll(fds, 3, ms);
    if (ready <= 0) return ready == 0 || errno == EINTR;
    if (fds[2].revents != 0) read_errors(self);
    if (fds[1].revents != 0) read_output(self);
    if (fds[0].revents != 0) write_input(self, text, n);
    return true;
}

/* Forgets the last answer and moves what has come behind it to the front. */
static void forget_answer(ho_process_t *self)
{
    self->n -= self->taken;
    memmove(self->line, self->line + self->taken, self->n);
    self->taken = 0;
}

ho_process_result_t ho_process_tell(ho_process_t *self, const char *text, size_t n, double limit_s)
{
    const double deadline = now() + limit_s;
    while (n > 0 && self->in >= 0)
        if (!pump(self, &text, &n, deadline)) return HO_PROCESS_TIMEOUT;
    return n > 0 ? HO_PROCESS_ENDED : HO_PROCESS_OK;
}

ho_process_result_t ho_process_ask(ho_process_t *self, const char *text, size_t n, double limit_s,
                                   const char **line, size_t *len)
{
    const double deadline = now() + limit_s;
    forget_answer(self);
    for (;;) {
        char *end = memchr(self->line, '\n', self->n);
        const bool heard = n == 0 || self->in < 0; /* the whole question, or it does not listen any more */
        if (end != NULL && heard) {
            *end = '\0';
            *line = self->line;
            *len = (size_t)(end - self->line);
            self->taken = *len + 1;
            return HO_PROCESS_OK;
        }
        if (end == NULL && self->n == HO_PROCESS_LINE) return HO_PROCESS_FLOOD;
        if (end == NULL && self->out < 0) return HO_PROCESS_ENDED;
        if (!pump(self, &text, &n, deadline)) return HO_PROCESS_TIMEOUT;
    }
}

/* ---- ending -------------------------------------------------------------------------------------------- */

/* Whether it has ended. It is not reaped yet: until then nobody else can get its number. */
static bool has_ended(ho_process_t *self)
{
    siginfo_t info = {0};
    if (self->gone) return true;
    if (waitid(P_PID, (id_t)self->pid, &info, WEXITED | WNOWAIT | WNOHANG) != 0 || info.si_pid == 0)
        return false;
    self->status = info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
    self->gone = true;
    return true;
}

/* Waits at most so long for its end, and reads what it still says. */
static bool wait_for_end(ho_process_t *self, double seconds)
{
    const double deadline = now() + seconds;
    const char *nothing = "";
    size_t none = 0;
    while (!has_ended(self)) {
        const double left = deadline - now();
        if (left <= 0) return false;
        self->n = self->taken = 0; /* whatever it says now, nobody asked */
        const double step = now() + (left < .01 ? left : .01);
        if (self->out >= 0 || self->err >= 0) (void)pump(self, &nothing, &none, step);
        else nanosleep(&(struct timespec){0, 2000000}, NULL);
    }
    for (int i = 0; i < LAST_WORDS && self->err >= 0; i++) {
        struct pollfd fd = {.fd = self->err, .events = POLLIN};
        if (poll(&fd, 1, 0) <= 0) break;
        read_errors(self);
    }
    return true;
}

const char *ho_process_why(ho_process_t *self, ho_process_result_t result, double limit_s,
                           char out[HO_PROCESS_WHY])
{
    char what[160];
    const bool ended = result == HO_PROCESS_ENDED && wait_for_end(self, .5);
    switch (result) {
    case HO_PROCESS_TIMEOUT: (void)snprintf(what, sizeof what, "no answer within %g s", limit_s); break;
    case HO_PROCESS_FLOOD:
        (void)snprintf(what, sizeof what, "a line of more than %d KiB without its end",
                       HO_PROCESS_LINE / 1024);
        break;
    case HO_PROCESS_ENDED:
        if (!ended) (void)snprintf(what, sizeof what, "the program closed its output");
        else if (self->status < 0)
            (void)snprintf(what, sizeof what, "the program was ended by signal %d", -self->status);
        else (void)snprintf(what, sizeof what, "the program ended with code %d", self->status);
        break;
    default: (void)snprintf(what, sizeof what, "the program cannot be spoken to: %s", strerror(errno)); break;
    }
    if (self->n_said > 0 && result != HO_PROCESS_FLOOD) /* who waits for nothing may not have read it all */
        (void)snprintf(out, HO_PROCESS_WHY, "%s; the last it said was: %.*s", what, (int)self->n_said,
                       self->said);
    else
        (void)snprintf(out, HO_PROCESS_WHY, "%s", what);
    return out;
}

bool ho_process_end(ho_process_t *self, bool at_once)
{
    if (self == NULL) return true;
    close_end(&self->in);
    const bool by_itself = !at_once && wait_for_end(self, 1.0);
    if (!by_itself && !at_once) {
        kill(-self->pid, SIGTERM);
        (void)wait_for_end(self, .5);
    }
    const bool good = by_itself && self->status == 0;
    kill(-self->pid, SIGKILL); /* and whatever it has started */
    while (waitpid(self->pid, NULL, 0) < 0 && errno == EINTR) {}
    close_end(&self->out);
    close_end(&self->err);
    free(self->line);
    free(self);
    return good;
}
