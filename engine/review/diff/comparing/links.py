"""Which fields of two records stand for the same column of the data: by what they read, and only then by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text
from engine.columns import decimal_places
from engine.io.cells import fold
from engine.io.match import heading

if TYPE_CHECKING:
    from dsl.program.model import Field, Record

_Alike = Callable[["Field", "Field"], bool]


@dataclass(frozen=True, slots=True)
class Link:
    """Fields that stand for the same: None is no field of that record."""

    old: Field | None
    new: Field | None

    @property
    def is_tied(self) -> bool:
        """Whether a cell that both can read has one value for both, up to its decimal places."""
        return self.old is None or self.new is None or _kind(self.old) == _kind(self.new)

    @property
    def former(self) -> str | None:
        """What the old record calls the field of the new one; None if its values are none of that."""
        if self.old is None or self.new is None:
            return None
        one, other = ((type(x.type), getattr(x.type, "currency", None)) for x in (self.old, self.new))
        return self.old.name if one == other else None

    @property
    def places(self) -> int:
        """Decimal places of the numbers that both can read."""
        return min(decimal_places(x) for x in (self.old, self.new) if x is not None)


def links(old: Record, new: Record) -> list[Link]:
    """Every field of two records, beside what it is in the other."""
    found: dict[str, Field] = {}
    free = dict(new.fields)
    for alike in _ALIKE:
        for name, one in old.fields.items():
            other = next((x for x in free.values() if alike(one, x)), None) if name not in found else None
            if other is not None:
                found[name] = free.pop(other.name)
    return [Link(one, found.get(name)) for name, one in old.fields.items()] + [Link(None, x) for x in free.values()]


def sources(field: Field) -> frozenset[str]:
    """Headers by which a field is found in the data."""
    if field.declared == "row_number":
        return frozenset()
    return frozenset(map(heading, (field.column,) if field.column is not None else field.all_names))


def renamed(old: Field, new: Field) -> dict[str, str]:
    """What the new list calls values that the old one calls otherwise, but by a name that both know."""
    if not (isinstance(old.type, Listed) and isinstance(new.type, Listed)):
        return {}
    gone, come = ([x for x in a.values if x not in b.values] for a, b in ((old.type, new.type), (new.type, old.type)))
    found: dict[str, str] = {}
    for value in gone:
        names = set(map(fold, old.type.names(value)))
        other = next((x for x in come if not names.isdisjoint(map(fold, new.type.names(x)))), None)
        if other is not None:
            found[value] = other
            come.remove(other)
    return found


def _one_column(one: Field, other: Field) -> bool:
    return not sources(one).isdisjoint(sources(other))


def _one_name(one: Field, other: Field) -> bool:
    return one.name == other.name


# The surest first: what is called otherwise and reads the same column is the same, a name that reads another is not.
_ALIKE: Final[tuple[_Alike, ...]] = (
    lambda one, other: _one_name(one, other) and _one_column(one, other),
    _one_column,
    _one_name,
    lambda one, other: bool(set(one.all_names) & set(other.all_names)),
)


def _kind(field: Field) -> Literal["yes_no", "date", "text", "number"]:
    match field.type:
        case Bool():
            return "yes_no"
        case Date():
            return "date"
        case Text() | Listed():
            return "text"
        case _:
            return "number"
