"""The build phase: the parse trees of one file to its statements."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.build_outcomes import OutcomeBuilder
from dsl.syntax.build_statements import Statements
from dsl.syntax.build_tests import setting
from dsl.syntax.cut import Piece
from dsl.syntax.parse import Parser, Scanned
from dsl.syntax.scan import Chunk


@dataclass(frozen=True, slots=True)
class Cut:
    """An unspaced run and the words it was cut into; more than one way is an error already reported."""

    span: Span
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file after parsing and building: always there, however broken the text.

    Attributes:
        file: statements (broken ones as ``BrokenDecl``) and comments.
        diagnostics: what is wrong with its syntax.
        mixed: places where ``and`` meets ``or`` without parentheses.
        cut: unspaced runs that were cut.
    """

    file: n.PolicyFile
    diagnostics: tuple[Diagnostic, ...]
    mixed: tuple[Span, ...]
    cut: tuple[Cut, ...]


def build(scanned: Scanned, names: AbstractSet[str], gives: Mapping[str, str] | None = None) -> BuiltFile:
    """Parse and build the statements of a file, knowing the names of the whole policy.

    With ``gives``, the words that its names are given with as outcomes, messages can say which one is missing.
    """
    parser = Parser(scanned.source, names, gives or {})
    exprs = OutcomeBuilder(scanned.source.path)
    exprs.diagnostics = parser.diagnostics  # one list, in source order
    statements = Statements(parser, exprs)
    built = []
    former: Chunk | None = None  # a line that begins no statement, if the one before was such a line
    for chunk, outline in zip(scanned.chunks, scanned.outlines, strict=True):
        before = len(parser.diagnostics)
        built.append(statements.build(parser.statement(chunk, outline)))
        is_foreign = any(_begins_nothing(d) for d in parser.diagnostics[before:])
        if is_foreign and former is not None and chunk.line == former.last_line + 1:
            del parser.diagnostics[before:]  # a pasted paragraph is one mistake, not one a line
        former = chunk if is_foreign else None
    for lines in scanned.unindented:
        if _is_second_if(parser, parser.span(lines.first)):
            continue
        above = Label(parser.span(lines.head), Words("belongs to this", "属于这一句"))
        args = {"word": lines.first.text, "what": "line"}
        parser.diagnostics.append(Diagnostic("E123", parser.span(lines.first), args, (above,)))
    for one, other in scanned.doubled:
        first = Label(parser.span(one), Words("said here first", "首次写于此"))
        parser.diagnostics.append(Diagnostic("E406", parser.span(other), {"clause": other.text}, (first,)))
    for raw in scanned.inset:
        parser.diagnostics.append(Diagnostic("E123", parser.span(raw), {"word": raw.text, "what": "margin"}))
    cut = []
    for raw, ways in parser.notes.cut:
        if len(ways) > 1:
            where = parser.span(raw)
            # What else is wrong inside is wrong with one way to read it.
            parser.diagnostics[:] = [d for d in parser.diagnostics if not _is_inside(d.span, where)]
            parser.diagnostics.append(Diagnostic("E109", where, {"one": _spaced(ways[0]), "other": _spaced(ways[1])}))
        cut.append(Cut(parser.span(raw), tuple(p.text for p in ways[0])))
    comments = tuple(n.CommentNode(c.line, c.column, c.text, c.own_line) for c in scanned.comments)
    strays = tuple(name for lines in scanned.unindented for name in lines.names)
    file = n.PolicyFile(scanned.source.path, tuple(built), comments, strays)
    return BuiltFile(file, tuple(parser.diagnostics), tuple(exprs.mixed), tuple(cut))


def _is_second_if(parser: Parser, span: Span) -> bool:
    """Whether a line at the margin begins a second condition: that is its mistake, and told with what it takes."""
    for at, found in enumerate(parser.diagnostics):
        if found.span == span and found.args.get("what") == "if_again":
            parser.diagnostics[at] = Diagnostic("E101", span, {**found.args, "what": "if_again_at_margin"})
            return True
    return False


def build_settings(scanned: Scanned) -> tuple[tuple[n.Setting, ...], tuple[Diagnostic, ...]]:
    """A values file: lines of ``name = value``."""
    parser = Parser(scanned.source, frozenset())
    exprs = OutcomeBuilder(scanned.source.path)
    exprs.diagnostics = parser.diagnostics
    settings = []
    for chunk in scanned.chunks:
        tree = parser.setting(chunk)
        if tree is not None:
            settings.append(setting(exprs, tree))
    return tuple(settings), tuple(parser.diagnostics)


def _is_inside(one: Span, other: Span) -> bool:
    return (other.line, other.column) <= (one.line, one.column) and (one.end_line, one.end_column) <= (
        other.end_line,
        other.end_column,
    )


def _begins_nothing(diagnostic: Diagnostic) -> bool:
    """Whether a line is no statement at all: prose, or a remark of another language."""
    is_prose = diagnostic.code == "E110" and "near" not in diagnostic.args
    return is_prose or diagnostic.args.get("what") == "remark"


def _spaced(pieces: list[Piece]) -> str:
    return " ".join(p.text for p in pieces)
