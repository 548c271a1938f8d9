/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many users there are of what kind; exposure, adoption, shocks. */
#include "engine/users.h"

#include <math.h>
#include <string.h>

#include "engine/dmath.h"
#include "engine/site.h"

enum { GROUP_CELLS = 64 }; /* cell numbers that a group owns at a site */

/* levels: a multiple of 4; cells above the ladder are empty. */
static double sum_levels(int levels, const double cell[HO_MAX_LEVELS])
{
    double a = 0.0, b = 0.0, c = 0.0, d = 0.0; /* apart, so that no addition waits for the one before it */
    for (int l = 0; l < levels; l += 4) {
        a += cell[l];
        b += cell[l + 1];
        c += cell[l + 2];
        d += cell[l + 3];
    }
    return (a + b) + (c + d);
}

ho_people_sums_t ho_people_sums(const ho_world_t *w, const ho_state_t *s, int seg)
{
    int levels = (w->n_levels + 3) / 4 * 4;
    const ho_people_t *p = &s->people[seg];
    ho_people_sums_t out = {.trust_n = 0.0};
    double all[HO_MAX_LEVELS] = {0};
    for (int st = 0; st < HO_USER_STATES; st++) {
        double here[HO_MAX_LEVELS];
        for (int l = 0; l < levels; l++) {
            here[l] = p->cell[HO_GROUP_OFF][st][l] + p->cell[HO_GROUP_A][st][l] + p->cell[HO_GROUP_B][st][l];
            all[l] += here[l];
        }
        out.in[st] = sum_levels(levels, here);
    }
    for (int l = 0; l < levels; l++) {
        out.trust_sum += all[l] * l;
        out.trust_sq += all[l] * (l * l);
    }
    out.trust_n = out.in[HO_TRIAL] + out.in[HO_ACTIVE] + out.in[HO_LAPSED];
    return out;
}

double ho_people_exposed(const ho_world_t *w, const ho_state_t *s, int seg, int group)
{
    int levels = (w->n_levels + 3) / 4 * 4;
    double sum = s->people[seg].potential[group];
    for (int st = 0; st < HO_USER_STATES; st++) sum += sum_levels(levels, s->people[seg].cell[group][st]);
    return sum;
}

double ho_people_in(const ho_world_t *w, const ho_state_t *s, int seg, ho_user_state_t state)
{
    return ho_people_sums(w, s, seg).in[state];
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
        ho_people_sums_t x = ho_people_sums(w, s, g);
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

/* ---- exposure --------------------------------------------------------------------------------------------- */

/* Draws one binomial at its own stream. */
static double draw_one(ho_state_t *s, int site, int seg, int cell, double n, double p)
{
    ho_stream_t r = ho_stream(s->dice.seed, site, s->day, seg, cell);
    return ho_draw_binomial(&s->dice, &r, n, p);
}

/* Takes Binomial(cell, p) out of every cell of a group into `out` (states x levels). */
static void take_share(const ho_world_t *w, ho_state_t *s, int seg, int group, int site, double p, double out[HO_USER_STATES][HO_MAX_LEVELS])
{
    double prob[HO_MAX_LEVELS];
    for (int l = 0; l < w->n_levels; l++) prob[l] = p;
    for (int st = 0; st < HO_USER_STATES; st++) {
        double *cell = s->people[seg].cell[group][st];
        ho_draw_row(&s->dice, site, s->day, seg, group * GROUP_CELLS + st * HO_MAX_LEVELS, 0, w->n_levels, cell, prob, out[st]);
        for (int l = 0; l < w->n_levels; l++) cell[l] -= out[st][l];
    }
}

static void put_all(const ho_world_t *w, ho_state_t *s, int seg, int group, double in[HO_USER_STATES][HO_MAX_LEVELS])
{
    for (int st = 0; st < HO_USER_STATES; st++)
        for (int l = 0; l < w->n_levels; l++) s->people[seg].cell[group][st][l] += in[st][l];
}

/* A cohort that enters the experiment brings the sum of its users' personal offsets: N(0, n sd_between^2) (MODEL 13a). */
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

/* ---- adoption --------------------------------------------------------------------------------------------- */

void ho_users_adopt(const ho_world_t *w, ho_state_t *s, const double *reputation, const double *adopters, double promotion)
{
    enum { ROOM = HO_MAX_SEGMENTS * HO_ARMS + HO_DRAW_ROOM };
    uint64_t cell[ROOM] = {0};
    double n[ROOM] = {0}, p[ROOM] = {0}, k[ROOM];
    int lanes = 0;
    for (int seg = 0; seg < w->n_segments; seg++) {
        /* Bass (1969), Management Science 15(5), the hazard f/(1 - F) = p + q F as a daily chance */
        const ho_segment_t *g = &w->segment[seg];
        double eligible = ho_people_eligible(w, s, seg);
        double rate = g->adopt_p + g->adopt_q * s->fate.imitation_factor * (eligible > 0.0 ? adopters[seg] / eligible : 0.0);
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

/* ---- shocks ----------------------------------------------------------------------------------------------- */

/* Moves Binomial(cell, p) of exposed trial and active users by one level; up only below `limit`, down only above 0. */
static void nudge(const ho_world_t *w, ho_state_t *s, int seg, int site, int key, double p, int step, int limit)
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

void ho_users_shock(const ho_world_t *w, ho_state_t *s, int seg, double p, int key) { nudge(w, s, seg, HO_SITE_SHOCK, key, p, -1, 0); }

void ho_users_soothe(const ho_world_t *w, ho_state_t *s, int seg, double p)
{
    nudge(w, s, seg, HO_SITE_APOLOGY, 0, p, 1, w->segment[seg].start_level);
}

enum { SPOTS = HO_ARMS * 2 * HO_MAX_LEVELS, FEW = 24 }; /* cells of exposed trial and active users; a power of two */

/* Which of the cells hold the users number at[i], below[c] users being before the end of cell c: a binary search of all at once. */
static void find_cells(const double below[SPOTS], int n, const double *at, int *cell)
{
    for (int i = 0; i < n; i++) cell[i] = 0;
    for (int step = SPOTS / 2; step > 0; step /= 2)
        for (int i = 0; i < n; i++) cell[i] += below[cell[i] + step - 1] <= at[i] ? step : 0;
}

/* k users at random, counts by cell: a word each, or one binomial a cell where they are many. Both stand for the hypergeometric law: k
 * is small against the users. */
static void choose_users(ho_state_t *s, int seg, double k, const double below[SPOTS], double chosen[SPOTS])
{
    uint64_t key[FEW / 2], word[FEW];
    int cell[FEW], n = (int)ho_min(k, FEW);
    double at[FEW], all = below[SPOTS - 1], before = 0.0;
    memset(chosen, 0, SPOTS * sizeof *chosen);
    if (k > FEW || s->dice.expected) {
        ho_stream_t r = ho_stream(s->dice.seed, HO_SITE_RESTORE, s->day, seg, FEW);
        for (int i = 0; i < SPOTS && k > 0.0; i++) {
            if (!(below[i] > before)) continue;
            chosen[i] = ho_draw_binomial(&s->dice, &r, k, ho_min(1.0, (below[i] - before) / (all - before)));
            k -= chosen[i];
            before = below[i];
        }
        return;
    }
    for (int i = 0; i < FEW / 2; i++) key[i] = ho_draw_cell(seg, i);
    ho_draw_words(&s->dice, HO_SITE_RESTORE, s->day, 0, (n + 1) / 2, key, word, word + FEW / 2);
    for (int i = 0; i < n; i++) at[i] = ho_word_to_u(word[i % 2 * (FEW / 2) + i / 2]) * all;
    find_cells(below, n, at, cell);
    for (int i = 0; i < n; i++) chosen[cell[i]] += 1.0;
}

void ho_users_restore(const ho_world_t *w, ho_state_t *s, int seg, double k)
{
    ho_people_t *u = &s->people[seg];
    double below[SPOTS], up[SPOTS], all = 0.0;
    for (int i = 0; i < 2 * HO_ARMS; i++)
        for (int l = 0; l < HO_MAX_LEVELS; l++) {
            if (l < w->n_levels) all += u->cell[HO_GROUP_A + i / 2][i % 2][l];
            below[i * HO_MAX_LEVELS + l] = all;
        }
    choose_users(s, seg, ho_min(k, all), below, up);
    for (int i = 0; i < 2 * HO_ARMS; i++) {
        double *cell = u->cell[HO_GROUP_A + i / 2][i % 2];
        for (int l = w->n_levels - 2; l >= 0; l--) { /* from above, so that nobody rises twice; the top has nowhere to rise to */
            double x = ho_min(up[i * HO_MAX_LEVELS + l], cell[l]);
            if (!(x > 0.0)) continue;
            cell[l] -= x;
            cell[l + 1] += x;
        }
    }
}
