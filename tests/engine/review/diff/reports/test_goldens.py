"""What reviewers read, whole. With UPDATE_GOLDEN set, the reports are written anew, to be read in the diff."""

import os
from pathlib import Path

import pytest

from dsl.width import display_width
from engine.review.diff.impact.model import Group, PromiseImpact
from engine.review.diff.render.formats import Look, written
from engine.review.diff.report import Effort, LonePolicy, Reviews

GOLDEN = Path(__file__).parent / "golden"
REPORTS = {
    "text": ("text", Look()),
    "narrow": ("text", Look(width=60)),
    "full": ("text", Look(full=True)),
    "markdown": ("markdown", Look()),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", REPORTS)
def test_report(made, name, lang):
    form, look = REPORTS[name]
    shown = written([made], form, lang, look)
    expected = GOLDEN / f"{name}.{lang}.{'md' if form == 'markdown' else 'txt'}"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80])
def test_no_line_is_wider_than_the_terminal(made, lang, width):
    shown = written([made], "text", lang, Look(width=width, full=True))
    assert max(map(display_width, shown.splitlines())) <= width


def test_colour_changes_no_word(made):
    plain, styled = (written([made], "text", "zh", Look(color=color)) for color in (False, True))
    assert "\x1b[31m" in styled
    for code in ("1", "2", "31", "32", "33", "0"):
        styled = styled.replace(f"\x1b[{code}m", "")
    assert styled == plain


def test_several_policies_stand_below_each_other(made):
    other = made.model_copy(update={"new": made.new.model_copy(update={"label": "another.policy"})})
    shown = written([made, other], "text", "en", Look())
    first, second = shown.split("─" * 60)
    assert first.splitlines()[1] == "old.policy → new.policy"
    assert second.lstrip().splitlines()[1] == "old.policy → another.policy"


def test_policies_that_come_and_go_stand_first_and_count(made):
    lone = [LonePolicy(path="shop/gone", policy="gone", which="old")]
    first, rest = written([made], "text", "en", Look(), lone).split("─" * 60)
    assert first == "policy removed: shop/gone\n\n"
    assert rest.lstrip() == written([made], "text", "en", Look())
    same = made.model_copy(update={"verdict": "equivalent"})
    unsettled = made.model_copy(update={"verdict": "inconclusive"})
    assert Reviews(reviews=(same,), lone=tuple(lone)).exit_code == 1
    assert [Reviews(reviews=x).exit_code for x in ((), (same,), (same, unsettled), (unsettled, made))] == [0, 0, 3, 1]


def test_there_are_no_goldens_without_a_report():
    assert {file.name.partition(".")[0] for file in GOLDEN.iterdir()} == set(REPORTS)


@pytest.mark.parametrize(("lang", "head"), [("en", "newly broken"), ("zh", "新违反")])
def test_promises_that_are_broken_have_no_sign(made, lang, head):
    """Of a promise, a minus would read as fewer who break it."""
    name = next(x.name[0] for x in made.classes if x.kind == "never")
    broken = {name: PromiseImpact(broken=Group(customers=488), mended=Group(customers=2))}
    impact = made.impact.model_copy(update={"promises": broken})
    shown = written([made.model_copy(update={"impact": impact})], "text", lang, Look(width=200)).splitlines()
    at = next(i for i, line in enumerate(shown) if head in line)
    assert shown[at + 1].split()[-2:] == ["488", "2"]


@pytest.mark.parametrize(
    ("lang", "line"),
    [("en", "findings: check finds the same in both policies"), ("zh", "问题：check 在两份政策里发现的一样")],
)
def test_that_check_finds_nothing_else_is_told(made, lang, line):
    same = made.model_copy(update={"checked": True, "new_findings": (), "fixed_findings": (), "silenced_findings": ()})
    assert line in written([same], "text", lang, Look()).splitlines()
    for other in (made.model_copy(update={"checked": True}), same.model_copy(update={"checked": False})):
        assert line not in written([other], "text", lang, Look())


def test_one_question_is_one(made):
    once = made.model_copy(update={"effort": Effort(questions=1, customers_tried=1)})
    assert "effort: 1 question to the provers, 1 made-up customer tried" in written([once], "text", "en", Look())
