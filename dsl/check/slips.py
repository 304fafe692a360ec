"""Sentences that the grammar takes for something else than their writer meant, told by what their names are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Final

from dsl.check.context import Context
from dsl.diagnostics.model import Arg, Words
from dsl.program import expr as e
from dsl.program.types import Bool, Text, Type
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest
from dsl.syntax.slips.names import written_name
from dsl.syntax.slips.words import ANY_WORDS, DITTO_WORDS, ELSE_WORDS, NOTHING_WORDS, NUMBERING_WORDS, REST_WORDS, meant
from dsl.syntax.vocabulary import LANGS, VOCABULARY, Lang

_TIER_WORDS: Final = frozenset(w for lang in LANGS for w in VOCABULARY.words["TIER", lang])
_CLASS_WORDS: Final = frozenset(w for t in ("CLASS", "CUSTOMER") for lang in LANGS for w in VOCABULARY.words[t, lang])
_DETAILS: Final = frozenset({"BECAUSE", "VIA", "SAY", "PRIORITY", "BY_ROLE", "ON", "SOURCE"})
_ANY_ZH: Final = VOCABULARY.words["ANY", "zh"]
_TRUTHS: Final = {
    "y": "YES",
    "t": "YES",
    "n": "NOT_YES",
    "f": "NOT_YES",
    "有": "YES",
    "无": "NOT_YES",
    "没有": "NOT_YES",
}
_YES_NO: Final = frozenset(VOCABULARY.word(t, lang) for t in ("YES", "NOT_YES") for lang in LANGS)
# What is said of a cell that means nothing as it stands; all else is a mistake of its own.
_OF_A_CELL: Final = frozenset({"E201", "E203", "E205", "E211", "E301", "E313"})


def value_as_a_name(context: Context, unit: str, values: Sequence[n.Expr], of: Type | None) -> bool:
    """Whether names that mean nothing stand beside a text or a yes/no value: 城市 是 深圳, 代发 是 Y (reported)."""
    names = [value for value in values if isinstance(value, n.Name)]
    if not isinstance(of, (Text, Bool)) or len(names) < len(values):
        return False
    span = names[0].span.to(names[-1].span)
    if isinstance(of, Text) and all(_can_only_be_a_text(context, unit, name) for name in names):
        texts = ", ".join(f'"{name.text}"' for name in names)
        context.report("E201", span, {"what": "text", "name": names[0].text}, fix=texts)
        return True
    if isinstance(of, Text) or any(is_known(context, unit, name) for name in names):
        return False
    terminal = _TRUTHS.get(names[0].text.lower())
    truth = VOCABULARY.word(terminal, _lang_of(names[0])) if terminal is not None else meant(names[0].text, _YES_NO)
    if truth is not None:
        context.report("E121", span, {"found": names[0].text}, fix=truth)
        return True
    known = [text for text, symbols in context.symbols.by_name.get("value", {}).items() if symbols]
    if nearest(names[0].text, known) is not None or _has_words_of_a_cell(names[0].text):
        return False
    context.report("E201", names[0].span, {"what": "truth", "name": names[0].text})
    return True


def counted_with_its_unit(context: Context, counted: e.Expr, beside: n.Expr) -> bool:
    """Whether the time since a day, a number, is compared with a length of time: 距今天数 … > 90天 (reported)."""
    if not isinstance(counted, e.Since) or not isinstance(beside, n.Number):
        return False
    length = Fraction(beside.digits) * beside.unit.factor
    kind, size = {"days": ("days", 1), "months": ("months", 1), "years": ("months", 12)}[counted.unit]
    number = length / size
    if beside.unit.kind != kind or number.denominator != 1:
        return False
    context.report("E301", beside.span, {"what": "counted"}, fix=str(number))
    context.misused.append(beside.span)
    return True


def share_of_a_count(context: Context, counted: e.Expr, beside: n.Expr) -> bool:
    """Whether what is whole is compared with a percentage, which is a part of one: 年龄 > 3% (reported)."""
    if not isinstance(beside, n.Number) or beside.unit.kind != "ratio" or not _is_whole(context, counted):
        return False
    if (Fraction(beside.digits) * beside.unit.factor).denominator == 1:
        return False
    context.report("E301", beside.span, {"what": "share"})
    context.misused.append(beside.span)
    return True


def _is_whole(context: Context, counted: e.Expr) -> bool:
    if isinstance(counted, e.Since):
        return True
    if not isinstance(counted, e.Ref):
        return False
    symbol = next((s for s in context.symbols.all("value") if s.name == counted.name), None)
    declared = symbol.node if symbol is not None else None
    return counted.kind == "points" or (isinstance(declared, n.FieldDecl) and declared.type.name == "whole")


def is_known(context: Context, unit: str, name: n.Name) -> bool:
    """Whether a name means anything at all."""
    symbols = context.symbols
    listed = name.text in symbols.poisoned or name.text in symbols.rungs or name.text in symbols.listed
    return name.owner is not None or listed or any(symbols.peek(space, name, unit) for space in symbols.by_name)


def value_of_another(context: Context, unit: str, name: n.Name, of: Type | None) -> bool:
    """Whether a value of a list stands beside what has no values of a list: 年龄 > 北京 (reported)."""
    owner = context.symbols.owner_of(name)
    if of is None or owner is None or context.symbols.peek("value", name, unit) is not None:
        return False
    value = Words(f"a value of `{owner.en}`", f"`{owner.zh}`的取值")
    context.report("E301", name.span, {"left": context.type_words(of), "right": value})
    return True


def _lang_of(name: n.Name) -> Lang:
    return "en" if name.text.isascii() else "zh"


def _has_words_of_a_cell(text: str) -> bool:
    """Whether a word stands for any value, or for that of the cell above; there it has a message of its own."""
    return text.lower() in ANY_WORDS | DITTO_WORDS | ELSE_WORDS | REST_WORDS | NOTHING_WORDS


def _can_only_be_a_text(context: Context, unit: str, name: n.Name) -> bool:
    """Whether beside a text a name can only be its words: it means nothing, or is a value of something else."""
    if not is_known(context, unit, name):
        return True
    is_value = context.symbols.owner_of(name) is not None and name.text not in context.symbols.poisoned
    return is_value and not any(context.symbols.peek(space, name, unit) for space in context.symbols.by_name)


def output_as_elsewhere(context: Context, unit: str, value: n.Expr) -> bool:
    """Whether a result cell gives nothing, several or quoted names as a spreadsheet does (reported)."""
    names = _slashed(value)
    match value:
        case n.Text(text):
            context.report("E101", value.span, {"what": "quoted", "found": text}, fix=written_name(text))
        case n.Name(text) if text.lower() in NOTHING_WORDS and not is_known(context, unit, value):
            context.report("E121", value.span, {"found": text, "what": "any"}, fix="-")
        case n.Arithmetic() if names:
            context.report("E121", value.span, {"found": "/", "what": "cell_list"}, fix=", ".join(names))
        case _:
            return False
    return True


def class_as_a_value(context: Context, unit: str, left: n.Expr, right: n.Expr) -> bool:
    """Whether ``class is X`` was written for the class X (reported)."""
    if not isinstance(left, n.Name) or not isinstance(right, n.Name) or left.text not in _CLASS_WORDS:
        return False
    symbol = context.symbols.peek("value", right, unit)
    if symbol is None or symbol.kind != "class" or context.symbols.peek("value", left, unit) is not None:
        return False
    symbol.used = True
    args = {"what": "class", "name": left.text, "class": right.text}
    context.report("E201", left.span.to(right.span), args, fix=right.text)
    return True


def tier_as_a_choice(context: Context, unit: str, name: n.Name, value: n.Expr) -> bool:
    """Whether a tier or points were given as a choice is: 客户层级 是 核心, 积分 是 10 (reported)."""
    symbol = context.symbols.peek("value", name, unit)
    kind = symbol.kind if symbol is not None else "ladder" if name.text in _TIER_WORDS else None
    if not isinstance(value, n.Name) or kind not in ("ladder", "points"):
        return False
    lang: Lang = "en" if name.text.isascii() else "zh"
    span = name.span.to(value.span)
    if kind == "points":
        fix = f"{VOCABULARY.word('ADD', lang)} {value.text} {VOCABULARY.word('TO', lang)} {name.text}"
        context.report("E121", span, {"what": "points", "found": name.text}, fix=fix)
        return True
    ladder = f"{name.text} " if symbol is not None else ""
    fix = f"{VOCABULARY.word('TIER', lang)} {ladder}{value.text}"
    context.report("E203", span, {"what": "tier", "name": name.text}, fix=fix)
    return True


def any_of_a_kind(context: Context, unit: str, name: n.Name | None, kind: str) -> bool:
    """Whether a promise is about all offers or tasks with a word that is none here: 永不 推荐 任何商品 (reported)."""
    if name is None or name.text.isascii() or not name.text.startswith(_ANY_ZH) or is_known(context, unit, name):
        return False
    if any(is_known(context, unit, n.Name(name.text.removeprefix(word))) for word in _ANY_ZH):
        return False
    every = {"offer": "任何产品", "task": "任何待办"}[kind]
    context.report("E121", name.span, {"found": name.text}, fix=every)
    return True


def detail_behind_a_comma(context: Context, unit: str, name: n.Name) -> bool:
    """``expect offer o1, because "x"``: what says more of an outcome, read as one of its own (reported)."""
    if not VOCABULARY.heads(name.text) & _DETAILS or context.symbols.has("value", name, unit):
        return False
    context.report("E101", name.span, {"what": "detail", "found": name.text})
    return True


def any_in_a_test(context: Context, unit: str, name: n.Name | None) -> bool:
    """Whether a test expects anything at all of a kind, and not something with a name (reported)."""
    if name is None or is_known(context, unit, name):
        return False
    if name.text.lower() not in VOCABULARY.words["ANY", "en"] and not name.text.startswith(_ANY_ZH):
        return False
    context.report("E121", name.span, {"found": name.text, "what": "any_in_test"})
    return True


def column_of_numbers(context: Context, unit: str, column: n.InputColumn) -> bool:
    """Whether a column only numbers the rows (reported)."""
    name = column.value
    if not isinstance(name, n.Name) or name.text.lower() not in NUMBERING_WORDS or is_known(context, unit, name):
        return False
    context.report("E121", column.span, {"found": name.text, "what": "numbered"})
    return True


def cell_as_elsewhere(context: Context, test: n.CellTest, before: int) -> None:
    """Speak of the cell, not of a name or a calculation, where it is written as in a spreadsheet."""
    low, found = test.low, context.diagnostics
    fix: str | None
    if test.kind != "is" or any(d.code not in _OF_A_CELL for d in found[before:]):
        return
    word = low.text if isinstance(low, n.Name) else ""
    names = _slashed(low)
    if word.lower() in ELSE_WORDS | REST_WORDS:
        what, sign, fix = "rest", word, "-"
    elif word.lower() in ANY_WORDS:
        what, sign, fix = "any", word, "-"
    elif word.lower() in DITTO_WORDS:
        what, sign, fix = "ditto", word, None
    elif len(names) > 1:
        what, sign, fix = "cell_list", "/", ", ".join(names)
    else:
        return
    del found[before:]
    context.report("E121", test.span, {"found": sign, "what": what}, fix=fix)


def denied_beside_others(context: Context, column: n.InputColumn, cell: n.CellTests) -> bool:
    """Whether a cell denies one value beside others, as in 非 北京, 上海: read as written it takes 上海 (reported)."""
    others = [test for test in cell.tests if test.kind != "missing"]
    if len(others) < 2 or not any(test.kind.startswith("not") for test in others):
        return False
    values = [test.low.text for test in others if test.kind in ("is", "not") and isinstance(test.low, n.Name)]
    is_list = len(values) == len(others) and others[0].kind == "not" and isinstance(column.value, n.Name)
    args: dict[str, Arg] = {}
    if is_list and isinstance(column.value, n.Name):
        args = {"column": column.value.text, "values": ", ".join(values)}
    context.report("E431", cell.span, args)
    return True


def named_at(context: Context, unit: str, node: n.Expr, ref: e.Ref) -> n.Name | None:
    """Where a sentence names something it may not name; None if it does so through another name."""
    for name in _names(node):
        symbol = context.symbols.peek("value", name, unit)
        if symbol is not None and symbol.name == ref.name:
            return name
    return None


def _slashed(node: n.Expr | None) -> list[str]:
    """The names of 优质/核心, which the grammar reads as a division."""
    match node:
        case n.Name(text):
            return [text]
        case n.Arithmetic("/", left, n.Name(text)):
            return [*before, text] if (before := _slashed(left)) else []
        case _:
            return []


def _names(node: object) -> Iterator[n.Name]:
    """Every name inside a sentence."""
    if isinstance(node, n.Name):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from _names(item)
    elif isinstance(node, n.Node):
        for field in fields(node):
            yield from _names(getattr(node, field.name))
