/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on with a saved game: what is whole is played again, what is not is said and kept aside. */
#define _DEFAULT_SOURCE /* flock */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "scenario/io.h"
#include "scenario/version.h"
#include "session/saver.h"
#include "session/session_inner.h"

enum { LARGEST_SAVE = 64 * 1024 * 1024, FILE_MODE = 0600 };

/* A save that is being read. */
typedef struct {
    const char *path;
    char *text;
    size_t n;      /* bytes of the file                          */
    size_t good;   /* bytes up to which lines are kept           */
    ho_log_t log;
} save_t;

#define SAY(report, ...) snprintf((report)->text, sizeof(report)->text, __VA_ARGS__)

/* ---- reading ------------------------------------------------------------------------------------------- */

/* Bytes before line `line` (from 1). */
static size_t start_of_line(const char *text, size_t n, int line)
{
    size_t at = 0;
    for (; line > 1 && at < n; line--) {
        const char *end = memchr(text + at, '\n', n - at);
        if (end == NULL) return n;
        at = (size_t)(end - text) + 1;
    }
    return at;
}

static bool lacked_memory(const ho_diags_t *diags)
{
    for (size_t i = 0; i < diags->n; i++)
        if (diags->item[i].code == HO_DIAG_E0305) return true;
    return false;
}

static int first_bad_line(const ho_diags_t *diags)
{
    int line = 0;
    for (size_t i = 0; i < diags->n; i++) {
        int at = diags->item[i].place.line;
        if (at > 0 && (line == 0 || at < line)) line = at;
    }
    return line;
}

/* Reads lines up to `good`; where one cannot be read, only those before it. -1 where not even the first one
 * can. */
static int read_lines(save_t *save, const ho_world_t *w, ho_diags_t *diags, ho_resume_report_t *report)
{
    ho_diags_init(diags, save->path);
    if (ho_log_read(save->text, save->good, save->path, w, &save->log, diags) == 0) return 0;
    int line = first_bad_line(diags);
    if (lacked_memory(diags)) return -1; /* nothing is wrong with the save */
    if (line <= 1) {
        SAY(report, "%.100s is not a saved game: %.100s.", save->path,
            diags->n > 0 ? diags->item[0].message : "");
        return -1;
    }
    SAY(report, "Line %d of the save cannot be read (%.90s); the %d days before it are kept.", line,
        diags->item[0].message, line - 2);
    report->damaged = true;
    save->good = start_of_line(save->text, save->good, line);
    ho_diags_init(diags, save->path);
    return ho_log_read(save->text, save->good, save->path, w, &save->log, diags);
}

/* Leaves out what was torn off and what follows a line that was changed. */
static int cut(save_t *save, const ho_world_t *w, ho_diags_t *diags, ho_resume_report_t *report)
{
    int torn = save->log.torn_line, changed = save->log.changed_line, first = torn;
    if (changed > 0 && (first == 0 || changed < first)) first = changed;
    if (first == 0) return 0;
    report->damaged = true;
    if (changed ==
        1) { /* what was said at the start is not as it was written: the days themselves will tell */
        SAY(report,
            "The first line of the save was changed after it was written; from here on this is practice.");
        snprintf(save->log.mode, sizeof save->log.mode, "%s", ho_mode_name(HO_MODE_PRACTICE));
        return 0;
    }
    if (first == changed)
        SAY(report, "Line %d of the save was changed after it was written; the %d days before it are kept.",
            changed, changed - 2);
    else
        SAY(report, "The last line of the save was torn off; the %d days before it are kept.", first - 2);
    save->good = start_of_line(save->text, save->n, first);
    ho_log_free(&save->log);
    return ho_log_read(save->text, save->good, save->path, w, &save->log, diags);
}

static int read_save(save_t *save, const ho_world_t *w, ho_resume_report_t *report)
{
    char reason[HO_IO_REASON];
    if (ho_io_read(save->path, LARGEST_SAVE, &save->text, &save->n, reason) != HO_IO_OK) {
        SAY(report, "%.100s cannot be read: %.100s.", save->path, reason);
        return -1;
    }
    ho_diags_t *diags = malloc(sizeof *diags);
    if (diags == NULL) {
        SAY(report, "There is not enough memory to read the save.");
        return -1;
    }
    save->good = save->n;
    int failed = read_lines(save, w, diags, report);
    if (failed == 0) failed = cut(save, w, diags, report);
    if (failed != 0 && report->text[0] == '\0') SAY(report, "There is not enough memory to read the save.");
    free(diags);
    return failed;
}

/* ---- playing it again ---------------------------------------------------------------------------------- */

static ho_session_t *start(const ho_scenario_t *scenario, const ho_log_t *log)
{
    ho_session_options_t options = {.seed = log->seed, .twin = log->twin, .guided = log->guided};
    bool assessed = strcmp(log->mode, ho_mode_name(HO_MODE_ASSESSED)) == 0;
    options.mode = assessed ? HO_MODE_ASSESSED : HO_MODE_PRACTICE;
    ho_session_t *self = ho_session_make(scenario, &options);
    if (self == NULL) return NULL;
    ho_log_t *own = &self->history->log;
    memcpy(own->engine, log->engine, sizeof own->engine);
    memcpy(own->sha256, log->sha256, sizeof own->sha256);
    memcpy(own->policy, log->policy, sizeof own->policy);
    self->branch = own->branch = log->branch;
    own->branched_from = log->branched_from;
    self->branched_from = log->branch ? log->branched_from : -1;
    return self;
}

/* Keeps what the game goes on without, as PATH.rest, PATH.rest2, ... False where it cannot be written. */
static bool keep_rest(const save_t *save, size_t from)
{
    enum { MOST = 99 };
    char reason[HO_IO_REASON];
    size_t n = strlen(save->path) + sizeof ".rest" + 8;
    char *path = malloc(n);
    if (path == NULL) return false;
    snprintf(path, n, "%s.rest", save->path);
    for (int i = 2; i <= MOST && access(path, F_OK) == 0; i++) snprintf(path, n, "%s.rest%d", save->path, i);
    bool ok = from >= save->n ||
              ho_io_write(path, save->text + from, save->n - from, FILE_MODE, reason) == HO_IO_OK;
    free(path);
    return ok;
}

/* Whether another session keeps this save open: the lock goes with its process. */
static bool is_in_use(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    bool busy = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    (void)close(fd);
    return busy;
}

/* What else a player should know before going on. */
static void say_differences(const ho_session_t *self, const save_t *save, const char *why,
                            ho_resume_report_t *report)
{
    const ho_log_t *log = &save->log;
    bool other = strcmp(log->sha256, self->scenario->sha256) != 0;
    bool engine = strcmp(log->engine, HO_ENGINE_VERSION) != 0;
    if (report->days < log->n_days) {
        report->damaged = true;
        SAY(report, "%.110s%s The %d days before it are kept.", why,
            other    ? " The scenario has been edited since."
            : engine ? " It was played with another version of this program."
                     : "",
            report->days);
    } else if (other && !report->damaged) {
        SAY(report, "The scenario has been edited since; all %d days came out the same.", report->days);
    }
}

static void read_draft(ho_session_t *self)
{
    char reason[HO_IO_REASON], *text;
    size_t n, room = strlen(self->path) + sizeof ".draft";
    char *path = malloc(room);
    if (path == NULL) return;
    ho_draft_path(self->path, path, room);
    if (ho_io_read(path, LARGEST_SAVE, &text, &n, reason) == HO_IO_OK) {
        ho_draft_read(self, text, n);
        free(text);
    }
    free(path);
}

static ho_session_t *play_again(const ho_scenario_t *scenario, save_t *save, ho_resume_report_t *report)
{
    char why[200];
    ho_session_t *self = start(scenario, &save->log);
    if (self == NULL) {
        SAY(report, "There is not enough memory to play these days again.");
        return NULL;
    }
    int days = ho_session_replay(self, &save->log, save->log.n_days, true, why);
    if (days < 0) { /* nothing is wrong with the save */
        ho_session_free(self);
        SAY(report, "%s", why);
        return NULL;
    }
    report->days = days;
    say_differences(self, save, why, report);
    if (report->days == 0 && save->log.n_days > 0) {
        ho_session_free(self);
        SAY(report, "%.100s%s", why, " Nothing of this game can be kept here; its file stays as it is.");
        return NULL;
    }
    self->history->log.complete = ho_session_has_ended(self);
    return self;
}

ho_session_t *ho_session_look(const ho_scenario_t *scenario, const char *path, ho_resume_report_t *report)
{
    save_t save = {.path = path};
    *report = (ho_resume_report_t){0};
    ho_session_t *self =
        read_save(&save, &scenario->world, report) == 0 ? play_again(scenario, &save, report) : NULL;
    ho_log_free(&save.log);
    free(save.text);
    return self;
}

/* From here on the session keeps its days in the file it came from. */
static void go_on_saving(ho_session_t *self, const save_t *save, ho_resume_report_t *report)
{
    size_t kept = start_of_line(save->text, save->n, report->days + 2);
    if (report->damaged && !keep_rest(save, save->log.changed_line == 1 ? 0 : kept)) {
        size_t used = strlen(report->text);
        snprintf(report->text + used, sizeof report->text - used,
                 " The rest cannot be kept aside, so the file stays as it is and this game is not saved.");
        return;
    }
    self->path = strdup(save->path);
    self->options.save = self->path;
    if (self->path == NULL) return;
    read_draft(self);
    self->saver = ho_saver_new(self->path, &self->history->log, self->w);
}

ho_session_t *ho_session_resume(const ho_scenario_t *scenario, const char *path, ho_resume_report_t *report)
{
    save_t save = {.path = path};
    *report = (ho_resume_report_t){0};
    if (is_in_use(path)) {
        SAY(report, "%.150s is being played in another window.", path);
        return NULL;
    }
    ho_session_t *self =
        read_save(&save, &scenario->world, report) == 0 ? play_again(scenario, &save, report) : NULL;
    if (self != NULL) {
        go_on_saving(self, &save, report);
        ho_coach_morning(self);
        self->coach_told = self->coach.n;
        ho_session_touch(self);
    }
    ho_log_free(&save.log);
    free(save.text);
    return self;
}
