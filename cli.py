"""The command ``tiercel``: arguments in, exit codes out. Each command is a module of ``commands``.

Commands are imported when they are used, so that help stays instant. Exit codes: 0; 1 for failed tests, `fmt
--check`, findings asked for with `--exit-code` and a run that decided nobody; 2 for a usage, policy or data error.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from contextlib import suppress
from typing import Final, NoReturn

import click

from commands.help import Group, help_width

# command: (module, what it does)
_COMMANDS: Final = {
    "run": ("commands.run", "Decide a batch of customers and write the decisions."),
    "check": ("commands.check", "Find every mistake in a policy."),
    "diff": ("commands.diff", "Show what a change of a policy does, and prove it."),
    "fmt": ("commands.fmt", "Print policies in canonical form, in either language."),
    "new": ("commands.new", "Draft a record and a first policy for a data file."),
    "test": ("commands.test", "Run the tests written in a policy."),
    "explain": ("commands.explain", "Say why a customer got a decision, or what a rule means."),
    "demo": ("commands.demo", "Decide made-up customers under the shipped policy."),
    "git-setup": ("commands.git_setup", "Let git show and compare policies as tiercel reads them."),
    "hook": ("commands.hook", "Run a command on the policies that changed files belong to."),
    "sample": ("commands.sample", "Make up customers in a file, in any number."),
    "schema": ("commands.schema", "Print the JSON schema of an output."),
    "completion": ("commands.completion", "Print the completion script of a shell."),
}

# Objects that are made before the garbage collector looks for cycles: what a command imports and builds stays, and to
# look at it again and again takes a tenth of a short one.
_ALLOCATIONS: Final = 100_000

_EPILOG: Final = """\b
Examples
  tiercel new mine --from customers.csv
  tiercel check policies/retail
  tiercel run policies/retail --data customers.csv --out decided
  tiercel explain policies/retail --data customers.csv --id C10293
  tiercel fmt policies/retail --lang zh --diff
"""


class _Commands(Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(
    cls=_Commands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": help_width()},
)
@click.version_option(package_name="tiercel", message="tiercel %(version)s")
def tiercel() -> None:
    """Customer segmentation policies that read aloud, in Chinese and English: check, test, decide, explain."""


def main() -> NoReturn:
    """Run the command line; whatever happens, a person sees a sentence and never a traceback."""
    try:
        code = tiercel.main(prog_name="tiercel", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = 2
    except click.ClickException as error:
        from commands.shared import print_error_report, wants_json  # noqa: PLC0415 - only when something went wrong
        from commands.usage import explained, in_short  # noqa: PLC0415

        if wants_json(sys.argv[1:]):
            print_error_report(in_short(error))
        click.echo(explained(error, sys.argv[1:]), err=True)
        code = 2
    except (click.Abort, KeyboardInterrupt):
        _say("stopped", "已停止")
        sys.stderr.flush()
        # All is cleaned up by now; threads that still read would crash on the orderly end of the interpreter.
        os._exit(130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); stdout cannot be flushed any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        # What commands meet at their own files they tell themselves; this may be a full disk behind stdout.
        place = f"{error.filename}: " if error.filename else ""
        _say_and_report(f"error: {place}{error.strerror or error}", f"错误：{place}{error.strerror or error}")
        code = 2
    except Exception as error:
        if os.environ.get("TIERCEL_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        _say_and_report(
            f"internal error: {what}\n"
            "This is a mistake in tiercel, not in your policy. Set TIERCEL_DEBUG=1 for the details to report.",
            f"内部错误：{what}\n这是 tiercel 的错误，不是政策的错误。设置 TIERCEL_DEBUG=1 可看到供上报的细节。",
        )
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def process() -> NoReturn:
    """The command as a process of its own.

    Where not all of a file was wanted, or something went wrong, threads may still be reading data, and would crash on
    the orderly end of the interpreter. All is cleaned up by then, so they are left behind. Spark ends its own.
    """
    gc.set_threshold(_ALLOCATIONS)
    try:
        main()
    except SystemExit as stopped:
        if "pyarrow" not in sys.modules or "pyspark" in sys.modules:
            raise
        code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
        os._exit(_flushed() or code)


def _flushed() -> int:
    """Write out what was printed; 1 if that cannot be done, unless nobody reads any more."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return 0
    except (OSError, ValueError):
        return 1
    finally:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
    return 0


def _say(en: str, zh: str) -> None:
    from commands.shared import default_lang, tell  # noqa: PLC0415 - only when something went wrong

    tell(zh if default_lang() == "zh" else en)


def _say_and_report(en: str, zh: str) -> None:
    """Say what ended a command, to programs as well where they read its result."""
    from commands.shared import print_error_report, wants_json  # noqa: PLC0415 - only when something went wrong
    from dsl.diagnostics.model import Words  # noqa: PLC0415

    if wants_json(sys.argv[1:]):
        with suppress(OSError):  # stdout may be what is wrong
            print_error_report(Words(en, zh))
    _say(en, zh)


if __name__ == "__main__":
    process()
