"""Lines of text for a terminal: styled, wrapped by display width, continued under a hanging indent."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from dsl.width import character_width, display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Style = Literal["plain", "head", "place", "true", "false", "unknown"]
Part = tuple[str, Style]
Parts = tuple[Part, ...]

GLUE: Final = "\u00a0"
"""A space at which a line is not broken; printed as a space."""
_JOINER: Final = "\u2060"  # takes no room, keeps its neighbours together, is not printed

_CODES: Final[dict[Style, str]] = {"head": "1", "place": "2", "true": "32", "false": "31", "unknown": "33"}
_NEVER_FIRST: Final = frozenset("，。、；：！？）】》」』”’%,.;:!?)]}")
_NEVER_LAST: Final = frozenset("（【《「『“‘([{")
_OF_NUMBERS: Final = frozenset("万亿元")
_PRINTED: Final = {GLUE: " ", _JOINER: ""}
_UNBROKEN: Final = frozenset({GLUE, _JOINER})
_LEAST: Final = 20  # columns of text that are kept however deep the indent


def plain(text: str) -> Parts:
    """Text without a style."""
    return ((text, "plain"),)


def parts_width(parts: Iterable[Part]) -> int:
    """Columns that styled text takes on one line."""
    return sum(display_width(text) for text, _ in parts)


def glued(text: str) -> str:
    """A text that is kept on one line."""
    return _JOINER.join(text.replace(" ", GLUE))


@dataclass(slots=True)
class Page:
    """Lines as they are written.

    Attributes:
        width: columns; a line is longer only where a word is.
        color: whether styles are shown, as ANSI codes.
    """

    width: int
    color: bool = False
    lines: list[str] = field(default_factory=list)

    def line(self, indent: int, parts: Parts, hang: int = 2) -> None:
        """Write a line, as many as it takes."""
        cells = [(character, style) for text, style in parts for character in text]
        for i, row in enumerate(_wrapped(cells, max(self.width - indent, _LEAST), hang)):
            shown = "".join(self._styled(text, style) for text, style in _runs(row))
            self.lines.append(" " * (indent + (hang if i else 0)) + shown)

    def blank(self) -> None:
        """An empty line, but not at the top and never two."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        """All lines, with a line end after each and no empty ones at the end."""
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def _styled(self, text: str, style: Style) -> str:
        code = _CODES.get(style) if self.color else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text


_Cell = tuple[str, Style]


def _wrapped(cells: list[_Cell], width: int, hang: int) -> Iterator[list[_Cell]]:
    """Cut a line; better at a space near the end than between two characters."""
    room = width
    while True:
        used, space, anywhere, end = 0, 0, 0, len(cells)
        for i, (character, _) in enumerate(cells):
            if i and _breakable(cells[i - 1][0], character):
                anywhere = i
                if cells[i - 1][0] == " " and used * 5 > room * 3:
                    space = i
            used += character_width(character)
            # A space may stand past the edge: it is not printed.
            if used > room and character != " ":
                end = space or anywhere or max(i, 1)
                break
        row = cells[:end]
        while row and row[-1][0] == " ":
            row.pop()
        yield row
        cells = cells[end:]
        while cells and cells[0][0] == " ":
            cells = cells[1:]
        if not cells:
            return
        room = width - hang


def _breakable(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST or not {before, after}.isdisjoint(_UNBROKEN):
        return False
    if before == " " or after == " " or '"' in (before, after):  # one that opens and one that closes look alike
        return before == " "
    if before.isdigit() or after.isdigit() or (before in _OF_NUMBERS and after in _OF_NUMBERS):
        return False  # a number keeps its unit
    return character_width(before) == 2 or character_width(after) == 2


def _runs(row: list[_Cell]) -> Iterator[Part]:
    """Neighbours of one style together."""
    text, former = "", row[0][1] if row else "plain"
    for character, style in row:
        if style != former:
            yield text, former
            text, former = "", style
        text += _PRINTED.get(character, character)
    yield text, former
