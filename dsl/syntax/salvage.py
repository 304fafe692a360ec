"""Going on behind a mistake: the lines of a statement that can still be read, and what of it stood before the mistake.

What is wrong elsewhere in the statement is then found in the same run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lark import Token, Tree

from dsl.syntax.acceptance import Stack, States, advance, can_end, takes
from dsl.syntax.lexer import Cursor
from dsl.syntax.outline import head_of
from dsl.syntax.scan import Raw

# Statements whose lines stand alone: after a mistake, parsing goes on at the next line.
OF_CLAUSES: Final = frozenset({"TIERS", "PROFILE", "PRODUCT", "TEST", "CUSTOMER", "CLASS", "PARAM"})
# Statements whose condition can be left out: after a mistake in it, parsing goes on at a line that begins with `then`.
OF_SENTENCES: Final = frozenset({"RULE", "IF"})


def resume(cursor: Cursor, state: Any, states: States, head: str | None) -> bool:  # noqa: ANN401 - Lark's parser state
    """Drop the rest of a faulty line and go back to where the next line can begin, or the statement end.

    False if the statement cannot be read without the line.
    """
    if head not in OF_CLAUSES | OF_SENTENCES:
        return False
    if cursor.at and cursor.raws[cursor.at - 1].kind == "newline":
        cursor.at -= 1
    while (raw := cursor.peek()) is not None and raw.kind != "newline":
        cursor.at += 1
    _skip_rest_of_text(cursor)
    following = cursor.peek(1)
    stack, values = state.state_stack, state.value_stack
    if head in OF_SENTENCES:
        return following is not None and _leave_out_condition(stack, values) and _takes_outcomes(states, stack, cursor)
    end_state: int = state.parse_conf.end_state
    while len(stack) > 1:
        if takes(states, stack, ("_NL",)) if following is not None else can_end(states, stack, end_state):
            return True
        stack.pop()
        values.pop()
    return False


def _leave_out_condition(stack: Stack, values: list[Any]) -> bool:
    """Go back to before the condition that is being read; False if none is."""
    at = next((i for i, value in enumerate(values) if _is(value, "IF")), None)
    if at is None or any(_is(value, "THEN") for value in values):
        return False
    del values[at:], stack[at + 1 :]
    return True


def _takes_outcomes(states: States, stack: Stack, cursor: Cursor) -> bool:
    """Whether the next line has outcomes that need no condition; `then never` needs one."""
    then, behind = cursor.peek(1), cursor.peek(2)
    clause = advance(states, stack, ("_NL",))
    is_then = then is not None and _begins_with(then, "THEN") and not (behind and _begins_with(behind, "NEVER"))
    return is_then and any(takes(states, after, ("THEN",)) for after in (stack, clause) if after is not None)


def _begins_with(raw: Raw, head: str) -> bool:
    return raw.kind == "word" and head_of(raw)[0] == head


def _skip_rest_of_text(cursor: Cursor) -> None:
    """Go on behind a text that was written over several lines: the line that closes it opens none."""
    opened = cursor.at and cursor.raws[cursor.at - 1].fault == "unclosed"
    closing = next((i for i in range(cursor.at, len(cursor.raws)) if cursor.raws[i].fault == "unclosed"), None)
    if opened and closing is not None:
        cursor.at = closing + 1


def whole_parts(values: list[Any]) -> Iterator[Tree[Token]]:
    """What was read whole before a mistake: conditions, scopes and outcomes that something stands behind."""
    flat = [item for value in values for item in _unfolded(value)]
    for before, part, behind in zip(flat, flat[1:], flat[2:], strict=False):
        if not isinstance(part, Tree) or not isinstance(behind, Token):
            continue
        is_condition = _is(before, "IF") and behind.type == "THEN"
        is_scope = part.data.startswith("scope_") and behind.type == "IF"
        if is_condition or is_scope or (part.data.startswith("do_") and behind.type == "AND"):
            yield part


def _unfolded(value: Any) -> list[Any]:  # noqa: ANN401 - Lark's value stack
    """A value, or the items that Lark has put into a list of its own."""
    is_list = isinstance(value, Tree) and value.data.startswith("__")
    return list(value.children) if is_list else [value]


def _is(value: Any, terminal: str) -> bool:  # noqa: ANN401 - Lark's value stack
    return isinstance(value, Token) and value.type == terminal
