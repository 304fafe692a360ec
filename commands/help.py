"""Help that fits the terminal: narrow columns for options, and examples continued as a shell continues them."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import TYPE_CHECKING, Final

import click

from dsl.width import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDEST: Final = 98
_NARROWEST: Final = 38
_NARROW: Final = 70  # with fewer columns, options and what they do cannot stand side by side as usual
_BREAK: Final = " \\"


def help_width() -> int:
    """Columns for help: those of the terminal, within what reads well."""
    return max(_NARROWEST, min(shutil.get_terminal_size().columns - 2, _WIDEST))


class _Formatter(click.HelpFormatter):
    """Click's, with room for words beside the options of a narrow terminal."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options and what they do."""
        super().write_dl(rows, self.width // 3 if self.width < _NARROW else col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help fits the terminal."""

    context_class = _Context

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the examples."""
        write_examples(self.epilog, formatter)


class Group(click.Group):
    """A group of commands whose help fits the terminal."""

    context_class = _Context

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the examples."""
        write_examples(self.epilog, formatter)


def write_examples(epilog: str | None, formatter: click.HelpFormatter) -> None:
    """Write a headline and its examples, each a line that people can copy."""
    formatter.write_paragraph()
    for line in (epilog or "").replace("\b\n", "").splitlines():
        for part in fitted(line, formatter.width - 2):
            formatter.write(f"  {part}\n")


def fitted(line: str, width: int) -> Iterator[str]:
    """An example as lines of some width; what it does, behind three blanks or more, then stands below it."""
    if display_width(line) <= width:
        yield line
        return
    indent = line[: len(line) - len(line.lstrip())]
    example, *remark = re.split(r"\s{3,}", line.strip(), maxsplit=1)
    yield from _continued(example.split(" "), indent, width)
    for said in remark:
        yield from textwrap.wrap(said, width, initial_indent=f"{indent}    ", subsequent_indent=f"{indent}    ")


def _continued(words: Iterable[str], indent: str, width: int) -> Iterator[str]:
    """A command line over several lines; an option keeps its value beside it where that fits."""
    line = ""
    for word in _together(words):
        longer = f"{line} {word}" if line else f"{indent}{word}"
        if line and display_width(longer + _BREAK) > width:
            yield line + _BREAK
            longer = f"{indent}    {word}"
        line = longer
    yield line


def _together(words: Iterable[str]) -> list[str]:
    """Words of a command line, an option and its value as one."""
    found: list[str] = []
    for word in words:
        if found and found[-1].startswith("--") and " " not in found[-1] and not word.startswith("-"):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found
