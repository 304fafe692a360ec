"""Where the parser stopped: the word before it that was meant otherwise, or what is wrong with the word itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.syntax.acceptance import Stack, States, acceptable
from dsl.syntax.lexer import Cursor, Word, readings_of
from dsl.syntax.outline import head_of
from dsl.syntax.scan import Raw
from dsl.syntax.slips.expected import ended, misspelt, unexpected
from dsl.syntax.slips.order import ANYWHERE, AT_THE_END, first_of
from dsl.syntax.slips.repair import forgotten, repair
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.trial import Trial
from dsl.syntax.vocabulary import Lang, Terminals


@dataclass(frozen=True, slots=True)
class Halt:
    """The parser and what it had read when it stopped.

    Attributes:
        path: of the source.
        states, stack, end_state: of the parser.
        names: everything that is declared.
        gives: for a name that can be an outcome, the terminal of the word it is given with; ``IF`` for a field that
            is yes or no.
        cursor: stands behind the word that stopped it.
        word: that word; None is the end.
        former: the words before it that may be meant otherwise, each with the stack that took it; the last one is the
            word before.
        read: all words since the last mistake, in the same way.
    """

    path: str
    states: States
    stack: Stack
    end_state: int
    names: AbstractSet[str]
    gives: Mapping[str, str]
    cursor: Cursor
    word: Word | None
    former: Sequence[tuple[Word, Stack]]
    read: Sequence[tuple[Word, Stack]]

    def diagnostic(self) -> Diagnostic:
        """What is wrong."""
        known = first_of(ANYWHERE, self._here())
        return known or self._misspelt() or self._forgotten() or self._stopped()

    @property
    def _lang(self) -> Lang:
        return "en" if self.cursor.raws[0].text.isascii() else "zh"

    @property
    def _trial(self) -> Trial:
        stopped = [(self.word, self.stack)] if self.word is not None else []
        return Trial(self.states, self.end_state, self.names, self.cursor.raws, [*self.read, *stopped])

    def _can(self, stack: Stack) -> frozenset[str]:
        return acceptable(self.states, stack, self.end_state)

    def _misspelt(self) -> Diagnostic | None:
        """A misspelt keyword: taken for a name, it stops the parser one word later."""
        if self.word is not None and self.word.terminal == "BAD":
            return None
        for word, stack in self.former:
            if word.terminal == "NEW" or (word.terminal == "NAME" and word.text not in self.names):
                found = misspelt(Stop(self.path, word, self._can(stack), trial=self._trial))
                if found is not None:
                    return found
        return None

    def _forgotten(self) -> Diagnostic | None:
        """A keyword left out before a name, which so became a further name of what is declared."""
        if self.word is None or not self.former or self.former[-1][0].terminal != "NEW":
            return None
        word, stack = self.former[-1]
        lacks = forgotten(self.states, stack, self._can(stack), [(self.word.terminal,)])
        return Stop(self.path, word, lang=self._lang).lacks(lacks) if lacks is not None else None

    def _here(self) -> Stop:
        """Where it stopped; the end of a line stands for what should follow there."""
        word, raws = self.word, self.cursor.raws
        former = self.former[-1][0] if self.former else None
        if word is None or word.terminal == "_NL":
            last = raws[-1 if word is None else self.cursor.at - 2]
            word = Word("$END", "", last.line, last.end, last.end + 1, last)
        return self._stop(word, former, raws[self.cursor.at :])

    def _stopped(self) -> Diagnostic:
        word, raws, can = self.word, self.cursor.raws, self._can(self.stack)
        former = self.former[-1][0] if self.former else None
        if word is None or word.terminal == "_NL":
            stop = self._here()
            return first_of(AT_THE_END, stop) or ended(self.path, stop.word.raw, can)
        leads = former is not None and all(
            r.column >= former.column for r in raws if r.line == former.line and r.kind != "newline"
        )
        following = self.cursor.peek()
        found: list[Terminals] = [(word.terminal,)]
        behind: list[Terminals] = []
        if word.text == word.raw.text:  # else it is a piece of unspaced text, and the next piece is not known
            found = readings_of(word.raw, self.names)
            behind = readings_of(following, self.names) if following is not None else [("$END",)]
        repaired = repair(self.states, self.stack, can, found, behind)
        return unexpected(replace(self._here(), leads=leads, repair=repaired))

    def _stop(self, word: Word, former: Word | None, rest: Sequence[Raw] = ()) -> Stop:
        first = self.cursor.raws[0]
        head = head_of(first)[0] if first.kind == "word" else None
        can = self._can(self.stack)
        raws = self.cursor.raws
        before = raws[: next((i for i, raw in enumerate(raws) if raw is word.raw), len(raws))]
        return Stop(
            self.path, word, can, former, rest, self._lang, head=head, names=self.names, gives=self.gives,
            before=before, trial=self._trial,
        )  # fmt: skip
