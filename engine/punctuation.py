"""Punctuation between the pieces of a sentence: of full width in Chinese, half width and a space in English.

Formulas and intervals are notation, and written alike in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang

COLON: Final[dict[Lang, str]] = {"en": ": ", "zh": "："}
COMMA: Final[dict[Lang, str]] = {"en": ", ", "zh": "，"}
SEMICOLON: Final[dict[Lang, str]] = {"en": "; ", "zh": "；"}
ENUMERATION: Final[dict[Lang, str]] = {"en": ", ", "zh": "、"}


def aside(text: str, lang: Lang) -> str:
    """A remark in parentheses, to be put right behind what it is about."""
    return f"（{text}）" if lang == "zh" else f" ({text})"
