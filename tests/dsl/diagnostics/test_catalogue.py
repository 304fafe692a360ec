"""Every code has words and a page, no words are without a code, and no message can fail."""

import re
from pathlib import Path
from string import Formatter

import pytest

from dsl.diagnostics.catalogue import CATALOGUE, help_text, message, slug, title
from dsl.diagnostics.entry import NOTHING, case, entry, fill
from dsl.diagnostics.model import Diagnostic, Words
from dsl.source import Span

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "diagnostics"
CODE = re.compile(r'"([EWP]\d{3})"')
# Signs of policies, as in “属于 (北京, 上海)”, have a space behind them or stand alone between quotes.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fffx”）][,;:?!](?! )|[,;:?!][\u4e00-\u9fff“]")
HERE = Span("a.policy", 1, 1, 1, 2)


def codes_in_use():
    files = [f for f in (ROOT / "dsl").rglob("*.py") if not f.name.endswith("_messages.py")]
    files += (ROOT / "engine" / "review" / "check" / "findings").glob("*.py")
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def sentences():
    for code, found in CATALOGUE.items():
        for i, one in enumerate(found.cases):
            for part in (one.message, one.help):
                if part != NOTHING:
                    yield pytest.param(code, part, id=f"{code}.{i}")


def test_codes_in_use_are_those_of_the_catalogue():
    assert codes_in_use() == set(CATALOGUE)


def test_codes_in_use_are_those_of_the_pages():
    assert codes_in_use() == {f.stem for f in PAGES.glob("[EWP]*.md")}


@pytest.mark.parametrize("code", CATALOGUE)
def test_page_has_the_words_of_the_catalogue(code):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    found = CATALOGUE[code]
    assert page.startswith(f"# {code} {found.slug}\n")
    assert f"## English: {found.title.en}\n" in page
    assert f"## 中文：{found.title.zh}\n" in page


@pytest.mark.parametrize("code", CATALOGUE)
def test_readme_lists_it(code):
    found = CATALOGUE[code]
    line = f"| [{code}]({code}.md) {found.slug} | {found.title.en} | {found.title.zh} |"
    assert line in (PAGES / "README.md").read_text(encoding="utf-8").splitlines()


def test_slugs_are_different():
    slugs = [found.slug for found in CATALOGUE.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", s) for s in slugs)


@pytest.mark.parametrize(("code", "words"), list(sentences()))
def test_sentences_are_whole_in_both_languages(code, words):
    assert words.en.endswith((".", "`"))
    assert words.zh.endswith("。")
    assert not re.search(r"\b(token|syntax|parse|exception|None|null)\b", words.en)
    names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (words.en, words.zh)]
    assert names[1] <= names[0] or names[0] <= names[1], code


@pytest.mark.parametrize(("code", "words"), list(sentences()))
def test_english_has_english_examples(code, words):
    speaks_of_a_chinese_sign = "written 万" in words.en
    assert speaks_of_a_chinese_sign or not re.search(r"[\u4e00-\u9fff]", words.en)


@pytest.mark.parametrize(("code", "words"), list(sentences()))
def test_chinese_is_punctuated_in_chinese(code, words):
    prose = re.sub(r"\{\w+(:\w+)?\}", "x", words.zh)
    assert not HALF_WIDTH.search(prose), prose


@pytest.mark.parametrize("code", CATALOGUE)
def test_chinese_pages_are_punctuated_in_chinese(code):
    _, chinese = (PAGES / f"{code}.md").read_text(encoding="utf-8").split("\n## 中文：")
    prose = re.sub(r"^```.*?^```|``.*?``|`[^`\n]+`", "x", chinese, flags=re.DOTALL | re.MULTILINE)
    assert not HALF_WIDTH.search(prose), prose


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_message_never_fails(code, lang):
    for one in CATALOGUE[code].cases:
        told = dict.fromkeys(one.has.split(), "x") | ({"what": one.what} if one.what else {})
        for args in ({}, told, {**told, "other": 1}, {k: ("a", Words("b", "c"), 2) for k in told}):
            diagnostic = Diagnostic(code, HERE, args)
            assert message(diagnostic, lang)
            assert isinstance(help_text(diagnostic, lang), str)


def test_an_unknown_code_still_speaks():
    assert message(Diagnostic("E999", HERE), "zh") == "E999"
    assert slug("E999") == "e999"
    assert title("E999", "en") == "E999"


def test_first_case_that_fits_speaks():
    found = entry("x", "X", "某", case("one", "一", what="a"), case("two", "二", has="b c"), case("three", "三"))
    assert found.case({"what": "a", "b": 1}).message.en == "one"
    assert found.case({"b": 1, "c": 1}).message.en == "two"
    assert found.case({"b": 1}).message.en == "three"


@pytest.mark.parametrize(
    ("template", "value", "en", "zh"),
    [
        ("{x:or}", ("a", "b", "c"), "a, b or c", "a、b或c"),
        ("{x:any}", ("a", "b", "c"), "`a`, `b` or `c`", "“a”“b”或“c”"),
        ("{x:all}", ("a", "b", "c"), "`a`, `b` and `c`", "“a”“b”和“c”"),
        ("{x:all}", ("a",), "`a`", "“a”"),
        ("{x:or}", (Words("`if`", "`如果`"), Words("`then`", "`则`")), "`if` or `then`", "“如果”或“则”"),
        ("{x:names}", ("甲", "乙"), "`甲`, `乙`", "“甲”“乙”"),
        ("{x:path}", ("甲", "乙", "甲"), "甲 → 乙 → 甲", "甲 → 乙 → 甲"),
        ("{x:noun}", Words("an offer", "产品推荐"), "offer", "产品推荐"),
        ("{x:cap}", Words("an offer", "产品推荐"), "An offer", "产品推荐"),
        ("{x:done}", "+", "added", "相加"),
        ("{x}", "长" * 60, "长" * 47 + "…", "长" * 47 + "…"),
        ("{y}", "x", "…", "…"),
    ],
)
def test_arguments_are_shown_in_the_language_of_the_reader(template, value, en, zh):
    words = Words(template, template)
    assert fill(words, {"x": value}, "en") == en
    assert fill(words, {"x": value}, "zh") == zh
