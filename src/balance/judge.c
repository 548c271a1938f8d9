/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdicts, in words. The first clause of a detail, to its first semicolon, says the number and fits a
 * line of the summary; the rest explains it. A band that the scenario states and misses is MISSED; a miss of
 * what good games have (luck .2 to .4, no constant recipe within 3 % of the best, carelessness loses on 85 of
 * 100 seeds) is a warning where nothing is stated. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "balance/inner.h"
#include "engine/decision.h"

static const double AIM_LUCK_LO = .2, AIM_LUCK_HI = .4, AIM_CARELESS = .85, AIM_CONSTANT = .97,
                    DOMINATES = .97;

static void say(char *out, size_t size, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
static void say(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(out, size, format, args);
    va_end(args);
}

static ho_check_t *add_check(ho_balance_t *b, const char *id, const char *question, double value)
{
    ho_check_t *c = &b->check[b->n_checks++];
    *c = (ho_check_t){.id = id, .value = value, .level = HO_CHECK_GOOD};
    say(c->question, sizeof c->question, "%s", question);
    return c;
}

static double percent(double share)
{
    return 100 * share;
}

/* How a band is judged that rests on a sample of seeds: missed only where its seeds can tell, that is, where
 * the whole 95 % interval lies outside; else outside is a warning that says what is left open. */
static void judge_sample(const ho_balance_t *b, ho_check_t *c, double share, double lo, double hi,
                         double from, double to)
{
    if (share >= from && share <= to) return;
    const bool open = hi >= from && lo <= to;
    c->level = c->stated && !open ? HO_CHECK_MISSED : HO_CHECK_WARN;
    const size_t used = strlen(c->detail);
    if (open)
        say(c->detail + used, sizeof c->detail - used,
            "; %d seeds leave it open, from %.0f to %.0f%%: more of them (--seeds) decide", b->seeds,
            percent(lo), percent(hi));
}

static void judge_luck(ho_balance_t *b)
{
    const ho_shares_t *s = &b->shares[HO_WORLD_BOTH];
    const double from = fmin(b->scenario->text.balance.luck.from, b->scenario->text.balance.luck.to);
    const double to = fmax(b->scenario->text.balance.luck.from, b->scenario->text.balance.luck.to);
    ho_check_t *c = add_check(b, "luck", "Does skill beat luck?", s->seed.share);
    c->stated = to > 0;
    const double lo = c->stated ? from : AIM_LUCK_LO, hi = c->stated ? to : AIM_LUCK_HI;
    if (isnan(s->seed.share)) {
        say(c->answer, sizeof c->answer, "Nothing differs");
        say(c->detail, sizeof c->detail, "All policies score the same on all seeds");
        c->level = c->stated ? HO_CHECK_MISSED : HO_CHECK_WARN;
        return;
    }
    const bool beats = s->policy.share > s->seed.share;
    say(c->answer, sizeof c->answer, "%s, %.0f%% to %.0f%%", beats ? "Yes" : "No", percent(s->policy.share),
        percent(s->seed.share));
    const bool within = s->seed.share >= lo && s->seed.share <= hi;
    say(c->detail, sizeof c->detail, "%s the %s: luck %.0f to %.0f%%", within ? "Within" : "Outside",
        c->stated ? "stated band" : "aim", percent(lo), percent(hi));
    judge_sample(b, c, s->seed.share, s->seed.lo, s->seed.hi, lo, hi);
    if (!c->stated && s->seed.share < lo) c->level = HO_CHECK_NOTE; /* little luck spoils no game */
    if (!beats && c->level < HO_CHECK_WARN) c->level = HO_CHECK_WARN;
}

/* The policy that beats every other on nearly every seed, -1; the best's closest rival. */
static int find_dominant(const ho_balance_t *b, int *rival, double *rival_ahead)
{
    const int best = b->best_player;
    *rival = -1;
    *rival_ahead = -1;
    for (int i = 0; i < b->n_rungs; i++) {
        if (i == best || !b->rung[i].player) continue;
        const ho_paired_t p =
            ho_compare_pairs(b->rung[i].score[HO_WORLD_BOTH], b->rung[best].score[HO_WORLD_BOTH], b->seeds);
        if (p.ahead.share > *rival_ahead) *rival = i, *rival_ahead = p.ahead.share;
    }
    return *rival >= 0 && *rival_ahead <= 1 - DOMINATES ? best : -1;
}

static void judge_dominance(ho_balance_t *b)
{
    int rival;
    double ahead;
    const int dominant = find_dominant(b, &rival, &ahead);
    const double stated = b->scenario->text.balance.constant_below_share;
    const double limit = stated > 0 ? stated : AIM_CONSTANT, reached = b->constant.of_best[HO_WORLD_BOTH];
    ho_check_t *c = add_check(b, "dominance", "Does one policy dominate?", reached);
    c->stated = stated > 0;
    const char *option = b->scenario->world.option[b->constant.option].id;
    if (reached >= limit) {
        c->level = c->stated ? HO_CHECK_MISSED : HO_CHECK_WARN;
        say(c->answer, sizeof c->answer, "A fixed recipe does");
        say(c->detail, sizeof c->detail,
            "It has %.0f%% of the best score, limit %.0f%%; %s to everybody on day 0 at threshold %.2f "
            "(found in hindsight), never touched again: watching and reacting earn little%s",
            percent(reached), percent(limit), option, b->constant.tau,
            b->scenario->world.fixed_seed > 0 ? "; fine for a guided first scenario, wrong for others"
                                             : "");
        return;
    }
    char recipe[HO_CHECK_TEXT / 2];
    say(recipe, sizeof recipe,
        "The best fixed recipe has %.0f%% of the best score; it is %s at %.2f from day 0, never touched",
        percent(reached), option, b->constant.tau);
    if (dominant >= 0) {
        c->level = HO_CHECK_WARN;
        say(c->answer, sizeof c->answer, "Yes, %s", b->rung[dominant].name);
        say(c->detail, sizeof c->detail, "Its closest rival, %s, is ahead on %.0f%% of seeds; %s",
            b->rung[rival].name, percent(ahead), recipe);
        return;
    }
    say(c->answer, sizeof c->answer, "No");
    if (rival >= 0)
        say(c->detail, sizeof c->detail, "%s; %s, the best built-in, loses to %s on %.0f%% of seeds", recipe,
            b->rung[b->best_player].name, b->rung[rival].name, percent(ahead));
}

static void judge_steps(ho_balance_t *b)
{
    ho_check_t *c = add_check(b, "steps", "Does it tell players apart?", (double)b->steps_told / b->steps);
    const int overlap = b->steps - b->steps_told;
    const char *word = overlap == 0 ? "Yes" : 2 * b->steps_told >= b->steps ? "Mostly" : "Little";
    say(c->answer, sizeof c->answer, "%s, %d of %d steps", word, b->steps_told, b->steps);
    say(c->detail, sizeof c->detail,
        overlap == 0 ? "All neighbours differ in a single play"
                     : "%d neighbours overlap in one play",
        overlap);
    if (2 * b->steps_told < b->steps) c->level = HO_CHECK_WARN;
    else if (overlap > 0) c->level = HO_CHECK_NOTE;
}

/* Not distinguishable from nothing: in both outputs its total effect is within its own error of zero, or,
 * where that was not measured, its elementary effects are under 1 % of the largest. */
bool ho_factor_inert(const ho_balance_t *b, const ho_factor_t *f)
{
    for (int k = 0; k < 2; k++) {
        double top = 0;
        for (int i = 0; i < b->n_factors; i++) top = fmax(top, b->factor[i].morris[k].mu_star);
        if (f->in_sobol ? f->sobol[k].total > f->sobol[k].total_half && f->sobol[k].total > .01
                        : f->morris[k].mu_star > .01 * top + 1e-9)
            return false;
    }
    return true;
}

static void judge_influence(ho_balance_t *b)
{
    if (b->n_factors == 0) {
        ho_check_t *none = add_check(b, "influence", "What moves it most?", (double)NAN);
        say(none->answer, sizeof none->answer, "Nothing declared");
        say(none->detail, sizeof none->detail, "The file has neither laws nor ranges");
        none->level = HO_CHECK_NOTE;
        return;
    }
    int top = 0;
    double span = -1;
    for (int i = 0; i < b->n_factors; i++) {
        const double width = fabs(b->factor[i].end[1].mean - b->factor[i].end[0].mean);
        if (width > span) top = i, span = width;
    }
    ho_check_t *c = add_check(b, "influence", "What moves it most?", span);
    say(c->answer, sizeof c->answer, "%.60s", b->factor[top].knob.label);
    if (c->answer[0] >= 'a' && c->answer[0] <= 'z') c->answer[0] = (char)(c->answer[0] - 'a' + 'A');
    const double low = b->factor[top].range_lo, high = b->factor[top].range_hi;
    const bool large = fmax(fabs(low), fabs(high)) >= 1000; /* as users are: all digits */
    say(c->detail, sizeof c->detail, "%.0f points between %.*g and %.*g; for %s, in the fault world", span,
        large ? 12 : 3, low, large ? 12 : 3, high, b->rung[b->insight].name);
    if (!(span > 0)) c->level = HO_CHECK_WARN;
}

static void judge_inert(ho_balance_t *b)
{
    char names[HO_CHECK_TEXT] = "";
    int n = 0;
    for (int i = 0; i < b->n_factors; i++) {
        if (!ho_factor_inert(b, &b->factor[i])) continue;
        const size_t used = strlen(names);
        say(names + used, sizeof names - used, "%s%s", n++ > 0 ? " / " : "", b->factor[i].knob.label);
    }
    ho_check_t *c = add_check(b, "inert", "Does every parameter matter?", n);
    if (n == 0) {
        say(c->answer, sizeof c->answer, "Yes");
        say(c->detail, sizeof c->detail, "All %d laws and ranges move the score or the lead", b->n_factors);
        return;
    }
    c->level = HO_CHECK_NOTE;
    say(c->answer, sizeof c->answer, "%d of %d do not", n, b->n_factors);
    say(c->detail, sizeof c->detail, "%.*s", HO_CHECK_TEXT - 1, names);
    for (int i = 0; i < b->n_factors; i++) /* a range was declared because somebody thought that it matters */
        if (b->factor[i].is_range && ho_factor_inert(b, &b->factor[i])) c->level = HO_CHECK_WARN;
}

static void judge_difficulty(ho_balance_t *b)
{
    const double a = b->scenario->text.balance.difficulty.from, z = b->scenario->text.balance.difficulty.to;
    const double from = fmin(a, z), to = fmax(a, z);
    ho_check_t *c = add_check(b, "difficulty", "How hard is it?", b->difficulty);
    c->stated = to > 0;
    say(c->answer, sizeof c->answer, "%.2f", b->difficulty);
    if (!c->stated) {
        say(c->detail, sizeof c->detail,
            "1 minus the mean score of the policies that look, over both worlds");
        return;
    }
    const bool within = b->difficulty >= from && b->difficulty <= to;
    say(c->detail, sizeof c->detail, "%s the stated band %.2f to %.2f", within ? "Within" : "Outside", from,
        to);
    if (!within) c->level = HO_CHECK_MISSED;
}

static void judge_careless(ho_balance_t *b)
{
    int worst = -1;
    for (int i = 0; i < HO_CARELESS; i++)
        if (b->careless[i].rung >= 0 &&
            (worst < 0 || b->careless[i].loses.share < b->careless[worst].loses.share))
            worst = i;
    if (worst < 0) return;
    const double stated = b->scenario->text.balance.careless_lose_share,
                 limit = stated > 0 ? stated : AIM_CARELESS;
    const double share = b->careless[worst].loses.share;
    ho_check_t *c = add_check(b, "careless", "Does carelessness lose?", share);
    c->stated = stated > 0;
    say(c->answer, sizeof c->answer, "%s, on %.0f%% of seeds%s", share >= limit ? "Yes" : "Not always",
        percent(share), share >= limit ? " or more" : "");
    say(c->detail, sizeof c->detail, "%s least, limit %.0f%%; to %s, of 100 seeds, never loses %.0f, "
        "always-rollback %.0f, launch-and-pray %.0f, random %.0f",
        b->rung[b->careless[worst].rung].name, percent(limit), b->rung[b->insight].name,
        percent(b->careless[0].loses.share), percent(b->careless[1].loses.share),
        percent(b->careless[2].loses.share), percent(b->careless[3].loses.share));
    judge_sample(b, c, share, b->careless[worst].loses.lo, b->careless[worst].loses.hi, limit, 1);
}

static void judge_fault(ho_balance_t *b)
{
    double most = 0;
    for (int i = 0; i < b->n_rungs; i++)
        for (int s = 0; s < b->seeds && b->rung[i].player; s++)
            most = fmax(most, fabs(b->rung[i].utility[0][s] - b->rung[i].utility[1][s]));
    const double lost = b->rung[b->tempting >= 0 ? b->tempting : b->insight].mean[HO_WORLD_TWIN].mean -
                        b->rung[b->tempting >= 0 ? b->tempting : b->insight].mean[HO_WORLD_FAULT].mean;
    ho_check_t *c = add_check(b, "fault", "Does anything go wrong?", most > 0 ? lost : 0);
    if (most > 0) {
        say(c->answer, sizeof c->answer, "Yes");
        say(c->detail, sizeof c->detail, "It costs %s %.0f points against the twin",
            b->rung[b->tempting >= 0 ? b->tempting : b->insight].name, lost);
        return;
    }
    c->level = HO_CHECK_WARN;
    say(c->answer, sizeof c->answer, "No");
    say(c->detail, sizeof c->detail, "Fault world and twin are the same for every policy on every seed");
}

static void judge_options(ho_balance_t *b)
{
    const ho_world_t *w = &b->scenario->world;
    const uint32_t used = b->good_options | b->oracle_options;
    char names[HO_CHECK_TEXT] = "";
    int n = 0;
    for (int i = 0; i < w->n_options; i++) {
        if (used >> i & 1) continue;
        const size_t at = strlen(names);
        say(names + at, sizeof names - at, "%s%s", n++ > 0 ? ", " : "", w->option[i].id);
    }
    ho_check_t *c = add_check(b, "options", "Is every option of use?", n);
    say(c->answer, sizeof c->answer, n == 0 ? "Yes" : "%d of %d are not", n, w->n_options);
    if (n == 0) say(c->detail, sizeof c->detail, "Each serves some good policy, or the oracle");
    else
        say(c->detail, sizeof c->detail,
            "Idle: %.120s; neither the %d good policies nor the oracle let these serve", names, b->n_good);
    if (n > 0) c->level = HO_CHECK_NOTE;
}

static void judge_decisions(ho_balance_t *b)
{
    char names[HO_CHECK_TEXT - 80] = "";
    int n = 0;
    for (int i = 0; i < HO_DECISIONS; i++) {
        if (b->good_did >> i & 1) continue;
        const size_t at = strlen(names);
        say(names + at, sizeof names - at, "%s%s", n++ > 0 ? ", " : "", ho_decision_info(i)->name);
    }
    ho_check_t *c = add_check(b, "decisions", "Is every decision of use?", n);
    say(c->answer, sizeof c->answer, n == 0 ? "Yes" : "%d of %d are not", n, (int)HO_DECISIONS);
    if (n == 0) {
        say(c->detail, sizeof c->detail, "Good policies take them all");
        return;
    }
    c->level = HO_CHECK_NOTE;
    say(c->detail, sizeof c->detail, "None of the %d good policies takes them; they are %s", b->n_good,
        names);
}

static void judge_choice(ho_balance_t *b)
{
    const ho_rung_t *best = &b->rung[b->choice_rung[b->choice.best]];
    ho_check_t *c = add_check(b, "best", "Which policy is the best?", best->mean[HO_WORLD_BOTH].mean);
    say(c->answer, sizeof c->answer, "%s%s", b->choice.decided ? "" : "Open: ", best->name);
    if (b->choice.decided)
        say(c->detail, sizeof c->detail,
            "Within %.0f points, probability %.2f; after %d seeds; %.0f below the oracle, %.0f above the "
            "best built-in",
            b->choice_rule.delta, 1 - b->choice_rule.alpha, b->choice.used,
            100 - best->mean[HO_WORLD_BOTH].mean,
            best->mean[HO_WORLD_BOTH].mean - b->rung[b->best_player].mean[HO_WORLD_BOTH].mean);
    else
        say(c->detail, sizeof c->detail, "%d of %d within %.0f points; not told apart after %d seeds",
            b->choice.standing, b->n_choices, b->choice_rule.delta, b->choice_seeds);
    if (!b->choice.decided) c->level = HO_CHECK_NOTE;
}

static void judge_scale(ho_balance_t *b)
{
    if (b->floor_seeds == 0) return;
    ho_check_t *c = add_check(b, "scale", "Can it be won?", 1 - (double)b->floor_seeds / (2 * b->seeds));
    say(c->answer, sizeof c->answer, "Hardly on %d of %d worlds", b->floor_seeds, 2 * b->seeds);
    say(c->detail, sizeof c->detail,
        "There even the oracle earns less than a quarter of its mean, to which the scale is held");
    c->level = 20 * b->floor_seeds > 2 * b->seeds ? HO_CHECK_WARN : HO_CHECK_NOTE;
}

/* The four questions of the report come first. */
void ho_judge(ho_balance_t *b)
{
    b->n_checks = 0;
    judge_luck(b);
    judge_dominance(b);
    judge_steps(b);
    judge_influence(b);
    judge_difficulty(b);
    judge_careless(b);
    judge_choice(b);
    judge_fault(b);
    judge_inert(b);
    judge_options(b);
    judge_decisions(b);
    judge_scale(b);
}
