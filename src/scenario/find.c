/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding scenarios: the folders in which they may lie, and what lies there. */
#include "scenario/find.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char suffix[] = ".json";

/* ---- folders ------------------------------------------------------------------------------------------- */

bool ho_find_folder(int i, char folder[HO_PATH])
{
    static const char *const beside_program[] = {"scenarios", "../scenarios", "../share/holdout/scenarios"};
    const char *wanted = getenv("HO_SCENARIO_DIR");
    folder[0] = '\0';
    if (i == 0) {
        if (wanted != NULL) snprintf(folder, HO_PATH, "%s", wanted);
        return true;
    }
    if (i == 1) {
        snprintf(folder, HO_PATH, "scenarios");
        return true;
    }
    if (i - 2 >= (int)(sizeof beside_program / sizeof beside_program[0])) return false;
    char program[HO_PATH];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n <= 0) return true;
    program[n] = '\0';
    char *slash = strrchr(program, '/');
    if (slash == NULL) return true;
    *slash = '\0';
    int length = snprintf(folder, HO_PATH, "%s/%s", program, beside_program[i - 2]);
    if (length >= HO_PATH) folder[0] = '\0';
    return true;
}

static bool try_folder(const char *folder, const char *word, char path[HO_PATH])
{
    if (folder == NULL || folder[0] == '\0') return false;
    int n = snprintf(path, HO_PATH, "%s/%s%s", folder, word, suffix);
    return n < HO_PATH && access(path, F_OK) == 0;
}

bool ho_find_scenario(const char *word, const char *beside, char path[HO_PATH])
{
    size_t n = strlen(word);
    bool is_path = strchr(word, '/') != NULL || strcmp(word, "-") == 0 ||
                   (n > sizeof suffix - 1 && strcmp(word + n - (sizeof suffix - 1), suffix) == 0);
    if (is_path || n == 0) {
        snprintf(path, HO_PATH, "%s", word);
        return n > 0 && n < HO_PATH && (word[0] == '-' || access(path, F_OK) == 0);
    }
    if (try_folder(beside, word, path)) return true;
    char folder[HO_PATH];
    for (int i = 0; ho_find_folder(i, folder); i++)
        if (try_folder(folder, word, path)) return true;
    return false;
}

/* ---- what lies there ----------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b) { return strcmp((const char *)a, (const char *)b); }

int ho_find_in(const char *folder, char ids[][HO_ID], int room)
{
    int n = 0;
    DIR *dir = folder[0] != '\0' ? opendir(folder) : NULL;
    if (dir == NULL) return 0;
    for (struct dirent *entry; n < room && (entry = readdir(dir)) != NULL;) {
        size_t length = strlen(entry->d_name), tail = sizeof suffix - 1;
        if (length <= tail || strcmp(entry->d_name + length - tail, suffix) != 0) continue;
        length -= tail;
        if (length >= HO_ID || strncmp(entry->d_name, "schema.", 7) == 0) continue;
        memcpy(ids[n], entry->d_name, length);
        ids[n++][length] = '\0';
    }
    closedir(dir);
    qsort(ids, (size_t)n, HO_ID, compare_names);
    return n;
}

int ho_find_shipped(char ids[HO_MOST_SHIPPED][HO_ID])
{
    char folder[HO_PATH];
    int n = 0;
    for (int i = 0; n == 0 && ho_find_folder(i, folder); i++) n = ho_find_in(folder, ids, HO_MOST_SHIPPED);
    return n;
}

bool ho_shipped_scenario(int i, char id[HO_ID])
{
    char ids[HO_MOST_SHIPPED][HO_ID];
    int n = ho_find_shipped(ids);
    id[0] = '\0';
    if (i < 0 || i >= n) return false;
    memcpy(id, ids[i], HO_ID);
    return true;
}
