"""``tiercel run``: decide a batch of customers."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.help import Command
from commands.shared import (
    PATH,
    absent_ok_option,
    as_of_option,
    binding_options,
    data_option,
    lang_option,
    stop_at,
    tell,
    wants_color,
    width,
    words,
)
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from dsl.load import Analysis
    from dsl.program.model import Program
    from engine.binding import Binding
    from engine.deciding import Decider
    from engine.manifest import Format, RunManifest, SourceFile


@click.command(
    "run",
    cls=Command,
    epilog="""\b
Examples
  tiercel run policies/retail --data customers.csv --out decided
  tiercel run policies/retail --data customers.parquet --out decided --as-of 2026-06-01 --profile foreign_bank
  tiercel run policies/retail --data customers.xlsx --out decided --write csv --write xlsx
  tiercel run policies/retail --data customers.csv --out decided --set core_line=2000k
  tiercel run policies/retail --data "exports/*.parquet" --out decided
  tiercel run policies/retail --data "exports/*.parquet" --out decided --resume
  tiercel run policies/retail --data exports --out decided --engine spark --spark spark.master=yarn
""",
)
@click.argument("policy", type=PATH)
@data_option(required=True)
@click.option("--out", required=True, type=PATH, help="Folder for the results.")
@as_of_option
@binding_options
@absent_ok_option
@click.option("--why", is_flag=True, help="Also write which rules fired for each customer, and which are unknown.")
@click.option(
    "--evaluator",
    type=click.Choice(["fast", "reference"]),
    default="fast",
    show_default=True,
    help="The reference evaluator gives the same, slowly: to check the fast one.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Decide only the first so many rows.")
@click.option(
    "--write", "formats", multiple=True, type=click.Choice(["parquet", "csv", "xlsx"]), default=("parquet",),
    show_default=True, help="How to write the results; may be repeated.",
)  # fmt: skip
@click.option("--resume", is_flag=True, help="Continue a run over many files that was stopped.")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="Spark decides on a cluster, whose machines all see the data and --out; results are folders of Parquet.",
)  # fmt: skip
@click.option("--spark", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of Spark; may be repeated.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the result.")
@lang_option
def command(
    policy: Path,
    data: tuple[Path, ...],
    out: Path,
    as_of: date | None,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    absent_ok: tuple[str, ...],
    why: bool,  # noqa: FBT001 - click gives options by name
    evaluator: str,
    limit: int | None,
    formats: tuple[Format, ...],
    resume: bool,  # noqa: FBT001
    engine: str,
    settings: tuple[str, ...],
    form: str,
    lang: Lang,
) -> None:
    """Decide every customer in data files under POLICY, a folder or a file.

    Writes decisions, offers, tasks and quarantine, and run.json, which says what they are and counts every row.
    Every field that decisions read must have its column in the data.
    A former run in the same folder stays readable until this one is complete; the screen shows what changed since.
    A run over many files that was stopped keeps the files that were done: the same command with --resume decides
    the others, and the results are the same as without the stop. A run of another input is refused then.
    Ends with 1 if nobody was decided because all rows are in quarantine.
    """
    from commands.policies import load_policy
    from commands.summary.former import compare, run_before

    analysis, program = load_policy(policy, lang, form)
    before = run_before(out)
    if engine == "spark":
        from commands.run_spark import refuse_for_spark, run_batch_on_spark, spark_settings

        refuse_for_spark(lang, evaluator=evaluator, limit=limit, formats=formats, resume=resume)
        manifest = run_batch_on_spark(
            analysis, program, data, out, as_of, profile, sets, values, lang, absent_ok,
            why=why, settings=spark_settings(settings, lang),
        )  # fmt: skip
    else:
        manifest = run_batch(
            analysis, program, data, out, as_of, profile, sets, values, limit, formats, lang, absent_ok,
            why=why, evaluator=evaluator, resume=resume,
        )  # fmt: skip
    if not manifest.counts.decided:
        tell(words(_nobody(manifest), lang))
    if form == "json":
        click.echo(manifest.to_json(), nl=False)
    else:
        former = compare(before, manifest, program)
        from commands.summary.screen import summary

        click.echo(summary(manifest, program, lang, former, width=width(), color=wants_color(sys.stdout)))
        click.echo(f"{'结果在' if lang == 'zh' else 'results in'} {out}")
    if not manifest.counts.decided:
        raise SystemExit(1)


def _nobody(manifest: RunManifest) -> Words:
    """What is said first of a run that decided nobody: its results stand where those of the last run did."""
    from engine.show import many

    rows = manifest.counts.quarantined
    return Words(
        f"error: nobody was decided: every row is in quarantine ({many(rows, 'row')})",
        f"错误：没有一位客户得到判定：读取的 {rows:,} 行全部被隔离",
    )


def run_batch(
    analysis: Analysis,
    program: Program,
    data: Path | tuple[Path, ...],
    out: Path,
    as_of: date | None,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    limit: int | None,
    formats: tuple[Format, ...],
    lang: Lang,
    absent_ok: Collection[str] = (),
    *,
    why: bool = False,
    evaluator: str = "fast",
    resume: bool = False,
) -> RunManifest:
    """Run a policy over data files; whatever stops it is said in one sentence."""
    from commands.policies import bind_policy
    from commands.watch import Watch
    from commands.workbooks import tell_of_workbooks
    from engine.io.output_errors import OutputError
    from engine.io.read import Needs, open_data
    from engine.io.reasons import DataError
    from engine.io.selection import refuse_results_among
    from engine.reads import fields_read
    from engine.run import run

    binding = bind_policy(analysis, program, as_of or date.today(), profile, sets, values, lang)  # noqa: DTZ011
    watch = Watch(out, lang)
    tell_of_workbooks(data, lang)
    try:
        refuse_results_among((data,) if isinstance(data, Path) else data, out)
        reader = open_data(data, program.record, Needs(fields_read(program), absent_ok), limit=limit)
        with watch:
            return run(
                analysis=analysis,
                binding=binding,
                decider=_decider(program, binding, evaluator, why=why),
                reader=reader,
                out=out,
                formats=formats,
                why=why,
                overrides=overrides_of(sets),
                values_file=values_file_of(values),
                lang=lang,
                resume=resume,
                watcher=watch,
            )
    except DataError as error:
        stop_at(error, lang)
    except OutputError as error:
        stop_at(error, lang, watch.resumable)
    except KeyboardInterrupt:
        if watch.resumable is not None:
            tell(words(watch.resumable, lang))
        raise


def overrides_of(sets: tuple[str, ...]) -> dict[str, str]:
    """The values of ``--set`` as they were written."""
    from dsl.settings import name_and_value

    return dict(filter(None, map(name_and_value, sets)))


def values_file_of(path: Path | None) -> SourceFile | None:
    """What is told of the file of ``--values``."""
    from engine.manifest import SourceFile
    from engine.policy_files import file_hash

    return SourceFile(path=str(path), sha256=file_hash(path)) if path is not None else None


def _decider(program: Program, binding: Binding, evaluator: str, *, why: bool) -> Decider:
    if evaluator == "reference":
        from engine.deciding import ReferenceDecider

        return ReferenceDecider(program, binding, why=why)
    from engine.evaluator.decider import FastDecider

    return FastDecider(program, binding, why=why)
