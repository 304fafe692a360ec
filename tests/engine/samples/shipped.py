"""The shipped records, checked, and samples of their customers."""

from functools import cache
from pathlib import Path

import pyarrow as pa

from dsl.load import analyse
from engine.binding import bind
from engine.evaluator.assumptions import Assumptions
from engine.policy_files import FileLoader, read_folder
from engine.samples import recipe
from engine.samples.sample import Sample

POLICIES = Path(__file__).parents[3] / "policies"


@cache
def program(record):
    """The checked program that holds the record of a recipe."""
    analysis = analyse(read_folder(POLICIES / recipe(record).policy), FileLoader())
    assert analysis.program is not None, analysis.errors
    return analysis.program


def sample(record, rows, **how):
    return Sample(recipe(record), rows, **how)


@cache
def customers(record, rows=32_768, seed=1):
    """Typed customers with nothing wrong."""
    return pa.Table.from_batches(sample(record, rows, seed=seed).batches())


def refusing_broken_assumptions(reader, record):
    """A reader that refuses rows as a run does."""
    reader.reject_when(Assumptions(program(record), bind(program(record), None, None, {})).broken)
    return reader
