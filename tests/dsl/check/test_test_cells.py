"""Cells of test tables: yes and no, and none of the offers, classes or tasks."""

import pytest

from dsl.load import Folder, analyse
from dsl.program import model as m
from dsl.source import Source

POLICY = """
customer c
  | name    | type        |
  | id      | key         |
  | payroll | yes/no      |
  | kind    | one of 甲, 乙 |
channels 电话, 短信
roles 经理
class 代发客户 if payroll
class 高龄
tiers 阶梯
  低
  高
choice 礼物 one of 书, 花
choice 赠品 one of 书, 无
offer 基金
define 是代发 = payroll
rule r
  if payroll
  then offer 基金 and task 回访 and task 致电 and class 高龄 and tier 高 and 礼物 is 书 and 赠品 is 书
"""


class NothingUsed:
    def used(self, name, by):
        return None


def analysed(column, cell):
    test = f'test "t"\n  | payroll => {column} |\n  | yes => {cell} |\n'
    return analyse(Folder("t", "t", (Source("t.policy", POLICY + test),)), NothingUsed())


def expected(column, cell):
    analysis = analysed(column, cell)
    assert analysis.errors == ()
    (case,) = analysis.program.tests
    return [expectation for expectation, _ in case.expect]


@pytest.mark.parametrize("no", ["no", "否", "无"])
def test_no_is_none_of_them_in_a_column_of_outcomes(no):
    assert expected("offer", no) == [m.ExpectOffers(())]
    assert expected("tier", no) == [m.ExpectTier("阶梯", None, None)]
    assert expected("class", no) == [m.ExpectClass("代发客户", value=False), m.ExpectClass("高龄", value=False)]
    assert expected("task", no) == [m.ExpectTask("回访", present=False), m.ExpectTask("致电", present=False)]


def test_channels_and_roles_are_of_the_tasks_of_their_row():
    header, row = "task | via | by", "回访, 致电 | 电话, 短信 | 经理"
    assert expected(header, row) == [
        m.ExpectTask(task, present=True, role="经理", channel=channel)
        for task in ("回访", "致电")
        for channel in ("电话", "短信")
    ]
    assert expected("by | task", "经理 | 回访") == [m.ExpectTask("回访", present=True, role="经理")]
    assert expected("task | via | by", "回访 | - | -") == [m.ExpectTask("回访", present=True)]


def test_beside_offers_a_channel_is_theirs_and_a_role_is_of_the_tasks():
    assert expected("task | via | offer | by", "回访 | 电话 | 基金 | 经理") == [
        m.ExpectTask("回访", present=True, role="经理"),
        m.ExpectOffers(("基金",)),
        m.ExpectOffer("基金", present=True, channel="电话"),
    ]


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        ("task | via", "no | 电话", "E411"),
        ("task | via", "- | 电话", "E411"),
        ("task | by", "no | 经理", "E411"),
        ("offer | via | task", "- | 电话 | 回访", "E411"),
        ("task | via", "回访 | no", "E311"),
        ("task | via", "回访 | missing", "E311"),
        ("task | via", "3 | 电话", "E311"),
        ("via", "电话", "E411"),
        ("offer | by", "基金 | 经理", "E411"),
        ("task | within", "回访 | 3", "E411"),
        ("task | via | via", "回访 | 电话 | 短信", "E423"),
    ],
)
def test_what_a_row_says_of_nothing_is_one_mistake(header, row, code):
    assert [mistake.code for mistake in analysed(header, row).errors] == [code]


@pytest.mark.parametrize("no", ["no", "否", "无"])
def test_no_is_a_value_in_a_column_with_a_name(no):
    assert expected("代发客户", no) == [m.ExpectClass("代发客户", value=False)]
    ((value,),) = [[x.value for x in expected("是代发", no)]]
    assert value is False
    assert [x.value for x in expected("赠品", no)] == ["无"]


@pytest.mark.parametrize("column", ["offer", "class", "task"])
@pytest.mark.parametrize("mark", ["missing", "unknown", "3", "yes"])
def test_what_no_outcome_can_be_is_a_mistake(column, mark):
    (mistake,) = analysed(column, mark).errors
    assert (mistake.code, mistake.span.line) == ("E311", POLICY.count("\n") + 3)


@pytest.mark.parametrize(("column", "cell"), [("礼物", "no"), ("礼物", "yes"), ("赠品", "是")])
def test_yes_and_no_are_mistakes_where_they_are_not_in_the_list(column, cell):
    (mistake,) = analysed(column, cell).errors
    assert (mistake.code, mistake.args["owner"].zh) == ("E205", column)


def test_a_field_with_a_list_is_not_given_yes_or_no():
    source = Source("t.policy", f'{POLICY}test "t"\n  given kind no\n  expect 高龄 no\n')
    (mistake,) = analyse(Folder("t", "t", (source,)), NothingUsed()).errors
    assert mistake.code == "E205"
