"""Small policies, decisions and manifests, put together without parsing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pyarrow as pa

from dsl.program.model import (
    ALWAYS,
    Choice,
    ClassDef,
    Field,
    Ladder,
    Never,
    Offer,
    Points,
    Program,
    Record,
    Rule,
)
from dsl.program.types import Text
from dsl.source import NOWHERE
from engine.counts import Counts
from engine.decision import (
    Decision,
    OfferDecision,
    OfferLost,
    PointsDecision,
    TaskDecision,
    TierDecision,
    Wording,
)
from engine.io.tables import QuarantineRows
from engine.manifest import Clock, DataFile, PolicyIdentity, RunManifest
from engine.tally import RowTally

RUN = "0123456789abcdef"


def key_field(name="id", column="CUST_NO"):
    return Field(
        name, ("客户号",), NOWHERE, Text(), "key", column, "required", None, None, None, None, 0
    )  # fmt: skip


def ladder(name, *rungs):
    return Ladder(name, (), NOWHERE, None, rungs, (None,) * len(rungs), {})


def offer(name):
    return Offer(name, (), NOWHERE, 10, None, (), ALWAYS, None, None)


def rule(name):
    return Rule(name, name, "rule", None, (), None, ALWAYS, NOWHERE)


def program(**changes):
    """A policy with one of everything."""
    key = changes.pop("key", "id")
    made = Program(
        name="零售",
        title="Retail",
        period=ALWAYS,
        record=Record("客户", (), NOWHERE, {key: key_field(key)}, key, "CNY", ()),
        params={},
        profiles={},
        requirements=(),
        defines={},
        ladders={"层级": ladder("层级", "普通", "优质", "核心")},
        classes={"红名单": ClassDef("红名单", (), NOWHERE)},
        points={"积分": Points("积分", (), NOWHERE, Fraction(0), Fraction(10**6))},
        choices={"礼物": Choice("礼物", (), NOWHERE, ("报纸", "摆件"))},
        offers={"置换": offer("置换"), "基金": offer("基金")},
        rules=(rule("推断"), rule("定投")),
        tables={},
        nevers=(Never("never-1", (), None, NOWHERE),),
        tests=(),
        channels={},
        roles={},
        groups=(),
        tasks=("上门",),
        offer_limit=None,
        order=(),
    )
    return replace(made, **changes)


PLAIN = Decision(
    key="T1",
    tiers={"层级": TierDecision("普通", "普通")},
    classes={"红名单": False},
    points={"积分": PointsDecision(Fraction(0))},
    choices={"礼物": None},
    conflicts=(),
    offers=(),
    lost=(),
    tasks=(),
    fired=(),
    unknown=(),
)
RICH = Decision(
    key="0002",
    tiers={"层级": TierDecision("核心", "优质", ("推断",))},
    classes={"红名单": None},
    points={"积分": PointsDecision(Fraction(12), incomplete=True)},
    choices={"礼物": "报纸"},
    conflicts=(),
    offers=(
        OfferDecision(
            "置换",
            1,
            80,
            ("电话", "短信"),
            (("推断", Wording("贷款超过三倍存款")), ("定投", Wording(None, ("姓名",))), ("补充", None)),
            Wording("王先生,您好"),
            ("微信",),
        ),
        OfferDecision("基金", 2, 10, (), (("定投", None),), Wording(None, ("姓名", "利率"))),
    ),
    lost=(),
    tasks=(
        TaskDecision("上门", "客户经理", date(2026, 6, 11), (("推断", Wording("大额贷款")),)),
        TaskDecision("上门", None, None, (("定投", None),), due_unknown=True),
    ),
    fired=("推断", "定投"),
    unknown=(),
    broken=("never-1",),
)
UNKNOWN = replace(
    PLAIN,
    key="T3",
    tiers={"层级": TierDecision(None, None, unknown_lifts=("推断",))},
    classes={"红名单": True},
    points={"积分": PointsDecision(Fraction(-1))},
    conflicts=("礼物",),
    lost=(
        OfferLost("置换", "exclusion", ("红",), unknown=True),
        OfferLost("基金", "channel", ("红",), unknown=True),
    ),
    unknown=("推断",),
)
DECISIONS = [PLAIN, RICH, UNKNOWN]

REJECTED = QuarantineRows(
    row_numbers=[7, 9],
    keys=["T7", None],
    raw=pa.RecordBatch.from_pydict({"CUST_NO": ["T7", ""], "备注": ["=1+1", None], "存款": [-3.5, 1.0]}),
    reasons=[[("D224", "存款 是 -3.5")], [("D202", "缺少 id"), ("D211", "年龄 不是整数")]],
)


def many(count):
    """Customers who differ from each other in all columns."""
    return [replace(DECISIONS[i % 3], key=f"C{i:06}") for i in range(count)]


def manifest_of(policy, decisions, rejected=None, run_id=RUN):
    counts = Counts(policy)
    for decision in decisions:
        counts.add(decision)
    tally = RowTally(date(2026, 6, 1))
    tally.decided = len(decisions)
    tally.add_quarantined(rejected.reasons if rejected else ())
    rows = tally.rows()
    return RunManifest(
        run_id=run_id,
        tiercel_version="0.1.0",
        policy=PolicyIdentity(name="零售", title=None, decisions_hash="d", wording_hash="w", source_hash="s", files=()),
        as_of=date(2026, 6, 1),
        profile=None,
        overrides={"核心线": "300万"},
        values_file=None,
        data=(
            DataFile(
                sha256="0" * 64,
                format="csv",
                encoding="gb18030",
                separator=",",
                path="customers.csv",
                rows=rows.rows_in,
                matched={"id": "CUST_NO"},
                absent=(),
                unused=("备注",),
            ),
        ),
        lang="en",
        counts=rows,
        results=counts.results(),
        quarantine=tally.quarantine(),
        clock=Clock(started=datetime(2026, 6, 1, 9, 0, tzinfo=UTC), finished=datetime(2026, 6, 1, 9, 1, tzinfo=UTC)),
    )
