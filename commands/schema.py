"""``tiercel schema``: the JSON schemas of what other programs read."""

from __future__ import annotations

import importlib
import json
from typing import Final

import click

from commands.help import Command

# Where the model of each output is.
_MODELS: Final = {
    "run": ("engine.manifest", "RunManifest"),
    "check": ("commands.reports", "CheckReport"),
    "test": ("engine.testing.report", "TestReportJson"),
    "explain": ("engine.explain.schema", "ExplanationJson"),
    "diff": ("engine.review.diff.report", "Reviews"),
    "rule": ("engine.explain.reading.schema", "ReadBackJson"),
    "error": ("commands.error_report", "ErrorReport"),
}


@click.command(
    "schema", cls=Command, epilog="\b\nExamples\n  tiercel schema run > run.schema.json\n  tiercel schema rule\n"
)
@click.argument("output", metavar="OUTPUT", type=click.Choice(list(_MODELS)))
def command(output: str) -> None:
    """Print the JSON schema of what a command prints with --format json.

    OUTPUT is one of run (which is run.json, too), check, test, explain, diff, rule (of explain --rule), and error.
    For a policy with mistakes, every command prints what check does; where data, values or the command line are at
    fault, it prints an error. The exit code is 2 then.
    """
    module, name = _MODELS[output]
    model = getattr(importlib.import_module(module), name)
    click.echo(json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2))
