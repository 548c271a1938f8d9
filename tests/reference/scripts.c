/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three fixed decision scripts for each of the four scenarios. Between them they reach every kind of decision
 * that acts on users without training: whole and staged rollouts, segments, kill and relaunch, thresholds,
 * band and reviewers, arms, another option, servers, audits, a campaign. Numbers of reviewers and audits are
 * for the small worlds of the comparison. */
#include "worlds.h"

/* clang-format off */
#define ALL (-1)
#define OPTION(d, o) {.day = d, .kind = REF_OPTION, .seg = ALL, .n = o}
#define DEPLOY(d, s, o) {.day = d, .kind = REF_DEPLOY, .seg = s, .n = o}
#define ROLLOUT(d, s, share) {.day = d, .kind = REF_ROLLOUT, .seg = s, .x = share}
#define TAU(d, s, t) {.day = d, .kind = REF_TAU, .seg = s, .x = t}
#define BAND(d, s, lo, hi, act) {.day = d, .kind = REF_BAND, .seg = s, .x = lo, .y = hi, .n = act}
#define REVIEWERS(d, r) {.day = d, .kind = REF_REVIEWERS, .seg = ALL, .x = r}
#define SERVERS(d, c) {.day = d, .kind = REF_SERVERS, .seg = ALL, .n = c}
#define AUDITS(d, s, a) {.day = d, .kind = REF_AUDITS, .seg = s, .x = a}
#define KILL(d) {.day = d, .kind = REF_KILL, .seg = ALL}
#define ARMS(d, s, o, share) {.day = d, .kind = REF_ARMS, .seg = s, .n = o, .x = share}
#define PROMOTE(d) {.day = d, .kind = REF_PROMOTE, .seg = ALL}
#define COUNT(...) (int)(sizeof((const ref_action_t[]){__VA_ARGS__}) / sizeof(ref_action_t))
#define SCRIPT(title, ...) {.name = title, .n = COUNT(__VA_ARGS__), .action = {__VA_ARGS__}}

const ref_script_t *ref_script(int i, int j)
{
    /* order of the options in the scenarios; inline-suggest has phrases, distilled, custom */
    enum { RULES, MODEL, CUSTOM };
    static const ref_script_t scripts[REF_SCENARIOS][REF_SCRIPTS] = {
        {
            SCRIPT("all at once",
                OPTION(0, MODEL), TAU(0, ALL, .5), ROLLOUT(0, ALL, 1)),
            SCRIPT("staged, killed, launched again",
                OPTION(0, MODEL), TAU(0, ALL, .645), ROLLOUT(0, ALL, .05), ROLLOUT(2, ALL, .25),
                ROLLOUT(4, ALL, .5), AUDITS(5, 0, 10), ROLLOUT(6, ALL, 1), SERVERS(20, 4), KILL(40),
                ROLLOUT(50, ALL, .6), ROLLOUT(60, ALL, .9)),
            SCRIPT("rules first, arms, a band",
                OPTION(0, RULES), TAU(0, ALL, .6), ROLLOUT(0, 0, .7), ROLLOUT(0, 1, .3), DEPLOY(8, 1, MODEL),
                ROLLOUT(9, 1, 1), ARMS(12, 0, MODEL, .5), BAND(20, ALL, .4, .75, 0), REVIEWERS(20, 8),
                PROMOTE(30), ARMS(35, 0, MODEL, .2)),
        },
        {
            SCRIPT("all at once",
                OPTION(0, CUSTOM), TAU(0, ALL, .548), ROLLOUT(0, ALL, 1)),
            SCRIPT("staged, too few servers for a while",
                OPTION(0, MODEL), TAU(0, ALL, .5), ROLLOUT(0, ALL, .05), ROLLOUT(2, ALL, .25),
                ROLLOUT(4, ALL, .5), ROLLOUT(6, ALL, 1), SERVERS(40, 20), SERVERS(60, 70), TAU(80, ALL, .6)),
            SCRIPT("two models side by side",
                OPTION(0, CUSTOM), TAU(0, ALL, .5), ROLLOUT(0, ALL, .8), ARMS(3, ALL, MODEL, .5),
                ROLLOUT(10, ALL, 1), ARMS(60, 0, MODEL, .8), DEPLOY(75, 1, MODEL), ROLLOUT(100, 1, .5)),
        },
        {
            SCRIPT("all at once",
                OPTION(0, MODEL), TAU(0, ALL, .667), REVIEWERS(0, 1), ROLLOUT(0, ALL, 1)),
            SCRIPT("staged, more reviewers, a band",
                OPTION(0, MODEL), TAU(0, ALL, .5), ROLLOUT(0, ALL, .05), ROLLOUT(2, ALL, .25),
                ROLLOUT(4, ALL, .5), ROLLOUT(6, ALL, 1), AUDITS(10, 0, 15), AUDITS(10, 2, 5),
                REVIEWERS(15, 6), BAND(30, ALL, .2, .6, 1), TAU(90, 1, .4), REVIEWERS(100, 1)),
            SCRIPT("rules for new sellers, off and on",
                OPTION(0, MODEL), TAU(0, ALL, .4), REVIEWERS(0, 2), ROLLOUT(0, ALL, 1), DEPLOY(25, 1, RULES),
                ROLLOUT(60, ALL, .3), ROLLOUT(75, ALL, 1), TAU(110, ALL, .7), DEPLOY(120, 1, MODEL)),
        },
        {
            SCRIPT("all at once",
                OPTION(0, MODEL), TAU(0, ALL, .429), ROLLOUT(0, ALL, 1)),
            SCRIPT("one segment after the other, rules for the second",
                OPTION(0, MODEL), TAU(0, ALL, .429), ROLLOUT(0, 0, .25), ROLLOUT(3, 0, 1), ROLLOUT(5, 1, .5),
                ROLLOUT(7, 1, 1), ROLLOUT(9, 2, 1), SERVERS(30, 60), DEPLOY(65, 1, RULES)),
            SCRIPT("a band, audits, killed and launched again",
                OPTION(0, MODEL), TAU(0, ALL, .5), BAND(0, ALL, .3, .6, 0), REVIEWERS(0, 10),
                ROLLOUT(0, ALL, .5), ROLLOUT(4, ALL, 1), AUDITS(20, 1, 8), KILL(70), ROLLOUT(80, ALL, .9),
                BAND(100, ALL, .5, .5, 0), PROMOTE(105)),
        },
    };
    return &scripts[i][j];
}
