/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decision logs: a playthrough as JSON Lines. One line says what was played, then one line a day holds the
 * day's decisions, what became of them and the hashes of the state, and a last line says that the log is
 * complete. Every line but the first carries the SHA-256 of the text of the line before ("chain"), so that a
 * change shows. It proves what was played, not who played.
 *
 *   {"format":"holdout-log","version":1,"engine":"0.1.0","scenario":{"id":"first-launch","sha256":"9f..."},
 *    "policy":"staged","seed":7,"twin":false,"expected":false,"days":60}
 *   {"chain":"5e...","day":0,"decisions":[{"do":"rollout","share":0.05}],"hash":"00f3...",
 *    "groups":{"world":"91...", ...}}
 *   {"chain":"77...","end":60}
 *
 * The first line of a game by a person also has "mode", "guided" and, where it took days over from another
 * one, "branched_from": how many; its day 0 says how many decisions had been locked in when framing ended
 * ("framed").
 *
 * Decisions and parameters are named as in the table of decisions; segments, options, metrics and the like by
 * their names; versions are "v0", "v1", ... ; a number that stands at its default is left out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/decision.h"
#include "engine/world.h"
#include "scenario/diag.h"
#include "scenario/json.h"
#include "scenario/jsonout.h"
#include "scenario/sha256.h"

#define HO_LOG_FORMAT "holdout-log"
enum { HO_LOG_VERSION = 1, HO_LOG_GROUPS = 8 /* = HO_HASHES */, HO_LOG_NAME = 64 };

typedef struct {
    int line;      /* in the file it was read from; 0 = written by us */
    int first, n;  /* its decisions: decision[first .. first + n)     */
    int framed;    /* day 0 of a game by a person: so many of them were locked in when framing ended */
    uint64_t hash; /* of the state at the end of the day              */
    uint64_t group[HO_LOG_GROUPS];
} ho_log_day_t;

/* A log in memory. The caller owns it: zero it, fill or read it, free it. */
typedef struct {
    char engine[HO_LOG_NAME]; /* engine version                                   */
    char scenario[HO_ID];
    char sha256[HO_SHA256_HEX]; /* of the scenario's bytes                          */
    char policy[HO_LOG_NAME];
    uint64_t seed; /* at most 2^53                                     */
    bool twin, expected;
    int days; /* that were to be played; the log may hold less    */
    char mode[16]; /* of a game by a person: "practice", "assessed"; "" for others      */
    bool guided;   /* with a guide                                                      */
    bool branch;   /* its first days are those of another game, or of an older scenario */
    int branched_from; /* how many of them                                              */

    int n_days; /* lines of days; day i is day[i]                   */
    ho_log_day_t day[HO_MAX_DAYS];
    int n_decisions, room;
    ho_decision_t *decision; /* (room), in the order in which they were made     */
    ho_refusal_t *verdict;   /* (room)                                           */
    bool complete;           /* read: the last line is there                     */
    int changed_line;        /* read: first line that is not as written, 0 = none: the chain does not fit */
    int torn_line;           /* read: a last line that was torn off, 0 = none    */
} ho_log_t;

/* Adds the next day. Returns 0, or -1 (memory, or more than HO_MAX_DAYS) with the log as it was. */
int ho_log_add_day(ho_log_t *log, const ho_decision_t *d, const ho_refusal_t *verdicts, int n, uint64_t hash,
                   const uint64_t group[HO_LOG_GROUPS]);

/* One line as text with its line feed, NUL-terminated, to be freed; NULL where memory ran out. i is -1 for
 * the first line, a day for its line, n_days for the last. `chain` holds the hash of the line before (nothing
 * for the first) and then that of this one: who prints the lines in their order writes the log as
 * it grows. */
char *ho_log_print_line(const ho_log_t *log, const ho_world_t *w, int i, char chain[HO_SHA256_HEX],
                        size_t *n);

/* The whole as text, NUL-terminated, to be freed; NULL where memory ran out. *n (may be NULL) gets its
 * length. */
char *ho_log_print(const ho_log_t *log, const ho_world_t *w, size_t *n);

/* Reads only the first line of a log, to learn which scenario it is of. 0, or -1 with errors in diags. */
int ho_log_read_header(const char *text, size_t n, const char *file, ho_log_t *log, ho_diags_t *diags);

/* Reads a log of world w: header first, then every line. Strict: unknown keys, names and numbers out of
 * range are errors, each with its line. A last line that was torn off is left out and remembered in
 * torn_line, and the first line that does not fit its chain in changed_line; neither is an error here.
 * Returns 0, or -1 with errors in diags (the log is then freed). */
int ho_log_read(const char *text, size_t n, const char *file, const ho_world_t *w, ho_log_t *log,
                ho_diags_t *diags);

void ho_log_free(ho_log_t *log);

/* Reads one decision as it stands in a log, text[0..n). 0, or -1 with errors in diags. */
int ho_log_read_decision(const char *text, size_t n, const ho_world_t *w, ho_decision_t *out,
                         ho_diags_t *diags);

/* One decision as a JSON object, as it stands in a log; the verdict is left out where it is HO_REFUSED_NONE.
 * To be freed; NULL where memory ran out. */
char *ho_log_print_decision(const ho_decision_t *d, ho_refusal_t verdict, const ho_world_t *w);

/* The same, and a condition, as part of something larger. */
void ho_log_write_decision(ho_jsonout_t *out, const ho_decision_t *d, ho_refusal_t verdict,
                           const ho_world_t *w);
void ho_log_write_condition(ho_jsonout_t *out, const ho_cond_t *c, const ho_world_t *w);

/* Reads one decision that a player makes: as in a log, without a tag or a verdict, and with every number
 * within its range. `line` stands for the lines of the nodes where it is above 0 (JSON Lines). 0, or -1 with
 * errors in diags. */
int ho_log_read_player_decision(const ho_json_node_t *node, int line, const ho_world_t *w, ho_decision_t *out,
                                ho_diags_t *diags);

/* The same as people read it: "rollout share=0.05 segment=new-sellers". To be freed; NULL where memory ran
 * out. */
char *ho_log_describe_decision(const ho_decision_t *d, const ho_world_t *w);

/* The names that a kind of parameter takes in this world, in the order of their values (segments for one
 * segment and for several); none for numbers, switches and versions. Returns how many. */
enum { HO_LOG_NAMES = 64 };
int ho_log_names(const ho_world_t *w, ho_param_kind_t kind, const char *names[HO_LOG_NAMES]);

/* Short name of a refusal, as it stands in logs ("team-days"), and back (-1). */
const char *ho_refusal_word(ho_refusal_t r);
int ho_refusal_named(const char *word);
