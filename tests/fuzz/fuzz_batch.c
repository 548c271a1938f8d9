/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the manifest of a batch and, behind a NUL, as its rows: read or refused. A manifest that is
 * read is written and read again as the same batch, and so is a row. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "batch/entry.h"
#include "batch/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char reason[HO_BATCH_REASON];

static void expect(int truth)
{
    if (!truth) abort();
}

/* Where a manifest cannot be read, its rows are those of a small batch in either format. */
static const ho_layout_t *usual_layout(ho_rows_format_t format)
{
    static ho_layout_t layout[HO_ROWS_FORMATS];
    static const char *const vary[] = {"threshold=0.25,0.5"};
    ho_layout_t *self = &layout[format];
    if (self->runs > 0) return self;
    memcpy(self->engine, "0.1.0", sizeof "0.1.0");
    memcpy(self->scenario[0].name, "small", sizeof "small");
    memset(self->scenario[0].sha256, 'a', HO_SHA256_HEX - 1);
    self->format = format;
    self->n_scenarios = self->n_policies = 1;
    self->runs = 1000;
    self->twin = true;
    ho_layout_name_policy(self, 0, "staged", "");
    expect(ho_design_make(&self->design, HO_DESIGN_GRID, vary, 1, NULL, reason) == HO_BATCH_OK);
    return self;
}

static void check_manifest(const ho_layout_t *layout)
{
    static ho_layout_t again;
    size_t len = 0;
    char *text = ho_layout_print(layout, &len);
    expect(text != NULL);
    expect(ho_layout_read(&again, text, len, "written", reason) == HO_BATCH_OK);
    expect(!ho_layout_differs(layout, &again, reason));
    ho_layout_free(&again);
    free(text);
}

static void read_rows(const ho_layout_t *layout, const char *text, size_t size)
{
    const size_t room = ho_entry_room(layout);
    char *scratch = malloc(room), *first = malloc(room), *second = malloc(room);
    expect(scratch != NULL && first != NULL && second != NULL);
    for (const char *line = text, *end = text + size, *feed; line < end; line = feed + 1) {
        uint64_t row = 0, again = 0;
        ho_run_t run;
        feed = memchr(line, '\n', (size_t)(end - line));
        if (feed == NULL) break;
        const size_t len = (size_t)(feed + 1 - line);
        if (len > room || !ho_entry_read(layout, line, len, &row, &run, scratch)) continue;
        expect(row < ho_layout_rows(layout));
        const size_t n = ho_entry_print(layout, row, &run, first);
        expect(n < room && ho_entry_read(layout, first, n, &again, &run, scratch) && again == row);
        expect(ho_entry_print(layout, row, &run, second) == n && memcmp(first, second, n) == 0);
    }
    free(scratch);
    free(first);
    free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ho_layout_t layout;
    if (size == 0) return 0;
    const char *text = (const char *)data, *nul = memchr(text, '\0', size);
    const size_t manifest = nul != NULL ? (size_t)(nul - text) : size;
    const char *rows = nul != NULL ? nul + 1 : text + size;
    const size_t n_rows = (size_t)(text + size - rows);
    reason[0] = '\0';
    const ho_batch_result_t rc = ho_layout_read(&layout, text, manifest, "fuzz", reason);
    expect(rc == HO_BATCH_OK || (rc == HO_BATCH_BAD && reason[0] != '\0'));
    if (rc == HO_BATCH_OK) {
        check_manifest(&layout);
        read_rows(&layout, rows, n_rows);
    } else {
        read_rows(usual_layout(HO_ROWS_CSV), rows, n_rows);
        read_rows(usual_layout(HO_ROWS_JSONL), rows, n_rows);
    }
    ho_layout_free(&layout);
    return 0;
}
