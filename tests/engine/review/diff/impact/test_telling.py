"""Customers behind classes of change, examples with masked keys, and counts that add up."""

import pytest
from pydantic import ValidationError

from engine.review.diff.impact.asked import ChangeClass
from engine.review.diff.impact.masking import masked_key
from engine.review.diff.impact.model import Impact
from engine.review.shared.aspects import LESS, MORE, SOME, Aspect
from tests.engine.review.diff.impact.bank import ASSUMED, LINE_UP


def classes(*rows):
    """Classes of change with the customers who are in them."""
    return {ChangeClass(Aspect(kind, name), before, after): n for kind, name, before, after, n in rows}


def test_customers_of_classes_that_were_asked_for(measured):
    asked = classes(
        ("tier", ("level",), "middle", "low", 1),
        ("tier", ("level",), "high", "low", 0),
        ("offer", ("fund",), True, "channel", 2),
        ("offer", ("fund",), True, False, 0),
        ("points", ("score",), LESS, MORE, 4),
        ("points", ("score",), MORE, LESS, 0),
        ("points", ("gone",), SOME, None, 0),
        ("due", ("call", "rm"), MORE, LESS, 3),
        ("due", ("call", "rm"), SOME, None, 0),
        ("never", ("gone",), False, True, 0),
        ("quarantine", (), False, True, 1),
        ("quarantine", (), True, False, 0),
    )
    found = measured(
        LINE_UP,
        ("via phone, text", "via text"),
        ("deposit / 1万 rounded", "deposit / 5000元 rounded"),
        ("seen + 7 days", "seen + 6 days"),
        ASSUMED,
        asked=asked,
    )
    assert found.customers == asked


def test_customers_who_keep_an_offer_without_a_channel(measured):
    channel = ("channel", ("fund", "text"))
    asked = classes((*channel, True, False, 1), (*channel, False, True, 0))
    assert measured(("if not sms", "if not sms or deposit > 30万"), asked=asked).customers == asked


def test_nobody_is_named_unless_asked_for(measured):
    edits = [LINE_UP, ("assets = deposit", "assets = deposit + loan")]
    plain = measured(*edits).impact
    assert "examples=(E" not in repr(plain)
    named = measured(*edits, rows=[f"C{at:08},20万,,0,," for at in range(5)], examples=2).impact
    (cell,) = named.tiers["level"].cells
    assert cell.customers == 5
    assert [(x.key, x.row) for x in cell.examples] == [("C00****00", 1), ("C00****01", 2)]
    aside = measured(("channels phone", "  assume deposit < 10万\nchannels phone"), examples=2).impact.set_aside
    assert [(x.key, x.row) for x in aside.examples] == [("C00****01", 1), ("C00****02", 2)]
    assert aside.customers == 3


@pytest.mark.parametrize(
    ("key", "masked"),
    [
        ("C00010842", "C00****42"),
        ("A1234567", "****67"),
        ("1234", "****34"),
        ("123", "****"),
        ("", "****"),
        (None, None),
    ],
)
def test_masked_keys(key, masked):
    assert masked_key(key) == masked


def test_the_model_refuses_counts_that_do_not_add_up(measured):
    impact = measured(LINE_UP).impact
    data = impact.model_dump()
    assert Impact.model_validate(data) == impact
    data["tiers"]["level"]["cells"][0]["customers"] += 1
    with pytest.raises(ValidationError, match="level"):
        Impact.model_validate(data)
    with pytest.raises(ValidationError, match="rows of the old policy"):
        Impact.model_validate(impact.model_dump() | {"rows": 6})
