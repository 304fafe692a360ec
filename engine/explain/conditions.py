"""A condition as a tree of lines, each with its truth for one customer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool
from dsl.program.walk import references
from engine.explain.positive import positive
from engine.reference import kleene_not

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.reference import Evaluation, Truth

Kind = Literal["test", "all", "any", "class", "define", "above"]
ALWAYS: Final = e.And(())


@dataclass(frozen=True, slots=True)
class Line:
    """A condition or a part of one.

    Attributes:
        kind: a single test; all or any of ``items``; a class or a yes/no define, with what makes it so in
            ``items``; or that a row further up in a ``first`` table does not apply.
        node: the condition itself; its truth is that of the line.
        truth: as evaluated; None is unknown.
        items: the parts. Under a negated class or define, and under ``above``, they are about the thing
            itself.
        rule: of a part of a class, the rule that grants it; of ``above``, the row.
    """

    kind: Kind
    node: e.Expr
    truth: Truth
    items: tuple[Line, ...] = ()
    rule: m.Rule | None = None


def condition_line(look: Evaluation, condition: e.Expr | None) -> Line:
    """A condition, its classes and defines opened one level."""
    return _line(look, positive(ALWAYS if condition is None else condition), opened=False)


def rule_line(look: Evaluation, rule: m.Rule) -> Line:
    """What decides whether a rule applies; of a row of a ``first`` table also the rows above it."""
    return _rule_line(look, rule, opened=False)


def deciding(line: Line) -> Line:
    """Only what decides: the false parts of a false ``and``, the unknown ones of an unknown one …"""
    inner = kleene_not(line.truth) if isinstance(line.node, e.Not) else line.truth
    return replace(line, items=tuple(deciding(item) for item in line.items if item.truth == inner))


def walk_lines(line: Line) -> Iterator[Line]:
    """A line and everything below it."""
    yield line
    for item in line.items:
        yield from walk_lines(item)


def opened_defines(line: Line) -> tuple[str, ...]:
    """The defines whose amounts a test reads, to be opened beside it."""
    found = references(line.node) if line.kind == "test" else ()
    names = (ref.name for ref in found if ref.kind == "define" and not isinstance(ref.type, Bool))
    return tuple(dict.fromkeys(names))


def _line(look: Evaluation, node: e.Expr, *, opened: bool) -> Line:
    truth = look.truth(node)
    match node:
        case e.And(items):
            return Line("all", node, truth, tuple(_line(look, item, opened=opened) for item in items))
        case e.Or(items):
            return Line("any", node, truth, tuple(_line(look, item, opened=opened) for item in items))
        case e.Ref("class", name) | e.Not(e.Ref("class", name)) if not opened:
            granting = (r for r in look.reference.rules if any(x == m.GrantClass(name) for x in r.effects))
            parts = tuple(replace(_rule_line(look, r, opened=True), rule=r) for r in granting)
            return Line("class", node, truth, parts)
        case e.Ref("define", name) | e.Not(e.Ref("define", name)) if not opened:
            inner = positive(look.reference.program.defines[name].expr)
            return Line("define", node, truth, (_line(look, inner, opened=True),))
        case _:
            return Line("test", node, truth)


def _rule_line(look: Evaluation, rule: m.Rule, *, opened: bool) -> Line:
    own = positive(ALWAYS if rule.condition is None else rule.condition)
    line = _line(look, own, opened=opened)
    above = tuple(_above(look, row, opened=opened) for row in look.reference.rows_above(rule))
    if not above:
        return line
    parts = line.items if line.kind == "all" else (line,)
    whole = e.And(tuple(part.node for part in (*parts, *above)))
    return Line("all", whole, look.fires(rule), (*parts, *above))


def _above(look: Evaluation, row: m.Rule, *, opened: bool) -> Line:
    inner = positive(ALWAYS if row.condition is None else row.condition)
    line = _line(look, inner, opened=opened)
    return Line("above", e.Not(inner), kleene_not(line.truth), (line,), row)
