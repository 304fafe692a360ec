"""Policies made up by hypothesis: every statement that can be written, with names that make trouble.

The nodes are what parsing would give, not what a check would accept: `红名单 + 3 is missing` is fine here.
"""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from dsl.syntax import nodes as n
from dsl.syntax.elapsed import compared
from dsl.syntax.full_steps import FullSteps
from dsl.syntax.promises import gathered
from dsl.syntax.units import CURRENCIES, NO_UNIT, SCALES, Unit
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.year_days import LEAP_YEAR

# Things with a name in each language, some with two in one, some with one only.
THINGS = [
    ("deposit", "存款"), ("贷款", "loan"), ("wealth", "理财", "理财余额"), ("age", "年龄"), ("同意短信", "sms_consent"),
    ("core_line", "核心线", "base_line"), ("保守",), ("vip",), ("assets", "资产"), ("积分",), ("客户层级", "level"),
]  # fmt: skip
_PLAIN_NAMES = [name for thing in THINGS for name in thing]
_ODD_NAMES = [
    "3rd", "a b", "x-y", "a.b", "#1", "a|b", '"q"', "=>", "_", "。", " ", "ＶＩＰ", "VIP客户", "中国 银行",
    "如果贷款", "存款且贷款", "贷款超过三倍", "层级核心", "不推荐存款", "近三月", "未来七天", "且慢", "是否", "5万以上",
    "x", "k", "天", "万", "年", "元", "个", "CNY", "at", "most", "days", "since", "as", "one", "Is", "No", "is not",
]  # fmt: skip
_KEYWORDS = sorted(VOCABULARY.readings)
_ELAPSING = st.sampled_from([">=", "<", ">", "<="])

plain_names = st.sampled_from(_PLAIN_NAMES)
names = st.one_of(plain_names, plain_names, st.sampled_from(_ODD_NAMES), st.sampled_from(_KEYWORDS))

_TEXT_PARTS = [
    "a", "存款", " ", "　", "{{ 姓名 }}您好", "，", "以上", "#", "|", "`", "=>", "“", "＂", "」", "é", "😀", "1", "-",
    "好" * 30,
]  # fmt: skip
texts = st.lists(st.sampled_from(_TEXT_PARTS), max_size=4).map("".join)
quoted_texts = st.one_of(texts, texts.map(lambda t: t + '"'), texts.map(lambda t: "”" + t)).filter(
    lambda t: not ({'"', "＂"} & set(t) and {"”", "」"} & set(t))  # one pair of quotes cannot hold both
)
long_texts = st.lists(st.sampled_from([*_TEXT_PARTS, '"', "”"]), max_size=6).map("".join)

units = st.one_of(
    st.just(NO_UNIT),
    st.builds(Unit, plain=st.sampled_from(["%", "bp", "day", "week", "month", "year"])),
    st.builds(Unit, scale=st.sampled_from([None, *SCALES]), currency=st.sampled_from([None, "CNY", *CURRENCIES])),
)
digits = st.one_of(
    st.integers(0, 20).map(str),
    st.integers(1000, 10**9).map(str),
    st.tuples(st.integers(0, 10**6), st.sampled_from(["5", "05", "10", "999"])).map(lambda t: f"{t[0]}.{t[1]}"),
)
plain_numbers = st.builds(n.Number, digits)
numbers = st.builds(n.Number, digits, units)
multiples = st.builds(n.Number, digits, st.just(Unit(plain="x")))
amounts = st.builds(n.Number, digits, units.filter(lambda u: u != NO_UNIT))
times = st.builds(n.Number, digits, units.filter(lambda u: u.kind in ("days", "months")))
days = st.builds(n.Day, st.one_of(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates()))


def statements(names=names):
    """Any statement that can be read."""
    return Nodes(names).statement


def _tuples(elements, least=1, most=3):
    return st.lists(elements, min_size=least, max_size=most).map(tuple)


def _maybe(strategy):
    return st.one_of(st.none(), strategy)


def _compared(sides):
    """As it is read: a number of full years since a day is how long ago it was."""
    op, left, right = sides
    return compared(op, op, left, right, n.Node().span)


def _of_every_year(anniversary):
    """As it is read: the anniversary of a day that is written out is one of every year."""
    match anniversary.operand:
        case n.Day(day):
            return n.Anniversary(n.Day(day.replace(year=LEAP_YEAR)))
        case _:
            return anniversary


def _value_of_a_list(named):
    """With a further name only in the other language."""
    first, further = named
    return n.Declared(first, () if further is None or further.isascii() == first.isascii() else (further,))


def _one_name_without_a_condition(statement):
    """Beside a name of something without a condition, a further one may be read as the condition (E125)."""
    match statement:
        case n.RuleDecl(name, None) if name is not None:
            return replace(statement, name=n.Declared(name.text))
        case n.OfferDecl(name, eligible=None) | n.ClassDecl(name, ()):
            return replace(statement, name=n.Declared(name.text))
        case _:
            return statement


class Nodes:
    """Strategies of all kinds of nodes over one strategy of names."""

    def __init__(self, names):
        self.text = st.builds(n.Text, quoted_texts)
        self.long_text = st.builds(n.Text, long_texts)
        self.name = st.builds(n.Name, names)
        self.names = _tuples(self.name)
        self.declared = st.builds(n.Declared, names, _tuples(names, 0, 2))
        self.listed = st.tuples(st.one_of(names, quoted_texts, digits), _maybe(names)).map(_value_of_a_list)
        self.period = st.one_of(
            st.builds(n.Period, st.dates(), st.none()),
            st.builds(n.Period, st.none(), st.dates()),
            st.tuples(st.dates(), st.dates()).map(lambda d: n.Period(min(d), max(d))),
        )
        self.expr = st.recursive(self._atoms(names), self._larger, max_leaves=8)
        self.short = st.recursive(self._atoms(names), self._larger, max_leaves=3)
        self._outcomes(names)
        self._expectations()
        self._tables()
        self._fields(names)
        self.statement = self._statements()

    def _atoms(self, names):
        return st.one_of(
            st.builds(n.Name, names),
            st.builds(n.Name, names, _maybe(names)),
            numbers, multiples, days, self.text,
            st.builds(n.Truth, st.booleans()),
            st.builds(n.Today),
            st.builds(n.TheTier),
        )  # fmt: skip

    def _larger(self, e):
        return st.one_of(
            st.builds(n.Arithmetic, st.sampled_from("+-*/"), e, e),
            st.builds(n.Arithmetic, st.sampled_from("+-"), e, times, in_words=st.just(True)),  # noqa: FBT003
            st.builds(n.Negative, e),
            st.builds(n.Times, multiples, e),
            st.builds(n.Part, amounts, e),
            st.builds(n.Since, st.sampled_from(["days", "months", "years"]), e),
            st.builds(n.Anniversary, e).map(_of_every_year),
            st.builds(n.Default, e, e),
            st.builds(n.Extreme, st.sampled_from(["min", "max"]), _tuples(e, 2)),
            st.builds(n.Round, st.sampled_from(["down", "up", "half"]), e, numbers),
            st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), e, e).map(_compared),
            st.builds(n.Elapsed, _ELAPSING, e, st.one_of(times, e)),
            st.builds(n.Not, st.builds(n.Window, e, st.sampled_from(["last", "next"]), times)),
            st.builds(n.Is, e, e, st.booleans()),
            st.builds(n.IsMissing, e, st.booleans()),
            st.builds(n.InList, e, _tuples(e), st.booleans()),
            st.builds(n.TextTest, st.sampled_from(["contains", "starts"]), e, self.text),
            st.builds(n.Window, e, st.sampled_from(["last", "next"]), e),
            st.builds(n.Between, e, e, e, st.booleans()),
            st.builds(n.Not, e),
            st.builds(n.And, _tuples(e, 2)),
            st.builds(n.Or, _tuples(e, 2)),
        )

    def _outcomes(self, names):
        for_each_full = st.builds(FullSteps, self.short, self.short, self.short).map(FullSteps.calculation)
        one_for_each_full = st.builds(FullSteps, st.just(n.Number("1")), self.short, self.short)
        self.points = st.one_of(self.short, for_each_full, one_for_each_full.map(FullSteps.calculation))
        self.scope = st.one_of(
            st.just(n.Scope("all")),
            st.builds(n.Scope, st.sampled_from(["offer", "group", "channel"]), self.names),
        )
        value = st.builds(n.Name, st.one_of(names, quoted_texts, digits))
        self.action = st.one_of(
            st.builds(n.TierAction, self.name, _maybe(self.name)),
            st.builds(n.ClassAction, self.names),
            st.builds(n.OfferAction, self.names, _tuples(self.name, 0, 2), _maybe(self.short)),
            st.builds(n.PointsAction, self.points, self.name),
            st.builds(n.ChoiceAction, self.name, value),
            st.builds(
                n.TaskAction, self.name, _maybe(self.name), _maybe(self.short), _maybe(self.short), _maybe(self.name)
            ),
            st.builds(n.ExcludeAction, self.scope),
        )
        self.outcome = st.one_of(
            st.builds(n.HasOutcome, st.just("class"), self.name),
            st.builds(n.HasOutcome, st.just("tier"), self.name, _maybe(self.name)),
            st.builds(n.HasOutcome, st.just("offer"), self.name, via=_maybe(self.name)),
            st.builds(n.HasOutcome, st.just("offer"), st.none(), group=_maybe(self.name), via=_maybe(self.name)),
            st.builds(n.HasOutcome, st.just("task"), _maybe(self.name), role=_maybe(self.name), via=_maybe(self.name)),
            self.short,
        )

    def _expectations(self):
        name = self.name
        missing, unknown = st.just(n.Missing()), st.just(n.Unknown())
        self.given = st.builds(n.Given, name, st.one_of(self.short, missing))
        self.expectation = st.one_of(
            st.builds(n.ExpectTier, name, _maybe(name), _maybe(name)),
            st.just(n.ExpectTier(None)),
            st.builds(
                n.ExpectOffer,
                name,
                st.booleans(),
                _maybe(name),
                _maybe(self.short),
                _maybe(self.long_text),
                _maybe(name),
                _maybe(self.long_text),
            ),
            st.just(n.ExpectOffer(None, negated=True)),
            st.builds(n.ExpectClass, name, st.sampled_from(["yes", "no", "unknown"])),
            st.builds(
                n.ExpectTask, name, st.booleans(), _maybe(name), _maybe(name), _maybe(days), _maybe(self.long_text)
            ),
            st.builds(n.ExpectValue, name, st.one_of(self.short, missing, unknown)),
        )

    def _tables(self):
        short, anything = self.short, st.just(n.Anything())
        test = st.one_of(
            st.builds(n.CellTest, st.sampled_from(["is", "not"]), st.none(), short),
            st.builds(n.CellTest, st.just("compare"), st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), short),
            st.builds(n.CellTest, st.just("elapsed"), _ELAPSING, st.one_of(times, short)),
            st.builds(n.CellTest, st.sampled_from(["last", "next", "not_last", "not_next"]), st.none(), times),
            st.builds(n.CellTest, st.sampled_from(["missing", "known"])),
            st.builds(n.CellTest, st.sampled_from(["between", "between_below"]), st.none(), short, short),
        )
        outputs = st.builds(n.OutputValues, st.one_of(_tuples(short, 1, 2), st.tuples(self.points)))
        input_ = st.one_of(
            st.builds(n.InputColumn, st.just("value"), short),
            st.builds(n.InputColumn, st.sampled_from(["class", "if"])),
        )
        kinds = ["offer", "via", "priority", "tier", "class", "task", "role", "due", "because"]
        output = st.one_of(
            st.builds(n.OutputColumn, st.sampled_from(kinds)),
            st.builds(n.OutputColumn, st.just("name"), self.name),
        )

        def rows(columns):
            inputs, outs = columns
            tests = st.one_of(anything, st.builds(n.CellTests, _tuples(test, 1, 2)))
            conditions = [st.one_of(anything, short) if c.kind == "if" else tests for c in inputs]
            row = st.builds(n.TableRow, st.tuples(*conditions), st.tuples(*[st.one_of(anything, outputs)] * len(outs)))
            return st.tuples(st.just(inputs), st.just(outs), _tuples(row))

        def cases(columns):
            given, expect = columns
            given_cell = st.one_of(st.none(), st.just(n.Missing()), short)
            marks = st.sampled_from([None, n.Missing(), n.Unknown()])
            case = st.builds(
                n.TestCase,
                st.tuples(*[given_cell] * len(given)),
                st.tuples(*[st.one_of(marks, outputs)] * len(expect)),
            )
            return st.builds(n.TestTable, st.just(given), st.just(expect), _tuples(case))

        self.decision = st.tuples(_tuples(input_), _tuples(output)).flatmap(rows)
        self.test_table = st.tuples(self.names, _tuples(output, 1, 2)).flatmap(cases)

    def _fields(self, names):
        short, name = self.short, self.name
        bounds = st.one_of(st.just((None, None)), st.tuples(short, short))

        nothing = st.none()

        def with_bounds(kind, currency=nothing, places=nothing):
            written = (st.booleans(), st.booleans()) if kind != "days" else (st.just(False), st.just(False))  # noqa: FBT003
            return st.tuples(bounds, currency, places, *written).map(
                lambda t: n.FieldType(kind, t[1], None, t[2], *t[0], decimal_comma=t[3], rounded=t[4])
            )

        type_ = st.one_of(
            st.builds(n.FieldType, st.sampled_from(["key", "row_number", "text", "yes_no"])),
            st.builds(
                n.FieldType, st.just("date"), zone=_maybe(self.text), first=_maybe(st.sampled_from(["day", "month"]))
            ),
            with_bounds("whole"), with_bounds("percent"), with_bounds("days"),
            with_bounds("number", places=_maybe(plain_numbers)),
            with_bounds("money", currency=_maybe(name)),
            st.builds(n.FieldType, st.just("one_of"), values=_tuples(self.listed)),
            st.builds(n.FieldType, st.just("ordered"), values=_tuples(self.listed, 2)),
        )  # fmt: skip
        missing = st.one_of(
            st.builds(n.MissingCell, st.sampled_from(["unknown", "required"])),
            st.builds(n.MissingCell, st.just("as"), short),
        )
        column = st.one_of(names, quoted_texts)
        mark = st.one_of(self.text, plain_numbers, plain_numbers.map(n.Negative), days)

        def fields(columns):
            def if_there(title, strategy):
                return _maybe(strategy) if title in columns else st.none()

            field = st.builds(
                n.FieldDecl,
                st.builds(n.Declared, names, _tuples(names, 0, 2) if "also" in columns else st.just(())),
                if_there("column", column), type_, if_there("missing", missing),
                if_there("typical", st.one_of(short, st.just(n.Missing()))),
                _tuples(mark, 0, 2) if "empty" in columns else st.just(()),
            )  # fmt: skip
            return st.tuples(st.just(tuple(columns)), _tuples(field, 0))

        further = st.lists(st.sampled_from(["also", "column", "missing", "empty", "typical"]), unique=True)
        columns = further.flatmap(lambda more: st.permutations(["name", "type", *more]))
        self.fields = st.one_of(st.just(((), ())), columns.flatmap(fields))

    def _statements(self):
        expr, short, name, declared = self.expr, self.short, self.name, self.declared
        because, period = _maybe(self.long_text), _maybe(self.period)
        setting = st.builds(n.Setting, name, short)
        assumption = st.builds(n.Assumption, expr)
        kinds = [
            st.builds(n.PolicyDecl, declared, _maybe(self.text), period),
            st.builds(n.UseDecl, self.names),
            st.tuples(declared, _maybe(name), self.fields, _tuples(assumption, 0), _maybe(days)).map(
                lambda t: n.RecordDecl(t[0], t[1], *t[2], t[3], t[4])
            ),
            st.builds(n.ParamDecl, declared, _tuples(st.builds(n.ParamValue, short, period))),
            st.builds(n.ProfileDecl, declared, _tuples(setting)),
            st.builds(n.RequireDecl, expr),
            st.builds(n.DefineDecl, declared, expr),
            st.builds(n.TiersDecl, declared, _maybe(short), _tuples(st.builds(n.Rung, declared, _maybe(short)))),
            st.builds(n.ClassDecl, declared, _tuples(st.builds(n.ClassCase, expr, because), 0)),
            st.builds(
                n.OfferDecl, declared, _maybe(short), _maybe(name), _tuples(name, 0), period, _maybe(expr),
                _maybe(self.long_text),
            ),
            st.one_of(st.just((None, None)), st.tuples(short, short)).flatmap(
                lambda bounds: st.builds(n.PointsDecl, declared, *map(st.just, bounds))
            ),
            st.builds(n.ChoiceDecl, declared, _tuples(self.listed)),
            st.builds(n.ListDecl, st.sampled_from(["channel", "role", "task", "group"]), _tuples(declared)),
            st.builds(n.LimitDecl, plain_numbers),
            st.builds(n.RuleDecl, _maybe(declared), _maybe(expr), _tuples(self.action), because, period),
            st.builds(n.RuleDecl, _maybe(declared), expr, _tuples(self.action), because, period),
            st.builds(n.ExcludeDecl, self.scope, expr, because, period),
            st.tuples(_tuples(self.outcome), _maybe(expr), because).map(
                lambda t: n.NeverDecl(*gathered(t[0], t[1]), t[2])
            ),
            st.builds(
                n.BanDecl, _tuples(self.text), _tuples(self.text, 0, 2), _tuples(self.name, 0, 2),
                _tuples(self.name, 0, 2),
            ),
            st.tuples(declared, st.sampled_from(["collect", "unique", "first"]), self.decision, because, period).map(
                lambda t: n.TableDecl(t[0], t[1], *t[2], t[3], t[4])
            ),
            st.builds(
                n.TestDecl, self.text, _maybe(days), _maybe(name), _tuples(setting, 0), _tuples(self.given, 0),
                _tuples(self.expectation, 0), _maybe(self.test_table),
            ),
        ]  # fmt: skip
        return st.one_of(kinds).map(_one_name_without_a_condition)
