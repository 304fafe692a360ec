"""What rules do and what tests expect, as printed."""

from __future__ import annotations

from typing import assert_never

from dsl.format.expressions import SUM, expression
from dsl.format.layout import Segments, glue, join, led, segment
from dsl.format.writer import Writer
from dsl.syntax import nodes as n


def action(w: Writer, action: n.Action) -> Segments:
    """One outcome behind ``then``."""
    match action:
        case n.TierAction():
            return _tier(w, action.ladder, action.rung)
        case n.ClassAction():
            return glue(w.word("CLASS"), w.names(action.classes))
        case n.OfferAction():
            via = led(w.word("VIA"), w.names(action.via))
            return glue(w.word("OFFER"), w.names(action.offers), via, _priority(w, action.priority))
        case n.PointsAction():
            amount = expression(w, action.amount, SUM, 2)
            return glue(w.word("ADD"), amount, w.word("TO"), w.name(action.account))
        case n.ChoiceAction():
            value = segment(w.listed(action.value.text), action.value)
            return glue(w.name(action.choice), w.word("IS"), value)
        case n.TaskAction():
            role = led(w.word("BY_ROLE"), w.name(action.role))
            via = led(w.word("VIA"), w.name(action.via))
            due = led(w.word("DUE"), expression(w, action.within, SUM, 2))
            inside = w.pick("", "内") if due else None
            day = led(w.word("ON"), expression(w, action.on, SUM, 2))
            return glue(w.word("TASK"), w.name(action.task), role, via, due, inside, day)
        case n.ExcludeAction():
            return exclude(w, action.scope)
        case _:
            assert_never(action)


def exclude(w: Writer, scope: n.Scope) -> Segments:
    """``exclude from`` what; Chinese does without the ``from``."""
    plural = "s" if len(scope.names) > 1 else ""
    match scope.kind:
        case "all":
            what = segment(w.pick("all offers", "所有推荐"), scope)
        case "offer":
            what = glue(w.pick("offer" + plural, "推荐"), w.names(scope.names))
        case "group":
            what = glue(w.word("GROUP"), w.names(scope.names))
        case "channel":
            what = glue(w.pick("channel" + plural, "渠道"), w.names(scope.names))
        case _:
            assert_never(scope.kind)
    return glue(w.pick("exclude from", "剔除"), what)


def outcome(w: Writer, outcome: n.HasOutcome) -> Segments:
    """An outcome inside ``never``."""
    match outcome.kind:
        case "tier":
            return glue(w.word("TIER"), w.name(outcome.ladder), w.name(outcome.name))
        case "offer":
            what = w.pick("any offer", "任何推荐") if outcome.name is None else w.word("OFFER")
            group = led(w.pick("of group", "分组"), w.name(outcome.group))
            return glue(what, w.name(outcome.name), group, led(w.word("VIA"), w.name(outcome.via)))
        case "task":
            what = w.pick("any task", "任何待办") if outcome.name is None else w.word("TASK")
            role = led(w.word("BY_ROLE"), w.name(outcome.role))
            return glue(what, w.name(outcome.name), role, led(w.word("VIA"), w.name(outcome.via)))
        case "class":
            return glue(w.word("CLASS"), w.name(outcome.name))
        case _:
            assert_never(outcome.kind)


def ban(w: Writer, ban: n.BanDecl) -> Segments:
    """``ban`` which words; Chinese names them by the word at the head."""
    unless = led(w.word("EXCEPT"), _texts(w, ban.unless))
    return glue(w.word("BAN"), _texts(w, ban.words), unless)


def _texts(w: Writer, texts: tuple[n.Text, ...]) -> Segments:
    return join((w.text(text) for text in texts), ",", 1, fill=True)


def expectation(w: Writer, expected: n.Expectation) -> Segments:
    """One outcome that a test expects."""
    match expected:
        case n.ExpectTier():
            if expected.rung is None:
                return segment(f"{w.word('TIER')} {_missing(w)}", expected)
            return glue(_tier(w, expected.ladder, expected.rung), _source(w, expected.source))
        case n.ExpectOffer():
            return _expected_offer(w, expected)
        case n.ExpectClass():
            negation = w.pick("no", "非") if expected.truth == "no" else None
            unknown = w.word("UNKNOWN") if expected.truth == "unknown" else None
            return glue(negation, w.word("CLASS"), w.name(expected.name), unknown)
        case n.ExpectTask():
            negation = nothing(w) if expected.negated else None
            role = led(w.word("BY_ROLE"), w.name(expected.role))
            via = led(w.word("VIA"), w.name(expected.via))
            day = led(w.word("ON"), expression(w, expected.on))
            return glue(negation, w.word("TASK"), w.name(expected.task), role, via, day)
        case n.ExpectValue():
            return glue(w.name(expected.name), _expected_value(w, expected.value))
        case _:
            assert_never(expected)


def _expected_offer(w: Writer, expected: n.ExpectOffer) -> Segments:
    if expected.offer is None:
        return segment(w.pick("no offers", "不推荐"), expected)
    offer = w.pick("no offer", "不推荐") if expected.negated else w.word("OFFER")
    via = led(w.word("VIA"), w.name(expected.via))
    say = w.long_text(w.word("SAY"), expected.say)
    return glue(offer, w.name(expected.offer), via, _priority(w, expected.priority), say, _source(w, expected.source))


def _expected_value(w: Writer, value: n.Expr | n.Missing | n.Unknown) -> str | Segments:
    match value:
        case n.Missing():
            return _missing(w)
        case n.Unknown():
            return w.word("UNKNOWN")
        case _:
            return expression(w, value, SUM, 2)


def given(w: Writer, given: n.Given) -> Segments:
    """What a test says about a field of its customer."""
    match given.value:
        case n.Missing():
            return glue(w.name(given.field), _missing(w))
        case n.Truth(value=True):
            return w.name(given.field)
        case n.Truth():
            return glue(w.word("NOT"), w.name(given.field))
        case value:
            return glue(w.name(given.field), expression(w, value, SUM, 2))


def nothing(w: Writer) -> str:
    """No task, or nothing at all."""
    return w.pick("no", "无")


def _missing(w: Writer) -> str:
    return w.pick("is missing", "缺失")


def _tier(w: Writer, ladder: n.Name | None, rung: n.Name) -> Segments:
    return glue(w.word("TIER"), w.name(ladder), w.name(rung))


def _priority(w: Writer, priority: n.Expr | None) -> Segments:
    return led(w.word("PRIORITY"), expression(w, priority, SUM, 2))


def _source(w: Writer, source: n.Name | None) -> Segments:
    return led(w.word("SOURCE"), w.name(source))
