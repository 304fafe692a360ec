"""What a condition says of missing values: a field with a default may be missing, and is compared all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ir import nodes as n
from engine.review.diff.telling.alike import fields_of
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator


def with_default(term: n.Choose) -> str | None:
    """The column of a field that something stands for where it is missing; None if it is another choice."""
    match term.condition, term.then.parts, term.then.constant:
        case n.Known(field), ((n.Column(column), 1),), 0 if field == column:
            return column
        case _:
            return None


def valued_by(atom: n.Formula) -> set[frozenset[str]]:
    """Columns of which one in each group has a value wherever what is compared has one."""
    if isinstance(atom, n.AtLeast | n.Equal):
        return set(_of_form(atom.form))
    return {frozenset([field]) for field in fields_of(atom)}


def _of_form(form: n.Form) -> Iterator[frozenset[str]]:
    for term, _ in form.parts:
        match term:
            case n.Column(field) if field != TODAY:
                yield frozenset([field])
            case n.Product(left, right) | n.Quotient(_, left, right) | n.Calendar(_, left, right):
                yield from _of_form(left)
                yield from _of_form(right)
            case n.Extreme(_, forms):
                for each in forms:
                    yield from _of_form(each)
            case n.Choose(_, _, otherwise) if (guarded := with_default(term)) is not None:
                match otherwise.parts:
                    case ((n.Column(other), _),):
                        yield frozenset([guarded, other])
