"""Checks the customer record: types, bounds, what missing means, the typical customer."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final, Literal, cast
from zoneinfo import available_timezones

from dsl.check import literals
from dsl.check.context import Context
from dsl.check.expressions import Expressions
from dsl.check.resolve import twice_in_a_list
from dsl.check.symbols import Unit
from dsl.diagnostics.model import Arg, Label, Words
from dsl.lean import dataclass
from dsl.program import model as m
from dsl.program import types as t
from dsl.program.expr import Expr
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest
from dsl.syntax.scan import FOLD
from dsl.syntax.slips.thousands import by_thousands
from dsl.syntax.units import CURRENCIES

_DAYS_LIMIT: Final = 100_000
_WHOLE_TYPES: Final = frozenset({"whole", "days"})


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """The one record declaration of a program and the unit it stands in."""

    unit: str
    node: n.RecordDecl


def find_record(context: Context, units: dict[str, Unit]) -> FoundRecord | None:
    """The record of the program; none, or more than one, is an error."""
    found = [
        FoundRecord(unit.name, statement)
        for unit in units.values()
        for file in unit.files
        for statement in file.statements
        if isinstance(statement, n.RecordDecl)
    ]
    for extra in found[1:]:
        first = Label(found[0].node.span, Words("the record", "客户记录"))
        context.report("E415", extra.node.name.span, labels=(first,))
    if found and found[0].node.currency is not None:
        code = currency_code(context, found[0].node.currency)
        context.currency_is_known = code is not None
        context.currency = code or context.currency
    elif found and not found[0].node.is_whole:  # the line that names it may be the one with a mistake
        context.currency_is_known = False
    return found[0] if found else None


def currency_code(context: Context, name: n.Name) -> str | None:
    """A currency named in the record."""
    if name.text.upper() in CURRENCIES:
        return name.text.upper()
    near = nearest(name.text, CURRENCIES)
    context.report("E309", name.span, {"name": name.text} | ({"near": near} if near else {}), fix=near)
    return None


def check_types(context: Context, found: FoundRecord) -> None:
    """Settle the types of all fields, so that anything may refer to them."""
    for declaration in found.node.fields:
        symbol = context.symbols.peek("value", n.Name(declaration.name.text), found.unit)
        if symbol is None or symbol.node is not declaration or symbol.name in context.unfit:
            continue
        of = _type(context, symbol.name, declaration.type)
        if of is not None:
            context.field_types[symbol.name] = of


def _type(context: Context, name: str, node: n.FieldType) -> t.Type | None:
    match node.name:
        case "key" | "row_number" | "text":
            return t.Text()
        case "yes_no":
            return t.Bool()
        case "date":
            if node.zone is not None and node.zone.value not in available_timezones():
                context.report("E314", node.zone.span, {"name": node.zone.value})
            return t.Date()
        case "whole" | "number":
            return t.Num()
        case "percent":
            return t.Num(percent=True)
        case "days":
            return t.Days()
        case "money":
            code = currency_code(context, node.currency) if node.currency else context.currency
            return t.Money(code) if code else None
        case "one_of" | "ordered":
            context.diagnostics += twice_in_a_list(node.values)
            return t.listed(name, (v.all for v in node.values), ordered=node.name == "ordered")


def check_record(context: Context, found: FoundRecord) -> m.Record | None:
    """The whole record; None if it has no usable key."""
    fields: dict[str, m.Field] = {}
    keys: list[m.Field] = []
    columns: dict[str, Span] = {}
    for declaration in found.node.fields:
        symbol = context.symbols.peek("value", n.Name(declaration.name.text), found.unit)
        of = context.field_types.get(symbol.name) if symbol is not None else None
        if symbol is None or of is None or symbol.node is not declaration:
            continue
        field = _field(context, symbol.name, declaration, of)
        fields[symbol.name] = field
        if field.declared in ("key", "row_number"):
            keys.append(field)
        if declaration.column is not None:
            if declaration.column in columns:
                first = Label(columns[declaration.column], Words("also read here", "此处也读取"))
                context.report("E416", declaration.span, {"column": declaration.column}, labels=(first,))
            columns[declaration.column] = declaration.span
    if len(keys) != 1:
        written = [f for f in found.node.fields if f.type.name in ("key", "row_number")]
        if len(written) != 1 and (keys or not found.node.unread):  # one that was lost to a mistake is reported there
            args: dict[str, Arg] = {"count": len(keys), "keys": tuple(k.name for k in keys)}
            context.report("E402", found.node.name.span, args if keys else {"what": "none"})
        return None
    expressions = Expressions(context, found.unit)
    assumptions: list[tuple[Expr, Span]] = []
    for assumption in found.node.assumptions:
        checked = expressions.condition(assumption.condition)
        if checked is not None:
            assumptions.append((checked, assumption.span))
    name = found.node.name
    return m.Record(
        name.text,
        name.further,
        name.span,
        fields,
        keys[0].name,
        context.currency,
        tuple(assumptions),
        typical_day(found),
    )


def _field(context: Context, name: str, node: n.FieldDecl, of: t.Type) -> m.Field:
    places = _places(context, node.type, of)
    low, high = _bounds(context, name, node.type, of)
    missing, default = _missing(context, name, node, of)
    typical: t.Value | None = default
    if node.typical is not None:
        typical = None if isinstance(node.typical, n.Missing) else _value(context, name, node.typical, of)
    elif node.type.name in ("key", "row_number"):
        typical = "T1"
    field = m.Field(
        name, node.name.further, node.name.span, of, node.type.name, node.column, missing, default, typical, low,
        high, places, node.type.zone.value if node.type.zone else None, _empty(context, node, of), node.type.first,
        node.type.decimal_comma, node.type.rounded,
    )  # fmt: skip
    for value, cell, what in ((default, node.missing, "missing"), (typical, node.typical, "typical")):
        fits = is_kept(field, value)
        if cell is not None and not (fits and within_bounds(field, value)):
            wrong = what if fits else "finer"
            context.report("E417", cell.span, {"name": context.symbols.words_for(name), "what": wrong})
            context.faulty.add(name)
            break  # it is the bounds that both do not keep to
        if cell is not None and value is not None and any(_is_mark(value, of, mark) for mark in field.empty):
            context.report("E426", cell.span, {"name": context.symbols.words_for(name), "what": what})
    return field


def within_bounds(field: m.Field, value: t.Value | None) -> bool:
    """Whether a value keeps to the bounds of its field; what has no bounds always does."""
    if field.low is None or field.high is None or not isinstance(value, (int, Fraction)):
        return True
    return field.low <= value <= field.high


def is_kept(field: m.Field, value: t.Value | None) -> bool:
    """Whether a field keeps a value as it is: numbers have no more decimal places than it keeps."""
    if not isinstance(value, Fraction) or isinstance(field.type, t.Money):
        return True
    scaled: Fraction = value * Fraction(10) ** field.places
    return scaled.denominator == 1


def _places(context: Context, node: n.FieldType, of: t.Type) -> int:
    if isinstance(of, t.Money):
        return of.digits
    if node.name == "percent":
        return t.PERCENT_PLACES
    if node.name != "number":
        return 0
    if node.places is None:
        return t.NUMBER_PLACES
    places = Fraction(node.places.digits)
    if places.denominator != 1 or places > 12:  # 12 keeps a scaled value within 64 bits for sensible bounds
        context.report(
            "E311",
            node.places.span,
            {"expected": Words("a number of places up to 12", "不超过 12 的小数位数"), "what": "range"},
        )
        return t.NUMBER_PLACES
    return int(places)


def _bounds(context: Context, name: str, node: n.FieldType, of: t.Type) -> tuple[Fraction | None, Fraction | None]:
    """Bounds in base units, the default ones where none are declared."""
    default: tuple[int, int]
    match of:
        case t.Money():
            scale = 10**of.digits
            default = (t.MONEY_MINIMUM * scale, t.MONEY_MAXIMUM * scale)
        case t.Days():
            default = (-_DAYS_LIMIT, _DAYS_LIMIT)
        case t.Num():
            default = (-1000, 1000) if node.name == "percent" else (t.NUMBER_MINIMUM, t.NUMBER_MAXIMUM)
        case _:
            return None, None
    ends: list[Fraction] = []
    for end, fallback in ((node.low, default[0]), (node.high, default[1])):
        value = _bound(context, end, of) if end is not None else None
        ends.append(Fraction(cast("int", value)) if value is not None else Fraction(fallback))
    if ends[0] > ends[1]:
        context.report("E418", node.span)
        context.faulty.add(name)
        return Fraction(default[0]), Fraction(default[1])
    return ends[0], ends[1]


def _bound(context: Context, end: n.Expr, of: t.Type) -> t.Value | None:
    """One end of a range; a bare number is no bound of an amount, for 10 may be 10万."""
    digits = end.operand if isinstance(end, n.Negative) else end
    is_bare = isinstance(digits, n.Number) and literals.unit_type(digits) is None and digits.unit.scale is None
    if isinstance(of, t.Money) and isinstance(digits, n.Number) and is_bare and Fraction(digits.digits) != 0:
        grouped = by_thousands(digits.span, digits.digits, of.currency)
        context.diagnostics.append(grouped or literals.without_unit(digits, of.currency, what="bound"))
        return None
    return literals.plain_value(context, end, of)


def _missing(
    context: Context, name: str, node: n.FieldDecl, of: t.Type
) -> tuple[Literal["unknown", "required", "as"], t.Value | None]:
    if node.type.name in ("key", "row_number"):
        if node.missing is not None and node.missing.kind != "required":
            context.report("E419", node.missing.span)
        return "required", None
    if node.missing is None:
        return "unknown", None
    if node.missing.kind != "as":
        return node.missing.kind, None
    return "as", _value(context, name, cast("n.Expr", node.missing.value), of)


def _value(context: Context, name: str, node: n.Expr, of: t.Type) -> t.Value | None:
    """A value in the row of a field; its type counts there, as it does where the field is read."""
    context.uses.append((name, node.span))
    return literals.plain_value(context, node, of)


def _empty(context: Context, node: n.FieldDecl, of: t.Type) -> tuple[m.EmptyMark, ...]:
    """The further cells that count as empty, each as it is written."""
    marks: list[m.EmptyMark] = []
    for written in node.empty:
        mark = _mark(context, written)
        if mark is None:
            continue
        if node.type.name == "row_number":
            context.report("E426", written.span, {"what": "row_number"})
        elif isinstance(of, t.Listed) and any(_is_mark(value, of, mark) for value in of.named):
            context.report("E426", written.span, {"found": str(mark), "what": "listed"})
        else:
            marks.append(mark)
    return tuple(dict.fromkeys(marks))


def _mark(context: Context, node: n.Expr) -> m.EmptyMark | None:
    match node:
        case n.Number(digits):
            return Fraction(digits)
        case n.Negative(n.Number(digits)):
            return -Fraction(digits)
        case n.Day(day):
            return day
        case n.Text():
            text = literals.text(context, node)
            return str(text.value) if text is not None else None
        case _:  # pragma: no cover - the grammar has no others
            return None


def _is_mark(value: t.Value, of: t.Type, mark: m.EmptyMark) -> bool:
    """Whether a value of a field is written like a cell that counts as empty."""
    if isinstance(value, str):
        return _folded(value) == _folded(str(mark))
    if isinstance(of, t.Money) and isinstance(mark, Fraction):
        mark *= 10**of.digits
    return not isinstance(value, bool) and value == mark


def _folded(text: str) -> str:
    return text.translate(FOLD).strip().casefold()


def typical_day(found: FoundRecord) -> date | None:
    """The day tests are decided on unless they name one."""
    return found.node.as_of.value if found.node.as_of is not None else None
