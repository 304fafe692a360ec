"""Made-up customers for the shipped record: seeded, skewed as a bank's are, with missing and broken rows."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

_SURNAMES: Final = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
_GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志宇浩子轩雨梓涵欣怡"
_RISK: Final = ("保守", "稳健", "平衡", "进取")
_BRANCHES: Final = tuple(f"{n:04d}" for n in range(101, 121))
COLUMNS: Final = (
    "CUST_NO", "CUST_NM", "BIRTH_DT", "MOBILE", "PHONE", "SMS_OK", "BRANCH", "DEP_BAL", "WLTH_BAL", "FUND_BAL",
    "LOAN_BAL", "PAYROLL", "CC_FLAG", "CC_ACTV", "CC_USES", "RISK_LVL", "CHILD", "LAST_CT",
)  # fmt: skip
TODAY: Final = date(2026, 6, 1)  # the day the made-up customers are of


def customers(number: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Rows as a core system would export them: text, in the columns of the shipped record.

    Balances are log-normal and grow with age; about one row in a hundred lacks a mobile, one in twelve a risk
    appetite; a few rows are broken (a key used twice, a negative balance, a date that does not exist).
    """
    chance = random.Random(seed)  # noqa: S311 - made-up data, no secret
    for i in range(number):
        yield _customer(chance, i)


def _customer(chance: random.Random, i: int) -> dict[str, str]:
    age = min(90, max(18, round(chance.gauss(44, 15))))
    born = TODAY - timedelta(days=age * 365 + chance.randrange(365))
    wealth_level = chance.gauss(0, 1) + (age - 44) / 40
    deposit = _amount(chance, 9.3 + 1.3 * wealth_level, 1.0)
    invests = chance.random() < 0.1 + 0.1 * max(wealth_level, 0)
    borrows = chance.random() < (0.28 if 25 <= age <= 55 else 0.05)
    has_card = chance.random() < 0.45
    row = {
        "CUST_NO": f"C{i + 10_000:08d}",
        "CUST_NM": chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2)))),
        "BIRTH_DT": born.isoformat(),
        "MOBILE": "" if chance.random() < 0.012 else f"1{chance.randrange(3 * 10**9, 10**10):010d}",
        "PHONE": f"0796-{chance.randrange(10**6, 10**7)}" if chance.random() < 0.12 else "",
        "SMS_OK": chance.choices(("Y", "N", ""), (70, 22, 8))[0],
        "BRANCH": chance.choice(_BRANCHES),
        "DEP_BAL": deposit,
        "WLTH_BAL": _amount(chance, 10.8 + wealth_level, 0.9) if invests else "0",
        "FUND_BAL": _amount(chance, 9.5 + wealth_level, 1.1) if invests and chance.random() < 0.5 else "",
        "LOAN_BAL": _amount(chance, 12.6 + 0.5 * wealth_level, 0.9) if borrows else "0",
        "PAYROLL": "Y" if 22 <= age <= 60 and chance.random() < 0.3 else "N",
        "CC_FLAG": "Y" if has_card else "N",
        "CC_ACTV": chance.choices(("Y", "N", ""), (80, 15, 5))[0] if has_card else "",
        "CC_USES": str(int(chance.expovariate(1 / 18))) if has_card else "0",
        "RISK_LVL": "" if chance.random() < 0.08 else chance.choices(_RISK, (30, 38, 22, 10))[0],
        "CHILD": chance.choices(("Y", "N", ""), (50, 30, 20))[0],
        "LAST_CT": (TODAY - timedelta(days=int(chance.expovariate(1 / 45)))).isoformat()
        if chance.random() < 0.7
        else "",
    }
    return _broken(chance, row)


def _amount(chance: random.Random, mean: float, spread: float) -> str:
    """A log-normal amount with two decimals."""
    return f"{min(chance.lognormvariate(mean, spread), 9e9):.2f}"


def _broken(chance: random.Random, row: dict[str, str]) -> dict[str, str]:
    """One row in about a thousand is broken, as in life."""
    fault = chance.randrange(4_000)
    if fault == 0:
        row["CUST_NO"] = "C00010000"
    elif fault == 1:
        row["DEP_BAL"] = f"-{row['DEP_BAL']}"
    elif fault == 2:
        row["BIRTH_DT"] = "1990-02-30"
    elif fault == 3:
        row["RISK_LVL"] = "中等"
    return row


def write_customers(path: Path, number: int, seed: int = 1) -> None:
    """Write made-up customers as CSV in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(customers(number, seed))
