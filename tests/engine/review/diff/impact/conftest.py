"""Measures the impact of a few edits of a small policy."""

import pytest

from engine.binding import bind
from engine.io.read import Needs, open_data
from engine.review.diff.impact.measure import measure_impact
from engine.review.diff.impact.reading import BoundPolicy
from tests.engine.policies import program
from tests.engine.review.diff.impact.bank import DAY, HEADER, OLD, ROWS


@pytest.fixture
def measured(tmp_path):
    """Measures the impact of edits of the policy on the customers."""

    def measure(*edits, old=OLD, rows=ROWS, files=1, opens=None, **options):
        new = old
        for before, after in edits:
            assert before in new
            new = new.replace(before, after)
        size = -(-len(rows) // files)
        for at in range(files):
            lines = [HEADER, *rows[at * size : (at + 1) * size]]
            (tmp_path / f"{at}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sides = [BoundPolicy(x, bind(x, DAY)) for x in map(program, (old, new))]
        opens = opens or (lambda record, read: open_data(tmp_path, record, Needs(read)))
        return measure_impact(*sides, opens, **options)

    return measure
