"""Conditions as they are said, where they read as something else: a word for no value, ``18 or older``."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from dsl.check.context import Context
from dsl.check.slips import is_known
from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.slips.lengths import compared_behind
from dsl.syntax.slips.sheets import OR_MORE
from dsl.syntax.slips.words import KNOWN_WORDS, MISSING_WORDS
from dsl.syntax.vocabulary import VOCABULARY, Lang


def missing_as_a_value(context: Context, unit: str, node: n.Expr) -> bool:
    """Whether something is compared with a word for an empty cell: 备注 为 空, ``memo = null`` (reported)."""
    match node:
        case n.Is(_, n.Name() as value) | n.Compare("=" | "!=", _, n.Name() as value):
            values: Sequence[n.Expr] = (value,)
        case n.InList(_, items):
            values = items
        case _:
            return False
    names = [x for x in values if isinstance(x, n.Name) and not is_known(context, unit, x)]
    for name in names:
        said = name.text.lower()
        is_missing = said in MISSING_WORDS[0] or said in MISSING_WORDS[1]
        if is_missing or said in KNOWN_WORDS:
            _report_missing(context, node, name, is_missing=is_missing)
            return True
    return False


def _report_missing(context: Context, node: n.Expr, name: n.Name, *, is_missing: bool) -> None:
    lang: Lang = "en" if name.text.isascii() else "zh"
    args: dict[str, Arg] = {"what": "missing", "found": name.text}
    match node:
        case n.Is():
            fix = VOCABULARY.word("MISSING" if is_missing else "KNOWN", lang)
            context.report("E121", name.span, args, fix=fix)
        case n.Compare(op, n.Name(text) as left):
            asked = "MISSING" if is_missing == (op == "=") else "KNOWN"
            copula = "is " if lang == "en" else ""
            fix = f"{text} {copula}{VOCABULARY.word(asked, lang)}"
            context.report("E121", left.span.to(name.span), args, fix=fix)
        case _:
            context.report("E121", name.span, {**args, "what": "missing_in_list"})


def or_more(context: Context, unit: str, items: Sequence[n.Expr]) -> bool:
    """Whether a name behind ``or`` says that more or less will do, too: ``age is 18 or older`` (reported)."""
    for former, item in pairwise(items):
        if not isinstance(item, n.Name) or not isinstance(former, n.Is | n.Compare):
            continue
        suffix = f"or {item.text.lower()}"
        if suffix in OR_MORE and not is_known(context, unit, item):
            return _report_or_more(context, former, item, suffix)
    return False


def _report_or_more(context: Context, former: n.Is | n.Compare, item: n.Name, suffix: str) -> bool:
    sign, value = OR_MORE[suffix], former.right
    if isinstance(former, n.Compare) and former.op not in ("=", "!="):
        says_it = former.op[0] == sign[0]  # else one of the two is wrong, and nobody knows which
        args: dict[str, Arg] = {"what": "extra", "found": suffix} if says_it else {"found": suffix}
        context.report("E101" if says_it else "E120", _behind(former, item), args)
        return True
    match value:
        case n.Number(digits, unit):
            what, shown = "mark", digits + unit.text("en", digits)
        case n.Name(text):
            what, shown = "value", text
        case _:
            return False
    fix = f"{sign} {shown}"
    span, found = value.span.to(item.span), f"{shown} {suffix}"
    length = compared_behind(span, found, shown, sign, suffix) if isinstance(former.left, n.Name) else None
    args = {"what": what, "found": found, "suffix": suffix, "fix": fix, "value": shown}
    context.diagnostics.append(length or Diagnostic("E106", span, args, fix=fix))
    return True


def values_alone(context: Context, unit: str, node: n.And | n.Or) -> tuple[n.Name, ...]:
    """The values that go on from a denied one: ``city is not bj or sh``, 城市 不是 北京 且 上海 (reported together)."""
    for at, former in enumerate(node.items):
        denied = _denied_value(former)
        behind = itertools.takewhile(lambda x: _is_only_a_value(context, unit, x), node.items[at + 1 :])
        alone = tuple(cast("n.Name", item) for item in behind)
        if denied is None or not alone:
            continue
        declared = context.symbols.peek("value", denied[0], unit)
        owner = context.symbols.words_for(declared.name) if declared is not None else denied[0].text
        values = ", ".join(value.text for value in (denied[1], *alone))
        args: dict[str, Arg] = {"what": "denied", "name": alone[0].text, "owner": owner, "values": values}
        context.report("E211", alone[0].span.to(alone[-1].span), args)
        return alone
    return ()


def _denied_value(node: n.Expr) -> tuple[n.Name, n.Name] | None:
    """What is compared and the one value it is not."""
    match node:
        case n.Is(n.Name() as left, n.Name() as right, True) | n.Compare("!=", n.Name() as left, n.Name() as right):
            return left, right
        case n.Not(operand=n.Is(n.Name() as left, n.Name() as right, False)):
            return left, right
        case _:
            return None


def _is_only_a_value(context: Context, unit: str, node: n.Expr) -> bool:
    """Whether something is a name that is nothing but a value of a list."""
    if not isinstance(node, n.Name) or context.symbols.peek("value", node, unit) is not None:
        return False
    return context.symbols.owner_of(node) is not None


def _behind(former: n.Node, last: n.Node) -> Span:
    """From behind one part of a sentence to the end of another."""
    end = last.span
    return Span(end.path, former.span.end_line, former.span.end_column + 1, end.end_line, end.end_column)
