"""Statements and parts of them as people read them: each on its own, for lists of what is there or what changed.

They need not be read back, so no name is put in backquotes because of what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from dsl.format import outcomes, tables
from dsl.format.exchange import place_of, translated
from dsl.format.expressions import ANY, between, elapsed, expression
from dsl.format.layout import Segments, lay_out
from dsl.format.names import Names, Place
from dsl.format.statements import lines_of
from dsl.format.writer import Writer, quoted
from dsl.syntax import nodes as n
from dsl.syntax.vocabulary import Lang

_Node = TypeVar("_Node")


def shown(statement: n.AnyStatement) -> str:
    """A statement in canonical form, in its own language."""
    return "\n".join(row for line in lines_of(Writer(statement.lang), statement) for row in lay_out(line))


def shown_row(row: n.TableRow, lang: Lang) -> str:
    """The cells of a row of a decision table."""
    w = Writer(lang)
    before = (tables.condition_cell(w, cell) for cell in row.conditions)
    behind = (tables.output_cell(w, cell) for cell in row.outputs)
    return f"| {' | '.join(before)} => {' | '.join(behind)} |"


def shown_field(field: n.FieldDecl, columns: Iterable[str], lang: Lang) -> str:
    """The cells of a field of the record."""
    w = Writer(lang)
    return f"| {' | '.join(tables.field_cell(w, field, column) for column in columns)} |"


class Phrases:
    """Prints parts of statements in one language.

    Args:
        names: of the policy.
        lang: to print them in.
        rescale: whether to put numbers on the scales of that language.
    """

    def __init__(self, names: Names, lang: Lang, *, rescale: bool) -> None:
        self._names = names
        self._lang: Lang = lang
        self._rescale = rescale
        self._w = Writer(lang, is_day=names.may_be_day)

    def _in(self, node: _Node, place: Place = "value") -> _Node:
        return translated(node, self._names, self._lang, place, rescale=self._rescale)

    def expression(self, node: n.Expr | None, place: Place = "value") -> str | None:
        """A condition or amount; ``place`` is what a bare name means."""
        return _line(expression(self._w, self._in(node, place), ANY)) if node is not None else None

    def name(self, name: n.Name | None, place: Place = "value") -> str | None:
        """A name in use."""
        return _line(self._w.name(self._in(name, place))) if name is not None else None

    def named(self, names: Iterable[n.Name], place: Place = "value") -> str | None:
        """A list of names; None if it is empty."""
        exchanged = (self._in(name, place) for name in names)
        return _line(self._w.names(exchanged)) or None

    def declared(self, declared: n.Declared) -> str:
        """A declaration's names."""
        return _line(self._w.declared(declared))

    def range(self, low: n.Expr, high: n.Expr, *, closed: bool = True) -> str:
        """From one value to another."""
        return _line(between(self._w, self._in(low), self._in(high), closed=closed))

    def elapsed(self, node: n.Elapsed) -> str:
        """How long ago a day was, without the day."""
        return _line(elapsed(self._w, node.op, self._in(node.length)))

    def condition_cell(self, cell: n.ConditionCell, column: n.InputColumn) -> str:
        """A cell before the arrow."""
        return tables.condition_cell(self._w, self._in(cell, place_of(column)))

    def output_cell(self, cell: n.OutputValues | n.Anything, column: n.OutputColumn) -> str:
        """A cell behind the arrow."""
        return tables.output_cell(self._w, self._in(cell, place_of(column)))

    def input_title(self, column: n.InputColumn) -> str:
        """The title of a column before the arrow."""
        return tables.input_title(self._w, self._in(column))

    def output_title(self, column: n.OutputColumn) -> str:
        """The title of a column behind the arrow."""
        return tables.output_title(self._w, self._in(column))

    def field_cell(self, field: n.FieldDecl, column: str) -> str | None:
        """A cell of the record table; None if it is empty."""
        return tables.field_cell(self._w, self._in(field), column) or None

    def action(self, action: n.Action) -> str:
        """An outcome behind ``then``."""
        return _line(outcomes.action(self._w, self._in(action)))

    def scope(self, scope: n.Scope) -> str:
        """What an exclusion takes away."""
        return _line(outcomes.exclude(self._w, self._in(scope)))

    def promise(self, part: n.HasOutcome | n.Expr) -> str:
        """A part of a ``never``."""
        if isinstance(part, n.HasOutcome):
            return _line(outcomes.outcome(self._w, self._in(part)))
        return self.expression(part) or ""

    def settings(self, settings: Iterable[n.Setting]) -> str | None:
        """Values of parameters; None if there are none."""
        return ", ".join(f"{self.name(x.name)} = {self.expression(x.value)}" for x in settings) or None

    def givens(self, givens: Iterable[n.Given]) -> str | None:
        """What a test says of its customer; None if nothing."""
        exchanged = (self._in(given) for given in givens)
        return ", ".join(_line(outcomes.given(self._w, given)) for given in exchanged) or None

    def expectations(self, expected: Iterable[n.Expectation]) -> str | None:
        """What a test expects; None if it has a table for that."""
        exchanged = (self._in(x) for x in expected)
        return ", ".join(_line(outcomes.expectation(self._w, x)) for x in exchanged) or None

    def cases(self, table: n.TestTable) -> str:
        """The table of a test."""
        lines = tables.test_rows(self._w, self._in(table))
        return "\n".join(_line(line.segments) for line in lines)

    def case(self, table: n.TestTable) -> str:
        """The cells of a table of a test that has one row."""
        given, expected, _ = tables.case_row(self._w, self._in(table), self._in(table).cases[0])
        return f"| {' | '.join(given)} => {' | '.join(expected)} |"

    def rung(self, rung: n.Rung) -> str:
        """A tier of a ladder and the line it begins at."""
        start = self.expression(rung.start)
        return " ".join(filter(None, (self.declared(rung.name), start and f"{self.word('FROM')} {start}")))

    def word(self, terminal: str) -> str:
        """A word of the language."""
        return self._w.word(terminal)

    def period(self, period: n.Period | None) -> str | None:
        """From and until; None for always."""
        return _line(self._w.period(period)) or None

    def texts(self, texts: Iterable[n.Text]) -> str | None:
        """Texts in quotes; None if there are none."""
        return ", ".join(quoted(text.value) for text in texts) or None


def _line(segments: Segments) -> str:
    return " ".join(segment.text for segment in segments)
