/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small batch in which the n-th allocation fails, or the n-th step towards the disk, for every n: it
 * ends with its code and a sentence, nothing leaks (under AddressSanitizer), and once things work again
 * the batch is finished to the same bytes. */
#define _DEFAULT_SOURCE
#include "fixtures.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/batch.h"
#include "scenario/io.h"

/* Counts down to the failure; negative: never. One counter for memory, one for files. */
static atomic_long memory_left = -1, disk_left = -1;

static bool fails(atomic_long *left)
{
    return atomic_load(left) >= 0 && atomic_fetch_sub(left, 1) == 0;
}

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
ssize_t __real_write(int fd, const void *bytes, size_t n);
int __real_ftruncate(int fd, off_t size);
int __real_fdatasync(int fd);
int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __real_mkdir(const char *path, mode_t mode);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_fdatasync(int fd);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_mkdir(const char *path, mode_t mode);

void *__wrap_malloc(size_t n)
{
    return fails(&memory_left) ? NULL : __real_malloc(n);
}
void *__wrap_calloc(size_t n, size_t size)
{
    return fails(&memory_left) ? NULL : __real_calloc(n, size);
}
void *__wrap_realloc(void *p, size_t n)
{
    return fails(&memory_left) ? NULL : __real_realloc(p, n);
}

static bool no_space(void)
{
    if (!fails(&disk_left))
        return false;
    errno = ENOSPC;
    return true;
}
/* Writes a part before it fails, as a disk does. */
ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    if (atomic_load(&disk_left) == 0 && n > 1)
        return __real_write(fd, bytes, n / 2);
    return no_space() ? -1 : __real_write(fd, bytes, n);
}
int __wrap_ftruncate(int fd, off_t size)
{
    return no_space() ? -1 : __real_ftruncate(fd, size);
}
int __wrap_fdatasync(int fd)
{
    return no_space() ? -1 : __real_fdatasync(fd);
}
int __wrap_fsync(int fd)
{
    return no_space() ? -1 : __real_fsync(fd);
}
int __wrap_rename(const char *from, const char *to)
{
    return no_space() ? -1 : __real_rename(from, to);
}
int __wrap_mkdir(const char *path, mode_t mode)
{
    return no_space() ? -1 : __real_mkdir(path, mode);
}

/* ---- a batch ------------------------------------------------------------------------------------------- */

static char folder[4096], reason[HO_BATCH_REASON];

static void join(char path[4200], const char *name)
{
    (void)snprintf(path, 4200, "%s/%s", folder, name);
}

static void remove_folder(const char *name)
{
    char line[4300], path[4200];
    join(path, name);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", path);
    assert_int_equal(system(line), 0);
}

/* Two policies, two settings, six worlds; with an old folder, it goes on there and plays failed rows
 * again. */
static ho_batch_result_t play(const char *name, bool retry)
{
    static const char *const scenario[] = {HO_SOURCE_DIR "/tests/batch/short.json"},
                             *const policy[] = {"staged", "never"}, *const vary[] = {"horizon_days=1,2"};
    static ho_diags_t diags;
    static ho_sweep_t sweep;
    char path[4200];
    ho_batch_request_t request = {.engine = "0.1.0",
                                  .scenario = scenario,
                                  .n_scenarios = 1,
                                  .policy = policy,
                                  .n_policies = 2,
                                  .runs = 6,
                                  .seed = 1};
    join(path, name);
    reason[0] = '\0';
    ho_batch_result_t rc = ho_design_make(&request.design, HO_DESIGN_GRID, vary, 1, NULL, reason);
    if (rc != HO_BATCH_OK)
        return rc;
    rc = ho_sweep_load(&request, &sweep, &diags, reason);
    if (rc != HO_BATCH_OK)
        return rc;
    const ho_sheet_options_t how = {.resume = true, .retry_failed = retry, .shard = 1, .shards = 1};
    const ho_crew_options_t options = {.threads = 2};
    ho_sheet_t *sheet;
    rc = ho_sheet_open(&sweep.layout, path, &how, &sheet, reason);
    if (rc == HO_BATCH_OK)
        rc = ho_crew_play(&sweep, sheet, &options, reason);
    ho_sheet_close(sheet);
    ho_sweep_free(&sweep);
    return rc;
}

static char *read_file(const char *name, const char *file)
{
    static char
        *text; /* static: gcc 12 would warn of pointers into a text that is no longer there, which it is */
    char path[4300];
    size_t len;
    (void)snprintf(path, sizeof path, "%s/%s/%s", folder, name, file);
    if (ho_io_read(path, 1 << 24, &text, &len, reason) != HO_IO_OK)
        fail_msg("%s: %s", path, reason);
    return text;
}

static void assert_same(const char *a, const char *b)
{
    static const char *const files[] = {"manifest.json", "rows.csv", "summary.json"};
    for (size_t i = 0; i < 3; i++) {
        char *x = read_file(a, files[i]), *y = read_file(b, files[i]);
        assert_string_equal(x, y);
        free(x);
        free(y);
    }
}

/* A folder with one row failed and the later ones there, and some that waited: all that a resume has to
 * read. */
static void prepare(const char *name)
{
    char path[4300], *rows, *line;
    assert_int_equal(play(name, false), HO_BATCH_OK);
    rows = read_file(name, "rows.csv");
    line = rows;
    for (int i = 0; i < 5; i++)
        line = strchr(line, '\n') + 1;
    char *status = strstr(line, ",done,"), *end = strchr(line, '\n');
    assert_true(status != NULL && status < end);
    FILE *out = NULL;
    (void)snprintf(path, sizeof path, "%s/%s/rows.csv", folder, name);
    out = fopen(path, "w");
    assert_non_null(out);
    (void)fprintf(out, "%.*s,failed,0,0000000000000000", (int)(status - rows), rows);
    for (int i = 0; i < HO_OUTCOME_COLUMN_COUNT; i++)
        (void)fputc(',', out);
    char *half = strstr(rows, "\n12,"); /* this row and those after it are found among the waiting */
    assert_non_null(half);
    (void)fprintf(out, ",gone%.*s", (int)(half + 1 - end), end);
    assert_int_equal(fclose(out), 0);
    (void)snprintf(path, sizeof path, "%s/%s/waiting.csv", folder, name);
    char *later = strstr(rows, "\n14,");
    assert_non_null(later);
    assert_int_equal(ho_io_write(path, later + 1, strlen(later + 1), 0600, reason), HO_IO_OK);
    free(rows);
}

static int set_up(void **state)
{
    (void)state;
    const char *const place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : HO_BINARY_DIR;
    (void)snprintf(folder, sizeof folder, "%s/holdout-faults-%ld", place, (long)getpid());
    if (mkdir(folder, 0700) != 0)
        return -1;
    return play("whole", false) == HO_BATCH_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    remove_folder("");
    return 0;
}

static void sweep_over(atomic_long *left, ho_batch_result_t wanted, bool retry)
{
    const long step = getenv("HO_TEST_SCALE") != NULL ? 3 : 1;
    for (long n = 0;; n += step) {
        if (retry)
            prepare("part");
        atomic_store(left, n);
        ho_batch_result_t rc = play("part", retry);
        bool failed = atomic_exchange(left, -1) < 0;
        if (failed && rc != HO_BATCH_OK && rc != wanted)
            fail_msg("failure %ld: result %d, %s", n, (int)rc, reason);
        if (rc == HO_BATCH_IO && strlen(reason) < 20)
            fail_msg("failure %ld: no sentence", n);
        rc = play("part", retry);
        if (rc != HO_BATCH_OK)
            fail_msg("after failure %ld: result %d, %s", n, (int)rc, reason);
        assert_same("whole", "part");
        remove_folder("part");
        if (!failed) {
            assert_true(n >= 8);
            return;
        }
    }
}

static void test_no_allocation_that_fails_breaks_a_batch(void **state)
{
    (void)state;
    sweep_over(&memory_left, HO_BATCH_NO_MEMORY, false);
}

static void test_no_allocation_that_fails_breaks_a_retry(void **state)
{
    (void)state;
    sweep_over(&memory_left, HO_BATCH_NO_MEMORY, true);
}

static void test_no_write_that_fails_loses_or_breaks_a_batch(void **state)
{
    (void)state;
    sweep_over(&disk_left, HO_BATCH_IO, false);
}

static void test_no_write_that_fails_loses_or_breaks_a_retry(void **state)
{
    (void)state;
    sweep_over(&disk_left, HO_BATCH_IO, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_allocation_that_fails_breaks_a_batch),
        cmocka_unit_test(test_no_allocation_that_fails_breaks_a_retry),
        cmocka_unit_test(test_no_write_that_fails_loses_or_breaks_a_batch),
        cmocka_unit_test(test_no_write_that_fails_loses_or_breaks_a_retry),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
