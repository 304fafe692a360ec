"""A single file that is one of a folder: what it lacks stands in the files beside it, and is one mistake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.lean import dataclass
from dsl.source import Source
from dsl.syntax.parse import outline

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The files beside a single file.

    Attributes:
        folder: that holds the file and them, as people name it.
        sources: the files.
    """

    folder: str
    sources: tuple[Source, ...]


def part_of_a_folder(diagnostics: Sequence[Diagnostic], beside: Callable[[], Sequence[Neighbours]]) -> list[Diagnostic]:
    """Diagnostics in which all that speak of names give way to one, if files beside declare what is unknown.

    Of several folders the first counts that declares the most of it.
    """
    if not any(_is_about_names(d) for d in diagnostics):
        return list(diagnostics)
    found = [(neighbours.folder, _declared_in(neighbours, diagnostics)) for neighbours in beside()]
    folder, lost = max(found, key=lambda one: len(one[1]), default=("", []))
    if not lost:
        return list(diagnostics)
    first = min(lost, key=lambda d: d.span)
    told = tuple(dict.fromkeys(str(d.args["name"]) for d in lost if "name" in d.args))
    args: dict[str, Arg] = {"folder": folder, **({"names": told[:_SHOWN]} if told else {})}
    kept = [d for d in diagnostics if not _is_about_names(d)]
    return [Diagnostic("E005", first.span, args), *kept]


def _declared_in(neighbours: Neighbours, diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics about names that some files declare."""
    outlines = [one for source in neighbours.sources for one in outline(source).outlines]
    names = {name for one in outlines for name in one.all_names}
    has_record = any(one.head in ("CUSTOMER", "USE") for one in outlines)
    lost = [d for d in diagnostics if (has_record if d.code == "E401" else str(d.args.get("name")) in names)]
    return [d for d in lost if _is_about_names(d)]


def _is_about_names(diagnostic: Diagnostic) -> bool:
    return diagnostic.code.startswith("E2") or diagnostic.code == "E401"
