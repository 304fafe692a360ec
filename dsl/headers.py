"""What the heads of a file say about the policy it belongs to, without a look at anything else."""

from __future__ import annotations

import re
from typing import Final

from dsl.lean import dataclass
from dsl.source import Source
from dsl.syntax import nodes as n
from dsl.syntax.build import build
from dsl.syntax.parse import Scanned, outline
from dsl.syntax.vocabulary import LANGS, VOCABULARY

_WORDS: Final = (
    word for head in ("POLICY", "CUSTOMER", "USE") for lang in LANGS for word in VOCABULARY.words[head, lang]
)
# Most files of a policy say nothing, and need not be read for that.
_SAYS_ANYTHING: Final = re.compile(f"^(?:{'|'.join(_WORDS)})", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says about its policy.

    Attributes:
        policies: the policies that it names; more than one is a mistake.
        records: how many customer records it declares.
        uses: the names of what it uses.
    """

    policies: tuple[str, ...]
    records: int
    uses: tuple[str, ...]


def header_of(source: Source) -> Header:
    """Read the heads of a file, however broken the rest of it."""
    if not _SAYS_ANYTHING.search(source.text):
        return Header((), 0, ())
    scanned = outline(source)
    heads = [one.head for one in scanned.outlines]
    named = tuple(one.names[0] if one.names else "" for one in scanned.outlines if one.head == "POLICY")
    return Header(named, heads.count("CUSTOMER"), _uses(scanned))


def _uses(scanned: Scanned) -> tuple[str, ...]:
    at = [i for i, one in enumerate(scanned.outlines) if one.head == "USE"]
    only = Scanned(scanned.source, [scanned.chunks[i] for i in at], [scanned.outlines[i] for i in at], [])
    statements = build(only, frozenset()).file.statements
    return tuple(name.text for s in statements if isinstance(s, n.UseDecl) for name in s.targets)
