"""The page that says which policy makes which decision is true."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
POLICIES = ROOT / "policies"
DECISIONS = range(1, 35)
HEADER = re.compile(r"^# 涵盖：第 (.+) 项$", re.MULTILINE)
TITLE = re.compile(r'^测试 "([^"]+)"', re.MULTILINE)
OWN = ("record", "harbour")  # folders that answer to no decision of the page
MISSING = {"records": "明细", "reference table": "参照表", "batch": "批量"}
PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
HALVES = dict(zip(("en", "zh"), PAGE.split("\n## 中文\n"), strict=True))
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff」”）][,;:?!](?! )|[,;:?!][\u4e00-\u9fff“「]")


def rows(lang="en"):
    """Number → its policies, its tests, and what is missing."""
    found = {}
    for line in HALVES[lang].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].isdigit():
            _, _, files, tests, missing = cells
            found[int(cells[0])] = (re.findall(r"`([^`]+)`", files), re.findall("「([^」]+)」", tests), missing)
    return found


def folders(lang):
    """The folders that a half lists."""
    return re.findall(r"^\| `(policies/[^`]+)` \|", HALVES[lang], re.MULTILINE)


def text(policy):
    return (POLICIES / policy).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", HALVES)
def test_every_decision_is_there(lang):
    assert tuple(rows(lang)) == tuple(DECISIONS)


def test_both_languages_name_the_same():
    for number, (files, titles, missing) in rows("en").items():
        assert rows("zh")[number][:2] == (files, titles), number
        chinese = rows("zh")[number][2]
        assert bool(missing) == bool(chinese), number
        assert {zh for en, zh in MISSING.items() if en in missing} == {x for x in MISSING.values() if x in chinese}
    assert folders("zh") == folders("en") != []


def test_every_folder_of_policies_is_listed():
    assert sorted(folders("en")) == sorted(f"policies/{path.name}" for path in POLICIES.iterdir() if path.is_dir())


def test_chinese_is_punctuated_in_chinese():
    prose = re.sub(r"`[^`\n]+`", "x", HALVES["zh"])
    assert not HALF_WIDTH.search(prose), HALF_WIDTH.search(prose)


def test_a_decision_without_a_policy_says_what_is_missing():
    assert [number for number, (files, tests, missing) in rows().items() if not (files and tests) and not missing] == []


def test_the_tests_that_are_named_exist():
    wrong = [
        (number, title)
        for number, (files, titles, _) in rows().items()
        for title in titles
        if not any(title in TITLE.findall(text(file)) for file in files)
    ]
    assert wrong == []


def test_every_file_says_itself_which_decisions_it_makes():
    said = {}
    for path in sorted(POLICIES.rglob("*.policy")):
        name = path.relative_to(POLICIES).as_posix()
        if name.partition("/")[0] not in OWN and (header := HEADER.search(text(name))):
            said[name] = [int(number) for number in header[1].split("、")]
    named = {}
    for number, (files, _, _) in rows().items():
        for file in files:
            named.setdefault(file, []).append(number)
    assert said == dict(sorted(named.items()))


def test_a_file_without_decisions_only_declares():
    for path in POLICIES.rglob("*.policy"):
        name = path.relative_to(POLICIES).as_posix()
        if name.partition("/")[0] not in OWN and not HEADER.search(text(name)):
            assert not re.search("^(规则|决策表|剔除|客群|推荐|产品|分层|测试) ", text(name), re.MULTILINE), name
