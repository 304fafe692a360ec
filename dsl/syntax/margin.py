"""Lines that stand where they cannot belong: clauses at the left margin, table rows without their first bar.

Both come from pasting. The line is put back where it was meant, so one slip is one diagnostic and the rest of
the statement is still read.
"""

from __future__ import annotations

import itertools
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.nearest import nearest
from dsl.syntax.outline import OF_LINES, head_of, named_without_head
from dsl.syntax.scan import Chunk, Raw
from dsl.syntax.vocabulary import CLAUSES, HEADS, LANGS, VOCABULARY
from dsl.syntax.wording import ACTIONS

_HEAD_WORDS: Final = [w for t in HEADS for lang in LANGS for w in VOCABULARY.words[t, lang]]
_RULES: Final = frozenset({"RULE", "IF", "THEN"})
# Outcomes whose word declares something at the margin; and what tells the one from the other.
_DECLARING: Final = frozenset({"PRODUCT", "CLASS"})
_OF_AN_OUTCOME: Final = frozenset({"VIA", "PRIORITY", "AND"})
_OF_AN_OFFER: Final = frozenset({"PRIORITY", "GROUP", "VIA", "SAY", "IF"})
_CONNECTIVES: Final = frozenset({"AND", "OR"})
_CLOSING: Final = frozenset({"}", "};"})
_VERY_CLOSE: Final = 0.75
_WITH_ROWS: Final = frozenset({"CUSTOMER", "TABLE", "TEST"})
# What may stand below a table or a record that is no row of it.
_BELOW: Final = {
    "TABLE": frozenset({"BECAUSE", "FROM", "UNTIL"}),
    "CUSTOMER": frozenset({"ASSUME", "AS_OF", "CURRENCY"}),
}
_OF_RULES: Final = frozenset({"BECAUSE", "FROM", "UNTIL", "VIA", "PRIORITY"})
_PERIOD: Final = frozenset({"FROM", "UNTIL"})
# The clauses of statements; what begins with another, at the margin, is no part of them.
_CLAUSES_OF: Final = {
    "POLICY": _PERIOD, "USE": frozenset[str](), "CUSTOMER": frozenset({"ASSUME", "AS_OF"}), "PARAM": _PERIOD,
    "PROFILE": frozenset[str](), "DEFINE": frozenset[str](), "TIERS": frozenset({"FROM"}),
    "CLASS": frozenset({"BECAUSE"}), "PRODUCT": frozenset({"PRIORITY", "GROUP", "VIA", "SAY"}) | _PERIOD,
    "POINTS": frozenset({"FROM"}), "RULE": _OF_RULES, "IF": _OF_RULES, "THEN": _OF_RULES, "EXCLUDE": _OF_RULES,
    "NEVER": frozenset({"BECAUSE"}), "TABLE": _OF_RULES, "BAN": frozenset({"GROUP", "VIA"}),
    "TEST": frozenset({"GIVEN", "EXPECT", "AS_OF", "PROFILE", "PARAM"}),
}  # fmt: skip
# What stands behind the first word of some clauses: a line that goes on otherwise is one that lost its first word.
_ANY: Final = frozenset({"word", "quoted", "text", "number", "date", "op", "newline", "bad"})
_GOES_ON_WITH: Final = {
    "SAY": _ANY - {"word", "quoted"}, "BECAUSE": _ANY - {"word", "quoted"}, "UNTIL": _ANY - {"word", "quoted"},
    "FROM": _ANY - {"word", "quoted"},
}  # fmt: skip


def without_doubles(chunks: list[Chunk]) -> tuple[list[Chunk], list[tuple[Raw, Raw]]]:
    """Statements without first lines that stand there twice; and of each such line the first word, twice."""
    kept: list[Chunk] = []
    found: list[tuple[Raw, Raw]] = []
    for chunk, following in itertools.zip_longest(chunks, chunks[1:]):
        if following is not None and _is_first_line_of(chunk, following):
            found.append((chunk.tokens[0], following.tokens[0]))
        else:
            kept.append(chunk)
    return kept, found


def _is_first_line_of(chunk: Chunk, following: Chunk) -> bool:
    """Whether a statement is no more than the first line of the one below it."""
    if chunk.rows or not chunk.tokens or not following.tokens:
        return False
    (line, *more), (first, *others) = lines_of(chunk.tokens), lines_of(following.tokens)
    is_shorter = not more and bool(others or following.rows)
    return is_shorter and [(raw.kind, raw.text) for raw in line] == [(raw.kind, raw.text) for raw in first]


@dataclass(frozen=True, slots=True)
class Unindented:
    """Lines at the margin that belong to the statement above.

    Attributes:
        first: the first word of the first of them.
        head: the word their statement begins with.
        names: what they may declare, if each is rather a statement that has lost its first word.
    """

    first: Raw
    head: Raw
    names: tuple[str, ...] = ()


def indented(chunks: list[Chunk], declared: AbstractSet[str] = frozenset()) -> tuple[list[Chunk], list[Unindented]]:
    """Statements with the lines that should have been indented under them, and those lines of each that had any.

    Args:
        chunks: of one source.
        declared: offers, classes and channels that are declared elsewhere, too: here they are rather given.
    """
    whole: list[Chunk] = []
    found: list[Unindented] = []
    for at, chunk in enumerate(chunks):
        former = whole[-1] if whole else None
        if former is not None and all(raw.text in _CLOSING for raw in chunk.all_tokens):
            former.tokens.extend(chunk.tokens)  # a brace that closes the statement goes with the one that opened it
            continue
        belongs = former is not None and (
            _belongs(former, chunk)
            or (_gives(former, chunk, declared) and lacks_outcomes(former))
            or _is_second_condition(former, chunks[at:])
            or (may_be_channels(former, chunk) and named_in(chunk) <= declared)
        )
        if former is None or not belongs:
            whole.append(chunk)
            continue
        first = chunk.tokens[0]
        if not found or found[-1].head is not former.tokens[0]:
            found.append(Unindented(first, former.tokens[0]))
        found[-1] = replace(found[-1], names=(*found[-1].names, *named_without_head(chunk.tokens)))
        former.tokens.append(Raw("newline", "", first.line, first.column, first.column))
        former.tokens.extend(chunk.tokens)
        former.rows.extend(chunk.rows)
    return whole, found


def _belongs(former: Chunk, chunk: Chunk) -> bool:
    """Whether a line at the margin can only be meant as part of the statement above it."""
    if not former.tokens or not chunk.tokens or chunk.tokens[0].kind not in ("word", "op"):
        return False
    above, _ = head_of(former.tokens[0])
    if above is None:
        return False
    if _begins_phrase_of(above, chunk) or _goes_on_below(former, chunk):
        return True
    first = chunk.tokens[0]
    if first.kind == "op":
        return above == "PARAM" and first.text == "="
    head, _ = head_of(first)
    match head:
        case None if _is_phrase_head(chunk):
            return False
        case None:
            return _is_clause_of(above, chunk) or (above in OF_LINES and _is_line_of(former, above, chunk))
        case "THEN":
            return above in ("IF", "RULE") and _awaits(former, "THEN")
        case "IF":
            unfinished = above == "RULE" and _awaits(former, "IF")
            return unfinished or (above in ("CLASS", "PRODUCT") and not _says(chunk, "THEN"))
        case "PROFILE":
            return above == "TEST" and any(
                _is_of_a_test(raw) for line in lines_of(chunk.tokens)[1:] for raw in line[:2]
            )
        case _:
            return False


def _is_of_a_test(raw: Raw) -> bool:
    return raw.kind == "word" and bool(VOCABULARY.heads(raw.text) & {"GIVEN", "EXPECT"})


def _begins_phrase_of(above: str, chunk: Chunk) -> bool:
    """Whether a line begins with the words of a clause that the statement above may have: ``as of 2026-06-01``."""
    words = [raw.text.lower() for raw in chunk.tokens]
    return any(
        tuple(words[: len(parts)]) == parts
        and bool(VOCABULARY.heads(" ".join(parts)) & _CLAUSES_OF.get(above, frozenset()) & CLAUSES)
        for parts in VOCABULARY.phrases.get(words[0], ())
    )


def _goes_on_below(former: Chunk, chunk: Chunk) -> bool:
    """Whether the line above ends with a comma, so that this one goes on with it."""
    last = former.tokens[-1]
    is_open = not former.rows and head_of(chunk.tokens[0])[0] is None
    return is_open and chunk.line == last.line + 1 and last.kind == "op" and last.text == ","


def may_be_channels(former: Chunk, chunk: Chunk) -> bool:
    """Whether a line at the margin that declares channels could say, below an offer, by which it is made: 渠道 电话."""
    if not former.tokens or not chunk.tokens or chunk.line != former.last_line + 1:
        return False
    above, _ = head_of(former.tokens[0])
    return above == "PRODUCT" and VOCABULARY.heads(chunk.tokens[0].text) >= {"CHANNELS", "VIA"}


def named_in(chunk: Chunk) -> set[str]:
    """The names on the first line of a statement."""
    return {raw.text for raw in lines_of(chunk.tokens)[0][1:] if raw.kind in ("word", "quoted")}


def lacks_outcomes(former: Chunk) -> bool:
    """Whether nothing yet says what a rule decides."""
    if not former.tokens or head_of(former.tokens[0])[0] not in _RULES:
        return False
    last = former.tokens[-1]
    return _awaits(former, "THEN") or (last.kind == "word" and bool(VOCABULARY.heads(last.text) & {"THEN", "AND"}))


def _gives(former: Chunk, chunk: Chunk, declared: AbstractSet[str]) -> bool:
    """Whether a line at the margin begins with an outcome, and cannot be, or is not, a statement of its own."""
    if len(chunk.tokens) < 2 or chunk.tokens[0].kind not in ("word", "quoted"):
        return False
    first, *behind = chunk.tokens
    heads = VOCABULARY.heads(first.text) if first.kind == "word" else frozenset[str]()
    line = lines_of(chunk.tokens)[0]
    if "IS" in VOCABULARY.heads(behind[0].text) and not heads & HEADS:  # gift is toy
        return behind[0].kind == "word" and not _says(chunk, "THEN")
    if not heads & ACTIONS or any(_is_if(raw) for raw in line):
        return False
    if "EXCLUDE" in heads or not heads & _DECLARING:
        return not _has_rungs(chunk, heads)
    is_next = chunk.line == former.last_line + 1
    goes_on = any(raw.text == "," or VOCABULARY.heads(raw.text) & _OF_AN_OUTCOME for raw in line[2:])
    is_alone = not any(VOCABULARY.heads(one[0].text) & _OF_AN_OFFER for one in lines_of(chunk.tokens)[1:])
    return is_next and is_alone and (goes_on or behind[0].text in declared)


def _is_if(raw: Raw) -> bool:
    return raw.kind == "word" and "IF" in VOCABULARY.heads(raw.text)


def _has_rungs(chunk: Chunk, heads: AbstractSet[str]) -> bool:
    """Whether a word for a tier begins a ladder: 层级 甲 按 存款, with its tiers below."""
    is_ladder = any(raw.kind == "word" and "BY" in VOCABULARY.heads(raw.text) for raw in chunk.tokens)
    lines = lines_of(chunk.tokens)[1:]
    has_lines = any(not VOCABULARY.heads(line[0].text) & CLAUSES for line in lines if line[0].kind == "word")
    return "TIER" in heads and (is_ladder or has_lines)


def _is_second_condition(former: Chunk, following: list[Chunk]) -> bool:
    """``if a``, ``if b`` and then ``then``, each at the margin: two conditions of one rule."""
    if not former.tokens or head_of(former.tokens[0])[0] not in _RULES or not _awaits(former, "THEN"):
        return False
    has_condition = _says(former, "IF") or head_of(former.tokens[0])[0] == "IF"
    end = former.last_line
    for chunk in following:
        head = head_of(chunk.tokens[0])[0] if chunk.tokens and chunk.tokens[0].kind == "word" else None
        if not has_condition or chunk.line != end + 1 or head not in ("IF", "THEN") or chunk.rows:
            return False
        if head == "THEN" or _says(chunk, "THEN"):
            return head == "THEN" and chunk is not following[0]
        end = chunk.last_line
    return False


def _is_clause_of(above: str, chunk: Chunk) -> bool:
    """Whether a line begins with a clause that the statement above may have, and goes on as that does."""
    first, *behind = chunk.tokens
    heads = VOCABULARY.heads(first.text)
    if heads & _CONNECTIVES:
        return True
    kind = behind[0].kind if behind else "newline"
    return any(kind in _GOES_ON_WITH.get(clause, _ANY) for clause in heads & _CLAUSES_OF.get(above, CLAUSES))


def _is_line_of(former: Chunk, above: str, chunk: Chunk) -> bool:
    """Whether a line can be a tier or a setting like those above it, and is no word for a sentence misspelt."""
    first, *behind = lines_of(chunk.tokens)[0]
    if nearest(first.text, _HEAD_WORDS, _VERY_CLOSE) is not None:
        return False
    names = list(itertools.takewhile(lambda raw: raw.kind in ("word", "quoted") and not _is_from(raw), behind))
    following = behind[len(names)] if len(names) < len(behind) else None
    if above == "PROFILE":
        return not names and following is not None and following.text == "="
    has_lines = any(_is_from(raw) for raw in former.tokens)
    return _is_from(following) if following is not None else not has_lines


def _is_from(raw: Raw) -> bool:
    return raw.kind == "word" and "FROM" in VOCABULARY.heads(raw.text)


def _is_phrase_head(chunk: Chunk) -> bool:
    """Whether a statement begins with a word of several parts: ``at most 3 offers``."""
    words = [raw.text.lower() for raw in chunk.tokens]
    return any(
        tuple(words[: len(parts)]) == parts and VOCABULARY.heads(" ".join(parts)) & HEADS
        for parts in VOCABULARY.phrases.get(words[0], ())
    )


def _awaits(rule: Chunk, terminal: str) -> bool:
    """Whether a rule can go on with its condition, or with ``then``: it has neither, nor outcomes without them."""
    if _says(rule, "THEN"):
        return False
    if _says(rule, "IF") or head_of(rule.tokens[0])[0] == "IF":
        return terminal == "THEN"
    behind = (raw for raw, former in zip(rule.tokens[1:], rule.tokens, strict=False) if former.kind == "newline")
    return all(VOCABULARY.heads(raw.text) & CLAUSES for raw in behind)


def _says(chunk: Chunk, terminal: str) -> bool:
    """Whether a word for a terminal stands behind the first of a statement (规则 has 则), inside unspaced text too."""
    words = VOCABULARY.words[terminal, "en"] + VOCABULARY.words[terminal, "zh"]
    _, glued = head_of(chunk.tokens[0])
    return any(
        raw.text.lower() in words or (not raw.text.isascii() and any(not w.isascii() and w in raw.text for w in words))
        for raw in (*((glued,) if glued is not None else ()), *chunk.tokens[1:])
        if raw.kind == "word"
    )


def split_lost_rows(chunk: Chunk, head: str | None) -> tuple[Chunk, Raw | None]:
    """A statement without the table rows that lack their first bar, and the first token of such a row."""
    if head not in _WITH_ROWS:
        return chunk, None
    kept: list[Raw] = []
    lost: Raw | None = None
    may_be_bare = head in _BELOW and not chunk.rows
    for line in lines_of(chunk.tokens):
        words = [raw for raw in line if raw.kind != "newline"]
        has_mark = any(raw.kind == "op" and raw.text in ("|", "=>") for raw in words)
        may_be_bare = may_be_bare and not _begins(words, _BELOW[head])
        if words[0].line != chunk.line and (has_mark or may_be_bare):
            lost = lost or words[0]
        else:
            kept += line
    return (chunk if lost is None else replace(chunk, tokens=kept, rows=[])), lost


def _begins(line: list[Raw], terminals: frozenset[str]) -> bool:
    """Whether a line begins with a word for one of some terminals, in unspaced text too."""
    written = " ".join(raw.text.lower() for raw in line)
    for terminal in terminals:
        if any(f"{written} ".startswith(f"{word} ") for word in VOCABULARY.words[terminal, "en"]):
            return True
        if written.startswith(tuple(VOCABULARY.words[terminal, "zh"])):
            return True
    return False


def lines_of(tokens: list[Raw]) -> list[list[Raw]]:
    """Tokens by the line they stand on; a line that begins a clause keeps its mark."""
    lines: dict[int, list[Raw]] = {}
    for raw in tokens:
        lines.setdefault(raw.line, []).append(raw)
    return list(lines.values())
