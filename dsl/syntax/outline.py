"""What a statement declares, read from its shape before anything is parsed.

Names decide how unspaced text is cut, so all names of a policy must be known before the first sentence is
parsed; and a statement that fails to parse must still count as declaring its names.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.nearest import nearest
from dsl.syntax.scan import Chunk, Raw
from dsl.syntax.vocabulary import CLAUSES, GLUED_KEYWORDS, HEADS, LANGS, VOCABULARY, Lang

# Statements in which no sentence goes on over two lines: each further line begins with a name.
OF_LINES: Final = frozenset({"TIERS", "PROFILE"})

_STOPS: Final = {
    "PARAM": {"EQ", "FROM"}, "DEFINE": {"EQ"}, "TIERS": {"BY"}, "CLASS": {"IF"}, "PRODUCT": set(),
    "POINTS": {"FROM"}, "CHOICE": {"ONE_OF"}, "RULE": {"IF", "THEN"}, "TABLE": {"COLLECT", "UNIQUE", "FIRST"},
    "PROFILE": set(), "POLICY": {"FROM", "UNTIL"}, "CUSTOMER": {"CURRENCY"}, "CHANNELS": set(), "ROLES": set(),
    "TASKS": set(), "GROUPS": set(),
}  # fmt: skip
# Statements whose names are a whole first line: what stands on the next is a clause.
_NAME_ONLY: Final = frozenset({"CUSTOMER", "PARAM", "CLASS", "PRODUCT", "RULE"})
# Statements that are a list of names.
LISTS: Final = frozenset({"CHANNELS", "ROLES", "TASKS", "GROUPS"})
_PROSE: Final = 4  # names that a line without a known first word may have
_ONE_OF: Final = [VOCABULARY.word("ONE_OF", lang).split() for lang in LANGS]
_GIVEN_WITH: Final = {
    "PRODUCT": "OFFER", "CLASS": "CLASS", "POINTS": "ADD", "TIERS": "TIERS", "ROLES": "BY_ROLE", "TASKS": "TASK",
}  # fmt: skip
_COMPARING: Final = frozenset("> >= < <= = != <> ≥ ≤ ≠".split())
_OF_A_CONDITION: Final = frozenset("CMP AND OR NOT IS IN WITHIN CONTAINS STARTS MISSING KNOWN".split())
_YES_NO: Final = frozenset({"yes/no", "是/否"})
_COLUMN_HEADS: Final = {"name": 0, "名称": 0, "also": 0, "又名": 0, "type": 1, "类型": 1}


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a statement.

    Attributes:
        head: terminal of its first word, or None if that is no statement word.
        names: what it declares: its own names, or those of its fields, or of a list.
        values: words it declares in passing: rungs, listed values, tasks, groups.
        lang: the language of its first word.
        surely: where its own names are written, as far as its shape leaves no doubt that they are names.
        asked: of its names, those that are yes or no: of fields, and of what is defined as a condition.
    """

    head: str | None
    names: tuple[str, ...]
    values: tuple[str, ...]
    lang: Lang
    surely: tuple[Raw, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Everything that may be used as a name elsewhere."""
        return self.names + self.values

    @property
    def gives(self) -> Iterator[tuple[str, str]]:
        """Its names that can be outcomes, each with the terminal of the word for it; ``IF`` of what is asked."""
        yield from ((name, "IF") for name in self.asked)
        word = _GIVEN_WITH.get(self.head or "")
        if word is not None:
            yield from ((name, word) for name in self.names)
        if self.head == "TIERS":
            yield from ((name, "TIER") for name in self.values)


def is_asked(word: str | None) -> bool:
    """Whether what is given with a word is a condition by itself: a class, or a field that is yes or no."""
    return word in ("CLASS", "IF")


def outline_of(chunk: Chunk) -> Outline:
    """Read the outline of one statement."""
    if not chunk.tokens or chunk.tokens[0].kind != "word":
        return Outline(None, (), (), "en")
    first = chunk.tokens[0]
    head, rest = head_of(first)
    is_certain = head is not None
    if head is None:
        head = _misspelt_head(first.text)
    tokens = ([rest] if rest else []) + chunk.tokens[1:]
    lang: Lang = "en" if first.text.isascii() else "zh"
    names: list[str] = []
    asked: list[str] = []
    values = list(_free_names(chunk.tokens))
    if head == "CUSTOMER":
        names += _declared(tokens, head)
        fields, listed, asked = _record_names(chunk.rows)
        names += fields
        values += listed + _words_of_lost_rows(chunk.tokens)
    elif head in LISTS:
        names += [t.text for t in tokens if t.kind in ("word", "quoted")]
    elif head in _STOPS:
        names += _declared(tokens, head)
        if head == "TIERS":
            values += [n for line in _lines(tokens)[1:] for n in _until(line, {"FROM"})]
        elif head == "CHOICE":
            values += _values(tokens)
        elif head == "DEFINE" and _is_condition(tokens):
            asked += names
    if not is_certain:
        names += (name for name in named_without_head(chunk.tokens) if name not in names)
        values += _may_be_lines(chunk.tokens) if head is None else []
    surely = _surely_named(head, tokens, names) if is_certain else ()
    return Outline(head, tuple(names), tuple(values), lang, surely, tuple(asked))


def named_without_head(tokens: list[Raw]) -> list[str]:
    """What a line may declare where the word that begins a statement is not known, or not there.

    Names stand in front of ``=`` or ``if``, or are all there is; more than a few without a comma are prose. A word of
    the language in front of them is rather what was written for that word, and so is a single sign.
    """
    line = list(itertools.takewhile(lambda token: token.kind != "newline", tokens))
    if len(line) > 1 and line[0].text.lower() in VOCABULARY.readings:
        line = line[1:]
    listed = [token.text for token in line if token.kind in ("word", "quoted")]
    if any(token.text == "," for token in line):
        return listed if all(token.text == "," or token.text in listed for token in line) else []
    names = _until(line, {"IF", "THEN", "BY", "ONE_OF", "FROM", "COLLECT", "UNIQUE", "FIRST"})
    return [name for name in names if len(name) > 1] if len(names) <= _PROSE else []


def _may_be_lines(tokens: list[Raw]) -> list[str]:
    """The tiers that stand below a first line that could not be read, if they are tiers."""
    return [
        name for line in _lines(tokens)[1:] if not _begins_clause(line[0]) for name in _until(line, {"FROM", "THEN"})
    ]


def _surely_named(head: str | None, tokens: list[Raw], names: list[str]) -> tuple[Raw, ...]:
    """The names of a list; else the first one, for what stands behind it may be something else without its keyword."""
    if head in LISTS:
        return tuple(t for t in tokens if t.kind in ("word", "quoted"))
    own = (t for t in tokens if names and t.kind in ("word", "quoted") and t.text == names[0])
    return tuple(itertools.islice(own, 1)) if head != "CUSTOMER" else ()


def head_of(first: Raw) -> tuple[str | None, Raw | None]:
    """The head terminal of a statement, and what is glued to it in unspaced text."""
    for head in _ordered(VOCABULARY.heads(first.text)):
        return head, None
    if first.text.isascii():
        return None, None
    for end in range(len(first.text) - 1, 0, -1):
        for head in _ordered(VOCABULARY.heads(first.text[:end])):
            glued = Raw("word", first.text[end:], first.line, first.column + end, first.end)
            return head, glued
    return None, None


def _misspelt_head(text: str) -> str | None:
    """The head a misspelt first word was meant to be: what the statement declares should still be known."""
    words = {w: t for t in HEADS for lang in LANGS for w in VOCABULARY.words[t, lang]}
    near = nearest(text, words)
    return words[near] if near is not None else None


def _ordered(heads: frozenset[str]) -> list[str]:
    return sorted(head for head in heads if head in HEADS)


def _declared(tokens: list[Raw], head: str) -> list[str]:
    """The names behind the first word, on the line below it too if no clause begins there."""
    first: list[Raw] = []
    for i, token in enumerate(tokens):
        if token.kind == "newline":
            goes_on = head not in OF_LINES and not (first and head in _NAME_ONLY)
            if goes_on and not _begins_clause(tokens[i + 1]):
                continue
            break
        first.append(token)
    return _until(first, _STOPS[head])


def _begins_clause(token: Raw) -> bool:
    return token.kind == "word" and not CLAUSES.isdisjoint(VOCABULARY.heads(token.text))


def _until(tokens: list[Raw], stops: set[str]) -> list[str]:
    """The names up to a stop word or an operator."""
    names: list[str] = []
    for token in tokens:
        if token.kind not in ("word", "quoted"):
            break
        if token.kind == "word" and token.text.lower() in VOCABULARY.reserved:
            break
        if token.kind == "word" and names and token.text.startswith(GLUED_KEYWORDS):
            break
        if token.kind == "word" and not stops.isdisjoint(VOCABULARY.heads(token.text)):
            break
        if token.kind == "word" and "ONE_OF" in stops and token.text.lower() == _ONE_OF[0][0]:
            break
        names.append(token.text)
    return names


def _lines(tokens: list[Raw]) -> list[list[Raw]]:
    lines: list[list[Raw]] = [[]]
    for token in tokens:
        if token.kind == "newline":
            lines.append([])
        else:
            lines[-1].append(token)
    return lines


def _free_names(tokens: list[Raw]) -> Iterator[str]:
    """Names that come into being where they are used: of tasks, and of groups, which may be listed."""
    for at, token in enumerate(tokens):
        heads = VOCABULARY.heads(token.text) if token.kind == "word" else frozenset()
        if "TASK" in heads:
            yield from _listed(tokens[at + 1 :][:1])
        elif "GROUP" in heads:
            yield from _listed(tokens[at + 1 :])


def _listed(tokens: list[Raw]) -> Iterator[str]:
    """The names of a list with commas between them."""
    for at, token in enumerate(tokens):
        is_name = token.kind == "quoted" or (token.kind == "word" and token.text.lower() not in VOCABULARY.reserved)
        if (at % 2 == 0 and not is_name) or (at % 2 == 1 and token.text != ","):
            return
        if is_name:
            yield token.text


def _record_names(rows: list[list[Raw]]) -> tuple[list[str], list[str], list[str]]:
    """Field names, listed values, and the names of fields that are yes or no, from the rows of a record table."""
    if not rows:
        return [], [], []
    header = ["".join(r.text for r in cell).lower() for cell in _split(rows[0])]
    roles = [_COLUMN_HEADS.get(title) for title in header]
    names: list[str] = []
    values: list[str] = []
    asked: list[str] = []
    for row in rows[1:]:
        cells = list(zip(_split(row), roles, strict=False))
        own = [r.text for cell, role in cells if role == 0 for r in cell if r.kind in ("word", "quoted", "text")]
        types = [cell for cell, role in cells if role == 1]
        names += own
        values += [value for cell in types for value in _values(cell)]
        asked += own if any("".join(r.text for r in cell).lower() in _YES_NO for cell in types) else []
    return names, values, asked


def _is_condition(tokens: list[Raw]) -> bool:
    """Whether a condition stands behind the first ``=``, and not a calculation."""
    value = itertools.islice(itertools.dropwhile(lambda token: token.text != "=", tokens), 1, None)
    return any(
        token.text in _COMPARING if token.kind == "op" else not _OF_A_CONDITION.isdisjoint(VOCABULARY.heads(token.text))
        for token in value
        if token.kind in ("op", "word")
    )


def _values(tokens: list[Raw]) -> list[str]:
    """The values behind ``one of``."""
    words = [token.text.lower() for token in tokens]
    (*_, glued) = _ONE_OF[-1]
    for at, word in enumerate(words):
        for parts in _ONE_OF:
            if words[at : at + len(parts)] == parts:
                return [t.text for t in tokens[at + len(parts) :] if t.kind in ("word", "quoted", "text")]
        if word.startswith(glued):
            first = tokens[at].text.removeprefix(glued)
            return [first, *(t.text for t in tokens[at + 1 :] if t.kind in ("word", "quoted", "text"))]
    return []


def _words_of_lost_rows(tokens: list[Raw]) -> list[str]:
    """Words of record rows that lack their first bar, or all bars; any of them may be a field."""
    lost = {raw.line for raw in tokens if raw.kind == "op" and raw.text == "|"}
    lost |= {line[0].line for line in _lines(tokens)[1:] if line and not _begins_clause(line[0])}
    return [raw.text for raw in tokens if raw.line in lost and raw.kind in ("word", "quoted", "text")]


def _split(row: list[Raw]) -> list[list[Raw]]:
    cells: list[list[Raw]] = []
    for raw in row:
        if raw.kind == "op" and raw.text in ("|", "=>"):
            cells.append([])
        elif cells:
            cells[-1].append(raw)
    return cells[:-1] if cells and not cells[-1] else cells
