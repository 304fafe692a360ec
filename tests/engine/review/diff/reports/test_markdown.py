"""Markdown for merge requests: it fits, the gravest stands first, and no text of a policy gets out of its place."""

import re

import pytest

from engine.review.diff.render.markdown import MOST, _change, markdown, size
from engine.review.diff.render.markdown_text import block, code, inline, within_html
from engine.review.diff.render.story import PartStory
from engine.review.diff.render.text_diff import pieces
from engine.review.diff.report import LonePolicy
from tests.engine.review.diff.reports.hostile import TEXTS, filled, many

OURS = re.compile(r"</?(?:details|summary|code|del|ins|sub)>")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", ["", TEXTS[0], "长" * 1_000, "😀" * 1_000])
def test_a_huge_review_fits(made, lang, text):
    shown = markdown([many(filled(made, text) if text else made, 1_000)], lang)
    assert MOST * 0.8 < size(shown) <= MOST
    assert size(shown) == len(shown.encode("utf-16-le")) // 2
    last = shown.rstrip().rpartition("\n")[2]
    omitted = re.search(r"(\d+) classes of change omitted" if lang == "en" else r"略去 (\d+) 类行为变化", last)
    told = len(re.findall(r"^(?:#### |<details><summary>[🔻🔺🔹])", shown, re.MULTILINE))
    assert int(omitted[1]) + told == 1_000


@pytest.mark.parametrize("number", [2, 40])
def test_several_huge_reviews_fit(made, number):
    shown = markdown([many(made, 100)] * number, "zh")
    assert size(shown) <= MOST
    assert shown.count("\n## ") + 1 == number


def test_policies_for_which_there_is_no_room_are_counted(made):
    shown = markdown([filled(made, "长" * 400)] * 90, "en")
    assert size(shown) <= MOST
    told = shown.count("\n## ") + 1
    assert told < 90
    assert shown.endswith(f"\n{90 - told} policies omitted\n")


def test_what_fits_is_all_there(made):
    shown = markdown([made], "en")
    assert "omitted" not in shown
    assert len(re.findall(r"^(?:#### |<details><summary>[🔻🔺🔹])", shown, re.MULTILINE)) == len(made.classes)


def test_the_verdict_stands_first_and_losses_before_gains(made):
    shown = markdown([made], "zh")
    marks = [
        "## ⚠️ 10 类行为变化",
        "适用于所有客户",
        "对数据的影响",
        "核心 → 优质",
        "### 分层",
        "🔻 等级",
        "🔺 等级",
        "### check",
        "### 改了什么",
    ]
    places = [shown.index(mark) for mark in marks]
    assert places == sorted(places)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", TEXTS)
def test_texts_of_policies_stay_texts(made, text, lang):
    shown = markdown([filled(made, text)], lang)
    outside = re.sub(r"^( *)(`{3,})\n.*?\n\1\2\n", "", shown, flags=re.DOTALL | re.MULTILINE)
    assert "<" not in OURS.sub("", outside)
    marked = re.sub(r"<summary>.*?</summary>", "", outside)  # there Markdown means nothing
    assert not re.search(r"(?<!\\)`(?!tiercel diff … --format html`|\n)", marked.replace("html`", "html"))
    assert not re.search(r"[@#!~](?=\w)", re.sub(r"&#\d+;", ".", outside))
    assert not re.search(r"://|\bwww\.", outside)
    assert not re.search(r"(?<!\\)\]\(", marked)
    for line in outside.splitlines():
        assert re.match(r"$|#{2,4} |- |  - |\| |<details>|</details>|<code>|<sub>|\*\*|---$|… |\d|…… ", line), line


@pytest.mark.parametrize("text", TEXTS)
def test_tables_keep_their_columns(made, text):
    rows = re.findall(r"(?:^\|.*\|\n)+", markdown([filled(made, text)], "en"), re.MULTILINE)
    assert rows
    for table in rows:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_characters_that_mean_something():
    assert inline("a_b|c*d`e`") == r"a\_b\|c\*d\`e\`"
    assert inline("<b> & @all") == "&lt;b&gt; &amp; @\u2060all"
    assert within_html("x\n\ny") == "x y"
    assert code("`x`|y") == "<code>&#96;x&#96;&#124;y</code>"
    assert block("a\n````\nb", indent=2) == "  `````\n  a\n  ````\n  b\n  `````\n"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "it pays you interest, from 500 pounds", "it pays interest, from 1,000 pounds",
            "it pays <del>you</del> interest, from <del>500</del><ins>1,000</ins> pounds",
        ),
        ("我们送您礼品", "我们送您一份礼品", "我们送您<ins>一份</ins>礼品"),
        ("a  b", "a b", "a  b"),
    ],
)  # fmt: skip
def test_differences_of_texts_keep_the_blanks_between_words(old, new, shown):
    told = _change(PartStory("say", old, new, pieces(old, new)))
    assert re.sub(" +", " ", told) == re.sub(" +", " ", shown)


def test_no_policy_that_differs():
    assert markdown([], "en") == "✅ No policy differs\n"


def test_policies_that_come_and_go_stand_first(made):
    lone = [LonePolicy(path="a|b", policy=None, which="old"), LonePolicy(path="c", policy="c", which="new")]
    shown = markdown([made], "zh", lone)
    assert shown.startswith(
        "## ⚠️ 政策已删除：<code>a&#124;b</code>\n\n## ⚠️ 新政策，没有可比较的旧版：<code>c</code>\n\n## "
    )
    assert shown.endswith(markdown([made], "zh"))
