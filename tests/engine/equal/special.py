"""Policies that chance would hardly make: long lists, many of everything, calculations at the edge."""

FIELDS = """
customer client
  | name | type                      |
  | id   | key                       |
  | m    | money from 0 to 100亿     |
  | k    | money from 0 to 100亿     |
  | big  | money                     |
  | w    | whole from 0 to 100       |
  | v    | whole from -100 to 100    |
  | n    | number                    |
  | x    | number 12 places          |
  | r    | percent from 0% to 36%    |
  | t    | date                      |
  | d    | days from 0 to 3650       |
  | b    | yes/no                    |
  | s    | text                      |
"""
LONG = [f"z{i}" for i in range(300)]
TEXTS = [f'"t{i}"' for i in range(0, 300, 3)]
WEIGHTS_OF_NOTHING = """
param zero = 0
class A if (0x w) * v >= 0
class B if (m - m) / 1元 * v >= 0
class C if (zero * w) * (zero * v) * r = 0
class D if (5 / zero) rounded down to 1 > 0
class E if ((w / zero) rounded to 1) is missing
class F if ((w - w) / (v - v)) is missing
class G if min(w, w) * v > 0 and not w > 10
"""
OUTSIDE_THE_CALENDAR = """
class A if years since (9999-12-31 + 1 days) > 0
class B if ((9999-12-31 + 1 days) - today) * 2 > 0 days
class C if ((0001-01-01 - 1 months) anniversary) is missing
class D if (t + d * 1000) is missing
class E if months since (t - d * 1000) > 12
class F if (t + w * 1000 * 1 months) > 2026-06-01
class G if t within last (w * 2000 * 1 months)
class H if ((t + d) anniversary) - today <= 3 days
rule R then task T on t + d * 1000
rule S if t > 9999-12-30 then task A and task Z on t
"""
HALVES = """
class A if (m / 7) rounded to 0.01元 >= 5.55元
class B if ((m - k) / 3) rounded to 1元 < -2元
class C if ((v * 1元) / 2) rounded to 1元 = -2元
class D if ((k - m) * r) rounded up to 0.01元 > 3.14元
class E if (m / (w - v)) rounded to 1元 >= 3元
class F if ((v / 2) rounded to 1) in (-3, -2, -1, 0, 1, 2, 3)
class G if 2.5 > w or -1.5 > v
points p
rule R then add (v / 2) rounded to 1 to p
rule S then add (v / 4) rounded up to 1 to p
rule T then add max(-100, min(100, (w / v) rounded to 1)) to p
rule U then add max(-100, min(100, (v / (w - 50)) rounded down to 1)) to p
"""
WIDE = """
define y = big / m
define z = (big * r) rounded to 0.01元
define g = x + 1
class A if y > 65.5%
class B if big > 1.2345x k
class C if 30bp of big > k
class D if (big * r / 12) rounded to 0.01元 >= 3元
class E if big * r > k * n
class F if m / w / r > k
class G if x * 2 > 0.000000000001
class H if x / 3 < w
class I if big * r * w > m
class J if (big * n) / (m * w) from -5 to 5
points p
rule R then add max(0, min(500000, (y * 1000) rounded down to 1)) to p
rule S
  then task T
  because "{{ y }} {{ z }} {{ g }}"
"""

ONLY_A_DEFAULT = """
customer client
  | name | type                | missing |
  | id   | key                 |         |
  | w    | whole from 0 to 100 | unknown |
  | v    | whole from 0 to 100 | unknown |
class A if max(w default 0, 3) * (v default 0) > 50
class B if ((v default 0) / 3) rounded up to 1 > 7
"""


def each(text: str, count: int, first: int = 0) -> str:
    """A text for each number."""
    return "\n".join(text.format(i=i, j=i % 7, k=i * 37 % 101, h=i // 2) for i in range(first, count))


def listed(values: list[str]) -> str:
    return ", ".join(values)


SPECIAL = {
    "weights of nothing": FIELDS + WEIGHTS_OF_NOTHING,
    "days outside the calendar": FIELDS + OUTSIDE_THE_CALENDAR,
    "nothing but a default": ONLY_A_DEFAULT,
    "halves": FIELDS + HALVES,
    "more than 64 bits": FIELDS + WIDE,
    "a ladder of a hundred rungs": FIELDS + "tiers l by w + v\n  x0\n" + each("  x{i} from {i}", 100, 1),
    "lists of three hundred values": (
        f"{FIELDS}  | e | one of {listed(LONG)} |\n  | o | one of {' < '.join(LONG)} |\n"
        f"class A if e in ({listed(LONG[::7])})\nclass B if e is not z299\nclass C if o >= z150\n"
        f"class D if o in ({listed(LONG[:280])})\nclass E if max(o, z20) < z290"
    ),
    "many texts": (
        f'{FIELDS}class A if s in ({listed(TEXTS)})\nclass B if s contains "t"\n'
        + each('class C{i} if s = "t{i}"', 40)
    ),
    "more offers than a byte counts": FIELDS + each(
        "offer o{i}\n  priority {j}\n"
        "rule a{i} if w + v >= {k} then offer o{i} priority {h}\n"
        "rule b{i} if w < {k} then offer o{i}", 150,
    ) + "\nat most 5 offers",
    "more rules than a byte counts": FIELDS + "class A\n" + each("rule r{i} if w + v = {i} then class A", 300),
    "points of all widths": FIELDS + "points p\npoints q\n" + each(
        "rule r{i} if w + v >= {k} then add {i} to p and add min(w * {i}, 1000000) to q", 300,
    ),
    "a long first table": FIELDS + "choice h one of z1, z2\ntable T first\n  | w | v => h |\n" + each(
        "  | >= {k} | from {i} to 90, missing => z1 |\n  | - | {i} => z2 |", 25,
    ),
    "a chain of classes": FIELDS + "class c0 if b\n" + each("class c{i}\n  if c{h} and w > {k}\n  if v = {i}", 80, 1),
}  # fmt: skip

LITTLE = [
    "",
    "offer o",
    "offer o\nrule a then offer o",
    "offer o\nrule a then exclude from all offers and offer o",
    "offer o\n  until 2020-01-01\nrule a then offer o",
    "rule a then task T",
    "rule a\n  then task T\n  until 2020-01-01",
    "points p from -5 to 50\ntable t first\n  | w => p |\n  | >= 60 => 50 |\n  | >= 30 => 40 |\n  | - => -5 |",
    "points p\nchoice h one of q1, q2\ntiers l\n  a1\n  a2\nclass A",
    "tiers l by w\n  a1",
    "never b\nnever not b",
    "class A if yes\nclass B if 1 > 2\nparam p = 3\nclass C if p > 2",
    "class A if b\nclass B\nrule a then class A\n  until 2020-01-01\nrule z if no then class B",
    "class A\nclass B if A is missing or not A",
    "table T first\n  | w => task |\n  | - => T |\ntable U unique\n  | w | v => class |\n  | 1 | 2 => - |",
    'class A if s = s\nclass B if id = s or id contains "1"\nclass C if s in ("a", id, s)',
    "channels x\noffer o\nrule a then offer o\nexclude from channel x if b",
    (
        "channels x, y\noffer o\n  via x\nrule a then offer o\nrule b if b then offer o via y\n"
        "exclude from channel x, y if v > 0"
    ),
    (
        'offer o\n  say "{{ s }}{% if b %}{{ m }}{% else %}{{ d }}{% endif %}{{ t }}"\nrule a then offer o\n'
        '  because "{% if b and A %}{{ t | date }}{% endif %}"\nclass A if w > 3'
    ),
]
