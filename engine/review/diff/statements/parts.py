"""What a pair of statements differs in, part by part. Both are in canonical names, and parts of the same kind."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from dsl.format.names import ValueOf
from dsl.format.phrases import Phrases
from dsl.syntax import nodes as n
from engine.review.diff.statements.actions import actions, channels
from engine.review.diff.statements.conditions import conditions
from engine.review.diff.statements.record import field_parts
from engine.review.diff.statements.tables import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.diff.statements.model import PartChange, PartKind
    from engine.review.diff.statements.texts import Node
    from engine.review.diff.statements.voice import Voice
    from engine.review.diff.told import Told


def parts_of(voice: Voice, old: Node, new: Node) -> Iterator[PartChange]:
    """Every part that differs, in the order it is written in."""
    if not isinstance(new, n.FieldDecl):  # a field tells its names with the rest of it
        yield from _names(voice, old, new)
    match old, new:
        case n.PolicyDecl(), n.PolicyDecl():
            yield from _text(voice, "title", old.title, new.title)
            yield from _period(voice, old.period, new.period)
        case n.RecordDecl(), n.RecordDecl():
            yield from voice.part("currency", old.currency, new.currency, lambda say, x: say.name(x, "free"))
            yield from voice.part("as_of", old.as_of, new.as_of, Phrases.expression, "checks")
        case n.FieldDecl(), n.FieldDecl():
            yield from field_parts(voice, old, new)
        case n.Assumption(), n.Assumption():
            yield from conditions(voice, old.condition, new.condition)
        case n.ParamDecl(), n.ParamDecl():
            yield from _values(voice, old, new)
        case n.Setting() | n.DefineDecl(), n.Setting() | n.DefineDecl():
            yield from voice.part("value", old.value, new.value, Phrases.expression)
        case n.RequireDecl(), n.RequireDecl():
            yield from voice.part("condition", old.condition, new.condition, Phrases.expression, "checks")
        case n.TiersDecl(), n.TiersDecl():
            yield from _tiers(voice, old, new)
        case n.ClassDecl(), n.ClassDecl():
            yield from _class(voice, old, new)
        case n.OfferDecl(), n.OfferDecl():
            yield from _offer(voice, old, new)
        case n.PointsDecl(), n.PointsDecl():
            yield from voice.part("bounds", old, new, _bounds)
        case n.ChoiceDecl(), n.ChoiceDecl():
            yield from _choice(voice, old.values, new.values)
        case n.LimitDecl(), n.LimitDecl():
            yield from voice.part("count", old.count, new.count, Phrases.expression)
        case n.RuleDecl(), n.RuleDecl():
            yield from conditions(voice, old.condition, new.condition)
            yield from actions(voice, old.actions, new.actions)
            yield from _reason(voice, old, new)
        case n.ExcludeDecl(), n.ExcludeDecl():
            yield from voice.part("scope", old.scope, new.scope, Phrases.scope)
            yield from conditions(voice, old.condition, new.condition)
            yield from _reason(voice, old, new)
        case n.TableDecl(), n.TableDecl():
            yield from voice.part("hit", old.hit, new.hit, lambda say, hit: say.word(hit.upper()))
            yield from columns(voice, old, new)
            yield from _reason(voice, old, new)
        case n.NeverDecl(), n.NeverDecl():
            yield from _promises(voice, old.outcomes, new.outcomes)
            yield from conditions(voice, old.condition, new.condition)
            yield from _text(voice, "because", old.because, new.because)
        case n.BanDecl(), n.BanDecl():
            yield from _ban(voice, old, new)
        case n.TestDecl(), n.TestDecl():
            yield from _test(voice, old, new)


# --- what many have ---


def _names(voice: Voice, old: Node, new: Node) -> Iterator[PartChange]:
    one, other = (x if isinstance(x, n.Declared) else getattr(x, "name", None) for x in (old, new))
    if isinstance(one, n.Declared | None) and isinstance(other, n.Declared | None):
        yield from voice.part("names", one, other, Phrases.declared, "nothing")


def _group(say: Phrases, name: n.Name) -> str | None:
    return say.name(name, "group")


def _text(voice: Voice, part: PartKind, old: n.Text | None, new: n.Text | None) -> Iterator[PartChange]:
    yield from voice.part(part, old, new, lambda _, text: text.value, "texts")


def _period(voice: Voice, old: n.Period | None, new: n.Period | None) -> Iterator[PartChange]:
    yield from voice.part("period", old, new, Phrases.period)


def _reason(
    voice: Voice,
    old: n.RuleDecl | n.ExcludeDecl | n.TableDecl,
    new: n.RuleDecl | n.ExcludeDecl | n.TableDecl,
) -> Iterator[PartChange]:
    yield from _period(voice, old.period, new.period)
    yield from _text(voice, "because", old.because, new.because)


# --- declarations ---


def _values(voice: Voice, old: n.ParamDecl, new: n.ParamDecl) -> Iterator[PartChange]:
    """Values of a parameter, each with the days it holds on."""
    before, after = ({x.period: x.value for x in param.values} for param in (old, new))
    others = [(period, value) for period, value in after.items() if value != before.get(None)]
    if list(before) == [None] and others:  # one value on all days, and now another one on some
        for period, value in others:
            yield from voice.part("value", before[None], value, Phrases.expression, of=_when(voice, period))
        return
    if len(before) == len(after) and before.keys() != after.keys():  # the same values on other days, perhaps
        for one, other in zip(old.values, new.values, strict=True):
            yield from _period(voice, one.period, other.period)
            yield from voice.part("value", one.value, other.value, Phrases.expression, of=_when(voice, other.period))
        return
    for period in {**before, **after}:
        one_value, other_value = before.get(period), after.get(period)
        yield from voice.part("value", one_value, other_value, Phrases.expression, of=_when(voice, period))


def _when(voice: Voice, period: n.Period | None) -> Told | None:
    return voice.about(lambda say: say.period(period))


def _tiers(voice: Voice, old: n.TiersDecl, new: n.TiersDecl) -> Iterator[PartChange]:
    yield from voice.part("measure", old.measure, new.measure, Phrases.expression)
    before, after = ({rung.name.text: rung for rung in tiers.rungs} for tiers in (old, new))
    for name, rung in before.items():
        if name not in after:
            yield from voice.part("rungs", rung, None, Phrases.rung)
    for name, rung in after.items():
        if name in before:
            said = voice.about(lambda say, name=name: say.name(n.Name(name), ValueOf(new.name.text)))  # type: ignore[misc]
            yield from voice.part("names", before[name].name, rung.name, Phrases.declared, "nothing", said)
            yield from voice.part("threshold", before[name].start, rung.start, Phrases.expression, of=said)
        else:
            yield from voice.part("rungs", None, rung, Phrases.rung)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield from voice.part("rungs", old.rungs, new.rungs, _ladder)


def _ladder(say: Phrases, rungs: tuple[n.Rung, ...]) -> str:
    return " < ".join(say.declared(n.Declared(rung.name.text)) for rung in rungs)


def _class(voice: Voice, old: n.ClassDecl, new: n.ClassDecl) -> Iterator[PartChange]:
    gone = [case for case in old.cases if case not in new.cases]
    come = [case for case in new.cases if case not in old.cases]
    for one, other in zip_longest(gone, come):
        if one is not None and other is not None:
            yield from conditions(voice, one.condition, other.condition)
        else:
            was, now = (case.condition if case is not None else None for case in (one, other))
            yield from voice.part("condition", was, now, Phrases.expression)
        was_said, is_said = (case.because if case is not None else None for case in (one, other))
        if (one is not None and other is not None) or _reasons(old) != _reasons(new):
            yield from _text(voice, "because", was_said, is_said)


def _reasons(decl: n.ClassDecl) -> set[n.Text | None]:
    return {case.because for case in decl.cases}


def _offer(voice: Voice, old: n.OfferDecl, new: n.OfferDecl) -> Iterator[PartChange]:
    yield from voice.part("priority", old.priority, new.priority, Phrases.expression)
    yield from voice.part("group", old.group, new.group, _group)
    yield from channels(voice, old.via, new.via)
    yield from _period(voice, old.period, new.period)
    yield from conditions(voice, old.eligible, new.eligible)
    yield from _text(voice, "say", old.say, new.say)


def _bounds(say: Phrases, points: n.PointsDecl) -> str | None:
    return say.range(points.low, points.high) if points.low is not None and points.high is not None else None


def _choice(voice: Voice, olds: tuple[n.Declared, ...], news: tuple[n.Declared, ...]) -> Iterator[PartChange]:
    before, after = ({value.text: value for value in values} for values in (olds, news))
    for text, value in before.items():
        if text not in after:
            yield from voice.part("values", value, None, Phrases.declared)
    for text, value in after.items():
        if text in before:
            yield from voice.part("names", before[text], value, Phrases.declared, "nothing")
        else:
            yield from voice.part("values", None, value, Phrases.declared)


# --- promises and checks ---


def _promises(
    voice: Voice, olds: tuple[n.HasOutcome | n.Expr, ...], news: tuple[n.HasOutcome | n.Expr, ...]
) -> Iterator[PartChange]:
    for outcome in (x for x in olds if x not in news):
        yield from voice.part("condition", outcome, None, Phrases.promise)
    for outcome in (x for x in news if x not in olds):
        yield from voice.part("condition", None, outcome, Phrases.promise)


def _ban(voice: Voice, old: n.BanDecl, new: n.BanDecl) -> Iterator[PartChange]:
    yield from voice.part("words", old.words, new.words, Phrases.texts, "checks")
    yield from voice.part("except", old.unless, new.unless, Phrases.texts, "checks")
    yield from voice.part("group", old.groups, new.groups, lambda say, x: say.named(x, "group"), "checks")
    yield from voice.part("channels", old.via, new.via, lambda say, x: say.named(x, "channel"), "checks")


def _test(voice: Voice, old: n.TestDecl, new: n.TestDecl) -> Iterator[PartChange]:
    yield from voice.part("title", old.title, new.title, lambda _, text: text.value, "checks")
    yield from voice.part("as_of", old.as_of, new.as_of, Phrases.expression, "checks")
    yield from voice.part("profile", old.profile, new.profile, lambda say, x: say.name(x, "profile"), "checks")
    yield from voice.part("param", old.params, new.params, Phrases.settings, "checks")
    yield from voice.part("given", old.given, new.given, Phrases.givens, "checks")
    yield from voice.part("expect", old.expect, new.expect, Phrases.expectations, "checks")
    yield from _cases(voice, old, new)


def _cases(voice: Voice, old: n.TestDecl, new: n.TestDecl) -> Iterator[PartChange]:
    """Rows of the table of a test; all of it if its columns differ."""
    one, other = old.table, new.table
    if one is None or other is None or (one.given, one.expect) != (other.given, other.expect):
        yield from voice.part("case", one, other, Phrases.cases, "checks")
        return
    come = [case for case in other.cases if case not in one.cases]
    for case in (case for case in one.cases if case not in other.cases):
        same = next((x for x in come if x.given == case.given), None)
        come = [x for x in come if x is not same]
        now = replace(other, cases=(same,)) if same is not None else None
        yield from voice.part("case", replace(one, cases=(case,)), now, Phrases.case, "checks")
    for case in come:
        yield from voice.part("case", None, replace(other, cases=(case,)), Phrases.case, "checks")
