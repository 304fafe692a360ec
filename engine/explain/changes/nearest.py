"""The nearest change of a single field that grants a wish, found by trying: nothing is shown that was not decided."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from dsl.lean import dataclass
from engine.explain.changes.edges import Edges
from engine.explain.changes.model import Change, InVain, Wished
from engine.explain.changes.steps import Steps
from engine.explain.look import name_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dsl.program.model import Program
    from dsl.program.types import Value
    from engine.explain.changes.model import Tried, Wish
    from engine.explain.changes.trials import Changed, Trials
    from engine.reference import Evaluation, Row

    Met = Callable[[Program, Wish, Tried], bool]

_KEPT: Final = 3  # changes kept of a wish, of different fields
_KEYS: Final = frozenset({"key", "row_number"})


def wished(trials: Trials, look: Evaluation, wishes: Sequence[Wish]) -> tuple[Wished, ...]:
    """What single field grants each wish, and from which value on.

    Args:
        trials: of the policy and the run.
        look: the customer, who has none of what is wished for.
        wishes: what to find changes for.
    """
    return _Search(trials, look).all(wishes) if wishes else ()


@dataclass(slots=True)
class _Gap:
    """Between a number of a field that does not grant a wish and one that does."""

    wish: Wish
    steps: Steps
    without: int
    granted: int

    @property
    def open(self) -> bool:
        return abs(self.granted - self.without) > 1

    @property
    def middle(self) -> Value:
        return self.steps.value((self.without + self.granted) // 2)


class _Search:
    """All wishes of one customer at once."""

    def __init__(self, trials: Trials, look: Evaluation) -> None:
        self._trials = trials
        self._look = look
        self._met: Met = _possibly
        self._row: Row = look.row
        self._program = look.reference.program
        self._steps = {name: Steps(self._program.record.fields[name]) for name in _changeable(self._program)}
        self._tried: dict[Changed, Tried] = {}
        self._candidates = self._beside(Edges(look).found())

    def all(self, wishes: Sequence[Wish]) -> tuple[Wished, ...]:
        """Try everything, go as near as possible, and keep the nearest."""
        self._try((name, value) for name, values in self._candidates.items() for value in values)
        found = self._found(wishes, _possibly)
        granted = self._found([w for w in wishes if w.kind == "offer" and not found[w]], _granted)
        broken = self._found([w for w in wishes if not found[w] and not granted.get(w)], grants)
        return tuple(
            Wished(wish, found[wish], self._in_vain(wish, granted.get(wish, ()), broken.get(wish, ())))
            for wish in wishes
        )

    def _found(self, wishes: Sequence[Wish], met: Met) -> dict[Wish, tuple[Change, ...]]:
        self._met = met
        found = {wish: dict(self._granting(wish)) for wish in wishes}
        for gap in self._closed(found):
            found[gap.wish][gap.steps.field.name] = gap.steps.value(gap.granted)
        return {wish: self._nearest(wish, values) for wish, values in found.items()}

    def _in_vain(self, wish: Wish, granted: tuple[Change, ...], broken: tuple[Change, ...]) -> InVain | None:
        """What is in the way of the change that comes closest."""
        for change in granted[:1]:
            lost = self._look.reference.evaluate({**self._row, change.field: change.after}).offers()[1]
            for loss in lost:
                if loss.offer == wish.name:
                    return InVain(change, loss.cause)
        return InVain(broken[0], "assumption") if broken else None

    def _beside(self, edges: dict[str, dict[Value, None]]) -> dict[str, list[Value]]:
        """The values to try of each field: those at its edges, and some further away."""
        found: dict[str, list[Value]] = {}
        for name, at in edges.items():
            if (steps := self._steps.get(name)) is None:
                continue
            values = [value for edge in at for value in steps.beside(edge)]
            if steps.counted:
                values += steps.abroad(self._row[name])
            found[name] = [value for value in dict.fromkeys(values) if self._possible(name, value)]
        return found

    def _possible(self, name: str, value: Value) -> bool:
        """Whether a value is another one, which may still come about."""
        own, today = self._row[name], self._look.reference.binding.as_of
        if isinstance(value, date) and isinstance(own, date) and today is not None:
            return _may_become(own, value, today)
        return value != own

    def _try(self, changed: Iterable[Changed]) -> None:
        new = [one for one in dict.fromkeys(changed) if one not in self._tried]
        if new:
            self._tried |= zip(new, self._trials.decide(self._row, new), strict=True)

    def _granting(self, wish: Wish) -> Iterable[tuple[str, Value]]:
        """The nearest value tried of each field that grants a wish."""
        for name, values in self._candidates.items():
            granting = [value for value in values if self._grants(wish, name, value)]
            if granting:
                yield name, min(granting, key=lambda value: self._distance(wish, name, value))

    def _closed(self, found: dict[Wish, dict[str, Value]]) -> list[_Gap]:
        """For amounts and dates: the step at which a wish turns, between a value that grants it and the customer's."""
        gaps = [
            self._gap(wish, name, value)
            for wish, values in found.items()
            for name, value in values.items()
            if self._steps[name].counted and self._row[name] is not None
        ]
        while wide := [gap for gap in gaps if gap.open]:
            self._try((gap.steps.field.name, gap.middle) for gap in wide)
            for gap in wide:
                if self._grants(gap.wish, gap.steps.field.name, gap.middle):
                    gap.granted = gap.steps.number(gap.middle)
                else:
                    gap.without = gap.steps.number(gap.middle)
        return gaps

    def _gap(self, wish: Wish, name: str, value: Value) -> _Gap:
        """From the value to the nearest one that was tried in vain on the way to it."""
        steps = self._steps[name]
        own, granted = steps.number(cast("Value", self._row[name])), steps.number(value)
        vain = [
            number
            for other in self._candidates[name]
            if min(own, granted) < (number := steps.number(other)) < max(own, granted)
            and not self._grants(wish, name, other)
        ]
        return _Gap(wish, steps, min(vain, key=lambda number: abs(granted - number), default=own), granted)

    def _nearest(self, wish: Wish, values: dict[str, Value]) -> tuple[Change, ...]:
        """The nearest changes, of fields alike the first of the record."""
        ordered = sorted(values.items(), key=lambda item: self._distance(wish, *item)[:2])
        return tuple(self._change(wish, name, value) for name, value in ordered[:_KEPT])

    def _change(self, wish: Wish, name: str, value: Value) -> Change:
        before = self._row[name]
        measure = self._program.ladders[wish.ladder].measure if wish.ladder else None
        then = self._look.reference.evaluate({**self._row, name: value})
        return Change(
            field=name,
            before=before,
            after=value,
            distance=self._steps[name].distance(before, value),
            gives=self._rung(wish, name, value),
            measure=then.value(measure) if measure is not None else None,
        )

    def _distance(self, wish: Wish, name: str, value: Value) -> tuple[bool, Fraction, bool, int]:
        """How far a change is, what serves the wish best first; of values for what is missing those at an edge."""
        steps, before = self._steps[name], self._row[name]
        number = steps.number(value) if steps.counted else 0
        within = before is None and steps.counted and not self._at_edge(wish, name, number)
        return self._besides(wish, name, value), steps.distance(before, value), within, abs(number)

    def _besides(self, wish: Wish, name: str, value: Value) -> bool:
        """Whether a change does more than was wished for: a rung above it, or a lift where a value is missing."""
        match wish.kind:
            case "rung":
                return self._rung(wish, name, value) != wish.name
            case "known_rung":
                return self._row[name] is not None
            case _:
                return False

    def _at_edge(self, wish: Wish, name: str, number: int) -> bool:
        beside = [(name, self._steps[name].value(number + side)) for side in (-1, 1)]
        return any(one in self._tried and not self._grants(wish, *one) for one in beside)

    def _rung(self, wish: Wish, name: str, value: Value) -> str | None:
        return self._tried[name, value].rungs[wish.ladder] if wish.ladder else None

    def _grants(self, wish: Wish, name: str, value: Value) -> bool:
        return self._met(self._program, wish, self._tried[name, value])


def _may_become(own: date, day: date, today: date) -> bool:
    """Whether a day may take the place of another: what has passed may happen again, and what is to come be moved."""
    return own < day <= today if own <= today else day >= today and day != own


def grants(program: Program, wish: Wish, found: Tried) -> bool:
    """Whether what a customer gets is what was wished for."""
    if wish.kind == "offer":
        return wish.name in found.offers
    rungs, rung = program.ladders[wish.ladder].rungs, found.rungs[wish.ladder]
    match wish.kind:
        case "known_rung":
            return rung is not None
        case "rung":
            return rung is not None and rungs.index(rung) >= rungs.index(wish.name)
        case "no_lift":
            return rung is None or rungs.index(rung) < rungs.index(wish.name)


def _possibly(program: Program, wish: Wish, found: Tried) -> bool:
    """Whether there may be such a customer, who gets what was wished for."""
    return found.possible and grants(program, wish, found)


def _granted(_program: Program, wish: Wish, found: Tried) -> bool:
    """Whether there may be such a customer, for whom a rule grants the offer wished for, whatever becomes of it."""
    return found.possible and wish.name in found.granted


def _changeable(program: Program) -> list[str]:
    """The fields that could be different: not the key, nor what somebody is called."""
    fixed = {program.record.key, *name_fields(program.record)}
    return [name for name, field in program.record.fields.items() if name not in fixed and field.declared not in _KEYS]
