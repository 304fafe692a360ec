"""The resolve phase: what every name means, across all files of a policy and the policies it uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Final, Literal, cast

from dsl.check.open_names import OpenKind, made_by
from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest
from dsl.syntax.slips.bounds import HAS_ZH
from dsl.syntax.slips.calendar_days import is_of_the_calendar
from dsl.syntax.slips.numerals import leading_numeral, numeral_slip
from dsl.syntax.vocabulary import LANGS, VOCABULARY

Namespace = Literal["value", "offer", "rule", "profile", "channel", "role", "task", "group"]
SymbolKind = Literal[
    "field", "param", "define", "ladder", "class", "points", "choice", "offer", "rule", "table", "profile",
    "channel", "role", "task", "group",
]  # fmt: skip

KIND_WORDS: Final[dict[str, Words]] = {
    "field": Words("a field of the record", "客户字段"), "param": Words("a param", "参数"),
    "define": Words("a define", "定义"), "ladder": Words("a ladder of tiers", "层级阶梯"),
    "class": Words("a class", "客群"), "points": Words("a points account", "积分账户"),
    "choice": Words("a choice", "选项"), "offer": Words("an offer", "产品推荐"), "rule": Words("a rule", "规则"),
    "table": Words("a table", "决策表"), "profile": Words("a profile", "方案"), "channel": Words("a channel", "渠道"),
    "role": Words("a role", "角色"), "task": Words("a task", "待办"),
    "group": Words("a group of offers", "产品分组"), "rung": Words("a tier", "层级"),
    "value": Words("a listed value", "取值"), "name": Words("a name", "名称"),
}  # fmt: skip
VALUE_WORDS: Final = Words("something with a value, such as a field or a class", "有取值的名称，如客户字段或客群")
NAMESPACE_WORDS: Final[dict[Namespace, Words]] = {
    "value": KIND_WORDS["name"], "offer": KIND_WORDS["offer"], "rule": KIND_WORDS["rule"],
    "profile": KIND_WORDS["profile"], "channel": KIND_WORDS["channel"], "role": KIND_WORDS["role"],
    "task": KIND_WORDS["task"], "group": KIND_WORDS["group"],
}  # fmt: skip
SPACE_OF_KIND: Final[dict[SymbolKind, Namespace]] = {
    "field": "value", "param": "value", "define": "value", "ladder": "value", "class": "value", "points": "value",
    "choice": "value", "offer": "offer", "rule": "rule", "table": "rule", "profile": "profile", "channel": "channel",
    "role": "role", "task": "task", "group": "group",
}  # fmt: skip
_SHOWN: Final = 3
_VALUE_KINDS: Final[frozenset[SymbolKind]] = frozenset(
    {"field", "param", "define", "ladder", "class", "points", "choice"}
)
_KIND_OF_HEAD: Final[dict[str | None, SymbolKind]] = {
    "PARAM": "param", "DEFINE": "define", "TIERS": "ladder", "CLASS": "class", "POINTS": "points", "CHOICE": "choice",
    "PRODUCT": "offer", "RULE": "rule", "TABLE": "table", "PROFILE": "profile", "CHANNELS": "channel", "ROLES": "role",
    "TASKS": "task", "GROUPS": "group",
}  # fmt: skip
# Keywords that may be meant by a misspelt word where a name can stand.
_KEYWORDS: Final = tuple(
    word
    for terminal in ("TIER", "OFFER", "CLASS", "TASK", "TODAY", "MISSING", "KNOWN", "YES", "NOT_YES")
    for lang in LANGS
    for word in VOCABULARY.words[terminal, lang]
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A policy folder (or single file) and the units it uses, nearest first."""

    name: str
    files: tuple[n.PolicyFile, ...]
    uses: tuple[str, ...]


@dataclass(slots=True)
class Symbol:
    """A declared thing.

    Attributes:
        name: canonical name, unique in the program within its namespace.
        text: the name as declared; the same unless two units declare it.
        node: the declaration.
        used: whether anything refers to it.
        is_readable: whether the declaration could be read; else only its name and kind are known.
    """

    kind: SymbolKind
    name: str
    text: str
    further: tuple[str, ...]
    unit: str
    span: Span
    node: n.Node
    used: bool = False
    is_readable: bool = True


@dataclass(slots=True)
class SymbolTable:
    """All symbols of a program, with look-up that reports what it cannot find.

    Attributes:
        rungs: rung text (any of its names) → ladders that have it, with its canonical text.
        listed: listed value (any of its names) → names of what lists it, for better messages.
        made: tasks that rules and tables give, and groups that offers are in, by the unit they do so in.
        poisoned: names declared by statements that could not be read; looking one up says nothing.
        said: words of statements that could not be read and may make tasks and groups.
        nameless: by kind, how many were declared without a name; so many unknown names may be theirs.
        twice: where a name is declared that something has already, and what the two are, if both could be read.
    """

    units: dict[str, Unit]
    diagnostics: list[Diagnostic]
    by_name: dict[Namespace, dict[str, list[Symbol]]] = field(default_factory=dict)
    rungs: dict[str, list[tuple[Symbol, str]]] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)
    made: dict[OpenKind, dict[str, set[str]]] = field(default_factory=lambda: {"task": {}, "group": {}})
    poisoned: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    nameless: Counter[SymbolKind] = field(default_factory=Counter)
    twice: dict[Span, frozenset[SymbolKind]] = field(default_factory=dict)
    _excused: dict[SymbolKind, set[str]] = field(default_factory=dict)
    _undeclared: dict[Namespace, str] = field(default_factory=dict)
    _unknown: dict[str, int] = field(default_factory=dict)
    _visible: dict[str, frozenset[str]] = field(default_factory=dict)

    def visible(self, unit: str) -> frozenset[str]:
        """A unit and everything it uses, directly or not."""
        if unit not in self._visible:
            seen: set[str] = set()
            waiting = [unit]
            while waiting:
                name = waiting.pop()
                if name not in seen and name in self.units:
                    seen.add(name)
                    waiting += self.units[name].uses
            self._visible[unit] = frozenset(seen)
        return self._visible[unit]

    def peek(self, namespace: Namespace, name: n.Name, unit: str) -> Symbol | None:
        """The symbol a name means, if it means exactly one that could be read; reports nothing."""
        found = self._candidates(namespace, name, unit)
        return found[0] if len(found) == 1 and found[0].is_readable else None

    def has(self, namespace: Namespace, name: n.Name, unit: str) -> bool:
        """Whether a name means anything at all."""
        return bool(self._candidates(namespace, name, unit))

    def declares(self, namespace: Namespace, unit: str) -> bool:
        """Whether a unit itself declares anything of a namespace."""
        return any(s.unit == unit for symbols in self.by_name.get(namespace, {}).values() for s in symbols)

    def find(self, namespace: Namespace, name: n.Name, unit: str, wanted: Words | None = None) -> Symbol | None:
        """The symbol a name means; None, reported, if there is none or more than one, or it could not be read.

        Args:
            namespace: where to look.
            name: the name.
            unit: the unit it stands in.
            wanted: what it must be, in words, where that is narrower than the namespace.
        """
        found = self._candidates(namespace, name, unit)
        if len(found) == 1:
            found[0].used = True
            return found[0] if found[0].is_readable else None
        if found:
            choices = tuple(f"{s.unit}.{s.text}" for s in found)
            self.diagnostics.append(Diagnostic("E204", name.span, {"name": name.text, "choices": choices}))
            return None
        if name.text not in self.poisoned and not self._may_be_nameless(namespace, wanted, name.text):
            self._report_unknown(namespace, name, unit, wanted)
        return None

    def words_for(self, name: str) -> Words:
        """What a value is called in either language, by its canonical name."""
        found = next((s for s in self.all("value") if s.name == name), None)
        return _in_both(found) if found is not None else Words(name, name)

    def all(self, namespace: Namespace) -> list[Symbol]:
        """Every symbol of a namespace that could be read once, in order of declaration."""
        unique = {id(s): s for symbols in self.by_name.get(namespace, {}).values() for s in symbols if s.is_readable}
        return list(unique.values())

    def _candidates(self, namespace: Namespace, name: n.Name, unit: str) -> list[Symbol]:
        found = self.by_name.get(namespace, {}).get(name.text, ())
        scope = self.visible(unit)
        if name.owner is not None:
            return [s for s in found if s.unit == name.owner and s.unit in scope]
        own = [s for s in found if s.unit == unit]
        return own or [s for s in found if s.unit in scope]

    def _report_unknown(self, namespace: Namespace, name: n.Name, unit: str, wanted: Words | None) -> None:
        if wanted is None and namespace != "value":
            wanted = NAMESPACE_WORDS[namespace]
        other = next((s for space in self.by_name for s in self._candidates(space, name, unit)), None)
        if other is not None and not other.is_readable:  # its first word may be what is wrong with it
            return
        if other is not None and namespace == "role" and _is_a_day(other):
            self.diagnostics.append(Diagnostic("E121", name.span, {"what": "role_day", "found": name.text}))
            return
        if other is not None:
            args: dict[str, Arg] = {"name": name.text, "is": KIND_WORDS[other.kind], "wanted": wanted or VALUE_WORDS}
            code = "E210" if wanted is None and other.kind == "offer" else "E203"
            declared = Label(other.span, Words("declared here", "在此声明"))
            self.diagnostics.append(Diagnostic(code, name.span, args, (declared,)))
            return
        whole, joined, share = name.text.rpartition("的")
        numeral = leading_numeral(share)
        values = self.by_name.get("value", {})
        # 存款的三成, 三成, 三倍存款
        if numeral and (whole in values if joined else numeral == share or share[len(numeral) :] in values):
            before = f"{whole} {joined}" if joined else ""
            self.diagnostics.append(numeral_slip(name.span, numeral, before, share[len(numeral) :]))
            return
        if is_of_the_calendar(name.text):
            self.diagnostics.append(Diagnostic("E121", name.span, {"what": "calendar", "found": name.text}))
            return
        asked = self._asked_for_a_value(name, unit) if namespace == "value" and wanted is None else None
        if asked is not None:
            self.diagnostics.append(asked)
            return
        owner = self.owner_of(name)
        if owner is not None and namespace in ("value", "offer"):
            if wanted is None:
                self.diagnostics.append(Diagnostic("E211", name.span, {"name": name.text, "owner": owner}))
            else:
                value_of = Words(f"a value of `{owner.en}`", f"`{owner.zh}`的取值")
                self.diagnostics.append(
                    Diagnostic("E203", name.span, {"name": name.text, "is": value_of, "wanted": wanted})
                )
            return
        scope = self.visible(unit)
        known: dict[str, str] = {
            text: symbols[0].kind
            for text, symbols in self.by_name.get(namespace, {}).items()
            if any(s.unit in scope for s in symbols)
        }
        if wanted is not None and namespace == "value":
            known = {
                text: kind for text, kind in known.items() if KIND_WORDS[cast("SymbolKind", kind)] == wanted
            } or known
        elif namespace == "value":
            known |= dict.fromkeys(_KEYWORDS, "name")
        near = nearest(name.text, known)
        code = {"channel": "E207", "role": "E208", "task": "E215", "group": "E215"}.get(namespace, "E201")
        said = name.text if name.owner is None else f"{name.owner}.{name.text}"
        told: dict[str, Arg] = {"name": said}
        if wanted is not None:
            told["wanted"] = wanted
        if namespace in ("task", "group"):
            told["what"] = namespace
        listed = tuple(_in_both(s) for s in self.all(namespace) if s.unit in scope)
        if near:
            told["near"] = near
        elif namespace in ("channel", "role", "task", "group", "profile") and listed:
            told["known"] = listed
        if namespace in ("channel", "role") and not listed:  # the sentence that declares them is what is missing
            told["name"] = said = self._undeclared.setdefault(namespace, said)
        self.report_once(Diagnostic(code, name.span, told, fix=near), said)

    def _asked_for_a_value(self, name: n.Name, unit: str) -> Diagnostic | None:
        """没有备注, 有备注: a field with the word before it that asks whether there is a value, or a yes."""
        for said, has in HAS_ZH.items():
            field_name = name.text.removeprefix(said)
            symbol = self.peek("value", n.Name(field_name), unit) if field_name != name.text else None
            if symbol is None:
                continue
            if symbol.kind == "class" or (isinstance(symbol.node, n.FieldDecl) and symbol.node.type.name == "yes_no"):
                fix = field_name if has else f"{VOCABULARY.word('NOT', 'zh')} {field_name}"
                return Diagnostic("E121", name.span, {"found": name.text}, fix=fix)
            args: dict[str, Arg] = {"found": said, "name": field_name, "what": "has" if has else "has_not"}
            return Diagnostic("E121", name.span, args)
        return None

    def owner_of(self, name: n.Name) -> Words | None:
        """What a name is a value of: a ladder whose tier it is, or a field or choice that lists it."""
        owners = [s.text for s, _ in self.rungs.get(name.text, ())] + self.listed.get(name.text, [])
        return self.words_for(owners[0]) if owners and name.owner is None else None

    def _may_be_nameless(self, namespace: Namespace, wanted: Words | None, name: str) -> bool:
        """Whether an unknown name may be one that was forgotten where the thing is declared; each is so but once."""
        for kind, count in self.nameless.items():
            is_wanted = KIND_WORDS[kind] == (wanted or NAMESPACE_WORDS[namespace])
            if is_wanted or (namespace == "value" and wanted is None and kind in _VALUE_KINDS):
                excused = self._excused.setdefault(kind, set())
                if name in excused or len(excused) < count:
                    excused.add(name)
                    return True
        return False

    def forget_unknown(self) -> None:
        """Report names anew that were reported: the diagnostics begin again."""
        self._unknown.clear()
        self._excused.clear()

    def report_once(self, diagnostic: Diagnostic, name: str) -> None:
        """An unknown name is one mistake however often it is used: later uses become labels of the first."""
        at = self._unknown.get(name)
        if at is None or at >= len(self.diagnostics) or self.diagnostics[at].args.get("name") != name:
            self._unknown[name] = len(self.diagnostics)
            self.diagnostics.append(diagnostic)
            return
        former = self.diagnostics[at]
        places = sorted({former.span, diagnostic.span, *(label.span for label in former.labels)})
        labels = tuple(Label(span, Words("here too", "此处也是")) for span in places[1 : _SHOWN + 1])
        self.diagnostics[at] = replace(former, span=places[0], labels=labels)


def _is_a_day(symbol: Symbol) -> bool:
    return isinstance(symbol.node, n.FieldDecl) and symbol.node.type.name == "date"


def _in_both(symbol: Symbol) -> Words:
    """What a symbol is called in either language."""
    return in_both((symbol.text, *symbol.further))


def in_both(names: Sequence[str]) -> Words:
    """Of several names for one thing, the first in either language; where there is none, the first of all."""
    return Words(next(filter(str.isascii, names), names[0]), next((x for x in names if not x.isascii()), names[0]))


def resolve(units: dict[str, Unit], diagnostics: list[Diagnostic]) -> SymbolTable:
    """Collect every declaration of the units; duplicates are reported."""
    table = SymbolTable(units, diagnostics)
    record: n.RecordDecl | None = None
    for unit in _used_first(units):
        for file in unit.files:
            table.poisoned.update(file.strays)
            for statement in file.statements:
                if isinstance(statement, n.BrokenDecl):
                    table.poisoned |= {*statement.names} - {declared.text for declared in statement.declared}
                    table.said |= statement.said
                    if not statement.is_named and statement.head in _KIND_OF_HEAD:
                        table.nameless[_KIND_OF_HEAD[statement.head]] += 1
                if isinstance(statement, n.RecordDecl):
                    table.poisoned.update(statement.unread)
                    if "" in statement.unread:
                        table.nameless["field"] += 1
                    if record is not None:  # a second record is one mistake, reported as such
                        table.poisoned.update(f.name.text for f in statement.fields)
                        continue
                    record = statement
                before = len(diagnostics)
                for kind, space, declared, node in _declarations(statement):
                    _declare(table, unit.name, kind, space, declared, node)
                twice = {d.span for d in diagnostics[before:]}
                if isinstance(statement, n.ListDecl) and len(twice) == len(statement.items):
                    del diagnostics[before + 1 :]  # the whole line stands there twice, which is one mistake
                _note_values(table, statement, unit.name)
                for made, text in made_by(statement):
                    table.made[made].setdefault(unit.name, set()).add(text)
    _qualify_clashes(table)
    return table


def _used_first(units: dict[str, Unit]) -> list[Unit]:
    """Every unit after those it uses, so that a name declared twice is reported where it hides another."""
    done: dict[str, Unit] = {}
    entered: set[str] = set()

    def visit(name: str) -> None:
        if name in entered or name not in units:
            return
        entered.add(name)
        for used in units[name].uses:
            visit(used)
        done[name] = units[name]

    for name in units:
        visit(name)
    return list(done.values())


def _declarations(
    statement: n.AnyStatement,
) -> Iterator[tuple[SymbolKind, Namespace, n.Declared, n.Node]]:
    match statement:
        case n.BrokenDecl() if statement.head in _KIND_OF_HEAD:
            kind = _KIND_OF_HEAD[statement.head]
            yield from ((kind, SPACE_OF_KIND[kind], declared, statement) for declared in statement.declared)
        case n.RecordDecl():
            named = [(field.name, field) for field in statement.fields] + [(lost, statement) for lost in statement.lost]
            yield from (("field", "value", name, node) for name, node in sorted(named, key=lambda x: x[0].span))
        case n.ParamDecl():
            yield "param", "value", statement.name, statement
        case n.DefineDecl():
            yield "define", "value", statement.name, statement
        case n.TiersDecl():
            yield "ladder", "value", statement.name, statement
        case n.ClassDecl():
            yield "class", "value", statement.name, statement
        case n.PointsDecl():
            yield "points", "value", statement.name, statement
        case n.ChoiceDecl():
            yield "choice", "value", statement.name, statement
        case n.OfferDecl():
            yield "offer", "offer", statement.name, statement
        case n.ProfileDecl():
            yield "profile", "profile", statement.name, statement
        case n.TableDecl():
            yield "table", "rule", statement.name, statement
        case n.RuleDecl() if statement.name is not None:
            yield "rule", "rule", statement.name, statement
        case n.ListDecl(kind):
            yield from ((kind, kind, item, statement) for item in statement.items)
        case _:
            return


def _declare(
    table: SymbolTable, unit: str, kind: SymbolKind, space: Namespace, declared: n.Declared, node: n.Node
) -> None:
    names = table.by_name.setdefault(space, {})
    further = tuple(f for f in dict.fromkeys(declared.further) if f != declared.text)
    if further != declared.further:
        twice = next(t for i, t in enumerate(declared.all) if t in declared.all[:i])
        table.diagnostics.append(Diagnostic("E202", declared.span, {"name": twice}))
        declared = n.Declared(declared.text, further, span=declared.span)
    taken: list[str] = []
    for text in declared.all:
        former = next((s for s in names.get(text, ()) if s.unit == unit), None)
        if former is None:
            scope = table.visible(unit)
            former = next((s for s in names.get(text, ()) if s.unit in scope), None)
        if former is not None:
            first = Label(former.span, Words("first declared here", "首次声明于此"))
            args: dict[str, Arg] = {"name": text, "is": KIND_WORDS[former.kind]}
            if not _has_a_condition_behind(table, former.span):
                table.diagnostics.append(Diagnostic("E202", declared.span, args, (first,)))
            if former.is_readable and not isinstance(node, n.BrokenDecl | n.RecordDecl):
                table.twice[declared.span] = frozenset({kind, former.kind})
            if former.kind != kind:  # no telling which one its uses mean
                names[text].remove(former)
                table.poisoned.update(declared.all)
                return
            taken.append(text)
    if declared.text in taken:
        table.poisoned.update(text for text in declared.all if text not in taken)
        return
    if taken:
        declared = n.Declared(declared.text, tuple(f for f in further if f not in taken), span=declared.span)
    is_readable = not isinstance(node, n.BrokenDecl | n.RecordDecl)  # of a record's lost fields only the name is known
    symbol = Symbol(
        kind, declared.text, declared.text, declared.further, unit, declared.span, node, is_readable=is_readable
    )
    for text in declared.all:
        names.setdefault(text, []).append(symbol)


def _note_values(table: SymbolTable, statement: n.AnyStatement, unit: str) -> None:
    match statement:
        case n.TiersDecl():
            ladder = table.peek("value", n.Name(statement.name.text), unit)
            for rung in statement.rungs:
                for text in dict.fromkeys(rung.name.all):
                    if ladder is not None:
                        owners = table.rungs.setdefault(text, [])
                        owners += [(ladder, rung.name.text)] if all(owner is not ladder for owner, _ in owners) else []
                    else:
                        table.poisoned.add(text)
        case n.ChoiceDecl():
            table.diagnostics += twice_in_a_list(statement.values)
            _note_listed(table, statement.values, statement.name.text)
        case n.RecordDecl():
            for record_field in statement.fields:
                _note_listed(table, record_field.type.values, record_field.name.text)
        case _:
            return


def _has_a_condition_behind(table: SymbolTable, at: Span) -> bool:
    """Whether names go on with a condition, which is told: ``offer fund when payroll`` is no declaration to blame."""
    return any(d.code == "E125" and (d.span.path, d.span.line) == (at.path, at.line) for d in table.diagnostics)


def _note_listed(table: SymbolTable, values: tuple[n.Declared, ...], owner: str) -> None:
    for name in dict.fromkeys(name for value in values for name in value.all):
        table.listed.setdefault(name, []).append(owner)


def twice_in_a_list(values: tuple[n.Declared, ...]) -> Iterator[Diagnostic]:
    """Values of a list with a name that one before has."""
    seen: set[str] = set()
    for value in values:
        twice = next((name for name in value.all if name in seen), None)
        if twice is not None:
            yield Diagnostic("E202", value.span, {"name": twice})
        seen.update(value.all)


def _qualify_clashes(table: SymbolTable) -> None:
    """Give things of different units that share a name canonical names of their own."""
    for space in table.by_name:
        taken: dict[str, list[Symbol]] = {}
        for symbol in table.all(space):
            taken.setdefault(symbol.text, []).append(symbol)
        for symbols in taken.values():
            if len(symbols) > 1:
                for symbol in symbols:
                    symbol.name = f"{symbol.unit}.{symbol.text}"
