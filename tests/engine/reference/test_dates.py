"""Meaning 6: ranges say their ends; months clamp; dates have no clock time. Meaning 7: time is an input."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reference import DateNeededError
from tests.engine.policies import decide, truth, value

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


# --- ranges -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "closed", "half_open"),
    [(17, False, False), (18, True, True), (44, True, True), (45, True, False), (46, False, False)],
)
def test_from_to_and_from_below(age, closed, half_open):
    """Meaning 6: ``from A to B`` includes both, ``from A below B`` the first."""
    assert truth("age from 18 to 45", age=age) is closed
    assert truth("age from 18 below 45", age=age) is half_open
    assert truth("年龄 从 18 到 45", age=age) is closed
    assert truth("年龄 从 18 不足 45", age=age) is half_open


@pytest.mark.parametrize(
    ("deposit", "closed", "half_open"),
    [
        ("9_999.99", False, False),
        ("1万", True, True),
        ("49_999.99", True, True),
        ("5万", True, False),
        ("50_000.01", False, False),
    ],
)
def test_ranges_of_money(deposit, closed, half_open):
    assert truth("deposit from 1万 to 5万", deposit=deposit) is closed
    assert truth("deposit from 1万 below 5万", deposit=deposit) is half_open


def test_ranges_of_dates_listed_values_and_nothing():
    for day, closed, half_open in [
        ("2025-12-31", 0, 0),
        ("2026-01-01", 1, 1),
        ("2026-03-31", 1, 0),
        ("2026-04-01", 0, 0),
    ]:
        assert truth("opened from 2026-01-01 to 2026-03-31", opened=day) is bool(closed)
        assert truth("opened from 2026-01-01 below 2026-03-31", opened=day) is bool(half_open)
    assert truth("risk from 稳健 to 平衡", risk="平衡") is True
    assert truth("risk from 稳健 below 平衡", risk="平衡") is False
    assert truth("age from 45 to 18", age=30) is False
    assert truth("age from 18 to 18", age=18) is True
    assert truth("age from 18 below 18", age=18) is False


@pytest.mark.parametrize(
    ("word", "op"),
    [("超过", ">"), ("大于", ">"), ("不低于", ">="), ("达到", ">="), ("不满", "<"), ("小于", "<"), ("不超过", "<="),
     ("more than", ">"), ("at least", ">="), ("less than", "<"), ("at most", "<="), ("等于", "="), ("不等于", "!=")],
)  # fmt: skip
def test_comparison_words_have_their_legal_meaning(word, op):
    for age in (17, 18, 19):
        assert truth(f"age {word} 18", age=age) is truth(f"age {op} 18", age=age)
    assert truth(f"age {op} 18", age=18) is (op in {">=", "<=", "="})


# --- windows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "first", "last"),
    [
        ("opened within last 30 days", "2026-05-02", "2026-06-01"),
        ("opened within last 2 weeks", "2026-05-18", "2026-06-01"),
        ("opened within last 3 months", "2026-03-01", "2026-06-01"),
        ("opened within last 1 year", "2025-06-01", "2026-06-01"),
        ("opened within last 0 days", "2026-06-01", "2026-06-01"),
        ("opened within next 7 days", "2026-06-01", "2026-06-08"),
        ("opened within next 1 month", "2026-06-01", "2026-07-01"),
        ("开户日 近 3个月", "2026-03-01", "2026-06-01"),
        ("开户日 未来 7天", "2026-06-01", "2026-06-08"),
    ],
)
def test_windows_include_both_ends(condition, first, last):
    """Meaning 6: ``last N days`` is [today - N, today]."""

    def holds(day):
        return truth(condition, as_of="2026-06-01", opened=day)

    day = timedelta(days=1)
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    assert [holds(first - day), holds(first), holds(last), holds(last + day)] == [False, True, True, False]
    assert holds(None) is None


def test_windows_clamp_to_month_ends():
    for day, inside in [("2026-02-27", False), ("2026-02-28", True), ("2026-03-31", True), ("2026-04-01", False)]:
        assert truth("opened within last 1 month", as_of="2026-03-31", opened=day) is inside
    for day, inside in [("2026-01-30", False), ("2026-01-31", True), ("2026-02-28", True), ("2026-03-01", False)]:
        assert truth("opened within next 1 month", as_of="2026-01-31", opened=day) is inside


def test_a_window_of_unknown_length():
    assert truth("opened within last term", as_of="2026-06-01", opened="2026-05-31") is None
    assert truth("opened within last term", as_of="2026-06-01", opened="2026-06-02") is False  # whatever its length
    assert truth("opened within last term", as_of="2026-06-01", opened="2026-05-31", term=1) is True


# --- months, years, anniversaries ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "shift", "expected"),
    [
        ("2026-01-31", "+ 1 month", "2026-02-28"),
        ("2024-01-31", "+ 1 month", "2024-02-29"),
        ("2026-01-31", "+ 2 months", "2026-03-31"),
        ("2026-01-30", "+ 1 month", "2026-02-28"),
        ("2026-03-31", "- 1 month", "2026-02-28"),
        ("2026-05-31", "+ 1 month", "2026-06-30"),
        ("2026-12-31", "+ 1 month", "2027-01-31"),
        ("2026-01-31", "- 1 month", "2025-12-31"),
        ("2024-02-29", "+ 1 year", "2025-02-28"),
        ("2024-02-29", "+ 4 years", "2028-02-29"),
        ("2024-02-29", "- 1 year", "2023-02-28"),
        ("2024-02-28", "+ 1 day", "2024-02-29"),
        ("2026-02-28", "+ 1 day", "2026-03-01"),
        ("2026-12-31", "+ 1 day", "2027-01-01"),
        ("2026-01-01", "+ 2 weeks", "2026-01-15"),
        ("2026-01-01", "- 0 days", "2026-01-01"),
        ("1900-02-28", "+ 1 day", "1900-03-01"),  # not a leap year
        ("2000-02-28", "+ 1 day", "2000-02-29"),
    ],
)
def test_dates_move(day, shift, expected):
    """Meaning 6: 31 January + 1 month is the last of February."""
    assert value(f"opened {shift}", opened=day) == date.fromisoformat(expected)


def test_moving_a_date_by_months_clamps_each_time():
    assert value("opened + 1 month + 1 month", opened="2026-01-31") == date(2026, 3, 28)
    assert value("opened + 2 months", opened="2026-01-31") == date(2026, 3, 31)
    assert value("3 days + opened", opened="2026-01-31") == date(2026, 2, 3)


@given(day=DAYS, months=st.integers(0, 600))
def test_adding_months_agrees_with_the_calendar(day, months):
    moved = value(f"opened + {months} months", opened=day.isoformat())
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, calendar.monthrange(moved.year, moved.month)[1])


@pytest.mark.parametrize(
    ("born", "today", "expected"),
    [
        ("1990-06-01", "2026-06-01", "2026-06-01"),  # today counts
        ("1990-06-01", "2026-06-02", "2027-06-01"),
        ("1990-06-01", "2026-05-31", "2026-06-01"),
        ("2000-02-29", "2026-02-27", "2026-02-28"),
        ("2000-02-29", "2026-02-28", "2026-02-28"),  # the 28th in other years
        ("2000-02-29", "2026-03-01", "2027-02-28"),
        ("2000-02-29", "2028-02-28", "2028-02-29"),
        ("2000-02-29", "2028-02-29", "2028-02-29"),
        ("2000-02-29", "2027-03-01", "2028-02-29"),
        ("2000-12-31", "2026-12-31", "2026-12-31"),
        ("2000-01-01", "2026-12-31", "2027-01-01"),
        ("2026-06-01", "2026-06-01", "2026-06-01"),
    ],
)
def test_anniversaries(born, today, expected):
    """Meaning 6: an ``anniversary`` of 29 February falls on the 28th; it is the first on or after today."""
    assert value("opened anniversary", as_of=today, opened=born) == date.fromisoformat(expected)
    assert value("开户日 周年", as_of=today, opened=born) == date.fromisoformat(expected)


def test_an_anniversary_in_a_window():
    for today, soon in [("2026-02-20", False), ("2026-02-21", True), ("2026-02-28", True), ("2026-03-01", False)]:
        assert truth("opened anniversary within next 7 days", as_of=today, opened="2000-02-29") is soon
    assert truth("opened anniversary within next 7 days", as_of="2026-12-28", opened="2000-01-01") is True
    assert truth("opened anniversary within next 7 days", as_of="2026-12-28") is None


@pytest.mark.parametrize(
    ("day", "today", "days", "months", "years"),
    [
        ("2026-06-01", "2026-06-01", 0, 0, 0),
        ("2026-05-31", "2026-06-01", 1, 0, 0),
        ("2026-05-02", "2026-06-01", 30, 0, 0),
        ("2026-05-01", "2026-06-01", 31, 1, 0),
        ("2026-01-31", "2026-02-27", 27, 0, 0),
        ("2026-01-31", "2026-02-28", 28, 1, 0),  # a month ends on the last day where there is no 31st
        ("2026-01-29", "2026-02-28", 30, 1, 0),
        ("2026-01-31", "2026-03-30", 58, 1, 0),
        ("2026-01-31", "2026-03-31", 59, 2, 0),
        ("2025-06-02", "2026-06-01", 364, 11, 0),
        ("2025-06-01", "2026-06-01", 365, 12, 1),
        ("2024-02-29", "2025-02-27", 364, 11, 0),
        ("2024-02-29", "2025-02-28", 365, 12, 1),
        ("2024-02-29", "2028-02-28", 1460, 47, 3),
        ("2024-02-29", "2028-02-29", 1461, 48, 4),
        ("2026-06-02", "2026-06-01", -1, -1, -1),  # a day to come: rounded down, like all whole numbers here
        ("2026-07-01", "2026-06-01", -30, -1, -1),
        ("2026-07-02", "2026-06-01", -31, -2, -1),
        ("2027-06-01", "2026-06-01", -365, -12, -1),
    ],
)
def test_time_since(day, today, days, months, years):
    assert value("days since opened", as_of=today, opened=day) == days
    assert value("months since opened", as_of=today, opened=day) == months
    assert value("years since opened", as_of=today, opened=day) == years
    assert value("距今天数 开户日", as_of=today, opened=day) == days
    assert value("days since opened", as_of=today) is None


@given(born=DAYS, today=DAYS)
def test_time_since_and_anniversaries_agree(born, today):
    if born > today:
        return
    years = value("years since opened", as_of=today.isoformat(), opened=born.isoformat())
    months = value("months since opened", as_of=today.isoformat(), opened=born.isoformat())
    following = value("opened anniversary", as_of=today.isoformat(), opened=born.isoformat())
    assert value(f"opened + {years} years", opened=born.isoformat()) <= today
    assert value(f"opened + {years + 1} years", opened=born.isoformat()) > today
    assert value(f"opened + {months} months", opened=born.isoformat()) <= today
    assert value(f"opened + {months + 1} months", opened=born.isoformat()) > today
    assert today <= following <= value(f"opened + {years + 1} years", opened=born.isoformat())


def test_days_between_dates():
    assert value("matures - opened", opened="2024-02-28", matures="2024-03-01") == 2
    assert value("opened - matures", opened="2024-02-28", matures="2024-03-01") == -2
    assert truth("matures - opened >= 2 days", opened="2024-02-28", matures="2024-03-01") is True
    assert value("matures - today", as_of="2026-06-01", matures="2026-06-11") == 10


# --- the end of the calendar --------------------------------------------------------------------------------


def test_past_the_last_year_dates_are_unknown():
    last = {"as_of": "9999-12-31", "opened": "9999-12-31"}
    assert value("opened + 1 day", **last) is None
    assert value("opened + 1 month", **last) is None
    assert value("opened + 9000 years", opened="2026-01-01") is None
    assert value("opened - 3000 years", opened="2026-01-01") is None
    assert value("opened + term", opened="2026-01-01", term=10**9) is None
    assert truth("opened within next 1 day", **last) is None
    assert truth("opened within next 0 days", **last) is True
    assert truth("opened within last 9000 years", as_of="2026-01-01", opened="2026-01-02") is False
    assert truth("opened within last 9000 years", as_of="2026-01-01", opened="2025-01-02") is None
    assert value("opened anniversary", as_of="9999-12-31", opened="2000-12-31") == date(9999, 12, 31)
    assert value("opened anniversary", as_of="9999-12-31", opened="2000-12-30") is None
    assert value("opened + 7973 years", opened="2026-12-31") == date(9999, 12, 31)
    assert value("opened - 2025 years", opened="2026-01-01") == date(1, 1, 1)
    assert value("opened - 2025 years - 1 day", opened="2026-01-01") is None


def test_a_task_past_the_last_year_is_due_on_an_unknown_day():
    (task,) = decide("then task 电话 within 10 days", as_of="9999-12-25").tasks
    assert (task.due, task.due_unknown) == (None, True)
    (task,) = decide("then task 电话 within 6 days", as_of="9999-12-25").tasks
    assert (task.due, task.due_unknown) == (date(9999, 12, 31), False)


# --- time is an input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "condition",
    [
        "opened < today",
        "opened within last 3 days",
        "days since opened > 3",
        "opened anniversary = 2026-01-01",
        "opened + 3 days > today",
    ],
)
def test_without_a_date_what_reads_it_asks_for_one(condition):
    """Meaning 7: ``today`` is the run's as-of date, never the clock."""
    for opened in ("2026-01-01", None):
        with pytest.raises(DateNeededError):
            truth(condition, opened=opened)
    assert truth(condition.replace(" > ", " > "), as_of="2026-01-05", opened=None) is None


def test_today():
    assert value("today", as_of="2026-06-01") == date(2026, 6, 1)
    assert truth("opened = 今天", as_of="2026-06-01", opened="2026-06-01") is True
    assert truth("opened < today", as_of="2026-06-01", opened="2026-06-01") is False
    assert truth("opened < today + 1 day", as_of="2026-06-01", opened="2026-06-01") is True
