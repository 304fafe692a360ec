"""The shipped policies are sound, and their own tests prove every rule and every boundary of them."""

from pathlib import Path

import pytest

from dsl.format.names import declarations, lang_of
from dsl.load import analyse
from dsl.program.model import CreateTask, GrantOffer
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


def test_every_offer_has_its_words_and_every_grant_its_reason(analysis):
    program = analysis.program
    assert [offer.name for offer in program.offers.values() if offer.say is None] == []
    silent = [
        rule.id
        for rule in program.all_rules
        if rule.because is None and any(isinstance(effect, GrantOffer | CreateTask) for effect in rule.effects)
    ]
    assert silent == []
