"""Words that texts may not contain (``ban``): a promise the bank may not make is found in the script itself.

Looked at is what is written: the text between the slots, along every branch of an ``if``, and the values of a list
that a slot fills in. Widths and case do not matter, nor do blanks inside a word that is not in Latin letters: 保 本 is
保本. A word in Latin letters is banned as a whole word, so that a ban of ``free`` leaves ``freedom`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, cast

from dsl.check.context import Context
from dsl.check.outcomes import Outcomes
from dsl.check.templates import place, without_slots
from dsl.diagnostics.model import Label, Words
from dsl.lean import dataclass
from dsl.program import model as m
from dsl.program.template import Either, Part, Slot, Template
from dsl.program.types import Listed
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.scan import FOLD

_BLANKS: Final = 2  # so many may stand between two letters of a word that is not in Latin letters


def check_bans(
    context: Context,
    outcomes: Mapping[str, Outcomes],
    bans: Iterable[tuple[str, n.BanDecl]],
    offers: Mapping[str, m.Offer],
    rules: Iterable[m.Rule],
) -> None:
    """Report the banned words of all texts, or of what is said of the offers that a ban is limited to."""
    ways = _ways(context, offers, rules)
    for unit, ban in bans:
        groups = set(outcomes[unit].groups(ban.groups))
        channels = set(outcomes[unit].names(ban.via, "channel"))
        texts = context.texts
        if ban.groups or ban.via:
            in_groups = (x for x in offers.values() if not ban.groups or x.group in groups)
            meant = {x.name for x in in_groups if not ban.via or ways[x.name] & channels}
            says = {id(cast("n.OfferDecl", s.node).say) for s in context.symbols.all("offer") if s.name in meant}
            texts = [(text, template) for text, template in texts if id(text) in says]
        wanted = _wanted(context, ban)
        if wanted is None:
            continue
        for text, template in texts:
            for span, word in _found(wanted, text, template):
                here = Label(ban.span, Words("banned here", "在此禁用"))
                context.report("E428", span, {"found": word}, labels=(here,))


def _ways(context: Context, offers: Mapping[str, m.Offer], rules: Iterable[m.Rule]) -> dict[str, set[str]]:
    """The channels that each offer may go by; one that names none may go by any."""
    every = {s.name for s in context.symbols.all("channel")}
    ways = {name: set(offer.channels) or every for name, offer in offers.items()}
    for rule in rules:
        for effect in rule.effects:
            if isinstance(effect, m.GrantOffer) and effect.channels is not None and effect.offer in ways:
                ways[effect.offer] = ways[effect.offer] | set(effect.channels)
    return ways


# --- looking for words -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for, as a pattern over folded text: banned words, and the expressions that may hold them."""

    pattern: re.Pattern[str]
    longest: int

    def in_text(self, text: str, behind: int = 0) -> Iterator[re.Match[str]]:
        """The banned words that end behind a place."""
        return (x for x in self.pattern.finditer(text) if x["banned"] is not None and x.end() > behind)


def _wanted(context: Context, ban: n.BanDecl) -> _Wanted | None:
    """The pattern of a ban; None if it is wrong (reported)."""
    words = [_fold(word.value).strip() for word in ban.words]
    unless = [_fold(word.value).strip() for word in ban.unless]
    empty = [node for node, word in zip((*ban.words, *ban.unless), words + unless, strict=True) if not word]
    for node in empty:
        context.report("E429", node.span, {"what": "empty"})
    if empty:
        return None
    banned = _any_of(words)
    for node, word in zip(ban.unless, unless, strict=True):
        if not re.search(banned, word):
            context.report("E429", node.span, {"found": node.value})
    pattern = re.compile(f"{_any_of(unless)}|(?P<banned>{banned})" if unless else f"(?P<banned>{banned})")
    return _Wanted(pattern, (1 + _BLANKS) * max(map(len, words + unless)))


def _fold(text: str) -> str:
    """A text in one width and case, character by character, so that places stay."""
    lower = ((character, character.lower()) for character in text.translate(FOLD))
    return "".join(small if len(small) == 1 else character for character, small in lower)


def _any_of(words: list[str]) -> str:
    """A pattern for any of some words, the longest first; Latin letters must begin and end a word."""

    def edge(character: str, look: str) -> str:
        return look if character.isascii() and character.isalnum() else ""

    longest = sorted(words, key=len, reverse=True)
    found = (f"{edge(x[0], '(?<![a-z0-9])')}{_spelt(x)}{edge(x[-1], '(?![a-z0-9])')}" for x in longest)
    return f"(?:{'|'.join(found)})"


def _spelt(word: str) -> str:
    """A pattern for one word, with blanks or without beside a letter that is not Latin."""
    gaps = ("" if a.isascii() and b.isascii() else rf"\s{{0,{_BLANKS}}}" for a, b in pairwise(word))
    return re.escape(word[0]) + "".join(gap + re.escape(letter) for gap, letter in zip(gaps, word[1:], strict=True))


def _found(wanted: _Wanted, text: n.Text, template: Template) -> Iterator[tuple[Span, str]]:
    """Each banned word of a text and where it stands; the whole text where it stands in no one place."""
    words: dict[str, None] = {}
    _read(template.parts, frozenset({""}), wanted, words)
    written = [] if not words else [x for x in wanted.in_text(_fold(without_slots(text.value))) if x.group() in words]
    for x in written:
        yield place(text, x.start(), x.end()), text.value[x.start() : x.end()]
    for word in words.keys() - {x.group() for x in written}:
        yield text.span, word


def _read(parts: tuple[Part, ...], before: frozenset[str], wanted: _Wanted, words: dict[str, None]) -> frozenset[str]:
    """Note the banned words of some parts in ``words``.

    Args:
        parts: of a text.
        before: the ways in which the text before the parts may end.
        wanted: what is looked for.
        words: the words found so far.

    Returns:
        The ways in which the text may end then.
    """
    for part in parts:
        match part:
            case str() as piece:
                before = _read_piece(piece, before, wanted, words)
            case Slot(expr) if isinstance(expr.type, Listed):
                ends = (_read_piece(value, before, wanted, words) for value in expr.type.values)
                before = frozenset().union(*ends)
            case Slot():
                before = frozenset({""})
            case Either(_, then, otherwise):
                before = _read(then, before, wanted, words) | _read(otherwise, before, wanted, words)
    return before


def _read_piece(piece: str, before: frozenset[str], wanted: _Wanted, words: dict[str, None]) -> frozenset[str]:
    ends: set[str] = set()
    for end in before:
        text = end + _fold(piece)
        words.update(dict.fromkeys(x.group() for x in wanted.in_text(text, len(end))))
        ends.add(text[-wanted.longest - 1 :])
    return frozenset(ends)
