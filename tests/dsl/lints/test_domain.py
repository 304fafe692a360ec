"""Sets of values, against trying every value."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dsl.lints.domain import _compared, _whole, common, complement, joined, within
from dsl.program.types import Num
from dsl.program.values import compare

HALVES = [Fraction(n, 2) for n in range(-8, 9)]
OPS = ("<", "<=", ">", ">=", "=", "!=")
conditions = st.lists(st.tuples(st.sampled_from(OPS), st.sampled_from(HALVES)), min_size=1, max_size=3)


def holds(value, conditions):
    return any(compare(op, value, to, Num()) for op, to in conditions)


def told(conditions):
    return joined(s for op, to in conditions for s in _compared(op, to))


def has(values, value):
    return any(low <= (value, 0) and (value, 1) <= high for low, high in values)


@given(conditions, conditions)
def test_sets_mean_what_conditions_mean(one, other):
    a, b = told(one), told(other)
    for value in HALVES:
        assert has(a, value) == holds(value, one)
        assert has(common(a, b), value) == (holds(value, one) and holds(value, other))
        assert has(complement(a), value) != holds(value, one)
    assert within(common(a, b), a)
    assert within(a, b) == (common(a, b) == a)


@given(conditions)
def test_whole_sets_differ_only_where_a_whole_number_does(conditions):
    values = _whole(told(conditions))
    whole = [v for v in range(-4, 5) if holds(v, conditions)]
    assert [v for v in range(-4, 5) if any(low <= (v, 0) < high for low, high in values)] == whole
