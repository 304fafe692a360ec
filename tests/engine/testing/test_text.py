"""What people read. With UPDATE_GOLDEN set, the expected texts are written anew, to be read in the diff."""

import pytest

from engine.testing.runner import run_tests
from engine.testing.text import render_text
from tests.engine.policies import program
from tests.engine.testing.samples import HERE, LADDER, golden, run

MIXED = f"""
{LADDER}
offer 定投
rule 大额贷款
  if loan > 3x deposit
  then tier 核心
rule 代发
  if payroll and age < 45
  then offer 定投
exclude from all offers if age < 18
test "过" given deposit 30万
"""
MIXED = MIXED.replace('test "过" given deposit 30万', 'test "过"\n  given deposit 30万\n  expect tier 重点')
MIXED += """
test "差一分"
  given deposit 299_999.99元
  expect tier 优质
test "上班族按揭不算"
  given deposit 20万, loan 61万
  expect tier 优质
test "贷款超过三倍存款"
  given deposit 100万, loan 301万
  expect tier 核心
test "不代发"
  given payroll, age 50, deposit 3万
  expect no offer 定投
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_failures_are_explained(lang):
    text = (HERE / "failures.policy").read_text(encoding="utf-8")
    golden(f"failures.{lang}.txt", render_text(run_tests(program(text)), lang, color=False, width=100))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen(lang):
    golden(f"screen.{lang}.txt", render_text(run(MIXED), lang, color=False, width=80))


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "1 个测试 · 0 过 · 1 空测试\n⚠ 0.policy  0/1\n"), ("en", "1 test · 0 passed · 1 empty\n⚠ 0.policy  0/1\n")],
)
def test_a_file_whose_tests_are_empty_is_not_said_to_be_in_order(lang, said):
    empty = MIXED[: MIXED.index("test ")] + 'test "空"\n  given deposit 100万, loan 301万\n  expect tier 核心\n'
    assert render_text(run(empty), lang, color=False, width=80).startswith(said)


def test_only_signs_and_places_are_coloured():
    text = render_text(run(MIXED), "zh", color=True, width=80)
    assert "\x1b[31m✗\x1b[0m 上班族按揭不算\x1b[2m（0.policy:" in text
    assert "\x1b[33m⚠\x1b[0m 贷款超过三倍存款" in text
    plain = text
    for code in ("31", "32", "33", "2", "0"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == render_text(run(MIXED), "zh", color=False, width=80)


def test_long_lists_are_cut():
    rules = "\n".join(f"rule r{i}\n  if loan > {i + 1}万\n  then offer 定投" for i in range(20))
    text = render_text(run("offer 定投", rules, 'test "无"\n  expect no offer 定投'), "en", color=False, width=80)
    assert "… and 8 more" in text
    assert "rule r11" in text
    assert "rule r12" not in text


def test_a_policy_without_tests():
    assert render_text(run(LADDER), "zh", color=False, width=80).startswith("没有测试\n")
