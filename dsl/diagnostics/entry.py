"""What the catalogue holds for a code: its name, its title and its messages in both languages.

Messages are templates over the arguments of a diagnostic. A code with several variants has several cases, and
the first that fits the arguments speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from string import Formatter
from typing import Any, Final

from dsl.diagnostics.model import Arg, Words
from dsl.lean import dataclass
from dsl.syntax.vocabulary import Lang

_LONGEST: Final = 48
_ARTICLE: Final = re.compile(r"^(?:an?|the) ")
_BACKQUOTED: Final = re.compile(r"`([^`]+)`")
_DONE: Final = {
    "+": Words("added", "相加"), "-": Words("subtracted from one another", "相减"), "*": Words("multiplied", "相乘"),
    "/": Words("divided", "相除"),
}  # fmt: skip
NOTHING: Final = Words("", "")


@dataclass(frozen=True, slots=True)
class Case:
    """What is said when the arguments fit.

    Attributes:
        message: one sentence that names what was found and what was expected.
        help: what to write instead; empty where the fix of the diagnostic says it all.
        what: fits only if the argument ``what`` is this.
        has: fits only if there are arguments of these names.
    """

    message: Words
    help: Words = NOTHING
    what: str = ""
    has: str = ""

    def fits(self, args: Mapping[str, Arg]) -> bool:
        """Whether this case speaks for some arguments."""
        return (not self.what or args.get("what") == self.what) and all(name in args for name in self.has.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A code of the catalogue; the last case fits everything."""

    slug: str
    title: Words
    cases: tuple[Case, ...] = field(repr=False)

    def case(self, args: Mapping[str, Arg]) -> Case:
        """The case that speaks for some arguments."""
        return next((c for c in self.cases if c.fits(args)), self.cases[-1])


def entry(slug: str, title_en: str, title_zh: str, *cases: Case) -> Entry:
    """An entry of the catalogue."""
    return Entry(slug, Words(title_en, title_zh), cases)


def case(en: str, zh: str, help_en: str = "", help_zh: str = "", *, what: str = "", has: str = "") -> Case:
    """A case of an entry."""
    return Case(Words(en, zh), Words(help_en, help_zh), what, has)


def in_language(words: Words, lang: Lang) -> str:
    """A phrase in one language; Chinese puts words of the policy in its own quotation marks."""
    return words.en if lang == "en" else _BACKQUOTED.sub(r"“\1”", words.zh)


def fill(template: Words, args: Mapping[str, Arg], lang: Lang) -> str:
    """A template with its arguments; one that is absent shows as ``…``."""
    text = _Template(lang).vformat(template.en if lang == "en" else template.zh, (), args)
    return in_language(Words(text, text), lang)


class _Template(Formatter):
    """``{name}`` shows an argument; lists are joined as ``{name:or}`` or ``{name:path}`` say."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Arg]) -> Arg:  # noqa: ANN401, ARG002
        return kwargs.get(str(key), "…")

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - Formatter's signature
        if isinstance(value, tuple):
            return self._list([self._shown(v, "") for v in value], format_spec)
        return self._shown(value, format_spec)

    def convert_field(self, value: Any, conversion: Any) -> Any:  # noqa: ANN401, ARG002 - there are none
        return value

    def _shown(self, value: Any, spec: str) -> str:  # noqa: ANN401 - any argument
        if spec == "done" and value in _DONE:
            value = _DONE[value]
        text = in_language(value, self._lang) if isinstance(value, Words) else str(value)
        if spec == "noun":
            return _ARTICLE.sub("", text)
        if spec == "cap":
            return text[:1].upper() + text[1:]
        return text if len(text) <= _LONGEST or isinstance(value, Words) else text[: _LONGEST - 1] + "…"

    def _list(self, items: list[str], spec: str) -> str:
        english = self._lang == "en"
        if spec == "path":
            return " → ".join(items)
        if spec in ("names", "any", "all"):  # names of the policy, set off from the sentence
            items = [in_language(Words(f"`{i}`", f"`{i}`"), self._lang) for i in items]
        comma = ", " if english else "、"
        joints = {"or": (" or ", "或"), "any": (" or ", "或"), "all": (" and ", "和")}
        if spec in joints and len(items) > 1:
            text = comma.join(items[:-1]) + joints[spec][0 if english else 1] + items[-1]
        else:
            text = comma.join(items)
        return text.replace("”、“", "”“")  # Chinese quotes need no comma between
