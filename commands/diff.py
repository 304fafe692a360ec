"""``tiercel diff``: what a change of a policy does, proved for every customer, and shown on some."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.dashes import DashedCommand
from commands.shared import (
    PATH,
    absent_ok_option,
    as_of_option,
    data_option,
    lang_option,
    say,
    stop,
    stop_at,
    wants_color,
    width,
)  # fmt: skip
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dsl.program.model import Record
    from engine.io.data_reader import DataReader
    from engine.review.diff.render.formats import Format
    from engine.review.diff.report import LonePolicy, Review
    from engine.review.diff.review import Batch, Version
    from engine.revisions import version as v
    from engine.revisions.pairs import Comparison


@click.command(
    "diff",
    cls=DashedCommand,
    epilog="""\b
Examples
  tiercel diff old/retail new/retail
  tiercel diff main -- policies/retail
  tiercel diff main...HEAD -- policies --lang zh --exit-code
  tiercel diff main HEAD -- policies/retail --data customers.parquet --as-of 2026-06-01
  tiercel diff main HEAD -- policies/retail --format html --out review.html
""",
)
@click.argument("given", nargs=-1, metavar="[OLD [NEW]] [-- PATH...]")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "html", "json"]), default="text",
    help="How to print the review: markdown is for a merge request, html a page that needs nothing else.",
)  # fmt: skip
@click.option("--out", type=PATH, metavar="FILE", help="Write the review here instead of printing it.")
@click.option("--full", is_flag=True, help="Every class of change in full, not only the first of those alike.")
@data_option(required=False)
@as_of_option
@click.option("--profile", help="With --data: a profile of the policies.")
@absent_ok_option
@click.option(
    "--rows", type=click.IntRange(min=0), default=0, metavar="N",
    help="With --data: N customers of each group, their keys masked.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Also tell what `tiercel check` finds that is new or gone; takes longer.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if behaviour differs, 3 if that is not settled.")
@click.option("--at", type=PATH, hidden=True, help="For git difftool: where the two files stand in the repository.")
@lang_option
def command(
    given: tuple[str, ...],
    paths: tuple[str, ...],
    form: Format,
    out: Path | None,
    data: tuple[Path, ...],
    as_of: date | None,
    profile: str | None,
    absent_ok: tuple[str, ...],
    rows: int,
    at: Path | None,
    *,
    check: bool,
    full: bool,
    exit_code: bool,
    lang: Lang,
) -> None:
    """Show what changes for whom between the policies OLD and NEW, and prove that nothing else does.

    OLD and NEW are folders or files, or revisions of git with the policies to look at behind `--`; one revision is
    compared with the work tree. Every class of change is told: who it happens to, a customer before and after with the
    rule that decides, and the nearest customer to whom nothing happens. What is not told happens to nobody, under no
    profile and on no day. With --data it is also measured on these customers.
    """
    from commands.shared import put
    from engine.review.check.result import has_solver
    from engine.review.diff.render.formats import Look, written
    from engine.review.diff.report import Reviews

    if not has_solver():
        stop(
            Words(
                "comparing needs the solvers: pip install 'tiercel[review]'",
                "比较政策需要求解器：pip install 'tiercel[review]'",
            ),
            lang,
        )
    if not data and (profile or absent_ok or rows):
        stop(
            Words(
                "--profile, --absent-ok and --rows are about --data, and there are none; every profile is compared",
                "--profile、--absent-ok、--rows 都是对 --data 说的，而这里没有 --data；每个方案都会比较",
            ),
            lang,
        )
    batch = _batch(data, as_of, profile, absent_ok, rows) if data else None
    asked = _asked(given, paths, at, lang)
    reviews = [_reviewed(sides, as_of, batch, lang, form, check=check) for sides in _changed(asked, lang)]
    found = Reviews(reviews=tuple(reviews), lone=tuple(_lone(asked)))
    look = Look(full=full) if out is not None else Look(width(), wants_color(sys.stdout), full)
    put(written(found.reviews, form, lang, look, found.lone), out, lang)
    if exit_code:
        raise SystemExit(found.exit_code)


def _asked(given: Sequence[str], paths: Sequence[str], at: Path | None, lang: Lang) -> Sequence[Comparison]:
    from engine.policy_files import PolicyFileError
    from engine.revisions.pairs import one_file_changed
    from engine.revisions.repository import RevisionError
    from engine.revisions.sides import comparisons

    try:
        if at is not None and len(given) == 2:
            return [one_file_changed(Path(given[0]), Path(given[1]), at)]
        return comparisons(given, paths)
    except (RevisionError, PolicyFileError) as error:
        stop(error.words, lang)


def _changed(asked: Sequence[Comparison], lang: Lang) -> list[tuple[v.Version, v.Version]]:
    """The policies that are to be compared; if none is, it is said that they are the same."""
    both = [(x.old, x.new, x.is_same) for x in asked if x.old is not None and x.new is not None]
    found = [(old, new) for old, new, is_same in both if not is_same or len(asked) == 1]
    if both and not found:
        say(
            f"{len(both)} 个政策没有改动"
            if lang == "zh"
            else f"nothing changed in {len(both)} {'policy' if len(both) == 1 else 'policies'}"
        )
    return found


def _lone(asked: Sequence[Comparison]) -> Iterator[LonePolicy]:
    """The policies that only one side has."""
    from engine.review.diff.report import LonePolicy

    for each in asked:
        there = each.old if each.new is None else each.new if each.old is None else None
        if there is not None:
            yield LonePolicy(path=each.path, policy=there.name, which="old" if each.new is None else "new")


def _reviewed(
    sides: tuple[v.Version, v.Version], as_of: date | None, batch: Batch | None, lang: Lang, form: str,
    *, check: bool,
) -> Review:  # fmt: skip
    from importlib.metadata import version

    from engine.binding import BindingError
    from engine.io.reasons import DataError
    from engine.review.diff.review import review

    old, new = (_read(side, lang, form) for side in sides)
    try:
        return review(old, new, version("tiercel"), as_of, batch, check=check)
    except BindingError as error:
        stop(error.words, lang)
    except DataError as error:
        stop_at(error, lang)


def _read(side: v.Version, lang: Lang, form: str) -> Version:
    """A policy without mistakes; else they are shown and the command ends."""
    from commands.policies import checked
    from dsl.load import analyse
    from engine.review.diff.review import Version

    analysis = analyse(side.folder, side.loader)
    in_git = side.side.en not in (side.path, "work tree")
    label = f"{side.path}@{side.side.en}" if in_git else side.path
    return Version(label, analysis, checked(analysis, Path(label), lang, form))


def _batch(
    data: tuple[Path, ...], as_of: date | None, profile: str | None, absent_ok: Sequence[str], rows: int
) -> Batch:
    from engine.io.read import Needs, open_data
    from engine.review.diff.review import Batch

    def opens(record: Record, read: Collection[str]) -> DataReader:
        known = {name for field in record.fields.values() for name in field.all_names}
        allowed = [name for name in absent_ok if name in known or name.lower() == "all"]
        return open_data(data, record, Needs(frozenset(read), tuple(allowed)))

    return Batch(opens, as_of or date.today(), profile, rows)  # noqa: DTZ011 - the clock is read once, here
