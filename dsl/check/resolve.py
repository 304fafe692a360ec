"""The resolve phase: what all files of a policy, and of the policies it uses, declare; what is declared twice."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.check.kinds import KIND_OF_HEAD, KIND_WORDS, SPACE_OF_KIND, Namespace, SymbolKind
from dsl.check.open_names import made_by
from dsl.check.symbols import Symbol, SymbolTable, Unit
from dsl.diagnostics.model import Arg, Diagnostic, Label, Words
from dsl.source import Span
from dsl.syntax import nodes as n


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
                    if not statement.is_named and statement.head in KIND_OF_HEAD:
                        table.nameless[KIND_OF_HEAD[statement.head]] += 1
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
        case n.BrokenDecl() if statement.head in KIND_OF_HEAD:
            kind = KIND_OF_HEAD[statement.head]
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
