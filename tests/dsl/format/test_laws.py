"""What holds for every policy, however it was typed and commented."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.format import format_file, format_statement, names_of, same_meaning
from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline
from tests.dsl.strategies import THINGS, names, plain_names, statements

# Every name means something, and some mean two things.
_RUNGS = "".join(f"  {' '.join(thing)}\n" for thing in THINGS)
_LIST = "choice level 意向 one of deposit 贷款, wealth 年龄, 保守\n"
DECLARATIONS = f"tiers 阶梯\n{_RUNGS}{_LIST}offer loan 贷款\nchannels sms 短信, 存款\nparam 资产 core_line = 1\n"


def parsed(text):
    scanned = outline(Source("test.policy", text))
    built = build(scanned, scanned.names)
    assert built.diagnostics == (), text
    return built.file


def formatted(text, lang):
    file = parsed(text)
    return format_file(file, Source("test.policy", text), names_of([file]), lang)


NAMES = names_of([parsed(DECLARATIONS)])


class Draft:
    """A text typed without care: lines broken, clauses shuffled, comments and blank lines anywhere."""

    def __init__(self, chosen, seed):
        self._random = Random(seed)  # noqa: S311 - nothing secret
        self._comments = 0
        self.text = DECLARATIONS + "".join(self._typed(statement) for statement in chosen)

    def __repr__(self):
        return self.text

    def _typed(self, statement):
        written = replace(statement, lang=self._random.choice(["en", "zh"]))
        tidy = format_statement(written, NAMES, None).splitlines()
        careless = self._random.choice([self._broken, self._shuffled])(tidy)
        same = careless if self._reads_as(careless, tidy) else tidy
        return "".join(line + "\n" for line in self._commented(same))

    def _reads_as(self, careless, tidy):
        one, other = (outline(Source("", "\n".join(lines))) for lines in (careless, tidy))
        known = NAMES.known | one.names
        return one.names == other.names and build(one, known).file.statements == build(other, known).file.statements

    def _broken(self, lines):
        indent = 8  # deeper from line to line, so that each continues the one above
        broken = []
        for line in lines:
            text, *parts = line.split(" ")
            for part in parts:
                if text.strip() and not line.strip().startswith("|") and self._random.random() < 0.2:
                    indent += 1
                    broken.append(text)
                    text = " " * indent + part
                else:
                    text += " " + part
            broken.append(text)
        return broken

    def _shuffled(self, lines):
        return [lines[0], *self._random.sample(lines[1:], len(lines) - 1)]

    def _commented(self, lines):
        for line in [*lines, ""]:
            while self._random.random() < 0.15:
                yield self._random.choice(["", "  ", "      "]) + self._comment()
            if self._random.random() < 0.15:
                yield self._random.choice(["", "   ", "\r"])
            yield line + ("  " + self._comment() if line and self._random.random() < 0.2 else "")

    def _comment(self):
        self._comments += 1
        return f"# {self._comments}"


def drafts():
    chosen = st.one_of(st.lists(statements(of), min_size=1, max_size=3) for of in (names, plain_names))
    return st.tuples(chosen, st.integers(0, 2**32)).map(lambda t: Draft(*t))


half = settings(max_examples=settings.default.max_examples // 2)  # each example is formatted several times


@half
@pytest.mark.parametrize("lang", [None, "en", "zh"])
@given(draft=drafts())
def test_formatting_keeps_the_meaning_and_every_comment_and_is_done_at_once(lang, draft):
    before, text = parsed(draft.text), formatted(draft.text, lang)
    after = parsed(text)
    assert same_meaning(before, after, names_of([before]))
    assert sorted(c.text for c in before.comments) == sorted(c.text for c in after.comments)
    assert formatted(text, lang) == text
    assert formatted(text, None) == text
    assert text.endswith("\n")
    assert "\n\n\n" not in text


@half
@pytest.mark.parametrize(("one", "other"), [("zh", "en"), ("en", "zh")])
@given(draft=drafts())
def test_a_file_comes_back_from_the_other_language(one, other, draft):
    once = formatted(draft.text, one)
    assert formatted(formatted(once, other), one) == once
