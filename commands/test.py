"""``tiercel test``: the tests written in a policy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.help import Command
from commands.shared import PATH, lang_option, wants_color, width
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from engine.testing.model import TestReport


@click.command(
    "test",
    cls=Command,
    epilog="""\b
Examples
  tiercel test policies/retail
  tiercel test policies/retail --exit-code            fail on tests that prove nothing, too
  tiercel test policies/retail --format junit > report.xml
""",
)
@click.argument("policy", type=PATH)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "junit"]), default="text", help="How to print the report."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 also for empty tests and rules no test covers.")
@lang_option
def command(policy: Path, form: str, *, exit_code: bool, lang: Lang) -> None:
    """Run the tests of POLICY, and say what they are worth.

    Shows the difference for every failure, finds tests that would pass without the rule they are about, and which
    rules and boundaries no test covers. Exits with 1 if a test fails, and with 2 if the policy has mistakes; then
    JUnit has the mistakes instead. A folder may hold several policies, each in a folder of its own: they are tested
    one by one.
    """
    from commands.policies import each_policy

    reports = [_tested(place, form, lang) for place in each_policy(policy, apart=form == "text")]
    if any(report.failed or (exit_code and report.has_warnings) for report in reports):
        raise SystemExit(1)


def _tested(policy: Path, form: str, lang: Lang) -> TestReport:
    """Run the tests of one policy and print what came out."""
    from commands.policies import analyse_policy, checked
    from engine.testing.junit import mistakes_to_junit, to_junit
    from engine.testing.report import to_json
    from engine.testing.runner import run_tests
    from engine.testing.text import render_text

    analysis = analyse_policy(policy, lang)
    if analysis.errors and form == "junit":
        click.echo(mistakes_to_junit(analysis.main.name, analysis.errors))
    program = checked(analysis, policy, lang, form)
    report = run_tests(program)
    match form:
        case "json":
            click.echo(to_json(report).model_dump_json(indent=2))
        case "junit":
            click.echo(to_junit(report))
        case _:
            click.echo(render_text(report, lang, wants_color(sys.stdout), width()), nl=False)
    return report
