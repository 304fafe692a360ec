"""Tiers of a ladder with their line in other words: where a tier ends, or a comparison in place of ``from``."""

from __future__ import annotations

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.slips.stop import Stop
from dsl.syntax.wording import written


def rung_slip(stop: Stop) -> Diagnostic | None:
    """A rung that says where it ends, or where it begins in another way."""
    word = stop.word
    if stop.head != "TIERS" or "_NL" not in stop.terminals or stop.former is None:
        return None
    if stop.former.raw.kind == "number" and "FROM" not in stop.terminals:
        is_end = word.terminal in ("TO", "BELOW", "CMP", "UNTIL", "NAME")
        return stop.foreign(what="rung_end") if is_end else None
    if "FROM" not in stop.terminals:
        return None
    if word.text in (">=", "≥", ">"):
        return stop.foreign(what="rung", instead=written("FROM", stop.lang))
    is_mark = word.terminal in ("CMP", "EQ", "NUMBER", "QUANTITY") or word.raw.text in (":", "-", "(", "[")
    return stop.foreign(what="rung") if is_mark else None
