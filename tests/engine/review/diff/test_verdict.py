"""What the first line says beside decisions: it and the exit code agree, and it holds for no more than was compared."""

from datetime import date

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.binding import BindingError
from engine.io.read import Needs, open_data
from engine.review.diff.render.build import story
from engine.review.diff.review import Batch, Version, review
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


def reviewed(*edits, batch=None):
    new = OLD
    for before, after in edits:
        assert new.count(before) == 1, before
        new = new.replace(before, after)
    return review(version(OLD), version(new), "0.1.0", batch=batch)


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


PROFILE = "profile county 县域\n  line = 40k\n"


def test_a_profile_that_goes_is_a_change_of_its_own():
    found = reviewed((PROFILE, ""))
    assert [(x.profile, x.which) for x in found.profiles] == [("county", "old")]
    assert head(found, "en") == (
        "profile county is removed; 1 behaviour change (complete)",
        "holds for all customers, default values, removed profile county, from 2026-01-01 until 2028-12-31",
        "runs with profile county are refused now; below, they are compared with the new default values",
    )
    assert head(found, "zh") == (
        "方案 县域 已删除；1 类行为变化（完整）",
        "适用于所有客户，默认取值、已删除的方案 县域，2026-01-01 至 2028-12-31",
        "使用方案 县域 的运行现在会被拒绝；下文是与新政策的默认取值相比",
    )
    assert story(found, "en").where == "where it changes: removed profile county"


def test_a_profile_that_comes_is_one_too_even_if_its_values_are_the_usual_ones():
    found = reviewed((PROFILE, PROFILE + "profile city 城市\n  line = 50k\n"))
    assert (found.classes, found.exit_code) == ((), 1)
    assert story(found, "en").verdict == "profile city is added; otherwise equivalent (proved)"
    assert story(found, "zh").verdict == "新增方案 城市；此外等价（已证明）"
    assert story(found, "en").notes == (
        "runs with profile city were refused before; below, they are compared with the old default values",
    )


@pytest.mark.parametrize("edit", [(PROFILE, ""), ("until 2028", "until 2029")])
def test_data_are_measured_under_a_profile_that_one_of_the_policies_has(tmp_path, edit):
    path = tmp_path / "data.csv"
    path.write_text("id,deposit\nA,45000\nB,55000\n", encoding="utf-8")

    def measured(profile):
        batch = Batch(
            lambda record, read: open_data((path,), record, Needs(frozenset(read))), date(2026, 6, 1), profile
        )
        return reviewed(edit, batch=batch).impact

    impact = measured("county")
    assert (impact.old.profile, impact.new.profile) == ("county", None if PROFILE in edit else "county")
    assert impact.changed == (1 if PROFILE in edit else 0)
    with pytest.raises(BindingError):
        measured("country")


@pytest.mark.parametrize(
    ("typical", "verdict"),
    [("5k", "equivalent unless loan or score is missing"), ("", "2 behaviour changes (complete)")],
)
def test_what_usually_is_missing_is_no_exception(typical, verdict):
    """Who has no loan, as most do, is decided otherwise: nobody shall read that hardly anything differs."""
    record = """customer client
  | name    | type                        | missing | typical |
  | id      | key                         |         |         |
  | deposit | money from 0 to 100 million | as 0    | 2k      |
  | loan    | money from 0 to 100 million | unknown | {}      |
  | score   | whole from 0 to 9           | unknown | 3       |
"""
    rest = (
        "param line" + OLD.partition("param line")[2] + "offer card\nrule scored if deposit >= line then offer card\n"
    )
    old = "policy bank\n" + record.format(typical) + rest
    new = old.replace("line then offer bond", "line and loan is known then offer bond")
    new = new.replace("line then offer card", "line and score is known then offer card")
    assert story(review(version(old), version(new), "0.1.0"), "en").verdict == verdict


@pytest.mark.parametrize(
    ("typical", "verdict"), [("5k", "equivalent unless loan is missing"), ("missing", "1 behaviour change (complete)")]
)
def test_what_is_required_now_but_usually_was_missing_is_no_exception(typical, verdict):
    """Most customers are set aside then: nobody shall read that hardly anything differs."""
    old = f"""policy bank
customer client
  | name | type                        | missing | typical   |
  | id   | key                         |         |           |
  | loan | money from 0 to 100 million | unknown | {typical} |
class owes if loan > 0
"""
    new = old.replace("unknown", "required")
    assert story(review(version(old), version(new), "0.1.0"), "en").verdict == verdict
