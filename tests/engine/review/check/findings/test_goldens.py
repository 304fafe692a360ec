"""What a product owner is told of a policy after proofs: beside every case stands the report in both languages.

Cases go on from the preamble of the diagnostics pages, unless they begin with a policy of their own. Warnings that no
proof judges are left out. With UPDATE_GOLDEN set, the reports are written anew, to be read in the diff.
"""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.review.check.formats.text import to_text
from engine.review.check.prove import prove
from engine.review.check.result import CheckResult

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.policy"))
PREAMBLE = Source("preamble.policy", (HERE.parents[4] / "docs/diagnostics/preamble.policy").read_text(encoding="utf-8"))


@cache
def result(case):
    text = case.read_text(encoding="utf-8")
    before = () if text.startswith("policy") else (PREAMBLE,)
    analysis = analyse(Folder("case", "case", (*before, Source(case.name, text))), None)
    assert analysis.errors == ()
    judged = tuple(x for x in analysis.diagnostics if x.code == "W508")
    return CheckResult(replace(analysis, diagnostics=judged), prove(analysis, analysis.program), None, {})


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_the_owner_is_told(case, lang):
    shown = to_text(result(case), lang, 80, color=False)
    expected = case.with_suffix(f".{lang}.txt")
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


def test_there_are_no_reports_without_a_case():
    stems = {f.name.split(".")[0] for f in (HERE / "cases").glob("*.txt")}
    assert stems == {case.stem for case in CASES}
