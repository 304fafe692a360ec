"""Tells of fields that the policies read differently: proofs are about what both read alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.punctuation import COLON
from engine.review.diff.render.words import READINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.review.diff.render.speaker import Speaker
    from engine.review.diff.report import FieldReading

_NAMED: Final = 6  # fields that are told of, each by itself


def reading_notes(readings: Sequence[FieldReading], say: Speaker) -> Iterator[str]:
    """What a reader must know of each; of many, which more there are."""
    for reading in readings[:_NAMED]:
        yield _note(reading, say)
    if others := say.names(say.name("field", reading.field) for reading in readings[_NAMED:]):
        yield say.pick(f"read differently are also: {others}", f"读法不同的还有：{others}")


def _note(reading: FieldReading, say: Speaker) -> str:
    name = say.name("field", reading.field)
    if reading.which == "new":
        return say.pick(
            f"field {name} is new: a row that it cannot take is set aside now",
            f"新增字段 {name}：它不能接受的行，现在进隔离",
        )
    if reading.which == "old":
        return say.pick(
            f"field {name} is gone: a row that it could not take is decided now",
            f"删去字段 {name}：以前因它进隔离的行，现在得到判定",
        )
    parts = (
        say.told(READINGS[x.part]) + COLON[say.lang] + f"{say.told(x.old)} → {say.told(x.new)}" for x in reading.parts
    )
    differs = say.pick(f"field {name} is read differently, ", f"字段 {name} 的读法不同，") + say.clauses(parts)
    match reading.compared:
        case "all":
            return say.sentences((differs, say.pick("below it has its new name", "下文用新名称")))
        case "missing":
            return say.sentences((differs, say.pick("compared only where it is missing", "只比较它缺失的客户")))
        case "nobody":
            return say.sentences((differs, say.pick("so nobody could be compared", "因此没有客户可以比较")))
        case _:
            return differs
