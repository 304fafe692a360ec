"""Reads a statement of a policy back, precisely, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from dsl.syntax.nearest import nearest
from engine.explain.page import Page, plain
from engine.explain.reading.schema import ReadBackJson
from engine.explain.reading.statements import Statements
from engine.explain.reading.words import reading_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program import model as m
    from dsl.syntax.vocabulary import Lang
    from engine.binding import Binding
    from engine.explain.reading.schema import ClauseJson, StatementJson


class UnknownStatementError(Exception):
    """No statement has the name asked for; ``words`` says so in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def read_back(program: m.Program, name: str, lang: Lang, binding: Binding | None = None) -> ReadBackJson:
    """Read a rule, class, exclusion, table, table row or ladder back.

    Args:
        program: the policy.
        name: any name of it, the id of a rule or row (``切入产品#2``), or its place (``offers.policy:14``).
        lang: to read in.
        binding: of a run, whose values and dates are then given; without it, all values a parameter may have.

    Returns:
        What is said; `text_of` prints it. Statements of different kinds may share a name: all are read.

    Raises:
        UnknownStatementError: nothing is called that.
    """
    statements = Statements(program, lang, binding)
    found = tuple(_found(program, name, statements))
    if not found:
        known = dict.fromkeys(_known(program))
        near = nearest(name, known)
        hint = (f"; did you mean {near}?", f"；是否指 {near}？") if near else ("", "")
        raise UnknownStatementError(
            Words(
                f"the policy has no rule, class, table or ladder {name}{hint[0]}",
                f"政策没有名为 {name} 的规则、客群、决策表或层级{hint[1]}",
            )
        )
    as_of = binding.as_of if binding is not None else None
    profile = binding.profile if binding is not None else None
    return ReadBackJson(lang=lang, as_of=as_of, profile=profile, statements=found)


def _found(program: m.Program, name: str, statements: Statements) -> Iterator[StatementJson]:
    for ladder in program.ladders.values():
        if name in ladder.all_names:
            yield statements.ladder(ladder)
    for defined in program.classes.values():
        if name in defined.all_names:
            yield from statements.class_(defined)
    for table in program.tables.values():
        if name in table.all_names:
            yield from statements.table(table)
    for rule in program.all_rules:
        row = rule.table is not None and name in (
            f"{known}{rule.id[len(rule.table) :]}" for known in program.tables[rule.table].all_names
        )
        if name in (rule.id, rule.name, *rule.further, str(rule.span)) or row:
            yield statements.rule(rule)


def _known(program: m.Program) -> Iterator[str]:
    """All names that can be asked for, for a hint."""
    named: Iterable[m.Named] = (
        *program.ladders.values(),
        *program.classes.values(),
        *program.tables.values(),
    )
    for thing in named:
        yield from thing.all_names
    for rule in program.all_rules:
        yield rule.name or rule.id


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
        for key, lines in (
            ("when_missing", statement.missing),
            ("where", statement.where),
            ("params", statement.params),
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
