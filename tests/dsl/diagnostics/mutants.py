"""Policies with one slip: a word less, twice, misspelt, or another; a line lost, doubled, joined or moved."""

import re
from dataclasses import dataclass

from dsl.syntax.vocabulary import LANGS, VOCABULARY

TOKEN = re.compile(
    r'"[^"\n]*"|\d[\d_,]*(?:\.\d+)?(?:-\d+-\d+)?%?[\u4e00-\u9fff]*'
    r"|[A-Za-z_][A-Za-z_0-9]*|[\u4e00-\u9fff]\w*|=>|>=|<=|!=|\S"
)
IS_WORD = re.compile(r"[A-Za-z_\u4e00-\u9fff]")
SIGN = re.compile(r'["()|=<>,]')
QUANTITY = re.compile(
    r"(?<![\w-])(\d[\d_]*(?:\.\d+)?)"
    r"( ?(?:万元|万|亿|元|天|个月|月|年|倍|k|million|GBP|USD|days?|months?|years?|bp|x|%))?(?![\w-])"
)
UNITS = {
    "zh": ("元", "万", "万元", "%", "天", "个月", "年", "倍", "个基点", ""),
    "en": ("k", " million", " GBP", " USD", "%", " days", " months", " years", "x", "bp", ""),
}
LANG_OF = {word: lang for (_, lang), words in VOCABULARY.words.items() for word in words}
KEYWORDS = {lang: sorted(word for word in LANG_OF if LANG_OF[word] == lang) for lang in LANGS}


@dataclass(frozen=True)
class Mutant:
    """A text with one slip: what it is, in which line, and how that was and is written."""

    kind: str
    line: int
    old: str
    new: str
    text: str


def mutant(text, rng):
    """A text with one slip in a place that has something to slip on."""
    lines = text.split("\n")
    while True:
        at = rng.randrange(len(lines))
        kind = rng.choice(sorted(IN_A_LINE) + sorted(OF_LINES))
        if not code_of(lines[at]).strip():
            continue
        new = OF_LINES[kind](lines, at) if kind in OF_LINES else IN_A_LINE[kind](code_of(lines[at]), rng, text)
        if new is None:
            continue
        count = 2 if kind == "join" else 1
        if kind in IN_A_LINE:
            new = [new + lines[at][len(code_of(lines[at])) :]]
        if new != lines[at : at + count]:
            changed = "\n".join([*lines[:at], *new, *lines[at + count :]])
            return Mutant(kind, at + 1, lines[at], "\n".join(new), changed)


def code_of(line):
    """A line without its comment."""
    return re.match(r'(?:"[^"]*"|[^"#]|"(?=[^"]*$))*', line)[0]


def tokens(line, is_meant=lambda _: True):
    return [found for found in TOKEN.finditer(line) if is_meant(found.group())]


def is_keyword(token):
    return token.lower() in LANG_OF


def is_name(token):
    return IS_WORD.match(token) is not None and not is_keyword(token)


def with_instead(line, found, instead):
    return line[: found.start()] + instead + line[found.end() :]


def deleted(line, rng, _):
    return with_instead(line, rng.choice(tokens(line)), "")


def doubled(line, rng, _):
    found = rng.choice(tokens(line))
    return with_instead(line, found, f"{found.group()} {found.group()}")


def misspelt(line, rng, _):
    words = tokens(line, lambda token: IS_WORD.match(token) is not None and len(token) > 2)
    if not words:
        return None
    found = rng.choice(words)
    word, at = found.group(), rng.randrange(len(found.group()) - 1)
    longer = word + ("s" if word.isascii() else "的")
    wrong = rng.choice([word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], longer])
    return None if is_keyword(wrong) else with_instead(line, found, wrong)


def another_keyword(line, rng, _):
    words = tokens(line, is_keyword)
    if not words:
        return None
    found = rng.choice(words)
    return with_instead(line, found, rng.choice(KEYWORDS[LANG_OF[found.group().lower()]]))


def another_name(line, rng, text):
    own = tokens(line, is_name)
    names = [found.group() for one in text.split("\n") for found in tokens(code_of(one), is_name)]
    return with_instead(line, rng.choice(own), rng.choice(names)) if own else None


def another_unit(line, rng, _):
    numbers = list(QUANTITY.finditer(line))
    if not numbers:
        return None
    found = rng.choice(numbers)
    lang = "en" if re.sub(r'"[^"]*"', "", line).isascii() else "zh"
    return with_instead(line, found, found[1] + rng.choice(UNITS[lang]))


def swapped(line, rng, _):
    found = tokens(line)
    if len(found) < 2:
        return None
    at = rng.randrange(len(found) - 1)
    first, second = found[at], found[at + 1]
    between = line[first.end() : second.start()]
    return line[: first.start()] + second.group() + between + first.group() + line[second.end() :]


def without_a_sign(line, rng, _):
    signs = list(SIGN.finditer(line))
    return with_instead(line, rng.choice(signs), "") if signs else None


def joined(lines, at):
    following = lines[at + 1 : at + 2]
    return [f"{lines[at].rstrip()} {following[0].strip()}"] if following and following[0].strip() else None


IN_A_LINE = {
    "deleted": deleted,
    "doubled": doubled,
    "misspelt": misspelt,
    "keyword": another_keyword,
    "name": another_name,
    "unit": another_unit,
    "swapped": swapped,
    "sign": without_a_sign,
}
OF_LINES = {
    "lost": lambda _lines, _at: [],
    "twice": lambda lines, at: [lines[at], lines[at]],
    "join": joined,
    "dedent": lambda lines, at: [lines[at].lstrip()],
    "indent": lambda lines, at: [f"  {lines[at]}"],
}
