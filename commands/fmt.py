"""``tiercel fmt``: policies in canonical form, in either language."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from commands.help import Command
from commands.shared import PATH, default_lang, say, stop
from dsl.diagnostics.model import Words
from dsl.lean import dataclass
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
  tiercel fmt policies/retail/retail.policy --stdout    print one file, whatever its state
""",
)
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Print keywords and names in this language.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--stdout", "on_its_own", is_flag=True, help="Write nothing; print one file, whatever its state.")
def command(paths: tuple[Path, ...], lang: Lang | None, *, only_check: bool, show_diff: bool, on_its_own: bool) -> None:
    """Print policies in canonical form: one way to write each sentence, tables aligned, comments kept.

    PATHS are policy folders or files; a folder may hold several policies. The result always means the same as before:
    if it would not, the file is left alone and that is an error.

    With --stdout a file is read on its own, for git to compare: sentences with mistakes, and those that cannot be
    understood without the other files of the policy, are printed as they are written.
    """
    if on_its_own:
        _print_alone(paths)
        return
    changed: list[_Printed] = []
    for home, wanted in _by_policy(paths).items():
        changed += [p for p in _printed(home, wanted, lang) if p.before != p.after]
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


def _print_alone(paths: tuple[Path, ...]) -> None:
    """Print one file on its own; what is not even a text, byte by byte."""
    from dsl.format import format_alone
    from dsl.source import Source

    if len(paths) != 1 or paths[0].is_dir():
        stop(Words("--stdout prints one file", "--stdout 只打印一个文件"), default_lang())
    try:
        data = paths[0].read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        stop(Words(f"cannot read {paths[0]}: {reason}", f"无法读取 {paths[0]}：{reason}"), default_lang())
    with suppress(UnicodeDecodeError):
        data = format_alone(Source(str(paths[0]), data.decode("utf-8-sig"))).encode()
    click.echo(data, nl=False)


def _by_policy(paths: Iterable[Path]) -> dict[Path, set[Path]]:
    """Files by the folder of their policy: it is its names that they may use, and no others."""
    from engine.policy_files import PolicyFileError, read_folder

    found: dict[Path, set[Path]] = {}
    shown_as: dict[Path, Path] = {}
    for path in paths:
        try:
            files = [Path(source.path).resolve() for source in read_folder(path).sources]
        except PolicyFileError as error:
            stop(error.words, default_lang())
        homes = {place: _home(place, path) for place in {file.parent for file in files}}
        for file in files:
            home = homes[file.parent]
            found.setdefault(shown_as.setdefault(home.resolve(), home), set()).add(file)
    return found


def _home(place: Path, given: Path) -> Path:
    """The folder of the policy that a folder is part of, written like the path that led there."""
    from engine.policy_files import policy_folder

    named = policy_folder(place)
    if named is None:
        return given if given.is_dir() else given.parent
    return named if given.is_absolute() else Path(os.path.relpath(named))


def _printed(home: Path, wanted: set[Path], lang: Lang | None) -> list[_Printed]:
    """Some files of a policy in canonical form; names come from the whole of it."""
    from commands.policies import show_diagnostics
    from dsl.format import CannotFormat, format_file, guessed, names_of, same_meaning
    from dsl.load import analyse
    from dsl.source import Source
    from dsl.syntax.build import build
    from dsl.syntax.parse import outline
    from dsl.unresolved import is_unresolved
    from engine.policy_files import FileLoader, PolicyFileError, read_folder

    ui = default_lang()
    try:
        folder = read_folder(home)
    except PolicyFileError as error:
        stop(error.words, ui)
    analysis = analyse(folder, FileLoader())
    names = names_of(b.file for b in analysis.built.values())
    known = frozenset(name for s in analysis.sources.values() for name in outline(s).names) | frozenset(analysis.units)
    out: list[_Printed] = []
    refused: list[CannotFormat] = []
    for source in folder.sources:
        if Path(source.path).resolve() not in wanted:
            continue
        built = analysis.built[source.path]
        if is_unresolved(analysis.errors) and (built.diagnostics or guessed(built, known)):
            show_diagnostics(analysis.errors, analysis.sources, ui)
            stop(
                Words(
                    f"{source.path}: without the names of what it uses it cannot be read for certain; "
                    "nothing was changed",
                    f"{source.path}：引用的政策没有找到，名称不全，无法可靠地读懂，文件未作改动",
                ),
                ui,
            )
        try:
            after = format_file(built.file, source, names, lang)
        except CannotFormat as error:
            refused.append(error)
            continue
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
    if refused:
        show_diagnostics((d for error in refused for d in error.diagnostics), analysis.sources, ui)
        stop(_joined([error.words for error in refused]), ui)
    return out


def _joined(reasons: list[Words]) -> Words:
    return Words("; ".join(one.en for one in reasons), "；".join(one.zh for one in reasons))


def _as_written(path: Path) -> str:
    """The text of a file with its line ends and byte order mark, so that those count as a difference."""
    return path.read_bytes().decode("utf-8")


def _write(printed: _Printed) -> None:
    """Replace a file at once, or not at all."""
    from engine.policy_files import write_whole

    try:
        write_whole(printed.path, printed.after.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        stop(Words(f"cannot write {printed.path}: {reason}", f"无法写入 {printed.path}：{reason}"), default_lang())
