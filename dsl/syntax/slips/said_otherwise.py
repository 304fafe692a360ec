"""Words in a row that are said in another way here, tried out in their place before they are told; # is a number.

Only what has one meaning stands here: what may mean two things is told in words (``unclear.py``).
"""

from __future__ import annotations

from typing import Final

_CALCULATED: Final = {
    "plus": "+", "minus": "-", "multiplied by": "*", "times": "*", "divided by": "/",
    "加上": "+", "加": "+", "减去": "-", "减": "-", "乘以": "*", "乘": "*", "除以": "/",
}  # fmt: skip
_COMPARED: Final = {
    f"{word}{joint}等于": f"{said}或等于"
    for word, said in {
        "大于": "大于", "高于": "大于", "超过": "大于", "多于": "大于", "小于": "小于", "低于": "小于", "少于": "小于",
    }.items()
    for joint in (" ", "或", " 或 ", "或 ", " 或", "或者", " 或者 ")
} | {
    f"{word}{than} or {equal}": f"{said} than or equal to"
    for word, said in {"greater": "greater", "more": "greater", "higher": "greater", "less": "less"}.items()
    for than in (" than", "")
    for equal in ("equal", "equals", "equal to")
    if (than, equal) != (" than", "equal to")
} | {
    "in excess of": "more than", "bigger than": "more than", "a minimum of": "at least", "minimum of": "at least",
    "a maximum of": "at most", "maximum of": "at most", "other than": "is not", "is other than": "is not",
    "different from": "is not", "is different from": "is not", "differs from": "is not",
    "longer than": "more than", "no longer than": "at most", "not longer than": "at most",
    "shorter than": "less than", "no shorter than": "at least", "not shorter than": "at least",
    "is from": "from", "are from": "from", "是 从": "从", "为 从": "从",
}  # fmt: skip
_CURRENCIES: Final = {
    f"# {word}": f"# {code}"
    for code, words in {
        "CNY": ("yuan", "rmb", "renminbi"), "USD": ("dollar", "dollars"), "EUR": ("euro", "euros"),
        "GBP": ("pound", "pounds"), "JPY": ("yen",),
    }.items()
    for word in words
}  # fmt: skip

SAID: Final[dict[str, str]] = {
    **_CALCULATED, **_COMPARED, **_CURRENCIES,
    "all offers": "any offer", "every offer": "any offer", "all tasks": "any task", "every task": "any task",
    "includes": "contains", "including": "contains", "含": "包含", "含有": "包含", "包括": "包含", "带有": "包含",
    "through": "via", "over": "via", "通过": "渠道", "经": "渠道", "经由": "渠道", "用": "渠道", "以": "渠道",
    "# k": "#k", "# x": "#x", "# w": "#万",
}  # fmt: skip
