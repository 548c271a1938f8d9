/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of the games, the list of saves and their slots. */
#include "session/store.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario/io.h"
#include "scenario/json.h"
#include "session/scores.h"

enum { HEAD = 4096, TAIL = 65536, LARGEST_SAVE = 64 * 1024 * 1024, FILE_MODE = 0600, FOLDER_MODE = 0700 };

static const char suffix[] = ".jsonl";

/* ---- folders ------------------------------------------------------------------------------------------- */

/* Makes a folder and those above it. False with errno. */
static bool make_folder(const char *path)
{
    char part[HO_STORE_PATH];
    size_t n = strlen(path);
    if (n >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(part, path, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (part[i] != '/' && part[i] != '\0') continue;
        char was = part[i];
        part[i] = '\0';
        if (mkdir(part, FOLDER_MODE) != 0 && errno != EEXIST) return false;
        part[i] = was;
    }
    struct stat info;
    if (stat(path, &info) != 0) return false;
    errno = ENOTDIR;
    return S_ISDIR(info.st_mode);
}

/* $NAME/holdout, or ~/fallback/holdout; a relative value is ignored, as the XDG specification asks. */
static bool find_folder(const char *name, const char *fallback, char out[HO_STORE_PATH])
{
    const char *base = getenv(name), *home = getenv("HOME");
    int n = -1;
    if (base != NULL && base[0] == '/')
        n = snprintf(out, HO_STORE_PATH, "%s/holdout", base);
    else if (home != NULL && home[0] == '/')
        n = snprintf(out, HO_STORE_PATH, "%s/%s/holdout", home, fallback);
    return n > 0 && n < HO_STORE_PATH;
}

void ho_store_open(ho_store_t *self, const char *data_dir)
{
    *self = (ho_store_t){.data = ""};
    bool known = true;
    if (data_dir != NULL) {
        int n = snprintf(self->data, sizeof self->data, "%s", data_dir);
        snprintf(self->config, sizeof self->config, "%s", data_dir);
        known = n > 0 && n < HO_STORE_PATH;
    } else {
        known = find_folder("XDG_DATA_HOME", ".local/share", self->data) &&
                find_folder("XDG_CONFIG_HOME", ".config", self->config);
    }
    if (!known) {
        snprintf(self->trouble, sizeof self->trouble, "Nothing can be saved: no home folder is known.");
        return;
    }
    static const char *const below[] = {"/saves", "/slots", "/scenarios", ""};
    for (size_t i = 0; i < sizeof below / sizeof below[0]; i++) {
        char path[HO_STORE_PATH + 16];
        snprintf(path, sizeof path, "%s%s", i == 3 ? self->config : self->data, below[i]);
        if (make_folder(path)) continue;
        snprintf(self->trouble, sizeof self->trouble, "Nothing can be saved: %.120s: %s.", path,
                 strerror(errno));
        return;
    }
}

/* ---- what a save holds --------------------------------------------------------------------------------- */

/* The ends of a file: its first bytes, and its last ones where it is longer. Both NUL-terminated. */
typedef struct {
    char head[HEAD + 1], tail[TAIL + 1];
    size_t n_head, n_tail;
    bool whole; /* the tail is all of the file */
} ends_t;

static bool read_ends(const char *path, ends_t *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0) return false;
    bool ok = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    off_t from = ok && info.st_size > TAIL ? info.st_size - TAIL : 0;
    ssize_t head = ok ? pread(fd, out->head, HEAD, 0) : -1, tail = ok ? pread(fd, out->tail, TAIL, from) : -1;
    (void)close(fd);
    if (head < 0 || tail < 0) return false;
    out->n_head = (size_t)head;
    out->n_tail = (size_t)tail;
    out->head[head] = out->tail[tail] = '\0';
    out->whole = from == 0;
    return true;
}

static bool damage(ho_save_t *out, const char *why)
{
    out->damaged = true;
    snprintf(out->trouble, sizeof out->trouble, "%s", why);
    return false;
}

/* The day that a line stands for: days played after it. -1 if it is no line of a log. */
static int days_of_line(const char *line, size_t n, bool *finished, ho_diags_t *diags)
{
    ho_json_t json;
    int days = -1;
    ho_diags_init(diags, "");
    if (ho_json_parse(line, n, &json, diags) != 0) return -1;
    const ho_json_node_t *day = ho_json_get(&json.node[0], "day"), *end = ho_json_get(&json.node[0], "end");
    const ho_json_node_t *known = end != NULL ? end : day;
    if (known != NULL && known->type == HO_JSON_NUMBER && known->number >= 0.0 &&
        known->number <= HO_MAX_DAYS)
        days = (int)known->number + (end == NULL);
    *finished = end != NULL && days >= 0;
    ho_json_free(&json);
    return days;
}

/* Finds the last line that can be read; lines behind it were torn off. */
static void read_tail(ends_t *ends, ho_save_t *out, ho_diags_t *diags)
{
    size_t end = ends->n_tail;
    for (int tries = 0; end > 0 && tries < 3; tries++) {
        size_t n = end;
        if (ends->tail[n - 1] == '\n') n--;
        size_t start = n;
        while (start > 0 && ends->tail[start - 1] != '\n') start--;
        if (start == 0) break; /* the header, or a line that is longer than the tail */
        out->day = days_of_line(ends->tail + start, n - start, &out->finished, diags);
        if (out->day >= 0) return;
        (void)damage(out, "Its last line was torn off; the days before it are there.");
        end = start;
    }
    out->day = 0;
    if (!ends->whole) (void)damage(out, "Its end cannot be read.");
}

static bool read_head(ends_t *ends, ho_save_t *out, ho_diags_t *diags)
{
    ho_log_t log;
    ho_diags_init(diags, out->path);
    if (ho_log_read_header(ends->head, ends->n_head, out->path, &log, diags) != 0)
        return damage(out, "It is not a saved game, or its first line was damaged.");
    memcpy(out->scenario, log.scenario, sizeof out->scenario);
    snprintf(out->title, sizeof out->title, "%s", log.scenario);
    out->horizon = log.days;
    out->mode = strcmp(log.mode, ho_mode_name(HO_MODE_ASSESSED)) == 0 ? HO_MODE_ASSESSED : HO_MODE_PRACTICE;
    out->guided = log.guided;
    out->branch = log.branch;
    ho_log_free(&log);
    return true;
}

/* Everything about the save at out->path. */
static void read_summary(ho_save_t *out, const ho_scores_t *scores, ends_t *ends, ho_diags_t *diags)
{
    struct stat info;
    out->score = ho_scores_of(scores, out->path);
    if (stat(out->path, &info) == 0) out->modified = (long long)info.st_mtime;
    if (!read_ends(out->path, ends))
        (void)damage(out, strerror(errno));
    else if (read_head(ends, out, diags))
        read_tail(ends, out, diags);
}

/* ---- the list ------------------------------------------------------------------------------------------ */

static int newest_first(const void *a, const void *b)
{
    const ho_save_t *x = a, *y = b;
    if (x->modified != y->modified) return x->modified < y->modified ? 1 : -1;
    return strcmp(x->path, y->path);
}

static bool has_suffix(const char *name, size_t n)
{
    return n > sizeof suffix - 1 && strcmp(name + n - (sizeof suffix - 1), suffix) == 0;
}

/* Adds the saves of a folder; those of `slots` have a name. */
static int add_folder(const ho_store_t *self, const char *below, ho_save_t *out, int n, int room,
                      const ho_scores_t *scores)
{
    char folder[HO_STORE_PATH + 16];
    snprintf(folder, sizeof folder, "%s/%s", self->data, below);
    DIR *dir = opendir(folder);
    ends_t *ends = malloc(sizeof *ends);
    ho_diags_t *diags = malloc(sizeof *diags);
    for (struct dirent *entry;
         dir != NULL && ends != NULL && diags != NULL && n < room && (entry = readdir(dir)) != NULL;) {
        size_t length = strlen(entry->d_name);
        ho_save_t *save = &out[n];
        if (!has_suffix(entry->d_name, length)) continue;
        *save = (ho_save_t){.score = NAN};
        if (snprintf(save->path, sizeof save->path, "%s/%s", folder, entry->d_name) >= HO_STORE_PATH)
            continue;
        if (strcmp(below, "slots") == 0)
            snprintf(save->name, sizeof save->name, "%.*s", (int)(length - (sizeof suffix - 1)),
                     entry->d_name);
        read_summary(save, scores, ends, diags);
        n++;
    }
    free(ends);
    free(diags);
    if (dir != NULL) closedir(dir);
    return n;
}

int ho_store_saves(const ho_store_t *self, ho_save_t *out, int room)
{
    ho_scores_t scores;
    if (self->data[0] == '\0') return 0;
    ho_scores_load(self, &scores);
    int n = add_folder(self, "saves", out, 0, room, &scores);
    n = add_folder(self, "slots", out, n, room, &scores);
    ho_scores_free(&scores);
    qsort(out, (size_t)n, sizeof *out, newest_first);
    return n;
}

/* ---- paths --------------------------------------------------------------------------------------------- */

bool ho_store_new_save(const ho_store_t *self, const char *scenario_id, char path[HO_STORE_PATH])
{
    if (self->trouble[0] != '\0') return false;
    for (int i = 1; i < 100000; i++) {
        int n = snprintf(path, HO_STORE_PATH, "%s/saves/%s-%d%s", self->data, scenario_id, i, suffix);
        if (n >= HO_STORE_PATH) return false;
        if (access(path, F_OK) != 0) return errno == ENOENT;
    }
    return false;
}

bool ho_store_slot(const ho_store_t *self, const char *name, char path[HO_STORE_PATH])
{
    char safe[HO_SAVE_NAME];
    size_t n = 0;
    for (; name[n] != '\0' && n + 1 < sizeof safe; n++) {
        unsigned char c = (unsigned char)name[n];
        bool kept = (c < 0x80 && isalnum(c)) || c >= 0x80 || c == ' ' || c == '-' || c == '_';
        safe[n] = kept ? (char)c : '-';
    }
    safe[n] = '\0';
    if (n == 0 || self->trouble[0] != '\0') return false;
    return snprintf(path, HO_STORE_PATH, "%s/slots/%s%s", self->data, safe, suffix) < HO_STORE_PATH;
}

bool ho_store_take_slot(const ho_store_t *self, const ho_save_t *slot, char path[HO_STORE_PATH])
{
    char reason[HO_IO_REASON], *text;
    size_t n;
    if (!ho_store_new_save(self, slot->scenario, path)) return false;
    if (ho_io_read(slot->path, LARGEST_SAVE, &text, &n, reason) != HO_IO_OK) return false;
    bool ok = ho_io_write(path, text, n, FILE_MODE, reason) == HO_IO_OK;
    free(text);
    return ok;
}
