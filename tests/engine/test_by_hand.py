"""The public API decides small policies as was worked out by hand from docs/language.md; see by_hand.toml."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import tiercel

WHOLE = tomllib.loads(Path(__file__).with_name("by_hand.toml").read_text(encoding="utf-8"))
CASES = [(policy["text"], case) for policy in WHOLE["policy"] for case in policy["case"]]
NOT_COMPARED = {"title", "customer", "as_of", "profile"}


@cache
def policy(folder, text):
    path = folder / f"{abs(hash(text))}.policy"
    path.write_text(WHOLE["record"] + text, encoding="utf-8")
    return tiercel.load(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("by_hand")


def tier(found):
    said = {"rung": found.rung, "base": found.base}
    said |= {"lifted_by": list(found.lifted_by), "unknown_lifts": list(found.unknown_lifts)}
    return {name: value for name, value in said.items() if value}


def day(task):
    return task.due.isoformat() if task.due else "unknown" if task.due_unknown else "-"


def said(found):
    """A decision as by_hand.toml writes it."""
    return {
        "tiers": {name: tier(x) for name, x in found.tiers.items()},
        "classes": {name: {True: "yes", False: "no", None: "unknown"}[x] for name, x in found.classes.items()},
        "points": {name: f"{x.value}{' incomplete' * x.incomplete}" for name, x in found.points.items()},
        "choices": {name: x or "" for name, x in found.choices.items()},
        "offers": [" ".join((x.offer, str(x.priority), *x.channels)) for x in found.offers],
        "lost": {x.offer: f"{x.cause}{' unknown' * x.unknown}" for x in found.lost},
        "closed": {x.offer: list(x.closed_unknown) for x in found.offers},
        "tasks": [" ".join((x.task, x.role or "-", day(x))) for x in found.tasks],
        "say": {x.offer: x.say.text or list(x.say.missing) for x in found.offers if x.say},
        "broken": len(found.broken),
        "fired": list(found.fired),
        "unknown": list(found.unknown),
        "conflicts": list(found.conflicts),
    }


@pytest.mark.parametrize(("text", "case"), CASES, ids=[case["title"] for _, case in CASES])
def test_as_worked_out_by_hand(folder, text, case):
    day = case.get("as_of", date(2026, 6, 1))
    found = policy(folder, text).decide_one({"id": "C1", **case["customer"]}, as_of=day, profile=case.get("profile"))
    expected = {name: value for name, value in case.items() if name not in NOT_COMPARED}
    assert expected
    assert {name: value for name, value in said(found).items() if name in expected} == expected
