"""A file printed on its own, for git: whatever its state, and nothing of it lost."""

from pathlib import Path

import pytest

from dsl.format import format_alone
from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "policies").rglob("*.policy"))
BROKEN = sorted((ROOT / "tests" / "dsl" / "errors").glob("*.policy"))


def alone(text):
    return format_alone(Source("p.policy", text))


def read(path):
    return path.read_bytes().decode("utf-8-sig", "replace")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_file_in_canonical_form_stays_as_it_is_without_its_folder(path):
    assert alone(read(path)) == read(path)


def test_whatever_a_file_holds_it_is_printed_and_printing_again_changes_nothing():
    assert BROKEN
    for path in BROKEN:
        once = alone(read(path))
        assert alone(once) == once, path


def test_nothing_that_is_broken_is_lost():
    broken = 0
    for path in BROKEN:
        source = Source("p.policy", read(path))
        scanned = outline(source)
        mistakes = {d.span.line for d in build(scanned, scanned.names).diagnostics}
        after = alone(source.text).splitlines()
        for chunk in scanned.chunks:
            numbers = range(chunk.line, chunk.last_line + 1)
            if not mistakes.isdisjoint(numbers):
                broken += 1
                assert [x for n in numbers if (x := source.line(n).rstrip()) and x not in after] == [], path
    assert broken > 100


def test_what_is_broken_stays_and_the_rest_is_put_in_order():
    broken = "rule  x   if and\n     class y\n# kept\nclass  rich if deposit>=1  milion\n  客群 甲\n\n"
    assert alone(f"{broken}\n\nclass poor  if deposit<1") == f"{broken}class poor if deposit < 1\n"


def test_what_is_cut_by_guess_stays():
    text = "客群 甲 如果存款>=5万\n客群 乙  如果 存款>=5万\n"
    assert alone(text) == "客群 甲 如果存款>=5万\n客群 乙 如果 存款 >= 5万\n"
    assert alone(f"参数 存款 = 1万\n{text}") == "参数 存款 = 1万\n客群 甲 如果 存款 >= 5万\n客群 乙 如果 存款 >= 5万\n"


def test_line_ends_and_the_last_line_are_put_in_order():
    assert alone("\ufeffclass poor  if x\r\n".removeprefix("\ufeff")) == "class poor if x\n"
    assert alone("") == ""
    assert alone("  stray\n") == "  stray\n"
