"""Which fields of the customer record the decisions of a policy read.

Such a field must have its column in the data: were it merely missing for everyone, a column that was renamed or left
out would change every decision in silence.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dsl.program import model as m
from dsl.program.template import Either, Slot
from dsl.program.walk import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program.expr import Expr
    from dsl.program.template import Part, Template


def fields_read(program: m.Program) -> frozenset[str]:
    """Fields that conditions, amounts, texts, lines, offers, promises or assumptions read, by canonical name.

    A field that is read through defines only counts where something reads them; tests do not count, nor does the day
    of a run: rules that are out of force ask for their fields, too.
    """
    return fields_in(program, _expressions(program))


def fields_in(program: m.Program, nodes: Iterable[Expr]) -> frozenset[str]:
    """Fields that expressions read, also through defines."""
    waiting = [name for node in nodes for name in _named(node)]
    seen = set(waiting)
    while waiting:
        kind, name = waiting.pop()
        if kind == "define":
            fresh = set(_named(program.defines[name].expr)) - seen
            seen |= fresh
            waiting += fresh
    return frozenset(name for kind, name in seen if kind == "field")


def ladders_by_use(program: m.Program) -> list[str]:
    """The ladders as people look for them: the one that most rules read or lift on comes first."""
    uses: Counter[str] = Counter()
    for rule in program.all_rules:
        read = references(rule.condition) if rule.condition is not None else ()
        uses.update({ref.name for ref in read if ref.kind == "ladder"})
        uses.update(effect.ladder for effect in rule.effects if isinstance(effect, m.LiftTier))
    return sorted(program.ladders, key=lambda name: -uses[name])


def _named(node: Expr) -> list[tuple[str, str]]:
    return [(found.kind, found.name) for found in references(node)]


def _expressions(program: m.Program) -> Iterator[Expr]:
    """Every expression that takes part in deciding."""
    for condition, _ in program.record.assumptions:
        yield condition
    for ladder in program.ladders.values():
        yield from _there(ladder.measure, *ladder.lines)
    for offer in program.offers.values():
        yield from _there(offer.eligible)
        yield from expressions_in(offer.say)
    for rule in program.all_rules:
        yield from _there(rule.condition)
        yield from expressions_in(rule.because)
        for effect in rule.effects:
            match effect:
                case m.AddPoints(_, amount):
                    yield amount
                case m.CreateTask(_, _, within, on):
                    yield from _there(within, on)
                case _:
                    pass
    for never in program.nevers:
        yield from (outcome for outcome in never.outcomes if not isinstance(outcome, m.HasOutcome))
        yield from expressions_in(never.because)


def _there(*nodes: Expr | None) -> Iterator[Expr]:
    return (node for node in nodes if node is not None)


def expressions_in(text: Template | None) -> Iterator[Expr]:
    """What the slots and conditions of a text read; nothing where there is no text."""
    return _in_parts(text.parts if text is not None else ())


def _in_parts(parts: Iterable[Part]) -> Iterator[Expr]:
    for part in parts:
        match part:
            case Slot(expr):
                yield expr
            case Either(condition, then, otherwise):
                yield condition
                yield from _in_parts((*then, *otherwise))
            case _:
                pass
