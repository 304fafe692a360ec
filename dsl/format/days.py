"""Which names and expressions are days: Chinese says of days and of amounts alike that they are 不满 6个月."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dsl.syntax import nodes as n


def days_of(statements: Iterable[n.AnyStatement]) -> frozenset[str]:
    """The names of days among what statements declare: fields, parameters and defines."""
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
    while more := {name for name, value in waiting.items() if is_day(value, found, {*waiting, *found})} - found:
        found |= more
    return frozenset(found)


def is_day(node: n.Expr, days: Collection[str], known: Collection[str]) -> bool:
    """Whether an expression is a day, or may be one for all that is known of its names."""
    match node:
        case n.Name(text):
            return text in days or text not in known
        case n.Day() | n.Today() | n.Anniversary():
            return True
        case n.Default(operand, _):
            return is_day(operand, days, known)
        case n.Extreme(_, operands):
            return all(is_day(operand, days, known) for operand in operands)
        case n.Arithmetic("+" | "-", left, right):
            return is_day(left, days, known) != is_day(right, days, known)
        case _:
            return False
