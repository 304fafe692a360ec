"""Completes a program for the texts of a batch: questions about a text are asked of each distinct text once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.kernel.instructions import Op

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from engine.lower.program import MachineProgram

_FEW: Final = 16  # codes that are compared one by one rather than looked up


@dataclass(frozen=True, slots=True)
class Completed:
    """Code, pool and tables for the machine.

    Attributes:
        tables: of bits (bytes) or integers of 8 bytes, by code.
    """

    code: npt.NDArray[np.int64]
    pool: npt.NDArray[np.int64]
    tables: tuple[npt.NDArray[np.generic], ...]


def complete(program: MachineProgram, texts: Mapping[str, pa.Array]) -> Completed:
    """Answer a program's questions about texts.

    Args:
        program: whose instructions are completed, in a copy.
        texts: of each text field the program asks about, the distinct values, in the order of their codes.
    """
    if not program.questions and not program.same_texts.tables:
        return Completed(program.code, program.pool, ())
    code = program.code.copy()
    pool: list[int] = []
    tables = _numbers(program.same_texts.tables, texts)
    for question in program.questions:
        formula = question.formula
        answer = _answer(formula, texts[formula.field])
        codes = np.flatnonzero(answer)
        at = code[question.at]
        if len(codes) <= _FEW:
            at[0], at[3], at[4] = Op.MEMBER, len(program.pool) + len(pool), len(codes)
            pool += codes.tolist()
        else:
            at[0], at[3] = Op.LOOKUP, len(tables)
            tables.append(np.packbits(answer, bitorder="little"))
    return Completed(code, np.concatenate([program.pool, np.array(pool, np.int64)]), tuple(tables))


def _answer(formula: n.Member | n.Matches, distinct: pa.Array) -> npt.NDArray[np.bool_]:
    match formula:
        case n.Member(_, values):
            found = pc.is_in(distinct, pa.array(sorted(values), distinct.type))
        case n.Matches(_, "contains", text):
            found = pc.match_substring(distinct, text)
        case n.Matches(_, _, text):
            found = pc.starts_with(distinct, text)
    holds: npt.NDArray[np.bool_] = pc.fill_null(found, False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    return holds


def _numbers(wanted: Mapping[str, int], texts: Mapping[str, pa.Array]) -> list[npt.NDArray[np.generic]]:
    """Of each field whose texts are compared with those of others, their numbers: equal for equal texts."""
    known: dict[str | None, int] = {}
    return [
        np.array([known.setdefault(text, len(known)) for text in texts[field].to_pylist()], np.int64)
        for field in sorted(wanted, key=lambda name: wanted[name])
    ]
