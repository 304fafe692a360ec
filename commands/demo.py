"""``tiercel demo``: the shipped policy on made-up customers."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.help import Command
from commands.shared import PATH, lang_option, say, wants_color, width
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from datetime import date
    from importlib.resources.abc import Traversable

    from engine.manifest import RunManifest

_BROKEN = 0.002  # a few rows go into quarantine, as in life
_CUSTOMER = 8  # one of the first, who has a bit of everything


@click.command(
    "demo",
    cls=Command,
    epilog="""\b
Examples
  tiercel demo
  tiercel demo --customers 1000000 --lang zh
  tiercel demo --out somewhere/else
""",
)
@click.option(
    "--customers",
    type=click.IntRange(min=1, max=5_000_000),
    default=100_000,
    show_default=True,
    help="How many to make up.",
)
@click.option(
    "--out",
    type=PATH,
    default=Path("tiercel-demo"),
    show_default=True,
    help="Folder for policies, data and results.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Other seeds make other customers."
)
@lang_option
def command(customers: int, out: Path, seed: int, lang: Lang) -> None:
    """Decide made-up customers under the shipped policy and show what came out.

    The policies are copied into the folder, where you may change them: the next demo decides by your copy, and shows
    what that changes.
    """
    from commands.policies import load_policy
    from commands.run import run_batch
    from commands.summary.former import compare, run_before
    from commands.summary.screen import summary
    from engine.samples import recipe
    from engine.samples.sample import Sample
    from engine.samples.write import write_sample

    policy, data, results = out / "policies" / "retail", out / "customers.csv", out / "decided"
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "policies").exists():
        _copy(files("policies"), out / "policies")
    say(f"造 {customers:,} 位客户 → {data}" if lang == "zh" else f"making up {customers:,} customers → {data}")
    retail = recipe("retail")
    write_sample(data, Sample(retail, customers, seed, broken=_BROKEN, file="csv"))
    analysis, program = load_policy(policy, lang)
    before = run_before(results)
    manifest = run_batch(analysis, program, data, results, retail.day, None, (), None, None, ("csv",), lang)
    former = compare(before, manifest, program)
    click.echo(summary(manifest, program, lang, former, width=width(), color=wants_color(sys.stdout)))
    click.echo(_files(manifest, results, lang))
    customer = f"C{10_000 + min(_CUSTOMER, customers - 1):08}"
    again = " ".join(["tiercel demo", *sys.argv[2:]])
    click.echo(_next(policy, data, results, retail.day, customer, again, lang))


def _copy(source: Traversable, target: Path) -> None:
    """Copy policy files out of the installed package."""
    target.mkdir()
    for entry in source.iterdir():
        if entry.is_dir() and not entry.name.startswith("_"):
            _copy(entry, target / entry.name)
        elif entry.name.endswith(".policy"):
            (target / entry.name).write_bytes(entry.read_bytes())


def _files(manifest: RunManifest, results: Path, lang: Lang) -> str:
    unit = "行" if lang == "zh" else "rows"
    lines = [f"{'结果在' if lang == 'zh' else 'results in'} {results}"]
    return "\n".join([*lines, *(f"  {x.file}  {x.rows:,} {unit}" for x in manifest.outputs), ""])


def _next(policy: Path, data: Path, results: Path, day: date, customer: str, again: str, lang: Lang) -> str:
    """What to try next: commands that work as they stand."""
    zh = lang == "zh"
    batch = f"--data {data} --as-of {day}"
    edited = policy / "tiering" / "assets.policy"
    tries = [
        (
            "为什么这样判定一位客户" if zh else "why a customer got a decision",
            f"tiercel explain {policy} {batch} --id {customer}",
        ),
        (
            "如果核心线是 200万，会变多少" if zh else "what a core line of 2 million would change",
            f"tiercel run {policy} {batch} --out {results} --set core_line=200万",
        ),
        (
            f"改 {edited} 里的数，再跑一遍，看变了多少"
            if zh
            else f"edit a number in {edited}, run again, and see what it changed",
            again,
        ),
    ]
    lines = ["接下来可以试" if zh else "what to try next"]
    for what, command in tries:
        lines += [f"  {what}", f"    {command}"]
    return "\n".join(lines)
