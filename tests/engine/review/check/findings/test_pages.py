"""The pages of what proofs find: a bad example has just the finding of its page, a good one has none."""

import re
from pathlib import Path

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.review.check.prove import prove

PAGES = Path(__file__).parents[5] / "docs" / "diagnostics"
PREAMBLE = Source("preamble.policy", (PAGES / "preamble.policy").read_text(encoding="utf-8"))
BLOCK = re.compile(r"^```policy (bad|good)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def examples():
    for page in sorted(PAGES.glob("P*.md")):
        found = BLOCK.findall(page.read_text(encoding="utf-8"))
        assert [kind for kind, _ in found] == ["bad", "good", "bad", "good"], page.name  # English, Chinese
        for i, (kind, text) in enumerate(found):
            yield pytest.param(page.stem, kind, text, id=f"{page.stem} {kind} {('en', 'zh')[i // 2]}")


@pytest.mark.parametrize(("code", "kind", "text"), list(examples()))
def test_example(code, kind, text):
    analysis = analyse(Folder("example", "example", (PREAMBLE, Source("example.policy", text))), None)
    assert analysis.errors == ()
    proofs = prove(analysis, analysis.program)
    assert [x.diagnostic.code for x in proofs.findings] == ([code] if kind == "bad" else [])
    assert proofs.unsettled == proofs.idle == ()
