"""A checked program taken apart into what edits change one by one, and put together again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.walk import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Slot = tuple[str, ...]
"""What a part of a program is, and its name: ``("define", "assets")``."""
Slots = dict[Slot, Any]
Place = tuple[int, int, int]
_Row = tuple[Place, m.Rule]


def slots_of(program: m.Program, side: str, places: Mapping[str, Place]) -> Slots:
    """Every part of a program that an edit may change. Texts are left out.

    Args:
        program: the policy.
        side: tells its rows from those of the other version: their numbers may mean other rows.
        places: where each row stands, by id, comparable with the places of the other version.
    """
    record, found = program.record, dict[Slot, Any]()
    found["period",] = program.period
    found["limit",] = program.offer_limit
    found |= {("field", name): field for name, field in record.fields.items()}
    found |= {("assume", str(condition)): (condition, span) for condition, span in record.assumptions}
    for name, param in program.params.items():
        found["param", name] = replace(param, profiles={})
        found |= {("entry", profile, name): value for profile, value in param.profiles.items()}
    found |= {("profile", name): profile for name, profile in program.profiles.items()}
    found |= {("define", name): define for name, define in program.defines.items()}
    found |= {("ladder", name): ladder for name, ladder in program.ladders.items()}
    found |= {("class", name): x for name, x in program.classes.items()}
    found |= {("points", name): x for name, x in program.points.items()}
    found |= {("choice", name): x for name, x in program.choices.items()}
    found |= {("offer", name): replace(x, say=None) for name, x in program.offers.items()}
    found |= {("rule", rule.id): replace(rule, because=None) for rule in program.rules}
    for name, table in program.tables.items():
        found["table", name] = replace(table, rows=()), table.rows[0].period if table.rows else m.ALWAYS
        for row in table.rows:
            found["row", name, side, row.id] = places[row.id], replace(row, because=None)
    found |= {("never", never.id): replace(never, because=None) for never in program.nevers}
    return found


def put_together(slots: Slots, like: m.Program) -> m.Program:
    """The program of some parts. It is not checked, and has no tests.

    Args:
        slots: its parts.
        like: a program with what no edit changes.
    """
    kinds: dict[str, dict[str, Any]] = defaultdict(dict)
    entries: dict[str, dict[str, Any]] = defaultdict(dict)
    rows: dict[str, list[_Row]] = defaultdict(list)
    for (kind, *names), value in slots.items():
        if kind == "entry":
            entries[names[1]][names[0]] = value
        elif kind == "row":
            rows[names[0]].append(value)
        else:
            kinds[kind][names[0] if names else ""] = value
    return replace(
        like,
        period=kinds["period"][""],
        offer_limit=kinds["limit"][""],
        record=replace(like.record, fields=kinds["field"], assumptions=tuple(kinds["assume"].values())),
        params={name: replace(param, profiles=entries[name]) for name, param in kinds["param"].items()},
        profiles=kinds["profile"],
        requirements=(),
        defines=kinds["define"],
        ladders=kinds["ladder"],
        classes=kinds["class"],
        points=kinds["points"],
        choices=kinds["choice"],
        offers=kinds["offer"],
        rules=tuple(kinds["rule"].values()),
        tables={name: _table(table, period, rows[name]) for name, (table, period) in kinds["table"].items()},
        nevers=tuple(kinds["never"].values()),
        tests=(),
    )


def _table(table: m.Table, period: m.Period, rows: list[_Row]) -> m.Table:
    """A table with its rows in order, numbered anew."""
    ordered = (row for _, row in sorted(rows, key=lambda x: x[0]))
    numbered = (replace(row, id=f"{table.name}#{i}", period=period) for i, row in enumerate(ordered, 1))
    return replace(table, rows=tuple(numbered))


# --- what a part speaks of ---


def needs(slot: Slot, value: Any) -> frozenset[Slot]:  # noqa: ANN401 - any part
    """The parts that another one cannot be without."""
    return frozenset(_needs(slot, value))


def _needs(slot: Slot, value: Any) -> Iterator[Slot]:  # noqa: ANN401
    match slot[0]:
        case "entry":
            yield from (("profile", slot[1]), ("param", slot[2]))
        case "define":
            yield from _read((value.expr,))
        case "ladder":
            yield from _read((value.measure, *value.lines))
        case "offer":
            yield from _read((value.eligible,))
        case "assume":
            yield from _read((value[0],))
        case "rule":
            yield from _by_rule(value)
        case "row":
            yield "table", slot[1]
            yield from _by_rule(value[1])
        case "never":
            yield from _read(x for x in value.outcomes if not isinstance(x, m.HasOutcome))


def _read(nodes: Iterable[e.Expr | None]) -> Iterator[Slot]:
    return ((ref.kind, ref.name) for node in nodes if node is not None for ref in references(node))


def _by_rule(rule: m.Rule) -> Iterator[Slot]:
    yield from _read((rule.condition,))
    for effect in rule.effects:
        match effect:
            case m.LiftTier(ladder):
                yield "ladder", ladder
            case m.GrantClass(name):
                yield "class", name
            case m.GrantOffer(offer):
                yield "offer", offer
            case m.AddPoints(account, amount):
                yield "points", account
                yield from _read((amount,))
            case m.SetChoice(choice):
                yield "choice", choice
            case m.CreateTask(_, _, within, on):
                yield from _read((within, on))
