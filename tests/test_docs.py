"""Every policy block in the documentation is read by the checker."""

import re
from pathlib import Path

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```policy\n(.*?)^```", re.DOTALL | re.MULTILINE)


class NothingUsed:
    def used(self, name, by):
        return None


@pytest.mark.parametrize("page", ["docs/language.md"])
def test_the_blocks_of_a_page_are_one_policy_without_mistakes(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) > 10
    source = Source(page, "\n".join(blocks))
    analysis = analyse(Folder("page", "page", (source,)), NothingUsed())
    assert [(d.code, d.span.line, source.line(d.span.line)) for d in analysis.errors] == []
