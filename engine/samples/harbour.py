"""The clients of the second shipped record, an English one: other columns, other ways to write the same kinds."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.samples import people
from engine.samples.faults import LINES, UNTYPED, Fault, of_row_before, says, with_prefix
from engine.samples.kinds import COUNT, DAY_FIRST, KEY, MOMENT, MONEY, RATE, TEXT, Flag, Listed
from engine.samples.model import Column, Customers, Recipe, true_for, unless, when_zero
from engine.samples.relations import days_ago, days_ahead
from engine.samples.shapes import Bools, Floats, Ints, Weighted, along, amounts, curve, waits, whole

_PENCE: Final = 100
_FLAG: Final = Flag("Yes", "No")
_OCCUPATION: Final = Listed(("employed", "self_employed", "retired", "student"))
_OUTLOOK: Final = Listed(("cautious", "balanced", "adventurous"))

_FIRST: Final = pa.array(
    "Ada Alice Amelia Arthur Beth Charlotte Daniel David Ella Emily George Grace Hannah Harry Isla Jack James Jessica "
    "John Joshua Laura Lily Margaret Mary Mohammed Noah Oliver Olivia Patricia Paul Peter Priya Rachel Robert Ruth "
    "Samuel Sarah Sophie Susan Thomas William Zoe".split()
)
_LAST: Final = pa.array(
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts "
    "Green Hall Wood Harris Martin Jackson Clarke Clark Turner Hill Cooper Ward Moore Morris King Watson Baker Khan "
    "Harrison Morgan Allen James Scott Phillips Begum Shah Fraser Murray Campbell Stewart".split()
)
_SURNAME: Final = Weighted(*[(place + 4) ** -0.6 for place in range(len(_LAST))])

# Kept with the bank, in pounds, by fortune: a tenth 25k and more, one in forty 100k, few 500k.
_KEPT: Final = {-2.0: 5, -1.0: 180, 0.0: 2_600, 1.28: 25_000, 1.96: 100_000, 2.9: 500_000, 4.0: 4_000_000}


def _reference(c: Customers) -> pa.Array:
    return pc.binary_join_element_wise("HB", pa.array(c.numbers + 500_000).cast(pa.string()), "-")


def _first(c: Customers) -> pa.Array:
    return _FIRST.take(pa.array(whole(c.even("first name") * len(_FIRST))))


def _last(c: Customers) -> pa.Array:
    return _LAST.take(pa.array(_SURNAME(c.even("last name"))))


def _name(c: Customers) -> pa.Array:
    return pc.binary_join_element_wise(c(_first), c(_last), " ")


def _email(c: Customers) -> pa.Array:
    """Where there is none, the system says so in a word."""
    number = pa.array(whole(c.even("email number") * 90) + 10).cast(pa.string())
    name = pc.utf8_lower(pc.binary_join_element_wise(c(_first), c(_last), "."))
    none = c.odds("email none", along(c(people.age), {30: 0.01, 60: 0.06, 80: 0.4}))
    return pc.if_else(pa.array(none), "none", pc.binary_join_element_wise(name, number, "@example.org", ""))


def _joined(c: Customers) -> Ints:
    """As seconds: grown up, and while a branch or the site was open."""
    grown = whole(np.maximum(c(people.age) - 16, 0.1) * people.YEAR)
    day = np.maximum(days_ago(c, "joined", 3_400.0, least=3), c.day - grown)
    return day * 86_400 + whole(c.even("joined at") * 86_400)


def _last_spoke(c: Customers) -> Ints:
    day = np.maximum(days_ago(c, "last spoke", 260.0), c(_joined) // 86_400)
    return day * 86_400 + 32_400 + whole(c.even("last spoke at") * 28_800)


def _occupation(c: Customers) -> Ints:
    student = (c(people.age) < 24) & c.odds("student", 0.6)
    jobs: Ints = np.select([c(people.owner), c(people.works), c(people.age) >= 55, student], [1, 0, 2, 3], 0)
    return jobs


def _kept(c: Customers) -> Ints:
    return whole(curve(c(people.fortune), _KEPT) * _PENCE)


def _investments(c: Customers) -> Ints:
    share = along(c(people.fortune), {0.5: 0.0, 1.3: 0.25, 2.5: 0.7}) * along(c(people.appetite), {-1.0: 0.4, 1.0: 1.3})
    part = c(_kept) * (0.15 + 0.6 * c.even("invested"))
    return np.where(c.odds("invests", share), whole(part), 0)


def _savings(c: Customers) -> Ints:
    part = (c(_kept) - c(_investments)) * along(c(people.fortune), {-1.0: 0.1, 0.0: 0.5, 2.0: 0.85})
    return np.where(c.odds("saves", 0.72), whole(part), 0)


def _current(c: Customers) -> Ints:
    """What is left, and for some less than nothing."""
    overdraft = np.minimum(amounts(c.normal("overdraft"), 260.0, 0.9), 5_000) * _PENCE
    short = c.odds("overdrawn", along(c(people.fortune), {-1.0: 0.14, 0.5: 0.03, 2.0: 0.005}))
    return np.where(short, -whole(overdraft), c(_kept) - c(_investments) - c(_savings))


def _isa(c: Customers) -> Ints:
    """Paid into an ISA this tax year: at most 20,000, and no more than there is."""
    paid = np.minimum((c(_savings) + c(_investments)) * 0.4 * c.even("isa"), 20_000 * _PENCE)
    return np.where(c.odds("has isa", 0.28), whole(paid, 50 * _PENCE), 0)


def _euros(c: Customers) -> Ints:
    return np.where(c.odds("has euros", 0.03), whole(amounts(c.normal("euros"), 900.0, 1.2) * 100), 0)


def _has_mortgage(c: Customers) -> Bools:
    return c.odds("mortgage", along(c(people.age), {24: 0.0, 33: 0.32, 45: 0.34, 58: 0.12, 68: 0.01}))


def _mortgage(c: Customers) -> Ints:
    owed = np.minimum(amounts(c.normal("owed"), 165_000 * np.exp(0.3 * c(people.fortune)), 0.55), 20_000_000)
    return np.where(c(_has_mortgage), whole(owed * _PENCE), 0)


def _mortgage_rate(c: Customers) -> Ints:
    return 129 + whole(c.even("mortgage rate") * 96) * 5


def _fix_ends(c: Customers) -> Ints:
    return days_ahead(c, "fix ends", -60, 1_800)


def _home(c: Customers) -> Ints:
    """Of owners of a home; 0 where nobody knows."""
    worth = whole(c(_mortgage) / _PENCE * (1.25 + 2 * c.even("home")), 5_000)
    free = whole(amounts(c.normal("home free"), 310_000 * np.exp(0.35 * c(people.fortune)), 0.5), 5_000)
    owns = c.odds("home owner", along(c(people.age), {35: 0.05, 60: 0.6, 80: 0.7}))
    return np.select([c(_has_mortgage), owns], [worth, np.minimum(free, 90_000_000)], 0) * _PENCE


def _card_debt(c: Customers) -> Ints:
    owed = np.minimum(amounts(c.normal("card debt"), 1_100.0, 1.0), 60_000)
    return np.where(c.odds("has card debt", 0.33), whole(owed * _PENCE), 0)


def _missed(c: Customers) -> Ints:
    late = c.odds("late", along(c(people.fortune), {-1.0: 0.09, 0.5: 0.02, 2.0: 0.005}))
    return np.where(late, np.minimum(1 + waits(c.even("missed"), 1.2), 60), 0)


def _outlook(c: Customers) -> Ints:
    level: Ints = np.digitize(c(people.appetite), [-0.3, 0.9]).astype(np.int64)
    return level


def _never_asked(c: Customers) -> Floats:
    return np.where(c(_investments) > 0, 0.01, 0.5)


_COLUMNS: Final = (
    Column("Client Ref", KEY, _reference),
    Column("Full Name", TEXT, _name, 0.0005),
    Column("DOB", DAY_FIRST, people.birthday, 0.006),
    Column("Joined", MOMENT, _joined),
    Column("Occupation", _OCCUPATION, _occupation, 0.14),
    Column("Vulnerable", _FLAG, true_for("needs care", 0.03), 0.05),
    Column("Email", TEXT, _email, 0.02),
    Column("Email Consent", _FLAG, true_for("email ok", 0.64), 0.05),
    Column("Call Consent", _FLAG, true_for("call ok", 0.45), 0.05),
    Column("Post Consent", _FLAG, true_for("post ok", 0.7), 0.05),
    Column("Current Bal", MONEY, _current),
    Column("Savings Bal", MONEY, _savings, when_zero(_savings, 0.5)),
    Column("ISA Paid In", MONEY, _isa, when_zero(_isa, 0.5)),
    Column("Invest Bal", MONEY, _investments, when_zero(_investments, 0.7)),
    Column("EUR Bal", MONEY, _euros, when_zero(_euros, 0.8)),
    Column("Mortgage Bal", MONEY, _mortgage, when_zero(_mortgage, 0.5)),
    Column("Mortgage Rate", RATE, _mortgage_rate, unless(_has_mortgage, 0.01)),
    Column("Fix Ends", DAY_FIRST, _fix_ends, unless(_has_mortgage, 0.2)),
    Column("Home Value", MONEY, _home, when_zero(_home, 0.5)),
    Column("Card Debt", MONEY, _card_debt, when_zero(_card_debt, 0.4)),
    Column("Missed Pmts", COUNT, _missed, 0.02),
    Column("Risk View", _OUTLOOK, _outlook, _never_asked),
    Column("Last Spoke", MOMENT, _last_spoke, 0.22),
)

_FAULTS: Final = (
    Fault("D203", "Client Ref", of_row_before, twin=True),
    Fault("D202", "Client Ref", says(None)),
    Fault("D206", "Joined", says(None)),
    Fault("D224", "Savings Bal", with_prefix("-1")),
    Fault("D225", "Card Debt", says("9999999.99")),
    Fault("D218", "Risk View", says("medium")),
    Fault("D201", "Full Name", says("Clarke, Ada"), LINES),
    Fault("D211", "Missed Pmts", says("two"), UNTYPED),
    Fault("D214", "Mortgage Bal", says("see notes"), UNTYPED),
    Fault("D217", "Email Consent", says("ask"), UNTYPED),
    Fault("D223", "EUR Bal", says("$40"), UNTYPED),
    Fault("D227", "DOB", says("31/02/1980"), UNTYPED),
)

HARBOUR: Final = Recipe("harbour", date(2026, 3, 2), _COLUMNS, _FAULTS)
