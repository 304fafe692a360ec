"""Words and signs of other languages and of everyday speech, and what they are called here.

A product owner comes from spreadsheets, SQL and plain speech; what they write there is known, so a message can
say what to write instead rather than only what cannot stand.
"""

from __future__ import annotations

import re
from typing import Final

# What an empty cell is called elsewhere, and one that is not.
MISSING_WORDS: Final = (
    ("null", "none", "nil", "empty", "blank", "unknown", "undefined", "na"),
    ("空", "为空", "是空", "空值", "空白", "无值", "没有值", "未知", "未填", "没填", "未填写", "不详"),
)
KNOWN_WORDS: Final = ("非空", "不空", "不为空", "不是空", "有值", "已填", "已填写")
# word: what is written for it here; the first that fits the place is meant.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    # values
    **dict.fromkeys(MISSING_WORDS[0], ("missing",)), **dict.fromkeys(MISSING_WORDS[1], ("缺失",)),
    **dict.fromkeys(KNOWN_WORDS, ("已知",)),
    "true": ("yes",), "false": ("no",), "真": ("是",), "假": ("否",),
    "now": ("today",), "今日": ("今天",), "当天": ("今天",), "当前日期": ("今天",),
    # comparisons and connectives
    "和": ("且",), "与": ("且",), "及": ("且",), "以及": ("且",), "同时": ("且",), "并": ("且",), "就": ("则",),
    "exceed": (">",), "exceeding": (">",), "equal": ("=",), "最少": ("至少", ">="), "最多": ("至多", "<="),
    **dict.fromkeys(("超", "超出", "高过", "多过", "大过", "逾", "长于"), ("超过",)), "起码": ("至少",),
    **dict.fromkeys(("未超过", "没超过", "没有超过", "不大过", "不多过", "不长于"), ("不超过",)),
    **dict.fromkeys(("不到", "未到", "没到", "没有到", "达不到", "未达到", "没达到", "没有达到"), ("不满",)),
    **dict.fromkeys(("低过", "少过", "短于"), ("不满",)), **dict.fromkeys(("不下于", "不短于"), ("不低于",)),
    **dict.fromkeys(("不同于", "异于"), ("不等于",)), "不为": ("不是",),
    "最近": ("近",), "最近的": ("近",), "过去的": ("过去",), "接下来": ("未来",), "未来的": ("未来",),
    # statements
    "when": ("if", "given"), "whenever": ("if",), "where": ("if",), "假如": ("如果",), "如": ("如果",),
    "要是": ("如果",), "凡是": ("如果",), "假设": ("如果", "已知"),
    "结果": ("期望",), "预期": ("期望",), "should": ("expect",),
    "for": ("by", "if"), "to": ("if",), "by": ("via",), "at": ("on",), "in": ("within",),
    "有效期": ("从",), "没有推荐": ("不推荐",),
    "全部": ("所有",), "全部推荐": ("所有推荐",),
    "tag": ("class",), "label": ("class",), "segment": ("class",), "标签": ("客群",), "人群": ("客群",),
    "product": ("offer",), "recommend": ("offer",), "variable": ("param",), "set": ("param",), "变量": ("参数",),
    "import": ("use",), "include": ("use",), "导入": ("引用",), "ladder": ("tiers",), "levels": ("tiers",),
    "等级": ("层级",), "任务": ("待办",), "排除": ("剔除",),
    "加分": ("加",), "增加": ("加",), "todo": ("task",),
    # types and cells of the record
    "string": ("text",), "varchar": ("text",), "字符串": ("文本",), "字符": ("文本",), "文字": ("文本",),
    "int": ("whole",), "integer": ("whole",), "整型": ("整数",), "decimal": ("number", "money"),
    "float": ("number",), "double": ("number",), "小数": ("数值",), "数字": ("数值",), "amount": ("money",),
    "percentage": ("percent",), "rate": ("percent",), "enum": ("one of",), "枚举": ("取值",),
    "datetime": ("date",), "timestamp": ("date",), "时间": ("日期",), "mandatory": ("required",), "必需": ("必填",),
    "rmb": ("CNY",), "yuan": ("CNY",), "人民币": ("CNY",), "元": ("CNY",), "pound": ("GBP",), "pounds": ("GBP",),
    "dollar": ("USD",), "dollars": ("USD",), "euro": ("EUR",), "euros": ("EUR",),
    "bool": ("yes/no",), "boolean": ("yes/no",), "布尔": ("是/否",), "是否": ("是/否",),
}  # fmt: skip

_WINDOWS: Final = {"last": ("last", "past", "previous"), "next": ("next", "coming", "following")}
# Words in a row: what is written for them here; # stands for a number.
PHRASES: Final[dict[str, str]] = {
    f"{preposition} {the}{said}": f"within the {word}"
    for word, ways in _WINDOWS.items() for said in ways for the in ("the ", "") for preposition in (
        "within", "in", "during", "over", "throughout",
    ) if (preposition, said) != ("within", word)
} | {
    "exactly # ago": "= today - #", "at least # old": "at least # ago", "up to": "at most",
    "greater or equal to": "at least", "equal or greater than": "at least", "less or equal to": "at most",
    "equal or less than": "at most", "but not": "and not", "但不是": "且 非", "但非": "且 非",
}  # fmt: skip

# What joins names elsewhere; here a comma does.
JOINING_WORDS: Final = frozenset({"和", "与", "及", "以及", "and", "&"})
# Two-way choices and ranges are said in another way here, not with another word.
ELSE_WORDS: Final = frozenset({"else", "elif", "elseif", "elsif", "otherwise", "否则", "反之", "其他情况"})
# Words of Chinese speech that unspaced text is cut around, because they say how something is compared.
SPOKEN_RUNS: Final = (
    "不为空", "为空", "非空", "未知", "不包含", "不含",
    "不晚于", "不早于", "早于", "晚于",
)  # fmt: skip
# The same before an amount: elsewhere names are made of the same letters.
SPOKEN_BEFORE_A_NUMBER: Final = re.compile(
    rf"({'|'.join(sorted((w for w in SYNONYMS if not w.isascii()), key=len, reverse=True))})(?=\d)"
)
# What may be said beside a sentence that says it already: taken away, it still says the same.
FILLER_WORDS: Final = frozenset(
    {"either", "both", "the", "a", "an", "also", "please", "分", "都", "也", "既", "时", "的时候", "的话"}
)
# What turns a condition round; here that is said with another word for "not".
UNLESS_WORDS: Final = frozenset({"unless", "without", "except", "除非", "除了", "没有"})
# What a cell says elsewhere that takes anything, or whatever the rows above leave.
ANY_WORDS: Final = frozenset(
    {"不限", "任意", "任何", "全部", "所有", "均可", "皆可", "无", "any", "all", "anything", "n/a"}
)
DITTO_WORDS: Final = frozenset({"同上", "同前", "〃", "ditto", "same"})
# What a column of whole conditions is headed with elsewhere.
CONDITION_HEADINGS: Final = frozenset({"condition", "conditions", "criteria", "when", "判断", "判断条件", "规则条件"})
NUMBERING_WORDS: Final = frozenset({"序号", "行号", "no", "nr", "row"})
# What a result cell says elsewhere that gives nothing.
NOTHING_WORDS: Final = frozenset({"无", "没有", "空", "不推荐", "none", "nothing", "n/a", "null"})
REST_WORDS: Final = frozenset({"其他", "其它", "其余", "默认", "other", "others", "rest", "default"})
# What a line of remarks begins with elsewhere.
REMARK_WORDS: Final = frozenset({"rem", "note", "remark", "comment", "注", "注释", "备注", "说明", "注意"})
RANGE_WORDS: Final = frozenset({"between", "介于", "之间"})

# Signs the scanner takes as one: what is written for them here.
SIGNS: Final[dict[str, str]] = {
    "==": "=", "===": "=", "=<": "<=", "&&": "and", "&": "and", "!": "not", "->": "=>", "→": "=>", "⇒": "=>",
    "==>": "=>", "[": "(", "]": ")", "{": "(", "}": ")", "【": "(", "】": ")", "^": "*",
}  # fmt: skip
# What numbers have behind them elsewhere, and what it is here.
UNIT_WORDS: Final = {
    "mln": " million", "mio": " million", "mn": " million", "mm": " million", "bn": " billion", "bln": " billion",
    "mrd": " billion", "pct": "%", "percent": "%", "pp": "%", "个点": "%", "点": "%", "个百分点": "%", "百分点": "%",
}  # fmt: skip
CURRENCY_SIGNS: Final = {"¥": "元", "￥": "元", "$": " USD", "€": " EUR", "£": " GBP"}


def meant(word: str, candidates: frozenset[str]) -> str | None:
    """What a foreign word is called here, if that can stand in its place."""
    for said in SYNONYMS.get(word.lower(), ()):
        if said.split("/")[0] in candidates or said in candidates:
            return said
    return None
