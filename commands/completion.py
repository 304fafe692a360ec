"""``tiercel completion``: what a shell needs to complete commands, options and files."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

from commands.help import Command

_VARIABLE: Final = "_TIERCEL_COMPLETE"  # as click derives it from the name of the program


@click.command(
    "completion",
    cls=Command,
    epilog="""\b
Examples
  tiercel completion bash > ~/.local/share/bash-completion/completions/tiercel
  tiercel completion zsh > ~/.zfunc/_tiercel            with fpath+=~/.zfunc before compinit in ~/.zshrc
  tiercel completion fish > ~/.config/fish/completions/tiercel.fish
""",
)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of SHELL: bash, zsh or fish.

    Save it where your shell looks for it, and open a new shell; the Tab key then completes commands, options, their
    values, file names, and the names of the policy on the line: of offers, tiers, rules, profiles and parameters.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    root = ctx.find_root()
    click.echo(kind(root.command, {}, root.command_path, _VARIABLE).source())
