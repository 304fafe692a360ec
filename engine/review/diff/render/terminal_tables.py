"""Tables on a terminal, aligned whatever script they hold; where they do not fit, cells stand below their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.width import display_width, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.syntax.vocabulary import Lang
    from engine.explain.page import Page, Part, Style
    from engine.review.diff.render.story import Matrix, Row, Table

_GAP: Final = "  "
_INDENT: Final = 2
_STYLES: Final[dict[str, Style]] = {"down": "false", "up": "true", "other": "plain"}


class TerminalTables:
    """Writes tables.

    Args:
        page: where to.
    """

    def __init__(self, page: Page) -> None:
        self._page = page

    def table(self, table: Table) -> None:
        """A title with the heads of columns behind it, and a row below for each name."""
        self._rows(table, table.title, "head")

    def moves(self, table: Table) -> None:
        """The same without a title."""
        self._rows(table, "", "plain")

    def _rows(self, table: Table, title: str, style: Style) -> None:
        if not table.rows:
            return
        kept = table.kept
        widths = {
            at: max(display_width(x) for x in (table.heads[at], *(row.cells[at] for row in table.rows))) for at in kept
        }
        names = max(display_width(x) for x in (title, *(_GAP + row.cells[0] for row in table.rows)))
        if names + sum(len(_GAP) + width for width in widths.values()) > self._page.width:
            self._stacked(table, title, kept)
            return
        if title:
            heads = "".join(_GAP + _right(table.heads[at], widths[at]) for at in kept)
            self._page.line(0, ((pad(title, names), style), (heads, "place")))
        for row in table.rows:
            cells = "".join(_GAP + _right(row.cells[at], widths[at]) for at in kept)
            tone = _STYLES[row.tone]
            line = pad(_GAP + row.cells[0], names) + cells
            if display_width(line) + len(_GAP) + display_width(row.remark) <= self._page.width:
                self._page.line(0, ((line, tone), (_GAP + row.remark, "place")))
            else:
                self._page.line(0, ((line, tone),))
                self._remark(row)

    def _stacked(self, table: Table, title: str, kept: Sequence[int]) -> None:
        if title:
            self._page.line(0, ((title, "head"),))
        for row in table.rows:
            tone = _STYLES[row.tone]
            self._page.line(_INDENT, ((row.cells[0], tone),))
            cells = " · ".join(f"{table.heads[at]} {row.cells[at]}" for at in kept if row.cells[at])
            self._page.line(_INDENT + 4, ((cells, tone),), hang=0)
            self._remark(row)

    def _remark(self, row: Row) -> None:
        if row.remark:
            self._page.line(_INDENT + 4, ((row.remark, "place"),), hang=0)

    def matrix(self, matrix: Matrix, lang: Lang) -> None:
        """Tiers before down the side, and after across the top; nothing where it does not fit."""
        corner = "原来＼现在" if lang == "zh" else "before \\ now"
        shown = [[f"{n:,}" if n else "·" for n in row] for row in matrix.counts]
        side = max(display_width(x) for x in (corner, *matrix.names))
        widths = [
            max(display_width(x) for x in (name, *(row[at] for row in shown))) for at, name in enumerate(matrix.names)
        ]
        if _INDENT + side + sum(len(_GAP) + width for width in widths) > self._page.width:
            return
        heads = "".join(_GAP + _right(name, width) for name, width in zip(matrix.names, widths, strict=True))
        self._page.line(_INDENT, ((pad(corner, side) + heads, "place"),))
        for before, row in enumerate(shown):
            cells: list[Part] = [(pad(matrix.names[before], side), "plain")]
            for after, text in enumerate(row):
                cells.append((_GAP, "plain"))
                cells.append((_right(text, widths[after]), self._tone(matrix, before, after)))
            self._page.line(_INDENT, tuple(cells))

    @staticmethod
    def _tone(matrix: Matrix, before: int, after: int) -> Style:
        if not matrix.counts[before][after]:
            return "place"
        return _STYLES[matrix.tone(before, after)]


def _right(text: str, width: int) -> str:
    return " " * (width - display_width(text)) + text
