"""Pixels of a raster under lines against exactextract.

One thread on both sides (exactextract has no other). The set is that of the recipe that
users of the field run (COINCIDE_BASELINES, else ../shared/baselines): 50 flight lines over a
raster of 450 m, in memory. exactextract has the lines as straight ones of the map, made
before the clock starts, and their lengths there; ours are true lengths of geodesics, so its
are divided by the scale of the map at each pixel before pixels and means are compared.
"""

import functools
import os
import warnings
from importlib.metadata import version

os.environ["COINCIDE_THREADS"] = "1"

import coincide as co
import geopandas
import numpy as np
import pyproj
import shapely
import timing
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from points import baselines
from timing import Row

CRS = pyproj.CRS(3031)
PIXEL_M = 450.0
# Ours follow a geodesic to 0.02 of a pixel; edges of 50 m bend by far less, so that what
# is left is the change of the map's scale within a pixel.
SLACK_M = 1e-3 * PIXEL_M


def per_pixel(line, row, col, length_m):
    """{(line, row, col): metres}."""
    sums = {}
    for *key, length in zip(*(c.tolist() for c in (line, row, col, length_m)), strict=True):
        sums[tuple(key)] = sums.get(tuple(key), 0.0) + length
    return sums


def main():
    parser = timing.arguments(__doc__.splitlines()[0])
    options = parser.parse_args()
    common, _ = baselines()
    tracks = common.make_tracks(max(2, int(50 * options.scale)), "air", 2, spacing=50.0, gap_prob=0)
    west, south, east, north = common.WIN
    columns, rows = int((east - west) / PIXEL_M), int((north - south) / PIXEL_M)
    x = west + (np.arange(columns) + 0.5) * PIXEL_M
    y = north - (np.arange(rows) + 0.5) * PIXEL_M
    values = 200 + 20 * np.sin(x[None] / 9e3) * np.cos(y[:, None] / 7e3)
    transform = (PIXEL_M, 0.0, west, 0.0, -PIXEL_M, north)
    lon, lat = ([track[name] for track in tracks] for name in ("lon", "lat"))
    raster = NumPyRasterSource(
        values, west, north - rows * PIXEL_M, west + columns * PIXEL_M, north,
        srs_wkt=CRS.to_wkt(),
    )  # fmt: skip
    lines = geopandas.GeoDataFrame(
        geometry=[shapely.LineString(np.c_[track["x"], track["y"]]) for track in tracks], crs=CRS
    )
    ours = functools.partial(co.raster_along, values, transform, CRS, lon, lat)
    theirs = functools.partial(exact_extract, raster, lines, output="pandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, means = ours(), ours(method="length")
        cells, their_means = theirs(["cell_id", "coverage"]), theirs(["mean"])
    line = np.repeat(np.arange(len(cells)), [len(ids) for ids in cells["cell_id"]])
    row, col = np.divmod(np.concatenate(cells["cell_id"]).astype(np.int64), columns)
    at = common.TO_LL.transform(x[col], y[row])
    metres = np.concatenate(cells["coverage"])
    metres = metres / pyproj.Proj(CRS).get_factors(*at).meridional_scale
    mine = per_pixel(*(found[name] for name in ("line", "row", "col", "length_m")))
    peers = per_pixel(line, row, col, metres)
    apart = max(abs(mine.get(key, 0.0) - peers.get(key, 0.0)) for key in mine | peers)
    moved = np.abs(means["value"] - their_means["mean"].to_numpy()).max()
    if apart > SLACK_M or moved > 1e-3 * np.ptp(values):
        raise AssertionError(f"a length differs by {apart} m, a mean by {moved}")
    twice = ours(threads=2)
    if not all(np.array_equal(found[name], twice[name]) for name in ("row", "col", "length_m")):
        raise AssertionError("two threads give other rows")
    only = len(mine.keys() ^ peers.keys())
    best = timing.best_of(
        {
            "pixels": ours,
            "two threads": functools.partial(ours, threads=2),
            "means": functools.partial(ours, method="length"),
            "their pixels": functools.partial(theirs, ["cell_id", "coverage"]),
            "their means": functools.partial(theirs, ["mean"]),
        },
        options.rounds,
    )
    case = f"{len(tracks)} lines of {sum(map(len, lon)):,} vertices over {rows:,} x {columns:,}"
    peer = f"exactextract {version('exactextract')}"
    text = f"{len(mine):,} pixels; {only} of one side alone, lengths within {apart * 1e3:.0f} mm"
    table = [
        Row(f"{case}, pixels and lengths", best["pixels"], peer, best["their pixels"], 1, text),
        Row(f"{case}, two threads", best["two threads"], "coincide, one thread", best["pixels"], 1,
            "the same rows"),
        Row(f"{case}, means by length", best["means"], peer, best["their means"], 1,
            f"{len(means)} means within {moved:.1g} of {np.ptp(values):.0f}"),
    ]  # fmt: skip
    timing.save(table, options.json)
    timing.show(table)


if __name__ == "__main__":
    main()
