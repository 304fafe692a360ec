"""Raw tokens to terminals, asking the parser at every word what it can take.

Keywords are soft: a word is a keyword where the parser can take it as one, else a name. Only the words of
``if``, ``then``, ``and``, ``or``, ``not``, ``is`` are reserved; backquotes make a name of anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.acceptance import Stack, States, advance, takes
from dsl.syntax.cut import LONGEST_RUN, Piece, cuts, number_terminal
from dsl.syntax.guess import fault_of, guess
from dsl.syntax.scan import Raw
from dsl.syntax.vocabulary import CLAUSES, GLUED_KEYWORDS, VOCABULARY, Terminals
from dsl.syntax.year_days import is_month, names_a_day

_OPERATORS: Final = {
    "=>": "ARROW", ">=": "CMP", "<=": "CMP", "≥": "CMP", "≤": "CMP", "!=": "CMP", "<>": "CMP", "≠": "CMP",
    ">": "CMP", "<": "CMP", "=": "EQ", "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "(": "LPAR",
    ")": "RPAR", ",": "COMMA", "|": "PIPE", ".": "DOT", ":": "COLON",
}  # fmt: skip
_CONNECTIVES: Final = ("THEN", "AND", "OR", "IF")
_LONGEST_CONNECTIVE: Final = 3
_INSIDE: Final = "以内"
_MOVES: Final = (("EARLIER",), ("LATER",))


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
                    yield self._day_of_year(raw, cursor, stack) or _whole(number_terminal(raw.unit), raw)
                case "text":
                    yield _whole("STRING", raw)
                case "date":
                    yield _whole("DATE", raw)
                case "bad" if _is_window(raw) and takes(self._states, stack, ("QUANTITY", "INSIDE")):
                    length = raw.end - len(_INSIDE)
                    yield Word("QUANTITY", raw.text.removesuffix(_INSIDE), raw.line, raw.column, length, raw)
                    yield Word("INSIDE", _INSIDE, raw.line, length, raw.end, raw)
                case "bad":
                    is_day = names_a_day(raw.text) and takes(self._states, stack, ("DAY_OF_YEAR",))
                    yield _whole("DAY_OF_YEAR" if is_day else "BAD", raw)

    def _day_of_year(self, raw: Raw, cursor: Cursor, stack: Stack) -> Word | None:
        """A number and a month behind ``every year on``."""
        month = cursor.peek()
        if month is None or not is_month(month.text) or not takes(self._states, stack, ("DAY_OF_YEAR",)):
            return None
        cursor.at += 1
        return Word("DAY_OF_YEAR", f"{raw.text} {month.text}", raw.line, raw.column, month.end, raw)

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
                    whole = Raw("bad", piece[0].text, raw.line, start, end, fault=fault_of(piece[0].text))
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
                # `no older than` without a name before it does not begin with the value `no`.
                if takes(self._states, stack, reading) or (parts[0] == "no" and reading == ("CMP",)):
                    cursor.at += len(parts) - 1
                    last = following[-1] or raw
                    return Word(reading[0], text, raw.line, raw.column, last.end, raw)
        return None

    def _pieces(self, raw: Raw, cursor: Cursor, stack: Stack) -> list[tuple[Piece, int]]:
        """The word as one piece, or cut into several; each with its offset."""
        text = raw.text
        readings = [r for r in VOCABULARY.readings.get(text.lower(), ()) if takes(self._states, stack, r)]
        if (following := cursor.peek()) is None or following.kind != "number":
            readings = [r for r in readings if r not in _MOVES]  # 前 and 后 are names unless they say by how much
        if len(readings) > 1:
            readings = self._before_what_follows(readings, cursor, stack)
        if readings:
            return [(Piece(text, readings[0]), 0)]
        if text.lower() in VOCABULARY.reserved:
            return [(Piece(text, VOCABULARY.readings[text.lower()][0][:1]), 0)]
        if takes(self._states, stack, ("NEW",)) and not self._is_glued(text, stack):
            clause = self._clause_word(text, stack)
            return [(Piece(text, (clause or "NEW",)), 0)]
        known = text in self._names
        if text.isascii() or (known and takes(self._states, stack, ("NAME",))):
            return [(Piece(text, ("NAME",)), 0)]
        if len(text) > LONGEST_RUN:
            return [(Piece(text, ("BAD",)), 0)]
        found = cuts(self._states, stack, text, self._names)
        if found:
            self._notes.cut.append((raw, found))
            return _placed(found[0])
        if not known and (guessed := guess(self._states, stack, text, self._names)):
            self._notes.cut.append((raw, [guessed]))
            return _placed(guessed)
        return [(Piece(text, ("NAME",)), 0)]

    def _clause_word(self, text: str, stack: Stack) -> str | None:
        """The terminal of a word that begins a clause of this statement: behind its name it is no further name."""
        line = advance(self._states, stack, ("_NL",))
        readings = VOCABULARY.readings.get(text.lower(), ()) if line is not None and not self._by_line else ()
        return next((r[0] for r in readings if r[0] in CLAUSES and takes(self._states, line or [], r)), None)

    def _is_glued(self, text: str, stack: Stack) -> bool:
        """Whether a run that may be a further name goes on with the sentence instead: 优质 从5万, 分层 甲 按存款."""
        if text.isascii() or len(text) > LONGEST_RUN:
            return False
        if any(text.startswith(w) and takes(self._states, stack, VOCABULARY.readings[w][0]) for w in GLUED_KEYWORDS):
            return True
        return any(
            all(piece.terminals != ("NEW",) for piece in pieces)
            for pieces in cuts(self._states, stack, text, self._names)
        )

    def _before_what_follows(
        self, readings: list[tuple[str, ...]], cursor: Cursor, stack: Stack
    ) -> list[tuple[str, ...]]:
        """Of several readings, those after which the next mark, number or line end can follow (``是`` is IS or YES)."""
        following = cursor.peek()
        if following is not None and following.kind not in ("op", "newline", "number"):
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
            elif following.kind == "number":
                fits = takes(self._states, after, (number_terminal(following.unit),))
            else:
                fits = takes(self._states, after, (_OPERATORS[following.text],))
            if fits:
                fitting.append(reading)
        return fitting or readings

    def is_unknown(self, word: Word) -> bool:
        """Whether a word is a name that nothing declares."""
        return word.terminal == "NAME" and word.text not in self._names

    def _starts_clause(self, cursor: Cursor, stack: Stack) -> bool:
        """Whether a new line begins a clause here; else it only continues the sentence."""
        following = cursor.peek()
        if self._by_line or following is None:
            return True
        goes_on = self.goes_on(following, stack)
        clause = advance(self._states, stack, ("_NL",))
        if clause is not None:
            return not goes_on or self.goes_on(following, clause)
        is_clause = following.kind == "word" and VOCABULARY.heads(following.text) & CLAUSES
        return bool(is_clause) and not goes_on

    def goes_on(self, raw: Raw, stack: Stack) -> bool:
        """Whether the stack can take the keyword or mark that a line begins with."""
        match raw.kind:
            case "word":
                words = [raw.text.lower(), *(" ".join(parts) for parts in VOCABULARY.phrases.get(raw.text.lower(), ()))]
                if not raw.text.isascii() and raw.text not in self._names:
                    words += [raw.text[:end] for end in range(1, len(raw.text))]
                return any(takes(self._states, stack, r) for word in words for r in VOCABULARY.readings.get(word, ()))
            case "op":
                return takes(self._states, stack, (_OPERATORS[raw.text],))
            case "text":
                return takes(self._states, stack, ("STRING",))
            case _:
                return False

    def _is_breath(self, cursor: Cursor, stack: Stack) -> bool:
        """Whether a comma only pauses: before if, then, and, or."""
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


def readings_of(raw: Raw, names: AbstractSet[str]) -> list[Terminals]:
    """What a token may be read as, wherever it stands."""
    match raw.kind:
        case "word":
            readings = VOCABULARY.readings.get(raw.text.lower(), ())
            if raw.text.lower() in VOCABULARY.reserved:
                return [readings[0]]
            return [*readings, ("NEW",), *([("NAME",)] if raw.text in names else [])]
        case "quoted":
            return [("NAME",), ("NEW",)]
        case "number":
            return [(number_terminal(raw.unit),)]
        case "op":
            return [(_OPERATORS[raw.text],)]
        case "text":
            return [("STRING",)]
        case "date":
            return [("DATE",)]
        case "newline":
            return [("_NL",), ("$END",)]
        case "bad":
            return []


def _is_window(raw: Raw) -> bool:
    """Whether 3个月以内 may be the end of a window; of an amount it would be a comparison behind its number."""
    return raw.fault == "suffix" and raw.unit.kind in ("days", "months") and raw.text.endswith(_INSIDE)


def _placed(pieces: list[Piece]) -> list[tuple[Piece, int]]:
    """Pieces with their offsets."""
    return [(piece, sum(len(p.text) for p in pieces[:i])) for i, piece in enumerate(pieces)]


def _whole(terminal: str, raw: Raw) -> Word:
    return Word(terminal, raw.text, raw.line, raw.column, raw.end, raw)
