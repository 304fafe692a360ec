"""Why a data file or one of its rows is refused, as data; the words are in ``engine.messages``."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.messages import called, did_you_mean, render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dsl.program.model import Field
    from dsl.syntax.vocabulary import Lang
    from engine.messages import Arg


KEY_MISSING: Final = "D202"
NO_CUSTOMER: Final = "D234"


class DataError(Exception):
    """A data file that cannot be used at all.

    Attributes:
        code: key of the messages (``D1..``).
        values: what the message needs.
    """

    def __init__(self, code: str, values: Mapping[str, Arg]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def message(self, lang: Lang) -> str:
        """The message in one language, without its code."""
        return render(self.code, self.values, lang)

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"


def damaged(path: Path, form: str, error: Exception) -> DataError:
    """That a file is not what it began as; what its reader says of it is English, and only there."""
    said = " ".join(str(error).split()) or type(error).__name__
    return DataError("D107", {"path": str(path), "format": form, "detail": Words(f" ({said})", "")})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, whichever cell it is.

    Attributes:
        code: key of the messages (``D2..``).
        expected: what the message says was expected, where it does.
    """

    code: str
    expected: str | tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a row is in quarantine.

    Attributes:
        code: key of the messages (``D2..``).
        field: canonical name of the field; None where the row as a whole is wrong.
        column: the data column it was read from, or every name it was given by.
        value: the cell as it was read; None for an empty one.
        expected: what the message says was expected, where it does.
        near: what was likely meant.
        spoken: what people call the field; or the condition that a row breaks, read back.
    """

    code: str
    field: str | None = None
    column: str | tuple[str, ...] | None = None
    value: str | None = None
    expected: str | tuple[str, ...] | None = None
    near: str | None = None
    spoken: Words | None = dataclasses.field(default=None, compare=False)

    def message(self, lang: Lang) -> str:
        """The message in one language, without its code."""
        args: dict[str, Arg] = {
            "field": self.spoken or self.field, "column": self.column, "value": self.value,
            "expected": self.expected, "near": did_you_mean(self.near),
        }  # fmt: skip
        return render(self.code, args, lang)


def told(reasons: list[Reason]) -> list[Reason]:
    """What is told of a row: a header or a total is wrong in every cell, and that it is no customer says all."""
    return [reason for reason in reasons if reason.code == NO_CUSTOMER] or reasons


def spoken(of: Field) -> Words:
    """What people call a field, in either language."""
    return called(of.all_names)
