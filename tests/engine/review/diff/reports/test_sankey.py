"""Who moves between tiers, drawn: every move once, as thick as it is large, and none across another of its tier."""

import re

from engine.review.diff.render.sankey import sankey
from engine.review.diff.render.story import Matrix

NAMES, RANKS = ("low", "middle", "high", "undecided"), (0, 1, 2, None)
MOVES = ((50, 300, 1, 0), (20, 10, 0, 0), (0, 100, 5, 60), (7, 0, 0, 90))


def heights(path):
    """Where a band begins and ends: (top left, top right, bottom right, bottom left)."""
    numbers = [float(x) for x in re.findall(r"[\d.]+", path)]
    return numbers[1], numbers[7], numbers[8], numbers[14]


def test_every_move_is_a_band():
    drawing = sankey(Matrix(NAMES, MOVES, RANKS))
    shown = {(x.before, x.after): (x.customers, x.tone) for x in drawing.bands}
    assert shown == {
        ("low", "middle"): (300, "up"), ("low", "high"): (1, "up"), ("middle", "low"): (20, "down"),
        ("high", "middle"): (100, "down"), ("high", "undecided"): (60, "down"), ("undecided", "low"): (7, "up"),
    }  # fmt: skip


def test_bands_are_as_thick_as_their_moves_and_lie_on_their_tiers():
    drawing = sankey(Matrix(NAMES, MOVES, RANKS))
    for node in drawing.nodes:
        at = 0 if node.side == "before" else 1
        bands = [x for x in drawing.bands if node.name == (x.before if at == 0 else x.after)]
        assert sum(x.customers for x in bands) == node.customers
        top = node.y
        for band in bands:
            places = heights(band.path)
            assert abs(places[at] - top) < 0.2
            top = places[3 - at]
        assert abs(top - (node.y + node.height)) < 0.3
        assert top < drawing.height
    thick = {x.customers: heights(x.path)[3] - heights(x.path)[0] for x in drawing.bands}
    assert abs(thick[300] / thick[100] - 3) < 0.05
    assert abs(thick[1] - 2) < 0.11  # still seen


def test_the_highest_tier_stands_at_the_top_and_having_none_at_the_bottom():
    drawing = sankey(Matrix(NAMES, MOVES, RANKS))
    assert [x.name for x in drawing.nodes if x.side == "before"] == ["high", "middle", "low", "undecided"]
    assert [x.name for x in drawing.nodes if x.side == "after"] == ["high", "middle", "low", "undecided"]
    tops = [x.y for x in drawing.nodes if x.side == "before"]
    assert tops == sorted(tops)


def test_nothing_is_drawn_where_nobody_moves():
    assert sankey(Matrix(NAMES[:2], ((5, 0), (0, 9)), RANKS[:2])) is None
