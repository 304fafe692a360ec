"""What a missing value does to a statement, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.walk import walk
from engine.explain.reading.absent import Absent, fields_read, rows_above
from engine.explain.reading.words import reading_word
from engine.punctuation import SEMICOLON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.explain.names import Names
    from engine.explain.reading.absent import Truths
    from engine.explain.reading.phrases import Phrases


class Consequences:
    """Says what happens where a field that a statement reads is missing."""

    def __init__(self, program: m.Program, names: Names, phrases: Phrases) -> None:
        self._program = program
        self._names = names
        self._phrases = phrases
        self._whole = Absent(program, None)
        self._above = rows_above(program)

    def rule(self, rule: m.Rule, named: Iterable[e.Ref]) -> tuple[str, ...]:
        """For a rule: what it does when each field it reads is missing, and what its effects do.

        Args:
            rule: what is read back.
            named: what it names; only of that is said how it is taken when missing, the rest is elsewhere.
        """
        conditions = [one.condition for one in (rule, *self._above.get(rule.id, ())) if one.condition is not None]
        fields = fields_read(self._program, conditions)
        said = list(self._defaults(ref.name for ref in named if ref.kind == "field"))
        found: dict[str, list[str]] = {}
        for name in self._missable(fields):
            truths = Absent(self._program, name).rule(rule)
            key = self._key(rule, truths)
            if key is not None and truths != self._whole.rule(rule):
                found.setdefault(key, []).append(name)
        said += [self._said(key, names) + self._so(rule) for key, names in found.items()]
        return (*said, *self._amounts(rule), *self.divisions(conditions))

    def ladder(self, ladder: m.Ladder) -> tuple[str, ...]:
        """For a ladder: what becomes of it without its measure."""
        if ladder.measure is None:
            return ()
        fields = fields_read(self._program, (ladder.measure,))
        unknown = [f for f in self._missable(fields) if False in Absent(self._program, f).known(ladder.measure)]
        said = list(self._defaults(fields))
        if unknown:
            said.append(self._said("measure_missing", unknown))
        return (*said, *self.divisions((ladder.measure,)))

    def eligibility(self, conditions: Iterable[e.Expr]) -> tuple[str, ...]:
        """For the condition of an offer: it must be true, so what is unknown loses the offer."""
        return self._where_unknown(list(conditions), "offer_lost")

    def define(self, expr: e.Expr) -> tuple[str, ...]:
        """For a define: without which fields it may be unknown."""
        return self._where_unknown([expr], "define_unknown")

    def _where_unknown(self, nodes: list[e.Expr], key: str) -> tuple[str, ...]:
        fields = fields_read(self._program, nodes)
        found: dict[str, list[str]] = {}
        for field in self._missable(fields):
            known = frozenset(k for node in nodes for k in Absent(self._program, field).known(node))
            if False in known:
                found.setdefault(f"{key}_unless" if True in known else key, []).append(field)
        said = [*self._defaults(fields), *(self._said(how, names) for how, names in found.items())]
        return (*said, *self.divisions(nodes))

    def divisions(self, nodes: Iterable[e.Expr]) -> tuple[str, ...]:
        """The divisors that may be zero."""
        found = (x.right for node in nodes for x in self._through(node) if isinstance(x, e.Arith) and x.op == "/")
        divisors = dict.fromkeys(self._phrases.value(x) for x in found if not isinstance(x, e.Const))
        return tuple(self._word("by_zero", what=what) for what in divisors)

    def _through(self, node: e.Expr) -> Iterator[e.Expr]:
        """An expression, everything inside it and inside the defines it reads."""
        for inner in walk(node):
            yield inner
            if isinstance(inner, e.Ref) and inner.kind == "define":
                yield from self._through(self._program.defines[inner.name].expr)

    def _missable(self, fields: Iterable[str]) -> Iterator[str]:
        return (name for name in fields if self._program.record.fields[name].missing == "unknown")

    def _defaults(self, fields: Iterable[str]) -> Iterator[str]:
        """Fields that are never unknown, and why."""
        taken: dict[str, list[str]] = {}
        required: list[str] = []
        for name in fields:
            field = self._program.record.fields[name]
            if field.missing == "required" or field.declared in ("key", "row_number"):
                required.append(name)
            elif field.missing == "as":
                taken.setdefault(self._names.value(field.default, field.type), []).append(name)
        for value, names in taken.items():
            yield self._said("taken_as", names, value=value)
        if required:
            yield self._said("required", required)

    def _key(self, rule: m.Rule, truths: Truths) -> str | None:
        """How a missing field is spoken of; None where it changes nothing."""
        if None not in truths:
            return None
        if not rule.effects:
            return "stops_perhaps" if self.has_rows_below(rule) else None
        if all(isinstance(effect, m.Exclude) for effect in rule.effects):
            return "excludes_unless" if False in truths else "excludes"
        if rule.kind == "class":
            return "class_unknown" if truths == {None} else "class_unless"
        return "fires_perhaps" if True in truths else "fires_not"

    def has_rows_below(self, rule: m.Rule) -> bool:
        """Whether there are rows that are looked at only if this one does not apply."""
        return any(rule in above for above in self._above.values())

    def _so(self, rule: m.Rule) -> str:
        """What an unknown rule leaves unknown behind it."""
        said: list[str] = []
        for effect in rule.effects:
            match effect:
                case m.AddPoints(account):
                    said.append(self._word("so_incomplete", account=self._names.of("points", account)))
                case m.GrantClass(name) if rule.kind != "class":
                    said.append(self._word("so_class", name=self._names.of("class", name)))
                case m.Exclude() if not all(isinstance(x, m.Exclude) for x in rule.effects):
                    said.append(self._word("so_excludes"))
                case _:
                    pass
        return "".join(SEMICOLON[self._names.lang] + text for text in dict.fromkeys(said))

    def _amounts(self, rule: m.Rule) -> Iterator[str]:
        """Effects that depend on what may be missing although the rule applies."""
        for effect in rule.effects:
            match effect:
                case m.AddPoints(account, amount):
                    fields = self._deciding((amount,))
                    if fields:
                        yield self._said("amount_missing", fields, account=self._names.of("points", account))
                case m.CreateTask():
                    fields = self._deciding(x for x in (effect.within, effect.on) if x is not None)
                    if fields:
                        yield self._said("day_missing", fields)
                case _:
                    pass

    def _deciding(self, nodes: Iterable[e.Expr]) -> list[str]:
        """The fields without which a value may be unknown."""
        wanted = list(nodes)
        missable = self._missable(fields_read(self._program, wanted))
        return [f for f in missable if any(False in Absent(self._program, f).known(node) for node in wanted)]

    def _said(self, key: str, fields: Iterable[str], **args: object) -> str:
        return self._word(key, fields=self._names.listed(self._names.of("field", f) for f in fields), **args)

    def _word(self, key: str, **args: object) -> str:
        return reading_word(key, self._names.lang, **args)
