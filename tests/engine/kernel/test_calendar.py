"""Days on the compiled calendar are those of the language."""

from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dsl.program import values
from engine.ir.reach import FIRST_DAY, LAST_DAY, month, on_calendar, to_days
from engine.kernel import calendar
from engine.kernel.instructions import BLOCK, Calendar, Op
from tests.engine.kernel.block import Block

FUNCTIONS = {
    "months_since": Calendar.MONTHS_SINCE,
    "years_since": Calendar.YEARS_SINCE,
    "anniversary": Calendar.ANNIVERSARY,
    "add_months": Calendar.ADD_MONTHS,
    "month": Calendar.MONTH,
}
DAYS = st.one_of(
    st.dates(),
    st.sampled_from([date.min, date.max, date(9999, 2, 28), date(1, 3, 1), date(1900, 2, 28), date(2000, 2, 29)]),
    st.integers(1, 2499).map(
        lambda four: date(four * 4, 2, 29) if four * 4 % 100 or not four % 100 else date(4, 2, 29)
    ),
)


def test_the_ends_of_the_calendar_are_those_of_python():
    assert (calendar._FIRST_DAY, calendar._LAST_DAY) == (FIRST_DAY, LAST_DAY)
    assert {name: int(code) for name, code in FUNCTIONS.items()} == {c.name.lower(): int(c) for c in Calendar}


def test_every_day_has_its_month():
    days = np.arange(FIRST_DAY, LAST_DAY + 1)
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    numbers = months.astype(int) + 1970 * 12
    of_month = (dates - months).astype(int) + 1
    for at in range(0, len(days), 997):
        split = (numbers[at] // 12, numbers[at] % 12, of_month[at])
        assert calendar._split(int(days[at])) == split
        assert calendar._joined(*map(int, split)) == days[at]


@given(DAYS, DAYS)
@example(date(2024, 2, 29), date(2025, 2, 28))
@example(date(2026, 3, 31), date(2026, 4, 30))
@example(date(2026, 3, 31), date(2026, 4, 29))
@example(date.max, date.max)
@example(date(9999, 6, 1), date(9999, 12, 31))
def test_since_and_anniversaries(day, today):
    def found(function):
        return calendar.on_calendar(int(FUNCTIONS[function]), to_days(day), to_days(today))

    assert found("months_since") == values.months_since(day, today)
    assert found("years_since") == values.months_since(day, today) // 12
    next_one = values.next_anniversary(day, today)
    assert found("anniversary") == (LAST_DAY + 1 if next_one is None else to_days(next_one))
    assert found("month") == month(day)


@given(DAYS, st.one_of(st.integers(-50, 50), st.integers(-130_000, 130_000)))
@example(date(2024, 1, 31), 1)
@example(date(2024, 2, 29), -12)
@example(date.max, 1)
@example(date.min, -1)
def test_months_later(day, months):
    found = calendar.on_calendar(int(Calendar.ADD_MONTHS), to_days(day), months)
    try:
        later = to_days(values.add_months(day, months))
    except OverflowError:
        later = FIRST_DAY - 1 if months < 0 else LAST_DAY + 1
    assert found == later


@pytest.mark.parametrize("function", FUNCTIONS)
@given(st.integers(FIRST_DAY, LAST_DAY), st.integers(FIRST_DAY, LAST_DAY))
def test_the_logical_form_says_the_same(function, day, argument):
    at = argument % 5_000 - 2_500 if function == "add_months" else argument
    assert calendar.on_calendar(int(FUNCTIONS[function]), day, at) == on_calendar(function, day, at)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_instruction_takes_any_integer(function):
    """Cells without a value may hold anything; days elsewhere count as the ends of the calendar."""
    ends = [FIRST_DAY, LAST_DAY, FIRST_DAY - 1, LAST_DAY + 1, 0, -(2**63), 2**63 - 1, 20_000]
    days = ends * (BLOCK // 8)
    block = Block(vectors=[(8, [1] * BLOCK), (8, days), (8, [20_000 if function != "add_months" else 7] * BLOCK)])
    block.run((Op.CALENDAR, 0, 1, 2, FUNCTIONS[function]))
    argument = 7 if function == "add_months" else 20_000
    assert block.vector(0) == [on_calendar(function, min(max(day, FIRST_DAY), LAST_DAY), argument) for day in days]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("argument", [-(2**63), 2**63 - 1, 2**62])
def test_nothing_traps_on_an_argument_without_a_value(function, argument):
    block = Block(vectors=[(8, [1] * BLOCK), (8, [0] * BLOCK), (8, [argument] * BLOCK)])
    block.run((Op.CALENDAR, 0, 1, 2, FUNCTIONS[function]))
