"""The words of all reports that are not about one policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words

if TYPE_CHECKING:
    from engine.review.diff.comparing.readings import Part
    from engine.review.diff.impact.model import Cause, ImpactKind
    from engine.review.diff.statements.model import Affects, PartKind, StatementKind, Status

LABELS: Final = {
    "who": Words("who", "谁"),
    "among": Words("among", "部分"),
    "refused": Words("refused", "拒收"),
    "data": Words("data", "数据"),
    "shown": Words("for example", "例如"),
    "before": Words("before", "原来"),
    "after": Words("now", "现在"),
    "neighbour": Words("unchanged", "不变"),
    "edits": Words("edit", "改动"),
    "where": Words("where", "范围"),
    "open": Words("open", "未定"),
    "tests": Words("tests", "测试"),
}
TONES: Final = {
    "down": Words("worse", "变差"),
    "up": Words("better", "变好"),
    "other": Words("different", "不同"),
}
HEADINGS: Final = {
    "impact": Words("On the data", "对数据的影响"),
    "changes": Words("What changes for whom", "谁有什么变化"),
    "new_findings": Words("New findings of check", "check 新发现的问题"),
    "fixed_findings": Words("Findings of check that are gone", "check 不再报告的问题"),
    "silenced_findings": Words("Findings of check that a comment silences now", "check 发现、现在用注释放过的问题"),
    "statements": Words("What was edited", "改了什么"),
    "small": Words("What this rests on", "依据"),
}
PAGE: Final = {
    "title": Words("Policy review", "政策评审"),
    "differs": Words("Behaviour differs", "行为有变化"),
    "equivalent": Words("Equivalent", "等价"),
    "inconclusive": Words("Inconclusive", "未有定论"),
    "contents": Words("Contents", "目录"),
    "search": Words("Search the changes", "在变化中查找"),
    "placeholder": Words("customer, offer, rule, file …", "客户、产品、规则、文件……"),
    "show": Words("show", "显示"),
    "untested_only": Words("without a test", "没有测试"),
    "untested": Words("no test", "无测试"),
    "unsettled": Words("not settled", "未能判定"),
    "none_match": Words("No change matches.", "没有符合的变化。"),
    "alike": Words("more that change alike", "类同样的变化"),
    "nobody": Words("nobody in the data:", "数据中没有客户："),
    "moves_drawn": Words("Who changes tier; who stays is not drawn", "层级有变化的客户（不变的不画）"),
    "matrix": Words("Customers by tier before (rows) and now (columns)", "按原来（行）和现在（列）的层级统计客户"),
    "no_changes": Words("Nobody is decided otherwise.", "没有任何客户的判定不同。"),
    "nothing": Words("No policy differs.", "没有政策改动。"),
    "whole": Words("the statement", "全文"),
}
IMPACT_KINDS: Final[dict[ImpactKind, Words]] = {
    "tier": Words("tiers", "分层"),
    "class": Words("classes", "客群"),
    "choice": Words("choices", "选项"),
    "offer": Words("offers", "推荐"),
    "task": Words("tasks", "待办"),
    "points": Words("points", "积分"),
    "never": Words("promises", "承诺"),
}
CAUSES: Final[dict[Cause, Words]] = {
    "not_granted": Words("not granted", "无规则推荐"),
    "period": Words("out of its period", "不在有效期内"),
    "eligibility": Words("not eligible", "不符合条件"),
    "exclusion": Words("excluded", "被剔除"),
    "channel": Words("no channel left", "没有可用渠道"),
    "group": Words("another of its group is better", "同组另有更优先的"),
    "cap": Words("beyond the number of offers", "超出推荐个数上限"),
}
SEVERITIES: Final = {
    "error": Words("error", "错误"),
    "warning": Words("warning", "警告"),
    "info": Words("remark", "提示"),
}
READINGS: Final[dict[Part, Words]] = {
    "column": Words("column", "列名"),
    "type": Words("type", "类型"),
    "values": Words("names of its values", "取值的名称"),
    "empty": Words("empty is also", "也算空值"),
}
STATUSES: Final[dict[Status, Words]] = {
    "added": Words("added", "新增"),
    "removed": Words("removed", "删除"),
    "moved": Words("moved", "移动"),
    "renamed": Words("renamed", "改名"),
    "reworded": Words("reworded, means the same", "改写，意思相同"),
    "translated": Words("translated", "换了语言"),
    "changed": Words("changed", "修改"),
}
AFFECTS: Final[dict[Affects, Words]] = {
    "decisions": Words("can change decisions", "可能改变判定"),
    "data": Words("can change how data are read", "可能改变读数据的方式"),
    "texts": Words("changes texts only", "只改变文字"),
    "checks": Words("changes checks only", "只改变检查"),
    "nothing": Words("changes nothing", "什么也不改变"),
}
STATEMENTS: Final[dict[StatementKind, Words]] = {
    "policy": Words("policy", "政策"),
    "use": Words("use", "引用"),
    "record": Words("record", "记录"),
    "field": Words("field", "字段"),
    "assume": Words("assumption", "假定"),
    "channel": Words("channel", "渠道"),
    "role": Words("role", "角色"),
    "task": Words("task", "待办"),
    "group": Words("group", "分组"),
    "param": Words("parameter", "参数"),
    "profile": Words("profile", "方案"),
    "entry": Words("value in profile", "方案取值"),
    "require": Words("requirement", "要求"),
    "define": Words("definition", "定义"),
    "tiers": Words("tiers", "分层"),
    "class": Words("class", "客群"),
    "offer": Words("offer", "产品"),
    "points": Words("points", "积分"),
    "choice": Words("choice", "选项"),
    "limit": Words("limit of offers", "推荐上限"),
    "rule": Words("rule", "规则"),
    "exclude": Words("exclusion", "剔除"),
    "table": Words("table", "决策表"),
    "row": Words("row of table", "决策表的行"),
    "never": Words("promise (never)", "承诺（永不）"),
    "ban": Words("banned words", "禁用词"),
    "test": Words("test", "测试"),
}
PARTS: Final[dict[PartKind, Words]] = {
    "names": Words("names", "名称"),
    "period": Words("period", "有效期"),
    "because": Words("because", "因为"),
    "condition": Words("condition", "条件"),
    "threshold": Words("threshold", "门槛"),
    "comparison": Words("comparison", "比较"),
    "values": Words("values", "取值"),
    "outcome": Words("outcome", "结果"),
    "channels": Words("channels", "渠道"),
    "priority": Words("priority", "优先级"),
    "role": Words("role", "角色"),
    "due": Words("due day", "期限"),
    "points": Words("points", "积分"),
    "scope": Words("scope", "范围"),
    "title": Words("title", "标题"),
    "value": Words("value", "值"),
    "group": Words("group", "分组"),
    "say": Words("say", "话术"),
    "measure": Words("measure", "所按数额"),
    "rungs": Words("tiers", "各层"),
    "bounds": Words("bounds", "上下限"),
    "hit": Words("hit", "命中方式"),
    "columns": Words("columns", "列"),
    "count": Words("count", "个数"),
    "words": Words("words", "词语"),
    "except": Words("except", "例外"),
    "currency": Words("currency", "币种"),
    "as_of": Words("as-of date", "截至日期"),
    "column": Words("column", "列名"),
    "type": Words("type", "类型"),
    "missing": Words("when missing", "缺失时"),
    "empty": Words("written when empty", "空值写法"),
    "typical": Words("typical value", "典型值"),
    "profile": Words("profile", "方案"),
    "param": Words("parameter", "参数"),
    "given": Words("given", "已知"),
    "expect": Words("expected", "期望"),
    "case": Words("case", "用例"),
}
