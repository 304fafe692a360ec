"""The machine as native code: compiled once for a kind of processor, kept, and loaded without the compiler.

The object file needs nothing but itself, so a process that finds it in the cache starts without importing numba.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from llvmlite import __version__ as llvmlite_version
from llvmlite import binding

from dsl.cache import cache_folder

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable

    import numpy as np
    import numpy.typing as npt

_NAME: Final = "tiercel_machine"
_POINTER, _INTEGER = ctypes.c_void_p, ctypes.c_int64
_FUNCTION: Final = ctypes.CFUNCTYPE(
    ctypes.c_int32,
    _POINTER,
    _POINTER,
    _INTEGER,
    *[_POINTER] * 15,
    ctypes.c_uint64,
    ctypes.c_uint64,
    _INTEGER,
    _INTEGER,
    _INTEGER,
)
_DIGEST: Final = 32  # bytes before the object file that tell whether it is whole
_loading = Lock()


def run(
    code: npt.NDArray[np.int64],
    pool: npt.NDArray[np.int64],
    base: npt.NDArray[np.uint64],
    width: npt.NDArray[np.int64],
    step: npt.NDArray[np.int64],
    bit: npt.NDArray[np.int64],
    valid: npt.NDArray[np.uint64],
    valid_bit: npt.NDArray[np.int64],
    table: npt.NDArray[np.uint64],
    table_size: npt.NDArray[np.int64],
    out: npt.NDArray[np.uint64],
    out_width: npt.NDArray[np.int64],
    lists: npt.NDArray[np.uint64],
    ends: npt.NDArray[np.int64],
    tallies: npt.NDArray[np.int64],
    masks: int,
    scratch: int,
    first_row: int,
    rows: int,
) -> None:
    """Run a program over consecutive blocks, without holding Python's lock.

    Args:
        code: instructions, one a row.
        pool: integers that instructions refer to.
        base: addresses of columns, then of integer vectors.
        width: bytes of an integer of each.
        step: bytes from one row to the next; 0 for vectors, which are of one block.
        bit: first bit of each yes/no column; as long as there are columns.
        valid: addresses of bitmaps of the cells that have a value; 0 where all have.
        valid_bit: their first bits.
        table: addresses of tables by code.
        table_size: how many codes each knows.
        out: addresses of results.
        out_width: bytes a row of each; of bitmaps 0.
        lists: addresses of the codes of list results.
        ends: how many codes each list result has; changed.
        tallies: counts; changed.
        masks: address of the masks.
        scratch: address of room for PUT_LIST and for sources that are widened.
        first_row: of the batch to begin with; a multiple of BLOCK.
        rows: how many.
    """
    arrays = (
        code, pool, base, width, step, bit, valid, valid_bit, table, table_size, out, out_width, lists, ends, tallies
    )  # fmt: skip
    with _loading:
        machine = _machine()
    ignored = ctypes.c_int64()
    addresses = (array.__array_interface__["data"][0] for array in arrays)  # sooner there than by ``ctypes.data``
    machine(
        ctypes.byref(ignored), ctypes.byref(ignored), len(code), *addresses,
        masks, scratch, first_row, rows, len(bit),
    )  # fmt: skip


@cache
def _machine() -> Callable[..., int]:
    """The function, compiled only if the cache has none for this processor."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    folder = cache_folder()
    kept = folder / f"machine-{_key()}.o" if folder else None
    code = _kept(kept) if kept else _compiled()
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), _target())
    engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    function: Callable[..., int] = _FUNCTION(engine.get_function_address(_NAME))
    function.engine = engine  # type: ignore[attr-defined]  # whose memory the code is in
    return function


def _kept(path: Path) -> bytes:
    """The object file at a place of the cache; of processes that start together, one compiles and the others wait."""
    code = _read(path)
    if code is None:
        with _alone_in(path.parent):
            code = _read(path)
            if code is None:
                code = _compiled()
                _write(path, code)
    return code


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait for other processes of this user, as far as the file system can; one that dies holds nobody up."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _target() -> binding.TargetMachine:
    """This processor."""
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=3,
        reloc="static",
        codemodel="jitdefault",
        jit=True,
    )


def _key() -> str:
    """What the code depends on: its sources, the compiler, the processor."""
    sources = sorted((file for file in files("engine.kernel").iterdir() if file.name.endswith(".py")), key=_name)
    of = hashlib.sha256()
    for part in (
        *(source.read_bytes() for source in sources),
        llvmlite_version.encode(),
        binding.get_default_triple().encode(),
        binding.get_host_cpu_name().encode(),
        binding.get_host_cpu_features().flatten().encode(),
    ):
        of.update(len(part).to_bytes(8) + part)
    return of.hexdigest()[:32]


def _name(file: Traversable) -> str:
    return file.name


def _compiled() -> bytes:
    """Compile the machine, which takes seconds."""
    from engine.kernel.machine import native_module  # noqa: PLC0415 - the compiler is loaded only here

    found: bytes = _target().emit_object(native_module(_NAME))
    return found


def _read(path: Path) -> bytes | None:
    """An object file of the cache; None if it is not there or not whole."""
    try:
        held = path.read_bytes()
    except OSError:
        return None
    digest, code = held[:_DIGEST], held[_DIGEST:]
    return code if hashlib.sha256(code).digest() == digest else None


def _write(path: Path, code: bytes) -> None:
    """Put an object file in the cache, whole or not at all; if that fails, the next process compiles again."""
    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
