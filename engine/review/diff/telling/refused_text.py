"""What a record refuses that another one takes, in words: whoever it alone sets aside meets one of these."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from dsl.program.identity import canonical
from dsl.program.types import Date, Listed
from engine.testing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dsl.program.expr import Expr
    from dsl.program.model import Field, Program
    from engine.review.diff.comparing.sides import Reading as Column
    from engine.testing.reading import Voice


def refused(
    strict: Program,
    lax: Program,
    columns: tuple[Mapping[str, Column], Mapping[str, Column]],
    called: Mapping[str, Words],
) -> Words | None:
    """What one policy sets aside and the other does not; None if the records do not show it.

    Args:
        strict: the policy that sets aside.
        lax: the one that decides.
        columns: that the fields of each read.
        called: what the report calls columns; others are called as their own policy does.
    """
    said = list(_refusals(strict, lax, columns, called))
    reading = Reading(strict)
    either = Words(
        *(voice.pick("; or ", "；或").join(say(voice) for say in said) for voice in (reading.en, reading.zh))
    )
    return either if said else None


def _refusals(
    strict: Program,
    lax: Program,
    columns: tuple[Mapping[str, Column], Mapping[str, Column]],
    called: Mapping[str, Words],
) -> Iterator[Callable[[Voice], str]]:
    fields = {columns[1][name].column: field for name, field in lax.record.fields.items()}
    for name, field in strict.record.fields.items():
        other = fields.get(columns[0][name].column)
        if other is not None:
            own = columns[0][name]
            yield from _of_field(field, other, own, columns[1][other.name], called.get(own.column))
    assumed = [canonical(condition) for condition, _ in lax.record.assumptions]
    for condition, _ in strict.record.assumptions:
        if canonical(condition) not in assumed:
            yield partial(_broken, condition)


def _broken(condition: Expr, voice: Voice) -> str:
    return voice.pick("breaks the assumption ", "违反假定 ") + voice.plain.inner(condition)


def _of_field(
    field: Field, other: Field, own: Column, its: Column, called: Words | None
) -> Iterator[Callable[[Voice], str]]:
    """What one reading of a field refuses and another one does not."""

    def name(voice: Voice) -> str:
        return voice.names.of("field", field.name) if called is None else voice.pick(called.en, called.zh)

    if field.missing == "required" and other.missing != "required":
        yield lambda voice: voice.pick(f"{name(voice)} missing", f"{name(voice)}缺失")
    if isinstance(field.type, Listed) and isinstance(other.type, Listed):
        gone = [value for value in other.type.values if not its.values([value]) & own.values(field.type.values)]
        if gone:
            kind = other.type
            yield (
                lambda voice: (
                    name(voice) + voice.pick(" is ", "是") + voice.listed(voice.value(value, kind) for value in gone)
                )
            )
    if isinstance(field.type, Date) or type(field.type) is not type(other.type):  # an amount and a number, of one cell
        return
    if field.low is None or other.low is None:
        return
    for sign, bound, is_stricter in (
        ("<", field.low, field.low > other.low),
        (">", field.high, field.high is not None and other.high is not None and field.high < other.high),
    ):
        if is_stricter:
            yield lambda voice, sign=sign, bound=bound: f"{name(voice)} {sign} {voice.value(bound, field.type)}"  # type: ignore[misc]
