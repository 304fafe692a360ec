"""Raw tokens to terminals, asking the parser at every word what it can take.

Keywords are soft: a word is a keyword where the parser can take it as one, else a name. Only the words of
``if``, ``then``, ``and``, ``or``, ``not``, ``is`` are reserved; backquotes make a name of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from dsl.syntax.acceptance import Stack, States, advance, takes
from dsl.syntax.cut import Piece, cut_around_unknown, cuts, number_terminal
from dsl.syntax.scan import NUMBER, Fault, Raw
from dsl.syntax.vocabulary import CLAUSES, GLUED_KEYWORDS, SUFFIX_COMPARISONS, VOCABULARY

_OPERATORS: Final = {
    "=>": "ARROW", ">=": "CMP", "<=": "CMP", "≥": "CMP", "≤": "CMP", "!=": "CMP", "<>": "CMP", "≠": "CMP",
    ">": "CMP", "<": "CMP", "=": "EQ", "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "(": "LPAR",
    ")": "RPAR", ",": "COMMA", "|": "PIPE", ".": "DOT", ":": "COLON",
}  # fmt: skip
_CONNECTIVES: Final = ("THEN", "AND", "OR")
_LONGEST_CONNECTIVE: Final = 3
_LONGEST_RUN: Final = 200  # a longer run is not cut: it would take deep recursion, and nobody could read it
_GUESSED: Final = 60  # a longer run is prose; looking for a slip in it takes time and finds none
# Outcomes as they begin in Chinese, longest first: what stands behind a forgotten 则.
_OUTCOMES: Final = sorted(
    (w for t in ("TIER", "OFFER", "CLASS", "TASK", "EXCLUDE") for w in VOCABULARY.words[t, "zh"]), key=len, reverse=True
)
# Inside unspaced text: a number with a comparison behind it, or months that read as a month of the year.
_COMPARED: Final = "|".join(sorted(SUFFIX_COMPARISONS, key=len, reverse=True))
_FAULTY: Final = re.compile(rf"{NUMBER.pattern}(?:[^\d]{{0,4}}?(?:{_COMPARED})|月(?!末|初|均|份|\d))")


@dataclass(frozen=True, slots=True)
class Word:
    """A terminal with its text and place; ``raw`` is the token it was read from."""

    terminal: str
    text: str
    line: int
    column: int
    end: int
    raw: Raw


@dataclass(slots=True)
class Notes:
    """What the lexer noticed: runs it cut, each with every cut it found."""

    cut: list[tuple[Raw, list[list[Piece]]]] = field(default_factory=list)


@dataclass(slots=True)
class Cursor:
    """A place in a list of raw tokens; the parser moves it when it recovers from an error."""

    raws: list[Raw]
    at: int = 0

    def peek(self, ahead: int = 0) -> Raw | None:
        """The token ``ahead`` of the next one, or None past the end."""
        index = self.at + ahead
        return self.raws[index] if index < len(self.raws) else None


class Lexer:
    """Makes terminals for one statement; ``stack`` is the parser's live state stack."""

    def __init__(self, states: States, names: AbstractSet[str], notes: Notes, *, by_line: bool = False) -> None:
        """By line: every line of the statement begins a clause, whatever stands before it."""
        self._states = states
        self._by_line = by_line
        self._names = names
        self._notes = notes

    def words(self, cursor: Cursor, stack: Stack) -> Iterator[Word]:
        """Yield terminals; the caller feeds each to the parser before it asks for the next."""
        while (raw := cursor.peek()) is not None:
            cursor.at += 1
            match raw.kind:
                case "word":
                    yield from self._word(raw, cursor, stack)
                case "newline":
                    if self._starts_clause(cursor, stack):
                        yield _whole("_NL", raw)
                case "op":
                    if raw.text == "," and self._is_breath(cursor, stack):
                        continue
                    yield _whole(_OPERATORS[raw.text], raw)
                case "quoted":
                    yield _whole("NEW" if takes(self._states, stack, ("NEW",)) else "NAME", raw)
                case "number":
                    yield _whole(number_terminal(raw.unit), raw)
                case "text":
                    yield _whole("STRING", raw)
                case "date":
                    yield _whole("DATE", raw)
                case "bad":
                    yield _whole("BAD", raw)

    def _word(self, raw: Raw, cursor: Cursor, stack: Stack) -> Iterator[Word]:
        phrase = self._phrase(raw, cursor, stack)
        if phrase is not None:
            yield phrase
            return
        for piece in self._pieces(raw, cursor, stack):
            start = raw.column + piece[1]
            end = start + len(piece[0].text)
            for terminal in piece[0].terminals:
                whole = raw
                if terminal == "BAD":
                    fault: Fault = "month" if piece[0].text.endswith("月") else "suffix"
                    fault = "long" if len(piece[0].text) > _LONGEST_RUN else fault
                    whole = Raw("bad", piece[0].text, raw.line, start, end, fault=fault)
                yield Word(terminal, piece[0].text, raw.line, start, end, whole)

    def _phrase(self, raw: Raw, cursor: Cursor, stack: Stack) -> Word | None:
        """A keyword of several parts, such as ``at most``."""
        for parts in VOCABULARY.phrases.get(raw.text.lower(), ()):
            following = [cursor.peek(i) for i in range(len(parts) - 1)]
            if any(
                r is None or r.kind != "word" or r.text.lower() != p for r, p in zip(following, parts[1:], strict=True)
            ):
                continue
            text = " ".join(parts)
            for reading in VOCABULARY.readings[text]:
                if takes(self._states, stack, reading):
                    cursor.at += len(parts) - 1
                    last = following[-1] or raw
                    return Word(reading[0], text, raw.line, raw.column, last.end, raw)
        return None

    def _pieces(self, raw: Raw, cursor: Cursor, stack: Stack) -> list[tuple[Piece, int]]:
        """The word as one piece, or cut into several; each with its offset."""
        text = raw.text
        readings = [r for r in VOCABULARY.readings.get(text.lower(), ()) if takes(self._states, stack, r)]
        if len(readings) > 1:
            readings = self._before_what_follows(readings, cursor, stack)
        if readings:
            return [(Piece(text, readings[0]), 0)]
        known = text in self._names
        if text.lower() in VOCABULARY.reserved and not known:
            return [(Piece(text, VOCABULARY.readings[text.lower()][0][:1]), 0)]
        begins_with_keyword = not known and any(
            text.startswith(w) and takes(self._states, stack, VOCABULARY.readings[w][0]) for w in GLUED_KEYWORDS
        )
        if takes(self._states, stack, ("NEW",)) and not begins_with_keyword:
            return [(Piece(text, ("NEW",)), 0)]
        if not known and not text.isascii() and len(text) > _LONGEST_RUN:
            return [(Piece(text, ("BAD",)), 0)]
        if not known and not text.isascii():
            found = cuts(self._states, stack, text, self._names)
            if found:
                self._notes.cut.append((raw, found))
                return _placed(found[0])
            if len(text) <= _GUESSED and (guess := self._misspelt(text, stack)):
                self._notes.cut.append((raw, [[piece for piece, _ in guess]]))
                return guess
        return [(Piece(text, ("NAME",)), 0)]

    def _misspelt(self, text: str, stack: Stack) -> list[tuple[Piece, int]] | None:
        """A run with a faulty number or an unknown name in it, or with ``then`` left out before an outcome."""
        for fault in _FAULTY.finditer(text):
            before = text[: fault.start()]
            for start in (before, before[:-1]):  # 存款在5万以上: the 在 goes with the mistake
                found = cuts(self._states, stack, start, self._names, limit=1) if start else [[]]
                if found:
                    return _placed([*found[0], Piece(text[len(start) : fault.end()], ("BAD",))])
            if fault.end() == len(text) and not fault.group().endswith("月"):
                return _placed([Piece(before, ("NAME",)), Piece(fault.group(), ("BAD",))])
        for end in range(len(text) - 1, -1, -1):
            word = next((w for w in _OUTCOMES if text.startswith(w, end)), None)
            if word is None:
                continue
            found = cuts(self._states, stack, text[:end], self._names, limit=1) if end else [[]]
            if found and _takes_after(self._states, stack, found[0], "THEN"):
                rest = Piece(text[end + len(word) :], ("NAME",))
                return _placed([*found[0], Piece(word, ("NAME",)), *([rest] if rest.text else [])])
        pieces = cut_around_unknown(self._states, stack, text, self._names)
        return _placed(pieces) if pieces is not None else None

    def _before_what_follows(
        self, readings: list[tuple[str, ...]], cursor: Cursor, stack: Stack
    ) -> list[tuple[str, ...]]:
        """Of several readings, those after which the next mark or line end can follow (``是`` is IS or YES)."""
        following = cursor.peek()
        if following is not None and following.kind not in ("op", "newline"):
            return readings
        fitting = []
        for reading in readings:
            after = advance(self._states, stack, reading)
            if after is None:
                continue
            if following is None:
                row = self._states[after[-1]]
                fits = "$END" in row
            elif following.kind == "newline":
                fits = takes(self._states, after, ("_NL",)) or "$END" in self._states[after[-1]]
            else:
                fits = takes(self._states, after, (_OPERATORS[following.text],))
            if fits:
                fitting.append(reading)
        return fitting or readings

    def _starts_clause(self, cursor: Cursor, stack: Stack) -> bool:
        """Whether a new line begins a clause here; else it only continues the sentence."""
        if self._by_line or takes(self._states, stack, ("_NL",)):
            return True
        following = cursor.peek()
        if following is None or following.kind != "word":
            return False
        readings = VOCABULARY.readings.get(following.text.lower(), ())
        is_clause = any(r[0] in CLAUSES for r in readings)
        return is_clause and not any(takes(self._states, stack, r) for r in readings)

    def _is_breath(self, cursor: Cursor, stack: Stack) -> bool:
        """Whether a comma only pauses: before then, and, or."""
        following = cursor.peek()
        if following is not None and following.kind == "newline":
            following = cursor.peek(1)
        if following is None or following.kind != "word":
            return False
        lowered = following.text.lower()
        prefixes = [lowered] + [lowered[:n] for n in range(_LONGEST_CONNECTIVE, 0, -1) if not lowered.isascii()]
        for prefix in prefixes:
            for head in VOCABULARY.heads(prefix):
                if head in _CONNECTIVES:
                    return takes(self._states, stack, (head,))
        return False


def _placed(pieces: list[Piece]) -> list[tuple[Piece, int]]:
    """Pieces with their offsets."""
    return [(piece, sum(len(p.text) for p in pieces[:i])) for i, piece in enumerate(pieces)]


def _takes_after(states: States, stack: Stack, pieces: list[Piece], terminal: str) -> bool:
    """Whether a terminal can follow some pieces."""
    after = advance(states, stack, [t for p in pieces for t in p.terminals])
    return after is not None and takes(states, after, (terminal,))


def _whole(terminal: str, raw: Raw) -> Word:
    return Word(terminal, raw.text, raw.line, raw.column, raw.end, raw)
