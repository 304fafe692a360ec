"""A policy under review: its questions, its source, and what is known of it before anything is proved."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from dsl.lean import dataclass
from dsl.lints.context import LintContext
from dsl.program import expr as e
from dsl.program import model as m
from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Questions
from engine.review.check.witnesses import Witnesses
from engine.review.shared.people import tested
from engine.testing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dsl.diagnostics.model import Diagnostic, Words
    from dsl.load import Analysis
    from dsl.program.expr import RefKind
    from dsl.source import Span
    from engine.explain.names import Kind as NameKind
    from engine.ir.nodes import Formula
    from engine.review.shared.world import World, Worlds


@dataclass
class Review:
    """What every kind of finding works with.

    Attributes:
        analysis: of the policy, which has no mistakes.
        told: places of rules about which something has been said: one mistake gives one finding.
        needless: ids of rules that may be deleted: so they make no others needless.
        empty_classes: classes of which it has been said that nobody is in them.
        taken_back: warnings that a proof has shown to be none.
    """

    analysis: Analysis
    program: m.Program
    worlds: Worlds
    told: set[Span] = field(default_factory=set)
    needless: set[str] = field(default_factory=set)
    empty_classes: set[str] = field(default_factory=set)
    taken_back: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.questions = Questions(self.worlds, tested(self.program))
        reported = (*self.analysis.diagnostics, *self.analysis.silenced)
        self._reported = [(d.code, d.span) for d in reported]

    @cached_property
    def source(self) -> LintContext:
        """Finds the places of conditions."""
        found = self.analysis
        own = tuple(found.built[file.path] for file in found.main.files)
        return LintContext(found.main, found.context, self.program, own, found.sources)

    @cached_property
    def reading(self) -> Reading:
        """Names things in both languages."""
        return Reading(self.program)

    def called(self, kind: RefKind | NameKind, name: str) -> Words:
        """A declared thing by its name."""
        return self.reading.both(lambda voice: voice.names.of(kind, name))

    @cached_property
    def witnesses(self) -> Witnesses:
        """Makes witnesses."""
        return Witnesses(self.questions)

    # --- the policy itself; those it uses are checked by themselves ---

    @cached_property
    def rules(self) -> list[m.Rule]:
        """Its rules and rows; of those written twice, the first."""
        own = (rule for rule in self.program.all_rules if self.program.is_own(rule.span))
        return list({rule.id: rule for rule in reversed(list(own))}.values())[::-1]

    def is_reported(self, span: Span, *codes: str) -> bool:
        """Whether a warning of some codes stands within a place."""
        return any(code in codes and _within(at, span) for code, at in self._reported)

    def is_settled(self, rule: m.Rule) -> bool:
        """Whether something has been said about a rule."""
        return rule.span in self.told

    def is_empty_class(self, expr: e.Expr) -> bool:
        """Whether an expression is a class that nobody is in: what follows from that is no mistake of its own."""
        return isinstance(expr, e.Ref) and expr.kind == "class" and expr.name in self.empty_classes

    # --- formulas ---

    def applies(self, *rules: m.Rule) -> Callable[[World], Formula]:
        """To whom any of some rules applies, which are in force at the same time."""

        def whom(world: World) -> Formula:
            outcomes = world.outcomes
            return outcomes.builder.any_of(outcomes.fires(x).true for x in rules if outcomes.in_force(x.period))

        return whom

    def all_known(self, world: World, formulas: Iterable[Formula]) -> Formula:
        """Where nothing is missing that some formulas read."""
        b = world.outcomes.builder
        read = {node.field: None for node in bottom_up(formulas) if isinstance(node, n.Known)}
        return b.all_of(b.known(name) for name in read)


def _within(inner: Span, outer: Span) -> bool:
    same = inner.path == outer.path
    return same and (outer.line, outer.column) <= (inner.line, inner.column) and inner.line <= outer.end_line


class Kind(Protocol):
    """A kind of finding: made, it says what it will ask; then it finds."""

    def find(self) -> Iterator[Finding]:
        """Ask, and tell what was found."""
