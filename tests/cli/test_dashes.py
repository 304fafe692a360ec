"""Arguments before and behind ``--``, with options anywhere."""

import click
import pytest
from click.testing import CliRunner

from commands.dashes import DashedCommand


@click.command(cls=DashedCommand)
@click.argument("given", nargs=-1)
@click.option("--format", "form", default="text")
@click.option("--exit-code", is_flag=True)
def command(given, paths, form, *, exit_code):
    click.echo(repr((given, paths, form, exit_code)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ((), (), "text", False)),
        ("old new", (("old", "new"), (), "text", False)),
        ("main HEAD -- a b", (("main", "HEAD"), ("a", "b"), "text", False)),
        ("-- a", ((), ("a",), "text", False)),
        ("main --", (("main",), (), "text", False)),
        ("--format md main --exit-code -- a", (("main",), ("a",), "md", True)),
        ("main -- a --format md --exit-code b", (("main",), ("a", "b"), "md", True)),
    ],
)
def test_what_stands_where(line, expected):
    assert CliRunner().invoke(command, line.split()).output == f"{expected!r}\n"


@pytest.mark.parametrize("line", ["--nope -- a", "a -- --nope", "a --format"])
def test_mistakes_are_clicks(line):
    assert CliRunner().invoke(command, line.split()).exit_code == 2
