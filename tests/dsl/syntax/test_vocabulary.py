"""The words of the language: what the reference lists, and what each is read as where it stands."""

import re
from pathlib import Path

import pytest

from dsl.format import format_statement, names_of
from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline
from dsl.syntax.vocabulary import COMPARISONS, VOCABULARY

DOCS = Path(__file__).parents[3] / "docs"
REFERENCES = {"en": "language.md", "zh": "language.zh.md"}  # each lists the words of its own language first


def listed_rows(lang):
    page = (DOCS / REFERENCES[lang]).read_text(encoding="utf-8")
    section = page[page.index("## 19. ") :]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:3] == "| `"]
    return [[tuple(re.split(", |、", re.sub("`", "", cell))) for cell in row] for row in rows]


@pytest.mark.parametrize(("lang", "other"), [("en", "zh"), ("zh", "en")])
def test_the_reference_lists_every_word_as_it_is_read_and_printed(lang, other):
    words = [row for row in listed_rows(lang) if len(row) == 2]
    known = [[VOCABULARY.words[t, lang], VOCABULARY.words[t, other]] for t, of in VOCABULARY.words if of == lang]
    assert sorted(words) == sorted(known)


@pytest.mark.parametrize("lang", REFERENCES)
def test_the_reference_lists_every_comparison(lang):
    rows = [row for row in listed_rows(lang) if len(row) == 3]
    listed = {word: sign for (sign,), own, other in rows for word in (*own, *other)}
    assert listed == COMPARISONS


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("产品 甲", "产品 甲", "offer 甲"),
        ("推荐 甲", "产品 甲", "offer 甲"),
        ("offer 甲", "产品 甲", "offer 甲"),
        ("则 产品 甲", "则 推荐 甲", "then offer 甲"),
        ("永不 产品 甲 且 x", "如果 x 则 永不 推荐 甲", "never offer 甲 if x"),
        ("至多 3 个 产品", "至多 3个 推荐", "at most 3 offers"),
        ("客户 甲 属于 GBP", "客户 甲 币种 GBP", "customer 甲 in GBP"),
    ],
)
def test_a_word_is_read_by_its_place(typed, zh, en):
    built = build(outline(Source("test.policy", typed)), frozenset({"甲", "x"}))
    assert built.diagnostics == ()
    (statement,) = built.file.statements
    assert format_statement(statement, names_of([]), "zh") == zh + "\n"
    assert format_statement(statement, names_of([]), "en") == en + "\n"


def test_currencies_and_time_zones_have_words_of_their_own():
    typed = 'customer c\n  | name | type |\n  | a | 金额 属于 USD 从 0 到 5 USD |\n  | b | date in "Asia/Shanghai" |\n'
    built = build(outline(Source("test.policy", typed)), frozenset())
    assert built.diagnostics == ()
    rows = format_statement(built.file.statements[0], names_of([]), "zh").splitlines()[2:]
    assert [row.split("|")[2].strip() for row in rows] == ["金额 币种 USD 从 0 到 5美元", '日期 时区 "Asia/Shanghai"']


@pytest.mark.parametrize(
    "range_",
    [
        "介于 5万 和 10万",
        "介于5万到10万",
        "介于5万与10万之间",
        "在 5万 到 10万 之间",
        "在5万到10万之间",
        "between 5万 and 10万",
    ],
)
def test_a_range_says_whether_its_ends_belong_to_it(range_):
    # 介于 leaves open whether the ends count, so it is answered with the two ways to say it.
    for text in (f"class x if 存款 {range_}\n", f"客群 x 如果存款{range_}\n".replace("款b", "款 b")):
        found = build(outline(Source("t.policy", text)), frozenset({"存款"})).diagnostics
        assert [(d.code, d.args.get("what")) for d in found] == [("E121", "range")]
