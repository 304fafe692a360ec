"""The kinds of things that a policy declares: what each is called, and among which names it is looked for."""

from __future__ import annotations

from typing import Final, Literal

from dsl.diagnostics.model import Words

Namespace = Literal["value", "offer", "rule", "profile", "channel", "role", "task", "group"]
SymbolKind = Literal[
    "field", "param", "define", "ladder", "class", "points", "choice", "offer", "rule", "table", "profile",
    "channel", "role", "task", "group",
]  # fmt: skip

KIND_WORDS: Final[dict[str, Words]] = {
    "field": Words("a field of the record", "客户字段"), "param": Words("a param", "参数"),
    "define": Words("a define", "定义"), "ladder": Words("a ladder of tiers", "层级阶梯"),
    "class": Words("a class", "客群"), "points": Words("a points account", "积分账户"),
    "choice": Words("a choice", "选项"), "offer": Words("an offer", "产品推荐"), "rule": Words("a rule", "规则"),
    "table": Words("a table", "决策表"), "profile": Words("a profile", "方案"), "channel": Words("a channel", "渠道"),
    "role": Words("a role", "角色"), "task": Words("a task", "待办"),
    "group": Words("a group of offers", "产品分组"), "rung": Words("a tier", "层级"),
    "value": Words("a listed value", "取值"), "name": Words("a name", "名称"),
}  # fmt: skip
VALUE_WORDS: Final = Words("something with a value, such as a field or a class", "有取值的名称，如客户字段或客群")
NAMESPACE_WORDS: Final[dict[Namespace, Words]] = {
    "value": KIND_WORDS["name"], "offer": KIND_WORDS["offer"], "rule": KIND_WORDS["rule"],
    "profile": KIND_WORDS["profile"], "channel": KIND_WORDS["channel"], "role": KIND_WORDS["role"],
    "task": KIND_WORDS["task"], "group": KIND_WORDS["group"],
}  # fmt: skip
SPACE_OF_KIND: Final[dict[SymbolKind, Namespace]] = {
    "field": "value", "param": "value", "define": "value", "ladder": "value", "class": "value", "points": "value",
    "choice": "value", "offer": "offer", "rule": "rule", "table": "rule", "profile": "profile", "channel": "channel",
    "role": "role", "task": "task", "group": "group",
}  # fmt: skip
VALUE_KINDS: Final[frozenset[SymbolKind]] = frozenset(
    {"field", "param", "define", "ladder", "class", "points", "choice"}
)
KIND_OF_HEAD: Final[dict[str | None, SymbolKind]] = {
    "PARAM": "param", "DEFINE": "define", "TIERS": "ladder", "CLASS": "class", "POINTS": "points", "CHOICE": "choice",
    "PRODUCT": "offer", "RULE": "rule", "TABLE": "table", "PROFILE": "profile", "CHANNELS": "channel", "ROLES": "role",
    "TASKS": "task", "GROUPS": "group",
}  # fmt: skip
