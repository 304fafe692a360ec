"""Customers whom a solver has found read like customers."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.ir.builder import Builder
from engine.ir.reach import FIRST_DAY, from_days, to_days
from engine.review.shared.lines import Lines
from engine.review.shared.shrinking import Plain
from engine.review.shared.world import TODAY

RECORD = """
policy p
customer c
  | name    | type                | missing | typical    |
  | id      | key                 |         |            |
  | deposit | money from 0 to 1亿 | as 0    | 2万        |
  | fund    | money from 0 to 1亿 | as 0    | 0          |
  | loan    | money from 0 to 1亿 | as 0    | 0          |
  | born    | date                | unknown | 1986-03-12 |
  | staff   | yes/no              | as no   | no         |
"""
DAY = to_days(date(2026, 6, 1))
FIELDS = analyse(Folder("c", "c", (Source("c.policy", RECORD),)), None).program.record.fields
BUILDER = Builder()
DEPOSIT, FUND, LOAN = (BUILDER.column(name, 0, 10**10) for name in ("deposit", "fund", "loan"))
ASSETS = BUILDER.form([*DEPOSIT.parts, *FUND.parts], 0)
RICH = BUILDER.at_least(ASSETS, 200_000_00)


def shrunk(is_one, goals=(), bounds=None, **found):
    lines = Lines()
    lines.add(goals)
    usual = dict.fromkeys(FIELDS) | {"id": "C1", "deposit": 20_000_00, "fund": 0, "loan": 0, "staff": False}
    usual |= {"born": to_days(date(1986, 3, 12)), TODAY: DAY}
    plain = Plain(usual, FIELDS, lines, [DAY], bounds or {}).shrunk(usual | found, is_one)
    assert is_one(plain)
    assert all(type(value) is type(usual[name]) for name, value in plain.items() if usual[name] is not None)
    return {name: value for name, value in plain.items() if value != usual[name]}


def test_what_does_not_matter_is_as_usual():
    assert shrunk(lambda row: row["loan"] > 0, deposit=7, loan=123_456_00) == {"loan": 100_000_00}


def test_an_amount_stands_at_the_line_and_in_one_field():
    found = shrunk(lambda row: row["deposit"] + row["fund"] >= 200_000_00, [RICH], deposit=100_123_00, fund=99_999_00)
    assert found == {"deposit": 200_000_00}


def test_what_a_sum_leaves_for_one_field():
    lines = Lines()
    lines.add([RICH])
    assert lines.of({"deposit": 1, "fund": 50_000_00}, "deposit") == {150_000_00}
    assert lines.sums == [("deposit", "fund")]


def test_a_threshold_below_is_met_from_below():
    low = BUILDER.negation(BUILDER.at_least(DEPOSIT, 10_000_00))
    assert shrunk(lambda row: row["deposit"] < 10_000_00, [low], deposit=3) == {"deposit": 9_999_99}


def test_nobody_has_a_cent():
    some = BUILDER.at_least(LOAN, 1)
    assert shrunk(lambda row: row["loan"] >= 1, [some], loan=1) == {"loan": 10_000_00}


def test_a_yes_is_no_cent():
    """Numbers that are the same are changed together; a yes is not the same as 1."""
    found = shrunk(lambda row: row["loan"] > 0 and row["fund"] == int(row["staff"]), staff=True, fund=1, loan=2)
    assert found == {"staff": True, "fund": 1, "loan": 2}


def test_a_ratio_of_cents_is_one_of_thousands():
    found = shrunk(lambda row: 0 < row["loan"] < row["deposit"] < 2 * row["loan"], deposit=17, loan=9)
    assert min(found.values()) >= 9_000_00


def test_days_move_with_the_day_of_the_decision_and_stay_in_the_calendar():
    def is_one(row):
        return 100 <= row[TODAY] - row["born"] <= 130

    early = FIRST_DAY + 200
    assert TODAY not in shrunk(is_one, born=early - 115, **{TODAY: early})


def test_the_past_comes_before_the_future():
    found = shrunk(lambda row: abs(row["born"] - row[TODAY]) >= 25_000, born=FIRST_DAY)
    assert FIRST_DAY < found["born"] < DAY


def test_who_is_moved_to_the_usual_day_keeps_the_days_that_she_was_moved_to():
    def is_one(row):
        return row[TODAY] - row["born"] == 115 and row["born"] < row[TODAY] - 100

    found = shrunk(is_one, born=FIRST_DAY + 85, **{TODAY: FIRST_DAY + 200})
    assert found == {"born": DAY - 115}


def test_an_amount_stays_within_the_bounds_of_its_field():
    found = shrunk(lambda row: row["deposit"] < row["fund"], [RICH], deposit=1, fund=10)
    assert all(value >= 0 for value in found.values())


def test_a_strange_day_becomes_the_usual_one_with_what_is_counted_from_it():
    later = 2_870_000

    def is_one(row):  # about twenty years old, and of age when she opened a deposit on a usual day
        return 7_300 <= row[TODAY] - row["born"] < 7_600 and row["opened"] == DAY - 100

    usual = dict.fromkeys(FIELDS) | {"born": to_days(date(1986, 3, 12)), "opened": DAY - 100, TODAY: DAY}
    fields = FIELDS | {"opened": FIELDS["born"]}
    found = usual | {"born": DAY + later - 7_555, TODAY: DAY + later}
    assert Plain(usual, fields, Lines(), [DAY]).shrunk(found, is_one) == usual | {"born": to_days(date(2006, 6, 1))}


def test_two_amounts_that_make_up_for_each_other_are_plain():
    def is_one(row):
        return (
            5_000_00 < row["fund"] < 20_000_00 and row["loan"] >= 50_000_00 and row["fund"] + row["loan"] == 65_000_00
        )

    both = BUILDER.form([*FUND.parts, *LOAN.parts], 0)
    found = shrunk(is_one, [BUILDER.at_least(both, 65_000_00)], fund=11_191_63, loan=53_808_37)
    assert found == {"fund": 10_000_00, "loan": 55_000_00}


def test_a_number_may_lie_where_only_the_other_policy_takes_it():
    wide = Builder()
    above = wide.at_least(wide.column("deposit", 0, 2 * 10**10), 10**10 + 1)
    found = shrunk(lambda row: row["deposit"] > 10**10, [above], {"deposit": (0, 2 * 10**10)}, deposit=10**10 + 777)
    assert found == {"deposit": 10**10 + 1}


def test_amounts_are_not_enlarged_beyond_what_a_field_may_hold():
    found = shrunk(lambda row: row["loan"] > 2 * row["fund"] > 0, fund=17, loan=42_000_000_00)
    assert found == {"fund": 10, "loan": 100_000_00}


def test_nobody_has_millions_for_no_reason():
    assert shrunk(lambda row: row["loan"] >= 77_777_77, loan=42_128_909_14) == {"loan": 100_000_00}


def test_amounts_in_a_ratio_are_round_and_not_millions():
    """Three quarters of 100,000 are no better to read than 100,000 and 130,000."""
    parts = [*((term, 4) for term, _ in LOAN.parts), *((term, -3) for term, _ in FUND.parts)]
    line = BUILDER.at_least(BUILDER.form(parts, 0), 1)

    def is_one(row):
        return 3 * row["fund"] < 4 * row["loan"] and 5 * row["loan"] <= 4 * row["fund"]

    found = shrunk(is_one, [line], fund=77_247_619_68, loan=61_798_095_74)
    assert found == {"fund": 130_000_00, "loan": 100_000_00}


def test_a_line_that_does_not_read_well_is_no_example():
    line = BUILDER.at_least(DEPOSIT, 333_333_33)
    assert shrunk(lambda row: 333_333_33 <= row["deposit"] < 444_444_44, [line], deposit=333_333_41) == {
        "deposit": 400_000_00
    }


def test_a_birthday_is_soon_in_the_usual_year():
    def is_one(row):  # between a week and a fortnight after the day of the decision, in any year
        ends = to_days(from_days(row["born"]).replace(year=2026))
        return 7 < ends - DAY < 15 and row[TODAY] == DAY

    assert shrunk(is_one, born=to_days(date(1911, 6, 11))) == {"born": to_days(date(1986, 6, 15))}


def test_a_day_of_the_year_to_decide_on_is_near_the_usual_one():
    """Someone found in March of 1970 is shown in the year of the record."""

    def is_one(row):
        return from_days(row[TODAY]).month == 3

    assert shrunk(is_one, **{TODAY: to_days(date(1970, 3, 17))}) == {TODAY: to_days(date(2026, 3, 1))}


def test_nobody_has_what_stands_for_an_empty_cell():
    low = BUILDER.negation(BUILDER.at_least(FUND, 5_000_00))
    lines = Lines()
    lines.add([low])

    def found(marks):
        fields = {"fund": replace(FIELDS["fund"], empty=marks)}
        plain = Plain({"fund": None, TODAY: DAY}, fields, lines, [DAY])
        row = {"fund": 3, TODAY: DAY}
        return plain.shrunk(row, lambda row: row["fund"] is not None and row["fund"] < 5_000_00)["fund"]

    assert found(()) == 4_999_99
    assert found((Fraction("4999.99"),)) not in (3, 4_999_99)
