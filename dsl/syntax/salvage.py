"""Going on behind a mistake, so that one on a line of a statement hides none on its other lines.

The grammar says which parts of a statement may be a hole: a condition, an outcome, a clause, what a first line says
behind the name. The smallest such part around a mistake becomes one, and reading goes on at the next line that can
follow; a word that is only missing is put in, and the line is read on. So what stands before the mistake and behind it
is a statement again, and the checks pass over its holes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any, Final

from lark import Token, Tree

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax.acceptance import HOLE, Stack, States, advance, can_end, takes
from dsl.syntax.lexer import Cursor, Lexer, Word
from dsl.syntax.outline import head_of
from dsl.syntax.scan import Raw
from dsl.syntax.vocabulary import LANGS, VOCABULARY
from dsl.syntax.wording import written

Values = list[Any]  # Lark's value stack: tokens, trees, lists

# Words between two parts: where one is missing, both parts can still be read.
_LINKS: Final = ("IF", "THEN", "AND")


@dataclass(frozen=True, slots=True)
class Way:
    """What the parser may go on with: the stack up to a part that is a hole now, and that stack with the hole on it.

    Attributes:
        depth: how much of the stack is kept.
        holes: how many parts in a row are holes.
        stack: with them.
    """

    depth: int
    holes: int
    stack: Stack


@dataclass(slots=True)
class Salvage:
    """The parser of one statement, as far as it takes part in going on.

    Attributes:
        cursor, state, states, lexer: of the parser.
        by_line: whether every line of the statement is a clause.
        again: the lines that were gone back to.
        quiet: the line that is read on behind a mistake in it; another one there may follow from that.
    """

    cursor: Cursor
    state: Any
    states: States
    lexer: Lexer
    by_line: bool
    again: set[int] = field(default_factory=set)
    quiet: int | None = None

    def resume(self, found: Diagnostic, word: Word | None, read: Sequence[tuple[Word, Stack]]) -> bool:
        """Go on behind a mistake that was told; False if the statement cannot be read without what it breaks.

        Args:
            found: what was told.
            word: the word that stopped the parser; None is the end.
            read: the words since the last mistake, each with the stack that took it.
        """
        if word is not None and self.quiet != word.line and self._put_in(found, read):
            return True
        ways = list(self._ways(self._from(found.span, read), word))
        if word is None:
            return self._take(self._end(ways), found.span)
        at = next((i for i, raw in enumerate(self.cursor.raws) if raw is word.raw), self.cursor.at - 1)
        return self._go_on_at_then(ways, at, found.span) or self._go_on_at_a_line(ways, at, found.span)

    def _from(self, told: Span, read: Sequence[tuple[Word, Stack]]) -> tuple[int, int]:
        """From where on nothing is kept: what was told of, or a name before it that may be what is wrong."""
        former = read[-1][0] if read else None
        return min(_at(told), _at(former)) if former is not None and self.lexer.is_unknown(former) else _at(told)

    def _put_in(self, found: Diagnostic, read: Sequence[tuple[Word, Stack]]) -> bool:
        """Put in the word that was told to be missing before another, and go on with that."""
        raws, span = self.cursor.raws, found.span
        at = next((i for i, raw in enumerate(raws) if raw.kind != "newline" and _at(raw) == _at(span)), None)
        if found.fix is None or at is None:
            return False
        taken = self.state.state_stack
        stack = next((stack for word, stack in read if word.raw is raws[at]), taken)
        if taken[: len(stack)] != stack:
            return False
        former = read[-1][0] if read else None
        for terminal in _LINKS:
            if terminal == "AND" and former is not None and self.lexer.is_unknown(former):
                continue  # rather that is what was meant to be the word
            said = next((f"{w} " for w in _written(terminal) if found.fix.startswith(f"{w} ")), None)
            if said is None or not raws[at].text.startswith(found.fix.removeprefix(said)):
                continue
            if advance(self.states, stack, (terminal,)) is None:
                continue
            self._cut(len(stack))
            self._feed(terminal, span)
            self.cursor.at, self.quiet = at, span.line
            return True
        return False

    def _ways(self, wrong: tuple[int, int], word: Word | None) -> Iterator[Way]:
        """The ways to go on, those that keep most first; what is wrong from some place on is never kept."""
        stack, values = self.state.state_stack, self.state.value_stack
        beginning = _at(word) if word is not None else wrong
        for depth in range(len(stack), 0, -1):
            if depth < len(stack):
                beginning = _place(values[depth - 1]) or beginning
            is_whole = depth == len(stack) and self._ends_a_line(word)
            if beginning > wrong or (not is_whole and takes(self.states, stack[:depth], ("THEN",))):
                continue  # a condition of which more may follow
            after = advance(self.states, stack[:depth], (HOLE,))
            for holes in (1, 2):
                if after is not None:
                    yield Way(depth, holes, after)
                    after = advance(self.states, after, (HOLE,))

    def _end(self, ways: list[Way]) -> Way | None:
        end_state: int = self.state.parse_conf.end_state
        return next((way for way in ways if can_end(self.states, way.stack, end_state)), None)

    def _go_on_at_then(self, ways: list[Way], at: int, told: Span) -> bool:
        """Go on at the ``then`` of the same line."""
        raws = self.cursor.raws
        behind = range(at + 1, next((i for i in range(at, len(raws)) if raws[i].kind == "newline"), len(raws)))
        then = next((i for i in behind if raws[i].kind == "word" and head_of(raws[i])[0] == "THEN"), None)
        way = next((way for way in ways if takes(self.states, way.stack, ("THEN",))), None)
        if then is None or way is None:
            return False
        self.cursor.at, self.quiet = then, raws[then].line
        return self._take(way, told)

    def _go_on_at_a_line(self, ways: list[Way], at: int, told: Span) -> bool:
        """Go on at the first line that may follow, or at the end."""
        raws = self.cursor.raws
        behind = self._behind_the_text(at)
        starts = [i for i in range(behind, len(raws) - 1) if raws[i].kind == "newline"]
        own = at - 1 if raws[at - 1].kind == "newline" and not self._begins_a_clause() else None
        if own is not None and own not in self.again and (way := self._follows(ways, own)) is not None:
            self.again.add(own)  # the mistake is one of the lines above
            self.cursor.at, self.quiet = own, None
            return self._take(way, told)
        for start in starts:
            way = self._follows(ways, start) or self._says_more(ways, start, told)
            if way is not None:
                self.cursor.at, self.quiet = start, None
                return self._take(way, told)
        self.cursor.at = len(raws)
        return self._take(self._end(ways), told)

    def _ends_a_line(self, word: Word | None) -> bool:
        """Whether the parser stopped behind a line, or the statement."""
        if word is None or word.terminal == "_NL":
            return True
        raws = self.cursor.raws
        at = next((i for i, raw in enumerate(raws) if raw is word.raw), 0)
        return at > 0 and raws[at - 1].kind == "newline" and word.column == word.raw.column

    def _begins_a_clause(self) -> bool:
        """Whether the parser stopped at the first word of a clause: so it is that which has the mistake."""
        last = self.state.value_stack[-1] if self.state.value_stack else None
        return isinstance(last, Token) and last.type == "_NL"

    def _behind_the_text(self, at: int) -> int:
        """Behind a text that was written over several lines: the line that closes it opens none."""
        raws = self.cursor.raws
        if raws[at].fault == "unclosed":
            closing = next((i for i in range(at + 1, len(raws)) if raws[i].fault == "unclosed"), None)
            return at if closing is None else closing + 1
        return at

    def _follows(self, ways: list[Way], start: int) -> Way | None:
        """The way that takes the first word of a line."""
        first = self.cursor.raws[start + 1]
        for way in ways:
            line = advance(self.states, way.stack, ("_NL",))
            if line is not None and (self.by_line or self.lexer.goes_on(first, line)):
                return way
            if not self.by_line and self.lexer.goes_on(first, way.stack):
                return way
        return None

    def _says_more(self, ways: list[Way], start: int, told: Span) -> Way | None:
        """The way to a line that no word fits, but that is not part of what is a hole now: it is told what is wrong."""
        raws = self.cursor.raws
        for way in ways:
            then = advance(self.states, way.stack, ("THEN",)) if self._awaits_then(way) else None
            if then is not None and self.lexer.goes_on(raws[start + 1], then):
                return way
        if self._is_of_the_line_above(start, told) or self._is_an_outcome(ways, start):
            return None
        return next((way for way in ways if takes(self.states, way.stack, ("_NL",))), None)

    def _awaits_then(self, way: Way) -> bool:
        """Whether a way keeps the ``if`` of a sentence of which no ``then`` was read."""
        values = self.state.value_stack
        kept, read = ({v.type for v in some if isinstance(v, Token)} for some in (values[: way.depth - 1], values))
        return "IF" in kept and "THEN" not in read

    def _is_an_outcome(self, ways: list[Way], start: int) -> bool:
        """Whether a line begins with an outcome, behind one that is a hole: the mistake may be what joins them."""
        joined = (advance(self.states, way.stack, ("AND",)) for way in ways)
        return any(stack is not None and self.lexer.goes_on(self.cursor.raws[start + 1], stack) for stack in joined)

    def _is_of_the_line_above(self, start: int, told: Span) -> bool:
        """Whether a line goes on with the one above, by how that ends or how far it is indented."""
        raws = self.cursor.raws
        former, first = raws[start - 1], raws[start + 1]
        is_mark = former.kind == "op" and former.text not in (")", "|")
        if is_mark or (former.kind == "word" and former.text.lower() in VOCABULARY.reserved):
            return (told.end_line, told.end_column) < (former.line, former.end)
        above = [raw for raw in raws if raw.line == former.line]
        return above[0].line != raws[0].line and first.column > above[0].column

    def _take(self, way: Way | None, told: Span) -> bool:
        if way is None:
            return False
        self._cut(way.depth)
        for _ in range(way.holes):
            self._feed(HOLE, told)
        return True

    def _cut(self, depth: int) -> None:
        del self.state.state_stack[depth:], self.state.value_stack[depth - 1 :]

    def _feed(self, terminal: str, at: Span) -> None:
        self.state.feed_token(Token(terminal, "", None, at.line, at.column, at.line, at.column))


def _place(value: Any) -> tuple[int, int] | None:  # noqa: ANN401 - Lark's value stack
    """Where the first token of a value stands."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case Token() as token:
                return token.line or 0, token.column or 0
            case Tree(children=children) | list(children):
                waiting += reversed(children)
    return None


def _at(place: Raw | Word | Span) -> tuple[int, int]:
    return place.line, place.column


def _written(terminal: str) -> list[str]:
    return [written(terminal, lang) for lang in LANGS]
