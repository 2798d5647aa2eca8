"""Covers of rings beside cdshealpix's exact ones and healpy's inclusive ones, cell by cell.

    python bindings/python/tests/cover_peers.py --rings 200

Great circles on the sphere; healpy takes convex rings only. Each cell that one has and the
other lacks is judged by tests/oracle/arc_cells.py, which shares nothing with any of them.
Prints a row a family; with --cells, each cell that differs and its verdict.
"""

import argparse
import collections
import dataclasses
import pathlib
import sys

import astropy.units as u
import cdshealpix.nested
import coincide as co
import healpy
import numpy as np
from astropy.coordinates import Latitude, Longitude

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests" / "oracle"))

import arc_cells

# What the closed polygon meets; what lies wholly in it.
WITHIN = {"inside", "brim", "grazed"}
MET = {*WITHIN, "boundary"}
OUT = {"boundary", "touches", "near", "outside"}


@dataclasses.dataclass
class Ring:
    lon: np.ndarray
    lat: np.ndarray
    outside: tuple[float, float]
    convex: bool
    order: int


def around(lon, lat, radius, azimuth):
    """(lon, lat) at `radius` and `azimuth`, radians, from a place."""
    north, east = np.radians([lat, lon])
    c, s = np.cos(radius), np.sin(radius)
    up = np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
    to_north = np.array(
        [-np.sin(north) * np.cos(east), -np.sin(north) * np.sin(east), np.cos(north)]
    )
    to_east = np.array([-np.sin(east), np.cos(east), 0.0])
    p = np.multiply.outer(c, up)
    p += np.multiply.outer(s * np.cos(azimuth), to_north)
    p += np.multiply.outer(s * np.sin(azimuth), to_east)
    return np.degrees(np.arctan2(p[:, 1], p[:, 0])), np.degrees(
        np.arctan2(p[:, 2], np.hypot(p[:, 0], p[:, 1]))
    )


def ring_at(rng, lon, lat, radius, first=0.0):
    """A star round a place, or a convex ring with its vertices on a circle, from an azimuth on."""
    n = int(rng.integers(3, 21))
    convex = bool(rng.integers(2))
    azimuth = first + (np.arange(n) + rng.uniform(-0.4, 0.4, n)) * 2 * np.pi / n
    away = np.full(n, radius) if convex else radius * rng.uniform(0.3, 1, n)
    lons, lats = around(lon, lat, away, azimuth)
    order = int(np.clip(np.log2(rng.uniform(3, 40) / radius), 1, 12))
    return Ring(lons, lats, (lon + 180, -lat), convex or n == 3, order)


def anywhere(rng):
    return rng.uniform(-180, 180), np.degrees(np.arcsin(rng.uniform(-1, 1)))


def small(rng):
    return ring_at(rng, *anywhere(rng), 10 ** rng.uniform(-2.5, -1))


def large(rng):
    return ring_at(rng, *anywhere(rng), np.radians(rng.uniform(20, 75)))


def poles(rng):
    """Round a pole, beside it, and with a vertex at it."""
    radius = 10 ** rng.uniform(-2, -0.3)
    pole = rng.choice([-90.0, 90.0])
    lat = pole - np.sign(pole) * np.degrees(radius) * rng.uniform(0, 1.5)
    ring = ring_at(rng, rng.uniform(-180, 180), lat, radius, 0.0 if pole > 0 else np.pi)
    if rng.random() < 0.3:
        # The first vertex is the one toward the pole.
        ring.lat[0] = pole
        ring.convex = len(ring.lat) == 3
    return ring


def antimeridian(rng):
    return ring_at(rng, 180 + rng.uniform(-3, 3), rng.uniform(-80, 80), 10 ** rng.uniform(-2, -0.5))


def corners(rng):
    """Where three base cells meet, and on the parallels where the caps begin."""
    lat = np.degrees(np.arcsin(2 / 3)) * rng.choice([-1, 1])
    lon = rng.choice([0, 90, 180, 270]) if rng.random() < 0.5 else rng.uniform(0, 360)
    return ring_at(
        rng, lon + rng.normal(0, 0.5), lat + rng.normal(0, 0.5), 10 ** rng.uniform(-2, -0.5)
    )


def box(west, south, east, north, order):
    lon, lat = np.array([west, east, east, west]), np.array([south, south, north, north])
    return Ring(lon, lat, ((west + east) / 2 + 180, -(south + north) / 2), True, order)


def thin_boxes(rng):
    """0.05 to 1 degree high, 5 to 40 wide."""
    west, south = rng.uniform(-180, 180), rng.uniform(-75, 74)
    height, width = 10 ** rng.uniform(-1.3, 0), rng.uniform(5, 40)
    return box(west, south, west + width, south + height, int(rng.integers(4, 10)))


def round_boxes(rng):
    """Sides on whole degrees and tenths, the equator among them."""
    west, south = float(rng.integers(-180, 180)), float(rng.integers(-75, 74))
    if rng.random() < 0.2:
        south = 0.0
    east, north = west + float(rng.integers(5, 41)), south + float(rng.integers(1, 10)) / 10
    return box(west, south, east, north, int(rng.integers(4, 9)))


ONE_BOX = "the box 30-61 E, 27.0-27.3 N"
FAMILIES = {
    "small": small,
    "thin boxes": thin_boxes,
    ONE_BOX: None,  # Of orders 4 to 10.
    "round, beside and to a pole": poles,
    "across the antimeridian": antimeridian,
    "base cells' corners, caps' rims": corners,
    "large, 20 to 75 degrees": large,
    "thin boxes on round numbers": round_boxes,
}


def cells_of(coverage, order):
    """Nested indexes of the coverage's cells of its order."""
    shift = np.uint64(2 * (29 - order))
    ranges = np.asarray(coverage.ranges) >> shift
    parts = [np.arange(b, e, dtype=np.int64) for b, e in ranges.astype(np.int64)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def ours(ring):
    xy = np.stack([ring.lon, ring.lat], axis=1)
    polygon = {"type": "Polygon", "coordinates": [[*xy.tolist(), xy[0].tolist()]]}
    covers = co.cover(polygon, ring.order, edges="great_circle", ellipsoid="sphere")
    return [cells_of(c, ring.order) for c in covers]


def of_cdshealpix(ring):
    lon, lat = Longitude(ring.lon, u.deg), Latitude(ring.lat, u.deg)
    index, _, full = cdshealpix.nested.polygon_search(lon, lat, ring.order, flat=True)
    return index.astype(np.int64), index[full.astype(bool)].astype(np.int64)


def of_healpy(ring):
    vectors = healpy.ang2vec(ring.lon, ring.lat, lonlat=True)
    return np.sort(
        healpy.query_polygon(1 << ring.order, vectors, inclusive=True, fact=4, nest=True)
    )


def compare(ring, names=("cdshealpix", "healpy")):
    """({peer: counts}, lines, faults): what differs, and where ours is wrong."""
    judge = arc_cells.Ring(ring.lon, ring.lat, ring.outside)
    outer, inner = ours(ring)
    counts, lines, faults, known = {}, [], [], {}

    def judged(cells):
        new = [c for c in cells.tolist() if c not in known]
        known.update(judge.verdicts(ring.order, new))
        return collections.Counter(known[c] for c in cells.tolist())

    def note(cells, what, wrong):
        for c in cells.tolist():
            lines.append(f"{ring.order}/{c}: {what}, {known[c]}")
            if known[c] in wrong:
                faults.append(lines[-1])

    for name in names:
        if name == "healpy" and not ring.convex:
            continue
        theirs, full = of_cdshealpix(ring) if name == "cdshealpix" else (of_healpy(ring), None)
        count = collections.Counter(rings=1, cells=len(theirs), ours=len(outer))
        more, less = np.setdiff1d(theirs, outer), np.setdiff1d(outer, theirs)
        lost, extra = judged(less), judged(more)
        note(less, f"in ours, not in {name}'s", {"outside"})
        note(more, f"in {name}'s, not in ours", MET)
        count["lost"] = sum(lost[v] for v in MET)
        count["rings that lose"] = int(count["lost"] > 0)
        count["near"] = lost["near"] + lost["touches"]
        count["extra"] = extra["outside"] + extra["near"]
        count["touched"] = extra["touches"]
        count["wrong"] = lost["outside"] + sum(extra[v] for v in MET)
        if full is not None:
            more, less = np.setdiff1d(full, inner), np.setdiff1d(inner, full)
            claimed, missed = judged(more), judged(less)
            note(more, f"full in {name}'s, not in our inner", {"inside"})
            note(less, f"in our inner, not full in {name}'s", OUT)
            count["not full"] = sum(claimed[v] for v in OUT)
            count["wrong"] += claimed["inside"] + sum(missed[v] for v in OUT)
        counts[name] = count
    return counts, lines, faults


def rings_of(family, count, seed=11):
    if family == ONE_BOX:
        return [box(30.0, 27.0, 61.0, 27.3, order) for order in range(4, min(11, 4 + count))]
    rng = np.random.default_rng([seed, list(FAMILIES).index(family)])
    return [FAMILIES[family](rng) for _ in range(count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rings", type=int, default=200, help="of each family")
    parser.add_argument("--family", nargs="+", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--cells", action="store_true", help="print each cell that differs")
    options = parser.parse_args()
    print(
        f"{options.rings} rings a family; cdshealpix {cdshealpix.__version__}, "
        f"healpy {healpy.__version__}\n"
    )
    print(
        "| family | peer | rings | cells: ours | the peer's | it loses | in rings | "
        "it has too many | we have, touching or within 1/1000 | full, but are not | ours wrong |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for family in options.family:
        sums = collections.defaultdict(collections.Counter)
        for ring in rings_of(family, options.rings):
            counts, lines, _ = compare(ring)
            if options.cells:
                print("\n".join(lines))
            for name, count in counts.items():
                sums[name].update(count)
        for name, s in sums.items():
            full = f"{s['not full']:,}" if name == "cdshealpix" else ""
            numbers = (
                s["rings"],
                s["ours"],
                s["cells"],
                s["lost"],
                s["rings that lose"],
                s["extra"],
            )
            cells = [f"{n:,}" for n in (*numbers, s["near"])]
            print(
                f"| {family} | {name} | {' | '.join(cells)} | {full} | {s['wrong']} |", flush=True
            )


if __name__ == "__main__":
    main()
