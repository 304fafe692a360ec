"""Checks policy tests: what is given, what is expected, one case for every row of a test table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, cast

from dsl.check import literals
from dsl.check.context import Context
from dsl.check.expressions import declared_at, ladder_type
from dsl.check.outcomes import Outcomes
from dsl.check.params import settings
from dsl.check.record import is_kept, within_bounds
from dsl.check.symbols import KIND_WORDS
from dsl.diagnostics.model import Arg, Label, Words
from dsl.program import model as m
from dsl.program.types import Bool, Type, Value
from dsl.source import Span
from dsl.syntax import nodes as n

Expected = tuple[m.Expectation, Span]
_NAME_OR_NONE: Final = Words("a name or `no`", "一个名称或“无”")


class Tests:
    """Checks the tests of one unit."""

    __test__ = False

    def __init__(
        self,
        context: Context,
        unit: str,
        outcomes: Outcomes,
        params: dict[str, m.Param],
        record: m.Record | None,
        typical_day: date | None,
    ) -> None:
        self._context = context
        self._unit = unit
        self._outcomes = outcomes
        self._params = params
        self._fields = record.fields if record is not None else {}
        self._typical_day = typical_day

    def cases(self, node: n.TestDecl) -> Iterator[m.Test]:
        """The cases of a test; none if anything in it is wrong."""
        before = len(self._context.diagnostics)
        given: dict[str, Value | None] = {}
        for i, item in enumerate(node.given):
            self._give(given, item.field, item.value)
            self._check_once(item.field, [g.field for g in node.given[:i]])
        params = {name: value for name, value, _ in settings(self._context, node.params, self._unit, self._params)}
        profile = None
        if node.profile is not None:
            symbol = self._context.symbols.find("profile", node.profile, self._unit)
            profile = symbol.name if symbol is not None else None
        expect = tuple(x for item in node.expect for x in self._expectation(item))
        as_of = node.as_of.value if node.as_of is not None else self._typical_day
        shared = (node.title.value, as_of, profile, params)
        if not node.expect and (node.table is None or not node.table.cases):
            self._context.report("E420", node.title.span, {"title": node.title.value})
            return
        rows = (
            list(self._rows(node.table, given, expect)) if node.table is not None else [(0, given, expect, node.span)]
        )
        if len(self._context.diagnostics) > before:
            return
        for number, row_given, row_expect, span in rows:
            title, day, in_profile, values = shared
            yield m.Test(title, number, day, in_profile, values, row_given, row_expect, span)

    def _rows(
        self, table: n.TestTable, given: dict[str, Value | None], expect: tuple[Expected, ...]
    ) -> Iterator[tuple[int, dict[str, Value | None], tuple[Expected, ...], Span]]:
        for i, name in enumerate(table.given):
            self._give({}, name, None)
            self._check_once(name, list(table.given[:i]), code="E423")
        for number, case in enumerate(table.cases, 1):
            row_given = dict(given)
            for name, value in zip(table.given, case.given, strict=True):
                if value is not None:
                    self._give(row_given, name, value, quiet=True)
            found = [
                x
                for column, cell in zip(table.expect, case.expect, strict=True)
                if cell is not None
                for x in self._cell(column, cell)
            ]
            yield number, row_given, (*expect, *found), case.span

    def _give(
        self, given: dict[str, Value | None], name: n.Name, value: n.Expr | n.Missing | None, *, quiet: bool = False
    ) -> None:
        """Put a field's value into the tested customer; with no value, only the name is checked."""
        if quiet:
            symbol = self._context.symbols.peek("value", name, self._unit)
        else:
            symbol = self._context.symbols.find("value", name, self._unit, KIND_WORDS["field"])
        if symbol is None:
            return
        if symbol.kind != "field":
            if not quiet:
                args: dict[str, Arg] = {"name": name.text, "is": KIND_WORDS[symbol.kind], "wanted": KIND_WORDS["field"]}
                self._context.report("E203", name.span, args)
            return
        of = self._context.field_types.get(symbol.name)
        if of is None or value is None:
            return
        if isinstance(value, n.Missing):
            given[symbol.name] = None
            return
        found = literals.plain_value(self._context, value, of)
        if found is None:
            return
        given[symbol.name] = found
        field = self._fields.get(symbol.name)
        if field is None or symbol.name in self._context.faulty:
            return
        fits = is_kept(field, found)
        if not fits or not within_bounds(field, found):
            self._context.report(
                "E417",
                value.span,
                {"name": self._context.symbols.words_for(symbol.name), "what": "given" if fits else "finer"},
                labels=(declared_at(symbol),),
            )

    def _check_once(self, name: n.Name, former: list[n.Name], code: str = "E424") -> None:
        """A field is given once; its names in both languages count as one."""
        peek = self._context.symbols.peek
        symbol = peek("value", name, self._unit)
        first = next((f for f in former if symbol is not None and peek("value", f, self._unit) is symbol), None)
        if first is not None:
            at = Label(first.span, Words("given here first", "此处已给出"))
            self._context.report(code, name.span, {"name": name.text}, labels=(at,))

    # --- expectations ---

    def _expectation(self, node: n.Expectation) -> Iterator[Expected]:
        match node:
            case n.ExpectTier(rung, ladder, source):
                yield from self._tier(rung, ladder, source, node)
            case n.ExpectOffer():
                yield from self._offer(node)
            case n.ExpectClass(name, truth):
                symbol = self._outcomes.symbol(name, "class")
                if symbol is not None:
                    yield m.ExpectClass(symbol.name, {"yes": True, "no": False, "unknown": None}[truth]), node.span
            case n.ExpectTask(task, negated, role, on):
                roles = self._outcomes.names((role,), "role") if role is not None else ()
                self._outcomes.tasks((task,))
                day = on.value if on is not None else None
                yield m.ExpectTask(task.text, not negated, roles[0] if roles else None, day), node.span
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
                    node.say.value if node.say is not None else None,
                    rule,
                ),
                node.span,
            )

    def _value(self, name: n.Name, value: n.Expr | n.Missing | n.Unknown, node: n.Node) -> Iterator[Expected]:
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

    def _cell(self, column: n.OutputColumn, cell: n.OutputValues | n.Missing | n.Unknown) -> Iterator[Expected]:
        values = cell.values if isinstance(cell, n.OutputValues) else ()
        names = tuple(v for v in values if isinstance(v, n.Name))
        says_no = values == (n.Truth(value=False),)
        if column.kind not in ("tier", "name", "offer", "class", "task"):
            self._context.report("E411", column.span, {"what": "test"})
            return
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
            case "class" if says_no:
                classes = (s for s in self._context.symbols.all("value") if s.kind == "class")
                yield from ((m.ExpectClass(symbol.name, value=False), cell.span) for symbol in classes)
            case "class":
                for name in names:
                    yield from self._expectation(n.ExpectClass(name, span=name.span))
            case "task" if says_no:
                yield from (
                    (m.ExpectTask(task, present=False), cell.span) for task in sorted(self._context.symbols.tasks)
                )
            case "task":
                for name in names:
                    yield from self._expectation(n.ExpectTask(name, span=name.span))
