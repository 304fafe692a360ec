"""Turns an explanation into its JSON form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.program import expr as e
from dsl.program.types import Num
from dsl.program.walk import references
from engine.explain import schema as s
from engine.explain.conditions import opened_defines
from engine.explain.formula import Formula
from engine.explain.missing import causes_of
from engine.explain.names import Names
from engine.explain.value_data import value_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.decision import Wording
    from engine.explain.changes.model import Change, Wished
    from engine.explain.conditions import Line
    from engine.explain.explanation import (
        ChoiceSeen,
        Explanation,
        OfferGiven,
        OfferMissed,
        OfferTaken,
        PointsSeen,
        RuleSeen,
        TaskSeen,
        TierSeen,
    )
    from engine.explain.look import Look
    from engine.explain.missing import Cause
    from engine.reference import Truth

_TRUTHS: Final[dict[Truth, s.TruthName]] = {True: "true", False: "false", None: "unknown"}


def to_data(explanation: Explanation) -> s.ExplanationJson:
    """The JSON form of an explanation."""
    return _Export(explanation.look).whole(explanation)


class _Export:
    def __init__(self, look: Look) -> None:
        self._look = look
        self._program = look.reference.program
        # English words and canonical names: the notation that all languages share.
        self._formula = Formula(Names(self._program, "en", canonical=True))

    def whole(self, found: Explanation) -> s.ExplanationJson:
        """All of it."""
        binding, decision = self._look.reference.binding, found.decision
        return s.ExplanationJson(
            policy=self._program.name,
            as_of=binding.as_of,
            profile=binding.profile,
            key=decision.key,
            name=self._look.name,
            tiers=tuple(self._tier(x) for x in found.tiers),
            classes=tuple(
                s.ClassJson(
                    name=x.name,
                    truth=_TRUTHS[x.truth],
                    rules=self._rules(x.rules),
                    causes=self._causes(x.causes),
                )
                for x in found.classes
            ),
            offers=tuple(self._offer(x) for x in found.offers),
            lost=tuple(self._lost(x) for x in found.taken),
            not_granted=tuple(self._not_granted(x) for x in found.missed),
            points=tuple(self._points(x) for x in found.points),
            choices=tuple(self._choice(x) for x in found.choices),
            tasks=tuple(self._task(x) for x in found.tasks),
            tasks_taken=tuple(
                s.TaskTakenJson(
                    task=x.task.task,
                    role=x.task.role,
                    channel=x.task.channel or "",
                    reason=self._rules((x.rule,))[0],
                    by=self._rules(x.by),
                )
                for x in found.tasks_taken
            ),
            broken=tuple(
                s.NeverJson(
                    id=x.never.id,
                    file=x.never.span.path,
                    line=x.never.span.line,
                    conditions=tuple(self._line(line) for line in x.lines),
                    because=_wording(x.because),
                )
                for x in found.nevers
            ),
            conflicts=decision.conflicts,
            changes=tuple(self._wished(x) for x in found.changes),
            fired=decision.fired,
            unknown=decision.unknown,
        )

    # --- decisions ---

    def _tier(self, seen: TierSeen) -> s.TierJson:
        measure, tier = seen.ladder.measure, seen.decision
        of = measure.type if measure is not None else None
        return s.TierJson(
            ladder=seen.ladder.name,
            rung=tier.rung,
            base=tier.base,
            measure=self._value(measure) if measure is not None else None,
            formula=self._formula.inner(measure) if measure is not None else None,
            defines=self._defines(r.name for r in references(measure) if r.kind == "define")
            if measure is not None
            else (),
            low=value_data(seen.low, of) if of is not None and seen.low is not None else None,
            high=value_data(seen.high, of) if of is not None and seen.high is not None else None,
            lifts=self._rules(seen.lifts),
            unknown_lifts=tuple(s.ValuedRuleJson(value=rung, rule=self._rule(r)) for r, rung in seen.unknown_lifts),
            causes=self._causes(seen.causes),
        )

    def _offer(self, seen: OfferGiven) -> s.OfferJson:
        made = seen.decision
        return s.OfferJson(
            offer=made.offer,
            rank=made.rank,
            priority=made.priority,
            channels=made.channels,
            valid_from=seen.offer.period.start,
            valid_until=seen.offer.period.end,
            reasons=self._rules(seen.grants),
            closed=tuple(s.ClosedJson(channel=c, by=self._rules(by)) for c, by in seen.closed),
            say=_wording(seen.say),
        )

    def _lost(self, seen: OfferTaken) -> s.LostJson:
        return s.LostJson(
            offer=seen.offer.name,
            cause=seen.lost.cause,
            unknown=seen.lost.unknown,
            reasons=self._rules(seen.grants),
            by=self._rules(seen.by),
            winner=seen.lost.by[0] if seen.lost.cause == "group" else None,
            eligibility=self._line(seen.eligible) if seen.eligible is not None else None,
            causes=self._causes(seen.causes),
        )

    def _not_granted(self, seen: OfferMissed) -> s.NotGrantedJson:
        remedy = None
        if seen.remedy is not None:
            of = self._program.record.fields[seen.remedy.field].type
            values = tuple(value_data(value, of) for value in seen.remedy.values)
            remedy = s.RemedyJson(field=seen.remedy.field, values=values)
        return s.NotGrantedJson(
            offer=seen.offer.name,
            truth="unknown" if seen.truth is None else "false",
            rules=self._rules(seen.attempts),
            causes=self._causes(seen.causes),
            remedy=remedy,
            eligibility=self._line(seen.eligible) if seen.eligible is not None else None,
            by=self._rules(seen.by),
        )

    def _points(self, seen: PointsSeen) -> s.PointsJson:
        return s.PointsJson(
            account=seen.name,
            total=value_data(seen.decision.value, Num()),
            incomplete=seen.decision.incomplete,
            added=tuple(
                s.AddedJson(
                    amount=value_data(x.amount, x.expr.type),
                    formula=self._formula.inner(x.expr),
                    rule=self._rule(x.source),
                )
                for x in seen.added
            ),
            causes=self._causes(seen.causes),
        )

    def _choice(self, seen: ChoiceSeen) -> s.ChoiceJson:
        return s.ChoiceJson(
            choice=seen.name,
            value=seen.value,
            conflict=seen.conflict,
            rules=tuple(s.ValuedRuleJson(value=value, rule=self._rule(rule)) for rule, value in seen.rules),
            causes=self._causes(seen.causes),
        )

    def _task(self, seen: TaskSeen) -> s.TaskJson:
        task = seen.decision
        return s.TaskJson(
            task=task.task,
            role=task.role,
            due=task.due,
            due_unknown=task.due_unknown,
            channels=task.channels,
            reasons=self._rules(seen.rules),
            causes=self._causes(seen.causes),
        )

    def _wished(self, found: Wished) -> s.WishedJson:
        wish = found.wish
        return s.WishedJson(
            wish=wish.kind,
            name=wish.name or None,
            ladder=wish.ladder or None,
            changes=tuple(self._change(change, wish.ladder) for change in found.changes),
            in_vain=s.InVainJson(change=self._change(found.in_vain.change, wish.ladder), cause=found.in_vain.cause)
            if found.in_vain is not None
            else None,
        )

    def _change(self, change: Change, ladder: str) -> s.ChangeJson:
        of = self._program.record.fields[change.field].type
        measure = self._program.ladders[ladder].measure if ladder else None
        return s.ChangeJson(
            field=change.field,
            before=value_data(change.before, of),
            after=value_data(change.after, of),
            rung=change.gives,
            measure=value_data(change.measure, measure.type) if measure is not None else None,
        )

    # --- rules and conditions ---

    def _rules(self, rules: Iterable[RuleSeen]) -> tuple[s.RuleJson, ...]:
        return tuple(self._rule(rule) for rule in rules)

    def _rule(self, seen: RuleSeen) -> s.RuleJson:
        rule = seen.rule
        return s.RuleJson(
            id=rule.id,
            name=rule.name,
            kind=rule.kind,
            table=rule.table,
            file=rule.span.path,
            line=rule.span.line,
            in_force=seen.in_force,
            truth=_TRUTHS[seen.truth],
            condition=self._line(seen.line) if seen.line is not None else None,
            causes=self._causes(seen.causes),
            because=_wording(seen.because),
        )

    def _line(self, line: Line) -> s.LineJson:
        left = right = None
        if isinstance(line.node, e.Compare) and line.kind == "test":
            left, right = self._value(line.node.left), self._value(line.node.right)
        test = line.kind in ("test", "class", "define")
        return s.LineJson(
            kind=line.kind,
            formula=self._formula.inner(line.node),
            truth=_TRUTHS[line.truth],
            left=left,
            right=right,
            seen=self._seen(line.node) if test else (),
            defines=self._defines(opened_defines(line)),
            causes=self._causes(causes_of(self._look.evaluation, line.node)),
            rule=line.rule.id if line.rule is not None else None,
            items=tuple(self._line(item) for item in line.items),
        )

    def _seen(self, node: e.Expr) -> tuple[s.SeenJson, ...]:
        found = dict.fromkeys(references(node))
        return tuple(s.SeenJson(kind=r.kind, name=r.name, value=self._value(r)) for r in found)

    def _defines(self, names: Iterable[str]) -> tuple[s.DefineJson, ...]:
        out = []
        for name in dict.fromkeys(names):
            inner = self._program.defines[name].expr
            out.append(
                s.DefineJson(
                    kind="define",
                    name=name,
                    value=self._value(inner),
                    formula=self._formula.inner(inner),
                    seen=self._seen(inner),
                )
            )
        return tuple(out)

    def _causes(self, causes: Iterable[Cause]) -> tuple[s.CauseJson, ...]:
        return tuple(
            s.CauseJson(
                kind=cause.kind,
                name=cause.name or None,
                formula=self._formula.inner(cause.node) if cause.node is not None else None,
            )
            for cause in causes
        )

    def _value(self, node: e.Expr) -> s.ValueJson:
        return value_data(self._look.shown(node), node.type)


def _wording(text: Wording | None) -> s.WordingJson | None:
    return s.WordingJson(text=text.text, missing=text.missing) if text is not None else None
