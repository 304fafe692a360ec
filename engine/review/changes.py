"""What changes for whom between two policies: every pair of answers, and a customer who has both, or a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dsl.program.types import Bool, Date, Listed, Text
from engine.binding import BindingError, bind
from engine.columns import stored_bounds
from engine.ir.builder import Builder
from engine.ir.nodes import FALSE
from engine.ir.outcomes import Outcomes
from engine.ir.reach import FIRST_DAY, LAST_DAY, to_days
from engine.proof.solver import Answer as Found
from engine.proof.solver import Prover
from engine.review.aspects import absent, aspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program.model import Field, Program
    from engine.ir.nodes import Form, Formula
    from engine.review.aspects import Answer, Aspect
    from engine.review.scopes import Scope

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Change:
    """A class of change.

    Attributes:
        before, after: the answers.
        scopes: on which days and under which profiles somebody may have both; on some of them somebody has, if
            anybody does.
        found: what the prover says.
    """

    aspect: Aspect
    before: Answer
    after: Answer
    scopes: tuple[Scope, ...]
    found: Found


class Comparison:
    """Two policies over one record, as formulas of one builder: what they share is the same object."""

    def __init__(self, old: Program, new: Program) -> None:
        self.builder = Builder()
        self._old, self._new = old, new
        self.listed: dict[str, tuple[str, ...]] = {}
        for name in {**old.record.fields, **new.record.fields}:
            self._column(name, [p.record.fields[name] for p in (old, new) if name in p.record.fields])
        self.today: Form = self.builder.column(TODAY, FIRST_DAY, LAST_DAY)

    def _column(self, name: str, fields: list[Field]) -> None:
        """Make the column of a field with bounds that hold in both."""
        kind = fields[-1].type
        if isinstance(kind, Listed):
            self.listed[name] = kind.values
        if isinstance(kind, Bool | Listed | Text):
            return
        bounds = [(FIRST_DAY, LAST_DAY) if isinstance(kind, Date) else stored_bounds(field) for field in fields]
        self.builder.column(name, min(low for low, _ in bounds), max(high for _, high in bounds))

    def changes(self, scopes: Iterable[Scope]) -> Iterator[Change]:
        """Every pair of different answers that somebody has, or may have; what is not told nobody has."""
        b = self.builder
        pairs: dict[tuple[Aspect, Answer, Answer], list[Scope]] = {}
        cases: dict[tuple[Aspect, Answer, Answer], dict[Formula, Formula]] = {}  # a formula, and where it counts
        for scope in scopes:
            old, new = self._bound(self._old, scope), self._bound(self._new, scope)
            if old is None or new is None:
                continue
            valid = self._valid(scope, (old, new))
            for aspect, x, y, formula in self._pairs(old, new):
                pairs.setdefault((aspect, x, y), []).append(scope)
                counts = cases.setdefault((aspect, x, y), {})
                counts[formula] = b.any_of((counts.get(formula, FALSE), valid))
        prover = Prover([x for counts in cases.values() for case in counts.items() for x in case], self.listed)
        for (aspect, x, y), found_in in pairs.items():
            found = self._first(prover, cases[aspect, x, y])
            if found.verdict != "nobody":
                yield Change(aspect, x, y, tuple(found_in), found)

    @staticmethod
    def _first(prover: Prover, cases: dict[Formula, Formula]) -> Found:
        """Somebody of any of some cases; nobody only if there is nobody in any."""
        verdict = Found("nobody")
        for formula, valid in cases.items():
            found = prover.ask([formula, valid])
            if found.verdict == "somebody":
                return found
            verdict = found if found.verdict == "unknown" else verdict
        return verdict

    def _valid(self, scope: Scope, sides: Iterable[Outcomes]) -> Formula:
        """On the days of a scope, and within what both records assume."""
        b = self.builder
        assumed = [
            b.negation(side.conditions.truth(condition).false)
            for side in sides
            for condition, _ in side.program.record.assumptions
        ]
        begun, over = b.at_least(self.today, to_days(scope.first)), b.at_least(self.today, to_days(scope.last) + 1)
        return b.all_of((begun, b.negation(over), *assumed))

    def _pairs(self, old: Outcomes, new: Outcomes) -> Iterator[tuple[Aspect, Answer, Answer, Formula]]:
        before, after = dict(aspects(old)), dict(aspects(new))
        for aspect in {**before, **after}:
            one, other = before.get(aspect) or absent(aspect), after.get(aspect) or absent(aspect)
            for x, here in one.items():
                if other.get(x) is here:
                    continue
                for y, there in other.items():
                    formula = self.builder.all_of((here, there))
                    if x is not y and x != y and formula is not FALSE:
                        yield aspect, x, y, formula

    def _bound(self, program: Program, scope: Scope) -> Outcomes | None:
        """A policy on the days of a scope; None where it is not in force."""
        profile = scope.profile if scope.profile in program.profiles else None
        try:
            binding = bind(program, scope.first, profile)
        except BindingError:
            return None
        return Outcomes(program, binding, builder=self.builder, today=self.today)
