"""A command whose arguments are of two kinds, with ``--`` between them, as git's are."""

from __future__ import annotations

import click

from commands.help import Command


class DashedCommand(Command):
    """A command that tells arguments before ``--`` from those behind it, which it passes on as ``paths``.

    Options may stand anywhere, behind ``--`` too; there is one argument, of any number of words.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read both parts as one, and split what is no option where the dashes stood."""
        at = args.index("--") if "--" in args else len(args)
        before, behind = args[:at], args[at + 1 :]
        argument = next(param for param in self.params if isinstance(param, click.Argument))
        name = str(argument.name)
        given = self.make_parser(ctx).parse_args(list(before))[0].get(name)
        number = len(given) if isinstance(given, tuple) else 0
        rest = super().parse_args(ctx, [*before, *behind])
        words = ctx.params[name]
        ctx.params[name], ctx.params["paths"] = words[:number], words[number:]
        return rest
