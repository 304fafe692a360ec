"""``tiercel explain``: why a customer got a decision, or what a rule means."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.help import Command
from commands.names import names_of
from commands.shared import (
    PATH,
    absent_ok_option,
    as_of_option,
    binding_options,
    data_option,
    lang_option,
    stop,
    stop_at,
    wants_color,
    width,
)
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import LANGS, Lang
from engine.punctuation import ENUMERATION, SEMICOLON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.program.types import Value
    from engine.io.reasons import Reason
    from engine.reference import Reference


@click.command(
    "explain",
    cls=Command,
    epilog="""\b
Examples
  tiercel explain policies/retail --data customers.csv --id C10293
  tiercel explain policies/retail --data customers.csv --id C10293 --lang zh --as-of 2026-06-01
  tiercel explain policies/retail --data customers.csv --id C10293 --offer 大额存单
  tiercel explain policies/retail --rule 大额贷款推断
""",
)
@click.argument("policy", type=PATH)
@data_option(required=False)
@click.option("--id", "key", metavar="KEY", help="The customer's key.")
@click.option(
    "--offer",
    metavar="NAME",
    shell_complete=names_of("offer"),
    help="Only this offer: why, why not, and what would change it.",
)
@click.option(
    "--tier", metavar="NAME", shell_complete=names_of("tier"), help="Only this tier: what it would take to reach it."
)
@click.option("--all", "everything", is_flag=True, help="Every offer, with the rules that could have granted it.")
@click.option(
    "--rule", metavar="NAME", shell_complete=names_of("rule"),
    help="A statement, field or profile to read back, by any of its names.",
)  # fmt: skip
@as_of_option
@binding_options
@absent_ok_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@lang_option
def command(
    policy: Path,
    data: tuple[Path, ...],
    key: str | None,
    offer: str | None,
    tier: str | None,
    everything: bool,  # noqa: FBT001 - click gives options by name
    rule: str | None,
    as_of: date | None,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    absent_ok: tuple[str, ...],
    form: str,
    lang: Lang,
) -> None:
    """Say why a customer of POLICY got a decision, why not another, what is missing and what would change it.

    Give --data and --id for a customer; or --rule to read a statement of the policy back, precisely.
    """
    if rule is not None and key is not None:
        stop(
            Words(
                "--rule reads a statement back, --id is about a customer: give one of the two",
                "--rule 是解读语句，--id 是针对客户的：两者只能给出一个",
            ),
            lang,
        )
    if (rule is None and key is None) or (key is not None and not data):
        stop(
            Words(
                "give --data FILE and --id KEY, or --rule NAME", "请给出 --data 文件 与 --id 客户号，或 --rule 规则名"
            ),
            lang,
        )
    if rule is not None and (offer is not None or tier is not None or everything):
        stop(
            Words(
                "--offer, --tier and --all are about a customer: give --data FILE and --id KEY",
                "--offer、--tier、--all 是针对客户的：请给出 --data 文件 与 --id 客户号",
            ),
            lang,
        )
    from commands.policies import bind_policy, load_policy
    from engine.reference import Reference

    analysis, program = load_policy(policy, lang, form)
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
    from engine.explain.asked import UnknownNameError, asked_for
    from engine.explain.changes.trials import Trials
    from engine.explain.customer import explain
    from engine.explain.text import render

    assert key is not None
    try:
        asked = asked_for(program, offer=offer, tier=tier, everything=everything)
    except UnknownNameError as error:
        stop(error.words, lang)
    reference = Reference(program, binding)
    row = _find(reference, data, key, absent_ok, lang)
    explanation = explain(reference, row, lang=lang, trials=Trials(reference), asked=asked)
    if form == "json":
        click.echo(explanation.data().to_json(), nl=False)
    else:
        click.echo(render(explanation, width(), color=color, asked=asked), nl=False)


def _find(
    reference: Reference, data: tuple[Path, ...], key: str, absent_ok: tuple[str, ...], lang: Lang
) -> dict[str, Value | None]:
    """The row of a customer; stops if it is not there, or in quarantine."""
    import pyarrow.compute as pc

    from commands.workbooks import tell_of_workbooks
    from engine.assumptions import broken_assumptions
    from engine.io.read import Needs, open_data, to_python_rows
    from engine.io.reasons import DataError
    from engine.reads import fields_read

    record = reference.program.record
    tell_of_workbooks(data, lang)
    try:
        reader = open_data(data, record, Needs(fields_read(reference.program), absent_ok))
        for batch in reader:
            found = batch.rows.filter(pc.equal(batch.rows.column(record.key), key))
            if found.num_rows:
                row = next(iter(to_python_rows(found, record)))
                _in_quarantine(broken_assumptions(reference, row), key, lang)
                return row
            _in_quarantine(batch.rejected.of(key), key, lang)
    except DataError as error:
        stop_at(error, lang)
    en, zh = (ENUMERATION[lang].join(map(str, data)) for lang in ("en", "zh"))
    return stop(Words(f"there is no customer {key} in {en}", f"{zh} 中没有客户 {key}"), lang)


def _in_quarantine(reasons: Sequence[Reason], key: str, lang: Lang) -> None:
    """Stop if there are reasons not to decide a customer."""
    if not reasons:
        return
    told = {language: _all_told(reasons, language) for language in LANGS}
    stop(
        Words(
            f"customer {key} is in quarantine and gets no decision: {told['en']}",
            f"客户 {key} 在隔离中，不作判定：{told['zh']}",
        ),
        lang,
        reasons,
    )


def _all_told(reasons: Sequence[Reason], lang: Lang) -> str:
    return SEMICOLON[lang].join(dict.fromkeys(f"{reason.code} {reason.message(lang)}" for reason in reasons))
