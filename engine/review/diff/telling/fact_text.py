"""Facts about customers in words: ``assets ≥ 200,000 CNY``, ``client is not known``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.program.types import Bool, Listed, Text
from engine.explain.formula import TEXT_TESTS
from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.review.diff.telling.missing import valued_by
from engine.review.diff.telling.named_sums import named_sums
from engine.review.diff.telling.number_text import NumberText
from engine.testing.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dsl.program.model import Field, Program
    from engine.ir.outcomes import Outcomes
    from engine.proof.samples import Row
    from engine.review.diff.comparing.sides import Reading as Column
    from engine.review.diff.telling.outcome_facts import OneOf, Value
    from engine.review.diff.telling.who import Fact
    from engine.testing.reading import Voice


_FEW: Final = 3  # values of a list that are told rather than those it is not


class FactText:
    """Says facts in the words of the new policy.

    Args:
        program: the new policy.
        worlds: both policies in every scope, whose formulas the facts are made of; tell which sums have a name.
        readings: the column of each field.
        may_miss: columns that may have no value.
    """

    def __init__(
        self,
        program: Program,
        worlds: Sequence[tuple[Outcomes, Outcomes]],
        readings: Mapping[str, Column],
        may_miss: AbstractSet[str],
    ) -> None:
        self._fields: dict[str, Field] = {
            reading.column: program.record.fields[name] for name, reading in readings.items()
        }
        self._may_miss = may_miss
        self._reading = Reading(program)
        self._named = named_sums(worlds)
        self._numbers = NumberText(self._fields, {x.column: x.scale for x in readings.values()}, self._named)

    def told(self, facts: Sequence[Fact]) -> Iterator[Words]:
        """Facts in both languages, a threshold and the one above it as one; nothing for what has no short words."""
        facts = list(_joined(facts))
        between = _with_both_bounds(facts)
        above = {id(x.atom.form): x.atom.bound for x in facts if isinstance(x.atom, n.AtLeast) and not x.holds}
        for fact in facts:
            if isinstance(fact.atom, n.AtLeast) and id(fact.atom.form) in between:
                if not fact.holds:
                    continue
                form, least, below = fact.atom.form, fact.atom.bound, above[id(fact.atom.form)]
                said = [
                    self._with_missing(fact, self._numbers.between(form, least, below, voice), voice)
                    for voice in (self._reading.en, self._reading.zh)
                ]
            else:
                said = [self._or_missing(fact, voice) for voice in (self._reading.en, self._reading.zh)]
            en, zh = said
            if en is not None and zh is not None:
                yield Words(en, zh)

    def _or_missing(self, fact: Fact, voice: Voice) -> str | None:
        return self._with_missing(fact, self._said(fact, voice), voice)

    def _with_missing(self, fact: Fact, said: str | None, voice: Voice) -> str | None:
        if said is None or not fact.or_missing or isinstance(fact.atom, n.Known):
            return said
        may_miss = any(group <= self._may_miss for group in valued_by(fact.atom))
        return said + voice.pick(", or missing", "，或缺失") if may_miss else said

    def _said(self, fact: Fact, voice: Voice) -> str | None:
        if fact.decided is not None:
            return _decided(fact.decided, voice)
        match fact.atom:
            case n.Known(field) if field in self._fields:
                name = self._name(field, voice)
                return (
                    voice.pick(f"{name} known", f"{name}已知")
                    if fact.holds
                    else voice.pick(f"{name} missing", f"{name}缺失")
                )
            case n.Flag(field) if field in self._fields:
                yes = voice.value(fact.holds, Bool())
                return voice.pick(f"{self._name(field, voice)}: {yes}", f"{self._name(field, voice)}：{yes}")
            case n.Member(field, values) if field in self._fields:
                return self._member(fact, field, values, voice)
            case n.AtLeast(form, bound):
                return self._numbers.said(form, bound, "≥" if fact.holds else "<", voice)
            case n.Equal(form, bound) if fact.holds:
                return self._numbers.said(form, bound, "=", voice)
            case n.Matches(field, which, text) if field in self._fields:
                verb = voice.pick(*TEXT_TESTS[which, fact.holds])
                return f"{self._name(field, voice)} {verb} {voice.value(text, Text())}"
        return None

    def _name(self, column: str, voice: Voice) -> str:
        return voice.names.of("field", self._fields[column].name)

    def _member(self, fact: Fact, column: str, values: frozenset[str], voice: Voice) -> str:
        kind, holds = self._fields[column].type, fact.holds
        if isinstance(kind, Listed) and not holds:
            others = frozenset(kind.values) - values
            few = max(len(values), _FEW if fact.or_missing else 0)  # "not x, or missing" reads as "neither"
            if len(others) <= few:  # the same of the values that are left
                values, holds = others, True
        order = [x for x in kind.values if x in values] if isinstance(kind, Listed) else sorted(values)
        shown = voice.listed(voice.value(x, kind if isinstance(kind, Listed) else Text()) for x in order)
        name = self._name(column, voice)
        return voice.pick(f"{name} {'is' if holds else 'is not'} {shown}", f"{name}{'是' if holds else '不是'}{shown}")

    # --- numbers ---

    def sums(self, facts: Sequence[Fact], row: Row) -> Iterator[Words]:
        """What a customer has of the sums with names that facts are about."""
        customer = Customer(row)
        forms = {id(x.atom.form): x.atom.form for x in facts if isinstance(x.atom, n.AtLeast | n.Equal)}
        for key, form in forms.items():
            if key in self._named:
                named = self._named[key]
                value = customer.value(form) / named.scale
                yield self._reading.both(
                    lambda voice, named=named, value=value: (  # type: ignore[misc]
                        f"{named.told(voice)} {voice.value(value, named.type)}"
                    )
                )


def _with_both_bounds(facts: Sequence[Fact]) -> set[int]:
    """Ids of the sums that are told to lie between two numbers; missing is told of both, or not at all."""
    found: set[int] = set()
    least = {id(x.atom.form): x for x in facts if isinstance(x.atom, n.AtLeast) and x.holds}
    for fact in facts:
        if isinstance(fact.atom, n.AtLeast) and not fact.holds and id(fact.atom.form) in least:
            lower = least[id(fact.atom.form)]
            if fact.or_missing or not lower.or_missing:
                found.add(id(fact.atom.form))
    return found


def _joined(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Facts, of which those that say of one field which values it has, or does not have, are one."""
    of_field: dict[tuple[str, bool], list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.atom, n.Member):
            of_field.setdefault((fact.atom.field, fact.or_missing), []).append(fact)
    for fact in facts:
        if not isinstance(fact.atom, n.Member):
            yield fact
        elif same := of_field.pop((fact.atom.field, fact.or_missing), []):
            has, lacks = (
                [x.atom.values for x in same if isinstance(x.atom, n.Member) and x.holds is want]
                for want in (True, False)
            )
            gone = frozenset[str]().union(*lacks)
            values = has[0].intersection(*has) - gone if has else gone
            yield replace(fact, atom=n.Member(fact.atom.field, values), holds=bool(has))


def _decided(one_of: OneOf, voice: Voice) -> str:
    """``level is prime, core``, ``open_to_talk: yes``."""
    values = [_answer(one_of, value, voice) for value in one_of.values]
    if one_of.kind == "class":
        told = voice.pick(" or ", "或").join(values)
        return f"{voice.names.of('class', one_of.name)}{voice.pick(': ', '：')}{told}"
    name = voice.names.of("ladder" if one_of.kind == "tier" else "choice", one_of.name)
    return f"{name}{voice.pick(' is ', '是')}{voice.listed(values)}"


def _answer(one_of: OneOf, value: Value, voice: Voice) -> str:
    match one_of.kind:
        case "class":
            return voice.pick("unknown", "未知") if value is None else voice.value(value, Bool())
        case "tier":
            return voice.rung(one_of.name, str(value) if value is not None else None)
        case _:
            return voice.pick("no value", "无取值") if value is None else voice.names.choice(one_of.name, str(value))
