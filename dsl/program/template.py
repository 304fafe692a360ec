"""Texts with slots, as parsed from ``say`` and ``because``: data, never code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.syntax.scan import CJK

if TYPE_CHECKING:
    from dsl.program.expr import Expr
    from dsl.syntax.vocabulary import Lang

_CHINESE: Final = re.compile(f"[{CJK}]")
_LATIN: Final = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A value to fill in; ``filter`` says how it is shown (None: as its type is shown)."""

    expr: Expr
    filter: str | None


@dataclass(frozen=True, slots=True)
class Either:
    """``{% if condition %}…{% else %}…{% endif %}``; an unknown condition withholds the text."""

    condition: Expr
    then: tuple[Part, ...]
    otherwise: tuple[Part, ...]


Part = str | Slot | Either


@dataclass(frozen=True, slots=True)
class Template:
    """A text: literal pieces, slots and alternatives, with the source it was parsed from."""

    source: str
    parts: tuple[Part, ...]

    @property
    def lang(self) -> Lang:
        """The language it is written in, by its letters outside of slots; if there are none, by those in them."""
        written = "".join(_literal(self.parts))
        for text in (written, self.source):
            if _CHINESE.search(text):
                return "zh"
            if _LATIN.search(text):
                return "en"
        return "zh"


def _literal(parts: tuple[Part, ...]) -> list[str]:
    found: list[str] = []
    for part in parts:
        match part:
            case str():
                found.append(part)
            case Either(_, then, otherwise):
                found += [*_literal(then), *_literal(otherwise)]
            case Slot():
                pass
    return found
