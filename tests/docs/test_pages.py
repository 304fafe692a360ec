"""Every code block of the documentation does what its page says.

A page is read from top to bottom, in a folder of its own that holds what a clone of the project holds:

- ``console``: commands behind ``$ ``, run in order; what they print must be what stands below them
- ``policy``: a whole policy, without mistakes or warnings, whose tests pass and cover every rule and boundary;
  with ``file=PATH`` or ``append=PATH`` it is written there, for the commands that follow;
  with ``in=PATH`` it is an excerpt of that file, with ``lang=en`` of what ``tiercel fmt --lang en`` makes of it
- ``diff file=PATH``: a change made to that file
- ``python``: run, with what former blocks of the page defined

With UPDATE_GOLDEN set, what commands print is written anew into the pages, to be read in the diff.
"""

import difflib
import os
import shutil
from contextlib import chdir

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.testing.runner import run_tests
from tests.docs.blocks import PAGES, ROOT, blocks_of, lines_of
from tests.docs.console import Shell, exchanges, matches, rewritten

LANGUAGES = {"", "text", "csv", "yaml", "console", "policy", "diff", "python"}
OF_ONE_POLICY = [page for page in PAGES if page.startswith("docs/language.")]  # see test_language.py
RUN = {"console", "diff", "python"}


class NothingUsed:
    def used(self, name, by):
        return None


def mistakes(source):
    analysis = analyse(Folder("page", "page", (source,)), NothingUsed())
    return analysis, [(d.code, d.span.line, source.line(d.span.line)) for d in analysis.diagnostics]


def language_of(page):
    return "zh" if page.endswith(".zh.md") else "en"


def runs(page):
    """The blocks that need a folder, in order: none, if a page only shows whole policies."""
    found = [block for block in blocks_of(page) if block.unrun is None]
    return [block for block in found if block.language in RUN or (block.language == "policy" and block.marks)]


def whole_policies():
    return [
        pytest.param(block, id=block.place)
        for page in PAGES
        if page not in OF_ONE_POLICY
        for block in blocks_of(page)
        if block.language == "policy" and not block.marks and block.unrun is None
    ]


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_language_that_is_run_or_says_why_not(page):
    for block in blocks_of(page):
        assert block.language in LANGUAGES, block.place
        assert block.unrun != "", block.place


@pytest.mark.parametrize("block", whole_policies())
def test_a_whole_policy_is_sound_and_its_tests_prove_all_of_it(block):
    analysis, found = mistakes(Source(block.page, block.text))
    assert found == []
    report = run_tests(analysis.program)
    assert [result.test.title for result in report.failed] == []
    assert [result.test.title for result in report.empty] == []
    assert [rule.label for rule in report.never_fired] == []
    assert [boundary.label for boundary in report.boundaries if boundary.sides != "both"] == []


@pytest.mark.parametrize("page", [page for page in PAGES if runs(page)])
def test_a_page_does_what_it_shows(page, tmp_path):
    if shutil.which("git") is None and any(line.startswith("$ git") for line in lines_of(page)):
        pytest.skip("git is not installed")
    reading = Reading(page, tmp_path)
    for block in runs(page):
        getattr(reading, block.language)(block)
    if os.environ.get("UPDATE_GOLDEN"):
        reading.update()
    assert not reading.different, "\n\n".join(reading.different)


class Reading:
    """A page that is followed step by step."""

    def __init__(self, page, folder):
        clone = folder / "tiercel"
        shutil.copytree(ROOT / "policies", clone / "policies")
        shutil.copytree(ROOT / "docs" / "tutorial", clone / "docs" / "tutorial")
        self._page, self._clone = page, clone
        self._shell = Shell(clone, language_of(page))
        self._names = {}
        self._new = {}
        self.different = []

    def console(self, block):
        lines = []
        for commands, shown in exchanges(block.lines):
            real = self._shell.run(commands)
            if matches(shown, real):
                lines += [*commands, *shown]
            else:
                lines += [*commands, *rewritten(shown, real)]
                difference = difflib.unified_diff(shown, real, "shown", "printed", lineterm="")
                self.different.append("\n".join([block.place, *commands, *difference]))
        self._new[block.start] = (block.end, lines)

    def policy(self, block):
        if "in" in block.marks:
            assert block.text in self._text(block.marks["in"], block.marks.get("lang")), block.place
            return
        append = "append" in block.marks
        path = self._shell.folder / block.marks["append" if append else "file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if append else ""
        path.write_text(before + block.text, encoding="utf-8")

    def diff(self, block):
        path = self._shell.folder / block.marks["file"]
        before, after = (
            "".join(f"{line[1:]}\n" for line in block.lines if not line.startswith(other)) for other in "+-"
        )
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{block.place}: not there just once in\n{text}"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def python(self, block):
        with chdir(self._shell.folder):
            exec(compile(block.text, block.place, "exec"), self._names)  # noqa: S102 - it is our own page

    def update(self):
        lines = lines_of(self._page)
        for start, (end, new) in sorted(self._new.items(), reverse=True):
            lines[start:end] = new
        (ROOT / self._page).write_text("\n".join(lines), encoding="utf-8")
        self.different = []

    def _text(self, path, lang):
        if lang is None:
            return (self._shell.folder / path).read_text(encoding="utf-8")
        other = self._clone.parent / lang
        shutil.copytree(self._clone / "policies", other / "policies", dirs_exist_ok=True)
        Shell(other, lang).run([f"$ tiercel fmt policies --lang {lang}"])
        return (other / path).read_text(encoding="utf-8")
