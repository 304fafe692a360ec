"""Which names and expressions are days: Chinese says of days and of amounts alike that they are 不满 6个月."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dsl.syntax import nodes as n


def days_of(statements: Iterable[n.AnyStatement], *, for_sure: bool) -> frozenset[str]:
    """The names of days among what statements declare: fields, parameters and defines.

    For sure, or as far as is known: what reads a name that is not declared here may be a day.
    """
    found: set[str] = set()
    waiting: dict[str, n.Expr] = {}
    for statement in statements:
        match statement:
            case n.RecordDecl(fields=fields):
                found.update(name for field in fields if field.type.name == "date" for name in field.name.all)
            case n.DefineDecl(name, value) | n.ParamDecl(name, (n.ParamValue(value), *_)):
                waiting |= dict.fromkeys(name.all, value)
            case _:
                continue

    def is_named(text: str) -> bool:
        return text in found or not (for_sure or text in waiting)

    while more := {name for name, value in waiting.items() if is_day(value, is_named)} - found:
        found |= more
    return frozenset(found)


def is_day(node: n.Expr, is_named: Callable[[str], bool]) -> bool:
    """Whether an expression is a day, if names are days where ``is_named`` says so."""
    match node:
        case n.Name(text):
            return is_named(text)
        case n.Day() | n.Today() | n.Anniversary():
            return True
        case n.Default(operand, _):
            return is_day(operand, is_named)
        case n.Extreme(_, operands):
            return all(is_day(operand, is_named) for operand in operands)
        case n.Arithmetic("+" | "-", left, right):
            return is_day(left, is_named) != is_day(right, is_named)
        case _:
            return False
