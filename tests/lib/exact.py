"""Exact numbers as breakeven prints them, worked out again and on its own.

The rules are those of design.md, section 6, rule 4: a decimal where it ends,
else p/q; half up, to the cent from $1 upwards, to two significant digits
below; thousands by comma.
"""
import re
from fractions import Fraction

DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
RATIO = re.compile(r"-?[1-9][0-9]*/[1-9][0-9]*")
NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")
GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?")


def ends(x):
    """Whether the decimal expansion of a Fraction ends."""
    d = x.denominator
    for p in (2, 5):
        while d % p == 0:
            d //= p
    return d == 1


def parse(text):
    """The value of an `exact`; ValueError unless it is in the one form it may have."""
    if DECIMAL.fullmatch(text) and text != "-0":
        return Fraction(text)
    if RATIO.fullmatch(text):
        x = Fraction(text)
        if f"{x.numerator}/{x.denominator}" == text and not ends(x):
            return x
    raise ValueError(f"not an exact number: {text!r}")


def half_up(x, decimals):
    """Away from zero at the half, as on paper."""
    scale = 10**decimals
    n = abs(x) * scale + Fraction(1, 2)
    r = Fraction(n.numerator // n.denominator, scale)
    return -r if x < 0 else r


def fixed(x, decimals):
    """`x`, which has at most that many decimals, with commas between thousands."""
    n = abs(x) * 10**decimals
    assert n.denominator == 1
    digits = str(n.numerator).rjust(decimals + 1, "0")
    whole = digits[: len(digits) - decimals]
    rest = digits[len(digits) - decimals :]
    text = f"{int(whole):,}" + ("." + rest if decimals else "")
    return "-" + text if x < 0 else text


def cents(x):
    """How many decimals `x` is printed with as money, and what is printed."""
    if x == 0 or abs(x) >= 1:
        return 2, half_up(x, 2)
    decimals = 2
    while abs(x) * 10 ** (decimals - 1) < 1:
        decimals += 1
    r = half_up(x, decimals)
    if abs(r) * 10 ** (decimals - 2) >= 1:  # 0.0995 is 0.10, 0.995 is 1.00
        decimals = max(2, decimals - 1)
    return decimals, r


def printed(x):
    """The number that the reader sees as money."""
    return cents(x)[1]


def money(x, sign="$"):
    decimals, r = cents(x)
    text = fixed(abs(r), decimals)
    return ("-" if r < 0 else "") + sign + text


def ratio(x):
    tenth = half_up(x, 1)
    return (fixed(half_up(x, 0), 0) if tenth >= 10 else fixed(tenth, 1)) + "x"


def read(text):
    """The first number in a text, with its commas where they belong."""
    m = NUMBER.search(text)
    if not m or not GROUPED.fullmatch(m.group()):
        raise ValueError(f"no number: {text!r}")
    return Fraction(m.group().replace(",", ""))


def read_money(text):
    """What "-$1,234.50" says."""
    m = re.fullmatch(r"(-?)\$([0-9,]+(?:\.[0-9]+)?)", text)
    if not m or not GROUPED.fullmatch(m.group(2)):
        raise ValueError(f"no amount of money: {text!r}")
    x = Fraction(m.group(2).replace(",", ""))
    return -x if m.group(1) else x


def shows(display, x):
    """Whether a display shows `x`, rounded at the last digit that it prints."""
    m = NUMBER.search(display)
    if not m or not GROUPED.fullmatch(m.group()):
        return False
    decimals = len(m.group(1)) - 1 if m.group(1) else 0
    return read(display) == half_up(x, decimals)


def self_test():
    """The examples of the rule."""
    for x, want in (
        ("0.41", "$0.41"), ("0.0168", "$0.017"), ("0.995", "$1.00"),
        ("0", "$0.00"), ("1638.385", "$1,638.39"), ("0.0995", "$0.10"),
        ("0.5", "$0.50"), ("0.00010", "$0.00010"), ("-0.3", "-$0.30"),
        ("0.0000084", "$0.0000084"), ("2.733338", "$2.73"), ("0.994", "$0.99"),
    ):
        assert money(Fraction(x)) == want, (x, money(Fraction(x)), want)
    for x, want in (("23.5", "24x"), ("2.35", "2.4x"), ("9.95", "10x"), ("2370", "2,370x")):
        assert ratio(Fraction(x)) == want, (x, ratio(Fraction(x)), want)
    for bad in ("1.50", "01", ".5", "1e3", "2/4", "1/2", "-0", "1,000", "+1"):
        try:
            parse(bad)
        except ValueError:
            continue
        raise AssertionError(bad)


self_test()
