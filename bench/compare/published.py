"""The case that the field has published, beside S2: a catalog's footprints and 2,721 regions.

555,867 rings of 27 to 32 vertices, as CMR has them for ICESat-2, in an index that is built,
written to a file and, by another program, opened and asked which rings meet each region.
S2's index is MutableS2ShapeIndex, encoded, and its queries are run in two ways, of which the
faster one counts (bench/joins/s2_index_peer.cc). Edges are great circles on both sides: ours
lie on the authalic sphere, so S2 is given authalic latitudes as those of its sphere.

One thread on both sides; processor time, since S2 takes minutes. Every pair that differs is
decided by exact predicates of 50 digits.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

os.environ["COINCIDE_THREADS"] = "1"

import itertools

import mpmath
import numpy as np
import sensors
import timing
from timing import Row

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PEER = ROOT / "build" / "release" / "bench" / "joins" / "s2_index_peer"
ROWS, REGIONS = 555_867, 2_721
# Regions across, km.
SIZES = {"10 to 1,000 km": (2, 10, 1000), "1 to 100 km": (3, 1, 100)}
E2 = 0.0066943799901413165


def authalic(lat, sin=np.sin, asin=np.arcsin, atanh=np.arctanh, sqrt=np.sqrt, pi=np.pi):
    """Authalic latitudes of geodetic ones on WGS84, degrees: Snyder 1987, eq. 3-11 and 3-12."""
    e = sqrt(E2)

    def q(s):
        return (1 - E2) * (s / (1 - E2 * s * s) + atanh(e * s) / e)

    return asin(q(sin(lat * pi / 180)) / q(1)) * 180 / pi


def write_rings(path, rings):
    offsets, lon, lat = rings
    with open(path, "wb") as file:
        file.write(np.int64(len(offsets) - 1).tobytes() + offsets.astype(np.int64).tobytes())
        file.write(lon.tobytes() + authalic(lat).tobytes())


def catalog_of(rings):
    """Ours, from WKB."""
    import coincide as co

    offsets, lon, lat = rings
    rows = []
    for begin, end in itertools.pairwise(offsets):
        xy = np.empty((end - begin + 1, 2))
        xy[:-1, 0], xy[:-1, 1] = lon[begin:end], lat[begin:end]
        xy[-1] = xy[0]
        head = np.array([1, 3, 0, 0, 0, 1, 0, 0, 0], np.uint8).tobytes()
        rows.append(head + np.uint32(len(xy)).tobytes() + xy.tobytes())
    return co.catalog(rows, edges="great_circle")


def ours(folder, regions):
    """In a process of its own: what it takes to open the file and to ask it."""
    import coincide as co
    from coincide.granules import _table

    with np.load(regions) as held:
        a = catalog_of((held["offsets"], held["lon"], held["lat"]))
    _table(a)
    start = time.process_time()
    index = co.FootprintIndex.open(folder / "ours.cofx")
    load = time.process_time() - start
    start = time.process_time()
    pairs = index.match(a)
    query = time.process_time() - start
    np.stack([pairs["row_a"], pairs["row_b"]], axis=-1).tofile(folder / "ours.pairs")
    print(json.dumps({"load": load, "query": query}))


def run(*command):
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def keys(path):
    pairs = np.fromfile(path, np.int64).reshape(-1, 2)
    return np.sort(pairs[:, 0] * ROWS + pairs[:, 1])


def vectors(rings, row):
    """The vertices of a ring on the authalic sphere, 50 digits."""
    offsets, lon, lat = rings
    functions = (mpmath.sin, mpmath.asin, mpmath.atanh, mpmath.sqrt, mpmath.pi)
    out = []
    for k in range(offsets[row], offsets[row + 1]):
        u = mpmath.radians(mpmath.mpf(lon[k]))
        v = mpmath.radians(authalic(mpmath.mpf(lat[k]), *functions))
        cos = mpmath.cos(v)
        out.append((cos * mpmath.cos(u), cos * mpmath.sin(u), mpmath.sin(v)))
    return out


def side(a, b, c):
    """The volume of three vectors: which side of the great circle a b the place c is on."""
    return (
        a[0] * (b[1] * c[2] - b[2] * c[1])
        + a[1] * (b[2] * c[0] - b[0] * c[2])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
    )


def crossings(ring, c, d):
    """How many sides of a ring the arc c d crosses; none may touch it."""
    count = 0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        left, right = side(a, b, c), side(a, b, d)
        near, far = side(c, d, a), side(c, d, b)
        # Apart on the sphere, not opposite: within a quarter turn of each other.
        close = sum((p + q) * (r + s) for p, q, r, s in zip(a, b, c, d, strict=True)) > 0
        count += close and left * right < 0 and near * far < 0 and left * far > 0
    return count


def meets(one, other):
    """Whether two small rings overlap, by all pairs of sides and a vertex of each."""
    if any(crossings(one, c, d) for c, d in zip(other, other[1:] + other[:1], strict=True)):
        return True
    for ring, place in ((one, other[0]), (other, one[0])):
        # Somewhere outside: opposite of the ring's middle, by way of a place between.
        middle = [sum(axis) for axis in zip(*ring, strict=True)]
        across = (middle[1] - middle[2], middle[2] - middle[0], middle[0] - middle[1])
        half = tuple(x - m / 8 for x, m in zip(across, middle, strict=True))
        length = mpmath.sqrt(sum(h * h for h in half))
        if crossings(ring, place, tuple(h / length for h in half)) % 2 == 1:
            return True
    return False


def decided(ours_keys, theirs_keys, footprints, regions):
    """Text for the table; raises unless the judge agrees with us on each pair that differs."""
    mpmath.mp.dps = 50
    differ = np.setxor1d(ours_keys, theirs_keys)
    for key in differ.tolist():
        region, row = divmod(key, ROWS)
        if meets(vectors(regions, region), vectors(footprints, row)) != (key in ours_keys):
            raise AssertionError(f"region {region} and footprint {row}: the judge is not ours")
    text = f"{len(ours_keys):,} pairs"
    return f"{text} equal" if not len(differ) else f"{text}; {len(differ):,} differ, all ours"


def rows(scale):
    if not PEER.exists():
        sys.exit(f"no {PEER}: install libs2-dev, then ./dev bench --compare published")
    n, m = max(1000, int(ROWS * scale)), max(20, int(REGIONS * scale))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        footprints = sensors.altimeter_rings(n, 1)
        write_rings(folder / "footprints", footprints)
        built = run(PEER, "build", folder / "footprints", folder / "s2.index")
        catalog = catalog_of(footprints)
        from coincide.granules import _table

        _table(catalog)
        start = time.process_time()
        index = catalog.index()
        build = time.process_time() - start
        index.save(folder / "ours.cofx")
        save = time.process_time() - start - build
        del index, catalog
        size = (folder / "ours.cofx").stat().st_size
        title = f"{n:,} footprints"
        s2 = "S2 0.10.0"
        answer = f"{len(footprints[1]):,} vertices"
        yield Row(f"{title}: build", build, s2, built["build"], 1, answer)
        yield Row(
            f"{title}: build and write",
            build + save,
            s2,
            built["build"] + built["encode"] + built["write"],
            1,
            answer,
        )
        yield Row(f"{title}: index in a file", size, s2, built["bytes"], 1, answer, "B")
        yield Row(
            f"{title}: index in a file", size, f"{s2} in memory", built["memory"], 1, answer, "B"
        )
        for across, (seed, low, high) in SIZES.items():
            regions = sensors.regions(m, seed, low, high)
            write_rings(folder / "regions", regions)
            np.savez(folder / "regions.npz", offsets=regions[0], lon=regions[1], lat=regions[2])
            mine = run(sys.executable, __file__, "--ours", folder)
            got = keys(folder / "ours.pairs")
            theirs = {}
            for method in ("edges", "covering"):
                command = (PEER, "query", folder / "s2.index", folder / "regions", method)
                theirs[method] = run(*command, folder / "s2.pairs")
                verdict = decided(got, keys(folder / "s2.pairs"), footprints, regions)
            best = min(theirs, key=lambda method: theirs[method]["query"])
            yield Row(
                f"{title}: open and ask for {m:,} regions {across} across",
                mine["load"] + mine["query"],
                f"{s2}, {best}",
                theirs[best]["load"] + theirs[best]["query"],
                1,
                f"{verdict}; ours opens in {mine['load'] * 1e3:.0f} ms; "
                + ", ".join(f"S2 by {k} {v['query']:.1f} s" for k, v in theirs.items()),
            )


def main():
    parser = timing.arguments(__doc__.splitlines()[0])
    parser.add_argument("--ours", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ours:
        return ours(options.ours, options.ours / "regions.npz")
    table = list(rows(options.scale))
    timing.show(table)
    timing.save(table, options.json)


if __name__ == "__main__":
    main()
