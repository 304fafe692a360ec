"""Drafts of awkward files: they are policies without a warning, their tests pass, and the file runs under them.

What they look like is in ``golden``; with UPDATE_GOLDEN set it is written anew, to be read in the diff.
"""

import os
from pathlib import Path

import pytest

from engine.draft.draft import POLICY_FILE, RECORD_FILE, draft
from engine.draft.proof import analysed
from engine.testing.runner import run_tests
from tests.engine.draft.files import ALL

GOLDEN = Path(__file__).parent / "golden"
LANGS = ("en", "zh")


@pytest.fixture(scope="module", params=ALL)
def drafts(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / request.param
    ALL[request.param](path)
    return path.stem, {lang: draft(path, "mine", lang) for lang in LANGS}


def test_nothing_is_wrong_or_doubtful(drafts):
    for drafted in drafts[1].values():
        assert [(d.code, d.span, dict(d.args)) for d in analysed(drafted.files, "mine").diagnostics] == []


def test_their_tests_pass_and_leave_no_line_untested(drafts):
    for drafted in drafts[1].values():
        report = run_tests(analysed(drafted.files, "mine").program)
        assert report.results
        assert (report.failed, report.empty) == ((), ())
        assert all(rule.fired for rule in report.rules)
        assert [boundary for boundary in report.boundaries if boundary.sides != "both"] == []


def test_every_row_is_accounted_for(drafts):
    stem, by_lang = drafts
    expected = {"slips": ({"D203": 2, "D214": 2, "D227": 1}, 5)}.get(stem, ({}, 0))
    for drafted in by_lang.values():
        assert (dict(drafted.quarantined), drafted.refused) == expected
        assert drafted.rows > 0


@pytest.mark.parametrize("lang", LANGS)
def test_what_they_look_like(drafts, lang):
    stem, by_lang = drafts
    text = by_lang[lang].files[RECORD_FILE] + "\n" + by_lang[lang].files[POLICY_FILE]
    path = GOLDEN / f"{stem}.{lang}.policy"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_text_of_a_customer_is_copied(drafts):
    secrets = {
        "chinese": ("某", "1380", "王经理"), "tabs": ("n1", "m7", "k9"), "marked": ("talked",), "one_row": ("C1",),
        "workbook": ("62220",), "lake": ("62220",), "slips": ("12O", "n.n"),
    }  # fmt: skip
    stem, by_lang = drafts
    for drafted in by_lang.values():
        text = "".join(drafted.files.values()) + "".join(w.en + w.zh for f in drafted.findings for w in f.questions)
        text = text.replace("13800000000", "")  # made up
        assert [secret for secret in secrets.get(stem, ()) if secret in text] == []


def test_the_same_file_gives_the_same_draft(tmp_path):
    path = ALL["marked.csv"](tmp_path / "marked.csv")
    assert draft(path, "mine", "en").files == draft(path, "mine", "en").files


def test_a_folder_may_be_called_anything(tmp_path):
    path = ALL["one_row.csv"](tmp_path / "one.csv")
    for name in ("if", "客户层级", "3 things", "余额", "...", "普通"):
        assert analysed(draft(path, name, "zh").files, name).diagnostics == ()
