"""What is said about data is refused where there are none, instead of meaning nothing in silence."""

import pytest
from click.testing import CliRunner

from cli import tiercel


@pytest.mark.parametrize("option", [("--rows", "3"), ("--profile", "offshore"), ("--absent-ok", "all")])
def test_there_are_no_data(option):
    done = CliRunner().invoke(tiercel, ["diff", "policies/harbour", "policies/harbour", *option])
    assert done.exit_code == 2
    assert "are about --data, and there are none" in done.stderr
