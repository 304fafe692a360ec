"""The comparison of pages with what commands print: what is left out, what is noticed, what an update keeps."""

import pytest

from tests.docs.console import exchanges, matches, rewritten

REAL = ["customers 500", "", "basic  252", "gold   77", "", "results in decided"]


@pytest.mark.parametrize(
    "shown",
    [
        REAL,
        [*REAL, "", ""],
        ["…"],
        ["customers 500", "…"],
        ["…", "results in decided"],
        ["customers 500", "…", "gold   77", "…"],
        ["customers 500", "", "…", "", "results in …"],
        ["cust…s 500", "", "basic  …2", "…"],
    ],
)
def test_what_is_left_out_is_not_compared(shown):
    assert matches(shown, REAL)


@pytest.mark.parametrize(
    "shown",
    [
        [],
        REAL[:-1],
        ["customers 501", "…"],
        ["customers 500", "gold   77", "…"],
        ["…", "gold   77"],
        ["…", "customers 500", "…", "customers 500", "…"],
    ],
)
def test_everything_else_is(shown):
    assert not matches(shown, REAL)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([], REAL),
        (["customers 499", "…"], ["customers 500", "…"]),
        (["customers 499", "…", "gold   76", "…"], ["customers 500", "…", "gold   77", "…"]),
        (["…", "results in decided"], ["…", "results in decided"]),
        (["customers 1", "", "…", "", "results in decided"], ["customers 500", "", "…", "", "results in decided"]),
        (["a line that is gone", "…", "and another"], REAL),
    ],
)
def test_an_update_keeps_the_cuts_whose_surroundings_are_still_there(shown, expected):
    assert rewritten(shown, REAL) == expected


def test_a_command_may_go_on_in_the_next_line():
    lines = ["$ tiercel run mine \\", "    --out decided", "customers 500", "$ ls"]
    assert exchanges(lines) == [(lines[:2], ["customers 500"]), (["$ ls"], [])]
