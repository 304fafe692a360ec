"""Checks policy tests: what is given, what is expected, one case for every row of a test table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dsl.check import literals
from dsl.check.context import Context
from dsl.check.expected import Expectations, Expected
from dsl.check.expressions import declared_at
from dsl.check.kinds import KIND_WORDS
from dsl.check.outcomes import Outcomes
from dsl.check.params import settings
from dsl.check.record import is_kept, within_bounds
from dsl.diagnostics.model import Arg, Label, Words
from dsl.program import model as m
from dsl.program.types import Value
from dsl.source import Span
from dsl.syntax import nodes as n


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
        self._expectations = Expectations(context, unit, outcomes)
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
        self._lines_as_one(node, before)
        params = {name: value for name, value, _ in settings(self._context, node.params, self._unit, self._params)}
        profile = None
        if node.profile is not None:
            symbol = self._context.symbols.find("profile", node.profile, self._unit)
            profile = symbol.name if symbol is not None else None
        expect = tuple(x for item in node.expect for x in self._expectations.sentence(item))
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

    def _lines_as_one(self, node: n.TestDecl, before: int) -> None:
        """A line that gives all, or several values, again is one mistake: it is there twice, or of another test."""
        found = self._context.diagnostics
        twice = Counter(d.span.line for d in found[before:] if d.code == "E424")
        given = Counter(item.field.span.line for item in node.given)
        told: set[int] = set()
        kept = []
        for diagnostic in found[before:]:
            line = diagnostic.span.line
            if diagnostic.code != "E424" or (twice[line] < given[line] and twice[line] == 1):
                kept.append(diagnostic)
            elif line not in told:
                told.add(line)
                kept.append(replace(diagnostic, args={**diagnostic.args, "what": "line"}))
        found[before:] = kept

    def _rows(
        self, table: n.TestTable, given: dict[str, Value | None], expect: tuple[Expected, ...]
    ) -> Iterator[tuple[int, dict[str, Value | None], tuple[Expected, ...], Span]]:
        for i, name in enumerate(table.given):
            self._give({}, name, None)
            self._check_once(name, list(table.given[:i]), code="E423")
        if not self._expectations.sound_columns(table.expect):
            return
        for number, case in enumerate(table.cases, 1):
            row_given = dict(given)
            for name, value in zip(table.given, case.given, strict=True):
                if value is not None:
                    self._give(row_given, name, value, quiet=True)
            yield number, row_given, (*expect, *self._expectations.row(table.expect, case.expect)), case.span

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
        self._context.uses.append((symbol.name, value.span))
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
