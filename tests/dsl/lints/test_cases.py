"""Each lint on small policies of its own: ``#! W501`` marks the lines where it must speak, nowhere else."""

import re
from pathlib import Path

import pytest

from dsl.lints.registry import RULES

CASES = Path(__file__).parent / "cases"
CODES = {rule.slug: rule.code for rule in RULES}
SILENCES = {"silence-without-reason", "useless-silence"}  # about comments themselves: test_silence.py
_NAME = re.compile(r"^# --- (.*)$", re.MULTILINE)
_MARK = re.compile(r"#! ([EW\d ]+)$")


def cases():
    for path in sorted(CASES.glob("*.policy")):
        _, *parts = _NAME.split(path.read_text(encoding="utf-8"))
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            yield pytest.param(CODES[path.stem], text, id=f"{path.stem}: {name}")


@pytest.mark.parametrize(("code", "text"), list(cases()))
def test_case(lint, code, text):
    marked = [(n, c) for n, line in enumerate(text.split("\n"), 1) if (m := _MARK.search(line)) for c in m[1].split()]
    found = [(d.span.line, d.code) for d in lint(text, code)]
    assert found == marked


def test_every_lint_has_cases():
    assert {path.stem for path in CASES.glob("*.policy")} == set(CODES) - SILENCES
