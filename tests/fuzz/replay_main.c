/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives every file of the folders named on the command line once to a fuzz target, without libFuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Inputs are small by nature; a larger file in a corpus is a mistake. */
enum { MAX_INPUT_BYTES = 4 << 20 };

/* Reads one file into buffer, which has room for one byte more than the limit. Returns 0, or -1 with the
   reason printed. */
static int read_input(const char *path, uint8_t *buffer, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return -1;
    }
    *size = fread(buffer, 1, (size_t)MAX_INPUT_BYTES + 1, file);
    int failed = ferror(file);
    fclose(file);
    if (failed || *size > MAX_INPUT_BYTES) {
        fprintf(stderr, "%s: %s\n", path, failed ? "cannot be read" : "is larger than 4 MiB");
        return -1;
    }
    return 0;
}

/* Runs one file. The target gets an allocation of exactly its size, so that AddressSanitizer sees a read past
   the end. */
static int replay_file(const char *path, uint8_t *buffer)
{
    size_t size = 0;
    if (read_input(path, buffer, &size) != 0) {
        return -1;
    }
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL) {
        perror(path);
        return -1;
    }
    for (size_t i = 0; i < size; i++) {
        exact[i] = buffer[i];
    }
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

/* Runs all files of a folder; returns how many, or -1. Hidden files are left out. */
static int replay_folder(const char *folder, uint8_t *buffer)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        perror(folder);
        return -1;
    }
    int count = 0;
    for (struct dirent *entry = readdir(entries); entry != NULL && count >= 0; entry = readdir(entries)) {
        char path[4096];
        if (entry->d_name[0] == '.') {
            continue;
        }
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (length < 0 || (size_t)length >= sizeof path || replay_file(path, buffer) != 0) {
            count = -1;
        } else {
            count++;
        }
    }
    closedir(entries);
    return count;
}

int main(int argc, char **argv)
{
    uint8_t *buffer = malloc((size_t)MAX_INPUT_BYTES + 1);
    if (buffer == NULL) {
        perror("replay");
        return 1;
    }
    int total = 0;
    for (int i = 1; i < argc && total >= 0; i++) {
        int count = replay_folder(argv[i], buffer);
        total = count < 0 ? -1 : total + count;
    }
    free(buffer);
    if (total <= 0) {
        fprintf(stderr, total < 0 ? "replay stopped early\n" : "no input found: name a folder with files\n");
        return 1;
    }
    printf("%d inputs replayed\n", total);
    return 0;
}
