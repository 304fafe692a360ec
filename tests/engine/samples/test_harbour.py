"""Made-up clients of the second bank: its bands fill, and its own ways of writing are used."""

import re

import numpy as np
import pytest

from tests.engine.samples.looking import Look
from tests.engine.samples.shipped import sample

H = Look("harbour")


def kept():
    return np.maximum(H.number("Current Bal"), 0) + H.number("Savings Bal") + H.number("Invest Bal")


SHARES = {
    "everyday": (lambda: kept() < 25_000, 0.86, 0.94),
    "private": (lambda: kept() >= 500_000, 0.0008, 0.003),
    "overdrawn": (lambda: H.number("Current Bal") < 0, 0.02, 0.1),
    "borrowers": (lambda: H.number("Mortgage Bal") > 0, 0.13, 0.24),
    "investors": (lambda: H.number("Invest Bal") > 0, 0.03, 0.1),
    "fixed rates that end within three months": (lambda: H.days("Fix Ends") <= 90, 0.005, 0.03),
    "missed payments": (lambda: H.number("Missed Pmts") > 0, 0.02, 0.08),
    "an email that is none": (lambda: H.says("Email", "none"), 0.01, 0.1),
}


@pytest.mark.parametrize("what", SHARES)
def test_share(what):
    find, low, high = SHARES[what]
    assert low <= np.mean(find()) <= high


def test_dates_moments_rates_and_truths_are_written_as_in_its_extract():
    (block,) = sample("harbour", 1_000).blocks()
    for name, form in {
        "DOB": r"\d\d/\d\d/\d{4}",
        "Joined": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ",
        "Mortgage Rate": r"\d+\.\d\d%",
        "Post Consent": "Yes|No",
        "Client Ref": r"HB-\d{6}",
    }.items():
        assert all(re.fullmatch(form, cell) for cell in block.texts[name].drop_null().to_pylist()), name
