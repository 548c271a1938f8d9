/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window costs: drawing, presenting, idling, starting, memory. */
#include "dashboard/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { FRAMES = 61, IDLE_MS = 3000 };

static double cpu_seconds(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static double wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, ascending);
    return v[n / 2];
}

/* The full picture, drawn and handed to the window. */
static int measure_frames(ho_frame_window_t *w)
{
    double draw[FRAMES];
    double present[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
        double t0 = wall_ms();
        if (ho_app_frame(w->app, 1.0 / 60, NULL, 0, &w->pixels, w->scale) != 0) {
            return -1;
        }
        double t1 = wall_ms();
        SDL_UpdateTexture(w->texture, NULL, w->pixels.argb, w->pixels.stride * 4);
        SDL_RenderCopy(w->renderer, w->texture, NULL, NULL);
        SDL_RenderPresent(w->renderer);
        draw[i] = t1 - t0;
        present[i] = wall_ms() - t1;
    }
    printf("draw     %6.1f ms   %d x %d in full, median of %d\n", median(draw, FRAMES), w->pixels.width,
           w->pixels.height, FRAMES);
    printf("present  %6.1f ms   to the window\n", median(present, FRAMES));
    return 0;
}

static int measure_idle(ho_frame_window_t *w)
{
    ho_input_t event[HO_EVENTS_AT_ONCE];
    double cpu = cpu_seconds();
    double start = wall_ms();
    int frames = 0;
    w->clock = SDL_GetPerformanceCounter();
    while (wall_ms() - start < IDLE_MS) {
        double left = IDLE_MS - (wall_ms() - start);
        double wake = fmin(ho_app_wake_in(w->app) * 1000, left);
        SDL_Event from;
        if (SDL_WaitEventTimeout(&from, (int)fmax(ceil(wake), 1)) == 0 && wake < left) {
            event[0] = (ho_input_t){.kind = HO_INPUT_NONE};
            frames++;
            if (ho_window_frame(w, ho_window_dt(w), event, 1) != 0) {
                return -1;
            }
        }
    }
    double seconds = (wall_ms() - start) / 1000;
    printf("idle     %6.2f %%    of a core, untouched for %.0f s, %d frames\n",
           100 * (cpu_seconds() - cpu) / seconds, seconds, frames);
    return 0;
}

/* A line of /proc/self/status [kB]; 0 where there is none. */
static double status_kb(const char *name)
{
    FILE *in = fopen("/proc/self/status", "r");
    char line[256];
    double kb = 0;
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        size_t n = strlen(name);
        if (strncmp(line, name, n) == 0 && line[n] == ':') {
            kb = (double)strtol(line + n + 1, NULL, 10);
        }
    }
    if (in != NULL) {
        fclose(in);
    }
    return kb;
}

int ho_bench(ho_frame_window_t *w)
{
    SDL_RendererInfo info;
    const char *driver = SDL_GetRendererInfo(w->renderer, &info) == 0 ? info.name : "unknown";
    double empty = 1e3 * (double)(w->window_ready - w->began) / w->frequency;
    double first = 1e3 * (double)(w->first_frame - w->began) / w->frequency;
    printf("screen   %s, renderer %s\n", ho_app_screen(w->app)->name, driver);
    if (measure_frames(w) != 0 || measure_idle(w) != 0) {
        return ho_dash_fail(HO_DASH_INTERNAL, "memory ran out while drawing.");
    }
    printf("start    %6.0f ms   to an empty window, %.0f ms more to the first picture\n", empty,
           first - empty);
    printf("memory   %6.1f MB   anonymous and shared\n",
           (status_kb("RssAnon") + status_kb("RssShmem")) / 1024);
    return HO_DASH_OK;
}
