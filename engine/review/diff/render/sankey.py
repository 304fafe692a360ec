"""Who moves from tier to tier, as bands between two columns. Who stays is not drawn: that would be nearly everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.diff.render.story import Matrix, Tone

WIDTH: Final = 640
_BAR: Final = 12
_TEXT: Final = 150  # for names beside the columns
_HEIGHT: Final = 300  # of all bands together, at most
_EACH: Final = 45  # of a band, if there are few
_GAP: Final = 26  # between tiers
_LEAST: Final = 2.0  # of a band, so that few customers are seen beside many
_MARGIN: Final = 18


@dataclass(frozen=True, slots=True)
class Node:
    """A tier that somebody leaves or comes to."""

    name: str
    customers: int
    side: str
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """Customers who move from one tier to another."""

    before: str
    after: str
    customers: int
    tone: Tone
    path: str


@dataclass(frozen=True, slots=True)
class Sankey:
    """A drawing.

    Attributes:
        height: of the drawing, whose width is always the same.
        bar: width of a node.
    """

    width: int
    height: float
    bar: int
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]


def sankey(matrix: Matrix) -> Sankey | None:
    """The drawing of all moves; the highest tier stands at the top. None if nobody moves."""
    size = range(len(matrix.names))
    moves = {(a, z): matrix.counts[a][z] for a in size for z in size if a != z and matrix.counts[a][z]}
    if not moves:
        return None
    thick = _thickness(moves)
    # Lost tiers stand at the bottom, as the lowest ones.
    order = sorted(size, key=lambda at: -1 if (rank := matrix.ranks[at]) is None else rank, reverse=True)
    left = _column({at: sum(w for (a, _), w in thick.items() if a == at) for at in order})
    right = _column({at: sum(w for (_, z), w in thick.items() if z == at) for at in order})
    nodes = [
        Node(matrix.names[at], sum(n for pair, n in moves.items() if pair[side == "after"] == at), side, x, y, height)
        for side, x, column in (("before", _TEXT, left), ("after", WIDTH - _TEXT - _BAR, right))
        for at, (y, height) in column.items()
    ]
    bands = tuple(_bands(matrix, moves, thick, order, (left, right)))
    lowest = max(node.y + node.height for node in nodes)
    return Sankey(WIDTH, round(lowest + _MARGIN, 1), _BAR, tuple(nodes), bands)


def _thickness(moves: dict[tuple[int, int], int]) -> dict[tuple[int, int], float]:
    most, height = sum(moves.values()), min(_HEIGHT, _EACH * len(moves))
    return {pair: max(_LEAST, number / most * height) for pair, number in moves.items()}


def _column(heights: dict[int, float]) -> dict[int, tuple[float, float]]:
    """Place and height of each tier that has one."""
    y, placed = float(_MARGIN), {}
    for at, height in heights.items():
        if height:
            placed[at] = (round(y, 1), round(height, 1))
            y += height + _GAP
    return placed


def _bands(
    matrix: Matrix,
    moves: dict[tuple[int, int], int],
    thick: dict[tuple[int, int], float],
    order: list[int],
    columns: tuple[dict[int, tuple[float, float]], dict[int, tuple[float, float]]],
) -> Iterator[Band]:
    """Bands from the top to the bottom, so that those of a tier do not cross."""
    leaves, arrives = ({at: y for at, (y, _) in column.items()} for column in columns)
    at = {tier: place for place, tier in enumerate(order)}
    for before, after in sorted(moves, key=lambda pair: (at[pair[0]], at[pair[1]])):
        width = thick[before, after]
        path = _path(leaves[before], arrives[after], width)
        leaves[before] += width
        arrives[after] += width
        number = moves[before, after]
        yield Band(matrix.names[before], matrix.names[after], number, matrix.tone(before, after), path)


def _path(y: float, z: float, width: float) -> str:
    """A band as the outline of an SVG path."""
    start, end = _TEXT + _BAR, WIDTH - _TEXT - _BAR
    middle = (start + end) / 2
    return (
        f"M{start} {y:.1f}C{middle:.0f} {y:.1f} {middle:.0f} {z:.1f} {end} {z:.1f}"
        f"V{z + width:.1f}C{middle:.0f} {z + width:.1f} {middle:.0f} {y + width:.1f} {start} {y + width:.1f}Z"
    )
