"""Cells that say yes, no or none: printed as each language says it, whichever way they were typed."""

import pytest

from dsl.format import format_file, names_of
from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline

HEADS = "class 老客户\noffer 基金\n"


def printed(text, lang):
    source = Source("test.policy", text)
    scanned = outline(source)
    built = build(scanned, scanned.names)
    assert built.diagnostics == ()
    return format_file(built.file, source, names_of([built.file]), lang)


@pytest.mark.parametrize("no", ["no", "否", "无"])
@pytest.mark.parametrize("yes", ["yes", "是"])
def test_yes_and_no_of_a_test_table(no, yes):
    text = f'{HEADS}test "t"\n  | 代发 => 老客户 | offer |\n  | {yes} => {yes} | {no} |\n  | 否 => {no} | 基金 |\n'
    en, zh = printed(text, "en"), printed(text, "zh")
    assert en.splitlines()[2:] == [
        'test "t"',
        "  | 代发 => 老客户 | offer |",
        "  | yes  => yes    | no    |",
        "  | no   => no     | 基金  |",
    ]
    assert zh.splitlines()[2:] == [
        '测试 "t"',
        "  | 代发 => 老客户 | 推荐 |",
        "  | 是   => 是     | 无   |",
        "  | 否   => 否     | 基金 |",
    ]
    assert printed(en, "zh") == printed(zh, "zh") == zh
    assert printed(zh, "en") == printed(en, "en") == en
    assert (printed(en, None), printed(zh, None)) == (en, zh)


@pytest.mark.parametrize(
    ("typed", "en", "zh"),
    [
        ("给定 非 代发\n  expect 老客户 no", "given not 代发|expect 老客户 no", "已知 非 代发|期望 老客户 否"),
        ("expect 老客户 是, 不推荐", "expect 老客户 yes, no offers", "期望 老客户 是, 不推荐"),
        (
            "期望 非 客群 老客户, 无 待办 回访",
            "expect no class 老客户, no task 回访",
            "期望 非 客群 老客户, 无 待办 回访",
        ),
    ],
)
def test_yes_and_no_of_a_sentence(typed, en, zh):
    text = f'{HEADS}test "t"\n  {typed}\n'
    for lang, lines in (("en", en), ("zh", zh)):
        once = printed(text, lang)
        assert [line.strip() for line in once.splitlines()[3:]] == lines.split("|")
        assert printed(once, lang) == once


@pytest.mark.parametrize(
    ("typed", "en", "zh"),
    [
        ("not missing", "known", "已知"),
        ("不缺失", "known", "已知"),
        ("非 缺失", "known", "已知"),
        ("not known", "missing", "缺失"),
        ("非 已知", "missing", "缺失"),
    ],
)
def test_a_denied_question_of_a_cell(typed, en, zh):
    text = f"{HEADS}table t collect\n  | 年龄 => offer |\n  | {typed} => 基金 |\n"
    assert [printed(text, lang).splitlines()[-1].split()[1] for lang in ("en", "zh")] == [en, zh]
