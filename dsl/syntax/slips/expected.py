"""Syntax errors in words: what could stand here, what stands there, and the nearest word that was meant."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span
from dsl.syntax.nearest import nearest
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import means
from dsl.syntax.slips.faults import fault
from dsl.syntax.slips.lengths import compared_behind, is_about_a_day, said_of_how_long_ago
from dsl.syntax.slips.order import AT_THE_MARGIN, IN_A_SENTENCE, OF_A_TOKEN, first_of
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.words import FILLER_WORDS
from dsl.syntax.vocabulary import CLAUSES, HEADS, SUFFIX_COMPARISONS, VOCABULARY
from dsl.syntax.wording import describe, keywords, written

# What only joins, so that one may stand for another; a word with a meaning of its own is never offered.
_JOINS: Final = frozenset("COMMA AND OR THEN IF EQ IS TO BY FROM UNTIL".split())
_VERY_CLOSE: Final = 0.75  # for a word that may as well be a name


def unexpected(stop: Stop) -> Diagnostic:
    """The diagnostic for a word the parser cannot take."""
    return said_of_how_long_ago(stop, _unexpected(stop))


def _unexpected(stop: Stop) -> Diagnostic:
    span, word, terminals = stop.place(), stop.word, stop.terminals
    at_margin = terminals >= HEADS - {"PROFILE"}
    is_prose = at_margin and word.raw.fault == "long" and not word.text.startswith(tuple(keywords(HEADS)))
    if word.terminal == "BAD" and not is_prose:
        return _fault(stop)
    if at_margin:
        return _no_statement(stop)
    known = first_of(IN_A_SENTENCE, stop)
    if known is not None:
        return known
    if word.terminal == "_NL" or not word.text:
        return Diagnostic("E114", span, {"expected": describe(terminals)})
    candidates = keywords(terminals)
    if "NAME" in terminals:
        candidates += list(stop.names)
    near = nearest(word.text, candidates) if word.terminal in ("NAME", "NEW") else None
    args: dict[str, Arg] = {"expected": describe(terminals), "found": word.text}
    if near and stop.reads(near):
        return Diagnostic("E101", span, args | {"near": near}, fix=near)
    if terminals <= {"$END"}:
        return Diagnostic("E101", span, {"what": "end", "found": word.text})
    return _repaired(stop) or Diagnostic("E101", span, args)


def _fault(stop: Stop) -> Diagnostic:
    """The diagnostic for a bad token, as its place asks."""
    span, raw = stop.place(), stop.word.raw
    if stop.terminals <= {"STRING"} and raw.fault == "character":
        return Diagnostic("E101", span, {"what": "quotes", "found": f"{raw.text}…"})
    known = first_of(OF_A_TOKEN, stop)
    if known is not None:
        return known
    found = fault(span, raw)
    former = stop.former
    if found.code == "E106" and stop.head == "PARAM":  # 参数 门槛 = 5万以上
        suffix = str(found.args["suffix"])
        at = replace(found.span, column=found.span.end_column - len(suffix))
        return Diagnostic("E101", at, {"what": "extra", "found": suffix})
    if found.code == "E106" and former is not None and former.terminal == "CMP":  # > 60岁以上: both are one mistake
        found = replace(found, span=stop.place_to(former, raw))
    if found.code == "E106" and is_about_a_day(stop):
        suffix, text = str(found.args["suffix"]), str(found.args["found"])
        sign, number = SUFFIX_COMPARISONS[suffix], text.removesuffix(suffix)
        found = compared_behind(found.span, text, number, sign, suffix) or found
    if found.code == "E106" and former is not None and former.text == "在":  # 存款 在 5万以上
        found = replace(found, span=stop.place_to(former, raw), args={**found.args, "found": f"在 {raw.text}"})
    if found.code == "E106" and found.fix and "FROM" in stop.terminals and "CMP" not in stop.terminals:
        line = found.fix.replace(">=", written("FROM", stop.lang))  # 优质 5万以上: a rung has a line, no comparison
        return replace(found, args={**found.args, "fix": line}, fix=line)
    return found


def _repaired(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a word in place of another, too few, or too many; None if it is none of these."""
    word, repair = stop.word, stop.repair
    is_unknown = (
        word.raw.kind == "word" and word.text not in stop.names and word.text.lower() not in VOCABULARY.readings
    )
    is_mark = word.raw.kind == "op" and word.terminal not in ("CMP", "EQ")
    is_sign = is_mark or word.text.lower() in VOCABULARY.reserved
    if "_NL" in repair.missing and VOCABULARY.heads(word.text) & CLAUSES:
        return stop.on_a_line_of_its_own()
    if stop.former is not None and word.text == stop.former.text and stop.reads(""):
        return Diagnostic("E101", stop.place(), {"what": "extra", "found": word.text})
    instead = [sign for t in sorted(repair.instead & _JOINS) if stop.reads(sign := written(t, stop.lang))]
    if is_sign and len(instead) == 1 and not means(word.raw, "NOT"):  # in its place the denial would be lost
        return stop.foreign(instead=instead[0])
    lacks = repair.missing - {"_NL"} if not is_unknown else repair.missing & {"COMMA"}
    lacks -= {"COMMA"} if word.terminal in ("CMP", "EQ") else set()  # in a cell a comma means "or"
    if {"ONE_OF", "T_TEXT"} <= stop.terminals and (stop.following is None or stop.following.kind != "op"):
        lacks -= {"ONE_OF"}  # one word alone is rather the name of a type than a list
    if lacks and not stop.terminals >= {"NAME", "NUMBER"}:  # else a value is missing, and it may be any
        if len(lacks) == 1 and (found := stop.lacks(next(iter(lacks)))).fix and stop.reads(found.fix):
            return found
        args: dict[str, Arg] = {"what": "one_missing", "expected": describe(lacks), "found": word.text}
        return Diagnostic("E101", stop.place(), args)
    says_nothing = not is_unknown or word.text.lower() in FILLER_WORDS
    is_extra = repair.is_extra and says_nothing and stop.reads("")
    return Diagnostic("E101", stop.place(), {"what": "extra", "found": word.text}) if is_extra else None


def misspelt(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a word that was taken for a name but is nearly a keyword; None if it is not."""
    word = stop.word
    near = nearest(word.text, keywords(stop.terminals), _VERY_CLOSE)
    if near is None or word.text.lower() in VOCABULARY.readings or not stop.reads(near):
        return None
    args: dict[str, Arg] = {"expected": describe(stop.terminals), "found": word.text, "near": near}
    return Diagnostic("E101", stop.place(), args, fix=near)


def _no_statement(stop: Stop) -> Diagnostic:
    span, word = stop.place(), stop.word
    known = first_of(AT_THE_MARGIN, stop)
    if known is not None:
        return known
    heads = VOCABULARY.heads(word.text)
    if heads & CLAUSES:
        return Diagnostic("E123", span, {"word": word.text, "what": "clause"})
    near = nearest(word.text, keywords(HEADS)) if word.text else None
    return Diagnostic("E110", span, {"word": word.text} | ({"near": near} if near else {}), fix=near)


def ended(path: str, last: Raw, terminals: AbstractSet[str]) -> Diagnostic:
    """The diagnostic for a statement or cell that stops too early."""
    span = Span(path, last.line, last.end, last.line, last.end + 1)
    if {"IF", "THEN"} <= terminals:
        return Diagnostic("E119", span, {"what": "body"})
    if "THEN" in terminals:
        return Diagnostic("E119", span, {"what": "end"})
    return Diagnostic("E114", span, {"expected": describe(terminals)})
