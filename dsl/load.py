"""The driver of the language: a policy folder to a checked program.

Files come through a loader, so the language itself does no I/O; an editor gives its unsaved buffers the same way.
The result is always whole: statements, comments, symbols and diagnostics are there however broken the text is.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Final, Protocol

from dsl.alone import Neighbours, part_of_a_folder
from dsl.check.check import check
from dsl.check.context import Context
from dsl.check.headings import without_lost_headings
from dsl.check.replaced import told_as_one
from dsl.check.resolve import resolve
from dsl.check.symbols import SymbolTable, Unit
from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.lints.registry import run_lints
from dsl.lints.silence import Silence
from dsl.pausing import collection_paused
from dsl.program.model import Program
from dsl.source import Source, Span
from dsl.syntax import nodes as n
from dsl.syntax.build import BuiltFile, build
from dsl.syntax.margin import lacks_outcomes, may_be_channels
from dsl.syntax.parse import Scanned, outline
from dsl.unresolved import certain, is_unresolved, without_consequences

# Statements whose first word is that of an outcome, or of a clause, too.
_GIVEN: Final = frozenset({"PRODUCT", "CLASS", "CHANNELS"})


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one policy.

    Attributes:
        name: of the folder or single file.
        location: where it is.
        sources: its files.
        beside: reads the files beside a single file, to say whether what it lacks stands there.
    """

    name: str
    location: str
    sources: tuple[Source, ...]
    beside: Callable[[], Sequence[Neighbours]] = tuple


class Loader(Protocol):
    """Finds what ``use NAME`` means, as seen from a folder."""

    def used(self, name: str, by: Folder) -> Folder | None:
        """The folder a policy uses, or None if there is none of that name."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known about a policy.

    Attributes:
        main: the policy itself; ``units`` has it and all it uses.
        sources: by path as shown.
        built: files after parsing, by path.
        diagnostics: errors and lints, by place; silenced lints are left out.
        program: the checked program; None if there is any error.
        silenced: warnings that comments silence.
        silences: these comments, and those about what only proofs find.
    """

    main: Unit
    units: dict[str, Unit]
    sources: dict[str, Source]
    built: dict[str, BuiltFile]
    symbols: SymbolTable
    context: Context
    diagnostics: tuple[Diagnostic, ...]
    program: Program | None
    silenced: tuple[Diagnostic, ...] = ()
    silences: tuple[Silence, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What stops a run."""
        return tuple(d for d in self.diagnostics if d.severity == "error")


@dataclass(slots=True)
class _Gathered:
    folders: dict[str, Folder] = field(default_factory=dict)
    scanned: dict[str, list[Scanned]] = field(default_factory=dict)
    uses: dict[str, list[str]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@collection_paused()
def analyse(folder: Folder, loader: Loader) -> Analysis:
    """Outline, build, resolve and check a policy and everything it uses."""
    gathered = _gather(folder, loader)
    built = _build(gathered)
    units = _units(gathered, built)
    diagnostics = gathered.diagnostics
    symbols = resolve(units, diagnostics)
    checked = check(units[folder.name], units, symbols, diagnostics)
    sources = {s.path: s for f in gathered.folders.values() for s in f.sources}
    linted = run_lints(
        units[folder.name],
        checked.context,
        program=checked.program,
        built=built,
        sources=sources,
        errors=tuple(diagnostics),
    )
    diagnostics += linted.kept
    if any(d.severity == "error" for d in diagnostics):
        diagnostics = without_lost_headings(without_consequences(diagnostics), (b.file for b in built.values()))
        diagnostics = told_as_one(diagnostics, symbols)
        diagnostics = part_of_a_folder(diagnostics, folder.beside)
    ordered = sorted(set_of(diagnostics), key=lambda d: (d.span, d.code))
    program = None if any(d.severity == "error" for d in ordered) else checked.program
    return Analysis(
        units[folder.name], units, sources, built, symbols, checked.context, tuple(ordered), program,
        linted.silenced, linted.silences,
    )  # fmt: skip


def set_of(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics without repetitions: one mistake seen on two ways is still one."""
    seen: dict[tuple[str, Span], Diagnostic] = {}
    for diagnostic in diagnostics:
        seen.setdefault((diagnostic.code, diagnostic.span), diagnostic)
    return list(seen.values())


def _gather(folder: Folder, loader: Loader) -> _Gathered:
    """First pass over a policy and all it uses; ``use`` is read from the outlines."""
    gathered = _Gathered()
    waiting = [folder]
    while waiting:
        current = waiting.pop(0)
        if current.name in gathered.folders:
            continue
        gathered.folders[current.name] = current
        scanned = [outline(source) for source in current.sources]
        gathered.scanned[current.name] = scanned
        uses: list[str] = []
        for one in scanned:
            for target in build(_only(one, "USE"), frozenset()).file.statements:
                if isinstance(target, n.UseDecl):
                    uses += _follow(target, current, loader, gathered, waiting)
        gathered.uses[current.name] = uses
    return gathered


def _only(scanned: Scanned, head: str) -> Scanned:
    kept = [i for i, o in enumerate(scanned.outlines) if o.head == head]
    return Scanned(scanned.source, [scanned.chunks[i] for i in kept], [scanned.outlines[i] for i in kept], [])


def _follow(statement: n.UseDecl, by: Folder, loader: Loader, gathered: _Gathered, waiting: list[Folder]) -> list[str]:
    found: list[str] = []
    for target in statement.targets:
        used = loader.used(target.text, by)
        if used is None:
            gathered.diagnostics.append(Diagnostic("E004", target.span, {"name": target.text}))
        elif used.location != by.location:
            found.append(used.name)
            waiting.append(used)
    return found


def _build(gathered: _Gathered) -> dict[str, BuiltFile]:
    built: dict[str, BuiltFile] = {}
    visible = _visible(gathered.uses)
    _tell_given_from_declared(gathered, visible)
    is_whole = not is_unresolved(gathered.diagnostics)
    for name, scanned in gathered.scanned.items():
        names = frozenset(x for unit in visible(name) for s in gathered.scanned.get(unit, ()) for x in s.names)
        names |= frozenset(gathered.folders)
        gives = {x: t for unit in visible(name) for s in gathered.scanned.get(unit, ()) for x, t in s.gives.items()}
        for one in scanned:
            result = build(one, names, gives)
            built[one.source.path] = result
            gathered.diagnostics += result.diagnostics if is_whole else certain(result.diagnostics, one, names)
    return built


def _tell_given_from_declared(gathered: _Gathered, visible: Callable[[str], set[str]]) -> None:
    """Outline anew what names an offer, a class or channels at the margin, if it is declared elsewhere, too."""
    for name, scanned in gathered.scanned.items():
        if not any(map(_may_give_what_it_declares, scanned)):
            continue
        outlines = (o for unit in visible(name) for s in gathered.scanned.get(unit, ()) for o in s.outlines)
        times = Counter(x for o in outlines if o.head in _GIVEN for x in set(o.names))
        declared = frozenset(x for x, count in times.items() if count > 1)
        gathered.scanned[name] = [outline(one.source, declared) for one in scanned] if declared else scanned


def _may_give_what_it_declares(scanned: Scanned) -> bool:
    """Whether an offer or class stands right below a rule without outcomes, or channels right below an offer."""
    below = zip(scanned.chunks, scanned.outlines[1:], strict=False)
    gives = any(outline.head in ("PRODUCT", "CLASS") and lacks_outcomes(chunk) for chunk, outline in below)
    return gives or any(may_be_channels(*pair) for pair in itertools.pairwise(scanned.chunks))


def _visible(uses: dict[str, list[str]]) -> Callable[[str], set[str]]:
    def reach(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting += uses.get(current, ())
        return seen

    return reach


def _units(gathered: _Gathered, built: dict[str, BuiltFile]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for name, folder in gathered.folders.items():
        files = tuple(built[s.path].file for s in folder.sources)
        units[name] = Unit(name, files, tuple(gathered.uses[name]))
        headers = [s for f in files for s in f.statements if isinstance(s, n.PolicyDecl)]
        for extra in headers[1:]:
            first = Label(headers[0].span, Words("the policy of this folder", "本文件夹的政策"))
            args = {"name": extra.name.text, "first": headers[0].name.text}
            gathered.diagnostics.append(Diagnostic("E003", extra.span, args, (first,)))
    return units
