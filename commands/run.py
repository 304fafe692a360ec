"""``tiercel run``: decide a batch of customers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import POLICY, as_of_option, binding_options, is_terminal, lang_option, stop
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from dsl.load import Analysis
    from dsl.program.model import Program
    from engine.manifest import Format, RunManifest
    from engine.run import Progress


@click.command(
    "run",
    epilog="""\b
Examples
  tiercel run policies/retail --data customers.csv --out decided
  tiercel run policies/retail --data customers.parquet --out decided --as-of 2026-06-01 --profile 外资行
  tiercel run policies/retail --data customers.xlsx --out decided --write csv --write xlsx
  tiercel run policies/retail --data customers.csv --out decided --set core_line=200万
""",
)
@click.argument("policy", type=POLICY)
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Customers: CSV, Excel, Parquet or Arrow.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the results.")
@as_of_option
@binding_options
@click.option("--limit", type=click.IntRange(min=1), help="Decide only the first so many rows.")
@click.option(
    "--write", "formats", multiple=True, type=click.Choice(["parquet", "csv", "xlsx"]), default=("parquet",),
    show_default=True, help="How to write the results; may be repeated.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the result.")
@lang_option
def command(
    policy: Path,
    data: Path,
    out: Path,
    as_of: date | None,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    limit: int | None,
    formats: tuple[Format, ...],
    form: str,
    lang: Lang,
) -> None:
    """Decide every customer in a data file under POLICY, a folder or a file.

    Writes decisions, offers, tasks and quarantine, and run.json, which says what they are and counts every row.
    A former run in the same folder stays readable until this one is complete.
    """
    from commands.policies import load_policy

    analysis, program = load_policy(policy, lang)
    manifest = run_batch(analysis, program, data, out, as_of, profile, sets, values, limit, formats, lang)
    if form == "json":
        click.echo(manifest.to_json(), nl=False)
        return
    from commands.summary import summary

    click.echo(summary(manifest, program, lang))
    click.echo(f"\n{'结果在' if lang == 'zh' else 'results in'} {out}")


def run_batch(
    analysis: Analysis,
    program: Program,
    data: Path,
    out: Path,
    as_of: date | None,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    limit: int | None,
    formats: tuple[Format, ...],
    lang: Lang,
) -> RunManifest:
    """Run a policy over a data file; whatever stops it is said in one sentence."""
    from commands.policies import bind_policy
    from engine.io.output_errors import OutputError
    from engine.io.read import open_data
    from engine.io.reasons import DataError
    from engine.manifest import SourceFile
    from engine.policy_files import file_hash
    from engine.run import run

    binding = bind_policy(analysis, program, as_of or date.today(), profile, sets, values, lang)  # noqa: DTZ011
    written = [s.split("=", 1) for s in sets]
    values_file = SourceFile(path=str(values), sha256=file_hash(values)) if values is not None else None
    try:
        reader = open_data(data, program.record, limit=limit)
        with _progress(lang) as progress:
            return run(
                analysis=analysis,
                binding=binding,
                reader=reader,
                out=out,
                formats=formats,
                overrides={name.strip(): text.strip() for name, text in written},
                values_file=values_file,
                lang=lang,
                progress=progress,
            )
    except (DataError, OutputError) as error:
        stop(Words(error.message("en"), error.message("zh")), lang)


@contextmanager
def _progress(lang: Lang) -> Iterator[Progress | None]:
    """A counter of rows on a terminal; nothing elsewhere."""
    if not is_terminal():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("判定中" if lang == "zh" else "deciding", total=None)
        yield lambda rows: bar.advance(task, rows)
