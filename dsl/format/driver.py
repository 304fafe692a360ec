"""The canonical form of a file: statement by statement, with its comments and the blank lines between."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from math import inf

from dsl.diagnostics.model import Diagnostic, Words
from dsl.format.comments import attach
from dsl.format.exchange import settled, translated
from dsl.format.layout import CLAUSE_INDENT, lay_out
from dsl.format.names import Names, names_of
from dsl.format.readback import readable
from dsl.format.statements import lines_of
from dsl.format.writer import Origin, Writer
from dsl.lean import dataclass
from dsl.source import Source, Span
from dsl.syntax import nodes as n
from dsl.syntax.build import BuiltFile, Cut, build
from dsl.syntax.parse import outline
from dsl.syntax.scan import Chunk
from dsl.syntax.vocabulary import VOCABULARY, Lang


class CannotFormat(ValueError):  # noqa: N818 - a refusal, not a fault
    """Printing the file would lose or change something; ``words`` says what in both languages.

    Attributes:
        words: why, with the place.
        diagnostics: the mistakes that have to be mended first.
    """

    def __init__(self, words: Words, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(words.en)
        self.words = words
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands at the margin, a statement or a comment: its source lines and how it is printed."""

    first: int
    last: int
    lines: list[str]


def format_file(file: n.PolicyFile, source: Source, names: Names, lang: Lang | None) -> str:
    """Print a file in canonical form.

    Args:
        file: the statements and comments of the file.
        source: the text they were read from.
        names: the names of the policy it belongs to.
        lang: print keywords, and names that have one, in this language; None keeps each statement in its own.

    Raises:
        CannotFormat: the file has syntax errors, or a statement that cannot be printed as it is meant.
    """
    scanned = outline(source)
    faults = build(scanned, names.known | scanned.names).diagnostics
    if faults or any(isinstance(s, n.BrokenDecl) for s in file.statements):
        place = faults[0].span if faults else next(s.span for s in file.statements if isinstance(s, n.BrokenDecl))
        words = Words(f"{place}: mend this first; nothing was changed", f"{place}：请先改正这里的错误，文件未作改动")
        raise CannotFormat(words, faults)
    return _joined(_Printer(names, lang).blocks(file, {chunk.line: chunk for chunk in scanned.chunks}))


def format_alone(source: Source) -> str:
    """Print a file in canonical form, knowing nothing of the others of its policy, and whatever it holds.

    What is broken, or cannot be read without the names of the other files, stays as it is written.
    """
    scanned = outline(source)
    built = build(scanned, scanned.names)
    guesses = guessed(built, scanned.names)
    doubtful = {place.line for place in (*(d.span for d in built.diagnostics), *(cut.span for cut in guesses))}
    chunks = {chunk.line: chunk for chunk in scanned.chunks}
    printer = _Lenient(names_of([built.file]), None, source, chunks, doubtful)
    return _joined(printer.blocks(built.file, chunks))


def format_statement(statement: n.AnyStatement, names: Names, lang: Lang | None) -> str:
    """Print one statement, without comments, such as one that was never written down."""
    lines = _Printer(names, lang).statement(statement, [], Origin())
    return "".join(line + "\n" for line in lines)


def guessed(built: BuiltFile, names: AbstractSet[str]) -> list[Cut]:
    """The unspaced runs in which a word is no name that is known."""
    return [cut for cut in built.cut if not all(_is_known(word, names) for word in cut.words)]


def _is_known(word: str, names: AbstractSet[str]) -> bool:
    """Whether a word that was cut from others is sure to be one."""
    return word in names or word.lower() in VOCABULARY.readings or word[0].isdigit()


def _joined(blocks: Iterator[_Block]) -> str:
    """The text of a file; between its blocks one blank line stands for any."""
    text: list[str] = []
    end = 0
    for block in blocks:
        if text and block.first - end > 1:
            text.append("")
        text += block.lines
        end = block.last
    return "".join(line + "\n" for line in text)


@dataclass(frozen=True, slots=True)
class _Printer:
    names: Names
    lang: Lang | None

    def blocks(self, file: n.PolicyFile, chunks: dict[int, Chunk]) -> Iterator[_Block]:
        """Statements, each with the comments inside and indented below it, and comments at the margin."""
        comments = list(file.comments)
        for at, statement in enumerate(file.statements, 1):
            limit = file.statements[at].span.line if at < len(file.statements) else inf
            while comments and comments[0].line < statement.span.line:
                yield _margin(comments.pop(0))
            own: list[n.CommentNode] = []
            end = chunks[statement.span.line].last_line
            while comments and comments[0].line < limit:
                inside = comments[0].line <= end
                if not inside and comments[0].column == 1:
                    break
                own.append(comments.pop(0))
            last = max([end, *(c.line for c in own)])
            origin = _origin(statement.span, chunks.get(statement.span.line))
            yield _Block(statement.span.line, last, self.statement(statement, own, origin))
        for comment in comments:
            yield _margin(comment)

    def statement(self, statement: n.AnyStatement, comments: list[n.CommentNode], origin: Origin) -> list[str]:
        """The lines of a statement, with its comments."""
        lang = self.lang or statement.lang
        is_as_written = self.lang is None
        statement = settled(statement, self.names) if is_as_written else translated(statement, self.names, lang)

        def prints(guarded: AbstractSet[str]) -> tuple[list[str], tuple[str, ...]]:
            writer = Writer(lang, guarded, origin, self.names.may_be_day)
            lines = lines_of(writer, statement)
            below = attach(lines, comments)
            margin = " " * CLAUSE_INDENT
            printed = [row for line in lines for row in lay_out(line)]
            return [*printed, *(margin + c.text for c in below)], tuple(writer.bare)

        lines = readable(prints, statement, self.names.known)
        if lines is None:
            span = statement.span
            raise CannotFormat(
                Words(
                    f"{span}: no other way to write this sentence means the same; nothing was changed",
                    f"{span}：这一句换一种写法就不是原来的意思，文件未作改动",
                )
            )
        return lines


@dataclass(frozen=True, slots=True)
class _Lenient(_Printer):
    """Leaves as it is what it cannot print, and statements with doubtful lines: mistakes, or words cut by guess."""

    source: Source
    chunks: dict[int, Chunk]
    doubtful: set[int]

    def statement(self, statement: n.AnyStatement, comments: list[n.CommentNode], origin: Origin) -> list[str]:
        """The lines of a statement, with its comments; as they are written, if there is any doubt."""
        first = statement.span.line
        last = max([self.chunks[first].last_line, *(c.line for c in comments)])
        written = [self.source.line(number).rstrip() for number in range(first, last + 1)]
        if isinstance(statement, n.BrokenDecl) or not self.doubtful.isdisjoint(range(first, last + 1)):
            return written
        try:
            return _Printer.statement(self, statement, comments, origin)  # super() knows no class that slots made anew
        except CannotFormat:
            return written


def _margin(comment: n.CommentNode) -> _Block:
    return _Block(comment.line, comment.line, [comment.text])


def _origin(span: Span, chunk: Chunk | None) -> Origin:
    if chunk is None:
        return Origin()
    texts = tuple(
        n.Text(raw.text, span=Span(span.path, raw.line, raw.column, raw.line, raw.end))
        for raw in chunk.tokens
        if raw.kind == "text"
    )
    return Origin(texts, chunk.rows[0][0].line if chunk.rows else 0)
