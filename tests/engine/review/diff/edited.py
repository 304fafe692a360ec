"""Texts of policies with one edit made at random: a number, a comparison, a joining word, a channel."""

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


def other_channel(text, random, channels):
    """One channel turned into another, or not named any more: of an offer, a task, an exclusion."""
    name = rf"(?<!\w)(?:{'|'.join(map(re.escape, channels))})(?!\w)"
    other = random.choice([None, *channels])
    # Who names one less leaves out its comma or, of a single one, the word before it.
    found = list(re.finditer(name if other else rf"{name}, |, {name}| (?:via|渠道) {name}", text))
    if not found:
        return text
    at = random.choice(found)
    return text[: at.start()] + (other or "") + text[at.end() :]
