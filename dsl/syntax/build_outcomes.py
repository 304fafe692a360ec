"""The build phase for outcomes: what a rule gives, what an exclusion takes away, what a promise speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from dsl.syntax import nodes as n
from dsl.syntax.build_expr import ExprBuilder, ParseTree, subtrees, tokens
from dsl.syntax.full_steps import FullSteps

if TYPE_CHECKING:
    from lark import Token


class OutcomeBuilder(ExprBuilder):
    """Builds outcomes of one file, and the expressions in them."""

    def actions(self, tree: ParseTree) -> tuple[n.Action, ...]:
        """The outcomes behind ``then``."""
        return tuple(self.action(c) for c in subtrees(tree))

    def action(self, tree: ParseTree) -> n.Action:
        """One outcome."""
        span = self.span(tree)
        match str(tree.data):
            case "do_tier":
                ladder, rung = self.ladder_and_rung(tree)
                return n.TierAction(rung, ladder, span=span)
            case "do_class":
                return n.ClassAction(self.names(subtrees(tree)[0]), span=span)
            case "do_offer":
                via, priority = self.via_and_priority(tree)
                return n.OfferAction(self.names(subtrees(tree)[0]), via, priority, span=span)
            case "do_points":
                return n.PointsAction(self.points(tree), self.name(tokens(tree, "NAME")[0]), span=span)
            case "do_choice":
                value = cast("Token", subtrees(tree)[0].children[0])
                return n.ChoiceAction(self.name(tokens(tree, "NAME")[0]), self.name(value), span=span)
            case "do_task":
                return n.TaskAction(self.name(tokens(tree, "NAME")[0]), **self._task_clauses(tree), span=span)
            case _:
                return n.ExcludeAction(self.scope(subtrees(tree)[0]), span=span)

    def ladder_and_rung(self, tree: ParseTree) -> tuple[n.Name | None, n.Name]:
        """``tier RUNG`` or ``tier LADDER RUNG``."""
        found = tokens(tree, "NAME")
        return (self.name(found[0]) if len(found) > 1 else None), self.name(found[-1])

    def via_and_priority(self, tree: ParseTree) -> tuple[tuple[n.Name, ...], n.Expr | None]:
        """The channels and priority of a grant."""
        via: tuple[n.Name, ...] = ()
        priority: n.Expr | None = None
        for child in self.once(subtrees(tree), apart="names"):
            match str(child.data):
                case "via":
                    via = self.names(subtrees(child)[0])
                case "priority":
                    priority = self.expr(subtrees(child)[0])
        return via, priority

    def _task_clauses(self, tree: ParseTree) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in self.once(subtrees(tree)):
            match str(child.data):
                case "role":
                    found["role"] = self.name(tokens(child, "NAME")[0])
                case "one_via":
                    found["via"] = self.name(tokens(child, "NAME")[0])
                case "due":
                    found["within"] = self.expr(subtrees(child)[0])
                case _:
                    found["on"] = self.expr(subtrees(child)[0])
        return found

    def points(self, tree: ParseTree) -> n.Expr:
        """How many points are added, or how many for each full step of an amount."""
        found = self._operands(tree)
        if len(found) == 1:
            return found[0]
        first, step, last = found
        points, amount = (first, last) if tokens(tree, "OF") else (last, first)
        return FullSteps(points, amount, step).calculation(self.span(tree))

    def promised(self, tree: ParseTree) -> n.HasOutcome | n.Expr:
        """What a customer may end with inside ``never``, or a condition."""
        if not str(tree.data).startswith("has_"):
            return self.expr(tree)
        kind = cast("Any", str(tree.data).removeprefix("has_"))
        names = [self.name(t) for t in tokens(tree, "NAME")]
        last = names[-1] if names else None
        group, name = (last, None) if tokens(tree, "GROUP") else (None, last)
        ladder = names[0] if len(names) > 1 else None
        narrower = {str(c.data): self.name(tokens(c, "NAME")[0]) for c in subtrees(tree)}
        via, role = narrower.get("one_via"), narrower.get("role")
        return n.HasOutcome(kind, name, ladder, group, via, role, span=self.span(tree))

    def scope(self, tree: ParseTree) -> n.Scope:
        """What an exclusion takes away."""
        if tree.data == "hole":
            return n.Scope("offer", span=self.span(tree))
        kind = cast("n.ScopeKind", str(tree.data).removeprefix("scope_"))
        names = () if kind == "all" else self.names(subtrees(tree)[0])
        return n.Scope(kind, names, span=self.span(tree))
