"""How customers and the bank deal with each other: movements, wishes, visits, consents. Days count from 1970-01-01."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from engine.samples.holdings import assets_log, credit_card, insurance, mobile_bank, term_deposit, wealth
from engine.samples.model import Customers
from engine.samples.people import YEAR, age, appetite, fortune, owner, payroll, works
from engine.samples.shapes import Bools, Floats, Ints, Weighted, along, waits, whole

_TERMS: Final = np.array([90, 180, 365, 730, 1095, 1825])
_LIKED: Final = Weighted(30, 14, 38, 5, 13)
PHONE, SMS, WECHAT, VISIT, APP = 0, 1, 2, 3, 4  # ways to reach somebody
_TERM: Final = Weighted(10, 16, 34, 12, 24, 4)


def days_ago(c: Customers, name: str, mean: Floats | float, least: int = 0) -> Ints:
    """A day in the past: the farther back, the fewer."""
    ago: Ints = c.day - least - np.minimum(waits(c.even(name), mean), 9_000)
    return ago


def days_ahead(c: Customers, name: str, low: Ints | int, high: Ints | int) -> Ints:
    """A day from some to some days ahead, all equally likely."""
    ahead: Ints = c.day + low + np.floor(c.even(name) * (high - low + 1)).astype(np.int64)
    return ahead


def ago(name: str, mean: float) -> Callable[[Customers], Ints]:
    """A day in the past, whoever they are."""
    return lambda customers: days_ago(customers, name, mean)


def ahead(name: str, low: int, high: int) -> Callable[[Customers], Ints]:
    """A day from some to some days ahead, whoever they are."""
    return lambda customers: days_ahead(customers, name, low, high)


# --- family and wishes ---


def has_child(c: Customers) -> Bools:
    """Whether there are children."""
    return c.odds("child", along(c(age), {20: 0.0, 27: 0.25, 33: 0.70, 45: 0.90, 70: 0.93}))


def study_abroad(c: Customers) -> Bools:
    """Whether a child is to study abroad."""
    share = along(c(fortune), {0.0: 0.002, 1.0: 0.02, 2.0: 0.10}) * along(c(age), {34: 0.1, 42: 1.0, 54: 1.0, 60: 0.1})
    return c(has_child) & c.odds("study abroad", share)


def risk_level(c: Customers) -> Ints:
    """The appetite for risk in four levels, cautious first."""
    level: Ints = np.digitize(c(appetite), [-0.55, 0.35, 1.15]).astype(np.int64)
    return level


def assessed(c: Customers) -> Bools:
    """Whether the appetite for risk was ever assessed; who invests must have been."""
    invests = c(wealth) > 0
    return invests | c.odds("assessed", along(c(assets_log), {2.0: 0.25, 4.0: 0.6, 5.0: 0.85, 6.0: 0.95}))


def assessed_until(c: Customers) -> Ints:
    """The day until which the assessment holds: a year, and many were not renewed."""
    return np.where(c(wealth) > 0, days_ahead(c, "renewed", -20, 365), days_ahead(c, "risk until", -500, 365))


# --- term deposits and wealth products run out ---


def has_term(c: Customers) -> Bools:
    """Whether there is a term deposit."""
    held: Bools = c(term_deposit) > 0
    return held


def term_length(c: Customers) -> Ints:
    """The longest term, in days."""
    return _TERMS[_TERM(c.even("term length"))]


def term_matures(c: Customers) -> Ints:
    """When the next term deposit matures."""
    return days_ahead(c, "term matures", np.ones(c.rows, np.int64), c(term_length))


def has_wealth(c: Customers) -> Bools:
    """Whether there is a wealth product."""
    held: Bools = c(wealth) > 0
    return held


def wealth_matures(c: Customers) -> Ints:
    """When the next wealth product matures: many run for a few months only."""
    return np.minimum(c.day + 1 + waits(c.even("wealth matures"), 110.0), c.day + 1_095)


def wealth_maturing(c: Customers) -> Ints:
    """How much matures then: all, or one product of several."""
    part = whole(c(wealth) * (0.3 + 0.6 * c.even("maturing part")), 1_000_000)
    all_of_it = c.odds("all matures", 0.6) | (part == 0)
    return np.where(all_of_it, c(wealth), part)


# --- movements ---


def moves(c: Customers) -> Ints:
    """Movements on the accounts in a month."""
    busy = np.where(c(mobile_bank), 14.0, 2.0) + np.where(c(owner), 25.0, 0.0) + np.where(c(payroll), 5.0, 0.0)
    return np.minimum(waits(c.even("moves"), busy * along(c(fortune), {-1.5: 0.15, 0.0: 1.0, 1.5: 1.4})), 5_000)


def moving(c: Customers) -> Bools:
    """Whether anything moves."""
    found: Bools = c(moves) > 0
    return found


def stay(c: Customers) -> Ints:
    """How many days money stays after it came in."""
    return np.minimum(waits(c.even("stay"), along(c(fortune), {-1.0: 4.0, 0.0: 14.0, 1.5: 45.0})) + 1, 900)


def last_move(c: Customers) -> Ints:
    """The last day with a movement."""
    return days_ago(c, "last move", np.where(c(moves) > 0, 30 / np.maximum(c(moves), 1), 380.0))


# --- how they are looked after ---


def managed(c: Customers) -> Bools:
    """Whether somebody at the bank looks after the customer."""
    return c.odds("managed", along(c(assets_log), {3.0: 0.06, 4.0: 0.16, 4.7: 0.62, 5.5: 0.94, 6.0: 0.985}))


def _contacts_of_a_year(c: Customers) -> Ints:
    """How often there was contact in the last year."""
    mean = np.where(c(managed), along(c(assets_log), {4.0: 2.5, 5.0: 5.0, 6.0: 10.0}), 0.7)
    return np.minimum(waits(c.even("contacts"), mean), 400)


def contacted(c: Customers) -> Bools:
    """Whether there ever was a contact."""
    return (c(_contacts_of_a_year) > 0) | c.odds("contacted", np.where(c(managed), 0.85, 0.2))


def contacts(c: Customers) -> Ints:
    """How often there was contact so far; a contact that lies farther back counts, too."""
    return np.maximum(c(_contacts_of_a_year), c(contacted))


def last_contact(c: Customers) -> Ints:
    """The day of the last contact."""
    return days_ago(c, "last contact", np.where(c(managed), 38.0, 190.0))


def visited(c: Customers) -> Bools:
    """Whether the customer was ever visited."""
    return c(contacted) & c.odds("visited", np.where(c(managed), along(c(assets_log), {4.5: 0.15, 6.0: 0.85}), 0.02))


def last_visit(c: Customers) -> Ints:
    """The day of the last visit, which is a contact too."""
    return np.minimum(days_ago(c, "last visit", 150.0, least=3), c(last_contact))


def on_wechat(c: Customers) -> Bools:
    """Whether the bank knows them on WeChat."""
    share = along(c(age), {18: 1.0, 50: 0.9, 65: 0.5, 80: 0.1})
    return c.odds("on wechat", share * np.where(c(managed), 0.7, 0.12))


def wechat_ok(c: Customers) -> Bools:
    """Whether they agree to be written to there."""
    return c(on_wechat) & c.odds("wechat ok", 0.9)


def preferred_channel(c: Customers) -> Ints:
    """The way they like best; it is one that they have."""
    liked = _LIKED(c.even("preferred channel"))
    lacking = ((liked == WECHAT) & ~c(wechat_ok)) | ((liked == APP) & ~c(mobile_bank))
    return np.where(lacking, PHONE, liked)


def on_path(c: Customers) -> Bools:
    """Whether the customer is led through the stages of acquaintance."""
    return c(managed) & c.odds("on path", along(c(assets_log), {4.0: 0.15, 5.0: 0.6, 6.0: 0.9}))


def file_kept(c: Customers) -> Bools:
    """Whether a file on the customer is kept."""
    return c(on_path) | c.odds("file kept", np.where(c(managed), 0.4, 0.04))


def judged(c: Customers) -> Bools:
    """Whether somebody has judged the tier."""
    return c(file_kept) & c.odds("judged", along(c(assets_log), {4.0: 0.02, 5.0: 0.06, 6.0: 0.12}))


def judged_tier(c: Customers) -> Ints:
    """The tier that was judged, of four: what the assets say, or one higher."""
    seen: Ints = np.digitize(c(assets_log), [4.7, 5.48, 6.0]).astype(np.int64)
    return np.minimum(seen + c.odds("judged higher", 0.7), 3)


# --- wishes and complaints ---


def unmet(c: Customers) -> Ints:
    """How many requests are unmet."""
    asks = c.odds("asks", np.where(c(managed), 0.045, 0.012))
    return np.where(asks, 1 + np.minimum(waits(c.even("unmet"), 0.5), 8), 0)


def asks(c: Customers) -> Bools:
    """Whether a request waits for an answer."""
    waiting: Bools = c(unmet) > 0
    return waiting


def refused(c: Customers) -> Bools:
    """Whether an offer was ever refused."""
    return c(contacted) & c.odds("refused", 0.11)


def adopted(c: Customers) -> Bools:
    """Whether the bank has taken up a suggestion."""
    return c.odds("adopted", np.where(c(managed), 0.016, 0.002))


def interested(c: Customers) -> Bools:
    """Whether the customer asked about a product."""
    return c.odds("interested", np.where(c(managed), 0.16, 0.045))


def interest(c: Customers) -> Ints:
    """What was asked about: saving, investing, insurance, borrowing, cards."""
    here = c.even("interest")
    daring = along(c(appetite), {-1.0: 0.12, 1.5: 0.5})
    borrowing = np.where(c(works), along(c(age), {25: 0.22, 50: 0.16, 65: 0.03}), 0.04)
    covered = np.where(c(insurance) > 0, 0.04, 0.12)
    cards = np.where(c(credit_card), 0.03, along(c(age), {20: 0.2, 60: 0.04}))
    ends = np.cumsum([daring, covered, borrowing, cards], axis=0)
    found: Ints = np.select([here < end for end in ends], [1, 2, 3, 4], 0)
    return found


def days_at_work(c: Customers) -> Ints:
    """How many days somebody may have worked at most."""
    return whole(np.maximum(c(age) - 20, 0.2) * YEAR)
