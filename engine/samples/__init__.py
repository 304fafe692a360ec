"""Made-up customers: for demonstrations, tests and measurements, in any number, and always the same ones.

A recipe lists the columns of one record, each with what makes it; ``people``, ``holdings`` and ``relations`` hold what
recipes share. The recipe of another record is a module like ``retail`` and a line here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.samples.model import Recipe

# The module and name of each recipe, by the name of the policy whose customers it makes.
RECORDS: Final = {
    "retail": ("engine.samples.retail", "RETAIL"),
    "harbour": ("engine.samples.harbour", "HARBOUR"),
}


def recipe(record: str) -> Recipe:
    """The recipe of a record."""
    module, name = RECORDS[record]
    found: Recipe = getattr(import_module(module), name)
    return found
