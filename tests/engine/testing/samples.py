"""Policies for the tests of policy tests, and what running them says."""

import os
from pathlib import Path

from engine.testing.model import Errored, Failed, Passed
from engine.testing.runner import run_tests
from tests.engine.policies import program

HERE = Path(__file__).parent

RECORD = """
customer 客户
  | name          | also     | type                             | missing  | typical    |
  | id            | 客户号   | key                              |          |            |
  | deposit       | 存款     | money from 0 to 100亿            | as 0     | 2万        |
  | loan          | 贷款     | money from 0 to 100亿            | as 0     | 0          |
  | wealth        | 理财     | money from 0 to 100亿            | unknown  | 0          |
  | age           | 年龄     | whole from 0 to 120              | unknown  | 40         |
  | score         | 评分     | number 1 places from 0 to 100    | unknown  | 60         |
  | risk          | 风险偏好 | one of 保守 < 稳健 < 平衡 < 进取 | unknown  | 稳健       |
  | mobile        | 手机     | text                             | unknown  | "138"      |
  | branch        | 网点     | text                             | required | "0101"     |
  | consent       | 同意短信 | yes/no                           | as no    | yes        |
  | payroll       | 代发     | yes/no                           | as no    | no         |
  | child         | 有子女   | yes/no                           | unknown  | no         |
  | last_contact  | 上次联系 | date                             | unknown  | 2026-05-20 |
channels phone 电话, sms 短信
roles rm 客户经理
"""
LADDER = """
define assets 资产 = deposit + wealth
tiers 层次 level by assets
  普通
  潜力 from 1万
  优质 from 5万
  重点 from 30万
  核心 from 100万
"""


def run(*files, record=RECORD):
    """The report of a policy with the record above."""
    return run_tests(program("\n".join((record, *files))))


def outcomes(report):
    """What became of each case, by name: passed, empty, failed or error."""
    kinds = {Failed: "failed", Errored: "error"}
    return {r.name: kinds.get(type(r.outcome)) or ("passed" if r.proves else "empty") for r in report.results}


def only(report):
    """The outcome of the only case."""
    (result,) = report.results
    return result.outcome


def outcome(policy, test, record=RECORD):
    """The outcome of one test."""
    return only(run(policy, f'test "它"\n{test}', record=record))


def why_empty(policy, test):
    """Why a test is empty; None if it is not. It must pass."""
    found = outcome(policy, test)
    assert isinstance(found, Passed), found
    return found.empty


def golden(name, text):
    """Compare with the file kept beside the tests; with UPDATE_GOLDEN set, write it."""
    path = HERE / "golden" / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
