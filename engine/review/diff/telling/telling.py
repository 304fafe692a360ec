"""Tells classes of change as data and in words."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from dsl.program.types import Listed
from engine.explain.value_data import value_data
from engine.punctuation import aside
from engine.review.diff import report as r
from engine.review.diff.telling.answer_text import AnswerText
from engine.review.diff.telling.deciding import answer_of, channels_of, rules_of
from engine.review.diff.telling.fact_text import FactText
from engine.review.diff.telling.outcome_facts import DecidedAlike
from engine.review.diff.telling.parts import in_every_part
from engine.review.diff.telling.refused_text import refused
from engine.review.diff.telling.who import InCommon
from engine.review.diff.told import Told
from engine.review.shared.aspects import LESS, MORE
from engine.review.shared.people import base_value
from engine.testing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dsl.diagnostics.model import Words
    from dsl.program.model import Field, Program
    from engine.explain.schema import ValueJson
    from engine.review.diff.comparing.changes import Change
    from engine.review.diff.comparing.compare import Compared
    from engine.review.diff.edits.causes import Made
    from engine.review.diff.telling.deciding import Decider
    from engine.review.diff.telling.parts import Common
    from engine.review.diff.telling.showing import Person
    from engine.review.diff.telling.who import Fact
    from engine.review.shared.people import Cell
    from engine.review.shared.scopes import Scope


class Telling:
    """Tells what was found.

    Args:
        old: the policy before the change.
        new: the policy after it.
        found: what was found.
    """

    def __init__(self, old: Program, new: Program, found: Compared) -> None:
        self._old, self._new, self._found = old, new, found
        self._c = found.comparison
        self._text = AnswerText(old, new)
        self._readings = {"old": Reading(old), "new": Reading(new)}
        self._showing = found.showing
        self._decided = DecidedAlike(self._c.scopes, self._c.worlds, (old, new))
        self._facts = self._fact_text()
        self._partners = {x.old.name for x in self._c.linked.links if x.old is not None and x.new is not None}

    def _fact_text(self) -> FactText | None:
        may_miss = set(self._may_miss())
        return FactText(self._new, self._c.worlds, self._c.linked.new, may_miss) if self._c.worlds else None

    def _may_miss(self) -> Iterator[str]:
        linked = self._c.linked
        for program, readings in ((self._old, linked.old), (self._new, linked.new)):
            yield from (readings[x.name].column for x in program.record.fields.values() if x.missing == "unknown")

    def told(self, change: Change, made: Made, *, customers: int | None = None, tests: Sequence[str] = ()) -> r.Class:
        """A class of change.

        Args:
            change: that is told.
            made: what makes it.
            customers: of the data who are in it.
            tests: that see it.
        """
        aspect, pair = change.aspect, change.pair
        person = self._found.people.get(id(change))
        common = self._common(change)
        told = self._text.change(aspect, pair.before, pair.after)
        key = "\x1f".join(map(str, (aspect.kind, *aspect.name, pair.before, pair.after)))
        return r.Class(
            id=sha256(key.encode()).hexdigest()[:8],
            kind=aspect.kind,
            name=aspect.name,
            before=pair.before,
            after=pair.after,
            told=_told(told),
            direction=self._direction(change),
            status="differs" if person is not None else "unknown",
            refused=self._refused(change),
            who=self._who(common),
            scopes=self._spans(pair.scopes) if len(pair.scopes) < len(self._c.scopes) else (),
            open_scopes=self._spans(pair.open_scopes),
            shown=self._shown(change, person, common[0].facts if common else ()) if person is not None else None,
            neighbour=self._neighbour(person) if person is not None else None,
            edits=tuple(edit.id for edit in made.by),
            other_edits=tuple(edit.id for edit in made.for_others),
            perhaps_more_edits=made.perhaps_more,
            tests=tuple(tests),
            customers=customers,
        )

    def _refused(self, change: Change) -> tuple[Told, ...]:
        """Of whom one policy alone sets aside, for what."""
        if change.aspect.kind != "quarantine":
            return ()
        sides = (self._old, self._c.linked.old), (self._new, self._c.linked.new)
        (lax, read), (strict, strictly_read) = sides if change.pair.after is True else reversed(sides)
        reading = self._readings["new"]
        called = {
            column.column: reading.both(lambda voice, name=name: voice.names.of("field", name))  # type: ignore[misc]
            for name, column in self._c.linked.new.items()
        }
        said = refused(strict, lax, (strictly_read, read), called)
        return (_told(said),) if said is not None else ()

    def _direction(self, change: Change) -> Literal["down", "up", "other"]:
        before, after = change.pair.before, change.pair.after
        match change.aspect.kind:
            case "tier":
                ladders = {**self._old.ladders, **self._new.ladders}
                rungs = (None, *ladders[change.aspect.name[0] or ""].rungs)
                if before not in rungs or after not in rungs:
                    return "other"
                return "up" if rungs.index(after) > rungs.index(before) else "down"
            case "offer":
                return "up" if after is True else "down"
            case "points":
                return "up" if after == MORE else "down" if after == LESS else "other"
            case "quarantine" | "never":
                return "down" if after is True else "up"
            case _:
                return "other"

    def _common(self, change: Change) -> Sequence[Common]:
        """What everybody in a class has in common, where the class is; those first of whom somebody is shown."""
        prover = self._c.prover
        if prover is None or change.aspect.kind == "quarantine":
            return ()
        in_common = InCommon(
            prover,
            self._c.builder,
            self._showing.likeness,
            lambda part: self._decided.in_part(part, change.aspect),
            self._decided.counterparts,
            self._has_words,
            set(self._may_miss()),
        )
        return list(in_every_part(change.pair, in_common))

    def _who(self, common: Sequence[Common]) -> tuple[r.Who, ...]:
        """The same in words; scopes of which the same is told are one."""
        scopes: dict[tuple[tuple[Told, ...], bool], list[Scope]] = {}
        for each in common:
            said = tuple(map(_told, self._facts.told(each.facts))) if self._facts is not None else ()
            scopes.setdefault((said, each.is_all), []).extend(each.scopes)
        return tuple(
            r.Who(scopes=self._spans(where) if len(scopes) > 1 else (), told=said, is_all=is_all)
            for (said, is_all), where in scopes.items()
            if said
        )

    def _has_words(self, fact: Fact) -> bool:
        return self._facts is not None and any(True for _ in self._facts.told([fact]))

    def _spans(self, found: Sequence[Scope]) -> tuple[r.Span, ...]:
        return spans(found)

    # --- somebody ---

    def _shown(self, change: Change, person: Person, facts: Sequence[Fact]) -> r.Shown:
        fields = dict(self._value(name, person.row[name]) for name in person.odd)
        sums = list(self._facts.sums(facts, person.row)) if self._facts is not None else []
        return r.Shown(
            as_of=person.day,
            profile=person.profile,
            fields=fields,
            told=Told(en=self._customer(person, sums, "en"), zh=self._customer(person, sums, "zh")),
            before=self._outcome(change, person, "old"),
            after=self._outcome(change, person, "new"),
        )

    def _value(self, column: str, value: Cell) -> tuple[str, ValueJson]:
        """What a value is of, and the value; what only the old record calls so has a mark behind it."""
        side, field, held = self._reader(column, value)
        mark = "′" if self._is_namesake(side, field) else ""
        return field.name + mark, value_data(base_value(held, field), field.type)

    def _customer(self, person: Person, sums: Sequence[Words], lang: str) -> str:
        """What is not typical about somebody, and what that adds up to."""
        parts = [self._cell(name, person.row[name], lang) for name in person.odd]
        made = [words.en if lang == "en" else words.zh for words in sums]
        if lang == "en":
            return (", ".join(parts) or "the typical customer") + (f", making {', '.join(made)}" if made else "")
        return ("，".join(parts) or "典型客户") + (f"，即{'，'.join(made)}" if made else "")

    def _cell(self, column: str, value: Cell, lang: str) -> str:
        side, field, held = self._reader(column, value)
        voice = self._readings[side].en if lang == "en" else self._readings[side].zh
        header = aside(field.column or field.name, voice.lang) if self._is_namesake(side, field) else ""
        return f"{voice.names.of('field', field.name)}{header} {voice.value(base_value(held, field), field.type)}"

    def _is_namesake(self, side: str, field: Field) -> bool:
        """Whether the new policy calls another column by the name that the old one has for this."""
        return side == "old" and field.name in self._c.linked.new and field.name not in self._partners

    def _reader(self, column: str, value: Cell) -> tuple[str, Field, Cell]:
        """The policy in whose words a value is told, the new one if it knows it, its field, and the value in that."""
        linked = self._c.linked
        for side, program, readings in (("new", self._new, linked.new), ("old", self._old, linked.old)):
            name = next((name for name, reading in readings.items() if reading.column == column), None)
            if name is None:
                continue
            field = program.record.fields[name]
            if value is None or not isinstance(field.type, Listed) or value in field.type.values:
                return side, field, readings[name].of(value)
        raise ValueError(f"no policy knows {value!r} for {column}")

    def _outcome(self, change: Change, person: Person, side: Literal["old", "new"]) -> r.Outcome:
        decided = person.old if side == "old" else person.new
        answer = change.pair.before if side == "old" else change.pair.after
        told = self._text.decided(change.aspect, answer_of(decided.decision, change.aspect), answer, side)
        channels = channels_of(decided.decision, change.aspect) if decided.decision is not None else None
        if channels is not None:
            told = self._text.channels(change.aspect, channels, side)
        decider = self._showing.old if side == "old" else self._showing.new
        return r.Outcome(told=_told(told), rules=tuple(self._rules(decider, change, person, side)))

    def _rules(self, decider: Decider, change: Change, person: Person, side: str) -> Iterable[r.RuleRef]:
        decided = person.old if side == "old" else person.new
        reading = self._readings[side]
        for rule in rules_of(decider, decided.decision, change.aspect):
            told = reading.both(lambda voice, rule=rule: voice.names.rule(rule))  # type: ignore[misc]
            yield r.RuleRef(id=rule.id, told=_told(told), path=rule.span.path, line=rule.span.line)

    def _neighbour(self, person: Person) -> r.Neighbour | None:
        if person.neighbour is None:
            return None
        column, value = person.neighbour.column, person.neighbour.value
        told = Told(en=self._cell(column, value, "en"), zh=self._cell(column, value, "zh"))
        field, shown = self._value(column, value)
        return r.Neighbour(field=field, value=shown, told=told, is_untouched=person.neighbour.is_untouched)


def spans(found: Iterable[Scope]) -> tuple[r.Span, ...]:
    """Scopes as data: days in a row are one."""
    by_profile: dict[str | None, list[Scope]] = {}
    for scope in found:
        by_profile.setdefault(scope.profile, []).append(scope)
    out = []
    for profile, each in by_profile.items():
        days: list[list[date]] = []
        for scope in sorted(each, key=lambda x: x.first):
            if days and days[-1][1] != date.max and (scope.first - days[-1][1]).days == 1:
                days[-1][1] = scope.last
            else:
                days.append([scope.first, scope.last])
        out += [
            r.Span(profile=profile, first=None if a == date.min else a, last=None if z == date.max else z)
            for a, z in days
        ]
    return tuple(out)


def _told(words: Words) -> Told:
    return Told(en=words.en, zh=words.zh)
