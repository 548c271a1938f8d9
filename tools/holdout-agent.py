#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An example of a program that plays Holdout; it needs nothing but Python's standard library.

    holdout run first-launch --policy 'cmd:python3 tools/holdout-agent.py'
    holdout check-agent 'cmd:python3 tools/holdout-agent.py'

It launches the most capable option at the threshold that follows from the costs, in steps, and remembers how often the feature
acted when all was well. When that changes by a third it goes down to a quarter of the users, buys audits, recalibrates on them,
and comes back with whatever is better. The messages are documented in scenarios/README.md.
"""
import json
import sys

STEPS = [0.01, 0.05, 0.25, 0.5, 1.0]  # share of users, two days each
CALM_DAYS = 7  # at full exposure, before what is normal is known
AUDIT_DAYS = 6  # of audits, before a training is ordered


class Agent:
    """One run."""

    def __init__(self, run):
        self.run = run
        self.step = 0
        self.since = 0  # day on which the present step was reached
        self.rates = []  # positive rates of the last days
        self.normal = None  # positive rate when all was well
        self.state = "ramping"  # or "auditing", "training"

    def frame(self):
        """Before the first day: what to launch, at which threshold, and what to see it with."""
        models = [o for o in self.run["options"] if o["kind"] != "rules"] or self.run["options"]
        best = max(models, key=lambda o: o["capability"])
        return [
            {"do": "choose-option", "option": best["id"]},
            {"do": "threshold", "tau": self.run["cost_threshold"]},
            {"do": "invest", "what": "feature-flag"},
            {"do": "invest", "what": "monitoring"},
            {"do": "rollout", "share": STEPS[0]},
        ]

    def operate(self, day, seen):
        rate = seen["readings"]["whole"]["positive_rate"]
        if rate is not None:
            self.rates = (self.rates + [rate["value"]])[-CALM_DAYS:]
        if self.state == "ramping":
            return self.watch(day) or self.climb(day, seen)
        if self.state == "auditing":
            return self.train(day, seen)
        return self.take_in(day, seen)

    def climb(self, day, seen):
        may_raise = seen["team_days"] >= 0.25 and not seen["settings"]["frozen"]
        if self.step + 1 < len(STEPS) and day - self.since >= 2 and may_raise:
            self.step, self.since, self.rates = self.step + 1, day, []
            return [{"do": "rollout", "share": STEPS[self.step]}]
        return []

    def watch(self, day):
        """At full exposure: learn what is normal, then ring the bell when three days in a row are not."""
        if STEPS[self.step] < 1 or len(self.rates) < CALM_DAYS:
            return []
        if self.normal is None:
            self.normal = sum(self.rates) / len(self.rates)
            return []
        last = self.rates[-3:]
        if not (min(last) > 1.33 * self.normal or max(last) < 0.75 * self.normal):
            return []
        self.state, self.since = "auditing", day
        audits = min(600, self.run["audits_most_per_day"])
        return [{"do": "rollout", "share": 0.25}, {"do": "audits", "per_day": audits}]

    def train(self, day, seen):
        if day - self.since < AUDIT_DAYS:
            return []
        order = {"do": "train", "mode": "recalibrate", "window_days": AUDIT_DAYS, "sources": ["audits"]}
        if self.refused(order, seen):
            return []  # tomorrow again
        self.state, self.since = "training", day
        return [order, {"do": "audits", "per_day": 0}]

    def take_in(self, day, seen):
        """Deploys the candidate unless it looked worse than the live version on the same items, and climbs again."""
        newest = seen["versions"][-1]
        waiting = any(task["what"]["do"] == "train" for task in seen["tasks"])
        if waiting and day - self.since < 30:
            return []
        self.state, self.step, self.since = "ramping", 2, day
        self.rates, self.normal = [], None
        live = next(iter(seen["settings"]["segments"].values()))["version"]
        value, rival = newest["offline_usd_per_item"], newest["live_usd_per_item"]
        worse = value is not None and rival is not None and value < rival
        if newest["born"] is None or newest["version"] == live or worse or not newest["ready"]:
            return []
        return [{"do": "deploy", "version": newest["version"]}]

    @staticmethod
    def refused(order, seen):
        """Whether this kind of decision would be refused today."""
        offer = next((o for o in seen["offers"] if o["decision"]["do"] == order["do"]), None)
        return offer is None or offer["refused"] is not None


def say(message):
    print(json.dumps(message), flush=True)


def main():
    agent = None
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "hello":
            say({"ready": True, "name": "holdout-agent"})
        elif message["type"] == "run":
            agent = Agent(message)
        elif message["type"] == "day":
            day = message["day"]
            decisions = agent.frame() if day == 0 else agent.operate(day, message)
            say({"day": day, "decisions": decisions})


if __name__ == "__main__":
    main()
