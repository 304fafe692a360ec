"""Advice tried out: whether a sentence goes on to the end of its clause with a text in place of a word.

What is guessed (a near word, a word more or less) is only said if it then reads, so nobody is sent from one
mistake into another.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from dsl.lean import dataclass
from dsl.syntax.acceptance import Stack, States, advance, can_end, takes
from dsl.syntax.lexer import Cursor, Lexer, Notes, Word
from dsl.syntax.scan import Raw, scan


@dataclass(frozen=True, slots=True)
class Trial:
    """A statement whose words may be exchanged.

    Attributes:
        states, end_state: of the parser.
        names: everything that is declared.
        raws: the tokens of the statement.
        stacks: of the parser, before each word that may be exchanged.
    """

    states: States
    end_state: int
    names: AbstractSet[str]
    raws: Sequence[Raw]
    stacks: Sequence[tuple[Word, Stack]]

    def reads(self, word: Word, instead: str) -> bool:
        """Whether the clause reads with a text instead of a word; a word inside unspaced text is not tried."""
        place = next(((w, stack) for w, stack in self.stacks if w is word), None)
        at = next((i for i, raw in enumerate(self.raws) if raw is word.raw), None)
        if place is None or at is None or word.text != word.raw.text:
            return True
        return self._goes_through([*_tokens(instead), *self.raws[at + 1 :]], place[1][:])

    def reads_row(self, first: Raw, last: Raw, instead: str) -> bool:
        """Whether the clause reads with a text instead of tokens in a row, and makes no new name of any of it."""
        stack = next((stack for w, stack in self.stacks if w.raw is first), None)
        at = next((i for i, raw in enumerate(self.raws) if raw is last), None)
        if stack is None or at is None:
            return False
        tokens = _tokens(instead)
        return self._goes_through([*tokens, *self.raws[at + 1 :]], stack[:], known=tokens)

    def reads_behind(self, terminals: tuple[str, ...], word: Word) -> bool:
        """Whether the clause reads from a word on, if something else stood right before it."""
        stack = next((stack for w, stack in self.stacks if w is word), None)
        at = next((i for i, raw in enumerate(self.raws) if raw is word.raw), None)
        after = advance(self.states, stack, terminals) if stack is not None else None
        return after is not None and at is not None and self._goes_through(list(self.raws[at:]), after)

    def _goes_through(self, raws: list[Raw], stack: Stack, known: Sequence[Raw] = ()) -> bool:
        lexer = Lexer(self.states, self.names, Notes())
        for word in lexer.words(Cursor(raws), stack):
            if word.terminal == "NAME" and word.text not in self.names and any(word.raw is raw for raw in known):
                return False
            if word.terminal == "BAD":
                return True  # a further mistake, which is told on its own
            if word.terminal == "_NL":
                return takes(self.states, stack, ("_NL",))
            after = advance(self.states, stack, (word.terminal,))
            if after is None:
                return False
            stack[:] = after
        return can_end(self.states, stack, self.end_state)


def _tokens(text: str) -> list[Raw]:
    chunks, _ = scan(text)
    return chunks[0].all_tokens if chunks else []
