/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session's life: made, branched, reloaded, freed; and what one may look at. */
#include "session/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/step.h"
#include "scenario/version.h"
#include "session/framing.h"
#include "session/saver.h"
#include "session/session_inner.h"

const char *ho_mode_name(int mode)
{
    static const char *const names[HO_MODES] = {"practice", "assessed"};
    return mode >= 0 && mode < HO_MODES ? names[mode] : NULL;
}

/* ---- making and freeing -------------------------------------------------------------------------------- */

static ho_history_t *make_history(const ho_scenario_t *scenario, const ho_session_options_t *options)
{
    const ho_world_t *w = &scenario->world;
    ho_history_t *h = calloc(1, sizeof *h);
    if (h == NULL) return NULL;
    h->set = calloc((size_t)w->days * (size_t)w->n_segments, sizeof *h->set);
    if (h->set == NULL) {
        free(h);
        return NULL;
    }
    ho_log_t *log = &h->log;
    snprintf(log->engine, sizeof log->engine, "%s", HO_ENGINE_VERSION);
    snprintf(log->scenario, sizeof log->scenario, "%s", scenario->id);
    memcpy(log->sha256, scenario->sha256, sizeof log->sha256);
    snprintf(log->policy, sizeof log->policy, "player");
    snprintf(log->mode, sizeof log->mode, "%s", ho_mode_name((int)options->mode));
    log->guided = options->guided;
    log->seed = options->seed;
    log->twin = options->twin;
    log->days = w->days;
    return h;
}

static void free_history(ho_history_t *h)
{
    if (h == NULL) return;
    for (int i = 0; i < h->n_events; i++) free(h->event[i]);
    free(h->event);
    free(h->set);
    ho_log_free(&h->log);
    free(h);
}

static bool make_blocks(ho_session_t *self)
{
    size_t bytes = ho_state_size(self->w);
    self->now = calloc(1, bytes);
    self->base = calloc(1, bytes);
    self->draft = calloc(1, bytes);
    self->scratch = calloc(1, bytes);
    self->base_memo = calloc(1, ho_memo_size());
    self->draft_memo = calloc(1, ho_memo_size());
    self->series = calloc((size_t)HO_METRIC_COUNT * (size_t)(1 + self->w->n_segments), sizeof *self->series);
    return self->now != NULL && self->base != NULL && self->draft != NULL && self->scratch != NULL &&
           self->base_memo != NULL && self->draft_memo != NULL && self->series != NULL;
}

ho_session_t *ho_session_make(const ho_scenario_t *scenario, const ho_session_options_t *options)
{
    ho_session_t *self = calloc(1, sizeof *self);
    if (self == NULL) return NULL;
    self->scenario = scenario;
    self->w = &scenario->world;
    self->options = *options;
    self->options.save = NULL;
    self->branched_from = self->owed_day = self->owed_index = -1;
    self->owns_history = true;
    self->history = make_history(scenario, options);
    if (self->history == NULL || !make_blocks(self)) {
        ho_session_free(self);
        return NULL;
    }
    ho_state_init(self->w, self->now, options->seed, options->twin, false);
    ho_session_morning(self);
    return self;
}

void ho_session_free(ho_session_t *self)
{
    if (self == NULL) return;
    ho_saver_free(self->saver);
    ho_session_forget_undo(self);
    if (self->series != NULL) ho_series_free(self);
    if (self->owns_history) free_history(self->history);
    free(self->series);
    free(self->now);
    free(self->base);
    free(self->draft);
    free(self->scratch);
    free(self->base_memo);
    free(self->draft_memo);
    free(self->path);
    free(self);
}

/* Begins to keep the game at `path` (NULL: not). What cannot be written is told by ho_session_trouble. */
static bool begin_saving(ho_session_t *self, const char *path)
{
    if (path == NULL) return true;
    self->path = strdup(path);
    if (self->path == NULL) return false;
    self->options.save = self->path;
    self->saver = ho_saver_new(self->path, &self->history->log, self->w);
    return self->saver != NULL;
}

ho_session_t *ho_session_new(const ho_scenario_t *scenario, const ho_session_options_t *options)
{
    ho_session_options_t own = *options;
    if (own.guided && scenario->world.fixed_seed != 0) own.seed = scenario->world.fixed_seed;
    ho_session_t *self = ho_session_make(scenario, &own);
    if (self == NULL) return NULL;
    if (!begin_saving(self, options->save)) {
        ho_session_free(self);
        return NULL;
    }
    if (own.guided) {
        ho_framing_propose(self);
        ho_session_forget_undo(self);
    }
    ho_session_touch(self);
    return self;
}

/* ---- other games with the same days -------------------------------------------------------------------- */

static void mark_branch(ho_session_t *self, int day)
{
    self->branch = self->history->log.branch = true;
    self->branched_from = self->history->log.branched_from = day;
}

ho_session_t *ho_session_branch(const ho_session_t *self, int day, const char *save)
{
    return ho_session_branch_in(self, self->scenario, day, save);
}

ho_session_t *ho_session_branch_in(const ho_session_t *self, const ho_scenario_t *scenario, int day,
                                   const char *save)
{
    ho_session_options_t options = self->options;
    char why[200];
    options.mode = HO_MODE_PRACTICE;
    options.guided = false; /* the guide has led up to here */
    ho_session_t *other = ho_session_make(scenario, &options);
    if (other == NULL) return NULL;
    int most = ho_session_day(self);
    int played = ho_session_replay(other, ho_session_log(self), day < most ? day : most, true, why);
    if (played >= 0) mark_branch(other, played);
    if (played < 0 || !begin_saving(other, save)) {
        ho_session_free(other);
        return NULL;
    }
    ho_session_touch(other);
    return other;
}

/* "game.jsonl" becomes "game-edited.jsonl": the game as it was played stays. */
static char *edited_path(const char *path)
{
    static const char suffix[] = ".jsonl", added[] = "-edited";
    size_t n = strlen(path), tail = sizeof suffix - 1;
    bool known = n > tail && strcmp(path + n - tail, suffix) == 0;
    size_t stem = known ? n - tail : n;
    bool again =
        stem >= sizeof added - 1 && strncmp(path + stem - (sizeof added - 1), added, sizeof added - 1) == 0;
    char *out = malloc(n + sizeof added + sizeof suffix);
    if (out != NULL)
        snprintf(out, n + sizeof added + sizeof suffix, "%.*s%s%s", (int)stem, path, again ? "" : added,
                 suffix);
    return out;
}

/* What the guide has told stays told, as far as its list still goes. */
static void take_over_guide(ho_session_t *other, const ho_session_t *self)
{
    int n = other->scenario->text.n_coach;
    other->coach = (ho_coach_state_t){.done = self->coach.done, .due = self->coach.due};
    for (int i = 0; i < self->coach.n; i++)
        if (self->coach.mark[i] < n) other->coach.mark[other->coach.n++] = self->coach.mark[i];
    other->coach_told = other->coach.n;
}

/* The plan and the queue of today, as far as the edited world takes them. */
static void take_over_today(ho_session_t *other, const ho_session_t *self)
{
    for (int i = 0; i < self->framed.n; i++) (void)ho_session_propose_over(other, &self->framed.d[i]);
    if (self->now->day == 0 && self->locked && !ho_session_lock(other)) return;
    for (int i = 0; i < self->queue.n; i++) (void)ho_session_propose_over(other, &self->queue.d[i]);
    ho_session_forget_undo(other);
}

ho_session_t *ho_session_reload(const ho_session_t *self, const ho_scenario_t *edited,
                                ho_resume_report_t *report)
{
    ho_session_options_t options = self->options;
    char why[200];
    *report = (ho_resume_report_t){0};
    options.mode = HO_MODE_PRACTICE;
    ho_session_t *other = ho_session_make(edited, &options);
    char *path = self->path != NULL ? edited_path(self->path) : NULL;
    if (other == NULL || (self->path != NULL && path == NULL)) {
        snprintf(report->text, sizeof report->text, "There is not enough memory to play these days again.");
        ho_session_free(other);
        free(path);
        return NULL;
    }
    int days = ho_session_day(self);
    int played = ho_session_replay(other, ho_session_log(self), days, false, why);
    report->days = played < 0 ? 0 : played;
    report->damaged = played < days;
    if (report->damaged) snprintf(report->text, sizeof report->text, "%s", why);
    mark_branch(other, report->days);
    if (played == days) take_over_today(other, self);
    take_over_guide(other, self);
    bool ok = played >= 0 && begin_saving(other, path);
    free(path);
    if (!ok) {
        if (report->text[0] == '\0')
            snprintf(report->text, sizeof report->text, "There is not enough memory.");
        ho_session_free(other);
        return NULL;
    }
    ho_session_touch(other);
    return other;
}

/* ---- what one may look at ------------------------------------------------------------------------------ */

ho_phase_t ho_session_phase(const ho_session_t *self)
{
    if (ho_session_has_ended(self) && !self->read_only) return HO_PHASE_ENDED;
    return self->now->day == 0 && !self->locked ? HO_PHASE_FRAMING : HO_PHASE_OPERATING;
}

const ho_scenario_t *ho_session_scenario(const ho_session_t *self)
{
    return self->scenario;
}

const ho_session_options_t *ho_session_options(const ho_session_t *self)
{
    return &self->options;
}

bool ho_session_is_practice(const ho_session_t *self)
{
    return self->options.mode == HO_MODE_PRACTICE || self->branch;
}

int ho_session_branched_from(const ho_session_t *self)
{
    return self->branched_from;
}

const ho_view_t *ho_session_view(const ho_session_t *self)
{
    return &self->view;
}

const ho_view_t *ho_session_draft(const ho_session_t *self)
{
    return &self->draft_view;
}

const ho_brief_t *ho_session_brief(const ho_session_t *self)
{
    return &self->brief;
}

int ho_session_day(const ho_session_t *self)
{
    return self->now->day;
}

int ho_session_horizon(const ho_session_t *self)
{
    return self->w->days;
}

const ho_log_t *ho_session_log(const ho_session_t *self)
{
    return self->read_only ? &self->past : &self->history->log;
}

const char *ho_session_hash(const ho_session_t *self)
{
    return self->hash;
}

const char *ho_session_trouble(const ho_session_t *self)
{
    return ho_saver_trouble(self->saver);
}

uint64_t ho_session_stamp(const ho_session_t *self)
{
    return self->stamp;
}

void ho_session_touch(ho_session_t *self)
{
    self->stamp++;
    if (self->saver == NULL) return;
    size_t n = 0;
    char *text = ho_session_has_ended(self) ? NULL : ho_draft_print(self, &n);
    ho_saver_draft(self->saver, text, n);
}

int ho_session_save_as(const ho_session_t *self, const char *path)
{
    if (!ho_session_is_practice(self) && !ho_session_has_ended(self)) {
        errno = EPERM;
        return -1;
    }
    return ho_saver_copy(&self->history->log, self->w, path);
}
