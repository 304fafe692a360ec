"""Where the parser stopped, and the diagnostics that any of the modules about slips may ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax.lexer import Word
from dsl.syntax.outline import is_asked
from dsl.syntax.scan import Raw
from dsl.syntax.slips.repair import NO_REPAIR, Repair
from dsl.syntax.slips.trial import Trial
from dsl.syntax.vocabulary import VOCABULARY, Lang
from dsl.syntax.wording import called, written


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the parser stopped.

    Attributes:
        path: of the source.
        word: the word it cannot take.
        terminals: what it could take.
        former: the word before, if it was taken.
        rest: the tokens behind.
        lang: the language of the statement.
        leads: whether the word before is the first of its line.
        repair: how the sentence could go on.
        head: the terminal of the word the statement begins with.
        names: everything that is declared.
        gives: for a name that can be an outcome, the terminal of the word it is given with; ``IF`` for a field that
            is yes or no.
        before: the tokens before the word.
        trial: tries out what could stand instead.
    """

    path: str
    word: Word
    terminals: AbstractSet[str] = frozenset()
    former: Word | None = None
    rest: Sequence[Raw] = ()
    lang: Lang = "en"
    leads: bool = False
    repair: Repair = NO_REPAIR
    head: str | None = None
    names: AbstractSet[str] = frozenset()
    gives: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[Raw] = ()
    trial: Trial | None = None

    @property
    def whole(self) -> Sequence[Raw]:
        """The tokens of the statement."""
        return self.trial.raws if self.trial is not None else [*self.before, self.word.raw, *self.rest]

    @property
    def here(self) -> int:
        """Which of them stopped the parser."""
        return next((i for i, raw in enumerate(self.whole) if raw is self.word.raw), len(self.before))

    def reads_row(self, first: Raw, last: Raw, instead: str) -> bool:
        """Whether the clause reads with a text instead of tokens in a row."""
        return self.trial is not None and self.trial.reads_row(first, last, instead)

    def reads(self, instead: str, word: Word | None = None) -> bool:
        """Whether the clause reads with a text instead of a word; by default the one that cannot be taken."""
        return self.trial is None or self.trial.reads(word or self.word, instead)

    def is_asked(self, name: str) -> bool:
        """Whether a name is a condition by itself: that of a class, or of a field that is yes or no."""
        return is_asked(self.gives.get(name))

    @property
    def following(self) -> Raw | None:
        """The token behind."""
        return self.rest[0] if self.rest else None

    def place(self, word: Word | None = None) -> Span:
        """Where a word stands; by default the one that cannot be taken."""
        word = word or self.word
        return Span(self.path, word.line, word.column, word.line, max(word.end, word.column + 1))

    def place_to(self, first: Word | Raw, last: Word | Raw) -> Span:
        """Where words in a row stand."""
        return Span(self.path, first.line, first.column, last.line, last.end)

    def foreign(self, word: Word | None = None, **args: Arg) -> Diagnostic:
        """The diagnostic for a way of writing from elsewhere."""
        instead = args.get("instead")
        fix = instead if isinstance(instead, str) else None
        return Diagnostic("E121", self.place(word), {"found": (word or self.word).text, **args}, fix=fix)

    def on_a_line_of_its_own(self, word: Word | None = None) -> Diagnostic:
        """The diagnostic for a clause that was read as part of the line above, or of its own line."""
        word = word or self.word
        leads = not any(raw.line == word.line and raw.column < word.column for raw in self.before)
        may_be_a_rule = self.head == "PRODUCT" and "IF" in VOCABULARY.heads(word.text)  # offer o1 if vip
        what = "deeper" if leads else "own_line_or_rule" if may_be_a_rule else "own_line"
        return Diagnostic("E123", self.place(word), {"what": what, "word": word.text})

    def lacks(self, terminal: str, word: Word | None = None) -> Diagnostic:
        """The diagnostic for a word before which another is missing."""
        word = word or self.word
        args: dict[str, Arg] = {"what": "missing", "missing": called(terminal), "found": word.text}
        return Diagnostic("E101", self.place(word), args, fix=f"{written(terminal, self.lang)} {word.text}")
