"""Writes wheel.json: words that the published mortie wheel gives, and who is right.

The word format is that wheel's, so its answers are what existing stores hold. The
reference decides: a row `agrees`, or is `on a side` where the point touches more cells
than one and the wheel takes one of them, or `differs`. The wheel has a truncated
constant in its polar caps: there it is off by up to 0.4 mm, which moves 3 % of the
order-29 points poleward of |z| = 2/3 (6,000 random ones), and none elsewhere.
"""

import math
import random
from importlib.metadata import version

import encode
import mortie
import numpy as np
import reference
import vector_file

SEED = 29
# The wheel's two readings of a latitude.
ELLIPSOIDS = {"authalic": reference.WGS84, "geodetic-spherical": reference.SPHERE}
POINT = None  # In place of an order.
PLACES = [
    (0.0, 0.0, [0, 6]),
    (-105.27, 40.015, [6, 12]),
    (151.2093, -33.8688, [9]),
    (120.0, -80.0, [6]),
    (-180.0, 0.0, [8]),
    (180.0, 0.0, [8]),
    (0.0, 90.0, [10]),
    (0.0, -90.0, [10]),
    (45.0, 41.8103148957786, [5]),
    (-64.05, -64.77, [18]),
    (86.925, 27.988056, [24, 27, 28, 29, POINT]),
    (-45.0, 72.58, [29, POINT]),
    (179.9999999, -16.5, [15]),
]


def places(count):
    for lon, lat, orders in PLACES:
        yield from ((lon, lat, order) for order in orders)
    rng = random.Random(SEED)
    for _ in range(count):
        yield *encode.uniform(rng), rng.choice([*range(30), POINT])
    for _ in range(2 * count):  # The wheel's weak spot.
        lat = math.degrees(math.asin(rng.uniform(2 / 3, 1)))
        yield rng.uniform(-180, 180), rng.choice([-1, 1]) * lat, rng.choice([29, POINT])


def nested_of(word):
    """(order, nested) of a word, digit by digit: specification, section 1."""
    suffix = word & 63
    index = (word >> 60) - 1
    digits = [word >> 58 - 2 * k & 3 for k in range(27)]
    order = suffix if suffix <= 27 else 29
    if suffix >= 48:
        digits += [suffix - 48 >> 2, suffix - 48 & 3]
    elif suffix > 27:
        t28, last = divmod(suffix - 28, 5)
        digits += [t28] if last == 0 else [t28, last - 1]
        order = 28 if last == 0 else 29
    for digit in digits[:order]:
        index = 4 * index + digit
    return order, index


def row(convention, lon, lat, order):
    ellipsoid = ELLIPSOIDS[convention]
    [word] = mortie.geo2mort(np.array([lat]), np.array([lon]), order=order, latitude=convention)
    depth, nested = nested_of(int(word))
    assert depth == (29 if order is POINT else order)
    shift = 2 * (29 - depth)
    right = {
        leaf >> shift for leaf in reference.leaves_within(ellipsoid, lon, lat, encode.TOLERANCE_M)
    }
    if nested not in right:
        verdict = "differs"
    else:
        verdict = "agrees" if len(right) == 1 else "on a side"
    return [
        ellipsoid.name,
        lon.hex(),
        lat.hex(),
        depth,
        int(order is POINT),
        f"0x{int(word):016x}",
        verdict,
    ]


def build(count=None):
    rows = [
        row(convention, *place)
        for convention in ELLIPSOIDS
        for place in places(200 if count is None else count)
    ]
    text = vector_file.text_of(
        __file__,
        f"mortie {version('mortie')}; verdicts: {reference.TOOL}",
        "words of the published wheel; differs: wrong by the reference, a constant cut short",
        ["ellipsoid", "lon", "lat", "order", "point", "word", "verdict"],
        rows,
        seed=SEED,
    )
    return {"wheel.json": text}


if __name__ == "__main__":
    vector_file.run(build)
