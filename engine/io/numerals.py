"""Numbers as bank exports write them, read exactly: ``1,234.56``, ``¥100``, ``5万元``, ``12.3%``.

A number is read as an integer and a power of ten, never through binary floating point.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.units import CURRENCIES, SCALES
from engine.io.reasons import Fault

# Full-width forms and the spaces and signs that stand for ASCII ones, one to one.
WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x00A0: " ", 0xFFE5: "¥", 0x2212: "-",
}  # fmt: skip
# What looks like nothing at the edge of a cell. One list for Python and Arrow, whose own ideas differ.
BLANK: Final = (
    " \t\r\n\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)

# Numbers longer than this are nobody's name.
LONGEST: Final = 40
# More digits than this are out of any bounds, or finer than any field keeps.
_MOST_DIGITS: Final = 60
_SYMBOLS: Final = {"¥": ("CNY", "JPY"), "$": ("USD",), "€": ("EUR",), "£": ("GBP",)}
_SCALES: Final = {chinese: factor for factor, _, chinese in SCALES.values()}
_CURRENCIES: Final = {
    **_SYMBOLS,
    **{code.lower(): (code,) for code in CURRENCIES},
    **{chinese: (code,) for code, (_, chinese) in CURRENCIES.items()},
    "人民币": ("CNY",),
    "rmb": ("CNY",),
}


def _one_of(words: dict[str, int] | dict[str, tuple[str, ...]]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER: Final = re.compile(
    rf"""(?P<sign>[+-])?\ *(?:(?P<before>{_one_of(_CURRENCIES)})\ *)?(?P<sign_after>[+-])?
    (?P<whole>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+|[0-9]*)(?:\.(?P<part>[0-9]*))?
    (?:\ *(?P<scale>{_one_of(_SCALES)}))?(?:\ *(?P<after>{_one_of(_CURRENCIES)}))?
    (?:\ *(?P<percent>%))?(?:\ *(?P<days>天|日|days?))?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_EXPONENT: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+")
_SMALL: Final = re.compile(r"[+-]?[0-9](?:\.[0-9]{0,30})?[eE]-[0-9]{1,3}")
SWAPPED: Final = str.maketrans(".,", ",.")


@dataclass(frozen=True, slots=True)
class Numeral:
    """``digits`` times ten to the ``exponent``, exactly."""

    digits: int
    exponent: int = 0

    def scaled(self, places: int) -> int | None:
        """The integer count of ``10 ** -places``; None if the number is finer."""
        shift = self.exponent + places
        if shift >= 0:
            # A number this large is out of all bounds; it need not be written out to know that.
            return int(self.digits * 10 ** min(shift, _MOST_DIGITS))
        if not self.digits:
            return 0
        if -shift > _MOST_DIGITS:
            return None
        count, rest = divmod(self.digits, 10**-shift)
        return None if rest else count

    def rounded(self, places: int) -> int:
        """The integer count of ``10 ** -places`` that is nearest; half goes away from zero."""
        exact = self.scaled(places)
        if exact is not None:
            return exact
        shift = -self.exponent - places
        if shift > _MOST_DIGITS:
            return 0
        count = int((2 * abs(self.digits) + 10**shift) // (2 * 10**shift))
        return count if self.digits > 0 else -count

    @property
    def beyond_one(self) -> bool:
        """Whether it is above 1, or below -1."""
        return bool(abs(self.digits) * 10 ** max(0, self.exponent) > 10 ** max(0, -self.exponent))

    @property
    def as_percent(self) -> str:
        """So many percent, written out without a percent sign."""
        return plain(self.digits * 10 ** max(0, self.exponent), max(0, -self.exponent) + 2)


@dataclass(frozen=True, slots=True)
class NumeralForm:
    """What may stand beside the digits of a field.

    Attributes:
        wrong: code for what cannot be read.
        currency: code of the field's currency; None takes no currency.
        scales: whether 万 and the like may follow.
        percent: whether a percent sign may follow.
        days: whether 天 may follow.
        decimal_comma: whether point and comma have changed places.
        exponent: whether ``1.5e-7`` may stand for a small number, none of whose digits anybody will miss.
    """

    wrong: str
    currency: str | None = None
    scales: bool = False
    percent: bool = False
    days: bool = False
    decimal_comma: bool = False
    exponent: bool = False


def read_numeral(text: str, form: NumeralForm) -> Numeral | Fault:
    """Read the whole of a trimmed text as a number."""
    text = text.translate(WIDE)
    if form.decimal_comma:
        text = text.translate(SWAPPED)
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["part"]):
        if form.exponent and _SMALL.fullmatch(text) and (small := numeral_of(Decimal(text))):
            return small
        return Fault("D222" if _EXPONENT.fullmatch(text) else form.wrong)
    if match["sign"] and match["sign_after"]:
        return Fault(form.wrong)
    currencies = [match[place] for place in ("before", "after") if match[place]]
    if (
        (currencies and form.currency is None)
        or (match["scale"] and not form.scales)
        or (match["percent"] and not form.percent)
        or (match["days"] and not form.days)
    ):
        return Fault(form.wrong)
    if form.currency and any(form.currency not in _CURRENCIES[word.lower()] for word in currencies):
        return Fault("D223", form.currency)
    whole, part = (match["whole"] or "").replace(",", "").lstrip("0"), (match["part"] or "").rstrip("0")
    # Python refuses to turn very long texts into numbers; that they are too large or too fine is enough.
    if len(whole) > _MOST_DIGITS:
        whole, part = "9" * _MOST_DIGITS, ""
    if len(part) > _MOST_DIGITS:
        part = part[:_MOST_DIGITS] + "1"
    digits = int(whole + part or "0") * _SCALES.get(match["scale"] or "", 1)
    sign = -1 if "-" in (match["sign"], match["sign_after"]) else 1
    return Numeral(sign * digits, -len(part) - (2 if match["percent"] else 0))


def numeral_of(value: object) -> Numeral | None:
    """The exact value of a finite Python number, else None; a float is its shortest decimal."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Numeral(value)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite():
        sign, digits, exponent = value.as_tuple()
        return Numeral(int(Decimal((sign, digits, 0))), int(exponent))
    return None


def plain(digits: int, places: int) -> str:
    """The count of ``10 ** -places`` as people write it: grouped, without closing zeros."""
    whole, part = divmod(abs(digits), 10**places)
    shown = f"{whole:,}" + (f".{part:0{places}d}".rstrip("0").rstrip(".") if places else "")
    return f"-{shown}" if digits < 0 else shown


def significant(numeral: Numeral) -> int:
    """The digits of a number without closing zeros behind the point."""
    digits, exponent = abs(numeral.digits), numeral.exponent
    if exponent >= 0:
        return int(digits * 10 ** min(exponent, LONGEST))
    while exponent and digits and digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    return digits
