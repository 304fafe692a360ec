"""The reference evaluator, quick enough to decide a customer again and again with something left out.

Nothing of what it decides is changed here. What is looked up over and over is indexed, and an evaluation may start
from what another one found out, where the two cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from dsl.program import model as m
from engine.reference import Evaluation, Reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from dsl.program import expr as e
    from engine.binding import Binding
    from engine.decision import OfferDecision
    from engine.reference import Row, Truth

T = TypeVar("T")
Known = dict[tuple[str, str], object]
"""Outcomes, rules and defines that were evaluated, by kind and name."""


class Indexed(Reference):
    """A reference evaluator that knows by id which rules are in force.

    Attributes:
        in_force: ids of the rules in force.
    """

    def __init__(self, program: m.Program, binding: Binding) -> None:
        super().__init__(program, binding)
        self.in_force = frozenset(rule.id for rule in self.rules)


class Replay(Evaluation):
    """An evaluation that may start from known values."""

    def __init__(self, reference: Indexed, row: Row, known: Known | None = None) -> None:
        super().__init__(reference, row)
        self._granted_by_kind: dict[type, list[tuple[m.Rule, object]]] = {}
        self._known.update(known or {})

    @property
    def known(self) -> Known:
        """What is known so far."""
        return self._known

    def has(self, outcome: m.HasOutcome | e.Expr, offers: Callable[[], tuple[OfferDecision, ...]]) -> Truth:
        """Whether a part of a ``never`` holds; offers are computed only if it speaks of one."""
        of_offer = isinstance(outcome, m.HasOutcome) and outcome.kind == "offer"
        return self._has(outcome, offers() if of_offer else ())

    def _granted(self, kind: type[T]) -> list[tuple[m.Rule, T]]:
        if kind not in self._granted_by_kind:
            self._granted_by_kind[kind] = [*super()._granted(kind)]
        return cast("list[tuple[m.Rule, T]]", self._granted_by_kind[kind])
