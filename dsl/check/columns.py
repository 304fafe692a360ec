"""Columns behind the arrow, of decision tables and of test tables: which belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.check.slips import is_known
from dsl.diagnostics.model import Label, Words
from dsl.syntax.nearest import nearest
from dsl.syntax.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from dsl.check.context import Context
    from dsl.syntax import nodes as n

_TITLES: Final = {
    kind: Words(VOCABULARY.word(terminal, "en"), VOCABULARY.word(terminal, "zh"))
    for kind, terminal in (
        ("offer", "OFFER"), ("via", "VIA"), ("priority", "PRIORITY"), ("tier", "TIER"), ("class", "CLASS"),
        ("task", "TASK"), ("role", "BY_ROLE"), ("due", "DUE"), ("because", "BECAUSE"),
    )
}  # fmt: skip
# What else a heading is called elsewhere.
_ELSEWHERE: Final = {
    word: _TITLES[kind]
    for kind, words in {
        "offer": "product products recommend recommendation 推荐产品 推荐内容 推荐商品",
        "via": "channel channels 通道 途径 触达渠道",
        "priority": "rank ranking prio 优先 排序 优先级别",
        "role": "role roles owner who assignee 负责人 执行人 谁",
        "due": "due deadline 期限 时限 截止 多久",
        "because": "reason reasons why 原因 理由",
        "task": "todo action 任务",
    }.items()
    for word in words.split()
}
# What a column belongs to: its values are of that, and without it they are of nothing.
_OWNERS: Final = {"via": ("offer", "task"), "priority": ("offer",), "role": ("task",), "due": ("task",)}


def all_called(context: Context, unit: str, columns: tuple[n.OutputColumn, ...], *kinds: n.OutputKind) -> bool:
    """Whether no column has the heading that one of some kinds has elsewhere, or nearly that of it here; else told."""
    titles = {
        text: kind for kind, title in _TITLES.items() if kind in kinds or not kinds for text in (title.en, title.zh)
    }
    wrong = [(c, c.name) for c in columns if c.name is not None and not is_known(context, unit, c.name)]
    known = [*titles, *(text for text, symbols in context.symbols.by_name.get("value", {}).items() if symbols)]
    told = False
    for column, name in wrong:
        elsewhere = _ELSEWHERE.get(name.text.lower())
        title = (elsewhere.en if name.text.isascii() else elsewhere.zh) if elsewhere else nearest(name.text, known)
        if title in titles:
            context.report("E121", column.span, {"what": "heading", "found": name.text}, fix=title)
            told = True
    return not told


def all_owned(context: Context, columns: tuple[n.OutputColumn, ...]) -> bool:
    """Whether each column about an outcome has the column of that outcome beside it; the first that has not is told."""
    column = _unowned(columns)
    if column is not None:
        context.report("E411", column.span, {"what": "table", "needs": _title(_OWNERS[column.kind][0])})
    return column is None


def _unowned(columns: tuple[n.OutputColumn, ...]) -> n.OutputColumn | None:
    """The first column about an outcome that has not the column of that outcome beside it."""
    kinds = {column.kind for column in columns}
    return next((c for c in columns if c.kind in _OWNERS and not kinds & set(_OWNERS[c.kind])), None)


def report_alone(context: Context, value: n.Name, owner: n.OutputKind) -> None:
    """A value that says something about an outcome which its row does not have."""
    context.report("E411", value.span, {"what": "row", "needs": _title(owner)})


def report_twice(context: Context, column: n.OutputColumn, first: n.OutputColumn) -> None:
    """A column that is there already."""
    at = Label(first.span, Words("the first one", "第一列"))
    said = column.name.text if column.name is not None else _TITLES[column.kind]
    context.report("E423", column.span, {"name": said}, labels=(at,))


def _title(kind: str) -> Words:
    title = _TITLES[kind]
    return Words(f"`{title.en}`", f"`{title.zh}`")
