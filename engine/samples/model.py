"""What a recipe for made-up customers is made of, and the customers that are being made.

Customers are made in blocks of fixed size. A block draws from streams that follow from the seed, its number and the
name of what is drawn, so a customer is the same however many are asked for, and a further column changes no other.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa

from dsl.lean import dataclass

if TYPE_CHECKING:
    from engine.samples.faults import Fault
    from engine.samples.kinds import Kind, Values
    from engine.samples.shapes import Bools, Floats, Ints

T = TypeVar("T")

BLOCK: Final = 16_384  # customers made at a time; even, and part of what a seed means
EPOCH: Final = date(1970, 1, 1).toordinal()


class Customers:
    """A block of customers in the making.

    Calling it with a maker gives what that maker makes for all of them; it is made once, when first asked for.

    Attributes:
        rows: how many they are.
        first: number of the first, from 0.
        day: the day they are of, in days since 1970-01-01.
    """

    def __init__(self, seed: int, block: int, day: date, rows: int = BLOCK) -> None:
        self.rows = rows
        self.first = block * rows
        self.day = day.toordinal() - EPOCH
        self._seed = (seed, block)
        self._made: dict[object, Any] = {}
        self._drawn: set[str] = set()

    def __call__(self, maker: Callable[[Customers], T]) -> T:
        """What a maker makes for all of them."""
        if maker not in self._made:
            self._made[maker] = maker(self)
        made: T = self._made[maker]
        return made

    def chance(self, name: str) -> np.random.Generator:
        """The random stream of a name, which is used for one thing only."""
        if name in self._drawn:
            raise ValueError(f"{name} is drawn twice: the two would be the same")
        self._drawn.add(name)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([*self._seed, zlib.crc32(name.encode())])))

    def even(self, name: str) -> Floats:
        """Numbers from 0 up to 1, all equally likely."""
        return self.chance(name).random(self.rows)

    def normal(self, name: str) -> Floats:
        """Numbers about 0, most between -1 and 1."""
        return self.chance(name).standard_normal(self.rows)

    def odds(self, name: str, share: Floats | float) -> Bools:
        """For whom something is true that is true of a share."""
        return self.even(name) < share

    @property
    def numbers(self) -> Ints:
        """Their numbers, from 0."""
        return np.arange(self.first, self.first + self.rows, dtype=np.int64)


Maker: TypeAlias = Callable[[Customers], "Values"]
Share: TypeAlias = "float | Callable[[Customers], Floats]"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a recipe.

    Attributes:
        name: in the data.
        kind: how it is written.
        maker: makes its values.
        missing: the share of cells that are missing, the same for everyone or not.
    """

    name: str
    kind: Kind
    maker: Maker
    missing: Share = 0.0

    def cells(self, customers: Customers) -> pa.Array:
        """The column for some customers."""
        missing = np.zeros(customers.rows, np.bool_)
        if callable(self.missing):
            missing = customers.odds(f"{self.name} missing", self.missing(customers))
        elif self.missing:
            missing = customers.odds(f"{self.name} missing", self.missing)
        return self.kind.cells(customers(self.maker), missing)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the customers of one record are made.

    Attributes:
        policy: folder of the record among the shipped policies.
        day: the day the customers are of, unless another is asked for.
        columns: of its data, in the order of the record.
        faults: what may be wrong with a row that is broken on purpose.
    """

    policy: str
    day: date
    columns: tuple[Column, ...]
    faults: tuple[Fault, ...]

    @property
    def schema(self) -> pa.Schema:
        """Of files that have types."""
        return pa.schema([(column.name, column.kind.type) for column in self.columns])


def unless(maker: Callable[[Customers], Bools], otherwise: float = 0.0) -> Callable[[Customers], Floats]:
    """Missing where something is not so; where it is, as seldom as said."""
    return lambda customers: np.where(customers(maker), otherwise, 1.0)


def when_zero(maker: Callable[[Customers], Ints], share: float) -> Callable[[Customers], Floats]:
    """Some of the zeros are left out, as systems do that only know customers who hold something."""
    return lambda customers: np.where(customers(maker) == 0, share, 0.0)


def true_for(name: str, share: float) -> Callable[[Customers], Bools]:
    """True for a share of them, whoever they are."""
    return lambda customers: customers.odds(name, share)
