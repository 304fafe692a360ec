"""What the parser can take next, decided by walking its stack.

A row of an LALR table lists terminals that some stack could take in that state, not those that *this* stack
can (about a third are not real). So soft keywords, unspaced text and error messages all ask here: the
reductions are replayed on a copy of the state stack, without values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

States = Mapping[int, Mapping[str, tuple[Any, Any]]]
Stack = list[int]

_END: Final = "$END"
HOLE: Final = "HOLE"  # what nobody writes: a part with a mistake


def advance(states: States, stack: Stack, terminals: Iterable[str]) -> Stack | None:
    """The stack after the terminals, or None if it cannot take them all."""
    stack = stack[:]
    for terminal in terminals:
        while True:
            found = states[stack[-1]].get(terminal)
            if found is None:
                return None
            action, target = found
            if action.name == "Shift":
                stack.append(target)
                break
            _reduce(states, stack, target)
    return stack


def takes(states: States, stack: Stack, terminals: tuple[str, ...]) -> bool:
    """Whether the stack can take the terminals in a row."""
    first = states[stack[-1]].get(terminals[0])
    if first is None:
        return False
    if len(terminals) == 1 and first[0].name == "Shift":
        return True
    return advance(states, stack, terminals) is not None


def can_end(states: States, stack: Stack, end_state: int) -> bool:
    """Whether the statement may end here."""
    stack = stack[:]
    while stack[-1] != end_state:
        found = states[stack[-1]].get(_END)
        if found is None:
            return False
        action, target = found
        if action.name == "Shift":
            return True
        _reduce(states, stack, target)
    return True


def acceptable(states: States, stack: Stack, end_state: int) -> frozenset[str]:
    """All terminals the stack can take, with ``$END`` if the statement may end."""
    row = states[stack[-1]]
    found = {name for name in row if name.isupper() and name not in (_END, HOLE) and takes(states, stack, (name,))}
    if "_NL" in row and takes(states, stack, ("_NL",)):
        found.add("_NL")
    if can_end(states, stack, end_state):
        found.add(_END)
    return frozenset(found)


def _reduce(states: States, stack: Stack, rule: Any) -> None:  # noqa: ANN401 - a Lark rule, untyped there
    size = len(rule.expansion)
    if size:
        del stack[-size:]
    stack.append(states[stack[-1]][rule.origin.name][1])
