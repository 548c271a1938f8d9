/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label placement. */
#include "plot/lanes.h"

static bool is_free(const ho_flag_t *flag, const bool *placed, int n, int self, int lane, double left,
                    double gap)
{
    double right = left + flag[self].width;
    for (int i = 0; i < n; i++) {
        if (i != self && placed[i] && flag[i].lane == lane && left < flag[i].left + flag[i].width + gap &&
            flag[i].left < right + gap) {
            return false;
        }
    }
    return true;
}

static void place_flag(ho_flag_t *flag, bool *placed, int n, int self, double left, double right, int n_lanes,
                       double gap)
{
    ho_flag_t *f = &flag[self];
    f->lane = -1;
    f->left = f->x;
    for (int lane = 0; lane < n_lanes; lane++) {
        double option[2] = {f->x, f->x - f->width};
        for (int i = 0; i < 2; i++) {
            bool inside = option[i] >= left && option[i] + f->width <= right;
            if (inside && is_free(flag, placed, n, self, lane, option[i], gap)) {
                f->lane = lane;
                f->left = option[i];
                placed[self] = true;
                return;
            }
        }
    }
}

int ho_place_flags(ho_flag_t *flag, int n, double left, double right, int n_lanes, double gap)
{
    bool placed[HO_SPREAD_MAX] = {false}, tried[HO_SPREAD_MAX] = {false};
    n = n > HO_SPREAD_MAX ? HO_SPREAD_MAX : n;
    int used = 0;
    for (int turn = 0; turn < n; turn++) {
        int next = -1;
        for (int i = n - 1; i >= 0; i--) {
            if (!tried[i] && (next < 0 || flag[i].rank < flag[next].rank)) {
                next = i;
            }
        }
        tried[next] = true;
        place_flag(flag, placed, n, next, left, right, n_lanes, gap);
        used = flag[next].lane + 1 > used ? flag[next].lane + 1 : used;
    }
    return used;
}

/* Labels in a row that push each other: they stand `height` apart around the mean of where they want to
 * be. */
typedef struct {
    double sum; /* of wanted - rank * height */
    int n;
} block_t;

static double start_of(const block_t *b, double lowest, double highest, double height)
{
    double start = b->sum / b->n;
    double last = highest - (b->n - 1) * height;
    start = start > last ? last : start;
    return start < lowest ? lowest : start;
}

/* order[] ranks the labels from the lowest wanted place on; equals keep their order. */
static void sort_by_place(const double *wanted, int *order, int n)
{
    for (int i = 0; i < n; i++) {
        int k = i;
        while (k > 0 && wanted[order[k - 1]] > wanted[i]) {
            order[k] = order[k - 1];
            k--;
        }
        order[k] = i;
    }
}

bool ho_spread(const double *wanted, double *at, int n, double height, double lo, double hi)
{
    int order[HO_SPREAD_MAX];
    block_t block[HO_SPREAD_MAX];
    int n_blocks = 0;
    n = n > HO_SPREAD_MAX ? HO_SPREAD_MAX : n;
    if (n == 0) {
        return true;
    }
    bool enough = (n - 1) * height <= hi - lo;
    double room = enough ? height : n > 1 ? (hi - lo) / (n - 1) : 0;
    sort_by_place(wanted, order, n);
    /* pool neighbours that violate the distance (isotonic regression of wanted - rank * height) */
    for (int i = 0; i < n; i++) {
        block[n_blocks++] = (block_t){wanted[order[i]], 1};
        while (n_blocks > 1) {
            block_t *a = &block[n_blocks - 2];
            block_t *b = &block[n_blocks - 1];
            if (start_of(a, lo, hi, room) + a->n * room <= start_of(b, lo, hi, room)) {
                break;
            }
            a->sum += b->sum - b->n * (a->n * room);
            a->n += b->n;
            n_blocks--;
        }
    }
    int rank = 0;
    for (int k = 0; k < n_blocks; k++) {
        double start = start_of(&block[k], lo, hi, room);
        for (int i = 0; i < block[k].n; i++) {
            at[order[rank++]] = start + i * room;
        }
    }
    return enough;
}
