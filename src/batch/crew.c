/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads that play, and the calling thread, which writes. */
#include "batch/crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "batch/hands.h"

typedef struct {
    const ho_sweep_t *sweep;
    ho_sheet_t *sheet;
    const ho_crew_options_t *options;
    pthread_mutex_t lock; /* of the sheet and of what follows           */
    pthread_cond_t room;  /* the sheet can give out rows again, or ends */
    pthread_cond_t news;  /* for the writer: look at the sheet          */
    int at_work;          /* threads                                    */
    int waiting;          /* of them, those that wait for room          */
    bool failed;          /* no further rows: memory or disk            */
    bool no_memory;
} crew_t;

static bool shall_stop(const crew_t *crew)
{
    return crew->failed || (crew->options->stop != NULL && atomic_load(crew->options->stop));
}

/* The next row; waits for room. The lock is held. */
static bool take_row(crew_t *crew, uint64_t *row)
{
    while (!shall_stop(crew)) {
        ho_sheet_next_t next = ho_sheet_next(crew->sheet, row);
        if (next != HO_SHEET_WAIT)
            return next == HO_SHEET_ROW;
        crew->waiting++;
        (void)pthread_cond_signal(&crew->news);
        (void)pthread_cond_wait(&crew->room, &crew->lock);
        crew->waiting--;
    }
    return false;
}

static void *play_rows(void *user)
{
    crew_t *crew = user;
    ho_worker_t *worker = ho_worker_open(&crew->sweep->cast);
    char *line = malloc(ho_entry_room(&crew->sweep->layout));
    bool good = worker != NULL && line != NULL;
    uint64_t row;
    (void)pthread_mutex_lock(&crew->lock);
    while (good && take_row(crew, &row)) {
        (void)pthread_mutex_unlock(&crew->lock);
        const ho_job_t job = ho_sweep_job(crew->sweep, row);
        ho_run_t run;
        good = ho_worker_run(worker, &job, &run) == 0;
        size_t len = good ? ho_entry_print(&crew->sweep->layout, row, &run, line) : 0;
        (void)pthread_mutex_lock(&crew->lock);
        if (good)
            ho_sheet_put(crew->sheet, row, &run, line, len);
    }
    if (!good)
        crew->failed = crew->no_memory = true;
    (void)pthread_mutex_unlock(&crew->lock);
    free(line);
    ho_worker_close(worker); /* may wait for a program to end */
    (void)pthread_mutex_lock(&crew->lock);
    crew->at_work--;
    (void)pthread_cond_signal(&crew->news);
    (void)pthread_cond_broadcast(&crew->room);
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Waits for news, at most a fifth of a tick. */
static void wait_a_moment(crew_t *crew)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += (long)(2e8 * HO_CREW_TICK_S);
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    (void)pthread_cond_timedwait(&crew->news, &crew->lock, &until);
}

/* Writes until nobody plays any more. The lock is held, but not while writing. */
static void write_rows(crew_t *crew)
{
    const ho_crew_options_t *options = crew->options;
    double synced = now_s(), told = synced;
    while (crew->at_work > 0) {
        double now = now_s();
        bool sync = now - synced >= HO_CREW_SYNC_S;
        bool more = ho_sheet_drain(crew->sheet, sync);
        (void)pthread_cond_broadcast(&crew->room);
        (void)pthread_mutex_unlock(&crew->lock);
        bool good = ho_sheet_write(crew->sheet, sync && !more) == HO_BATCH_OK;
        if (sync && !more)
            synced = now;
        if (options->progress != NULL && now - told >= HO_CREW_TICK_S) {
            options->progress(options->user, (size_t)ho_sheet_done(crew->sheet),
                              (size_t)ho_sheet_all(crew->sheet));
            told = now;
        }
        (void)pthread_mutex_lock(&crew->lock);
        crew->failed = crew->failed || !good;
        if (!more && crew->at_work > 0)
            wait_a_moment(crew);
    }
}

ho_batch_result_t ho_crew_play(const ho_sweep_t *sweep, ho_sheet_t *sheet, const ho_crew_options_t *options,
                               char reason[HO_BATCH_REASON])
{
    crew_t crew = {.sweep = sweep, .sheet = sheet, .options = options};
    (void)pthread_mutex_init(&crew.lock, NULL);
    (void)pthread_cond_init(&crew.room, NULL);
    (void)pthread_cond_init(&crew.news, NULL);
    int threads = options->threads > 0 ? options->threads : ho_processors();
    const uint64_t left = ho_sheet_all(sheet) - ho_sheet_done(sheet);
    if (threads > HO_HANDS_MOST)
        threads = HO_HANDS_MOST;
    if ((uint64_t)threads > left)
        threads = (int)left;
    pthread_t thread[HO_HANDS_MOST];
    int n = 0;
    (void)pthread_mutex_lock(&crew.lock);
    while (n < threads && pthread_create(&thread[n], NULL, play_rows, &crew) == 0)
        crew.at_work = ++n;
    crew.no_memory = threads > 0 && n == 0;
    write_rows(&crew);
    (void)pthread_mutex_unlock(&crew.lock);
    for (int i = 0; i < n; i++)
        (void)pthread_join(thread[i], NULL);
    (void)pthread_cond_destroy(&crew.room);
    (void)pthread_cond_destroy(&crew.news);
    (void)pthread_mutex_destroy(&crew.lock);
    ho_batch_result_t rc = ho_sheet_finish(sheet, reason);
    if (options->progress != NULL)
        options->progress(options->user, (size_t)ho_sheet_done(sheet), (size_t)ho_sheet_all(sheet));
    return crew.no_memory && rc != HO_BATCH_IO ? HO_BATCH_NO_MEMORY : rc;
}
