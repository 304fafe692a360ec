"""``tiercel new``: a first record and policy for a data file."""

from __future__ import annotations

import shlex
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from commands.help import Command, fitted
from commands.shared import default_lang, is_terminal, stop, stop_at, width, words
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from engine.draft.draft import Draft

_LEAST_TEXT: Final = 30  # columns for what is to settle
_MOST_SHOWN: Final = 12  # fields with something to settle


@click.command(
    "new",
    cls=Command,
    epilog="""\b
Examples
  tiercel new mine --from customers.csv
  tiercel new mine --from customers.xlsx --lang zh --key 客户号
""",
)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from", "data", required=True, type=click.Path(path_type=Path), help="Customers: CSV, Excel, Parquet or Arrow."
)
@click.option("--key", metavar="COLUMN", help="The column that names the customers; by default one is looked for.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=default_lang,
    help="Language of the files and of messages; by default that of your terminal.",
)
def command(directory: Path, data: Path, key: str | None, lang: Lang) -> None:
    """Draft a customer record and a first policy for a data file.

    Writes customer.policy and segments.policy into DIR, which check, test and run take as they are. What was
    guessed stands in them as comments, to be settled. Files that are there already are never overwritten.
    """
    from commands.workbooks import tell_of_workbooks
    from engine.draft.draft import draft
    from engine.draft.error import DraftError
    from engine.io.reasons import DataError

    _refuse_what_is_there(directory, lang)
    tell_of_workbooks(data, lang)
    try:
        with _waiting(data, lang):
            drafted = draft(data, directory.resolve().name, lang, key)
    except DataError as error:
        stop_at(error, lang)
    except DraftError as error:
        stop(error.words, lang)
    _write(drafted, directory, lang)
    click.echo(_summary(drafted, directory, data, lang))


def _waiting(data: Path, lang: Lang) -> AbstractContextManager[object]:
    """A sign of life on a terminal; nothing elsewhere."""
    if not is_terminal():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"正在读取 {data.name}" if lang == "zh" else f"reading {data.name}")


def _refuse_what_is_there(directory: Path, lang: Lang) -> None:
    """Stop if a draft would overwrite something, or become part of another policy."""
    from engine.policy_files import SUFFIX

    if directory.exists() and not directory.is_dir():
        stop(Words(f"{directory} is a file; name a folder", f"{directory} 是文件；请给出文件夹"), lang)
    there = sorted(directory.rglob(f"*{SUFFIX}")) if directory.is_dir() else []
    if there:
        stop(
            Words(
                f"{directory} holds a policy already ({there[0]}); nothing was written, name another folder",
                f"{directory} 中已有政策（{there[0]}）；未写入任何内容，请换一个文件夹",
            ),
            lang,
        )


def _write(drafted: Draft, directory: Path, lang: Lang) -> None:
    """Write all files, or none."""
    written: list[Path] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in drafted.files.items():
            with (directory / name).open("x", encoding="utf-8", newline="\n") as file:
                written.append(directory / name)
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        stop(Words(f"cannot write into {directory}: {reason}", f"无法写入 {directory}：{reason}"), lang)


def _summary(drafted: Draft, directory: Path, data: Path, lang: Lang) -> str:
    from dsl.diagnostics.columns import wrap
    from engine.draft.draft import POLICY_FILE, RECORD_FILE

    zh = lang == "zh"
    said = [
        words(drafted.about, lang),
        "",
        f"已写入 {directory}：" if zh else f"written into {directory}:",
        *_hanging(f"  {RECORD_FILE}", _fields(drafted, lang), len(RECORD_FILE) + 4),
        f"  {POLICY_FILE}  {'第一版政策，可以照着改' if zh else 'a first policy, to be edited'}",
        "",
        *_to_settle(drafted, lang),
        *wrap(_outlook(drafted, lang), width()),
        "",
        "接下来可以试：" if zh else "what to try next:",
    ]
    spoken = "" if lang == default_lang() else f" --lang {lang}"
    folder, file = shlex.quote(str(directory)), shlex.quote(str(data))
    tries = (f"check {folder}", f"test {folder}", f"run {folder} --data {file} --out decided")
    said += [line for command in tries for line in fitted(f"  tiercel {command}{spoken}", width())]
    return "\n".join(said)


def _fields(drafted: Draft, lang: Lang) -> str:
    """The fields by their types."""
    from engine.draft.record import type_word

    types: Counter[str] = Counter()
    for name, number in drafted.types.items():
        types[type_word(name, lang)] += number
    total = types.total()
    if lang == "zh":
        return f"客户记录，{total} 个字段：{'，'.join(f'{name} {number}' for name, number in types.most_common())}"
    counted = ", ".join(f"{number} {name}" for name, number in types.most_common())
    return f"the customer record, {total} field{'s' if total > 1 else ''}: {counted}"


def _to_settle(drafted: Draft, lang: Lang) -> list[str]:
    """What a person has to settle, under the names of the fields."""
    from dsl.width import display_width

    if not drafted.findings:
        return []
    longest = max(display_width(finding.name) for finding in drafted.findings[:_MOST_SHOWN])
    indent = min(longest, width() - _LEAST_TEXT - 4) + 4
    out = ["请确认（也写在记录的注释里）：" if lang == "zh" else "to settle (also as comments in the record):"]
    for finding in drafted.findings[:_MOST_SHOWN]:
        names = ["  " + finding.name, *[""] * len(finding.questions)]
        for name, question in zip(names, finding.questions, strict=False):
            out += _hanging(name, words(question, lang), indent)
    more = len(drafted.findings) - _MOST_SHOWN
    if more > 0:
        out.append(f"  …还有 {more} 个字段，见记录的注释" if lang == "zh" else f"  … and {more} more, in the record")
    return [*out, ""]


def _hanging(name: str, text: str, indent: int) -> list[str]:
    """A name and a text beside it, or below if the name is too long."""
    from dsl.diagnostics.columns import wrap
    from dsl.width import display_width, pad

    first, *rest = wrap(text, width() - indent)
    above = [name] if display_width(name) > indent - 2 else []
    return [*above, pad("" if above else name, indent) + first, *(" " * indent + line for line in rest)]


def _outlook(drafted: Draft, lang: Lang) -> str:
    """How many rows of the file can be decided, and why not all."""
    from engine.messages import title_of
    from engine.show import many

    zh, rows, refused = lang == "zh", drafted.rows, drafted.refused
    if not refused:
        if zh:
            return f"{rows:,} 行都可以判定"
        return f"every one of the {rows:,} rows can be decided" if rows > 1 else "the one row can be decided"
    counts = drafted.quarantined.most_common()
    reasons = ("，" if zh else ", ").join(f"{title_of(code, lang)} {number:,}" for code, number in counts)
    if zh:
        return f"{rows:,} 行中有 {refused:,} 行会被隔离：{reasons}"
    return f"{refused:,} of {many(rows, 'row')} {'goes' if refused == 1 else 'go'} to quarantine: {reasons}"
