"""Keys that stand in more than one row are found exactly, whatever their hashes."""

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from engine.io import duplicates
from engine.io.duplicates import duplicate_keys
from engine.io.numerals import BLANK

LONG = st.sampled_from(["c" * 64, "c" * 65, "d" + "c" * 64, "c" * 200])
KEYS = st.text(st.sampled_from("ab客 "), max_size=3) | st.none() | st.text(max_size=80) | LONG


def found(parts):
    return sorted(duplicate_keys(lambda: (pa.array(part, pa.string()) for part in parts)).to_pylist())


@given(st.lists(st.lists(KEYS, max_size=30), max_size=4))
def test_all_keys_that_come_twice_are_found(parts):
    counts = Counter(key.strip(BLANK) for part in parts for key in part if key is not None)
    assert found(parts) == sorted(key for key, n in counts.items() if n > 1)


def test_a_slice_of_keys_is_only_that():
    keys = pa.array(["C1", "C2", "C1", "C3", "C3"])
    assert duplicate_keys(lambda: [keys.slice(1, 3)]).to_pylist() == []
    assert duplicate_keys(lambda: [keys.slice(1), keys.slice(0, 1)]).to_pylist() == ["C1", "C3"]


def test_equal_hashes_are_no_equal_keys(monkeypatch):
    swapped = ["a" + "x" * 63 + "b", "b" + "x" * 63 + "a"]
    assert len(set(duplicates._hashes(pa.array(swapped)).tolist())) == 1
    assert found([swapped]) == []
    assert found([swapped, swapped[:1]]) == swapped[:1]


def test_without_duplicates_the_keys_are_read_once():
    times = []

    def keys():
        times.append(1)
        return [pa.array([f"C{n}" for n in range(1000)])]

    assert duplicate_keys(keys).to_pylist() == []
    assert len(times) == 1
