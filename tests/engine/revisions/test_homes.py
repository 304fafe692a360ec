"""Which folders are policies, from what their files say."""

import pytest

from dsl.headers import header_of
from dsl.source import Source
from engine.revisions.homes import policies_among

POLICY, RECORD, SILENT = "政策 甲\n", "customer c\n", "class x if y\n"


@pytest.mark.parametrize(
    ("files", "named", "expected"),
    [
        # a policy sentence makes a folder a policy, with all that lies below it
        ({"a/b/p": POLICY, "a/b/c/x": SILENT}, [], ["a/b"]),
        ({"p": POLICY, "c/x": SILENT}, [], [""]),
        # several in one folder: every file with one is a policy
        ({"a/p": POLICY, "a/q": POLICY, "a/x": SILENT}, [], ["a/p", "a/q", "a/x"]),
        ({"a/p": POLICY, "a/b/q": POLICY}, [], ["a/b", "a/p"]),
        # what is used by name is one
        ({"a/p": POLICY + "use r, s\n", "r/x": RECORD, "s": SILENT}, [], ["a", "r", "s"]),
        ({"a/b/p": POLICY + "引用 r\n", "a/r": RECORD}, [], ["a/b", "a/r"]),
        ({"a/p": POLICY + "use c\n", "a/c/x": SILENT}, [], ["a"]),
        ({"a/p": POLICY + "use nothing\n"}, [], ["a"]),
        # files that say nothing: the highest folder that has some
        ({"a/x": RECORD, "a/b/y": SILENT, "d/e/z": SILENT}, [], ["a", "d/e"]),
        ({"a/x": RECORD, "a/y": RECORD}, [], ["a/x", "a/y"]),
        ({"x": SILENT, "a/p": POLICY}, [], ["a", "x"]),
        # a folder that is named, unless its files say otherwise
        ({"a/b/x": SILENT, "a/c/y": SILENT}, [], ["a/b", "a/c"]),
        ({"a/b/x": SILENT, "a/c/y": SILENT}, ["a"], ["a"]),
        ({"a/b/x": RECORD, "a/c/y": RECORD}, ["a"], ["a/b", "a/c"]),
        ({"a/b/p": POLICY, "a/c/y": SILENT}, ["a"], ["a/b", "a/c"]),
        ({"a/x": SILENT, "a/b/y": SILENT}, ["a/b"], ["a"]),
        ({"a/x": SILENT}, ["nowhere", "a/x"], ["a"]),
    ],
)
def test_policies(files, named, expected):
    headers = {f"{path}.policy": header_of(Source(path, text)) for path, text in files.items()}
    found = policies_among(headers, [f"{name}.policy" if name in files else name for name in named])
    assert [home.removesuffix(".policy") for home in found] == expected
