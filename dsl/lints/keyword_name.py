"""W505: a name that is also a word of the language, and can stand where the word is taken instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dsl.check.kinds import KIND_WORDS
from dsl.diagnostics.model import Diagnostic, Words
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.vocabulary import VOCABULARY

# Terminals that can stand where a name of the kind can: there the word wins. An offer, channel, role, task or
# group always follows the word for what it is, so only the words of the sentence itself can be taken for it.
_SENTENCE: Final = frozenset(["IF", "THEN", "AND", "OR", "NOT", "IS"])
_OPERAND: Final = _SENTENCE | frozenset(
    [
        "MIN",
        "MAX",
        "TODAY",
        "TIER",
        "YES",
        "NOT_YES",
        "DAYS_SINCE",
        "MONTHS_SINCE",
        "YEARS_SINCE",
        "MISSING",
        "KNOWN",
        "CLASS",
        "OFFER",
        "TASK",
        "NO",
    ]
)
_RESULT: Final = _OPERAND | frozenset(
    ["VIA", "PRIORITY", "BY_ROLE", "DUE", "BECAUSE", "ADD", "EXCLUDE"]
)  # heads a table column
_LISTED: Final = _SENTENCE | frozenset(
    ["MIN", "MAX", "TODAY", "TIER", "MISSING", "KNOWN", "CMP", "FROM"]
)  # fills a cell
_EXPECTED: Final = _LISTED | frozenset({"UNKNOWN", "NO"})  # fills a cell of a test's expectations too

Found = tuple[str, Words, frozenset[str], Span]


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Every such name that is not in backquotes; these have to be used where it is used, too."""
    for statement in context.statements:
        for name, kind, terminals, span in _declared(statement):
            if terminals.isdisjoint(VOCABULARY.heads(name)) or f"`{name}`" in context.text(span):
                continue
            yield Diagnostic("W505", _within(span, name, context), {"name": name, "kind": kind})


def is_taken(name: str) -> bool:
    """Whether a field of this name could be taken for a word of the language."""
    return not _OPERAND.isdisjoint(VOCABULARY.heads(name))


def _declared(statement: n.AnyStatement) -> Iterator[Found]:
    match statement:
        case n.RecordDecl():
            for field in statement.fields:
                yield from _names(field.name, "field", _OPERAND, field.span)
                for value in field.type.values:
                    yield from _names(value, "value", _LISTED, value.span)
        case n.ParamDecl() | n.DefineDecl():
            yield from _names(statement.name, "param" if isinstance(statement, n.ParamDecl) else "define", _OPERAND)
        case n.ClassDecl():
            yield from _names(statement.name, "class", _OPERAND)
        case n.PointsDecl():
            yield from _names(statement.name, "points", _RESULT)
        case n.TiersDecl():
            yield from _names(statement.name, "ladder", _RESULT)
            for rung in statement.rungs:
                yield from _names(rung.name, "rung", _EXPECTED)
        case n.ChoiceDecl():
            yield from _names(statement.name, "choice", _RESULT)
            for value in statement.values:
                yield from _names(value, "value", _EXPECTED)
        case n.OfferDecl():
            yield from _names(statement.name, "offer", _SENTENCE)
        case n.ListDecl():
            for item in statement.items:
                yield from _names(item, statement.kind, _SENTENCE)
        case _:
            return


def _names(declared: n.Declared, kind: str, terminals: frozenset[str], span: Span | None = None) -> Iterator[Found]:
    for name in declared.all:
        yield name, KIND_WORDS[kind], terminals, span or declared.span


def _within(span: Span, name: str, context: LintContext) -> Span:
    """The place of one name among those of a declaration; they may stand in two cells of a row."""
    text = context.text(span)
    at = text.find(name)
    if at < 0 or "\n" in text:
        return span
    return Span(span.path, span.line, span.column + at, span.line, span.column + at + len(name))


RULE = LintRule("W505", "keyword-name", find, reads_text_only=True)
