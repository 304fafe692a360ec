"""How a diagnostic looks: carets under what they mean, whatever the width of the characters."""

import json
import re

import pytest

from dsl.diagnostics.columns import crop, expand, printable, wrap
from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.diagnostics.render import describe, render, to_json
from dsl.source import Source, Span
from dsl.width import display_width as width

ANSI = re.compile(r"\x1b\[[\d;]*m")


def shown(text, *, at=(1, 1, 1, 2), lang="en", color=False, columns=80, code="E310", labels=(), **more):
    sources = {"a.policy": Source("a.policy", text), "b.policy": Source("b.policy", "offer 基金\n")}
    diagnostic = Diagnostic(code, Span("a.policy", *at), labels=labels, **more)
    return render(diagnostic, sources, lang, color, columns)


def picture(text, **more):
    """The source line and the line of carets, without the gutter."""
    lines = shown(text, **more).splitlines()
    start = next(i for i, line in enumerate(lines) if re.match(r" +\d+ \|", line))
    return [line.partition("| ")[2] for line in lines[start : start + 2]]


def test_the_whole_of_it():
    text = shown("define 比例 = loan / 0\n", at=(1, 20, 1, 21))
    assert text == (
        "error E310  a.policy:1:20\n"
        "\n"
        "  This divides by zero.\n"
        "\n"
        "  1 | define 比例 = loan / 0\n"
        "    |                      ^\n"
        "\n"
        "  help: Write the number or the name that was meant; where a field is zero the\n"
        "        result is unknown by itself.\n"
        "  page: docs/diagnostics/E310.md"
    )


def test_in_chinese():
    text = shown("define 比例 = loan / 0\n", at=(1, 20, 1, 21), lang="zh", columns=60)
    assert text == (
        "错误 E310  a.policy:1:20\n"
        "\n"
        "  这里除以了零。\n"
        "\n"
        "  1 | define 比例 = loan / 0\n"
        "    |                      ^\n"
        "\n"
        "  提示：请写上真正的除数；字段为零时，结果自然是“未知”，不用\n"
        "        另外处理。\n"
        "  详见：docs/diagnostics/E310.md"
    )


@pytest.mark.parametrize(
    ("line", "column", "end", "before", "length"),
    [
        ("如果 贷款 > 5000", 4, 6, 5, 4),  # wide characters count two
        ("\tif loan > 5000", 5, 9, 7, 4),  # a tab goes to the next stop
        ("a\tb", 3, 4, 4, 1),
        ("if loan > 5000", 15, 16, 14, 1),  # behind the end
        ("if loan > 5000", 99, 120, 14, 1),  # far behind it
        ("e\u0301 = 1", 4, 5, 2, 1),  # a combining mark takes no column
        ("", 1, 2, 0, 1),
    ],
)
def test_carets_stand_under_the_place(line, column, end, before, length):
    assert picture(line, at=(1, column, 1, end))[-1] == " " * before + "^" * length


def test_a_place_of_several_lines_is_marked_to_the_end_of_its_first():
    assert picture("rule a  \n  if x\n", at=(1, 1, 2, 5)) == ["rule a", "^^^^^^"]


def test_a_long_line_is_cut_around_the_place():
    line = "| " + "存款 | " * 60 + "贷款 |"
    source, carets = picture(line, at=(1, len(line) - 3, 1, len(line) - 1))
    assert source.startswith("…")
    assert max(width(source), width(carets)) <= 75
    assert crop(source, carets.index("^"), carets.rindex("^") + 1) == "贷款"


def test_labels_stand_in_the_order_of_their_places_and_other_files_have_their_path():
    labels = (
        Label(Span("a.policy", 1, 7, 1, 9), Words("first declared here", "首次声明于此")),
        Label(Span("b.policy", 1, 7, 1, 9), Words("the offer", "产品")),
    )
    text = shown("class 大额\n\nparam 大额 = 1\n", at=(3, 7, 3, 9), labels=labels)
    assert "\n".join(text.splitlines()[4:12]) == (
        "  1 | class 大额\n"
        "    |       ---- first declared here\n"
        "    ⋮\n"
        "  3 | param 大额 = 1\n"
        "    |       ^^^^\n"
        "\n"
        "    b.policy:1\n"
        "  1 | offer 基金"
    )


def test_a_file_that_is_not_at_hand_is_left_out():
    text = render(Diagnostic("E310", Span("gone.policy", 1, 1, 1, 2)), {}, "en", color=False, width=80)
    assert "|" not in text


def test_a_fix_that_is_certain_and_one_that_is_a_guess():
    assert "  write: >=\n" in shown("x", fix=">=")
    assert "  maybe: deposit\n" in shown("x", fix="deposit", args={"near": "deposit"})
    assert "  也许是：deposit\n" in shown("x", fix="deposit", args={"near": "deposit"}, lang="zh")


def test_colours_change_nothing_but_colour():
    plain = shown("define 比例 = loan / 0\n", at=(1, 20, 1, 21), fix="2")
    coloured = shown("define 比例 = loan / 0\n", at=(1, 20, 1, 21), fix="2", color=True)
    assert ANSI.sub("", coloured) == plain
    assert "\x1b[31;1merror E310" in coloured
    assert "\x1b[33;1mwarning W502" in shown("x", code="W502", color=True)


def test_a_source_cannot_play_tricks_on_the_terminal():
    text = shown("if \x1b[31mloan\u202e > 0", at=(1, 4, 1, 10), fix="\x1b[2J")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert printable("a\tb") == "a\tb"


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_screen(columns, lang):
    text = shown("如果 " + "存款 > 5万 且 " * 20, at=(1, 4, 1, 6), lang=lang, columns=columns, fix=">= 5万")
    assert max(map(width, text.splitlines())) <= columns


def test_wrapping_keeps_punctuation_with_what_it_belongs_to():
    lines = wrap("请写“从 5万 到 10万”（含两端），或“从 5万 不足 10万”（不含后者）。", 20)
    assert all(width(line) <= 22 for line in lines)
    assert not any(line[0] in "，。）”" for line in lines)
    assert not any(line[-1] in "（“" for line in lines)
    assert "".join(lines).replace(" ", "") == "请写“从5万到10万”（含两端），或“从5万不足10万”（不含后者）。"


def test_cutting_a_wide_character_in_half_leaves_a_space():
    assert crop("存款", 1, 4) == " 款"
    assert crop("存款", 0, 3) == "存 "
    assert expand("\t存") == ("    存", [0, 4, 6])


def test_as_plain_values():
    label = Label(Span("a.policy", 3, 1, 3, 2), Words("here", "此处"))
    diagnostic = Diagnostic(
        "E201", Span("a.policy", 1, 4, 1, 10), {"name": "depost", "near": "deposit"}, (label,), "deposit"
    )
    data = to_json(diagnostic, "zh")
    assert json.loads(json.dumps(data)) == {
        "code": "E201",
        "severity": "error",
        "slug": "unknown-name",
        "path": "a.policy",
        "line": 1,
        "column": 4,
        "end_line": 1,
        "end_column": 10,
        "message_en": "Nothing in this policy is called `depost`.",
        "message_zh": "这项政策里没有名为“depost”的内容。",
        "help": "",
        "fix": "deposit",
        "labels": [{"path": "a.policy", "line": 3, "column": 1, "end_line": 3, "end_column": 2, "remark": "此处"}],
    }
    assert describe(diagnostic).help is None
    assert describe(Diagnostic("E310", Span("a.policy", 1, 1, 1, 2))).help is not None
