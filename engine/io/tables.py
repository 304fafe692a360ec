"""Decisions as Arrow tables: the columns of each table, and rows in batches.

Columns are named as the policy names things. Names are compared without case, since many query engines do;
where two things have one name, the later one gets its kind as a suffix. The metadata of a field say what the
column holds (``tiercel.kind``) and of which declared thing (``tiercel.of``), whatever it is called.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import pyarrow as pa

from dsl.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dsl.program.model import Program
    from engine.decision import Decision, OfferDecision, TaskDecision, Wording

_TEXT: Final = pa.string()
_TEXTS: Final = pa.list_(pa.string())

Row = TypeVar("Row")
_Fixed = tuple[tuple[str, pa.DataType, "Callable[[Row], object]"], ...]

# The columns that every policy has, and how they are read.
_DECISIONS: Final[_Fixed[Decision]] = (
    ("offers", _TEXTS, lambda decision: [offer.offer for offer in decision.offers]),
    ("broken", _TEXTS, lambda decision: decision.broken),
)
# Those of decisions that also say why.
_WHY: Final[_Fixed[Decision]] = (
    ("fired", _TEXTS, lambda decision: decision.fired),
    ("unknown", _TEXTS, lambda decision: decision.unknown),
)
_OFFERS: Final[_Fixed[OfferDecision]] = (
    ("rank", pa.int32(), lambda offer: offer.rank),
    ("offer", _TEXT, lambda offer: offer.offer),
    ("priority", pa.int64(), lambda offer: offer.priority),
    ("channels", _TEXTS, lambda offer: offer.channels),
    ("reasons", _TEXTS, lambda offer: [rule for rule, _ in offer.reasons]),
    ("because", _TEXTS, lambda offer: _said(offer.reasons)),
    ("say", _TEXT, lambda offer: offer.say.text if offer.say else None),
    ("say_missing", _TEXTS, lambda offer: offer.say.missing if offer.say else ()),
)
_TASKS: Final[_Fixed[TaskDecision]] = (
    ("task", _TEXT, lambda task: task.task),
    ("role", _TEXT, lambda task: task.role),
    ("due", pa.date32(), lambda task: task.due),
    ("due_unknown", pa.bool_(), lambda task: task.due_unknown),
    ("channels", _TEXTS, lambda task: task.channels),
    ("reasons", _TEXTS, lambda task: [rule for rule, _ in task.reasons]),
    ("because", _TEXTS, lambda task: _said(task.reasons)),
)
RAW_LINE: Final = "raw_line"
_QUARANTINE: Final = ("row_number", "reasons", "messages")


class _Names:
    """Gives out column names, none twice."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def suffixed(self, name: str, kind: str) -> str:
        while name.casefold() in self._taken:
            name = f"{name}_{kind}"
        self._taken.add(name.casefold())
        return name

    def prefixed(self, name: str) -> str:
        while name.casefold() in self._taken:
            name = f"source_{name}"
        self._taken.add(name.casefold())
        return name


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column, and how its value is read from what the row is about."""

    field: pa.Field
    value: Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class OutputTable(Generic[Row]):
    """A table of the run: its columns, and the rows that one decision gives."""

    columns: tuple[Column[Row], ...]
    rows_of: Callable[[Decision], Iterable[Row]]

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return pa.schema([column.field for column in self.columns])

    def batch(self, decisions: Iterable[Decision]) -> pa.RecordBatch:
        """The rows of some decisions, in their order."""
        rows = [row for decision in decisions for row in self.rows_of(decision)]
        arrays = [pa.array([column.value(row) for row in rows], column.field.type) for column in self.columns]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


@dataclass(frozen=True, slots=True)
class QuarantineRows:
    """Rejected rows, as the reading side hands them over.

    Attributes:
        row_numbers: of each row, as people count them in its file.
        keys: None where a row has no readable key.
        raw: the rows whole, with the columns and types of the file.
        reasons: of each row, (code, message in the language of the run).
        between: stands between the messages of a row.
        file: where the rows stand; None where the run reads one file only.
    """

    row_numbers: Sequence[int]
    keys: Sequence[str | None]
    raw: pa.RecordBatch
    reasons: Sequence[Sequence[tuple[str, str]]]
    between: str = "; "
    file: str | None = None

    def __post_init__(self) -> None:
        lengths = {len(self.row_numbers), len(self.keys), self.raw.num_rows, len(self.reasons)}
        if len(lengths) != 1:
            raise ValueError(f"quarantined rows of different lengths: {sorted(lengths)}")


def decisions_table(program: Program, *, why: bool = False) -> OutputTable[Decision]:
    """A row per customer; with ``why`` also the rules that fire, and those of which it is unknown."""
    fixed = (*_DECISIONS, *_WHY)
    names = _Names((*(name for name, _, _ in fixed), key_column(program)))
    columns: list[Column[Decision]] = [Column(_key_field(program), lambda d: d.key)]

    def add(of: str, kind: str, type_: pa.DataType, value: Callable[[Decision, str], object], mark: str = "") -> None:
        column = names.suffixed(of + mark, kind)
        columns.append(Column(_field(column, type_, kind + mark, of), lambda d: value(d, of)))

    for name in program.ladders:
        add(name, "tier", _TEXT, lambda d, ladder: d.tiers[ladder].rung)
    for name in program.classes:
        add(name, "class", pa.bool_(), lambda d, class_: d.classes[class_])
    for name in program.points:
        add(name, "points", pa.int64(), lambda d, account: int(d.points[account].value))
        add(name, "points", pa.bool_(), lambda d, account: d.points[account].incomplete, mark="_incomplete")
    for name in program.choices:
        add(name, "choice", _TEXT, lambda d, choice: d.choices[choice])
    wanted = fixed if why else _DECISIONS
    columns += [Column(_field(name, type_, name), value) for name, type_, value in wanted]
    return OutputTable(tuple(columns), lambda d: (d,))


def offers_table(program: Program) -> OutputTable[tuple[str, OfferDecision]]:
    """A row per customer and offer given.

    Lost offers are only counted: who forgets to filter must not contact customers that were excluded.
    """
    every = every_channel(program)
    return OutputTable(
        _keyed(program, _OFFERS),
        lambda d: ((d.key, x if x.channels else replace(x, channels=every)) for x in d.offers),
    )


def every_channel(program: Program) -> tuple[str, ...]:
    """What stands in the table for an offer that may go by any channel."""
    return tuple(sorted(program.channels))


def tasks_table(program: Program) -> OutputTable[tuple[str, TaskDecision]]:
    """A row per customer and task."""
    return OutputTable(_keyed(program, _TASKS), lambda d: ((d.key, task) for task in d.tasks))


def quarantine_batch(program: Program, rows: QuarantineRows) -> pa.RecordBatch:
    """Rejected rows with their reasons, every source column whole as text behind them."""
    key = program.record.fields[program.record.key]
    key_sources = {name.casefold() for name in (key.column, *key.all_names) if name}
    names = _Names((*_QUARANTINE, key_column(program)))
    number, reasons, messages = _QUARANTINE
    fields = [
        _field(number, pa.int64(), "row"),
        _key_field(program),
        _field(reasons, _TEXTS, "reasons"),
        _field(messages, _TEXT, "messages"),
    ]
    arrays = [
        pa.array(rows.row_numbers, pa.int64()),
        pa.array(rows.keys, _TEXT),
        pa.array([[code for code, _ in row] for row in rows.reasons], _TEXTS),
        pa.array([rows.between.join(message for _, message in row) for row in rows.reasons], _TEXT),
    ]
    if rows.file is not None:
        fields.append(_field(names.prefixed("file"), _TEXT, "file"))
        arrays.append(pa.repeat(rows.file, len(rows.row_numbers)))
    for name, column in zip(rows.raw.schema.names, rows.raw.columns, strict=True):
        kind = "key" if name.casefold() in key_sources else "source"
        fields.append(_field(names.prefixed(name), _TEXT, kind, name))
        arrays.append(_as_text(column))
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def quarantine_schema(program: Program, columns: Sequence[str], *, file: bool, lines: bool = True) -> pa.Schema:
    """All columns that the quarantine of some data may have, the lines of rows that do not fit the columns last.

    Args:
        program: the policy.
        columns: of the data.
        file: whether the file of a row is told.
        lines: whether there may be rows that do not fit the columns.
    """
    names = (*columns, RAW_LINE) if lines else columns
    raw = pa.RecordBatch.from_pylist([], pa.schema([(name, _TEXT) for name in names]))
    return quarantine_batch(program, QuarantineRows((), (), raw, (), file="" if file else None)).schema


def empty_quarantine(program: Program) -> pa.RecordBatch:
    """The quarantine of a run that rejects nothing: without source columns, since none were needed."""
    nothing = pa.RecordBatch.from_pylist([], pa.schema([]))
    return quarantine_batch(program, QuarantineRows((), (), nothing, ()))


def key_column(program: Program) -> str:
    """The name of the key column: the same in all tables, so it may clash with a fixed one of none."""
    fixed = [name for columns in (_DECISIONS, _WHY, _OFFERS, _TASKS) for name, _, _ in columns]
    return _Names((*fixed, *_QUARANTINE)).suffixed(program.record.key, "key")


def _keyed(program: Program, fixed: _Fixed[Row]) -> tuple[Column[tuple[str, Row]], ...]:
    """The key of a customer, then the fixed columns of something that the customer has."""

    def column(name: str, type_: pa.DataType, value: Callable[[Row], object]) -> Column[tuple[str, Row]]:
        return Column(_field(name, type_, name), lambda row: value(row[1]))

    key: Column[tuple[str, Row]] = Column(_key_field(program), lambda row: row[0])
    return (key, *(column(*each) for each in fixed))


def _key_field(program: Program) -> pa.Field:
    return _field(key_column(program), _TEXT, "key", program.record.key)


def _field(name: str, type_: pa.DataType, kind: str, of: str | None = None) -> pa.Field:
    metadata = {"tiercel.kind": kind} | ({"tiercel.of": of} if of is not None else {})
    return pa.field(name, type_, metadata=metadata)


def _said(reasons: Iterable[tuple[str, Wording | None]]) -> list[str]:
    """The texts that could be filled in."""
    return [because.text for _, because in reasons if because is not None and because.text is not None]


def _as_text(column: pa.Array) -> pa.Array:
    try:
        return column.cast(_TEXT)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):  # bytes that are not UTF-8; nested values
        return pa.array([_value_as_text(value) for value in column.to_pylist()], _TEXT)


def _value_as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return f"0x{value.hex()}"
    return json.dumps(value, ensure_ascii=False, default=str)
