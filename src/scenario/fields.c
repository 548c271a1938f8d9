/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of fields. A row: key, type, where it goes, limits, unit, meaning, source of the default.
 * Defaults themselves stand in engine/world.c, once. "MODEL n" are sections of the model's description;
 * "prototype" means: tuned by running a prototype of the model; "chosen for play" means: nothing better is
 * known. */
#include "scenario/fields.h"

#include <string.h>

#include "engine/decision.h"
#include "engine/observe.h"

#define NONE     SIZE_MAX
#define BIT(x)   (1u << (x))
#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* ---- words --------------------------------------------------------------------------------------------- */

/* A list of words behind a function, as the engine has them. */
#define WORDS(function, ...)                                 \
    static const char *function(int i)                       \
    {                                                        \
        static const char *const names[] = {__VA_ARGS__};    \
        return i >= 0 && i < COUNT(names) ? names[i] : NULL; \
    }

WORDS(name_option_kind, "model", "generative", "rules")
WORDS(name_drift_kind, "covariate", "shift", "concept", "pure", "adversarial", "base_rate", "definition")
WORDS(name_shape, "sudden", "gradual", "recurring")
WORDS(name_incident_kind, "pipeline", "traffic", "latency", "label_outage", "competitor", "season", "viral",
      "regulator", "demand")
WORDS(name_difficulty, "easy", "medium", "hard")
WORDS(name_worse, "unsaid", "fp", "fn")
WORDS(name_activation, "tp", "tp_or_tn")

static const ho_words_t OPTION_KINDS = {"an option kind", name_option_kind, HO_OPTION_KINDS};
static const ho_words_t DRIFT_KINDS = {"a drift kind", name_drift_kind, HO_DRIFT_KINDS};
static const ho_words_t SHAPES = {"a shape", name_shape, HO_SHAPES};
static const ho_words_t INCIDENT_KINDS = {"an incident kind", name_incident_kind, HO_INCIDENT_KINDS};
static const ho_words_t DIFFICULTIES = {"a difficulty", name_difficulty, HO_DIFFICULTIES};
static const ho_words_t WORSE = {"an error", name_worse, HO_WORSE};
static const ho_words_t ACTIVATIONS = {"an outcome", name_activation, 2};
static const ho_words_t INVESTMENTS = {"an instrument", ho_invest_name, HO_INVESTMENTS};
static const ho_words_t ROLES = {"a role", ho_role_name, HO_ROLES};
static const ho_words_t DUTIES = {"a duty", ho_duty_name, HO_DUTIES};

const char *ho_difficulty_name(ho_difficulty_t difficulty)
{
    return name_difficulty((int)difficulty);
}

int ho_words_find(const ho_words_t *words, const char *word)
{
    for (int i = 0; i < words->n; i++) {
        if (strcmp(words->name(i), word) == 0) return i;
    }
    return -1;
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

/* clang-format off */

#define NUMBER(k, o, l, h, u, d, s)   {.key = k, .type = HO_ROW_NUMBER, .offset = o, .lo = l, .hi = h, .unit = u, .doc = d, .source = s}
#define NUMBER1(k, o, l, h, u, d)     {.key = k, .type = HO_ROW_NUMBER, .offset = o, .lo = l, .hi = h, .unit = u, .doc = d, .source = "", .flags = HO_ROW_REQUIRED}
#define WHOLE(k, o, l, h, u, d, s)    {.key = k, .type = HO_ROW_WHOLE, .offset = o, .lo = l, .hi = h, .unit = u, .doc = d, .source = s}
#define WHOLE1(k, o, l, h, u, d)      {.key = k, .type = HO_ROW_WHOLE, .offset = o, .lo = l, .hi = h, .unit = u, .doc = d, .source = "", .flags = HO_ROW_REQUIRED}
#define LEVEL(k, o, l, h, d, s)       {.key = k, .type = HO_ROW_WHOLE, .offset = o, .lo = l, .hi = h, .unit = "", .doc = d, .source = s, .flags = HO_ROW_TO_LEVELS}
#define LAW(k, o, l, h, u, d, s)      {.key = k, .type = HO_ROW_LAW, .offset = o, .lo = l, .hi = h, .unit = u, .doc = d, .source = s}
#define LAW1(k, o, l, h, u, d)        {.key = k, .type = HO_ROW_LAW, .offset = o, .lo = l, .hi = h, .unit = u, .doc = d, .source = "", .flags = HO_ROW_REQUIRED}
#define SWITCH(k, o, d, s)            {.key = k, .type = HO_ROW_SWITCH, .offset = o, .unit = "", .doc = d, .source = s}
#define WORD(k, o, w, d, s)           {.key = k, .type = HO_ROW_WORD, .offset = o, .unit = "", .doc = d, .source = s, .words = &(w)}
#define KIND(w, o, d)                 {.key = "kind", .type = HO_ROW_WORD, .offset = o, .unit = "", .doc = d, .source = "", .words = &(w), .flags = HO_ROW_REQUIRED}
#define BITS(k, o, w, d, s)           {.key = k, .type = HO_ROW_WORDS, .offset = o, .unit = "", .doc = d, .source = s, .words = &(w)}
#define ID(o, d)                      {.key = "id", .type = HO_ROW_ID, .offset = o, .lo = 1, .hi = HO_ID - 1, .unit = "", .doc = d, .source = "", .flags = HO_ROW_REQUIRED}
#define TEXT(k, o, h, d)              {.key = k, .type = HO_ROW_TEXT, .offset = o, .lo = 1, .hi = h, .unit = "", .doc = d, .source = "", .flags = HO_ROW_IN_TEXT}
#define TEXT1(k, o, h, d)             {.key = k, .type = HO_ROW_TEXT, .offset = o, .lo = 1, .hi = h, .unit = "", .doc = d, .source = "", .flags = HO_ROW_IN_TEXT | HO_ROW_REQUIRED}
#define FILLED(k, o, d)               {.key = k, .type = HO_ROW_TEXT, .offset = o, .lo = 1, .hi = 4000, .unit = "", .doc = d, .source = "", .flags = HO_ROW_IN_TEXT | HO_ROW_BLANKS}
#define WHEN(o, d)                    {.key = "when", .type = HO_ROW_CONDITION, .offset = o, .unit = "", .doc = d, .source = ""}
#define OBJECT(k, r, d)               {.key = k, .type = HO_ROW_OBJECT, .unit = "", .doc = d, .source = "", .rows = r}
#define OBJECT1(k, r, d)              {.key = k, .type = HO_ROW_OBJECT, .unit = "", .doc = d, .source = "", .rows = r, .flags = HO_ROW_REQUIRED}
#define MAP(k, w, r, d)               {.key = k, .type = HO_ROW_MAP, .unit = "", .doc = d, .source = "", .words = &(w), .rows = r}
#define LIST(k, l, d)                 {.key = k, .type = HO_ROW_LIST, .unit = "", .doc = d, .source = "", .list = &(l)}
#define LIST1(k, l, d)                {.key = k, .type = HO_ROW_LIST, .unit = "", .doc = d, .source = "", .list = &(l), .flags = HO_ROW_REQUIRED}
#define END                           {.key = NULL}

#define PLAY "chosen for play"
#define PROTO "prototype"
#define W(member) offsetof(ho_world_t, member)
#define T(member) offsetof(ho_texts_t, member)

/* ---- segments ---- */

#define S(member) offsetof(ho_segment_t, member)
#define ST(member) (offsetof(ho_texts_t, segment[0].member) - offsetof(ho_texts_t, segment))

static const ho_row_t ADOPTION[] = {
    NUMBER("p", S(adopt_p), 0, 1, "1/day", "innovation: users who adopt on their own", "Bass 1969; MODEL 5"),
    NUMBER("q", S(adopt_q), 0, 1, "1/day", "imitation: users who adopt because others did", "Bass 1969; MODEL 5"),
    NUMBER("default_on_share", S(default_on), 0, 1, "share", "users who find the feature switched on at their first exposure", "MODEL 5"),
    END};
static const ho_row_t CHURN[] = {
    LEVEL("level", S(churn_level), 0, -2, "trust level at or below which users tend to leave", "MODEL 5"),
    NUMBER("per_day", S(churn_hazard), 0, 1, "1/day", "chance to lapse at or below that level", "MODEL 5"),
    NUMBER("base_per_day", S(base_hazard), 0, 1, "1/day", "chance to lapse above it", "MODEL 5"),
    NUMBER("return_per_day", S(return_hazard), 0, 1, "1/day", "chance of the lapsed to return, times reputation", "MODEL 5"),
    END};
static const ho_row_t TRUST[] = {
    LEVEL("start_level", S(start_level), 1, -1, "trust of a new user", "MODEL 5"),
    LEVEL("fp_steps", S(fp_steps), 0, 0, "levels lost by a false positive that is noticed", "MODEL 5"),
    LEVEL("fn_steps", S(fn_steps), 0, 0, "levels lost by a miss that is noticed", "MODEL 5"),
    LEVEL("slow_steps", S(slow_steps), 0, 0, "levels lost by a wait that annoys", "MODEL 5"),
    NUMBER("gain_tp_chance", S(gain_tp), 0, 1, "prob", "chance that a right positive raises trust by a level", "MODEL 5"),
    NUMBER("gain_tn_chance", S(gain_tn), 0, 1, "prob", "chance that a right negative raises trust by a level (guards: 0.03)", "MODEL 5"),
    NUMBER("forgive_per_day", S(forgive), 0, 1, "1/day/level", "chance to regain a level, for each level below the start", PROTO),
    NUMBER("notice_fp_chance", S(notice_fp), 0, 1, "prob", "chance that a false positive is noticed at trust 0", "MODEL 5"),
    NUMBER("notice_fn_chance", S(notice_fn), 0, 1, "prob", "chance that a miss is noticed at trust 0", "MODEL 5"),
    NUMBER("automation_bias_share", S(automation_bias), 0, 1, "share", "share of noticing that full trust takes away", "MODEL 5"),
    NUMBER("annoy_share", S(annoy_share), 0, 1, "share", "slow answers that cost trust", "MODEL 5"),
    END};
#define SEGMENT_COMMON                                                                                                                            \
    LAW("base_rate_offset_logit", S(base_rate_offset), -10, 10, "logit", "truth minus the stated share of positives", PROTO),                     \
    NUMBER("concept_degrees", S(concept_degrees), -180, 180, "deg", "angle between what separates the classes here and elsewhere", "none"),       \
    NUMBER("sessions_per_day", S(sessions_per_day), 0, 1, "1/day", "chance of a session a day at full trust", "MODEL 5"),                         \
    NUMBER("sessions_floor_share", S(floor_share), 0, 1, "share", "share of those sessions that is left at trust 0", "MODEL 5"),                  \
    NUMBER("patience_ms", S(patience_ms), 0.001, 1e9, "ms", "median wait that a user bears", PLAY),                                               \
    NUMBER("patience_log_sd", S(patience_log_sd), 0.001, 5, "", "log-sd of patience over users", "MODEL 6"),                                      \
    NUMBER("abandon_share", S(abandon_share), 0, 1, "share", "waits beyond patience that are abandoned", PROTO),                                  \
    OBJECT("adoption", ADOPTION, "how users come to the feature"),                                                                                \
    OBJECT("churn", CHURN, "how they leave, and return"),                                                                                         \
    OBJECT("trust", TRUST, "how trust moves")
static const ho_row_t ALL_SEGMENTS[] = {SEGMENT_COMMON, END};
static const ho_row_t SEGMENT[] = {
    ID(S(id), "name of the segment in this file"),
    TEXT("title", ST(title), 60, "name on the screen"),
    TEXT("about", ST(about), 400, "who they are and how they leave, in one or two sentences"),
    NUMBER1("users", S(users), 1, 1e9, "users", "people in the segment"),
    NUMBER1("positive_share", S(positive_share), 1e-6, 1 - 1e-6, "share", "items that are positive, as the brief states it"),
    NUMBER1("separation", S(separation), 0.05, 10, "sd", "distance of the two classes: how separable the problem is"),
    SEGMENT_COMMON,
    END};

/* ---- options ---- */

#define O(member) offsetof(ho_option_t, member)
#define OT(member) (offsetof(ho_texts_t, option[0].member) - offsetof(ho_texts_t, option))

static const ho_row_t BAD_BUILD[] = {
    NUMBER("chance", O(bad_build_chance), 0, 1, "prob", "chance that the first build is bad", PROTO),
    NUMBER("rebuild_chance", O(bad_rebuild_chance), 0, 1, "prob", "the same for a retrained or rebuilt one", PROTO),
    LAW("score_shift_sd", O(bad_shift), -10, 10, "sd", "score shift of a bad build, towards the dearer error where positive", "MODEL 4"),
    NUMBER("capability_factor", O(bad_capability), 0, 2, "x", "what a bad build keeps of the capability", PLAY),
    NUMBER("own_fix_days", O(own_fix_days), 1, 1000, "days", "days after which the organisation finds it without the player", "MODEL 4"),
    END};
static const ho_row_t IMPACT[] = {
    NUMBER("lift", O(impact_lift), -1, 10, "share", "expected lift of the North Star", PLAY),
    NUMBER("sd", O(impact_sd), 1e-9, 10, "share", "its standard deviation; also scales the always-valid interval", PLAY),
    END};
/* Rules are written, not built: what was evaluated is what serves. */
#define BUILT (BIT(HO_OPTION_MODEL) | BIT(HO_OPTION_GENERATIVE))
static const ho_row_t OPTION[] = {
    ID(O(id), "name of the option in this file"),
    KIND(OPTION_KINDS, O(kind), "a trained model, a generative one, or rules that cannot be trained"),
    TEXT("title", OT(title), 60, "name on the screen"),
    TEXT("about", OT(about), 400, "what it is, and in the last sentence how it fails"),
    LAW("capability", O(capability), 0, 5, "x", "share of the separation that it can use: the centre is claimed, the draw is true", PROTO),
    NUMBER("aim_error_rad", O(aim_error_rad), 0, 3, "rad", "sd per axis of the first direction about the right one", PROTO),
    NUMBER("service_ms", O(service_ms), 0.001, 1e7, "ms", "median service time", PLAY),
    NUMBER("service_log_sd", O(service_log_sd), 0.001, 3, "", "log-sd of the service time", PROTO),
    NUMBER("usd_per_request", O(usd_per_request), 0, 1e6, "USD", "cost of one scored request", PROTO),
    {.key = "bad_build", .type = HO_ROW_OBJECT, .unit = "", .doc = "model, generative: builds that are not what was evaluated", .source = "",
     .rows = BAD_BUILD, .kinds = BUILT},
    {.key = "online_gap_sd", .type = HO_ROW_NUMBER, .offset = O(online_gap_sd), .lo = 0, .hi = 5, .unit = "sd", .kinds = BUILT,
     .doc = "model, generative: score offset of every good version against its offline evaluation", .source = PROTO},
    BITS("ignores", O(ignores), DRIFT_KINDS, "drift kinds that it does not see", "none"),
    OBJECT("impact", IMPACT, "the Impact card"),
    NUMBER("feasibility", O(feasibility), 0, 1, "share", "the Feasibility card: data readiness", PLAY),
    NUMBER("desirability", O(desirability), 0, 1, "share", "the Desirability card: percentile of user research", PLAY),
    NUMBER("build_team_days", O(build_team_days), 0, 1000, "team-days", "what it takes to get it ready for launch", PLAY),
    END};

/* ---- drift ---- */

#define D(member) offsetof(ho_drift_t, member)
#define DT(member) (offsetof(ho_texts_t, drift[0].member) - offsetof(ho_texts_t, drift))
#define SIZE(k, l, h, u, d, bits) {.key = k, .type = HO_ROW_LAW, .offset = D(size), .lo = l, .hi = h, .unit = u, .doc = d, .source = "", \
                                   .flags = HO_ROW_REQUIRED, .kinds = bits}
#define MOVES_MEAN (BIT(HO_DRIFT_COVARIATE) | BIT(HO_DRIFT_SHIFT))

/* The adversary keeps its own time; its pace and the share of swapped labels have no sign. */
#define TIMED (BIT(HO_DRIFT_KINDS) - 1u - BIT(HO_DRIFT_ADVERSARIAL))
#define SIGNED (TIMED - BIT(HO_DRIFT_PURE))

static const ho_row_t DRIFT[] = {
    KIND(DRIFT_KINDS, D(kind), "what moves (MODEL 4)"),
    TEXT("tell", DT(tell), 400, "the truth in a sentence, for the debrief"),
    {.key = "shape", .type = HO_ROW_WORD, .offset = D(shape), .unit = "", .doc = "how it comes", .source = "MODEL 4", .words = &SHAPES, .kinds = TIMED},
    {.key = "segments", .type = HO_ROW_SEGMENTS, .offset = D(segments), .unit = "", .doc = "segments that it touches", .source = "all"},
    NUMBER("chance", D(chance), 0, 1, "prob", "chance that it happens at all", "always"),
    LAW1("start_day", D(start_day), 0, 10000, "day", "when it starts; with `when`, the earliest day"),
    {.key = "ramp_days", .type = HO_ROW_NUMBER, .offset = D(ramp_days), .lo = 0, .hi = 10000, .unit = "days", .doc = "gradual: from nothing to full", .source = PROTO, .kinds = TIMED},
    {.key = "period_days", .type = HO_ROW_NUMBER, .offset = D(period_days), .lo = 1, .hi = 10000, .unit = "days", .doc = "recurring: length of a cycle", .source = PLAY, .kinds = TIMED},
    SIZE("size_sd", -20, 20, "sd", "covariate, shift: how far the features move", MOVES_MEAN),
    SIZE("degrees", -180, 180, "deg", "concept: how far the concept turns", BIT(HO_DRIFT_CONCEPT)),
    SIZE("degrees_per_day_at_full_catch", 0, 90, "deg/day", "adversarial: how fast the concept flees if all of it is caught", BIT(HO_DRIFT_ADVERSARIAL)),
    SIZE("swapped_share", 0, 1, "share", "pure: labels that follow another direction, under fixed inputs", BIT(HO_DRIFT_PURE)),
    SIZE("size_logit", -10, 10, "logit", "base_rate: how far the share of positives moves", BIT(HO_DRIFT_BASE_RATE)),
    SIZE("redefined_share", -1, 1, "share", "definition: positives that no longer are (below 0: negatives that become positive)", BIT(HO_DRIFT_DEFINITION)),
    {.key = "flip_chance", .type = HO_ROW_NUMBER, .offset = D(flip_chance), .lo = 0, .hi = 1, .unit = "prob", .doc = "chance that the sign is reversed",
     .source = "never", .kinds = SIGNED},
    {.key = "along_concept", .type = HO_ROW_NUMBER, .offset = D(along_concept), .lo = -1, .hi = 1, .unit = "cos", .kinds = MOVES_MEAN,
     .doc = "covariate, shift: cosine between the move and the concept", .source = PROTO},
    {.key = "cap_degrees", .type = HO_ROW_NUMBER, .offset = D(cap_degrees), .lo = 0, .hi = 180, .unit = "deg", .kinds = BIT(HO_DRIFT_ADVERSARIAL),
     .doc = "adversarial: it stops here", .source = PROTO},
    WHEN(D(when), "starts when this first becomes true (of the world, not of the screen)"),
    END};

/* ---- incidents ---- */

#define I(member) offsetof(ho_incident_t, member)
#define IT(member) (offsetof(ho_texts_t, incident[0].member) - offsetof(ho_texts_t, incident))
#define STRENGTH(k, l, h, u, d, bits) {.key = k, .type = HO_ROW_LAW, .offset = I(size), .lo = l, .hi = h, .unit = u, .doc = d, .source = PLAY, .kinds = bits}
#define FACTORS (BIT(HO_INCIDENT_TRAFFIC) | BIT(HO_INCIDENT_LATENCY) | BIT(HO_INCIDENT_COMPETITOR) | BIT(HO_INCIDENT_SEASON))

static const ho_row_t INCIDENT[] = {
    ID(I(id), "name of the incident; its draws follow from it"),
    KIND(INCIDENT_KINDS, I(kind), "what happens (MODEL 4)"),
    TEXT("tell", IT(tell), 400, "what the player is told when it happens"),
    LAW("day", I(day), 0, 10000, "day", "first day; the earliest, with `hazard_per_day`", PLAY),
    NUMBER("hazard_per_day", I(hazard_per_day), 0, 1, "1/day", "above 0: comes at random, from `day` on", "never"),
    WHEN(I(when), "happens when this first becomes true (of the world, not of the screen)"),
    NUMBER("chance", I(chance), 0, 1, "prob", "chance that it happens at all", "always"),
    NUMBER("days", I(days), 0, 10000, "days", "how long it lasts", PLAY),
    {.key = "ramp_days", .type = HO_ROW_NUMBER, .offset = I(ramp_days), .lo = 0, .hi = 10000, .unit = "days", .doc = "days to its full size",
     .source = "none", .kinds = FACTORS},
    STRENGTH("extra_share", -1, 100, "share", "traffic: requests; latency: service time; competitor: lapses; season: sessions; times 1 + this", FACTORS),
    STRENGTH("fall_chance", 0, 1, "prob", "viral: chance that an exposed user falls a level on its first day", BIT(HO_INCIDENT_VIRAL)),
    STRENGTH("review_share", 0, 1, "share", "regulator: share of the flagged items that must be reviewed", BIT(HO_INCIDENT_REGULATOR)),
    STRENGTH("rollout_share", 0, 1, "share", "demand: rollout that a stakeholder demands within `days`", BIT(HO_INCIDENT_DEMAND)),
    {.key = "segments", .type = HO_ROW_SEGMENTS, .offset = I(segments), .unit = "", .doc = "segments that it touches", .source = "all",
     .kinds = FACTORS | BIT(HO_INCIDENT_PIPELINE) | BIT(HO_INCIDENT_VIRAL)},
    {.key = "features", .type = HO_ROW_FEATURES, .offset = I(features), .unit = "", .doc = "pipeline: features that go missing, counted from 0",
     .source = "", .kinds = BIT(HO_INCIDENT_PIPELINE), .flags = HO_ROW_REQUIRED},
    {.key = "row_loss_share", .type = HO_ROW_NUMBER, .offset = I(row_loss_share), .lo = 0, .hi = 1, .unit = "share", .kinds = BIT(HO_INCIDENT_LATENCY),
     .doc = "latency: rows of slow users that the experiment loses", .source = "none"},
    NUMBER("usd_per_day", I(usd_per_day), 0, 1e9, "USD/day", "regulator: fine while the demand is not met; others: cost while it lasts", "none"),
    SWITCH("in_twin", I(in_twin), "happens in the no-fault twin as well", "no"),
    END};

/* ---- objectives ---- */

#define B(member) offsetof(ho_objective_t, member)
#define BT(member) (offsetof(ho_texts_t, objective[0].member) - offsetof(ho_texts_t, objective))

static const ho_row_t OBJECTIVE[] = {
    ID(B(id), "name of the objective"),
    TEXT("title", BT(title), 200, "the objective in words"),
    {.key = "when", .type = HO_ROW_CONDITION, .offset = B(when), .unit = "", .doc = "reached when this is true (of the world)", .source = "", .flags = HO_ROW_REQUIRED},
    SWITCH("ends_run", B(ends_run), "reaching it ends the run", "no"),
    NUMBER("usd", B(usd), -1e9, 1e9, "USD", "bonus for reaching it (below 0: what it costs)", "none"),
    END};

/* ---- brief, coach, debrief ---- */

#define NS(member) W(north_star.member)
static const ho_row_t NORTH_STAR[] = {
    {.key = "name", .type = HO_ROW_NAME, .offset = NS(name), .lo = 1, .hi = 63, .unit = "", .doc = "the North Star in words", .source = PLAY},
    NUMBER("per_user_per_day", NS(per_user_per_day), 1e-9, 1e9, "units", "of a user without the feature", PROTO),
    NUMBER("sd_within", NS(sd_within), 0, 1e6, "units", "sd of a user's days about the user's mean", PLAY),
    NUMBER("sd_between", NS(sd_between), 0, 1e6, "units", "sd of the users' means", PLAY),
    NUMBER("usd_each", NS(usd_each), 0, 1e6, "USD", "value of one unit", "payoffs already hold it"),
    NUMBER("novelty_share", NS(novelty), 0, 10, "share", "bonus on right positives while the feature is new", "MODEL 7"),
    NUMBER("novelty_days", NS(novelty_days), 0.1, 10000, "days", "time in which that bonus fades to 1/e", "MODEL 7"),
    LAW("tp_factor", NS(tp_factor), 0, 10, "x", "true value of a right positive against the stated one", PROTO),
    END};

static const ho_row_t QUESTION[] = {
    TEXT1("ask", T(brief.question[0].ask) - T(brief.question), 200, "a clarifying question that the player may ask"),
    TEXT1("answer", T(brief.question[0].answer) - T(brief.question), 1000, "its answer"),
    END};
static const ho_list_t QUESTIONS = {.rows = QUESTION, .world_array = NONE, .world_count = NONE, .text_array = T(brief.question),
    .text_stride = sizeof ((ho_texts_t *)0)->brief.question[0], .text_count = T(brief.n_questions), .min = 0, .max = HO_MAX_QUESTIONS};

static const ho_row_t BRIEF[] = {
    TEXT1("problem", T(brief.problem), 1000, "the users' problem, in about sixty words"),
    TEXT("who_is_hurt", T(brief.hurt), 600, "who is hurt by a wrong answer, and how"),
    TEXT("wrong_answer", T(brief.wrong_answer), 300, "one wrong answer, as somebody would report it; quoted when the first comes in"),
    TEXT("okr", T(brief.okr), 600, "the objective and key result"),
    {.key = "worse_error", .type = HO_ROW_WORD, .offset = T(brief.worse_error), .unit = "", .doc = "the error that the brief thinks worse",
     .source = "", .words = &WORSE, .flags = HO_ROW_IN_TEXT},
    OBJECT("north_star", NORTH_STAR, "what counts in the end"),
    LIST("questions", QUESTIONS, "six are offered, two are affordable"),
    END};

static const ho_row_t COACH[] = {
    TEXT1("term", T(coach[0].term) - T(coach), 40, "the one term that it introduces"),
    TEXT1("say", T(coach[0].say) - T(coach), 400, "one or two sentences"),
    {.key = "when", .type = HO_ROW_CONDITION, .offset = T(coach[0].when) - T(coach), .unit = "", .doc = "shown when this is first true of what is seen",
     .source = "", .flags = HO_ROW_IN_TEXT | HO_ROW_REQUIRED},
    END};
static const ho_list_t COACH_LIST = {.rows = COACH, .world_array = NONE, .world_count = NONE, .text_array = T(coach),
    .text_stride = sizeof ((ho_texts_t *)0)->coach[0], .text_count = T(n_coach), .min = 0, .max = HO_MAX_COACH};

static const ho_row_t DEBRIEF[] = {
    FILLED("lesson", T(debrief.lesson), "what this scenario teaches, in a paragraph"),
    FILLED("what_happened", T(debrief.what_happened), "the hidden truth as a story"),
    FILLED("strong_play", T(debrief.strong_play), "what strong play looks like"),
    FILLED("interview", T(debrief.interview), "what a strong candidate would say about it in an interview"),
    END};

/* ---- payoffs ---- */

#define USD(o) NUMBER("usd", o, -1e9, 1e9, "USD", "money an item; harm is negative", PROTO)
#define UNITS(o) NUMBER("north_star", o, -1e9, 1e9, "units", "change of the North Star an item", "none")
#define SEVERE(name, member)                                                                                                              \
    static const ho_row_t name[] = {                                                                                                      \
        NUMBER("share", W(member.share), 0, 1, "share", "errors of this kind that are severe", "none"),                                   \
        NUMBER("usd", W(member.usd), 0, 1e9, "USD", "mean damage of a severe one", PLAY),                                                 \
        NUMBER("trust_fall_chance", W(member.trust_fall), 0, 1, "prob", "chance that an exposed user falls a level that day", "MODEL 13a"), \
        NUMBER("confidence_fall", W(member.confidence_fall), 0, 100, "points", "confidence that every stakeholder loses", "MODEL 13a"),   \
        END}
SEVERE(SEVERE_FP, severe_fp);
SEVERE(SEVERE_FN, severe_fn);
#define PAYOFF(y) W(payoff) + (y) * sizeof(ho_payoff_t)
#define PAYOFF_USD(y) PAYOFF(y) + offsetof(ho_payoff_t, usd)
#define PAYOFF_NS(y) PAYOFF(y) + offsetof(ho_payoff_t, ns)
static const ho_row_t TP[] = {USD(PAYOFF_USD(HO_OUTCOME_TP)), UNITS(PAYOFF_NS(HO_OUTCOME_TP)), END};
static const ho_row_t FP[] = {USD(PAYOFF_USD(HO_OUTCOME_FP)), UNITS(PAYOFF_NS(HO_OUTCOME_FP)), OBJECT("severe", SEVERE_FP, "the rare dreadful one"), END};
static const ho_row_t FN[] = {USD(PAYOFF_USD(HO_OUTCOME_FN)), UNITS(PAYOFF_NS(HO_OUTCOME_FN)), OBJECT("severe", SEVERE_FN, "the rare dreadful one"), END};
static const ho_row_t TN[] = {USD(PAYOFF_USD(HO_OUTCOME_TN)), UNITS(PAYOFF_NS(HO_OUTCOME_TN)), END};
static const ho_row_t SLOW[] = {USD(W(slow.usd)), UNITS(W(slow.ns)), END};
static const ho_row_t PAYOFFS[] = {
    OBJECT1("tp", TP, "acted, and rightly: against not having the feature"),
    OBJECT1("fp", FP, "acted, and wrongly"),
    OBJECT1("fn", FN, "did not act, and should have"),
    OBJECT("tn", TN, "did not act, and rightly"),
    OBJECT("slow", SLOW, "the user gave up waiting"),
    END};
static const ho_row_t ACTIVATION[] = {
    WORD("on", W(guard), ACTIVATIONS, "outcome at which trial turns active (a guard does good by staying quiet: tp_or_tn)", "MODEL 5"),
    END};

/* ---- labels and training ---- */

#define L(member) W(labels.member)
static const ho_row_t LAG[] = {
    NUMBER("mean", L(lag_mean_days), 0.001, 10000, "days", "mean of a gamma law", PLAY),
    NUMBER("shape", L(lag_shape), 0.1, 100, "", "its shape: 1 has a long tail, 10 is nearly certain", PROTO),
    END};
#define OBSERVED(k, y, d) NUMBER(k, L(observed) + (y) * sizeof(double), 0, 1, "prob", d, PROTO)
static const ho_row_t OBSERVED_ROWS[] = {
    OBSERVED("tp", HO_OUTCOME_TP, "a right positive ever gets a label"),
    OBSERVED("fp", HO_OUTCOME_FP, "a false positive ever gets one"),
    OBSERVED("fn", HO_OUTCOME_FN, "a miss ever gets one"),
    OBSERVED("tn", HO_OUTCOME_TN, "a right negative ever gets one"),
    END};
static const ho_row_t PROXY[] = {
    TEXT("from", T(proxy_from), 60, "what they are read from, such as \"appeals\""),
    NUMBER("lag_days", L(proxy_lag_days), 0.001, 10000, "days", "mean lag", PLAY),
    NUMBER("lag_shape", L(proxy_shape), 0.1, 100, "", "shape of the lag", PLAY),
    NUMBER("share", L(proxy_share), 0, 1, "share", "items that yield one", PLAY),
    NUMBER("error_share", L(proxy_error), 0, 1, "share", "of them, those that are wrong", PLAY),
    NUMBER("bias_degrees", L(proxy_bias_degrees), 0, 180, "deg", "angle between what they measure and the concept", PLAY),
    END};
static const ho_row_t AUDIT[] = {
    NUMBER("usd", L(audit_usd), 0, 1e6, "USD", "price of an audited item", PROTO),
    NUMBER("lag_days", L(audit_lag_days), 0, 1000, "days", "until the answer is there", "MODEL 8"),
    NUMBER("max_per_day", L(audit_max_per_day), 0, 1e9, "1/day", "most that can be had", PLAY),
    NUMBER("noise", L(audit_noise), 1, 1e6, "x", "how much less an audit informs than an ideal label", PROTO),
    END};
static const ho_row_t LABELS[] = {
    OBJECT("lag_days", LAG, "time from an item to its label"),
    OBJECT("observed", OBSERVED_ROWS, "chance that an item of an outcome ever gets a label"),
    NUMBER("noise", L(noise), 1, 1e6, "x", "how much less a label informs than an ideal one", PROTO),
    NUMBER("flip_share", L(flip), 0, 0.5, "share", "labels that are wrong", PROTO),
    NUMBER("correction_share", L(correction), 0, 1, "share", "of the selection bias, what the team's correction removes", "MODEL 9"),
    {.key = "proxy", .type = HO_ROW_OBJECT, .offset = L(proxy_offered), .unit = "", .doc = "early, biased labels that can be instrumented; without it there are none",
     .source = "", .rows = PROXY, .flags = HO_ROW_PRESENCE},
    OBJECT("audit", AUDIT, "honest labels, bought"),
    NUMBER("collect_usd", L(collect_usd), 0, 1e6, "USD", "price of an item of targeted collection", PLAY),
    END};
static const ho_row_t TRAINING[] = {
    NUMBER("days", W(training.days), 0, 1000, "days", "one retraining", PROTO),
    NUMBER("usd", W(training.usd), 0, 1e9, "USD", "its price", PROTO),
    NUMBER("team_days", W(training.team_days), 0, 1000, "team-days", "its work", PLAY),
    NUMBER("recalibrate_days", W(training.recalibrate_days), 0, 1000, "days", "one recalibration", "MODEL 9"),
    NUMBER("recalibrate_cost_share", W(training.recalibrate_cost_share), 0, 1, "share", "its price and work against a retraining's", "MODEL 9"),
    NUMBER("recalibrate_need_share", W(training.recalibrate_need), 0, 1, "share", "the labels that it needs against a retraining's", "MODEL 9"),
    NUMBER("rebuild_days", W(training.rebuild_days), 0, 1000, "days", "rebuilding a bad build", PROTO),
    NUMBER("min_labels", W(training.min_labels), 0, 1e6, "items", "labels of each class without which nothing is trained", "MODEL 9"),
    NUMBER("min_audits", W(training.min_audits), 0, 1e6, "items", "the same for audits", "MODEL 9"),
    END};

/* ---- people and machines ---- */

static const ho_row_t REVIEW[] = {
    NUMBER("capacity_per_day", W(review.capacity_per_day), 0, 1e9, "items/day", "reviewers' capacity at launch", "none"),
    NUMBER("max_per_day", W(review.max_per_day), 0, 1e9, "items/day", "most that can be bought", PLAY),
    NUMBER("usd_per_item", W(review.usd_per_item), 0, 1e6, "USD", "a reviewed or appealed item", PLAY),
    NUMBER("usd_per_capacity_day", W(review.usd_per_capacity_day), 0, 1e6, "USD/day", "capacity that stands ready", PLAY),
    NUMBER("sensitivity", W(review.sensitivity), 0, 1, "prob", "a reviewer sees a positive", PLAY),
    NUMBER("specificity", W(review.specificity), 0, 1, "prob", "a reviewer sees a negative", PLAY),
    END};
static const ho_row_t APPEALS[] = {
    NUMBER("share", W(review.appeal_share), 0, 1, "share", "noticed false positives that are appealed", "none"),
    NUMBER("upheld_share", W(review.upheld_share), 0, 1, "share", "rightful appeals that are upheld", PROTO),
    END};
static const ho_row_t TICKETS[] = {
    NUMBER("share", W(review.ticket_share), 0, 1, "share", "noticed errors and annoying waits that become a support ticket", PROTO),
    NUMBER("usd", W(review.ticket_usd), 0, 1e6, "USD", "cost of a ticket", PROTO),
    END};
static const ho_row_t LATENCY[] = {
    WHOLE("servers", W(latency.servers), 1, 100000, "", "at launch", PROTO),
    WHOLE("max_servers", W(latency.max_servers), 1, 100000, "", "most that can be had", PLAY),
    NUMBER("usd_per_server_day", W(latency.usd_per_server_day), 0, 1e6, "USD/day", "price of a server", PROTO),
    NUMBER("requests_per_session", W(latency.requests_per_session), 0.001, 1e6, "", "scored requests in a session", PLAY),
    NUMBER("peak_factor", W(latency.peak_factor), 1, 1e4, "x", "requests in the peak hour over those of a mean hour", PROTO),
    LAW("patience_factor", W(latency.patience_factor), 0.001, 1000, "x", "common factor on every segment's patience", "none"),
    NUMBER("budget_ms", W(latency.slo_ms), 0.001, 1e7, "ms", "latency budget at the 95th percentile, drawn on the screen", PLAY),
    END};
static const ho_row_t EXPERIMENT[] = {
    NUMBER("holdout_share", NS(holdout_share), 0, 0.9, "share", "users who never get the feature, at launch", "MODEL 5"),
    NUMBER("alpha", NS(alpha), 0.0001, 0.5, "prob", "error of both intervals", "convention"),
    WHOLE("horizon_days", NS(horizon_days), 1, HO_MAX_DAYS, "days", "of a fixed-horizon experiment", PLAY),
    END};
static const ho_row_t TEAM[] = {
    NUMBER("days_per_week", W(team.days_per_week), 0, 10000, "team-days", "refilled each week", PLAY),
    NUMBER("bank_days", W(team.bank_days), 0, 10000, "team-days", "most that can be saved up", PLAY),
    NUMBER("usd_per_day", W(team.usd_per_day), 0, 1e6, "USD", "opportunity cost of a team-day that is spent", PLAY),
    NUMBER("launch_days", W(team.launch_days), 0, 10000, "team-days", "budget before launch", PLAY),
    END};
static const ho_row_t PRICE[] = {NUMBER("", W(invest_days), 0, 10000, "team-days", "its price", PLAY), END};
static const ho_row_t INSTRUMENTS[] = {
    MAP("team_days", INVESTMENTS, PRICE, "price of each"),
    BITS("built", W(built), INVESTMENTS, "those that exist before play", "none"),
    BITS("proposed", W(proposal), INVESTMENTS, "those that the team proposes", "none"),
    END};
static const ho_row_t OWNER[] = {WORD("", W(duty_owner), ROLES, "who does it well", PLAY), END};
static const ho_row_t PROPOSED[] = {WORD("", W(duty_proposal), ROLES, "whom the team proposes", PLAY), END};
static const ho_row_t DUTIES_ROWS[] = {
    MAP("owner", DUTIES, OWNER, "the right owner of each"),
    MAP("proposed", DUTIES, PROPOSED, "the owner that the team proposes"),
    END};
#define K(member) W(stakeholders.member)
static const ho_row_t STAKEHOLDERS[] = {
    NUMBER("start", K(start), 0, 100, "points", "confidence at launch", "MODEL 13a"),
    NUMBER("pull_per_day", K(pull), 0, 1, "1/day", "share of the way back to 60 that a day makes", "MODEL 13a"),
    NUMBER("kept", K(kept), 0, 100, "points", "for a commitment that is kept", "MODEL 13a"),
    NUMBER("broken", K(broken), 0, 100, "points", "lost by one that is broken", "MODEL 13a"),
    NUMBER("silence_per_day", K(silence), 0, 100, "points/day", "lost by silence of more than ten days", "MODEL 13a"),
    NUMBER("teeth_below", K(teeth_below), 0, 100, "points", "low confidence bites below this", "MODEL 13a"),
    NUMBER("teeth_until", K(teeth_until), 0, 100, "points", "and lets go at this", "MODEL 13a"),
    NUMBER("unowned_days", K(unowned_days), 0, 1000, "days", "how late a duty is that nobody owns", "MODEL 13a"),
    NUMBER("wrong_owner_days", K(wrong_owner_days), 0, 1000, "days", "how late a duty is with the wrong owner", "MODEL 13a"),
    NUMBER("redo_chance", K(redo_chance), 0, 1, "prob", "chance that such a duty must be done again", "MODEL 13a"),
    END};

static const ho_row_t WOBBLE[] = {
    NUMBER("phi", W(wobble_phi), 0, 0.999, "", "share of yesterday's deviation that is left today", PROTO),
    NUMBER("logit_sd", W(wobble_logit_sd), 0, 5, "logit", "sd of the share of positives from day to day", PROTO),
    NUMBER("mean_sd", W(wobble_mean_sd), 0, 5, "sd", "sd of the inputs from day to day", PROTO),
    END};
static const ho_row_t NATURE[] = {
    WHOLE("features", W(n_features), 2, HO_MAX_FEATURES, "", "dimension of the inputs", "MODEL 2"),
    WHOLE("trust_levels", W(n_levels), 3, HO_MAX_LEVELS, "", "rungs of the trust ladder", "MODEL 5"),
    LAW("imitation_factor", W(imitation_factor), 0, 100, "x", "common factor on every segment's imitation", PROTO),
    OBJECT("wobble", WOBBLE, "what moves from day to day without meaning anything"),
    NUMBER("week_swing_share", W(week_swing), 0, 0.9, "share", "more sessions on weekdays, fewer at weekends", "none"),
    END};

static const ho_row_t INVESTIGATE[] = {
    NUMBER("days", W(investigate_days), 0, 1000, "days", "one investigation of a layer", PROTO),
    NUMBER("team_days", W(investigate_team_days), 0, 1000, "team-days", "its work", PLAY),
    NUMBER("miss_chance", W(investigate_miss), 0, 1, "prob", "it misses what is there", "MODEL 13a"),
    NUMBER("false_chance", W(investigate_false), 0, 1, "prob", "it finds what is not there", "MODEL 13a"),
    END};
static const ho_row_t PROMOTE[] = {
    NUMBER("usd", W(promote_usd), 0, 1e9, "USD", "one campaign", PLAY),
    NUMBER("days", W(promote_days), 0, 1000, "days", "how long it works", "MODEL 13a"),
    END};
static const ho_row_t FIX_UX[] = {
    NUMBER("team_days", W(ux_fix_team_days), 0, 1000, "team-days", "one fix", PLAY),
    NUMBER("days", W(ux_fix_days), 0, 1000, "days", "until it is out", PLAY),
    END};
static const ho_row_t ACTIONS[] = {
    OBJECT("investigate", INVESTIGATE, "looking into a layer"),
    OBJECT("promote", PROMOTE, "marketing"),
    OBJECT("fix_ux", FIX_UX, "making wrong answers less visible"),
    NUMBER("apology_usd_per_user", W(apology_usd_per_user), 0, 1e6, "USD", "compensation of a user", PLAY),
    NUMBER("no_flag_days", W(no_flag_days), 0, 1000, "days", "lowering the rollout without a feature flag takes this long", PLAY),
    END};

/* ---- balance ---- */

#define BALANCE_NUMBER(k, o, u, d) {.key = k, .type = HO_ROW_NUMBER, .offset = o, .lo = 0, .hi = 1, .unit = u, .doc = d, .source = "not stated", .flags = HO_ROW_IN_TEXT}
#define BAND(member, most, what) \
    {.key = "from", .type = HO_ROW_NUMBER, .offset = T(balance.member.from), .lo = 0, .hi = most, .unit = "share", .doc = "least " what, .source = "", \
     .flags = HO_ROW_IN_TEXT | HO_ROW_REQUIRED}, \
    {.key = "to", .type = HO_ROW_NUMBER, .offset = T(balance.member.to), .lo = 0.001, .hi = most, .unit = "share", .doc = "largest " what, .source = "", \
     .flags = HO_ROW_IN_TEXT | HO_ROW_REQUIRED}
static const ho_row_t DIFFICULTY_BAND[] = {BAND(difficulty, 10, "difficulty; above 1 where most policies do harm"), END};
static const ho_row_t LUCK_BAND[] = {BAND(luck, 1, "share of luck"), END};
#define RT(member) (offsetof(ho_texts_t, balance.range[0].member) - offsetof(ho_texts_t, balance.range))
static const ho_row_t RANGE[] = {
    TEXT1("field", RT(field), 90, "path of a number of this file, as in messages: \"segments[casual].patience_ms\""),
    {.key = "low", .type = HO_ROW_NUMBER, .offset = RT(low), .lo = -1e12, .hi = 1e12, .unit = "", .doc = "least plausible value", .source = "",
     .flags = HO_ROW_IN_TEXT | HO_ROW_REQUIRED},
    {.key = "high", .type = HO_ROW_NUMBER, .offset = RT(high), .lo = -1e12, .hi = 1e12, .unit = "", .doc = "largest plausible value", .source = "",
     .flags = HO_ROW_IN_TEXT | HO_ROW_REQUIRED},
    END};
static const ho_list_t RANGES = {.rows = RANGE, .world_array = NONE, .text_array = T(balance.range),
    .text_stride = sizeof ((ho_texts_t *)0)->balance.range[0], .world_count = NONE, .text_count = T(balance.n_ranges), .max = HO_MAX_RANGES};
static const ho_row_t BALANCE[] = {
    TEXT("insight", T(balance.insight), 40, "the policy that has learned the lesson; without it, the best one is taken"),
    TEXT("tempting", T(balance.tempting), 40, "the policy that makes the tempting mistake"),
    OBJECT("difficulty", DIFFICULTY_BAND, "one minus the mean score of the honest policies, over fault world and twin"),
    OBJECT("luck", LUCK_BAND, "share of the variance of the score, over fault world and twin, that is the seed's"),
    BALANCE_NUMBER("careless_lose_share", T(balance.careless_lose_share), "share",
                   "never, always-rollback, launch-and-pray and random each lose to the insight on at least this share of seeds"),
    BALANCE_NUMBER("constant_below_share", T(balance.constant_below_share), "share",
                   "no constant policy reaches this share of the best honest policy's score"),
    LIST("ranges", RANGES, "numbers whose influence on the score is measured besides that of the laws"),
    END};

/* ---- the file ---- */

static void fill_segment(void *item, int kind)
{
    (void)kind;
    *(ho_segment_t *)item = ho_segment_default();
}

static void fill_option(void *item, int kind)
{
    *(ho_option_t *)item = ho_option_default(kind < 0 ? HO_OPTION_MODEL : (ho_option_kind_t)kind);
}

static void fill_drift(void *item, int kind)
{
    *(ho_drift_t *)item = ho_drift_default();
    if (kind >= 0) ((ho_drift_t *)item)->kind = (ho_drift_kind_t)kind;
}

static void fill_incident(void *item, int kind)
{
    *(ho_incident_t *)item = ho_incident_default();
    if (kind >= 0) ((ho_incident_t *)item)->kind = (ho_incident_kind_t)kind;
}

#define LIKE(member, count, r, k, f, least, most, ...)                                                                 \
    {.rows = r, .world_array = W(member), .world_stride = sizeof ((ho_world_t *)0)->member[0], .world_count = W(count),  \
     .text_array = T(member), .text_stride = sizeof ((ho_texts_t *)0)->member[0], .text_count = NONE,                  \
     .min = least, .max = most, .kinds = k, .fill = f, __VA_ARGS__}
static const ho_list_t SEGMENTS = LIKE(segment, n_segments, SEGMENT, NULL, fill_segment, 1, HO_MAX_SEGMENTS, .from_all_segments = true);
static const ho_list_t OPTIONS = LIKE(option, n_options, OPTION, &OPTION_KINDS, fill_option, 1, HO_MAX_OPTIONS, .from_all_segments = false);
static const ho_list_t DRIFTS = LIKE(drift, n_drifts, DRIFT, &DRIFT_KINDS, fill_drift, 0, HO_MAX_DRIFTS, .from_all_segments = false);
static const ho_list_t INCIDENTS = LIKE(incident, n_incidents, INCIDENT, &INCIDENT_KINDS, fill_incident, 0, HO_MAX_INCIDENTS, .from_all_segments = false);
static const ho_list_t OBJECTIVES = LIKE(objective, n_objectives, OBJECTIVE, NULL, NULL, 0, HO_MAX_OBJECTIVES, .from_all_segments = false);

/* In the order in which they are read: what others refer to comes first. */
const ho_row_t ho_root_rows[] = {
    {.key = "$schema", .type = HO_ROW_REMARK, .unit = "", .doc = "for editors: \"schema.json\"", .source = ""},
    {.key = "format", .type = HO_ROW_FORMAT, .lo = HO_SCENARIO_FORMAT, .hi = HO_SCENARIO_FORMAT, .unit = "", .doc = "number of this file format",
     .source = "", .flags = HO_ROW_REQUIRED},
    {.key = "id", .type = HO_ROW_ID, .offset = NONE, .lo = 1, .hi = HO_ID - 1, .unit = "", .doc = "name of the scenario, as its file is called",
     .source = "", .flags = HO_ROW_REQUIRED},
    TEXT1("title", T(title), 80, "title on the shelf"),
    TEXT("summary", T(summary), 120, "the problem in one line, for the shelf"),
    {.key = "difficulty", .type = HO_ROW_WORD, .offset = T(difficulty), .unit = "", .doc = "as stated on the shelf", .source = PLAY,
     .words = &DIFFICULTIES, .flags = HO_ROW_IN_TEXT},
    {.key = "trains", .type = HO_ROW_TEXTS, .offset = T(trains), .count = T(n_trains), .lo = 1, .hi = HO_MAX_TRAINS, .unit = "",
     .doc = "what it trains, the first thing first", .source = "", .flags = HO_ROW_IN_TEXT},
    WHOLE1("horizon_days", W(days), 1, HO_MAX_DAYS - 1, "days", "length of the run"),
    {.key = "fixed_seed", .type = HO_ROW_SEED, .offset = W(fixed_seed), .lo = 0, .hi = 1e15, .unit = "",
     .doc = "guided play always meets this world; 0: none", .source = "none"},
    OBJECT1("brief", BRIEF, "what the player reads first"),
    OBJECT("nature", NATURE, "properties of the whole world"),
    {.key = "all_segments", .type = HO_ROW_OBJECT, .unit = "", .doc = "what every segment has unless it says otherwise", .source = "",
     .rows = ALL_SEGMENTS, .flags = HO_ROW_ALL_SEGMENTS},
    LIST1("segments", SEGMENTS, "who the users are, and the problem they bring"),
    LIST1("options", OPTIONS, "what can be launched"),
    OBJECT1("payoffs", PAYOFFS, "what an outcome is worth, against not having the feature"),
    OBJECT("activation", ACTIVATION, "when a trial user counts as active"),
    OBJECT("labels", LABELS, "how the truth comes to light"),
    OBJECT("training", TRAINING, "what a new version takes"),
    OBJECT("review", REVIEW, "people who look at what the feature is unsure of"),
    OBJECT("appeals", APPEALS, "users who object to being wronged; reviewers decide"),
    OBJECT("tickets", TICKETS, "support"),
    OBJECT("latency", LATENCY, "machines and waiting"),
    OBJECT("experiment", EXPERIMENT, "the holdout and how it is read"),
    OBJECT("team", TEAM, "team-days: what can be done at once"),
    OBJECT("instruments", INSTRUMENTS, "what can be built; what is not built is not on the dashboard"),
    OBJECT("duties", DUTIES_ROWS, "RACI-AI: who is accountable"),
    OBJECT("stakeholders", STAKEHOLDERS, "confidence and its teeth"),
    OBJECT("actions", ACTIONS, "what smaller decisions take"),
    LIST("drift", DRIFTS, "how the world changes for good"),
    LIST("incidents", INCIDENTS, "what goes wrong for a while"),
    LIST("objectives", OBJECTIVES, "what ends or rewards the run"),
    NUMBER("score_floor_usd", W(score_floor_usd), 0.01, 1e12, "USD", "the outcome is scored against the best policy's utility, or this if that is less", PLAY),
    OBJECT("balance", BALANCE, "what `holdout balance` holds this scenario to"),
    LIST("coach", COACH_LIST, "marks that teach a term when its time has come"),
    OBJECT("debrief", DEBRIEF, "texts for the end; {{blanks}} are filled with the run's numbers"),
    END};
/* clang-format on */
