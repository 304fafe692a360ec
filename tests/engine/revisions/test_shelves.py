"""Which policies a folder on disk holds."""

import pytest

from engine.revisions.shelves import policies_in

RECORD = "customer c\n  | name | type |\n  | id   | key  |\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # a policy each
        ({"a/p": "policy a\n" + RECORD, "b/q": "政策 b\n引用 a\n"}, ["a", "b"]),
        ({"a/p": RECORD, "b/c/q": RECORD}, ["a", "b/c"]),
        ({"a/p": "policy a\n", "b/q": "policy b\n", "c/x": "class x if y\n"}, ["a", "b", "c"]),
        # one policy, wherever it says so and whatever lies beside
        ({"p": "policy a\n" + RECORD, "b/x": "class x if y\n"}, ["."]),
        ({"a/p": "policy a\n", "b/q": RECORD, "c/x": "class x if y\n"}, ["."]),
        # one with a mistake: two names, two records
        ({"p": "policy a\n", "q": "policy b\n"}, ["."]),
        ({"p": "policy a\n", "b/q": "policy b\n"}, ["."]),
        ({"a/p": RECORD, "a/q": RECORD}, ["."]),
    ],
)
def test_policies_of_a_folder(tmp_path, files, expected):
    for path, text in files.items():
        file = tmp_path / f"{path}.policy"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert policies_in(tmp_path) == [tmp_path / path for path in expected]


def test_a_file_is_what_was_named(tmp_path):
    file = tmp_path / "a.policy"
    file.write_text("policy a\npolicy b\n", encoding="utf-8")
    assert policies_in(file) == [file]
