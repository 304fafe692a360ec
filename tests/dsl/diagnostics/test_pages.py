"""The examples of the pages: a bad one gives exactly the code of its page, a good one no mistake."""

import re
from pathlib import Path

import pytest

from dsl.alone import Neighbours
from dsl.load import Folder, analyse
from dsl.source import Source

PAGES = Path(__file__).parents[3] / "docs" / "diagnostics"
PREAMBLE = (PAGES / "preamble.policy").read_text(encoding="utf-8")
BESIDE = Neighbours(".", (Source("beside.policy", (PAGES / "beside.policy").read_text(encoding="utf-8")),))
BLOCK = re.compile(r"^```policy (bad|good)\n(.*?)^```", re.DOTALL | re.MULTILINE)


class Used:
    def used(self, name, by):
        file = PAGES / "used" / f"{name}.policy"
        if not file.exists():
            return None
        return Folder(name, str(file), (Source(f"{name}.policy", file.read_text(encoding="utf-8")),))


def examples():
    for page in sorted(PAGES.glob("[EW]*.md")):
        found = BLOCK.findall(page.read_text(encoding="utf-8"))
        assert [kind for kind, _ in found] == ["bad", "good", "bad", "good"], page.name  # English, Chinese
        for i, (kind, text) in enumerate(found):
            yield pytest.param(page.stem, kind, text, id=f"{page.stem} {kind} {('en', 'zh')[i // 2]}")


def mistakes(text):
    example = Source("example.policy", text)
    is_whole = text.split(maxsplit=1)[0] in ("policy", "政策")
    sources = (example,) if is_whole else (Source("preamble.policy", PREAMBLE), example)
    return [d.code for d in analyse(Folder("example", "example", sources, lambda: (BESIDE,)), Used()).errors]


@pytest.mark.parametrize(("code", "kind", "text"), list(examples()))
def test_example(code, kind, text):
    assert mistakes(text) == ([code] if kind == "bad" and code.startswith("E") else [])


def test_the_preamble_has_no_mistakes():
    source = Source("preamble.policy", PREAMBLE)
    assert analyse(Folder("preamble", "preamble", (source,)), Used()).errors == ()
