"""Meaning 5: what becomes of offers. Meaning 3: an exclusion that is unknown excludes."""

import pytest

from engine.decision import OfferLost
from tests.engine.policies import decide, errors

T, F, U = True, False, None
CHANNELS = "channels 电话 phone, 短信 sms, 微信 wechat\n"


def offers(*policy, **customer):
    """Offer, priority and channels, in the order of their rank."""
    decided = decide(CHANNELS, *policy, **customer)
    assert [o.rank for o in decided.offers] == list(range(1, len(decided.offers) + 1))
    return [(o.offer, o.priority, o.channels) for o in decided.offers]


def lost(*policy, **customer):
    return decide(CHANNELS, *policy, **customer).lost


# --- granting -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("payroll", "given"), [(T, ["甲"]), (F, []), (U, [])])
def test_an_offer_is_granted_only_on_true(payroll, given):
    decided = decide("offer 甲\nif payroll then offer 甲", payroll=payroll)
    assert [o.offer for o in decided.offers] == given
    assert decided.lost == ()  # what was not granted is not lost


def test_an_offer_granted_twice_has_the_highest_priority_all_reasons_and_all_channels():
    """Meaning 5."""
    policy = """
offer 甲
  priority 50
  via 电话
rule 一 then offer 甲 via 短信 priority 30
  because "其一"
rule 二 then offer 甲
rule 三 then offer 甲 via 微信 priority 70
  because "其三"
"""
    assert offers(policy) == [("甲", 70, ("微信", "电话", "短信"))]
    reasons = decide(CHANNELS, policy).offers[0].reasons
    assert [(name, text and text.text) for name, text in reasons] == sorted(
        [("一", "其一"), ("二", None), ("三", "其三")]
    )


def test_via_and_priority_replace_the_offers_own_for_that_grant():
    policy = "offer 甲\n  priority 50\n  via 电话\nrule 一 then offer 甲 via 短信 priority 30"
    assert offers(policy) == [("甲", 30, ("短信",))]  # lower too: its own is replaced
    assert offers("offer 甲\n  priority 50\n  via 电话\nrule 一 then offer 甲 via 短信") == [("甲", 50, ("短信",))]
    assert offers("offer 甲\n  priority 50\n  via 电话\nrule 一 then offer 甲 priority 30") == [("甲", 30, ("电话",))]
    assert offers("offer 甲\nrule 一 then offer 甲 priority -5") == [("甲", -5, ())]
    assert offers("offer 甲\nrule 一 then offer 甲") == [("甲", 0, ())]


def test_several_offers_of_one_rule():
    policy = "offer 甲\noffer 乙\nrule 一 then offer 甲, 乙 via 短信 priority 3 and offer 甲 via 电话"
    assert offers(policy) == [("乙", 3, ("短信",)), ("甲", 3, ("电话", "短信"))]


# --- period and eligibility ---------------------------------------------------------------------------------


def test_the_condition_of_an_offer():
    policy = "offer 甲\n  if age from 18 below 70\nthen offer 甲"
    for age, given in [(17, 0), (18, 1), (69, 1), (70, 0)]:
        assert bool(offers(policy, age=age)) is bool(given)
        assert lost(policy, age=age) == (() if given else (OfferLost("甲", "eligibility"),))
    assert offers(policy) == []
    assert lost(policy) == (OfferLost("甲", "eligibility", unknown=True),)


def test_a_condition_may_read_what_was_decided():
    policy = "tiers 层级 by deposit\n  低\n  高 from 1万\noffer 甲\n  if tier is 高\nthen offer 甲"
    assert offers(policy, deposit="1万")
    assert not offers(policy, deposit="9_999.99")
    assert lost(policy) == (OfferLost("甲", "eligibility", unknown=True),)


# --- exclusions ---------------------------------------------------------------------------------------------

EXCLUDED = """
offer 甲
  group 贷款
  via 电话, 短信
offer 乙
  group 贷款
  via 短信
offer 丙
  via 微信
rule 推 then offer 甲 and offer 丙
"""


@pytest.mark.parametrize(
    ("scope", "taken"),
    [
        ("all offers", {"甲", "丙"}),
        ("offer 甲", {"甲"}),
        ("offer 甲, 丙", {"甲", "丙"}),
        ("offer 乙", set()),
        ("group 贷款", {"甲"}),
    ],
)
@pytest.mark.parametrize(("payroll", "excludes", "unknown"), [(T, T, F), (F, F, F), (U, T, T)])
def test_an_exclusion(scope, taken, payroll, excludes, unknown):
    """Meaning 3: an exclusion that is unknown excludes, and is counted: nobody is called on a guess."""
    decided = decide(CHANNELS, EXCLUDED, f"exclude from {scope} if payroll", payroll=payroll)
    (rule,) = decided.fired[:1] if payroll else decided.unknown[:1] or ("",)
    assert {o.offer for o in decided.offers} == {"甲", "丙"} - (taken if excludes else set())
    expected = [OfferLost(name, "exclusion", (rule,), unknown) for name in sorted(taken)] if excludes else []
    assert list(decided.lost) == expected
    by_rule = decide(CHANNELS, EXCLUDED, f"rule 剔 if payroll then exclude from {scope}", payroll=payroll)
    assert {x.offer for x in by_rule.lost} == {x.offer for x in decided.lost}
    assert all(x.by == ("剔",) and x.unknown is unknown for x in by_rule.lost)


def test_an_exclusion_is_not_a_guess_if_one_is_certain():
    policy = EXCLUDED + "rule 疑 if payroll then exclude from all offers\nrule 定 if vip then exclude from offer 甲"
    assert lost(policy, vip=T) == (
        OfferLost("丙", "exclusion", ("疑",), unknown=True),
        OfferLost("甲", "exclusion", ("定", "疑"), unknown=False),
    )
    assert lost(policy, vip=F, payroll=F) == ()


def test_an_exclusion_by_a_class_that_is_unknown():
    policy = EXCLUDED + "class 红名单 if mobile is missing or payroll\nexclude from all offers if 红名单"
    assert offers(policy, mobile="1", payroll=F) != []
    assert [x.unknown for x in lost(policy, mobile="1")] == [T, T]
    assert [x.unknown for x in lost(policy)] == [F, F]


def test_an_exclusion_never_applies_without_a_grant():
    assert lost("offer 甲\nexclude from all offers if payroll", payroll=T) == ()


# --- channels -----------------------------------------------------------------------------------------------


def test_closed_channels_are_taken_from_offers():
    policy = EXCLUDED + "exclude from channel 短信 if not payroll\nthen offer 乙 via 短信, 微信"
    assert offers(policy, payroll=T) == [("丙", 0, ("微信",)), ("乙", 0, ("微信", "短信"))]
    assert offers(policy, payroll=F) == [("丙", 0, ("微信",)), ("乙", 0, ("微信",))]
    assert offers(policy) == [("丙", 0, ("微信",)), ("乙", 0, ("微信",))]  # unknown excludes


def test_an_offer_without_a_channel_left_is_lost():
    policy = EXCLUDED + "rule 一 if payroll then exclude from channel 电话\nrule 二 if vip then exclude from via 短信"
    assert offers(policy, payroll=T, vip=F) == [("丙", 0, ("微信",)), ("甲", 0, ("短信",))]
    assert lost(policy, payroll=T, vip=T) == (OfferLost("甲", "channel", ("一", "二")),)


def test_a_loss_of_all_channels_is_a_guess_if_the_certain_exclusions_leave_one():
    rules = """
rule 一 if payroll then exclude from channel 电话
rule 二 if vip then exclude from channel 短信
rule 三 if child then exclude from channel 电话, 短信
"""

    def loss(**customer):
        return [(x.by, x.unknown) for x in lost(EXCLUDED, rules, **customer) if x.offer == "甲"]

    assert loss(payroll=T, vip=U, child=F) == [(("一", "二"), T)]  # certain: only the phone is closed
    assert loss(payroll=U, vip=U, child=F) == [(("一", "二"), T)]
    assert loss(payroll=T, vip=T, child=U) == [(("一", "三", "二"), F)]
    assert loss(payroll=F, vip=F, child=T) == [(("三",), F)]
    assert loss(payroll=U, vip=F, child=F) == []


def test_an_offer_that_names_no_channel_may_go_by_any_that_is_open():
    policy = "offer 甲\nthen offer 甲\nexclude from channel 短信 if payroll\nexclude from channel 电话, 微信 if vip"
    assert offers(policy, payroll=F, vip=F) == [("甲", 0, ())]
    assert offers(policy, payroll=T, vip=F) == [("甲", 0, ("微信", "电话"))]
    assert offers(policy, payroll=U, vip=F) == [("甲", 0, ("微信", "电话"))]
    (loss,) = lost(policy, payroll=T, vip=U)
    assert (loss.cause, len(loss.by), loss.unknown) == ("channel", 2, T)


def test_one_grant_without_channels_is_by_any():
    policy = "offer 甲\nrule 一 then offer 甲 via 短信\nrule 二 if vip then offer 甲"
    assert offers(policy, vip=F) == [("甲", 0, ("短信",))]
    assert offers(policy, vip=T) == [("甲", 0, ())]


def test_a_channel_exclusion_leaves_other_channels_of_other_grants():
    policy = """
offer 甲
  via 短信
rule 一 then offer 甲
rule 二 then offer 甲 via 电话
exclude from channel 短信 if payroll
"""
    assert offers(policy, payroll=T) == [("甲", 0, ("电话",))]


# --- groups, priority, names, the cap -----------------------------------------------------------------------

GROUPS = """
offer 甲
  priority {}
  group 贷款
offer 乙
  priority {}
  group 贷款
offer 丙
  priority {}
  group 存款
offer 丁
  priority {}
then offer 甲, 乙, 丙, 丁
"""


def test_one_of_a_group_stays_then_priority_then_name():
    """Meaning 5: then one per group, then priority, then name."""
    assert [x for x, _, _ in offers(GROUPS.format(30, 20, 10, 40))] == ["丁", "甲", "丙"]
    assert lost(GROUPS.format(30, 20, 10, 40)) == (OfferLost("乙", "group", ("甲",)),)
    assert lost(GROUPS.format(20, 30, 10, 40)) == (OfferLost("甲", "group", ("乙",)),)
    names = sorted(["丙", "丁", "甲", "乙"])
    assert names == ["丁", "丙", "乙", "甲"]
    assert [x for x, _, _ in offers(GROUPS.format(5, 5, 5, 5))] == ["丁", "丙", "乙"]  # equal: the first by name
    assert lost(GROUPS.format(5, 5, 5, 5)) == (OfferLost("甲", "group", ("乙",)),)


def test_the_group_is_decided_among_those_that_stand():
    policy = GROUPS.format(30, 20, 10, 40) + "exclude from offer 甲 if payroll"
    assert [x for x, _, _ in offers(policy, payroll=T)] == ["丁", "乙", "丙"]
    assert [x.cause for x in lost(policy, payroll=T)] == ["exclusion"]


def test_the_priority_of_a_grant_decides_the_group():
    policy = GROUPS.format(30, 20, 10, 40) + "if vip then offer 乙 priority 35"
    assert lost(policy, vip=T) == (OfferLost("甲", "group", ("乙",)),)
    assert lost(policy, vip=F) == (OfferLost("乙", "group", ("甲",)),)


@pytest.mark.parametrize(
    ("cap", "given"), [(1, ["丁"]), (2, ["丁", "甲"]), (3, ["丁", "甲", "丙"]), (4, ["丁", "甲", "丙"])]
)
def test_a_cap(cap, given):
    policy = f"at most {cap} offers\n" + GROUPS.format(30, 20, 10, 40)
    assert [x for x, _, _ in offers(policy)] == given
    causes = {x.offer: x.cause for x in lost(policy)}
    assert causes == {"乙": "group"} | {name: "cap" for name in ["甲", "丙"] if name not in given}


def test_a_cap_counts_what_stands():
    policy = "at most 1 offer\noffer 甲\n  priority 9\noffer 乙\nthen offer 甲, 乙\nexclude from offer 甲 if payroll"
    assert [x for x, _, _ in offers(policy, payroll=T)] == ["乙"]
    assert [x for x, _, _ in offers(policy, payroll=F)] == ["甲"]


def test_the_causes_come_in_the_order_of_the_steps():
    """Meaning 5: each loss has its cause: the first step that takes the offer."""
    policy = """
at most 1 offer
offer 顶
  priority 99
  group 组
offer 甲
  group 组
  from 2026-01-01
  if payroll
  via 短信
then offer 顶, 甲
exclude from offer 甲 if vip
exclude from channel 短信 if child
"""
    steps = [
        ({"as_of": "2025-12-31"}, "period"),
        ({"as_of": "2026-01-01", "payroll": F, "vip": T, "child": T}, "eligibility"),
        ({"as_of": "2026-01-01", "payroll": T, "vip": T, "child": T}, "exclusion"),
        ({"as_of": "2026-01-01", "payroll": T, "vip": F, "child": T}, "channel"),
        ({"as_of": "2026-01-01", "payroll": T, "vip": F, "child": F}, "group"),
    ]
    for customer, cause in steps:
        assert [x.cause for x in lost(policy, **customer) if x.offer == "甲"] == [cause]
    assert [x.cause for x in lost(policy.replace("group 组\n  from", "from"), **steps[-1][0])] == ["cap"]


def test_offers_are_read_by_nothing():
    """Meaning 4: offers and tasks come last and are not readable by rules."""
    assert errors("offer 甲\nclass 乙 if 甲") == {"E210"}
