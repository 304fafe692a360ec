"""The reference evaluator, quick enough to decide a customer again and again with one thing left out.

Nothing of what it decides is changed here. What is looked up over and over is indexed, and an evaluation may start
from what another one found out, where the two cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from engine.reference import Evaluation, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program import model as m
    from engine.binding import Binding
    from engine.reference import Row

T = TypeVar("T")
Known = dict[tuple[str, str], object]
"""Outcomes, rules and defines that were evaluated, by kind and name."""


class Indexed(Reference):
    """A reference evaluator that looks up the effects of each kind once, not once for every customer."""

    def __init__(self, program: m.Program, binding: Binding) -> None:
        super().__init__(program, binding)
        self.effects: dict[type, list[tuple[m.Rule, object]]] = {}

    def evaluate(self, row: Row) -> Replay:
        """Look at one customer."""
        return Replay(self, row)


class Replay(Evaluation):
    """An evaluation that may start from known values."""

    def __init__(self, reference: Indexed, row: Row, known: Mapping[tuple[str, str], object] | None = None) -> None:
        super().__init__(reference, row)
        self._effects_by_kind = reference.effects
        self._known.update(known or {})

    @property
    def known(self) -> Known:
        """What is known so far."""
        return self._known

    def _effects(self, kind: type[T]) -> list[tuple[m.Rule, T]]:
        if kind not in self._effects_by_kind:
            self._effects_by_kind[kind] = [*super()._effects(kind)]
        return cast("list[tuple[m.Rule, T]]", self._effects_by_kind[kind])
