"""Stage one against shapely, geopandas and DuckDB: which footprints meet.

One thread on all sides, from footprints in memory to pairs. The peers' edges are straight
in polar stereographic metres, ours are great circles or geodesics: how many pairs differ
is counted here and not decided.
"""

import os
import pathlib
import sys

os.environ["COINCIDE_THREADS"] = "1"

import coincide as co
import duckdb
import duckdb_extensions
import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
import timing
from coincide.granules import _table
from sensors import EARTH_M, orbit
from timing import Row

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BASELINES = pathlib.Path(os.environ.get("COINCIDE_BASELINES", ROOT.parent / "shared" / "baselines"))
# Of covers that are stored with catalogs.
STORED_ORDER = 8
SWATHS = {"long": (10_000, 40.0, 10), "short": (100_000, 4.0, 12)}


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


def ground_tracks(rng, n, span, length_m):
    """Lines of `n` places each `span` degrees of a polar orbit long, in metres of EPSG:3031."""
    azimuth, off = rng.uniform(0, 2 * np.pi, n), rng.uniform(-1.5e6, 1.5e6, n)
    half = np.linspace(-length_m / 2, length_m / 2, span)
    across = np.stack([np.cos(azimuth), np.sin(azimuth)], axis=-1)
    along = np.stack([-across[:, 1], across[:, 0]], axis=-1)
    return off[:, None, None] * across[:, None] + half[None, :, None] * along[:, None]


def corridor_rows(scale, rounds):
    """Beams' corridors against flight lines, the set of the recipes that users of the field run."""
    if not (BASELINES / "common.py").exists():
        sys.exit(f"no sets in {BASELINES}: set COINCIDE_BASELINES")
    sys.path.insert(0, str(BASELINES))
    import common

    n, m = max(10, int(40_000 * scale)), max(5, int(1126 * scale))
    tracks = (
        common.make_tracks(n, "sat", 1, spacing=2000.0, gap_prob=0),
        common.make_tracks(m, "air", 2, spacing=500.0, gap_prob=0),
    )
    corridors, lines = (
        shapely.simplify([shapely.LineString(np.c_[t["x"], t["y"]]) for t in side], 60)
        for side in tracks
    )
    corridors = shapely.buffer(corridors, 3300, cap_style="flat")
    geo = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform

    def on_earth(shapes):
        return shapely.transform(shapes, lambda xy: np.stack(geo(*xy.T), axis=-1))

    window = 120 * 86400
    times = [np.array([(t["t"][0], t["t"][-1]) for t in side]) for side in tracks]
    a, b = (
        co.catalog(
            on_earth(shapes),
            time_start=(t[:, 0] * 1e9).astype("datetime64[ns]"),
            time_end=(t[:, 1] * 1e9).astype("datetime64[ns]"),
        )
        for shapes, t in zip((corridors, lines), times, strict=True)
    )
    tables = _table(a), _table(b)
    frames = [
        geopandas.GeoDataFrame(
            {name: range(len(t)), f"{name}0": t[:, 0], f"{name}1": t[:, 1]},
            geometry=shapes,
            crs=3031,
        )
        for name, shapes, t in zip("ab", (corridors, lines), times, strict=True)
    ]

    def recipe():
        pairs = frames[0].sjoin(frames[1], predicate="intersects")
        return pairs[(pairs.a0 <= pairs.b1 + window) & (pairs.b0 - window <= pairs.a1)]

    db = duckdb.connect()
    duckdb_extensions.import_extension("spatial", con=db)
    db.execute("LOAD spatial; SET threads = 1")
    for name, shapes, t in (("a", corridors, times[0]), ("b", lines, times[1])):
        columns = {"i": np.arange(len(shapes)), "t0": t[:, 0], "t1": t[:, 1]}
        columns["w"] = shapely.to_wkb(shapes).tolist()
        db.register("wkb", pd.DataFrame(columns))
        db.execute(f"CREATE TABLE {name} AS SELECT i, t0, t1, ST_GeomFromWKB(w) g FROM wkb")
        db.unregister("wkb")
    join = f"""SELECT a.i AS a, b.i AS b FROM a JOIN b ON ST_Intersects(a.g, b.g)
               WHERE a.t0 <= b.t1 + {window} AND b.t0 - {window} <= a.t1"""
    stored = [
        co.cover_column(on_earth(shapes), STORED_ORDER).index() for shapes in (corridors, lines)
    ]

    def candidates():
        i, j = stored[0].join(stored[1])
        return i, j, near_in_time(i, j, *times, window)

    runs = {
        "ours": lambda: co._core.match_tables(
            *tables, 0.0, window * 10**9, True, "raise", False, 1, None
        ),
        "candidates": candidates,
        f"DuckDB {duckdb.__version__}, planar": lambda: db.execute(join).fetchnumpy(),
        f"geopandas {geopandas.__version__}, planar": recipe,
    }
    found = runs["ours"]()
    got = pairs_of(found[0], found[1], m)
    peers = list(runs)[2:]
    theirs = runs[peers[0]]()
    i, j, near = candidates()
    i, j = i[near], j[near]
    lost = len(np.setdiff1d(got, pairs_of(i, j, m)))
    if lost:
        raise AssertionError(f"{lost} pairs are not among the candidates")
    differ = len(np.setxor1d(got, pairs_of(theirs["a"], theirs["b"], m)))
    same = planar_differences(corridors[: n // 20], lines)
    best = timing.best_of(runs, min(rounds, 3))
    for peer in peers:
        yield Row(
            f"corridors, {n:,} x {m:,} lines, 120 days, geodesic edges",
            best["ours"],
            peer,
            best[peer],
            1,
            f"{len(got):,} pairs, {differ:,} differ; {same}",
        )
    yield Row(
        f"corridors, {n:,} x {m:,} lines, 120 days, candidates of covers of order {STORED_ORDER}",
        best["candidates"],
        peers[0],
        best[peers[0]],
        1,
        f"{len(i):,} candidates, all {len(got):,} pairs among them",
    )


def near_in_time(i, j, times_a, times_b, window):
    """Whether pairs are within a window of each other; times are [rows, start and end]."""
    return ((times_a[i, 0] <= times_b[j, 1] + window) & (times_b[j, 0] - window <= times_a[i, 1]),)


def planar_differences(corridors, lines):
    """What differs from shapely where our edges too are straight on its map."""
    found = co.match_granules(
        *(co.catalog(geopandas.GeoSeries(shapes, crs=3031)) for shapes in (corridors, lines))
    )
    theirs = shapely.STRtree(lines).query(corridors, predicate="intersects")
    got = pairs_of(np.asarray(found["row_a"]), np.asarray(found["row_b"]), len(lines))
    differ = len(np.setxor1d(got, pairs_of(*theirs, len(lines))))
    return f"with edges straight on the map {differ:,} of {len(got):,} of a part"


def frame_rows(scale, rounds):
    """Radar frames against altimeter granules near the pole: shapely's tree on the map."""
    rng = np.random.default_rng(22)
    n, m = max(10, int(1126 * scale)), max(10, int(4103 * scale))
    granules = shapely.buffer(
        shapely.linestrings(ground_tracks(rng, m, 14, 3.2e6)), 3300, cap_style="flat"
    )
    centre = rng.uniform(-1.2e6, 1.2e6, (n, 2))
    turn = np.cumsum(rng.normal(0, 0.01, (n, 100)), axis=1) + rng.uniform(0, 2 * np.pi, (n, 1))
    steps = 500.0 * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    frames = shapely.linestrings(centre[:, None] + np.cumsum(steps, axis=1))
    geo = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform

    def on_earth(shapes):
        return shapely.transform(shapes, lambda xy: np.stack(geo(*xy.T), axis=-1))

    a, b = co.catalog(on_earth(frames)), co.catalog(on_earth(granules))
    tables = _table(a), _table(b)

    def theirs():
        return shapely.STRtree(granules).query(frames, predicate="intersects")

    def ours():
        return co._core.match_tables(*tables, 0.0, None, True, "raise", False, 1, None)

    found, wanted = ours(), pairs_of(*theirs(), m)
    got = pairs_of(found[0], found[1], m)
    best = timing.best_of({"ours": ours, "theirs": theirs}, rounds)
    yield Row(
        f"frames, {n:,} x {m:,} granules, geodesic edges",
        best["ours"],
        f"shapely {shapely.__version__}, planar",
        best["theirs"],
        1,
        f"{len(got):,} pairs, {len(np.setxor1d(got, wanted)):,} differ",
    )


def main():
    options = timing.arguments(__doc__.splitlines()[0]).parse_args()
    rows = list(swath_rows(options.scale, options.rounds))
    rows += corridor_rows(options.scale, options.rounds)
    rows += frame_rows(options.scale, options.rounds)
    timing.show(rows)
    timing.save(rows, options.json)


if __name__ == "__main__":
    main()
