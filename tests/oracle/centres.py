"""Writes centres.json: centres of cells by reference.py, as sums of two doubles."""

import random

import reference
import vector_file

SEED = 3
ELLIPSOIDS = [reference.WGS84, reference.SPHERE, reference.MARS, reference.FLATTEST]


def cells(count, rng):
    """(order, nested): all of orders 0 and 1, the ends of base cells, and random ones."""
    yield from ((order, i) for order in (0, 1) for i in range(12 * 4**order))
    for order in (2, 15, 28, 29):
        for base in range(12):
            yield from ((order, base * 4**order + i) for i in (0, 4**order - 1))
    for _ in range(count):
        order = rng.randrange(30)
        yield order, rng.randrange(12 * 4**order)
    for _ in range(count // 2):  # Within a few metres to a few hundred kilometres of a pole.
        depth = rng.randrange(1, 29)
        base = rng.choice([0, 1, 2, 3, 8, 9, 10, 11])
        low = rng.randrange(4 ** (29 - depth))
        yield 29, base * 4**29 + (4**29 - 1 - low if base < 4 else low)


def rows(count):
    for ellipsoid in ELLIPSOIDS:
        rng = random.Random(SEED)
        for order, nested in cells(count, rng):
            lon, lat = reference.centre_of(ellipsoid, order, nested)
            pairs = vector_file.double_pair(lon) + vector_file.double_pair(lat)
            yield [ellipsoid.name, order, str(nested), *pairs]


def build(count=None):
    text = vector_file.text_of(
        __file__,
        reference.TOOL,
        "centres of NESTED cells, degrees; answer = high + low; lon in [-180, 180)",
        ["ellipsoid", "order", "nested", "lon_high", "lon_low", "lat_high", "lat_low"],
        list(rows(250 if count is None else count)),
        seed=SEED,
        ellipsoids={
            e.name: {
                "a": vector_file.double(e.a),
                "inverse_flattening": vector_file.double(e.inverse_flattening),
            }
            for e in ELLIPSOIDS
        },
    )
    return {"centres.json": text}


if __name__ == "__main__":
    vector_file.run(build)
