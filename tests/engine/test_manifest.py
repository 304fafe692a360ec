"""The manifest is exact, or it is refused."""

import json
from datetime import date

import pytest
from pydantic import ValidationError

from engine.identity import RunInput
from engine.manifest import DataIdentity, PolicyIdentity, RowCounts, RunManifest
from tests.engine.programs import DECISIONS, REJECTED, manifest_of, program


def _changed(path, value):
    """The manifest as JSON with one thing replaced."""
    data = json.loads(manifest_of(program(), DECISIONS, REJECTED).to_json())
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(data)


def test_round_trip():
    made = manifest_of(program(), DECISIONS, REJECTED)
    assert RunManifest.model_validate_json(made.to_json()) == made
    assert "零售" in made.to_json()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["counts", "rows_in"], 6),
        (["counts", "decided"], 4),
        (["data", 0, "rows"], 4),
        (["results", "tiers", "层级", "普通"], 2),
        (["results", "undecided", "层级"], 0),
        (["results", "classes", "红名单", "yes"], 0),
        (["results", "choices", "礼物", "none"], 1),
        (["quarantine", "D202"], 3),
        (["quarantine", "D202"], -1),
        (["results", "points", "积分", "sum"], "1e3"),
        (["run_id"], "../../x"),
        (["schema_version"], 2),
        (["as_of"], 20260601),
        (["clock", "started"], "2026-06-01T09:00:00"),
        (["further"], 1),
    ],
)
def test_what_is_not_exact_is_refused(path, value):
    with pytest.raises(ValidationError):
        RunManifest.model_validate_json(_changed(path, value))


@pytest.mark.parametrize(
    "file",
    ["../decisions-0123456789abcdef.csv", "/etc/passwd", "decisions.csv", "decisions-0123456789abcdef.csv\n"],
)
def test_outputs_are_bare_names_of_our_own_kind(file):
    output = {"name": "decisions", "format": "csv", "rows": 3, "bytes": 1, "sha256": "0" * 64}
    good = _changed(["outputs"], [output | {"file": "decisions-0123456789abcdef.csv"}])
    assert RunManifest.model_validate_json(good).outputs
    with pytest.raises(ValidationError):
        RunManifest.model_validate_json(_changed(["outputs"], [output | {"file": file}]))


def test_outputs_have_the_rows_that_were_counted():
    output = {
        "name": "offers", "format": "csv", "file": "offers-0123456789abcdef.csv",
        "rows": 3, "bytes": 1, "sha256": "0" * 64,
    }  # fmt: skip
    with pytest.raises(ValidationError, match="rows of offers-"):
        RunManifest.model_validate_json(_changed(["outputs"], [output]))


def test_rows_in_are_decided_or_quarantined():
    with pytest.raises(ValidationError, match="5 rows in, but 3 decided"):
        RowCounts(rows_in=5, decided=3, quarantined=1)


def test_every_field_is_described():
    schema = RunManifest.model_json_schema()
    for name, model in (schema["$defs"] | {"RunManifest": schema}).items():
        assert model["description"], name
        for field, about in model["properties"].items():
            assert about.get("description"), f"{name}.{field}"


_IDENTITY = {
    "policy": PolicyIdentity(name="p", title=None, decisions_hash="d", wording_hash="w", source_hash="s", files=()),
    "as_of": date(2026, 6, 1),
    "profile": None,
    "overrides": {"a": "1", "b": "2"},
    "values_sha256": None,
    "data": [DataIdentity(sha256="0" * 64, format="csv", encoding="utf-8", separator=",")],
    "lang": "en",
    "why": False,
    "version": "0.1.0",
}


def run_id(**given):
    return RunInput(**given).run_id


def test_the_same_input_has_the_same_id():
    assert run_id(**_IDENTITY) == run_id(**_IDENTITY | {"overrides": {"b": "2", "a": "1"}})
    assert run_id(**_IDENTITY) == "f30e3951d2c94054"


@pytest.mark.parametrize(
    "change",
    [
        {"policy": _IDENTITY["policy"].model_copy(update={"decisions_hash": "x"})},
        {"policy": _IDENTITY["policy"].model_copy(update={"wording_hash": "x"})},
        {"policy": _IDENTITY["policy"].model_copy(update={"source_hash": "x"})},
        {"as_of": date(2026, 6, 2)},
        {"profile": "外资行"},
        {"overrides": {"a": "1"}},
        {"values_sha256": "1" * 64},
        {"data": []},
        {"data": [DataIdentity(sha256="0" * 64, format="csv", encoding="gb18030", separator=",")]},
        {"data": [_IDENTITY["data"][0].model_copy(update={"limit": 10})]},
        {"lang": "zh"},
        {"why": True},
        {"version": "0.1.1"},
    ],
)
def test_any_other_input_has_another_id(change):
    assert run_id(**_IDENTITY | change) != run_id(**_IDENTITY)
