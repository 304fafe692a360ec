"""Names in both languages: which are exchanged, and when two files say the same."""

import pytest

from dsl.format import format_file, names_of, same_meaning
from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline


def parsed(text):
    scanned = outline(Source("test.policy", text))
    built = build(scanned, scanned.names)
    assert built.diagnostics == ()
    return built.file


def printed(text, lang, *others):
    file = parsed(text)
    names = names_of([file, *map(parsed, others)])
    return format_file(file, Source("test.policy", text), names, lang)


RECORD = "customer 客户\n  | name | also | type |\n  | deposit | 存款, 余额 | money |\n  | age | | whole |\n"


@pytest.mark.parametrize(
    ("used", "zh", "en"),
    [
        ("deposit", "存款", "deposit"),
        ("余额", "存款", "deposit"),
        ("age", "age", "age"),
        ("unheard", "unheard", "unheard"),
    ],
)
def test_a_name_is_printed_as_the_first_in_its_language(used, zh, en):
    sentence = f"define x = {used}\n"
    assert printed(sentence, "zh", RECORD) == f"定义 x = {zh}\n"
    assert printed(sentence, "en", RECORD) == f"define x = {en}\n"
    assert printed(sentence, None, RECORD) == sentence


def test_an_offer_may_be_called_like_a_field():
    text = "offer home_loan 贷款\nparam loan 贷款 = 1\nif 贷款 > 1 then offer 贷款\n"
    assert printed(text, "en").endswith("if loan > 1 then offer home_loan\n")


def test_a_name_of_two_things_stays_as_it_is():
    text = "param a 甲 = 1\nparam b 甲 = 2\ndefine x = a + 甲 + b\n"
    for lang in ("zh", "en"):
        assert printed(text, lang).endswith("x = a + 甲 + b\n")


def test_two_declarations_with_the_same_names_are_one():
    assert printed("define x = 甲\n", "en", "param a 甲 = 1\n", "param a 甲 = 2\n") == "define x = a\n"


def test_tasks_and_groups_that_are_declared_are_exchanged_wherever_they_stand():
    declared = "tasks home_visit 上门拜访\ngroups loans 贷款\n"
    for used, other, lang in (
        ("offer x\n  group loans\n", "offer x\n  group 贷款\n", "en"),
        ("产品 x\n  分组 贷款\n", "产品 x\n  分组 loans\n", "zh"),
        ("if a then task home_visit\n", "如果 a 则 待办 上门拜访\n", "en"),
        (
            "table t collect\n  | a => task       |\n  | 1 => home_visit |\n",
            "表 t 收集\n |a=>待办|\n |1=>上门拜访|\n",
            "en",
        ),
        ('test "t"\n  expect no task home_visit\n', '测试 "t"\n  期望 无 待办 上门拜访\n', "en"),
        ('test "t"\n  | a => task       |\n  | 1 => home_visit |\n', '测试 "t"\n |a=>待办|\n |1=>上门拜访|\n', "en"),
        ("never task home_visit\n", "永不 安排 上门拜访\n", "en"),
        ("never any offer of group loans\n", "永不 推荐 贷款 分组 的 任何产品\n", "en"),
        ("exclude from group loans if a\n", "剔除 分组 贷款 如果 a\n", "en"),
        ('ban "x"\n  group loans\n', '禁用词 "x"\n  分组 贷款\n', "en"),
    ):
        assert printed(other, lang, declared) == used


def test_groups_tasks_currencies_and_policies_that_are_not_declared_are_never_exchanged():
    text = "param loan 贷款 = 1\noffer x\n  group 贷款\nif 贷款 > 1 then task 贷款\nuse 贷款\n"
    assert printed(text, "en").count("贷款") == 4


def test_declarations_keep_all_names_in_their_order():
    assert printed("param a 甲 = 1\nparam 乙 b = 2\n", "en") == "param a 甲 = 1\nparam 乙 b = 2\n"


LISTS = """customer 客户
  | name | also | type |
  | mood | 心情 | one of 低 low < 高 high |
  | need | 需求 | one of 低 little, 中 some, 高 high |
tiers 层次 level by 1
  低 poor
  高 rich from 2
choice 礼物 gift one of 花 flowers, 心情 mood
class some if 1 = 1
"""


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("定义 x = 心情 是 低", "define x = mood is low"),
        ("定义 x = 需求 属于 (低, 中)", "define x = need in (little, some)"),
        ("定义 x = 需求 缺省 低 是 中", "define x = need default little is some"),
        ("定义 x = 层次 >= 高", "define x = level >= rich"),
        ("定义 x = 层次 从 低 到 高", "define x = level from poor to rich"),
        ("如果 中 则 层级 低", "if 中 then tier poor"),
        ("如果 中 则 层级 层次 低", "if 中 then tier level poor"),
        ("如果 some 则 礼物 是 心情", "if some then gift is mood"),
        ("如果 some 则 永不 层级 高", "never tier rich if some"),
        (
            "决策表 表 首个\n  | 心情 | 需求  => 层级 | 礼物 |\n  | 低   | 非 低 => 低   | 花   |",
            "table 表 first\n  | mood | need       => tier | gift    |\n  | low  | not little => poor | flowers |",
        ),
        (
            '测试 "甲"\n  已知 心情 低\n  期望 层级 低, 层次 高\n  | 需求 => 层次 |\n  | 低   => 高   |',
            'test "甲"\n  given mood low\n  expect tier poor, level rich\n  | need   => level |\n  | little => rich  |',
        ),
    ],
)
def test_a_value_of_a_list_is_told_by_what_it_stands_beside(zh, en):
    assert printed(zh + "\n", "en", LISTS) == en + "\n"
    assert printed(en + "\n", "zh", LISTS) == zh + "\n"


def test_a_value_that_stands_beside_nothing_is_exchanged_if_it_means_one_thing():
    lists = "choice 礼物 gift one of 花 flowers, 卡 card\nchoice 回礼 thanks one of 卡 voucher\noffer 书 flowers\n"
    assert printed("param x = 花\n", "en", lists) == "param x = flowers\n"
    assert printed("param x = 卡\n", "en", lists) == "param x = 卡\n"
    assert printed("param x = 花\n", "en", lists, "param flowers = 1\n") == "param x = 花\n"


def test_the_values_of_the_record_keep_all_names():
    record = "customer 客户\n  | name | type                    | missing | typical |\n"
    record += "  | mood | one of 低 low < 高 high | as low  | high    |\n"
    zh = printed(record, "zh")
    assert zh.splitlines()[2] == "  | mood | 取值 低 low < 高 high | 视为 低 | 高   |"
    assert printed(zh, "en") == record


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("if deposit > 1 then class x\n", "如果 余额 超过 1 则 客群 x\n", True),
        ("if deposit > 1 then class x\n", "if deposit >= 1 then class x\n", False),
        ("if deposit > 1 then class x\n", "if age > 1 then class x\n", False),
        ("define a = 1  # one\n", "# one\ndefine a = 1\n", True),
        ("define a = 1  # one\n", "define a = 1\n", False),
        ("define a = 30万\n", "define a = 300k\n", True),
        ("define a = 30万\n", "define a = 300000\n", False),
        ("define a = 1\ndefine b = 2\n", "define b = 2\ndefine a = 1\n", False),
    ],
)
def test_same_meaning(one, other, same):
    names = names_of([parsed(RECORD)])
    assert same_meaning(parsed(one), parsed(other), names) is same
