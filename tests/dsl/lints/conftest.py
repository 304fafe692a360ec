"""Policies for lints: a record that all share, and the diagnostics of a text behind it."""

from pathlib import Path

import pytest

from dsl.load import Analysis, Folder, analyse
from dsl.source import Source

HERE = Path(__file__).parent
RECORD = HERE.joinpath("record.policy").read_text(encoding="utf-8")


class NoLoader:
    def used(self, name, by):
        return None


@pytest.fixture
def analysed():
    def run(text: str) -> Analysis:
        folder = Folder("test", "test", (Source("record.policy", RECORD), Source("test.policy", text)))
        return analyse(folder, NoLoader())

    return run


@pytest.fixture
def lint(analysed):
    """The diagnostics of a text; of warnings only those with one of the codes, if any are given."""

    def run(text: str, *codes: str):
        found = [d for d in analysed(text).diagnostics if d.span.path == "test.policy"]
        return [d for d in found if not codes or d.severity == "error" or d.code in codes]

    return run
