/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Titles, and decisions as sentences: by templates for those that are met often, from the table of
 * decisions for all others. */
#include "session/words.h"

#include <math.h>
#include <string.h>

#include "session/phrase.h"

/* ---- titles -------------------------------------------------------------------------------------------- */

const char *ho_words_segment(const ho_scenario_t *sc, int seg)
{
    if (seg < 0 || seg >= sc->world.n_segments) return "All users";
    return sc->text.segment[seg].title != NULL ? sc->text.segment[seg].title : sc->world.segment[seg].id;
}

const char *ho_words_option(const ho_scenario_t *sc, int option)
{
    if (option < 0 || option >= sc->world.n_options) return "Nothing";
    return sc->text.option[option].title != NULL ? sc->text.option[option].title
                                                 : sc->world.option[option].id;
}

/* The people's word where there is one, else the word of files. */
static const char *pick(const char *const *titles, int n, int i, const char *name)
{
    if (i >= 0 && i < n && titles[i] != NULL) return titles[i];
    return name != NULL ? name : "nobody";
}

const char *ho_words_role(int role)
{
    static const char *const titles[HO_ROLES] = {"Executive", "Engineering", "Data science", "Design",
                                                 "Support"};
    return pick(titles, HO_ROLES, role, ho_role_name(role));
}

const char *ho_words_duty(int duty)
{
    static const char *const titles[HO_DUTIES] = {"Bias audit", "Drift monitoring", "Rollback",
                                                  "Label quality", "Telling users"};
    return pick(titles, HO_DUTIES, duty, ho_duty_name(duty));
}

const char *ho_words_invest(int invest)
{
    static const char *const titles[HO_INVESTMENTS] = {
        "Feature flag", "Score monitoring", "Segment breakdowns", "Label pipeline",
        "Proxy labels", "Review queue",     "Logged holdout",     "Rules to fall back on"};
    return pick(titles, HO_INVESTMENTS, invest, ho_invest_name(invest));
}

const char *ho_words_invest_why(int invest)
{
    static const char *const why[HO_INVESTMENTS] = {
        [HO_INVEST_FLAG] = "Off in an instant, otherwise in days",
        [HO_INVEST_MONITORING] = "PSI, confidence: warns without labels",
        [HO_INVEST_SEGMENTS] = "Every figure by segment",
        [HO_INVEST_LABELS] = "Precision and recall, as answers arrive",
        [HO_INVEST_PROXY] = "An early and biased signal",
        [HO_INVEST_REVIEW] = "People decide what is unsure",
        [HO_INVEST_EXPERIMENT] = "The only honest lift",
        [HO_INVEST_FALLBACK] = "Better than nothing when it is off",
    };
    return pick(why, HO_INVESTMENTS, invest, ho_invest_help(invest));
}

const char *ho_words_layer(int layer)
{
    static const char *const titles[HO_LAYERS] = {"Data", "Drift", "Model", "System", "Segment"};
    return pick(titles, HO_LAYERS, layer, ho_layer_name(layer));
}

void ho_words_version(const ho_session_t *session, int version, char *out, size_t bytes)
{
    ho_phrase_t p = ho_phrase(out, bytes);
    const ho_scenario_t *sc = ho_session_scenario(session);
    ho_version_view_t v = ho_view_version(ho_session_view(session), version);
    if (v.option < 0) {
        ho_phrase_put(&p, "none");
    } else if (v.born < 0 || v.parent < 0) {
        ho_phrase_add(&p, "v%d, %s", version, ho_words_option(sc, v.option));
    } else {
        bool rebuilt = v.n_labels[0] + v.n_labels[1] <= 0.0;
        ho_phrase_add(&p, "v%d, %s day %d", version,
                      rebuilt                          ? "rebuilt"
                      : v.mode == HO_TRAIN_RECALIBRATE ? "recalibrated"
                                                       : "retrained",
                      v.born);
    }
}

/* ---- decisions ----------------------------------------------------------------------------------------- */

/* In a template {name} is a parameter in words, {name:plain} a bare number, {name:signed} one with its
 * sign; {where} is " in New sellers", or nothing for all users; {for} is " for New sellers". A row counts
 * if its parameter has the value; the first that counts is taken, so the plain one comes last. */
static const struct {
    ho_decision_kind_t kind;
    const char *param;
    double value;
    const char *title, *text;
} PHRASES[] = {
    {HO_DO_ASK, NULL, 0, "Clarifying question", "Ask one of the questions that the brief leaves open."},
    {HO_DO_CHOOSE_OPTION, NULL, 0, "Launch {option}", "Get {option} ready to serve users."},
    {HO_DO_ERROR_RATIO, NULL, 0, "A wrong answer costs {ratio:plain} missed ones",
     "Say how many missed good answers one wrong answer is worth: {ratio:plain}. The threshold follows."},
    {HO_DO_SUCCESS_METRIC, NULL, 0, "Success is {metric}", "Let {metric} be what this launch is judged by."},
    {HO_DO_GUARDRAIL, NULL, 0, "Guardrail: {when}", "Watch that this does not come about: {when}."},
    {HO_DO_KILL_CRITERION, NULL, 0, "Kill criterion: {when}",
     "Turn it off within three days if this comes about: {when}."},
    {HO_DO_RISK, NULL, 0, "Worst case, owned by {owner}",
     "Write down the worst case. {owner} owns it; {tolerated} severe cases are tolerated."},
    {HO_DO_HYPOTHESIS, NULL, 0, "Hypothesis on {metric}{where}",
     "Say by how much {metric} will move by day 90{where}: {by:signed}."},
    {HO_DO_DUTY, "role", -1, "{duty}: nobody", "Leave {duty} without an owner: it is answered late."},
    {HO_DO_DUTY, NULL, 0, "{duty}: {role}", "Make {role} accountable for {duty}."},
    {HO_DO_ANSWER_REVIEW, "choice", 1, "{role}: plan changed",
     "Change the plan where {role} found a hole in it."},
    {HO_DO_ANSWER_REVIEW, "choice", 2, "{role}: risk accepted",
     "Accept the risk that {role} sees in the plan."},
    {HO_DO_ANSWER_REVIEW, NULL, 0, "{role}: answered", "Answer what {role} holds against the plan."},
    {HO_DO_INVEST, NULL, 0, "Build: {what}", "Build it: {what}. What is not built is not on the screen."},
    {HO_DO_HOLDOUT, NULL, 0, "Holdout {share}",
     "Keep {share} of the users without the feature, to compare with."},
    {HO_DO_THRESHOLD, NULL, 0, "Threshold {tau:plain}{where}", "Act on what is at least {tau} sure{where}."},
    {HO_DO_BAND, NULL, 0, "Review {lo:plain} to {hi:plain}{where}",
     "Send what is between {lo} and {hi} sure to reviewers{where}."},
    {HO_DO_REVIEWERS, NULL, 0, "Reviewers {per_day} a day",
     "Have people decide up to {per_day} items a day."},
    {HO_DO_ROLLOUT, "share", 0, "Off{where}", "Show the feature to nobody{where}."},
    {HO_DO_ROLLOUT, "share", 1, "Rollout 100%{where}",
     "Show the feature to everybody who is not held out{where}."},
    {HO_DO_ROLLOUT, NULL, 0, "Rollout {share}{where}", "Show the feature to {share} of the users{where}."},
    {HO_DO_SERVERS, NULL, 0, "Servers {n}", "Answer with {n} servers."},
    {HO_DO_RULE, NULL, 0, "Alert: {when}", "Raise an alert when this comes about: {when}."},
    {HO_DO_DROP_RULE, NULL, 0, "Alert rule dropped", "Remove an alert rule of your own."},
    {HO_DO_AUDITS, "per_day", 0, "Audits off{where}", "Stop paying for audits{where}."},
    {HO_DO_AUDITS, NULL, 0, "Audits {per_day} a day{where}",
     "Have people judge {per_day} random items a day{where}."},
    {HO_DO_SHADOW, "version", -1, "Shadow off", "Stop scoring in shadow."},
    {HO_DO_SHADOW, NULL, 0, "Shadow {version}",
     "Let {version} score without showing its answers to anybody."},
    {HO_DO_KILL, NULL, 0, "Kill switch", "Turn the feature off for everybody."},
    {HO_DO_DEPLOY, "share", 1, "Deploy {version}{for}", "Serve {version} in place of what is live{for}."},
    {HO_DO_DEPLOY, NULL, 0, "Deploy {version} to {share}{for}",
     "Serve {version} to {share} of those who have the feature{for}."},
    {HO_DO_ROLLBACK, "version", -1, "Roll back{where}", "Return to the version before the live one{where}."},
    {HO_DO_ROLLBACK, NULL, 0, "Roll back to {version}{where}", "Return to {version}{where}."},
    {HO_DO_TRAIN, "mode", HO_TRAIN_RECALIBRATE, "Recalibrate",
     "Refit what the scores mean, on the {sources} of the last {window_days}."},
    {HO_DO_TRAIN, NULL, 0, "Retrain", "Train a candidate on the {sources} of the last {window_days}."},
    {HO_DO_REBUILD, NULL, 0, "Rebuild {version}", "Build {version} once more: the remedy of a bad build."},
    {HO_DO_COLLECT, NULL, 0, "Collect {per_day} a day{where}",
     "Label {per_day} extra items a day for {days}{where}."},
    {HO_DO_INVESTIGATE, NULL, 0, "Investigate: {layer}{where}",
     "Look into the layer \xE2\x80\x9C{layer}\xE2\x80\x9D{where}."},
    {HO_DO_EXPERIMENT, "on", 0, "Experiment stopped", "Stop measuring against the holdout."},
    {HO_DO_EXPERIMENT, NULL, 0, "Experiment started", "Start measuring against the holdout, from zero."},
    {HO_DO_PROMOTE, NULL, 0, "Campaign", "Promote the feature: more people try it for two weeks."},
    {HO_DO_FIX_UX, NULL, 0, "UX fix", "Let users edit or undo, so that a wrong answer hurts less."},
    {HO_DO_APOLOGISE, NULL, 0, "Apology", "Say sorry and compensate: some trust comes back."},
    {HO_DO_ANSWER, "choice", 0, "Answer: yes", "Agree to what is asked."},
    {HO_DO_ANSWER, NULL, 0, "Answer: no", "Decline what is asked."},
    {HO_DO_UPDATE, "rosy", 1, "Rosy forecast {mid:signed}",
     "Tell a rosier story: lift over all users between {lo:signed} and {hi:signed}. Calm now, trust later."},
    {HO_DO_UPDATE, NULL, 0, "Forecast {mid:signed}",
     "Forecast the lift over all users: {mid:signed}, between {lo:signed} and {hi:signed}."},
    {HO_DO_STANDING_ORDER, "every_days", 0, "Standing order off", "Stop training by itself."},
    {HO_DO_STANDING_ORDER, NULL, 0, "Train every {every_days}",
     "Train every {every_days} on the last {window_days}, without being asked."},
    {HO_DO_FINISH, NULL, 0, "Finish", "Stop deciding: settings stay as they are, the team is free."},
};

static const ho_param_t *param_named(const ho_decision_info_t *info, const char *name, size_t len)
{
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++)
        if (strlen(info->param[i].name) == len && memcmp(info->param[i].name, name, len) == 0)
            return &info->param[i];
    return NULL;
}

/* Names of the set bits, as a list. */
static void put_bits(ho_phrase_t *p, const ho_scenario_t *sc, const ho_param_t *param, uint32_t bits)
{
    bool segments = param->kind == HO_PARAM_SEGMENTS;
    int n = segments ? sc->world.n_segments : HO_N_SOURCES, put = 0;
    if (segments && bits == 0) {
        ho_phrase_put(p, "all users");
        return;
    }
    for (int i = 0; i < n; i++)
        if (bits >> i & 1u)
            ho_phrase_add(p, "%s%s", put++ > 0 ? ", " : "",
                          segments ? ho_words_segment(sc, i) : ho_source_name(i));
}

/* A parameter in words, by what it is. */
static void put_param(ho_phrase_t *p, const ho_session_t *session, const ho_decision_t *d,
                      const ho_param_t *param)
{
    const ho_scenario_t *sc = ho_session_scenario(session);
    double x = param->kind == HO_PARAM_COND ? 0.0 : ho_param_get(d, param);
    int i = (int)x;
    char room[160];
    switch (param->kind) {
    case HO_PARAM_SHARE: ho_phrase_share(p, x, 0); break;
    case HO_PARAM_NUMBER:
    case HO_PARAM_COUNT: ho_phrase_value(p, x, HO_FORMAT_COUNT); break;
    case HO_PARAM_DAYS: ho_phrase_count(p, i, "day", "days"); break;
    case HO_PARAM_SWITCH: ho_phrase_put(p, i ? "on" : "off"); break;
    case HO_PARAM_SEGMENT: ho_phrase_put(p, ho_words_segment(sc, i)); break;
    case HO_PARAM_SEGMENTS: put_bits(p, sc, param, (uint32_t)x); break;
    case HO_PARAM_OPTION: ho_phrase_put(p, ho_words_option(sc, i)); break;
    case HO_PARAM_VERSION:
        if (i < 0)
            ho_phrase_put(p, "none");
        else
            ho_phrase_add(p, "v%d", i);
        break;
    case HO_PARAM_METRIC: ho_phrase_put(p, ho_metric_info(i) != NULL ? ho_metric_info(i)->title : "?"); break;
    case HO_PARAM_ROLE: ho_phrase_put(p, ho_words_role(i)); break;
    case HO_PARAM_DUTY: ho_phrase_put(p, ho_words_duty(i)); break;
    case HO_PARAM_INVEST: ho_phrase_put(p, ho_words_invest(i)); break;
    case HO_PARAM_LAYER: ho_phrase_put(p, ho_words_layer(i)); break;
    case HO_PARAM_MODE: ho_phrase_put(p, ho_train_mode_name(i) != NULL ? ho_train_mode_name(i) : "?"); break;
    case HO_PARAM_SOURCES:
        if (d->mask == HO_SOURCE_ALL)
            ho_phrase_put(p, "labels");
        else
            put_bits(p, sc, param, d->mask);
        break;
    case HO_PARAM_COND:
        ho_words_cond(session, &d->cond, room, sizeof room);
        ho_phrase_put(p, room);
        break;
    }
}

/* A number by its place: a lift for forecasts, the named metric's unit for a hypothesis. */
static void put_signed(ho_phrase_t *p, const ho_decision_t *d, double x)
{
    int unit =
        d->kind == HO_DO_HYPOTHESIS ? ho_words_format((ho_metric_t)d->n) : (int)HO_FORMAT_SIGNED_PERCENT;
    if (unit == (int)HO_FORMAT_PERCENT || unit == (int)HO_FORMAT_SIGNED_PERCENT)
        ho_phrase_share(p, x, 1);
    else
        ho_phrase_value(p, x, HO_FORMAT_SIGNED);
}

/* What stands between braces. */
static void put_blank(ho_phrase_t *p, const ho_session_t *session, const ho_decision_t *d, const char *name,
                      size_t len)
{
    const ho_scenario_t *sc = ho_session_scenario(session);
    const char *colon = memchr(name, ':', len);
    bool where = len == 5 && memcmp(name, "where", 5) == 0;
    if (where || (len == 3 && memcmp(name, "for", 3) == 0)) {
        if (d->seg >= 0) ho_phrase_add(p, where ? " in %s" : " for %s", ho_words_segment(sc, d->seg));
        return;
    }
    const ho_param_t *param =
        param_named(ho_decision_info((int)d->kind), name, colon != NULL ? (size_t)(colon - name) : len);
    if (param == NULL) return;
    if (colon == NULL)
        put_param(p, session, d, param);
    else if (colon[1] == 's')
        put_signed(p, d, ho_param_get(d, param));
    else
        ho_phrase_value(p, ho_param_get(d, param), HO_FORMAT_PLAIN);
}

static void put_template(ho_phrase_t *p, const ho_session_t *session, const ho_decision_t *d,
                         const char *template)
{
    for (const char *at = template; *at != '\0';) {
        const char *open = strchr(at, '{'), *close = open != NULL ? strchr(open, '}') : NULL;
        char plain[160];
        size_t n = close != NULL ? (size_t)(open - at) : strlen(at);
        if (n > sizeof plain - 1) n = sizeof plain - 1;
        memcpy(plain, at, n);
        plain[n] = '\0';
        ho_phrase_put(p, plain);
        if (close == NULL) return;
        put_blank(p, session, d, open + 1, (size_t)(close - open - 1));
        at = close + 1;
    }
}

/* Whether a row of PHRASES is about this decision. */
static bool fits(size_t row, const ho_decision_t *d)
{
    if (PHRASES[row].kind != d->kind) return false;
    const char *name = PHRASES[row].param;
    if (name == NULL) return true;
    const ho_param_t *param = param_named(ho_decision_info((int)d->kind), name, strlen(name));
    return param != NULL && fabs(ho_param_get(d, param) - PHRASES[row].value) < 1e-9;
}

/* From the table alone: "Title value, value", and the help with every parameter by its name. */
static void phrase_plainly(ho_phrase_t *title, ho_phrase_t *text, const ho_session_t *session,
                           const ho_decision_t *d)
{
    const ho_decision_info_t *info = ho_decision_info((int)d->kind);
    ho_phrase_put(title, info->title);
    ho_phrase_put(text, info->help);
    ho_phrase_capital(text);
    for (int i = 0; i < HO_MAX_PARAMS && info->param[i].name != NULL; i++) {
        const ho_param_t *param = &info->param[i];
        ho_phrase_add(text, "%s %s: ", i == 0 ? "." : ";", param->name);
        put_param(text, session, d, param);
        if (param->kind == HO_PARAM_SEGMENT && d->seg < 0) continue;
        ho_phrase_put(title, i == 0 ? " " : ", ");
        put_param(title, session, d, param);
    }
    ho_phrase_put(text, ".");
}

void ho_words_decision(const ho_session_t *session, const ho_decision_t *d, char *title, size_t title_bytes,
                       char *text, size_t text_bytes)
{
    ho_phrase_t head = ho_phrase(title, title_bytes), body = ho_phrase(text, text_bytes);
    if (ho_decision_info((int)d->kind) == NULL) return;
    for (size_t i = 0; i < sizeof PHRASES / sizeof PHRASES[0]; i++) {
        if (!fits(i, d)) continue;
        put_template(&head, session, d, PHRASES[i].title);
        put_template(&body, session, d, PHRASES[i].text);
        return;
    }
    phrase_plainly(&head, &body, session, d);
}

static char small_letter(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool ho_words_contain(const char *text, const char *words)
{
    if (text == NULL) return false;
    for (;; text++) {
        size_t n = 0;
        while (words[n] != '\0' && small_letter(text[n]) == small_letter(words[n])) n++;
        if (words[n] == '\0') return true;
        if (*text == '\0') return false;
    }
}
