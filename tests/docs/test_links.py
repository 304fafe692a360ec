"""Every link of the documentation leads somewhere: relative files exist, and anchors are headings there."""

import re
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT

PAGES = [
    path.relative_to(ROOT)
    for pattern in ("*.md", "docs/**/*.md", "benchmarks/*.md")
    for path in sorted(ROOT.glob(pattern))
]
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(page):
    return LINK.findall(CODE.sub("", (ROOT / page).read_text(encoding="utf-8")))


def anchors(path):
    """The anchors GitHub gives to the headings of a page."""
    found = []
    for heading in HEADING.findall(BLOCK.sub("", path.read_text(encoding="utf-8"))):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found.append(f"{slug}-{found.count(slug)}" if slug in found else slug)
    return found


def test_there_are_links():
    assert sum(len(links(page)) for page in PAGES) > 50


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page):
    for link in links(page):
        if re.match("[a-z]+:", link):
            continue  # the world outside is not ours to promise
        path, _, anchor = link.partition("#")
        target = (ROOT / page.parent / path).resolve() if path else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in anchors(Path(target)), link


def test_the_index_leads_to_every_page():
    listed = {link.partition("#")[0] for link in links("docs/README.md")}
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= listed
