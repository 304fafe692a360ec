"""Whatever can be written is printed so that it reads back as the same statement."""

from dataclasses import replace

import pytest
from hypothesis import given

from dsl.format import Names, format_statement
from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline
from tests.dsl.strategies import statements

NO_NAMES = Names({}, {}, frozenset())


def parse(text, known=frozenset()):
    scanned = outline(Source("test.policy", text))
    built = build(scanned, scanned.names | known)
    assert built.diagnostics == (), text
    return built


@pytest.mark.parametrize("lang", ["en", "zh"])
@given(statement=statements())
def test_a_statement_reads_back(lang, statement):
    printed = format_statement(replace(statement, lang=lang), NO_NAMES, None)
    built = parse(printed)
    assert built.file.statements == (statement,)
    assert built.file.statements[0].lang == lang
    assert (built.cut, built.mixed) == ((), ())
    assert format_statement(built.file.statements[0], NO_NAMES, None) == printed
