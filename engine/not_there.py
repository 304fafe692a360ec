"""What is said of a name that a policy does not know: what was likely meant, or else what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.syntax.nearest import nearest
from engine.messages import called, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTED: Final = 12


def not_there(kind: Words, name: str, there: Sequence[Sequence[str]]) -> Words:
    """That a policy has nothing of a kind under a name.

    Args:
        kind: what was asked for.
        name: by which.
        there: the names of each thing of that kind.
    """
    near = nearest(name, [one for names in there for one in names])
    more = did_you_mean(near) if near else _there(there)
    return Words(f"the policy has no {kind.en} {name}{more.en}", f"政策没有名为 {name} 的{kind.zh}{more.zh}")


def _there(there: Sequence[Sequence[str]]) -> Words:
    if not there:
        return Words("; it has none", "；一个也没有")
    shown, rest = [called(names) for names in there[:_LISTED]], len(there) - _LISTED
    en, zh = ", ".join(words.en for words in shown), "、".join(words.zh for words in shown)
    return Words(
        f"; it has {en}" + (f", and {rest} more" if rest > 0 else ""),
        f"；现有：{zh}" + (f" 等 {len(there)} 个" if rest > 0 else ""),
    )
