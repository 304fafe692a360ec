"""The manifest of a run (``run.json``): what was decided, on which data, by which policy."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from dsl.syntax.vocabulary import Lang
from engine.decision import LossCause

TableName = Literal["decisions", "offers", "tasks", "quarantine"]
Format = Literal["parquet", "csv", "xlsx"]
DataFormat = Literal["parquet", "csv", "xlsx", "arrow", "table"]
"""What data come as; a table is one in memory."""
RUN_ID = r"[0-9a-f]{16}"
OUTPUT_FILE = rf"(decisions|offers|tasks|quarantine)-{RUN_ID}(\.[0-9]+)?\.(parquet|csv|xlsx)"

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
RunId = Annotated[str, Field(pattern=f"^{RUN_ID}$")]
Count = Annotated[int, Field(ge=0)]
Duration = Annotated[float, Field(ge=0)]
ByName = dict[str, Count]


class ExactModel(BaseModel):
    """Nothing is converted and nothing unknown is accepted: a manifest that is not exact is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SourceFile(ExactModel):
    """A file that took part in the run."""

    path: str = Field(description="As given; of a policy file, relative to the policy's folder.")
    sha256: Sha256 = Field(description="Of its bytes.")


class PolicyIdentity(ExactModel):
    """The policy that decided."""

    name: str = Field(description="Canonical name.")
    title: str | None = Field(description="Title for people, if it has one.")
    decisions_hash: str = Field(description="Changes if and only if the policy may decide differently.")
    wording_hash: str = Field(description="Changes with texts that customers and staff read.")
    source_hash: str = Field(description="Changes with any character of the policy.")
    files: tuple[SourceFile, ...] = Field(description="All files that belong to the policy.")


class DataIdentity(ExactModel):
    """Customer data and how they are read: the same bytes read otherwise are other data."""

    sha256: Sha256 = Field(description="Of the file's bytes; of a table in memory, of its columns as Arrow streams.")
    format: DataFormat = Field(description="How they are stored; table is a table in memory.")
    encoding: str | None = Field(default=None, description="Of a text file.")
    separator: str | None = Field(default=None, description="Between the cells of a text file.")
    sheet: str | None = Field(default=None, description="Of a workbook, the one that was read.")
    limit: int | None = Field(
        default=None, ge=1, description="At most so many rows were read, of all files together; null is all."
    )
    from_path: dict[str, str | None] = Field(
        default={}, description="Columns that the path gives, such as month=2026-06, with the value of all rows."
    )


class DataFile(DataIdentity):
    """A file of customers, or a table in memory."""

    path: str | None = Field(description="As given; null for a table in memory.")
    rows: Count = Field(description="Rows read, without the header.")
    matched: dict[str, str] = Field(description="Column read, by field of the record.")
    absent: tuple[str, ...] = Field(description="Fields for which the file has no column: missing for everyone.")
    absent_read: tuple[str, ...] = Field(
        default=(), description="Of these, fields that decisions read, allowed to be absent by --absent-ok."
    )
    unused: tuple[str, ...] = Field(description="Columns that no field reads.")
    other_sheets: tuple[str, ...] = Field(
        default=(), description="Of a workbook, the sheets that hold something and were not read."
    )
    from_numbers: tuple[str, ...] = Field(
        default=(),
        description="Keys and texts of which some cells of the workbook are numbers: zeros in front may be lost.",
    )


class RowCounts(ExactModel):
    """Every row that came in was decided or quarantined."""

    rows_in: Count = Field(description="Rows of all data files.")
    decided: Count = Field(description="Customers decided.")
    quarantined: Count = Field(description="Rows rejected whole.")

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        if self.rows_in != self.decided + self.quarantined:
            raise ValueError(f"{self.rows_in} rows in, but {self.decided} decided + {self.quarantined} quarantined")
        return self


class ClassCounts(ExactModel):
    """Customers by whether they belong to a class."""

    yes: Count = Field(description="Who belong to it.")
    no: Count = Field(description="Who do not.")
    unknown: Count = Field(description="Of whom it is unknown.")


class PointsCounts(ExactModel):
    """The sum of a points account."""

    sum: str = Field(
        pattern=r"^-?[0-9]+([./][0-9]+)?$",
        description="Exact sum over all customers, incomplete accounts included: a decimal, or a fraction "
        "where no decimal of four places is exact.",
    )
    incomplete: Count = Field(description="Customers whose account may lack something unknown.")


class ChoiceCounts(ExactModel):
    """Customers by the value of a choice."""

    values: ByName = Field(description="Customers by value.")
    none: Count = Field(description="Customers without a value.")


class OfferCounts(ExactModel):
    """What became of an offer that rules granted."""

    given: Count = Field(description="Customers who get it.")
    lost: dict[LossCause, Count] = Field(description="Customers who lost it, by cause.")
    lost_unknown: Count = Field(description="Of the lost, those lost because a condition is unknown.")
    lost_to: ByName = Field(
        default={},
        description="Of the lost, those lost to an exclusion of the offer or of its channels, by exclusion; "
        "a customer may be excluded by several.",
    )
    channels_unknown: Count = Field(
        description="Of the given, those that lost a channel to an exclusion whose condition is unknown."
    )


class TaskLosses(ExactModel):
    """Tasks that rules ask for and that are not created, because every channel they were to go by is closed."""

    lost: Count = Field(description="Tasks not created.")
    lost_unknown: Count = Field(description="Of these, those lost because a condition is unknown.")
    lost_to: ByName = Field(description="Of these, by exclusion; several may close the channels of one.")


class Results(ExactModel):
    """Counts over all decided customers. Everything the policy declares is listed, also with 0."""

    tiers: dict[str, ByName] = Field(description="Customers by ladder and rung.")
    undecided: ByName = Field(description="Customers without a rung, by ladder.")
    unknown_lifts: ByName = Field(description="Customers whom an unknown rule might lift, by ladder.")
    classes: dict[str, ClassCounts] = Field(description="By class.")
    points: dict[str, PointsCounts] = Field(description="By account.")
    choices: dict[str, ChoiceCounts] = Field(description="By choice.")
    conflicts: ByName = Field(description="Customers for whom rules disagree, by choice and unique table.")
    offers: dict[str, OfferCounts] = Field(description="By offer.")
    exclusions_by_unknown: Count = Field(
        description="Offers taken from customers by an exclusion, of the offer or of its last channel, "
        "whose condition is unknown."
    )
    unknown_exclusions: ByName = Field(
        default={}, description="Of these, by exclusion that is unknown; several may take one."
    )
    tasks: ByName = Field(description="Tasks created, by task.")
    tasks_lost: dict[str, TaskLosses] = Field(default={}, description="Tasks kept back by closed channels, by task.")
    broken: ByName = Field(description="Customers whose decision breaks it, by never statement.")
    rules_fired: ByName = Field(description="Customers for whom it fired, by rule.")
    rules_unknown: ByName = Field(
        default={}, description="Customers of whom it is unknown whether it applies, by rule."
    )
    wording_withheld: Count = Field(description="Texts (say, because) withheld because a slot is missing.")


class DueCounts(ExactModel):
    """Tasks by the day they are due, counted from the day of the run."""

    overdue: Count = Field(description="Due before that day.")
    today: Count = Field(description="Due on that day.")
    week: Count = Field(description="Due within the 7 days after it.")
    month: Count = Field(description="Due within the 8th to the 30th day after it.")
    later: Count = Field(description="Due after that.")
    no_day: Count = Field(description="Without a day: none is set, or it is unknown.")


class OutputFile(ExactModel):
    """A file that the run wrote, or a folder of such files."""

    name: TableName = Field(description="Which table it holds.")
    format: Format = Field(description="How it is written.")
    # Only bare names of our own kind: a reader opens these, and the next run removes them.
    file: str = Field(pattern=f"^{OUTPUT_FILE}$", description="File name, in the folder of the manifest.")
    rows: Count = Field(description="Rows in it, without the header.")
    bytes: Count = Field(description="Its size.")
    sha256: Sha256 = Field(description="Of its bytes; of a folder, of the list that `sha256sum *` prints in it.")
    parts: int | None = Field(
        default=None, ge=1, description="Of a folder, as Spark writes one, how many files it has; null for a file."
    )


class Seconds(ExactModel):
    """How long the stages of a run took."""

    duplicates: Duration = Field(description="The search for duplicate keys, in passes of its own.")
    kept: Duration = Field(description="Taking over what an earlier run that was stopped had decided.")
    decisions: Duration = Field(description="Reading, deciding and writing the rows, which go on at once.")


class Clock(ExactModel):
    """How the run went: for people, apart from all that the same input must reproduce."""

    started: AwareDatetime = Field(description="Start.")
    finished: AwareDatetime = Field(description="End.")
    seconds: Seconds | None = Field(default=None, description="How long its stages took.")
    kept_files: Count = Field(
        default=0, description="Data files whose decisions were taken over from a run that was stopped, by --resume."
    )


class RunManifest(ExactModel):
    """One run: its identity, what came in, what was decided, what was written."""

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    run_id: RunId = Field(description="Made from the identity of the run: the same input has the same id.")
    tiercel_version: str = Field(description="Version of the program.")
    policy: PolicyIdentity = Field(description="The policy.")
    as_of: date = Field(description="The day that the policy takes for today.")
    profile: str | None = Field(description="Profile of parameter values; null is the default.")
    overrides: dict[str, str] = Field(description="Parameters set for this run, as written, by name.")
    values_file: SourceFile | None = Field(description="File of parameter values, if one was given.")
    data: tuple[DataFile, ...] = Field(description="The customers.")
    lang: Lang = Field(description="Language in which the reasons of the quarantine are written.")
    why: bool = Field(default=False, description="Whether decisions tell which rules fired, and which are unknown.")
    counts: RowCounts = Field(description="Rows in and out.")
    results: Results = Field(description="What was decided.")
    missing: ByName = Field(
        default={}, description="Decided customers for whom it is missing, by field that decisions read."
    )
    tasks_due: dict[str, DueCounts] = Field(default={}, description="When they are due, by task.")
    quarantine: ByName = Field(description="Rows rejected for it, by reason code; a row may have several.")
    outputs: tuple[OutputFile, ...] = Field(default=(), description="The files written.")
    clock: Clock = Field(description="When.")

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        wrong = [text for text, found, wanted in self._sums() if found != wanted]
        wrong += [f"reason {code}" for code, n in self.quarantine.items() if n > self.counts.quarantined]
        wrong += [f"missing {field}" for field, n in self.missing.items() if n > self.counts.decided]
        if wrong:
            raise ValueError("counts do not add up: " + ", ".join(wrong))
        return self

    def _sums(self) -> list[tuple[str, int, int]]:
        """What must be equal: (what it is, the one, the other)."""
        results, decided = self.results, self.counts.decided
        rows_of = {
            "decisions": decided,
            "offers": sum(offer.given for offer in results.offers.values()),
            "tasks": sum(results.tasks.values()),
            "quarantine": self.counts.quarantined,
        }
        return [
            ("rows of the data files", sum(file.rows for file in self.data), self.counts.rows_in),
            *(
                (f"tiers of {ladder}", sum(rungs.values()) + results.undecided.get(ladder, 0), decided)
                for ladder, rungs in results.tiers.items()
            ),
            *((f"class {name}", c.yes + c.no + c.unknown, decided) for name, c in results.classes.items()),
            *(
                (f"choice {name}", sum(choice.values.values()) + choice.none, decided)
                for name, choice in results.choices.items()
            ),
            *(
                (f"days of task {name}", sum(due.model_dump().values()), results.tasks.get(name, 0))
                for name, due in self.tasks_due.items()
            ),
            *((f"rows of {output.file}", output.rows, rows_of[output.name]) for output in self.outputs),
        ]

    def to_json(self) -> str:
        """The text of ``run.json``."""
        return self.model_dump_json(indent=2) + "\n"
