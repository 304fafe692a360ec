"""The formatter: one canonical form of a policy, in either language."""

from dsl.format.driver import CannotFormat, format_alone, format_file, format_statement, guessed
from dsl.format.exchange import same_meaning
from dsl.format.names import Names, names_of

__all__ = [
    "CannotFormat",
    "Names",
    "format_alone",
    "format_file",
    "format_statement",
    "guessed",
    "names_of",
    "same_meaning",
]
