"""Days on the compiled calendar are those of the language."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program import values
from engine.ir.reach import FIRST_DAY, LAST_DAY, month, on_calendar, to_days
from engine.kernel import calendar
from engine.kernel.instructions import BLOCK, Calendar, Op
from tests.engine.kernel.block import Block

few = settings(max_examples=20)  # each has a whole block of different days
FUNCTIONS = {
    "months_since": Calendar.MONTHS_SINCE,
    "years_since": Calendar.YEARS_SINCE,
    "anniversary": Calendar.ANNIVERSARY,
    "month": Calendar.MONTH,
}
LEAP = [date(year, 2, 29) for year in (4, 400, 1904, 2000, 2024, 9996)]
TODAYS = st.one_of(
    st.dates(),
    st.sampled_from(
        [date.min, date.max, date(9999, 2, 28), date(1, 3, 1), date(1900, 2, 28), date(2026, 4, 29), *LEAP]
    ),
)


def found(function, days, today, width=8):
    """A function of a block of days."""
    days = [*days, *[0] * (BLOCK - len(days))]
    block = Block(vectors=[(8, [1] * BLOCK)], columns=[np.array(days, f"i{width}")])
    return block.run((Op.CALENDAR, 1, 0, today, FUNCTIONS[function])).vector(0)


def later(days, months):
    days, months = ([*held, *[0] * (BLOCK - len(held))] for held in (days, months))
    return Block(vectors=[(8, [1] * BLOCK), (8, days), (8, months)]).run((Op.ADD_MONTHS, 0, 1, 2)).vector(0)


def made_days(seed):
    """Days of all years, often at the ends of months, and in one year that is near."""
    rnd = np.random.default_rng(seed)
    days = rnd.integers(FIRST_DAY, LAST_DAY + 1, BLOCK)
    ends = days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(int) - rnd.integers(
        -1, 3
    )
    near = rnd.integers(to_days(date(2023, 12, 1)), to_days(date(2026, 12, 1)), BLOCK)
    kind = rnd.integers(0, 3, BLOCK)
    drawn = np.clip(np.choose(kind, [days, ends, near]), FIRST_DAY, LAST_DAY)
    drawn[: len(LEAP) + 2] = [to_days(day) for day in (*LEAP, date.min, date.max)]
    return drawn.tolist()


def test_the_ends_of_the_calendar_are_those_of_python():
    assert (calendar._FIRST_DAY, calendar._LAST_DAY) == (FIRST_DAY, LAST_DAY)
    assert {name: int(code) for name, code in FUNCTIONS.items()} == {c.name.lower(): int(c) for c in Calendar}


def test_every_day_has_its_month():
    days = np.arange(FIRST_DAY, LAST_DAY + 1)
    expected = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) + 1970 * 12
    for start in range(0, len(days), 97 * BLOCK):
        here = days[start : start + BLOCK]
        assert found("month", here.tolist(), 0)[: len(here)] == expected[start : start + BLOCK].tolist()


@pytest.mark.parametrize("width", [4, 8])
@few
@given(st.integers(0, 2**32), TODAYS)
def test_since_and_anniversaries(width, seed, today):
    days = made_days(seed)
    dates = [date.fromordinal(day + date(1970, 1, 1).toordinal()) for day in days]
    passed = [values.months_since(day, today) for day in dates]
    assert found("months_since", days, to_days(today), width) == passed
    assert found("years_since", days, to_days(today), width) == [months // 12 for months in passed]
    next_ones = [values.next_anniversary(day, today) for day in dates]
    expected = [LAST_DAY + 1 if day is None else to_days(day) for day in next_ones]
    assert found("anniversary", days, to_days(today), width) == expected
    assert found("month", days, 0, width) == [month(day) for day in dates]


@few
@given(st.integers(0, 2**32), st.sampled_from((2, 50, 3_000, 130_000)))
def test_months_later(seed, most):
    days, months = made_days(seed), np.random.default_rng(seed).integers(-most, most + 1, BLOCK).tolist()

    def expected(day, moved):
        try:
            return to_days(values.add_months(date.fromordinal(day + date(1970, 1, 1).toordinal()), moved))
        except OverflowError:
            return FIRST_DAY - 1 if moved < 0 else LAST_DAY + 1

    assert later(days, months) == [expected(day, moved) for day, moved in zip(days, months, strict=True)]


@pytest.mark.parametrize("function", [*FUNCTIONS, "add_months"])
@few
@given(st.integers(0, 2**32), st.integers(FIRST_DAY, LAST_DAY))
def test_the_logical_form_says_the_same(function, seed, argument):
    days = made_days(seed)
    if function == "add_months":
        argument = argument % 5_000 - 2_500
        got = later(days, [argument] * BLOCK)
    else:
        got = found(function, days, argument)
    assert got == [on_calendar(function, day, argument) for day in days]


@pytest.mark.parametrize("function", [*FUNCTIONS, "add_months"])
def test_the_instruction_takes_any_integer(function):
    """Cells without a value may hold anything; days elsewhere count as the ends of the calendar."""
    ends = [FIRST_DAY, LAST_DAY, FIRST_DAY - 1, LAST_DAY + 1, 0, -(2**63), 2**63 - 1, 20_000]
    days = ends * (BLOCK // 8)
    argument = 7 if function == "add_months" else 20_000
    got = later(days, [argument] * BLOCK) if function == "add_months" else found(function, days, argument)
    assert got == [on_calendar(function, min(max(day, FIRST_DAY), LAST_DAY), argument) for day in days]


@pytest.mark.parametrize("argument", [-(2**63), 2**63 - 1, 2**62])
def test_nothing_traps_on_an_argument_without_a_value(argument):
    beyond = LAST_DAY + 1 if argument > 0 else FIRST_DAY - 1
    assert later([0] * BLOCK, [argument] * BLOCK) == [beyond] * BLOCK
    for function in FUNCTIONS:
        found(function, [0] * BLOCK, argument)
