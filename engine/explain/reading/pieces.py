"""What all statements are read back with: their conditions, and what the names in them stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool
from dsl.program.walk import references
from engine.explain.names import Names
from engine.explain.positive import positive
from engine.explain.reading.absent import feeding
from engine.explain.reading.consequences import Consequences
from engine.explain.reading.effects import Effects
from engine.explain.reading.phrases import Phrases
from engine.explain.reading.schema import ClauseJson
from engine.explain.reading.words import reading_word
from engine.punctuation import SEMICOLON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.syntax.vocabulary import Lang
    from engine.binding import Binding

_INLINE: Final = 3  # a class granted by more rules than this is not spelt out inside another statement


class Pieces:
    """Reads the parts of statements; with a binding, for that run."""

    def __init__(self, program: m.Program, lang: Lang, binding: Binding | None) -> None:
        self.program = program
        self.binding = binding
        self.names = Names(program, lang)
        self.phrases = Phrases(program, self.names, binding)
        self.effects = Effects(program, self.names, self.phrases, binding)
        self.consequences = Consequences(program, self.names, self.phrases)

    def called(self, rule: m.Rule) -> str:
        """What a rule is called, and where it stands."""
        return f"{self.names.rule(rule)} {rule.span}"

    def condition(self, condition: e.Expr | None, key: Literal["if", "only", "holds"] = "if") -> ClauseJson:
        """When something applies; ``key`` is how that is introduced."""
        if condition is None:
            return ClauseJson(text=self.word("always"))
        node = positive(condition)
        match node:
            case e.And(items) | e.Or(items):
                head = self.word(f"{key}_all" if isinstance(node, e.And) else f"{key}_any")
                return ClauseJson(text=head, items=tuple(self._clause(item) for item in items))
            case _:
                return ClauseJson(text=self.word(key, test=self.phrases.test(node)))

    def _clause(self, node: e.Expr) -> ClauseJson:
        match node:
            case e.And(items) | e.Or(items):
                head = self.word("all" if isinstance(node, e.And) else "any")
                return ClauseJson(text=head, items=tuple(self._clause(item) for item in items))
            case _:
                return ClauseJson(text=self.phrases.test(node))

    def named(self, expressions: Iterable[e.Expr]) -> dict[e.Ref, None]:
        """What expressions refer to, through the defines and classes that are spelt out."""
        found: dict[e.Ref, None] = {}

        def visit(node: e.Expr) -> None:
            for ref in references(node):
                if ref in found:
                    continue
                found[ref] = None
                if ref.kind == "define":
                    visit(self.program.defines[ref.name].expr)
                elif ref.kind == "class":
                    for condition in self._inline(ref.name) or ():
                        visit(condition)

        for expression in expressions:
            visit(expression)
        return found

    def _inline(self, name: str) -> list[e.Expr] | None:
        """The conditions of a class that is short enough to be spelt out; None where it is not."""
        rules = [rule for rule, _ in feeding(self.program, "class", name)]
        first = any(rule.table is not None and self.program.tables[rule.table].hit == "first" for rule in rules)
        if not 0 < len(rules) <= _INLINE or first or any(rule.period != m.ALWAYS for rule in rules):
            return None
        return [rule.condition if rule.condition is not None else e.And(()) for rule in rules]

    def where(self, expressions: Iterable[e.Expr]) -> Iterator[str]:
        """What the names in a statement stand for, or where that is said."""
        for ref in self.named(expressions):
            match ref.kind:
                case "define":
                    inner = self.program.defines[ref.name].expr
                    name = self.names.of("define", ref.name)
                    if isinstance(inner.type, Bool):
                        yield self.word("means", name=name, what=self.phrases.test(inner))
                    else:
                        yield self.word("stands_for", name=name, what=self.phrases.value(inner))
                case "class":
                    conditions = self._inline(ref.name)
                    name = self.word("class", name=self.names.of("class", ref.name))
                    if conditions is None:
                        place = self.program.classes[ref.name].span
                        yield self.word("see", name=name, place=place)
                    else:
                        yield self.word("means", name=name, what=self.phrases.test(e.Or(tuple(conditions))))
                case "ladder":
                    ladder = self.program.ladders[ref.name]
                    yield self.word("see", name=self.names.of("ladder", ref.name), place=ladder.span)
                case "points":
                    account = self.program.points[ref.name]
                    yield self.word("see", name=self.names.of("points", ref.name), place=account.span)
                case "choice":
                    choice = self.program.choices[ref.name]
                    yield self.word("see", name=self.names.of("choice", ref.name), place=choice.span)
                case "field" | "param":
                    pass

    def params(self, expressions: Iterable[e.Expr]) -> Iterator[str]:
        """The parameters of a statement that have more than one value, with all of them."""
        for ref in self.named(expressions):
            if ref.kind != "param":
                continue
            param = self.program.params[ref.name]
            if self._settled(param):
                continue
            yield self.word("means", name=self.names.of("param", ref.name), what=self.values_of(param))

    def values_of(self, param: m.Param) -> str:
        """All values of a parameter, and that of the run."""
        said = [*self._defaults(param)]
        for profile, value in param.profiles.items():
            shown = self.names.value(value, param.type)
            said.append(self.word("in_profile", value=shown, profile=self.names.of("profile", profile)))
        if self.binding is not None and param.name in self.binding.params and not self._settled(param):
            shown = self.names.value(self.binding.params[param.name], param.type)
            outside = param.name in self.binding.overrides
            said.append(self.word("from_outside" if outside else "this_run", value=shown))
        return SEMICOLON[self.names.lang].join(said)

    def defaults_of(self, param: m.Param) -> str:
        """The values of a parameter without a profile."""
        return SEMICOLON[self.names.lang].join(self._defaults(param))

    def _defaults(self, param: m.Param) -> Iterator[str]:
        for period, value in param.values:
            shown = self.names.value(value, param.type)
            if period == m.ALWAYS:
                yield shown
            else:
                yield self.word("value_from", value=shown, period=self.effects.period(period, short=True))

    def _settled(self, param: m.Param) -> bool:
        """Whether a parameter has but one value, so that there is nothing to tell of it."""
        outside = self.binding is not None and param.name in self.binding.overrides
        return len(param.values) == 1 and not param.profiles and not outside

    def word(self, key: str, **args: object) -> str:
        """A phrase in the language of the reader."""
        return reading_word(key, self.names.lang, **args)
