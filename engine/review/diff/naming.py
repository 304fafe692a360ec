"""How people call what a report names canonically."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.review.diff.report import Name
from engine.review.diff.told import Told
from engine.testing.reading import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dsl.program.expr import RefKind
    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.explain.names import Kind
    from engine.review.diff.report import NameKind

_Key = tuple["NameKind", str | None, str]


def names(old: Program, new: Program) -> tuple[Name, ...]:
    """What either policy declares and calls otherwise than canonically; what both have as the new one calls it."""
    en, zh = (dict(_called(old, lang)) | dict(_called(new, lang)) for lang in ("en", "zh"))
    return tuple(
        Name(kind=key[0], of=key[1], name=key[2], told=Told(en=en[key], zh=zh[key]))
        for key in en
        if (en[key], zh[key]) != (key[2], key[2])
    )


def called(names: Sequence[Name], kind: NameKind, name: str) -> Told:
    """What people call something that is in no other."""
    return next((x.told for x in names if (x.kind, x.name) == (kind, name)), Told(en=name, zh=name))


def _called(program: Program, lang: Lang) -> Iterator[tuple[_Key, str]]:
    """Everything with a name, and how it is called in a language."""
    voice = Voice(program, lang)
    spoken = voice.names
    plain: dict[RefKind | Kind, Iterable[str]] = {
        "record": [program.record.name], "field": program.record.fields, "param": program.params,
        "define": program.defines,
        "profile": program.profiles, "channel": program.channels, "role": program.roles,
        "task": program.tasks, "group": program.groups, "class": program.classes,
        "offer": program.offers, "points": program.points, "ladder": program.ladders, "choice": program.choices,
        "table": program.tables,
    }  # fmt: skip
    for kind, declared in plain.items():
        for name in declared:
            yield (kind, None, name), spoken.of(kind, name)
    for of, ladder in program.ladders.items():
        for rung in ladder.rungs:
            yield ("rung", of, rung), spoken.rung(of, rung)
    for of, choice in program.choices.items():
        for value in choice.values:
            yield ("value", of, value), spoken.choice(of, value)
    for rule in program.rules:
        if rule.name is not None:
            yield ("rule", None, rule.name), spoken.rule(rule)
    for never in program.nevers:
        yield ("never", None, never.id), voice.promise(never)
