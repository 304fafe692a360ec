"""Texts of policies with one edit made at random: a number, a comparison, a joining word, a line taken out."""

import re

NUMBER = re.compile(r"(?<![\w.-])\d[\d_]*(?:\.\d+)?(?![\w.-])")
SWAPS = [
    (" >= ", " > "), (" > ", " >= "), (" < ", " <= "), (" <= ", " < "), (" and ", " or "), (" or ", " and "),
    (" 且 ", " 或 "), (" 或 ", " 且 "), (" is ", " is not "), (" 是 ", " 不是 "),
]  # fmt: skip


def other_number(text, random):
    """One number moved: by one, to just beside it, or by about a tenth."""
    numbers = list(NUMBER.finditer(text))
    if not numbers:
        return text
    found = random.choice(numbers)
    written = found[0].replace("_", "")
    if "." in written:
        moved = f"{float(written) * 1.1:.4f}".rstrip("0").rstrip(".")
    else:
        moved = str(int(written) + random.choice([-1, 1, 1, 7]))
    return text[: found.start()] + moved + text[found.end() :]


def other_word(text, random):
    """One comparison or joining word turned round."""
    old, new = random.choice(SWAPS)
    return text.replace(old, new, 1)
