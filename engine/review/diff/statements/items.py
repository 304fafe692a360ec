"""What a policy is made of, one by one: its statements, and in them fields, entries and rows."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, cast

from dsl.format import names_of
from dsl.format.exchange import canonical, translated
from dsl.lean import dataclass
from dsl.syntax import nodes as n
from engine.review.diff.statements.model import Written
from engine.review.diff.statements.tables import cells, renewed, with_columns
from engine.review.diff.statements.texts import Node, text_of
from engine.review.diff.told import Told

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from dsl.check.kinds import Namespace
    from dsl.format import Names
    from dsl.load import Analysis
    from dsl.program import model as m
    from dsl.source import Span
    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.statements.model import StatementKind
    from engine.review.diff.statements.tables import Cells

_KINDS: Final[dict[type, tuple[StatementKind, Namespace | None]]] = {
    n.PolicyDecl: ("policy", None), n.RecordDecl: ("record", None), n.LimitDecl: ("limit", None),
    n.ParamDecl: ("param", "value"), n.DefineDecl: ("define", "value"), n.TiersDecl: ("tiers", "value"),
    n.ClassDecl: ("class", "value"), n.PointsDecl: ("points", "value"), n.ChoiceDecl: ("choice", "value"),
    n.ProfileDecl: ("profile", "profile"), n.OfferDecl: ("offer", "offer"),
    n.RuleDecl: ("rule", "rule"), n.TableDecl: ("table", "rule"),
    n.ExcludeDecl: ("exclude", None), n.NeverDecl: ("never", None), n.RequireDecl: ("require", None),
    n.BanDecl: ("ban", None), n.TestDecl: ("test", None),
}  # fmt: skip
_NAMELESS: Final = n.Declared("")


@dataclass(frozen=True, eq=False)
class Item:
    """A statement or a part of one that is told of by itself.

    Attributes:
        node: as it was written; ``statement`` is what it stands in.
        owner: canonical name of what it is a part of.
        name: canonical name; None without one. Of a row, its number.
        names: every name; they find it in the other version.
        place: its number in its policy, or in its owner.
    """

    side: Side
    kind: StatementKind
    node: Node
    statement: n.AnyStatement
    owner: str | None
    name: str | None
    names: tuple[str, ...]
    place: int

    @property
    def space(self) -> Namespace | None:
        """Where its name is looked for; None for what others do not speak of."""
        if isinstance(self.node, n.FieldDecl):
            return "value"
        return _KINDS[type(self.node)][1] if type(self.node) in _KINDS else None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.node.span

    @cached_property
    def home(self) -> tuple[str, str]:
        """The policy and the file in it, the same in both versions."""
        return self.side.home(self.span.path)

    @cached_property
    def plain(self) -> Node:
        """What it says in canonical names, and on the scales of one language."""
        if isinstance(self.node, n.TableRow):  # what a name in a cell means depends on its column
            return cast("n.TableDecl", self.side.plain(self.statement)).rows[self.place - 1]
        return canonical(self.node, self.side.names)

    @property
    def head(self) -> Hashable:
        """What it says, without its parts that are told of by themselves."""
        return _head(self.node, self.statement)

    @cached_property
    def plain_head(self) -> Hashable:
        """The same in canonical names."""
        return _head(self.plain, self.side.plain(self.statement) if isinstance(self.node, n.TableRow) else None)

    @property
    def named(self) -> Node:
        """What it says in canonical names, with its numbers as they are written; not of a row."""
        return canonical(self.node, self.side.names, rescale=False)

    @property
    def named_cells(self) -> Cells:
        """The same of a row, by column."""
        table = cast("n.TableDecl", self.side.plain(self.statement, rescale=False))
        return cells(table, table.rows[self.place - 1])

    @cached_property
    def content(self) -> Hashable:
        """What it says but for its name."""
        return _head(_without_name(self.node), self.statement)

    @cached_property
    def plain_content(self) -> Hashable:
        """The same in canonical names."""
        return _head(_without_name(self.plain), self.side.plain(self.statement))

    @property
    def rules(self) -> tuple[m.Rule, ...]:
        """The rules it makes."""
        return self.side.rules_of(self.node)

    def _first_line(self, lang: Lang) -> str:
        """How it begins, with the names and on the scales of a language."""
        exchanged = partial(translated, names=self.side.names, lang=lang, rescale=lang != self.statement.lang)
        of = replace(self.statement, lang=lang)
        node = replace(exchanged(self.statement), lang=lang) if self.node is self.statement else exchanged(self.node)
        return text_of(node, of).splitlines()[0]

    @cached_property
    def written(self) -> Written:
        """As it stands there."""
        return Written(
            path=self.span.path,
            line=self.span.line,
            name=self.name,
            lang=self.statement.lang,
            text=text_of(self.node, self.statement),
            begins=Told(en=self._first_line("en"), zh=self._first_line("zh")) if self.name is None else None,
            ids=self.side.ids_of(self.node),
        )


class Side:
    """One version of a policy.

    Args:
        analysis: of the policy and all that it uses.
        program: of the same.
    """

    def __init__(self, analysis: Analysis, program: m.Program) -> None:
        self.analysis = analysis
        self.program = program
        self._plain: dict[tuple[int, bool], n.AnyStatement] = {}
        self._rules: dict[Span, list[m.Rule]] = {}
        for rule in program.all_rules:
            self._rules.setdefault(rule.span, []).append(rule)
        self._homes = {
            file.path: (self._unit(unit.name), _inside(file.path, unit.name))
            for unit in analysis.units.values()
            for file in unit.files
        }

    @cached_property
    def names(self) -> Names:
        """All names, in both languages."""
        return names_of(file for unit in self.analysis.units.values() for file in unit.files)

    def rename(self, space: Namespace, names: tuple[str, ...], name: str) -> None:
        """Take another name for the canonical one of a thing, before anything is asked for in canonical names."""
        group = (name, *(former for former in names if former != name))
        self.names = replace(self.names, groups={**self.names.groups, **{(space, x): group for x in names}})

    def home(self, path: str) -> tuple[str, str]:
        """The policy a file belongs to, empty for the policy itself, and its place in the folder."""
        unit, inside = self._homes[path]
        alone = sum(home[0] == unit for home in self._homes.values()) == 1
        return unit, "" if alone else inside

    def plain(self, statement: n.AnyStatement, *, rescale: bool = True) -> n.AnyStatement:
        """A statement in canonical names, and on the scales of one language."""
        key = id(statement), rescale
        if key not in self._plain:
            self._plain[key] = canonical(statement, self.names, rescale=rescale)
        return self._plain[key]

    def renew(self, table: Item, new: Item) -> None:
        """Take columns of a table for those that they became in the other version, so that its rows are the same."""
        plain = [(x.side.plain(x.statement), x.side.plain(x.statement, rescale=False)) for x in (table, new)]
        tables = cast("list[tuple[n.TableDecl, n.TableDecl]]", plain)
        at = renewed(tables[0][0], tables[1][0])
        for rescale, one, other in zip((True, False), *tables, strict=True):
            self._plain[id(table.statement), rescale] = with_columns(one, other, at)

    def rules_of(self, node: Node) -> tuple[m.Rule, ...]:
        """The rules that a statement or a row makes."""
        spans = [case.span for case in node.cases] if isinstance(node, n.ClassDecl) else [node.span]
        if isinstance(node, n.TableDecl):
            spans = [row.span for row in node.rows]
        return tuple(rule for span in spans for rule in self._rules.get(span, ()))

    def ids_of(self, node: Node) -> tuple[str, ...]:
        """The ids of the rules that a statement makes, or of a ``never``."""
        if isinstance(node, n.NeverDecl):
            return tuple(never.id for never in self.program.nevers if never.span == node.span)
        return tuple(rule.id for rule in self.rules_of(node))

    def _unit(self, name: str) -> str:
        """The name of a policy that is used; empty for the policy itself, which may stand in another folder."""
        return "" if name == self.analysis.main.name else name

    # --- items ---

    def items(self) -> list[Item]:
        """Every statement; of what declares several things, each of them."""
        found: list[Item] = []
        for unit in self.analysis.units.values():
            for file in unit.files:
                for statement in file.statements:
                    found += self._items(statement, unit.name, len(found))
        return found

    def _items(self, statement: n.AnyStatement, unit: str, place: int) -> Iterator[Item]:
        match statement:
            case n.UseDecl():
                for i, target in enumerate(statement.targets, place):
                    yield Item(self, "use", target, statement, None, target.text, (target.text,), i)
            case n.ListDecl():
                for i, item in enumerate(statement.items, place):
                    name = self._canonical(statement.kind, item.text, unit)
                    yield Item(self, statement.kind, item, statement, None, name, item.all, i)
            case n.BrokenDecl():
                return
            case _:
                yield self._whole(statement, unit, place)

    def _whole(self, statement: n.AnyStatement, unit: str, place: int) -> Item:
        kind, space = _KINDS[type(statement)]
        declared = getattr(statement, "name", None)
        name: str | None = None
        names: tuple[str, ...] = ()
        if isinstance(statement, n.TestDecl):
            name, names = statement.title.value, (statement.title.value,)
        elif isinstance(statement, n.PolicyDecl | n.RecordDecl | n.LimitDecl):
            name = declared.text if isinstance(declared, n.Declared) else None
            names = (self._unit(unit) if kind == "policy" else "",)  # of the others there is one
        elif isinstance(declared, n.Declared) and space is not None:
            name, names = self._canonical(space, declared.text, unit), declared.all
        return Item(self, kind, statement, statement, None, name, names, place)

    def _canonical(self, space: Namespace, text: str, unit: str) -> str:
        symbol = self.analysis.symbols.peek(space, n.Name(text), unit)
        return symbol.name if symbol is not None else text

    def parts(self, item: Item, kind: StatementKind) -> list[Item]:
        """What is told of by itself inside a statement."""
        statement, owner = item.statement, item.name
        match statement:
            case n.RecordDecl() if kind == "field":
                return [
                    Item(self, "field", field, statement, owner, field.name.text, field.name.all, i)
                    for i, field in enumerate(statement.fields)
                ]
            case n.RecordDecl():
                return [
                    Item(self, "assume", assumption, statement, owner, None, (), i)
                    for i, assumption in enumerate(statement.assumptions)
                ]
            case n.ProfileDecl():
                return [self._entry(item, setting, i) for i, setting in enumerate(statement.settings)]
            case n.TableDecl():
                return [
                    Item(self, "row", row, statement, owner, str(i), (), i) for i, row in enumerate(statement.rows, 1)
                ]
            case _:
                return []

    def _entry(self, profile: Item, setting: n.Setting, place: int) -> Item:
        unit = next(u.name for u in self.analysis.units.values() for f in u.files if f.path == profile.span.path)
        name = self._canonical("value", setting.name.text, unit)
        names = (name, self.names.canonical("value", name))
        return Item(self, "entry", setting, profile.statement, profile.name, name, names, place)


def _without_name(node: Node) -> Node:
    if isinstance(node, n.TestDecl):
        return replace(node, title=n.Text(""))
    if isinstance(getattr(node, "name", None), n.Declared):
        return replace(node, name=None if isinstance(node, n.RuleDecl) else _NAMELESS)  # type: ignore[arg-type]
    return node


def _head(node: Node, table: n.AnyStatement | None) -> Hashable:
    """A statement without parts that are told of by themselves; a row by its columns, since those may differ."""
    match node:
        case n.TableRow():
            return frozenset(cells(cast("n.TableDecl", table), node).items())
        case n.RecordDecl():
            return replace(node, columns=(), fields=(), assumptions=())
        case n.ProfileDecl():
            return replace(node, settings=())
        case n.TableDecl():
            return replace(node, rows=())
        case _:
            return node


def _inside(path: str, unit: str) -> str:
    """The place of a file in the folder of its policy."""
    *folders, name = PurePath(path).parts
    above = max((i for i, folder in enumerate(folders) if folder == unit), default=-1)
    return "/".join((*folders[above + 1 :], name))
