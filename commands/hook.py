"""``tiercel hook``: another command, on every policy that changed files concern; for git hooks."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Final

import click

from commands.help import Command
from commands.shared import default_lang, say, stop

_COMMANDS: Final = ("check", "test")
_SUFFIX: Final = ".policy"


@click.command(
    "hook",
    cls=Command,
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples
  tiercel hook check policies/record/customer.policy
  tiercel hook check --no-proof policies/*/*.policy
  tiercel hook test policies/retail/tiering/loans.policy
""",
)
@click.argument("name", metavar="COMMAND", type=click.Choice(list(_COMMANDS)))
@click.argument("arguments", metavar="[OPTIONS] FILES...", nargs=-1, type=click.UNPROCESSED)
def command(name: str, arguments: tuple[str, ...]) -> None:
    """Run COMMAND, check or test, on every policy that some changed files concern.

    Git hooks know which files change, and a file alone is no policy. FILES concern the policies that they belong to,
    and those that use these: a change of the customer record concerns all that decide about it. The options are those
    of the command. Exits with the gravest of the exit codes: 2, then 1, then 3.
    """
    from engine.policy_files import shown
    from engine.revisions.repository import RevisionError
    from engine.revisions.touched import touched_policies

    files = [Path(argument) for argument in arguments if argument.endswith(_SUFFIX)]
    options = [argument for argument in arguments if not argument.endswith(_SUFFIX)]
    try:
        policies = [shown(policy) for policy in touched_policies(files)]
    except RevisionError as error:
        stop(error.words, default_lang())
    if not policies:
        say("没有政策受到影响" if default_lang() == "zh" else "no policy is concerned")
    codes = []
    for policy in policies:
        say(f"$ tiercel {' '.join(map(_quoted, [name, *options, policy]))}")
        codes.append(_run(name, [*options, policy]))
    raise SystemExit(next((code for code in (2, 1, 3) if code in codes), 0))


def _run(name: str, arguments: list[str]) -> int:
    """The exit code of a command, whose mistakes of usage are shown as they always are."""
    run: click.Command = importlib.import_module(f"commands.{name}").command
    try:
        run.main(arguments, prog_name=f"tiercel {name}", standalone_mode=False)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _quoted(argument: str) -> str:
    return f'"{argument}"' if " " in argument else argument
