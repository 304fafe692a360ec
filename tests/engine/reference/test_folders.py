"""A policy is a folder, and may use others: what they declare is visible, what they decide is decided too."""

from tests.engine.policies import decide, program_using, reference, row

MAIN = """
use 档案, 甲部, 乙部
rule 差异 if 甲部.大户 and not 乙部.大户 then task 差异
rule 额度 if 乙部.额 > 3万元 and 甲部.额 < 3万元 then task 额度
offer 丙
exclude from all offers if vip
"""
PART = """
use 档案
policy {name}
define 额 = {amount}
class 大户 if 额 >= 5万
rule 推 if 大户 then task {name}
tiers 等级 by 额
  低
  高 from 5万
"""


def parts():
    return program_using(
        MAIN, 甲部=PART.format(name="甲部", amount="deposit"), 乙部=PART.format(name="乙部", amount="loan")
    )


def test_what_used_policies_decide_is_decided_too():
    policy = parts()
    decided = reference(policy).decide(row(policy, deposit="5万", loan="4万"))
    assert decided.classes == {"甲部.大户": True, "乙部.大户": False}
    assert {name: tier.rung for name, tier in decided.tiers.items()} == {"甲部.等级": "高", "乙部.等级": "低"}
    assert [task.task for task in decided.tasks] == sorted(["差异", "甲部"])
    assert decided.fired == tuple(sorted(["class-甲部.大户", "甲部.推", "差异"]))
    decided = reference(policy).decide(row(policy, deposit="29_999.99", loan="30_000.01"))
    assert [task.task for task in decided.tasks] == ["额度"]


def test_a_folder_is_all_its_files():
    """An exclusion cannot be forgotten by a missing import."""
    files = ("offer 甲\nthen offer 甲", "exclude from all offers if vip")
    assert len(decide(*files, vip=False).offers) == 1
    assert len(decide(*files, vip=True).offers) == 0
    assert len(decide(*files[::-1], vip=True).offers) == 0
