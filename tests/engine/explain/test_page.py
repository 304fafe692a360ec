"""Lines fit a terminal, and break where a reader expects it."""

import pytest

from dsl.width import display_width
from engine.explain.page import GLUE, Page, glued, plain


def written(text, width, indent=0, *, color=False, style="plain"):
    page = Page(width, color)
    page.line(indent, ((text, style),))
    return page.text().splitlines()


def test_chinese_takes_two_columns():
    assert display_width("存款ab") == 6
    assert written("一二三四五六七八九十" * 2, 24) == ["一二三四五六七八九十一二", "  三四五六七八九十"]


def test_lines_break_at_spaces_near_the_end():
    assert written("one two three four five six", 20) == ["one two three four", "  five six"]


@pytest.mark.parametrize("mark", [",", "。", ")", "、", ";"])
def test_no_line_begins_with_a_closing_mark(mark):
    lines = written("一二三四五六七八九十" + mark + "一二三", 20)
    assert not any(line.strip().startswith(mark) for line in lines)
    assert "".join(line.strip() for line in lines) == "一二三四五六七八九十" + mark + "一二三"


@pytest.mark.parametrize("said", ['says "今天网点有人接待。"', 'says "someone is there today."'])
def test_quotes_stay_with_what_they_enclose(said):
    for width in range(20, len(said) + 9):
        lines = [line.strip() for line in written(said, width)]
        assert not any(line.startswith('"') for line in lines if not line.startswith(('"今', '"some')))
        assert not any(line.endswith('"') for line in lines[:-1])


def test_no_line_ends_with_an_opening_mark():
    assert written("一二三四五六七八九(一二三)", 20)[0] == "一二三四五六七八九"


@pytest.mark.parametrize("amount", ["1,234.5万元", "3倍", "10天", "2026-06-01", "5亿元"])
def test_numbers_keep_their_units(amount):
    for before in range(6, 12):
        lines = written("一" * before + amount + "二三四五", 24)
        assert any(amount in line for line in lines)


def test_glued_text_stays_together():
    lines = written(f"一二三四五六七 {glued('风险偏好 缺失 ≥ 平衡')}{GLUE}?", 30)
    assert lines == ["一二三四五六七", "  风险偏好 缺失 ≥ 平衡 ?"]


def test_a_word_longer_than_the_line_is_cut():
    assert max(map(display_width, written("x" * 100, 30))) == 30
    assert "".join(line.strip() for line in written(glued("x y" * 40), 30)).replace(" ", "") == "xy" * 40


def test_styles_are_shown_only_in_colour():
    assert written("✓", 80, style="true") == ["✓"]
    assert written("✓", 80, style="true", color=True) == ["\x1b[32m✓\x1b[0m"]
    assert written("a", 80, color=True) == ["a"]


def test_empty_lines_stand_only_between_lines():
    page = Page(80)
    page.blank()
    page.line(0, plain("a"))
    page.blank()
    page.blank()
    page.line(2, plain("b"))
    page.blank()
    assert page.text() == "a\n\n  b\n"
