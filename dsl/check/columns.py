"""Columns behind the arrow, of decision tables and of test tables: which belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Label, Words
from dsl.syntax.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from dsl.check.context import Context
    from dsl.syntax import nodes as n

_TITLES: Final = {
    kind: Words(VOCABULARY.word(terminal, "en"), VOCABULARY.word(terminal, "zh"))
    for kind, terminal in (
        ("offer", "OFFER"), ("via", "VIA"), ("priority", "PRIORITY"), ("tier", "TIER"), ("class", "CLASS"),
        ("task", "TASK"), ("role", "BY_ROLE"), ("due", "DUE"), ("because", "BECAUSE"),
    )
}  # fmt: skip
# What a column belongs to: its values are of that, and without it they are of nothing.
_OWNERS: Final = {"via": ("offer", "task"), "priority": ("offer",), "role": ("task",), "due": ("task",)}


def all_owned(context: Context, columns: tuple[n.OutputColumn, ...]) -> bool:
    """Whether each column about an outcome has the column of that outcome beside it; the first that has not is told."""
    kinds = {column.kind for column in columns}
    for column in columns:
        owners = _OWNERS.get(column.kind, ())
        if owners and not kinds & set(owners):
            context.report("E411", column.span, {"what": "table", "needs": _title(owners[0])})
            return False
    return True


def report_alone(context: Context, value: n.Name, owner: n.OutputKind) -> None:
    """A value that says something about an outcome which its row does not have."""
    context.report("E411", value.span, {"what": "row", "needs": _title(owner)})


def report_twice(context: Context, column: n.OutputColumn, first: n.OutputColumn) -> None:
    """A column that is there already."""
    at = Label(first.span, Words("the first one", "第一列"))
    said = column.name.text if column.name is not None else _TITLES[column.kind]
    context.report("E423", column.span, {"name": said}, labels=(at,))


def _title(kind: str) -> Words:
    title = _TITLES[kind]
    return Words(f"`{title.en}`", f"`{title.zh}`")
