"""Looks at columns of made-up customers as numpy arrays."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.samples import recipe
from tests.engine.samples.shipped import customers

EPOCH = date(1970, 1, 1)


class Look:
    """The columns of one record."""

    def __init__(self, record, rows=65_536):
        self.record = record
        self.table = customers(record, rows)

    def cells(self, name):
        return self.table[name].combine_chunks()

    def number(self, name):
        """0 where missing."""
        return pc.fill_null(self.cells(name).cast(pa.float64()), 0.0).to_numpy()

    def true(self, name):
        """False where missing."""
        return _bools(self.cells(name).fill_null(fill_value=False))

    def missing(self, name):
        return _bools(self.cells(name).is_null())

    def says(self, name, *values):
        return _bools(pc.is_in(self.cells(name).cast(pa.string()), pa.array(values)))

    def days(self, name):
        """Ahead of the day of the sample, NaN where missing."""
        counts = self.cells(name).cast(pa.int32()).cast(pa.float64()).to_numpy(zero_copy_only=False)
        return counts - (recipe(self.record).day - EPOCH).days

    def age(self, name):
        """In years, NaN where missing."""
        return -self.days(name) / 365.2425

    def birthday_within(self, name, days):
        """From the day of the sample on."""
        today = recipe(self.record).day.toordinal()
        those = {date.fromordinal(today + ahead) for ahead in range(days)}
        found = pc.add(pc.multiply(pc.month(self.cells(name)), 100), pc.day(self.cells(name)))
        return _bools(pc.is_in(found, pa.array([d.month * 100 + d.day for d in those])))


def _bools(cells):
    return cells.to_numpy(zero_copy_only=False).astype(np.bool_)
