"""Truncation errors of the series of projection_series.h, with mpmath at 40 digits.

Run by hand: prints, for each polynomial and number of terms, the largest error of the
interpolating polynomial, in radians or in units of the plane (1 = side of a base cell).
"""

import sys

from mpmath import __version__ as mpmath_version
from mpmath import asin, atanh, cos, findroot, mp, mpf, nstr, pi, sin, sqrt

mp.dps = 40


def worst_error(f, y_max, terms):
    """Of the polynomial in y through f's values at the Chebyshev nodes, times sqrt(y)."""
    nodes = [(cos(pi * (2 * i + 1) / (2 * terms)) + 1) / 2 * y_max for i in range(terms)]
    c = [f(x) for x in nodes]
    for level in range(1, terms):
        for i in range(terms - 1, level - 1, -1):
            c[i] = (c[i] - c[i - 1]) / (nodes[i] - nodes[i - level])

    def value(y):
        r = c[-1]
        for i in range(terms - 2, -1, -1):
            r = r * (y - nodes[i]) + c[i]
        return r

    samples = [y_max * (mpf(k) + mpf("0.5")) / 97 for k in range(97)] + [y_max]
    return max(abs(value(y) - f(y)) * sqrt(y) for y in samples)


def report(inverse_flattening):
    f = 1 / mpf(inverse_flattening) if inverse_flattening else mpf(0)
    e2 = f * (2 - f)
    e = sqrt(e2)

    def q(s):
        return s / (1 - e2 * s * s) + (atanh(e * s) / e if e2 else s)

    def authalic(s):
        return q(s) / q(mpf(1))

    def inverse(z):
        return findroot(lambda s: authalic(s) - z, z)

    split = asin(inverse(mpf(2) / 3))
    series = {
        "belt_encode": (lambda y: authalic(sin(sqrt(y))) * 3 / 4 / sqrt(y), split**2, (8, 9, 10)),
        "cap_encode": (
            lambda y: sqrt(3 * (1 - authalic(cos(sqrt(y))))) / sqrt(y),
            (pi / 2 - split) ** 2,
            (8, 9, 10),
        ),
        "belt_decode": (lambda y: asin(inverse(sqrt(y))) / sqrt(y), mpf(4) / 9, (16, 17, 18)),
        "cap_decode": (
            lambda y: 2 * asin(sqrt((1 - inverse(1 - y / 3)) / 2)) / sqrt(y),
            mpf(1),
            (12, 13, 14),
        ),
    }
    for name, (function, y_max, counts) in series.items():
        for terms in counts:
            print(
                f"1/f {inverse_flattening} {name} {terms} terms: "
                f"{nstr(worst_error(function, y_max, terms), 3)}"
            )


if __name__ == "__main__":
    print(f"mpmath {mpmath_version}, {mp.dps} digits")
    for value in sys.argv[1:] or ["298.257223563", "169.89", "150", ""]:
        report(value)
