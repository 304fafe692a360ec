"""Data classes that cost little to define: most of a short command is the start, and that has hundreds of them.

``dataclass`` does what that of the standard library does, for the arguments it takes. But it compiles nothing while a
module is loaded: comparing, hashing and showing is the same code for all classes, and how one is made is compiled when
the first of its class is.

A class takes 0.1 ms so, with the standard library or attrs 0.6 ms. Of ``check --no-proof`` on a small policy this saves
0.12 s of 0.9 s of processor time, of a run that decides a thousand customers 0.15 s; ``--help`` loads none of these
classes. To load fewer modules would not do instead: they are loaded when they are wanted, and these are.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - for others to import
else:

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        eq: bool = True,
        slots: bool = False,
        kw_only: bool = False,
    ) -> type:
        """A class from its annotations; what it defines itself stays."""

        def lean(cls: type) -> type:
            own = set(cls.__dict__) - ({"__hash__"} if cls.__dict__.get("__hash__", cls) is None else set())
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
            for name, method in _methods(made, frozen=frozen, eq=eq, slots=slots).items():
                if name not in own:
                    setattr(made, name, method)
            return made

        return lean if cls is None else lean(cls)


def _methods(cls: type, *, frozen: bool, eq: bool, slots: bool) -> dict[str, Any]:
    methods: dict[str, Any] = {"__init__": _maker(cls, frozen=frozen, slots=slots), "__repr__": _shown}
    if eq:
        content = _content([f.name for f in dataclasses.fields(cls) if f.compare])
        methods |= {"__eq__": _equality(content), "__hash__": _hashing(content) if frozen else None}
    if frozen:
        methods |= {"__setattr__": _not_set, "__delattr__": _not_deleted}
        if slots:
            methods |= {"__getstate__": _state, "__setstate__": _restored}
    return methods


# --- how one is made ---------------------------------------------------------------------------------------


def _maker(cls: Any, *, frozen: bool, slots: bool) -> Callable[..., None]:  # noqa: ANN401 - of any class
    def __init__(self: object, /, *values: object, **named: object) -> None:  # noqa: N807
        """Compile what takes this place, once there is one to make."""
        cls.__init__ = _compiled(cls, frozen=frozen, slots=slots)
        cls.__init__(self, *values, **named)

    return __init__


def _compiled(cls: Any, *, frozen: bool, slots: bool) -> Callable[..., None]:  # noqa: ANN401
    """Set every field, in order; what is made for each that is not given comes from its factory."""
    given: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    names: dict[str, Any] = {"_missing": MISSING, "_set": object.__setattr__}
    for f in dataclasses.fields(cls):
        if not f.init:  # it is set later
            continue
        name, value, parameter = f.name, f.name, f.name
        if f.default is not MISSING:
            names[f"_default_{name}"] = f.default
            parameter = f"{name}=_default_{name}"
        elif f.default_factory is not MISSING:
            names[f"_make_{name}"] = f.default_factory
            parameter, value = f"{name}=_missing", f"_make_{name}() if {name} is _missing else {name}"
        (by_name if f.kw_only else given).append(parameter)
        if not frozen:
            lines.append(f"self.{name} = {value}")
        elif slots:
            names[f"_set_{name}"] = getattr(cls, name).__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join(["self", *given, *(["*", *by_name] if by_name else [])])
    exec(f"def __init__({parameters}):\n  " + "\n  ".join(lines or ["pass"]), names)  # noqa: S102 - of names of fields
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


# --- comparing, hashing, showing -----------------------------------------------------------------------------


def _content(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """What counts when two are compared."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _equality(content: Callable[[object], tuple[object, ...]]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hashing(content: Callable[[object], tuple[object, ...]]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807
        return hash(content(self))

    return __hash__


@recursive_repr()
def _shown(self: Any) -> str:  # noqa: ANN401
    said = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{self.__class__.__qualname__}({said})"


# --- what is frozen ------------------------------------------------------------------------------------------


def _not_set(_: object, name: str, __: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(_: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:  # noqa: ANN401
    return [getattr(self, f.name) for f in dataclasses.fields(self)]


def _restored(self: Any, state: list[object]) -> None:  # noqa: ANN401
    for f, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, f.name, value)
