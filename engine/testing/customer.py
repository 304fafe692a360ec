"""The customer a test is about, and whether there can be such a customer at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from dsl.program.values import compare, normal

if TYPE_CHECKING:
    from fractions import Fraction

    from dsl.program import model as m
    from dsl.program.types import Value
    from engine.reference import Row
    from engine.testing.reading import Reading, Voice


def tested_customer(record: m.Record, test: m.Test) -> Row:
    """The typical customer with what is given laid over it.

    A value given as missing is what an empty cell of the data would be: the default of a field that has one.
    """
    row: dict[str, Value | None] = {}
    for name, field in record.fields.items():
        value = test.given.get(name, field.typical)
        row[name] = field.default if value is None and field.missing == "as" else value
    return row


def impossible(reading: Reading, record: m.Record, test: m.Test, row: Row) -> Words | None:
    """Why no row of data could be this customer: it would be quarantined, never decided."""
    for name, field in record.fields.items():
        found = _fault(reading, field, row[name], given=name in test.given)
        if found is not None:
            return found
    return None


def _fault(reading: Reading, field: m.Field, value: Value | None, *, given: bool) -> Words | None:
    en, zh = (voice.names.of("field", field.name) for voice in (reading.en, reading.zh))
    if value is None and field.missing == "required":
        if given:
            return Words(f"{en} is required and cannot be missing", f"{zh} 必填，不能缺失")
        return Words(
            f"{en} is required, but the typical customer has none; say one in `given`",
            f"{zh} 必填，但典型客户没有取值；请用“已知”给出",
        )
    if value is not None and field.low is not None and compare("<", value, field.low, field.type):
        return _beyond(reading, field, value, field.low, Words("below the least allowed", "低于下限"))
    if value is not None and field.high is not None and compare(">", value, field.high, field.type):
        return _beyond(reading, field, value, field.high, Words("above the most allowed", "高于上限"))
    return None


def _beyond(reading: Reading, field: m.Field, value: Value, bound: Fraction, how: Words) -> Words:
    def say(voice: Voice) -> str:
        shown, limit = voice.value(value, field.type), voice.value(normal(bound), field.type)
        name = voice.names.of("field", field.name)
        return voice.pick(f"{name} {shown} is {how.en}, {limit}", f"{name} {shown} {how.zh} {limit}")

    return reading.both(say)
