"""Two sides of an operator, looked at together: a bare number takes the type of the other, and both must be of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dsl.check import literals
from dsl.check.bare import number_behind_a_name
from dsl.check.operators import comparable, differ_by_a_unit, orderable
from dsl.check.slips import counted_with_its_unit, share_of_a_count, value_as_a_name
from dsl.check.together import BELOW, LIST, RANGE, as_one
from dsl.diagnostics.model import Arg
from dsl.program import expr as e
from dsl.program.types import Date, Days, Money, Months, Num, Type
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from dsl.check.expressions import Checked, Expressions


def is_flexible(expressions: Expressions, node: n.Expr) -> bool:
    """Whether a node takes its type from the other side."""
    match node:
        case n.Number():
            return literals.unit_type(node) is None
        case n.Negative(operand):
            return is_flexible(expressions, operand)
        case n.Text():
            return True
        case n.Name():
            symbol = expressions.context.symbols.peek("value", node, expressions.unit)
            if symbol is None:
                return node.owner is None and (
                    node.text in expressions.context.symbols.rungs or node.text in expressions.context.symbols.listed
                )
            return symbol.kind == "param" and expressions.context.param_types.get(symbol.name) is None
        case n.Arithmetic(_, left, right):
            return is_flexible(expressions, left) and is_flexible(expressions, right)
        case n.Extreme(_, operands):
            return all(is_flexible(expressions, o) for o in operands)
        case _:
            return False


def both_sides(expressions: Expressions, left: n.Expr, right: n.Expr, whole: n.Node) -> tuple[e.Expr, e.Expr] | None:
    """Two sides that must be of one type."""
    one: Checked
    other: Checked
    if is_flexible(expressions, left) and not is_flexible(expressions, right):
        other = expressions.check(right)
        if other is not None and literals.lacks_its_unit(expressions.context, left, other.type):
            return None
        one = expressions.check(left, other.type) if other is not None else None
    else:
        one = expressions.check(left)
        if one is not None and literals.lacks_its_unit(expressions.context, right, one.type):
            return None
        other = expressions.check(right, one.type) if one is not None else None
        if one is None and not is_flexible(expressions, right) and not _may_be_listed_by(expressions, left, right):
            expressions.check(right, None)
    if one is None or other is None:
        return None
    for slip in (counted_with_its_unit, share_of_a_count):
        if slip(expressions.context, one, right) or slip(expressions.context, other, left):
            return None
    if not comparable(one.type, other.type) and (
        (isinstance(other.type, Num) and number_behind_a_name(expressions.context, expressions.unit, right, one.type))
        or (isinstance(one.type, Num) and number_behind_a_name(expressions.context, expressions.unit, left, other.type))
    ):
        return None
    if not fits(expressions, one.type, other.type, whole):
        if (isinstance(left, n.Number) or isinstance(right, n.Number)) and differ_by_a_unit(one.type, other.type):
            expressions.context.misused.append(whole.span)
        return None
    return one, other


def _may_be_listed_by(expressions: Expressions, lost: n.Expr, value: n.Expr) -> bool:
    """Whether a name may be a value of a field whose list could not be read."""
    is_lost = isinstance(lost, n.Name) and lost.text in expressions.context.symbols.poisoned
    return is_lost and isinstance(value, n.Name) and not expressions.knows(value)


def fits(expressions: Expressions, left: Type, right: Type, node: n.Node) -> bool:
    """Whether two types may stand beside each other; reported, if they may not."""
    if comparable(left, right):
        return True
    if isinstance(left, Money) and isinstance(right, Money):
        expressions.context.two_currencies(node.span, left, right)
    else:
        kinds = {type(left), type(right)}
        what = "count" if kinds in ({Num, Months}, {Num, Days}) else "kinds"
        what = "since" if kinds in ({Date, Months}, {Date, Days}) else what
        what = "lengths" if kinds == {Days, Months} else what
        args: dict[str, Arg] = {"what": what, "left": expressions.words(left), "right": expressions.words(right)}
        if what == "count":
            args["digits"] = _years_in(node) or "45"
        expressions.context.report("E301", node.span, args)
    return False


def compare(expressions: Expressions, op: n.CompareOp, left: n.Expr, right: n.Expr, node: n.Node) -> Checked:
    """A comparison."""
    pair = both_sides(expressions, left, right, node)
    if pair is None:
        return None
    if op not in ("=", "!=") and not orderable(pair[0].type):
        expressions.context.report("E306", node.span, {"found": expressions.words(pair[0].type)})
        return None
    return e.Compare(op, *pair)


def between(expressions: Expressions, node: n.Between) -> Checked:
    """A range, of which both ends are of the type of what lies between them."""
    before = len(expressions.context.diagnostics)
    low = compare(expressions, "<=", node.low, node.operand, node)
    if not isinstance(low, e.Compare):
        compare(expressions, ">=", node.high, node.operand, node)  # for the mistakes of its own
        as_one(expressions.context, before, RANGE if node.closed else BELOW)
        return None
    high = expressions.value_like(node.high, low.right.type)
    return e.Between(low.right, low.left, high, node.closed) if high is not None else None


def in_list(expressions: Expressions, node: n.InList) -> Checked:
    """A list of values, each of the type of what is looked for among them."""
    operand = expressions.check(node.operand)
    if operand is None:
        return None
    if value_as_a_name(expressions.context, expressions.unit, node.items, operand.type):
        return None
    before = len(expressions.context.diagnostics)
    items = [expressions.value_like(i, operand.type) for i in node.items]
    if None in items:
        as_one(expressions.context, before, LIST)
        return None
    found = e.InList(operand, tuple(cast("list[e.Expr]", items)))
    return e.Not(found) if node.negated else found


def _years_in(node: n.Node) -> str | None:
    """The years that a comparison is written with, as an age has them: 60 of ``age >= 60 years``."""
    sides = (node.left, node.right) if isinstance(node, n.Compare) else ()
    return next((x.digits for x in sides if isinstance(x, n.Number) and x.unit.plain == "year"), None)
