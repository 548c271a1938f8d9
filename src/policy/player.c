/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be named to play, and players at work: one row for each kind. */
#include "policy/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/family.h"
#include "policy/hand.h"
#include "policy/program.h"
#include "policy/rules_hand.h"
#include "scenario/log.h"
#include "scenario/near.h"
#include "scenario/rules.h"

enum { NAME = 64, LARGEST_LOG = 64 * 1024 * 1024, MOST_POLICIES = 64 };

typedef enum {
    BUILT_IN,
    RULES,
    REPLAY,
    PROGRAM,
    HABITS,
    N_KINDS
} kind_t;

struct ho_strategy {
    kind_t kind;
    const ho_scenario_t *scenario;
    ho_strategy_options_t options;
    char name[NAME];
    char sha256[HO_SHA256_HEX];
    const ho_policy_t *policy; /* built-in       */
    ho_rules_t rules;
    ho_log_t *log;
    char *command;
    double habits[HO_RULE_AXES];
};

struct ho_player {
    const ho_strategy_t *strategy;
    ho_hand_t hand;
    ho_rules_memory_t rules;
    ho_program_t *program;
    void *memo;
    ho_built_in_t built_in; /* of habits, its memory alone */
};

/* ---- names --------------------------------------------------------------------------------------------- */

/* The letters, digits, '.', '_' and '-' of text[0..n). */
static void set_name(ho_strategy_t *self, const char *text, size_t n)
{
    size_t used = 0;
    for (size_t i = 0; i < n && used < NAME - 1; i++) {
        const char c = text[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
            c == '_' || c == '-')
            self->name[used++] = c;
    }
    if (used == 0) self->name[used++] = '-';
    self->name[used] = '\0';
}

static void set_name_of_file(ho_strategy_t *self, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    set_name(self, base, strlen(base));
}

/* The program's own file: "agent.py" for "python3 -u tools/agent.py --calm". Of the words before it, those
 * that only start it are passed over. */
static void set_name_of_command(ho_strategy_t *self, const char *command)
{
    static const char *const starters[] = {"python3", "python", "env",  "exec",   "sh",
                                           "bash",    "node",   "nice", "timeout"};
    const char *word = command + strspn(command, " \t");
    const char *best = word;
    size_t best_n = strcspn(word, " \t");
    while (*word != '\0') {
        const size_t n = strcspn(word, " \t");
        const char *base = word;
        for (size_t i = 0; i < n; i++)
            if (word[i] == '/') base = word + i + 1;
        const size_t base_n = n - (size_t)(base - word);
        bool passed = word[0] == '-' || memchr(word, '=', n) != NULL;
        for (size_t i = 0; i < sizeof starters / sizeof starters[0]; i++)
            passed = passed || (strlen(starters[i]) == base_n && strncmp(starters[i], base, base_n) == 0);
        if (!passed) {
            best = base;
            best_n = base_n;
            break;
        }
        word += n;
        word += strspn(word, " \t");
    }
    set_name(self, best, best_n);
}

/* ---- loading ------------------------------------------------------------------------------------------- */

static ho_scenario_result_t no_memory(ho_diags_t *diags)
{
    ho_diags_add(diags, HO_DIAG_E0305, (ho_place_t){0, 0}, NULL, NULL, "there is not enough memory");
    return HO_SCENARIO_NO_MEMORY;
}

static ho_scenario_result_t load_built_in(ho_strategy_t *self, const char *word, ho_diags_t *diags)
{
    self->policy = ho_policy_named(word);
    if (self->policy != NULL) {
        set_name(self, word, strlen(word));
        return HO_SCENARIO_OK;
    }
    const char *names[MOST_POLICIES];
    size_t n = 0;
    for (; n < MOST_POLICIES && ho_policy((int)n) != NULL; n++) names[n] = ho_policy((int)n)->name;
    const char *near = ho_near_best(word, names, n);
    char help[96] = "", quoted[HO_QUOTED];
    if (near != NULL) (void)snprintf(help, sizeof help, "did you mean \"%s\"?", near);
    ho_diags_add(diags, HO_DIAG_E0005, (ho_place_t){0, 0}, NULL, help, "there is no policy %s",
                 ho_diag_quote(word, strlen(word), quoted));
    return HO_SCENARIO_BAD;
}

static ho_scenario_result_t load_rules(ho_strategy_t *self, const char *path, ho_diags_t *diags)
{
    ho_scenario_result_t rc = ho_rules_load(path, self->scenario, &self->rules, diags);
    if (rc != HO_SCENARIO_OK) return rc;
    set_name(self, self->rules.name, strlen(self->rules.name));
    memcpy(self->sha256, self->rules.sha256, sizeof self->sha256);
    return HO_SCENARIO_OK;
}

/* Reads the log in text[0..n); one of another scenario is an error. */
static ho_scenario_result_t read_log(ho_strategy_t *self, const char *text, size_t n, const char *path,
                                     ho_diags_t *diags)
{
    self->log = calloc(1, sizeof *self->log);
    if (self->log == NULL) return no_memory(diags);
    const ho_scenario_t *scenario = self->scenario;
    if (ho_log_read_header(text, n, path, self->log, diags) != 0) return HO_SCENARIO_BAD;
    if (strcmp(self->log->sha256, scenario->sha256) != 0) {
        ho_diags_add(diags, HO_DIAG_E0110, (ho_place_t){1, 1}, "/scenario/sha256", NULL,
                     "expected a log of this %s (%.12s...), found one of %s (%.12s...)", scenario->id,
                     scenario->sha256, self->log->scenario, self->log->sha256);
        return HO_SCENARIO_BAD;
    }
    if (ho_log_read(text, n, path, &scenario->world, self->log, diags) != 0) {
        ho_diags_sort(diags);
        for (size_t i = 0; i < diags->n; i++)
            if (diags->item[i].code == HO_DIAG_E0305) return HO_SCENARIO_NO_MEMORY;
        return HO_SCENARIO_BAD;
    }
    set_name_of_file(self, path);
    ho_sha256_hex(text, n, self->sha256);
    return HO_SCENARIO_OK;
}

static ho_scenario_result_t load_replay(ho_strategy_t *self, const char *path, ho_diags_t *diags)
{
    char *text = NULL;
    size_t n = 0;
    diags->file = path;
    ho_scenario_result_t rc = ho_file_read(path, LARGEST_LOG, &text, &n, diags);
    if (rc == HO_SCENARIO_OK) rc = read_log(self, text, n, path, diags);
    free(text);
    return rc;
}

static ho_scenario_result_t load_program(ho_strategy_t *self, const char *command, ho_diags_t *diags)
{
    self->command = strdup(command);
    if (self->command == NULL) return no_memory(diags);
    set_name_of_command(self, command);
    ho_sha256_hex(command, strlen(command), self->sha256);
    return HO_SCENARIO_OK;
}

static ho_scenario_result_t load_habits(ho_strategy_t *self, const char *text, ho_diags_t *diags)
{
    if (!ho_family_parse(text, &self->scenario->world, self->habits, diags)) return HO_SCENARIO_BAD;
    char name[NAME];
    ho_sha256_hex(text, strlen(text), self->sha256);
    set_name(self, name, (size_t)snprintf(name, sizeof name, "habits-%.6s", self->sha256));
    return HO_SCENARIO_OK;
}

/* ---- hands --------------------------------------------------------------------------------------------- */

static int begin_rules(void *player, const ho_view_t *view, uint64_t seed, int days)
{
    ho_player_t *self = player;
    (void)view, (void)seed, (void)days;
    ho_rules_begin(&self->rules);
    return 0;
}

static int decide_rules(void *player, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    ho_player_t *self = player;
    (void)seed;
    ho_rules_decide(&self->strategy->rules, &self->rules, view, plan);
    return 0;
}

/* What was decided on this day, refused or not: what is refused now is refused. */
static int decide_replay(void *player, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    const ho_log_t *log = ((ho_player_t *)player)->strategy->log;
    const int day = ho_view_day(view);
    (void)seed;
    for (int i = 0; day < log->n_days && i < log->day[day].n; i++)
        if (!ho_plan_add(plan, &log->decision[log->day[day].first + i])) break;
    return 0;
}

static int begin_habits(void *player, const ho_view_t *view, uint64_t seed, int days)
{
    ho_player_t *self = player;
    (void)view, (void)seed, (void)days;
    memset(self->built_in.memory, 0, sizeof self->built_in.memory);
    return 0;
}

static int decide_habits(void *player, const ho_view_t *view, uint64_t seed, ho_plan_t *plan)
{
    ho_player_t *self = player;
    (void)seed;
    ho_family_decide(self->strategy->habits, self->built_in.memory, view, plan);
    return 0;
}

static bool take_up_built_in(ho_player_t *self)
{
    self->built_in.policy = self->strategy->policy;
    self->hand = ho_built_in_hand(&self->built_in);
    return true;
}

static bool with_memo(ho_player_t *self, ho_hand_t hand)
{
    self->memo = calloc(1, ho_memo_size());
    hand.self = self;
    hand.memo = self->memo;
    self->hand = hand;
    return self->memo != NULL;
}

static bool take_up_rules(ho_player_t *self)
{
    return with_memo(self, (ho_hand_t){.begin = begin_rules, .decide = decide_rules});
}

static bool take_up_replay(ho_player_t *self)
{
    self->hand = (ho_hand_t){.self = self, .decide = decide_replay};
    return true;
}

static bool take_up_program(ho_player_t *self)
{
    const ho_strategy_t *is = self->strategy;
    self->program =
        ho_program_open(is->command, is->scenario, is->options.time_limit_s, is->options.pass_errors);
    if (self->program != NULL) self->hand = ho_program_hand(self->program);
    return self->program != NULL;
}

static bool take_up_habits(ho_player_t *self)
{
    return with_memo(self, (ho_hand_t){.begin = begin_habits, .decide = decide_habits});
}

/* ---- kinds --------------------------------------------------------------------------------------------- */

/* How each kind is named (by what stands before it, or by how its path ends), how what is named is loaded, and
 * how a player takes it up: take_up sets the hand, and is false where there is no memory. */
static const struct {
    const char *prefix, *suffix;
    ho_scenario_result_t (*load)(ho_strategy_t *self, const char *rest, ho_diags_t *diags);
    bool (*take_up)(ho_player_t *self);
} KINDS[N_KINDS] = {
    [BUILT_IN] = {NULL, NULL, load_built_in, take_up_built_in},
    [RULES] = {"rules:", ".json", load_rules, take_up_rules},
    [REPLAY] = {"replay:", ".jsonl", load_replay, take_up_replay},
    [PROGRAM] = {"cmd:", NULL, load_program, take_up_program},
    [HABITS] = {"habits:", NULL, load_habits, take_up_habits},
};

/* The kind of a spec; *rest gets what is named without its prefix. */
static kind_t find_kind(const char *spec, const char **rest)
{
    const size_t n = strlen(spec);
    *rest = spec;
    for (int k = 0; k < N_KINDS; k++) {
        if (KINDS[k].prefix == NULL || strncmp(spec, KINDS[k].prefix, strlen(KINDS[k].prefix)) != 0) continue;
        *rest = spec + strlen(KINDS[k].prefix);
        return (kind_t)k;
    }
    for (int k = 0; k < N_KINDS; k++) {
        const size_t ends = KINDS[k].suffix != NULL ? strlen(KINDS[k].suffix) : n;
        if (ends < n && strcmp(spec + n - ends, KINDS[k].suffix) == 0) return (kind_t)k;
    }
    return BUILT_IN;
}

ho_scenario_result_t ho_strategy_load(const char *spec, const ho_scenario_t *scenario,
                                      const ho_strategy_options_t *options, ho_strategy_t **out,
                                      ho_diags_t *diags)
{
    const char *rest = spec;
    *out = NULL;
    ho_diags_init(diags, spec);
    ho_strategy_t *self = calloc(1, sizeof *self);
    if (self == NULL) return no_memory(diags);
    self->scenario = scenario;
    if (options != NULL) self->options = *options;
    if (!(self->options.time_limit_s > 0)) self->options.time_limit_s = HO_PLAYER_SECONDS;
    self->kind = find_kind(spec, &rest);
    ho_scenario_result_t rc = HO_SCENARIO_BAD;
    if (rest[strspn(rest, " \t")] != '\0') rc = KINDS[self->kind].load(self, rest, diags);
    else ho_diags_add(diags, HO_DIAG_E0005, (ho_place_t){0, 0}, NULL, NULL, "nobody is named by '%s'", spec);
    if (rc == HO_SCENARIO_OK) *out = self;
    else ho_strategy_free(self);
    return rc;
}

void ho_strategy_free(ho_strategy_t *self)
{
    if (self == NULL) return;
    ho_rules_free(&self->rules);
    if (self->log != NULL) ho_log_free(self->log);
    free(self->log);
    free(self->command);
    free(self);
}

const char *ho_strategy_name(const ho_strategy_t *self) { return self->name; }
const char *ho_strategy_sha256(const ho_strategy_t *self) { return self->sha256; }

/* ---- players ------------------------------------------------------------------------------------------- */

ho_player_t *ho_player_open(const ho_strategy_t *strategy)
{
    ho_player_t *self = calloc(1, sizeof *self);
    if (self == NULL) return NULL;
    self->strategy = strategy;
    if (KINDS[strategy->kind].take_up(self)) return self;
    free(self);
    return NULL;
}

void ho_player_close(ho_player_t *self)
{
    if (self == NULL) return;
    (void)ho_program_close(self->program);
    free(self->memo);
    free(self);
}

ho_played_t ho_player_play(ho_player_t *self, const ho_world_t *w, ho_state_t *s, int days,
                           ho_each_day_t each_day, void *user, bool (*stop)(void *user), void *stop_user)
{
    static const ho_played_t results[] = {[HO_ROUND_PLAYED] = HO_PLAYED,
                                          [HO_ROUND_STOPPED] = HO_PLAYED_STOPPED,
                                          [HO_ROUND_FAILED] = HO_PLAYED_FAULT};
    const ho_watch_t watch = {.each_day = each_day, .user = user, .stop = stop, .stop_user = stop_user};
    int played = 0;
    return results[ho_play_round(w, s, &self->hand, days, &watch, &played)];
}

const char *ho_player_fault(const ho_player_t *self)
{
    return self->program != NULL ? ho_program_fault(self->program) : "";
}
