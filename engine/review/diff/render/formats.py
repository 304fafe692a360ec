"""The forms in which a review is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass
from engine.review.diff.render.html import html
from engine.review.diff.render.markdown import markdown
from engine.review.diff.render.terminal import terminal
from engine.review.diff.report import Reviews

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.report import LonePolicy, Review

Format = Literal["text", "markdown", "html", "json"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a report looks on a terminal.

    Attributes:
        width: columns.
        color: whether styles are shown.
        full: whether every class is told in full, not only the first of those alike.
    """

    width: int = 80
    color: bool = False
    full: bool = False


def written(reviews: Sequence[Review], form: Format, lang: Lang, look: Look, lone: Sequence[LonePolicy] = ()) -> str:
    """A report of one policy or more, with a line end at its end; what came or went stands first."""
    match form:
        case "json":
            return Reviews(reviews=tuple(reviews), lone=tuple(lone)).model_dump_json(indent=2) + "\n"
        case "markdown":
            return markdown(reviews, lang, lone)
        case "html":
            return html(reviews, lang, lone)
        case "text":
            return terminal(reviews, lang, look.width, color=look.color, full=look.full, lone=lone)
