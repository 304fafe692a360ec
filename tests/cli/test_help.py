"""Help fits the terminal, and its examples can be copied whatever its width."""

import pytest

from cli import _COMMANDS
from commands.help import fitted
from dsl.width import display_width
from tests.cli.test_cases import tiercel


@pytest.mark.parametrize("columns", [40, 60, 80])
@pytest.mark.parametrize("command", ["", *_COMMANDS])
def test_help_fits(tmp_path, command, columns):
    done = tiercel([*command.split(), "--help"], tmp_path, COLUMNS=str(columns))
    assert done.returncode == 0
    assert "Examples" in done.stdout
    too_long = [line for line in done.stdout.splitlines() if display_width(line) > columns]
    assert [line for line in too_long if " " in line.strip()] == []  # a path cannot be broken


@pytest.mark.parametrize("width", [38, 58, 200])
def test_a_broken_example_is_still_one_command(width):
    example = '  tiercel run policies/retail --data "exports/*.parquet" --out decided --profile 外资行'
    lines = list(fitted(example, width))
    assert (len(lines) > 1) == (width < 100)
    assert " ".join(line.removesuffix("\\").strip() for line in lines) == example.strip()
    assert all(line.endswith(" \\") for line in lines[:-1])


def test_a_remark_stands_below_an_example_that_is_too_long():
    assert list(fitted("  tiercel fmt policies/retail      put it in order", 34)) == [
        "  tiercel fmt policies/retail",
        "      put it in order",
    ]
