"""A review in Markdown for a merge request: as much as the platforms take, the gravest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.punctuation import COLON, SEMICOLON
from engine.review.diff.render.build import story
from engine.review.diff.render.lone import lone_words
from engine.review.diff.render.markdown_text import block, code, grid, inline, table, within_html
from engine.review.diff.render.words import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.render.story import Entry, FindingStory, Ladder, PartStory, Piece, StatementStory, Story
    from engine.review.diff.report import LonePolicy, Review

MOST: Final = 65_536
"""Characters that the platforms take."""
_TAIL: Final = 16_384  # of these for what stands behind the classes
_NUMBER: Final = 100  # of these for the number of policies that are left out
_LAST: Final = 400  # of these for the last lines
_ROWS: Final = 12  # rows of a table, classes in full, and findings
_MARKS: Final = {"down": "🔻", "up": "🔺", "other": "🔹"}
_VERDICTS: Final = {"equivalent": "✅", "differs": "⚠️", "inconclusive": "❔"}


def markdown(reviews: Sequence[Review], lang: Lang, lone: Sequence[LonePolicy] = ()) -> str:
    """The report; several policies share the room, behind those that came or went."""
    if not reviews and not lone:
        return "✅ 没有政策改动\n" if lang == "zh" else "✅ No policy differs\n"
    text, most = "".join(_lone(each, lang) for each in lone), MOST - _NUMBER
    for left in range(len(reviews), 0, -1):
        told = _Markdown(story(reviews[-left], lang), (most - size(text)) // left).text()
        if size(text + told) > most:
            return text + (f"\n---\n\n略去 {left} 个政策\n" if lang == "zh" else f"\n---\n\n{left} policies omitted\n")
        text += told
    return text


def _lone(policy: LonePolicy, lang: Lang) -> str:
    return f"## {_VERDICTS['differs']} {inline(lone_words(policy, lang))}{COLON[lang]}{code(policy.path)}\n\n"


def size(text: str) -> int:
    """Characters as the platforms count them: those beyond the basic plane are two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


class _Markdown:
    def __init__(self, told: Story, most: int) -> None:
        self._story, self._lang, self._most = told, told.lang, most

    def text(self) -> str:
        """Head and impact, then classes as long as there is room, then what was edited."""
        head = "\n".join(self._head()) + "\n"
        room = self._most - _LAST - size(head) - size(self._small())
        impact, tables = _fitting([(1, text) for text in self._impact()], room)
        tail, others = _fitting([*self._findings(), *self._statements()], min(_TAIL, (room - size(impact)) // 2))
        classes, omitted = _fitting(list(self._classes()), room - size(impact) - size(tail))
        return head + impact + classes + tail + self._small() + self._omitted((tables, omitted, others))

    def _pick(self, en: str, zh: str) -> str:
        return zh if self._lang == "zh" else en

    def _heading(self, which: str, number: int | None = None) -> str:
        words = HEADINGS[which]
        return f"\n### {self._pick(words.en, words.zh)}" + (f" ({number})" if number is not None else "") + "\n\n"

    # --- what is always there ---

    def _head(self) -> Iterator[str]:
        told = self._story
        yield f"## {_VERDICTS[told.kind]} {inline(told.verdict)}\n"
        yield f"{code(told.old)} → {code(told.new)} · {inline(told.scope)}\n"
        for text in (told.where, told.edit, *told.notes):
            if text is not None:
                yield f"- {inline(text)}"

    def _impact(self) -> Iterator[str]:
        impact = self._story.impact
        if impact is None:
            return
        yield self._heading("impact") + "".join(f"- {inline(x)}\n" for x in impact.lines[:_ROWS]) + "\n"
        more = self._pick("… {} more", "…… 另 {} 项")
        for ladder in impact.ladders[:_ROWS]:
            yield f"**{inline(ladder.title)}** · {inline(ladder.summary)}\n\n{table(ladder.moves, _ROWS, more)}\n"
            yield self._matrix(ladder)
        for each in impact.tables:
            yield f"**{inline(each.title)}**\n\n{table(each, _ROWS, more)}\n"

    def _matrix(self, ladder: Ladder) -> str:
        matrix = ladder.matrix
        if len(matrix.names) > _ROWS:
            return ""
        rows = [
            [f"**{inline(name)}**", *(_cell(n, same=at == before) for at, n in enumerate(matrix.counts[before]))]
            for before, name in enumerate(matrix.names)
        ]
        heads = [self._pick("before ＼ now", "原来＼现在"), *map(inline, matrix.names)]
        return self._details(self._pick("Migration matrix", "迁移矩阵"), grid(heads, rows))

    @staticmethod
    def _details(summary: str, body: str) -> str:
        return f"<details><summary>{within_html(summary)}</summary>\n\n{body}\n</details>\n\n"

    # --- what there is room for ---

    def _classes(self) -> Iterator[tuple[int, str]]:
        """Blocks with the number of classes in each; the first ones in full, the others to be opened."""
        told = 0
        for section in self._story.sections:
            title = f"\n### {inline(section.title)} ({section.size})\n\n"
            for group in section.groups:
                first, *rest = group.entries
                told += 1
                text = self._open(first) if told <= _ROWS else self._details(_titled(first), self._facts(first))
                yield 1, title + text
                title = ""
                for entry in rest:
                    yield 1, self._details(_titled(entry), self._facts(entry))
            for entry in section.nobody:
                yield 1, title + self._details(_titled(entry), self._facts(entry))
                title = ""

    def _open(self, entry: Entry) -> str:
        return f"#### {inline(_titled(entry))}\n\n{self._facts(entry)}\n"

    def _facts(self, entry: Entry) -> str:
        lines = ((x, "⚠️ " if x.kind == "tests" and entry.untested else "") for x in entry.lines)
        return "".join(
            f"- **{inline(x.label)}**{COLON[self._lang]}{mark}{inline(x.text)}\n"
            for x, mark in lines
            if x.kind != "data"  # told in the title
        )

    def _findings(self) -> Iterator[tuple[int, str]]:
        for which, found in (
            ("new_findings", self._story.new_findings),
            ("fixed_findings", self._story.fixed_findings),
            ("silenced_findings", self._story.silenced_findings),
        ):
            title = self._heading(which, len(found))
            for each in found:
                yield 1, title + self._finding(each)
                title = ""

    def _finding(self, each: FindingStory) -> str:
        places = " ".join(map(code, (each.place, *each.others)))
        reason = f" · {inline(each.reason)}" if each.reason is not None else ""
        said = f"**{inline(each.code)}** {code(each.marked)} {inline(each.text)}"
        return f"- {inline(each.severity)} {said} {places}{reason}\n"

    def _statements(self) -> Iterator[tuple[int, str]]:
        title = self._heading("statements", len(self._story.statements))
        for each in self._story.statements:
            yield 1, title + self._statement(each)
            title = ""

    def _statement(self, each: StatementStory) -> str:
        lines = [f"- {inline(each.status)} **{inline(each.title)}** {code(each.place)}\n"]
        lines += (f"  - {inline(x.label)}{COLON[self._lang]}{_change(x)}\n" for x in each.parts)
        if each.whole is not None and not each.quiet:
            lines.append(block(each.whole, indent=2))
        if each.sameness is not None:
            lines.append(f"  - {inline(each.sameness)}\n")
        return "".join(lines)

    def _small(self) -> str:
        """Assumptions, budgets and hashes in a line."""
        shown = (f"{inline(x.label)}{COLON[self._lang]}{inline(x.text)}" for x in self._story.small if x.kind != "hash")
        return f"\n<sub>{' · '.join(shown)}</sub>\n"

    def _omitted(self, numbers: Sequence[int]) -> str:
        """What there was no room for, at the very end."""
        if not any(numbers):
            return ""
        parts = [
            self._pick(f"{n} {en} omitted", f"略去 {n} {zh}") for n, (en, zh) in zip(numbers, _KINDS, strict=True) if n
        ]
        where = self._pick(
            "the whole report: `tiercel diff … --format html`", "完整报告见 `tiercel diff … --format html`"
        )
        return "\n---\n\n" + SEMICOLON[self._lang].join([*parts, where]) + "\n"


def _titled(entry: Entry) -> str:
    return f"{_MARKS[entry.tone]} {entry.title}" + (f" · {entry.customers}" if entry.customers else "")


def _cell(number: int, *, same: bool) -> str:
    if not number:
        return "·"
    return f"{number:,}" if same else f"**{number:,}**"


def _change(part: PartStory) -> str:
    if not part.pieces:
        return inline(part.short)
    return "".join(map(_piece, part.pieces))


def _piece(piece: Piece) -> str:
    """A stretch of a text; the blanks around it stand outside of its mark."""
    inner = piece.text.strip()
    before, after = (" " if piece.text != bare else "" for bare in (piece.text.lstrip(), piece.text.rstrip()))
    return before + _PIECES[piece.how].format(inline(inner)) + after if inner else " "


_KINDS: Final = (("tables", "张表"), ("classes of change", "类行为变化"), ("findings and edits", "处发现和改动"))
_PIECES: Final = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}


def _fitting(blocks: Sequence[tuple[int, str]], room: int) -> tuple[str, int]:
    """The first blocks that fit, and how much the others tell of."""
    kept: list[str] = []
    for at, (_, text) in enumerate(blocks):
        room -= size(text)
        if room < 0:
            return "".join(kept), sum(number for number, _ in blocks[at:])
        kept.append(text)
    return "".join(kept), 0
