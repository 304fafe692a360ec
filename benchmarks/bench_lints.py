"""All lints over a thousand rules: an editor runs them at every pause, so well under 0.1 s."""

from unittest.mock import patch

from dsl import load
from dsl.lints.registry import run_lints
from dsl.source import Source

RECORD = """customer 客户
  | name    | also | type                             | missing |
  | id      | 客户号 | key                            |         |
  | deposit | 存款 | money from 0 to 100亿            | as 0    |
  | loan    | 贷款 | money from 0 to 100亿            | as 0    |
  | age     | 年龄 | whole from 0 to 120              | unknown |
  | risk    | 风险 | one of 保守 < 稳健 < 平衡 < 进取 | unknown |
offer 基金
"""


def policy(rules: int) -> str:
    conditions = (
        "age > {a} and deposit >= {d}万",
        "deposit from {d}万 below {e}万 and risk is not 保守",
        "loan > {m}x deposit and (risk >= 平衡 or age < {a})",
        "年龄 不满 {a} 且 存款 超过 {d}万 且 非 风险 是 保守",
    )
    out = [RECORD]
    for i in range(rules):
        amount = i * 37 % 499 + 1
        values = {"a": i * 7 % 80 + 18, "d": amount, "e": amount + 5, "m": i % 7 + 2}
        condition = conditions[i % len(conditions)].format(**values)
        out.append(f"rule r{i}\n  if {condition}\n  then offer 基金 and task 回访{i % 50}类客户")
    return "\n".join(out)


def test_thousand_rules(benchmark):
    folder = load.Folder("bench", "bench", (Source("bench.policy", policy(1000)),))
    with patch.object(load, "run_lints", wraps=run_lints) as watched:
        load.analyse(folder, None)
    args, kwargs = watched.call_args
    assert kwargs["program"] is not None
    benchmark(run_lints, *args, **kwargs)
