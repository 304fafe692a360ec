"""Calculations: sums, products, shares, the least and the greatest, rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from dsl.check import literals
from dsl.check.operators import arithmetic, is_amount, orderable
from dsl.check.settle import is_scaled
from dsl.check.sides import fits, is_flexible
from dsl.check.together import as_one
from dsl.diagnostics.model import Words
from dsl.program import expr as e
from dsl.program.types import Date, Days, Money, Num, Type
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from dsl.check.expressions import Checked, Expressions


def calculated(expressions: Expressions, node: n.Arithmetic, expected: Type | None, *, strict: bool) -> Checked:
    """A sum, difference, product or quotient; or a day so long before or after another."""
    if node.in_words:
        return _moved(expressions, node)
    op, before = node.op, len(expressions.context.diagnostics)
    left_flexible, right_flexible = is_flexible(expressions, node.left), is_flexible(expressions, node.right)
    left: Checked
    right: Checked
    if left_flexible and right_flexible and isinstance(expected, Date):
        expressions.context.report("E304", node.span, {"what": "date"})
        return None
    if left_flexible and right_flexible:  # a bare factor or divisor is a number, whatever the product is
        left, right = (
            expressions.check(side, None if op in "*/" and literals.is_bare(side) else expected, strict=strict)
            for side in (node.left, node.right)
        )
    elif op == "*" or (op == "/" and not is_scaled(node.right)):
        left, right = expressions.check(node.left), expressions.check(node.right)
    elif left_flexible:
        right = expressions.check(node.right)
        left = expressions.check(node.left, _opposite(right)) if right is not None else None
    else:
        left = expressions.check(node.left)
        right = expressions.check(node.right, _opposite(left)) if left is not None else expressions.check(node.right)
    if left is None or right is None:
        as_one(expressions.context, before, Words(f" {op} ", f" {op} "))
        return None
    if op == "/" and isinstance(right, e.Const) and right.value == 0:
        expressions.context.report("E310", node.right.span)
        return None
    of = arithmetic(op, left.type, right.type)
    if of is None:
        if isinstance(left.type, Money) and isinstance(right.type, Money) and left.type != right.type:
            expressions.context.two_currencies(node.span, left.type, right.type)
        else:
            args = {
                "op": op,
                "left": expressions.words(left.type),
                "right": expressions.words(right.type),
            }
            expressions.context.report("E313", node.span, args)
        return None
    return e.Arith(op, left, right, of)


def _moved(expressions: Expressions, node: n.Arithmetic) -> Checked:
    """``3 months before fix_ends``; beside what is no day, the length says nothing more."""
    before = len(expressions.context.diagnostics)
    day = expressions.amount(node.left, Date)
    if day is None and any(d.code == "E312" for d in expressions.context.diagnostics[before:]):
        return None
    length = expressions.length(node.right)
    return e.Arith(node.op, day, length, Date()) if day is not None and length is not None else None


def negative(
    expressions: Expressions, node: n.Node, operand: n.Expr, expected: Type | None, *, strict: bool
) -> Checked:
    """A number or an amount below zero."""
    inner = expressions.check(operand, expected, strict=strict)
    if inner is None:
        return None
    if not is_amount(inner.type):
        sides = {"left": expressions.words(Num()), "right": expressions.words(inner.type)}
        expressions.context.report("E313", node.span, {"op": "-", **sides})
        return None
    if isinstance(inner, e.Const):
        return e.Const(-cast("int | Fraction", inner.value), inner.type)
    return e.Arith("-", e.Const(0, inner.type), inner, inner.type)


def scaled(expressions: Expressions, factor: n.Number, operand: n.Expr, expected: Type | None) -> Checked:
    """``3x deposit`` and ``30% of deposit``."""
    inner = expressions.check(operand, expected)
    if inner is None:
        return None
    share = literals.number(expressions.context, factor, None, strict=True)
    if share is None:
        return None
    of = arithmetic("*", share.type, inner.type)
    if of is None or not isinstance(share.type, Num):
        sides = {"left": expressions.words(share.type), "right": expressions.words(inner.type)}
        expressions.context.report("E313", operand.span, {"op": "*", **sides})
        return None
    return e.Arith("*", share, inner, of)


def extreme(expressions: Expressions, node: n.Extreme, expected: Type | None) -> Checked:
    """The least or the greatest of several."""
    typed = next((o for o in node.operands if not is_flexible(expressions, o)), None)
    first = expressions.check(typed, expected) if typed is not None else None
    of = first.type if first is not None else expected
    if typed is not None and first is None:
        return None
    checked = [first if o is typed else expressions.check(o, of) for o in node.operands]
    if None in checked:
        return None
    operands = cast("list[e.Expr]", checked)
    for operand, written in zip(operands, node.operands, strict=True):
        if not fits(expressions, operands[0].type, operand.type, written):
            return None
    if not orderable(operands[0].type):
        expressions.context.report("E306", node.span, {"found": expressions.words(operands[0].type)})
        return None
    return e.Extreme(node.which, tuple(operands), operands[0].type)


def rounded(expressions: Expressions, node: n.Round) -> Checked:
    """An amount rounded to whole steps."""
    operand = expressions.check(node.operand)
    if operand is None:
        return None
    if not is_amount(operand.type):
        expected = (Words("an amount or a number", "金额或数值"),)
        expressions.context.report(
            "E312", node.operand.span, {"expected": expected, "found": expressions.words(operand.type)}
        )
        return None
    if isinstance(operand.type, Money) and isinstance(node.step, n.Number) and literals.is_bare(node.step):
        unit = "元" if operand.type.currency == "CNY" else f" {operand.type.currency}"
        told = {"what": "step", "found": node.step.digits}
        expressions.context.report("E302", node.step.span, told, fix=node.step.digits + unit)
        return None
    step = literals.plain_value(expressions.context, node.step, operand.type)
    if step is None:
        return None
    if not isinstance(step, (int, Fraction)) or step <= 0:
        expressions.context.report(
            "E311", node.step.span, {"expected": Words("a step above zero", "大于零的单位"), "what": "range"}
        )
        return None
    return e.Round(node.mode, operand, Fraction(step), operand.type)


def _opposite(checked: Checked) -> Type | None:
    """What a bare number means beside a value: a date takes days, all else its own type."""
    if checked is None:
        return None
    return Days() if isinstance(checked.type, Date) else checked.type
