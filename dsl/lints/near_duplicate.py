"""W506: a task or group used once whose name is one slip from another's.

Names that are not declared, so that a slip makes a new one: an offer in a group of its own is not held back by
the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from dsl.check.open_names import OpenKind
from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.syntax import nodes as n

# One letter of difference that is meant: numbers of a series, and characters that tell two things apart.
_TELLING: Final = frozenset(
    "0123456789一二三四五六七八九十甲乙丙丁大小高中低长短新旧老前后上下内外公私存贷收付男女年季月周日"
)
_SHORTEST_ENGLISH: Final = 4
_SHORTEST_CHINESE: Final = 3  # 回访 and 走访 differ by one character and are two things
_KINDS: Final[dict[OpenKind, Words]] = {"task": Words("task", "待办"), "group": Words("group", "分组")}


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Each name used once, in the main policy, that is near to one used more often."""
    used: dict[OpenKind, list[n.Name]] = {"task": [], "group": []}
    for unit in context.checked.symbols.units.values():
        for file in unit.files:
            for statement in file.statements:
                for kind, name in _uses(statement):
                    if context.checked.symbols.peek(kind, name, unit.name) is None:
                        used[kind].append(name)
    for kind, names in used.items():
        counts = Counter(name.text for name in names)
        first = {name.text: name for name in reversed(names)}
        often: dict[str, list[str]] = {}
        for text in (text for text, count in counts.items() if count > 1):
            for variant in _variants(text):
                often.setdefault(variant, []).append(text)
        for name in names:
            if counts[name.text] > 1 or not context.is_own(name.span):
                continue
            likely = (text for variant in _variants(name.text) for text in often.get(variant, ()))
            near = next((text for text in likely if one_slip(name.text, text)), None)
            if near is not None:
                args: dict[str, Arg] = {"name": name.text, "near": near, "kind": _KINDS[kind]}
                other = Label(first[near].span, Words("the other one", "另一个"))
                yield Diagnostic("W506", name.span, args, (other,), fix=near)


def _uses(statement: n.AnyStatement) -> Iterator[tuple[OpenKind, n.Name]]:
    match statement:
        case n.OfferDecl() if statement.group is not None:
            yield "group", statement.group
        case n.ExcludeDecl():
            yield from _groups(statement.scope)
        case n.RuleDecl():
            for action in statement.actions:
                if isinstance(action, n.TaskAction):
                    yield "task", action.task
                elif isinstance(action, n.ExcludeAction):
                    yield from _groups(action.scope)
        case n.TableDecl():
            at = next((i for i, column in enumerate(statement.outputs) if column.kind == "task"), None)
            cells = (row.outputs[at] for row in statement.rows) if at is not None else ()
            for cell in cells:
                if isinstance(cell, n.OutputValues):
                    yield from (("task", v) for v in cell.values if isinstance(v, n.Name))
        case _:
            return


def _groups(scope: n.Scope) -> Iterator[tuple[OpenKind, n.Name]]:
    return (("group", name) for name in scope.names) if scope.kind == "group" else iter(())


def one_slip(one: str, other: str) -> bool:
    """Whether two names differ by a typing slip: one letter, two letters swapped, case or underscores."""
    if one == other:
        return False
    if _plain(one) == _plain(other):
        return True
    if len(one) > len(other):
        one, other = other, one
    if len(other) < (_SHORTEST_ENGLISH if one.isascii() and other.isascii() else _SHORTEST_CHINESE):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    left, right = one[start:], other[start:]
    if len(one) < len(other):
        return left == right[1:] and not _TELLING & set(right[:1])
    if left[1:] == right[1:]:
        is_short = not one.isascii() and len(one) <= _SHORTEST_CHINESE
        is_suffix = one[:start].endswith("_") and len(left) == 1  # visit_a, visit_b
        return not is_short and not is_suffix and not _TELLING & {left[0], right[0]}
    return left[:2] == right[1::-1] and left[2:] == right[2:]


def _variants(name: str) -> list[str]:
    """What a name becomes with any one letter left out; names one slip apart share one of these."""
    return [name, _plain(name), *(name[:i] + name[i + 1 :] for i in range(len(name)))]


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


RULE = LintRule("W506", "near-duplicate", find)
