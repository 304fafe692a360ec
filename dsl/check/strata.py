"""Order in which outcomes are computed: each after those it reads, whatever order they are written in.

One node for each ladder, class, points account and choice; offers and tasks come last and are never read. A cycle
is an error that prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from dsl.check.context import Context
from dsl.diagnostics.model import Label, Words
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.walk import references
from dsl.source import Span

Stratum = tuple[str, str]
_OUTCOMES: Final = frozenset({"ladder", "class", "points", "choice"})


class Reads:
    """What conditions read, through the defines they use."""

    def __init__(self, defines: Mapping[str, m.Define]) -> None:
        self._defines = defines
        self._through: dict[str, frozenset[Stratum]] = {}

    def of(self, node: e.Expr | None) -> frozenset[Stratum]:
        """The outcomes an expression reads."""
        if node is None:
            return frozenset()
        found: set[Stratum] = set()
        for ref in references(node):
            if ref.kind in _OUTCOMES:
                found.add((ref.kind, ref.name))
            elif ref.kind == "define" and ref.name in self._defines:
                if ref.name not in self._through:
                    self._through[ref.name] = self.of(self._defines[ref.name].expr)
                found |= self._through[ref.name]
        return frozenset(found)


def feeds(effect: m.Effect) -> Stratum | None:
    """The outcome an effect adds to; None for offers, tasks and exclusions."""
    match effect:
        case m.LiftTier(ladder):
            return "ladder", ladder
        case m.GrantClass(name):
            return "class", name
        case m.AddPoints(account):
            return "points", account
        case m.SetChoice(choice):
            return "choice", choice
        case _:
            return None


def order(
    context: Context,
    nodes: Iterable[Stratum],
    ladders: Mapping[str, m.Ladder],
    rules: Iterable[m.Rule],
    tables: Iterable[m.Table],
    defines: Mapping[str, m.Define],
) -> tuple[Stratum, ...]:
    """All outcomes, each after those it reads; a cycle is reported."""
    reads = Reads(defines)
    depends: dict[Stratum, set[Stratum]] = {node: set() for node in nodes}
    because: dict[tuple[Stratum, Stratum], Span] = {}

    def add(target: Stratum, sources: frozenset[Stratum], span: Span) -> None:
        if target not in depends:
            return
        for source in sources:
            depends[target].add(source)
            because.setdefault((target, source), span)

    for name, ladder in ladders.items():
        add(("ladder", name), reads.of(ladder.measure), ladder.span)
    for rule in rules:
        sources = reads.of(rule.condition)
        for effect in rule.effects:
            target = feeds(effect)
            if target is not None:
                amount = reads.of(effect.amount) if isinstance(effect, m.AddPoints) else frozenset[Stratum]()
                add(target, sources | amount, rule.span)
    for table in tables:
        whole = frozenset(x for row in table.rows for x in reads.of(row.condition))
        for row in table.rows:
            sources = whole if table.hit == "first" else reads.of(row.condition)
            for effect in row.effects:
                target = feeds(effect)
                if target is not None:
                    add(target, sources, row.span)
    try:
        ordered = tuple(TopologicalSorter({k: sorted(v) for k, v in sorted(depends.items())}).static_order())
    except CycleError as error:
        cycle: list[Stratum] = error.args[1]
        called = context.symbols.words_for
        path = tuple(called(name) for _, name in reversed(cycle))
        steps = [(a, b) for a, b in zip(cycle[1:], cycle, strict=False) if (a, b) in because]
        first, *others = sorted(steps, key=lambda step: because[step])
        labels = tuple(Label(because[a, b], _reads(called(a[1]), called(b[1]))) for a, b in others)
        context.report("E214", because[first], {"path": path}, labels=labels)
        return ()
    return ordered


def _reads(one: Words, other: Words) -> Words:
    return Words(f"`{one.en}` reads `{other.en}` here", f"`{one.zh}`在此用到`{other.zh}`")
