"""What two records do not make the same of in the same data, so that proofs say nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass
from dsl.program.types import Listed, Money
from engine.io.cells import fold
from engine.review.diff.comparing.links import renamed, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.model import Field, Record
    from engine.review.diff.comparing.links import Link
    from engine.review.diff.comparing.sides import Linked

Part = Literal["column", "type", "values", "empty"]
"""What differs: where the cells are, how they are written, which names values have, which cells count as empty."""
Compared = Literal["all", "alike", "missing", "nobody"]
"""Whose decisions are compared: of all customers, of those whose cells both read alike, of those who have no cell."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the records read differently.

    Attributes:
        old, new: as each record has it; None where that reads no such column.
        parts: in what they differ; none if only one of them reads it.
    """

    old: Field | None
    new: Field | None
    parts: tuple[Part, ...]
    compared: Compared


def differences(old: Record, new: Record, linked: Linked) -> Iterator[Difference]:
    """Every field that they read differently: those of the new record in its order, then those that are gone."""
    by_new = {x.new.name: x for x in linked.links if x.new is not None}
    by_old = {x.old.name: x for x in linked.links if x.old is not None}
    for name, field in new.fields.items():
        link, namesake = by_new[name], old.fields.get(name)
        if namesake is not None and namesake is not link.old:  # it reads what another field read, or nobody did
            all_go_on = link.old is not None and by_old[name].new is not None
            yield Difference(namesake, field, ("column",), "all" if all_go_on else "alike")
        elif link.old is None:
            yield Difference(None, field, (), "alike")
        if link.old is not None and (parts := tuple(_parts(link.old, field))):
            yield Difference(link.old, field, parts, _compared(link))
    for name, gone in old.fields.items():
        if by_old[name].new is None and name not in new.fields:
            yield Difference(gone, None, (), "alike")


def _compared(link: Link) -> Compared:
    if link.is_tied:
        return "alike"
    return "nobody" if any(x is not None and x.missing == "required" for x in (link.old, link.new)) else "missing"


def _parts(old: Field, new: Field) -> Iterator[Part]:
    if not sources(old) <= sources(new):  # who reads under one more header still finds the old ones
        yield "column"
    if _written(old) != _written(new):
        yield "type"
    if not _named_alike(old, new):
        yield "values"
    if _marks(old) != _marks(new):
        yield "empty"


def _written(field: Field) -> tuple[object, ...]:
    """How the cells of a field are written, and how much of them is kept."""
    declared = "one_of" if isinstance(field.type, Listed) else field.declared
    currency = field.type.currency if isinstance(field.type, Money) else None
    return declared, currency, field.places, field.zone, field.first, field.decimal_comma, field.rounded


def _marks(field: Field) -> set[object]:
    """What counts as empty beside nothing at all, as cells are compared with it."""
    return {fold(mark) if isinstance(mark, str) else mark for mark in field.empty}


def _named_alike(old: Field, new: Field) -> bool:
    """Whether a cell that both take is the same value for both; what only one of them lists, the other refuses."""
    if not (isinstance(old.type, Listed) and isinstance(new.type, Listed)):
        return True
    called = renamed(old, new)
    before = {fold(name): called.get(value, value) for name, value in old.type.named.items()}
    after = {fold(name): value for name, value in new.type.named.items()}
    listed_by_both = set(before.values()) & set(after.values())
    for name in before.keys() | after.keys():
        was, now = before.get(name), after.get(name)
        is_refused_as_told = (was is None or now is None) and listed_by_both.isdisjoint((was, now))
        if was != now and not is_refused_as_told:
            return False
    return True
