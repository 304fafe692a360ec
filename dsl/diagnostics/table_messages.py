"""Messages of E1: tables, and texts with slots."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.entry import Entry, case, entry

_SLOT_EN = "A slot is a name in double braces, perhaps with a filter: `{{{{ full_name }}}}`, `{{{{ loan | wan }}}}`."
_SLOT_ZH = "占位要写成双花括号加名称，还可以加格式：{{{{ 姓名 }}}}、{{{{ 贷款 | 万元 }}}}。"
_IF_EN = " Words for some customers only: `{{% if payroll %}}…{{% endif %}}`."
_IF_ZH = "只给部分客户看的文字写成：{{% if 代发 %}}…{{% endif %}}。"
_ROWS_EN = "Every row of a table begins and ends with `|`."
_ROWS_ZH = "表格的每一行都以“|”开头、以“|”结尾。"

MESSAGES: Final[dict[str, Entry]] = {
    "E111": entry(
        "table-shape", "A table that does not fit together", "表格不整齐",
        case("This row has no `|` at its end.", "这一行末尾缺少“|”。", _ROWS_EN, _ROWS_ZH, what="bar"),
        case(
            "This is a row of the table, but it does not begin with `|`.",
            "这一行是表格的内容，但没有以“|”开头。",
            "Every row begins and ends with `|`, with `|` between its cells and `=>` before its results: "
            "`| prime => deposit_slip |`. Rows pasted from Excel need these signs between their columns.",
            "每一行都以“|”开头和结尾，各格之间用“|”隔开，结果前面用“=>”，如：| 优质 => 存单 |。"
            "从 Excel 粘贴的，请在各列之间补上这些符号。",
            what="first_bar",
        ),
        case(
            "The rows of a table have `|` between their cells.",
            "表格的每一行，各格之间要用“|”隔开。",
            "Write this line as `{row}`, and all lines below it in the same way.",
            "这一行请写成：{row}；下面各行也照这样写。",
            what="bars",
        ),
        case(
            "A table needs no line under its header.",
            "表头下面不用画横线。",
            "Take this line away.",
            "请删去这一行。",
            what="ruler",
        ),
        case(
            "This row has more than one `=>`.",
            "这一行有不止一个“=>”。",
            "One `=>` stands between all conditions and all results.",
            "“=>”只写一个：左边是所有条件，右边是所有结果。",
            what="arrows",
        ),
        case(
            "This is the first line of the table, and it does not say what its columns are.",
            "这是表格的第一行，却没有写明各列是什么。",
            "Write the header above it: before `=>` what is asked, behind it what is decided, such as "
            "`| customer_tier => offer |`.",
            "请在它上面补写表头：“=>”前写看什么，后面写决定什么，如：| 客户层级 => 推荐 |。",
            what="heading_of_a_table",
        ),
        case(
            "This is the first line of the table, and it does not say what its columns are.",
            "这是表格的第一行，却没有写明各列是什么。",
            "Write the header above it: before `=>` the fields that are given, behind it what is expected, such as "
            "`| deposit => customer_tier |`.",
            "请在它上面补写表头：“=>”前写给出哪些字段，后面写预期什么，如：| 存款 => 客户层级 |。",
            what="heading_of_a_test",
        ),
        case(
            "This row has no `=>` between its conditions and its results.",
            "这一行没有用“=>”把条件和结果分开。",
            "In the header and in every row, write `=>` for the `|` before the results: `| customer_tier => offer |`.",
            "请在表头和每一行里，把结果前面的“|”换成“=>”，如：| 客户层级 => 推荐 |。",
            what="arrow",
        ),
        case(
            "This row has {found} cells, but the header has {expected}.",
            "这一行有 {found} 格，而表头有 {expected} 格。",
            "Give every column its cell: `-` means any value, or behind `=>` nothing.",
            "每一列都要有一格：条件不限请写“-”，“=>”后面没有结果也写“-”。",
            what="width",
        ),
        case(
            "This row has {found} cells, but the header has {expected}.",
            "这一行有 {found} 格，而表头有 {expected} 格。",
            "Give every column its cell; where there is nothing to say, leave it empty between its bars.",
            "每一列都要有一格；没有内容的，在两个“|”之间留空即可。",
            what="fields",
        ),
        case(
            "This table has no rows.",
            "这个表一行内容也没有。",
            "Write the header and the rows below, indented: `| customer_tier => offer |`.",
            "请在下面缩进写出表头和各行，如：| 客户层级 => 推荐 |。",
            what="empty",
        ),
        case(
            "This table has a header but no rows, so it decides nothing.",
            "这个表只有表头，没有内容，什么也决定不了。",
            "Write at least one row below the header, or take the table away.",
            "请在表头下面至少写一行；暂时不用的表请删去。",
            what="no_rows",
        ),
        case(
            "A table belongs under `customer`, `table` or `test`, and this one does not stand under any of them.",
            "表格要写在“客户”“决策表”或“测试”的下面，而这里不是。",
            "Write the line it belongs to above it, such as `table entry_products collect`.",
            "请在表格上面写出它所属的那一句，如：决策表 切入产品 收集。",
        ),
    ),
    "E112": entry(
        "empty-cell", "An empty cell", "空的单元格",
        case(
            "Every field needs a name and a type, but this cell is empty.",
            "每个字段都要有名称和类型，这一格却是空的。",
            "Fill it in. Types are `money`, `whole`, `number`, `percent`, `text`, `date`, `days`, `yes/no`, `one of …` "
            "and `key`.",
            "请补上。类型有：金额、整数、数值、百分比、文本、日期、天数、是/否、取值 …、主键。",
            what="field",
        ),
        case(
            "This cell is empty, so it is not clear what is meant.",
            "这一格是空的，看不出是什么意思。",
            "Write `-` for any value, or behind `=>` for nothing; write `missing` if the value must be missing, "
            "and what the row above has if it is the same.",
            "条件不限请写“-”，“=>”后面没有结果也写“-”；要求没有值请写“缺失”；和上一行相同的，要再写一遍。",
        ),
    ),
    "E113": entry(
        "bad-text", "A text with a slot that cannot be read", "文字里的占位有误",
        case(
            "`{found}` has single braces, so the customer would read it as it stands.",
            "“{found}”只有一层花括号，客户看到的就会是这几个字本身。",
            _SLOT_EN, _SLOT_ZH, what="single",
        ),
        case(
            "A text cannot hold {found}.",
            "文字里不能{found}。",
            "Work it out in a `define` or a `class`, and put its name in the text.",
            "请先用“定义”或“客群”算好，再把名称放进文字里。",
            what="refused",
        ),
        case("The slot `{found}` cannot be read.", "看不懂占位“{found}”。", _SLOT_EN + _IF_EN, _SLOT_ZH + _IF_ZH),
    ),
    "E115": entry(
        "record-header", "The header of the customer record", "客户记录的表头有误",
        case(
            "`{found}` is not a column of the customer record.",
            "客户记录没有“{found}”这一列。",
            has="near",
        ),
        case(
            "The customer record has no column `{needed}`.",
            "客户记录缺少“{needed}”这一列。",
            "The columns are `name` and `type`, and if you like `also`, `column`, `missing`, `typical`.",
            "必须有“名称”和“类型”两列，另外可以有“又名”“列”“缺失”“典型”。",
            what="needed",
        ),
        case(
            "The customer record has no results, so no `=>` either.",
            "客户记录里没有结果，不用写“=>”。",
            "Separate all columns with `|`.",
            "各列之间都用“|”隔开。",
            what="arrow",
        ),
        case(
            "`{found}` is not a column of the customer record.",
            "客户记录没有“{found}”这一列。",
            "The columns are `name`, `also`, `column`, `type`, `missing`, `typical`.",
            "可用的列有：名称、又名、列、类型、缺失、典型。",
        ),
    ),
    "E116": entry(
        "test-header", "A column of a test that is no field", "测试表的条件列不是字段",
        case(
            "Before `=>` a test table gives fields of the customer, and this is not the name of one.",
            "测试表里“=>”前面是客户的字段，而这里不是字段名称。",
            "Write the name of a field, such as `deposit`; what is expected stands behind `=>`.",
            "请写字段的名称，如“存款”；期望的结果写在“=>”后面。",
        ),
    ),
    "E117": entry(
        "unknown-filter", "Unknown filter in a text", "没有这种格式",
        case("There is no filter called `{found}`.", "没有名为“{found}”的格式。", has="near"),
        case(
            "There is no filter called `{found}`.",
            "没有名为“{found}”的格式。",
            "The filters are {allowed:names}.",
            "可用的格式有：{allowed:names}。",
        ),
    ),
    "E118": entry(
        "filter-type", "A filter that does not fit its value", "格式与取值不符",
        case(
            "`{name}` is {found}, but an `if` in a text asks for yes or no.",
            "“{name}”是{found}，而文字里的判断需要“是”或“否”。",
            "Give the condition a name with `class`, and use that name.",
            "请用“客群”给这个条件起个名字，再用那个名字判断。",
            what="if",
        ),
        case(
            "`{name}` is {found}, which the filter `{filter}` cannot show.",
            "“{name}”是{found}，不能用“{filter}”这种格式。",
            "Money takes `wan`, `yi`, `yuan`; numbers take `percent`, `whole`; dates take `date`.",
            "金额可用“万元”“亿元”“元”，数值可用“百分比”“取整”，日期可用“日期”。",
        ),
    ),
}  # fmt: skip
