"""What the check finds about the length of numbers is true of the integers that are calculated."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.check import digits as d
from dsl.program import expr as e
from dsl.program.model import ALWAYS, Field, Param
from dsl.program.types import Bool, Date, Num
from dsl.source import NOWHERE
from engine.binding import Binding
from engine.ir.builder import Builder
from engine.ir.conditions import Conditions
from engine.lower import arithmetic, schedule, steps
from tests.engine.programs import program

NUM = Num()
OPERATORS = ("+", "-", "*", "/")


def field(name, low, high, declared="whole", places=0, of=NUM, missing="unknown"):
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    return Field(name, (), NOWHERE, of, declared, None, missing, None, None, *ends, places)


FIELDS = {
    f.name: f
    for f in (
        field("any", -(10**12), 10**12, "number", 4),
        field("count", 0, 150, missing="required"),
        field("below", -7, 0),
        field("rate", Fraction(1, 100), Fraction(1, 4), "percent", 6),
        field("huge", None, None),
        field("one", 5, 5),
        field("day", None, None, "date", of=Date()),
    )
}
VALUES = {"same": (Fraction(3, 8),), "some": (Fraction(1, 3), 7, Fraction(-12, 10)), "days": (30, 365)}
PARAMS = {
    name: Param(name, (), NOWHERE, NUM, tuple((ALWAYS, value) for value in values), {})
    for name, values in VALUES.items()
}

leaves = st.one_of(
    st.sampled_from([e.Ref("field", name, NUM) for name in FIELDS if name != "day"]),
    st.sampled_from([e.Ref("param", name, NUM) for name in PARAMS]),
    st.sampled_from([e.Const(value, NUM) for value in (0, 1, -3, 10**6, Fraction(435, 10000), Fraction(1, 7))]),
    st.sampled_from([e.Ref("field", "day", Date()), e.Const(date(2020, 1, 1), Date())]).flatmap(
        lambda day: st.sampled_from(("days", "months", "years")).map(lambda unit: e.Since(unit, day))
    ),
)


def branches(inner):
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.builds(lambda op, two: e.Arith(op, *two, NUM), st.sampled_from(OPERATORS), pairs),
        st.builds(lambda op, one: e.Arith(op, one, one, NUM), st.sampled_from(OPERATORS), inner),
        st.builds(
            lambda which, some: e.Extreme(which, tuple(some), NUM),
            st.sampled_from(("min", "max")),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda two: e.Default(*two, NUM), pairs),
        st.builds(
            lambda mode, one, step: e.Round(mode, one, step, NUM),
            st.sampled_from(("down", "up", "half")),
            inner,
            st.sampled_from((Fraction(1), Fraction(1, 100), Fraction(10**4), Fraction(3, 2))),
        ),
    )


amounts = st.recursive(leaves, branches, max_leaves=7)


class Recorder(d.Digits):
    """Remembers the greatest number instead of refusing one."""

    def __init__(self):
        super().__init__(FIELDS, PARAMS, {}, ())
        self.most = 0

    def _fits(self, node, most):
        self.most = max(self.most, most)
        return most


def calculated(conditions, *exprs):
    """The greatest integer that a machine may meet, from the bounds of all that it calculates."""
    met = [0]
    former = steps.width
    wanted = [x for expr in exprs for x in wanted_of(conditions, expr)]

    def width(of):
        met.append(max(abs(of.low), abs(of.high)))
        return 16

    steps.width = arithmetic.width = width
    try:
        plan = schedule.Schedule({}, wanted)
        for one in wanted:
            plan.vector(one) if hasattr(one, "parts") else plan.mask(one)
    finally:
        steps.width = arithmetic.width = former
    return max(met)


def wanted_of(conditions, expr):
    if isinstance(expr.type, Bool):
        truth = conditions.truth(expr)
        return [truth.true, truth.false]
    amount = conditions.amount(expr)
    return [amount.form, amount.known, *([amount.over] if amount.over is not None else [])]


@settings(max_examples=400)
@given(amounts, amounts, st.sampled_from((">", "=", "<=")), st.integers(0, 5), st.sampled_from((1, 2030, 9999)))
def test_no_integer_is_longer_than_the_check_has_found(one, other, op, turn, year):
    comparison = e.Compare(op, one, other)
    digits = Recorder()
    digits._look(comparison)
    params = {name: values[turn % len(values)] for name, values in VALUES.items()}
    bound = Binding(date(year, 7, 1), None, params)
    policy = program(record=program().record.__class__("c", (), NOWHERE, FIELDS, "one", "CNY", ()))
    conditions = Conditions(Builder(), policy, bound)
    assert calculated(conditions, one, other, comparison) <= max(digits.most, 2**40)
