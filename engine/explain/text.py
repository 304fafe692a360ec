"""An explanation as text, compact enough for one screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dsl.program import expr as e
from dsl.syntax.vocabulary import lang_of
from engine.explain.asked import SHORT, Asked
from engine.explain.blocks import Blocks
from engine.explain.names import Names
from engine.explain.offer_text import OfferText
from engine.explain.page import Page, Parts, plain
from engine.explain.promises import promise
from engine.explain.tier_text import TierText
from engine.punctuation import COLON
from engine.reads import ladders_by_use
from engine.show import number

if TYPE_CHECKING:
    from engine.explain.explanation import (
        ChoiceSeen,
        ClassSeen,
        Explanation,
        NeverSeen,
        PointsSeen,
        RuleSeen,
        TaskSeen,
        TaskTaken,
    )


def render(explanation: Explanation, width: int, *, color: bool, asked: Asked = SHORT) -> str:
    """The explanation for people.

    Args:
        explanation: of one customer.
        width: columns of the terminal.
        color: whether to use ANSI codes.
        asked: what of it is wanted.
    """
    page = Page(width, color)
    text = _Text(explanation, page)
    if asked.narrow:
        text.write_only(asked)
    else:
        text.write(everything=asked.everything)
    return page.text()


class _Text:
    def __init__(self, explanation: Explanation, page: Page) -> None:
        self._explanation = explanation
        self._program = explanation.look.reference.program
        self._names = Names(self._program, explanation.lang)
        self._page = page
        self._blocks = Blocks(page, self._names, explanation.look)
        self._word = self._blocks.word
        self._offers = OfferText(explanation, self._blocks)
        self._tiers = TierText(explanation, self._blocks)

    def write(self, *, everything: bool) -> None:
        """All sections, what matters most first; those of which the policy knows nothing are left out."""
        found = self._explanation
        self._head()
        self._page.blank()
        self._broken()
        self._page.blank()
        on = {tier.ladder.name: tier for tier in found.tiers}
        for ladder in ladders_by_use(self._program):
            self._tiers.write(on[ladder])
        self._page.blank()
        if self._program.offers:
            self._offers.made()
        self._page.blank()
        if self._program.tasks:
            self._tasks(found.tasks)
        self._page.blank()
        if everything:
            self._offers.everything()
        else:
            self._offers.near()
        self._page.blank()
        self._classes(found.classes)
        self._page.blank()
        self._accounts()

    def write_only(self, asked: Asked) -> None:
        """Only the tiers and the offer asked for."""
        self._head()
        self._page.blank()
        wanted = dict(asked.rungs)
        for tier in self._explanation.tiers:
            if tier.ladder.name in wanted:
                self._tiers.write(tier, wanted[tier.ladder.name])
        self._page.blank()
        if asked.offer is not None:
            self._offers.one(asked.offer)

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

    # --- classes ---

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

    # --- the rest ---

    def _accounts(self) -> None:
        """Points and choices; those with nothing in them together at the end."""
        found = self._explanation
        empty: list[str] = []
        for points in found.points:
            if points.decision.value or points.decision.incomplete:
                self._points(points)
            else:
                empty.append(self._names.of("points", points.name))
        for choice in found.choices:
            if choice.value is not None or choice.rules:
                self._choice(choice)
            else:
                empty.append(self._names.of("choice", choice.name))
        if empty:
            self._page.line(0, plain(self._word("nothing_in", names=self._names.listed(empty))))

    def _points(self, seen: PointsSeen) -> None:
        total = number(seen.decision.value)
        if seen.decision.incomplete:
            total = self._word("incomplete", total=total, causes=self._blocks.causes(seen.causes))
        self._page.line(0, (*self._named(self._names.of("points", seen.name)), *plain(total)))
        for added in seen.added:
            if added.amount == 0:
                continue
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
            said = self._names.choice(seen.name, seen.value)
        else:
            said = self._word("unknown_because", causes=self._blocks.causes(seen.causes))
        self._page.line(0, (*self._named(self._names.of("choice", seen.name)), *plain(said)))
        for rule, value in seen.rules:
            given = self._names.choice(seen.name, value)
            head = () if seen.value is not None else plain(f"{given}{COLON[self._names.lang]}")
            own = without_above(rule) if seen.value is None and not seen.conflict else rule
            if own is not None:
                self._blocks.rule(2, own, head, because=False)

    def _tasks(self, tasks: tuple[TaskSeen, ...]) -> None:
        self._heading("tasks", empty=not tasks)
        for task in tasks:
            self._task(task)
        for taken in self._explanation.tasks_taken:
            self._task_taken(taken)

    def _task(self, seen: TaskSeen) -> None:
        task = seen.decision
        said = [self._names.of("role", task.role)] if task.role is not None else []
        if task.channels:
            said.append(self._names.listed(self._names.of("channel", x) for x in task.channels))
        if task.due is not None:
            said.append(self._word("due", day=task.due))
        elif task.due_unknown:
            said.append(self._word("due_unknown", causes=self._blocks.causes(seen.causes)))
        self._page.line(2, (*self._named(self._names.of("task", task.task)), *plain(" · ".join(said))))
        for rule in seen.rules:
            self._blocks.rule(4, rule)

    def _task_taken(self, seen: TaskTaken) -> None:
        channel = self._names.of("channel", cast("str", seen.task.channel))
        head = (*self._named(self._names.of("task", seen.task.task)), *plain(self._word("task_taken", channel=channel)))
        self._page.line(2, head)
        for rule in seen.by:
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
        said = promise(seen.never, self._names, self._blocks.bare.inner)
        head = (*plain(f"{said}  "), (str(seen.never.span), "place"))
        self._page.line(2, head)
        for line in seen.lines:
            self._blocks.condition(4, (), line)
        if seen.because is not None:
            self._page.line(4, plain(self._blocks.said("because", seen.because)))


def without_above(seen: RuleSeen) -> RuleSeen | None:
    """A row by its own tests alone; None if only the rows above it decide."""
    if seen.line is None or seen.line.kind != "all":
        return seen
    own = tuple(item for item in seen.line.items if item.kind != "above")
    return replace(seen, line=replace(seen.line, items=own)) if own else None
