"""Outcomes said without their word, or with the account before the points: 则 核心, 则 积分 加 10."""

from __future__ import annotations

import re
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.lexer import Word
from dsl.syntax.scan import Raw
from dsl.syntax.slips.forbidding import denied_outcome
from dsl.syntax.slips.points import points_slip
from dsl.syntax.slips.promises import is_promise, promise_slip
from dsl.syntax.slips.stop import Stop
from dsl.syntax.wording import written

_PLUS: Final = frozenset({"+", "=", "+=", "加", "加上", "增加", "加分", "add", "plus"})
# What may stand behind the name an outcome begins with: the value of a choice, or what points are counted by.
_BEHIND_A_NAME: Final = frozenset({"IS", "EACH_FULL", "DOT"})
_MINUS: Final = frozenset({"-", "减", "减去", "扣", "扣减", "扣除", "减少", "subtract", "minus", "deduct"})

_BETWEEN: Final = frozenset({"从", "到", "给", "分", "from", "to", "points", "point"})
_SIGNED: Final = re.compile(r"(加上|加|增加|减去|减|扣减|扣除|扣|减少)?(\d+)分?")
_SPOKEN: Final[dict[frozenset[str], tuple[str, ...]]] = {
    frozenset({"赠送", "送", "推送", "营销", "发放", "给予", "recommend", "send", "give"}): ("OFFER",),
    frozenset({"不推荐", "不送", "禁止推荐", "取消推荐"}): ("EXCLUDE", "OFFER"),
    frozenset({"升级", "升级为", "升为", "定为", "评为", "归为", "upgrade", "promote"}): ("TIER",),
    frozenset({"标记", "标记为", "打标", "打标签", "属于", "mark", "label"}): ("CLASS",),
    frozenset({"分配", "派发", "派给", "通知", "提醒", "assign", "notify"}): ("TASK",),
}


def outcome_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for an outcome that only its writer can tell from the value of a choice."""
    if "ADD" in stop.terminals and "TIER" in stop.terminals and stop.word.raw.kind == "op":
        return _points(stop, (stop.word.raw, *stop.rest))
    former = stop.former
    denied = denied_outcome(stop)
    if former is None or denied is not None:
        return denied
    known = promise_slip(stop) or points_slip(stop)
    if known is not None:
        return known
    if is_promise(stop) and former.terminal == "NAME":
        said = _said_otherwise(stop, former)
        return said if said is not None and stop.reads(said.fix or "", former) else None
    if former.terminal == "NAME" and "TO" in stop.terminals and stop.gives.get(former.text) == "ADD":
        return _points(stop, (former.raw, stop.word.raw))  # 加 积分 10
    if former.terminal != "NAME" or not stop.terminals <= _BEHIND_A_NAME:
        return None
    match stop.gives.get(former.text):
        case "ADD":
            return _points(stop, (former.raw, stop.word.raw, *stop.rest))
        case "TIERS" if stop.gives.get(stop.word.text) == "TIER":
            return stop.lacks("TIER", former)
        case "BY_ROLE" if stop.word.raw.kind in ("word", "quoted"):
            fix = f"{written('TASK', stop.lang)} {stop.word.text} {written('BY_ROLE', stop.lang)} {former.text}"
            return Diagnostic(
                "E121", stop.place_to(former, stop.word), {"found": former.text, "what": "task"}, fix=fix
            )  # fmt: skip
        case "TIER" | "OFFER" | "CLASS" as terminal:
            return stop.lacks(terminal, former)
    if former.text.lower() in _MINUS:
        return _points(stop, (former.raw, stop.word.raw, *stop.rest))
    if former.text in stop.names:
        return None
    return (
        _unspaced_points(stop, former)
        or _said_otherwise(stop, former)
        or Diagnostic("E101", stop.place(former), {"what": "outcome", "found": former.text})
    )


def _unspaced_points(stop: Stop, former: Word) -> Diagnostic | None:
    """积分加10, 加10积分: a run that no cut fits, because points are said the other way round."""
    account = next((x for x, word in stop.gives.items() if word == "ADD" and x in former.text), None)
    found = _SIGNED.fullmatch(former.text.replace(account, "", 1)) if account is not None else None
    if account is None or found is None:
        return None
    amount = ("-" if found[1] in _MINUS else "") + found[2]
    fix = f"{written('ADD', stop.lang)} {amount} {written('TO', stop.lang)} {account}"
    return Diagnostic("E121", stop.place(former), {"found": account, "what": "points"}, fix=fix)


def _said_otherwise(stop: Stop, former: Word) -> Diagnostic | None:
    """An outcome with a word of everyday speech: 赠送 鲜花, 不推荐 基金."""
    said = next((terminals for words, terminals in _SPOKEN.items() if former.text.lower() in words), None)
    if said is None:
        return None
    return stop.foreign(former, instead=" ".join(written(terminal, stop.lang) for terminal in said))


def _points(stop: Stop, raws: tuple[Raw, ...]) -> Diagnostic | None:
    """The diagnostic for points said in another order, up to the last word that belongs to it."""
    amount: Raw | None = None
    account: Raw | None = None
    sign = ""
    last = raws[0]
    for raw in raws:
        if raw.kind == "newline" or (amount is not None and account is not None):
            break
        if raw.kind == "number" and amount is None:
            amount = raw
        elif stop.gives.get(raw.text) == "ADD":
            account = raw
        elif raw.text.lower() in _MINUS and amount is None:
            sign = "-"
        elif raw.text.lower() not in _PLUS | _BETWEEN:
            break
        last = raw
    if amount is None or account is None:
        return None
    add, to = written("ADD", stop.lang), written("TO", stop.lang)
    fix = f"{add} {sign}{amount.text} {to} {account.text}"
    if raws[0].text == account.text and stop.word.raw is amount and "TO" in stop.terminals:
        fix = f"{amount.text} {to} {account.text}"  # the word for adding stands already
    return Diagnostic("E121", stop.place_to(raws[0], last), {"found": account.text, "what": "points"}, fix=fix)
