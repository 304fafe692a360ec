"""The build phase for tables: the customer record, decision tables and test tables, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from lark import Token

from dsl.diagnostics.model import Diagnostic, Words
from dsl.lean import dataclass
from dsl.syntax import nodes as n
from dsl.syntax.build_expr import ParseTree, said, subtrees, tokens
from dsl.syntax.build_outcomes import OutcomeBuilder
from dsl.syntax.elapsed import may_be_ago
from dsl.syntax.nearest import nearest
from dsl.syntax.slips.words import CONDITION_HEADINGS
from dsl.syntax.vocabulary import LANGS, VOCABULARY

if TYPE_CHECKING:
    from dsl.syntax.parse import Cell, Parser, Row
    from dsl.syntax.scan import Raw

# What is said of a cell that goes on where it should end, ends where it should go on, or is not there.
_OPEN_ENDED: Final = frozenset({"E101", "E112", "E114"})
_OF_AN_OUTCOME: Final = frozenset({"via", "priority", "role", "due"})
RECORD_COLUMNS: Final = ("name", "also", "column", "type", "missing", "empty", "typical")
_HEADERS: Final = {
    word: f"{terminal[2:].lower()}"
    for terminal in (f"H_{column.upper()}" for column in RECORD_COLUMNS)
    for lang in ("en", "zh")
    for word in VOCABULARY.words[terminal, lang]
}


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The table of a record, as far as it could be read.

    Attributes:
        columns: in order; none if the header could not be read.
        fields: those of which the name and the type could be read.
        lost: those of which only the name could be read.
        unread: the words of rows that could not be read; an empty one stands for a field whose name is not written.
    """

    columns: tuple[str, ...] = ()
    fields: tuple[n.FieldDecl, ...] = ()
    lost: tuple[n.Declared, ...] = ()
    unread: tuple[str, ...] = ()


class TableBuilder:
    """Builds the tables of one file."""

    def __init__(self, parser: Parser, build: OutcomeBuilder) -> None:
        self._parser = parser
        self._build = build

    def _report(self, code: str, cell: Cell | Row, **args: str) -> None:
        self._build.diagnostics.append(Diagnostic(code, cell.span, args, fix=args.get("near")))

    # --- the record ---

    def record(self, rows: list[list[Raw]]) -> RecordTable:
        """The record table, as far as it can be read."""
        if not rows:
            return RecordTable()
        unread = tuple(_words(raws) for raws in rows[1:])
        whole = tuple(word for words in unread for word in words)
        header = self._parser.row(rows[0])
        if header is None:
            return RecordTable(unread=whole)
        columns: list[str] = []
        for cell in header.inputs:
            title = "".join(r.text for r in cell.raws).lower()
            if title not in _HEADERS:
                near = nearest(title, _HEADERS)
                self._report("E115", cell, found=title, **({"near": near} if near else {}))
                return RecordTable(unread=whole)
            if _HEADERS[title] in columns:
                self._report("E423", cell, name=title)
                return RecordTable(unread=whole)
            columns.append(_HEADERS[title])
        if header.outputs is not None:
            self._report("E115", header, what="arrow")
            return RecordTable(unread=whole)
        for needed in ("name", "type"):
            if needed not in columns:
                missed = Words(*(VOCABULARY.word(f"H_{needed.upper()}", lang) for lang in LANGS))
                self._build.diagnostics.append(Diagnostic("E115", header.span, {"what": "needed", "needed": missed}))
                return RecordTable(unread=whole)
        fields: list[n.FieldDecl] = []
        lost: list[n.Declared] = []
        lost_words: list[str] = []
        former: int | None = None  # how many cells the row above has, if that was reported
        for raws, words in zip(rows[1:], unread, strict=True):
            row = self._parser.row(raws)
            if row is not None and _said(raws) == _said(rows[0]):
                self._report("E406", row, clause=raws[1].text)
                continue
            width = len(row.inputs) if row is not None and row.outputs is None else None
            if row is not None and width is not None and width == former:  # of a header that has lost a column
                lost_words += words
                continue
            former = width if width != len(columns) else None
            field = self._field(columns, row) if row is not None else None
            if isinstance(field, n.FieldDecl):
                fields.append(field)
            else:
                lost += [field] if field is not None else []
                lost_words += words
                lost_words += [""] if row is not None and any(c.is_empty for c in row.inputs[:1]) else []
        return RecordTable(tuple(columns), tuple(fields), tuple(lost), tuple(lost_words))

    def _field(self, columns: list[str], row: Row) -> n.FieldDecl | n.Declared | None:
        """A field, without those of its cells that are not needed and cannot be read; or only its name."""
        if len(row.inputs) != len(columns) or row.outputs is not None:
            self._report("E111", row, what="fields", expected=str(len(columns)), found=str(len(row.inputs)))
            return None
        cells = dict(zip(columns, row.inputs, strict=True))
        name_tree = self._parser.cell("field_name", cells["name"])
        type_tree = self._parser.cell("field_type", cells["type"])
        further_tree = self._optional("further_names", cells.get("also"))
        missing_tree = self._optional("field_missing", cells.get("missing"))
        empty_tree = self._optional("field_empty", cells.get("empty"))
        typical_tree = self._optional("field_typical", cells.get("typical"))
        if name_tree is None or further_tree is False:
            return None
        build = self._build
        further = tokens(cast("ParseTree", further_tree), "NEW") if further_tree else []
        name = build.declared([*tokens(name_tree, "NEW"), *further])
        name = n.Declared(name.text, name.further, span=cells["name"].span)
        if type_tree is None:
            return name
        return n.FieldDecl(
            name=name,
            column=self._column(cells.get("column")),
            type=self._type(type_tree),
            missing=self._missing(cast("ParseTree", missing_tree)) if missing_tree else None,
            typical=self._typical(cast("ParseTree", typical_tree)) if typical_tree else None,
            empty=tuple(build.expr(mark) for mark in subtrees(cast("ParseTree", empty_tree))) if empty_tree else (),
            span=row.span,
        )

    def _optional(self, start: str, cell: Cell | None) -> ParseTree | bool | None:
        """None for an absent or empty cell, False for one that cannot be read."""
        if cell is None or cell.is_empty:
            return None
        return self._parser.cell(start, cell) or False

    def _column(self, cell: Cell | None) -> str | None:
        """The name of the data column: as written, so that it needs no quotes."""
        if cell is None or cell.is_empty:
            return None
        if len(cell.raws) == 1 and cell.raws[0].kind in ("text", "quoted"):
            return cell.raws[0].text
        line = self._parser.source.line(cell.span.line)
        return line[cell.span.column - 1 : cell.span.end_column - 1].strip()

    def _type(self, tree: ParseTree) -> n.FieldType:
        build = self._build
        low = high = None
        places = currency = zone = first = None
        values: list[n.Declared] = []
        for child in subtrees(tree):
            if child.data == "bounds":
                low, high = (build.expr(c) for c in subtrees(child))
            elif child.data == "value":
                values.append(build.value(child, "<" if tree.data == "type_ordered" else ","))
        for token in tree.children:
            if isinstance(token, Token):
                match token.type:
                    case "NAME":
                        currency = build.name(token)
                    case "STRING":
                        zone = build.text([token])
                    case "NUMBER":
                        places = build.number(token)
                    case "DAY_FIRST" | "MONTH_FIRST":
                        first = cast("n.DayOrMonth", token.type.removesuffix("_FIRST").lower())
                    case "CMP" if str(token) not in ("<", "小于", "低于"):
                        build.diagnostics.append(
                            Diagnostic("E101", build.span(token), {"expected": ("<",), "found": str(token)})
                        )
        return n.FieldType(
            cast("n.TypeName", str(tree.data).removeprefix("type_")),
            currency, zone, places, low, high, tuple(values), first, bool(tokens(tree, "DECIMAL_COMMA")),
            bool(tokens(tree, "ROUNDED")), span=build.span(tree),
        )  # fmt: skip

    def _missing(self, tree: ParseTree) -> n.MissingCell:
        kind = cast("n.MissingKind", str(tree.data).removeprefix("missing_"))
        value = self._build.expr(subtrees(tree)[0]) if kind == "as" else None
        return n.MissingCell(kind, value, span=self._build.span(tree))

    def _typical(self, tree: ParseTree) -> n.Expr | n.Missing:
        if tree.data == "cell_missing":
            return n.Missing(span=self._build.span(tree))
        return self._build.expr(tree)

    # --- decision tables ---

    def decision(
        self, rows: list[list[Raw]]
    ) -> tuple[tuple[n.InputColumn, ...], tuple[n.OutputColumn, ...], tuple[n.TableRow, ...]] | None:
        """A decision table: input columns, output columns, rows; None if the header cannot be read.

        Rows and columns that cannot be read are left out; a cell that cannot is as one that takes anything.
        """
        header = self._header(rows)
        if header is None:
            return None
        inputs = [self._input(c) for c in header.inputs]
        outputs = self._results(header)
        if len(rows) == 1:
            self._report("E111", header, what="no_rows")
            return None
        columns = [column for column in inputs if column is not None]
        built = [
            self._row(_under(row, inputs, outputs), columns) for row in self._body(rows, len(inputs), len(outputs))
        ]
        return tuple(columns), tuple(column for column in outputs if column is not None), tuple(built)

    def _header(self, rows: list[list[Raw]]) -> Row | None:
        header = self._parser.row(rows[0])
        if header is not None and header.outputs is None:
            self._report("E111", header, what="arrow")
            return None
        return header

    def _body(self, rows: list[list[Raw]], inputs: int, outputs: int) -> list[Row]:
        """The rows that have the columns of the header.

        Rows below each other that are alike in another way are one mistake: they are of a table whose first lines are
        lost. So is the header where it stands there again.
        """
        found = []
        former: tuple[int, int | None] | None = None  # the size of the row above, if that was reported
        for raws in rows[1:]:
            row = self._parser.row(raws)
            if row is None:
                continue
            size = (len(row.inputs), len(row.outputs) if row.outputs is not None else None)
            if size == (inputs, outputs):
                if _said(raws) == _said(rows[0]):
                    self._report("E406", row, clause=" ".join(raw.text for raw in raws[1:2]))
                else:
                    found.append(row)
                former = None
                continue
            if size != former and row.outputs is None:
                self._report("E111", row, what="arrow")
            elif size != former:
                expected, given = inputs + outputs, size[0] + (size[1] or 0)
                self._report("E111", row, what="width", expected=str(expected), found=str(given))
            former = size
        return found

    def _input(self, cell: Cell) -> n.InputColumn | None:
        instead = self._as_if(cell)
        if instead is not None:
            said = {"found": cell.raws[0].text, "instead": instead}
            self._build.diagnostics.append(Diagnostic("E121", cell.span, said, fix=instead))
            return n.InputColumn("if", span=cell.span)
        tree = self._parser.cell("table_input", cell)
        if tree is None:
            return None
        kind = str(tree.data)
        if kind in ("input_if", "input_class"):
            return n.InputColumn("if" if kind == "input_if" else "class", span=cell.span)
        return n.InputColumn("value", self._build.expr(subtrees(tree)[0]), span=cell.span)

    def _as_if(self, cell: Cell) -> str | None:
        """The heading of whole conditions, where a cell has a word that heads them elsewhere."""
        word = cell.raws[0].text if len(cell.raws) == 1 else ""
        if word.lower() not in CONDITION_HEADINGS or word in self._parser.names:
            return None
        return "if" if word.isascii() else "条件"

    def _results(self, header: Row) -> list[n.OutputColumn | None]:
        """The columns behind the arrow; where one is unread, others may belong to it, so nothing is asked of them."""
        columns = [self.output(cell) for cell in header.outputs or []]
        is_whole = None not in columns
        return [c if is_whole or (c is not None and c.kind not in _OF_AN_OUTCOME) else None for c in columns]

    def output(self, cell: Cell) -> n.OutputColumn | None:
        """A column behind the arrow."""
        tree = self._parser.cell("table_output", cell)
        if tree is None:
            return None
        kind = cast("n.OutputKind", str(tree.data).removeprefix("output_"))
        name = self._build.name(tokens(tree, "NAME")[0]) if kind == "name" else None
        return n.OutputColumn(kind, name, span=cell.span)

    def _row(self, row: Row, columns: list[n.InputColumn]) -> n.TableRow:
        before = len(self._build.diagnostics)
        built = self._cells(row, columns)
        self._neighbours_as_one(row, before)
        return built

    def _neighbours_as_one(self, row: Row, before: int) -> None:
        """Cells side by side that no sentence begins or ends as are one mistake: the bar between them stands wrong."""
        cells = [*row.inputs, *(row.outputs or [])]
        kept: list[Diagnostic] = []
        former: int | None = None
        for found in sorted(self._build.diagnostics[before:], key=lambda d: d.span):
            at = next((i for i, cell in enumerate(cells) if found.span.column < cell.span.end_column), len(cells))
            is_open = found.code in _OPEN_ENDED and "near" not in found.args
            if not (is_open and former is not None and at - former == 1):
                kept.append(found)
            former = at if is_open else None
        self._build.diagnostics[before:] = kept

    def _cells(self, row: Row, columns: list[n.InputColumn]) -> n.TableRow:
        conditions: list[n.ConditionCell] = []
        for cell, column in zip(row.inputs, columns, strict=True):
            start = "if_cell" if column.kind == "if" else "condition_cell"
            tree = self._parser.cell(start, cell)
            conditions.append(self._condition(tree, cell) if tree is not None else n.Anything(span=cell.span))
        outputs: list[n.OutputValues | n.Anything] = []
        for cell in row.outputs or []:
            tree = self._parser.cell("output_cell", cell)
            outputs.append(self._outputs(tree, cell) if tree is not None else n.Anything(span=cell.span))
        return n.TableRow(tuple(conditions), tuple(outputs), span=row.span)

    def _condition(self, tree: ParseTree, cell: Cell) -> n.ConditionCell:
        if tree.data == "any":
            return n.Anything(span=cell.span)
        if tree.data == "one_of_tests":
            return n.CellTests(tuple(self._test(t) for t in subtrees(tree)), span=cell.span)
        return self._build.expr(tree)

    def _test(self, tree: ParseTree) -> n.CellTest:
        build, span = self._build, self._build.span(tree)
        kind = str(tree.data).removeprefix("test_")
        if kind in ("compare", "ago"):
            comparison, value = subtrees(tree)[0], build.expr(subtrees(tree)[1])
            op, day = build.comparison(comparison), build.ago(tree) if kind == "ago" else None
            is_ago = day is None and (kind == "ago" or may_be_ago(said(comparison), op, value))
            return n.CellTest("elapsed" if is_ago else "compare", op, day or value, span=span)
        values = [build.expr(c) for c in subtrees(tree)]
        low, high = (*values, None, None)[:2]
        match low:
            case n.Arithmetic("-", n.Number(), n.Number()) if kind == "is":  # 5万-10万 is a range, never a difference
                build.diagnostics.append(Diagnostic("E121", span, {"found": "-", "what": "range"}))
        return n.CellTest(cast("n.CellTest", kind), None, low, high, span=span)  # type: ignore[arg-type]

    def _outputs(self, tree: ParseTree, cell: Cell) -> n.OutputValues | n.Anything:
        if tree.data == "none":
            return n.Anything(span=cell.span)
        if tree.data == "output_points":
            return n.OutputValues((self._build.points(tree),), span=cell.span)
        return n.OutputValues(tuple(self._build.expr(c) for c in subtrees(tree)), span=cell.span)

    # --- test tables ---

    def cases(self, rows: list[list[Raw]]) -> n.TestTable | None:
        """A table of test cases, as far as its rows can be read; None if its header cannot."""
        header = self._header(rows)
        if header is None:
            return None
        given = [self._given(c) for c in header.inputs]
        expect = self._results(header)
        body = self._body(rows, len(given), len(expect))
        cases = tuple(self._case(_under(row, given, expect)) for row in body)
        fields = tuple(field for field in given if field is not None)
        return n.TestTable(fields, tuple(column for column in expect if column is not None), cases)

    def _given(self, cell: Cell) -> n.Name | None:
        """The field whose values stand in a column."""
        tree = self._parser.cell("table_input", cell)
        value = self._build.expr(subtrees(tree)[0]) if tree is not None and tree.data == "input_value" else None
        if isinstance(value, n.Name):
            return value
        if tree is not None:
            self._report("E116", cell)
        return None

    def _case(self, row: Row) -> n.TestCase:
        before = len(self._build.diagnostics)
        given = [self._case_cell("given_cell", c) for c in row.inputs]
        expect = [self._case_cell("expect_cell", c) for c in row.outputs or []]
        self._neighbours_as_one(row, before)
        return n.TestCase(tuple(given), tuple(expect), span=row.span)  # type: ignore[arg-type]

    def _case_cell(self, start: str, cell: Cell) -> n.Node | None:
        """What stands in a cell; None if nothing does, or nothing that can be read."""
        tree = self._parser.cell(start, cell)
        kind = str(tree.data) if tree is not None else "none"
        if tree is None or kind == "none":
            return None
        if kind in _CASE_MARKS:
            return _CASE_MARKS[kind](cell)
        if kind == "outputs":
            return n.OutputValues(tuple(self._build.expr(c) for c in subtrees(tree)), span=cell.span)
        return self._build.expr(tree)


def _under(row: Row, inputs: Sequence[object | None], outputs: Sequence[object | None]) -> Row:
    """The cells of a row under the columns whose titles could be read."""
    kept = [cell for cell, column in zip(row.inputs, inputs, strict=True) if column is not None]
    results = [cell for cell, column in zip(row.outputs or [], outputs, strict=True) if column is not None]
    return replace(row, inputs=kept, outputs=results)


def _said(raws: list[Raw]) -> list[tuple[str, str]]:
    """A row as it is written, whatever its blanks."""
    return [(raw.kind, raw.text) for raw in raws]


def _words(raws: list[Raw]) -> list[str]:
    """Everything in a row that may be a name."""
    return [raw.text for raw in raws if raw.kind in ("word", "quoted", "text")]


_CASE_MARKS: Final[dict[str, Callable[[Cell], n.Node]]] = {
    "cell_missing": lambda cell: n.Missing(span=cell.span),
    "cell_unknown": lambda cell: n.Unknown(span=cell.span),
    "cell_no": lambda cell: n.OutputValues((n.Truth(value=False, span=cell.span),), span=cell.span),
}
