"""Shapes of chance: what turns even random numbers into ages, shares and amounts, whole columns at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_SLOTS: Final = 1 << 16


class Weighted:
    """A choice among things by weight, as fine as one in 65,536."""

    def __init__(self, *weights: float) -> None:
        ends = np.cumsum(weights) / np.sum(weights)
        middles = (np.arange(_SLOTS) + 0.5) / _SLOTS
        self._slots = np.searchsorted(ends, middles).clip(max=len(weights) - 1).astype(np.int64)

    def __call__(self, even: Floats) -> Ints:
        """The places of the things chosen by numbers from 0 to 1."""
        chosen: Ints = self._slots[(even * _SLOTS).astype(np.int64)]
        return chosen


def along(x: Floats | Ints, points: Mapping[float, float]) -> Floats:
    """The height, at every x, of the line through some points; level beyond its ends."""
    heights: Floats = np.interp(x, np.array(list(points)), np.array(list(points.values())))
    return heights


def curve(x: Floats, points: Mapping[float, float]) -> Floats:
    """Like ``along``, for heights of different size: straight between their logarithms."""
    logs = np.log(np.array(list(points.values())))
    heights: Floats = np.exp(np.interp(x, np.array(list(points)), logs))
    return heights


def amounts(normal: Floats, median: Floats | float, spread: float) -> Floats:
    """Skewed amounts: half of them lie below the median, few far above."""
    return median * np.exp(spread * normal)


def waits(even: Floats, mean: Floats | float) -> Ints:
    """Whole days or times until something happens that happens evenly: mostly few, sometimes many."""
    return np.floor(-np.log1p(-even) * mean).astype(np.int64)


def whole(x: Floats, step: int = 1) -> Ints:
    """Whole numbers, down to a multiple of a step."""
    found: Ints = np.floor_divide(x, step).astype(np.int64) * step
    return found
