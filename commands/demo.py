"""``tiercel demo``: the shipped policy on made-up customers."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.help import Command, fitted
from commands.shared import PATH, default_lang, lang_option, stop, tell, wants_color, width
from dsl.diagnostics.model import Words
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
    from engine.show import many

    policy, data, results = out / "policies" / "retail", out / "customers.csv", out / "decided"
    _prepare(out, lang)
    analysis, program = load_policy(policy, lang)  # a mistake in it leaves the customers of the last demo as they are
    before = run_before(results)
    said = many(customers, "customer")
    tell(f"造 {customers:,} 位客户 → {data}" if lang == "zh" else f"making up {said} → {data}")
    retail = recipe("retail")
    write_sample(data, Sample(retail, customers, seed, broken=_BROKEN, file="csv"))
    manifest = run_batch(analysis, program, data, results, retail.day, None, (), None, None, ("csv",), lang)
    former = compare(before, manifest, program)
    click.echo(summary(manifest, program, lang, former, width=width(), color=wants_color(sys.stdout)))
    click.echo(_files(manifest, results, lang))
    customer = f"C{10_000 + min(_CUSTOMER, customers - 1):08}"
    again = " ".join(["tiercel demo", *sys.argv[2:]])
    click.echo(_next(policy, data, results, retail.day, customer, again, lang))


def _prepare(out: Path, lang: Lang) -> None:
    """The folder with a copy of the policies, unless they are there already."""
    if out.exists() and not out.is_dir():
        stop(
            Words(f"{out} is a file; name another folder with --out", f"{out} 是文件；请用 --out 指定另一个文件夹"),
            lang,
        )
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "policies").exists():
        _copy(files("policies"), out / "policies")


def _copy(source: Traversable, target: Path) -> None:
    """Copy policy files out of the installed package."""
    target.mkdir()
    for entry in source.iterdir():
        if entry.is_dir() and not entry.name.startswith("_"):
            _copy(entry, target / entry.name)
        elif entry.name.endswith(".policy"):
            (target / entry.name).write_bytes(entry.read_bytes())


def _files(manifest: RunManifest, results: Path, lang: Lang) -> str:
    from engine.show import many

    counted = [(x.file, f"{x.rows:,} 行" if lang == "zh" else many(x.rows, "row")) for x in manifest.outputs]
    lines = [f"{'结果在' if lang == 'zh' else 'results in'} {results}", *(f"  {file}  {n}" for file, n in counted)]
    return "\n".join([*lines, ""])


def _next(policy: Path, data: Path, results: Path, day: date, customer: str, again: str, lang: Lang) -> str:
    """What to try next: commands that work as they stand."""
    from dsl.diagnostics.columns import wrap

    zh = lang == "zh"
    batch = f"--data {data} --as-of {day}"
    spoken = "" if lang == default_lang() else f" --lang {lang}"
    edited = policy / "tiering" / "assets.policy"
    tries = [
        (
            "为什么这样判定一位客户" if zh else "why a customer got a decision",
            f"tiercel explain {policy} {batch} --id {customer}{spoken}",
        ),
        (
            "如果核心线是 200万，会变多少" if zh else "what a core line of 2 million would change",
            f"tiercel run {policy} {batch} --out {results} --set {'核心线=200万' if zh else 'core_line=2000k'}{spoken}",
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
        lines += [*(f"  {line}" for line in wrap(what, width() - 2)), *fitted(f"    {command}", width())]
    return "\n".join(lines)
