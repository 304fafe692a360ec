"""What is told of tiers, classes, offers, tasks, points and promises that change."""

from engine.review.diff.impact.asked import ChangeClass
from engine.review.shared.aspects import SOME, Aspect
from tests.engine.review.diff.impact.bank import DEPOSIT, LINE_UP, LOAN_UNKNOWN, OLD, cells


def test_nothing_changes(measured):
    impact = measured(("deposit > 5万", "not (deposit <= 5万)")).impact
    assert (impact.rows, impact.compared, impact.changed, impact.changed_by) == (5, 5, 0, {})
    nothing = impact.model_dump(include={"tiers", "classes", "choices", "offers", "tasks", "points", "promises"})
    assert not any(nothing.values())


def test_tiers_by_both_values_with_the_money_of_who_moves(measured):
    rows = (
        *(f"C{at},20万,,0,," for at in range(5)),
        *(f"D{at},50万,,0,," for at in range(6)),
        "E1,1,,0,,",
        "E2,200万,,0,,",
    )
    impact = measured(LINE_UP, ("high from 100万", "high from 40万"), rows=rows).impact
    level = impact.tiers["level"]
    assert level.rungs == ("low", "middle", "high")
    assert (level.down, level.up, level.lost, level.gained) == (5, 6, 0, 0)
    assert [(x.before, x.after) for x in level.cells] == [
        ("middle", "low"), ("middle", "high"), ("low", "low"), ("high", "high"),
    ]  # fmt: skip
    down, up, *stay = level.cells
    assert [(x.currency, x.sum, x.fields, x.missing) for x in down.money] == [
        ("CNY", "1000000", {"deposit": "1000000"}, 0)
    ]
    assert up.money[0].sum == "3000000"
    assert not any(cell.money for cell in stay)
    assert impact.changed_by == {"tier": 11}


def test_no_sum_tells_what_one_of_few_has(measured):
    impact = measured(LINE_UP, rows=[f"C{at},20万,,0,," for at in range(4)]).impact
    (cell,) = impact.tiers["level"].cells
    assert [(x.currency, x.sum, x.fields) for x in cell.money] == [("CNY", None, {"deposit": None})]
    by_both = ("define assets = deposit", "define assets = deposit + (loan default 0元)")
    old = OLD
    for before, after in (by_both, LOAN_UNKNOWN):
        assert before in old
        old = old.replace(before, after)
    rows = [f"C{at},20万,,{'1000' if at < 4 else ''},," for at in range(9)]
    (cell,) = measured(LINE_UP, old=old, rows=rows).impact.tiers["level"].cells
    assert (cell.money[0].fields, cell.money[0].sum) == ({"deposit": "1800000", "loan": None}, None)


def test_money_of_a_ladder_is_its_measure(measured):
    """What a loan takes from a customer is no money that moves with him."""
    old = OLD.replace("define assets = deposit", "define assets = max(deposit, 1万) - loan")
    rows = [f"C{at},20万,,{at}万,," for at in range(6)]
    level = measured(LINE_UP, old=old, rows=rows).impact.tiers["level"]
    (cell,) = level.cells
    assert [(x.currency, x.sum, x.fields, x.missing) for x in cell.money] == [
        ("CNY", "1050000", {"deposit": "1200000", "loan": "150000"}, 0)
    ]
    assert (level.measure.en, level.measure.zh) == ("assets", "assets")


def test_the_measure_is_that_of_the_new_policy_and_may_be_unknown(measured):
    old = OLD.replace(*LOAN_UNKNOWN)
    rows = [f"C{at},20万,,{at or ''}万,,".replace(",万,", ",,") for at in range(8)]
    level = measured(
        ("tiers level by assets", "tiers level by deposit - loan"), LINE_UP, old=old, rows=rows
    ).impact.tiers["level"]
    sums = {(x.before, x.after): [(m.sum, m.missing) for m in x.money] for x in level.cells}
    assert sums == {("middle", "low"): [("1120000", 0)], ("middle", None): [(None, 1)]}
    assert level.measure.zh == "deposit − loan"


def test_the_measure_of_very_few_is_not_told(measured):
    rows = [f"C{at},20万,,{at}万,," for at in range(4)]
    (cell,) = (
        measured(("tiers level by assets", "tiers level by assets - loan"), LINE_UP, rows=rows)
        .impact.tiers["level"]
        .cells
    )
    assert [x.sum for x in cell.money] == [None]


def test_downgrades_with_most_money_come_first(measured):
    rows = (*(f"C{at},20万,,0,," for at in range(6)), *(f"D{at},300万,,0,," for at in range(5)))
    impact = measured(
        ("middle from 10万", "middle from 500万"), ("high from 100万", "high from 600万"), rows=rows
    ).impact
    assert [(x.before, x.after, x.money[0].sum) for x in impact.tiers["level"].cells] == [
        ("high", "low", "15000000"),
        ("middle", "low", "1200000"),
    ]


def test_money_of_a_ladder_without_a_measure_is_what_the_rules_on_it_read(measured):
    rows = [f"C{at},0,20000,0,," for at in range(5)]
    impact = measured(("dollars > 1万 USD", "dollars > 2万 USD"), rows=rows).impact
    (cell,) = [x for x in impact.tiers["worth"].cells if x.before != x.after]
    assert (cell.before, cell.after, cell.customers) == ("fine", None, 5)
    assert [(x.currency, x.fields, x.missing) for x in cell.money] == [("USD", {"dollars": "100000"}, 0)]
    assert (impact.tiers["worth"].lost, impact.tiers["worth"].gained) == (5, 0)


def test_sums_are_exact_beyond_64_bits(measured):
    old = OLD.replace(DEPOSIT, "| deposit | money | as 0 |").replace(
        "then add deposit / 1万 rounded down to 1 to score", "then add 1 to score"
    )
    rows = [f"C{at},1000000000000000,,0,," for at in range(1000)]
    impact = measured(("high from 100万", "high from 200亿\n  top from 300亿"), old=old, rows=rows).impact
    (cell,) = impact.tiers["level"].cells
    assert (cell.before, cell.after, cell.money[0].sum) == ("high", "top", "1" + "0" * 18)


def test_a_rung_that_is_gone_stands_where_it_stood(measured):
    impact = measured(("  middle from 10万\n", "")).impact
    assert impact.tiers["level"].rungs == ("low", "middle", "high")
    assert cells(impact.tiers["level"]) == {("middle", "low"): 2, ("low", "low"): 2, ("high", "high"): 1}


def test_a_ladder_a_class_and_an_offer_that_are_new(measured):
    ladder = "tiers fresh by loan\n  none_at_all\n  some from 1元\n"
    rest = "class debtor if loan > 0\noffer gift\nrule g if debtor then offer gift\n"
    impact = measured(("class saver", f"{ladder}{rest}class saver")).impact
    assert cells(impact.tiers["fresh"]) == {(None, "none_at_all"): 3, (None, "some"): 2}
    assert impact.tiers["fresh"].gained == 5
    assert cells(impact.classes["debtor"]) == {(False, True): 2, (False, False): 3}
    assert (impact.offers["gift"].before, impact.offers["gift"].after) == (0, 2)
    assert impact.offers["gift"].gained_from == {"not_granted": 2}


def test_classes_that_become_unknown(measured):
    impact = measured(("class saver if deposit > 5万", "class saver if deposit > 5万 and sms")).impact
    saver = impact.classes["saver"]
    assert (saver.lost, saver.gained, saver.became_unknown) == (2, 0, 0)
    impact = measured(("class saver if deposit > 5万", "class saver if deposit > 5万 or sms")).impact
    assert cells(impact.classes["saver"]) == {(False, None): 1, (True, True): 4}
    assert impact.classes["saver"].became_unknown == 1


def test_offers_lost_with_their_cause_and_kept_by_other_channels_at_another_rank(measured):
    impact = measured(
        ("via phone, text", "via text"),
        ("priority 20", "priority 5"),
        ("never tier", "exclude from offer loan_offer if loan < 1万\nnever tier"),
    ).impact
    fund, loan = impact.offers["fund"], impact.offers["loan_offer"]
    assert (fund.before, fund.after, fund.lost.customers, fund.lost_to) == (4, 2, 2, {"channel": 2})
    assert [(x.before, x.after, x.customers) for x in fund.channels] == [(("phone", "text"), ("text",), 2)]
    assert (loan.lost.customers, loan.lost_to) == (1, {"exclusion": 1})
    assert list(impact.offers) == ["fund", "loan_offer"]
    impact = measured(("priority 20", "priority 5")).impact
    assert impact.offers["fund"].rank_better.customers == impact.offers["loan_offer"].rank_worse.customers == 1


def test_another_priority_changes_for_who_has_the_offer_though_not_its_rank(measured):
    asked = ChangeClass(Aspect("priority", ("loan_offer",)), 20, 21)
    found = measured(("priority 20", "priority 21"), asked=[asked])
    assert (found.impact.changed, found.impact.changed_by) == (2, {"offer": 2})
    assert found.customers == {asked: 2}
    assert not found.impact.offers


def test_tasks_by_role_and_the_days_they_move(measured):
    impact = measured(("on seen + 7 days", "on seen + 4 days"), ("seen is known", "seen < 2026-06-01")).impact
    (call,) = impact.tasks
    assert (call.task, call.role, call.before, call.after) == ("call", "rm", 3, 2)
    assert (call.lost.customers, call.gained.customers, call.earlier.customers, call.later.customers) == (1, 0, 2, 0)
    assert (call.least_days, call.most_days) == (-3, -3)
    (call,) = measured(("by rm on seen + 7 days", "by rm")).impact.tasks
    assert (call.day_lost.customers, call.least_days) == (3, None)


def test_who_loses_a_task_is_not_counted_among_those_who_lose_its_day(measured):
    asked = [
        ChangeClass(Aspect("due", ("call", "rm")), before, after) for before, after in ((SOME, None), (None, SOME))
    ]
    edits = (("by rm on seen + 7 days", "by rm"), ("seen is known", "seen < 2026-06-01"))
    assert list(measured(*edits, asked=asked).customers.values()) == [2, 0]
    old = OLD
    for now, before in edits:
        old = old.replace(now, before)
    edits = tuple((before, now) for now, before in edits)
    assert list(measured(*edits, old=old, asked=asked).customers.values()) == [0, 2]


def test_tasks_that_are_kept_by_other_channels(measured):
    old = OLD.replace("task call by rm on", "task call by rm via phone on")
    (call,) = measured(("by rm via phone", "by rm via text"), old=old).impact.tasks
    assert [(x.before, x.after, x.customers) for x in call.channels] == [(("phone",), ("text",), 2)]
    assert (call.before, call.after, call.lost.customers) == (3, 2, 1)  # one does not take texts
    impact = measured(("by rm on", "by rm via phone on")).impact
    assert [(x.before, x.after, x.customers) for x in impact.tasks[0].channels] == [((), ("phone",), 3)]
    assert impact.changed_by == {"task": 3}


def test_points_by_how_much_they_change(measured):
    impact = measured(("deposit / 1万 rounded", "deposit / 5000元 rounded")).impact
    score = impact.points["score"]
    assert (score.raised, score.lowered, score.sum, score.least, score.most) == (4, 0, "280", 10, 200)
    assert [(x.low, x.high, x.customers) for x in score.buckets] == [(10, 99, 3), (100, 999, 1)]


def test_promises(measured):
    impact = measured(("loan > 50万", "loan > 70万")).impact
    (promise,) = [x for x in impact.promises.values() if x.mended.customers]
    assert (promise.mended.customers, promise.broken.customers) == (1, 0)
