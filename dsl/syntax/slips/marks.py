"""Signs, quotes and parentheses: another one than belongs here, one that was left out, one too many."""

from __future__ import annotations

from dsl.diagnostics.model import Diagnostic
from dsl.source import Span
from dsl.syntax.scan import FOLD
from dsl.syntax.slips.lengths import without_comparison
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import outcome_word, written


def foreign_mark(stop: Stop) -> Diagnostic | None:
    """A sign of the language where another sign or a word belongs: ``home = 自有``, a comma for ``then``."""
    word, former, terminals = stop.word, stop.former, stop.terminals
    if word.raw.kind != "op":
        return None
    match word.raw.text:
        case "=>" if "THEN" in terminals and stop.following is not None and outcome_word(stop.following.text):
            return stop.foreign(instead=written("THEN", stop.lang))
        case "=>" if "CMP" in terminals:
            return stop.foreign(instead=">=")
        case "|":
            return stop.foreign(what="bar")
        case ":":
            return stop.foreign(what="colon")
        case "," if "THEN" in terminals:
            return _comma(stop)
        case "=" if "IS" in terminals and "CMP" not in terminals and "EQ" not in terminals:
            return stop.foreign(instead=VOCABULARY.word("IS", stop.lang))
        case "(" if former is not None and former.text.lower() in VOCABULARY.words["IN", "en"]:
            return stop.foreign(former, what="is_in")
    if word.terminal in ("CMP", "EQ") and "THEN" in terminals and "CMP" not in terminals:
        return Diagnostic("E120", stop.place(), {"found": word.raw.text})
    return None


def _comma(stop: Stop) -> Diagnostic:
    """A comma where only ``then``, ``and`` or ``or`` can go on: the list of values, or a forgotten ``then``."""
    raw = stop.following
    outcome = outcome_word(raw.text) if raw is not None and raw.kind == "word" else None
    if raw is None or outcome is None:
        return stop.foreign(what="list")
    span = Span(stop.path, raw.line, raw.column, raw.line, raw.column + len(outcome))
    fix = f"{VOCABULARY.word('THEN', stop.lang)} {outcome}"
    return Diagnostic("E119", span, {"what": "word", "found": outcome}, fix=fix)


def list_left_open(stop: Stop) -> Diagnostic | None:
    """A list in parentheses that goes on as a condition: 风险偏好 属于 (稳健, 平衡 且 代发."""
    if not {"COMMA", "RPAR"} <= stop.terminals or stop.word.raw.kind != "word":
        return None
    if not VOCABULARY.heads(stop.word.text) & {"AND", "OR"}:
        return None
    closing = {")": -1, "(": 1}
    open_here = 1
    for raw in stop.rest:
        open_here += closing.get(raw.text, 0) if raw.kind == "op" else 0
        if open_here == 0:
            return None
    return Diagnostic("E101", stop.place(), {"what": "open_paren", "found": stop.word.text})


def bare_word(stop: Stop) -> Diagnostic | None:
    """A text without its quotes, or a list without its parentheses."""
    if stop.terminals <= {"STRING"} and stop.word.raw.kind in ("word", "number", "date", "quoted"):
        return Diagnostic("E101", stop.place(), {"what": "quotes", "found": stop.word.text})
    if stop.terminals <= {"LPAR"}:
        return Diagnostic("E101", stop.place(), {"what": "list", "found": stop.word.text})
    return None


def mark_left_out(stop: Stop) -> Diagnostic | None:
    """A sign or parenthesis left out, or one too many."""
    word, terminals = stop.word, stop.terminals
    is_value = word.terminal in ("NUMBER", "QUANTITY", "STRING", "DATE")
    what = ""
    fix = None
    if is_value and terminals <= {"AS", "REQUIRED", "UNKNOWN"}:
        what, fix = "as", f"{VOCABULARY.word('AS', stop.lang)} {word.text}"
    elif is_value and "CMP" in terminals:
        length = without_comparison(stop)
        if length is not None:
            return length
        what = "compare"
    elif word.terminal == "THEN" and "RPAR" in terminals:
        what = "open_paren"
    elif word.terminal == "RPAR" and not terminals & {"NAME", "NUMBER"}:
        what = "close_paren"
    return Diagnostic("E101", stop.place(), {"what": what, "found": word.text}, fix=fix) if what else None


def foreign_sign(stop: Stop) -> Diagnostic | None:
    """A sign that is written for another elsewhere, where that one cannot stand either."""
    sign, former, following = stop.word.raw.text.translate(FOLD), stop.former, stop.following
    if sign in ("=>", "→", "⇒", "->", "==>") and following is not None and "THEN" in stop.terminals:
        return stop.foreign(instead=written("THEN", stop.lang)) if outcome_word(following.text) else None
    if sign == "~" and "UNTIL" in stop.terminals and former is not None and former.terminal == "DATE":
        return stop.foreign(instead=written("UNTIL", stop.lang))
    if sign == "!" and "NOT" not in stop.terminals:
        return Diagnostic("E107", stop.place(), {"found": sign})
    if sign in ("{", "}") and not stop.terminals & {"LPAR", "RPAR"}:
        return stop.foreign(what="braces")
    is_range = former is not None and following is not None and former.raw.kind == following.kind == "number"
    if stop.word.raw.fault == "remark" and is_range and sign[0] == "-":
        return stop.foreign(what="range")
    return None
