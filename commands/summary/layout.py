"""How blocks of the screen are laid out: tables, grids and bars that fit its width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from commands.shared import words
from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.width import display_width, pad
from engine.explain.page import GLUE, glued, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from commands.summary.former import Former
    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.explain.names import Names
    from engine.explain.page import Page
    from engine.manifest import RunManifest

INDENT: Final = 2
_DEEPER: Final = 6  # what belongs to the line above
_GAP: Final = 2
_LONGEST_BAR, _SHORTEST_BAR = 24, 4
_LEAST_REMARK: Final = 24  # columns; a remark that has fewer stands on lines of its own
_GRID_GAP: Final = 4


@dataclass(frozen=True, slots=True)
class Screen:
    """What blocks are written from, and where to."""

    manifest: RunManifest
    program: Program
    names: Names
    page: Page
    former: Former | None

    @property
    def lang(self) -> Lang:
        """The language of the reader."""
        return self.names.lang

    def say(self, en: str, zh: str) -> str:
        """Words in the language of the reader."""
        return words(Words(en, zh), self.lang)

    def head(self, text: str) -> None:
        """The title of a block."""
        self.page.line(0, ((text, "head"),))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; one without any content is left out."""

    head: str
    cells: Sequence[str]
    align: Literal["left", "right"] = "right"

    @property
    def width(self) -> int:
        """Columns of the screen that it takes."""
        return max(display_width(text) for text in (self.head, *self.cells))

    def shown(self, text: str) -> str:
        """A text filled up to the width."""
        return pad(text, self.width) if self.align == "left" else " " * (self.width - display_width(text)) + text


def table(
    screen: Screen,
    title: str,
    columns: Sequence[Column],
    remarks: Column | None = None,
    drawn: Sequence[int] | None = None,
) -> None:
    """A title with the heads of columns behind it, and a row below for each name.

    Where the columns do not fit, what they hold stands below its name.

    Args:
        screen: where to write it.
        title: of the table.
        columns: the first one holds the names.
        remarks: what is said at the end of a row; on a line of its own where there is little room.
        drawn: counts to draw a bar of at the end of each row, where there is room.
    """
    first, *others = columns
    names = Column(title, [" " * INDENT + name for name in first.cells], "left")
    kept = [column for column in others if any(column.cells)]
    used = sum(column.width + _GAP for column in (names, *kept))
    if used - _GAP > screen.page.width:
        _stacked(screen, title, first.cells, kept, remarks)
        return
    last = remarks or Column("", bars(drawn or [0] * len(names.cells), screen.page.width - used), "left")
    heads = (" " * _GAP).join([*(column.shown(column.head) for column in kept), last.head])
    roomy = screen.page.width - used >= max(_LEAST_REMARK, display_width(last.head))
    screen.page.line(0, ((names.shown(title), "head"), (" " * _GAP + heads if roomy else _short(heads, last), "place")))
    for at, name in enumerate(names.cells):
        row = (" " * _GAP).join([names.shown(name), *(column.shown(column.cells[at]) for column in kept)])
        _row(screen.page, row, last.cells[at])


def _short(heads: str, last: Column) -> str:
    """Heads without the last one, which would not fit."""
    return " " * _GAP + heads.removesuffix(last.head).rstrip()


def _row(page: Page, row: str, remark: str) -> None:
    at = display_width(row) + _GAP
    if page.width - at < min(_LEAST_REMARK, display_width(remark)):
        page.line(INDENT, plain(row.strip()))
        page.line(_DEEPER, plain(remark), hang=0)
    else:
        page.line(INDENT, plain(row[INDENT:] + " " * _GAP + remark), hang=at - INDENT)


def _stacked(
    screen: Screen, title: str, names: Sequence[str], columns: Sequence[Column], remarks: Column | None
) -> None:
    screen.head(title)
    for at, name in enumerate(names):
        cells = [f"{column.head} {column.cells[at]}".strip() for column in columns if column.cells[at]]
        screen.page.line(INDENT, plain(name))
        screen.page.line(_DEEPER, plain(together(*cells)), hang=0)
        if remarks and remarks.cells[at]:
            screen.page.line(_DEEPER, plain(f"{remarks.head} {remarks.cells[at]}"), hang=0)


def grid(screen: Screen, cells: Sequence[tuple[str, str, str]]) -> None:
    """Names with their counts and remarks, in as many columns as fit, to be read downwards."""
    names, counts, remarks = (Column("", [cell[i] for cell in cells], align) for i, align in enumerate(_GRID))
    texts = [
        f"{names.shown(name)}  {counts.shown(count)} {remarks.shown(remark)}".rstrip() for name, count, remark in cells
    ]
    width = max(display_width(text) for text in texts)
    fitting = max(1, (screen.page.width - INDENT + _GRID_GAP) // (width + _GRID_GAP))
    height = -(-len(texts) // fitting)
    for at in range(height):
        row = (" " * _GRID_GAP).join(pad(text, width) for text in texts[at::height])
        screen.page.line(INDENT, plain(row.rstrip()))


_GRID: Final[tuple[Literal["left", "right"], ...]] = ("left", "right", "left")


def bars(counts: Sequence[int], room: int) -> list[str]:
    """A bar for each count, the greatest as long as there is room; none where there is hardly any."""
    longest = min(_LONGEST_BAR, room)
    if longest < _SHORTEST_BAR:
        return ["" for _ in counts]
    most = max([*counts, 1])
    return ["█" * round(n / most * longest) or "▏" * bool(n) for n in counts]


def change(now: int, before: int | None) -> str:
    """By how much a count differs from the former one; nothing where it does not."""
    if before is None or now == before:
        return ""
    return f"+{now - before:,}" if now > before else f"−{before - now:,}"


def counted(number: int) -> str:
    """A count; nothing for 0."""
    return f"{number:,}" if number else ""


_LISTED: Final = 12
_Item = TypeVar("_Item")


def first_few(items: Sequence[_Item]) -> tuple[Sequence[_Item], Sequence[_Item]]:
    """Those of a long list that are shown, and the rest, which is summed up: at least two."""
    shown = len(items) if len(items) <= _LISTED + 1 else _LISTED
    return items[:shown], items[shown:]


def most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Counts that are not 0, the greatest first."""
    return sorted(((name, n) for name, n in counts.items() if n), key=lambda x: (-x[1], x[0]))


def share(part: int, whole: int) -> str:
    """A share of customers, for people: never 0% or 100% where it is not exactly so."""
    if not part or part == whole:
        return "100%" if part else "0%"
    tenths = part * 1000 / whole
    return "<0.1%" if tenths < 1 else ">99.9%" if tenths > 999 else f"{tenths / 10:.1f}%"


def kept_together(text: str) -> str:
    """A sentence in which a number stays on the line of the word before it."""
    return re.sub(r" (?=[\d(人位件个条段])", GLUE, text)


def together(*texts: str) -> str:
    """Pieces of a line that may be broken between them only; the dot goes with the piece behind it."""
    return f" ·{GLUE}".join(glued(text) for text in texts)
