"""The reference of the language: each of its pages shows one policy, and both pages show the same one.

The English page names everything in English and the Chinese one in Chinese, so their policies are the same but for
names: checked programs are walked side by side, and what one page calls by one name, the other always calls by one
name, too.
"""

import dataclasses
import re

import pytest

from dsl.check.templates import FILTERS
from dsl.program.template import Template
from dsl.source import Source, Span
from engine.testing.runner import run_tests
from tests.docs.blocks import blocks_of, lines_of
from tests.docs.test_pages import OF_ONE_POLICY, mistakes

EN, ZH = OF_ONE_POLICY
HEADING = re.compile(r"## (\d+)\. ")
REFUSED = re.compile(r"^\| `([^`]+)` \| .+ \| \[([EW]\d+)\]", re.MULTILINE)
WORDING = {"title", "span", "further"}  # of a statement: what each page may say in its own way
BY_NAME = {"tasks", "order"}  # of a program: made of what else it holds, and sorted by name


def policy(page, more=""):
    text = "\n".join(block.text for block in blocks_of(page) if block.language == "policy")
    return mistakes(Source("page.policy", text + more))


def sections(page):
    """The lines of each section by its number."""
    found, number = {}, None
    for line in lines_of(page):
        if heading := HEADING.match(line):
            number = int(heading[1])
        found.setdefault(number, []).append(line)
    return found


def examples(page):
    """How many examples each section has."""
    return {number: sum(line.startswith("```policy") for line in lines) for number, lines in sections(page).items()}


@pytest.mark.parametrize("page", OF_ONE_POLICY)
def test_the_policy_blocks_of_a_page_are_one_sound_policy(page):
    analysis, found = policy(page)
    assert found == []
    report = run_tests(analysis.program)
    assert report.results != ()
    assert [result.test.title for result in (*report.failed, *report.empty)] == []


def test_both_pages_have_the_same_sections_and_examples():
    assert list(examples(EN)) == [None, *range(1, 20)]
    assert list(examples(EN).items()) == list(examples(ZH).items())


def test_both_pages_show_the_same_policy():
    there, back = {}, {}
    for where, en, zh in named_alike(policy(EN)[0].program, policy(ZH)[0].program):
        assert (there.setdefault(en, zh), back.setdefault(zh, en)) == (zh, en), where
    assert there["deposit"] == "存款"


def named_alike(en, zh, where="policy"):
    """The names at the same places of two programs, which are otherwise equal."""
    assert type(en) is type(zh), where
    match en:
        case str():
            yield where, en, zh
        case Span() | Template():
            return
        case dict():
            yield from named_alike(list(en.items()), list(zh.items()), where)
        case list() | tuple():
            assert len(en) == len(zh), where
            for i, (one, other) in enumerate(zip(en, zh, strict=True)):
                yield from named_alike(one, other, f"{where}[{i}]")
        case _ if dataclasses.is_dataclass(en):
            for field in dataclasses.fields(en):
                if field.name not in WORDING | BY_NAME:
                    yield from named_alike(getattr(en, field.name), getattr(zh, field.name), f"{where}.{field.name}")
        case _:
            assert en == zh, where


def test_the_pages_list_every_filter():
    rows = [line.split("|") for page in OF_ONE_POLICY for line in sections(page)[14] if line.startswith("| `")]
    listed = [name for row in rows for name in re.findall("`([^`]+)`", row[1])]
    assert sorted(listed) == sorted(name for names, _ in FILTERS.values() for name in names)


def refused():
    return [
        pytest.param(page, condition, code, id=f"{page} {code}")
        for page in OF_ONE_POLICY
        for condition, code in REFUSED.findall("\n".join(lines_of(page)))
    ]


@pytest.mark.parametrize(("page", "condition", "code"), refused())
def test_what_a_page_calls_a_mistake_is_one(page, condition, code):
    _, found = policy(page, f"\nclass mistaken if {condition}\n")
    assert [code for code, _, _ in found] == [code]


def test_both_pages_show_the_same_mistakes():
    codes = {page: re.findall(r"\[([EW]\d+)\]\(", "\n".join(lines_of(page))) for page in OF_ONE_POLICY}
    assert len(codes[EN]) > 9
    assert codes[EN] == codes[ZH]
