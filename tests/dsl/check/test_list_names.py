"""Values with a name in each language: either means the same, and none of it changes what is decided."""

import pytest

from dsl.load import Folder, analyse
from dsl.program.identity import decisions_hash
from dsl.source import Source

POLICY = """customer client
  | name | type                                  | missing | typical |
  | id   | key                                   |         |         |
  | mood | one of 平静{calm} < 警惕{wary} < 急切 | as 平静 | 平静    |
  | size | one of 1{one}, "二 人"{two}           | unknown | 1       |
tiers 阶梯
  低 low
  高 high
choice 谢礼 one of 花{flowers}, 书{book}
"""
NAMED = POLICY.format(calm=" calm", wary=" wary", one=" 一人", two=" two", flowers=" flowers", book=" book")
PLAIN = POLICY.format(calm="", wary="", one="", two="", flowers="", book="")


class NothingUsed:
    def used(self, name, by):
        return None


def program(text):
    analysis = analyse(Folder("t", "t", (Source("t.policy", text),)), NothingUsed())
    assert analysis.program is not None, analysis.diagnostics
    return analysis.program


@pytest.mark.parametrize(
    ("named", "first"),
    [
        ("if mood is wary then 谢礼 is flowers", "if mood is 警惕 then 谢礼 is 花"),
        ("if mood in (calm, 急切) then tier high", "if mood in (平静, 急切) then tier 高"),
        ("if mood from calm to wary then 谢礼 is book", "if mood from 平静 to 警惕 then 谢礼 is 书"),
        ('if size is 一人 or size is "two" then class 甲', 'if size is 1 or size is "二 人" then class 甲'),
        ("if 谢礼 is flowers then class 甲", "if 谢礼 is 花 then class 甲"),
        ("param least = wary\nif mood >= least then class 甲", "param least = 警惕\nif mood >= least then class 甲"),
        (
            "table 选 first\n  | mood | size => 谢礼    |\n  | wary | 一人 => flowers |\n  | -    | -    => -       |",
            "table 选 first\n  | mood | size => 谢礼 |\n  | 警惕 | 1    => 花   |\n  | -    | -    => -    |",
        ),
    ],
)
def test_every_name_means_the_same(named, first):
    declared = "class 甲\n" if "甲" in named else ""
    assert decisions_hash(program(NAMED + declared + named)) == decisions_hash(program(PLAIN + declared + first))


def test_a_name_of_a_list_hides_what_else_has_it_beside_the_list():
    text = "param calm = 1\nif mood is calm and calm = 1 then tier high"
    plain = text.replace("mood is calm", "mood is 平静")
    assert decisions_hash(program(NAMED + text)) == decisions_hash(program(NAMED + plain))


@pytest.mark.parametrize("twice", ["tiers 级\n  甲 one\n  乙 one", "choice 礼 one of 甲 one, 乙 one"])
def test_a_name_belongs_to_one_value_of_a_list(twice):
    analysis = analyse(Folder("t", "t", (Source("t.policy", f"{NAMED}{twice}\n"),)), NothingUsed())
    assert [(d.code, d.args["name"]) for d in analysis.diagnostics] == [("E202", "one")]
