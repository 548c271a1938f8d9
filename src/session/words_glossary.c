/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The glossary: terms with a place of their own here, and every other metric from the metric table. */
#include <string.h>

#include "session/words.h"

/* The term, another word for it (NULL: none), what it means, why it matters. */
static const struct {
    const char *alias;
    ho_gloss_t gloss;
} TERMS[] = {
    {"abandoned",
     {"Abandoned waits", "Sessions in which the answer came too late to be of use.",
      "Known the same day and without labels. Speed is a part of being right: a good answer that nobody "
      "waits for is worth less than none."}},
    {NULL,
     {"Accountable", "The one role that answers for a duty.",
      "A duty that nobody owns is done late; one with the wrong owner is done late and badly."}},
    {NULL,
     {"Adoption", "Users who have tried the feature, out of all who are not held out.",
      "It follows trust: people recommend what has not let them down. A feature that is right and unused is "
      "worth nothing."}},
    {NULL,
     {"Alert rule",
      "A condition on what the screen shows, such as \xE2\x80\x9Cpositive rate up by 5 points within 7 "
      "days\xE2\x80\x9D.",
      "It looks every day when you do not. Too tight, and it cries wolf; too loose, and it sleeps."}},
    {"always valid",
     {"Always-valid interval", "An interval for the lift that stays honest however often you look at it.",
      "You will look every day. The usual interval is right at one look only, and will sooner or later "
      "exclude zero by chance."}},
    {"appeal",
     {"Appeals", "People who say that they were judged in error.",
      "They come weeks before labels, and only from those who noticed and objected: compare them with last "
      "week, not with the truth."}},
    {"audits",
     {"Audit", "People judge a random sample of items, shown or not, for a price.",
      "Two days later you have figures that flatter nobody. Labels that come by themselves speak only for "
      "what was labelled."}},
    {NULL,
     {"Bad build", "A version that behaves differently live than it did in testing.",
      "It shows in the scores and in how often the feature speaks. That is one reason to start with few "
      "people."}},
    {NULL,
     {"Base rate", "How often the thing that you look for is really there.",
      "When it moves, the same threshold means something else: precision falls with it."}},
    {NULL,
     {"Calibration",
      "Whether \xE2\x80\x9C"
      "80% sure\xE2\x80\x9D is right in 80 of 100 cases.",
      "A threshold is only as good as the probabilities that it is compared with."}},
    {NULL,
     {"Canary", "Showing a new version to a few people first.",
      "You pay for information with the experience of few, not of all."}},
    {NULL,
     {"Clarifying question", "A question to whoever wrote the brief; you can afford two.",
      "What you do not ask, you will assume."}},
    {NULL,
     {"Concept drift", "What is right changes, while the inputs look the same.",
      "Scores, PSI and confidence stay calm. Only labels see it, and recall falls before precision."}},
    {NULL,
     {"Data drift", "The inputs move.",
      "The distribution of scores and the positive rate see it within days; labels confirm it later."}},
    {"diagnose",
     {"Diagnose in layers",
      "Ask in this order: data, drift, model, system, and whether it is one segment or all.",
      "Each answer has its own remedy. Retraining does not mend a broken feed, and a rollback does not undo "
      "a changed world."}},
    {NULL,
     {"False negative", "The thing was there, and the feature stayed silent. Also: a miss.",
      "It hides: nobody files a ticket for what they were not shown."}},
    {NULL,
     {"False positive", "The feature acted, and was wrong.",
      "People notice it, tell others, and trust falls in steps."}},
    {"fpr",
     {"False-positive rate", "Of the cases in which nothing was there, the share acted on.",
      "Together with the base rate it decides what precision can be."}},
    {NULL,
     {"Finish", "Stop deciding and release the team; the world goes on to the horizon.",
      "Free team-days are worth something. Going on with no question left costs money."}},
    {NULL,
     {"Forecast", "The lift at day 90 as you see it, with an interval that you are 80% sure of.",
      "It is scored: too narrow is punished by how far you miss, too wide by its width."}},
    {"guardrails",
     {"Guardrail", "A condition that must not come about while you chase the goal.",
      "A launch that lifts its metric and breaks something else has not succeeded."}},
    {NULL,
     {"Holdout", "The people who never get the feature.",
      "The only honest way to know what the feature did: without it, every rise is yours and every fall is "
      "the season's."}},
    {NULL, {"Horizon", "The day on which the run ends.", "What pays back after it does not pay back."}},
    {NULL,
     {"Kill criterion", "What would make you turn it off, said before the launch.",
      "Said in advance it is a plan; found afterwards it is an excuse. Keep it within three days, or "
      "confidence breaks."}},
    {NULL,
     {"Kill switch", "Off for everybody. At once with a feature flag, otherwise in days.",
      "It acts first and asks afterwards. It also ends all learning."}},
    {NULL,
     {"Label drift", "The definition, or how common the thing is, changes.",
      "The model may be as good as ever, and the threshold wrong."}},
    {NULL,
     {"Label lag", "How long it takes until you learn whether an answer was right.",
      "What the screen says of precision is about days that are over. Today has no labels yet."}},
    {"maturity",
     {"Label maturity", "The share of a day's labels that should have come in by now.",
      "Below one half, the precision of that day is a rumour. The hatch on the charts fades with it."}},
    {"lift",
     {"North Star lift", "The North Star with the feature against the holdout.",
      "Nothing else says what the feature did. Read the interval that may be read every day."}},
    {NULL,
     {"Mean confidence", "How sure the model says it is, on average.",
      "No drift meter: it can rise while precision falls. It is the model's opinion of itself."}},
    {NULL,
     {"North Star", "The one number that stands for the value that users get.",
      "The score of a run is value, never a figure of the model."}},
    {"est_precision",
     {"Estimated precision",
      "What the model's own probabilities promise for what it acted on. Needs no labels.",
      "It sees inputs move, and is blind to concept drift: it believes the model."}},
    {NULL,
     {"Peeking", "Looking at a fixed-horizon interval before its day, and stopping when it pleases.",
      "Look every day for a month, and nothing at all will seem \xE2\x80\x9Csignificant\xE2\x80\x9D about "
      "one time in four."}},
    {NULL,
     {"Positive rate", "The share of items on which the feature acts.",
      "It needs no labels, so it moves first when anything does. Remember what it is on a quiet day."}},
    {NULL,
     {"Power", "The chance that the experiment sees an effect of the size that you hope for.",
      "Few people and few days: nothing is significant, and that says nothing."}},
    {NULL,
     {"Precision", "Of what the feature acted on, the share that was right, by the labels that have come in.",
      "What a user meets. It speaks of days that are over, and only of what got a label."}},
    {"proxy",
     {"Proxy labels", "Early signs that stand for the truth: tickets, skips, deletions.",
      "Days earlier than labels, and biased: they lead you to what people complain about."}},
    {"psi",
     {"PSI of the score",
      "Population stability index: how far the scores of today lie from those of training.",
      "Below 0.1 is a quiet day, above 0.25 something moved. It sees inputs, not whether answers are "
      "right."}},
    {NULL,
     {"Recalibrate", "Keep the model, refit what it takes its scores to mean.",
      "A day's work, and the right remedy when inputs moved but needs did not."}},
    {NULL,
     {"Recall", "Of what was there, the share that the feature found, by the labels that have come in.",
      "Misses are seldom labelled, so the screen flatters it. It falls first in concept drift."}},
    {NULL,
     {"Retrain", "Learn a new model from the labels that have come in.",
      "It needs labels from after the change; a window with both kinds learns half of each."}},
    {NULL,
     {"Review band", "Items that the model is unsure of go to people.",
      "Safe, slow and paid by the item. A queue that is full decides nothing."}},
    {NULL,
     {"Rollback", "Return to an earlier version.",
      "The remedy of a bad deployment. It does not help when it was the world that moved."}},
    {NULL,
     {"Rollout", "The share of people who have the feature.",
      "Each step buys information, and pays for it with the experience of the people in that step."}},
    {NULL,
     {"Segments", "Kinds of users, each with its own needs and its own truth.",
      "The total is a mean over people who do not know each other. One segment can be on fire while it looks "
      "like a quiet week."}},
    {NULL,
     {"Selective labels", "Which items get a label depends on what the feature did with them.",
      "Precision on the screen is that of the labelled. Audits are drawn at random and have no such bias."}},
    {NULL,
     {"Shadow", "A version scores, and nobody sees its answers.",
      "The cheapest look at a new version: it costs requests, touches no user, and measures no lift."}},
    {"srm",
     {"Sample-ratio mismatch",
      "Both arms of the experiment did not log the users that they should have (SRM).",
      "Then the lift compares two groups that differ, and is not to be believed, whatever it says."}},
    {NULL,
     {"Standing order", "Training by itself, every so many days.",
      "Nobody forgets it, and nobody asks whether it is the right remedy. Gate it."}},
    {NULL,
     {"Targeted audits", "Audits in one segment only.",
      "A few hundred a day where you suspect something tell more than thousands spread over everybody."}},
    {NULL,
     {"Team-days",
      "What the team can take on. They refill every week, and are worth money when they stay free.",
      "Everything that you do is something else that you do not."}},
    {"tau",
     {"Threshold", "The feature acts only when it is at least this sure.",
      "A product decision: it follows from what a wrong answer costs against a missed one, r / (1 + r). It "
      "moves when the world moves."}},
    {"tpr",
     {"True-positive rate", "Of the cases in which something was there, the share acted on.",
      "Recall by another name; seen through labels that come by themselves it flatters."}},
    {NULL,
     {"Trust", "How far users rely on the feature; seen through a weekly survey with its interval.",
      "It climbs one good answer at a time and falls in steps. High trust also makes people accept wrong "
      "answers."}},
    {NULL,
     {"Twin", "The same world with its faults removed.",
      "Any game may be one. Otherwise \xE2\x80\x9C"
      "always roll back\xE2\x80\x9D would win."}},
    {NULL,
     {"Utilisation", "How busy the servers are in the peak hour.",
      "Waiting is nearly flat up to three quarters and nearly vertical near one: look at the distance to the "
      "wall."}},
};
enum { N_TERMS = sizeof TERMS / sizeof TERMS[0] };

#define RISES "Higher is better. Look at how it moves, beside what else moved that day."
#define FALLS "Lower is better. Look at how it moves, beside what else moved that day."
#define MOVES "Neither high nor low is good in itself: a change asks for a reason."
static const ho_gloss_t METRICS[HO_METRIC_COUNT] = {
#define HO_X(id, name, title, unit, needs, by_seg, good, help) \
    {title, help, (good) > 0 ? RISES : (good) < 0 ? FALLS : MOVES},
    HO_METRICS(HO_X)
#undef HO_X
};

static int letter(char c)
{
    return c == '_' || c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* Equal but for capitals; what stands for a space in names is one. */
static bool same(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++)
        if (letter(*a) != letter(*b)) return false;
    return *a == *b;
}

static const ho_gloss_t *find_term(const char *term)
{
    for (int i = 0; i < N_TERMS; i++)
        if (same(TERMS[i].gloss.term, term) || (TERMS[i].alias != NULL && same(TERMS[i].alias, term)))
            return &TERMS[i].gloss;
    return NULL;
}

/* A metric's entry: its own among the terms, by its title or its name; else that of the table. */
static const ho_gloss_t *find_metric(int metric)
{
    const ho_metric_info_t *info = ho_metric_info(metric);
    const ho_gloss_t *own = find_term(info->title);
    if (own == NULL) own = find_term(info->name);
    return own != NULL ? own : &METRICS[metric];
}

_Static_assert((int)N_TERMS + (int)HO_METRIC_COUNT <= (int)HO_MAX_GLOSSARY,
               "the glossary has room for all entries");

int ho_glossary(const ho_gloss_t **out, int room)
{
    int n = 0;
    for (int i = 0; i < N_TERMS; i++, n++)
        if (n < room) out[n] = &TERMS[i].gloss;
    for (int metric = 0; metric < HO_METRIC_COUNT; metric++) {
        if (find_metric(metric) != &METRICS[metric]) continue;
        if (n < room) out[n] = &METRICS[metric];
        n++;
    }
    return n;
}

const ho_gloss_t *ho_glossary_for(const char *term)
{
    const ho_gloss_t *own = find_term(term);
    if (own != NULL) return own;
    for (int metric = 0; metric < HO_METRIC_COUNT; metric++)
        if (same(term, ho_metric_info(metric)->name) || same(term, ho_metric_info(metric)->title))
            return find_metric(metric);
    return NULL;
}
