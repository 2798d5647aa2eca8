"""Stage one against shapely: which footprints meet.

One thread on all sides, from footprints in memory to pairs. Edges of shapely are straight
in polar stereographic metres, ours are great circles or geodesics: how many pairs differ
is counted here and not decided.
"""

import os

os.environ["COINCIDE_THREADS"] = "1"

import coincide as co
import numpy as np
import pyproj
import shapely
import timing
from coincide.granules import _table
from timing import Row

EARTH_M = 6371007.2
SWATHS = {"long": (10_000, 40.0, 10), "short": (100_000, 4.0, 12)}


def orbit(inclination, node, arg):
    """Unit vectors on the ground tracks of circular orbits; degrees, broadcast."""
    i, o, u = np.radians(inclination), np.radians(node), np.radians(arg)
    x = np.cos(u) * np.cos(o) - np.sin(u) * np.cos(i) * np.sin(o)
    y = np.cos(u) * np.sin(o) + np.sin(u) * np.cos(i) * np.cos(o)
    return np.stack([x, y, np.sin(u) * np.sin(i) * np.ones_like(o)], axis=-1)


def swaths(n, length, seed):
    """(lon, lat), [n, 30]: rings of imaging swaths 10 to 50 km wide, centred south of 20 S."""
    rng = np.random.default_rng(seed)
    arg = rng.uniform(200, 340, n)[:, None] + np.linspace(-length / 2, length / 2, 15)
    node = rng.uniform(0, 360, n)[:, None]
    inclination = rng.normal(98.2, 0.05, n)[:, None]
    middle = orbit(inclination, node, arg)
    side = np.cross(middle, orbit(inclination, node, arg + 0.01) - middle)
    side /= np.linalg.norm(side, axis=-1, keepdims=True)
    width = (rng.uniform(5e3, 25e3, n) / EARTH_M)[:, None, None]
    left = middle * np.cos(width) + side * np.sin(width)
    right = middle * np.cos(width) - side * np.sin(width)
    ring = np.concatenate([left, right[:, ::-1]], axis=1)
    lon = np.degrees(np.arctan2(ring[..., 1], ring[..., 0]))
    return lon, np.degrees(np.arctan2(ring[..., 2], np.hypot(ring[..., 0], ring[..., 1])))


def polygons(lon, lat):
    return shapely.polygons(np.stack([lon, lat], axis=-1))


def projected(lon, lat):
    """The same rings in metres of a stereographic map of the sphere, which is all round."""
    crs = "+proj=stere +lat_0=-90 +R=6371007.2"
    x, y = pyproj.Transformer.from_crs("+proj=longlat +R=6371007.2", crs, always_xy=True).transform(
        lon, lat
    )
    return polygons(x, y)


def pairs_of(a, b, rows):
    return np.unique(np.asarray(a, np.int64) * rows + np.asarray(b, np.int64))


def swath_rows(scale, rounds):
    for name, (n, length, seed) in SWATHS.items():
        n = max(10, int(n * scale))
        of_a, of_b = swaths(n // 5, length, seed), swaths(n, length, seed + 1)
        planar_a, planar_b = projected(*of_a), projected(*of_b)

        def theirs(a=planar_a, b=planar_b):
            return shapely.STRtree(b).query(a, predicate="intersects")

        wanted = pairs_of(*theirs(), n)
        for edges in ("great_circle", "geodesic"):
            a, b = (co.catalog(polygons(*of), edges=edges) for of in (of_a, of_b))
            tables = _table(a), _table(b)

            def ours(tables=tables):
                return co._core.match_tables(*tables, 0.0, None, True, "raise", False, 1, None)

            found = ours()
            got = pairs_of(found[0], found[1], n)
            differ = len(np.setxor1d(got, wanted))
            best = timing.best_of({"ours": ours, "theirs": theirs}, rounds)
            yield Row(
                f"swaths, {name}, {n // 5:,} x {n:,}, {edges} edges",
                best["ours"],
                f"shapely {shapely.__version__}, planar",
                best["theirs"],
                1,
                f"{len(got):,} pairs, {differ:,} differ",
            )


def main():
    options = timing.arguments(__doc__.splitlines()[0]).parse_args()
    rows = list(swath_rows(options.scale, options.rounds))
    timing.show(rows)
    timing.save(rows, options.json)


if __name__ == "__main__":
    main()
