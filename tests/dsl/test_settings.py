"""Parameters of several policies that share a name are set behind the name of their policy."""

import pytest

from dsl.load import Folder, analyse
from dsl.settings import name_and_value, read_settings
from dsl.source import Source
from engine.binding import bind
from engine.reference import Reference
from engine.testing.model import Passed
from engine.testing.runner import run_tests

RECORD = "customer c\n  | name | also | type | missing |\n  | id | | key | |\n  | deposit | 存款 | money | as 0 |\n"
MAIN = """\
use 甲, 乙
profile 严
  乙.底线 = 9万
offer 存单
if deposit > 甲.底线 and deposit > 乙.底线 then offer 存单
"""
FOLDERS = {
    "档案": RECORD,
    "甲": "use 档案\nparam floor 底线 = 1万\n",
    "乙": "use 档案\nparam 底线 = 2万\n",
}


class Beside:
    def used(self, name, by):
        return Folder(name, name, (Source(f"{name}.policy", FOLDERS[name]),))


def policy(more=""):
    return analyse(Folder("主", "主", (Source("main.policy", MAIN + more),)), Beside())


def offers(analysis, deposit, profile=None, **given):
    reference = Reference(analysis.program, bind(analysis.program, None, profile, given.get("values")))
    return {made.offer for made in reference.decide({"id": "C1", "deposit": deposit * 100}).offers}


@pytest.mark.parametrize("written", ["甲.底线 = 5万", "甲.floor=5万", "floor ＝ 5万"])
def test_a_value_from_outside_names_its_policy(written):
    analysis = policy()
    values, faults = read_settings(analysis, Source("values", written))
    assert not faults
    assert offers(analysis, 40_000) == {"存单"}
    assert offers(analysis, 40_000, values=values) == set()


def test_the_bare_name_is_that_of_two():
    _, faults = read_settings(policy(), Source("values", "底线 = 5万"))
    assert [d.code for d in faults] == ["E204"]


def test_a_policy_has_only_its_own():
    _, faults = read_settings(policy(), Source("values", "乙.floor = 5万"))
    assert [d.code for d in faults] == ["E201"]


def test_every_wrong_line_is_told_once_and_nothing_that_reads_it():
    more = "param line = 5万\nparam share = 3%\nclass many if deposit * share > line\nclass few if deposit < line\n"
    written = "line = 3 days\nshare = 3\nlime = 4万\nline = 6万\nshare\n"
    _, faults = read_settings(policy(more), Source("values", written))
    assert [(d.span.line, d.code) for d in faults] == [(1, "E311"), (2, "E318"), (3, "E201"), (4, "E424"), (5, "E114")]


def test_a_profile_names_its_policy():
    assert offers(policy(), 40_000) == {"存单"}
    assert offers(policy(), 40_000, profile="严") == set()
    assert offers(policy(), 90_001, profile="严") == {"存单"}


def test_a_test_names_its_policy():
    test = 'test "t"\n  param 甲.底线 = 5万\n  given deposit 4万\n  expect no offer 存单\n'
    (result,) = run_tests(policy(test).program).results
    assert isinstance(result.outcome, Passed)


@pytest.mark.parametrize(
    ("text", "read"),
    [("a=1", ("a", "1")), (" a ＝ 1 ", ("a", "1")), ("a = b = c", ("a", "b = c")), ("a", None)],
)
def test_the_sign_of_a_setting_has_either_width(text, read):
    assert name_and_value(text) == read
