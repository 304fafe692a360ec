"""``tiercel sample``: made-up customers in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.help import Command
from commands.shared import DateParam, count, is_terminal, lang_option, stop, tell
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang
from engine.samples import RECORDS

if TYPE_CHECKING:
    from engine.samples.faults import FileKind
    from engine.samples.write import Encoding, Progress

_SUFFIXES: dict[str, FileKind] = {".csv": "csv", ".parquet": "parquet", ".xlsx": "xlsx"}


@click.command(
    "sample",
    cls=Command,
    epilog="""\b
Examples
  tiercel sample --rows 1000000 --out customers.parquet
  tiercel sample --rows 50000 --out customers.csv --encoding gb18030 --seed 7
  tiercel sample --rows 2000 --out customers.xlsx --broken 0.01
  tiercel run policies/retail --data customers.parquet --out decided --as-of 2026-06-01
""",
)
@click.option("--rows", required=True, type=click.IntRange(min=1), help="How many customers.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write: .csv, .parquet or .xlsx.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Other seeds make other customers."
)
@click.option(
    "--broken", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="RATE",
    help="Share of rows that something is wrong with, such as 0.01.",
)  # fmt: skip
@click.option(
    "--encoding", type=click.Choice(["utf-8", "gb18030"]), default="utf-8", show_default=True, help="Of a CSV file."
)
@click.option("--as-of", type=DateParam(), help="The day the customers are of; by default that of the record.")
@click.option(
    "--record", type=click.Choice(list(RECORDS)), default="retail", show_default=True,
    help="The shipped policy whose customers to make up.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@lang_option
def command(
    rows: int,
    out: Path,
    seed: int,
    broken: float,
    encoding: Encoding,
    as_of: date | None,
    record: str,
    force: bool,  # noqa: FBT001 - click passes options by name
    lang: Lang,
) -> None:
    """Make up customers and write them to a file.

    The same seed always gives the same customers: the first thousand of a million are the thousand that one gets by
    asking for a thousand.
    """
    file = _file_kind(out, encoding, lang)
    if out.exists() and not force:
        stop(Words(f"{out} is there already; add --force to replace it", f"{out} 已存在；要替换请加 --force"), lang)

    from engine.io.limits import EXCEL_ROWS
    from engine.samples import recipe
    from engine.samples.sample import Sample
    from engine.samples.write import write_sample
    from engine.show import many

    if file == "xlsx" and rows >= EXCEL_ROWS:
        most = count(EXCEL_ROWS - 1)
        stop(
            Words(
                f"an Excel sheet holds at most {most} customers; write .parquet or .csv",
                f"Excel 工作表最多放 {most} 位客户；请改用 .parquet 或 .csv",
            ),
            lang,
        )
    try:
        with _progress(rows, lang) as progress:
            write_sample(out, Sample(recipe(record), rows, seed, as_of, broken, file), encoding, progress)
    except OSError as error:
        reason = error.strerror or str(error)
        stop(Words(f"{out} cannot be written: {reason}", f"无法写入 {out}：{reason}"), lang)
    size = f"{out.stat().st_size / 1e6:,.1f} MB"
    tell(f"{count(rows)} 位客户 → {out}（{size}）" if lang == "zh" else f"{many(rows, 'customer')} → {out} ({size})")


def _file_kind(out: Path, encoding: Encoding, lang: Lang) -> FileKind:
    """What kind of file is wanted, by its suffix."""
    file = _SUFFIXES.get(out.suffix.lower())
    if file is None:
        stop(
            Words(
                f"{out}: end the name of the file in .csv, .parquet or .xlsx",
                f"{out}：文件名应以 .csv、.parquet 或 .xlsx 结尾",
            ),
            lang,
        )
    if encoding != "utf-8" and file != "csv":
        stop(Words("--encoding is for .csv files only", "--encoding 只用于 .csv 文件"), lang)
    return file


@contextmanager
def _progress(rows: int, lang: Lang) -> Iterator[Progress | None]:
    """A bar on a terminal; nothing elsewhere."""
    if not is_terminal():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("造客户" if lang == "zh" else "making up customers", total=rows)
        yield lambda done: bar.advance(task, done)
