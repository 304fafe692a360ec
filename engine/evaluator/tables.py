"""Results as the tables of a run: decisions, offers and tasks, in the columns of their schemas."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import pyarrow as pa

from dsl.lean import dataclass
from engine.evaluator import arrow
from engine.evaluator.texts import Texts
from engine.io.tables import every_channel
from engine.ir.reach import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from dsl.program import model as m
    from dsl.program.template import Template
    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Due, TaskColumns

    Rows = npt.NDArray[np.intp]

_NEVER: Final = LAST_DAY + 1  # sorts behind every day
_NOWHERE: Final = np.zeros(0, np.intp)


class DecidedTables:
    """The tables of decided rows.

    Args:
        decided: rows and results; with reasons, if texts are wanted.
        texts: of the policy; None leaves ``say`` and ``because`` empty.
        coded: whether texts of which there are few, and the items of lists, may be places in a dictionary.
    """

    def __init__(self, decided: Decided, texts: Texts | None, *, coded: bool = False) -> None:
        self._coded = coded
        self._d = decided
        self._plan = decided.plan
        self._outputs = decided.results.outputs
        self._count = decided.rows.num_rows
        self._texts = texts
        self.withheld = 0  # texts that could not be filled in

    # --- decisions ---

    def decisions(self, schema: pa.Schema) -> pa.RecordBatch:
        """A row per customer, in the columns of a schema."""
        columns = [self._decision_column(field) for field in schema]
        return self._batch(columns, schema)

    def _decision_column(self, field: pa.Field) -> pa.Array:
        kind, of = _meaning(field)
        plan, out, rows = self._plan, self._outputs, self._count
        match kind:
            case "key":
                return self._key
            case "tier" | "choice":
                coded = plan.tiers[of] if kind == "tier" else plan.choices[of]
                return arrow.named(out[coded.codes], out[coded.known], rows, coded.values)
            case "class":
                return arrow.yes_no(out[plan.classes[of].true], out[plan.classes[of].known], rows)
            case "points":
                return arrow.integers(out[plan.points[of].value], rows)
            case "points_incomplete":
                return arrow.bits(out[plan.points[of].incomplete], rows)
            case "offers":
                return self._lists(plan.offers, [entry.offer for entry in plan.entries])
            case "broken":
                return self._lists(plan.broken, [never.id for never in plan.nevers])
            case "fired" | "unknown":
                return self._lists(plan.fired if kind == "fired" else plan.unknown, [rule.id for rule in plan.rules])
        raise ValueError(f"no decision is called {kind}")

    @property
    def _key(self) -> pa.Array:
        return self._d.rows.column(self._plan.outcomes.program.record.key)

    def _lists(self, out: int, names: Sequence[str]) -> pa.Array:
        if not names or out < 0:
            return arrow.empty_lists(self._count)
        codes = cast("npt.NDArray[np.generic]", self._d.results.codes[out])
        return arrow.lists(self._outputs[out], codes, self._count, names)

    # --- offers ---

    def offers(self, schema: pa.Schema) -> pa.RecordBatch:
        """A row per customer and offer, ranked."""
        found = self._offered
        granting, candidates = self._plan.granting, self._plan.outcomes.offers.candidates
        grants = {name: [(rule, granting[rule.id]) for rule, _ in c.grants] for name, c in candidates.items()}
        because = _Reasons(self, found.rows, [(found.of(name), rules) for name, rules in grants.items()])
        says = [(found.of(name), offer.say) for name, offer in self._plan.outcomes.program.offers.items() if offer.say]
        columns: dict[str, Callable[[], pa.Array]] = {
            "key": lambda: self._key.take(pa.array(found.rows)),
            "rank": lambda: pa.array(found.ranks.astype(np.int32)),
            "offer": lambda: _dictionary(found.entries, [entry.offer for entry in self._plan.entries]),
            "priority": lambda: pa.array(
                np.array([entry.priority for entry in self._plan.entries], np.int64)[found.entries]
            ),
            "channels": lambda: self._channels(found),
            "reasons": lambda: because.ids,
            "because": lambda: because.texts,
            "say": lambda: self._say(found.rows, says)[0],
            "say_missing": lambda: self._say(found.rows, says)[1],
        }
        return self._batch([columns[_meaning(field)[0]]() for field in schema], schema)

    @cached_property
    def _offered(self) -> _Offered:
        plan, out = self._plan, self._plan.offers
        if not plan.entries:
            return _Offered(_NOWHERE, _NOWHERE, _NOWHERE, {})
        ends = self._outputs[out][: self._count + 1].astype(np.intp)
        entries = cast("npt.NDArray[np.generic]", self._d.results.codes[out]).astype(np.intp)
        counts = np.diff(ends)
        rows = np.repeat(np.arange(self._count), counts)
        ranks = np.arange(len(entries)) - np.repeat(ends[:-1], counts) + 1
        return _Offered(rows, entries, ranks, _places([entry.offer for entry in plan.entries], entries))

    def _channels(self, found: _Offered) -> pa.Array:
        """The channels of each offer; of one that may go by any, all."""
        every = every_channel(self._plan.outcomes.program)
        lists = _Lists(len(found.rows), every)
        for name, channels in self._plan.channels.items():
            at = found.of(name)
            if channels.fixed is not None:
                lists.put_same(at, channels.fixed or every)
                continue
            rows = found.rows[at]
            anyhow = arrow.holds(self._outputs[channels.any_channel], rows)
            lists.put(at, {x: arrow.holds(self._outputs[mask], rows) for x, mask in channels.masks.items()})
            lists.put_same(at[anyhow], every)
        return lists.array()

    def _say(self, rows: Rows, says: list[tuple[Rows, Template]]) -> tuple[pa.Array, pa.Array]:
        if self._said is None:
            texts, missing = _Pieces(len(rows)), _Pieces(len(rows))
            for at, template in says:
                if self._texts is None or not len(at):
                    continue
                found = self._texts.fill(template, self._d.rows, rows[at])
                texts.put(at, found.texts)
                missing.put(at, found.missing)
                self.withheld += found.texts.null_count
            self._said = (texts.array(pa.string(), None), missing.array(pa.list_(pa.string()), []))
        return self._said

    _said: tuple[pa.Array, pa.Array] | None = None

    # --- tasks ---

    def tasks(self, schema: pa.Schema) -> pa.RecordBatch:
        """A row per customer and task, by the day it is due, its name and its role."""
        found = [self.task(task) for task in self._plan.tasks]
        rows = np.concatenate([rows for rows, _, _ in found] or [np.zeros(0, np.intp)])
        days = np.concatenate([days for _, days, _ in found] or [np.zeros(0, np.int64)])
        late = np.concatenate([late for _, _, late in found] or [np.zeros(0, np.bool_)])
        kinds = np.repeat(np.arange(len(found)), [len(rows) for rows, _, _ in found]).astype(np.intp)
        order = np.lexsort((kinds, np.minimum(days, LAST_DAY), rows))  # kinds stand by name and role
        rows, days, late, kinds = rows[order], days[order], late[order], kinds[order]
        grants = [
            (np.flatnonzero(kinds == i), [(rule, mask) for rule, mask, _ in task.grants])
            for i, task in enumerate(self._plan.tasks)
        ]
        because = _Reasons(self, rows, grants)
        tasks = self._plan.tasks
        columns: dict[str, Callable[[], pa.Array]] = {
            "key": lambda: self._key.take(pa.array(rows)),
            "task": lambda: _dictionary(kinds, [task.task for task in tasks]),
            "role": lambda: _dictionary(kinds, [task.role for task in tasks]),
            "due": lambda: pa.array(days.astype(np.int32), mask=days == _NEVER).cast(pa.date32()),
            "due_unknown": lambda: pa.array(late),
            "channels": lambda: self._task_channels(rows, kinds),
            "reasons": lambda: because.ids,
            "because": lambda: because.texts,
        }
        return self._batch([columns[_meaning(field)[0]]() for field in schema], schema)

    def _task_channels(self, rows: Rows, kinds: Rows) -> pa.Array:
        lists = _Lists(len(rows), every_channel(self._plan.outcomes.program))
        for i, task in enumerate(self._plan.tasks):
            at = np.flatnonzero(kinds == i)
            lists.put(at, {name: self.holds(masks, rows[at]) for name, masks in task.channels.items()})
        return lists.array()

    def task(self, task: TaskColumns) -> tuple[Rows, npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The rows that have a task, the earliest day known, and whether only unknown days are given."""
        created = np.bitwise_or.reduce([self._outputs[mask].view(np.uint8) for _, mask, _ in task.grants])
        rows = arrow.where(created, self._count)
        days = np.full(len(rows), _NEVER, np.int64)
        dated = np.zeros(len(rows), np.bool_)
        for _, mask, due in task.grants:
            if due is None:
                continue
            fires = arrow.holds(self._outputs[mask], rows)
            dated |= fires
            days = np.where(fires, np.minimum(days, self._due(due, rows)), days)
        return rows, days, dated & (days == _NEVER)

    def _due(self, due: Due, rows: Rows) -> npt.NDArray[np.int64]:
        if due.day is not None:
            return np.full(len(rows), due.day, np.int64)
        if due.values < 0:
            return np.full(len(rows), _NEVER, np.int64)
        days = self._outputs[due.values][rows].astype(np.int64)
        return np.where(arrow.holds(self._outputs[due.known], rows), days, _NEVER)

    def _batch(self, columns: list[pa.Array], schema: pa.Schema) -> pa.RecordBatch:
        """Columns of a table, with the types that its schema gives them."""
        kept = [
            column
            if column.type.equals(field.type) or (self._coded and _is_coded(column.type))
            else column.cast(field.type)
            for column, field in zip(columns, schema, strict=True)
        ]
        fields = [field.with_type(column.type) for column, field in zip(kept, schema, strict=True)]
        return pa.RecordBatch.from_arrays(kept, schema=pa.schema(fields, schema.metadata))

    # --- reasons ---

    def holds(self, masks: Sequence[int], rows: Rows) -> npt.NDArray[np.bool_]:
        """Whether one of some masks holds for some rows."""
        found = np.zeros(len(rows), np.bool_)
        for mask in masks:
            found |= arrow.holds(self._outputs[mask], rows)
        return found

    def because(self, rule: m.Rule, rows: Rows) -> pa.Array:
        """What a rule says to some rows; null where it says nothing."""
        if rule.because is None or self._texts is None:
            return pa.nulls(len(rows), pa.string())
        found = self._texts.fill(rule.because, self._d.rows, rows).texts
        self.withheld += found.null_count
        return found


@dataclass(frozen=True, slots=True)
class _Offered:
    """All offers of all rows: the row, the entry and the rank of each."""

    rows: Rows
    entries: Rows
    ranks: Rows
    places: Mapping[str, Rows]

    def of(self, name: str) -> Rows:
        """Where an offer stands."""
        return self.places.get(name, _NOWHERE)


class _Lists:
    """Lists of names, one a row, of which there are few different ones; empty where none is put.

    Args:
        rows: how many.
        names: all that may be in a list.
    """

    def __init__(self, rows: int, names: Sequence[str]) -> None:
        self._names = names
        self._places: dict[tuple[str, ...], int] = {(): 0}
        self._numbers = np.zeros(rows, np.int32)

    def put_same(self, at: Rows, names: tuple[str, ...]) -> None:
        """One list for some rows."""
        self._numbers[at] = self._places.setdefault(names, len(self._places))

    def put(self, at: Rows, holds: Mapping[str, npt.NDArray[np.bool_]]) -> None:
        """For each of some rows the names that hold for it."""
        code = np.zeros(len(at), np.int64)
        for bit, here in enumerate(holds.values()):
            code |= here.astype(np.int64) << bit
        different, inverse = np.unique(code, return_inverse=True)
        lists = [tuple(name for i, name in enumerate(holds) if value >> i & 1) for value in different.tolist()]
        places = [self._places.setdefault(names, len(self._places)) for names in lists]
        self._numbers[at] = np.array(places, np.int32)[inverse]

    def array(self) -> pa.Array:
        """The lists."""
        codes = {name: code for code, name in enumerate(self._names)}
        lengths = np.array([len(names) for names in self._places])
        written = np.array([codes[name] for names in self._places for name in names], np.int32)
        counts = lengths[self._numbers]
        ends = arrow.ends(counts)
        # Where the list of each row is written, less where it comes to stand.
        moved = (np.cumsum(lengths) - lengths)[self._numbers] - ends[:-1]
        found = written[np.repeat(moved, counts) + np.arange(ends[-1])]
        return arrow.lists(ends, found, len(counts), self._names)


class _Reasons:
    """Which rules grant something, by id, and what they say.

    Args:
        rows: of each thing granted, the row.
        granted: places among these, and the rules that may have granted them, each with the mask of where it does.
    """

    def __init__(self, tables: DecidedTables, rows: Rows, granted: list[tuple[Rows, list[tuple[m.Rule, int]]]]) -> None:
        self._tables, self._rows, self._granted = tables, rows, granted

    @cached_property
    def _found(self) -> list[tuple[m.Rule, Rows]]:
        """Rules, and the places where they grant; by id for every place."""
        found = []
        for at, rules in self._granted:
            alike: dict[str, list[tuple[m.Rule, int]]] = {}
            for rule, mask in sorted(rules, key=lambda x: x[0].id):
                alike.setdefault(rule.id, []).append((rule, mask))
            for same in alike.values():
                here = self._tables.holds([mask for _, mask in same], self._rows[at])
                found.append((same[-1][0], at[here]))
        return found

    @property
    def ids(self) -> pa.Array:
        """Lists of rules."""
        codes: dict[str, int] = {}
        numbers = [codes.setdefault(rule.id, len(codes)) for rule, _ in self._found]
        places, ends = self._order([at for _, at in self._found])
        found = np.empty(ends[-1], np.int32)
        for number, here in zip(numbers, places, strict=True):
            found[here] = number
        return arrow.lists(ends, found, len(self._rows), list(codes))

    @property
    def texts(self) -> pa.Array:
        """Lists of what they say, without those that say nothing or whose text could not be filled in."""
        said = [(at, self._tables.because(rule, self._rows[at])) for rule, at in self._found if rule.because]
        if not said:
            return arrow.empty_lists(len(self._rows))
        kept = [at[texts.is_valid().to_numpy(zero_copy_only=False)] for at, texts in said]
        places, ends = self._order(kept)
        order = np.empty(ends[-1], np.int64)
        order[np.concatenate(places)] = np.arange(ends[-1])
        return pa.ListArray.from_arrays(
            pa.array(ends), pa.concat_arrays([texts.drop_null() for _, texts in said]).take(pa.array(order))
        )

    def _order(self, parts: list[Rows]) -> tuple[list[Rows], npt.NDArray[np.int32]]:
        """Where things come to stand that belong to rows, in each those of the first part first; and the ends of rows.

        Args:
            parts: of each thing, the row; none twice in a part.
        """
        counts = np.bincount(np.concatenate([_NOWHERE, *parts]), minlength=len(self._rows))
        ends = arrow.ends(counts)
        free, places = ends[:-1].astype(np.intp), []
        for at in parts:
            places.append(free[at])
            free[at] += 1
        return places, ends


class _Pieces:
    """A column put together from pieces of it."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._at: list[Rows] = []
        self._values: list[pa.Array] = []

    def put(self, at: Rows, values: pa.Array) -> None:
        self._at.append(at)
        self._values.append(values)

    def array(self, kind: pa.DataType, otherwise: object) -> pa.Array:
        """The column; what no piece gives has another value."""
        values = pa.concat_arrays([pa.array([otherwise], kind), *self._values])
        places = np.zeros(self._length, np.int64)
        done = 1
        for at in self._at:
            places[at] = np.arange(done, done + len(at))
            done += len(at)
        return values.take(pa.array(places))


def _places(names: Sequence[str], codes: Rows) -> dict[str, Rows]:
    """Where each name stands, of some given by number; numbers may have the same name."""
    kinds = {name: kind for kind, name in enumerate(dict.fromkeys(names))}
    of = np.array([kinds[name] for name in names], np.uint16)[codes]
    order = np.argsort(of, kind="stable")
    ends = np.cumsum(np.bincount(of, minlength=len(kinds)))
    return dict(zip(kinds, np.split(order, ends[:-1]), strict=True))


def _dictionary(codes: Rows, names: Sequence[str | None]) -> pa.Array:
    """Names by number; None is null."""
    known = np.array([name is not None for name in names], np.bool_)
    places = pa.array(codes.astype(np.int32), mask=None if known.all() else ~known[codes])
    return pa.DictionaryArray.from_arrays(places, pa.array([name or "" for name in names], pa.string()))


def _meaning(field: pa.Field) -> tuple[str, str]:
    """The kind of a column, and of what."""
    metadata = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    return metadata["tiercel.kind"], metadata.get("tiercel.of", "")


def _is_coded(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind.value_type if pa.types.is_list(kind) else kind))
