"""A slip where something is declared is one mistake, however much of a policy reads it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dsl.load import analyse
from dsl.source import Source
from engine.policy_files import FileLoader, read_folder

POLICIES = Path(__file__).parents[3] / "policies"
HARBOUR = read_folder(POLICIES / "harbour")
PARAM = re.compile(r"^param (\w+) .*= (.+)$", re.MULTILINE)
PARAMS = [(s.path, found[1]) for s in HARBOUR.sources for found in PARAM.finditer(s.text)]


def mistakes(folder, path, old, new):
    """The codes of a policy with a slip in one of its files."""
    slipped = [Source(s.path, s.text.replace(old, new, 1)) if s.path == path else s for s in folder.sources]
    assert tuple(slipped) != folder.sources
    return [d.code for d in analyse(replace(folder, sources=tuple(slipped)), FileLoader()).errors]


@pytest.mark.parametrize("value", ["30 days", "3 months", "2026-01-01", "yes"])
@pytest.mark.parametrize(("path", "name"), PARAMS, ids=[name for _, name in PARAMS])
def test_a_param_of_another_kind_is_told_once(path, name, value):
    text = next(s.text for s in HARBOUR.sources if s.path == path)
    whole = next(found for found in PARAM.finditer(text) if found[1] == name)
    assert len(mistakes(HARBOUR, path, whole[0], whole[0].removesuffix(whole[2]) + value)) == 1


@pytest.mark.parametrize(
    ("policy", "file", "old", "new", "code"),
    [
        ("retail", "tiering/assets.policy", "= 30万", "= 200", "E302"),
        ("retail", "tiering/assets.policy", "= 30万", "= 5美元", "E301"),
        ("retail", "tiering/assets.policy", "参数 优质线", "参 优质线", "E110"),
        ("contact", "contact.policy", "客群 有效手机", "客 有效手机", "E110"),
        ("record", "customer.policy", "DEP_BAL   | 金额 从 0 到 100亿", "DEP_BAL   | 文本", "E301"),
        ("harbour", "bands.policy", "premier_line = 250k", "premier_line = yes", "E311"),
        ("harbour", "bands.policy", "everyday 普通", "everyda 普通", "E205"),
    ],
)
def test_a_slip_that_much_goes_back_to_is_told_once(policy, file, old, new, code):
    folder = read_folder(POLICIES / policy)
    path = next(s.path for s in folder.sources if s.path.endswith(file))
    assert mistakes(folder, path, old, new) == [code]
