"""Which boundaries of a policy the tests prove: lines of ladders, and comparisons with fixed values.

A boundary is where a measured value meets a threshold that does not depend on the customer: a line of a ladder, or
a comparison in a condition of a rule, a table row, an exclusion or an offer, of money, numbers, durations or dates,
with literals and parameters. It is tested by the cases that pass, are not empty and expect something that can
depend on it. **Both sides** are tested if one case has a value on each side and one of these lies *at the line*: it
is the threshold itself or, for ``>`` and ``<``, the first value that satisfies. For a ladder the sides are the two
rungs that meet at the line, so a customer far below does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Date, Days, Money, Months, Num, Value
from dsl.program.values import compare
from dsl.program.walk import children, references
from engine.reference import DateNeededError
from engine.testing.model import BoundaryCoverage, Sides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dsl.diagnostics.model import Words
    from dsl.source import Span
    from dsl.syntax.nodes import CompareOp
    from engine.testing.look import Look
    from engine.testing.reading import Reading, Voice
    from engine.testing.slices import Node, Slice

_FLIPPED: Final[dict[CompareOp, CompareOp]] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_AMOUNTS: Final = (Money, Num, Days, Months, Date)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A comparison with a threshold; the same comparison of several rules is one."""

    measure: e.Expr
    op: CompareOp
    threshold: e.Expr


@dataclass(slots=True)
class _Boundary:
    """What the cases seen so far tell of a boundary.

    Attributes:
        owners: rules, and outcomes that have it by themselves; a case counts if it can depend on one of them.
        below, above: for a ladder, the lines next to it, which end its two sides.
        values: of the threshold, in the order of the cases.
    """

    cut: _Cut
    label: Words
    span: Span
    owners: set[str | Node] = field(default_factory=set)
    below: e.Expr | None = None
    above: e.Expr | None = None
    lower: bool = False
    upper: bool = False
    line: bool = False
    values: dict[Value, None] = field(default_factory=dict)

    @property
    def is_rung(self) -> bool:
        """Whether it is a line of a ladder."""
        return any(isinstance(owner, tuple) and owner[0] == "ladder" for owner in self.owners)


class Boundaries:
    """Gathers what cases tell about the boundaries of one policy."""

    def __init__(self, program: m.Program, reading: Reading) -> None:
        self._program = program
        self._reading = reading
        self._found: list[_Boundary] = [*self._lines(), *self._comparisons()]

    def see(self, look: Look, part: Slice) -> None:
        """Take a case into account.

        Args:
            look: at its customer.
            part: what the case's expectations can depend on.
        """
        reached: set[str | Node] = {*part.nodes, *(rule.id for rule in part.rules if look.in_force(rule))}
        for boundary in self._found:
            if reached & boundary.owners:
                try:
                    self._see(boundary, look)
                except DateNeededError:
                    continue

    def coverage(self) -> tuple[BoundaryCoverage, ...]:
        """All boundaries, ladders first."""
        return tuple(BoundaryCoverage(b.label, self._values(b), b.span, _sides(b)) for b in self._found)

    # --- finding them ---

    def _lines(self) -> Iterator[_Boundary]:
        for ladder in self._program.ladders.values():
            for i, line in enumerate(ladder.lines):
                if line is None or ladder.measure is None or not self._program.is_own(ladder.span):
                    continue
                yield _Boundary(
                    _Cut(ladder.measure, ">=", line),
                    self._reading.both(partial(_rung, ladder, i)),
                    ladder.span,
                    owners={("ladder", ladder.name)},
                    below=ladder.lines[i - 1],
                    above=ladder.lines[i + 1] if i + 1 < len(ladder.lines) else None,
                )

    def _comparisons(self) -> Iterable[_Boundary]:
        found: dict[_Cut, _Boundary] = {}
        places: list[tuple[e.Expr | None, str | Node, Span]] = [
            *((rule.condition, rule.id, rule.span) for rule in self._program.all_rules),
            *((offer.eligible, ("offer", offer.name), offer.span) for offer in self._program.offers.values()),
        ]
        for condition, owner, span in places:
            if not self._program.is_own(span):
                continue
            for cut, shown in self._cuts(condition):
                if cut not in found:
                    found[cut] = _Boundary(cut, self._reading.both(partial(_test, shown)), span)
                found[cut].owners.add(owner)
        return found.values()

    def _cuts(self, node: e.Expr | None) -> Iterator[tuple[_Cut, e.Expr]]:
        """The comparisons with thresholds in a condition, looking through defines, each with how it is shown."""
        match node:
            case None:
                return
            case e.Compare(op, left, right) if op in _FLIPPED:
                if _is_cut(left, right):
                    yield _Cut(left, op, right), node
                elif _is_cut(right, left):
                    yield _Cut(right, _FLIPPED[op], left), e.Compare(_FLIPPED[op], right, left)
            case e.Between(operand, low, high, closed):
                for op, end in ((">=", low), ("<=" if closed else "<", high)):
                    if _is_cut(operand, end):
                        yield _Cut(operand, op, end), e.Compare(op, operand, end)
            case e.Window(operand, which, length) if _is_cut(operand, length):
                # The far end of the window; the near one is today.
                end = e.Arith("-" if which == "last" else "+", e.Today(), length, Date())
                yield _Cut(operand, ">=" if which == "last" else "<=", end), node
            case e.Ref("define", name):
                yield from self._cuts(self._program.defines[name].expr)
            case _:
                for child in children(node):
                    yield from self._cuts(child)

    # --- seeing cases ---

    def _see(self, boundary: _Boundary, look: Look) -> None:
        cut = boundary.cut
        value, threshold = look.value(cut.measure), look.value(cut.threshold)
        if threshold is None:
            return
        boundary.values.setdefault(threshold)
        if value is None:
            return
        of = cut.measure.type
        # `>` and `<=` put the threshold itself on the lower side.
        is_upper = compare(">=" if cut.op in (">=", "<") else ">", value, threshold, of)
        end = boundary.above if is_upper else boundary.below
        limit = look.value(end) if end is not None else None
        if limit is not None and (compare(">=", value, limit, of) if is_upper else compare("<", value, limit, of)):
            return
        boundary.upper |= is_upper
        boundary.lower |= not is_upper
        boundary.line |= value == threshold or value == self._first(cut, threshold)

    def _first(self, cut: _Cut, threshold: Value) -> Value | None:
        """The first value that satisfies a strict comparison, where the measure's steps are known."""
        step = self._step(cut.measure)
        if cut.op not in (">", "<") or step is None:
            return None
        sign = 1 if cut.op == ">" else -1
        if isinstance(threshold, date):
            return threshold + timedelta(days=sign)
        return Fraction(cast("int", threshold)) + sign * step

    def _step(self, measure: e.Expr) -> Fraction | None:
        match measure:
            case e.Ref("field", name) if isinstance(measure.type, Num):
                return Fraction(1, 10 ** self._program.record.fields[name].places)
            case e.Since() | e.Ref("points", _):
                return Fraction(1)
            case _:
                return None if isinstance(measure.type, Num) else Fraction(1)

    def _values(self, boundary: _Boundary) -> Words:
        cut, of = boundary.cut, boundary.cut.measure.type
        if boundary.is_rung and not boundary.values:
            return self._reading.both(lambda voice: voice.plain.inner(cut.threshold))
        values = () if isinstance(cut.threshold, e.Const) and not boundary.is_rung else boundary.values
        return self._reading.both(lambda voice: " / ".join(voice.value(v, of) for v in values))


def _rung(ladder: m.Ladder, place: int, voice: Voice) -> str:
    return f"{voice.names.of('ladder', ladder.name)} {voice.rung(ladder.name, ladder.rungs[place])}"


def _test(node: e.Expr, voice: Voice) -> str:
    return voice.plain.test(node)


def _is_cut(measure: e.Expr, threshold: e.Expr) -> bool:
    fixed = all(ref.kind == "param" for ref in references(threshold))
    varies = any(ref.kind != "param" for ref in references(measure))
    return fixed and varies and isinstance(measure.type, _AMOUNTS)


def _sides(boundary: _Boundary) -> Sides:
    match boundary.lower, boundary.upper:
        case True, True:
            return "both" if boundary.line else "line"
        case True, False:
            return "lower"
        case False, True:
            return "upper"
        case _:
            return "none"
