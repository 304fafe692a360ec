"""Statements without a name find each other, and a long policy takes no longer than its length."""

import random

from engine.review.diff.statements import matching
from engine.review.diff.statements.compare import compare_statements
from tests.engine.review.diff.statements.policies import analysed

HEAD = """
customer c
  | name    | type                | missing |
  | id      | key                 |         |
  | deposit | money from 0 to 1亿 | as 0    |
  | age     | whole from 0 to 120 | unknown |
"""
OFFERS = "".join(f"offer o{i}\n" for i in range(20))


def rules(count, by=0):
    return [
        f"if deposit > {1000 + 7 * i + by} CNY and age < {20 + i % 50} then offer o{i % 20}\n" for i in range(count)
    ]


def compared(old, new):
    sides = (analysed(OFFERS + "".join(x), HEAD) for x in (old, new))
    return compare_statements(*sides)


def test_a_shuffled_policy_has_only_moved():
    old = rules(60)
    new = random.Random(3).sample(old, len(old))  # noqa: S311 - to shuffle
    found = compared(old, new)
    assert {x.status for x in found} == {"moved"}
    assert len(found) < len(old)


def test_what_stays_in_order_has_not_moved():
    old = rules(30)
    (moved,) = compared(old, [*old[1:20], old[0], *old[20:]])
    assert (moved.status, moved.old.line, moved.new.text) == ("moved", 21, old[0].strip())


def test_every_rule_finds_its_edited_self():
    found = compared(rules(200), rules(200, by=3))
    assert {x.status for x in found} == {"changed"}
    assert all(x.old.line == x.new.line and len(x.parts) == 1 for x in found)
    assert len(found) == 200


def test_few_of_many_are_compared(monkeypatch):
    compared_pairs = []
    of = matching._Likeness.of

    def counted(self, item, place):
        for found in of(self, item, place):
            compared_pairs.append(found)
            yield found

    monkeypatch.setattr(matching._Likeness, "of", counted)
    compared(rules(600), rules(600, by=3))
    assert 0 < len(compared_pairs) < 600 * 30
