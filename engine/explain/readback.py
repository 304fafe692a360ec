"""Reads a statement of a policy back, precisely, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from dsl.diagnostics.model import Words
from dsl.syntax.nearest import nearest
from engine.explain.page import Page, plain
from engine.explain.reading.declared import Declared
from engine.explain.reading.pieces import Pieces
from engine.explain.reading.record import Given
from engine.explain.reading.schema import ReadBackJson
from engine.explain.reading.statements import Statements
from engine.explain.reading.words import reading_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dsl.program import model as m
    from dsl.source import Span
    from dsl.syntax.vocabulary import Lang
    from engine.binding import Binding
    from engine.explain.reading.schema import ClauseJson, StatementJson


T = TypeVar("T", bound="m.Named")

_CLOSE: Final = 0.7  # there are names of all kinds: one that is half like another is no hint


class UnknownStatementError(Exception):
    """No statement has the name asked for; ``words`` says so in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def read_back(program: m.Program, name: str, lang: Lang, binding: Binding | None = None) -> ReadBackJson:
    """Read a statement back: whatever decides, is declared or is given, but for channels and roles.

    Args:
        program: the policy.
        name: any name of it, alone or behind that of its policy (``contact.底线``), the id of a rule or row
            (``切入产品#2``), or its place (``offers.policy:14``).
        lang: to read in.
        binding: of a run, whose values and dates are then given; without it, all values a parameter may have.

    Returns:
        What is said; `text_of` prints it. Statements of different kinds may share a name: all are read.

    Raises:
        UnknownStatementError: nothing is called that.
    """
    found = tuple(_found(program, name, Pieces(program, lang, binding)))
    if not found:
        near = nearest(name, dict.fromkeys(known for names in statements_of(program) for known in names), _CLOSE)
        hint = (f"; did you mean {near}?", f"；是否指 {near}？") if near else ("", "")
        raise UnknownStatementError(
            Words(f"nothing in the policy is called {name}{hint[0]}", f"政策里没有叫 {name} 的语句{hint[1]}")
        )
    as_of = binding.as_of if binding is not None else None
    profile = binding.profile if binding is not None else None
    return ReadBackJson(lang=lang, as_of=as_of, profile=profile, statements=found)


def _found(program: m.Program, name: str, pieces: Pieces) -> Iterator[StatementJson]:
    statements, declared, given = Statements(pieces), Declared(pieces), Given(pieces)
    for ladder in _called(program, program.ladders, name):
        yield statements.ladder(ladder)
    for defined in _called(program, program.classes, name):
        yield from statements.class_(defined)
    for offer in _called(program, program.offers, name):
        yield declared.offer(offer)
    for points in _called(program, program.points, name):
        yield declared.points(points)
    for choice in _called(program, program.choices, name):
        yield declared.choice(choice)
    for define in _called(program, program.defines, name):
        yield declared.define(define)
    for param in _called(program, program.params, name):
        yield declared.param(param)
    for field in _called(program, program.record.fields, name):
        yield given.field(field)
    for profile in _called(program, program.profiles, name):
        yield given.profile(profile)
    for table in _called(program, program.tables, name):
        yield from statements.table(table)
    yield from (statements.rule(rule) for rule in program.all_rules if _is_rule(program, rule, name))
    yield from (declared.task(task) for task, further in program.tasks.items() if name in (task, *further))
    yield from (declared.never(never) for never in program.nevers if name == never.id or _at(never.span, name))


def _called(program: m.Program, things: Mapping[str, T], name: str) -> Iterator[T]:
    """What is declared under a name, or stands at a place."""
    return (
        thing
        for thing in things.values()
        if name in _spelled(program, thing.span, thing.all_names) or _at(thing.span, name)
    )


def _spelled(program: m.Program, span: Span, names: Iterable[str]) -> set[str]:
    """The ways to ask for what stands at a place: each of its names, behind the name of its policy or alone."""
    owner = f"{program.policies.get(span.path, program.name)}."
    alone = {name.removeprefix(owner) for name in names}
    return alone | {f"{owner}{name}" for name in alone}


def _is_rule(program: m.Program, rule: m.Rule, name: str) -> bool:
    names = [rule.id, *((rule.name,) if rule.name is not None else ()), *rule.further]
    if rule.table is not None:
        names += (f"{known}{rule.id[len(rule.table) :]}" for known in program.tables[rule.table].all_names)
    # The place of a case of a class is read with the class.
    return name in _spelled(program, rule.span, names) or (rule.kind != "class" and _at(rule.span, name))


def _at(span: Span, place: str) -> bool:
    """Whether something stands at a place, whose path may lack its first folders."""
    return f"/{span}".endswith(f"/{place}")


def statements_of(program: m.Program) -> Iterator[tuple[str, ...]]:
    """The names of each thing that can be read back."""
    named: Iterable[m.Named] = (
        *program.ladders.values(),
        *program.classes.values(),
        *program.offers.values(),
        *program.points.values(),
        *program.choices.values(),
        *program.defines.values(),
        *program.params.values(),
        *program.tables.values(),
        *program.record.fields.values(),
        *program.profiles.values(),
    )
    for thing in named:
        yield thing.all_names
    for rule in program.all_rules:
        yield (rule.name or rule.id, *rule.further)
    yield from ((task, *further) for task, further in program.tasks.items())


def text_of(read: ReadBackJson, width: int = 80, *, color: bool = False) -> str:
    """What was read back, as text.

    Args:
        read: by `read_back`.
        width: columns of the terminal.
        color: whether to use ANSI codes.
    """
    page = Page(width, color)
    for statement in read.statements:
        page.blank()
        page.line(0, ((statement.title, "head"), ("  ", "plain"), (f"{statement.file}:{statement.line}", "place")))
        for said in statement.introduction:
            page.line(2, plain(said))
        if statement.condition is not None:
            _clause(page, 2, statement.condition)
        if statement.effects:
            _list(page, reading_word("then", read.lang), statement.effects)
        if statement.because is not None:
            page.line(2, plain(reading_word("because", read.lang, text=statement.because)))
        if statement.say is not None:
            page.line(2, plain(reading_word("say", read.lang, text=statement.say)))
        for key, lines in (
            ("by", statement.by),
            ("against", statement.against),
            ("when_missing", statement.missing),
            ("where", statement.where),
            ("params", statement.params),
            ("uses", statement.uses),
        ):
            if lines:
                _list(page, reading_word(key, read.lang), lines)
    return page.text()


def _clause(page: Page, indent: int, clause: ClauseJson) -> None:
    page.line(indent, plain(clause.text))
    for item in clause.items:
        _clause(page, indent + 2, item)


def _list(page: Page, head: str, lines: Iterable[str]) -> None:
    page.line(2, plain(head))
    for line in lines:
        page.line(4, plain(line))
