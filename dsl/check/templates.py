"""Checks the texts of ``say`` and ``because``.

They are written in Jinja2's syntax, of which only three things are taken: a slot with at most one filter of
ours, plain text, and if/else over yes/no values. Jinja2 parses; nothing of it ever runs over customers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dsl.check.context import Context
from dsl.check.expressions import Expressions
from dsl.diagnostics.model import Arg, Words
from dsl.program import expr as e
from dsl.program.template import Either, Part, Slot, Template
from dsl.program.types import Bool, Date, Money, Num
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest

if TYPE_CHECKING:
    from jinja2 import nodes as j

# canonical filter: its names, the type it takes
FILTERS: Final[dict[str, tuple[tuple[str, ...], type[object]]]] = {
    "wan": (("万元", "wan"), Money), "yi": (("亿元", "yi"), Money), "yuan": (("元", "yuan", "money"), Money),
    "percent": (("percent", "百分比"), Num), "whole": (("whole", "取整"), Num), "date": (("date", "日期"), Date),
    "masked": (("masked", "脱敏"), object),
}  # fmt: skip
_REFUSED: Final = {
    "expression": Words("a calculation in a slot", "在占位里做计算"),
    "condition": Words("a comparison in an `if`", "在判断里做比较"),
    "for": Words("a loop", "使用循环"),
}
_COMPARING_IF: Final = re.compile(r"\{%\s*if\b.*[<>=]")
_SLOT: Final = re.compile(r"\{\{.*?(?:\}\}|(?=\{\{)|$)|\{%.*?(?:%\}|$)")
_PLAIN_SLOT: Final = re.compile(r"\{\{\s*\w+\s*(?:\|\s*\w+\s*)?\}\}")
_SINGLE: Final = re.compile(r"(?<!\{)[$#]?\{([^{}%#]+)\}(?!\})")
_FILTER_NAMES: Final = {name: key for key, (names, _) in FILTERS.items() for name in names}


def check_template(context: Context, text: n.Text | None, expressions: Expressions) -> Template | None:
    """A text with slots; None if there is none or it is wrong (reported)."""
    if text is None:
        return None
    template = _template(context, text, expressions)
    if template is not None:
        context.texts.append((text, template))
    return template


def _template(context: Context, text: n.Text, expressions: Expressions) -> Template | None:
    if (single := _single_brace(text, expressions)) is not None:
        context.report(
            "E113",
            _place(text, single.group()),
            {"what": "single", "found": single.group()},
            fix=f"{{{{ {single[1].strip()} }}}}",
        )
        return None
    if "{" not in text.value:  # most texts have no slot; Jinja2 is only loaded for those that do
        return Template(text.value, (text.value,))
    import jinja2

    try:
        tree = jinja2.Environment(autoescape=False).parse(text.value)  # noqa: S701 - nothing is rendered
    except jinja2.TemplateSyntaxError:
        faulty = _faulty(text.value)
        if _COMPARING_IF.match(faulty):
            args: dict[str, Arg] = {"what": "refused", "found": _REFUSED["condition"]}
            context.report("E113", _place(text, faulty), args)
            return None
        context.report("E113", _place(text, faulty), {"found": faulty, "what": "syntax"})
        return None
    parts = _Reader(context, text, expressions).parts(tree.body)
    return Template(text.value, parts) if parts is not None else None


def _faulty(text: str) -> str:
    """The slot to show for a text that cannot be read: the first that is not a plain one."""
    bad = next((m for m in _SLOT.finditer(text) if not _PLAIN_SLOT.fullmatch(m.group())), None)
    return (bad.group() if bad else text[text.find("{") :])[:24]


def _single_brace(text: n.Text, expressions: Expressions) -> re.Match[str] | None:
    """A slot in single braces that names something, which would be sent to the customer as it stands."""
    for found in _SINGLE.finditer(text.value):
        if expressions.knows(n.Name(found[1].strip())):
            return found
    return None


def _place(text: n.Text, part: str) -> Span:
    """Where a part of a text stands, if the text was written in one piece; else the whole text."""
    slot = next((m for m in _SLOT.finditer(text.value) if part in m.group()), None)
    at = text.value.find(part, slot.start() if slot else 0)
    return place(text, at, at + len(part)) if at >= 0 and part else text.span


def place(text: n.Text, start: int, end: int) -> Span:
    """Where some characters of a text stand, if the text was written in one piece; else the whole text."""
    span = text.span
    if span.line != span.end_line or span.end_column - span.column != len(text.value) + 2:
        return span
    first = span.column + 1
    return Span(span.path, span.line, first + start, span.line, first + end)


def without_slots(text: str) -> str:
    """A text whose slots and conditions are blotted out, each character by one that no text has."""
    return _SLOT.sub(lambda slot: "\0" * len(slot.group()), text)


class _Reader:
    """Turns Jinja2's tree into parts; reports what is not taken."""

    def __init__(self, context: Context, text: n.Text, expressions: Expressions) -> None:
        self._context = context
        self._text = text
        self._expressions = expressions

    def parts(self, body: Sequence[j.Node]) -> tuple[Part, ...] | None:
        from jinja2 import nodes as j

        out: list[Part] = []
        sound = True
        for node in body:
            if isinstance(node, j.Output):
                for inner in node.nodes:
                    part = inner.data if isinstance(inner, j.TemplateData) else self._slot(inner)
                    sound = sound and part is not None
                    if part is not None:
                        out.append(part)
            elif isinstance(node, j.If) and not node.elif_:
                condition = self._condition(node.test)
                then, otherwise = self.parts(node.body), self.parts(node.else_)
                if condition is None or then is None or otherwise is None:
                    sound = False
                else:
                    out.append(Either(condition, then, otherwise))
            else:
                self._refuse(type(node).__name__.lower())
                sound = False
        return tuple(out) if sound else None

    def _slot(self, node: j.Node) -> Slot | None:
        from jinja2 import nodes as j

        name: str | None = None
        if isinstance(node, j.Filter) and not node.args and not node.kwargs and isinstance(node.node, j.Name):
            name, inner = node.name, node.node
        elif isinstance(node, j.Name):
            inner = node
        else:
            self._refuse("expression")
            return None
        uses = len(self._context.uses)
        checked = self._name(inner)
        if name is None:
            del self._context.uses[uses:]  # any type will do
            return Slot(checked, None) if checked is not None else None
        self._context.count_uses_at(uses, _place(self._text, name))
        if checked is None:
            return None
        key = _FILTER_NAMES.get(name)
        if key is None:
            allowed = tuple(names[0] for names, _ in FILTERS.values())
            near = nearest(name, _FILTER_NAMES)
            args: dict[str, Arg] = {"found": name, "allowed": allowed}
            if near:
                args["near"] = near
            self._context.report("E117", _place(self._text, name), args, fix=near)
            return None
        if not isinstance(checked.type, FILTERS[key][1]):
            told: dict[str, Arg] = {"filter": name, "name": inner.name, "found": self._context.type_words(checked.type)}
            self._context.report("E118", _place(self._text, name), told)
            return None
        return Slot(checked, key)

    def _name(self, node: j.Name) -> e.Expr | None:
        return self._expressions.check(n.Name(node.name, span=_place(self._text, node.name)))

    def _condition(self, node: j.Node) -> e.Expr | None:
        from jinja2 import nodes as j

        match node:
            case j.Name():
                checked = self._name(node)
                if checked is not None and not isinstance(checked.type, Bool):
                    args: dict[str, Arg] = {
                        "what": "if",
                        "name": node.name,
                        "found": self._context.type_words(checked.type),
                    }
                    self._context.report("E118", _place(self._text, node.name), args)
                    return None
                return checked
            case j.Not():
                inner = self._condition(node.node)
                return e.Not(inner) if inner is not None else None
            case j.And() | j.Or():
                left, right = self._condition(node.left), self._condition(node.right)
                if left is None or right is None:
                    return None
                return (e.And if isinstance(node, j.And) else e.Or)((left, right))
            case _:
                self._refuse("condition")
                return None

    def _refuse(self, what: str) -> None:
        words = _REFUSED.get(what, Words(f"`{what}`", f"使用`{what}`"))
        self._context.report("E113", _place(self._text, _faulty(self._text.value)), {"what": "refused", "found": words})
