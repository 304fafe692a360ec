"""However a policy is broken, checking it never raises, and a small slip gives few diagnostics."""

import random
import re
from pathlib import Path
from string import Formatter

import pytest

from dsl.diagnostics.catalogue import CATALOGUE
from dsl.diagnostics.render import render
from dsl.load import Folder, analyse
from dsl.source import Source

HERE = Path(__file__).parent
SAMPLE = HERE.joinpath("sample.policy").read_text(encoding="utf-8")
TOKEN = re.compile(r"\s+|[A-Za-z_]+|\d+|[\u4e00-\u9fff]+|.", re.DOTALL)
TOKENS = TOKEN.findall(SAMPLE)


class NothingUsed:
    def used(self, name, by):
        return None


def check(text):
    return analyse(Folder("sample", "sample", (Source("sample.policy", text),)), NothingUsed())


def seeded(seed):
    return random.Random(seed)  # noqa: S311 - nothing here is secret


def broken(rng):
    """The sample with one to four tokens or lines deleted, doubled, swapped or replaced."""
    tokens = list(TOKENS)
    for _ in range(rng.randint(1, 4)):
        i, j = rng.randrange(len(tokens)), rng.randrange(len(tokens))
        match rng.randrange(6):
            case 0:
                del tokens[i]
            case 1:
                tokens.insert(i, tokens[j])
            case 2:
                tokens[i], tokens[j] = tokens[j], tokens[i]
            case 3:
                tokens[i] = tokens[j]
            case _:
                tokens = TOKEN.findall(with_broken_lines("".join(tokens), rng))
    return "".join(tokens)


def with_broken_lines(text, rng):
    lines = text.split("\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            del lines[i]
        case 1:
            lines.insert(j, lines[i])
        case 2:
            lines[i], lines[j] = lines[j], lines[i]
        case _:
            lines[i] = lines[i].lstrip() if lines[i].startswith(" ") else " " + lines[i]
    return "\n".join(lines)


def slipped(rng):
    """The sample with one token deleted, doubled, or with two letters swapped or one lost."""
    tokens = list(TOKENS)
    i = rng.choice([i for i, token in enumerate(tokens) if not token.isspace()])
    word = tokens[i]
    at = rng.randrange(len(word))
    changed = [
        "",
        f"{word} {word}",
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    ]
    tokens[i] = rng.choice(changed)
    return "".join(tokens)


def unfilled(diagnostic):
    """Arguments that the words of a diagnostic ask for and that it does not have."""
    case = CATALOGUE[diagnostic.code].case(diagnostic.args)
    texts = (case.message.en, case.message.zh, case.help.en, case.help.zh)
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name} - set(diagnostic.args)


def test_the_sample_has_no_mistakes():
    assert check(SAMPLE).errors == ()


def test_no_broken_policy_raises():
    for seed in range(40):
        analysis = check(broken(seeded(seed)))
        for diagnostic in analysis.diagnostics:
            assert unfilled(diagnostic) == set()
            for lang in ("en", "zh"):
                assert render(diagnostic, analysis.sources, lang, color=True, width=80)


def test_one_slip_gives_one_diagnostic():
    several = [seed for seed in range(80) if len(check(slipped(seeded(seed))).errors) > 1]
    assert several == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("define x = " + "(" * 3000 + "deposit" + ")" * 3000, ["E124"]),
        ("define x = " + " + ".join(["deposit"] * 3000), ["E124"]),
        ("if " + "not " * 3000 + "payroll then offer 基金定投", ["E124"]),
        ("if " + " or ".join(["age > 1"] * 1500) + " then offer 基金定投", []),
        ("如果" + "存款大于0并且" * 500 + "贷款大于0则推荐基金定投", ["E124"]),
        ("这一段说明文字没有空格" * 500, ["E110"]),
    ],
    ids=["parentheses", "sum", "not", "or", "run", "prose"],
)
def test_nothing_is_too_long_or_too_deep_to_be_answered(text, codes):
    assert [d.code for d in check(SAMPLE + text + "\n").errors] == codes
