"""A second, independent meaning of small policies, to check the evaluator against.

Written from the document alone and in another way: truth is a number (0 false, ½ unknown, 1 true), so that
``and`` is the least, ``or`` the greatest and ``not`` what is missing to one; a ``first`` table is walked from
the top; offers pass through steps. Conditions and effects are plain tuples, which are also printed as policies.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)
OPS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
CHANNELS = ("电话", "短信")
RUNGS, LINES = ("低", "中", "高"), (2, 4)
GIFTS = ("书", "笔")


@dataclass(frozen=True)
class Offer:
    priority: int
    group: str | None
    channels: tuple[str, ...]
    eligible: tuple | None


@dataclass(frozen=True)
class Small:
    """A policy: classes by their conditions, rules and rows as (condition, effects), offers by name."""

    classes: dict[str, list[tuple]]
    rules: list[tuple]
    first: list[tuple]
    offers: dict[str, Offer]
    cap: int | None


# --- meaning ------------------------------------------------------------------------------------------------


def amount(term, row):
    """The value of a term; None is unknown."""
    match term:
        case int():
            return term
        case str():
            return row[term]
        case ("default", inner, other):
            found = amount(inner, row)
            return other if found is None else found
        case (word, left, right):
            sides = [amount(left, row), amount(right, row)]
            if None in sides:
                return None
            return {"+": sum, "min": min, "max": max}[word](sides)


def truth(condition, row, classes):
    """0, ½ or 1."""
    match condition:
        case None:
            return 1
        case ("is", flag):
            return HALF if row[flag] is None else int(row[flag])
        case ("class", name):
            return classes[name]
        case ("missing", term):
            return int(amount(term, row) is None)
        case ("not", inner):
            return 1 - truth(inner, row, classes)
        case ("and", *items):
            return min(truth(x, row, classes) for x in items)
        case ("or", *items):
            return max(truth(x, row, classes) for x in items)
        case ("in", term, *items):
            return max(truth(("=", term, x), row, classes) for x in items)
        case ("from", term, low, word, high):
            upper = (("<=" if word == "to" else "<"), term, high)
            return min(truth((">=", term, low), row, classes), truth(upper, row, classes))
        case (op, left, right):
            sides = [amount(left, row), amount(right, row)]
            return HALF if None in sides else int(OPS[op](*sides))


def decide(policy: Small, row: dict) -> dict:
    """Everything decided, as plain data."""
    classes: dict = {}
    for name, conditions in policy.classes.items():
        classes[name] = max(truth(c, row, classes) for c in conditions)
    effects = []  # (truth, name of the rule, effect)
    for i, (condition, some) in enumerate(policy.rules):
        effects += [(truth(condition, row, classes), f"规{i}", x) for x in some]
    nobody_above = 1
    for i, (condition, some) in enumerate(policy.first, 1):
        here = truth(condition, row, classes)
        effects += [(min(here, nobody_above), f"首#{i}", x) for x in some]
        nobody_above = min(nobody_above, 1 - here)
    return {
        "classes": classes | {"得": max([0, *(t for t, _, x in effects if x == ("class",))])},
        "tier": _tier(effects, row),
        "points": _points(effects, row),
        "choice": _choice(effects),
        "offers": _offers(policy, effects, row, classes),
        "tasks": {x[1] for t, _, x in effects if t == 1 and x[0] == "task"},
    }


def _tier(effects, row):
    measure = amount(("+", "x", "y"), row)
    base = None if measure is None else sum(measure >= line for line in LINES)
    lifts = [(t, x[1]) for t, _, x in effects if x[0] == "tier"]
    place = max([to for t, to in lifts if t == 1] + ([] if base is None else [base]), default=None)
    doubt = any(t == HALF and (place is None or to > place) for t, to in lifts)
    return [None if at is None else RUNGS[at] for at in (place, base)] + [doubt]


def _points(effects, row):
    found = [(t, amount(x[1], row)) for t, _, x in effects if x[0] == "add"]
    total = sum(v for t, v in found if t == 1 and v is not None)
    return total, any(t == HALF or (t == 1 and v is None) for t, v in found)


def _choice(effects):
    given = {x[1] for t, _, x in effects if t == 1 and x[0] == "gift"}
    return (given.pop(), False) if len(given) == 1 else (None, bool(given))


def _offers(policy, effects, row, classes):
    granted = {}
    for t, _, x in effects:
        if t == 1 and x[0] == "offer":
            granted.setdefault(x[1], []).append(x[2:])
    shut = [(t, x[1:]) for t, _, x in effects if x[0] == "exclude" and t > 0]
    lost = {}
    standing = []
    for name, grants in granted.items():
        offer = policy.offers[name]
        eligible = truth(offer.eligible, row, classes)
        whole = [t for t, what in shut if what in {("all",), ("offer", name), ("group", offer.group)}]
        wanted = {c for via, _ in grants for c in (via or offer.channels or CHANNELS)}
        anything = any(not (via or offer.channels) for via, _ in grants)
        closed = {what[1]: max(t for t, w in shut if w == what) for t, what in shut if what[0] == "channel"}
        left = wanted - closed.keys()
        if eligible < 1:
            lost[name] = ("eligibility", eligible == HALF)
        elif whole:
            lost[name] = ("exclusion", max(whole) == HALF)
        elif not left:
            lost[name] = ("channel", any(closed[c] == HALF for c in wanted))
        else:
            priority = max(offer.priority if own is None else own for _, own in grants)
            standing.append((-priority, name, () if anything and not closed else tuple(sorted(left))))
    best = {}
    for _, name, _ in sorted(standing):
        best.setdefault(policy.offers[name].group or name, name)
    lost |= {name: ("group", False) for _, name, _ in standing if name not in best.values()}
    ranked = [(name, -rank, channels) for rank, name, channels in sorted(standing) if name in best.values()]
    cap = len(ranked) if policy.cap is None else policy.cap
    return ranked[:cap], lost | {name: ("cap", False) for name, _, _ in ranked[cap:]}


# --- the same policy in the policy language -----------------------------------------------------------------


def written(policy: Small) -> str:
    """The policy as text."""
    lines = [
        "customer 客户\n  | name | type |\n  | id | key |\n  | x | whole from 0 to 9 |\n  | y | whole from 0 to 9 |",
        "  | b | yes/no |\n  | c | yes/no |",
        f"channels {', '.join(CHANNELS)}",
        "tiers 等级 by x + y\n  低\n" + "\n".join(f"  {r} from {n}" for r, n in zip(RUNGS[1:], LINES, strict=True)),
        f"points 积分\nchoice 礼物 one of {', '.join(GIFTS)}\nclass 得",
    ]
    for name, conditions in policy.classes.items():
        lines += [f"class {name}", *(f"  if {_said(c)}" for c in conditions)]
    for name, offer in policy.offers.items():
        lines.append(f"offer {name}\n  priority {offer.priority}")
        lines += [f"  group {offer.group}"] if offer.group else []
        lines += [f"  via {', '.join(offer.channels)}"] if offer.channels else []
        lines += [f"  if {_said(offer.eligible)}"] if offer.eligible else []
    for i, (condition, some) in enumerate(policy.rules):
        when = f"if {_said(condition)} " if condition else ""
        lines.append(f"rule 规{i} {when}then {' and '.join(map(_effect, some))}")
    if policy.first:
        lines.append("table 首 first\n  | if => class | tier | 积分 | 礼物 | offer | task |")
        lines += [_row(condition, some) for condition, some in policy.first]
    lines += [f"at most {policy.cap} offers"] if policy.cap else []
    return "\n".join(lines)


def _said(node) -> str:
    match node:
        case int() | str():
            return str(node)
        case ("is" | "class", name):
            return name
        case ("missing", term):
            return f"({_said(term)}) is missing"
        case ("default", term, other):
            return f"({_said(term)} default {other})"
        case ("not", inner):
            return f"not ({_said(inner)})"
        case ("and" | "or" as word, *items):
            return "(" + f" {word} ".join(_said(x) for x in items) + ")"
        case ("in", term, *items):
            return f"{_said(term)} in ({', '.join(_said(x) for x in items)})"
        case ("from", term, low, word, high):
            return f"{_said(term)} from {_said(low)} {word} {_said(high)}"
        case ("min" | "max" as word, left, right):
            return f"{word}({_said(left)}, {_said(right)})"
        case ("+", left, right):
            return f"({_said(left)} + {_said(right)})"
        case (op, left, right):
            return f"{_said(left)} {op} {_said(right)}"


def _effect(effect) -> str:
    match effect:
        case ("class",):
            return "class 得"
        case ("tier", place):
            return f"tier {RUNGS[place]}"
        case ("add", term):
            return f"add {_said(term)} to 积分"
        case ("gift", gift):
            return f"礼物 is {gift}"
        case ("task", name):
            return f"task {name}"
        case ("offer", name, via, priority):
            own = f" via {', '.join(via)}" if via else ""
            return f"offer {name}{own}" + ("" if priority is None else f" priority {priority}")
        case ("exclude", "all"):
            return "exclude from all offers"
        case ("exclude", what, name):
            return f"exclude from {what} {name}"


def _row(condition, some) -> str:
    cells = {x[0]: x for x in some}
    words = [_effect(cells[k]).split(" ", 1)[1] if k in cells else "-" for k in ("class", "tier")]
    words += [_said(cells["add"][1]) if "add" in cells else "-", cells["gift"][1] if "gift" in cells else "-"]
    words += [cells["offer"][1] if "offer" in cells else "-", cells["task"][1] if "task" in cells else "-"]
    return f"  | {_said(condition) if condition else '-'} => {' | '.join(words)} |"
