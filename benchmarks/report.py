"""Makes a table and a plot of what was measured: ``python -m benchmarks.report FILE FOLDER``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.floor import Floor
from benchmarks.peers.peer import THREADS
from benchmarks.plot import Line, plot
from benchmarks.race import times_slower

_TIERCEL: Final = "Tiercel"
# Tables of engines by row, and where they run.
_BY_ROW: Final = {"rows, all cores": "a process on each core", "rows, one process": "in one process"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One contestant at one number of rules.

    Attributes:
        facts: what the benchmark says of it.
    """

    facts: dict[str, Any]

    @property
    def peer(self) -> str:
        """Its name."""
        return str(self.facts["peer"])

    @property
    def rules(self) -> int:
        """How many rules."""
        return int(self.facts["rules"])

    @property
    def seconds(self) -> list[float]:
        """Of every round."""
        return list(self.facts["seconds"])

    @property
    def rate(self) -> float:
        """Customers a second."""
        return float(self.facts["rows"] / median(self.seconds))


class Table:
    """The entries of a kind, a row for each peer and a column for each number of rules."""

    def __init__(self, entries: Iterable[Entry], kind: str) -> None:
        self.of = {(entry.peer, entry.rules): entry for entry in entries if entry.facts["table"] == kind}
        order = {entry.peer: entry.facts["order"] for entry in self.of.values()}
        self.peers = sorted(order, key=order.__getitem__)
        self.rules = sorted({rules for _, rules in self.of})

    def __bool__(self) -> bool:
        return bool(self.of)

    def fact(self, name: str) -> Any:
        """What all entries have in common."""
        return next(iter(self.of.values())).facts[name]

    def ratio(self, peer: str, rules: int, to: str) -> float | None:
        """How many times longer a peer takes than another."""
        one, other = self.of.get((peer, rules)), self.of.get((to, rules))
        if one is None or other is None or peer == to:
            return None
        return times_slower(one.seconds, other.seconds)

    def lines(self, heading: str, show: Callable[[Entry], str], to: str | None = _TIERCEL) -> list[str]:
        """As Markdown, each number with its ratio to another peer."""
        lines = [
            f"| {heading} | {' | '.join(f'{rules:,} rules' for rules in self.rules)} |",
            f"|---|{'---:|' * len(self.rules)}",
        ]
        for peer in self.peers:
            cells = []
            for rules in self.rules:
                entry = self.of.get((peer, rules))
                ratio = self.ratio(peer, rules, to) if to is not None else None
                shown = "" if entry is None else show(entry)
                cells.append(shown if ratio is None else f"{shown} ({_times(ratio)}×)")
            name = f"**{peer}**" if peer == to else peer
            lines.append(f"| {name} | {' | '.join(cells)} |")
        return lines


def _number(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{1 if value >= 10 else 2 if value >= 1 else 3}f}"


def _times(ratio: float) -> str:
    return f"{ratio:,.{0 if ratio >= 100 else 1 if ratio >= 10 else 2}f}"


def _millions(entry: Entry) -> str:
    return _number(entry.rate / 1e6)


def _seconds(entry: Entry) -> str:
    return _number(median(entry.seconds))


def _milliseconds(entry: Entry) -> str:
    return _number(median(entry.seconds) * 1e3)


def report(measured: dict[str, Any]) -> str:
    """All tables, as Markdown."""
    entries = _entries(measured)
    parts = [
        ["# Benchmarks", "", *_machine(measured, entries)],
        _in_memory(entries),
        _files(entries),
        _spark(entries),
        _rows(entries),
        _small(entries),
        _forms(entries),
        _others(measured),
    ]
    return "\n".join("\n".join([*part, ""]) for part in parts if part)


def _entries(measured: dict[str, Any]) -> list[Entry]:
    entries = [Entry(b["extra_info"]) for b in measured["benchmarks"] if "table" in b["extra_info"]]
    return sorted(entries, key=lambda entry: (entry.facts["table"], entry.facts["order"]))


def _machine(measured: dict[str, Any], entries: list[Entry]) -> list[str]:
    info = measured["machine_info"]
    cpu = info.get("cpu", {}).get("brand_raw", info.get("processor", ""))
    versions = sorted({entry.facts["version"] for entry in entries if entry.facts.get("version")})
    rounds = sorted({len(entry.seconds) for entry in entries if entry.facts["table"] == "memory"})
    return [
        (
            f"{measured['datetime'][:10]}, {cpu}, {THREADS} cores, {info['system']} {info['release']}, "
            f"Python {info['python_version']}; {', '.join(versions)}."
        ),
        "",
        (
            "All contestants of a table run in turns, and everybody has decided the same before anything is timed. A "
            f"number is the median of its rounds{f' ({rounds[0]} to {rounds[-1]})' if rounds else ''}. In parentheses: "
            "how many times longer than Tiercel in the same rounds, also the median; below 1 is faster than Tiercel."
        ),
    ]


def _in_memory(entries: list[Entry]) -> list[str]:
    lines = []
    for kind, title in (("memory", "In memory"), ("fired", "In memory, telling of every rule where it fires")):
        if table := Table(entries, kind):
            rows = table.fact("rows")
            lines += [f"## {title}", "", f"Million customers a second; {rows:,} customers.", ""]
            lines += [*table.lines("", _millions), ""]
            if kind == "memory":
                lines += [f"`{Floor.name}` {_bandwidth(table)}", "", "![million customers a second](speed.svg)", ""]
    if table := Table(entries, "explanations"):
        first = table.peers[0]
        lines += ["## What it costs to tell more", ""]
        lines += [f"Million customers a second, and how many times longer than {first}.", ""]
        lines += [*table.lines("", _millions, first), ""]
    return lines[:-1]


def _bandwidth(table: Table) -> str:
    found = (table.of.get((Floor.name, rules)) for rules in table.rules)
    speeds = [entry.facts["bytes"] / median(entry.seconds) / 1e9 for entry in found if entry is not None]
    return f"is a copy on all cores of as many bytes: {min(speeds):.1f} to {max(speeds):.1f} GB/s read and written."


def _files(entries: list[Entry]) -> list[str]:
    table, peaks = Table(entries, "files"), Table(entries, "peak")
    if not table:
        return []
    lines = ["## Parquet to Parquet", ""]
    how = f"{table.fact('rows'):,} customers, {table.fact('compression')}, files in the page cache"
    lines += [f"Seconds; {how}.", ""]
    lines += table.lines("", _seconds)
    if peaks:
        lines += [
            "",
            "Peak memory (MB) of a process of its own that starts, compiles the rules and does this once:",
            "",
        ]
        lines += peaks.lines("", lambda entry: f"{entry.facts['peak'] / 1e6:,.0f}", None)
    return lines


def _spark(entries: list[Entry]) -> list[str]:
    table = Table(entries, "spark")
    if not table:
        return []
    how = f"{table.fact('rows'):,} customers from Parquet to nowhere (`noop`), one machine"
    return ["## On Spark", "", f"Seconds; {how}.", "", *table.lines("", _seconds)]


def _rows(entries: list[Entry]) -> list[str]:
    """A table for each number of processes."""
    lines = []
    for kind, title in _BY_ROW.items():
        table = Table(entries, kind)
        if table:
            fewest = min(entry.facts["decided"] for entry in table.of.values())
            how = f"They decide fewer customers, from {fewest:,} in a round; Tiercel decides its table as above."
            lines += [f"## One customer at a time, {title}", "", f"Customers a second. {how}", ""]
            lines += [*table.lines("", lambda entry: f"{entry.rate:,.0f}"), ""]
    return lines[:-1]


def _small(entries: list[Entry]) -> list[str]:
    lines = []
    if table := Table(entries, "compile"):
        lines += ["## From text to program", "", "Milliseconds.", "", *table.lines("", _milliseconds, None), ""]
    if table := Table(entries, "start"):
        lines += ["## A second process", ""]
        lines += [f"Seconds to start, compile, read {table.fact('rows'):,} customers, decide them and write.", ""]
        lines += [*table.lines("", _seconds), ""]
    return lines[:-1]


def _forms(entries: list[Entry]) -> list[str]:
    """What each is, of whom that is known; of one with several forms, all."""
    forms: dict[str, dict[str, None]] = {}
    for entry in entries:
        if entry.facts.get("form"):
            forms.setdefault(entry.peer, {})[entry.facts["form"]] = None
    told = (f"- **{peer}**: {' '.join(held)}" for peer, held in forms.items())
    return ["## How the rules are written for each", "", *told]


def _others(measured: dict[str, Any]) -> list[str]:
    others = [b for b in measured["benchmarks"] if "table" not in b["extra_info"]]
    if not others:
        return []
    lines = (f"| {b['name']} | {_number(b['stats']['median'] * 1e3)} |" for b in others)
    return ["## The language", "", "| | milliseconds |", "|---|---:|", *lines]


def speed_plot(measured: dict[str, Any]) -> str:
    """Everybody's speed by number of rules."""
    entries = _entries(measured)
    memory, rows = Table(entries, "memory"), Table(entries, "rows, all cores")
    lines = []
    for table in (memory, rows):
        for peer in table.peers:
            if table is memory or peer not in memory.peers:
                points = [(rules, e.rate / 1e6) for rules in table.rules if (e := table.of.get((peer, rules)))]
                lines.append(Line(peer, points, strong=peer == _TIERCEL, dashed=peer == Floor.name))
    return plot(lines, "million customers a second", "rules")


def main(source: str, target: str) -> None:
    """Write the report and the plot."""
    measured = json.loads(Path(source).read_text(encoding="utf-8"))
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text(report(measured), encoding="utf-8")
    (folder / "speed.svg").write_text(speed_plot(measured), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
