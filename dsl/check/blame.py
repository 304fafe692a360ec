"""A name that was declared as what its readers cannot use: one mistake, told where it is declared.

Every reader alone would report that its two sides do not fit. Where a name fits fewer of its uses than it does not,
the mistake is its own: 参数 重点线 = 30天 beside six comparisons with amounts. The check is then made again as if
nothing were known of the name, so what reads it is not reported, nor what reads that.

Not every use that does not fit says so. A number without its unit, or with a wrong one, is a mistake where it is
written, and who writes it once writes it twice; uses that ask for different kinds agree on nothing; and the data have
what the record says, so more must speak against a field of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from dsl.check.context import Context
from dsl.check.symbols import Symbol
from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.program.types import Money, Num, Type
from dsl.source import Span
from dsl.syntax import nodes as n

_UNFIT: Final = frozenset({"E118", "E301", "E302", "E303", "E304", "E305", "E311", "E312", "E313", "E318"})
_LEAST: Final = 2
_LEAST_OF_A_FIELD: Final = 3
_SHOWN: Final = 3
_Currency = Literal["own", "brought in", "other"]


@dataclass(frozen=True, slots=True)
class Blamed:
    """A name whose declaration is the mistake, and the diagnostic that says so."""

    name: str
    diagnostic: Diagnostic


def blamed(context: Context) -> list[Blamed]:
    """The names that explain several mistakes of those who read them, the one that explains most first."""
    open_ones = [d for d in context.diagnostics if d.code in _UNFIT]
    if not open_ones:
        return []
    uses: dict[str, set[Span]] = {}
    for name, span in context.uses:
        uses.setdefault(name, set()).add(span)
    declared = {s.name: s for s in context.symbols.all("value")}
    found: list[Blamed] = []
    while (worst := _worst(context, declared, uses, open_ones)) is not None:
        name, explained = worst
        found.append(Blamed(name, _told(context, declared[name], explained)))
        open_ones = [d for d in open_ones if d not in explained]
        del uses[name]
    return found


def _worst(
    context: Context, declared: Mapping[str, Symbol], uses: Mapping[str, set[Span]], open_ones: list[Diagnostic]
) -> tuple[str, list[Diagnostic]] | None:
    """The name with the most uses that speak against it, less those that fit; and what is reported of them all.

    An amount in the currency of the record is not what mixes two. One in another that a param or define brings in is,
    also where it fits some fields of that currency.
    """
    candidates: list[tuple[int, bool, str, list[Diagnostic]]] = []
    for name, places in uses.items():
        symbol = declared[name]
        of = _in_another_currency(context, symbol)
        explained = [
            d for d in open_ones if (d.code != "E303" or of != "own") and any(_is_about(d, place) for place in places)
        ]
        against = [d for d in explained if _speaks_against(context, symbol, of, d)]
        is_mixed = of == "brought in" and all(d.code == "E303" for d in explained)
        fitting = 0 if is_mixed else sum(not any(_is_about(d, place) for d in open_ones) for place in places)
        least = _LEAST_OF_A_FIELD if symbol.kind == "field" else _LEAST
        if len(against) >= max(least, fitting + 1) and _agree(context, symbol, against):
            candidates.append((len(against) - fitting, symbol.kind != "field", name, explained))
    if not candidates:
        return None
    *_, name, explained = max(candidates, key=lambda candidate: candidate[:2])
    return name, explained


def _speaks_against(context: Context, symbol: Symbol, of: _Currency, diagnostic: Diagnostic) -> bool:
    """Whether what is reported of a use is rather a mistake of the declaration than one that is written there."""
    match diagnostic.code:
        case "E302" | "E304" | "E318":  # a number without its unit
            return _holds(_value(symbol), diagnostic.span)
        case "E303":
            return of == "brought in"
        case "E311" if "found" not in diagnostic.args and not _holds(_value(symbol), diagnostic.span):
            return False  # a word or calculation where a value is written out, whatever its type
        case _:
            return diagnostic.span not in context.misused


def _agree(context: Context, symbol: Symbol, against: list[Diagnostic]) -> bool:
    """Whether all that is compared with a name is of one other kind; a plain number may yet be of any."""
    told = {"E301": ("left", "right"), "E311": ("found",)}
    sides = {d.args[side] for d in against for side in told.get(d.code, ()) if side in d.args}
    own = {context.type_words(of) for of in (*_types(context, symbol), Num())}
    return len(sides - own) <= 1


def _in_another_currency(context: Context, symbol: Symbol) -> _Currency:
    """Whether an amount is in the currency of the record, or in another; then, whether a param or define says so."""
    of = next(_types(context, symbol), None)
    if not isinstance(of, Money):
        return "other"
    if of.currency == context.currency:
        return "own"
    return "brought in" if symbol.kind in ("param", "define") else "other"


def _is_about(diagnostic: Diagnostic, place: Span) -> bool:
    """Whether a mistake is one of a use: where it is, or where what it speaks of is used."""
    return any(_holds(span, place) for span in (diagnostic.span, *(label.span for label in diagnostic.labels)))


def _holds(outer: Span, inner: Span) -> bool:
    start, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    inside = start <= (inner.line, inner.column) and (inner.end_line, inner.end_column) <= end
    return outer.path == inner.path and inside


def _told(context: Context, symbol: Symbol, explained: list[Diagnostic]) -> Diagnostic:
    """What is said of it: that the number it stands for has no unit, where that is so; else that it does not fit."""
    declared = _value(symbol)
    of = next(_types(context, symbol), None)
    own = next((d for d in explained if _holds(declared, d.span)), None)
    if own is not None or of is None:
        return own or explained[0]
    places = sorted(
        {span for name, span in context.uses if name == symbol.name and any(_is_about(d, span) for d in explained)}
    )
    labels = tuple(Label(span, Words("used here", "在此使用")) for span in places[:_SHOWN])
    args: dict[str, Arg] = {
        "what": "declared",
        "name": symbol.text,
        "found": context.type_words(of),
        "count": len(explained),
    }
    return Diagnostic("E301", declared, args, labels)


def _types(context: Context, symbol: Symbol) -> Iterator[Type]:
    """The type a name was declared with, as the check settled it."""
    defined = context.defines.get(symbol.name)
    known: Iterable[Type | None] = (
        context.field_types.get(symbol.name),
        context.param_types.get(symbol.name),
        defined.type if defined is not None else None,
    )
    yield from (of for of in known if of is not None)


def _value(symbol: Symbol) -> Span:
    """What was declared: the type of a field, the value of a parameter or define."""
    match symbol.node:
        case n.ParamDecl(values=(first, *_)):
            return first.value.span
        case n.DefineDecl(value=value):
            return value.span
        case n.FieldDecl(type=of):
            return of.span
        case _:
            return symbol.span
