"""Mistakes that product owners make, and what they are told: beside every case stands the text in both languages.

One mistake gives one diagnostic, and the text that it says to write is no mistake in its place. A case with several
says how many in its first line. Cases go on from the preamble of the diagnostics pages, unless they have a customer
record of their own. With UPDATE_GOLDEN set, the texts are written anew, to be read in the diff.
"""

import os
import re
from pathlib import Path
from string import Formatter

import pytest

from dsl.diagnostics.catalogue import CATALOGUE
from dsl.diagnostics.render import render
from dsl.load import Folder, analyse
from dsl.source import Source

HERE = Path(__file__).parent
PREAMBLE = (HERE.parents[2] / "docs" / "diagnostics" / "preamble.policy").read_text(encoding="utf-8")
OWN_RECORD = {"many_seven_in_a_record"} | {f.stem for f in HERE.glob("record_*.policy")} - {"record_second"}
CASES = sorted(HERE.glob("*.policy"))
WIDTH = 80
# What is still wrong where the text to write was put, because the first mistake hid a second.
SECOND_MISTAKES = {"currency_before": ["E303"]}  # the amount is in another currency than the field, too


class NothingUsed:
    def used(self, name, by):
        return None


def analysed(case):
    return analysed_text(case, case.read_text(encoding="utf-8"))


def analysed_text(case, text):
    """A text in the place of a case."""
    source = Source(case.name, text)
    preamble = () if case.stem in OWN_RECORD else (Source("preamble.policy", PREAMBLE),)
    return analyse(Folder("case", "case", (*preamble, source)), NothingUsed())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_one_mistake_is_one_diagnostic(case):
    count = re.match(r"# (\d+) mistakes\n", case.read_text(encoding="utf-8"))
    assert len(analysed(case).errors) == (int(count[1]) if count else 1)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_the_owner_is_told(case, lang):
    analysis = analysed(case)
    shown = "\n\n".join(render(d, analysis.sources, lang, color=False, width=WIDTH) for d in analysis.errors) + "\n"
    expected = case.with_suffix(f".{lang}.txt")
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_nothing_is_left_open_in_the_words(case):
    for diagnostic in analysed(case).errors:
        said = CATALOGUE[diagnostic.code].case(diagnostic.args)
        texts = (said.message.en, said.message.zh, said.help.en, said.help.zh)
        wanted = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        assert wanted <= set(diagnostic.args)


def test_there_are_no_texts_without_a_case():
    stems = {f.name.split(".")[0] for f in HERE.glob("*.txt")}
    assert stems == {case.stem for case in CASES}


def fixes():
    for case in CASES:
        for at, diagnostic in enumerate(analysed(case).errors):
            if diagnostic.fix is not None and diagnostic.span.path == case.name:
                yield pytest.param(case, diagnostic, id=f"{case.stem}-{at}")


def with_fix(text, diagnostic):
    """The text with the fix in it, and the place of the fix."""
    span, lines = diagnostic.span, text.split("\n")
    before = lines[span.line - 1][: span.column - 1]
    behind = lines[span.end_line - 1][span.end_column - 1 :]
    lines[span.line - 1 : span.end_line] = [before + diagnostic.fix + behind]
    return "\n".join(lines), (span.line, span.column, span.column + len(diagnostic.fix))


def overlaps(span, place):
    line, start, end = place
    if not span.line <= line <= span.end_line:
        return False
    return not (span.line == line and span.column >= end) and not (span.end_line == line and span.end_column <= start)


@pytest.mark.parametrize(("case", "diagnostic"), list(fixes()))
def test_what_to_write_is_no_mistake(case, diagnostic):
    """What stands where the fix was put; other mistakes of the case stay."""
    text, place = with_fix(case.read_text(encoding="utf-8"), diagnostic)
    left = [d.code for d in analysed_text(case, text).errors if d.span.path == case.name and overlaps(d.span, place)]
    assert left == SECOND_MISTAKES.get(case.stem, [])
