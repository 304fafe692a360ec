"""Where a record allows few customers, all of them are decided: what proofs find is so, and nothing else is."""

import random
from datetime import date
from itertools import product

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.binding import bind
from engine.reference import Reference
from engine.review.check.prove import prove
from engine.review.shared.people import base_value
from tests.engine.review.diff.statements.policies import Nowhere

RECORD = """policy small
customer c
  | name | type                    | missing |
  | id   | key                     |         |
  | a    | whole from 0 to 3       | unknown |
  | b    | whole from 0 to 3       | as 1    |
  | d    | money from 0 to 0.05元  | as 0    |
"""
STORED = {"a": [None, 0, 1, 2, 3], "b": [0, 1, 2, 3], "d": [0, 1, 2, 3, 4, 5]}
SEEDS = range(16)


def checked(text):
    analysis = analyse(Folder("small", "small", (Source("small.policy", RECORD + text),)), Nowhere())
    assert analysis.program is not None, analysis.errors
    return analysis


def decided(program):
    """Everybody whom the record allows, as stored values, and what is decided."""
    reference, fields = Reference(program, bind(program, date(2026, 6, 1))), program.record.fields
    for values in product(*STORED.values()):
        row = {"id": "C1", **dict(zip(STORED, values, strict=True))}
        yield values, reference.decide({name: base_value(row[name], fields[name]) for name in fields})


def findings(analysis):
    return prove(analysis, analysis.program).findings


def class_of_everybody(text):
    """Whether each customer is in the class: yes, no or unknown."""
    return [decision.classes["k"] for _, decision in decided(checked(text).program)]


def comparison(chance, field):
    if field == "d":
        return f"d {chance.choice(['>=', '<'])} 0.0{chance.randint(1, 5)}元"
    return f"{field} {chance.choice(['>=', '<', '='])} {chance.randint(0, 3)}"


# --- P613 ---


def written(parts, joined):
    return "class k if " + f" {joined}\n    ".join(parts) + "\n"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_part_is_redundant_if_nobody_is_told_apart_by_it(seed):
    chance = random.Random(seed)  # noqa: S311
    joined = chance.choice(["and", "or"])
    parts = list(dict.fromkeys(comparison(chance, chance.choice("aabd")) for _ in range(4)))
    text = written(parts, joined)
    everybody, analysis = class_of_everybody(text), checked(text)
    first = RECORD.count("\n") + 1
    found = findings(analysis)
    redundant = {x.diagnostic.span.line - first for x in found if x.diagnostic.code == "P613"}
    same = {
        at for at in range(len(parts)) if class_of_everybody(written(parts[:at] + parts[at + 1 :], joined)) == everybody
    }
    assert redundant <= same
    if not analysis.diagnostics and len(found) == len(redundant):  # else something is told that says it, too
        assert bool(redundant) is bool(same)


# --- P605 ---


@pytest.mark.parametrize("seed", SEEDS)
def test_a_divisor_is_0_if_somebody_of_whom_all_is_known_is_undecided(seed):
    chance = random.Random(seed)  # noqa: S311
    divisor = chance.choice(["b", "(a + b)", "(b - 2)", "(3 - b)", "(a - b)"])
    parts = [f"2 / {divisor} >= {chance.randint(1, 2)}", comparison(chance, "b"), comparison(chance, "a")]
    chance.shuffle(parts)
    analysis = checked("class k if " + chance.choice([" and ", " or "]).join(parts) + "\n")
    unknown = [row for row, decision in decided(analysis.program) if None not in row and decision.classes["k"] is None]
    found = [x for x in findings(analysis) if x.diagnostic.code == "P605"]
    assert bool(found) is bool(unknown)
    for finding in found:
        assert all(tuple(witness.row[name] for name in STORED) in unknown for witness in finding.witnesses)


# --- P612 ---


@pytest.mark.parametrize("seed", SEEDS)
def test_the_richer_is_lower_if_two_are(seed):
    chance = random.Random(seed)  # noqa: S311
    rules = "".join(
        f"rule r{i} if {comparison(chance, 'd')} and {comparison(chance, chance.choice('ab'))} then tier {rung}\n"
        for i, rung in enumerate(chance.sample(["mid", "top", "mid"], 2))
    )
    analysis = checked(f"tiers t by d\n  low\n  mid from 0.02元\n  top from 0.04元\n{rules}")
    ranks = {
        row: ["low", "mid", "top"].index(decision.tiers["t"].rung)
        for row, decision in decided(analysis.program)
        if decision.tiers["t"].rung is not None
    }
    lower = {
        (one, other)
        for one in ranks
        for other in ranks
        if one[:2] == other[:2] and one[2] < other[2] and ranks[one] > ranks[other]
    }
    found = [x for x in findings(analysis) if x.diagnostic.code == "P612"]
    assert bool(found) is bool(lower)
    for finding in found:
        assert tuple(tuple(witness.row[name] for name in STORED) for witness in finding.witnesses) in lower
