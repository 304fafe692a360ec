"""Lines over two logarithmic scales, as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, log10
from typing import Final

_WIDTH, _HEIGHT = 900, 600
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 250, 30, 50
_BETWEEN: Final = 16  # names at the ends of lines
_COLORS: Final = (
    "#4e79a7", "#f28e2b", "#59a14f", "#b07aa1", "#76b7b2", "#9c755f", "#edc948", "#ff9da7", "#8c8c8c", "#3b6e5a",
    "#a0663c",
)  # fmt: skip
_STRONG, _FLOOR, _INK, _GRID = "#d62728", "#555555", "#333333", "#dddddd"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, named at its right end."""

    name: str
    points: list[tuple[int, float]]
    strong: bool = False
    dashed: bool = False


def plot(lines: list[Line], up: str, across: str) -> str:
    """A picture.

    Args:
        lines: with positive values.
        up, across: what the values and their places are.
    """
    lines = [line for line in lines if line.points]
    if not lines:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'
    places = sorted({x for line in lines for x, _ in line.points})
    values = [y for line in lines for _, y in line.points]
    least, most = floor(log10(min(values))), ceil(log10(max(values)))
    span, wide = max(most - least, 1), max(log10(places[-1] / places[0]), 1e-9)

    def at_x(x: int) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * log10(x / places[0]) / wide

    def at_y(y: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (log10(y) - least) / span

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
            f'font-size="13" fill="{_INK}">'
        ),
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="{_TOP - 12}">{escape(up)}</text>',
    ]
    for power in range(least, most + 1):
        y = at_y(10**power)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_power(power)}</text>')
    below = f'y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle"'
    parts += (f'<text x="{at_x(x):.1f}" {below}>{x:,}</text>' for x in places)
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>')
    heights = _apart([at_y(line.points[-1][1]) for line in lines])
    plain = iter(_COLORS * len(lines))
    for line, height in zip(lines, heights, strict=True):
        color = _STRONG if line.strong else _FLOOR if line.dashed else next(plain)
        path = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in line.points)
        dashes = ' stroke-dasharray="6 4"' if line.dashed else ""
        thick = 3.5 if line.strong else 1.8
        weight = ' font-weight="bold"' if line.strong else ""
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{thick}"{dashes}/>')
        parts += (f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" fill="{color}"/>' for x, y in line.points)
        end, y = at_x(line.points[-1][0]), at_y(line.points[-1][1])
        parts.append(f'<path d="M{end + 5:.1f} {y:.1f}L{end + 18:.1f} {height:.1f}" stroke="{color}" opacity="0.5"/>')
        name = escape(line.name)
        parts.append(f'<text x="{end + 22:.1f}" y="{height + 4:.1f}" fill="{color}"{weight}>{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _power(power: int) -> str:
    """Ten to the power, spelt out."""
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"


def _apart(heights: list[float]) -> list[float]:
    """Moved so that names do not stand on each other."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for before, at in pairwise(order):
        moved[at] = max(moved[at], moved[before] + _BETWEEN)
    over = max(moved) - (_HEIGHT - _BOTTOM)
    if over > 0:
        limit = float(_HEIGHT - _BOTTOM)
        for at in reversed(order):
            moved[at] = min(moved[at], limit)
            limit = moved[at] - _BETWEEN
    return moved
