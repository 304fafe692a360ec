"""A review as one page that needs nothing else: no network, no fonts, no libraries, and no script to be read."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from engine.review.diff.render.build import story
from engine.review.diff.render.lone import lone_words
from engine.review.diff.render.sankey import sankey
from engine.review.diff.render.words import HEADINGS, PAGE, TONES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dsl.diagnostics.model import Words
    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.render.story import Matrix
    from engine.review.diff.report import LonePolicy, Review

_LANGS: Final = {"zh": "zh-CN", "en": "en"}
_SHADES: Final = 4
_MARKS: Final = {"down": "▼", "up": "▲", "other": "◆"}


def html(reviews: Sequence[Review], lang: Lang, lone: Sequence[LonePolicy] = ()) -> str:
    """The page, with one review below the other, and what came or went above."""
    environment = Environment(
        loader=PackageLoader("engine.review.diff.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "lang": _LANGS[lang],
        "word": _picker(lang, PAGE),
        "heading": _picker(lang, HEADINGS),
        "tone": _picker(lang, TONES),
        "mark": _MARKS,
        "shade": shade,
        "sankey": sankey,
    }
    stories = [story(review, lang) for review in reviews]
    came_and_went = [(lone_words(each, lang), each.path) for each in lone]
    return environment.get_template("review.html.j2").render(stories=stories, lone=came_and_went)


def _picker(lang: Lang, words: dict[str, Words]) -> Callable[[str], str]:
    return lambda which: words[which].zh if lang == "zh" else words[which].en


def shade(matrix: Matrix, before: int, after: int) -> int:
    """How dark a cell is: by the logarithm of its customers, among all who move or all who stay; 0 if it is empty."""
    size, number = range(len(matrix.names)), matrix.counts[before][after]
    if not number:
        return 0
    most = max(matrix.counts[a][z] for a in size for z in size if (a == z) == (before == after))
    return 1 + min(_SHADES - 1, int(_SHADES * log(1 + number) / (log(1 + most) + 1e-9)))
