"""Rows that came in, and who is set aside by one of both policies only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reads import fields_read
from engine.review.diff.impact.masking import masked_key
from engine.review.diff.impact.model import Example, QuarantineMove, ReadFile, SideImpact

if TYPE_CHECKING:
    from engine.io.data_reader import DataReader
    from engine.review.diff.impact.found import Found
    from engine.review.diff.impact.reading import BoundPolicy, Stretch, Which


def count_rows(old: Stretch, new: Stretch, compared: int, found: Found, examples: int) -> None:
    """Count the rows of a stretch: those that both policies decide, and those that either sets aside."""
    for which, stretch in (("old", old), ("new", new)):
        found.counts["aside", which] += len(stretch.aside)
        for row in stretch.aside.values():
            found.counts.update(("aside", which, code) for code in row.codes)
    found.counts["rows",] += compared + len(old.aside.keys() | new.aside.keys())
    found.counts["compared",] += compared
    for what, there, here in (("set aside", new, old), ("let in", old, new)):
        moved = sorted(there.aside.keys() - here.aside.keys())
        found.counts[what,] += len(moved)
        for number in moved:
            found.counts.update((what, code) for code in there.aside[number].codes)
        found.examples[what,] = [
            Example(key=masked_key(there.aside[number].key), file=old.part, row=number - old.before)
            for number in moved[:examples]
        ]


def moves(what: str, found: Found) -> QuarantineMove:
    """Who is set aside by one policy only, under one of the keys above."""
    return QuarantineMove(reasons=_by_code((what,), found), **found.group((what,)).parts)


def side_impact(which: Which, side: BoundPolicy, reader: DataReader, found: Found) -> SideImpact:
    """What a policy made of the data."""
    aside, read = found.counts["aside", which], fields_read(side.program)
    return SideImpact(
        as_of=side.binding.as_of,
        profile=side.binding.profile,
        decided=found.counts["rows",] - aside,
        quarantined=aside,
        quarantine=_by_code(("aside", which), found),
        absent=tuple(name for name in reader.absent if name in read),
    )


def _by_code(key: tuple[str, ...], found: Found) -> dict[str, int]:
    """Rows by the reasons for which they are set aside."""
    codes = (counted for counted in found.counts if counted[:-1] == key)
    return {str(counted[-1]): found.counts[counted] for counted in sorted(codes, key=str)}


def read_files(reader: DataReader) -> tuple[ReadFile, ...]:
    """The data files, once they are read."""
    return tuple(
        ReadFile(path=str(part.facts.path) if part.facts else None, sha256=part.source.sha256, rows=part.rows)
        for part in reader.parts
    )
