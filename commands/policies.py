"""Loading a policy for a command: its mistakes are shown and end the command with exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from commands.shared import say, stop, tell, wants_color, width, words
from dsl.diagnostics.model import Diagnostic, Words
from dsl.diagnostics.render import render
from dsl.load import Analysis, analyse
from dsl.program.model import Program
from dsl.program.types import Value
from dsl.settings import name_and_value, read_settings
from dsl.source import Source
from dsl.syntax.vocabulary import Lang
from engine.binding import Binding, BindingError, bind, profile_named
from engine.policy_files import FileLoader, PolicyFileError, read_folder, read_source
from engine.punctuation import COLON
from engine.show import many


def analyse_policy(path: Path, lang: Lang) -> Analysis:
    """Everything known about a policy, mistakes included; stops if it cannot be read from disk, or is several."""
    try:
        analysis = analyse(read_folder(path), FileLoader())
    except PolicyFileError as error:
        stop(error.words, lang)
    if analysis.program is None:
        _stop_at_several(path, lang)
    return analysis


def each_policy(path: Path, *, apart: bool) -> Iterator[Path]:
    """The policies of a folder that holds several, each under a line that names it; else just what was named.

    Args:
        path: as given.
        apart: whether several results may follow one another; programs take one.
    """
    from engine.revisions.shelves import policies_in

    found = policies_in(path) if apart else [path]
    for place in found:
        if len(found) > 1:
            click.echo(place if place == found[0] else f"\n{place}")
        yield place


def _stop_at_several(path: Path, lang: Lang) -> None:
    """Nothing is wrong with policies that were taken for one: say which there are, and end."""
    from engine.revisions.shelves import policies_in

    if (found := policies_in(path)) != [path]:
        en, zh = (mark.join(str(place) for place in found) for mark in (", ", "、"))
        stop(
            Words(
                f"{path} holds {len(found)} policies, each in a folder of its own; name one of them: {en}",
                f"{path} 里有 {len(found)} 项政策，各在自己的文件夹里；请写明其中一项：{zh}",
            ),
            lang,
        )


def show_diagnostics(found: Iterable[Diagnostic], sources: Mapping[str, Source], lang: Lang) -> None:
    """Print diagnostics on stderr."""
    for diagnostic in found:
        say(render(diagnostic, sources, lang, wants_color(sys.stderr), width()))
        say()


def load_policy(path: Path, lang: Lang, form: str = "text") -> tuple[Analysis, Program]:
    """A policy without mistakes; else they are shown and the command ends."""
    analysis = analyse_policy(path, lang)
    return analysis, checked(analysis, path, lang, form)


def checked(analysis: Analysis, path: Path, lang: Lang, form: str = "text") -> Program:
    """The program of a policy without mistakes; else they are shown and the command ends.

    Args:
        analysis: of the policy.
        path: of the policy, as given.
        lang: of the reader.
        form: in which the command prints; as `json`, programs get what `tiercel check` would print.
    """
    if analysis.program is None:
        show_diagnostics(analysis.errors, analysis.sources, lang)
        number = len(analysis.errors)
        told = words(Words(f"{many(number, 'mistake')} in {path}", f"{path} 中有 {number} 处错误"), lang)
        tell(f"{'错误' if lang == 'zh' else 'error'}{COLON[lang]}{told}")
        if form == "json":
            from commands.reports import mistakes_report

            click.echo(mistakes_report(analysis).model_dump_json(indent=2))
        raise SystemExit(2)
    return analysis.program


def _unusable(program: Program, profile: str | None) -> Words:
    """That values cannot be used, and what is wrong with the profile as well."""
    why = Words("these values cannot be used", "这些取值无法使用")
    try:
        profile_named(program, profile)
    except BindingError as error:
        return Words(f"{why.en}; {error.words.en}", f"{why.zh}；{error.words.zh}")
    return why


def bind_policy(
    analysis: Analysis,
    program: Program,
    as_of: date,
    profile: str | None,
    sets: tuple[str, ...],
    values: Path | None,
    lang: Lang,
) -> Binding:
    """A policy bound to a run; values given on the command line win over a values file."""
    given: dict[str, Value] = {}
    sources: list[Source] = []
    if values is not None:
        try:
            sources.append(read_source(values))
        except PolicyFileError as error:
            stop(error.words, lang)
    if sets:
        lines = []
        for text in sets:
            if name_and_value(text) is None:
                stop(Words(f"--set {text}: write it as NAME=VALUE", f"--set {text}：应写作 名称=取值"), lang)
            lines.append(text)
        sources.append(Source("--set", "\n".join(lines)))
    faults: list[Diagnostic] = []
    for source in sources:
        found, wrong = read_settings(analysis, source)
        faults += wrong
        given |= found
    if faults:
        show_diagnostics(faults, {source.path: source for source in sources}, lang)
        stop(_unusable(program, profile), lang, faults)
    try:
        return bind(program, as_of, profile, given)
    except BindingError as error:
        stop(error.words, lang)
