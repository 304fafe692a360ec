"""Everything that proofs find in a policy, sorted into what is told, silenced and not settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.proof_messages import MESSAGES
from dsl.lean import dataclass
from dsl.lints.silence import is_silenced
from dsl.lints.useless_silence import idle
from dsl.pausing import collection_paused
from engine.review.check.findings.broken_promise import BrokenPromise
from engine.review.check.findings.conflict import Conflict
from engine.review.check.findings.division import Division
from engine.review.check.findings.first_table_gap import FirstTableGap
from engine.review.check.findings.mergeable import Mergeable
from engine.review.check.findings.never_applies import NeverApplies
from engine.review.check.findings.nobody_gets import NobodyGets
from engine.review.check.findings.redundant_part import RedundantPart
from engine.review.check.findings.review import Review
from engine.review.check.findings.richer_but_lower import RicherButLower
from engine.review.check.findings.same_customers import SameCustomers
from engine.review.check.findings.shadowed import Shadowed
from engine.review.check.findings.tier_gap import TierGap
from engine.review.shared.world import Worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dsl.diagnostics.model import Diagnostic
    from dsl.lints.silence import Silence
    from dsl.load import Analysis
    from dsl.program.model import Program
    from engine.review.check.findings.model import Finding
    from engine.review.check.findings.review import Kind
    from engine.review.shared.scopes import Scope

# In this order: what says more about a mistake comes first, and settles it for the others.
KINDS: Final[tuple[Callable[[Review], Kind], ...]] = (
    FirstTableGap, NeverApplies, Division, TierGap, NobodyGets, BrokenPromise, Conflict, SameCustomers, Shadowed,
    RedundantPart, RicherButLower, Mergeable,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proofs:
    """What proofs found.

    Attributes:
        findings: those to be shown, by place.
        silenced: those that comments silence.
        unsettled: what may be so, and could not be settled within the budget.
        idle: comments that silence nothing that proofs find.
        taken_back: warnings that a proof has shown to be none.
        scopes: the days and profiles it holds for.
        promises: how many ``never`` statements nobody breaks.
    """

    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    unsettled: tuple[Finding, ...]
    idle: tuple[Diagnostic, ...]
    taken_back: tuple[Diagnostic, ...]
    scopes: tuple[Scope, ...]
    promises: int


@collection_paused()
def prove(analysis: Analysis, program: Program) -> Proofs:
    """Prove what can be proved about a policy without mistakes."""
    worlds = Worlds(program)
    review = Review(analysis, program, worlds)
    kinds = [kind(review) for kind in KINDS]
    found = [finding for kind in kinds for finding in kind.find()] if worlds.each else []
    found.sort(key=lambda x: (x.diagnostic.span, x.diagnostic.code))
    settled = [x for x in found if x.status != "unknown"]
    return Proofs(
        tuple(x for x in settled if not is_silenced(x.diagnostic, analysis.silences)),
        tuple(x for x in settled if is_silenced(x.diagnostic, analysis.silences)),
        tuple(x for x in found if x.status == "unknown"),
        tuple(_idle(analysis.silences, found)),
        tuple(review.taken_back),
        tuple(world.scope for world in worlds.each),
        len({x.id for x in program.nevers}) - sum(x.diagnostic.code == "P603" for x in found),
    )


def _idle(silences: Sequence[Silence], found: Sequence[Finding]) -> Iterator[Diagnostic]:
    """Comments about proofs that silence nothing; what is not settled may need them."""
    about_proofs = (
        replace(silence, codes=tuple(code for code in silence.codes if code in MESSAGES)) for silence in silences
    )
    return idle(about_proofs, [x.diagnostic for x in found], frozenset())
