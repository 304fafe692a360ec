"""Why something is unknown: the fields whose absence makes it so, and the few other causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar, assert_never

from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reference import Evaluation

T = TypeVar("T")
CauseKind = Literal["field", "ladder", "choice", "conflict", "zero", "calendar"]


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that makes an expression unknown.

    Attributes:
        kind: a missing field; a ladder without a measure on which no rule put the customer; a choice that no
            rule made, or rules made differently; a division by zero; a day outside the calendar.
        name: of the field, ladder or choice.
        node: what is zero, or outside the calendar.
    """

    kind: CauseKind
    name: str = ""
    node: e.Expr | None = None


def missing_of(look: Evaluation, node: e.Expr) -> set[str]:
    """The fields whose absence makes an expression unknown; none where it is known.

    Args:
        look: the customer.
        node: any expression.
    """
    return {cause.name for cause in causes_of(look, node) if cause.kind == "field"}


def causes_of(look: Evaluation, node: e.Expr | None) -> tuple[Cause, ...]:
    """Everything that makes an expression unknown, once each, in the order it is read."""
    return _once(_causes(look, node)) if node is not None else ()


def rule_causes(look: Evaluation, rule: m.Rule) -> tuple[Cause, ...]:
    """Everything that makes it unknown whether a rule applies."""
    return _once(_rule(look, rule))


def tier_causes(look: Evaluation, ladder: str) -> tuple[Cause, ...]:
    """Everything that leaves a customer without a rung."""
    return _once(_tier(look, ladder))


def ladder_causes(look: Evaluation, ladder: m.Ladder) -> tuple[Cause, ...]:
    """Everything that keeps a ladder alone from deciding: its measure and its lines."""
    if ladder.measure is None:
        return ()
    return _once(_each(look, (ladder.measure, *(line for line in ladder.lines if line is not None))))


def points_causes(look: Evaluation, account: str) -> tuple[Cause, ...]:
    """Everything that leaves an account incomplete."""
    return _once(_points(look, account))


def choice_causes(look: Evaluation, choice: str) -> tuple[Cause, ...]:
    """Everything that leaves a choice without a value."""
    return _once(_choice(look, choice))


def _once(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    return tuple(dict.fromkeys(causes))


def _causes(look: Evaluation, node: e.Expr) -> Iterator[Cause]:
    if look.value(node) is not None:
        return
    match node:
        case e.Ref(kind, name):
            yield from _named(look, kind, name)
        case e.And(operands) | e.Or(operands) | e.Extreme(_, operands):
            # A false part of an `and`, or a true one of an `or`, would have decided.
            yield from _each(look, operands)
        case e.InList(operand, items):
            yield from _each(look, (operand, *items))
        case e.Compare(_, left, right) | e.Default(left, right):
            yield from _each(look, (left, right))
        case e.Between(operand, low, high, closed):
            upper = e.Compare("<=" if closed else "<", operand, high)
            yield from _each(look, (e.Compare(">=", operand, low), upper))
        case e.Arith(op, left, right):
            known = look.value(left) is not None and look.value(right) is not None
            if not known:
                yield from _each(look, (left, right))
            else:
                yield Cause("zero", node=right) if op == "/" else Cause("calendar", node=node)
        case e.Window(operand, _, length):
            if look.value(operand) is not None and look.value(length) is not None:
                yield Cause("calendar", node=length)
            yield from _each(look, (operand, length))
        case e.Round() | e.Since() | e.Anniversary() | e.TextTest() | e.Not():
            yield from _causes(look, node.operand)
        case e.Const() | e.Today() | e.IsMissing():  # pragma: no cover - always known
            return
        case _:  # pragma: no cover - every node is above
            assert_never(node)


def _each(look: Evaluation, nodes: Iterable[e.Expr]) -> Iterator[Cause]:
    for node in nodes:
        yield from _causes(look, node)


def _named(look: Evaluation, kind: e.RefKind, name: str) -> Iterator[Cause]:
    match kind:
        case "field":
            yield Cause("field", name)
        case "define":
            yield from _causes(look, look.reference.program.defines[name].expr)
        case "ladder":
            yield from _tier(look, name)
        case "class":
            granting = (r for r, x in _effects(look, m.GrantClass) if x.name == name)
            yield from (cause for rule in granting for cause in _rule(look, rule))
        case "points":
            yield from _points(look, name)
        case "choice":
            yield from _choice(look, name)
        case "param":  # pragma: no cover - bound, so always known
            return
        case _:  # pragma: no cover - every kind is above
            assert_never(kind)


def _effects(look: Evaluation, kind: type[T]) -> Iterator[tuple[m.Rule, T]]:
    return ((rule, x) for rule in look.reference.rules for x in rule.effects if isinstance(x, kind))


def _rule(look: Evaluation, rule: m.Rule) -> Iterator[Cause]:
    if look.fires(rule) is not None:
        return
    for one in (rule, *look.reference.rows_above(rule)):
        if one.condition is not None:
            yield from _causes(look, one.condition)


def _tier(look: Evaluation, name: str) -> Iterator[Cause]:
    if look.tier(name).rung is not None:
        return
    ladder = look.reference.program.ladders[name]
    found: list[Cause] = list(ladder_causes(look, ladder))
    for rule, lift in _effects(look, m.LiftTier):
        if lift.ladder == name:
            found += _rule(look, rule)
    yield from found or [Cause("ladder", name)]


def _points(look: Evaluation, account: str) -> Iterator[Cause]:
    for rule, added in _effects(look, m.AddPoints):
        if added.account != account:
            continue
        yield from _rule(look, rule)
        # Of a rule that is unknown the amount is needed too, once it is known to apply.
        if look.fires(rule) is not False:
            yield from _causes(look, added.amount)


def _choice(look: Evaluation, choice: str) -> Iterator[Cause]:
    value, conflict = look.choice(choice)
    if conflict:
        yield Cause("conflict", choice)
    elif value is None:
        found = [c for r, x in _effects(look, m.SetChoice) if x.choice == choice for c in _rule(look, r)]
        yield from found or [Cause("choice", choice)]
