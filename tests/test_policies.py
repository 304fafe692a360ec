"""The shipped policies are sound, and their own tests prove every rule and every boundary of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dsl.format.exchange import translated
from dsl.format.names import declarations, names_of, nodes_in
from dsl.load import analyse
from dsl.program.model import CreateTask, GrantOffer
from dsl.source import Source
from dsl.syntax.nodes import Name, RecordDecl, UseDecl
from dsl.syntax.vocabulary import lang_of
from engine.binding import bind
from engine.policy_files import FileLoader, read_folder
from engine.testing.runner import run_tests

POLICIES = Path(__file__).parent.parent / "policies"
FOLDERS = sorted(path.name for path in POLICIES.iterdir() if path.is_dir() and any(path.rglob("*.policy")))


@pytest.fixture(scope="module", params=FOLDERS)
def analysis(request):
    return analyse(read_folder(POLICIES / request.param), FileLoader())


def test_there_are_several_banks():
    assert {"contact", "harbour", "record", "retail", "wealth"} <= set(FOLDERS)


def test_no_mistakes_and_no_warnings(analysis):
    assert [(d.code, d.span.path, d.span.line) for d in analysis.diagnostics] == []


def test_its_tests_pass_and_cover_it(analysis):
    report = run_tests(analysis.program)
    assert [result.test.title for result in report.failed] == []
    assert [result.test.title for result in report.empty] == []
    assert [rule.label for rule in report.never_fired] == []
    assert [boundary.label for boundary in report.boundaries if boundary.sides != "both"] == []


def test_whatever_is_declared_has_a_name_in_each_language(analysis):
    statements = [statement for built in analysis.built.values() for statement in built.file.statements]
    declared = [names for statement in statements for _, names in declarations(statement)]
    assert [names for names in declared if {lang_of(name) for name in names} != {"en", "zh"}] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_printed_in_one_language_it_uses_no_name_of_the_other(analysis, lang):
    names = names_of(file for unit in analysis.units.values() for file in unit.files)
    statements = [
        statement
        for built in analysis.built.values()
        for statement in built.file.statements
        if not isinstance(statement, UseDecl | RecordDecl)  # policies and currencies are called the same in both
    ]
    used = {x.text for s in statements for x in nodes_in(translated(s, names, lang)) if isinstance(x, Name)}
    assert {name for name in used if lang_of(name) != lang} == set()


def test_every_offer_has_its_words_and_every_grant_its_reason(analysis):
    program = analysis.program
    assert [offer.name for offer in program.offers.values() if offer.say is None] == []
    silent = [
        rule.id
        for rule in program.all_rules
        if rule.because is None and any(isinstance(effect, GrantOffer | CreateTask) for effect in rule.effects)
    ]
    assert silent == []


FORBIDDEN = "预期收益率3.5%", "预期年化收益率3.5%", "预期收益高", "保本理财", "保 本保 息", "保证收益"
ALLOWED = "业绩比较基准3.5%", "本产品不保本", "非保本浮动收益", "不保证收益"


@pytest.mark.parametrize(("words", "found"), [*((x, ["E428"]) for x in FORBIDDEN), *((x, []) for x in ALLOWED)])
def test_no_policy_that_uses_contact_may_say_what_is_forbidden_in_marketing(words, found):
    folder = read_folder(POLICIES / "contact")
    more = Source("more.policy", f'产品 甲 some_offer\n  话术 "{words}。"\n如果 存款 > 0 则 推荐 甲\n')
    diagnostics = analyse(replace(folder, sources=(*folder.sources, more)), FileLoader()).diagnostics
    assert sorted({d.code for d in diagnostics}) == found


def test_retail_and_wealth_together_say_nothing_twice():
    programs = [analyse(read_folder(POLICIES / name), FileLoader()).program for name in ("retail", "wealth")]
    offers, tasks = ([given(program, kind) for program in programs] for kind in (GrantOffer, CreateTask))
    assert offers[0] & offers[1] == set()
    assert tasks[0] & tasks[1] == set()


def given(program, kind):
    effects = [effect for rule in program.all_rules for effect in rule.effects if isinstance(effect, kind)]
    return {effect.offer if kind is GrantOffer else effect.task for effect in effects}


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2026, 6, 1), date(2035, 12, 31)])
def test_they_decide_on_any_day(analysis, day):
    bind(analysis.program, day)
