"""The parse phase: one source text to parse trees, one per statement, and diagnostics.

Parsing needs to know the names of the whole policy, because they decide how unspaced text is cut. So it goes
in two passes: ``outline`` finds statements and what each declares by its shape alone; ``parse`` takes the
names of all outlines and parses each statement. A statement that cannot be parsed still has its outline, so
what it declares is known and nothing that uses it is reported as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from functools import cache
from importlib.resources import files
from sys import intern
from typing import Any, Final

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer as LarkLexer

from dsl.cache import cache_folder
from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.source import Source, Span
from dsl.syntax.acceptance import States
from dsl.syntax.inset import set_apart
from dsl.syntax.lexer import Cursor, Lexer, Notes, Word
from dsl.syntax.margin import Unindented, indented, split_lost_rows, without_doubles
from dsl.syntax.outline import OF_LINES, Outline, is_asked, outline_of
from dsl.syntax.salvage import Salvage
from dsl.syntax.scan import Chunk, Comment, Raw, scan
from dsl.syntax.slips.cells import cell_slip, is_ruler
from dsl.syntax.spacing import joined
from dsl.syntax.vocabulary import VOCABULARY, Lang

ParseTree = Tree[Token]

START_RULES: Final = [
    "statement", "setting", "record_header", "further_names", "field_name", "field_type", "field_missing",
    "field_empty", "field_typical", "table_input", "table_output", "condition_cell", "if_cell", "output_cell",
    "given_cell", "expect_cell",
]  # fmt: skip

# Habits that go through all lines of a statement: said at the first.
_SAID_ONCE: Final = frozenset({"rung", "test", "braces"})
# Every later phase walks expressions by recursion; what nobody can read must not exhaust its stack.
_DEEPEST: Final = 100


class _NoLexer(LarkLexer):
    """Lark is fed token by token; it never lexes."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: object) -> None: ...

    def lex(self, lexer_state: object, parser_state: object) -> Any:  # noqa: ANN401, ARG002 - Lark's signature
        return iter(())


def make_lark(*, strict: bool = False, kept: str | None = None) -> Lark:
    """The parser.

    Args:
        strict: makes every conflict of the grammar an error (Lark settles some in silence).
        kept: a file that holds the tables of the parser, and is written if it does not.
    """
    grammar = files("dsl.syntax").joinpath("policy.lark").read_text(encoding="utf-8")
    return Lark(
        grammar, parser="lalr", lexer=_NoLexer, start=START_RULES, strict=strict, maybe_placeholders=False, cache=kept
    )  # fmt: skip


@cache
def _lark() -> Lark:
    """The parser, with plain strings for the names that every reduction looks up.

    Lark leaves them as its tokens, which are strings with an equality of their own: 15 % of parsing.
    """
    folder = cache_folder()
    lark = make_lark(kept=str(folder / "grammar.lark") if folder else None)
    for rule in lark.rules:
        rule.origin.name = intern(str(rule.origin.name))
    return lark


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its raw tokens and its place, which an empty cell has too."""

    raws: list[Raw]
    span: Span

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not self.raws


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: cells before the arrow and behind it; ``outputs`` is None where there is no arrow."""

    inputs: list[Cell]
    outputs: list[Cell] | None
    span: Span


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """A statement after parsing.

    Attributes:
        tree: None if it could not be parsed.
        rest: then, that of the statement with holes where it has mistakes, if it is one.
        before: how many diagnostics there were before it.
    """

    chunk: Chunk
    outline: Outline
    tree: ParseTree | None
    span: Span
    before: int
    rest: ParseTree | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A source text after the first pass."""

    source: Source
    chunks: list[Chunk]
    outlines: list[Outline]
    comments: list[Comment]
    unindented: list[Unindented] = field(default_factory=list)
    inset: list[Raw] = field(default_factory=list)  # the first words of statements that are not at the margin
    doubled: list[tuple[Raw, Raw]] = field(default_factory=list)  # and of first lines that stand there twice

    @property
    def names(self) -> frozenset[str]:
        """Every name the text declares."""
        lines = (name for lines in self.unindented for name in lines.names)
        return frozenset(name for outline in self.outlines for name in outline.all_names).union(lines)

    @property
    def gives(self) -> dict[str, str]:
        """For every name that can be an outcome, the terminal of the word for it; ``IF`` for what is asked."""
        return {name: terminal for outline in self.outlines for name, terminal in outline.gives}


@dataclass(slots=True)
class Parser:
    """Parses the statements of one source; diagnostics collect here."""

    source: Source
    names: AbstractSet[str]
    gives: Mapping[str, str] = field(default_factory=dict)
    lang: Lang = "en"  # of the statement that is read
    diagnostics: list[Diagnostic] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    @property
    def asked(self) -> frozenset[str]:
        """Names that are a condition by themselves."""
        return frozenset(name for name, word in self.gives.items() if is_asked(word))

    def statement(self, chunk: Chunk, outline: Outline) -> ParsedStatement:
        """Parse the sentence of a statement; its rows are parsed later, through ``cell``."""
        before = len(self.diagnostics)
        self.lang = outline.lang
        whole = chunk
        chunk, lost = split_lost_rows(chunk, outline.head)
        if lost is not None:
            self.diagnostics.append(_without_bars(self.span(lost), lost, whole, outline.head))
        cursor = Cursor(joined(chunk.tokens, self.names))
        tree = rest = None
        if chunk.tokens:
            tree = self._parse("statement", cursor, head=outline.head)
        else:
            self.diagnostics.append(Diagnostic("E111", self.span(chunk.rows[0][0]), {"what": "stray"}))
        if chunk.tokens and len(self.diagnostics) > before:
            tree, rest = None, tree or self._with_first_word_as_meant(chunk, outline, before)
        first = chunk.tokens[0] if chunk.tokens else chunk.rows[0][0]
        last = max(chunk.all_tokens, key=lambda r: (r.line, r.end))
        span = Span(self.source.path, first.line, first.column, last.line, last.end)
        return ParsedStatement(chunk, outline, tree, span, before, rest)

    def _with_first_word_as_meant(self, chunk: Chunk, outline: Outline, before: int) -> ParseTree | None:
        """The tree of a statement of which nothing but the first word is misspelt on its first line; else None.

        So a mistake on another line of it is told, too.
        """
        first, told = chunk.tokens[0], self.diagnostics[before:]
        meant = told[0].fix if len(told) == 1 and told[0].code == "E110" else None
        if meant is None or outline.head is None or outline.head not in VOCABULARY.heads(meant):
            return None
        tokens = [replace(first, text=meant), *chunk.tokens[1:]]
        tree = self._parse("statement", Cursor(joined(tokens, self.names)), head=outline.head)
        if any(d.span.line == first.line for d in self.diagnostics[before + 1 :]):
            del self.diagnostics[before + 1 :]
            return None
        return tree

    def setting(self, chunk: Chunk) -> ParseTree | None:
        """Parse a line of a values file."""
        before = len(self.diagnostics)
        tree = self._parse("setting", Cursor(chunk.tokens))
        return tree if len(self.diagnostics) == before else None

    def cell(self, start: str, cell: Cell) -> ParseTree | None:
        """Parse one cell by a start rule; None, with a diagnostic, if it cannot be."""
        if cell.is_empty:
            what = "field" if start in ("field_name", "field_type") else "cell"
            self.diagnostics.append(Diagnostic("E112", cell.span, {"what": what}))
            return None
        before = len(self.diagnostics)
        tree = self._parse(start, Cursor(joined(cell.raws, self.names)))
        if len(self.diagnostics) == before:
            return tree
        slip = cell_slip(start, cell.raws, cell.span, self.lang)
        if slip is not None:
            self.diagnostics[before:] = [slip]
        return None

    def row(self, raws: list[Raw]) -> Row | None:
        """Split a row at its bars; None, with a diagnostic, if it does not end with one."""
        path, line = self.source.path, raws[0].line
        span = Span(path, line, raws[0].column, line, raws[-1].end)
        if is_ruler(raws):
            self.diagnostics.append(Diagnostic("E111", span, {"what": "ruler"}))
            return None
        if raws[-1].kind != "op" or raws[-1].text != "|":
            bad = next((r for r in raws if r.kind == "bad"), None)
            if bad is not None and bad.fault == "unclosed":
                self.diagnostics.append(Diagnostic("E102", self.span(bad)))
            else:
                self.diagnostics.append(
                    Diagnostic("E111", Span(path, line, raws[-1].column, line, raws[-1].end), {"what": "bar"})
                )
            return None
        inputs: list[Cell] = []
        outputs: list[Cell] | None = None
        current: list[Raw] = []
        start = raws[0].end
        for raw in raws[1:]:
            is_arrow = raw.kind == "op" and raw.text == "=>"
            if not is_arrow and not (raw.kind == "op" and raw.text == "|"):
                current.append(raw)
                continue
            if is_arrow and outputs is not None:
                self.diagnostics.append(Diagnostic("E111", self.span(raw), {"what": "arrows"}))
                return None
            place = (current[0].column, current[-1].end) if current else (start, max(raw.column, start + 1))
            (inputs if outputs is None else outputs).append(Cell(current, Span(path, line, place[0], line, place[1])))
            if is_arrow:
                outputs = []
            current, start = [], raw.end
        return Row(inputs, outputs, span)

    def span(self, raw: Raw) -> Span:
        """The place of a raw token."""
        return Span(self.source.path, raw.line, raw.column, raw.line, max(raw.end, raw.column + 1))

    def _parse(self, start: str, cursor: Cursor, head: str | None = None) -> ParseTree | None:
        state = _lark().parse_interactive(start=start).parser_state
        states: States = state.parse_conf.states
        end_state: int = state.parse_conf.end_state
        lexer = Lexer(states, self.names, self.notes, by_line=head in OF_LINES)
        salvage = Salvage(cursor, state, states, lexer, by_line=head in OF_LINES)
        reported: Word | None = None
        said: set[str] = set()
        stray: int | None = None  # the last line of which not even the first word could be read
        former: list[tuple[Word, list[int]]] = []  # the last word, or new names in a row, and the stacks before them
        read: list[tuple[Word, list[int]]] = []  # all words since the last mistake, in the same way
        before: list[int] = []  # the stacks before a word: one that is refused may have moved them already
        values: list[Any] = []
        while True:
            try:
                for word in lexer.words(cursor, state.state_stack):
                    reported, before, values = word, state.state_stack[:], state.value_stack[:]
                    state.feed_token(Token(word.terminal, word.text, None, word.line, word.column, word.line, word.end))
                    goes_on = former and former[-1][0].terminal == word.terminal == "NEW"
                    former = [*former, (word, before)] if goes_on else [(word, before)]
                    read.append((word, before))
                reported, before, values = None, state.state_stack[:], state.value_stack[:]
                tree: ParseTree = state.feed_token(Token("$END", ""), is_end=True)
            except UnexpectedInput:
                from dsl.syntax.slips.halt import Halt  # noqa: PLC0415 - a policy without mistakes needs none of it

                halt = Halt(
                    self.source.path, states, before, end_state, self.names, self.gives, cursor, reported,
                    former, read,
                )  # fmt: skip
                found = halt.diagnostic()
                habit = str(found.args.get("what"))
                stray, former_stray = _stray_line(found, cursor), stray
                nothing_read = all(word.terminal == "_NL" for word, _ in read)
                is_stray = stray is not None and former_stray is not None and nothing_read
                if habit not in said and not is_stray and found.span.line != salvage.quiet:
                    self.diagnostics.append(found)
                said |= {habit} & _SAID_ONCE
                state.state_stack[:], state.value_stack[:] = before, values
                if head is None or not salvage.resume(found, reported, read):
                    return None
                former, read = [], []
            else:
                if _depth(tree) <= _DEEPEST:
                    return tree
                first = cursor.raws[0]
                self.diagnostics.append(Diagnostic("E124", self.span(first), {"what": "deep"}))
                return None


def _stray_line(found: Diagnostic, cursor: Cursor) -> int | None:
    """The line that cannot begin as it does, if a mistake says so and not what it was meant to be.

    Such lines in a row are one mistake: they belong to a statement of which the first line is lost.
    """
    if found.code not in ("E101", "E114") or not found.args.keys() <= {"expected", "found"}:
        return None
    line = found.span.line
    first = next((raw for raw in cursor.raws if raw.line == line and raw.kind != "newline"), None)
    begins = first is not None and first.column == found.span.column and first is not cursor.raws[0]
    return line if begins else None


def _depth(tree: ParseTree) -> int:
    """How deeply a sentence is nested; a chain of ``and`` or of ``or`` is one level, because it becomes one node."""
    deepest = 0
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        for child in node.children:
            if isinstance(child, Tree):
                is_chain = child.data == node.data and node.data in ("and_", "or_")
                waiting.append((child, depth if is_chain else depth + 1))
    return deepest


def _without_bars(at: Span, lost: Raw, whole: Chunk, head: str | None) -> Diagnostic:
    """The diagnostic for table rows that do not begin with a bar: how the first of them is written."""
    cells = [raw.text for raw in whole.tokens if raw.line == lost.line and raw.kind != "newline"]
    if head != "CUSTOMER" or "|" in cells or "=>" in cells:
        return Diagnostic("E111", at, {"what": "first_bar"})
    return Diagnostic("E111", at, {"what": "bars", "row": f"| {' | '.join(cells)} |"})


def outline(source: Source, declared: AbstractSet[str] = frozenset()) -> Scanned:
    """First pass: the statements of a text and what each declares.

    With ``declared``, the offers and classes that are declared elsewhere, a line that gives one is told from one that
    declares it.
    """
    scanned, comments = scan(source.text)
    apart, inset = set_apart(scanned)
    single, doubled = without_doubles(apart)
    chunks, unindented = indented(single, declared)
    return Scanned(source, chunks, [outline_of(chunk) for chunk in chunks], comments, unindented, inset, doubled)
