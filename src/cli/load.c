/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding and reading scenarios. */
#include "cli/load.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/args.h"
#include "cli/exit.h"

enum { MOST_SHIPPED = 64 };

static const char suffix[] = ".json";

/* ---- folders ------------------------------------------------------------------------------------------- */

/* Folder i in which scenarios are looked for by their id; false past the last. "" where this one does not
 * exist here. */
static bool scenario_folder(int i, char folder[HO_PATH])
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
    for (int i = 0; scenario_folder(i, folder); i++)
        if (try_folder(folder, word, path)) return true;
    return false;
}

/* ---- what ships ---------------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b) { return strcmp((const char *)a, (const char *)b); }

/* The ids in the first folder that has any, in alphabetical order; returns how many. */
static int list_shipped(char ids[MOST_SHIPPED][HO_ID])
{
    char folder[HO_PATH];
    int n = 0;
    for (int i = 0; n == 0 && scenario_folder(i, folder); i++) {
        DIR *dir = folder[0] != '\0' ? opendir(folder) : NULL;
        if (dir == NULL) continue;
        for (struct dirent *entry; n < MOST_SHIPPED && (entry = readdir(dir)) != NULL;) {
            size_t length = strlen(entry->d_name);
            if (length <= sizeof suffix - 1 ||
                strcmp(entry->d_name + length - (sizeof suffix - 1), suffix) != 0)
                continue;
            length -= sizeof suffix - 1;
            if (length >= HO_ID || strncmp(entry->d_name, "schema.", 7) == 0) continue;
            memcpy(ids[n], entry->d_name, length);
            ids[n++][length] = '\0';
        }
        closedir(dir);
    }
    qsort(ids, (size_t)n, HO_ID, compare_names);
    return n;
}

bool ho_shipped_scenario(int i, char id[HO_ID])
{
    char ids[MOST_SHIPPED][HO_ID];
    int n = list_shipped(ids);
    id[0] = '\0';
    if (i < 0 || i >= n) return false;
    memcpy(id, ids[i], HO_ID);
    return true;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

int ho_scenario_missing(const char *word)
{
    char ids[MOST_SHIPPED][HO_ID], room[HO_NEAR_ROOM], bare[HO_PATH];
    const char *names[MOST_SHIPPED];
    int n = list_shipped(ids);
    for (int i = 0; i < n; i++) names[i] = ids[i];
    const char *slash = strrchr(word, '/');
    snprintf(bare, sizeof bare, "%s", slash != NULL ? slash + 1 : word);
    size_t length = strlen(bare);
    if (length > sizeof suffix - 1 && strcmp(bare + length - (sizeof suffix - 1), suffix) == 0)
        bare[length - (sizeof suffix - 1)] = '\0';
    ho_complain("there is no scenario %s%s", word, ho_did_you_mean(bare, names, n, room, sizeof room));
    return HO_EXIT_MISSING;
}

/* The exit code for a result of the reader. */
int ho_scenario_exit(ho_scenario_result_t result)
{
    static const int codes[] = {
        [-HO_SCENARIO_OK] = HO_EXIT_OK,
        [-HO_SCENARIO_BAD] = HO_EXIT_DATA,
        [-HO_SCENARIO_MISSING] = HO_EXIT_MISSING,
        [-HO_SCENARIO_UNREADABLE] = HO_EXIT_IO,
        [-HO_SCENARIO_NO_MEMORY] = HO_EXIT_INTERNAL,
    };
    return codes[-(int)result];
}

int ho_load(const char *word, const char *beside, ho_loaded_t *out)
{
    if (!ho_find_scenario(word, beside, out->path)) return ho_scenario_missing(word);
    ho_diags_t *diags = malloc(sizeof *diags);
    out->scenario = calloc(1, sizeof *out->scenario);
    if (diags == NULL || out->scenario == NULL) {
        free(diags);
        ho_unload(out);
        return ho_no_memory();
    }
    ho_scenario_result_t result = ho_scenario_load(out->path, out->scenario, diags);
    ho_diags_print(diags, stderr);
    free(diags);
    if (result == HO_SCENARIO_OK) return HO_EXIT_OK;
    free(out->scenario);
    out->scenario = NULL;
    return ho_scenario_exit(result);
}

void ho_unload(ho_loaded_t *self)
{
    if (self->scenario != NULL) ho_scenario_free(self->scenario);
    free(self->scenario);
    self->scenario = NULL;
}
