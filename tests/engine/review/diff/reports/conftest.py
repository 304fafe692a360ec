"""A review of a small policy with everything in it that a report can tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.io.read import Needs, open_data
from engine.review.diff.report import Effort, Finding, Review
from engine.review.diff.review import Batch, Version, review
from engine.review.diff.statements.compare import compare_statements
from engine.review.diff.told import Told

HERE = Path(__file__).parent
DAY = date(2026, 6, 1)
TESTED = "等级：普通 → 优质"


def version(name: str) -> Version:
    """One of the policies beside this file."""
    text = (HERE / f"{name}.policy").read_text(encoding="utf-8")
    analysis = analyse(Folder(name, name, (Source(f"{name}.policy", text),)), None)
    assert analysis.program is not None, analysis.errors
    return Version(f"{name}.policy", analysis, analysis.program)


@pytest.fixture(scope="session")
def made() -> Review:
    """The review; what is told of edits, tests and findings is given, so that only the report is tested."""
    old, new = version("old"), version("new")
    batch = Batch(
        lambda record, read: open_data(HERE / "customers.csv", record, Needs(frozenset(read))), DAY, examples=2
    )
    found = review(old, new, "0.1.0", DAY, batch)
    statements = tuple(compare_statements(old.analysis, new.analysis))
    by_name = {x.name: x.id for x in statements}
    edits = {"tier": ("high_line", "middle_line"), "offer": ("swap_loan",), "due": ("swap_loan",)}
    classes = tuple(
        x.model_copy(
            update={
                "edits": tuple(by_name[name] for name in edits.get(x.kind, ())),
                "tests": ("优质从八万起",) if x.told.zh == TESTED else (),
            }
        )
        for x in found.classes
    )
    gone = Finding(
        code="P601", severity="error", path="old.policy", line=28, marked="rule old_line", others=(), reason=None,
        told=Told(en="This rule never applies.", zh="这条规则从不适用。"),
    )  # fmt: skip
    come = Finding(
        code="P612", severity="warning", path="new.policy", line=30, marked="tier by deposit", others=(), reason=None,
        told=Told(en="A richer customer gets a lower tier.", zh="资产更多的客户层级更低。"),
    )  # fmt: skip
    quiet = Finding(
        code="P603", severity="error", path="new.policy", line=31, marked="never offer fund if loan > deposit",
        told=Told(en="There can be a customer for whom all of this holds.", zh="可能有客户符合以上全部。"),
        others=(), reason="asked & answered",
    )  # fmt: skip
    return found.model_copy(
        update={
            "classes": classes, "statements": statements, "new_findings": (come,), "fixed_findings": (gone,),
            "silenced_findings": (quiet, quiet.model_copy(update={"line": 32, "reason": ""})),
            "assumes": (Told(en="deposit ≥ 0", zh="存款 ≥ 0"),),
            "effort": Effort(questions=12, customers_tried=3_000),
        }
    )  # fmt: skip
