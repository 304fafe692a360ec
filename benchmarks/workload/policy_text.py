"""The rules as a policy, in the words a person would use."""

from __future__ import annotations

from typing import Final

from benchmarks.workload import rules as r
from benchmarks.workload.columns import (
    AS_OF,
    ASSETS,
    CLASSES,
    DATES,
    FLAGS,
    LISTED,
    MONEY,
    NULLABLE,
    OFFER_LIMIT,
    OFFERS,
    TIER_LINES,
    TIERS,
    WAN,
    WHOLE,
    days,
)

_TYPICAL: Final = {"money": "2万", "whole": "3", "date": "2000-01-01", "yes/no": "no"}


def policy_text(rules: tuple[r.Rule, ...]) -> str:
    """The whole policy."""
    rungs = [f"  {tier} from {_money(line)}" for tier, line in zip(TIERS[1:], TIER_LINES, strict=True)]
    offers = [f"offer {name}\n  priority {len(OFFERS) - i}" for i, name in enumerate(OFFERS)]
    lines = [
        "policy bench",
        *_record(),
        f"define assets = {' + '.join(f'({x} default 0)' if x in NULLABLE else x for x in ASSETS)}",
        "tiers level by assets",
        f"  {TIERS[0]}",
        *rungs,
        "points score from -100_000 to 100_000",
        *(f"class {name}" for name in CLASSES),
        *offers,
        f"at most {OFFER_LIMIT} offers",
        *map(_rule, rules),
    ]
    return "\n".join(lines) + "\n"


def _record() -> list[str]:
    kinds = (
        ("money", "money from 0 to 100亿", MONEY),
        ("whole", "whole from 0 to 150", WHOLE),
        ("date", "date", DATES),
        ("yes/no", "yes/no", FLAGS),
    )
    rows = [(name, type_, _TYPICAL[kind]) for kind, type_, names in kinds for name in names]
    rows += [(name, f"one of {', '.join(values)}", values[0]) for name, values in LISTED.items()]
    cells = (
        f"  | {name} | {type_} | {'unknown' if name in NULLABLE else 'required'} | {typical} |"
        for name, type_, typical in rows
    )
    return ["customer c", "  | name | type | missing | typical |", "  | id | key | | |", *cells]


def _rule(rule: r.Rule) -> str:
    outcomes = []
    if rule.tier is not None:
        outcomes.append(f"tier {TIERS[rule.tier]}")
    if rule.member is not None:
        outcomes.append(f"class {CLASSES[rule.member]}")
    if rule.offer is not None:
        outcomes.append(f"offer {OFFERS[rule.offer]}")
    if rule.points is not None:
        outcomes.append(f"add {rule.points} to score")
    return f"rule {rule.name}\n  if {_condition(rule.condition)}\n  then {' and '.join(outcomes)}"


def _condition(condition: r.Condition) -> str:
    match condition:
        case r.All(items):
            return " and ".join(_inside(item) for item in items)
        case r.Some(items):
            return " or ".join(_inside(item) for item in items)
        case r.Not(r.Among(column, values)):
            return f"{column} not in ({', '.join(values)})"
        case r.Not(r.Missing(column)):
            return f"{column} is known"
        case r.Not(operand):
            return f"not {_inside(operand)}"
        case r.Compare(column, op, value) if r.is_date(column):
            return f"{column} {op} today - {days(AS_OF) - value} days"
        case r.Compare(column, op, value):
            return f"{column} {op} {_money(value) if column in MONEY else value}"
        case r.Ratio(left, times, right):
            return f"{left} > {times}x {right}"
        case r.Assets(op, value):
            return f"assets {op} {_money(value)}"
        case r.Among(column, values):
            return f"{column} in ({', '.join(values)})"
        case r.Window(column, length):
            return f"{column} within {'last' if length < 0 else 'next'} {abs(length)} days"
        case r.Birthday(length):
            return f"birthday anniversary within next {length} days"
        case r.Adult(years):
            return f"years since birthday >= {years}"
        case r.Missing(column):
            return f"{column} is missing"
        case r.Flag(column):
            return column
        case r.MonthDay():
            raise TypeError("a policy says birthday")


def _inside(condition: r.Condition) -> str:
    text = _condition(condition)
    return f"({text})" if isinstance(condition, r.All | r.Some) else text


def _money(fen: int) -> str:
    return f"{fen // WAN}万" if fen % WAN == 0 else f"{fen // 100}.{fen % 100:02d} CNY"
