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


def test_groups_tasks_currencies_and_policies_are_not_declared_so_never_exchanged():
    text = "param loan 贷款 = 1\noffer x\n  group 贷款\nif 贷款 > 1 then task 贷款\nuse 贷款\n"
    assert printed(text, "en").count("贷款") == 4


def test_declarations_keep_all_names_in_their_order():
    assert printed("param a 甲 = 1\nparam 乙 b = 2\n", "en") == "param a 甲 = 1\nparam 乙 b = 2\n"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("if deposit > 1 then class x\n", "如果 余额 超过 1 则 客群 x\n", True),
        ("if deposit > 1 then class x\n", "if deposit >= 1 then class x\n", False),
        ("if deposit > 1 then class x\n", "if age > 1 then class x\n", False),
        ("define a = 1  # one\n", "# one\ndefine a = 1\n", True),
        ("define a = 1  # one\n", "define a = 1\n", False),
        ("define a = 1\ndefine b = 2\n", "define b = 2\ndefine a = 1\n", False),
    ],
)
def test_same_meaning(one, other, same):
    names = names_of([parsed(RECORD)])
    assert same_meaning(parsed(one), parsed(other), names) is same
