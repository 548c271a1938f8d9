/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: every failing call leaves the old file or the new one. The system calls are replaced at link
 * time. */
#define _XOPEN_SOURCE 700
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixtures.h"
#include "scenario/io.h"

/* ---- failing calls ---------------------------------------------------------------------------------- */

int __real_open(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *p, size_t n);
int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __real_close(int fd);
void *__real_realloc(void *p, size_t n);
int __wrap_open(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *p, size_t n);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_close(int fd);
void *__wrap_realloc(void *p, size_t n);

static struct {
    int until_failure; /* the call that fails: 1 is the next; 0 none */
    int error;
    bool for_ever; /* all later ones fail as well                */
    size_t piece;  /* writes take at most so many bytes          */
} fault;

static bool fails(void)
{
    if (fault.until_failure == 0) return false;
    if (fault.until_failure > 1) {
        fault.until_failure--;
        return false;
    }
    if (!fault.for_ever) fault.until_failure = 0;
    errno = fault.error;
    return true;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    unsigned mode = flags & O_CREAT ? va_arg(args, unsigned) : 0;
    va_end(args);
    return fails() ? -1 : __real_open(path, flags, mode);
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
    if (fails()) return -1;
    return __real_write(fd, p, fault.piece > 0 && n > fault.piece ? fault.piece : n);
}

int __wrap_fsync(int fd)
{
    return fails() ? -1 : __real_fsync(fd);
}

int __wrap_rename(const char *from, const char *to)
{
    return fails() ? -1 : __real_rename(from, to);
}

int __wrap_close(int fd)
{
    int rc = __real_close(fd); /* a close that fails has closed all the same */
    return fails() ? -1 : rc;
}

void *__wrap_realloc(void *p, size_t n)
{
    return fails() ? NULL : __real_realloc(p, n);
}

/* ---- a directory of our own ------------------------------------------------------------------------- */

static char folder[FIX_FOLDER];
static char reason[HO_IO_REASON];

static const char *in_folder(const char *name)
{
    static char path[2][FIX_FOLDER + 64];
    static int turn;
    turn = !turn;
    (void)snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static int count_files(void)
{
    DIR *d = opendir(folder);
    int n = 0;
    assert_non_null(d);
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d))
        n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    closedir(d);
    return n;
}

static int set_up(void **state)
{
    (void)state;
    fix_folder(folder);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    memset(&fault, 0, sizeof fault);
    char command[FIX_FOLDER + 16];
    (void)snprintf(command, sizeof command, "rm -rf %s/*", folder);
    return system(command);
}

static int tear_down(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void write_file(const char *path, const char *text)
{
    assert_int_equal(ho_io_write(path, text, strlen(text), 0644, reason), HO_IO_OK);
}

static void assert_content(const char *path, const char *expected)
{
    char *text = NULL;
    size_t len = 0;
    assert_int_equal(ho_io_read(path, 1 << 20, &text, &len, reason), HO_IO_OK);
    assert_int_equal(len, strlen(expected));
    assert_string_equal(text, expected);
    free(text);
}

/* ---- tests ------------------------------------------------------------------------------------------ */

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    const char *path = in_folder("a.json");
    write_file(path, "first");
    assert_content(path, "first");
    write_file(path, "");
    assert_content(path, "");
    fault.piece = 7; /* the device takes little at a time */
    write_file(path, "a longer text, in pieces");
    assert_content(path, "a longer text, in pieces");
    assert_int_equal(count_files(), 1);
}

static void test_large_files_are_read_whole_up_to_the_limit(void **state)
{
    (void)state;
    size_t size = 100000;
    char *big = malloc(size + 1);
    assert_non_null(big);
    for (size_t i = 0; i < size; i++) big[i] = (char)('a' + i % 26);
    big[size] = '\0';
    const char *path = in_folder("big");
    write_file(path, big);
    char *text = NULL;
    size_t len = 0;
    assert_int_equal(ho_io_read(path, size, &text, &len, reason), HO_IO_OK);
    assert_int_equal(len, size);
    assert_memory_equal(text, big, size + 1);
    free(text);
    assert_int_equal(ho_io_read(path, size - 1, &text, &len, reason), HO_IO_TOO_LARGE);
    assert_null(text);
    assert_string_equal(reason, "it is larger than the limit of 99999 bytes");
    assert_int_equal(ho_io_read("/dev/zero", size, &text, &len, reason), HO_IO_TOO_LARGE);
    free(big);
}

static void test_a_file_that_cannot_be_read_says_why(void **state)
{
    (void)state;
    char *text = NULL;
    size_t len = 0;
    assert_int_equal(ho_io_read(in_folder("none"), 100, &text, &len, reason), HO_IO_MISSING);
    assert_string_equal(reason, "there is no such file");
    assert_int_equal(ho_io_read(folder, 100, &text, &len, reason), HO_IO_DIRECTORY);
    assert_string_equal(reason, "it is a directory, and a file is expected");
    write_file(in_folder("f"), "x");
    assert_int_equal(ho_io_read(in_folder("f/g"), 100, &text, &len, reason), HO_IO_MISSING);
    fault.until_failure = 1;
    fault.error = EACCES;
    assert_int_equal(ho_io_read(in_folder("f"), 100, &text, &len, reason), HO_IO_DENIED);
    assert_null(text);
}

static void test_a_link_is_followed_and_kept(void **state)
{
    (void)state;
    write_file(in_folder("real"), "old");
    assert_int_equal(symlink("real", in_folder("link")), 0);
    write_file(in_folder("link"), "new");
    assert_content(in_folder("real"), "new");
    struct stat info;
    assert_int_equal(lstat(in_folder("link"), &info), 0);
    assert_true(S_ISLNK(info.st_mode));
}

static void test_what_is_not_a_plain_file_stays_what_it_is(void **state)
{
    (void)state;
    struct stat info;
    write_file("/dev/null", "gone");
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    assert_int_equal(ho_io_write(folder, "x", 1, 0644, reason), HO_IO_DIRECTORY);
    assert_int_equal(ho_io_write(in_folder("no/such/folder"), "x", 1, 0644, reason), HO_IO_MISSING);
}

/* Fails the first call, the second, ... until the whole goes through. */
static void sweep(bool for_ever, int error)
{
    const char *path = in_folder("kept");
    write_file(path, "old text");
    int n = 1;
    for (;; n++) {
        assert_in_range(n, 1, 50);
        fault.until_failure = n;
        fault.error = error;
        fault.for_ever = for_ever;
        fault.piece = 4;
        ho_io_result_t rc = ho_io_write(path, "new text, longer", 16, 0644, reason);
        bool fault_left = fault.until_failure > 1;
        memset(&fault, 0, sizeof fault);

        char *text = NULL;
        size_t len = 0;
        assert_int_equal(ho_io_read(path, 100, &text, &len, reason), HO_IO_OK);
        bool is_old = strcmp(text, "old text") == 0;
        assert_true(is_old || strcmp(text, "new text, longer") == 0);
        free(text);
        assert_int_equal(count_files(), 1); /* nothing is left beside it */
        if (rc == HO_IO_OK) assert_false(is_old);
        if (rc == HO_IO_OK && fault_left) break;
        write_file(path, "old text");
    }
    assert_true(n > 8); /* open, four writes, fsync, close, rename, and the directory's open and fsync */
}

static void test_no_failing_call_tears_a_file(void **state)
{
    (void)state;
    sweep(false, EIO);
    sweep(true, ENOSPC);
}

static void test_reading_survives_want_of_memory(void **state)
{
    (void)state;
    size_t size = 60000;
    char *big = calloc(1, size + 1);
    assert_non_null(big);
    memset(big, 'x', size);
    write_file(in_folder("big"), big);
    for (int n = 1;; n++) {
        char *text = NULL;
        size_t len = 0;
        fault.until_failure = n;
        fault.error = ENOMEM;
        ho_io_result_t rc = ho_io_read(in_folder("big"), 1 << 20, &text, &len, reason);
        bool reached = fault.until_failure == 0;
        memset(&fault, 0, sizeof fault);
        free(text);
        if (!reached) {
            assert_int_equal(rc, HO_IO_OK);
            assert_true(n > 3);
            break;
        }
        /* The failing close comes last, and loses nothing. */
        assert_true(rc == HO_IO_NO_MEMORY || (rc == HO_IO_OK && len == size));
    }
    free(big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_is_written_is_read, clean),
        cmocka_unit_test_teardown(test_large_files_are_read_whole_up_to_the_limit, clean),
        cmocka_unit_test_teardown(test_a_file_that_cannot_be_read_says_why, clean),
        cmocka_unit_test_teardown(test_a_link_is_followed_and_kept, clean),
        cmocka_unit_test_teardown(test_what_is_not_a_plain_file_stays_what_it_is, clean),
        cmocka_unit_test_teardown(test_no_failing_call_tears_a_file, clean),
        cmocka_unit_test_teardown(test_reading_survives_want_of_memory, clean),
    };
    return cmocka_run_group_tests_name("scenario io", tests, set_up, tear_down);
}
