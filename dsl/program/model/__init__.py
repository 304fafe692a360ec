"""The checked program: names resolved, types known, sources merged; still what the owner wrote, unrewritten.

Things are keyed by their canonical name: the first name of their declaration, with the policy's name before it
where two used policies declare the same.
"""

from dsl.program.model.declarations import Choice, ClassDef, Define, Ladder, Offer, Param, Points, Profile
from dsl.program.model.named import ALWAYS, Named, Period
from dsl.program.model.policy import Program, Requirement
from dsl.program.model.record import EmptyMark, Field, Record
from dsl.program.model.rules import (
    AddPoints,
    CreateTask,
    Effect,
    Exclude,
    GrantClass,
    GrantOffer,
    HasOutcome,
    LiftTier,
    Never,
    Rule,
    RuleKind,
    SetChoice,
    Table,
)
from dsl.program.model.tests import (
    Expectation,
    ExpectClass,
    ExpectOffer,
    ExpectOffers,
    ExpectTask,
    ExpectTier,
    ExpectValue,
    Test,
)

__all__ = [
    "ALWAYS",
    "AddPoints",
    "Choice",
    "ClassDef",
    "CreateTask",
    "Define",
    "Effect",
    "EmptyMark",
    "Exclude",
    "ExpectClass",
    "ExpectOffer",
    "ExpectOffers",
    "ExpectTask",
    "ExpectTier",
    "ExpectValue",
    "Expectation",
    "Field",
    "GrantClass",
    "GrantOffer",
    "HasOutcome",
    "Ladder",
    "LiftTier",
    "Named",
    "Never",
    "Offer",
    "Param",
    "Period",
    "Points",
    "Profile",
    "Program",
    "Record",
    "Requirement",
    "Rule",
    "RuleKind",
    "SetChoice",
    "Table",
    "Test",
]
