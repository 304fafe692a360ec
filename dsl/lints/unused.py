"""W504: declared and of no effect: a param or define nothing reads, an offer or class nothing grants.

Classes, ladders, points and choices are results, so nothing need read them; but something must decide them.
Tests and profiles are no use of a thing: it would still change no decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dsl.check.kinds import KIND_WORDS, SymbolKind
from dsl.diagnostics.model import Arg, Diagnostic
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.template import Part, Slot, Template
from dsl.program.walk import references
from dsl.syntax import nodes as n

# what should happen to a thing of each kind, and does not
_KINDS: Final[dict[SymbolKind, str]] = {
    "param": "read",
    "define": "read",
    "offer": "offered",
    "class": "granted",
    "points": "added",
    "choice": "set",
    "ladder": "lifted",
    "task": "created",
    "group": "joined",
}
_READ: Final[tuple[SymbolKind, ...]] = ("param", "define")

Thing = tuple[str, str]


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Every declaration of the main policy without effect."""
    if not any(isinstance(s, n.RuleDecl | n.TableDecl | n.ExcludeDecl) for s in context.statements):
        return  # it decides nothing itself: it is there for other policies to use
    alive = _decided(context.program)
    alive |= _read(context, {(kind, s.name) for kind in _READ for s in context.symbols(kind)})
    for kind, what in _KINDS.items():
        for symbol in context.symbols(kind):
            if (kind, symbol.name) not in alive:
                args: dict[str, Arg] = {"name": symbol.text, "kind": KIND_WORDS[kind], "what": what}
                yield Diagnostic("W504", symbol.span, args)


def _decided(program: m.Program) -> set[Thing]:
    """What some rule, row or measure can give to a customer."""
    found: set[Thing] = {("ladder", x.name) for x in program.ladders.values() if x.measure is not None}
    found |= {*(("task", name) for name in program.tasks), *(("group", name) for name in program.groups)}
    for rule in program.all_rules:
        for effect in rule.effects:
            match effect:
                case m.LiftTier(ladder, _):
                    found.add(("ladder", ladder))
                case m.GrantClass(name):
                    found.add(("class", name))
                case m.GrantOffer(name):
                    found.add(("offer", name))
                case m.AddPoints(name):
                    found.add(("points", name))
                case m.SetChoice(name):
                    found.add(("choice", name))
                case _:
                    continue
    return found


def _read(context: LintContext, wanted: set[Thing]) -> set[Thing]:
    """Those of some things that an expression reads, tests apart; stops when it has met them all."""
    found: set[Thing] = set()
    for expr in _expressions(context.program):
        found.update((ref.kind, ref.name) for ref in references(expr) if (ref.kind, ref.name) in wanted)
        if len(found) == len(wanted):
            break
    return found


def _expressions(program: m.Program) -> Iterator[e.Expr]:
    yield from (expr for expr, _ in program.record.assumptions)
    yield from (r.condition for r in program.requirements)
    yield from (d.expr for d in program.defines.values())
    for ladder in program.ladders.values():
        yield from (x for x in (ladder.measure, *ladder.lines) if x is not None)
    for offer in program.offers.values():
        yield from _in_text(offer.say)
        if offer.eligible is not None:
            yield offer.eligible
    for rule in program.all_rules:
        yield from _in_text(rule.because)
        if rule.condition is not None:
            yield rule.condition
        for effect in rule.effects:
            match effect:
                case m.AddPoints(_, amount):
                    yield amount
                case m.CreateTask(_, _, within, on):
                    yield from (x for x in (within, on) if x is not None)
                case _:
                    continue
    for never in program.nevers:
        yield from _in_text(never.because)
        yield from (x for x in never.outcomes if not isinstance(x, m.HasOutcome))


def _in_text(text: Template | None) -> Iterator[e.Expr]:
    return _in_parts(text.parts) if text is not None else iter(())


def _in_parts(parts: tuple[Part, ...]) -> Iterator[e.Expr]:
    for part in parts:
        match part:
            case str():
                continue
            case Slot(expr):
                yield expr
            case _:
                yield part.condition
                yield from _in_parts(part.then)
                yield from _in_parts(part.otherwise)


RULE = LintRule("W504", "unused", find)
