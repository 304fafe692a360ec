"""Checks what policy tests expect: sentences behind ``expect``, and the rows of a table of cases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final, cast

from dsl.check import literals
from dsl.check.columns import all_called, all_owned, report_alone, report_twice
from dsl.check.context import Context
from dsl.check.expressions import ladder_type
from dsl.check.outcomes import Outcomes
from dsl.check.slips import any_in_a_test, detail_behind_a_comma
from dsl.diagnostics.model import Words
from dsl.program import model as m
from dsl.program.types import Bool, Type
from dsl.source import Span
from dsl.syntax import nodes as n

Expected = tuple[m.Expectation, Span]
_Cell = n.OutputValues | n.Missing | n.Unknown
_Details = dict[str, tuple[n.Name, ...]]
"""The channels and roles that a row names, by the kind of their column."""

_OUTCOMES: Final[tuple[n.OutputKind, ...]] = ("tier", "name", "offer", "class", "task")
_DETAILS: Final[tuple[n.OutputKind, ...]] = ("via", "role")
_NAME: Final = Words("a name", "一个名称")
_NAME_OR_NONE: Final = Words("a name or `no`", "一个名称或“无”")


class Expectations:
    """Checks what the tests of one unit expect."""

    def __init__(self, context: Context, unit: str, outcomes: Outcomes) -> None:
        self._context = context
        self._unit = unit
        self._outcomes = outcomes

    # --- sentences ---

    def sentence(self, node: n.Expectation) -> Iterator[Expected]:
        """What is written behind ``expect``."""
        match node:
            case n.ExpectTier(rung, ladder, source):
                yield from self._tier(rung, ladder, source, node)
            case n.ExpectOffer():
                yield from self._offer(node)
            case n.ExpectClass(name, truth):
                symbol = self._outcomes.symbol(name, "class")
                if symbol is not None:
                    yield m.ExpectClass(symbol.name, {"yes": True, "no": False, "unknown": None}[truth]), node.span
            case n.ExpectTask(task, negated, role, via, on, because):
                roles = self._outcomes.names((role,), "role") if role is not None else ()
                channels = self._outcomes.names((via,), "channel") if via is not None else ()
                known = self._outcomes.open.meaning("task", task)
                day = on.value if on is not None else None
                if known is not None:
                    by, way = (*roles, None)[0], (*channels, None)[0]
                    yield m.ExpectTask(known, not negated, by, way, day, _written(because)), node.span
            case n.ExpectValue(name, value):
                yield from self._value(name, value, node)

    def _tier(
        self, rung: n.Name | None, ladder: n.Name | None, source: n.Name | None, node: n.Node
    ) -> Iterator[Expected]:
        rule = self._rule(source)
        if source is not None and rule is None:
            return
        if rung is None:
            reference = self._outcomes.expressions.check(n.TheTier(span=node.span))
            if reference is not None:
                yield m.ExpectTier(reference.name, None, rule), node.span  # type: ignore[union-attr]
            return
        found = self._outcomes.rung(rung, ladder)
        if found is not None:
            yield m.ExpectTier(found[0], found[1], rule), node.span

    def _rule(self, source: n.Name | None) -> str | None:
        symbol = self._context.symbols.find("rule", source, self._unit) if source is not None else None
        return symbol.name if symbol is not None else None

    def _offer(self, node: n.ExpectOffer) -> Iterator[Expected]:
        if node.offer is None:
            yield m.ExpectOffer(None, present=False), node.span
            return
        if any_in_a_test(self._context, self._unit, node.offer):
            return
        offers = self._outcomes.names((node.offer,), "offer")
        channels = self._outcomes.names((node.via,), "channel") if node.via is not None else ()
        rule = self._rule(node.source)
        if offers:
            yield (
                m.ExpectOffer(
                    offers[0],
                    not node.negated,
                    channels[0] if channels else None,
                    self._outcomes.priority(node.priority),
                    _written(node.say),
                    rule,
                    _written(node.because),
                ),
                node.span,
            )

    def _value(self, name: n.Name, value: n.Expr | n.Missing | n.Unknown, node: n.Node) -> Iterator[Expected]:
        if any_in_a_test(self._context, self._unit, name) or detail_behind_a_comma(self._context, self._unit, name):
            return
        symbol = self._context.symbols.find("value", name, self._unit)
        if symbol is None:
            return
        if symbol.kind == "ladder":
            if isinstance(value, n.Name):
                yield from self._tier(value, name, None, node)
            elif isinstance(value, (n.Missing, n.Unknown)):
                yield m.ExpectTier(symbol.name, None, None), node.span
            else:
                self._report_unfit(value, ladder_type(symbol))
            return
        if symbol.kind == "class":
            if isinstance(value, (n.Truth, n.Missing, n.Unknown)):
                truth = value.value if isinstance(value, n.Truth) else None
                yield m.ExpectClass(symbol.name, truth), node.span
            else:
                self._report_unfit(value, Bool())
            return
        reference = self._outcomes.expressions.reference(symbol, name)
        if reference is None:
            return
        if isinstance(value, (n.Missing, n.Unknown)):
            yield m.ExpectValue(reference, None), node.span
            return
        found = literals.plain_value(self._context, value, reference.type)
        if found is not None:
            yield m.ExpectValue(reference, found), node.span

    def _report_unfit(self, value: n.Expr, expected: Type) -> None:
        self._context.report("E311", value.span, {"expected": self._context.type_words(expected), "what": "range"})

    # --- rows of a table ---

    def sound_columns(self, columns: tuple[n.OutputColumn, ...]) -> bool:
        """Whether a test can expect what the columns say; said once, not once a row."""
        if not all_called(self._context, self._unit, columns, *_OUTCOMES, *_DETAILS):
            return False
        first: dict[str, n.OutputColumn] = {}
        for column in columns:
            if column.kind not in (*_OUTCOMES, *_DETAILS):
                self._context.report("E411", column.span, {"what": "test"})
                return False
            if column.kind in first:
                report_twice(self._context, column, first[column.kind])
                return False
            if column.kind != "name":
                first[column.kind] = column
        return all_owned(self._context, columns)

    def row(self, columns: tuple[n.OutputColumn, ...], cells: tuple[_Cell | None, ...]) -> Iterator[Expected]:
        """What a row expects: each outcome, by the channels and for the roles that the row names."""
        row = list(zip(columns, cells, strict=True))
        details = self._details(row)
        for column, cell in row:
            if column.kind in _DETAILS:
                continue
            owned = details.pop(column.kind, {})
            if cell is not None:
                yield from self._cell(column, cell, owned)
            if cell is None or _says_no(cell):
                for name in (name for names in owned.values() for name in names):
                    report_alone(self._context, name, column.kind)

    def _details(self, row: list[tuple[n.OutputColumn, _Cell | None]]) -> dict[str, _Details]:
        """What a row says about its offers, and about its tasks; a channel is of the offers where it may have some."""
        kinds = {column.kind for column, _ in row}
        found: dict[str, _Details] = {"offer": {}, "task": {}}
        for column, cell in row:
            if column.kind in _DETAILS and cell is not None:
                owner = "offer" if column.kind == "via" and "offer" in kinds else "task"
                found[owner][column.kind] = self._only_names(cell)
        return found

    def _only_names(self, cell: _Cell) -> tuple[n.Name, ...]:
        for stray in cell.values if isinstance(cell, n.OutputValues) else (cell,):
            if not isinstance(stray, n.Name):
                self._context.report("E311", stray.span, {"expected": _NAME, "what": "range"})
        return _names(cell)

    def _cell(self, column: n.OutputColumn, cell: _Cell, details: _Details) -> Iterator[Expected]:
        values = cell.values if isinstance(cell, n.OutputValues) else ()
        names = _names(cell)
        says_no = _says_no(cell)
        if column.kind in ("tier", "name"):
            for extra in values[1:]:
                self._context.report("E311", extra.span, {"expected": Words("one value", "一个值"), "what": "several"})
                return
        if column.kind != "name" and not says_no:
            marks = [cell] if not values and column.kind != "tier" else []
            for stray in [*marks, *(v for v in values if not isinstance(v, n.Name))]:
                self._context.report("E311", stray.span, {"expected": _NAME_OR_NONE, "what": "range"})
                return
        match column.kind:
            case "name":
                single = values[0] if values else cell
                yield from self._value(cast("n.Name", column.name), cast("n.Expr", single), cell)
            case "tier":
                yield from self._tier(names[0] if names else None, None, None, cell)
            case "offer":
                yield m.ExpectOffers(self._outcomes.names(names, "offer")), cell.span
                for name, via in product(names, details.get("via", ())):
                    yield from self._offer(n.ExpectOffer(name, via=via, span=via.span))
            case "class" if says_no:
                classes = (s for s in self._context.symbols.all("value") if s.kind == "class")
                yield from ((m.ExpectClass(symbol.name, value=False), cell.span) for symbol in classes)
            case "class":
                for name in names:
                    yield from self.sentence(n.ExpectClass(name, span=name.span))
            case "task" if says_no:
                tasks = sorted(self._outcomes.open.made("task"))
                yield from ((m.ExpectTask(task, present=False), cell.span) for task in tasks)
            case "task":
                roles, ways = details.get("role") or (None,), details.get("via") or (None,)
                for name, role, way in product(names, roles, ways):
                    yield from self.sentence(n.ExpectTask(name, role=role, via=way, span=name.span))


def _names(cell: _Cell) -> tuple[n.Name, ...]:
    return tuple(v for v in cell.values if isinstance(v, n.Name)) if isinstance(cell, n.OutputValues) else ()


def _written(text: n.Text | None) -> str | None:
    return text.value if text is not None else None


def _says_no(cell: _Cell) -> bool:
    return isinstance(cell, n.OutputValues) and cell.values == (n.Truth(value=False),)
