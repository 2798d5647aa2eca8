"""Vectors for geodesy/predicates.h: python tests/oracle/predicates.py

Signs come from fractions.Fraction, without rounding. Points on one great
circle are really moved, by powers of two so far apart that each shift is
negligible against any product of those before it, instead of by a table of
coefficients as in the library. Writes tests/vectors/predicates.tsv: kind, the
12 coordinates of a, b, c, d as hexadecimal bit patterns, TurnSign(a, b, c),
TurnSign(a, b, d), ArcCrossing, VertexCrossing (0 where no vertex is shared).
"""

import itertools
import math
import platform
import random
import struct
from fractions import Fraction
from pathlib import Path

SEED = 20240917


def determinant(a, b, c):
    return (
        a[0] * (b[1] * c[2] - b[2] * c[1])
        + a[1] * (b[2] * c[0] - b[0] * c[2])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
    )


def sign(value):
    return (value > 0) - (value < 0)


def orientation(a, b, c):
    if a == b or b == c or c == a:
        return 0
    exact = sign(determinant(*[[Fraction(x) for x in p] for p in (a, b, c)]))
    if exact:
        return exact
    order = [[Fraction(x) for x in p] for p in sorted((a, b, c))]
    swaps = sum(1 for p, q in itertools.combinations((a, b, c), 2) if q < p)
    # Coordinates are multiples of 2^-digits, so determinants of 2^-(3 digits).
    digits = max(x.denominator.bit_length() for p in order for x in p)
    shifts = [(3 * digits + 8) << k for k in range(9)]
    last = shifts[-1]
    moved = [[int(x * (1 << digits)) << (last - digits) for x in point] for point in order]
    for k, shift in enumerate(shifts):
        moved[k // 3][2 - k % 3] += 1 << (last - shift)
    return sign(determinant(*moved)) * (-1) ** swaps


def arc_crossing(a, b, c, d):
    if a in (c, d) or b in (c, d):
        return 0
    if a == b or c == d:
        return -1
    sides = {
        -orientation(a, b, c),
        orientation(a, b, d),
        -orientation(c, d, b),
        orientation(c, d, a),
    }
    return 1 if len(sides) == 1 else -1


def cross(a, b):
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def reference(o):
    x, y, z = (abs(u) for u in o)
    fixed = [0.012, 0.0053, 0.00457]
    fixed[2 if x > y and x > z else 0 if x <= y and y > z else 1] = 1.0
    v = cross(o, fixed)
    norm = 1 / math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    return tuple(norm * x for x in v)


def ordered(a, b, c, o):
    left = (orientation(b, o, a) >= 0) + (orientation(c, o, b) >= 0) + (orientation(a, o, c) > 0)
    return left >= 2


def vertex_crossing(a, b, c, d):
    if a == b or c == d:
        return 0
    if a == c:
        return int(b == d or ordered(reference(a), d, b, a))
    if b == d:
        return int(ordered(reference(b), c, a, b))
    if a == d:
        return int(b == c or ordered(reference(a), c, b, a))
    if b == c:
        return int(ordered(reference(b), d, a, b))
    return 0


def unit(v):
    norm = math.sqrt(sum(x * x for x in v))
    return tuple(x / norm for x in v)


def random_unit(rng):
    return unit([rng.gauss(0, 1) for _ in range(3)])


def between(rng, a, b):
    t = rng.random()
    return unit([(1 - t) * x + t * y for x, y in zip(a, b, strict=True)])


def near(rng, a, step):
    return unit([x + step * rng.gauss(0, 1) for x in a])


def cases(rng):
    for _ in range(60):
        yield "generic", [random_unit(rng) for _ in range(4)]
    for _ in range(80):
        a, b = random_unit(rng), random_unit(rng)
        yield "rounded", [a, b, between(rng, a, b), between(rng, a, b)]
    for _ in range(40):
        a = random_unit(rng)
        step = 10.0 ** rng.uniform(-15, -6)
        yield "close", [near(rng, a, step) for _ in range(4)]
    for _ in range(60):  # Exactly on one great circle: a coordinate plane.
        axis = rng.randrange(3)
        points = []
        for _ in range(4):
            v = list(random_unit(rng))
            v[axis] = 0.0 if rng.random() < 0.5 else -0.0
            points.append(tuple(unit(v)))
        yield "plane", points
    axes = [tuple(s if i == k else 0.0 for k in range(3)) for i in range(3) for s in (1.0, -1.0)]
    for _ in range(40):
        yield "axes", [rng.choice(axes) for _ in range(4)]
    for _ in range(20):  # Multiples of one another: all determinants are 0.
        a = random_unit(rng)
        yield (
            "multiples",
            [tuple(f * x for x in a) for f in rng.sample([1.0, 0.5, 0.25, 2.0, 4.0], 4)],
        )
    for _ in range(30):  # Products that underflow.
        scale = 10.0 ** rng.uniform(-320, -100)
        a = random_unit(rng)
        points = [(p[0], p[1], p[2] * scale) for p in (near(rng, a, 0.5) for _ in range(4))]
        yield "tiny", points
    for _ in range(70):
        o, p, q = random_unit(rng), random_unit(rng), random_unit(rng)
        if rng.random() < 0.3:
            p, q = (between(rng, o, p), p) if rng.random() < 0.5 else (p, p)
        first, second = rng.choice([(o, p), (p, o)]), rng.choice([(o, q), (q, o)])
        yield "shared", [*first, *second]


def bits(x):
    return struct.pack(">d", x).hex()


def main():
    rng = random.Random(SEED)
    path = Path(__file__).parents[1] / "vectors" / "predicates.tsv"
    with path.open("w") as out:
        out.write(f"# tests/oracle/predicates.py, Python {platform.python_version()}, fractions, ")
        out.write(f"seed {SEED}\n")
        for kind, (a, b, c, d) in cases(rng):
            row = [kind, *[bits(x) for p in (a, b, c, d) for x in p]]
            row += [orientation(a, b, c), orientation(a, b, d)]
            row += [arc_crossing(a, b, c, d), vertex_crossing(a, b, c, d)]
            out.write("\t".join(str(x) for x in row) + "\n")
    print(path)


if __name__ == "__main__":
    main()
