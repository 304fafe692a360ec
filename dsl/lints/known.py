"""Which expressions always have a value, whatever customer comes."""

from __future__ import annotations

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Date
from dsl.program.walk import children


def always_known(node: e.Expr, program: m.Program) -> bool:
    """Whether an expression is never unknown; False where it is not certain."""
    match node:
        case e.Ref("field", name):
            return program.record.fields[name].missing != "unknown"
        case e.Ref("define", name):
            return always_known(program.defines[name].expr, program)
        case e.Ref("ladder", name):
            measure = program.ladders[name].measure
            return measure is not None and always_known(measure, program)
        case e.Ref(kind):
            return kind == "param"
        case e.IsMissing():
            return True
        case e.Default(_, fallback):
            return always_known(fallback, program)
        case e.Arith(op, _, _, of) if op == "/" or isinstance(of, Date):
            return False  # division by zero, a day out of the calendar
        case e.Window():
            return False
        case _:
            return all(always_known(child, program) for child in children(node))
