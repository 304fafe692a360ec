"""Conditions that were checked with one list of values, for a program with another: a tier more, a value less."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from dsl.program import expr as e
from dsl.program.types import Listed

if TYPE_CHECKING:
    from collections.abc import Mapping


class NoSuchValueError(Exception):
    """A condition speaks of a value that the list does not have."""


def retyped(part: Any, lists: Mapping[str, Listed]) -> Any:  # noqa: ANN401 - any part of a program
    """A part of a program with other lists; the same object if it speaks of none.

    Args:
        part: an expression, or something that holds some.
        lists: by the name of what declares them.

    Raises:
        NoSuchValueError: it speaks of a value that is not there.
    """
    match part:
        case Listed(name):
            return lists.get(name, part)
        case e.Const(value, Listed(name)) if name in lists and value not in lists[name].values:
            raise NoSuchValueError
        case tuple():
            changed = tuple(retyped(item, lists) for item in part)
            return part if all(a is b for a, b in zip(changed, part, strict=True)) else changed
        case _ if dataclasses.is_dataclass(part) and not isinstance(part, type):
            old = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
            new = {name: retyped(value, lists) for name, value in old.items()}
            return dataclasses.replace(part, **new) if any(new[x] is not old[x] for x in old) else part
        case _:
            return part
