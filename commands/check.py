"""``tiercel check``: every mistake and lint of a policy, in one go."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from commands.help import Command
from commands.shared import PATH, lang_option, wants_color, width
from dsl.syntax.vocabulary import Lang


@click.command(
    "check",
    cls=Command,
    epilog="""\b
Examples
  tiercel check policies/retail
  tiercel check policies/retail --lang zh --exit-code
  tiercel check policies/retail --format json
""",
)
@click.argument("policy", type=PATH)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the findings."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are warnings.")
@lang_option
def command(policy: Path, form: str, *, exit_code: bool, lang: Lang) -> None:
    """Find every mistake in POLICY, a folder or a file.

    Mistakes end with exit code 2. Warnings are likely slips; each can be silenced in the policy with a comment
    that says why: `# allow W503: the text comes from another system`.
    """
    from commands.policies import analyse_policy
    from dsl.diagnostics.render import render

    analysis = analyse_policy(policy, lang)
    if form == "json":
        from commands.reports import check_report

        click.echo(check_report(analysis).model_dump_json(indent=2))
    else:
        for diagnostic in analysis.diagnostics:
            click.echo(render(diagnostic, analysis.sources, lang, wants_color(sys.stdout), width()))
            click.echo()
        click.echo(
            _summary(
                len(analysis.errors), len(analysis.diagnostics) - len(analysis.errors), len(analysis.sources), lang
            )
        )
    if analysis.errors:
        raise SystemExit(2)
    if exit_code and analysis.diagnostics:
        raise SystemExit(1)


def _summary(errors: int, warnings: int, files: int, lang: Lang) -> str:
    if lang == "zh":
        found = f"{errors} 处错误，{warnings} 处提醒" if errors or warnings else "没有错误"
        return f"已检查 {files} 个文件：{found}"
    from engine.show import many

    read = f"checked {many(files, 'file')}"
    if not errors and not warnings:
        return f"{read}: no mistakes"
    return f"{read}: {many(errors, 'mistake')}, {many(warnings, 'warning')}"
