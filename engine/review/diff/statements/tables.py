"""What differs in the head of a decision table, and in a row of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from dsl.format.exchange import place_of
from dsl.format.phrases import Phrases
from dsl.syntax import nodes as n
from engine.review.diff.statements.conditions import conditions
from engine.review.diff.statements.voice import rescaled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.diff.statements.model import Affects, PartChange, PartKind
    from engine.review.diff.statements.voice import Voice

Column = n.InputColumn | n.OutputColumn
_PARTS: Final[dict[n.OutputKind, PartKind]] = {
    "via": "channels", "priority": "priority", "role": "role", "due": "due", "because": "because",
}  # fmt: skip


def columns(voice: Voice, old: n.TableDecl, new: n.TableDecl) -> Iterator[PartChange]:
    """Columns that became others, were added or removed; what stands in the latter is told row by row."""
    became = renewed(rescaled(old), rescaled(new))
    for title, a, b, at in (
        (Phrases.input_title, old.inputs, new.inputs, became[0]),
        (Phrases.output_title, old.outputs, new.outputs, became[1]),
    ):
        for i in at:
            yield from voice.part("columns", a[i], b[i], title)
        for column in (x for i, x in enumerate(a) if x not in b and i not in at):
            yield from voice.part("columns", column, None, title, "nothing")
        for column in (x for i, x in enumerate(b) if x not in a and i not in at):
            yield from voice.part("columns", None, column, title, "nothing")


def renewed(old: n.TableDecl, new: n.TableDecl) -> tuple[set[int], set[int]]:
    """Numbers of columns that became others, before and behind the arrow: something in them stays as it was.

    That is one edit, of the head; where nothing stays, one column went and another came. Both tables are in canonical
    names, and on one scale.
    """
    inputs = (([row.conditions for row in x.rows], x.inputs) for x in (old, new))
    outputs = (([row.outputs for row in x.rows], x.outputs) for x in (old, new))
    return _renewed(*inputs), _renewed(*outputs)


_Half = tuple[Sequence[tuple[n.Node, ...]], tuple[Column, ...]]


def _renewed(old: _Half, new: _Half) -> set[int]:
    (befores, olds), (afters, news) = old, new
    found: set[int] = set()
    for i, (one, other) in enumerate(zip(olds, news, strict=False)):
        held, holds = ({row[i] for row in rows if not _is_open(row[i])} for rows in (befores, afters))
        if one not in news and other not in olds and one.kind == other.kind and held & holds:
            found.add(i)
    return found


def with_columns(table: n.TableDecl, of: n.TableDecl, at: tuple[set[int], set[int]]) -> n.TableDecl:
    """A table with some columns of another one."""
    inputs = tuple(of.inputs[i] if i in at[0] else x for i, x in enumerate(table.inputs))
    outputs = tuple(of.outputs[i] if i in at[1] else x for i, x in enumerate(table.outputs))
    return replace(table, inputs=inputs, outputs=outputs)


Cells = dict[Column, n.ConditionCell | n.OutputValues | n.Anything]


def cells(table: n.TableDecl, row: n.TableRow) -> Cells:
    """What a row says, by column; what is left open is left out."""
    found: Cells = {x: cell for x, cell in zip(table.inputs, row.conditions, strict=True) if not _is_open(cell)}
    return found | {x: cell for x, cell in zip(table.outputs, row.outputs, strict=True) if not _is_open(cell)}


def _is_open(cell: object) -> bool:
    return isinstance(cell, n.Anything)


def row_parts(voice: Voice, old: Cells, new: Cells) -> Iterator[PartChange]:
    """The cells that differ."""
    for column in {**old, **new}:
        one, other = old.get(column), new.get(column)
        if one == other:
            continue
        if isinstance(column, n.OutputColumn):
            yield from _output(voice, column, cast("n.OutputValues", one), cast("n.OutputValues", other))
        elif column.kind == "if":
            yield from conditions(voice, cast("n.Expr", one), cast("n.Expr", other))
        else:
            yield from _input(voice, column, cast("n.CellTests", one), cast("n.CellTests", other))


def _input(
    voice: Voice, column: n.InputColumn, old: n.CellTests | None, new: n.CellTests | None
) -> Iterator[PartChange]:
    def cell(say: Phrases, tests: n.CellTests) -> str:
        return say.condition_cell(tests, column)

    title = voice.about(lambda say: say.input_title(column))
    match old, new:
        case n.CellTests((a,)), n.CellTests((b,)) if a.kind == b.kind == "compare" and a.op == b.op:
            yield from voice.part(
                "threshold",
                a.low,
                b.low,
                lambda say, x: say.expression(x, place_of(column)),
                of=voice.about(lambda say: f"{say.input_title(column)} {a.op}"),
            )
        case n.CellTests((a,)), n.CellTests((b,)) if a.kind == b.kind and a.kind in ("between", "between_below"):
            yield from voice.part("threshold", old, new, cell, of=title)
        case _:
            same = old is not None and new is not None and set(old.tests) == set(new.tests)
            yield from voice.part("condition", old, new, cell, "nothing" if same else "decisions", title)


def _output(
    voice: Voice, column: n.OutputColumn, old: n.OutputValues | None, new: n.OutputValues | None
) -> Iterator[PartChange]:
    part = _PARTS.get(column.kind, "outcome")
    same = old is not None and new is not None and set(old.values) == set(new.values)
    of = voice.about(lambda say: say.output_title(column)) if part == "outcome" else None
    if part == "because":
        yield from voice.part(part, old, new, _text, "texts")
    else:
        affects: Affects = "nothing" if same else "decisions"
        yield from voice.part(part, old, new, lambda say, cell: say.output_cell(cell, column), affects, of)


def _text(_: Phrases, cell: n.OutputValues) -> str:
    return "".join(text.value for text in cell.values if isinstance(text, n.Text))
