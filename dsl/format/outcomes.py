"""What rules do and what tests expect, as printed."""

from __future__ import annotations

from typing import assert_never

from dsl.format.expressions import SUM, expression, whole
from dsl.format.layout import Segments, glue, join, led, segment
from dsl.format.writer import Writer
from dsl.syntax import nodes as n
from dsl.syntax.full_steps import FullSteps, full_steps


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
            return _points(w, action)
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


def _points(w: Writer, action: n.PointsAction) -> Segments:
    """Points to an account: an amount of them, or so many for each full step of something."""
    found = full_steps(action.amount)
    amount = expression(w, action.amount if found is None else found.points, SUM, 2)
    added = glue(w.word("ADD"), amount, w.word("TO"), w.name(action.account))
    if found is None:
        return added
    return glue(added, each_full(w, found)) if w.lang == "en" else glue(each_full(w, found), added)


def each_full(w: Writer, found: FullSteps) -> Segments:
    """What points are counted by: ``per full 10k of deposit``, 存款 每满 1万."""
    amount = whole(w, found.amount, 3, n.Name, n.Extreme)
    step = whole(w, found.step, 3, n.Name, n.Number)
    if w.lang == "en":
        return glue(w.word("EACH_FULL"), step, w.word("OF"), amount)
    return glue(amount, w.word("EACH_FULL"), step)


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
            return glue(_offer(w, outcome), led(w.word("VIA"), w.name(outcome.via)))
        case "task":
            any_ = segment(w.pick("any task", "安排 任何待办"), outcome)
            what = any_ if outcome.name is None else glue(w.pick("task", "安排"), w.name(outcome.name))
            role = led(w.word("BY_ROLE"), w.name(outcome.role))
            return glue(what, role, led(w.word("VIA"), w.name(outcome.via)))
        case "class":
            return glue(w.word("CLASS"), w.name(outcome.name))
        case _:
            assert_never(outcome.kind)


def _offer(w: Writer, outcome: n.HasOutcome) -> Segments:
    """An offer, any, or any of a group, which stands in front in Chinese."""
    if outcome.name is not None:
        return glue(w.word("OFFER"), w.name(outcome.name))
    if w.lang == "en":
        return glue(segment("any offer", outcome), led("of group", w.name(outcome.group)))
    group = glue(w.name(outcome.group), "分组 的") if outcome.group is not None else None
    return glue("推荐", group, segment("任何产品", outcome))


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
            because = w.long_text(w.word("BECAUSE"), expected.because)
            return glue(negation, w.word("TASK"), w.name(expected.task), role, via, day, because)
        case n.ExpectValue():
            return glue(w.name(expected.name), _expected_value(w, expected.value))
        case _:
            assert_never(expected)


def _expected_offer(w: Writer, expected: n.ExpectOffer) -> Segments:
    if expected.offer is None:
        return segment(w.pick("no offers", "不推荐"), expected)
    offer = w.pick("no offer", "不推荐") if expected.negated else w.word("OFFER")
    via = led(w.word("VIA"), w.name(expected.via))
    texts = (w.long_text(w.word("BECAUSE"), expected.because), w.long_text(w.word("SAY"), expected.say))
    source = _source(w, expected.source)
    return glue(offer, w.name(expected.offer), via, _priority(w, expected.priority), *texts, source)


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
