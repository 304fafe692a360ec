"""What a policy is: two hashes and the ids of rules.

The *decisions* hash covers everything that can change a decision, in canonical form, before a date or profile
is bound: order of statements, spelling, language and texts are outside it. The *wording* hash covers texts.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.template import Template
from dsl.program.types import Listed, Num

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VERSION: Final = 1  # of the canonical form; a new one changes every hash
_FLIPPED: Final = {">": "<", ">=": "<="}
_UNORDERED: Final[tuple[tuple[type, str], ...]] = (
    (m.Param, "values"), (m.Choice, "values"), (m.Offer, "channels"), (m.GrantOffer, "channels"),
    (m.Exclude, "names"), (m.Field, "empty"),
)  # fmt: skip
_TEXT_FIELDS: Final = frozenset(
    {"span", "because", "say", "title", "id", "further", "further_rungs", "further_values", "typical", "typical_day"}
)


def canonical(value: object) -> str:
    """A value of the program as JSON without places, texts or order that has no meaning."""
    match value:
        case None | bool() | int() | str():
            return _json(value)
        case Fraction():
            return _json(f"{value.numerator}/{value.denominator}")
        case date():
            return _json(value.isoformat())
        case Enum():
            return _json(value.name)
        case e.And(items) | e.Or(items):
            return _array([_json(type(value).__name__), *_sorted_unique(items)])
        case e.Compare(op, left, right) if op in _FLIPPED:
            return _array(['"Compare"', _json(_FLIPPED[op]), canonical(right), canonical(left)])
        case e.Compare("<" | "<=" as op, left, right):
            return _array(['"Compare"', _json(op), canonical(left), canonical(right)])
        case e.Compare("=" | "!=" as op, left, right):
            return _array(['"Compare"', _json(op), *_sorted((left, right))])
        case e.Arith("+" | "*" as op, left, right):
            return _array(['"Arith"', _json(op), *_sorted((left, right))])
        case e.InList(operand, items):
            return _array(['"InList"', canonical(operand), *_sorted_unique(items)])
        case e.Extreme(which, items):
            return _array([_json(which), *_sorted_unique(items)])
        case e.Ref(kind, name, _):
            return _array(['"Ref"', _json(kind), _json(name)])
        case Num():  # a percentage is only shown as one
            return '"Num"'
        case Listed():
            return _listed(value)
        case Template():
            return _json(value.source)
        case dict():
            return _object({str(name): canonical(item) for name, item in value.items()})
        case tuple() | list():
            return _array(map(canonical, value))
        case _ if dataclasses.is_dataclass(value):
            return _array([_json(type(value).__name__), _fields(value)])
        case _:
            raise TypeError(type(value))


@lru_cache(maxsize=1_000)  # a list is the type of each of its values
def _listed(kind: Listed) -> str:
    if kind.ordered:
        return _array([_json("Listed"), _fields(kind)])
    return _array(['"Listed"', _json(kind.name), *map(_json, sorted(kind.values))])


def _fields(value: object) -> str:
    """What a data class holds."""
    kind: Any = type(value)
    said = []
    for name, label, has_order in _meant(kind):
        held = getattr(value, name)
        said.append(label + (canonical(held) if has_order or held is None else _array(_sorted(held))))
    return f"{{{', '.join(said)}}}"


@cache
def _meant(kind: Any) -> tuple[tuple[str, str, bool], ...]:  # noqa: ANN401 - any data class
    """The fields that are no texts, with what stands before each, and whether the order of what it holds counts."""
    unordered = {name for owner, name in _UNORDERED if issubclass(kind, owner)}
    names = sorted(f.name for f in dataclasses.fields(kind) if f.name not in _TEXT_FIELDS)
    return tuple((name, f"{_json(name)}: ", name not in unordered) for name in names)


_json: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _array(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _object(items: Mapping[str, str]) -> str:
    return f"{{{', '.join([f'{_json(name)}: {item}' for name, item in sorted(items.items())])}}}"


def _sorted(items: Iterable[object]) -> list[str]:
    return sorted(map(canonical, items))


def _sorted_unique(items: Iterable[object]) -> list[str]:
    return sorted(set(map(canonical, items)))


def digest(text: str) -> str:
    """The SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def never_id(outcomes: Sequence[m.HasOutcome | e.Expr]) -> str:
    """The id of a ``never``: its content."""
    return f"never-{digest(_array(_sorted_unique(outcomes)))[:8]}"


def content_id(condition: e.Expr | None, effects: tuple[m.Effect, ...], period: m.Period) -> str:
    """Eight characters that name an unnamed rule by its content."""
    return digest(_array([canonical(condition), _array(_sorted(effects)), canonical(period)]))[:8]


def _rule(rule: m.Rule) -> list[str]:
    return [_json(rule.name), canonical(rule.condition), _array(_sorted(rule.effects)), canonical(rule.period)]


def _table(table: m.Table) -> str:
    rows = [_array(_rule(row)[1:]) for row in table.rows]
    return _array([_json(table.name), _json(table.hit), _array(rows if table.hit == "first" else sorted(rows))])


def decisions_hash(program: m.Program) -> str:
    """The hash of everything that can change a decision."""
    record = program.record
    said = {
        "version": canonical(VERSION),
        "period": canonical(program.period),
        "record": canonical(record.fields),
        "key": canonical(record.key),
        "assumptions": _array(_sorted(x for x, _ in record.assumptions)),
        "params": canonical(program.params),
        "profiles": _array(_sorted(program.profiles)),
        "requirements": _array(_sorted(r.condition for r in program.requirements)),
        "defines": canonical(program.defines),
        "ladders": canonical(program.ladders),
        "classes": canonical(program.classes),
        "points": canonical(program.points),
        "choices": canonical(program.choices),
        "offers": canonical(program.offers),
        "rules": _array(sorted(_array(_rule(rule)) for rule in program.rules)),
        "tables": _array(sorted(map(_table, program.tables.values()))),
        "nevers": _array(sorted(_array(_sorted(never.outcomes)) for never in program.nevers)),
        "limit": canonical(program.offer_limit),
    }
    return digest(_object(said))


def _owner(rule: m.Rule) -> str:
    """What a text belongs to; a row is its content, since its number depends on the rows above it."""
    if rule.table is None:
        return rule.id
    return f"{rule.table}#{content_id(rule.condition, rule.effects, rule.period)}"


def wording_hash(program: m.Program) -> str:
    """The hash of the texts people read."""
    because = sorted([_owner(r), r.because.source] for r in program.all_rules if r.because is not None)
    says = {o.name: o.say.source for o in program.offers.values() if o.say is not None}
    return digest(_json({"version": VERSION, "title": program.title, "because": because, "say": says}))
