"""The review of a change: two policies in, everything that is told about them out."""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program.identity import decisions_hash, wording_hash
from engine.binding import bind
from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.review.diff import report as r
from engine.review.diff.comparing.compare import compared
from engine.review.diff.edits.causes import Causes, Made
from engine.review.diff.edits.responsible import Responsibility
from engine.review.diff.impact.asked import ChangeClass
from engine.review.diff.naming import called, names
from engine.review.diff.statements.compare import compare_statements
from engine.review.diff.statements.meaning import SameFormulas
from engine.review.diff.statements.together import of_no_effect
from engine.review.diff.telling.reading_text import field_readings
from engine.review.diff.telling.telling import Telling, spans
from engine.review.diff.tests_that_see import TestsThatSee
from engine.review.diff.told import Told
from engine.review.diff.verdict import changed_unproved, other_differences, verdict_line, verdict_of
from engine.testing.look import Look
from engine.testing.model import CaseResult
from engine.testing.reading import Reading
from engine.testing.runner import judged_tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from dsl.load import Analysis
    from dsl.program.model import Program, Test
    from engine.review.diff.comparing.changes import Change, Comparison
    from engine.review.diff.comparing.compare import Compared
    from engine.review.diff.comparing.differences import Part
    from engine.review.diff.findings import Findings
    from engine.review.diff.impact.measure import Measured
    from engine.review.diff.impact.reading import Opener
    from engine.review.diff.statements.model import StatementChange
    from engine.testing.runner import Judged

_ORDER: Final = (
    "quarantine", "never", "tier", "offer", "task", "class", "choice", "points", "priority", "channel", "task_channel",
    "due",
)  # fmt: skip
_DIRECTIONS: Final = ("down", "other", "up")


@dataclass(frozen=True, slots=True)
class Version:
    """A policy that is compared.

    Attributes:
        label: what it was called.
    """

    label: str
    analysis: Analysis
    program: Program


@dataclass(frozen=True, slots=True)
class Batch:
    """Customers of the bank, on whom a change is measured.

    Attributes:
        opens: reads them for a record.
        as_of: the day to decide on.
        profile: of either policy; one that has no such profile takes its default values.
        examples: so many customers of each group are told, with masked keys.
    """

    opens: Opener
    as_of: date
    profile: str | None = None
    examples: int = 0


def review(
    old: Version,
    new: Version,
    tiercel: str,
    as_of: date | None = None,
    batch: Batch | None = None,
    *,
    check: bool = False,
) -> r.Review:
    """The comparison of two policies.

    Args:
        old: before the change.
        new: after it.
        tiercel: the version of the program.
        as_of: a day on which customers are shown, if the change is one of that day.
        batch: customers to measure it on.
        check: whether findings of both are compared, too; that takes as long as two checks.

    Raises:
        BindingError: one of the policies cannot decide the batch on its day.
        DataError: the data cannot be read.
    """
    found = compared(old.program, new.program, as_of)
    comparison = found.comparison
    measured = _measured(old.program, new.program, found, batch) if batch is not None else None
    equal = SameFormulas(comparison.worlds, comparison.valid, comparison.linked.listed)
    statements = compare_statements(old.analysis, new.analysis, equal)
    tests = list(judged_tests(new.program))
    sees = TestsThatSee(
        old.program, new.program, comparison.linked, [x if isinstance(x, Look) else None for _, x in tests]
    )
    classes = _classes(old.program, new.program, found, statements, measured, sees)
    one_sided = tuple(
        r.OneSided(scope=spans([x.scope])[0], which="new" if x.which == "new" else "old") for x in comparison.one_sided
    )
    missing = _unless_missing(found)
    readings = tuple(field_readings(comparison))
    unproved = changed_unproved(measured.impact, classes, readings) if measured is not None else 0
    profiles = tuple(_lone_profiles(old.program, new.program))
    all_names = names(old.program, new.program)
    others = tuple(other_differences(readings, profiles, one_sided, partial(called, all_names, "profile")))
    is_compared = bool(comparison.scopes) and not any(x.compared == "nobody" for x in readings)
    prover = comparison.prover
    verdict = verdict_of(classes, others, unproved)
    if verdict == "equivalent":
        statements = of_no_effect(statements)
    findings = _findings(old, new) if check else None
    return r.Review(
        tiercel=tiercel,
        verdict=verdict,
        told=verdict_line(
            classes, [called(all_names, "field", x) for x in missing], others, unproved, compared=is_compared
        ),
        unless_missing=missing,
        old=_side(old),
        new=_side(new),
        scopes=spans(comparison.scopes),
        one_sided=one_sided,
        profiles=profiles,
        readings=readings,
        classes=classes,
        statements=tuple(statements),
        failing_tests=tuple(_failing(tests)),
        checked=check,
        new_findings=findings.new if findings is not None else (),
        fixed_findings=findings.fixed if findings is not None else (),
        silenced_findings=findings.silenced if findings is not None else (),
        impact=measured.impact if measured is not None else None,
        names=all_names,
        assumes=tuple(_assumed(new.program)),
        effort=r.Effort(
            questions=prover.questions if prover is not None else 0,
            customers_tried=prover.tried if prover is not None else 0,
        ),
    )


def _findings(old: Version, new: Version) -> Findings:
    from engine.review.diff.findings import compared_findings  # noqa: PLC0415 - loads all of check

    return compared_findings((old.analysis, old.program), (new.analysis, new.program))


def _failing(tests: Iterable[tuple[Test, Judged]]) -> Iterator[r.FailingTest]:
    for test, judged in tests:
        if not isinstance(judged, Look):
            name = CaseResult(test, judged).name
            yield r.FailingTest(name=name, path=test.span.path, line=test.span.line)


def _classes(
    old: Program,
    new: Program,
    found: Compared,
    statements: Sequence[StatementChange],
    measured: Measured | None,
    tests: TestsThatSee,
) -> tuple[r.Class, ...]:
    """Every class of change, the gravest first: with what makes it, what sees it, and how many customers are in it."""
    telling = Telling(old, new, found)
    responsibility = Responsibility(old, new, found.comparison.linked, statements)
    made = _made(Causes(found.comparison, found.showing, responsibility), found)
    told = []
    for change in found.changes:
        pair = change.pair.before, change.pair.after
        told.append(
            telling.told(
                change,
                customers=measured.customers.get(ChangeClass(change.aspect, *pair)) if measured is not None else None,
                made=made.get(id(change), Made(())),
                tests=tests.of(change.aspect, pair),
            )
        )
    order = {(kind, way): i for i, (kind, way) in enumerate(product(_ORDER, _DIRECTIONS))}
    return tuple(sorted(told, key=lambda x: (order[x.kind, x.direction], -(x.customers or 0))))


def _made(causes: Causes, found: Compared) -> dict[int, Made]:
    """What makes each class of change, by identity of the class; one person is asked about at a time."""
    by_person: dict[tuple[object, ...], list[Change]] = {}
    for change in found.changes:
        person = found.people.get(id(change))
        if person is not None:
            by_person.setdefault((person.day, person.profile, *person.row.items()), []).append(change)
    made: dict[int, Made] = {}
    for change in (change for changes in by_person.values() for change in changes):
        person = found.people[id(change)]
        made[id(change)] = causes.of(change, person.row, person.day, person.profile)
    return made


def _measured(old: Program, new: Program, found: Compared, batch: Batch) -> Measured:
    """What the change does to a batch, and how many customers are in each class."""
    from engine.review.diff.impact.measure import measure_impact  # noqa: PLC0415 - few reviews have data
    from engine.review.diff.impact.reading import BoundPolicy  # noqa: PLC0415 - the same

    either = {*old.profiles, *new.profiles}  # the policy that has it not is measured with its default values
    sides = [
        BoundPolicy(
            x,
            bind(x, batch.as_of, batch.profile if batch.profile in x.profiles or batch.profile not in either else None),
        )
        for x in (old, new)
    ]
    asked = [ChangeClass(x.aspect, x.pair.before, x.pair.after) for x in found.changes]
    return measure_impact(sides[0], sides[1], batch.opens, asked=asked, examples=batch.examples)


def _lone_profiles(old: Program, new: Program) -> Iterator[r.LoneProfile]:
    yield from (r.LoneProfile(profile=name, which="old") for name in old.profiles if name not in new.profiles)
    yield from (r.LoneProfile(profile=name, which="new") for name in new.profiles if name not in old.profiles)


def _assumed(program: Program) -> Iterator[Told]:
    """What the record of the new policy assumes of every customer."""
    reading = Reading(program)
    for condition, _ in program.record.assumptions:
        words = reading.both(lambda voice, condition=condition: voice.plain.inner(condition))  # type: ignore[misc]
        yield Told(en=words.en, zh=words.zh)


def _side(version: Version) -> r.Side:
    program = version.program
    return r.Side(
        label=version.label,
        policy=program.name,
        decisions_hash=decisions_hash(program),
        wording_hash=wording_hash(program),
    )


def _unless_missing(found: Compared) -> tuple[str, ...]:
    """Fields of which one is missing for everybody to whom something happens; none if there is somebody else.

    Nor is there any if one of them usually is missing: then it is no exception to which something happens.
    """
    fields: dict[str, None] = {}
    usually = set(_usually_missing(found.comparison)) | {x for x, value in found.showing.usual.items() if value is None}
    for change in found.changes:
        for part in change.pair.parts:
            blank = [x for x in _missing_for_all(part, found.comparison) if x not in usually]
            if not blank:
                return ()
            fields |= dict.fromkeys(blank)
    return tuple(fields)


def _usually_missing(comparison: Comparison) -> Iterator[str]:
    """Columns of which the typical customer of either record has nothing, though it may be required of her."""
    linked = comparison.linked
    for record, readings in ((comparison.old.record, linked.old), (comparison.new.record, linked.new)):
        for name, field in record.fields.items():
            if field.typical is None and field.missing != "as":
                yield readings[name].column


def _missing_for_all(part: Part, comparison: Comparison) -> list[str]:
    prover, known = comparison.prover, {x.field for x in _known_atoms(part.formula)}
    return [
        name
        for name in sorted(known)
        if prover is not None and prover.is_nobody([part.formula, part.valid, comparison.builder.known(name)])
    ]


def _known_atoms(formula: n.Formula) -> Iterable[n.Known]:
    return (x for x in bottom_up([formula]) if isinstance(x, n.Known))
