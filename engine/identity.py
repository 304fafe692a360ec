"""What identifies a run: everything that its results depend on."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING

from dsl.lean import dataclass
from dsl.program.identity import decisions_hash, wording_hash
from engine.manifest import PolicyIdentity, SourceFile
from engine.policy_files import source_hash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dsl.load import Analysis
    from dsl.syntax.vocabulary import Lang
    from engine.manifest import DataIdentity


@dataclass(frozen=True)
class RunInput:
    """What goes into a run.

    Attributes:
        policy: the policy.
        as_of: the day that it takes for today.
        profile: of parameter values; None is the default.
        overrides: values from outside as they were written.
        values_sha256: of the file of values, if one was given.
        data: the customers.
        lang: of the reasons in the quarantine.
        why: whether decisions tell which rules fired.
        version: of this program.
    """

    policy: PolicyIdentity
    as_of: date
    profile: str | None
    overrides: Mapping[str, str]
    values_sha256: str | None
    data: Sequence[DataIdentity]
    lang: Lang
    why: bool
    version: str

    @cached_property
    def run_id(self) -> str:
        """Equal for equal input, wherever the files lie.

        What the files hold follows from it, so it depends on the language of reasons and on ``--why``, too.
        """
        identity = {
            "policy": [self.policy.decisions_hash, self.policy.wording_hash, self.policy.source_hash],
            "as_of": self.as_of.isoformat(),
            "profile": self.profile,
            "overrides": dict(self.overrides),
            "values": self.values_sha256,
            "data": [_identified(file) for file in self.data],
            "lang": self.lang,
            "why": self.why,
            "version": self.version,
        }
        canonical = json.dumps(identity, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def by_name(self, files: Sequence[str]) -> dict[str, str]:
        """The parts of it, to tell in which two runs differ; the files, because the quarantine names them."""
        return {
            "as_of": self.as_of.isoformat(),
            "policy": self.policy.source_hash,
            "profile": self.profile or "default",
            "values": json.dumps([dict(self.overrides), self.values_sha256], sort_keys=True),
            "data": json.dumps([(path, file.sha256) for path, file in zip(files, self.data, strict=True)]),
            "lang": self.lang,
            "why": str(self.why),
            "version": self.version,
            "run_id": self.run_id,
        }


def _identified(file: DataIdentity) -> list[object]:
    told: list[object] = [file.sha256, file.format, file.encoding, file.separator, file.sheet, file.limit]
    return [*told, file.from_path] if file.from_path else told


def policy_identity(analysis: Analysis) -> PolicyIdentity:
    """What identifies a policy in a manifest.

    Raises:
        ValueError: the policy has errors.
    """
    program = analysis.program
    if program is None:
        raise ValueError("the policy has errors")
    files = tuple(SourceFile(path=s.path, sha256=source_hash(s.text)) for s in analysis.sources.values())
    whole = hashlib.sha256("\n".join(sorted(f.sha256 for f in files)).encode()).hexdigest()
    return PolicyIdentity(
        name=program.name,
        title=program.title,
        decisions_hash=decisions_hash(program),
        wording_hash=wording_hash(program),
        source_hash=whole,
        files=files,
    )
