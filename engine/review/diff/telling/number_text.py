"""Comparisons of numbers and days in words: ``loan > 3 × deposit``, ``last_spoke ≥ today − 6 months``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program.types import Date, Days, Money, Num
from engine.explain.elapsed import counted
from engine.ir import nodes as n
from engine.ir.reach import FIRST_DAY, LAST_DAY
from engine.review.diff.comparing.changes import MARGIN
from engine.review.diff.telling.missing import with_default
from engine.review.shared.people import base_value
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dsl.program.model import Field
    from engine.review.diff.telling.named_sums import NamedSum
    from engine.testing.reading import Voice

_BESIDE: Final = {"≥": (">", -1), "≤": ("<", 1), "<": ("≤", -1), ">": ("≥", 1)}  # the same of the number beside
_OPPOSITE: Final = {"≥": "≤", "<": ">", "≤": "≥", ">": "<", "=": "="}
_YEAR: Final = 12  # months
_SINCE: Final = {"years": ("years since {}", "距今年数 {}"), "months": ("months since {}", "距今月数 {}")}
_AGO: Final = {"≥": ("{} at least {} ago", "{} 满 {}"), "<": ("{} less than {} ago", "{} 不满 {}")}
_BETWEEN_AGES: Final = ("{} at least {} and less than {} ago", "{} 满 {} 不满 {}")
# How both bounds are told, by the signs of the lower and of the upper one.
_BETWEEN: Final = {
    ("≥", "<"): ("from {} below {}", "从 {} 不足 {}"), ("≥", "≤"): ("from {} to {}", "从 {} 至 {}"),
    (">", "<"): ("above {} below {}", "超过 {} 不足 {}"), (">", "≤"): ("above {} up to {}", "超过 {} 不超过 {}"),
}  # fmt: skip
_BETWEEN_DAYS: Final = _BETWEEN | {
    (">", "<"): ("after {} and before {}", "在 {} 之后、{} 之前"), (">", "≤"): ("after {}, to {}", "在 {} 之后，至 {}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared with what.

    Attributes:
        ago: ``years`` or ``months`` if it is told how long ago something is.
        is_day: whether both are days.
    """

    left: str
    sign: str
    right: str
    ago: str | None = None
    is_day: bool = False

    def said(self, voice: Voice) -> str:
        """As a sentence of its own."""
        if self.ago is None:
            return f"{self.left} {self.sign} {self.right}"
        if self.sign in _AGO:
            return voice.pick(*_AGO[self.sign]).format(self.left, self.right)
        return f"{voice.pick(*_SINCE[self.ago]).format(self.left)} {self.sign} {self.right}"


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that is read or counted from one; ``of`` is the column that it is of."""

    of: str
    told: str
    is_read: bool = False


class NumberText:
    """Says how a sum compares with a number.

    Args:
        fields: by column.
        scales: how many of a field's units one of its column is.
        named: sums that have a name, by id of the form.
    """

    def __init__(self, fields: Mapping[str, Field], scales: Mapping[str, int], named: Mapping[int, NamedSum]) -> None:
        self._fields, self._scales, self._named = fields, scales, named

    def said(self, form: n.Form, bound: int, sign: str, voice: Voice) -> str | None:
        """A comparison; None if it has no short words."""
        found = self._compared(form, bound, sign, voice)
        return None if found is None else found.said(voice)

    def between(self, form: n.Form, low: int, high: int, voice: Voice) -> str | None:
        """From a number on and below another; where there is one number between them, that one."""
        if high - low == 1:
            return self.said(form, low, "=", voice)
        one, other = (self._compared(form, *bound, voice, is_one_of_two=True) for bound in ((low, "≥"), (high, "<")))
        if one is None or other is None:
            return None
        least, most = (one, other) if one.sign in ("≥", ">") else (other, one)
        if least.ago is not None and least.ago == most.ago and {least.sign, most.sign} <= _AGO.keys():
            return voice.pick(*_BETWEEN_AGES).format(least.left, least.right, most.right)
        if least.ago is not None or most.ago is not None:
            return voice.pick("{}; {}", "{}；{}").format(least.said(voice), most.said(voice))
        words = voice.pick(*(_BETWEEN_DAYS if least.is_day else _BETWEEN)[least.sign, most.sign])
        return f"{least.left} {words.format(least.right, most.right)}"

    # --- what is compared ---

    def _compared(
        self, form: n.Form, bound: int, sign: str, voice: Voice, *, is_one_of_two: bool = False
    ) -> Compared | None:
        if id(form) in self._named:
            return self._of_name(self._named[id(form)], bound, sign, voice)
        days = [self._day(term, voice) for term, _ in form.parts]
        if len(form.parts) == 1:
            return self._of_one(form.parts[0][0], bound, sign, voice)
        if all(days):
            return self._of_days(
                form, [day for day in days if day is not None], bound, sign, voice, is_one_of_two=is_one_of_two
            )
        return self._of_several(form, bound, sign, voice)

    @staticmethod
    def _of_name(named: NamedSum, bound: int, sign: str, voice: Voice) -> Compared:
        if named.scale < 0 and sign in _OPPOSITE:  # the form is the opposite of the sum
            sign, bound = _OPPOSITE[sign], -bound
        sign, bound = _rounder(sign, bound, is_amount=isinstance(named.type, Money))
        return Compared(named.told(voice), sign, voice.value(bound / abs(named.scale), named.type))

    def _of_one(self, term: n.Term, bound: int, sign: str, voice: Voice) -> Compared | None:
        match term:
            case n.Column(column) if column in self._fields:
                field = self._fields[column]
                if isinstance(field.type, Date) and not FIRST_DAY + MARGIN <= bound <= LAST_DAY - MARGIN:
                    return None  # where the calendar ends is nothing that anybody has in common
                sign, bound = _rounder(sign, bound, is_amount=_is_amount(field))
                held = base_value(bound * self._scales[column], field)
                sign = "=" if sign == "≤" and held == field.low else sign  # there is no less
                return Compared(self._name(column, voice), sign, voice.value(held, field.type))
            case n.Choose():
                return self._of_default(term, bound, sign, voice)
            case n.Calendar(function, day, _) if function in ("years_since", "months_since") and len(day.parts) == 1:
                inner = self._day(day.parts[0][0], voice)
                if inner is not None and inner.is_read and not day.constant:
                    return self._ago(inner.told, function, bound, sign, voice)
        return None

    def _of_default(self, term: n.Choose, bound: int, sign: str, voice: Voice) -> Compared | None:
        """``pension default savings ≥ 10,000 GBP``: a field, or what stands for it where it is missing."""
        column = with_default(term)
        if column is None or column not in self._fields or (told := self._default(term, column, voice)) is None:
            return None
        field = self._fields[column]
        if isinstance(field.type, Date) and not FIRST_DAY + MARGIN <= bound <= LAST_DAY - MARGIN:
            return None
        sign, bound = _rounder(sign, bound, is_amount=_is_amount(field))
        return Compared(told, sign, voice.value(base_value(bound * self._scales[column], field), field.type))

    def _default(self, term: n.Choose, column: str, voice: Voice) -> str | None:
        """A field with what stands for it where it is missing: another one that counts alike, or a value."""
        field, scale, other = self._fields[column], self._scales[column], term.otherwise
        if not other.parts:
            return self._instead(column, voice.value(base_value(other.constant * scale, field), field.type), voice)
        beside = other.parts[0][0]
        if len(other.parts) > 1 or other.parts[0][1] != 1 or other.constant or not isinstance(beside, n.Column):
            return None
        alike = self._fields.get(beside.field)
        is_alike = alike is not None and (alike.type, alike.places) == (field.type, field.places)
        if not is_alike or self._scales[beside.field] != scale:
            return None
        return self._instead(column, self._name(beside.field, voice), voice)

    def _instead(self, column: str, other: str, voice: Voice) -> str:
        return f"{self._name(column, voice)} {voice.pick('default', '缺省')} {other}"

    @staticmethod
    def _ago(day: str, function: str, bound: int, sign: str, voice: Voice) -> Compared:
        """What is not above a number is told by the number."""
        unit = "years" if function == "years_since" or not bound % _YEAR else "months"
        number = bound if function == f"{unit}_since" else bound // _YEAR
        if sign in _AGO and number > 0:
            return Compared(day, sign, counted(unit, number, voice.lang), unit)
        return Compared(voice.pick(*_SINCE[unit]).format(day), sign, voice.value(number, Num()))

    # --- several together ---

    def _of_several(self, form: n.Form, bound: int, sign: str, voice: Voice) -> Compared | None:
        """``loan ≥ 3 × deposit``, ``visits + calls > 10``; only of amounts that have one unit."""
        columns = [term.field for term, _ in form.parts if isinstance(term, n.Column)]
        if len(columns) < len(form.parts) or any(column not in self._fields for column in columns):
            return None
        if len({(str(self._fields[x].type), self._fields[x].places, self._scales[x]) for x in columns}) > 1:
            return None
        parts = [(c, column) for (_, c), column in zip(form.parts, columns, strict=True)]
        if all(c < 0 for c, _ in parts):
            parts, bound, sign = [(-c, column) for c, column in parts], -bound, _OPPOSITE[sign]
        field = self._fields[columns[0]]
        sign, bound = _rounder(sign, bound, is_amount=True)
        sides = [[self._times(abs(c), x, voice) for c, x in parts if (c > 0) is want] for want in (True, False)]
        if bound:
            amount = voice.value(base_value(abs(bound) * self._scales[columns[0]], field), field.type)
            sides[bound > 0].append(amount)
        left, right = (" + ".join(side) for side in sides)
        return Compared(left, sign, right or "0")

    def _times(self, c: int, column: str, voice: Voice) -> str:
        name = self._name(column, voice)
        return name if c == 1 else f"{c} × {name}"

    def _of_days(
        self, form: n.Form, days: Sequence[_Day], bound: int, sign: str, voice: Voice, *, is_one_of_two: bool
    ) -> Compared | None:
        """``last_spoke ≤ today − 90 days``: a day of the customer beside today, or beside another day."""
        if sorted(c for _, c in form.parts) != [-1, 1] or days[0].of == days[1].of:
            return None
        plus, minus = days if form.parts[0][1] > 0 else reversed(days)
        if plus.of == TODAY:
            plus, minus, sign, bound = minus, plus, _OPPOSITE[sign], -bound
        if is_one_of_two and sign in (">", "≤"):
            sign, bound = _BESIDE[sign][0], bound + _BESIDE[sign][1]
        if sign in _BESIDE and bound + _BESIDE[sign][1] == 0:
            sign, bound = _BESIDE[sign][0], 0
        beside = f" {'+' if bound > 0 else '−'} {voice.value(abs(bound), Days())}" if bound else ""
        return Compared(plus.told, sign, minus.told + beside, is_day=True)

    def _day(self, term: n.Term, voice: Voice) -> _Day | None:
        """A day of a customer, today, or one that is counted from one of them."""
        match term:
            case n.Column(column) if column == TODAY:
                return _Day(TODAY, voice.pick("today", "今天"))
            case n.Column(column) if column in self._fields and isinstance(self._fields[column].type, Date):
                return _Day(column, self._name(column, voice), is_read=True)
            case n.Choose():
                either = with_default(term)
                if either is not None and either in self._fields and isinstance(self._fields[either].type, Date):
                    said = self._default(term, either, voice)
                    return _Day(either, said, is_read=True) if said is not None else None
            case n.Calendar("add_months", day, argument) if len(day.parts) == 1 and not argument.parts:
                of, months = self._day(day.parts[0][0], voice), argument.constant
                unit = "months" if months % _YEAR else "years"
                later = counted(unit, abs(months) // (1 if unit == "months" else _YEAR), voice.lang)
                told = None if of is None or day.constant else f"{of.told} {'+' if months > 0 else '−'} {later}"
                return None if of is None or told is None else _Day(of.of, told)
            case n.Calendar("anniversary", day, argument) if len(day.parts) == 1 and _is_today(argument):
                of = self._day(day.parts[0][0], voice)
                if of is not None and of.of != TODAY and not day.constant:
                    return _Day(of.of, voice.pick(f"next anniversary of {of.told}", f"{of.told}的下一周年日"))
        return None

    def _name(self, column: str, voice: Voice) -> str:
        return voice.names.of("field", self._fields[column].name)


def _is_today(form: n.Form) -> bool:
    parts = form.parts
    return len(parts) == 1 and isinstance(parts[0][0], n.Column) and parts[0][0].field == TODAY and not form.constant


def _is_amount(field: Field) -> bool:
    """Whether a number beside another is told apart from it by nothing but its last places."""
    return isinstance(field.type, Money) or (isinstance(field.type, Num) and bool(field.places))


def _rounder(sign: str, bound: int, *, is_amount: bool) -> tuple[str, int]:
    """A comparison of an amount with the number beside, if that is what people write: ``< 0`` for ``≤ -0.01``."""
    if not is_amount or sign not in _BESIDE:
        return sign, bound
    other, by = _BESIDE[sign]
    return (other, bound + by) if _is_rounder(bound + by, bound) else (sign, bound)


def _is_rounder(number: int, other: int) -> bool:
    """Whether one number is what people write, and the other only next to it."""
    return not number or len(str(number).rstrip("0")) + 1 < len(str(other).rstrip("0"))
