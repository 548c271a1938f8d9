/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs `holdout` through the shell. */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenario/io.h"

static char folder_path[4096];

static void remove_folder(void)
{
    char line[4200];
    snprintf(line, sizeof line, "rm -rf '%s'", folder_path);
    if (system(line) != 0) fprintf(stderr, "%s is left behind\n", folder_path);
}

/* Each test program has a folder of its own, so that tests may run at the same time. */
static const char *folder(void)
{
    if (folder_path[0] == '\0') {
        snprintf(folder_path, sizeof folder_path, "%s/run-%ld", HO_BINARY_DIR, (long)getpid());
        mkdir(folder_path, 0700);
        atexit(remove_folder);
    }
    return folder_path;
}

static void join(char path[4200], const char *name) { snprintf(path, 4200, "%s/%s", folder(), name); }

char *program_file(const char *name)
{
    char path[4200], reason[HO_IO_REASON], *text = NULL;
    size_t n = 0;
    join(path, name);
    if (ho_io_read(path, (size_t)1 << 26, &text, &n, reason) != HO_IO_OK) fail_msg("%s: %s", path, reason);
    return text;
}

void program_write_file(const char *name, const char *text)
{
    char path[4200], reason[HO_IO_REASON];
    join(path, name);
    if (ho_io_write(path, text, strlen(text), 0600, reason) != HO_IO_OK) fail_msg("%s: %s", path, reason);
}

program_t program_run(const char *command)
{
    static char line[16384];
    snprintf(
        line, sizeof line,
        "cd '%s' && H='%s' S='%s/scenarios' && export H S && { %s; } >stdout.txt 2>stderr.txt </dev/null",
        folder(), HO_PROGRAM, HO_SOURCE_DIR, command);
    int status = system(line);
    program_t run = {.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1};
    run.out = program_file("stdout.txt");
    run.err = program_file("stderr.txt");
    return run;
}

void program_free(program_t *self)
{
    free(self->out);
    free(self->err);
    *self = (program_t){0};
}

void assert_holds(const char *text, const char *word)
{
    if (strstr(text, word) == NULL) fail_msg("expected \"%s\" in:\n%s", word, text);
}

void assert_one_sentence(const char *err)
{
    size_t n = strlen(err);
    if (strncmp(err, "holdout: ", 9) != 0 || n < 20 || strchr(err, '\n') != err + n - 1)
        fail_msg("expected one sentence, got:\n%s", err);
}

ho_json_t program_json(const char *text)
{
    static ho_diags_t diags;
    ho_json_t json;
    ho_diags_init(&diags, "json");
    if (ho_json_parse(text, strlen(text), &json, &diags) != 0 || diags.n_errors > 0) {
        ho_diags_print(&diags, stderr);
        fail_msg("not JSON:\n%.2000s", text);
    }
    return json;
}

const ho_json_node_t *program_item(const ho_json_t *json, const char *path)
{
    const ho_json_node_t *at = &json->node[0];
    char key[128];
    for (const char *rest = path; *rest != '\0';) {
        size_t n = strcspn(rest, "/");
        snprintf(key, sizeof key, "%.*s", (int)n, rest);
        at = ho_json_get(at, key);
        if (at == NULL) {
            fail_msg("there is no /%s", path);
            return NULL;
        }
        rest += n + (rest[n] == '/');
    }
    return at;
}
