"""Texts of policies with one edit made at random: a number, a comparison, a joining word, a channel."""

import re

UNITS = "k|bp|[万亿元天年月个周倍分项]"
NUMBER = re.compile(rf"(?<![\w.-])\d[\d_]*(?:\.\d+)?(?![\d.-]|(?!{UNITS})\w)")
SWAPS = [
    (" >= ", " > "), (" > ", " >= "), (" < ", " <= "), (" <= ", " < "), (" = ", " != "), (" + ", " - "), (" - ", " + "),
    (" and ", " or "), (" or ", " and "), (" is ", " is not "), (" within the next ", " within the last "),
    (" within the last ", " within the next "), (" missing", " known"), (" known", " missing"), ("max(", "min("),
    (" days", " weeks"), (" weeks", " days"), (" months", " weeks"), (" years", " months"),
    (" at least ", " less than "), ("all offers", "offer"), (" >= ", " < "), (" < ", " >= "),
    (" 且 ", " 或 "), (" 或 ", " 且 "), (" 是 ", " 不是 "), (" 在 近 ", " 在 未来 "), (" 在 未来 ", " 在 近 "),
    (" 在 ", " 不在 "), (" 不在 ", " 在 "), (" 缺失", " 已知"), (" 已知", " 缺失"), ("最大(", "最小("),
    ("天 ", "个月 "), ("个月 ", "天 "), ("年 ", "个月 "), (" 不满 ", " 满 "), (" 后 ", " 前 "), (" 属于 ", " 不属于 "),
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
    fitting = [(old, new) for old, new in SWAPS if old in text]
    return text.replace(*random.choice(fitting), 1) if fitting else text


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
