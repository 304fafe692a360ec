"""Checks decision tables: every row becomes a rule whose condition is the conjunction of its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar, cast

from dsl.check.columns import all_called, all_owned, report_twice
from dsl.check.context import Context
from dsl.check.kinds import KIND_WORDS
from dsl.check.outcomes import Outcomes
from dsl.check.params import period
from dsl.check.slips import cell_as_elsewhere, column_of_numbers, denied_beside_others, output_as_elsewhere
from dsl.check.symbols import Symbol
from dsl.check.templates import check_template
from dsl.check.together import LIST, as_one
from dsl.diagnostics.model import Words
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Date, Days, Listed, Months
from dsl.syntax import nodes as n

T = TypeVar("T")


class Tables:
    """Checks the tables of one unit."""

    def __init__(self, context: Context, unit: str, outcomes: Outcomes) -> None:
        self._context = context
        self._outcomes = outcomes
        self._unit = unit

    def table(self, symbol: Symbol) -> m.Table | None:
        """A decision table; rows that are wrong are reported and left out.

        Below a column that is wrong nothing is asked, so it hides no mistake in another.
        """
        node = cast("n.TableDecl", symbol.node)
        sound = self._of_sound_columns(node)
        because = check_template(self._context, node.because, self._outcomes.expressions)
        rows = [
            row
            for i, written in enumerate(sound.rows, 1)
            if (row := self._row(symbol, sound, written, i, because)) is not None
        ]
        if len(sound.inputs) < len(node.inputs) or len(sound.outputs) < len(node.outputs):
            return None
        return m.Table(symbol.name, symbol.further, symbol.span, node.hit, tuple(rows))

    def _of_sound_columns(self, node: n.TableDecl) -> n.TableDecl:
        """The table without the columns that mean nothing; each is told once, not once a row."""
        headings = node.outputs
        if not all_called(self._context, self._unit, headings) or not all_owned(self._context, headings):
            # A name among them may be the one meant as the outcome.
            outputs = [column.kind != "name" for column in node.outputs]
        else:
            outputs = self._sound_outputs(node.outputs)
        inputs = [self._is_sound(column) for column in node.inputs]
        rows = (
            replace(row, conditions=_kept(row.conditions, inputs), outputs=_kept(row.outputs, outputs))
            for row in node.rows
        )
        return replace(node, inputs=_kept(node.inputs, inputs), outputs=_kept(node.outputs, outputs), rows=tuple(rows))

    def _is_sound(self, column: n.InputColumn) -> bool:
        if column_of_numbers(self._context, self._unit, column):
            return False
        return column.kind != "value" or self._outcomes.expressions.check(cast("n.Expr", column.value)) is not None

    def _sound_outputs(self, columns: tuple[n.OutputColumn, ...]) -> list[bool]:
        """For each column behind the arrow whether it is a known outcome, and not there twice."""
        sound = []
        seen: dict[object, n.OutputColumn] = {}
        for output in columns:
            key: object = output.kind
            is_known = True
            if output.kind == "name":
                symbol = self._named_outcome(cast("n.Name", output.name))
                is_known, key = symbol is not None, id(symbol) if symbol is not None else output
            if key in seen:
                report_twice(self._context, output, seen[key])
                is_known = False
            seen.setdefault(key, output)
            sound.append(is_known)
        return sound

    def _named_outcome(self, name: n.Name) -> Symbol | None:
        """What a column gives that is headed by a name."""
        symbol = self._context.symbols.find("value", name, self._unit)
        if symbol is None or symbol.kind in ("ladder", "points", "choice"):
            return symbol
        wanted = Words("a ladder, points or a choice", "层级、积分或选项")
        self._context.report("E203", name.span, {"name": name.text, "is": KIND_WORDS[symbol.kind], "wanted": wanted})
        return None

    def _row(
        self,
        symbol: Symbol,
        node: n.TableDecl,
        row: n.TableRow,
        number: int,
        because: Any,  # noqa: ANN401 - a template
    ) -> m.Rule | None:
        columns: list[e.Expr | None] = []
        whole = True
        for column, cell in zip(node.inputs, row.conditions, strict=True):
            condition = self._condition(column, cell) if not isinstance(cell, n.Anything) else None
            whole = whole and (condition is not None or isinstance(cell, n.Anything))
            columns.append(condition)
        cells = [c for c in columns if c is not None]
        effects, text = self._effects(node, row)
        if not whole or effects is None:
            return None
        condition = None if not cells else cells[0] if len(cells) == 1 else e.And(tuple(cells))
        row_id = f"{symbol.name}#{number}"
        self._context.cells[row_id] = tuple(columns)
        return m.Rule(
            row_id, None, "row", condition, effects, text or because, period(node.period), row.span,
            symbol.name,
        )  # fmt: skip

    def _condition(self, column: n.InputColumn, cell: n.ConditionCell) -> e.Expr | None:
        expressions = self._outcomes.expressions
        if not isinstance(cell, n.CellTests):
            return expressions.condition(cast("n.Expr", cell))
        if denied_beside_others(self._context, column, cell):
            return None
        alternatives: list[e.Expr] = []
        of_cell = len(self._context.diagnostics)
        for test in cell.tests:
            written = (
                self._class_test(test) if column.kind == "class" else _as_condition(cast("n.Expr", column.value), test)
            )
            before, uses = len(self._context.diagnostics), len(self._context.uses)
            checked = expressions.condition(written) if written is not None else None
            self._context.count_uses_at(uses, test.span)
            if checked is None:
                cell_as_elsewhere(self._context, test, before)
            else:
                alternatives.append(checked)
        if len(alternatives) < len(cell.tests):
            as_one(self._context, of_cell, LIST)
            return None
        if _fit_all(alternatives):
            self._context.report("E425", cell.span)
            return None
        return alternatives[0] if len(alternatives) == 1 else e.Or(tuple(alternatives))

    def _class_test(self, test: n.CellTest) -> n.Expr | None:
        if test.kind in ("is", "not") and isinstance(test.low, n.Name):
            if self._outcomes.symbol(test.low, "class") is None:
                return None
            return test.low if test.kind == "is" else n.Not(test.low, span=test.span)
        self._context.report("E316", test.span)
        return None

    # --- outputs ---

    def _effects(self, node: n.TableDecl, row: n.TableRow) -> tuple[tuple[m.Effect, ...] | None, Any]:
        cells: dict[str, tuple[n.Expr, ...]] = {}
        named: list[tuple[n.Name, tuple[n.Expr, ...]]] = []
        for column, cell in zip(node.outputs, row.outputs, strict=True):
            values = cell.values if isinstance(cell, n.OutputValues) else ()
            if column.kind == "name":
                named.append((cast("n.Name", column.name), values))
            else:
                cells[column.kind] = values
        before = len(self._context.diagnostics)
        for kind in ("priority", "due", "because"):
            for extra in cells.get(kind, ())[1:]:
                self._context.report("E311", extra.span, {"expected": Words("one value", "一个值"), "what": "several"})
        effects = list(self._simple(cells))
        for name, values in named:
            for value in values:
                effects += self._named(name, value)
        text = None
        for value in cells.get("because", ()):
            if isinstance(value, n.Text):
                text = check_template(self._context, value, self._outcomes.expressions)
            else:
                self._context.report(
                    "E311", value.span, {"expected": Words("a text in quotes", "带引号的文字"), "what": "range"}
                )
        if len(self._context.diagnostics) > before:
            return None, None
        return tuple(effects), text

    def _simple(self, cells: dict[str, tuple[n.Expr, ...]]) -> Iterator[m.Effect]:
        out = self._outcomes
        channels = out.names(self._only_names(cells.get("via", ())), "channel") or None
        priority = next((out.priority(v) for v in cells.get("priority", ())), None)
        for offer in out.names(self._only_names(cells.get("offer", ())), "offer"):
            yield m.GrantOffer(offer, channels, priority)
        for rung in self._only_names(cells.get("tier", ())):
            found = out.rung(rung, None)
            if found is not None:
                yield m.LiftTier(*found)
        for name in self._only_names(cells.get("class", ())):
            symbol = out.symbol(name, "class")
            if symbol is not None:
                yield m.GrantClass(symbol.name)
        roles = out.names(self._only_names(cells.get("role", ())), "role") or (None,)
        # A time to do it in, or the day itself.
        due = next((out.expressions.amount(cell, Days, Months, Date) for cell in cells.get("due", ())), None)
        within, on = (None, due) if due is not None and isinstance(due.type, Date) else (due, None)
        # A way to go is one of the offer where the row may have one; a task has one at most.
        own = channels if channels is not None and "offer" not in cells else ()
        if len(own) > 1:
            extra = cells["via"][1]
            self._context.report("E311", extra.span, {"expected": Words("one value", "一个值"), "what": "several"})
        tasks = (out.open.making("task", task) for task in self._only_names(cells.get("task", ())))
        for task in (task for task in tasks if task is not None):
            for role in roles:
                yield m.CreateTask(task, role, within, on, own[0] if own else None)

    def _named(self, name: n.Name, value: n.Expr) -> Iterator[m.Effect]:
        symbol = self._context.symbols.peek("value", name, self._unit)
        if symbol is None:
            return
        match symbol.kind:
            case "ladder":
                for rung in self._only_names((value,)):
                    found = self._outcomes.rung(rung, name)
                    if found is not None:
                        yield m.LiftTier(*found)
            case "points":
                amount = self._outcomes.expressions.points(value)
                if amount is not None:
                    yield m.AddPoints(symbol.name, amount)
            case _:
                yield from self._outcomes.choice(name, value)

    def _only_names(self, values: tuple[n.Expr, ...]) -> tuple[n.Name, ...]:
        values = tuple(v for v in values if not output_as_elsewhere(self._context, self._unit, v))
        for value in values:
            if not isinstance(value, n.Name):
                self._context.report("E311", value.span, {"expected": Words("a name", "一个名称"), "what": "range"})
        return tuple(v for v in values if isinstance(v, n.Name))


def _kept(items: tuple[T, ...], sound: list[bool]) -> tuple[T, ...]:
    """What belongs to the columns that are sound."""
    return tuple(item for item, is_sound in zip(items, sound, strict=True) if is_sound)


def written_condition(column: n.InputColumn, cell: n.ConditionCell) -> n.Expr | None:
    """A cell as the condition it abbreviates; None for ``-`` and for what no cell may say."""
    if isinstance(cell, n.Anything):
        return None
    if not isinstance(cell, n.CellTests):
        return cell
    tests: list[n.Expr] = []
    for test in cell.tests:
        if column.kind == "class":
            name = cast("n.Expr", test.low)
            tests.append(n.Not(name, span=test.span) if test.kind == "not" else name)
        else:
            tests.append(_as_condition(cast("n.Expr", column.value), test))
    return tests[0] if len(tests) == 1 else n.Or(tuple(tests), span=cell.span)


def _fit_all(alternatives: list[e.Expr]) -> bool:
    """Whether ``>= 5万, < 10万`` was meant as a range: as alternatives every value is in one of them."""
    ends: dict[str, list[Any]] = {">": [], "<": []}
    for alternative in alternatives:
        match alternative:
            case e.Compare((">" | ">=" | "<" | "<=") as op, left, e.Const(value)):
                ends[op[0]].append(left.type.values.index(str(value)) if isinstance(left.type, Listed) else value)
    return any(low < high for low in ends[">"] for high in ends["<"])


def _as_condition(column: n.Expr, test: n.CellTest) -> n.Expr:
    """A cell as the sentence it abbreviates."""
    low = cast("n.Expr", test.low)
    match test.kind:
        case "is":
            return n.Is(column, low, span=test.span)
        case "not":
            return n.Is(column, low, negated=True, span=test.span)
        case "compare":
            return n.Compare(cast("n.CompareOp", test.op), column, low, span=test.span)
        case "elapsed":
            return n.Elapsed(cast("n.Elapsing", test.op), column, low, of_a_day=False, span=test.span)
        case "last" | "next" as which:
            return n.Window(column, which, low, span=test.span)
        case "not_last" | "not_next" as kind:
            which = "last" if kind == "not_last" else "next"
            return n.Not(n.Window(column, which, low, span=test.span), span=test.span)
        case "missing" | "known":
            return n.IsMissing(column, test.kind == "known", span=test.span)
        case _:
            return n.Between(column, low, cast("n.Expr", test.high), test.kind == "between", span=test.span)
