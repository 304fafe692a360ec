"""A customer as the explanation may show them: decided on the true row, shown with names and numbers masked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeGuard

from dsl.program.types import Bool, Text, Value
from engine.reference import DateNeededError
from engine.wording import fill

if TYPE_CHECKING:
    from dsl.program import expr as e
    from dsl.program.model import Record
    from dsl.program.template import Template
    from engine.decision import Wording
    from engine.reference import Reference, Row

_NUMBER: Final = re.compile(r"[-+ \d]{7,}")
_PERSONAL_NAME: Final = re.compile(
    r"((full|first|last|given|family|client|customer|preferred)_?)?name|(sur|fore)name|(客户)?(姓名|名称)",
    re.IGNORECASE,
)


class Look:
    """One customer under a bound policy.

    Attributes:
        evaluation: what is decided, on the true row.
        name: the customer's name, masked; None where the record has none or it is missing.
    """

    def __init__(self, reference: Reference, row: Row) -> None:
        self.reference = reference
        self.evaluation = reference.evaluate(row)
        record = reference.program.record
        names = {name: masked(str(row[name])) for name in name_fields(record) if row[name] is not None}
        self.name = next(iter(names.values()), None)
        numbers = {name: masked_number(value) for name, value in row.items() if _reaches_someone(value)}
        self._masked = reference.evaluate({**row, **numbers, **names})

    def shown(self, node: e.Expr) -> Value | None:
        """The value of an expression as it may be shown; None is unknown."""
        try:
            # Only texts can spell a name; all else comes from the true row.
            return (self._masked if isinstance(node.type, Text) else self.evaluation).value(node)
        except DateNeededError:
            # Evaluation never came to it, or the decision would have failed: it is only read to be shown.
            return None

    def fill(self, template: Template) -> Wording:
        """A text with its slots filled as for the customer, but for the name."""
        return fill(template, self._filled)

    def _filled(self, node: e.Expr) -> Value | None:
        # Which alternative of a text is taken must not depend on the masked name.
        return self.evaluation.value(node) if isinstance(node.type, Bool) else self.shown(node)


def name_fields(record: Record) -> tuple[str, ...]:
    """The fields that hold the name of a person."""
    return tuple(
        name
        for name, field in record.fields.items()
        if field.declared == "text" and any(_PERSONAL_NAME.fullmatch(known) for known in field.all_names)
    )


def _reaches_someone(value: Value | None) -> TypeGuard[str]:
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def masked_number(number: str) -> str:
    """A telephone, card or identity number, of which only the ends are left."""
    return f"{number[:3]}****{number[-2:]}"


def masked(name: str) -> str:
    """A name of which only the first character is left; its length is hidden too."""
    return f"{name[:1]}**"
