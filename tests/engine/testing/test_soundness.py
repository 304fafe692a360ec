"""A test with a rule whose removal changes its result is never called empty, and leaving out a rule is exact."""

from dataclasses import replace
from random import Random

import pytest

from dsl.program import model as m
from engine.binding import bind
from engine.testing.customer import tested_customer
from engine.testing.empty import Emptiness
from engine.testing.expectations import met
from engine.testing.leave_out import LeaveOut, Unit
from engine.testing.look import Look
from engine.testing.reading import Reading
from engine.testing.replay import Indexed
from engine.testing.slices import Slices, keeping, targets
from tests.engine.policies import program
from tests.engine.testing.samples import RECORD

CONDITIONS = (
    "deposit > {n}万", "loan >= {n}万", "wealth < {n}万", "age < 45", "age >= 30", "risk is 保守", "risk > 稳健",
    "payroll", "not payroll", "child", "mobile is missing", "not consent", "class A", "not A", "B", "not B",
    "层次 >= 优质", "层次 is 核心", "层次 is not 普通", "分 >= {n}", "礼 is 甲", "礼 is missing", "资产 > {n}万",
)  # fmt: skip
# What a condition of a stratum may read: (number of conditions above, effects)
STRATA = (
    (14, ("class B",)),
    (16, ("tier 层次 优质", "tier 层次 核心")),
    (16, ("tier 层次 重点",)),
    (19, ("add 3 to 分", "add -3 to 分")),
    (23, ("offer 一", "offer 二 via 短信", "offer 三 priority 90", "offer 四", "task 事", "task 访 by rm")),
    (23, ("offer 一", "offer 二", "offer 三")),
)  # fmt: skip


def policy_text(random):
    """A policy of everything, small enough for rules to meet often."""

    def condition(most):
        parts = [random.choice(CONDITIONS[:most]).format(n=random.randint(0, 6)) for _ in range(random.randint(1, 3))]
        parts = [part.replace("class A", "A") for part in parts]
        joined = " and ".join(parts[:2])
        return f"({joined}) or {parts[2]}" if len(parts) > 2 else joined

    lines = [
        RECORD,
        "define 资产 = deposit + wealth",
        "tiers 层次 by 资产\n  普通\n  优质 from 3万\n  重点 from 5万\n  核心 from 6万",
        "points 分 from -1000 to 1000",
        "choice 礼 one of 甲, 乙",
        "offer 一\n  priority 5\n  via 电话, 短信",
        f"offer 二\n  group 组\n  via 电话\n  if {random.choice(('age < 60', 'wealth >= 0', 'not child'))}",
        "offer 三\n  group 组",
        "offer 四\n  priority 50\n  group 组\n  via 短信",
        f"class A if {condition(12)}",
        "class B",
    ]
    if random.random() < 0.5:
        lines.append(f"at most {random.randint(1, 2)} offers")
    for i in range(random.randint(6, 14)):
        most, effects = random.choice(STRATA)
        chosen = random.sample(effects, random.randint(1, min(2, len(effects))))
        lines.append(f"rule r{i}\n  if {condition(most)}\n  then {' and '.join(chosen)}")
    for _ in range(random.randint(0, 3)):
        scope = random.choice(("all offers", "offer 一", "group 组", "channel 短信", "channel 电话"))
        lines.append(f"exclude from {scope} if {condition(23)}")
    hit = random.choice(("first", "first", "collect"))
    lines.append(f"table t {hit}\n  | if => class |")
    lines += [f"  | {condition(12)} => {random.choice(('A', 'A, B', 'B', '-'))} |" for _ in range(3)]
    lines.append("table g first\n  | child | risk => 礼 |")
    lines += ["  | yes | - => 甲 |", "  | - | >= 平衡 => 乙 |", "  | - | - => 甲 |"]
    lines += ["never offer 一 and class A", "never offer 三 and tier 普通"]
    return "\n".join(lines)


def customer(random):
    """Differences from the typical customer."""
    given = {
        "deposit": random.randint(0, 7) * 1000000,
        "loan": random.randint(0, 7) * 1000000,
        "wealth": random.choice((None, 0, 2000000)),
        "age": random.choice((None, 25, 40, 70)),
        "risk": random.choice((None, "保守", "平衡")),
        "child": random.choice((None, True, False)),
        "payroll": random.random() < 0.5,
        "consent": random.random() < 0.7,
        "mobile": random.choice((None, "138")),
    }
    return {name: value for name, value in given.items() if random.random() < 0.6}


def expectations(look):
    """Expectations that this customer meets."""
    decision = look.evaluation.decision()
    yield from (m.ExpectTier(name, tier.rung, None) for name, tier in decision.tiers.items())
    yield from (m.ExpectTier(name, x.rung, x.lifted_by[0]) for name, x in decision.tiers.items() if x.lifted_by)
    offers = {offer.offer for offer in decision.offers}
    yield from (m.ExpectOffer(name, present=name in offers) for name in look.program.offers)
    yield m.ExpectOffers(tuple(offers))
    yield from (m.ExpectClass(name, value) for name, value in decision.classes.items())
    tasks = {task.task for task in decision.tasks}
    yield from (m.ExpectTask(name, present=name in tasks) for name in look.program.tasks)


def whole(policy, look, unit):
    """The customer under the whole policy without a unit, evaluated from scratch."""
    less = keeping(policy, {rule.id for rule in policy.all_rules} - unit.rules)
    if unit.ladder is not None:
        ladder = replace(policy.ladders[unit.ladder], measure=None, lines=(None,) * 4)
        less = replace(less, ladders={unit.ladder: ladder})
    return Look(Indexed(less, look.reference.binding), look.row)


@pytest.mark.parametrize("seed", range(40))
def test_leaving_out_is_exact_and_no_test_with_a_rule_that_matters_is_empty(seed):
    random = Random(seed)  # noqa: S311 - made-up policies
    policy = program(policy_text(random))
    reference = Indexed(policy, bind(policy, None))
    slices = Slices(policy)
    emptiness = Emptiness(Reading(policy), slices)
    for _ in range(6):
        test = m.Test("它", 0, None, None, {}, customer(random), (), policy.record.span)
        row = tested_customer(policy.record, test)
        look = Look(reference, row)
        for expectation in expectations(look):
            assert met(look, expectation)
            part = slices.of(targets(policy, expectation))
            leave_out = LeaveOut(slices, part, look)
            units = [*leave_out.rule_units(), *(Unit(ladder=name) for kind, name in part.nodes if kind == "ladder")]
            for unit in units:
                assert met(leave_out.without(unit), expectation) is met(whole(policy, look, unit), expectation)
            if any(look.breaks(never) for never in policy.nevers):
                continue  # such a case fails, so it is not asked whether it is empty
            case = replace(test, expect=((expectation, policy.record.span),))
            if emptiness.of(case, look) is not None:
                for rule in policy.all_rules:
                    other = whole(policy, look, Unit(frozenset({rule.id})))
                    assert met(other, expectation), (rule, expectation)
                    assert not any(other.breaks(never) for never in policy.nevers), (rule, expectation)
