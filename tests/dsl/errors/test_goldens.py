"""Mistakes that product owners make, and what they are told: beside every case stands the text in both languages.

One mistake gives one diagnostic. A case with several says how many in its first line. Cases go on from the preamble
of the diagnostics pages, unless they have a customer record of their own. With UPDATE_GOLDEN set, the texts are
written anew, to be read in the diff.
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


class NothingUsed:
    def used(self, name, by):
        return None


def analysed(case):
    source = Source(case.name, case.read_text(encoding="utf-8"))
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
