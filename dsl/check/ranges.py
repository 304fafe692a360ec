"""Interval and wholeness analysis: results that need rounding, sums that could overflow.

Every amount has bounds (declared ones, or the default ones), so the range of every result is known before any
customer is. Amounts of money and points must be whole in the smallest unit when they are kept, and fit 64 bits;
whatever is only compared may be any fraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, cast

from dsl.check.context import Context
from dsl.check.operators import smallest_words
from dsl.diagnostics.model import Arg
from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Date, Money, Num
from dsl.program.values import rounded
from dsl.program.walk import walk
from dsl.source import Span

LIMIT: Final = Fraction(2**63 - 1)


@dataclass(frozen=True, slots=True)
class Range:
    """Least and greatest value (None is unbounded), and whether every value is whole."""

    low: Fraction | None
    high: Fraction | None
    whole: bool

    def spans(self, other: Range) -> Range:
        """The range of either."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(low, high, self.whole and other.whole)


UNBOUNDED: Final = Range(None, None, whole=False)
_NOTHING: Final = Range(Fraction(0), Fraction(0), whole=True)
CALENDAR: Final = Range(Fraction(-4_000_000), Fraction(4_000_000), whole=True)  # days between two dates, or months


class Ranges:
    """Computes ranges of expressions."""

    def __init__(
        self,
        fields: Mapping[str, m.Field],
        params: Mapping[str, m.Param],
        defines: Mapping[str, m.Define],
        points: Mapping[str, m.Points],
    ) -> None:
        self._fields = fields
        self._params = params
        self._defines = defines
        self._points = points
        self._done: dict[str, Range] = {}

    def of(self, node: e.Expr) -> Range:
        """The range of an expression; unbounded for what is no amount."""
        match node:
            case e.Const(int() | Fraction() as value):
                return Range(Fraction(value), Fraction(value), Fraction(value).denominator == 1)
            case e.Ref("field", name):
                return self._field(self._fields.get(name))
            case e.Ref("param", name):
                return self._param(self._params.get(name))
            case e.Ref("define", name) if name in self._defines:
                if name not in self._done:
                    self._done[name] = self.of(self._defines[name].expr)
                return self._done[name]
            case e.Ref("points", name) if name in self._points:  # its sum is proved to stay in it
                account = self._points[name]
                return Range(account.low, account.high, whole=True)
            case e.Arith("-", left, right) if isinstance(left.type, Date) and isinstance(right.type, Date):
                return CALENDAR
            case e.Arith(op, left, right):
                return _arithmetic(op, self.of(left), self.of(right))
            case e.Extreme(which, operands):
                return _extreme(which, [self.of(o) for o in operands])
            case e.Default(operand, fallback):
                return self.of(operand).spans(self.of(fallback))
            case e.Round(mode, operand, step):  # rounding is monotonic: the ends of the range round too
                inner = self.of(operand)
                low, high = (None if x is None else Fraction(rounded(mode, x, step)) for x in (inner.low, inner.high))
                return Range(low, high, step.denominator == 1)
            case e.Since():
                return CALENDAR
            case _:
                return UNBOUNDED

    def _field(self, field: m.Field | None) -> Range:
        if field is None or field.low is None or field.high is None:
            return UNBOUNDED
        whole = isinstance(field.type, Money) or field.declared in ("whole", "days")
        return Range(field.low, field.high, whole)

    def _param(self, param: m.Param | None) -> Range:
        if param is None:
            return UNBOUNDED
        values = [v for _, v in param.values] + list(param.profiles.values())
        amounts = [
            Fraction(cast("int", v)) for v in values if isinstance(v, (int, Fraction)) and not isinstance(v, bool)
        ]
        if not amounts:
            return UNBOUNDED
        whole = isinstance(param.type, Money) or all(a.denominator == 1 for a in amounts)
        return Range(min(amounts), max(amounts), whole)


def _arithmetic(op: str, left: Range, right: Range) -> Range:
    whole = left.whole and right.whole
    match op:
        case "+":
            low = None if left.low is None or right.low is None else left.low + right.low
            high = None if left.high is None or right.high is None else left.high + right.high
            return Range(low, high, whole)
        case "-":
            low = None if left.low is None or right.high is None else left.low - right.high
            high = None if left.high is None or right.low is None else left.high - right.low
            return Range(low, high, whole)
        case "*":
            corners = _corners(left, right)
            return Range(min(corners), max(corners), whole) if corners else Range(None, None, whole)
        case _:
            inverse = _inverse(right)
            corners = _corners(left, inverse) if inverse is not None else []
            return Range(min(corners), max(corners), whole=False) if corners else UNBOUNDED


def _inverse(of: Range) -> Range | None:
    """The range of one over a divisor, None if it has no bounds: a divisor of 0 gives unknown, so it does not count.

    Of whole numbers the nearest to 0 are 1 and -1.
    """
    if of.low is None or of.high is None:
        return None
    low, high = of.low, of.high
    if low <= 0 <= high:
        if not of.whole or low == high:
            return None
        low, high = (low if low < 0 else Fraction(1)), (high if high > 0 else Fraction(-1))
    if low < 0 < high:
        return Range(Fraction(-1), Fraction(1), whole=False)
    return Range(1 / high, 1 / low, whole=False)


def _extreme(which: str, found: list[Range]) -> Range:
    """Of ``min`` one bounded operand bounds the top; of ``max``, the bottom."""
    lows = [r.low for r in found if r.low is not None]
    highs = [r.high for r in found if r.high is not None]
    whole = all(r.whole for r in found)
    if which == "min":
        return Range(min(lows) if len(lows) == len(found) else None, min(highs, default=None), whole)
    return Range(max(lows, default=None), max(highs) if len(highs) == len(found) else None, whole)


def _corners(left: Range, right: Range) -> list[Fraction]:
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return []
    return [a * b for a in (left.low, left.high) for b in (right.low, right.high)]


def check_ranges(
    context: Context,
    ranges: Ranges,
    defines: Mapping[str, m.Define],
    points: Mapping[str, m.Points],
    rules: tuple[m.Rule, ...],
    tables: Mapping[str, m.Table],
    spans: Mapping[str, Span],
) -> None:
    """Report results that are kept without saying how they round, and sums that may leave their range."""
    for name, define in defines.items():
        found = ranges.of(define.expr)
        if isinstance(define.expr.type, Money) and not found.whole:
            context.report("E307", spans[name], {"name": name, "unit": smallest_words(define.expr.type)})
        elif isinstance(define.expr.type, (Money, Num)) and found.whole and _too_large(found):
            context.report("E317", spans[name], {"name": name} | _reason(context, ranges, define.expr))
    for name, (low, high) in _sums(context, ranges, rules, tables).items():
        account = points[name]
        lowest, highest = max(account.low, -LIMIT), min(account.high, LIMIT)
        if low is None or high is None or low < lowest or high > highest:
            least, most = ("?" if v is None else _grouped(v) for v in (low, high))
            limits = {"low": _grouped(lowest), "high": _grouped(highest)}
            context.report("E414", account.span, {"name": name, "least": least, "most": most, **limits})


def _reason(context: Context, ranges: Ranges, node: e.Expr) -> dict[str, Arg]:
    """What makes a result grow: a divisor that may come near 0, a product, or just what is added up."""
    calculations = [inner for inner in walk(node) if isinstance(inner, e.Arith)]
    for calculation in calculations:
        match calculation:
            case e.Arith("/", _, e.Ref(_, name) as divisor) if _inverse(ranges.of(divisor)) is None:
                return {"what": "divisor", "divisor": context.symbols.words_for(name)}
    return {"what": "product"} if any(calculation.op == "*" for calculation in calculations) else {}


def _sums(
    context: Context, ranges: Ranges, rules: tuple[m.Rule, ...], tables: Mapping[str, m.Table]
) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """The least and the most that all rules together may bring an account to; of a ``first`` table one row counts."""
    alone: dict[tuple[str, object], Range] = {}
    for number, rule in enumerate(rules):
        table = tables.get(rule.table or "")
        added: dict[str, Range] = {}
        for effect in rule.effects:
            if not isinstance(effect, m.AddPoints):
                continue
            found = ranges.of(effect.amount)
            if not found.whole:
                unit = smallest_words(effect.amount.type)
                context.report("E307", rule.span, {"what": "points", "name": effect.account, "unit": unit})
                continue
            added[effect.account] = _plus(added.get(effect.account, _NOTHING), found.spans(_NOTHING))
        of = table.name if table is not None and table.hit == "first" else number
        for account, found in added.items():
            alone[account, of] = alone.get((account, of), _NOTHING).spans(found)
    sums: dict[str, Range] = {}
    for (account, _), found in alone.items():
        sums[account] = _plus(sums.get(account, _NOTHING), found)
    return {account: (found.low, found.high) for account, found in sums.items()}


def _plus(left: Range, right: Range) -> Range:
    return _arithmetic("+", left, right)


def _grouped(value: Fraction) -> str:
    return f"{int(value):_}"


def _too_large(found: Range) -> bool:
    return found.low is None or found.high is None or found.low < -LIMIT or found.high > LIMIT
