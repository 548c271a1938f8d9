/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last page of a game in a terminal: what came of it, and what was true. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/play_show.h"
#include "cli/say.h"
#include "session/words.h"

enum { MOST = 64 };

static void head(const ho_show_t *s, const char *title)
{
    ho_text_add(s->out, "\n%s%s%s\n", ho_ink(&s->term, HO_INK_BOLD), title, ho_ink(&s->term, HO_INK_PLAIN));
}

static void show_text(const ho_show_t *s, const ho_reveal_t *r, const char *which, const char *title)
{
    char *text = ho_reveal_text(r, which);
    if (text != NULL && text[0] != '\0') {
        head(s, title);
        ho_text_put(s->out, "  ");
        ho_text_wrap(s->out, text, 2, s->term.width);
    }
    free(text);
}

static void show_truth(const ho_show_t *s, const ho_reveal_t *r, ho_metric_t metric)
{
    double seen[HO_MAX_DAYS], truth[HO_MAX_DAYS];
    int n = ho_session_series(s->session, metric, -1, seen, NULL, NULL, NULL);
    double gap = 0.0;
    int worst = -1;
    for (int day = 0; day < n; day++) {
        ho_reading_t shown = ho_session_shown(s->session, metric, -1, day, n - 1);
        truth[day] = ho_reveal_truth(r, metric, -1, day);
        if (isnan(shown.value) || isnan(truth[day]) || fabs(shown.value - truth[day]) <= gap)
            continue;
        gap = fabs(shown.value - truth[day]);
        worst = day;
        seen[day] = shown.value;
    }
    if (worst < 0)
        return;
    char a[64], b[64];
    ho_words_value(metric, seen[worst], a, sizeof a);
    ho_words_value(metric, truth[worst], b, sizeof b);
    ho_text_add(s->out, "  %-20s widest gap on day %d: the screen says %s, the truth was %s\n",
                ho_metric_info((int)metric)->title, worst, a, b);
}

void ho_show_end(const ho_show_t *s, const ho_reveal_t *r)
{
    const ho_outcome_sum_t *o = ho_reveal_outcome(r);
    char a[HO_SAY], b[HO_SAY], c[HO_SAY], d[HO_SAY], surprise[240];
    ho_text_add(s->out, "%s%s%s against not having the feature: %s of value, %s of cost, %s of harm.\n",
                ho_ink(&s->term, o->utility_usd >= 0.0 ? HO_INK_GOOD : HO_INK_BAD),
                ho_say_signed_usd(o->utility_usd, a), ho_ink(&s->term, HO_INK_PLAIN),
                ho_say_usd(o->value_usd, b), ho_say_usd(o->cost_usd, c), ho_say_usd(o->harm_usd, d));
    double score = ho_reveal_score(r);
    if (isfinite(score))
        ho_text_add(
            s->out,
            "Score %.0f, where 0 is never launching and 100 the best policy that knew everything (%s).\n",
            floor(score + 0.5), ho_say_signed_usd(ho_reveal_oracle_usd(r), a));
    ho_reveal_surprise(r, surprise, sizeof surprise);
    if (surprise[0] != '\0')
        ho_text_add(s->out, "%s\n", surprise);

    head(s, "What was really going on");
    ho_truth_event_t event[MOST];
    int n = ho_reveal_world(r, event, MOST);
    if (n == 0)
        ho_text_put(s->out, ho_reveal_twin(r)
                                ? "  Nothing: this was the twin, the same world without its faults.\n"
                                : "  Nothing went wrong in this world.\n");
    for (int i = 0; i < n && i < MOST; i++) {
        ho_text_add(s->out, "  day %-4d %s\n", event[i].day, event[i].title);
        if (event[i].tell == NULL)
            continue;
        ho_text_put(s->out, "           ");
        ho_text_wrap(s->out, event[i].tell, 11, s->term.width);
    }
    head(s, "What the screen said, and the truth");
    static const ho_metric_t compared[] = {HO_METRIC_PRECISION, HO_METRIC_RECALL, HO_METRIC_EST_PRECISION,
                                           HO_METRIC_TRUST, HO_METRIC_LIFT};
    for (size_t i = 0; i < sizeof compared / sizeof compared[0]; i++)
        show_truth(s, r, compared[i]);

    head(s, "Your decisions: this same world without each of them (one world, not a grade)");
    ho_worth_t worth[HO_MAX_DAYS];
    n = ho_reveal_decisions(r, worth, HO_MAX_DAYS);
    int greatest = ho_reveal_greatest(r), turning = ho_reveal_turning_point(r);
    for (int i = 0; i < n && i < HO_MAX_DAYS; i++) {
        ho_text_add(s->out, "  day %-4d %-48s", worth[i].day, worth[i].title);
        if (isfinite(worth[i].without))
            ho_text_add(s->out, " without it %.0f", floor(worth[i].without + 0.5));
        ho_text_put(s->out, i == greatest  ? "  <- changed most\n"
                            : i == turning ? "  <- changed most after the launch\n"
                                           : "\n");
    }
    show_text(s, r, "what_happened", "What happened");
    show_text(s, r, "strong_play", "Strong play");
    show_text(s, r, "lesson", "The lesson");
    show_text(s, r, "interview", "In an interview");
    if (turning >= 0)
        ho_text_add(s->out, "\nPlay on from there: branch %d\n", worth[turning].day);
}
