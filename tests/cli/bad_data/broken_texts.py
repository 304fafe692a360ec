"""Broken text files: what people export, and what happens to it on the way."""

HEADER = "客户号,姓名,网点,存款,代发,开户日,利率,风险等级"
GOOD = (
    "C1,王芳,0101,2000000,是,2018-05-01,3.5%,稳健",
    "C2,李雷,0102,60000.50,否,2021-06-30,0.05,平衡",
    "C3,韩梅,0103,,是,2022-01-31,12%,进取",
)


def csv(*rows, header=HEADER, good=GOOD, end="\n"):
    """A text file of some rows behind the good ones."""
    return end.join((header, *good, *rows)) + end


def row(key="C4", **cells):
    """A row that is good but for some cells."""
    plain = dict(zip(HEADER.split(","), GOOD[2].split(","), strict=True)) | {"姓名": "张伟", "存款": "100"}
    return ",".join(({**plain, **cells, "客户号": key}).values())


def rows_with(column, *cells):
    """A row for each cell."""
    return [row(f"C{number}", **{column: cell}) for number, cell in enumerate(cells, 4)]


def made_of(content):
    """How a file with this content is made; a text is UTF-8."""
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content)


def long_file(bad, at=5000):
    """Many good rows in UTF-8, and bytes in one of them that are none."""
    lines = [f"C{number},张伟,0103,100,是,2022-01-31,3%,稳健".encode() for number in range(1, 6001)]
    lines[at - 1] = lines[at - 1].replace("张伟".encode(), bad)
    return HEADER.encode() + b"\n" + b"\n".join(lines) + b"\n"


IN_ENGLISH = "id,call,branch,deposit,payroll,opened,rate,risk"

# name: (content, rows that must be accounted for; None if the file is refused)
TEXTS = {
    # --- encodings ---
    "gb18030": (csv().encode("gb18030"), 3),
    "utf16_with_a_mark": (csv().encode("utf-16"), 3),
    "utf16_without_a_mark": (csv().encode("utf-16-le"), None),
    "gbk_name_in_a_utf8_file": (long_file("张伟".encode("gbk")), None),
    "latin1_name_in_a_utf8_file": (long_file("José".encode("latin-1")), None),
    "latin1_file": (
        csv("C1,Müller,1,5,Y,,3%,", "C2,Lefèvre,1,5,Y,,3%,", header=IN_ENGLISH, good=()).encode("latin-1"), None,
    ),
    "utf8_name_in_a_gbk_file": (csv().encode("gb18030") + row("C4", 姓名="欧阳娜娜a").encode() + b"\n", None),
    "mark_in_the_middle": ((csv() + "\ufeff" + csv("C4,张伟,0103,100,是,2022-01-31,3%,稳健")).encode("utf-8-sig"), 8),
    "nul_in_a_cell": (csv(row("C4", 姓名="张\0伟")), None),
    # --- separators, quotes, lines ---
    "mixed_separators": (csv(*(row(f"C{n}").replace(",", ";") for n in (4, 5))), 5),
    "comma_in_a_name": (csv("C4,张伟,小张,0103,100,是,2022-01-31,3%,稳健"), 4),
    "comma_in_an_amount": (csv("C4,张伟,0103,1,234.50,是,2022-01-31,3%,稳健"), 4),
    "invisible_characters": (csv(*rows_with("代发", "是\x1a", "是\u200bn")), 5),
    "quote_never_closed": (csv('C4,"张伟,0103,100,是,2022-01-31,3%,稳健', row("C5")), None),
    "quote_closed_too_late": (
        csv('C4,"张伟,0103,100,是,2022-01-31,3%,稳健', row("C5"), 'C6,张"伟",0103,100,是,2022-01-31,3%,稳健'),
        4,
    ),
    "separator_at_every_end": (csv().replace("\n", ",\n").replace(f"{HEADER},", HEADER), 3),
    "separator_at_one_end": (csv(row("C4") + ","), 4),
    "mixed_line_ends": ((csv(end="\r\n") + row("C4") + "\r" + row("C5") + "\n\r\n\n" + row("C6")), 6),
    "cut_off_in_a_row": (csv("C4,张伟,0103,10").rstrip("\n"), 4),
    "a_very_long_line": (csv(row("C4", 姓名="x" * (34 << 20))), None),
    # --- headers ---
    "empty": (b"", None),
    "blank": (b"\n\n  \n", None),
    "header_only": ((HEADER + "\n"), None),
    "no_header": ("\n".join(GOOD), None),
    "title_above_the_header": (("客户清单 2026年5月\n制表：零售部\n" + csv()), None),
    "renamed_column": (csv(header=HEADER.replace("存款", "存款余额")), None),
    "missing_columns": ("客户号,姓名,网点,存款\nC1,王芳,0101,5\n", None),
    "extra_column": (csv().replace("\n", ",备注\n"), 3),
    "duplicate_column": (csv(header=HEADER.replace("风险等级", "存款")), None),
    # --- keys ---
    "duplicate_keys": (csv(row("C2"), row("C4"), row("C4", 存款="5")), 6),
    "key_again_in_a_ragged_row": (csv("C2,李,雷,0102,60000.50,否,2021-06-30,0.05,平衡", row("C4")), 5),
    "keys_missing": (csv(row(""), row("  ")), 5),
    "total_at_the_end": (csv("合计,,,2060000.50,,,,", "制表人：王芳,,,,,,,"), 5),
    "keys_like_formulas": (csv(row("=1+1"), row("@SUM(1)"), row("+8613800000000"), row("-5")), 7),
    # --- cells ---
    "amounts": (
        csv(*rows_with("存款", '"1,234.50"', "5万", "￥100", "(5)", "1.5E+06", "100.005", "-5", "USD 5", "约5万")),
        12,
    ),
    "dates": (
        csv(*rows_with("开户日", "2026/1/2", "20260102", "02.01.2026", "46024", "2026-02-30", "26-1-2", "长期")),
        10,
    ),
    "yes_and_no": (csv(*rows_with("代发", "Y", "1", "TRUE", "否", "有", "2")), 9),
    "percentages": (csv(*rows_with("利率", "3.5%", "0.035", "3.5", "30%", "LPR+30BP")), 8),
    "full_width_and_blanks": (
        csv(
            row("C4", 存款="１０００", 代发="Ｙ", 风险等级="稳健\u3000"), row("\u00a0C5\u00a0", 存款="\u00a0100"),
            row("C5 "), row("C6"), row("C7"), row("C7\u3000"),
        ), 9,
    ),
    "not_in_the_list": (csv(*rows_with("风险等级", "稳建", "R2")), 5),
    "formulas_in_texts": (
        csv(*rows_with("姓名", "=1+1", "@SUM(1)", "+86 138", "-"), row("C8", 存款="=1+1")), 8,
    ),
}  # fmt: skip
