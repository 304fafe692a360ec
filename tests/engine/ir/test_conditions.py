"""What policies ask again and again is worked out once, and no two questions are taken for one."""

from itertools import combinations

from engine.ir.conditions import content
from tests.engine.policies import analysed, program_of

QUESTIONS = (
    "deposit >= 1元", "deposit > 1元", "deposit >= 2元", "loan >= 1元", "deposit >= loan", "deposit >= 2x loan",
    "deposit >= loan + 1元", "deposit >= loan - 1元", "age >= 1", "age >= visits", "vip", "payroll", "vip = payroll",
    "opened = today", "opened = today + 1 days", "opened = today + 1 months", "opened = today - 1 days",
    "opened is within the last 1 days", "opened is within the next 1 days", "opened is within the last 1 months",
    "matures is within the last 1 days", "days since opened >= 1", "days since matures >= 1",
    "months since opened >= 1", "opened anniversary = today", "opened is missing", "deposit is missing",
    "city = 北京", "city = 上海", "risk = 稳健", "risk >= 稳健", "wish >= 稳健", "risk >= wish",
    'nickname contains "1"', 'nickname starts with "1"', 'nickname contains "2"', 'mobile contains "1"',
    "(loan default 1元) >= 1元", "(loan default 2元) >= 1元", "deposit from 1元 to 2元", "deposit from 1元 below 2元",
    "min(deposit, loan) >= 1元", "max(deposit, loan) >= 1元", "deposit rounded down to 1元 >= 1元",
)  # fmt: skip


def asked(name="policy"):
    """What a policy says that asks all of them, one class for each."""
    policy = program_of(analysed("\n".join(f"class c{at} if {x}" for at, x in enumerate(QUESTIONS)), name=name))
    return {QUESTIONS[int(rule.id.rpartition("c")[2])]: content(rule.condition) for rule in policy.all_rules}


def test_different_questions_are_never_taken_for_one():
    found = asked()
    assert len(found) == len(QUESTIONS)
    assert [(one, other) for one, other in combinations(QUESTIONS, 2) if found[one] == found[other]] == []


def test_a_question_asked_twice_is_known_again():
    """Where it stands again, it is made of other objects."""
    one, other = asked("one"), asked("other")
    assert one == other
    assert {x: hash(said) for x, said in one.items()} == {x: hash(said) for x, said in other.items()}
