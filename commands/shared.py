"""What several commands need: options, the language of messages, loading a policy or stopping with its mistakes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, Final, NoReturn, Protocol, TypeVar

import click

from commands.names import names_of
from dsl.diagnostics.model import Diagnostic, Words
from dsl.syntax.vocabulary import Lang
from engine.punctuation import COLON

F = TypeVar("F", bound=Callable[..., Any])

_HANGING: Final = 2  # columns by which a sentence goes on further right than it begins


class PathParam(click.Path):
    """A path; an empty one, as of a shell variable that is not set, is a slip and not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        """Refuse what is empty."""
        if value == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


PATH = PathParam(path_type=Path)


class DateParam(click.ParamType[date]):
    """A date as 2026-06-01."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read an ISO date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a date; write it as 2026-06-01", param, ctx)


def lang_option(command: F) -> F:
    """``--lang``: the language of what is printed."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=default_lang,
        help="Language of messages; by default that of your terminal.",
    )(command)


def default_lang() -> Lang:
    """The language set by TIERCEL_LANG, else by the locale."""
    for name in ("TIERCEL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"


def as_of_option(command: F) -> F:
    """``--as-of``: the day to decide on."""
    return click.option(
        "--as-of", type=DateParam(), default=None, help="The day to decide on; by default the current date."
    )(command)


def binding_options(command: F) -> F:
    """``--profile``, ``--set``, ``--values``."""
    for option in (
        click.option("--values", type=PATH, help="A file of lines NAME = VALUE that set parameters."),
        click.option(
            "--set",
            "sets",
            multiple=True,
            metavar="NAME=VALUE",
            shell_complete=names_of("set"),
            help="Set a parameter; may be repeated.",
        ),
        click.option("--profile", shell_complete=names_of("profile"), help="A profile of the policy."),
    ):
        command = option(command)
    return command


def words(text: Words, lang: Lang) -> str:
    """A bilingual phrase in the language of the user."""
    return text.zh if lang == "zh" else text.en


def say(text: str = "") -> None:
    """Talk to the user, on stderr."""
    click.echo(text, err=True)


def tell(text: str) -> None:
    """Talk to the user in sentences, as wide as the terminal."""
    say("\n".join(folded(text, width())))


def folded(text: str, columns: int) -> Iterator[str]:
    """Lines that fit; what goes on from a line stands under it, a little to the right."""
    from dsl.diagnostics.columns import wrap
    from dsl.width import display_width

    for line in text.splitlines():
        if display_width(line) <= columns:
            yield line
            continue
        said = line.lstrip()
        indent = " " * (len(line) - len(said) + _HANGING)
        first, *rest = wrap(said, columns - len(indent))
        yield indent[_HANGING:] + first
        yield from (indent + more for more in rest)


def put(text: str, out: Path | None, lang: Lang) -> None:
    """Print a text that ends with a line end, or write it to a file."""
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        stop(Words(f"{out} cannot be written: {reason}", f"无法写入 {out}：{reason}"), lang)


def stop(text: Words, lang: Lang, causes: Sequence[CodedError | Diagnostic] = ()) -> NoReturn:
    """End with a sentence and exit code 2.

    Args:
        text: the sentence.
        lang: of the reader.
        causes: what has a code of its own, for programs.
    """
    label = "错误" if lang == "zh" else "error"
    _tell_programs(text, causes)
    tell(f"{label}{COLON[lang]}{words(text, lang)}")
    raise SystemExit(2)


def _tell_programs(text: Words, causes: Sequence[CodedError | Diagnostic]) -> None:
    """Print what ends a command on stdout, if its result is asked for as JSON."""
    context = click.get_current_context(silent=True)
    if context is not None and context.params.get("form") == "json":
        print_error_report(text, causes)


def print_error_report(text: Words, causes: Sequence[CodedError | Diagnostic] = ()) -> None:
    """Print what ends a command as JSON."""
    from commands.error_report import coded, error_report, in_values

    told = (in_values(cause) if isinstance(cause, Diagnostic) else coded(cause) for cause in causes)
    click.echo(error_report(text, told).model_dump_json(indent=2))


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a command line that may not be understood asks for JSON."""
    return "--format json" in " ".join(arguments).replace("=", " ")


class CodedError(Protocol):
    """What went wrong with data or results: a code with a page, and its words."""

    @property
    def code(self) -> str:
        """Its code."""

    def message(self, lang: Lang) -> str:
        """The message in one language, without its code."""


def stop_at(error: CodedError, lang: Lang, more: Words | None = None) -> NoReturn:
    """End with what an error says, its code, where that is explained, what else there is to say, and exit code 2."""
    label, page = ("错误", "详见") if lang == "zh" else ("error", "page")
    _tell_programs(Words(error.message("en"), error.message("zh")), [error])
    tell(f"{label} {error.code}{COLON[lang]}{error.message(lang)}")
    say(f"{page}{COLON[lang]}docs/data-errors.md#{error.code.lower()}")
    if more is not None:
        tell(words(more, lang))
    raise SystemExit(2)


def data_option(*, required: bool) -> Callable[[F], F]:
    """``--data``: the customers, in one file or many."""
    return click.option(
        "--data", required=required, multiple=True, type=PATH, metavar="PATH",
        help="Customers: CSV, Excel, Parquet or Arrow; a file, a folder, or a pattern in quotes. May be repeated.",
    )  # fmt: skip


def absent_ok_option(command: F) -> F:
    """``--absent-ok``: fields that need no column."""
    return click.option(
        "--absent-ok", multiple=True, metavar="FIELD[,FIELD…]", callback=_allowed,
        help="Take these fields for missing if the data have no column for them; `all` for any. May be repeated.",
    )(command)  # fmt: skip


def _allowed(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for text in given for name in re.split("[,，、]", text) if name.strip())


def wants_color(stream: Any) -> bool:  # noqa: ANN401 - a text stream
    """Whether to colour a stream: a terminal, and NO_COLOR not set."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal, within what reads well."""
    return max(40, min(get_terminal_size((80, 24)).columns, 120))


def count(number: int) -> str:
    """A count with thousands marks."""
    return f"{number:,}"


def is_terminal() -> bool:
    """Whether somebody watches stderr."""
    return sys.stderr.isatty()
