"""The screen after a run, from its manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.summary.blocks import choices, classes, quarantine, tiers
from commands.summary.exclusions import exclusions
from commands.summary.head import head
from commands.summary.layout import Screen
from commands.summary.look_at import look_at
from commands.summary.offers import offers
from commands.summary.tasks import tasks
from engine.explain.names import Names
from engine.explain.page import Page

if TYPE_CHECKING:
    from commands.summary.former import Former
    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.manifest import RunManifest


def summary(
    manifest: RunManifest,
    program: Program,
    lang: Lang,
    former: Former | None = None,
    *,
    width: int = 80,
    color: bool = False,
) -> str:
    """The result of a run for people.

    Args:
        manifest: of the run.
        program: the policy that decided.
        lang: of the reader.
        former: how the run that the folder held before compares with this one, if it held one.
        width: columns of the screen.
        color: whether to use ANSI codes.
    """
    screen = Screen(manifest, program, Names(program, lang), Page(width, color), former)
    for block in (head, tiers, classes, choices, offers, exclusions, tasks, quarantine, look_at):
        block(screen)
        screen.page.blank()
    return screen.page.text()
