"""``tiercel run --engine spark``: the same run on a cluster."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.run import overrides_of, values_file_of
from commands.shared import is_terminal, stop, stop_at
from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import Lang

if TYPE_CHECKING:
    from dsl.load import Analysis
    from dsl.program.model import Program
    from engine.manifest import Format, RunManifest


def refuse_for_spark(
    lang: Lang, *, evaluator: str, limit: int | None, formats: Collection[Format], resume: bool
) -> None:
    """Stop where an option asks for what only a run on one machine does."""
    asked = {
        "--evaluator reference": evaluator != "fast",
        "--limit": limit is not None,
        "--write csv / xlsx": set(formats) != {"parquet"},
        "--resume": resume,
    }
    wrong = [option for option, given in asked.items() if given]
    if wrong:
        text = Words(
            f"not with --engine spark: {', '.join(wrong)}; leave that out, or run on one machine",
            f"--engine spark 不支持：{'、'.join(wrong)}；请去掉，或在单机上运行",
        )
        stop(text, lang)


def spark_settings(given: tuple[str, ...], lang: Lang) -> dict[str, str]:
    """The settings of ``--spark``."""
    settings = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name and equals):
            stop(Words(f"--spark {text}: write it as NAME=VALUE", f"--spark {text}：应写作 名称=取值"), lang)
        settings[name.strip()] = value.strip()
    return settings


def run_batch_on_spark(
    analysis: Analysis,
    program: Program,
    data: tuple[Path, ...],
    out: Path,
    as_of: date | None,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    lang: Lang,
    absent_ok: Collection[str],
    *,
    why: bool,
    settings: Mapping[str, str],
) -> RunManifest:
    """Run a policy over data files on Spark; whatever stops it is said in one sentence."""
    from commands.policies import bind_policy
    from commands.workbooks import tell_of_workbooks
    from engine.io.output_errors import OutputError
    from engine.io.read import Needs
    from engine.io.reasons import DataError
    from engine.io.selection import refuse_results_among
    from engine.reads import fields_read
    from engine.spark.session import SparkError, need_spark, session

    binding = bind_policy(analysis, program, as_of or date.today(), profile, sets, values, lang)  # noqa: DTZ011
    tell_of_workbooks(data, lang)
    try:
        refuse_results_among(data, out)
        need_spark()
        from engine.spark.run import open_files, run_on_spark

        with session(settings, progress=is_terminal()) as spark:
            return run_on_spark(
                spark,
                analysis=analysis,
                binding=binding,
                reader=open_files(spark, data, program.record, Needs(fields_read(program), absent_ok)),
                out=out,
                why=why,
                overrides=overrides_of(sets),
                values_file=values_file_of(values),
                lang=lang,
            )
    except SparkError as error:
        stop(error.words, lang)
    except (DataError, OutputError) as error:
        stop_at(error, lang)
