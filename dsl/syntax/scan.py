"""Characters to raw tokens, grouped by statement.

A statement starts at the left margin and owns the indented lines below it, so every statement can be
parsed alone: an error stays where it is, and an editor re-reads only what changed. Table rows (lines that
start with a bar) are set aside with their statement, to be parsed cell by cell.

Characters fold one to one (full-width forms, Chinese punctuation), so columns never move; quoted texts and
comments stay as written.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final, Literal

from dsl.lean import dataclass
from dsl.syntax import written_days
from dsl.syntax.units import NO_UNIT, Unit, read_unit
from dsl.syntax.vocabulary import SUFFIX_COMPARISONS

Kind = Literal["word", "quoted", "text", "number", "date", "op", "newline", "bad"]
Fault = Literal[
    "unclosed", "character", "thousands", "month", "glued", "date", "half_date", "suffix", "unclosed_name", "sign",
    "single", "money_sign", "long", "range", "remark", ""
]  # fmt: skip

FOLD: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x00A0: " ", ord("、"): ",", ord("。"): " ", ord("×"): "*", ord("÷"): "/", ord("—"): "-",
    ord("–"): "-", ord("−"): "-", ord("‐"): "-", ord("│"): "|", ord("「"): "“", ord("」"): "”",
    0xFEFF: " ", ord("≧"): "≥", ord("≦"): "≤",
}  # fmt: skip
CJK: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Digits that end the word before them: dates, as in 从2026-01-01至2026年12月31日 or 每年4月5日, and commas in a number.
_APART: Final = rf"(?!{written_days.BEGUN}|\d{{1,3}}(?:,\d{{3}})+(?!\d|,\d))"

_TOKEN: Final = re.compile(
    rf"""(?P<space>[ \t\r]+)|(?P<comment>\#.*)
    |(?P<text>"[^"]*"|“[^”]*”)|(?P<unclosed>["“].*)
    |(?P<quoted>`[^`]+`)|(?P<unclosed_name>`.*)|(?P<single>'[^']*'|‘[^’]*’)
    |(?P<date>{written_days.DATE})|(?P<other_date>{written_days.OTHER_DATE})
    |(?P<spoken_date>{written_days.SPOKEN_DATE})|(?P<half_date>{written_days.HALF_DATE})
    |(?P<money_sign>[¥￥$€£]\ ?\d[\d_,]*(?:\.\d+)?)
    |(?P<thousands>\d{{1,3}}(?:,\d{{3}})+(?!\d|,\d)|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?![\d.])|\d{{1,3}}(?:'\d{{3}})+(?![\d']))
    |(?P<number>\d[\d_]*(?:\.\d[\d_]*)?)
    |(?P<denial>(?:is|are|was|were|does|do|did|has|have|ca|wo)n['’]t\b)
    |(?P<word>[A-Za-z_{CJK}](?:[A-Za-z_{CJK}]|{_APART}\d[\d_]*(?:\.\d+)?%?)*)  # a run may hold 1.5倍 and 5%
    |(?P<sign>={{2,3}}>?|=<|&&|->|[→⇒])|(?P<remark>--+|//+|/\*+|\*+/)
    |(?P<op>=>|>=|<=|!=|<>|[≥≤≠=><+\-*/(),|.:])|(?P<character>.)""",
    re.VERBOSE,
)
NUMBER: Final = re.compile(r"\d[\d_]*(?:\.\d[\d_]*)?")
_SCALE_OF_A_SIGN: Final = re.compile(r" ?(?:mln|mio|mn|mm|m|bln|bn)(?![A-Za-z0-9_])", re.IGNORECASE)
_GLUED: Final = re.compile(rf"[A-Za-z_][A-Za-z0-9_{CJK}]*")
_SUFFIX: Final = re.compile("|".join(sorted(SUFFIX_COMPARISONS, key=len, reverse=True)))
_MONTH: Final = re.compile("月(?!末|初|均)")


@dataclass(slots=True)
class Raw:
    """A raw token.

    Attributes:
        kind: its class; ``bad`` carries a ``fault``.
        text: folded text; for ``text`` and ``quoted`` what stands between the quotes, as written.
        line, column, end: place, columns counted from 1 and the end exclusive.
        unit: of a number.
        fault: why it is bad.
    """

    kind: Kind
    text: str
    line: int
    column: int
    end: int
    unit: Unit = NO_UNIT
    fault: Fault = ""


@dataclass(slots=True)
class Comment:
    """A comment with its ``#``; ``own_line`` if nothing stands before it."""

    line: int
    column: int
    text: str
    own_line: bool


@dataclass(slots=True)
class Chunk:
    """One statement: the tokens of its lines, and its table rows apart."""

    line: int
    tokens: list[Raw] = field(default_factory=list)
    rows: list[list[Raw]] = field(default_factory=list)

    @property
    def last_line(self) -> int:
        """The last line that holds a token of it."""
        last = max((row[-1].line for row in self.rows), default=self.line)
        return max(last, self.tokens[-1].line if self.tokens else self.line)

    @property
    def all_tokens(self) -> list[Raw]:
        """Tokens and rows together, in no particular order."""
        return self.tokens + [raw for row in self.rows for raw in row]


def scan(text: str) -> tuple[list[Chunk], list[Comment]]:
    """Split a source text into statements and comments."""
    chunks: list[Chunk] = []
    comments: list[Comment] = []
    for number, original in enumerate(text.split("\n"), 1):
        tokens = _scan_line(original, number, comments)
        if not tokens:
            continue
        is_row = tokens[0].kind == "op" and tokens[0].text == "|"
        if not chunks or (tokens[0].column == 1 and not is_row):
            chunks.append(Chunk(number))
        chunk = chunks[-1]
        if is_row:
            chunk.rows.append(tokens)
        else:
            chunk.tokens.extend(tokens)
    for chunk in chunks:
        chunk.tokens = with_line_breaks(chunk.tokens)
    return chunks, comments


def with_line_breaks(tokens: list[Raw]) -> list[Raw]:
    """The tokens of a statement, with a mark before each line that is no deeper than the first below its head."""
    broken: list[Raw] = []
    block: int | None = None  # the indentation of the clauses
    for raw in tokens:
        if broken and raw.line != broken[-1].line:
            block = raw.column if block is None else block
            if raw.column <= block:
                broken.append(Raw("newline", "", raw.line, raw.column, raw.column))
        broken.append(raw)
    return broken


def _scan_line(original: str, number: int, comments: list[Comment]) -> list[Raw]:
    line = original.translate(FOLD)
    tokens: list[Raw] = []
    at, end_of_line = 0, len(line)
    while at < end_of_line:
        match = _TOKEN.match(line, at)
        if match is None:  # pragma: no cover - the last alternative takes any character
            break
        kind, start, at = match.lastgroup, at, match.end()
        if kind == "space":
            continue
        if kind == "comment":
            comments.append(Comment(number, start + 1, original[start:].rstrip(), not tokens))
            break
        raw = Raw("bad", line[start:at], number, start + 1, at + 1)
        match kind:
            case "text" | "quoted":
                raw.kind, raw.text = kind, original[start + 1 : at - 1]
            case "word" | "op":
                raw.kind = kind
            case "date":
                raw.kind = "date"
            case "number":
                at = scan_number(line, at, raw)
            case "denial":
                raw.kind, raw.text = "word", raw.text.replace("’", "'")
            case "other_date" | "spoken_date":
                raw.fault = "date"
            case (
                "unclosed"
                | "character"
                | "thousands"
                | "unclosed_name"
                | "single"
                | "half_date"
                | "money_sign"
                | "sign"
                | "remark"
            ):
                raw.fault = kind
                at = _scale_of_sign(line, at, raw) if kind == "money_sign" else at
        tokens.append(raw)
    return tokens


def _scale_of_sign(line: str, at: int, raw: Raw) -> int:
    """Read the scale of an amount behind its currency sign, as in ¥5万 and $5k; returns where the amount ends."""
    unit, end, _ = read_unit(line, at)
    scale = _SCALE_OF_A_SIGN.match(line, at) if not unit.scale else None
    if scale is not None:
        raw.text, raw.end = line[raw.column - 1 : scale.end()], scale.end() + 1
        return scale.end()
    if unit.plain:
        return at
    raw.unit, raw.text, raw.end = unit, line[raw.column - 1 : end], end + 1
    return end


def scan_number(line: str, at: int, raw: Raw) -> int:
    """Read the unit behind digits that end at ``at`` into a token; returns where the number ends."""
    raw.kind = "number"
    raw.unit, end, is_count = read_unit(line, at)
    raw.text = line[raw.column - 1 : end]
    suffix = _SUFFIX.match(line, end)
    if suffix:
        raw.kind, raw.fault = "bad", "suffix"
        end = suffix.end()
        raw.text = line[raw.column - 1 : end]
    elif end == at and not is_count and (glued := _GLUED.match(line, at)):
        raw.kind, raw.fault, end = "bad", "glued", glued.end()
        raw.text = line[raw.column - 1 : end]
    elif end == at and (month := _MONTH.match(line, at)):
        raw.kind, raw.fault, end = "bad", "month", month.end()
        raw.text = line[raw.column - 1 : end]
    raw.end = end + 1
    return end
