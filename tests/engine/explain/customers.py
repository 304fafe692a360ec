"""The policies that are explained here, and customers to explain them with."""

import os
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from dsl.load import Folder, analyse
from dsl.program import expr as e
from dsl.program.types import Bool, Date, Listed, Money, Num, Text
from dsl.program.walk import walk
from dsl.source import Source
from engine.binding import bind
from engine.explain.changes.trials import Trials
from engine.reference import Reference

HERE = Path(__file__).parent
AS_OF = date(2026, 6, 1)
POLICIES = ("sample", "everything")
NAME = "欧阳娜娜"
"""The name of every customer; it must not be seen anywhere."""


class _NoOther:
    def used(self, name, by):
        return None


@cache
def program(name):
    source = Source(f"{name}.policy", (HERE / f"{name}.policy").read_text(encoding="utf-8"))
    analysis = analyse(Folder(name, name, (source,)), _NoOther())
    assert analysis.program is not None, [(d.code, d.span.line, dict(d.args)) for d in analysis.errors]
    return analysis.program


@cache
def reference(name, profile=None, as_of=AS_OF):
    return Reference(program(name), bind(program(name), as_of, profile))


@cache
def trials(name, profile=None):
    return Trials(reference(name, profile))


def typical(name, /, **given):
    """The typical customer, but for what is given in base units."""
    fields = program(name).record.fields
    assert given.keys() <= fields.keys(), given
    return {field: x.typical for field, x in fields.items()} | {"id": "T1"} | given


def conditions(policy):
    """Every condition of a policy, and everything inside it that is one."""
    whole = [rule.condition for rule in policy.all_rules if rule.condition is not None]
    whole += [offer.eligible for offer in policy.offers.values() if offer.eligible is not None]
    return [node for condition in whole for node in walk(condition) if isinstance(node.type, Bool)]


@cache
def rows(name, *, whole=False):
    """Customers near the edges of what the policy asks; whole ones have nothing missing."""
    policy = program(name)
    constants = {}
    expressions = [*conditions(policy), *(x.expr for x in policy.defines.values())]
    expressions += [line for x in policy.ladders.values() for line in x.lines if line is not None]
    for node in (inner for expression in expressions for inner in walk(expression)):
        if isinstance(node, e.Const):
            constants.setdefault(type(node.type), set()).add(node.value)
    for param in policy.params.values():
        constants.setdefault(type(param.type), set()).update(v for _, v in param.values)
    fields = policy.record.fields.items()
    return st.fixed_dictionaries({field: _values(x, constants, whole=whole) for field, x in fields})


def _values(field, constants, *, whole):
    edges = sorted(constants.get(type(field.type), ()))
    match field.type:
        case Money() | Num():
            step = Fraction(1, 10**field.places) if field.declared in ("number", "percent") else Fraction(1)
            near = [v + d for v in edges for d in (-step, 0, step) if Fraction(v, step).denominator == 1]
            low, high = field.low or Fraction(0), field.high if field.high is not None else Fraction(10**6)
            near = [int(v) if Fraction(v).denominator == 1 else v for v in near if low <= v <= high]
            values = st.sampled_from([*near, int(low), int(high)]) | st.integers(int(low), int(min(high, 10**9)))
        case Bool():
            values = st.booleans()
        case Listed(values=listed):
            values = st.sampled_from(listed)
        case Date():
            near = st.integers(-100, 100).map(lambda days: AS_OF + timedelta(days))
            values = near | st.sampled_from([*edges, date(2000, 2, 29), date(1900, 1, 1), date(9999, 12, 31)])
        case Text():
            personal = {"name", "姓名"} & set(field.all_names)
            values = st.just(NAME) if personal else st.sampled_from(["第一医院", "第二医院", "诊所", "1"])
    if field.declared == "key":
        return st.just("T1")
    return values if whole or field.missing != "unknown" else st.none() | values


def golden(name, text):
    """Compare with the file kept beside the tests; with UPDATE_GOLDEN set, write it."""
    path = HERE / "golden" / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
