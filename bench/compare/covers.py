"""Covers against mortie, S2 (its wheel), cdshealpix and healpy (healpix_cxx).

One thread on all sides, from arrays of lon and lat: great-circle edges on the sphere, as
the peers have them, and geodesics on WGS84, which are the default here. Ours are outer and
inner in one call. The peers' answers differ by construction (S2 has other cells; mortie
and cdshealpix lose cells), so no two are equal: the counts of cells are shown, and every
vertex is checked to be in ours.
"""

import os
import pathlib
import time
from importlib.metadata import version

os.environ["COINCIDE_THREADS"] = os.environ["RAYON_NUM_THREADS"] = "1"

import astropy.units as u
import cdshealpix.nested
import coincide as co
import healpy
import mortie
import numpy as np
import pyarrow.parquet as pq
import s2geometry as s2
import sets
import shapely
import timing
from astropy.coordinates import Latitude, Longitude
from timing import Row

NAMES = {name: f"{name} {version(name)}" for name in ("mortie", "cdshealpix", "healpy")}
S2 = f"s2geometry {version('s2geometry')} wheel"
S2_LEVEL = 12  # Cells of 2 km: a little larger than ours of order 12, so fewer.


def polygon_wkb(rings):
    """Rings as one WKB polygon: our way in from arrays."""
    head = np.array([1], "u1").tobytes() + np.array([3, len(rings)], "<u4").tobytes()
    body = b""
    for lon, lat in rings:
        xy = np.stack([np.append(lon, lon[0]), np.append(lat, lat[0])], axis=1)
        body += np.array([len(xy)], "<u4").tobytes() + xy.astype("<f8").tobytes()
    return head + body


def s2_loop(lon, lat):
    points = [s2.S2LatLng.FromDegrees(y, x).ToPoint() for x, y in zip(lon, lat, strict=True)]
    loop = s2.S2Loop()
    loop.Init(points)
    loop.Normalize()
    return loop


def s2_coverer():
    coverer = s2.S2RegionCoverer()
    coverer.set_fixed_level(S2_LEVEL)
    coverer.set_max_cells(1 << 30)
    return coverer


def check_vertices(outer, rings):
    for lon, lat in rings:
        held = outer.contains_cells(co.encode(lon, lat, ellipsoid=outer.ellipsoid))
        if not held.all():
            raise AssertionError(f"vertex {np.flatnonzero(~held)[0]} is not covered")


def cells_of(outer):
    return f"{sum(int(e) - int(b) for b, e in outer.ranges) >> 2 * (29 - outer.order):,} cells"


def ring_rows(name, rings, order, peers, rounds):
    wkb = polygon_wkb(rings)
    outer, inner = co.cover(wkb, order, edges="great_circle", ellipsoid="sphere")
    check_vertices(outer, rings)
    check_vertices(co.cover(wkb, order)[0], rings)
    answer = f"{cells_of(outer)}, {cells_of(inner)} inside"
    runs = {
        "sphere": lambda: co.cover(wkb, order, edges="great_circle", ellipsoid="sphere"),
        "geodesic": lambda: co.cover(wkb, order),
    }
    sizes = {}
    for peer, run in peers.items():
        sizes[peer] = run()
        runs[peer] = run
    best = timing.best_of(runs, rounds)
    rows = [
        Row(
            f"{name}, order {order}",
            best["sphere"],
            peer,
            best[peer],
            1,
            f"{answer}; {sizes[peer]}",
        )
        for peer in peers
    ]
    rows.append(
        Row(
            f"{name}, geodesics on WGS84",
            best["geodesic"],
            "ours on the sphere",
            best["sphere"],
            1,
            answer,
        )
    )
    return rows


def mortie_ring(lon, lat, order):
    def run():
        words = mortie.morton_coverage(lat, lon, order=order)
        return f"mortie {len(words):,} words"

    return run


def s2_polygon(rings):
    loops = [s2_loop(*ring) for ring in rings]

    def run():
        # Fresh loops: S2 keeps an index of one that it has covered.
        cells = 0
        for loop in loops:
            cells += len(s2_coverer().GetCovering(loop.Clone()))
        return f"S2 {cells:,} of its cells"

    return run


def cds_ring(lon, lat, order):
    x, y = Longitude(lon, u.deg), Latitude(lat, u.deg)

    def run():
        _, depth, _ = cdshealpix.nested.polygon_search(x, y, order)
        return f"cdshealpix {int((4 ** (order - depth.astype(np.int64))).sum()):,} cells"

    return run


def healpy_ring(lon, lat, order):
    vectors = healpy.ang2vec(lon, lat, lonlat=True)

    def run():
        cells = healpy.query_polygon(1 << order, vectors, inclusive=True, fact=4, nest=True)
        return f"healpy {len(cells):,} cells"

    return run


def cone_rows(rounds, scale):
    lon, lat = sets.cones(max(1, int(1000 * scale)))
    x, y, radius = Longitude(lon, u.deg), Latitude(lat, u.deg), 1.0 * u.deg
    metres = np.radians(1.0) * 6371007.180918474

    def ours():
        return [
            co.Coverage.from_cone(a, b, metres, 12, ellipsoid="sphere")
            for a, b in zip(lon, lat, strict=True)
        ]

    def ours_wgs84():
        return [co.Coverage.from_cone(a, b, metres, 12) for a, b in zip(lon, lat, strict=True)]

    def theirs():
        return [cdshealpix.nested.cone_search(x[i], y[i], radius, 12) for i in range(len(lon))]

    mine, peer = ours(), theirs()
    n_mine = sum(sum(int(e) - int(b) for b, e in c.ranges) >> 34 for c in mine)
    n_peer = sum(int((4 ** (12 - d.astype(np.int64))).sum()) for _, d, _ in peer)
    best = timing.best_of({"ours": ours, "wgs84": ours_wgs84, "cds": theirs}, rounds)
    answer = f"{n_mine:,} cells, exact; cdshealpix {n_peer:,}, approximate"
    return [
        Row(
            f"{len(lon)} cones of 1°, order 12",
            best["ours"],
            NAMES["cdshealpix"],
            best["cds"],
            1,
            answer,
        ),
        Row(
            f"{len(lon)} cones of 1°, WGS84",
            best["wgs84"],
            "ours on the sphere",
            best["ours"],
            1,
            answer,
        ),
    ]


def track_rows(lon, lat, rounds):
    def ours():
        return co.Coverage.from_line(lon, lat, 12, edges="great_circle", ellipsoid="sphere")

    points = [s2.S2LatLng.FromDegrees(y, x) for x, y in zip(lon, lat, strict=True)]
    line = s2.S2Polyline()
    line.InitFromS2LatLngs(points)
    runs = {
        "ours": ours,
        "with distances": lambda: co.line_cells(
            lon, lat, 12, edges="great_circle", ellipsoid="sphere"
        ),
        NAMES["mortie"]: lambda: mortie.linestring_coverage(
            lat, lon, order=12, latitude="geodetic-spherical"
        ),
    }
    outer = ours()
    check_vertices(outer, [(lon, lat)])
    sampled = len(runs[NAMES["mortie"]]())
    best = timing.best_of(runs, rounds)
    # Once: the wheel looks at every edge for every cell, a minute and more.
    begin = time.perf_counter()
    s2_cells = len(s2_coverer().GetCovering(line))
    best[S2] = time.perf_counter() - begin
    sizes = {NAMES["mortie"]: f"mortie {sampled:,}", S2: f"S2 {s2_cells:,} of its cells"}
    rows = [
        Row(
            f"track of {len(lon):,}, order 12",
            best["ours"],
            peer,
            best[peer],
            1,
            f"{cells_of(outer)}; {text}",
        )
        for peer, text in sizes.items()
    ]
    rows.append(
        Row("the same with distances", best["with distances"], S2, best[S2], 1, cells_of(outer))
    )
    return rows


def basin_rows(rounds):
    """The 27 Antarctic drainage systems of the mortie wheel: lat, lon, number a line."""
    path = pathlib.Path(mortie.__file__).parent / "tests/Ant_Grounded_DrainageSystem_Polygons.txt"
    lat, lon, basin = np.loadtxt(path, unpack=True)
    rings = [(lon[basin == k], lat[basin == k]) for k in np.unique(basin)]
    wkbs = [polygon_wkb([ring]) for ring in rings]
    loops = [s2_loop(*ring) for ring in rings]
    outers = [co.cover(w, 12, edges="great_circle", ellipsoid="sphere")[0] for w in wkbs]
    for outer, ring in zip(outers, rings, strict=True):
        check_vertices(outer, [ring])
    cells = sum(sum(int(e) - int(b) for b, e in c.ranges) >> 34 for c in outers)
    best = timing.best_of(
        {
            "sphere": lambda: [
                co.cover(w, 12, edges="great_circle", ellipsoid="sphere") for w in wkbs
            ],
            "geodesic": lambda: [co.cover(w, 12) for w in wkbs],
            S2: lambda: [s2_coverer().GetCovering(loop.Clone()) for loop in loops],
        },
        min(rounds, 3),
    )
    answer = f"{len(lon):,} vertices, {cells:,} cells"
    return [
        Row(f"{len(rings)} basins, order 12", best["sphere"], S2, best[S2], 1, answer),
        Row(
            f"{len(rings)} basins, geodesics on WGS84",
            best["geodesic"],
            "ours on the sphere",
            best["sphere"],
            1,
            answer,
        ),
    ]


def footprint_rows(path, rounds):
    """Granule footprints of a STAC catalog as one column, to order 10."""
    wkb = pq.read_table(path, columns=["geometry"])["geometry"].to_numpy()
    rings = [shapely.get_coordinates(g) for g in shapely.get_parts(shapely.from_wkb(wkb))]
    offsets = np.cumsum([0] + [len(r) for r in rings])
    lon, lat = np.concatenate(rings).T
    whole = shapely.from_wkb(wkb)
    runs = {
        "ours": lambda: co.cover_column(whole, 10, edges="great_circle", ellipsoid="sphere"),
        "from WKB": lambda: co.cover_column(wkb, 10, edges="great_circle", ellipsoid="sphere"),
        NAMES["mortie"]: lambda: mortie.polygons_to_morton_mocs(lat, lon, offsets, order=10),
    }
    column = runs["ours"]()
    ranges = sum(len(cover.ranges) for cover in column)
    theirs = len(runs[NAMES["mortie"]]()[0])
    best = timing.best_of(runs, rounds)
    answer = f"{ranges:,} ranges; mortie {theirs:,} words"
    peer = NAMES["mortie"]
    return [
        Row(
            f"{len(wkb):,} footprints, order 10, shapely", best["ours"], peer, best[peer], 1, answer
        ),
        Row("the same from WKB", best["from WKB"], peer, best[peer], 1, answer),
    ]


def main():
    options = timing.arguments(__doc__.splitlines()[0]).parse_args()
    rows = []
    for name, n in (("10 k", 10_000), ("100 k", 100_000), ("1 M", 1_000_000)):
        n = max(64, int(n * options.scale))
        lon, lat = sets.fjord(n)
        peers = {S2: s2_polygon([(lon, lat)])}
        peers[NAMES["mortie"]] = mortie_ring(lon, lat, 12)
        rows += ring_rows(f"ring of {name}", [(lon, lat)], 12, peers, min(options.rounds, 3))
    lon, lat = sets.fjord(4096)
    rows += ring_rows(
        "ring of 4,096", [(lon, lat)], 11, {NAMES["cdshealpix"]: cds_ring(lon, lat, 11)}, 3
    )
    lon, lat = sets.pentagon()
    rows += ring_rows(
        "pentagon of 500 km",
        [(lon, lat)],
        12,
        {NAMES["healpy"]: healpy_ring(lon, lat, 12)},
        options.rounds,
    )
    rows += cone_rows(min(options.rounds, 3), options.scale)
    rows += track_rows(*sets.track(), options.rounds)
    rows += basin_rows(options.rounds)
    catalog = os.environ.get("COINCIDE_DATA", "../shared/data")
    footprints = pathlib.Path(catalog) / "catalog/cmr_stac_atl03_cat_neon.parquet"
    if footprints.exists():
        rows += footprint_rows(footprints, options.rounds)
    timing.show(rows)
    timing.save(rows, options.json)


if __name__ == "__main__":
    main()
