"""Facts about customers in words: ``assets ≥ 200,000 CNY``, ``client is not known``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.program.types import Bool, Date, Days, Listed, Money, Num, Text
from engine.explain.elapsed import counted
from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.review.diff.telling.named_sums import named_sums
from engine.review.shared.people import base_value
from engine.review.shared.world import TODAY
from engine.testing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dsl.program.model import Field, Program
    from engine.ir.outcomes import Outcomes
    from engine.proof.samples import Row
    from engine.review.diff.comparing.sides import Reading as Column
    from engine.review.diff.telling.named_sums import NamedSum
    from engine.review.diff.telling.who import Fact
    from engine.testing.reading import Voice

_MARK: Final = "\x00"  # stands for the sign of a comparison
_STRICT: Final = {"≥": ">", "<": "≤"}  # the same of the number before
_BESIDE_TODAY: Final = {("≤", -1): "<", ("<", 1): "≤", ("≥", 1): ">", (">", -1): "≥"}  # with days behind it: without
_OF_OPPOSITE: Final = {"≥": ("≤", 0), "<": ("≥", 1)}  # signs with what the number is less
_STRICT_OF_OPPOSITE: Final = {"≤": ("<", 1), "≥": (">", -1)}  # signs with what the number is less
_YEAR: Final = 12  # months
_SINCE: Final = {"years": ("years since {}", "距今年数 {}"), "months": ("months since {}", "距今月数 {}")}
_AGO: Final = {"≥": ("{} at least {} ago", "{} 满 {}"), "<": ("{} less than {} ago", "{} 不满 {}")}


class FactText:
    """Says facts in the words of the new policy.

    Args:
        program: the new policy.
        worlds: both policies in every scope, whose formulas the facts are made of; tell which sums have a name.
        readings: the column of each field.
        may_miss: columns that may have no value.
    """

    def __init__(
        self,
        program: Program,
        worlds: Sequence[tuple[Outcomes, Outcomes]],
        readings: Mapping[str, Column],
        may_miss: AbstractSet[str],
    ) -> None:
        self._fields: dict[str, Field] = {
            reading.column: program.record.fields[name] for name, reading in readings.items()
        }
        self._scales = {reading.column: reading.scale for reading in readings.values()}
        self._may_miss = may_miss
        self._reading = Reading(program)
        self._named = named_sums(worlds)

    def told(self, facts: Sequence[Fact]) -> Iterator[Words]:
        """Facts in both languages, a threshold and the one above it as one; nothing for what has no short words."""
        facts = list(_joined(facts))
        above = {id(x.atom.form): x.atom.bound for x in facts if isinstance(x.atom, n.AtLeast) and not x.holds}
        below = {id(x.atom.form) for x in facts if isinstance(x.atom, n.AtLeast) and x.holds and not x.or_missing}
        for fact in facts:
            is_between = isinstance(fact.atom, n.AtLeast) and id(fact.atom.form) in above.keys() & below
            if isinstance(fact.atom, n.AtLeast) and is_between and not (fact.holds and fact.or_missing):
                if not fact.holds:
                    continue
                bounds: tuple[int, ...] = (fact.atom.bound, above[id(fact.atom.form)])
                said = [self._between(fact.atom.form, bounds, voice) for voice in (self._reading.en, self._reading.zh)]
            else:
                said = [self._or_missing(fact, voice) for voice in (self._reading.en, self._reading.zh)]
            en, zh = said
            if en is not None and zh is not None:
                yield Words(en, zh)

    def _between(self, form: n.Form, bounds: Sequence[int], voice: Voice) -> str | None:
        """``assets from 200,000 CNY below 300,000 CNY``; where there is one number between them, that one."""
        if bounds[1] - bounds[0] == 1:
            return self._compared(form, bounds[0], "=", voice)
        if id(form) in self._named and self._named[id(form)].scale < 0:
            bounds = [bound - 1 for bound in reversed(bounds)]
        low, high = (self._compared(form, bound, _MARK, voice) for bound in bounds)
        if low is None or high is None:
            return None
        (name, _, least), most = low.partition(_MARK), high.partition(_MARK)[2]
        return voice.pick(f"{name.strip()} from{least} below{most}", f"{name.strip()} 从{least} 不足{most}")

    def _or_missing(self, fact: Fact, voice: Voice) -> str | None:
        said = self._said(fact, voice)
        if said is None or not fact.or_missing or isinstance(fact.atom, n.Known):
            return said
        read = {x.field for x in bottom_up([fact.atom]) if isinstance(x, n.Column | n.Flag | n.Member)}
        return said + voice.pick(", or missing", "，或缺失") if read & self._may_miss else said

    def _said(self, fact: Fact, voice: Voice) -> str | None:
        match fact.atom:
            case n.Known(field) if field in self._fields:
                name = self._name(field, voice)
                return (
                    voice.pick(f"{name} known", f"{name}已知")
                    if fact.holds
                    else voice.pick(f"{name} missing", f"{name}缺失")
                )
            case n.Flag(field) if field in self._fields:
                yes = voice.value(fact.holds, Bool())
                return voice.pick(f"{self._name(field, voice)}: {yes}", f"{self._name(field, voice)}：{yes}")
            case n.Member(field, values) if field in self._fields:
                return self._member(field, values, voice, holds=fact.holds)
            case n.AtLeast(form, bound):
                return self._compared(form, bound, "≥" if fact.holds else "<", voice)
            case n.Equal(form, bound) if fact.holds:
                return self._compared(form, bound, "=", voice)
        return None

    def _name(self, column: str, voice: Voice) -> str:
        return voice.names.of("field", self._fields[column].name)

    def _member(self, column: str, values: frozenset[str], voice: Voice, *, holds: bool) -> str:
        kind = self._fields[column].type
        if isinstance(kind, Listed) and not holds and len(others := set(kind.values) - values) <= len(values):
            return self._member(column, frozenset(others), voice, holds=True)  # the same of the values that are left
        order = [x for x in kind.values if x in values] if isinstance(kind, Listed) else sorted(values)
        shown = voice.listed(voice.value(x, kind if isinstance(kind, Listed) else Text()) for x in order)
        name = self._name(column, voice)
        return voice.pick(f"{name} {'is' if holds else 'is not'} {shown}", f"{name}{'是' if holds else '不是'}{shown}")

    # --- numbers ---

    def sums(self, facts: Sequence[Fact], row: Row) -> Iterator[Words]:
        """What a customer has of the sums with names that facts are about."""
        customer = Customer(row)
        forms = {id(x.atom.form): x.atom.form for x in facts if isinstance(x.atom, n.AtLeast | n.Equal)}
        for key, form in forms.items():
            if key in self._named:
                named = self._named[key]
                value = customer.value(form) / named.scale
                yield self._reading.both(
                    lambda voice, named=named, value=value: (  # type: ignore[misc]
                        f"{_sum_name(named, voice)} {voice.value(value, named.define.expr.type)}"
                    )
                )

    def _compared(self, form: n.Form, bound: int, sign: str, voice: Voice) -> str | None:
        if id(form) in self._named:
            named = self._named[id(form)]
            if named.scale < 0 and sign in _OF_OPPOSITE:  # the form is the opposite of the sum
                sign, less = _OF_OPPOSITE[sign]
                bound -= less
            sign, bound = _rounder(named, sign, bound)
            return f"{_sum_name(named, voice)} {sign} {voice.value(bound / named.scale, named.define.expr.type)}"
        if len(form.parts) == 1:
            return self._one(form.parts[0][0], bound, sign, voice)
        return self._several(form, bound, sign, voice)

    def _one(self, term: n.Term, bound: int, sign: str, voice: Voice) -> str | None:
        match term:
            case n.Column(column) if column in self._fields:
                field = self._fields[column]
                if isinstance(field.type, Money) and sign in _STRICT and _is_rounder(bound - 1, bound):
                    bound, sign = bound - 1, _STRICT[sign]
                held = base_value(bound * self._scales[column], field)
                return f"{self._name(column, voice)} {sign} {voice.value(held, field.type)}"
            case n.Calendar(function, day, _) if function in ("years_since", "months_since") and len(day.parts) == 1:
                inner = day.parts[0][0]
                if isinstance(inner, n.Column) and inner.field in self._fields and not day.constant:
                    unit = "years" if function == "years_since" or not bound % _YEAR else "months"
                    number = bound if function == f"{unit}_since" else bound // _YEAR
                    return _ago(self._name(inner.field, voice), unit, number, sign, voice)
        return None

    def _several(self, form: n.Form, bound: int, sign: str, voice: Voice) -> str | None:
        """``loan ≥ 3 × deposit``; only of amounts that have one unit."""
        columns = [term.field for term, _ in form.parts if isinstance(term, n.Column)]
        if len(columns) < len(form.parts):
            return None
        others = [column for column in columns if column != TODAY]
        if TODAY in columns:
            return self._days(form, bound, sign, others, voice) if len(others) == 1 else None
        if bound or any(column not in self._fields for column in columns):
            return None
        units = {(str(self._fields[x].type), self._fields[x].places, self._scales[x]) for x in columns}
        if len(units) > 1:
            return None
        sides = [
            [(c, x) for c, x in zip((c for _, c in form.parts), columns, strict=True) if (c > 0) is want]
            for want in (True, False)
        ]
        left, right = (" + ".join(self._times(abs(c), x, voice) for c, x in side) for side in sides)
        return f"{left} {sign} {right or '0'}" if left else None

    def _times(self, c: int, column: str, voice: Voice) -> str:
        name = self._name(column, voice)
        return name if c == 1 else f"{c} × {name}"

    def _days(self, form: n.Form, bound: int, sign: str, others: list[str], voice: Voice) -> str | None:
        """``last_spoke ≤ today − 90 days``."""
        column = others[0]
        coefficients = {term.field: c for term, c in form.parts if isinstance(term, n.Column)}
        if column not in self._fields or not isinstance(self._fields[column].type, Date):
            return None
        if sorted(coefficients.values()) != [-1, 1]:
            return None
        later = -bound if coefficients[TODAY] > 0 else bound
        if coefficients[TODAY] > 0:
            sign = {"≥": "≤", "<": ">"}.get(sign, sign)
        if (sign, later) in _BESIDE_TODAY:
            sign, later = _BESIDE_TODAY[sign, later], 0
        beside = f" {'+' if later > 0 else '−'} {voice.value(abs(later), Days())}" if later else ""
        return f"{self._name(column, voice)} {sign} {voice.pick('today', '今天')}{beside}"


def _ago(day: str, unit: str, number: int, sign: str, voice: Voice) -> str:
    """``joined at least 10 years ago``; what is not above a number, or one of two bounds, is told by the number."""
    if sign in _AGO and number > 0:
        return voice.pick(*_AGO[sign]).format(day, counted(unit, number, voice.lang))
    return f"{voice.pick(*_SINCE[unit]).format(day)} {sign} {voice.value(number, Num())}"


def _joined(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Facts, of which those that say of one field which values it has, or does not have, are one."""
    of_field: dict[tuple[str, bool], list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.atom, n.Member):
            of_field.setdefault((fact.atom.field, fact.or_missing), []).append(fact)
    for fact in facts:
        if not isinstance(fact.atom, n.Member):
            yield fact
        elif same := of_field.pop((fact.atom.field, fact.or_missing), []):
            has, lacks = (
                [x.atom.values for x in same if isinstance(x.atom, n.Member) and x.holds is want]
                for want in (True, False)
            )
            gone = frozenset[str]().union(*lacks)
            values = has[0].intersection(*has) - gone if has else gone
            yield replace(fact, atom=n.Member(fact.atom.field, values), holds=bool(has))


def _rounder(named: NamedSum, sign: str, bound: int) -> tuple[str, int]:
    """A comparison of an amount with the number beside, if that is what people write: ``< 0`` for ``≤ -0.01``."""
    stricter, less = _STRICT_OF_OPPOSITE.get(sign, (sign, 0)) if named.scale < 0 else (_STRICT.get(sign, sign), 1)
    is_amount = isinstance(named.define.expr.type, Money) and stricter != sign
    return (stricter, bound - less) if is_amount and _is_rounder(bound - less, bound) else (sign, bound)


def _is_rounder(number: int, other: int) -> bool:
    """Whether one number is what people write, and the other only next to it."""
    return not number or len(str(number).rstrip("0")) + 1 < len(str(other).rstrip("0"))


def _sum_name(named: NamedSum, voice: Voice) -> str:
    """The name of a sum; of one that was edited, with which policy calls it so."""
    name = voice.names.of("define", named.define.name)
    match named.which:
        case "old":
            return voice.pick(f"old {name}", f"原{name}")
        case "new":
            return voice.pick(f"new {name}", f"新{name}")
        case _:
            return name
