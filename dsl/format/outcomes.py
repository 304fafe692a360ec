"""What rules do and what tests expect, as printed."""

from __future__ import annotations

from typing import assert_never

from dsl.format.expressions import SUM, expression
from dsl.format.layout import Segments, glue, segment
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
            via = glue(w.word("VIA"), w.names(action.via)) if action.via else None
            return glue(w.word("OFFER"), w.names(action.offers), via, _priority(w, action.priority))
        case n.PointsAction():
            amount = expression(w, action.amount, SUM, 2)
            return glue(w.word("ADD"), amount, w.word("TO"), w.name(action.account))
        case n.ChoiceAction():
            value = segment(w.listed(action.value.text), action.value)
            return glue(w.name(action.choice), w.word("IS"), value)
        case n.TaskAction():
            return glue(w.word("TASK"), w.name(action.task), *_task_clauses(w, action))
        case n.ExcludeAction():
            return exclude(w, action.scope)
        case _:
            assert_never(action)


def _task_clauses(w: Writer, action: n.TaskAction) -> list[Segments]:
    clauses = []
    if action.role is not None:
        clauses.append(glue(w.word("BY_ROLE"), w.name(action.role)))
    if action.within is not None:
        clauses.append(glue(w.word("DUE"), expression(w, action.within, SUM, 2), w.pick("", "内")))
    if action.on is not None:
        clauses.append(glue(w.word("ON"), expression(w, action.on, SUM, 2)))
    return clauses


def exclude(w: Writer, scope: n.Scope) -> Segments:
    """``exclude from`` what; Chinese does without the ``from``."""
    match scope.kind:
        case "all":
            what = segment(w.pick("all offers", "所有推荐"), scope)
        case "offer":
            what = glue(_plural(w, "OFFER", "offers", scope.names), w.names(scope.names))
        case "group":
            what = glue(w.word("GROUP"), w.names(scope.names))
        case "channel":
            what = glue(_plural(w, "CHANNEL", "channels", scope.names), w.names(scope.names))
        case _:
            assert_never(scope.kind)
    return glue(w.pick("exclude from", "剔除"), what)


def outcome(w: Writer, outcome: n.HasOutcome) -> Segments:
    """An outcome inside ``never``."""
    match outcome.kind:
        case "tier":
            return _tier(w, outcome.ladder, outcome.name)
        case "offer":
            return glue(w.word("OFFER"), w.name(outcome.name))
        case "class":
            return glue(w.word("CLASS"), w.name(outcome.name))
        case _:
            assert_never(outcome.kind)


def expectation(w: Writer, expected: n.Expectation) -> Segments:
    """One outcome that a test expects."""
    match expected:
        case n.ExpectTier(rung=None):
            return segment(f"{w.word('TIER')} {_missing(w)}", expected)
        case n.ExpectTier(rung=rung):
            return glue(_tier(w, expected.ladder, rung), _source(w, expected.source))
        case n.ExpectOffer(offer=None):
            return segment(w.pick("no offers", "不推荐"), expected)
        case n.ExpectOffer(offer=offer):
            kind = w.pick("no offer", "不推荐") if expected.negated else w.word("OFFER")
            via = glue(w.word("VIA"), w.name(expected.via)) if expected.via is not None else None
            say = w.long_text(w.word("SAY"), expected.say) if expected.say is not None else None
            priority = _priority(w, expected.priority)
            return glue(kind, w.name(offer), via, priority, say, _source(w, expected.source))
        case n.ExpectClass():
            negation = w.word_of("NO", "非") if expected.truth == "no" else None
            unknown = w.word("UNKNOWN") if expected.truth == "unknown" else None
            return glue(negation, w.word("CLASS"), w.name(expected.name), unknown)
        case n.ExpectTask():
            negation = nothing(w) if expected.negated else None
            role = glue(w.word("BY_ROLE"), w.name(expected.role)) if expected.role is not None else None
            day = glue(w.word("ON"), expression(w, expected.on)) if expected.on is not None else None
            return glue(negation, w.word("TASK"), w.name(expected.task), role, day)
        case n.ExpectValue(value=n.Missing()):
            return glue(w.name(expected.name), _missing(w))
        case n.ExpectValue(value=n.Unknown()):
            return glue(w.name(expected.name), w.word("UNKNOWN"))
        case n.ExpectValue(value=value):
            return glue(w.name(expected.name), expression(w, value, SUM, 2))
        case _:
            assert_never(expected)


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
    return w.word_of("NO", "无")


def _missing(w: Writer) -> str:
    return w.pick("is missing", "缺失")


def _tier(w: Writer, ladder: n.Name | None, rung: n.Name) -> Segments:
    return glue(w.word("TIER"), w.name(ladder) if ladder is not None else None, w.name(rung))


def _priority(w: Writer, priority: n.Expr | None) -> Segments | None:
    return glue(w.word("PRIORITY"), expression(w, priority, SUM, 2)) if priority is not None else None


def _source(w: Writer, source: n.Name | None) -> Segments | None:
    return glue(w.word("SOURCE"), w.name(source)) if source is not None else None


def _plural(w: Writer, terminal: str, en: str, names: tuple[n.Name, ...]) -> str:
    return w.word_of(terminal, en) if len(names) > 1 and w.lang == "en" else w.word(terminal)
