"""One customer from Python: a pydantic model made from the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, create_model

from dsl.program import types as t
from engine.io.python_row import from_python_row

if TYPE_CHECKING:
    from dsl.program import model as m
    from engine.io.reasons import Reason


def customer_model(record: m.Record) -> type[BaseModel]:
    """A model with a field for every field of the record, optional unless required; any of its names is taken."""
    fields: dict[str, Any] = {}
    for field in record.fields.values():
        if field.declared == "row_number":
            continue
        annotation = _python_type(field)
        required = field.missing == "required"
        aliases = AliasChoices(*field.all_names)
        about = " / ".join(field.all_names)
        fields[field.name] = (
            (annotation, Field(validation_alias=aliases, description=about))
            if required
            else (annotation | None, Field(default=None, validation_alias=aliases, description=about))
        )
    config = ConfigDict(extra="forbid", frozen=True)
    return create_model(record.name, __config__=config, __doc__=f"One {record.name}.", **fields)


def _python_type(field: m.Field) -> Any:  # noqa: ANN401 - a type annotation
    match field.type:
        case t.Money() | t.Num() | t.Days():
            return int | Decimal | str
        case t.Date():
            return date | str
        case t.Bool():
            return bool | str
        case t.Listed() as of:  # matched after folding, like the cells of a file
            return Annotated[str, Field(json_schema_extra={"enum": list(of.named)})]
        case _:
            return str


def row_of(
    customer: Mapping[str, object] | BaseModel, record: m.Record
) -> tuple[dict[str, t.Value | None], list[Reason]]:
    """A customer as a row of the reference evaluator, and everything that is wrong with it.

    Raises:
        TypeError: the customer is neither a mapping nor a model.
    """
    given = customer.model_dump() if isinstance(customer, BaseModel) else customer
    if not isinstance(given, Mapping):
        raise TypeError(f"the customer is {customer!r}; give a mapping of names to values, or a customer_model")
    return from_python_row(given, record)
