"""``tiercel explain``: why a customer got a decision, or what a rule means."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import (
    PATH,
    absent_ok_option,
    as_of_option,
    binding_options,
    lang_option,
    stop,
    stop_at,
    wants_color,
    width,
)
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang
from engine.punctuation import SEMICOLON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.program.types import Value
    from engine.io.reasons import Reason
    from engine.reference import Reference


@click.command(
    "explain",
    epilog="""\b
Examples
  tiercel explain policies/retail --data customers.csv --id C10293
  tiercel explain policies/retail --data customers.csv --id C10293 --lang zh --as-of 2026-06-01
  tiercel explain policies/retail --rule 大额贷款推断
""",
)
@click.argument("policy", type=PATH)
@click.option("--data", type=PATH, help="The file the customer is in.")
@click.option("--id", "key", metavar="KEY", help="The customer's key.")
@click.option("--rule", metavar="NAME", help="A rule, class, table, ladder or offer to read back.")
@as_of_option
@binding_options
@absent_ok_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@lang_option
def command(
    policy: Path,
    data: Path | None,
    key: str | None,
    rule: str | None,
    as_of: date | None,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    absent_ok: tuple[str, ...],
    form: str,
    lang: Lang,
) -> None:
    """Say why a customer of POLICY got a decision, why not another and what is missing; or read a rule back.

    Give --data and --id for a customer, or --rule for a rule.
    """
    if (rule is None) == (key is None) or (key is not None and data is None):
        stop(
            Words(
                "give --data FILE and --id KEY, or --rule NAME", "请给出 --data 文件 与 --id 客户号，或 --rule 规则名"
            ),
            lang,
        )
    from commands.policies import bind_policy, load_policy
    from engine.reference import Reference

    analysis, program = load_policy(policy, lang)
    binding = bind_policy(analysis, program, as_of or date.today(), profile, sets, values, lang)  # noqa: DTZ011
    color = form == "text" and wants_color(sys.stdout)
    if rule is not None:
        from engine.explain.readback import UnknownStatementError, read_back, text_of

        try:
            back = read_back(program, rule, lang, binding)
        except UnknownStatementError as error:
            stop(error.words, lang)
        click.echo(back.to_json() if form == "json" else text_of(back, width(), color=color), nl=form != "json")
        return
    from engine.explain.customer import explain
    from engine.explain.export import to_data
    from engine.explain.text import render

    assert data is not None
    assert key is not None
    reference = Reference(program, binding)
    explanation = explain(reference, _find(reference, data, key, absent_ok, lang), lang=lang)
    if form == "json":
        click.echo(to_data(explanation).model_dump_json(indent=2))
    else:
        click.echo(render(explanation, width(), color=color))


def _find(
    reference: Reference, data: Path, key: str, absent_ok: tuple[str, ...], lang: Lang
) -> dict[str, Value | None]:
    """The row of a customer; stops if it is not there, or in quarantine."""
    import pyarrow.compute as pc

    from engine.assumptions import broken_assumptions
    from engine.io.read import Needs, open_data, to_python_rows
    from engine.io.reasons import DataError
    from engine.reads import fields_read

    record = reference.program.record
    try:
        reader = open_data(data, record, Needs(fields_read(reference.program), absent_ok))
        for batch in reader:
            found = batch.rows.filter(pc.equal(batch.rows.column(record.key), key))
            if found.num_rows:
                row = next(iter(to_python_rows(found, record)))
                _in_quarantine(broken_assumptions(reference, row), key, lang)
                return row
            rejected = zip(batch.rejected.keys, batch.rejected.reasons, strict=True)
            _in_quarantine([reason for k, reasons in rejected if k == key for reason in reasons], key, lang)
    except DataError as error:
        stop_at(error, lang)
    return stop(Words(f"there is no customer {key} in {data}", f"{data} 中没有客户 {key}"), lang)


def _in_quarantine(reasons: Sequence[Reason], key: str, lang: Lang) -> None:
    """Stop if there are reasons not to decide a customer."""
    if not reasons:
        return
    told = SEMICOLON[lang].join(dict.fromkeys(f"{r.code} {r.message(lang)}" for r in reasons))
    stop(
        Words(
            f"customer {key} is in quarantine and gets no decision: {told}",
            f"客户 {key} 在隔离中，不作判定：{told}",
        ),
        lang,
    )
