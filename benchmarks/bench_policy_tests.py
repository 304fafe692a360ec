"""Running the tests of a policy: 200 rules × 300 tests under 5 s, empty tests and coverage included."""

from random import Random

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.testing.runner import run_tests

HEAD = """\
customer 客户
  | name    | type                 | missing | typical |
  | id      | key                  |         |         |
  | deposit | money from 0 to 10亿 | as 0    | 2万     |
  | loan    | money from 0 to 10亿 | as 0    | 0       |
  | age     | whole from 0 to 120  | unknown | 40      |
  | consent | yes/no               | as no   | yes     |
  as of 2026-06-01
channels 电话, 短信
tiers 层次 by deposit
  普通
  优质 from 5万
  重点 from 30万
  核心 from 100万
points 分 from -10_000 to 10_000
class 老年 if age >= 60
at most 3 offers
exclude from channel 短信 if not consent
"""
RULES, OFFERS, TESTS = 200, 30, 300


def policy():
    """Rules of which a third applies to each customer, and tests of which most pass."""
    random = Random(1)  # noqa: S311 - made-up rules
    lines = [HEAD]
    lines += [f"offer o{i}\n  priority {i}\n  group g{i % 7}\n  via 电话, 短信" for i in range(OFFERS)]
    for i in range(RULES):
        outcome = (f"offer o{i % OFFERS}", "add 1 to 分", f"task t{i % 9}", f"tier {random.choice(('优质', '重点'))}")[
            i % 4
        ]
        condition = f"deposit > {random.randint(1, 200)}万 and age >= {random.randint(18, 70)}"
        lines.append(f"rule r{i}\n  if {condition}{' and not 老年' * (i % 3 == 0)}\n  then {outcome}")
    lines += [f"never offer o{i} and class 老年 and age < 60" for i in range(10)]
    for i in range(TESTS):
        expect = (f"no offer o{i % OFFERS}", f"no task t{i % 8}", "tier 重点", "no class 老年")[i % 4]
        given = f"deposit {random.randint(1, 150)}万, age {random.randint(20, 58)}"
        lines.append(f'test "t{i}"\n  given {given}\n  expect {expect}')
    return Folder("bench", "bench", (Source("bench.policy", "\n".join(lines)),))


class NothingUsed:
    def used(self, _name, _by):
        return None


def bench_run_tests(benchmark):
    program = analyse(policy(), NothingUsed()).program
    assert program is not None
    assert len(program.rules) > RULES
    report = benchmark.pedantic(run_tests, (program,), rounds=2)
    assert len(report.passed) + len(report.empty) > TESTS / 2
