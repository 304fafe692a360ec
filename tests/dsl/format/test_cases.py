"""Policies as people type them, and as they are printed: kept in their own languages, in Chinese, in English.

With UPDATE_GOLDEN set, the expected parts are written anew, to be read in the diff.
"""

import os
import re
from pathlib import Path

import pytest

from dsl.format import format_file, names_of
from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline

CASES = sorted((Path(__file__).parent / "cases").glob("*.policy"))
LANGS = {"kept": None, "zh": "zh", "en": "en"}


def formatted(text, lang):
    source = Source("test.policy", text)
    scanned = outline(source)
    built = build(scanned, scanned.names)
    assert built.diagnostics == ()
    return format_file(built.file, source, names_of([built.file]), lang)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path):
    _, *parts = re.split(r"^# ---- (.*)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    printed = {name: formatted(sections["as typed"], lang) for name, lang in LANGS.items()}
    if os.environ.get("UPDATE_GOLDEN"):
        whole = {"as typed": sections["as typed"], **printed}
        path.write_text("".join(f"# ---- {name}\n{text}" for name, text in whole.items()), encoding="utf-8")
        return
    assert {name: sections[name] for name in LANGS} == printed
    for name, lang in LANGS.items():
        assert formatted(sections[name], lang) == sections[name]
