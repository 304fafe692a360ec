"""Tasks and groups: names that come into being where they are used, until a policy declares one of its own.

From then on it declares all of them, so that a slip in one is a mistake, as it is in a channel or a role.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest

if TYPE_CHECKING:
    from dsl.check.symbols import SymbolTable

OpenKind = Literal["task", "group"]
_NOT_MADE: Final[dict[OpenKind, str]] = {"task": "E213", "group": "E212"}


class OpenNames:
    """Looks up tasks and groups as seen from one unit."""

    def __init__(self, symbols: SymbolTable, unit: str) -> None:
        self._symbols = symbols
        self._unit = unit
        self._made: dict[OpenKind, frozenset[str]] = {}

    def making(self, kind: OpenKind, node: n.Name) -> str | None:
        """The canonical name where a rule gives the task, or an offer is in the group; None is reported."""
        if self.is_free(kind, node):
            return node.text
        found = self._symbols.find(kind, node, self._unit)
        return found.name if found is not None else None

    def meaning(self, kind: OpenKind, node: n.Name) -> str | None:
        """The canonical name where something is said of what is made elsewhere; what nothing makes is reported."""
        name = self.making(kind, node)
        if name is not None and name not in self.made(kind) and not self._may_be_made(kind, node):
            near = nearest(node.text, self.made(kind))
            args: dict[str, Arg] = {"name": node.text, **({"near": near} if near else {})}
            self._symbols.report_once(Diagnostic(_NOT_MADE[kind], node.span, args, fix=near), node.text)
        return name

    def _may_be_made(self, kind: OpenKind, node: n.Name) -> bool:
        """Whether a statement that could not be read speaks of it, by any of its names."""
        symbol = self._symbols.peek(kind, node, self._unit)
        names = {node.text} if symbol is None else {node.text, symbol.text, *symbol.further}
        is_glued = any(name in word for word in self._symbols.said if not word.isascii() for name in names)
        return is_glued or not names.isdisjoint(self._symbols.said | self._symbols.poisoned)

    def made(self, kind: OpenKind) -> frozenset[str]:
        """Canonical names of all that come into being; where one is misspelt, it may be any that is declared."""
        if kind not in self._made:
            self._made[kind] = frozenset(self._all_made(kind))
        return self._made[kind]

    def _all_made(self, kind: OpenKind) -> Iterator[str]:
        for unit, texts in self._symbols.made[kind].items():
            names = self if unit == self._unit else OpenNames(self._symbols, unit)
            for text in texts:
                symbol = self._symbols.peek(kind, n.Name(text), unit)
                if symbol is not None:
                    yield symbol.name
                elif names.is_free(kind, n.Name(text)):
                    yield text
                else:
                    yield from (declared.name for declared in self._symbols.all(kind))

    def is_free(self, kind: OpenKind, node: n.Name) -> bool:
        """Whether a name needs no declaration: its policy, or one it uses that gives it, declares none."""
        symbols = self._symbols
        if symbols.has(kind, node, self._unit):
            return False
        made = symbols.made[kind]
        free = [unit for unit in symbols.visible(self._unit) if not symbols.declares(kind, unit)]
        return self._unit in free or any(node.text in made.get(unit, ()) for unit in free)


def made_by(statement: n.AnyStatement) -> Iterator[tuple[OpenKind, str]]:
    """The tasks that a statement gives, and the group that an offer is in."""
    match statement:
        case n.OfferDecl() if statement.group is not None:
            yield "group", statement.group.text
        case n.RuleDecl():
            yield from (("task", a.task.text) for a in statement.actions if isinstance(a, n.TaskAction))
        case n.TableDecl():
            places = [i for i, column in enumerate(statement.outputs) if column.kind == "task"]
            cells = (row.outputs[i] for row in statement.rows for i in places)
            values = (value for cell in cells if isinstance(cell, n.OutputValues) for value in cell.values)
            yield from (("task", value.text) for value in values if isinstance(value, n.Name))
        case _:
            return
