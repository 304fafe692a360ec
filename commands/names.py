"""Names of the policy on the command line, for the Tab key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import click

    from dsl.program.model import Program

Kind = Literal["profile", "offer", "tier", "rule", "set"]

_PLAIN: Final = re.compile(r"[\w.#-]+")  # any other name would need quotes, which shells set in different ways


def names_of(kind: Kind) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What completes an option whose value is a name: every name that begins as typed; before that, one for each."""

    def complete(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        try:
            program = _program(ctx)
        except Exception:  # noqa: BLE001 - whatever is wrong, the Tab key stays silent; the command will say it
            return []
        if program is None:
            return []
        known = list(_known(program, kind))
        found = [name for names in known for name in names if name.startswith(typed)] if typed else _first(known)
        return [name + ("=" if kind == "set" else "") for name in dict.fromkeys(found) if _PLAIN.fullmatch(name)]

    return complete


def _first(known: list[tuple[str, ...]]) -> list[str]:
    from commands.shared import default_lang, words
    from engine.messages import called

    return [words(called(names), default_lang()) for names in known]


def _program(ctx: click.Context) -> Program | None:
    """The policy on the line; while an option waits for its value, click leaves what stands alone unassigned."""
    from dsl.load import analyse
    from engine.policy_files import FileLoader, read_folder

    path = ctx.params.get("policy") or next(iter(ctx.args), None)
    return analyse(read_folder(Path(path)), FileLoader()).program if path is not None else None


def _known(program: Program, kind: Kind) -> Iterator[tuple[str, ...]]:
    """The names of each thing that may be asked for."""
    from engine.explain.readback import statements_of
    from engine.messages import rung_names

    match kind:
        case "profile":
            yield from (profile.all_names for profile in program.profiles.values())
        case "offer":
            yield from (offer.all_names for offer in program.offers.values())
        case "tier":
            for ladder in program.ladders.values():
                yield from (rung_names(ladder, rung) for rung in ladder.rungs)
        case "set":
            yield from (param.all_names for param in program.params.values())
        case "rule":
            yield from statements_of(program)
