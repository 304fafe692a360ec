"""Which statements read a name, so that one knows what a change of it would touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program import model as m
from dsl.program.walk import references
from engine.reads import expressions_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program import expr as e
    from engine.explain.reading.pieces import Pieces


def uses(pieces: Pieces, kind: str, name: str) -> tuple[str, ...]:
    """The statements that read a field, a param, a define, an account or a choice, each once with its place."""
    found = (said for said, nodes in _statements(pieces) if _reads(nodes, kind, name))
    return tuple(dict.fromkeys(found))


def _reads(nodes: Iterable[e.Expr | None], kind: str, name: str) -> bool:
    return any((ref.kind, ref.name) == (kind, name) for node in nodes if node is not None for ref in references(node))


def _statements(pieces: Pieces) -> Iterator[tuple[str, Iterable[e.Expr | None]]]:
    """Everything that reads something: what it is called, and its expressions."""
    program, names, word = pieces.program, pieces.names, pieces.word
    for ladder in program.ladders.values():
        yield f"{word('ladder', name=names.of('ladder', ladder.name))} {ladder.span}", (ladder.measure, *ladder.lines)
    for define in program.defines.values():
        yield f"{word('define', name=names.of('define', define.name))} {define.span}", (define.expr,)
    for offer in program.offers.values():
        yield (
            f"{word('offer_title', name=names.of('offer', offer.name))} {offer.span}",
            (offer.eligible, *expressions_in(offer.say)),
        )
    for rule in program.all_rules:
        named = rule.kind == "rule" and rule.name is not None
        called = f"{word('rule', name=names.rule(rule))} {rule.span}" if named else pieces.called(rule)
        yield called, (rule.condition, *_amounts(rule), *expressions_in(rule.because))
    for never in program.nevers:
        nodes = [x for x in never.outcomes if not isinstance(x, m.HasOutcome)]
        yield f"{word('never_title')} {never.span}", (*nodes, *expressions_in(never.because))


def _amounts(rule: m.Rule) -> Iterator[e.Expr | None]:
    for effect in rule.effects:
        match effect:
            case m.AddPoints(_, amount):
                yield amount
            case m.CreateTask(_, _, within, on):
                yield from (within, on)
            case _:
                pass
