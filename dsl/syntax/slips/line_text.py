"""Ways of speaking told by the text of a line: a pattern, and what is written for what it finds.

A text to write is only given where the line reads with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.lean import dataclass
from dsl.source import Span

if TYPE_CHECKING:
    from dsl.syntax.slips.stop import Stop

Way = tuple[re.Pattern[str], "Callable[[Found], Diagnostic | None]"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a pattern found.

    Attributes:
        match: in the text of the line.
        stop: where the parser stopped.
        start: where what was found begins; a name in unspaced text may begin behind the start of the match.
        end: where it ends.
    """

    match: re.Match[str]
    stop: Stop
    start: int
    end: int

    @property
    def text(self) -> str:
        """What was found, as it was written."""
        return self.match.string[self.start : self.end].strip()

    @property
    def name(self) -> str:
        """The declared name in it."""
        return self.match.string[max(self.start, self.match.start("name")) : self.match.end("name")]

    @property
    def place(self) -> tuple[int, int]:
        """The line and the column where it begins."""
        return self.stop.word.line, self.start + 1

    @property
    def span(self) -> Span:
        """Where it stands."""
        line = self.stop.word.line
        return Span(self.stop.path, line, self.start + 1, line, self.end + 1)

    def told(self, code: str, *fixes: str, **args: Arg) -> Diagnostic | None:
        """The diagnostic with the first text that the line reads with; None if there are texts and none of them."""
        told: dict[str, Arg] = {"found": self.text} | args
        if not fixes:
            return Diagnostic(code, self.span, told)
        said = self.text.replace(" ", "")
        ways = (way for fix in fixes if fix.replace(" ", "") != said for way in (fix, self._set_off(fix)))
        fix = next(filter(self._reads, ways), None)
        return Diagnostic(code, self.span, told, fix=fix) if fix is not None else None

    def _set_off(self, fix: str) -> str:
        before, behind = self.match.string[: self.start][-1:], self.match.string[self.end :][:1]
        return (" " if before.isalnum() else "") + fix + (" " if behind.isalnum() else "")

    def _reads(self, fix: str) -> bool:
        raws = [raw for raw in self.stop.whole if raw.line == self.stop.word.line and raw.kind != "newline"]
        inside = [raw for raw in raws if raw.column - 1 < self.end and raw.end - 1 > self.start]
        if not inside:
            return False
        text, first, last = self.match.string, inside[0], inside[-1]
        whole = text[first.column - 1 : self.start] + fix + text[self.end : last.end - 1]
        return self.stop.reads_row(first, last, whole)


def ways(told: Callable[[Found], Diagnostic | None], *texts: str) -> Iterator[Way]:
    """Patterns that one function tells of; each finds whole words only."""
    for text in texts:
        yield re.compile(rf"(?<![A-Za-z0-9_]){text}(?![A-Za-z0-9_])", re.IGNORECASE), told


def told_by(those: Iterable[Way], stop: Stop) -> Diagnostic | None:
    """The diagnostic of the first way of speaking that stands where the parser stopped, or right before."""
    text = _line(stop)
    here = stop.word.column - 1
    for pattern, told in those:
        for match in pattern.finditer(text):
            if match.start() <= here <= match.end() + 1 and (found := _named(match, stop)) is not None:
                diagnostic = told(found)
                if diagnostic is not None:
                    return diagnostic
    return None


def _line(stop: Stop) -> str:
    """The line where the parser stopped, with nothing where texts in quotes stand."""
    text = ""
    for raw in stop.whole:
        if raw.line == stop.word.line and raw.kind != "newline":
            width = raw.end - raw.column
            shown = raw.text if raw.kind not in ("text", "quoted") and len(raw.text) == width else "\0" * width
            text = text.ljust(raw.column - 1) + shown
    return text


def _named(match: re.Match[str], stop: Stop) -> Found | None:
    """A match whose name is one that is declared; of unspaced text its end."""
    if "name" not in match.groupdict() or match["name"] is None:
        return Found(match, stop, match.start(), match.end())
    start, end = match.span("name")
    whole = match.string[start:end]
    at = next((i for i in range(len(whole)) if whole[i:] in stop.names), None)
    if at is None or (at and whole.isascii()):
        return None
    return Found(match, stop, start + at if at else match.start(), match.end())
