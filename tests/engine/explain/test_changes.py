"""What is said to change a decision does so in the reference evaluator; one step less does not."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program.types import Bool, Listed
from engine.binding import bind
from engine.columns import to_python_rows
from engine.explain.asked import Asked, UnknownNameError, asked_for
from engine.explain.changes.nearest import wished
from engine.explain.changes.steps import Steps
from engine.explain.changes.trials import Trials
from engine.explain.changes.wishes import wishes
from engine.explain.customer import explain
from engine.io.read import Needs, read_table
from engine.reads import fields_read
from engine.reference import Reference
from tests.engine.explain.customers import AS_OF, POLICIES, program, reference, rows, trials, typical
from tests.engine.policies import program as checked
from tests.engine.samples import shipped

WAN = 10_000_00
ASKED = Asked(offer="基金定投", rungs=(("客户层级", "核心"),))


def granted(run, row, wish):
    """Whether the reference evaluator gives a customer what is wished for, and the record allows the customer."""
    return not run.broken_assumptions(row) and gives(run, row, wish)


def gives(run, row, wish):
    decision = run.decide(row)
    if wish.kind == "offer":
        return wish.name in {made.offer for made in decision.offers}
    rung, rungs = decision.tiers[wish.ladder].rung, run.program.ladders[wish.ladder].rungs
    if wish.kind == "known_rung":
        return rung is not None
    below = rung is None or rungs.index(rung) < rungs.index(wish.name)
    return below if wish.kind == "no_lift" else not below


def one_less(run, change):
    """The value one step nearer to what the customer has; None where there are no steps."""
    steps = Steps(run.program.record.fields[change.field])
    if change.before is None or not steps.counted:
        return None
    before, after = steps.number(change.before), steps.number(change.after)
    return steps.value(after + (1 if before > after else -1))


def check(run, row, found):
    """Every change and every wish in vain, against the reference."""
    for one in found:
        assert not granted(run, row, one.wish)
        assert one.wish.kind == "offer" or not (one.changes and one.in_vain)
        for change in one.changes:
            assert change.before == row[change.field]
            changed = row | {change.field: change.after}
            assert granted(run, changed, one.wish), (one.wish, change)
            if one.wish.ladder:
                assert change.gives == run.decide(changed).tiers[one.wish.ladder].rung
                measure = run.program.ladders[one.wish.ladder].measure
                assert change.measure == (run.evaluate(changed).value(measure) if measure is not None else None)
            less = one_less(run, change)
            assert less is None or not granted(run, row | {change.field: less}, one.wish), (one.wish, change)
        if one.in_vain is not None:
            assert not one.changes
            changed = row | {one.in_vain.change.field: one.in_vain.change.after}
            if one.in_vain.cause == "assumption":
                assert run.broken_assumptions(changed)
                assert gives(run, changed, one.wish)
            else:
                assert (one.wish.name, one.in_vain.cause) in {(x.offer, x.cause) for x in run.decide(changed).lost}


def changes(run, row, trials, asked=None):
    look = run.evaluate(row)
    return wished(trials, look, wishes(run.program, look.decision(), asked or Asked()))


# --- what is shown holds -----------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=30)
@given(data=st.data())
def test_every_change_does_what_it_says(policy, data):
    row, run = data.draw(rows(policy)), reference(policy)
    check(run, row, changes(run, row, trials(policy), ASKED if policy == "sample" else None))


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=20)
@given(data=st.data())
def test_no_value_of_a_list_is_overlooked(policy, data):
    """Where no single field is said to do it, none with few values does."""
    row, run = data.draw(rows(policy)), reference(policy)
    for one in changes(run, row, trials(policy)):
        if one.changes:
            continue
        for name, field in run.program.record.fields.items():
            values = {Bool: (True, False)}.get(type(field.type), getattr(field.type, "values", ()))
            assert isinstance(field.type, Bool | Listed) or not values
            for value in values:
                assert not granted(run, row | {name: value}, one.wish), (one.wish, name, value)


def test_every_change_to_customers_of_the_shipped_policy_does_what_it_says():
    policy = shipped.program("retail")
    run = Reference(policy, bind(policy, AS_OF))
    on_trial = Trials(run)
    some = shipped.customers("retail", rows=1000).take([2, 119, 134, 161, 500])
    for batch in read_table(some, policy.record, Needs(fields_read(policy))):
        for row in to_python_rows(batch.rows, policy.record):
            check(run, row, changes(run, row, on_trial))


# --- comparisons are solved --------------------------------------------------------------------------------


SOLVED = {
    "a threshold": ("deposit >= 5万", {"deposit": 2 * WAN}, ("deposit", 5 * WAN)),
    "just above one": ("deposit > 5万", {"deposit": 2 * WAN}, ("deposit", 5 * WAN + 1)),
    "just below one": ("deposit < 5万", {"deposit": 7 * WAN}, ("deposit", 5 * WAN - 1)),
    "a multiple of another": ("loan > 3x deposit", {"deposit": 10 * WAN, "loan": 29 * WAN}, ("loan", 30 * WAN + 1)),
    "a third of another": ("3x deposit < loan", {"deposit": 10_01, "loan": 29_99}, ("deposit", 9_99)),
    "a sum": ("deposit + loan >= 5万", {"deposit": 1 * WAN, "loan": 3 * WAN}, ("loan", 4 * WAN)),
    "a difference": ("deposit - loan >= 5万", {"deposit": 6 * WAN, "loan": 2 * WAN}, ("deposit", 7 * WAN)),
    "a quotient": ("deposit / loan >= 50%", {"deposit": 1 * WAN, "loan": 3 * WAN}, ("deposit", 15_000_00)),
    "a share of a whole it is part of": (
        "deposit >= 60% of (deposit + loan)", {"deposit": 5 * WAN, "loan": 5 * WAN}, ("loan", 33_333_33),
    ),
    "the greater of two": ("max(deposit, loan) >= 5万", {"deposit": 4 * WAN, "loan": 1 * WAN}, ("deposit", 5 * WAN)),
    "a rounded amount": ("deposit rounded down to 1万 >= 5万", {"deposit": 4_5000_00}, ("deposit", 5 * WAN)),
    "half up": ("deposit rounded to 1万 >= 5万", {"deposit": 4_2000_00}, ("deposit", 4_5000_00)),
    "a range": ("deposit from 5万 to 6万", {"deposit": 9 * WAN}, ("deposit", 6 * WAN)),
    "a percentage": ("rate >= 3.6%", {"rate": Fraction(3, 100)}, ("rate", Fraction(36, 1000))),
    "a day": ("opened >= 2026-01-01", {"opened": date(2025, 12, 1)}, ("opened", date(2026, 1, 1))),
    "a window": ("opened within last 1 month", {"opened": date(2026, 3, 1)}, ("opened", date(2026, 5, 1))),
    "years since": ("years since opened >= 3", {"opened": None}, ("opened", date(2023, 6, 1))),
    "a place in a list": ("risk >= 平衡", {"risk": "稳健"}, ("risk", "平衡")),
    "yes or no": ("payroll", {"payroll": False}, ("payroll", True)),
    "what a text begins with": ('mobile starts with "1"', {"mobile": "0"}, ("mobile", "1")),
    "a value that is missing": ("mobile is known", {}, ("mobile", "…")),
    "points": ("score >= 5", {"deposit": 2 * WAN}, ("deposit", 5 * WAN)),
}  # fmt: skip


@pytest.mark.parametrize(("condition", "given", "wanted"), SOLVED.values(), ids=SOLVED)
def test_comparisons_are_solved_for_each_field(condition, given, wanted):
    run = small(RULE.format(condition))
    row = customer(run, **given)
    found = changes(run, row, Trials(run))
    check(run, row, found)
    assert wanted in [(change.field, change.after) for change in only(found, "gift").changes]


def small(rules):
    """A policy of one offer and an account, over a record in which little is missing."""
    policy = checked(f"{RECORD}\n{rules}")
    return Reference(policy, bind(policy, AS_OF))


def customer(run, **given):
    return {name: field.default for name, field in run.program.record.fields.items()} | {"id": "T1"} | given


RECORD = """
customer c
  | name    | type                             | missing |
  | id      | key                              |         |
  | deposit | money from 0 to 100亿            | as 0    |
  | loan    | money from 0 to 100亿            | as 0    |
  | due     | money from 0 to 100亿            | as 0    |
  | rate    | percent from 0% to 36%           | unknown |
  | opened  | date                             | unknown |
  | risk    | one of 保守 < 稳健 < 平衡 < 进取 | unknown |
  | payroll | yes/no                           | as no   |
  | mobile  | text                             | unknown |
  assume due <= loan
points score from 0 to 1_000_000
rule points
  then add deposit / 1万 rounded down to 1 to score
tiers level by deposit
  low
  middle from 5万
  high from 30万
offer gift
  priority 10
"""
RULE = "rule r\n  if {}\n  then offer gift"


# --- what is in the way ------------------------------------------------------------------------------------


def only(found, name):
    return next(one for one in found if one.wish.name == name)


def test_what_the_record_does_not_let_be_is_no_change_but_is_told():
    run = small("rule r\n  if loan >= 300万\n  then tier high")
    row = customer(run, loan=310 * WAN, due=310 * WAN)
    found = next(one for one in changes(run, row, Trials(run)) if one.wish.kind == "no_lift")
    assert not found.changes
    assert (found.in_vain.change.field, found.in_vain.change.after) == ("loan", 300 * WAN - 1)
    assert found.in_vain.cause == "assumption"
    check(run, row, [found])


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ("  if deposit >= 5万 and rate >= 1%", "eligibility"),
        ("exclude from all offers if deposit < 5万 or rate is missing", "exclusion"),
        ("offer better\n  priority 20\nrule b\n  then offer better\nat most 1 offers", "cap"),
        ("  group g\noffer better\n  priority 20\n  group g\nrule b\n  then offer better", "group"),
        ("  until 2026-01-01", "period"),
    ],
)
def test_an_offer_that_a_rule_would_grant_in_vain(more, cause):
    # The clauses of the offer stand first.
    run = small(f"{more}\n{RULE.format('payroll')}")
    row = customer(run)
    found = only(changes(run, row, Trials(run)), "gift")
    assert (found.changes, found.in_vain.change.field, found.in_vain.cause) == ((), "payroll", cause)
    check(run, row, [found])


def test_what_is_not_to_be_changed_is_left_alone():
    run = small(RULE.format('id is known and id = "T2"'))
    assert not only(changes(run, customer(run), Trials(run)), "gift").changes


@pytest.mark.parametrize(
    ("condition", "opened", "wanted"),
    [
        # What has passed may happen again, until today; it cannot have happened earlier.
        ("opened within last 1 month", date(2026, 3, 1), [date(2026, 5, 1)]),
        ("not (opened within last 1 month)", date(2026, 5, 30), []),
        ("opened > 2026-06-01", date(2026, 5, 30), []),
        # What is to come may come sooner or later, but not before today.
        ("opened within next 1 month", date(2026, 8, 1), [date(2026, 7, 1)]),
        ("opened > 2026-08-01", date(2026, 7, 1), [date(2026, 8, 2)]),
        ("opened < 2026-06-01", date(2026, 7, 1), []),
        ("opened <= 2026-06-01", date(2026, 7, 1), [date(2026, 6, 1)]),
    ],
)
def test_a_day_moves_only_where_it_can(condition, opened, wanted):
    run = small(RULE.format(condition))
    row = customer(run, opened=opened)
    found = changes(run, row, Trials(run))
    check(run, row, found)
    assert [change.after for change in only(found, "gift").changes] == wanted


def test_of_fields_alike_the_first_of_the_record_is_first():
    run = small(RULE.format("loan >= 5万 or due >= 5万 or deposit >= 5万"))
    found = only(changes(run, customer(run, loan=5 * WAN - 1), Trials(run)), "gift").changes
    assert [change.field for change in found] == ["loan", "deposit"]  # due may not be more than the loan


def test_a_rung_is_reached_itself_before_a_higher_one():
    run = small("rule r\n  if loan >= 10万\n  then tier high")
    found = only(changes(run, customer(run, loan=9 * WAN, deposit=1 * WAN), Trials(run)), "middle")
    assert [(change.field, change.gives) for change in found.changes] == [("deposit", "middle"), ("loan", "high")]


# --- in words ----------------------------------------------------------------------------------------------


def told(lang, asked=None, **given):
    asked = asked or Asked()
    return explain(
        reference("sample"), typical("sample", **given), lang=lang, trials=trials("sample"), asked=asked
    ).text(asked=asked)


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (
            {"deposit": 20 * WAN, "wealth": 1_6000_00},
            "要到 重点：存款 再多 8.4万元（到 28.4万元，资产 即为 30万元）",
            "to reach 重点: deposit 84,000 CNY more (to 284,000 CNY, assets then 300,000 CNY)",
        ),
        (
            {"wealth": None},
            "要能判定：补上 理财（例如 0元），即为 潜力",
            "to be decided: wealth filled in (such as 0 CNY), then 潜力",
        ),
        ({"mobile": None, "deposit": 2 * WAN}, "渠道产品  补上 手机", "渠道产品  mobile filled in"),
        ({"payroll": True, "age": 50}, "基金定投  年龄 减少 6（到 44）", "基金定投  age 6 less (to 44)"),
        ({"age": 30}, "基金定投  代发标志 由 否 改为 是", "基金定投  payroll from no to yes"),
        (
            {"deposit": 20 * WAN, "loan": 320 * WAN},
            "不再提升到 核心：贷款 减少 200,000.01元（到 2,999,999.99元），即为 优质",
            "no longer lifted to 核心: loan 200,000.01 CNY less (to 2,999,999.99 CNY), then 优质",
        ),
        ({"loan": 400 * WAN, "wealth": None}, "（到 2,999,999.99元），即为 未定", "2,999,999.99 CNY), then undecided"),
    ],
)
def test_changes_are_told(given, zh, en):
    assert zh in told("zh", **given).replace("\n    ", "")
    assert en in told("en", **given).replace("\n    ", " ")


def test_one_offer_is_told_alone():
    asked = asked_for(program("sample"), offer="refinance")
    text = told("zh", asked, loan=290 * WAN)
    assert "要得到推荐：贷款 再多 10万元（到 300万元）" in text
    assert "客户层级" not in text
    assert "基金定投" not in text


def test_one_tier_is_told_alone():
    asked = asked_for(program("sample"), tier="核心")
    text = told("en", asked, deposit=60 * WAN)
    assert "to reach 核心: deposit 400,000 CNY more (to 1,000,000 CNY)" in text
    assert "or wealth from 0 CNY to 400,000 CNY" in text
    assert "Offers" not in text
    assert "already on 核心 or above" in told("en", asked, deposit=160 * WAN)


@pytest.mark.parametrize(("kind", "wrong", "right"), [("offer", "贷款置唤", "贷款置换"), ("tier", "核辛", "核心")])
def test_an_unknown_name_gets_the_nearest(kind, wrong, right):
    with pytest.raises(UnknownNameError) as error:
        asked_for(program("sample"), **{kind: wrong})
    assert right in error.value.words.zh
    assert right in error.value.words.en
