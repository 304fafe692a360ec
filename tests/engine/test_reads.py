"""Which fields the decisions of a policy read."""

import pytest

from engine.reads import fields_read
from tests.engine.policies import analysed

RECORD = """
customer 客户
  | name     | type                  | missing  |
  | id       | key                   |          |
  | assumed  | money                 | as 0     |
  | measured | money                 | as 0     |
  | asked    | money                 | as 0     |
  | behind   | money                 | as 0     |
  | amount   | whole from 0 to 10    | as 0     |
  | day      | date                  | unknown  |
  | eligible | yes/no                | unknown  |
  | excludes | yes/no                | unknown  |
  | shown    | text                  | unknown  |
  | decides  | yes/no                | unknown  |
  | promised | yes/no                | unknown  |
  | tested   | whole                 | unknown  |
  | defined  | money                 | as 0     |
  | free     | text                  | required |
"""
NOTHING = "class 甲 if 1万 > 2万\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", set()),
        ("  assume assumed >= 0元\n" + NOTHING, {"assumed"}),
        ("tiers 层 by measured\n  低\n  高 from 1万\n", {"measured"}),
        ("class 乙 if asked > 1万\n", {"asked"}),
        ("define twice = behind + behind\ndefine more = twice + 1元\nclass 乙 if more > 1万\n", {"behind"}),
        ("define unread = defined + 1元\n" + NOTHING, set()),
        ("points 分 from 0 to 100\nrule 加 if 1万 > 2万 then add amount to 分\n", {"amount"}),
        ("roles rm 经理\nrule 访 then task 拜访 by rm on day\n", {"day"}),
        ("offer 卡\n  if eligible\n", {"eligible"}),
        ("offer 卡\nexclude from offer 卡 if excludes\n", {"excludes"}),
        ('offer 卡\n  say "{% if decides %}{{ shown }}{% else %}无{% endif %}"\n', {"decides", "shown"}),
        ('class 乙 if 1万 > 2万\n  because "{{ shown }}"\n', {"shown"}),
        ("offer 卡\nnever offer 卡 and promised\n", {"promised"}),
        ("choice 礼 one of 甲, 乙\ntable 选 first\n  | decides => 礼 |\n  | yes => 甲 |\n", {"decides"}),
        ("rule 旧 if asked > 1万 then class 乙\n  until 2020-01-01\nclass 乙\n", {"asked"}),
    ],
)
def test_everything_that_takes_part_in_deciding(text, expected):
    analysis = analysed(RECORD + text)
    assert analysis.program is not None, [d.code for d in analysis.errors]
    assert fields_read(analysis.program) == expected
