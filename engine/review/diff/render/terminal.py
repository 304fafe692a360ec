"""A review on a terminal: readable at 60 columns and without colour."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.width import display_width, pad
from engine.explain.page import Page, plain
from engine.punctuation import COLON, SEMICOLON
from engine.review.diff.render.build import story
from engine.review.diff.render.lone import lone_words
from engine.review.diff.render.terminal_tables import TerminalTables
from engine.review.diff.render.words import HEADINGS, PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.syntax.vocabulary import Lang
    from engine.explain.page import Style
    from engine.review.diff.render.story import Entry, FindingStory, Group, PartStory, StatementStory, Story
    from engine.review.diff.report import LonePolicy, Review

_VERDICTS: Final[dict[str, Style]] = {"equivalent": "true", "differs": "false", "inconclusive": "unknown"}
_TONES: Final[dict[str, Style]] = {"down": "false", "up": "true", "other": "plain"}
_MARKS: Final = {"down": "▼", "up": "▲", "other": "◆"}
_LABELS: Final = {"en": 12, "zh": 6}  # columns of the labels
_RULE: Final = 60
_WARNING: Final = "⚠ "


def terminal(
    reviews: Sequence[Review],
    lang: Lang,
    width: int,
    *,
    color: bool,
    full: bool = False,
    lone: Sequence[LonePolicy] = (),
) -> str:
    """The report.

    Args:
        reviews: what is told, one after the other.
        lang: of the reader.
        width: columns.
        color: whether styles are shown.
        full: whether every class is told in full, not only the first of those alike.
        lone: policies that came or went; they stand first.
    """
    told = [_Terminal(story(review, lang), Page(width, color), full=full).text() for review in reviews]
    if lone:
        told.insert(0, _lone(lone, lang, Page(width, color)))
    return f"\n{'─' * min(width, _RULE)}\n\n".join(told)


def _lone(policies: Sequence[LonePolicy], lang: Lang, page: Page) -> str:
    for each in policies:
        page.line(0, ((lone_words(each, lang) + COLON[lang], "false"), (each.path, "place")))
    return page.text()


class _Terminal:
    def __init__(self, told: Story, page: Page, *, full: bool) -> None:
        self._story, self._lang, self._page, self._full = told, told.lang, page, full

    def text(self) -> str:
        self._verdict()
        self._impact()
        self._sections()
        self._findings("new_findings", self._story.new_findings)
        self._findings("fixed_findings", self._story.fixed_findings)
        self._findings("silenced_findings", self._story.silenced_findings)
        self._statements()
        self._small()
        return self._page.text()

    def _head(self, text: str) -> None:
        self._page.blank()
        self._page.line(0, ((text, "head"),))

    def _title(self, heading: str) -> str:
        words = HEADINGS[heading]
        return words.zh if self._lang == "zh" else words.en

    # --- parts of the report ---

    def _verdict(self) -> None:
        page, told = self._page, self._story
        page.line(0, ((told.verdict, _VERDICTS[told.kind]),))
        page.line(0, ((told.title, "place"),))
        page.line(0, ((told.scope, "place"),))
        for line in (told.where, told.edit):
            if line is not None:
                page.line(0, plain(line))
        for note in told.notes:
            page.line(0, ((_WARNING, "unknown"), (note, "plain")))

    def _impact(self) -> None:
        impact = self._story.impact
        if impact is None:
            return
        self._head(self._title("impact"))
        for line in impact.lines:
            self._page.line(2, plain(line))
        tables = TerminalTables(self._page)
        for ladder in impact.ladders:
            self._page.blank()
            self._page.line(0, ((ladder.title, "head"), (f"  {ladder.summary}", "plain")))
            tables.matrix(ladder.matrix, self._lang)
            tables.moves(ladder.moves)
        for table in impact.tables:
            self._page.blank()
            tables.table(table)

    def _sections(self) -> None:
        for section in self._story.sections:
            self._head(f"{section.title} ({section.size})")
            for group in section.groups:
                self._group(group)
            self._nobody(section.nobody)

    def _group(self, group: Group) -> None:
        for entry in group.entries if self._full else group.entries[:1]:
            self._entry(entry)
        rest = () if self._full else group.entries[1:]
        if rest:
            also = ("also", "同样")[self._lang == "zh"]
            self._labelled(also, SEMICOLON[self._lang].join(x.short for x in rest))

    def _nobody(self, entries: Sequence[Entry]) -> None:
        """Classes of nobody in the data: who could be in them; in full if that is asked for."""
        if not entries:
            return
        self._page.line(2, plain(PAGE["nobody"].zh if self._lang == "zh" else PAGE["nobody"].en))
        for entry in entries:
            short = replace(entry, lines=tuple(x for x in entry.lines if x.kind in ("who", "among", "refused")))
            self._entry(entry if self._full else short)

    def _entry(self, entry: Entry) -> None:
        style = _TONES[entry.tone]
        self._page.line(2, ((f"{_MARKS[entry.tone]} {entry.title}", style),), hang=2)
        for line in entry.lines:
            text = _WARNING + line.text if line.kind == "tests" and entry.untested else line.text
            self._labelled(line.label, text)

    def _labelled(self, label: str, text: str) -> None:
        width = _LABELS[self._lang]
        self._page.line(4, ((pad(label, width - 1) + " ", "place"), (text, "plain")), hang=width)

    def _findings(self, heading: str, findings: Sequence[FindingStory]) -> None:
        if not findings:
            return
        self._head(f"{self._title(heading)} ({len(findings)})")
        for each in findings:
            style: Style = "false" if each.grave else "unknown"
            self._page.line(2, ((f"{each.severity} {each.code}  ", style), (each.place, "place")))
            self._page.line(4, plain(each.marked), hang=2)
            self._page.line(4, plain(each.text), hang=0)
            for other in each.others:
                self._page.line(4, ((other, "place"),))
            if each.reason is not None:
                self._page.line(4, plain(each.reason), hang=0)

    def _small(self) -> None:
        self._page.blank()
        for line in self._story.small:
            if line.kind != "hash":
                self._page.line(0, ((f"{line.label}{COLON[self._lang]}{line.text}", "place"),))

    # --- what was edited ---

    def _statements(self) -> None:
        statements = self._story.statements
        if not statements:
            return
        self._head(f"{self._title('statements')} ({len(statements)})")
        for each in statements:
            self._statement(each)

    def _statement(self, each: StatementStory) -> None:
        style: Style = "place" if each.quiet else "plain"
        self._page.line(2, ((f"{each.status} {each.title}", style), (f"  {each.place}", "place")))
        for part in each.parts:
            self._part(part)
        if each.whole is not None and not each.quiet:
            mark: tuple[str, Style] = ("− ", "false") if each.gone else ("+ ", "true")
            for line in each.whole.splitlines():
                self._page.line(4, (mark, (line, mark[1])), hang=2 + _indent(line))
        if each.sameness is not None:
            self._page.line(4, plain(each.sameness))

    def _part(self, part: PartStory) -> None:
        label = part.label + COLON[self._lang]
        if not part.pieces and display_width(label + part.short) + 4 <= self._page.width and "\n" not in part.short:
            self._page.line(4, plain(label + part.short))
            return
        self._page.line(4, plain(label.rstrip()))
        for mark, text, style in (("−", part.old, "false"), ("+", part.new, "true")):
            for at, line in enumerate((text or "").splitlines()):
                self._page.line(6, ((mark + " " if not at else "  ", style), (line, style)))  # type: ignore[arg-type]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
