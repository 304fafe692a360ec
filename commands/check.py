"""``tiercel check``: every mistake and lint of a policy, and what can be proved about it, in one go."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.help import Command
from commands.names import names_of
from commands.shared import (
    PATH,
    absent_ok_option,
    as_of_option,
    data_option,
    lang_option,
    stop,
    stop_at,
    wants_color,
    width,
)
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from dsl.load import Analysis
    from engine.review.check.result import CheckResult


@click.command(
    "check",
    cls=Command,
    epilog="""\b
Examples
  tiercel check policies/retail
  tiercel check policies/retail --lang zh --exit-code
  tiercel check policies/retail --data customers.parquet --as-of 2026-06-01
  tiercel check policies/retail --format sarif > check.sarif
""",
)
@click.argument("policy", type=PATH)
@click.option("--no-proof", is_flag=True, help="Only what can be read off the text, at once.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "junit", "github"]), default="text",
    metavar="FORMAT", help="How to print the findings: text, json, sarif, junit or github.",
)  # fmt: skip
@data_option(required=False)
@as_of_option
@click.option("--profile", shell_complete=names_of("profile"), help="With --data: a profile of the policy.")
@absent_ok_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are findings, 3 if something is not settled.")
@lang_option
def command(
    policy: Path,
    form: str,
    data: tuple[Path, ...],
    as_of: date | None,
    profile: str | None,
    absent_ok: tuple[str, ...],
    *,
    no_proof: bool,
    exit_code: bool,
    lang: Lang,
) -> None:
    """Find every mistake in POLICY, a folder or a file, and prove what can be proved about it.

    A folder may hold several policies, each in a folder of its own: they are checked one by one.

    Mistakes end with exit code 2. Warnings are likely slips; proofs find what holds for every customer there may be:
    a rule that never applies, a customer without a tier, a promise that can be broken. Each can be silenced in the
    policy with a comment that says why: `# allow W503: the text comes from another system`. With --data, each says how
    many of these customers it is about.
    """
    from commands.policies import analyse_policy, each_policy

    if data and no_proof:
        stop(
            Words("--data counts what proofs find: leave out --no-proof", "--data 数的是证明所得：请去掉 --no-proof"),
            lang,
        )
    if not data and (as_of or profile or absent_ok):
        stop(
            Words(
                "--as-of, --profile and --absent-ok say how --data are decided, and there are none; proofs ask "
                "every profile on every day",
                "--as-of、--profile、--absent-ok 说明怎样判定 --data 里的客户，而这里没有 --data；"
                "证明会逐个方案、逐日来问",
            ),
            lang,
        )
    codes = set()
    for place in each_policy(policy, apart=form == "text" and not data):
        result = _checked(analyse_policy(place, lang), no_proof=no_proof)
        if data:
            result = _counted(result, data, as_of, profile, absent_ok, lang)
        click.echo(_printed(result, form, lang), nl=form not in ("text", "junit"))
        codes.add(result.exit_code)
    gravest = next(code for code in (2, 1, 3, 0) if code in codes)
    if gravest == 2 or exit_code:
        raise SystemExit(gravest)


def _checked(analysis: Analysis, *, no_proof: bool) -> CheckResult:
    """The policy with what is proved about it, if anything can be and shall."""
    from engine.review.check.result import CheckResult, has_solver

    if analysis.program is None:
        return CheckResult(analysis, None, "mistakes", {})
    if no_proof:
        return CheckResult(analysis, None, "not wanted", {})
    if not has_solver():
        return CheckResult(analysis, None, "no solver", {})
    from engine.review.check.prove import prove

    return CheckResult(analysis, prove(analysis, analysis.program), None, {})


def _counted(
    result: CheckResult, data: tuple[Path, ...], as_of: date | None, profile: str | None, absent_ok: tuple[str, ...],
    lang: Lang,
) -> CheckResult:  # fmt: skip
    """What was found, with how many real customers each finding is about."""
    if result.proofs is None or result.analysis.program is None:
        return result
    from commands.policies import bind_policy
    from commands.workbooks import tell_of_workbooks
    from engine.io.read import Needs, open_data
    from engine.io.reasons import DataError
    from engine.reads import fields_read
    from engine.review.check.counting import count_customers

    program = result.analysis.program
    binding = bind_policy(result.analysis, program, as_of or date.today(), profile, (), None, lang)  # noqa: DTZ011
    tell_of_workbooks(data, lang)
    try:
        reader = open_data(data, program.record, Needs(fields_read(program), absent_ok))
        counts = count_customers(program, binding, result.proofs.findings, reader)
    except DataError as error:
        stop_at(error, lang)
    return replace(result, counts=counts)


def _printed(result: CheckResult, form: str, lang: Lang) -> str:
    match form:
        case "json":
            from commands.reports import check_report

            return check_report(result).model_dump_json(indent=2)
        case "sarif":
            from engine.review.check.formats.sarif import to_sarif

            return to_sarif(result, lang)
        case "junit":
            from engine.review.check.formats.junit import to_junit

            return to_junit(result, lang)
        case "github":
            from engine.review.check.formats.github import to_github

            return to_github(result, lang)
        case _:
            from engine.review.check.formats.text import to_text

            return to_text(result, lang, width(), color=wants_color(sys.stdout))
