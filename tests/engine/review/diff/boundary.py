"""Customers on both sides of what two policies compare, and those of them whom a quick look shows to be of interest."""

import pyarrow as pa

from engine.binding import bind
from engine.evaluator.evaluator import Evaluator
from engine.evaluator.plan import Wanted
from engine.evaluator.tables import DecidedTables
from engine.io.tables import decisions_table, offers_table, tasks_table
from engine.ir import nodes as n
from engine.ir.builder import Builder
from engine.ir.outcomes import Outcomes
from engine.ir.walk import bottom_up
from engine.review.diff.comparing.sides import taken
from engine.review.shared.aspects import aspects
from engine.review.shared.people import tested, to_batch
from tests.engine.equal.made_customers import Customers
from tests.engine.equal.made_values import chance

OUTCOMES = Wanted(rules=False, counts=False)
WORDS = {b"reasons", b"because", b"say", b"say_missing"}


class Boundary:
    """Makes customers for two policies on a day, under a profile; it has none where no policy is in force.

    Half of them have values of all kinds, the others are like those of the policies' tests, who come far enough to
    meet what was edited.
    """

    def __init__(self, old, new, day, profile, seed):
        random = chance(seed)
        builder = Builder() if old.record == new.record else None
        each = [_nodes(program, day, profile, builder) for program in (old, new)]
        drawn = [[x for x in nodes if isinstance(x, n.AtLeast | n.Equal)] for nodes in each]
        only = _of_one(*drawn) if builder is not None else []
        self.made = [
            Customers(random, program, _bound(program, day, profile), lines + only * (len(lines) // max(len(only), 1)))
            for program, lines in zip((old, new), drawn, strict=True)
        ]
        texts = [x for goals in each for x in _texts(goals)]
        for made in self.made:
            made.texts += texts
        self.tests = [tested(program) for program in (old, new)]
        self.random = random

    def rows(self, number):
        """As many for each policy."""
        for made, tests in zip(self.made, self.tests, strict=True):
            for i in range(number):
                is_like = tests and i % 2
                yield made.like(self.random.choice(tests), i) if is_like else made.row(i)


def _bound(program, day, profile):
    return bind(program, day, profile if profile in program.profiles else None)


def _nodes(program, day, profile, builder):
    """All that the answers are made of."""
    outcomes = Outcomes(program, _bound(program, day, profile), builder=builder)
    goals = [x for _, given in aspects(outcomes) if isinstance(given, dict) for x in given.values()]
    return list(bottom_up(goals))


def _texts(nodes):
    """Texts on both sides of what is asked of a text."""
    for text in dict.fromkeys(x.text for x in nodes if isinstance(x, n.Matches)):
        yield from (text, f"{text}5", text[:-1], f"0{text}")


def _of_one(old, new):
    """Lines that only one of the policies draws."""
    before, after = ({id(x): x for x in lines} for lines in (old, new))
    return [x for key, x in {**before, **after}.items() if (key in before) is not (key in after)]


class Quick:
    """What the evaluator of runs decides, as far as it can be compared at a glance."""

    def __init__(self, program):
        self.program = program
        self.tables = [_wordless(x(program).schema) for x in (decisions_table, offers_table, tasks_table)]

    def decided(self, rows, day, profile):
        """Of each customer what she has; None of one whom the record does not take."""
        record = self.program.record
        held = {f"C{i}": row | {record.key: f"C{i}"} for i, row in enumerate(rows) if row is not None}
        found = [None if row is None else set() for row in rows]
        if not held:
            return found
        evaluator = Evaluator(self.program, _bound(self.program, day, profile), OUTCOMES)
        tables = DecidedTables(evaluator.decide(to_batch(record, list(held.values()))), None)
        for schema, made in zip(self.tables, (tables.decisions, tables.offers, tables.tasks), strict=True):
            columns = [x.name for x in schema]
            for values in zip(*made(schema).to_pydict().values(), strict=True):
                row = dict(zip(columns, values, strict=True))
                key = row.pop(columns[0])
                is_whole = made is tables.decisions
                found[int(key[1:])].update(_said(row) if is_whole else [repr(row)])
        return found


def _wordless(schema):
    return pa.schema([x for x in schema if x.metadata[b"tiercel.kind"] not in WORDS])


def _said(row):
    return [f"{name}: {value}" for name, value in row.items() if value not in (False, [], 0)]


def interesting(old, new, linked, rows, day, profile):
    """Those of some customers whom a quick look shows to be decided otherwise."""
    sides = [
        Quick(program).decided([taken(readings, program.record, row) for row in rows], day, profile)
        for program, readings in ((old, linked.old), (new, linked.new))
    ]
    return [row for row, before, after in zip(rows, *sides, strict=True) if before != after]
