"""Compares the fast evaluator with the reference on one policy, and makes a policy on which they differ smaller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dsl.program.types import Listed
from engine.binding import BindingError, bind
from engine.ir.outcomes import Outcomes
from engine.kernel.instructions import BLOCK
from engine.reference import Reference
from tests.engine.equal.batches import batch
from tests.engine.equal.machines import Machine, Tables
from tests.engine.equal.made_customers import Customers
from tests.engine.equal.made_policies import checked, random_policy
from tests.engine.equal.made_values import chance
from tests.engine.equal.outcomes import Results, differences, expected, interpreted, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from random import Random

    from dsl.program.model import Program
    from dsl.program.types import Value


@dataclass(slots=True)
class Compared:
    """How much was compared.

    Attributes:
        results: of all customers, each counted once, however often the customer stands in a batch.
        varied: results that are not the same for all customers, of so many named.
    """

    policies: int = 0
    customers: int = 0
    results: int = 0
    named: int = 0
    varied: int = 0
    refused: int = 0
    statements: int = 0


class DifferError(AssertionError):
    """The two evaluators differ."""


def compare_random(seed: int, size: int, customers: int, so_far: Compared, *, narrow: bool) -> None:
    """Compare on a policy made up from a seed.

    Raises:
        DifferError: with the smallest policy found on which they differ.
    """
    policy = random_policy(seed, size, narrow=narrow)
    so_far.statements += len(policy.statements) + len(policy.refused)
    so_far.refused += len(policy.refused)
    random = chance(seed)
    profile = random.choice([None, *policy.program.profiles])
    given = _given(policy.program, random) if random.random() < 0.2 else {}

    def compare(program: Program, so_far: Compared, again: int = 0) -> None:
        name = profile if profile in program.profiles else None
        params = {x: value for x, value in given.items() if x in program.params}
        compare_program(program, policy.as_of, seed + again, customers, so_far, profile=name, given=params)

    try:
        compare(policy.program, so_far)
    except Exception as error:  # whatever it is, a smaller policy is easier to read
        kind = _kind(error)
        text = "\n".join(smallest(policy.statements, lambda program: _fails(compare, program, kind)))
        raise DifferError(
            f"seed {seed}, size {size}, as of {policy.as_of}, {profile}, {given}:\n{error}\n\n{text}"
        ) from error


def _given(program: Program, random: Random) -> dict[str, Value]:
    """Values from outside: those a parameter has at another time."""
    names = [name for name in program.params if random.random() < 0.5]
    return {name: random.choice(program.params[name].values)[1] for name in names}


def _fails(compare: Callable[[Program, Compared, int], None], program: Program, kind: str) -> bool:
    """Whether the same is wrong with a policy; other policies need other customers to show it."""
    for again in range(5):
        try:
            compare(program, Compared(), again)
        except Exception as error:  # noqa: BLE001 - of any kind
            if _kind(error) == kind:
                return True
    return False


def _kind(error: Exception) -> str:
    return f"{type(error).__name__} {str(error)[:12] if isinstance(error, DifferError) else ''}"


def compare_program(
    program: Program, as_of: date, seed: int, customers: int, so_far: Compared, *,
    profile: str | None = None, given: dict[str, Value] | None = None,
) -> None:  # fmt: skip
    """Compare on a policy, for so many customers.

    Raises:
        DifferError: they differ, or the fast evaluator cannot decide.
    """
    random = chance(seed)
    try:
        binding = bind(program, as_of, profile, given)
    except BindingError:  # values from outside may break what the check has proved
        binding = bind(program, as_of, profile)
    reference = Reference(program, binding)
    results = Results(Outcomes(program, binding))
    made = Customers(random, program, binding, lines([*results.masks.values(), *results.values.values()]))
    rows = [made.row(i) for i in range(customers)]
    decisions = [reference.decide(made.in_base_units(row)) for row in rows]
    wanted = expected(reference, decisions)
    so_far.policies += 1
    so_far.customers += customers
    so_far.results += customers * len(wanted)
    so_far.named += len(wanted)
    so_far.varied += sum(1 for column in wanted.values() if (column != column[0]).any())

    def same(what: str, found: list[tuple[tuple[str, ...], int, int, int]], at: np.ndarray) -> None:
        if found:
            name, row, one, other = found[0]
            raise DifferError(f"{what}: {name} is {one}, not {other}, for {made.in_base_units(rows[at[row]])}")

    few = np.arange(min(customers, 20))
    plain = interpreted(results, [rows[i] for i in few])
    same("logical form", differences({name: x[few] for name, x in wanted.items()}, plain), few)
    fields = program.record.fields.items()
    machine = Machine(results, {name: f.type.values for name, f in fields if isinstance(f.type, Listed)})
    for first, at in _shapes(customers, random):
        decided = machine.decide(batch(program.record, rows, at, random, random.choice([0, 1, 3, 8, 61, 64])), first)
        same("machine", differences(wanted, decided, at[first:]), at[first:])
    tables = Tables(program, binding, why=random.random() < 0.7)
    batches = [np.arange(0, customers // 3), np.arange(0), np.arange(customers // 3, customers)]
    run = tables.of_run([batch(program.record, rows, at, random, random.choice([0, 5])) for at in batches])
    for name, column in tables.of_decisions(decisions).items():
        if column != run[name]:
            raise DifferError(f"run: {name} is {_first_difference(run[name], column)}")
    unread = [row | dict.fromkeys(random.sample(made.may_be_unread, k=min(2, len(made.may_be_unread)))) for row in rows]
    found, right = tables.broken(batch(program.record, unread, few, random, 1))
    if found != right:
        raise DifferError(f"assumptions: {_first_difference(found, right)}")


def _shapes(customers: int, random: Random) -> Iterator[tuple[int, np.ndarray]]:
    """Which customers stand in a batch, and with which row to begin: all of them, then some again and again."""
    yield 0, np.arange(customers)
    more = random.choice([BLOCK, BLOCK + 1, 2 * BLOCK + random.randrange(BLOCK), 2 * BLOCK])
    at = np.array([random.randrange(customers) for _ in range(more)])
    yield random.choice([0, BLOCK if more > BLOCK else 0]), at


def _first_difference(run: object, reference: object) -> str:
    if isinstance(run, dict):
        found = next((run.get(x), reference.get(x), x) for x in {**run, **reference} if run.get(x) != reference.get(x))
        return f"{found[0]}, not {found[1]}, in {found[2]}"
    if len(run) != len(reference):
        return f"of {len(run)} rows, not {len(reference)}"
    row = next(i for i, (one, other) in enumerate(zip(run, reference, strict=True)) if one != other)
    return f"{run[row]!r}, not {reference[row]!r}, in row {row}"


# --- smaller policies ----------------------------------------------------------------------------------------


def smallest(statements: tuple[str, ...], fails: Callable[[Program], bool]) -> list[str]:
    """Statements as few and short as can be found with which something still fails."""
    left = list(statements)

    def still(changed: list[str]) -> bool:
        program = checked(changed).program
        return program is not None and fails(program)

    for step in (8, 4, 2, 1, 1):  # whole statements
        place = len(left) - step
        while place > 0:
            changed = left[:place] + left[place + step :]
            if still(changed):
                left = changed
            place -= step
    smaller = True
    while smaller:
        smaller = False
        for i in range(len(left) - 1, -1, -1):
            for text in _shorter(left[i]):
                changed = [*left[:i], text, *left[i + 1 :]]
                if still(changed):
                    left, smaller = changed, True
                    break
    return left


def _shorter(statement: str) -> Iterator[str]:
    """A statement without one of its lines, or with a part in parentheses in place of the whole."""
    written = statement.split("\n")
    for i in range(1, len(written)):
        yield "\n".join(written[:i] + written[i + 1 :])
    for start, end in _groups(statement):
        inner = statement[start + 1 : end]
        parts = [inner[a : b + 1] for a, b in _groups(inner)]
        for part in sorted({*parts, *re.findall(r"\b[a-z]\d+\b", inner)}, key=len):
            yield statement[:start] + part + statement[end + 1 :]
    for item in re.finditer(r" and [a-z]+ [^()]+?(?= and |$|\n)", statement):
        yield statement[: item.start()] + statement[item.end() :]


def _groups(text: str) -> list[tuple[int, int]]:
    """Where parentheses begin and end, the outer ones first."""
    waiting: list[int] = []
    found = []
    for i, c in enumerate(text):
        if c == "(":
            waiting.append(i)
        elif c == ")" and waiting:
            found.append((waiting.pop(), i))
    return sorted(found, key=lambda x: x[0] - x[1])
