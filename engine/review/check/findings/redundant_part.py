"""P613: a part of a condition that changes nothing, given the rest of it.

A part of an ``and`` changes nothing if whoever meets the rest meets it too; a part of an ``or`` if whoever meets it
meets the rest too. What is unknown without it must also be unknown with it: `x is known` makes a difference.
A comparison of params is left alone: it is there for the day on which they change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program.types import Bool
from engine.ir.nodes import FALSE
from engine.review.check.findings.conditions import is_of_params
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dsl.lints.context import Condition
    from engine.ir.nodes import Formula
    from engine.review.check.findings.model import Status
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question, Verdict
    from engine.review.shared.world import World

Joined = Literal["and", "or"]


@dataclass(frozen=True, slots=True)
class _Around:
    """What a part of a condition stands in: what must hold, and must not, for it to matter."""

    true: tuple[e.Expr, ...] = ()
    untrue: tuple[e.Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a condition.

    Attributes:
        rest: the other parts that it is joined with.
        where_true: whether the condition is ever true without it and not with it, or the other way round.
        where_false: whether it is ever false so.
    """

    expr: e.Expr
    joined: Joined
    where_true: Question
    where_false: Question


class RedundantPart:
    """Asks of every part of every condition whether it makes a difference."""

    def __init__(self, review: Review) -> None:
        self._review = review
        conditions = (x for x in review.source.conditions if isinstance(x.expr.type, Bool))
        self._asked = [(condition, list(self._parts(condition, condition.expr, _Around()))) for condition in conditions]

    def _parts(self, inside: Condition, node: e.Expr, around: _Around) -> Iterator[_Part]:
        if not isinstance(node, e.And | e.Or):
            return
        for i, item in enumerate(node.items):
            if is_of_params(item):
                continue
            rest = (*node.items[:i], *node.items[i + 1 :])
            part = self._part(inside, item, "and" if isinstance(node, e.And) else "or", rest, around)
            if part is not None:
                yield part
            further = (*around.true, *rest), around.untrue
            if isinstance(node, e.Or):
                further = around.true, (*around.untrue, *rest)
            yield from self._parts(inside, item, _Around(*further))

    def _part(
        self, inside: Condition, item: e.Expr, joined: Joined, rest: tuple[e.Expr, ...], around: _Around
    ) -> _Part | None:
        """The questions about a part; None where its condition is never in force."""

        def true(world: World, exprs: tuple[e.Expr, ...]) -> tuple[Formula, ...]:
            return tuple(world.outcomes.conditions.truth(x).true for x in exprs)

        def false(world: World, exprs: tuple[e.Expr, ...]) -> tuple[Formula, ...]:
            return tuple(world.outcomes.conditions.truth(x).false for x in exprs)

        def where_true(world: World) -> Claim:
            holds, fails = true(world, around.true), true(world, around.untrue)
            own, others = true(world, (item,)), true(world, rest)
            return (
                Claim((*holds, *others), (*fails, *own))
                if joined == "and"
                else Claim((*holds, *own), (*fails, *others))
            )

        def where_false(world: World) -> Claim:
            own, others = false(world, (item,)), false(world, rest)
            return Claim(own, others) if joined == "and" else Claim(others, own)

        questions = [self._in_force(inside, make) for make in (where_true, where_false)]
        if questions[0] is None or questions[1] is None:
            return None
        return _Part(item, joined, questions[0], questions[1])

    def _in_force(self, inside: Condition, make: Callable[[World], Claim]) -> Question | None:
        rule = inside.rule

        def claim(world: World) -> Claim | None:
            return make(world) if rule is None or world.outcomes.in_force(rule.period) else None

        return self._review.questions.question(claim)

    def find(self) -> Iterator[Finding]:
        """The first such part of each condition: without it, others may make a difference."""
        review = self._review
        for condition, parts in self._asked:
            if condition.span in review.told or review.is_reported(condition.span, "W509", "W510"):
                continue
            for part in parts:
                whom_it_matters_to = self._matters(part)
                if whom_it_matters_to == "somebody":
                    continue
                span = review.source.place(part.expr, condition)
                diagnostic = Diagnostic("P613", span, {"what": part.joined, "found": review.source.text(span)})
                status: Status = "proved" if whom_it_matters_to == "nobody" else "unknown"
                yield Finding(diagnostic, status, whom=self._met(condition))
                break

    @staticmethod
    def _met(condition: Condition) -> Callable[[World], Formula]:
        """Who meets the whole condition."""
        rule = condition.rule

        def whom(world: World) -> Formula:
            outcomes = world.outcomes
            in_force = rule is None or outcomes.in_force(rule.period)
            return outcomes.conditions.truth(condition.expr).true if in_force else FALSE

        return whom

    def _matters(self, part: _Part) -> Verdict:
        """Whether the condition is another one for anybody without a part."""
        if self._review.is_empty_class(part.expr):
            return "somebody"  # that nobody is in the class is said elsewhere
        ask = self._review.questions.ask
        verdicts = {ask(part.where_true).verdict}
        if "somebody" not in verdicts:
            verdicts.add(ask(part.where_false).verdict)
        return worst(verdicts)
