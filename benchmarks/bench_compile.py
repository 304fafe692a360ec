"""From policy text to a program of the machine."""

import pytest

from benchmarks.peers.tiercel_peer import checked, lowered
from benchmarks.settings import RULES
from benchmarks.workload.policy_text import policy_text
from benchmarks.workload.rules import make_rules

STEPS = ("parse and check", "bind and lower")


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("step", STEPS)
def bench_compile(benchmark, step, rules):
    benchmark.group = f"compile, {rules} rules"
    order = STEPS.index(step)
    benchmark.extra_info |= {"table": "compile", "peer": step, "order": order, "rules": rules, "rows": 0}
    text = policy_text(make_rules(rules))
    program = checked(text)
    run = (lambda: checked(text)) if step == STEPS[0] else (lambda: lowered(program))
    benchmark.pedantic(run, rounds=5, warmup_rounds=1)
    benchmark.extra_info["seconds"] = list(benchmark.stats.stats.data) if benchmark.enabled else []
