"""What a reviewer is told of edits of the shipped policies: beside every edit stands its report in both languages.

An edit is a list of texts that are replaced, or a language that the whole policy is put in. With UPDATE_GOLDEN set, the
reports are written anew, to be read in the diff.
"""

import os
import tomllib
from functools import cache
from pathlib import Path

import pytest

from dsl.format import format_file, names_of
from dsl.load import Folder, analyse
from dsl.source import Source
from engine.policy_files import read_folder
from engine.review.diff.render.formats import Look, written
from engine.review.diff.review import Version, review

HERE = Path(__file__).parent
POLICIES = HERE.parents[4] / "policies"
EDITS = sorted(HERE.glob("*.toml"))


class Shipped:
    """Finds what the shipped policies use."""

    def used(self, name, by):
        return shipped(name)


@cache
def shipped(name):
    """A policy, with paths as they stand in the repository."""
    folder = read_folder(POLICIES / name)
    home = POLICIES.resolve().parent
    sources = (Source(Path(s.path).resolve().relative_to(home).as_posix(), s.text) for s in folder.sources)
    return Folder(name, f"policies/{name}", tuple(sources))


def version(folder, label):
    analysis = analyse(folder, Shipped())
    assert analysis.program is not None, analysis.errors
    return Version(label, analysis, analysis.program)


@cache
def before(name):
    return version(shipped(name), "main")


def edited(folder, spec):
    """The policy after an edit."""
    texts = {source.path: source.text for source in folder.sources}
    for change in spec.get("change", ()):
        path = f"policies/{spec['policy']}/{change['file']}"
        assert texts[path].count(change["old"]) == 1, change["old"]
        texts[path] = texts[path].replace(change["old"], change["new"])
    if "translated" in spec:
        built = before(spec["policy"]).analysis.built
        names = names_of(x.file for x in built.values())
        texts = {
            source.path: format_file(built[source.path].file, source, names, spec["translated"])
            for source in folder.sources
        }
    return Folder(folder.name, folder.location, tuple(Source(path, text) for path, text in texts.items()))


@cache
def reviewed(edit):
    spec = tomllib.loads(edit.read_text(encoding="utf-8"))
    old = before(spec["policy"])
    return review(old, version(edited(shipped(spec["policy"]), spec), edit.stem), "0.1.0")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.stem)
def test_what_the_reviewer_is_told(edit, lang):
    shown = written([reviewed(edit)], "text", lang, Look())
    expected = edit.with_suffix(f".{lang}.txt")
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["eligibility_reworded", "refactored", "regrouped", "row_moved", "rule_moved", "translated"]
)
def test_what_changes_nothing_is_proved_equivalent(name):
    found = reviewed(HERE / f"{name}.toml")
    assert (found.verdict, found.exit_code) == ("equivalent", 0)


def test_everybody_who_is_found_is_shown():
    classes = [x for edit in EDITS for x in reviewed(edit).classes]
    assert len(classes) > 30
    assert all(x.status == "differs" and x.shown is not None for x in classes)


def test_there_are_no_reports_without_an_edit():
    stems = {file.name.split(".")[0] for file in HERE.glob("*.txt")}
    assert stems == {edit.stem for edit in EDITS}
