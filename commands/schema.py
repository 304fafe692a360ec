"""``tiercel schema``: the JSON schemas of what other programs read."""

from __future__ import annotations

import importlib
import json
from typing import Final

import click

# Where the model of each output is.
_MODELS: Final = {
    "run": ("engine.manifest", "RunManifest"),
    "check": ("commands.reports", "CheckReport"),
    "test": ("engine.testing.report", "TestReportJson"),
    "explain": ("engine.explain.schema", "ExplanationJson"),
}


@click.command("schema", epilog="\b\nExamples\n  tiercel schema run > run.schema.json\n")
@click.argument("output", type=click.Choice(list(_MODELS)))
def command(output: str) -> None:
    """Print the JSON schema of run.json, or of what check, test and explain print with --format json."""
    module, name = _MODELS[output]
    model = getattr(importlib.import_module(module), name)
    click.echo(json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2))
