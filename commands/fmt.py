"""``tiercel fmt``: policies in canonical form, in either language."""

from __future__ import annotations

import difflib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from commands.help import Command
from commands.shared import PATH, default_lang, say, stop
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang


@dataclass(frozen=True, slots=True)
class _Printed:
    """A file and how it should look."""

    path: Path
    before: str
    after: str


@click.command(
    "fmt",
    cls=Command,
    epilog="""\b
Examples
  tiercel fmt policies/retail                 put a whole folder in order
  tiercel fmt policies/retail --check         only say which files are not
  tiercel fmt policies/retail --lang en       print it in English words
  tiercel fmt policies/retail --lang zh --diff
""",
)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Print keywords and names in this language.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; print what would change.")
def command(paths: tuple[Path, ...], lang: Lang | None, *, only_check: bool, show_diff: bool) -> None:
    """Print policies in canonical form: one way to write each sentence, tables aligned, comments kept.

    PATHS are policy folders or files. The result always means the same as before: if it would not, the file is
    left alone and that is an error.
    """
    changed: list[_Printed] = []
    for path in paths:
        changed += [p for p in _printed(path, lang) if p.before != p.after]
    for printed in changed:
        if show_diff:
            name = str(printed.path)
            lines = difflib.unified_diff(
                printed.before.splitlines(keepends=True), printed.after.splitlines(keepends=True), name, name
            )
            click.echo("".join(lines), nl=False)
        elif only_check:
            click.echo(f"{printed.path}")
        else:
            _write(printed)
            click.echo(f"{printed.path}")
    if only_check and changed:
        raise SystemExit(1)


def _printed(path: Path, lang: Lang | None) -> list[_Printed]:
    """Every file of a path in canonical form; names come from the whole folder a file lies in."""
    from commands.policies import show_diagnostics
    from dsl.format import CannotFormat, format_file, names_of, same_meaning
    from dsl.load import analyse
    from dsl.source import Source
    from dsl.syntax.build import build
    from dsl.syntax.parse import outline
    from engine.policy_files import FileLoader, PolicyFileError, read_folder

    ui = default_lang()
    try:
        folder = read_folder(path if path.is_dir() else path.parent)
        wanted = {s.path for s in (folder if path.is_dir() else read_folder(path)).sources}
    except PolicyFileError as error:
        stop(error.words, ui)
    analysis = analyse(folder, FileLoader())
    names = names_of(b.file for b in analysis.built.values())
    known = frozenset(name for s in analysis.sources.values() for name in outline(s).names) | frozenset(analysis.units)
    out: list[_Printed] = []
    for source in folder.sources:
        if source.path not in wanted:
            continue
        built = analysis.built[source.path]
        try:
            after = format_file(built.file, source, names, lang)
        except CannotFormat as error:
            show_diagnostics(error.diagnostics, analysis.sources, ui)
            stop(error.words, ui)
        again = build(outline(Source(source.path, after)), known).file
        if not same_meaning(built.file, again, names):
            say(after)
            stop(
                Words(
                    f"the canonical form of {source.path} would mean something else; nothing was changed",
                    f"{source.path} 的规范写法含义会改变，未作改动",
                ),
                ui,
            )
        out.append(_Printed(Path(source.path), _as_written(Path(source.path)), after))
    return out


def _as_written(path: Path) -> str:
    """The text of a file with its line ends and byte order mark, so that those count as a difference."""
    return path.read_bytes().decode("utf-8")


def _write(printed: _Printed) -> None:
    """Replace a file at once, or not at all."""
    mode = printed.path.stat().st_mode
    handle, temporary = tempfile.mkstemp(dir=printed.path.parent, prefix=f".{printed.path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(printed.after)
        Path(temporary).chmod(mode)
        Path(temporary).replace(printed.path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        reason = error.strerror or str(error)
        stop(Words(f"cannot write {printed.path}: {reason}", f"无法写入 {printed.path}：{reason}"), default_lang())
