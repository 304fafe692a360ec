"""Which of several edits makes a change for a customer."""

from datetime import date

import pytest

from engine.binding import bind
from engine.reference import Reference
from engine.review.diff.comparing.sides import Linked
from engine.review.diff.edits.hybrids import Versions
from engine.review.diff.edits.responsible import Responsibility
from engine.review.diff.statements.compare import compare_statements
from engine.review.shared.aspects import LESS, MORE, Aspect
from tests.engine.review.diff.statements.policies import analysed, edited

RECORD = """
customer c
  | name    | type                       | missing |
  | id      | key                        |         |
  | deposit | money from 0 to 1亿        | as 0    |
  | loan    | money from 0 to 1亿        | unknown |
  | risk    | one of low < middle < high | unknown |
channels phone, sms
"""
POLICY = """
param line = 50万
param large = 100万
  = 90万 from 2027-01-01
profile county
  line = 30万
define wealth = deposit
tiers tier by wealth
  plain
  core from line
class rich if tier is core
points loyalty from 0 to 100
choice present one of toy, vase, book
offer fund
  group money
offer card
  group money
offer gift
rule a if rich then offer fund priority 10
rule b if loan > large then offer card priority 5 and tier core
rule c if deposit > 1万 then offer gift and add 10 to loyalty
rule d if loan = 0 then add 5 to loyalty and task call via phone
exclude from offer gift if risk is low
table presents first
  | tier  | risk    => present |
  | core  | >= high => vase    |
  | core  | -       => toy     |
  | plain | -       => book    |
never offer fund and risk is low
""".replace(
    "param large = 100万\n  = 90万 from 2027-01-01", "param large\n  = 100万 until 2026-12-31\n  = 90万 from 2027-01-01"
)
TIER, FUND, GIFT = Aspect("tier", ("tier",)), Aspect("offer", ("fund",)), Aspect("offer", ("gift",))
NEVER = Aspect("never", (analysed(POLICY, RECORD).program.nevers[0].id,))
PRESENT, LOYALTY, CALL = Aspect("choice", ("present",)), Aspect("points", ("loyalty",)), Aspect("task", ("call", None))


def responsible(aspect, pair, *edits, record=(), day=date(2026, 6, 1), profile=None, **row):
    one, other = analysed(POLICY, RECORD), analysed(edited(POLICY, *edits), edited(RECORD, *record))
    changes = compare_statements(one, other)
    linked = Linked.of(one.program.record, other.program.record)
    finder = Responsibility(one.program, other.program, linked, changes)
    columns = {reading.column for side in (linked.old, linked.new) for reading in side.values()}
    stored = dict.fromkeys(columns) | {"id": "C1"} | row
    found = finder.of(aspect, pair, stored, day, profile)
    assert found == finder.of(aspect, pair, stored, day, profile)
    return None if found is None else (found.how, [x.id for x in found.changes])


LINE = ("param line = 50万", "param line = 40万")
MEASURE = ("define wealth = deposit", "define wealth = deposit + loan default 0")
B = ("loan > large then", "loan > 10万 then")
RICH = ("class rich if tier is core", "class rich if tier is core or deposit > 20万")


def test_the_only_edit_that_can_reach_the_question():
    assert responsible(TIER, ("plain", "core"), LINE, ("add 10 to", "add 20 to"), deposit=45_0000_00) == (
        "each needed", ["param:line"],
    )  # fmt: skip
    assert responsible(LOYALTY, (LESS, MORE), LINE, ("add 10 to", "add 20 to"), deposit=45_0000_00) == (
        "each needed", ["rule:c"],
    )  # fmt: skip
    assert responsible(CALL, (True, False), LINE, RICH, deposit=1) is None
    assert responsible(TIER, ("plain", "core"), LINE, B, deposit=1) is None


def test_one_of_two_that_could():
    edits = (LINE, B)
    assert responsible(TIER, ("plain", "core"), *edits, deposit=45_0000_00, loan=0) == ("each needed", ["param:line"])
    assert responsible(TIER, ("plain", "core"), *edits, deposit=0, loan=20_0000_00) == ("each needed", ["rule:b"])


@pytest.mark.parametrize("down", [True, False])
def test_an_edit_without_which_the_number_is_the_old_one_is_needed_alone(down):
    less, bounds = ("add 5 to", "add -5 to"), ("from 0 to 100", "from -10 to 100")
    pair, edits = ((MORE, LESS), (less, bounds)) if down else ((LESS, MORE), (("add 5 to", "add 8 to"), bounds))
    assert responsible(LOYALTY, pair, *edits, deposit=2_0000_00, loan=0) == ("each needed", ["rule:d"])


def test_two_that_are_both_needed():
    small = ("param line = 50万", "param line = 49万")
    found = responsible(TIER, ("plain", "core"), small, MEASURE, RICH, deposit=48_5000_00, loan=6000_00)
    assert found == ("each needed", ["param:line", "define:wealth"])


def test_either_of_two_is_enough():
    assert responsible(TIER, ("plain", "core"), LINE, B, deposit=45_0000_00, loan=20_0000_00) == (
        "each enough", ["param:line", "rule:b"],
    )  # fmt: skip


def test_one_or_two_others():
    """The line and the measure together, or a new rule: no edit is needed, and the rule is enough."""
    rule = ("rule d if", "rule e if deposit > 48万 then tier core\nrule d if")
    edits = (("param line = 50万", "param line = 49万"), MEASURE, rule)
    found = responsible(TIER, ("plain", "core"), *edits, deposit=48_5000_00, loan=6000_00)
    assert found == ("each enough", ["rule:e"])


def test_two_or_two_others():
    """The line and the measure together, or a new class and what it gives: the smallest set that does it."""
    edits = (
        ("param line = 50万", "param line = 49万"),
        MEASURE,
        ("rule b if loan > large then", "rule b if loan > large or wealthy then"),
        ("rule d if", "class wealthy\nrule e if deposit > 48万 then class wealthy\nrule d if"),
    )
    found = responsible(TIER, ("plain", "core"), *edits, deposit=48_5000_00, loan=6000_00)
    assert found == ("together", ["param:line", "define:wealth"])


ROWS = "  | core  | >= high => vase    |\n", "  | core  | -       => toy     |\n"
CHANGES = {
    "a better offer of the group": (
        FUND, (True, "group"), ("priority 5 and", "priority 15 and"),
        {"deposit": 60_0000_00, "loan": 200_0000_00, "risk": "high"}, "rule:b",
    ),
    "an exclusion": (
        GIFT, (True, "exclusion"), ("offer gift if risk is low", "offer gift if risk is not high"),
        {"deposit": 60_0000_00, "risk": "middle"}, "exclude:",
    ),
    "a condition": (
        GIFT, (True, False), ("deposit > 1万 then", "deposit > 2万 then"), {"deposit": 15_000_00}, "rule:c",
    ),
    "an outcome": (CALL, (True, False), (" and task call via phone", ""), {"loan": 0}, "rule:d"),
    "the order of rows": (
        PRESENT, ("vase", "toy"), (ROWS[0] + ROWS[1], ROWS[1] + ROWS[0]),
        {"deposit": 60_0000_00, "risk": "high"}, "row:presents:1",
    ),
    "a cell": (
        PRESENT, ("toy", "vase"), ("| >= high =>", "| >= middle =>"),
        {"deposit": 60_0000_00, "risk": "middle"}, "row:presents:1",
    ),
    "a row less": (
        PRESENT, ("book", None), ("  | plain | -       => book    |\n", ""), {"risk": "low"}, "row:presents:3",
    ),
    "a promise": (
        NEVER, (False, True), ("rule a if rich", "rule a if deposit > 20万"),
        {"deposit": 30_0000_00, "risk": "low"}, "rule:a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_every_kind_of_edit_beside_another(what):
    """The other one reaches the same questions, but only for other customers."""
    aspect, pair, edit, row, told = CHANGES[what]
    beside = ("  core from line", "  core from line\n  top from 9000万")
    how, (found,) = responsible(aspect, pair, edit, beside, **row)
    assert how == "each needed"
    assert found.startswith(told)


def test_a_tier_more_is_an_edit_of_its_ladder():
    top = ("  core from line", "  core from line\n  top from 80万")
    assert responsible(TIER, ("core", "top"), top, LINE, deposit=90_0000_00) == ("each needed", ["tiers:tier"])
    assert responsible(PRESENT, ("toy", None), top, LINE, deposit=90_0000_00, risk="low") == (
        "each needed",
        ["tiers:tier"],
    )


def test_profiles_and_periods():
    county = ("  line = 30万", "  line = 20万")
    later = ("  = 90万 from 2027-01-01", "  = 80万 from 2027-01-01")
    both = {"deposit": 25_0000_00}
    assert responsible(TIER, ("plain", "core"), county, LINE, profile="county", **both) == (
        "each needed", ["entry:county:line"],
    )  # fmt: skip
    assert responsible(TIER, ("plain", "core"), later, LINE, loan=85_0000_00, day=date(2027, 2, 1)) == (
        "each needed", ["param:large"],
    )  # fmt: skip


def test_what_an_empty_cell_means_is_an_edit():
    unknown = (
        "| deposit | money from 0 to 1亿        | as 0    |",
        "| deposit | money from 0 to 1亿        | unknown |",
    )
    assert responsible(TIER, ("plain", None), LINE, record=(unknown,)) == ("each needed", ["field:c:deposit"])


def test_what_a_new_rule_speaks_of_comes_along():
    new = ("offer gift\n", "offer gift\noffer book\ndefine half = deposit / 2 rounded down to 1元\n")
    rule = ("rule c if", "rule book_lover if half > 1万 then offer book\nrule c if")
    assert responsible(Aspect("offer", ("book",)), (False, True), new, rule, LINE, deposit=45_0000_00) == (
        "each needed", ["rule:book_lover"],
    )  # fmt: skip


CUSTOMERS = [
    {"id": "C1", "deposit": deposit, "loan": loan, "risk": risk}
    for deposit in (0, 15_000_00, 25_0000_00, 45_0000_00, 60_0000_00, 9000_0000_00)
    for loan in (None, 0, 20_0000_00, 200_0000_00)
    for risk in (None, "low", "middle", "high")
]
EDITS = (
    LINE, MEASURE, B, RICH,
    (ROWS[0] + ROWS[1], ROWS[1] + ROWS[0]),
    ("offer gift if risk is low", "offer gift if risk is high"),
    ("  = 90万 from", "  = 80万 from"),
    ("  line = 30万", "  line = 20万"),
    ("  core from line", "  core from line\n  top from 9000万"),
    ("rule c if deposit", "at most 1 offers\nrule c if deposit"),
    ("rule d if", "rule e if deposit > 20万 then class wealthy\nclass wealthy\nrule d if"),
    ("  | plain | -       => book    |\n", "  | plain | low     => book    |\n"),
)  # fmt: skip


def test_all_edits_together_are_the_other_version():
    one, other = analysed(POLICY, RECORD), analysed(edited(POLICY, *EDITS), RECORD)
    versions = Versions(one.program, other.program, compare_statements(one, other))
    assert len(versions.edits) == len(EDITS)
    made, undone = versions.with_only(versions.edits), versions.without(versions.edits)
    assert decided(made) == decided(other.program)
    assert decided(undone) == decided(one.program)
    assert decided(one.program) != decided(other.program)


def decided(policy):
    """What a policy decides about some customers, without what only numbers its rules."""
    found = []
    for profile in (None, "county"):
        reference = Reference(policy, bind(policy, date(2027, 3, 1), profile))
        for x in map(reference.decide, CUSTOMERS):
            tiers = {name: tier.rung for name, tier in x.tiers.items()}
            classes = {name for name, member in x.classes.items() if member}
            offers = [(offer.offer, offer.priority, offer.channels) for offer in x.offers]
            lost, tasks = {offer.offer: offer.cause for offer in x.lost}, [task.task for task in x.tasks]
            found.append((tiers, classes, x.points, x.choices, offers, lost, tasks, x.broken))
    return found


def test_policies_between_versions_that_make_no_sense_are_none():
    """What reads what is turned round: with one half of it, outcomes would wait for one another."""
    edits = (
        ("class rich if tier is core", "class rich if deposit > 20万"),
        ("rule c if deposit", "rule e if rich then tier core\nrule c if deposit"),
    )
    one, other = analysed(POLICY, RECORD), analysed(edited(POLICY, *edits), RECORD)
    versions = Versions(one.program, other.program, compare_statements(one, other))
    rich, rule = versions.edits
    assert versions.without([rich]) is None
    assert versions.with_only([rule]) is None
    assert versions.with_only([rich]) is not None
