"""Writes points_*.json: leaves of points by reference.py, with the distance to a side.

Beyond 10 nm from a side of its leaf a point has one right answer. Within, every leaf that
comes within 10 nm of it is right, and they are listed. Points: random ones, uniform on
the sphere and round the poles; constructed ones, with their neighbours among the doubles;
and points up to 200 nm from a random side, where an error of the last digits shows.
"""

import itertools
import math
import random

import reference
import vector_file
from mpmath import mp, mpf

TOLERANCE_M = 1e-8
SEED = 20050622
ELLIPSOIDS = {"wgs84": reference.WGS84, "sphere": reference.SPHERE}
ABOUT = "order-29 NESTED id; side_nm: distance to the nearest side; others: ids within 10 nm too"


def around(value):
    return [math.nextafter(value, -math.inf), value, math.nextafter(value, math.inf)]


def constructed(ellipsoid):
    """Where projections break: poles, parallels and meridians between base cells."""
    two_thirds = float(reference.to_degrees(ellipsoid.geodetic_sine(mpf(2) / 3)))
    # Parallels through corners of coarse cells, belt and cap.
    corners = [
        float(reference.point_at(ellipsoid, base, mpf(i) / 4, mpf(i) / 4)[1])
        for base in (0, 4, 8)
        for i in (1, 2, 3)
    ]
    lats = [0.0, -0.0, 5e-324, -5e-324, 2.3e-308, 1e-20, 45.0, 60.0, 89.9999999]
    lats += [90.0, -90.0, math.nextafter(90, 0), math.nextafter(-90, 0), 90 - 1e-12, -90 + 1e-12]
    lats += around(two_thirds) + around(-two_thirds) + around(math.degrees(math.asin(2 / 3)))
    lats += [
        math.nextafter(math.nextafter(two_thirds, 0), 0),
        math.nextafter(math.nextafter(two_thirds, 90), 90),
    ]
    lats += [lat for lat in corners if abs(lat) < 90]
    lons = list(
        itertools.chain.from_iterable(around(45.0 * k) for k in (-4, -3, -1, 0, 1, 2, 4, 7))
    )
    lons += [-0.0, 22.5, -67.5, 360.0, -360.0, 1e-20]
    yield from itertools.product(lons, lats)
    far = [
        720.0,
        1e6,
        2.0**40,
        -(2.0**40),
        math.nextafter(2.0**40, math.inf),
        90 * 2.0**34,
        2.0**52,
        1e15 + 0.5,
    ]
    far += [-1e17, 1e22, -1e100, 1.7976931348623157e308]
    yield from itertools.product(far, [0.0, 10.0, two_thirds, -70.0, 90.0])


def uniform(rng):
    return rng.uniform(-180, 180), math.degrees(math.asin(rng.uniform(-1, 1)))


def polar(rng):
    lat = 90 - 10 ** rng.uniform(-12, 1)
    return rng.uniform(-180, 180), rng.choice([-1, 1]) * lat


def near_side(ellipsoid, rng):
    """A point 10 to 200 nm from a side of a random leaf, one in four nearer than that."""
    base = rng.randrange(12)
    side = 1 << reference.LEAF_ORDER
    # Half of them where the projection is most delicate: corners and edges of base cells.
    ends = [0, 10 ** rng.uniform(-9, -1), 1 - 10 ** rng.uniform(-9, -1)]
    x, y = (rng.random() if rng.random() < 0.5 else rng.choice(ends[1:]) for _ in range(2))
    x = mpf(round(x * side)) / side
    if rng.random() < 0.5:
        x, y = y, x
    lon, lat = reference.point_at(ellipsoid, base, x, y)
    north_m, east_m = ellipsoid.radii(reference.sin_deg(lat))
    tolerances = rng.uniform(0, 1) if rng.random() < 0.25 else rng.uniform(1.2, 20)
    move, angle = tolerances * TOLERANCE_M, rng.uniform(0, 2 * math.pi)
    cosine = reference.sin_deg(90 - abs(lat))
    lat += move * mpf(math.cos(angle)) / north_m * 180 / mp.pi
    lon += move * mpf(math.sin(angle)) / (east_m * cosine) * 180 / mp.pi
    return float(lon), max(-90.0, min(90.0, float(lat)))


def row(ellipsoid, lon, lat):
    place = reference.place_of(ellipsoid, lon, lat)
    leaf, side_m = place.nested(), place.side_m()
    others = []
    if side_m < 1.5 * TOLERANCE_M:  # side_m is of first order only.
        others = [
            str(i) for i in reference.leaves_within(ellipsoid, lon, lat, TOLERANCE_M) if i != leaf
        ]
    return [lon.hex(), lat.hex(), str(leaf), float(f"{float(side_m) * 1e9:.3g}"), others]


def points(ellipsoid, count):
    rng = random.Random(SEED)
    yield from (constructed(ellipsoid) if count is None else ())
    count = 600 if count is None else count
    yield from (uniform(rng) for _ in range(count))
    yield from (polar(rng) for _ in range(count // 2))
    yield from (near_side(ellipsoid, rng) for _ in range(count))


def build(count=None):
    return {
        f"points_{name}.json": vector_file.text_of(
            __file__,
            reference.TOOL,
            ABOUT,
            ["lon", "lat", "id", "side_nm", "others"],
            [row(ellipsoid, lon, lat) for lon, lat in points(ellipsoid, count)],
            seed=SEED,
            a=vector_file.double(ellipsoid.a),
            inverse_flattening=vector_file.double(ellipsoid.inverse_flattening),
        )
        for name, ellipsoid in ELLIPSOIDS.items()
    }


if __name__ == "__main__":
    vector_file.run(build)
