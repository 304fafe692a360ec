"""What customers hold and owe, in fen: the parts add up to the whole."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine.samples.model import Customers
from engine.samples.people import age, appetite, fortune, owner, payroll, works
from engine.samples.shapes import Bools, Floats, Ints, along, amounts, curve, waits, whole

FEN: Final = 100
_W: Final = 10_000  # 万元, in yuan

# What customers hold altogether, in yuan, by fortune: three in five less than 1万, three in a thousand 100万 or more.
_ASSETS: Final = {
    -2.0: 1, -1.3: 60, -0.6: 900, 0.0: 4_800, 0.266: 1 * _W, 1.165: 5 * _W, 2.054: 30 * _W,
    2.748: 100 * _W, 3.4: 500 * _W, 4.2: 4_000 * _W, 6.0: 50_000 * _W,
}  # fmt: skip
_NOTHING: Final = -1.9  # fortune of those whose accounts are empty
NO_LOAN, HOME, CONSUMER, BUSINESS = 0, 1, 2, 3  # what a loan is for
FLAT, VILLA, SHOP = 0, 1, 2  # what another bank has lent on


def _fen(yuan: Floats) -> Ints:
    return whole(yuan * FEN)


def assets(c: Customers) -> Ints:
    """Everything held at the bank."""
    return np.where(c(fortune) < _NOTHING, 0, _fen(curve(c(fortune), _ASSETS)))


def assets_log(c: Customers) -> Floats:
    """How many digits the assets have, in yuan: 4 are 1万."""
    return np.log10(np.maximum(c(assets), FEN) / FEN)


def _part(c: Customers, name: str, held: Bools, share: tuple[float, float], step: int) -> Ints:
    """A part of the assets, in multiples of some yuan, for those who hold it."""
    low, high = share
    part = c(assets) * (low + (high - low) * c.even(name))
    return np.where(held, whole(part, step * FEN), 0)


def wealth(c: Customers) -> Ints:
    """Wealth products, in steps of 1万."""
    share = along(c(assets_log), {4.2: 0.0, 4.3: 0.10, 4.7: 0.26, 5.5: 0.55, 6.0: 0.74})
    return _part(c, "wealth", c.odds("has wealth", share), (0.2, 0.6), _W)


def fund(c: Customers) -> Ints:
    """Funds, for those who dare."""
    daring = along(c(appetite), {-1.5: 0.1, 0.0: 0.6, 1.0: 1.6, 2.0: 2.4})
    share = along(c(assets_log), {2.5: 0.0, 3.5: 0.03, 4.5: 0.10, 5.5: 0.22, 6.5: 0.35})
    even = c.even("fund price")  # prices make odd amounts
    base = _part(c, "fund", c.odds("has fund", share * daring), (0.02, 0.16), 100)
    return whole(base * (0.9 + 0.2 * even))


def insurance(c: Customers) -> Ints:
    """Cash value of insurance policies."""
    share = along(c(assets_log), {3.5: 0.0, 4.3: 0.07, 5.5: 0.20, 6.5: 0.30})
    older = along(c(age), {20: 0.2, 35: 0.8, 50: 1.3, 70: 1.0, 85: 0.2})
    return _part(c, "insurance", c.odds("has insurance", share * older), (0.02, 0.1), 10)


def gold(c: Customers) -> Ints:
    """Gold accounts."""
    share = along(c(assets_log), {3.5: 0.0, 4.5: 0.015, 6.0: 0.06})
    return _part(c, "gold", c.odds("has gold", share), (0.01, 0.08), 1)


def deposit(c: Customers) -> Ints:
    """All deposits: what is not held otherwise."""
    left: Ints = c(assets) - c(wealth) - c(fund) - c(insurance) - c(gold)
    return left


def term_deposit(c: Customers) -> Ints:
    """The fixed part of the deposits; the old like it."""
    share = along(c(age), {18: 0.03, 30: 0.10, 45: 0.24, 60: 0.46, 75: 0.55})
    enough = along(c(assets_log), {3.6: 0.0, 3.8: 0.5, 4.3: 1.0})
    part = c(deposit) * (0.3 + 0.65 * c.even("term"))
    return np.where(c.odds("has term", share * enough), whole(part, 1_000 * FEN), 0)


def idle_cash(c: Customers) -> Ints:
    """What has lain on the current account for long."""
    spare = (c(deposit) - c(term_deposit) - 2 * _W * FEN) * (0.3 + 0.7 * c.even("idle"))
    return np.where(c.odds("is idle", 0.55), whole(np.maximum(spare, 0), 100 * FEN), 0)


def assets_3m_ago(c: Customers) -> Ints:
    """Everything held three months ago; some have drawn most of it out since, some have paid in."""
    moved = c.even("moved")
    usual = np.exp(0.15 * c.normal("drift") - 0.03)
    factor = np.select([moved < 0.035, moved < 0.06], [1.4 + 80 * moved, 0.1 + 10 * (moved - 0.035)], usual)
    return whole(c(assets) * factor)


# --- loans ---


def loan_kind(c: Customers) -> Ints:
    """What is borrowed for: a business, a home, something to buy, or nothing."""
    home = along(c(age), {22: 0.0, 27: 0.12, 34: 0.27, 42: 0.23, 50: 0.12, 60: 0.01, 66: 0.0})
    home = home * np.where(c(works), 1.0, 0.3) * along(c(fortune), {-1.5: 0.3, 0.0: 1.0, 1.5: 1.3})
    consumer = along(c(age), {19: 0.0, 23: 0.17, 35: 0.20, 50: 0.12, 62: 0.0})
    business = np.where(c(owner), 0.36, 0.003)
    here = c.even("loan kind")
    lines = [here < business, here < business + home, here < business + home + consumer]
    kinds: Ints = np.select(lines, [BUSINESS, HOME, CONSUMER], NO_LOAN)
    return kinds


def borrows(c: Customers) -> Bools:
    """Whether anything is owed to the bank itself."""
    borrowing: Bools = c(loan_kind) > NO_LOAN
    return borrowing


def _own_loan(c: Customers) -> Ints:
    """What is owed to the bank itself."""
    median = np.array([0, 46, 5.5, 55])[c(loan_kind)] * _W * np.exp(0.25 * c(fortune))
    spread = np.array([0, 0.55, 0.8, 0.95])[c(loan_kind)]
    owed = amounts(c.normal("loan") * spread, median, 1.0)
    steps = np.where(c(loan_kind) == BUSINESS, 1_000, 0.01)  # a home is paid off month by month, to the fen
    return np.where(c(borrows), np.maximum(_fen(np.floor(owed / steps) * steps), FEN * 100), 0)


def loan(c: Customers) -> Ints:
    """What is owed altogether: the credit bureau tells of mortgages at other banks, too."""
    owed: Ints = c(_own_loan) + c(other_mortgage)
    return owed


def loan_rate(c: Customers) -> Ints:
    """The yearly rate of the loan, in hundredths of a percent."""
    low = np.array([0, 295, 305, 300])[c(loan_kind)]
    width = np.array([0, 110, 430, 240])[c(loan_kind)]
    rate: Ints = low + np.floor(width * c.even("loan rate") ** 1.5 / 5).astype(np.int64) * 5
    return rate


def loan_due_1y(c: Customers) -> Ints:
    """What of all loans falls due within a year."""
    even = c.even("loan due")
    years = 4 + 22 * c.even("home years")
    share = np.select(
        [c(loan_kind) == BUSINESS, c(loan_kind) == CONSUMER],
        [np.where(even < 0.7, 1.0, 0.0), np.where(even < 0.4, 1.0, 0.34)],
        1 / years,
    )
    here = np.minimum(c(_own_loan), whole(c(_own_loan) * share))
    due: Ints = here + c(other_mortgage) // c(other_years)
    return due


def overdue(c: Customers) -> Bools:
    """Whether a payment is late; those with little money are late more often."""
    return c.odds("overdue", np.where(c(borrows), along(c(fortune), {-1.0: 0.06, 0.5: 0.02, 2.0: 0.008}), 0.0))


def has_other_mortgage(c: Customers) -> Bools:
    """Whether another bank has lent on a home."""
    share = along(c(age), {25: 0.0, 32: 0.11, 45: 0.12, 58: 0.02, 64: 0.0})
    return c.odds("other mortgage", np.where(c(loan_kind) == HOME, 0.2 * share, share))


def other_collateral(c: Customers) -> Ints:
    """What the other bank has lent on: a home, a villa or a shop."""
    here = c.even("collateral")
    villa = along(c(fortune), {0.5: 0.01, 2.0: 0.25})
    kind: Ints = np.select([here > 0.92, here < villa], [SHOP, VILLA], FLAT)
    return kind


def other_mortgage(c: Customers) -> Ints:
    """What is owed to another bank on a home; villas cost several times as much."""
    median = np.array([45, 160, 60])[c(other_collateral)] * _W * np.exp(0.2 * c(fortune))
    owed = amounts(c.normal("other mortgage owed"), median, 0.6)
    return np.where(c(has_other_mortgage), _fen(np.floor(owed)), 0)


def other_rate(c: Customers) -> Ints:
    """The yearly rate at the other bank, in hundredths of a percent."""
    rate: Ints = 320 + np.floor(260 * c.even("other rate") / 5).astype(np.int64) * 5
    return rate


def other_years(c: Customers) -> Ints:
    """How many years the mortgage at the other bank still runs."""
    left = np.clip(66 - c(age), 2, 29)
    return whole(1 + left * c.even("other years"))


# --- cards and accounts ---


def credit_card(c: Customers) -> Bools:
    """Whether there is a credit card."""
    share = along(c(age), {20: 0.05, 26: 0.38, 40: 0.45, 55: 0.27, 66: 0.07, 75: 0.01})
    return c.odds("credit card", share * np.where(c(payroll), 1.3, 0.9) * along(c(fortune), {-1.5: 0.5, 0.5: 1.0}))


def card_active(c: Customers) -> Bools:
    """Whether the credit card was activated."""
    return c(credit_card) & c.odds("card active", 0.83)


def card_uses(c: Customers) -> Ints:
    """How often the card was used in three months."""
    uses = waits(c.even("card uses"), along(c(age), {20: 22, 35: 20, 50: 11, 65: 6}))
    return np.where(c(card_active), np.minimum(uses, 2_000), 0)


def card_spend(c: Customers) -> Ints:
    """What the card was used for in three months."""
    each = amounts(c.normal("card spend"), 130 * np.exp(0.25 * c(fortune)), 0.7)
    return np.minimum(_fen(c(card_uses) * each), 5_000 * _W * FEN)


def passbook(c: Customers) -> Bools:
    """Whether there is a passbook still."""
    return c.odds("passbook", along(c(age), {35: 0.01, 50: 0.10, 65: 0.38, 80: 0.62}))


def chip_card(c: Customers) -> Bools:
    """Whether the debit card has a chip."""
    return c.odds("chip card", np.where(c(passbook), 0.45, 0.96))


def mobile_bank(c: Customers) -> Bools:
    """Whether there is mobile banking."""
    return c.odds("mobile bank", along(c(age), {17: 0.6, 22: 0.9, 40: 0.84, 55: 0.55, 65: 0.28, 80: 0.04}))


def merchant(c: Customers) -> Bools:
    """Whether card payments are collected for a shop."""
    return c.odds("merchant", np.where(c(owner), 0.36, 0.004))


def merchant_volume(c: Customers) -> Ints:
    """What a shop collected in three months."""
    volume = amounts(c.normal("merchant volume"), 5 * _W * np.exp(0.4 * c(fortune)), 1.1)
    return np.where(c(merchant) & c.odds("merchant busy", 0.88), _fen(np.minimum(volume, 10_000 * _W)), 0)


def company_client(c: Customers) -> Bools:
    """Whether a company of the customer banks here."""
    return c.odds("company client", np.where(c(owner), 0.34, 0.004))


def direct_debits(c: Customers) -> Ints:
    """How many bills are paid by direct debit."""
    mean = along(c(age), {20: 0.2, 35: 0.9, 60: 1.0, 80: 0.4}) + np.where(c(payroll), 0.6, 0.0)
    return np.minimum(waits(c.even("direct debits"), mean), 9)


def foreign_exchange(c: Customers) -> Ints:
    """What was exchanged in a year, in US cents."""
    changes = c.odds("foreign exchange", along(c(assets_log), {4.0: 0.004, 5.0: 0.03, 6.0: 0.12}))
    amount = np.minimum(amounts(c.normal("foreign exchange amount"), 6_000, 1.1), 4_000_000)
    return np.where(changes, whole(amount, 100) * 100, 0)
