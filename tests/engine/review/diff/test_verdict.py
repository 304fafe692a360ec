"""What the first line says beside decisions: it and the exit code agree, and it holds for no more than was compared."""

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.review.diff.render.build import story
from engine.review.diff.review import Version, review
from tests.engine.review.diff.statements.policies import Nowhere

OLD = """policy bank from 2026-01-01 until 2028-12-31
customer client
  | name    | type                        | missing |
  | id      | key                         |         |
  | deposit | money from 0 to 100 million | as 0    |
param line 线 = 50k
profile county 县域
  line = 40k
offer bond
rule savers if deposit >= line then offer bond
"""


def version(text):
    analysis = analyse(Folder("bank", "bank", (Source("bank.policy", text),)), Nowhere())
    assert analysis.program is not None, analysis.errors
    return Version("bank", analysis, analysis.program)


def reviewed(*edits):
    new = OLD
    for before, after in edits:
        assert new.count(before) == 1, before
        new = new.replace(before, after)
    return review(version(OLD), version(new), "0.1.0")


def head(found, lang):
    told = story(found, lang)
    return told.verdict, told.scope, told.notes[0]


def test_a_longer_period_is_no_change_of_behaviour_and_no_equivalence():
    found = reviewed(("2028-12-31", "2029-12-31"))
    assert (found.verdict, found.exit_code) == ("differs", 1)
    assert head(found, "en") == (
        "in force on different days; otherwise equivalent (proved)",
        "holds for all customers, default values, profile county, from 2026-01-01 until 2028-12-31",
        "only the new policy is in force: from 2029-01-01 until 2029-12-31",
    )
    assert head(found, "zh") == (
        "有效的日子不同；此外等价（已证明）",
        "适用于所有客户，默认取值、方案 县域，2026-01-01 至 2028-12-31",
        "只有新政策有效：2029-01-01 至 2029-12-31",
    )


def test_policies_that_are_never_in_force_together_are_not_compared():
    found = reviewed(("from 2026-01-01 until 2028-12-31", "from 2029-01-01"), ("line 线 = 50k", "line 线 = 60k"))
    assert (found.exit_code, found.classes, found.scopes) == (1, (), ())
    assert story(found, "en").verdict == "in force on different days; nobody could be compared"
    assert story(found, "en").scope == "never in force together: nothing is compared"


def test_the_days_of_both_are_said_of_changes_too():
    found = reviewed(("2028-12-31", "2027-12-31"), ("line 线 = 50k", "line 线 = 60k"))
    assert story(found, "en").verdict == "in force on different days; 1 behaviour change (complete)"
    assert story(found, "en").scope.endswith("from 2026-01-01 until 2027-12-31")
