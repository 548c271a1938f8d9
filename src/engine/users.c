/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many users there are of what kind; exposure, adoption, shocks. */
#include "engine/users.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/site.h"

enum { GROUP_CELLS = 64 }; /* cell numbers that a group owns at a site */

/* Sums go over whole rows, two levels at once: cells above the ladder are empty. */
typedef double pair_t __attribute__((vector_size(16)));

static inline pair_t pair_at(const double *cell)
{
    pair_t x;
    memcpy(&x, cell, sizeof x);
    return x;
}

static double sum_levels(const double cell[HO_MAX_LEVELS])
{
    pair_t even = {0.0, 0.0}, odd = {0.0, 0.0}; /* apart, so that no addition waits for the one before it */
    for (int l = 0; l < HO_MAX_LEVELS; l += 4) {
        even += pair_at(cell + l);
        odd += pair_at(cell + l + 2);
    }
    return (even[0] + even[1]) + (odd[0] + odd[1]);
}

ho_people_sums_t ho_people_sums(const ho_state_t *s, int seg)
{
    const ho_people_t *p = &s->people[seg];
    ho_people_sums_t out = {.trust_n = 0.0};
    double all[HO_MAX_LEVELS] = {0};
    for (int st = 0; st < HO_USER_STATES; st++) {
        double here[HO_MAX_LEVELS];
        for (int l = 0; l < HO_MAX_LEVELS; l += 2) {
            pair_t x = pair_at(p->cell[HO_GROUP_OFF][st] + l) + pair_at(p->cell[HO_GROUP_A][st] + l) +
                       pair_at(p->cell[HO_GROUP_B][st] + l);
            pair_t y = pair_at(all + l) + x;
            memcpy(here + l, &x, sizeof x);
            memcpy(all + l, &y, sizeof y);
        }
        out.in[st] = sum_levels(here);
    }
    for (int l = 0; l < HO_MAX_LEVELS; l++) {
        out.trust_sum += all[l] * l;
        out.trust_sq += all[l] * (l * l);
    }
    out.trust_n = out.in[HO_TRIAL] + out.in[HO_ACTIVE] + out.in[HO_LAPSED];
    return out;
}

double ho_people_exposed(const ho_state_t *s, int seg, int group)
{
    double sum = s->people[seg].potential[group];
    for (int st = 0; st < HO_USER_STATES; st++) sum += sum_levels(s->people[seg].cell[group][st]);
    return sum;
}

double ho_people_in(const ho_state_t *s, int seg, ho_user_state_t state)
{
    return ho_people_sums(s, seg).in[state];
}

double ho_people_eligible(const ho_world_t *w, const ho_state_t *s, int seg)
{
    return w->segment[seg].users - s->people[seg].held_out;
}

double ho_reputation(const ho_world_t *w, const ho_people_sums_t *sums, int seg)
{
    if (sums->trust_n <= 0.0) return 1.0;
    return ho_clamp(sums->trust_sum / sums->trust_n / w->segment[seg].start_level, 0.0, 2.0);
}

ho_people_totals_t ho_people_totals(const ho_world_t *w, const ho_state_t *s)
{
    ho_people_totals_t t = {0};
    double n = 0.0, sum = 0.0;
    for (int g = 0; g < w->n_segments; g++) {
        ho_people_sums_t x = ho_people_sums(s, g);
        t.eligible += ho_people_eligible(w, s, g);
        t.adopters += x.in[HO_TRIAL] + x.in[HO_ACTIVE];
        t.activated += s->people[g].activated;
        n += x.trust_n;
        sum += x.trust_sum;
    }
    t.adoption = t.eligible > 0.0 ? t.adopters / t.eligible : 0.0;
    t.activation = t.eligible > 0.0 ? t.activated / t.eligible : 0.0;
    t.trust = n > 0.0 ? sum / n : w->segment[0].start_level;
    return t;
}

/* ---- exposure ------------------------------------------------------------------------------------------ */

/* Draws one binomial at its own stream. */
static double draw_one(ho_state_t *s, int site, int seg, int cell, double n, double p)
{
    ho_stream_t r = ho_stream(s->dice.seed, site, s->day, seg, cell);
    return ho_draw_binomial(&s->dice, &r, n, p);
}

/* Takes Binomial(cell, p) out of every cell of a group into `out` (states x levels). */
static void take_share(const ho_world_t *w, ho_state_t *s, int seg, int group, int site, double p,
                       double out[HO_USER_STATES][HO_MAX_LEVELS])
{
    double prob[HO_MAX_LEVELS];
    for (int l = 0; l < w->n_levels; l++) prob[l] = p;
    for (int st = 0; st < HO_USER_STATES; st++) {
        double *cell = s->people[seg].cell[group][st];
        ho_draw_row(&s->dice, site, s->day, seg, group * GROUP_CELLS + st * HO_MAX_LEVELS, 0, w->n_levels,
                    cell, prob, out[st]);
        for (int l = 0; l < w->n_levels; l++) cell[l] -= out[st][l];
    }
}

static void put_all(const ho_world_t *w, ho_state_t *s, int seg, int group,
                    double in[HO_USER_STATES][HO_MAX_LEVELS])
{
    for (int st = 0; st < HO_USER_STATES; st++)
        for (int l = 0; l < w->n_levels; l++) s->people[seg].cell[group][st][l] += in[st][l];
}

/* A cohort that enters the experiment brings the sum of its users' personal offsets: N(0, n sd_between^2)
 * (MODEL 13a). */
static void add_offsets(const ho_world_t *w, ho_state_t *s, int seg, int group, double n)
{
    if (n <= 0.0) return;
    ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_OFFSET, s->day, seg, group);
    double z = ho_draw_normal(&s->dice, &r);
    s->people[seg].offset_sum[group] += sqrt(n) * w->north_star.sd_between * z;
}

/* Newcomers join the arms by the split in force, and stay there: arms are sticky. */
static void raise_exposure(const ho_world_t *w, ho_state_t *s, int seg, double p, double split)
{
    ho_people_t *u = &s->people[seg];
    const ho_segment_t *g = &w->segment[seg];
    double moved[HO_USER_STATES][HO_MAX_LEVELS], second[HO_USER_STATES][HO_MAX_LEVELS];
    take_share(w, s, seg, HO_GROUP_OFF, HO_SITE_EXPOSE_CELL, p, moved);
    double fresh = draw_one(s, HO_SITE_EXPOSE, seg, 0, u->never, p);
    double known = draw_one(s, HO_SITE_EXPOSE, seg, 1, u->potential[HO_GROUP_OFF], p);
    double trial = draw_one(s, HO_SITE_DEFAULT_ON, seg, 0, fresh, g->default_on);
    u->never -= fresh;
    u->potential[HO_GROUP_OFF] -= known;
    u->adopters += trial;
    moved[HO_TRIAL][g->start_level] += trial;
    double potential = fresh - trial + known, n = potential, n_second = 0.0;
    for (int st = 0; st < HO_USER_STATES; st++)
        for (int l = 0; l < w->n_levels; l++) {
            int cell = 300 + st * HO_MAX_LEVELS + l;
            second[st][l] = split > 0.0 ? draw_one(s, HO_SITE_SPLIT, seg, cell, moved[st][l], split) : 0.0;
            n += moved[st][l];
            n_second += second[st][l];
            moved[st][l] -= second[st][l];
        }
    double potential_second = split > 0.0 ? draw_one(s, HO_SITE_SPLIT, seg, 290, potential, split) : 0.0;
    n_second += potential_second;
    u->potential[HO_GROUP_A] += potential - potential_second;
    u->potential[HO_GROUP_B] += potential_second;
    put_all(w, s, seg, HO_GROUP_A, moved);
    put_all(w, s, seg, HO_GROUP_B, second);
    add_offsets(w, s, seg, HO_GROUP_A, n - n_second);
    add_offsets(w, s, seg, HO_GROUP_B, n_second);
}

static void lower_exposure(const ho_world_t *w, ho_state_t *s, int seg, double p)
{
    ho_people_t *u = &s->people[seg];
    for (int k = HO_GROUP_A; k <= HO_GROUP_B; k++) {
        double moved[HO_USER_STATES][HO_MAX_LEVELS];
        take_share(w, s, seg, k, HO_SITE_EXPOSE_CELL, p, moved);
        put_all(w, s, seg, HO_GROUP_OFF, moved);
        double known = draw_one(s, HO_SITE_EXPOSE, seg, 2 + k, u->potential[k], p);
        u->potential[k] -= known;
        u->potential[HO_GROUP_OFF] += known;
        u->offset_sum[k] *= 1.0 - p;
    }
}

/* Moves a share p of the users of one arm to the other. */
static void move_arm(const ho_world_t *w, ho_state_t *s, int seg, int from, int to, double p)
{
    ho_people_t *u = &s->people[seg];
    double moved[HO_USER_STATES][HO_MAX_LEVELS];
    take_share(w, s, seg, from, HO_SITE_SPLIT, p, moved);
    put_all(w, s, seg, to, moved);
    double known = draw_one(s, HO_SITE_SPLIT, seg, 200 + from, u->potential[from], p);
    u->potential[from] -= known;
    u->potential[to] += known;
    u->offset_sum[to] += u->offset_sum[from] * p;
    u->offset_sum[from] *= 1.0 - p;
}

void ho_users_expose(const ho_world_t *w, ho_state_t *s, int seg, double share, double second_share)
{
    double r = s->exposure[seg], split = s->split[seg];
    if (share > r)
        raise_exposure(w, s, seg, (share - r) / (1.0 - r), split);
    else if (share < r)
        lower_exposure(w, s, seg, (r - share) / r);
    if (second_share > split)
        move_arm(w, s, seg, HO_GROUP_A, HO_GROUP_B, (second_share - split) / (1.0 - split));
    else if (second_share < split)
        move_arm(w, s, seg, HO_GROUP_B, HO_GROUP_A, (split - second_share) / split);
    s->exposure[seg] = share;
    s->split[seg] = second_share;
}

/* ---- adoption ------------------------------------------------------------------------------------------ */

void ho_users_adopt(const ho_world_t *w, ho_state_t *s, const double *reputation, const double *adopters,
                    double promotion)
{
    enum { ROOM = HO_MAX_SEGMENTS * HO_ARMS + HO_DRAW_ROOM };
    uint64_t cell[ROOM] = {0};
    double n[ROOM] = {0}, p[ROOM] = {0}, k[ROOM];
    int lanes = 0;
    for (int seg = 0; seg < w->n_segments; seg++) {
        /* Bass (1969), Management Science 15(5), the hazard f/(1 - F) = p + q F as a daily chance */
        const ho_segment_t *g = &w->segment[seg];
        double eligible = ho_people_eligible(w, s, seg);
        double rate = g->adopt_p + g->adopt_q * s->fate.imitation_factor *
                                       (eligible > 0.0 ? adopters[seg] / eligible : 0.0);
        double chance = -ho_expm1(-rate * reputation[seg] * promotion);
        for (int group = HO_GROUP_A; group <= HO_GROUP_B; group++) {
            cell[lanes] = ho_draw_cell(seg, group);
            n[lanes] = s->people[seg].potential[group];
            p[lanes++] = chance;
        }
    }
    ho_draw_binomials(&s->dice, HO_SITE_ADOPT, s->day, 0, lanes, cell, n, p, k);
    for (int i = 0; i < lanes; i++) {
        ho_people_t *u = &s->people[i / HO_ARMS];
        int group = HO_GROUP_A + i % HO_ARMS;
        u->potential[group] -= k[i];
        u->cell[group][HO_TRIAL][w->segment[i / HO_ARMS].start_level] += k[i];
        u->adopters += k[i];
    }
}

/* ---- shocks -------------------------------------------------------------------------------------------- */

/* Moves Binomial(cell, p) of exposed trial and active users by one level; up only below `limit`, down
 * only above 0. */
static void nudge(const ho_world_t *w, ho_state_t *s, int seg, int site, int key, double p, int step,
                  int limit)
{
    int n = w->n_levels;
    double prob[HO_MAX_LEVELS], k[HO_MAX_LEVELS];
    for (int l = 0; l < n; l++) prob[l] = step > 0 ? (l < limit ? p : 0.0) : (l > 0 ? p : 0.0);
    for (int group = HO_GROUP_A; group <= HO_GROUP_B; group++)
        for (int st = HO_TRIAL; st <= HO_ACTIVE; st++) {
            double *cell = s->people[seg].cell[group][st];
            int cell0 = key * 256 + group * GROUP_CELLS + st * HO_MAX_LEVELS;
            ho_draw_row(&s->dice, site, s->day, seg, cell0, 0, n, cell, prob, k);
            for (int l = 0; l < n; l++) cell[l] -= k[l];
            for (int l = 0; l < n; l++)
                if (k[l] > 0.0) cell[l + step] += k[l];
        }
}

void ho_users_shock(const ho_world_t *w, ho_state_t *s, int seg, double p, int key)
{
    nudge(w, s, seg, HO_SITE_SHOCK, key, p, -1, 0);
}

void ho_users_soothe(const ho_world_t *w, ho_state_t *s, int seg, double p)
{
    nudge(w, s, seg, HO_SITE_APOLOGY, 0, p, 1, w->segment[seg].start_level);
}

/* SPOTS: cells of exposed trial and active users. */
enum { SPOTS = HO_ARMS * 2 * HO_MAX_LEVELS, FEW = 24 };

/* Where those users of a segment are: cells row by row (arm, state), users before the end of each; to a
 * multiple of four, the rest holds all. */
typedef struct {
    int rows, n;
    double all, below[SPOTS];
} places_t;

static void fill_places(const ho_world_t *w, const ho_state_t *s, int seg, places_t *x)
{
    const ho_people_t *u = &s->people[seg];
    double all = 0.0;
    int n = 0;
    x->rows = s->split[seg] > 0.0 ? 2 * HO_ARMS : 2; /* without a split there is nobody in the second arm */
    for (int r = 0; r < x->rows; r++)
        for (int l = 0; l < w->n_levels; l++) x->below[n++] = all += u->cell[HO_GROUP_A + r / 2][r % 2][l];
    for (int i = n; i % 4 != 0; i++) x->below[i] = all;
    x->n = n;
    x->all = all;
}

/* How many of the users number at[i] are in each cell, four cells at once. */
static void count_cells(const places_t *x, int n, const double *at, double *chosen)
{
    typedef int64_t pair_count_t __attribute__((vector_size(16)));
    int64_t before = 0;
    for (int c = 0; c < x->n; c += 4) {
        pair_t end = pair_at(x->below + c), later_end = pair_at(x->below + c + 2);
        pair_count_t within = {0, 0}, later = {0, 0};
        for (int i = 0; i < n; i++) { /* true is -1 */
            within -= end > at[i];
            later -= later_end > at[i];
        }
        const int64_t upto[4] = {within[0], within[1], later[0], later[1]};
        for (int i = 0; i < 4; i++) {
            chosen[c + i] = (double)(upto[i] - before);
            before = upto[i];
        }
    }
}

/* k users at random, counts by cell: a word each, or one binomial a cell where they are many. Both stand
 * for the hypergeometric law: k is small against the users. */
static void choose_users(ho_state_t *s, int seg, double k, const places_t *x, double *chosen)
{
    uint64_t key[FEW / 2], w0[FEW / 2], w1[FEW / 2];
    double at[FEW], before = 0.0;
    int n = (int)ho_min(k, FEW);
    if (k > FEW || s->dice.expected) {
        ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_RESTORE, s->day, seg, FEW);
        for (int i = 0; i < x->n; i++) {
            chosen[i] = 0.0;
            if (!(x->below[i] > before && k > 0.0)) continue;
            chosen[i] =
                ho_draw_binomial(&s->dice, &r, k, ho_min(1.0, (x->below[i] - before) / (x->all - before)));
            k -= chosen[i];
            before = x->below[i];
        }
        return;
    }
    for (int i = 0; i < FEW / 2; i++) key[i] = ho_draw_cell(seg, i);
    ho_draw_words(&s->dice, HO_SITE_RESTORE, s->day, 0, (n + 1) / 2, key, w0, w1);
    for (int i = 0; i < n / 2; i++) at[i] = ho_word_to_u(w1[i]) * x->all;
    for (int i = n / 2; i < n; i++) at[i] = ho_word_to_u(w0[i - n / 2]) * x->all;
    count_cells(x, n, at, chosen);
}

void ho_users_restore(const ho_world_t *w, ho_state_t *s, int seg, double k)
{
    double up[SPOTS];
    places_t x;
    fill_places(w, s, seg, &x);
    choose_users(s, seg, ho_min(k, x.all), &x, up);
    for (int r = 0; r < x.rows; r++) {
        double *cell = s->people[seg].cell[HO_GROUP_A + r / 2][r % 2];
        for (int l = w->n_levels - 2; l >= 0;
             l--) { /* from above, so that nobody rises twice; the top has nowhere to rise to */
            double risen = ho_min(up[r * w->n_levels + l], cell[l]);
            if (!(risen > 0.0)) continue;
            cell[l] -= risen;
            cell[l + 1] += risen;
        }
    }
}
