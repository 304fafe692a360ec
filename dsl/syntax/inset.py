"""Sentences that are indented under another one: they are read as their own, and said to belong at the left margin.

Only words that can stand nowhere in the sentence above, and have a name behind them, are taken for the beginning of
one: a line may as well go on with the sentence above, and a tier may be called like a word of the language.
"""

from __future__ import annotations

from typing import Final

from dsl.syntax.outline import LISTS, OF_LINES, head_of
from dsl.syntax.scan import Chunk, Raw, with_line_breaks
from dsl.syntax.vocabulary import CLAUSES, VOCABULARY

# Sentences of which a line may begin with a word for an outcome or a condition.
_WITH_OUTCOMES: Final = frozenset({"RULE", "IF", "THEN", "TEST", "NEVER", "EXCLUDE", "TABLE", None})
# What no sentence holds, and what only those hold that have outcomes.
_ALONE: Final = frozenset(
    "POLICY USE CUSTOMER PARAM PROFILE DEFINE CHOICE TASKS GROUPS RULE TABLE BAN REQUIRE TEST".split()
)
_OUTCOMES: Final = frozenset("TIERS CLASS PRODUCT POINTS CHANNELS ROLES".split())
_WITH_A_TEXT: Final = frozenset({"TEST", "BAN"})
_IN_A_TEST: Final = frozenset({"PARAM", "PROFILE"})


def set_apart(chunks: list[Chunk]) -> tuple[list[Chunk], list[Raw]]:
    """Statements with those that are indented under them as statements of their own, and the words these begin with."""
    apart: list[Chunk] = []
    found: list[Raw] = []
    for chunk in chunks:
        starts = _inset(chunk)
        found += starts
        apart += _divided(chunk, starts) if starts else [chunk]
    return apart, found


def _inset(chunk: Chunk) -> list[Raw]:
    """The words that begin a sentence of their own inside a statement."""
    if not chunk.tokens or chunk.tokens[0].kind != "word":
        return []
    above, _ = head_of(chunk.tokens[0])
    if chunk.tokens[1:2] and chunk.tokens[1].kind == "text" and above != "POLICY":
        above = "TEST"  # whatever its first word has become, it has a title
    found: list[Raw] = []
    words = [raw for raw in chunk.tokens if raw.kind != "newline"]
    for former, raw, behind in zip(words, words[1:], words[2:], strict=False):
        if raw.line == former.line or raw.line != behind.line or _goes_on(former):
            continue
        head = _begins_a_sentence(raw, behind, above)
        if head is not None:
            found.append(raw)
            above = head
    return found


def _begins_a_sentence(raw: Raw, behind: Raw, above: str | None) -> str | None:
    """The terminal of a word that begins a sentence here, whatever the sentence above is."""
    heads = VOCABULARY.heads(raw.text) if raw.kind == "word" else frozenset()
    candidates = heads & _ALONE - (_IN_A_TEST if above == "TEST" else frozenset())
    if above not in _WITH_OUTCOMES and (above in OF_LINES | LISTS or not heads & CLAUSES):
        candidates |= heads & (_OUTCOMES - {"CHANNELS"} if above == "PRODUCT" else _OUTCOMES)  # rather those it has
    return next((head for head in sorted(candidates) if _is_named(head, behind)), None)


def _is_named(head: str, behind: Raw) -> bool:
    """Whether the token behind a word can be the name, or the title, of what the word begins."""
    if head in _WITH_A_TEXT:
        return behind.kind == "text"
    return behind.kind == "quoted" or (behind.kind == "word" and not _is_of_a_clause(behind))


def _is_of_a_clause(raw: Raw) -> bool:
    return raw.text.lower() in VOCABULARY.reserved or bool(VOCABULARY.heads(raw.text) & CLAUSES)


def _goes_on(former: Raw) -> bool:
    """Whether a line ends with what must go on."""
    if former.kind == "word":
        return former.text.lower() in VOCABULARY.reserved
    return former.kind == "op" and former.text != ")"


def _divided(chunk: Chunk, starts: list[Raw]) -> list[Chunk]:
    """A statement cut before the lines that begin with some words."""
    pieces = [Chunk(line) for line in (chunk.line, *(raw.line for raw in starts))]

    def piece(raw: Raw) -> Chunk:
        return next(one for one in reversed(pieces) if one.line <= raw.line)

    for raw in chunk.tokens:
        if raw.kind != "newline":
            piece(raw).tokens.append(raw)
    for row in chunk.rows:
        piece(row[0]).rows.append(row)
    for one in pieces:
        one.tokens = with_line_breaks(one.tokens)
    return pieces
