"""Texts of policies in Markdown: shown as they are, whatever they hold.

Neither may a text become a link, a mention, a heading or HTML, nor may it end the cell of a table.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.review.diff.render.story import Table

_LONGEST: Final = 400  # characters of one text; whole texts are in the other reports
_LONGEST_BLOCK: Final = 2_000
_JOINER: Final = "\u2060"  # takes no room; what it stands in is no mention, no reference and no address any more
_ACTIVE: Final = re.compile(r"(?<=[@#!~])(?=\w)|(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_PUNCTUATION: Final = re.compile(r"([\\`*_\[\]~|$^])")
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f]+")


def inline(text: str) -> str:
    """A text within a line of Markdown, or in a cell."""
    return _PUNCTUATION.sub(r"\\\1", within_html(text))


def within_html(text: str) -> str:
    """A text within an HTML tag, where Markdown means nothing."""
    shown = _BLANKS.sub(" ", text).strip()
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - 1] + "…"
    return escape(_ACTIVE.sub(_JOINER, shown), quote=False)


def code(text: str) -> str:
    """A text between backticks; as HTML, because backticks in it would end it."""
    return f"<code>{_PUNCTUATION.sub(_entity, within_html(text))}</code>"


def block(text: str, indent: int) -> str:
    """Lines in a fence that they cannot close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    shown = text if len(text) <= _LONGEST_BLOCK else text[: _LONGEST_BLOCK - 1] + "…"
    return "".join(f"{' ' * indent}{line}\n" for line in (fence, *shown.splitlines(), fence))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; names to the left, counts to the right."""
    lines = [heads, [":--", *("--:" for _ in heads[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def table(table: Table, most: int, more: str) -> str:
    """A table with at most so many rows, and behind them how many more there are; empty columns are left out."""
    kept = [0, *table.kept]
    remarks = any(row.remark for row in table.rows)
    rows = [
        [*(inline(row.cells[at]) for at in kept), *([inline(row.remark)] if remarks else [])]
        for row in table.rows[:most]
    ]
    heads = [*(inline(table.heads[at]) for at in kept), *([""] if remarks else [])]
    text = grid(heads, rows)
    # What is remarked is text, and stands to the left.
    text = text.replace("--: |\n", ":-- |\n", 1) if remarks else text
    left = len(table.rows) - most
    return text + (f"\n{more.format(left)}\n" if left > 0 else "")
