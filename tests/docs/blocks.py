"""The code blocks of a page: where they stand, of which language, and what their info string says about them.

An info string is a language and marks, ``policy append=mine/segments.policy``; or a language and the reason why the
block is not run, ``console unrun: installs into the folder it stands in``. A block without a language is a picture.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^```(.*)$")


@dataclass(frozen=True)
class Block:
    """A fenced block; ``start`` and ``end`` are the indices of its lines in the page, fences left out."""

    page: str
    start: int
    end: int
    language: str
    marks: dict[str, str]
    unrun: str | None
    lines: tuple[str, ...]

    @property
    def text(self):
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def place(self):
        return f"{self.page}:{self.start}"


def lines_of(page):
    return (ROOT / page).read_text(encoding="utf-8").split("\n")


def blocks_of(page):
    """All blocks of a page, in order."""
    lines = lines_of(page)
    fences = [i for i, line in enumerate(lines) if FENCE.match(line)]
    assert len(fences) % 2 == 0, f"{page}: a block is not closed"
    return [_block(page, lines, opened, closed) for opened, closed in zip(fences[::2], fences[1::2], strict=True)]


def _block(page, lines, opened, closed):
    language, _, said = FENCE.match(lines[opened])[1].strip().partition(" ")
    reason = said.removeprefix("unrun:").strip() if said.startswith("unrun:") else None
    marks = {} if reason is not None else dict(mark.split("=", 1) for mark in said.split())
    return Block(page, opened + 1, closed, language, marks, reason, tuple(lines[opened + 1 : closed]))
