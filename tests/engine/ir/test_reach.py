"""A question about a computed term becomes one about its operands that has the same answer for every customer."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program import values
from engine.ir import nodes as n
from engine.ir.builder import Builder
from engine.ir.reach import FIRST_DAY, LAST_DAY, from_days, month, on_calendar, reach, to_days
from engine.ir.values import Customer

TODAY = to_days(date(2024, 2, 29))
NEAR = [to_days(day) + off for day in (date(2023, 2, 28), date(2024, 2, 29), date(2025, 1, 31)) for off in range(-3, 4)]
DAYS = [FIRST_DAY, FIRST_DAY + 1, LAST_DAY - 1, LAST_DAY, 0, *NEAR]
LIMITS = {"months_since": (-130_000, 130_000), "years_since": (-130_000, 130_000), "month": (12, 9999 * 12 + 11)}


def term_of(form):
    ((term, factor),) = form.parts
    assert factor == 1
    return term


@pytest.mark.parametrize("mode", ["down", "up", "half"])
@pytest.mark.parametrize("by", [1, 2, 3, 4, 7, -1, -2, -5])
def test_quotients(mode, by):
    """Every numerator, divisor and bound of a small world."""
    b = Builder()
    x = b.plus(b.times(b.column("x", -20, 20), 3), b.constant(1))
    quotient = b.quotient(mode, x, b.constant(by))
    for bound in range(-70, 71):
        atleast, equals = b.at_least(quotient, bound), b.equal(quotient, bound)
        for value in range(-20, 21):
            here = Customer({"x": value})
            assert here.holds(atleast) == (here.value(quotient) >= bound)
            assert here.holds(equals) == (here.value(quotient) == bound)


def test_no_quotient_by_a_field_is_rewritten():
    b = Builder()
    x, y = b.column("x", 0, 9), b.column("y", 1, 9)
    assert reach(b, term_of(b.quotient("down", x, y)), 3) is None
    assert reach(b, term_of(x), 3) is None
    assert reach(b, term_of(b.product(x, y)), 3) is None
    assert reach(b, term_of(b.total(((b.flag("f"), x),), 0, 9)), 3) is None


@pytest.mark.parametrize("which", ["min", "max"])
def test_extremes_and_choices(which):
    b = Builder()
    x, y = b.column("x", -3, 3), b.column("y", 0, 5)
    best = b.extreme(which, (b.times(x, 2), b.plus(y, b.constant(-1))))
    chosen = b.choose(b.flag("f"), best, b.times(y, -1))
    for bound in range(-9, 9):
        for form in (best, chosen):
            formula, equal = reach(b, term_of(form), bound), b.equal(form, bound)
            for a, c, flag in product(range(-3, 4), range(6), (False, True)):
                here = Customer({"x": a, "y": c, "f": flag})
                assert here.holds(formula) == (here.value(form) >= bound)
                assert here.holds(equal) == (here.value(form) == bound)


@settings(max_examples=100)
@given(st.sampled_from(sorted(LIMITS)), st.integers(-14, 14), st.sampled_from((TODAY, FIRST_DAY, LAST_DAY, 20_000)))
def test_functions_of_a_day(function, off, today):
    b = Builder()
    argument = 0 if function == "month" else today
    form = b.calendar(function, b.column("day", FIRST_DAY, LAST_DAY), b.constant(argument), *LIMITS[function])
    values = {day: on_calendar(function, day, argument) for day in DAYS}
    for bound in {value + off for value in values.values()}:
        formula = b.at_least(form, bound)
        for day, value in values.items():
            assert Customer({"day": day}).holds(formula) == (value >= bound)


@settings(max_examples=100)
@given(st.sampled_from((-1, 1, 12, -12, 119_987, -119_987, 130_000)), st.sampled_from(DAYS), st.integers(-2, 2))
def test_months_later(months, at, off):
    """Where the day is in the calendar; elsewhere it is known for nobody."""
    b = Builder()
    form = b.calendar("add_months", b.column("day", FIRST_DAY, LAST_DAY), b.constant(months), FIRST_DAY, LAST_DAY)
    bound = on_calendar("add_months", at, months) + off
    formula = b.at_least(form, bound)
    for day in DAYS:
        value = on_calendar("add_months", day, months)
        if FIRST_DAY <= value <= LAST_DAY:
            assert Customer({"day": day}).holds(formula) == (value >= bound)


def test_an_anniversary_is_computed():
    b = Builder()
    form = b.calendar("anniversary", b.column("day", FIRST_DAY, LAST_DAY), b.constant(TODAY), TODAY, TODAY + 366)
    assert isinstance(b.at_least(form, TODAY + 5), n.AtLeast)


@given(st.dates())
def test_days_are_counted_from_1970(day):
    assert from_days(to_days(day)) == day
    assert to_days(date(1970, 1, 1)) == 0
    assert month(day) == day.year * 12 + day.month - 1


@given(st.dates(), st.integers(-130_000, 130_000) | st.integers(-30, 30), st.integers(-2, 2))
def test_since_when_so_many_months_have_passed(until, months, off):
    """The day of the bound and its neighbours, at month ends and at both ends of the calendar."""
    b = Builder()
    day = b.column("day", FIRST_DAY, LAST_DAY)
    since = b.calendar("months_since", day, b.constant(to_days(until)), *LIMITS["months_since"])
    enough = b.at_least(since, months)
    first, last = FIRST_DAY, LAST_DAY
    while first < last:  # the last day since which enough have passed, if any
        middle = (first + last + 1) // 2
        first, last = (middle, last) if values.months_since(from_days(middle), until) >= months else (first, middle - 1)
    for at in {min(max(first + off, FIRST_DAY), LAST_DAY), FIRST_DAY, LAST_DAY}:
        assert Customer({"day": at}).holds(enough) == (values.months_since(from_days(at), until) >= months)
