"""One slip in a policy that ships: nothing raises, every caret lies in its line, and few slips give two diagnostics."""

from pathlib import Path

import pytest

from dsl.diagnostics.render import render
from dsl.load import Folder, analyse
from dsl.source import Source
from engine.policy_files import FileLoader, read_folder
from tests.docs.blocks import ROOT, blocks_of
from tests.dsl.diagnostics.mutants import mutant
from tests.dsl.diagnostics.test_fuzz import seeded

WEALTH = read_folder(Path(ROOT, "policies", "wealth"))
COUNT = {"language.md": 60, "language.zh.md": 60, "wealth": 20}
# Of slips with a mistake, those that give more than one diagnostic, in a hundred. A line that is lost has more than one
# consequence that no reader could know to be the same, and so has a name that is written for another.
AT_MOST = 8


def page(name):
    text = "\n".join(block.text for block in blocks_of(f"docs/{name}") if block.language == "policy")
    return Folder(name, name, (Source(name, text),))


FOLDERS = {"language.md": page("language.md"), "language.zh.md": page("language.zh.md"), "wealth": WEALTH}


@pytest.fixture(scope="module")
def analyses():
    """Of every slip, what is said; each folder has its own seed, so one may be changed without the others."""
    return [
        (name, slip, analysis)
        for name, count in COUNT.items()
        for slip, analysis in slipped(FOLDERS[name], seeded(name), count)
    ]


def slipped(folder, rng, count):
    first, *others = folder.sources
    for _ in range(count):
        slip = mutant(first.text, rng)
        sources = (Source(first.path, slip.text), *others)
        yield slip, analyse(Folder(folder.name, folder.location, sources), FileLoader())


@pytest.mark.parametrize("name", FOLDERS)
def test_the_policies_have_no_mistakes(name):
    assert analyse(FOLDERS[name], FileLoader()).errors == ()


def test_every_caret_lies_in_its_line_in_both_languages(analyses):
    for name, slip, analysis in analyses:
        for diagnostic in analysis.diagnostics:
            for span in (diagnostic.span, *(label.span for label in diagnostic.labels)):
                assert lies_in_its_lines(span, analysis.sources[span.path]), (name, slip, diagnostic)
            for lang in ("en", "zh"):
                shown = render(diagnostic, analysis.sources, lang, color=False, width=80)
                assert "^" in shown, (name, slip, shown)


def lies_in_its_lines(span, source):
    """Whether a place begins in its line and ends in it, or right behind it, where something is missing."""
    lines = source.text.split("\n")
    first, last = lines[span.line - 1], lines[span.end_line - 1]
    begins = 1 <= span.column <= len(first) + 1
    ends = 1 < span.end_column <= len(last) + 2 and (span.line, span.column) < (span.end_line, span.end_column)
    return begins and ends


def test_few_slips_give_more_than_one_diagnostic(analyses):
    wrong = [(name, slip, analysis.errors) for name, slip, analysis in analyses if analysis.errors]
    several = [(name, slip, [d.code for d in errors]) for name, slip, errors in wrong if len(errors) > 1]
    assert len(wrong) >= sum(COUNT.values()) // 2
    assert len(several) * 100 <= AT_MOST * len(wrong), several
