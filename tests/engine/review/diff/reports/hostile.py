"""Reviews in which every text is hostile, or of which there are very many."""

from __future__ import annotations

from engine.review.diff.report import Review

TEXTS = (
    "<script>alert(1)</script>",
    "</details></summary></td><img src=x onerror=alert(1)>",
    "a | b `c` ``d`` *e* _f_ [g](http://evil.example/x) ![h](//evil.example/y)",
    "@all @channel #123 !45 ~label www.evil.example http://evil.example",
    "line\n\n# heading\n- item\n```\nfence\n```",
    "&lt;script&gt; &#64;all \\` {{ 7 * 7 }} {% raw %}",
    '\'" onmouseover="alert(1)',
)
_WORDS = frozenset({"en", "zh", "label", "policy", "text", "title", "task", "of", "owner"})
_LISTS = frozenset({"tests"})


def filled(review: Review, text: str) -> Review:
    """The review with a text in place of everything that a policy says."""
    return Review.model_validate(_filled(review.model_dump(), text))


def _filled(data: object, text: str) -> object:
    if isinstance(data, dict):
        return {key: _value(key, value, text) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return tuple(_filled(x, text) for x in data)
    return data


def _value(key: str, value: object, text: str) -> object:
    if key in _WORDS and isinstance(value, str):
        return text
    if key in _LISTS:
        return tuple(text for _ in value)
    if key in ("old", "new") and isinstance(value, str):  # parts of statements
        return text
    return _filled(value, text)


def many(review: Review, classes: int) -> Review:
    """The review with so many classes, statements and findings."""
    return review.model_copy(
        update={
            "classes": tuple(
                review.classes[at % len(review.classes)].model_copy(update={"id": f"{at:08x}"}) for at in range(classes)
            ),
            "statements": review.statements * (classes // len(review.statements)),
            "new_findings": review.new_findings * classes,
        }
    )
