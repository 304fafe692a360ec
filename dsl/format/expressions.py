"""Expressions as they are printed: few parentheses, but always some where ``and`` meets ``or``."""

from __future__ import annotations

from typing import Final, assert_never

from dsl.format.layout import Segments, enclose, glue, join, segment, unbreakable
from dsl.format.writer import Writer
from dsl.syntax import nodes as n
from dsl.syntax.elapsed import may_be_ago
from dsl.syntax.units import Unit
from dsl.syntax.vocabulary import ONE_UNIT
from dsl.syntax.year_days import written

# How tightly an expression binds, by the rules of the grammar.
ANY, _AND, CONDITION, _COMPARISON, SUM, _AMOUNT, _PRODUCT, _UNARY, _POSTFIX, _ATOM = range(10)

_SINCE: Final = {"days": "DAYS_SINCE", "months": "MONTHS_SINCE", "years": "YEARS_SINCE"}
_ROUND: Final = {"down": "ROUND_DOWN", "up": "ROUND_UP", "half": "ROUND_HALF"}
_EXTREME: Final = {"min": "MIN", "max": "MAX"}
_TEXT_TEST: Final = {"contains": "CONTAINS", "starts": "STARTS"}
_ELAPSED: Final[dict[n.Elapsing, tuple[str, str]]] = {
    ">=": ("at least", "满"), "<": ("less than", "不满"), ">": ("more than", "超过"), "<=": ("at most", "不超过"),
}  # fmt: skip


def binding(node: n.Expr) -> int:
    """How tightly an expression binds."""
    match node:
        case n.Or():
            return ANY
        case n.And():
            return _AND
        case n.Not(n.Window()):
            return _COMPARISON
        case n.Not():
            return CONDITION
        case (
            n.Compare() | n.Is() | n.IsMissing() | n.InList() | n.TextTest() | n.Window() | n.Elapsed() | n.Between()
        ):  # fmt: skip
            return _COMPARISON
        case n.Round():
            return SUM
        case n.Arithmetic(in_words=True):
            return _UNARY
        case n.Arithmetic():
            return _AMOUNT if node.op in "+-" else _PRODUCT
        case n.Negative() | n.Times() | n.Part() | n.Since():
            return _UNARY
        case n.Anniversary(n.Day()):
            return _ATOM
        case n.Default() | n.Anniversary():
            return _POSTFIX
        case n.Name() | n.Number() | n.Day() | n.Text() | n.Truth() | n.Today() | n.TheTier() | n.Extreme() | n.Hole():
            return _ATOM
        case _:
            assert_never(node)


def expression(w: Writer, node: n.Expr | None, least: int = ANY, depth: int = 1) -> Segments:
    """An expression, in parentheses if it binds less tightly than its place asks.

    Args:
        w: prints words and names.
        node: the expression; nothing is printed for None.
        least: how tightly it must bind to go without parentheses.
        depth: of the breaks at its top.
    """
    if node is None:
        return []
    if binding(node) < least:
        return enclose("(", _bare(w, node, depth + 1), ")")
    return _bare(w, node, depth)


def _bare(w: Writer, node: n.Expr, depth: int) -> Segments:
    match node:
        case n.And() | n.Or():
            # `and` inside `or`, and lists written with parentheses of their own, keep them.
            items = (expression(w, item, CONDITION, depth) for item in node.items)
            return join(items, f" {w.word('AND' if isinstance(node, n.And) else 'OR')}", depth)
        case n.Not(n.Window() as window):
            return _window(w, window, depth + 1, negated=True)
        case n.Not():
            # `not age < 45` is legal but misread; only what is a single thing goes without parentheses.
            is_denied = isinstance(node.operand, n.Not) and not isinstance(node.operand.operand, n.Window)
            least = CONDITION if is_denied else _POSTFIX
            return glue(w.word("NOT"), expression(w, node.operand, least, depth))
        case n.Window():
            return _window(w, node, depth + 1, negated=False)
        case n.Compare() | n.Is() | n.IsMissing() | n.InList() | n.TextTest() | n.Elapsed() | n.Between():
            return _comparison(w, node, depth + 1)
        case n.Name():
            return w.name(node)
        case n.Text():
            return w.text(node)
        case n.Extreme():
            operands = join((expression(w, o, SUM, depth + 2) for o in node.operands), ",", depth + 1, fill=True)
            return enclose(f"{w.word(_EXTREME[node.which])}(", operands, ")")
        case n.Number() | n.Day() | n.Truth() | n.Today() | n.TheTier():
            return segment(_literal(w, node), node)
        case n.Hole():
            raise AssertionError("a statement with a mistake is never printed")
        case _:
            return _amount(w, node, depth)


def _literal(w: Writer, node: n.Number | n.Day | n.Truth | n.Today | n.TheTier) -> str:
    match node:
        case n.Number():
            return w.number(node)
        case n.Day():
            return node.value.isoformat()
        case n.Truth():
            return w.word("YES" if node.value else "NOT_YES")
        case n.Today():
            return w.word("TODAY")
        case n.TheTier():
            return w.word("TIER")
        case _:
            assert_never(node)


def _comparison(
    w: Writer,
    node: n.Compare | n.Is | n.IsMissing | n.InList | n.TextTest | n.Elapsed | n.Between,
    depth: int,
) -> Segments:
    def value(operand: n.Expr) -> Segments:
        return expression(w, operand, SUM, depth)

    match node:
        case n.Compare():
            return glue(value(node.left), node.op, value(node.right))
        case n.Is():
            is_ = w.pick("is not", "不是") if node.negated else w.word("IS")
            return glue(value(node.left), is_, value(node.right))
        case n.IsMissing():
            state = w.pick("is known", "已知") if node.negated else w.pick("is missing", "缺失")
            return glue(value(node.operand), state)
        case n.InList():
            in_ = w.pick("not in", "不属于") if node.negated else w.word("IN")
            items = join((expression(w, i, SUM, depth + 1) for i in node.items), ",", depth, fill=True)
            return glue(value(node.operand), in_, enclose("(", items, ")"))
        case n.TextTest():
            return glue(value(node.operand), w.word(_TEXT_TEST[node.which]), w.text(node.text))
        case n.Elapsed():
            # `joined + 1 month at least 3 years ago` is legal but misread, as if only the month were.
            day = expression(w, node.operand, _POSTFIX, depth)
            is_day = w.is_day(node.operand)
            return glue(day, elapsed(w, node.op, node.length, depth, of_a_day=is_day))
        case n.Between():
            return glue(value(node.operand), between(w, node.low, node.high, closed=node.closed, depth=depth))
        case _:
            assert_never(node)


def _window(w: Writer, node: n.Window, depth: int, *, negated: bool) -> Segments:
    said = window(w, node.which, node.length, depth, negated=negated)
    return glue(expression(w, node.operand, SUM, depth), w.pick("is", ""), said)


def window(w: Writer, which: str, length: n.Expr, depth: int = 1, *, negated: bool) -> Segments:
    """``within the last 3 months``, 在 近 3个月 内: when a day is."""
    within = w.pick("not within", "不在") if negated else w.word("WITHIN")
    shown = _one_unit(length) if w.lang == "en" else None
    shown = shown or expression(w, length, SUM, depth)
    return glue(within, w.word(which.upper()), shown, w.pick("", w.word("INSIDE")))


def _one_unit(length: n.Expr) -> Segments | None:
    """``the last month`` rather than ``the last 1 month``."""
    match length:
        case n.Number("1", Unit(plain=str() as unit)) if unit in ONE_UNIT:
            return segment(unit, length)
        case _:
            return None


def elapsed(w: Writer, op: n.Elapsing, length: n.Expr, depth: int = 1, *, of_a_day: bool = True) -> Segments:
    """``at least 10 years ago``, 满 10年: how long ago a day was; what is hardly one is 满 10年 以前."""
    compared = w.pick(*_ELAPSED[op])
    ago = "" if of_a_day and may_be_ago(compared, op, length) else w.word("AGO")
    return glue(compared, expression(w, length, SUM, depth), ago)


def between(w: Writer, low: n.Expr, high: n.Expr, *, closed: bool, depth: int = 1) -> Segments:
    """``from low to high``, or ``from low below high`` where the upper end does not belong to it."""
    to = w.word("TO" if closed else "BELOW")
    return glue(w.word("FROM"), expression(w, low, SUM, depth), to, expression(w, high, SUM, depth))


def _amount(
    w: Writer,
    node: n.Arithmetic | n.Negative | n.Times | n.Part | n.Since | n.Anniversary | n.Default | n.Round,
    depth: int,
) -> Segments:
    match node:
        case n.Arithmetic(in_words=True):
            return _moved(w, node, depth)
        case n.Arithmetic(op="+" | "-"):
            right = expression(w, node.right, _beside_sign(w, node.right, _PRODUCT), depth + 1)
            left = expression(w, node.left, _POSTFIX if _is_moved(node.left) else _AMOUNT, depth)
            return join((left, right), f" {node.op}", depth, fill=True)
        case n.Arithmetic():
            left = expression(w, node.left, _beside_sign(w, node.left, _PRODUCT), depth)
            return glue(left, node.op, expression(w, node.right, _beside_sign(w, node.right, _UNARY), depth))
        case n.Negative():
            level = _POSTFIX if isinstance(node.operand, n.Negative) else _UNARY  # "--" begins a remark elsewhere
            return enclose("-", expression(w, node.operand, level, depth), "")
        case n.Times():
            operand = expression(w, node.operand, _POSTFIX, depth)
            if f"{operand[0].text} ".startswith(f"{w.word('YES')} "):
                operand = enclose("(", operand, ")")  # `3倍 是` would be read as "3倍 is"
            return glue(segment(w.number(node.factor), node.factor), operand)
        case n.Part():
            return _share(w, node, depth)
        case n.Since():
            return glue(w.word(_SINCE[node.unit]), expression(w, node.operand, _UNARY, depth))
        case n.Anniversary(n.Day(day) as literal):
            return glue(w.word("EVERY_YEAR"), segment(written(day, w.lang), literal))
        case n.Anniversary():
            return glue(expression(w, node.operand, _POSTFIX, depth), w.word("ANNIVERSARY"))
        case n.Default():
            operand = expression(w, node.operand, _POSTFIX, depth)
            return glue(operand, w.word("DEFAULT"), expression(w, node.fallback, _ATOM, depth))
        case n.Round():
            # `a + b rounded to 1` is legal but misread, as if only b were rounded.
            operand = expression(w, node.operand, _PRODUCT, depth)
            return glue(operand, w.word(_ROUND[node.mode]), segment(w.number(node.step), node.step))
        case _:
            assert_never(node)


def whole(w: Writer, node: n.Expr, depth: int, *alone: type[n.Expr]) -> Segments:
    """What goes on with a word behind it: alone as it is, else in parentheses, for all of it is meant."""
    inner = expression(w, node, ANY, depth)
    return inner if isinstance(node, alone) else enclose("(", inner, ")")


def _share(w: Writer, node: n.Part, depth: int) -> Segments:
    """``30% of assets``, 资产 的 30%; on one line, so that remarks stand at the same place in both."""
    share = segment(w.number(node.share), node.share)
    if w.lang == "en":
        return unbreakable(glue(share, w.word("OF"), expression(w, node.operand, _UNARY, depth)))
    return unbreakable(glue(whole(w, node.operand, depth, n.Name, n.Extreme), w.word("OF"), share))


def _moved(w: Writer, node: n.Arithmetic, depth: int) -> Segments:
    """``3 months before fix_ends``, 到期日 前 3个月; on one line, so that remarks stand at the same place in both."""
    word = w.word("BEFORE" if node.op == "-" else "AFTER")
    if w.lang == "en":
        return unbreakable(glue(expression(w, node.right), word, expression(w, node.left, _UNARY, depth)))
    return unbreakable(glue(expression(w, node.left, _POSTFIX, depth), word, expression(w, node.right)))


def _beside_sign(w: Writer, node: n.Expr, least: int) -> int:
    """How tightly a side of a sign must bind: what is legal but misread, as if of all before the sign, is set apart.

    So are 贷款 + 资产 的 30% in Chinese, and ``today - 2 days after shown``.
    """
    is_misread = (isinstance(node, n.Part) and w.lang == "zh") or _is_moved(node)
    return _POSTFIX if is_misread else least


def _is_moved(node: n.Expr) -> bool:
    return isinstance(node, n.Arithmetic) and node.in_words
