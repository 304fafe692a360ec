"""Policies whose exact calculations leave 64 bits decide what the reference decides."""

import random
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.binding import BindingError, bind
from engine.columns import arrow_schema, stored_bounds, to_python_rows
from engine.evaluator.evaluator import Evaluator
from engine.kernel.instructions import Op
from engine.reference import Reference
from tests.engine.equal.machines import Tables

RECORD = """customer 客户
  | name   | type                      | missing  |
  | id     | key                       |          |
  | a      | money                     |          |
  | b      | money                     | as 0     |
  | c      | money                     | required |
  | d      | money from 0 to 100亿     |          |
  | low    | money from -100亿 to 0    |          |
  | rate   | percent                   |          |
  | small  | percent from 0% to 40%    |          |
  | n      | whole                     |          |
  | score  | number 12 places          |          |
  | day    | date                      |          |
  | yes    | yes/no                    |          |
"""
AS_OF = date(2026, 6, 1)
CONDITIONS = (
    "a > 4.35% of b", "a = 4.35% of b", "a <= b * rate", "a * rate != c * small", "a - b * rate >= -3元",
    "a / b > 3", "a / b = rate", "a / b < c / d", "a / b + c / b > 30%", "a / low > rate", "a / (b - c) <= -2",
    "a / b > c / a", "a * small * small * small > 5万", "a * (b / c) > d * 2", "(a * rate) / (c * small) > 5",
    "a * rate rounded down to 1万 = b", "a * rate rounded up to 1元 > b", "a * rate rounded to 0.01元 <= c",
    "(a / b rounded to 0.01%) > rate", "(a / low rounded down to 1) = n", "(a * n / d rounded up to 1) > 5",
    "(a * rate * small rounded to 1元) * rate > b", "(a / b * small rounded to 0.01%) >= 1",
    "max(a * rate, b, d) > c", "min(a * rate, b * small, d) <= 100元", "min(a * n, d) = d", "max(a / b, c / d) > rate",
    "((a * rate) default b) > c", "((a / b) default rate) > 3%", "a * rate from b to c", "a * n in (b, c, d)",
    "score * n > 5", "score * small < 1", "a / days since day > b", "a / months since day > b / years since day",
    "low * rate > a", "low * small * small >= low * rate * small", "n * n * rate > 7", "n * n = 49",
    "(n * n rounded to 5) = 45", "yes and a * rate > b or not yes and a * rate < b", "a * rate is missing",
)  # fmt: skip
POLICY = (
    "".join(f"class k{i} if {condition}\n" for i, condition in enumerate(CONDITIONS))
    + """
define ratio = a / b
define interest = a * small rounded to 1元
points p
if a * rate > b then add (a * small * small / 10亿元 rounded down to 1) to p
if n > 5 then add 3 to p
if p * rate * c > 5元 then add max(0, min(n * n, 7)) to q
points q
offer x
  say "{{ ratio }} {{ interest }} {{ a }} {{ p }}"
rule r
  if a > b
  then offer x
tiers level by ratio
  first
  second from 100%
  third from 250%
"""
)


def program(text):
    analysis = analyse(Folder("t", "t", (Source("t.policy", RECORD + text),)), None)
    assert [(d.code, d.span.line, d.args) for d in analysis.errors] == []
    return analysis.program


def cells(field, rnd, count, others):
    if field.declared == "yes_no":
        return [rnd.choice((True, False, None)) for _ in range(count)]
    if field.declared == "date":
        days = [date.min, date.max, AS_OF, date(2025, 5, 31), date(2000, 1, 1), None]
        return [rnd.choice(days) for _ in range(count)]
    low, high = stored_bounds(field)
    found = []
    for i in range(count):
        any_length = rnd.choice((1, -1)) * rnd.getrandbits(rnd.randrange(1, max(abs(low), abs(high)).bit_length() + 1))
        near = rnd.choice(others)[i] if others else 0
        value = rnd.choice((low, high, 0, 1, -1, 7, any_length, any_length, near or 0))
        missing = field.missing == "unknown" and rnd.random() < 0.1
        found.append(None if missing else min(max(value, low), high))
    return found


def batch(policy, count=2_100, seed=1):
    """Customers with values of all lengths; where one amount follows from others, it is often met or just missed."""
    rnd = random.Random(seed)  # noqa: S311 - test data
    columns = {"id": [str(i) for i in range(count)]}
    for name, field in policy.record.fields.items():
        if name != "id":
            columns[name] = cells(field, rnd, count, [v for k, v in columns.items() if k in ("a", "b", "c", "d")])
    for i in range(0, count, 2):
        a, rate, b = (columns[name][i] for name in ("a", "rate", "b"))
        share = rnd.choice((Fraction(435, 10_000), Fraction(rate or 0, 10**6), 3))
        exact = rnd.choice((b * share, Fraction((b * share) // 10**6 * 10**6)))
        if a is not None and abs(exact) < 10**17:
            columns["a"][i] = int(exact) + rnd.choice((0, 0, 1, -1))
    return pa.RecordBatch.from_pydict(columns, schema=arrow_schema(policy.record))


def operations(policy, binding):
    return {Op(op) for op in Evaluator(policy, binding).plan.program.code[:, 0].tolist()}


def differences(policy, rows):
    binding = bind(policy, AS_OF)
    reference = Reference(policy, binding)
    decisions = [reference.decide(row) for row in to_python_rows(rows, policy.record)]
    tables = Tables(policy, binding, why=True)
    found, expected = tables.of_run([rows]), tables.of_decisions(decisions)
    assert found.keys() == expected.keys()
    return [name for name in found if found[name] != expected[name]]


def test_wide_policies_decide_as_the_reference():
    policy = program(POLICY)
    assert differences(policy, batch(policy)) == []


def test_every_wide_instruction_is_among_them():
    policy = program(POLICY)
    wide = {op for op in Op if op.name.startswith("WIDE_")}
    assert wide <= operations(policy, bind(policy, AS_OF))


@pytest.mark.parametrize("condition", ["d > 3x low", "d / 3 > low", "d * small > low * small", "n > 5", "a > b + 3元"])
def test_what_fits_64_bits_stays_narrow(condition):
    policy = program(f"class k if {condition}\n")
    assert not [op for op in operations(policy, bind(policy, AS_OF)) if op >= Op.WIDE_SET]


def test_nothing_traps_on_cells_without_a_value():
    """A cell that has no value may hold anything: the greatest and the least integers, and 0 to divide by."""
    policy = program(POLICY)
    count = 2_500
    columns = []
    for field in arrow_schema(policy.record):
        if field.type == pa.int64():
            ends = [-(2**63), 2**63 - 1, -1, 0, 1, -(2**63) + 1]
            data = pa.py_buffer(pa.array([ends[i % len(ends)] for i in range(count)], pa.int64()).buffers()[1])
            valid = pa.py_buffer(bytes(-(-count // 8)))
            columns.append(pa.Array.from_buffers(pa.int64(), count, [valid, data]))
        else:
            columns.append(
                pa.array([str(i) for i in range(count)]) if field.name == "id" else pa.nulls(count, field.type)
            )
    schema = arrow_schema(policy.record)
    rows = pa.RecordBatch.from_arrays(columns, schema=schema)
    Evaluator(policy, bind(policy, AS_OF)).decide(rows)


def test_texts_show_what_8_bytes_do_not_hold():
    policy = program('define ratio = a * n / b\noffer x\n  say "{{ ratio }}"\nrule r\n  if a > 0\n  then offer x\n')
    rows = batch(policy, 500)
    assert differences(policy, rows) == []


def test_values_from_outside_may_not_make_numbers_too_long():
    policy = program("param share = 3%\nclass k if a * share * small / b > 5%\n")
    assert bind(policy, AS_OF, given={"share": Fraction(1, 8)})
    with pytest.raises(BindingError, match="leaves its range"):
        bind(policy, AS_OF, given={"share": Fraction(1, 10**20)})
