"""The compiled machine is kept between processes, and nothing that happens to the file does harm."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from llvmlite import binding

from dsl.cache import VARIABLE
from engine.kernel import native
from engine.kernel.instructions import BLOCK, Op
from engine.kernel.machine import native_module
from tests.engine.kernel.block import Block


@pytest.fixture(scope="module")
def compiled():
    native._machine()
    return native._compiled()


@pytest.fixture
def compilations(compiled, monkeypatch):
    """How often the machine was compiled."""
    calls = []
    monkeypatch.setattr(native, "_compiled", lambda: calls.append(1) or compiled)
    return calls


def works(monkeypatch):
    """Load it anew, and run something."""
    machine = native._machine.__wrapped__()
    monkeypatch.setattr(native, "_machine", lambda: machine)
    block = Block(vectors=[(8, [3] * BLOCK), (8, range(BLOCK))])
    block.run((Op.GREATEST, 0, 1))
    return block.vector(0) == [max(3, row) for row in range(BLOCK)]


def test_it_needs_nothing_but_itself():
    module = native_module("machine")
    needed = [f.name for f in module.functions if f.is_declaration and not f.name.startswith("llvm.")]
    assert needed == []
    assert [v.name for v in module.global_variables] == []
    assert [f.name for f in module.functions if f.linkage == binding.Linkage.external and not f.is_declaration] == [
        "machine"
    ]


@pytest.mark.parametrize(
    "held", [None, b"", b"\0" * 40, "cut", "changed"], ids=["none", "empty", "zeros", "cut", "changed"]
)
def test_a_file_that_is_not_whole_is_made_again(tmp_path, monkeypatch, compilations, compiled, held):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    path = tmp_path / f"machine-{native._key()}.o"
    if held is not None:
        native._write(path, compiled)
        whole = path.read_bytes()
        changes = {"cut": whole[:-1], "changed": whole[:100] + b"?" + whole[101:]}
        path.write_bytes(changes.get(held, held))
    assert works(monkeypatch)
    assert compilations == [1]
    assert native._read(path) == compiled
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_whole_file_is_taken_as_it_is(tmp_path, monkeypatch, compilations, compiled):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    native._write(tmp_path / f"machine-{native._key()}.o", compiled)
    assert works(monkeypatch)
    assert compilations == []


def test_without_a_place_to_keep_it_every_process_compiles(tmp_path, monkeypatch, compilations):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv(VARIABLE, str(in_the_way / "cache"))
    assert works(monkeypatch)
    assert compilations == [1]


def test_a_full_disk_leaves_nothing_half(tmp_path, monkeypatch, compilations):
    def full(_descriptor, _mode):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(native.os, "fdopen", full)
    assert works(monkeypatch)
    assert list(tmp_path.iterdir()) == []


def test_of_those_that_start_together_one_compiles(tmp_path, compiled, monkeypatch):
    started, calls = threading.Barrier(3), []

    def compile_slowly():
        calls.append(1)
        time.sleep(0.2)
        return compiled

    def start():
        started.wait()
        return native._kept(tmp_path / "machine.o")

    monkeypatch.setattr(native, "_compiled", compile_slowly)
    with ThreadPoolExecutor(3) as pool:
        found = [future.result() for future in [pool.submit(start) for _ in range(3)]]
    assert found == [compiled] * 3
    assert len(calls) == 1
