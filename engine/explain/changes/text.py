"""Changes in words: ``存款 再多 8.4万元（到 30万元）``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dsl.program import expr as e
from dsl.program.types import Bool, Date, Listed, Num, Text
from engine.explain.words import word
from engine.punctuation import COMMA, aside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.model import Field
    from dsl.program.types import Value
    from engine.explain.changes.model import Change, InVain, Wish, Wished
    from engine.explain.look import Look
    from engine.explain.names import Names


class ChangeWords:
    """Says what would have to be different."""

    def __init__(self, look: Look, names: Names) -> None:
        self._look = look
        self._program = look.reference.program
        self._names = names

    def wished(self, found: Wished, limit: int | None) -> Iterator[str]:
        """A wish and the changes that grant it, a line each; or that no single field does."""
        wish = found.wish
        rung = self._names.rung(wish.ladder, wish.name) if wish.ladder and wish.name else ""
        changes = [
            self.change(change, self._measure(wish, change)) + self._beyond(wish, change)
            for change in found.changes[:limit]
        ]
        if changes:
            yield self._word(f"wish_{wish.kind}", rung=rung, change=changes[0])
            yield from (self._word("or_else", change=change) for change in changes[1:])
        else:
            yield self._word(f"none_{wish.kind}", rung=rung) + self._but(found.in_vain)

    def _but(self, in_vain: InVain | None) -> str:
        """What comes nearest to it in vain."""
        if in_vain is None:
            return ""
        return self._word("in_vain", change=self.change(in_vain.change), cause=self._word(f"vain_{in_vain.cause}"))

    def change(self, change: Change, so: str = "") -> str:
        """One field, how much more or less, and what it then is; ``so`` is what follows from that."""
        field = self._program.record.fields[change.field]
        name, after = self._names.of("field", change.field), self._names.value(change.after, field.type)
        if change.before is None:
            return self._filled(name, field, after)
        if change.before == 0 or isinstance(field.type, Date | Bool | Listed | Text) or _percent(field):
            before = self._names.value(change.before, field.type)
            return self._word("instead", name=name, before=before, after=after) + (so and aside(so, self._names.lang))
        by = cast("int", change.after) - cast("int", change.before)
        size = self._names.value(cast("Value", abs(by)), field.type)
        to = COMMA[self._names.lang].join(filter(None, (self._word("to_value", value=after), so)))
        return self._word("more" if by > 0 else "less", name=name, by=size) + aside(to, self._names.lang)

    def _filled(self, name: str, field: Field, after: str) -> str:
        match field.type:
            case Text():
                return self._word("fill_in", name=name)
            case Bool() | Listed():
                return self._word("fill_in_with", name=name, value=after)
            case _:
                return self._word("fill_in", name=name) + self._aside("such_as", value=after)

    def _measure(self, wish: Wish, change: Change) -> str:
        """What the ladder then measures, where that changes and is not the field itself."""
        measure = self._program.ladders[wish.ladder].measure if wish.ladder else None
        if not isinstance(measure, e.Ref) or change.measure in (None, change.after, self._look.shown(measure)):
            return ""
        value = self._names.value(change.measure, measure.type)
        return self._word("then_measure", name=self._names.of(measure.kind, measure.name), value=value)

    def _beyond(self, wish: Wish, change: Change) -> str:
        """Where the customer would then stand, if not on the rung wished for."""
        if wish.kind == "offer" or change.gives == wish.name:
            return ""
        if change.gives is None:
            return self._word("then_undecided")
        return self._word("then_rung", rung=self._names.rung(wish.ladder, change.gives))

    def _aside(self, key: str, **args: object) -> str:
        return aside(self._word(key, **args), self._names.lang)

    def _word(self, key: str, **args: object) -> str:
        return word(key, self._names.lang, **args)


def _percent(field: Field) -> bool:
    # More by 0.3% could be meant of the rate itself, or of its points.
    return isinstance(field.type, Num) and field.type.percent
