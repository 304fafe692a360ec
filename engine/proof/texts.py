"""Texts as conditions: that a field is one of those somebody asks for, or contains or starts with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.proof.script import any_of, signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.proof.script import Script


class Texts:
    """What is said about texts.

    Args:
        script: that it is said in.
        listed: the values of each field that is a list: it has one of them.

    Attributes:
        values: of each field, the conditions that it is each of some texts.
        patterns: of each field, the conditions that it contains or starts with some texts.
    """

    def __init__(self, script: Script, listed: Mapping[str, Sequence[str]]) -> None:
        self._script = script
        self._listed = listed
        self._any: dict[str, str] = {}  # of each field, that it is one of the texts met so far
        self._same: dict[tuple[str, str], str] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.patterns: dict[str, dict[tuple[str, str], str]] = {}

    @property
    def fields(self) -> list[str]:
        """Fields something is said about, each after those it may be the same as."""
        compared = {field for pair in self._same for field in pair}
        return sorted({*self.values, *self.patterns, *compared})

    @property
    def same_as(self) -> list[tuple[str, str, str]]:
        """Pairs of fields, and the condition that they hold the same; the left one comes first in ``fields``."""
        return [(left, right, name) for (left, right), name in sorted(self._same.items())]

    def text(self, name: str, value: str) -> str:
        """The condition that a field is a text; it is one of them at most."""
        found = self.values.setdefault(name, {})
        if not found and name in self._listed:
            for each in self._listed[name]:
                found[each] = self._one_more(name)
            self._script.claim(any_of(list(found.values())))
        if value not in found:
            found[value] = self._one_more(name)
            for (which, text), pattern in self.patterns.get(name, {}).items():
                self._script.claim(f"(=> {found[value]} {signed(pattern, holds=_matches(value, which, text))})")
            for left, right in self._same:
                if name in (left, right):
                    self._tie(left, right, value)
        return found[value]

    def _one_more(self, name: str) -> str:
        """A condition that excludes all that a field may be so far; said in one line, however many these are."""
        condition, former = self._script.condition(), self._any.get(name)
        if former is not None:
            self._script.claim(f"(not (and {former} {condition}))")
        either = condition if former is None else f"(or {former} {condition})"
        self._any[name] = self._script.defined("Bool", either)
        return condition

    def pattern(self, name: str, which: str, text: str) -> str:
        """The condition that a text contains or starts with another."""
        found = self.patterns.setdefault(name, {})
        if (which, text) not in found:
            condition = self._script.condition()
            for value, is_it in self.values.get(name, {}).items():
                self._script.claim(f"(=> {is_it} {signed(condition, holds=_matches(value, which, text))})")
            for (other_which, other), pattern in found.items():
                for one, two, here, there in (
                    (condition, pattern, (which, text), (other_which, other)),
                    (pattern, condition, (other_which, other), (which, text)),
                ):
                    if _implies(here, there):
                        self._script.claim(f"(=> {one} {two})")
                if _excludes((which, text), (other_which, other)):
                    self._script.claim(f"(not (and {condition} {pattern}))")
            found[which, text] = condition
        return found[which, text]

    def same(self, left: str, right: str) -> str:
        """The condition that two fields hold the same text."""
        if (left, right) not in self._same:
            self._same[left, right] = self._script.condition()
            for value in dict.fromkeys([*self.values.get(left, {}), *self.values.get(right, {})]):
                self._tie(left, right, value)
        return self._same[left, right]

    def _tie(self, left: str, right: str, value: str) -> None:
        """What it means for a text that two fields are the same."""
        one, other, same = self.text(left, value), self.text(right, value), self._same[left, right]
        self._script.claim(f"(=> {same} (= {one} {other}))")
        self._script.claim(f"(=> (and {one} {other}) {same})")


def _matches(value: str, which: str, text: str) -> bool:
    return text in value if which == "contains" else value.startswith(text)


def _implies(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a text of which one pattern holds has the other too."""
    (which, text), (other_which, other_text) = one, other
    return text.startswith(other_text) and which == "starts" if other_which == "starts" else other_text in text


def _excludes(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether no text has both patterns."""
    (which, text), (other_which, other_text) = one, other
    both = which == other_which == "starts"
    return both and not text.startswith(other_text) and not other_text.startswith(text)
