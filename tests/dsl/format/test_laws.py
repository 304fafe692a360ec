"""What holds for every policy, however it was typed and commented."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.format import format_file, format_statement, names_of, same_meaning
from dsl.source import Source
from dsl.syntax import nodes as n
from dsl.syntax.build import build
from dsl.syntax.parse import outline
from tests.dsl.strategies import THINGS, names, plain_names, statements

_DECLARATIONS = [
    n.ParamDecl(n.Declared(first, tuple(more)), (n.ParamValue(n.Number("1"), None),))
    for first, *more in THINGS
]
_DECLARED = [
    *_DECLARATIONS,
    n.OfferDecl(n.Declared("loan", ("贷款",))),
    n.ChannelsDecl((n.Declared("sms", ("短信",)), n.Declared("存款"))),
]


class Draft:
    """A text typed without care: lines broken, clauses shuffled, comments and blank lines anywhere."""

    def __init__(self, statement_list, seed):
        self._random = random = Random(seed)
        self._comments = 0
        written = [replace(s, lang=random.choice(["en", "zh"])) for s in statement_list]
        self.names = names_of([n.PolicyFile("", tuple(written), ())])
        self.text = "".join(self._typed(statement) for statement in written)

    def _typed(self, statement):
        tidy = format_statement(statement, self.names, None).splitlines()
        for lines in (self._broken(tidy), self._shuffled(tidy)):
            if self._reads_as(lines, statement, outline(Source("", "\n".join(tidy))).names):
                tidy = lines
                break
        return "".join(line + "\n" for line in self._commented(tidy))

    def _reads_as(self, lines, statement, declared):
        scanned = outline(Source("", "\n".join(lines)))
        return declared <= scanned.names and build(
            scanned, scanned.names | self.names.known
        ).file.statements == (statement,)

    def _broken(self, lines):
        broken = []
        indent = 8
        for line in lines:
            parts = line.split(" ")
            text = parts[0]
            for part in parts[1:]:
                if text.strip() and not line.strip().startswith("|") and self._random.random() < 0.2:
                    indent += 1
                    text += "\n" + " " * indent + part
                else:
                    text += " " + part
            broken += text.split("\n")
        return broken

    def _shuffled(self, lines):
        clauses = lines[1:]
        self._random.shuffle(clauses)
        return lines[:1] + clauses

    def _commented(self, lines):
        for line in [*lines, ""]:
            while self._random.random() < 0.15:
                yield self._random.choice(["", "  ", "      "]) + self._comment()
            if self._random.random() < 0.15:
                yield self._random.choice(["", "   ", "\r"])
            yield line + ("  " + self._comment() if line and self._random.random() < 0.2 else "")

    def __repr__(self):
        return self.text

    def _comment(self):
        self._comments += 1
        return f"# {self._comments}"


def drafts(name_strategy):
    chosen = st.lists(statements(name_strategy), min_size=1, max_size=4)
    return st.tuples(chosen, st.integers(0, 2**32)).map(lambda t: Draft([*_DECLARED, *t[0]], t[1]))


def parsed(text):
    scanned = outline(Source("test.policy", text))
    built = build(scanned, scanned.names)
    assert built.diagnostics == (), text
    return built.file


def formatted(text, lang):
    file = parsed(text)
    return format_file(file, Source("test.policy", text), names_of([file]), lang)


@pytest.mark.parametrize("lang", [None, "en", "zh"])
@given(draft=st.one_of(drafts(names), drafts(plain_names)))
def test_formatting_keeps_the_meaning_and_every_comment(lang, draft):
    before, after = parsed(draft.text), parsed(formatted(draft.text, lang))
    assert same_meaning(before, after, names_of([before]))
    assert sorted(c.text for c in before.comments) == sorted(c.text for c in after.comments)


@pytest.mark.parametrize("lang", [None, "en", "zh"])
@given(draft=drafts(names))
def test_a_formatted_file_stays_as_it_is(lang, draft):
    once = formatted(draft.text, lang)
    assert formatted(once, lang) == once
    assert formatted(once, None) == once
    assert once.endswith("\n")
    assert "\n\n\n" not in once
    assert not any(line.endswith(" ") for line in once.splitlines() if "#" not in line)


@pytest.mark.parametrize(("one", "other"), [("zh", "en"), ("en", "zh")])
@given(draft=st.one_of(drafts(names), drafts(plain_names)))
def test_a_file_comes_back_from_the_other_language(one, other, draft):
    once = formatted(draft.text, one)
    assert formatted(formatted(once, other), one) == once
