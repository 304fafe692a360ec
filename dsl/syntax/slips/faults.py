"""Tokens that no sentence can take, in words: what is wrong with them and what to write instead."""

from __future__ import annotations

import re
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span
from dsl.syntax.scan import FOLD, NUMBER, Raw
from dsl.syntax.slips.dates import date_fault
from dsl.syntax.slips.thousands import apart_by_marks, by_thousands
from dsl.syntax.slips.words import CURRENCY_SIGNS, SIGNS, UNIT_WORDS
from dsl.syntax.vocabulary import SUFFIX_COMPARISONS

_WAN: Final = re.compile(r"w(?=元|$)", re.IGNORECASE)


def fault(span: Span, raw: Raw) -> Diagnostic:
    """The diagnostic for a bad token."""
    text = raw.text
    match raw.fault:
        case "unclosed" | "unclosed_name":
            return Diagnostic("E102", span, {"what": "name" if raw.fault == "unclosed_name" else "text"})
        case "thousands":
            return apart_by_marks(span, text)
        case "month":
            return Diagnostic("E104", span, {"found": text}, fix=text.removesuffix("月") + "个月")
        case "glued":
            return _glued(span, text)
        case "suffix":
            text = text.lstrip("在为是")
            suffix = max((s for s in SUFFIX_COMPARISONS if text.endswith(s)), key=len)
            fix = f"{SUFFIX_COMPARISONS[suffix]} {text.removesuffix(suffix)}"
            return Diagnostic("E106", span, {"found": text, "suffix": suffix, "fix": fix}, fix=fix)
        case "date" | "half_date":
            return date_fault(span, text)
        case "remark":
            return Diagnostic("E121", span, {"found": text, "what": "remark"}, fix="#")
        case "sign":
            return Diagnostic("E121", span, {"found": text, "instead": SIGNS[text]}, fix=SIGNS[text])
        case "money_sign":
            grouped = _grouped(span, raw)
            if grouped is not None:
                return grouped
            amount = _amount(raw)
            what: dict[str, Arg] = {} if amount is not None else {"what": "two_currencies"}
            return Diagnostic("E121", span, {"found": text, **what}, fix=amount)
        case "range":
            return Diagnostic("E121", span, {"found": "介于" if text.startswith("介于") else "在", "what": "range"})
        case "long":
            return Diagnostic("E124", span, {"what": "run"})
        case "single":
            return Diagnostic("E121", span, {"found": text, "instead": f'"{text[1:-1]}"'}, fix=f'"{text[1:-1]}"')
        case _:
            found = text.translate(FOLD)
            if found == "~":
                return Diagnostic("E121", span, {"found": found, "what": "range"})
            if found in SIGNS:
                return Diagnostic("E121", span, {"found": found, "instead": SIGNS[found]}, fix=SIGNS[found])
            return Diagnostic("E107", span, {"found": found} | ({"what": "semicolon"} if found == ";" else {}))


def _grouped(span: Span, raw: Raw) -> Diagnostic | None:
    """¥50.000: what would be an amount with three decimals once its sign is gone."""
    currency = "CNY" if CURRENCY_SIGNS[raw.text[0]] == "元" else CURRENCY_SIGNS[raw.text[0]].strip()
    return by_thousands(span, raw.text[1:].strip(), currency)


def _amount(raw: Raw) -> str | None:
    """An amount with its currency behind it; None if it has another one there already."""
    text = raw.text[1:].strip().replace(",", "_")
    code = CURRENCY_SIGNS[raw.text[0]]
    if raw.unit.currency not in (None, "CNY" if code == "元" else code.strip()):
        return None
    digits = NUMBER.match(text)
    tail = text[digits.end() :] if digits else ""
    scale = UNIT_WORDS.get(tail.strip().lower(), " million" if tail.strip().lower() == "m" else tail)
    if raw.unit.currency is not None:
        code = ""
    elif code == "元" and scale and scale.isascii():
        code = " CNY"
    return (digits.group() if digits else text) + scale + code


def _glued(span: Span, text: str) -> Diagnostic:
    """Letters behind digits: perhaps 5w for 5万, or a space too few."""
    if _WAN.search(text):
        return Diagnostic("E105", span, {"what": "wan", "found": text}, fix=_WAN.sub("万", text))
    digits = NUMBER.match(text)
    tail = text[digits.end() :] if digits else text
    if digits and tail.lower() in UNIT_WORDS:
        fix = digits.group() + UNIT_WORDS[tail.lower()]
        return Diagnostic("E105", span, {"what": "scale", "found": tail}, fix=fix)
    if tail.lower() == "m":
        return Diagnostic("E105", span, {"what": "m", "found": text, "digits": text[: -len(tail)]})
    return Diagnostic("E105", span, {"what": "glued", "found": text, "tail": tail})
