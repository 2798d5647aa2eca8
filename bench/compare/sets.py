"""The seeded inputs of the comparisons, as float64 and uint64 columns."""

import numpy as np


def uniform_points(n):
    """(lon, lat) in degrees, uniform on the sphere, in random order."""
    rng = np.random.default_rng(1)
    return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))


def southern_points(n):
    """The same, south of 60 S only."""
    rng = np.random.default_rng(2)
    edge = np.sin(np.radians(-60.0))
    return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, edge, n)))


POINTS = {"uniform": uniform_points, "south of 60 S": southern_points}


def random_cells(order, n):
    """NESTED indices of one order, uint64."""
    return np.random.default_rng(3).integers(0, 12 * 4**order, n, dtype=np.uint64)


# Cells of order 14 side by side, each picked with this probability, and the seed of the
# first list: "dense" lists interleave, "sparse" ones have nearly one cell a range.
PICKED = {"dense": (1 / 4, 6), "sparse": (1 / 64, 8)}
PICKED_ORDER = 14


def picked_cells(name, n):
    """Two lists of ascending NESTED indices of order 14, about n ranges each."""
    p, seed = PICKED[name]
    space = int(n / (p * (1 - p)))
    picked = (np.random.default_rng(seed + i).random(space) < p for i in range(2))
    return [(np.flatnonzero(one) + 8 * 4**PICKED_ORDER).astype(np.uint64) for one in picked]


def scattered_cells(order, p):
    """Ascending NESTED indices of an order over the whole surface, each with probability p."""
    return np.flatnonzero(np.random.default_rng(4).random(12 * 4**order) < p).astype(np.uint64)


def leaf_ranges(order, cells):
    """The runs of ascending NESTED indices as uint64[n, 2] of begin and end leaves."""
    first = np.ones(len(cells), dtype=bool)
    np.not_equal(cells[1:], cells[:-1] + np.uint64(1), out=first[1:])
    last = np.append(first[1:], True)[: len(cells)]
    ends = np.stack([cells[first], cells[last] + np.uint64(1)], axis=1)
    return ends << np.uint64(2 * (29 - order))


FOOTPRINT_ORDER = 10


def footprints(rows, seed, chunk=1000):
    """(offsets, ranges) of swaths of a sun-synchronous orbit as cells of order 10.

    Each is 5 degrees long and 10 to 50 km wide, centred in the southern part of the orbit,
    and the cells of a grid of points two a cell width: about 100 ranges a row.
    """
    import coincide as co

    rng = np.random.default_rng(seed)
    step = 0.5 * np.sqrt(4 * np.pi / (12 * 4**FOOTPRINT_ORDER))
    tilt = np.radians(98.2)
    along = np.arange(-np.radians(2.5), np.radians(2.5), step)[None, :, None]
    across = np.arange(0, 50e3 / 6.371e6, step)[None, None, :]
    counts, parts = [], []
    for start in range(0, rows, chunk):
        n = min(chunk, rows - start)
        u = np.radians(rng.uniform(200, 340, n))[:, None, None] + along
        node = np.radians(rng.uniform(0, 360, n))[:, None, None]
        width = rng.uniform(10e3, 50e3, n)[:, None, None] / 6.371e6
        # Position on the orbit, then a rotation by `side` towards its pole.
        side = across - width / 2
        x = np.cos(u) * np.cos(side)
        y = np.sin(u) * np.cos(tilt) * np.cos(side) - np.sin(tilt) * np.sin(side)
        z = np.sin(u) * np.sin(tilt) * np.cos(side) + np.cos(tilt) * np.sin(side)
        keep = np.broadcast_to(across <= width, x.shape)
        lon = np.degrees(np.arctan2(y, x) + node)[keep]
        lat = np.degrees(np.arcsin(np.clip(z, -1, 1)))[keep]
        row = np.broadcast_to(np.arange(n)[:, None, None], x.shape)[keep].astype(np.uint64)
        _, cells = co.to_nested(co.encode(lon, lat, FOOTPRINT_ORDER))
        # Rows one after the other, each in a space of its own with a gap after it.
        space = np.uint64(13 * 4**FOOTPRINT_ORDER)
        keys = np.unique(row * space + np.asarray(cells, dtype=np.uint64))
        runs = leaf_ranges(29, keys)
        row = runs[:, 0] // space
        counts.append(np.bincount(row.astype(np.int64), minlength=n))
        parts.append((runs - (row * space)[:, None]) << np.uint64(2 * (29 - FOOTPRINT_ORDER)))
    offsets = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    return offsets, np.concatenate(parts)


def cones(n):
    """Centres spread evenly over the sphere."""
    rng = np.random.default_rng(4)
    return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))


def around(lon0, lat0, radius, bearing):
    """Places at angular radius and bearing (radians) from a centre in degrees."""
    lon0, lat0 = np.radians(lon0), np.radians(lat0)
    centre = np.array([np.cos(lat0) * np.cos(lon0), np.cos(lat0) * np.sin(lon0), np.sin(lat0)])
    east = np.array([-np.sin(lon0), np.cos(lon0), 0.0])
    north = np.cross(centre, east)
    r, b = np.asarray(radius)[..., None], np.asarray(bearing)[..., None]
    p = centre * np.cos(r) + (east * np.cos(b) + north * np.sin(b)) * np.sin(r)
    return np.degrees(np.arctan2(p[:, 1], p[:, 0])), np.degrees(np.arcsin(p[:, 2].clip(-1, 1)))


def fjord(n):
    """A ring of n vertices with a coast like a Brownian walk, about 10 degrees round 75 S."""
    rng = np.random.default_rng(5)
    modes = n // 2
    noise = rng.normal(size=modes + 1) + 1j * rng.normal(size=modes + 1)
    frequency = np.arange(modes + 1)
    spectrum = np.where(frequency < 2, 0, noise / np.maximum(frequency, 1))
    coast = np.fft.irfft(spectrum, n)
    radius = np.radians(10) * (1 + 0.12 * coast / coast.std()).clip(0.3, 1.4)
    return around(20.0, -75.0, radius, 2 * np.pi * np.arange(n) / n)


def pentagon():
    """Five vertices, 250 km from their centre."""
    return around(100.0, -75.0, np.full(5, 250e3 / 6371007.2), 2 * np.pi * np.arange(5) / 5)


def track(n=100_000):
    """A circular orbit of 92 degrees inclination, once round."""
    arg, node, inclination = np.radians(np.linspace(0, 359.99, n)), np.radians(17.3), np.radians(92)
    x = np.cos(arg) * np.cos(node) - np.sin(arg) * np.cos(inclination) * np.sin(node)
    y = np.cos(arg) * np.sin(node) + np.sin(arg) * np.cos(inclination) * np.cos(node)
    z = np.sin(arg) * np.sin(inclination)
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(z.clip(-1, 1)))
