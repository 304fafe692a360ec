"""A name that two things have beside one that nothing has: one of the two was meant to have it.

This is one mistake, which stands where the second is declared. Where the missing name is used is shown beside it, so
nothing is hidden if it was a mistake of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dsl.check.kinds import KIND_WORDS, NAMESPACE_WORDS, SPACE_OF_KIND, SymbolKind
from dsl.check.symbols import SymbolTable
from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.syntax.nearest import nearest

_SPACES: Final = {"E207": "channel", "E208": "role"}
_NOTHING: Final = Words("nothing has this name", "没有内容叫这个名称")
_VERY_CLOSE: Final = 0.8  # so near to a name that is known is one misspelt


def told_as_one(diagnostics: Sequence[Diagnostic], symbols: SymbolTable) -> list[Diagnostic]:
    """Diagnostics with each unknown name put beside a name that is declared twice, if it may be the one it replaced."""
    diagnostics = _with_lost_tiers(_with_conditions(diagnostics))
    unknown = [d for d in diagnostics if _is_unknown(d)]
    lost: list[Diagnostic] = []
    told: dict[int, Diagnostic] = {}
    for twice in sorted((d for d in diagnostics if d.code == "E202"), key=lambda d: d.span):
        kinds = symbols.twice.get(twice.span, frozenset())
        found = next((d for d in unknown if any(_may_be(d, kind) for kind in kinds)), None)
        if found is not None:
            unknown.remove(found)
            lost.append(found)
            told[id(twice)] = _with_lost(twice, found)
    return [told.get(id(d), d) for d in diagnostics if all(d is not one for one in lost)]


def _with_conditions(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics where a condition among names shows what has the name before it already: ``offer o1 when vip``."""
    twice = {(d.span.path, d.span.line): d for d in diagnostics if d.code == "E202"}
    among = {(d.span.path, d.span.line): d for d in diagnostics if d.code == "E125"}
    return [
        replace(d, labels=(*d.labels, *twice[place].labels)) if d is among.get(place) and place in twice else d
        for d in diagnostics
        for place in [(d.span.path, d.span.line)]
        if not (place in among and d is twice.get(place))
    ]


def _with_lost_tiers(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics where a ladder that begins with a line shows the tier that it has not: its first line is lost."""
    told = list(diagnostics)
    for first in (d for d in diagnostics if d.code == "E403" and d.args.get("what") == "first"):
        lost = next((d for d in told if d.code == "E205" and d.args["owner"] == first.args["owner"]), None)
        if lost is not None and "near" not in lost.args:
            label = Label(lost.span, _NOTHING)
            args = {**first.args, "what": "lowest_lost", "lost": lost.args["name"]}
            told[told.index(first)] = replace(first, args=args, labels=(*first.labels, label, *lost.labels))
            told.remove(lost)
    return told


def _is_unknown(diagnostic: Diagnostic) -> bool:
    if diagnostic.code not in ("E201", "E215", *_SPACES):
        return False
    near = diagnostic.args.get("near")
    return near is None or nearest(str(diagnostic.args["name"]), [str(near)], _VERY_CLOSE) is None


def _may_be(unknown: Diagnostic, kind: SymbolKind) -> bool:
    """Whether an unknown name is looked for among things of a kind."""
    space = SPACE_OF_KIND[kind]
    if unknown.code in _SPACES:
        return _SPACES[unknown.code] == space
    if unknown.code == "E215":
        return unknown.args["what"] == space
    wanted = unknown.args.get("wanted")
    return space == "value" if wanted is None else wanted in (KIND_WORDS[kind], NAMESPACE_WORDS[space])


def _with_lost(twice: Diagnostic, lost: Diagnostic) -> Diagnostic:
    label = Label(lost.span, _NOTHING)
    return replace(twice, args={**twice.args, "lost": lost.args["name"]}, labels=(*twice.labels, label))
