"""Parsing and checking, as an editor would ask for it: the whole policy, from text to checked program.

Targets: 1,000 rules under 1.5 s, 200 rules under 0.4 s.
"""

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source

HEAD = """\
customer 客户
  | name          | also     | type                             | missing | typical |
  | id            | 客户号   | key                              |         |         |
  | deposit       | 存款     | money from 0 to 100亿            | as 0    | 2万     |
  | loan          | 贷款     | money from 0 to 100亿            | as 0    | 0       |
  | wealth        | 理财     | money from 0 to 100亿            | as 0    | 0       |
  | age           | 年龄     | whole from 0 to 120              | unknown | 40      |
  | risk_appetite | 风险偏好 | one of 保守 < 稳健 < 平衡 < 进取 | unknown | 稳健    |
offer refinance 贷款置换
"""
ENGLISH = """\
rule r{i}
  if loan > {a}x deposit and age < 45 and risk_appetite is not 保守 and wealth >= {b}万
  then offer refinance
  because "loan {{{{ loan | 万元 }}}}"
"""
SPACED = """\
规则 规则{i}
  如果 贷款 > {a}倍 存款 且 年龄 < 45 且 风险偏好 不是 保守 且 理财 >= {b}万
  则 推荐 贷款置换
  因为 "贷款{{{{ 贷款 | 万元 }}}}"
"""
UNSPACED = """\
规则 规则{i}
  如果贷款＞{a}倍存款，且年龄＜45且风险偏好不是保守且理财>={b}万
  则推荐贷款置换
  因为 "贷款{{{{ 贷款 | 万元 }}}}"
"""


class NothingUsed:
    def used(self, _name, _by):
        return None


def policy(rule, count):
    rules = (rule.format(i=i, a=i % 90 + 1, b=i % 50 + 1) for i in range(count))
    return Folder("bench", "bench", (Source("bench.policy", HEAD + "".join(rules)),))


@pytest.mark.parametrize("count", [200, 1000])
@pytest.mark.parametrize("surface", ["english", "chinese", "unspaced"])
def bench_parse_and_check(benchmark, surface, count):
    folder = policy({"english": ENGLISH, "chinese": SPACED, "unspaced": UNSPACED}[surface], count)
    benchmark.group = f"{count} rules"
    analysis = benchmark.pedantic(analyse, (folder, NothingUsed()), rounds=5, warmup_rounds=1)
    assert analysis.program is not None
    assert len(analysis.program.rules) == count
