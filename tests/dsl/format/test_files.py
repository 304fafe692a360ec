"""Whole files: what is refused, line ends and blank lines, columns, and the policies of this repository."""

from pathlib import Path

import pytest

from dsl.format import CannotFormat, format_file, format_statement, names_of
from dsl.source import Source
from dsl.syntax import nodes as n
from dsl.syntax.build import build
from dsl.syntax.parse import outline
from dsl.width import display_width

POLICIES = sorted((Path(__file__).parents[3] / "policies").glob("**/*.policy"))


def formatted(text, lang=None):
    source = Source("test.policy", text)
    scanned = outline(source)
    file = build(scanned, scanned.names).file
    return format_file(file, source, names_of([file]), lang)


@pytest.mark.parametrize(
    "faulty",
    [
        "if deposit > then class x\n",
        "offer x\n  priority 5\n  priority 6\n",  # reading on, one of them would be lost
        "customer c\n  | name | type |\n  | id | key | 5 |\n",
        "param d = 2026-02-30\n",
        "class x if 存款超过5万以上\n",
    ],
)
def test_a_file_with_syntax_errors_is_refused(faulty):
    with pytest.raises(CannotFormat) as refused:
        formatted("define a = 1\n" + faulty)
    first = refused.value.diagnostics[0]
    assert refused.value.words.en == f"{first.span}: mend this first; nothing was changed"
    assert refused.value.words.zh == f"{first.span}：请先改正这里的错误，文件未作改动"


def test_a_statement_that_would_change_its_meaning_is_refused():
    # No text can hold these names, so they cannot have been written: only a program can ask for this.
    unwritable = n.DefineDecl(n.Declared("a`b"), n.Name("x"))
    with pytest.raises(CannotFormat) as refused:
        format_statement(unwritable, names_of([]), "en")
    assert refused.value.diagnostics == ()
    assert "means the same" in refused.value.words.en
    assert "原来的意思" in refused.value.words.zh


def test_a_statement_that_could_not_be_read_is_refused():
    with pytest.raises(ValueError, match="could not be read"):
        format_statement(n.BrokenDecl("RULE", ("x",)), names_of([]), "en")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("", ""),
        ("\n \n", ""),
        ("# only this", "# only this\n"),
        ("\n\n  define a=1", "define a = 1\n"),
        ("define a = 1\r\n\r\n\r\n# b\r\ndefine b = 2\r\n\r\n", "define a = 1\n\n# b\ndefine b = 2\n"),
        ("\ufeffdefine a = 1\n", "define a = 1\n"),
        ("define a = 1\ndefine b = 2\n", "define a = 1\ndefine b = 2\n"),
        ("rule a\n\n  then class x\n\n\n  from 2026-01-01\n", "rule a\n  class x\n  from 2026-01-01\n"),
    ],
)
def test_line_ends_and_blank_lines(typed, printed):
    assert formatted(typed) == printed


def test_columns_are_aligned_by_the_width_people_see():
    text = "table t first\n  | 名称甲 | b => offer |\n  | x, y | “长文字” => 产品，ab |\n  | - | “é” => 零 |\n"
    rows = formatted(text).splitlines()[1:]
    marks = {tuple(display_width(row[:i]) for i, c in enumerate(row) if c in "|=") for row in rows}
    assert len(marks) == 1


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_policies_of_this_repository(path):
    sources = [Source(p.name, p.read_text(encoding="utf-8")) for p in POLICIES]
    scans = [outline(source) for source in sources]
    known = frozenset(name for scanned in scans for name in scanned.names)
    names = names_of(build(scanned, known).file for scanned in scans)

    def printed(text, lang):
        source = Source(path.name, text)
        return format_file(build(outline(source), known).file, source, names, lang)

    text = path.read_text(encoding="utf-8")
    assert printed(text, None) == text, "run: tiercel fmt policies"
    for one, other in (("zh", "en"), ("en", "zh")):
        assert printed(printed(printed(text, one), other), one) == printed(text, one)
