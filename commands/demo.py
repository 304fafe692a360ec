"""``tiercel demo``: the shipped policy on made-up customers."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from commands.shared import PATH, lang_option, say
from dsl.syntax.vocabulary import Lang

_BROKEN = 0.002  # a few rows go into quarantine, as in life


@click.command(
    "demo",
    epilog="""\b
Examples
  tiercel demo
  tiercel demo --customers 50000 --lang zh
""",
)
@click.option(
    "--customers",
    type=click.IntRange(min=1, max=5_000_000),
    default=10_000,
    show_default=True,
    help="How many to make up.",
)
@click.option(
    "--out",
    type=PATH,
    default=Path("tiercel-demo"),
    show_default=True,
    help="Folder for data and results.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Other seeds make other customers."
)
@lang_option
def command(customers: int, out: Path, seed: int, lang: Lang) -> None:
    """Decide made-up customers under the shipped policy and show what came out."""
    from commands.policies import load_policy
    from commands.run import run_batch
    from commands.summary import summary
    from engine.samples import recipe
    from engine.samples.sample import Sample
    from engine.samples.write import write_sample

    zh = lang == "zh"
    out.mkdir(parents=True, exist_ok=True)
    data = out / "customers.csv"
    say(f"造 {customers:,} 位客户 → {data}" if zh else f"making up {customers:,} customers → {data}")
    retail = recipe("retail")
    write_sample(data, Sample(retail, customers, seed, broken=_BROKEN, file="csv"))
    policy = Path(str(files("policies").joinpath("retail")))
    analysis, program = load_policy(policy, lang)
    results = out / "decided"
    manifest = run_batch(analysis, program, data, results, retail.day, None, (), None, None, ("parquet", "csv"), lang)
    click.echo(summary(manifest, program, lang))
    click.echo()
    click.echo(f"结果在 {results}：" if zh else f"results in {results}:")
    for output in manifest.outputs:
        click.echo(f"  {output.file}  ({output.rows:,} {'行' if zh else 'rows'})")
    click.echo()
    click.echo("接下来可以试：" if zh else "what to try next:")
    key = "C00010008"
    for line in (
        f"tiercel explain {policy} --data {data} --as-of {retail.day} --id {key}",
        f"tiercel explain {policy} --rule 大额贷款推断",
        f"tiercel test {policy}",
        f"tiercel fmt {policy} --lang en --diff",
    ):
        click.echo(f"  {line}")
