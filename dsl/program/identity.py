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
from typing import TYPE_CHECKING, Any, Final

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.template import Template
from dsl.program.types import Listed, Num

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION: Final = 1  # of the canonical form; a new one changes every hash
_FLIPPED: Final = {">": "<", ">=": "<="}
_UNORDERED: Final[tuple[tuple[type, str], ...]] = (
    (m.Param, "values"), (m.Choice, "values"), (m.Offer, "channels"), (m.GrantOffer, "channels"),
    (m.Exclude, "names"), (m.Field, "empty"),
)  # fmt: skip
_TEXT_FIELDS: Final = frozenset(
    {"span", "because", "say", "title", "id", "further", "further_rungs", "further_values", "typical"}
)


def canonical(value: object) -> Any:  # noqa: ANN401 - JSON
    """A value of the program as JSON without places, texts or order that has no meaning."""
    match value:
        case None | bool() | int() | str():
            return value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case date():
            return value.isoformat()
        case Enum():
            return value.name
        case e.And(items) | e.Or(items):
            return [type(value).__name__, *_sorted_unique(items)]
        case e.Compare(op, left, right) if op in _FLIPPED:
            return ["Compare", _FLIPPED[op], canonical(right), canonical(left)]
        case e.Compare("<" | "<=" as op, left, right):
            return ["Compare", op, canonical(left), canonical(right)]
        case e.Compare("=" | "!=" as op, left, right):
            return ["Compare", op, *sorted((canonical(left), canonical(right)), key=_key)]
        case e.Arith("+" | "*" as op, left, right):
            return ["Arith", op, *sorted((canonical(left), canonical(right)), key=_key)]
        case e.InList(operand, items):
            return ["InList", canonical(operand), *_sorted_unique(items)]
        case e.Extreme(which, items):
            return [which, *_sorted_unique(items)]
        case e.Ref(kind, name, _):
            return ["Ref", kind, name]
        case Num():  # a percentage is only shown as one
            return "Num"
        case Listed(name, values, ordered=False):
            return ["Listed", name, *sorted(values)]
        case Template():
            return value.source
        case dict():
            return {str(k): canonical(v) for k, v in sorted(value.items(), key=lambda kv: str(kv[0]))}
        case tuple() | list():
            return [canonical(v) for v in value]
        case _ if dataclasses.is_dataclass(value):
            named = {
                f.name: canonical(getattr(value, f.name))
                for f in dataclasses.fields(value)
                if f.name not in _TEXT_FIELDS
            }
            for owner, name in _UNORDERED:
                if isinstance(value, owner) and named[name] is not None:
                    named[name] = sorted(named[name], key=_key)
            return [type(value).__name__, named]
        case _:
            raise TypeError(type(value))


_key: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _sorted_unique(items: Sequence[Any]) -> list[Any]:
    found = {_key(c): c for c in map(canonical, items)}
    return [found[k] for k in sorted(found)]


def digest(value: Any) -> str:  # noqa: ANN401 - JSON
    """A SHA-256 of JSON, in hex."""
    return hashlib.sha256(_key(value).encode()).hexdigest()


def never_id(outcomes: Sequence[m.HasOutcome | e.Expr]) -> str:
    """The id of a ``never``: its content."""
    return f"never-{digest(_sorted_unique(outcomes))[:8]}"


def content_id(condition: e.Expr | None, effects: tuple[m.Effect, ...], period: m.Period) -> str:
    """Eight characters that name an unnamed rule by its content."""
    return digest([canonical(condition), sorted((canonical(x) for x in effects), key=_key), canonical(period)])[:8]


def _rule(rule: m.Rule) -> Any:  # noqa: ANN401 - JSON
    effects = sorted((canonical(x) for x in rule.effects), key=_key)
    return [rule.name, canonical(rule.condition), effects, canonical(rule.period)]


def _table(table: m.Table) -> Any:  # noqa: ANN401 - JSON
    rows = [_rule(row)[1:] for row in table.rows]
    return [table.name, table.hit, rows if table.hit == "first" else sorted(rows, key=_key)]


def decisions_hash(program: m.Program) -> str:
    """The hash of everything that can change a decision."""
    return digest(
        {
            "version": VERSION,
            "period": canonical(program.period),
            "record": canonical(program.record.fields),
            "key": program.record.key,
            "assumptions": sorted((canonical(x) for x, _ in program.record.assumptions), key=_key),
            "params": canonical(program.params),
            "profiles": sorted(program.profiles),
            "requirements": sorted((canonical(r.condition) for r in program.requirements), key=_key),
            "defines": canonical(program.defines),
            "ladders": canonical(program.ladders),
            "classes": canonical(program.classes),
            "points": canonical(program.points),
            "choices": canonical(program.choices),
            "offers": canonical(program.offers),
            "rules": sorted((_rule(r) for r in program.rules), key=_key),
            "tables": sorted((_table(t) for t in program.tables.values()), key=_key),
            "nevers": sorted((sorted((canonical(o) for o in x.outcomes), key=_key) for x in program.nevers), key=_key),
            "limit": program.offer_limit,
        }
    )


def _owner(rule: m.Rule) -> str:
    """What a text belongs to; a row is its content, since its number depends on the rows above it."""
    if rule.table is None:
        return rule.id
    return f"{rule.table}#{content_id(rule.condition, rule.effects, rule.period)}"


def wording_hash(program: m.Program) -> str:
    """The hash of the texts people read."""
    because = sorted([_owner(r), r.because.source] for r in program.all_rules if r.because is not None)
    says = {o.name: o.say.source for o in program.offers.values() if o.say is not None}
    return digest({"version": VERSION, "title": program.title, "because": because, "say": says})
