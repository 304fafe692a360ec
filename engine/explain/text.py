"""An explanation as text, compact enough for one screen."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, cast

from dsl.format.names import lang_of
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Listed
from engine.explain.blocks import Blocks
from engine.explain.names import Names
from engine.explain.page import Page, Parts, glued, plain
from engine.punctuation import COLON, aside
from engine.show import number

if TYPE_CHECKING:
    from engine.explain.explanation import (
        ChoiceSeen,
        ClassSeen,
        Explanation,
        NeverSeen,
        OfferGiven,
        OfferMissed,
        OfferTaken,
        PointsSeen,
        Remedy,
        RuleSeen,
        TaskSeen,
        TierSeen,
    )

_ATTEMPTS: Final = 3  # rules shown of an offer that none of them granted


def render(explanation: Explanation, width: int, *, color: bool) -> str:
    """The explanation for people.

    Args:
        explanation: of one customer.
        width: columns of the terminal.
        color: whether to use ANSI codes.
    """
    page = Page(width, color)
    _Text(explanation, page).write()
    return page.text()


class _Text:
    def __init__(self, explanation: Explanation, page: Page) -> None:
        self._explanation = explanation
        self._program = explanation.look.reference.program
        self._names = Names(self._program, explanation.lang)
        self._page = page
        self._blocks = Blocks(page, self._names, explanation.look)
        self._word = self._blocks.word

    def write(self) -> None:
        """All sections; those of which the policy knows nothing are left out."""
        found = self._explanation
        self._head()
        self._page.blank()
        self._broken()
        self._page.blank()
        for tier in found.tiers:
            self._tier(tier)
        self._page.blank()
        self._classes(found.classes)
        self._page.blank()
        if self._program.offers:
            self._offers(found.offers)
        self._page.blank()
        self._not_offered()
        self._page.blank()
        for points in found.points:
            self._points(points)
        for choice in found.choices:
            self._choice(choice)
        self._page.blank()
        if self._program.tasks:
            self._tasks(found.tasks)

    def _head(self) -> None:
        found, binding = self._explanation, self._explanation.look.reference.binding
        policy = (*self._program.all_names, self._program.title or self._program.name)
        said = [next((name for name in policy if lang_of(name) == found.lang), policy[0])]
        if binding.as_of is not None:
            said.append(self._word("as_of", day=binding.as_of))
        if binding.profile is not None:
            said.append(self._word("profile", name=self._names.of("profile", binding.profile)))
        who = " ".join(x for x in (found.decision.key, found.look.name) if x is not None)
        self._page.line(0, ((who, "head"), (f" · {' · '.join(said)}", "plain")))

    def _heading(self, key: str, *, empty: bool = False) -> None:
        none = f"  {self._word('none')}" if empty else ""
        self._page.line(0, ((self._word(key), "head"), (none, "plain")))

    def _named(self, name: str) -> Parts:
        return ((name, "head"), ("  ", "plain"))

    # --- tiers and classes ---

    def _tier(self, seen: TierSeen) -> None:
        found = seen.decision.base
        base = self._names.rung(seen.ladder.name, found) if found is not None else ""
        head = self._named(self._names.of("ladder", seen.ladder.name))
        self._page.line(0, (*head, *plain(self._rung(seen, base))))
        if seen.ladder.measure is not None:
            measure = self._measure(seen.ladder.measure)
            interval = glued(self._interval(seen))
            key = "falls_into" if found is not None else "no_base"
            self._page.line(2, plain(self._word(key, measure=measure, rung=base, interval=interval)))
        for rule in seen.lifts:
            self._blocks.rule(2, rule, plain(self._word("lift")))
        for rule, wanted in seen.unknown_lifts:
            perhaps = self._word("perhaps", rung=self._names.rung(seen.ladder.name, wanted))
            self._blocks.rule(2, rule, plain(perhaps), because=False)

    def _rung(self, seen: TierSeen, base: str) -> str:
        """The rung, and how the customer came there."""
        tier = seen.decision
        if tier.rung is None:
            nobody = all(cause.kind == "ladder" and cause.name == seen.ladder.name for cause in seen.causes)
            causes = self._word("no_rule_decides") if nobody else self._blocks.causes(seen.causes)
            return self._word("undecided", causes=causes)
        rung = self._names.rung(seen.ladder.name, tier.rung)
        if seen.ladder.measure is None:
            return self._word("by_rules", rung=rung)
        if tier.base is None:
            return self._word("lifted_only", rung=rung)
        return self._word("lifted", rung=rung, base=base) if tier.lifted_by else rung

    def _measure(self, measure: e.Expr) -> str:
        if isinstance(measure, e.Ref) and measure.kind == "define":
            return self._blocks.define(measure.name)
        return self._blocks.formula.operand(measure)

    def _interval(self, seen: TierSeen) -> str:
        of = seen.ladder.measure.type if seen.ladder.measure is not None else None
        if of is None or (seen.low is None and seen.high is None):
            return ""
        low, high = (self._names.value(x, of) for x in (seen.low, seen.high))
        if seen.low is None:
            return aside(self._word("below", high=high), self._names.lang)
        if seen.high is None:
            return aside(self._word("at_least", low=low), self._names.lang)
        return f" [{low}, {high})"

    def _classes(self, classes: tuple[ClassSeen, ...]) -> None:
        if not classes:
            return
        none = all(seen.truth is False for seen in classes)
        self._heading("classes", empty=none)
        if none:
            return
        for seen in classes:
            if seen.truth is True:
                self._rules(2, self._named(self._names.of("class", seen.name)), seen.rules)
        for seen in classes:
            if seen.truth is None:
                said = self._word("unknown_because", causes=self._blocks.causes(seen.causes))
                self._page.line(2, (*self._named(self._names.of("class", seen.name)), *plain(said)))
                for rule in seen.rules:
                    self._blocks.rule(4, rule, because=False, named=rule.rule.kind != "class")
        others = [self._names.of("class", seen.name) for seen in classes if seen.truth is False]
        if others:
            self._page.line(2, plain(f"{self._word('not_in')} {self._names.listed(others)}"))

    def _rules(self, indent: int, head: Parts, rules: tuple[RuleSeen, ...]) -> None:
        """A single rule beside the head, several below it."""
        if len(rules) == 1:
            self._blocks.rule(indent, rules[0], head, named=rules[0].rule.kind != "class")
            return
        self._page.line(indent, head)
        for rule in rules:
            self._blocks.rule(indent + 2, rule, named=rule.rule.kind != "class")

    # --- offers ---

    def _offers(self, offers: tuple[OfferGiven, ...]) -> None:
        self._heading("offers", empty=not offers)
        for offer in offers:
            self._given(offer)

    def _given(self, seen: OfferGiven) -> None:
        made = seen.decision
        via = self._names.listed(self._names.of("channel", c) for c in made.channels)
        said = [self._word("priority", priority=made.priority), via or self._word("any_channel")]
        if (seen.offer.period.start, seen.offer.period.end) != (None, None):
            said.append(self._word("valid", period=self._blocks.period(seen.offer.period)))
        name = self._named(f"{made.rank} {self._names.of('offer', made.offer)}")
        self._page.line(2, (*name, *plain(" · ".join(said))))
        for rule in seen.grants:
            self._blocks.rule(4, rule)
        for channel, rules in seen.closed:
            closed = self._word("closed", channel=self._names.of("channel", channel))
            for rule in rules:
                self._blocks.rule(4, rule, plain(closed))
        if seen.say is not None:
            self._page.line(4, plain(self._blocks.said("says", seen.say)))

    def _not_offered(self) -> None:
        if self._explanation.taken or self._explanation.missed:
            self._heading("not_offered")
        taken = sorted(self._explanation.taken, key=lambda x: (x.lost.cause, x.lost.by, x.lost.unknown))
        for _, group in groupby(taken, key=lambda x: (x.lost.cause, x.lost.by, x.lost.unknown)):
            self._taken(list(group))
        for missed in self._explanation.missed:
            self._missed(missed)

    def _taken(self, group: list[OfferTaken]) -> None:
        """Offers lost to the same cause, together."""
        seen = group[0]
        cause, offer = seen.lost.cause, seen.offer
        args: dict[str, object] = {"limit": self._program.offer_limit, "group": offer.group}
        key: str = cause
        if cause == "period":
            args["period"] = self._blocks.period(offer.period)
        elif cause == "group":
            args["winner"] = self._names.of("offer", seen.lost.by[0])
            key = "group" if seen.winner is not None else "group_lost"
            args["priority"] = seen.winner.priority if seen.winner is not None else None
        elif seen.lost.unknown:
            key, args["causes"] = f"{cause}_unknown", self._blocks.causes(seen.causes)
        said = self._word(key, **args)
        if len(group) == 1:
            rules = self._names.listed(dict.fromkeys(self._names.rule(rule.rule) for rule in seen.grants))
            granted = self._word("granted_by", rules=rules)
            said += aside(granted, self._names.lang)
        names = self._names.listed(self._names.of("offer", x.offer.name) for x in group)
        self._page.line(2, (*self._named(names), *plain(said)))
        for rule in seen.by:
            self._blocks.rule(4, rule)
        if seen.eligible is not None:
            self._blocks.condition(4, (), seen.eligible)

    def _missed(self, seen: OfferMissed) -> None:
        name = self._named(self._names.of("offer", seen.offer.name))
        if not seen.attempts:
            self._page.line(2, (*name, *plain(self._word("no_rule"))))
            return
        shown = [rule for rule in seen.attempts if rule.truth is None] or seen.attempts[:_ATTEMPTS]
        shown = shown[:_ATTEMPTS]
        if seen.truth is None:
            said = self._word("unknown_because", causes=self._blocks.causes(seen.causes))
            if seen.remedy is not None:
                said += aside(self._remedy(seen.remedy), self._names.lang)
            self._page.line(2, (*name, *plain(said)))
        elif len(seen.attempts) == 1:
            self._blocks.rule(2, seen.attempts[0], name, because=False)
            return
        else:
            self._page.line(2, name)
        for rule in shown:
            self._blocks.rule(4, rule, because=False)
        others = len(seen.attempts) - len(shown)
        if others and seen.truth is False:
            self._page.line(4, plain(self._word("more_rules", count=others)))

    def _remedy(self, remedy: Remedy) -> str:
        field = self._program.record.fields[remedy.field]
        known = field.type.values if isinstance(field.type, Listed) else (True, False)
        if not remedy.values:
            return self._word("no_remedy")
        if len(remedy.values) == len(known):
            return self._word("remedy_any")
        count = len(remedy.values)
        if isinstance(field.type, Listed) and field.type.ordered and count > 1:
            if remedy.values == known[-count:]:
                return self._word("remedy", values=self._word("and_above", value=remedy.values[0]))
            if remedy.values == known[:count]:
                return self._word("remedy", values=self._word("and_below", value=remedy.values[-1]))
        shown = (self._names.value(value, field.type) for value in remedy.values)
        return self._word("remedy", values=self._word("or").join(shown))

    # --- the rest ---

    def _points(self, seen: PointsSeen) -> None:
        total = number(seen.decision.value)
        if seen.decision.incomplete:
            total = self._word("incomplete", total=total, causes=self._blocks.causes(seen.causes))
        self._page.line(0, (*self._named(self._names.of("points", seen.name)), *plain(total)))
        for added in seen.added:
            amount = self._names.value(added.amount, added.expr.type) if added.amount is not None else "?"
            sign = "" if amount.startswith("-") else "+"
            if added.amount is None or isinstance(added.expr, e.Const):
                self._blocks.rule(2, added.source, plain(f"{sign}{amount}  "), because=False)
            else:
                self._page.line(2, plain(f"{sign}{amount} = {self._blocks.formula.inner(added.expr)}"))
                self._blocks.rule(4, added.source, because=False)

    def _choice(self, seen: ChoiceSeen) -> None:
        if seen.conflict:
            said = self._word("conflict")
        elif seen.value is not None:
            said = seen.value
        elif seen.rules:
            said = self._word("unknown_because", causes=self._blocks.causes(seen.causes))
        else:
            said = self._word("none")
        self._page.line(0, (*self._named(self._names.of("choice", seen.name)), *plain(said)))
        for rule, value in seen.rules:
            head = () if seen.value is not None else plain(f"{value}{COLON[self._names.lang]}")
            own = without_above(rule) if seen.value is None and not seen.conflict else rule
            if own is not None:
                self._blocks.rule(2, own, head, because=False)

    def _tasks(self, tasks: tuple[TaskSeen, ...]) -> None:
        self._heading("tasks", empty=not tasks)
        for task in tasks:
            self._task(task)

    def _task(self, seen: TaskSeen) -> None:
        task = seen.decision
        said = [self._names.of("role", task.role)] if task.role is not None else []
        if task.due is not None:
            said.append(self._word("due", day=task.due))
        elif task.due_unknown:
            said.append(self._word("due_unknown", causes=self._blocks.causes(seen.causes)))
        self._page.line(2, (*self._named(task.task), *plain(" · ".join(said))))
        for rule in seen.rules:
            self._blocks.rule(4, rule)

    def _broken(self) -> None:
        found = self._explanation
        if not found.nevers and not found.tables:
            return
        self._heading("broken")
        for never in found.nevers:
            self._never(never)
        for table in found.tables:
            said = self._word("two_rows", name=self._names.of("table", table.name))
            self._page.line(2, (*plain(f"{said}  "), (str(table.span), "place")))

    def _never(self, seen: NeverSeen) -> None:
        outcomes = [self._outcome(x) for x in seen.never.outcomes]
        head = (*plain(f"{self._word('and').join(outcomes)}  "), (str(seen.never.span), "place"))
        self._page.line(2, head)
        for line in seen.lines:
            self._blocks.condition(4, (), line)
        if seen.because is not None:
            self._page.line(4, plain(self._blocks.said("because", seen.because)))

    def _outcome(self, outcome: m.HasOutcome | e.Expr) -> str:
        if not isinstance(outcome, m.HasOutcome):
            return self._blocks.bare.inner(outcome)
        match outcome.kind:
            case "offer":
                return self._word("never_offer", name=self._names.of("offer", outcome.name))
            case "class":
                return self._word("never_class", name=self._names.of("class", outcome.name))
            case "tier":
                ladder = cast("str", outcome.ladder)
                rung = self._names.rung(ladder, outcome.name)
                return self._word("never_tier", ladder=self._names.of("ladder", ladder), name=rung)


def without_above(seen: RuleSeen) -> RuleSeen | None:
    """A row by its own tests alone; None if only the rows above it decide."""
    if seen.line is None or seen.line.kind != "all":
        return seen
    own = tuple(item for item in seen.line.items if item.kind != "above")
    return replace(seen, line=replace(seen.line, items=own)) if own else None
