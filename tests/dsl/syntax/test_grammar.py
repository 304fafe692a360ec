"""The grammar itself."""

from dsl.syntax.parse import START_RULES, make_lark
from dsl.syntax.vocabulary import CLAUSES, HEADS, VOCABULARY


def test_the_grammar_has_no_conflict():
    # Lark settles shift/reduce conflicts in silence; in strict mode each one raises.
    lark = make_lark(strict=True)
    assert lark.parser.parser._parse_table.states


def test_every_word_is_a_terminal_of_the_grammar_and_every_keyword_has_words():
    states = make_lark().parser.parser._parse_table.states
    terminals = {name for row in states.values() for name in row if name.isupper()}
    # Column titles of the record are matched as words, cell by cell.
    worded = {t for readings in VOCABULARY.readings.values() for r in readings for t in r}
    assert worded <= terminals | {"CMP"}
    made_by_shape = {
        "NEW", "NAME", "STRING", "NUMBER", "QUANTITY", "DATE", "MULT", "EQ", "PLUS", "MINUS", "STAR", "SLASH", "LPAR",
        "RPAR", "COMMA", "DOT", "_NL", "$END", "CMP", "DAY_OF_YEAR",
    }  # fmt: skip
    assert terminals - made_by_shape - {"HOLE"} <= worded  # a hole is never written
    assert worded | {"EQ"} >= HEADS | CLAUSES


def test_every_start_rule_exists():
    assert set(make_lark().options.start) == set(START_RULES)
