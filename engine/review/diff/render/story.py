"""A review as it is told in one language: words and numbers in their order, before any layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.report import Verdict

Tone = Literal["down", "up", "other"]


@dataclass(frozen=True, slots=True)
class Line:
    """Something said about something.

    Attributes:
        kind: what kind of thing is said, for layouts that treat it specially.
        label: what it is about, in words.
        text: what is said.
    """

    kind: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A class of change.

    Attributes:
        id: as in the report.
        title: what changes into what.
        short: its name alone with its customers, for where it stands among others alike.
        tone: for the customer, worse or better.
        tone_word: the same in words, so that nothing is told by colour alone.
        unsettled: whether it could not be settled that there is anybody.
        untested: whether no test sees it, though a test could.
        customers: how many there are in the data, in words; None without data.
        lines: everything else.
    """

    id: str
    title: str
    short: str
    tone: Tone
    tone_word: str
    unsettled: bool
    untested: bool
    customers: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Classes that change in the same way; the first stands for the others."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Classes of one kind.

    Attributes:
        kind: of what changes.
        nobody: classes of which there is nobody in the data.
    """

    kind: str
    title: str
    groups: tuple[Group, ...]
    nobody: tuple[Entry, ...] = ()

    @property
    def size(self) -> int:
        """How many classes it has."""
        return sum(len(group.entries) for group in self.groups) + len(self.nobody)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        cells: as many as the table has heads.
        tone: whether it is for the worse or the better.
        remark: what more there is to say.
    """

    cells: tuple[str, ...]
    tone: Tone = "other"
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Names with their counts.

    Attributes:
        heads: of the columns; the first one holds the names.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def kept(self) -> tuple[int, ...]:
        """Columns with counts that hold anything."""
        return tuple(at for at in range(1, len(self.heads)) if any(row.cells[at] for row in self.rows))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Customers by their tiers before and after.

    Attributes:
        names: of the tiers, from the lowest; the last one may stand for having none.
        counts: by tier before, and then by tier after.
        ranks: of the tiers; None for having none.
    """

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    ranks: tuple[int | None, ...]

    def tone(self, before: int, after: int) -> Tone:
        """Whether a move is for the worse or the better; a tier that is lost is worse."""
        was, now = self.ranks[before], self.ranks[after]
        if was == now:
            return "other"
        if was is None or now is None:
            return "up" if was is None else "down"
        return "up" if now > was else "down"


@dataclass(frozen=True, slots=True)
class Ladder:
    """How customers move on a ladder.

    Attributes:
        summary: how many go down and up.
        moves: every move, downgrades first.
    """

    title: str
    summary: str
    matrix: Matrix
    moves: Table


@dataclass(frozen=True, slots=True)
class ImpactStory:
    """What the change does to the data.

    Attributes:
        lines: whose customers they are, and how many are concerned.
        ladders: with their moves.
        tables: of everything else.
    """

    lines: tuple[str, ...]
    ladders: tuple[Ladder, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is kept, gone or new."""

    text: str
    how: Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class PartStory:
    """A part of a statement that differs.

    Attributes:
        label: which part.
        old, new: as it was and is; None where there is nothing, which the label says, too.
        pieces: what differs within a text that people read; none for anything else.
    """

    label: str
    old: str | None
    new: str | None
    pieces: tuple[Piece, ...] = ()

    @property
    def short(self) -> str:
        """How it differs, in a line."""
        return " → ".join(x for x in (self.old, self.new) if x is not None)


@dataclass(frozen=True, slots=True)
class StatementStory:
    """A statement that differs.

    Attributes:
        status: what happened to it, in words.
        gone: whether it stands in the old policy only.
        quiet: whether it cannot change a decision or a text.
        title: what it is.
        place: where it stands.
        affects: what it can change, in words.
        whole: the statement, where it came or went.
        sameness: how it decides nothing otherwise, where ``status`` does not say it.
    """

    id: str
    status: str
    gone: bool
    quiet: bool
    title: str
    place: str
    affects: str
    parts: tuple[PartStory, ...]
    whole: str | None
    sameness: str | None


@dataclass(frozen=True, slots=True)
class FindingStory:
    """What `check` finds in one policy only, or a comment silences now.

    Attributes:
        marked: what stands there.
        others: further places it is about.
        reason: what the comment says, in words; None where there is none.
    """

    severity: str
    grave: bool
    code: str
    text: str
    place: str
    marked: str
    others: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that sums something up."""

    value: str
    label: str
    tone: Tone = "other"


@dataclass(frozen=True, slots=True)
class Story:
    """A review in one language.

    Attributes:
        title: what is compared with what.
        verdict: in one line.
        scope: what that holds for.
        where: under which profiles and on which days anything changes, if all changes are there and not everywhere.
        edit: the only statement that differs, if there is only one.
        notes: what a reader must know besides.
        figures: a few numbers.
        small: assumptions, budgets and hashes, at the end.
    """

    lang: Lang
    kind: Verdict
    old: str
    new: str
    title: str
    verdict: str
    scope: str
    where: str | None
    edit: str | None
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]
    impact: ImpactStory | None
    sections: tuple[Section, ...]
    new_findings: tuple[FindingStory, ...]
    fixed_findings: tuple[FindingStory, ...]
    silenced_findings: tuple[FindingStory, ...]
    statements: tuple[StatementStory, ...]
    small: tuple[Line, ...]
