"""The pages on data: every code has its explanation, and cells are read as the table says."""

import re
from pathlib import Path

import pytest

from engine.io.cells import CellReader
from engine.io.output_errors import MESSAGES as OUTPUT_MESSAGES
from engine.io.output_errors import TITLES
from engine.io.reasons import Fault
from engine.messages import MESSAGES, title_of
from tests.engine.policies import analysed

DOCS = Path(__file__).parent.parent / "docs"
DATA = (DOCS / "data.md").read_text(encoding="utf-8")
ERRORS = (DOCS / "data-errors.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^### ([DO]\d{3})\n\n(.*?)(?=^##|\Z)", re.DOTALL | re.MULTILINE)
SECTIONS = dict(SECTION.findall(ERRORS))
CODES = {code: (title_of(code, "en"), title_of(code, "zh")) for code in MESSAGES} | TITLES
CELL = re.compile(r"`([^`]+)`")
ROWS = re.findall(r"^\| (`.+`) \| (`.+`) \| (`.+`) \|$", DATA, re.MULTILINE)
HALF_WIDTH = re.compile(r"[\u4e00-\u9fffx”）][,;:?!](?! )|[,;:?!][\u4e00-\u9fff“]")


def test_every_code_has_an_explanation_and_nothing_else_has():
    assert set(SECTIONS) == set(MESSAGES) | set(OUTPUT_MESSAGES) == set(CODES)
    assert list(SECTIONS) == [*sorted(MESSAGES), *sorted(OUTPUT_MESSAGES)]


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_begins_with_the_title_in_each_language(code):
    english, chinese = SECTIONS[code].strip().split("\n\n")
    title, chinese_title = CODES[code]
    assert english.startswith(f"**{title[0].upper()}{title[1:]}{'' if title.endswith('?') else '.'}** ")
    assert english.endswith(".")
    assert re.match(rf"\*\*{re.escape(chinese_title)}。\*\* .*。\Z", chinese)


def test_chinese_is_punctuated_in_chinese():
    for text in (DATA.split("\n## 中文")[1].split("\n## Cells")[0], *(s.split("\n\n")[1] for s in SECTIONS.values())):
        prose = re.sub(r"`[^`\n]+`|\]\([^)]*\)", "x", text)
        assert not HALF_WIDTH.search(prose), HALF_WIDTH.search(prose)


def test_codes_that_the_pages_name_are_known():
    assert set(re.findall(r"\b[DO]\d{3}\b", DATA + ERRORS)) <= set(CODES)
    for page in (DATA, ERRORS):
        for anchor in re.findall(r"data-errors\.md#(\w+)", page):
            assert anchor.upper() in SECTIONS


@pytest.mark.parametrize(("declared", "cells", "expected"), ROWS)
def test_cells_are_read_as_the_table_says(declared, cells, expected):
    (declared,), (expected,) = CELL.findall(declared), CELL.findall(expected)
    record = f"customer 客户\n  | name | type |\n  | id | key |\n  | x | {declared.replace('|', '')} |\n"
    program = analysed(record + "class 甲 if x is missing\n").program
    reader = CellReader(program.record.fields["x"])
    wanted = None if expected == "—" else expected if expected in CODES else reader.read(expected)
    for cell in CELL.findall(cells):
        found = reader.read(cell)
        assert (found.code if isinstance(found, Fault) else found) == wanted, cell
    assert wanted is None or not isinstance(wanted, Fault)


def test_the_table_has_every_type():
    types = {CELL.findall(declared)[0].split()[0] for declared, _, _ in ROWS}
    assert types == {"money", "whole", "number", "percent", "days", "date", "yes/no", "one", "text"}
