"""Every lint has a page; the examples on it have the warning where the page says so, and else no mistakes."""

import re
from pathlib import Path

import pytest

from dsl.diagnostics.lint_messages import MESSAGES
from dsl.lints.registry import RULES

PAGES = Path(__file__).parents[3] / "docs" / "diagnostics"
_BLOCK = re.compile(r"^```policy (bad|good)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def blocks():
    for rule in RULES:
        found = _BLOCK.findall((PAGES / f"{rule.code}.md").read_text(encoding="utf-8"))
        assert [kind for kind, _ in found] == ["bad", "good", "bad", "good"], rule.code  # English, Chinese
        for i, (kind, text) in enumerate(found):
            yield pytest.param(rule.code, kind, text, id=f"{rule.code} {kind} {('en', 'zh')[i // 2]}")


@pytest.mark.parametrize(("code", "kind", "text"), list(blocks()))
def test_examples(lint, code, kind, text):
    found = {d.code for d in lint(text)}
    assert (code in found) is (kind == "bad")
    assert not any(c.startswith("E") for c in found)
    assert kind == "bad" or not found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_catalogue_and_rule_agree(rule):
    entry = MESSAGES[rule.code]
    page = (PAGES / f"{rule.code}.md").read_text(encoding="utf-8")
    assert entry.slug == rule.slug
    assert page.startswith(f"# {rule.code} {rule.slug}\n")
    assert f"## English: {entry.title.en}\n" in page
    assert f"## 中文：{entry.title.zh}\n" in page


def test_nothing_is_in_the_catalogue_that_no_lint_says():
    assert set(MESSAGES) == {rule.code for rule in RULES}
