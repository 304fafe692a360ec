"""What is told of by itself, as text."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from dsl.format.phrases import shown, shown_field, shown_row
from dsl.syntax import nodes as n

Node = n.AnyStatement | n.FieldDecl | n.Assumption | n.Declared | n.Name | n.Setting | n.TableRow


def text_of(node: Node, statement: n.AnyStatement) -> str:
    """A statement, or a part of one, in canonical form and in the language it is written in."""
    match node:
        case n.TableRow():
            return shown_row(node, statement.lang)
        case n.FieldDecl():
            return shown_field(node, cast("n.RecordDecl", statement).columns, statement.lang)
        case n.Assumption():
            return _clause(_only(statement, assumptions=(node,), fields=(), columns=(), as_of=None))
        case n.Setting():
            return _clause(_only(statement, settings=(node,)))
        case n.Declared():
            return shown(_only(statement, items=(node,)))
        case n.Name():
            return shown(_only(statement, targets=(node,)))
        case _:
            return shown(node)


def _only(statement: n.AnyStatement, **kept: object) -> n.AnyStatement:
    """A statement with nothing but some of its parts."""
    return replace(statement, **kept)  # type: ignore[arg-type]


def _clause(statement: n.AnyStatement) -> str:
    """The one clause of a statement."""
    return shown(statement).split("\n", 1)[1].lstrip()
