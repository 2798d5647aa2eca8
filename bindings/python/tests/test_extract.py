"""co.extract: samples near lines, in polygons and in coverages, against PROJ and winding."""

import itertools

import coincide as co
import numpy as np
import pytest

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(ellps="WGS84")


def tracks(rng, n=5, place=(-100.0, -75.0)):
    granules = {}
    for i in range(n):
        t = np.linspace(-1, 1, 120)
        direction = rng.uniform(0, 2 * np.pi)
        lat = np.clip(place[1] + 0.5 * t * np.sin(direction), -90, 90)
        lon = place[0] + 0.5 * t * np.cos(direction) / np.cos(np.radians(place[1]))
        granules[f"g{i}"] = {
            "lon": lon,
            "lat": lat,
            "h": rng.random(120),
            "time": np.datetime64("2021-01-01") + np.arange(120) * np.timedelta64(1, "s"),
        }
    return granules


def distance_to_line(lon, lat, line, step=5.0):
    """Least distance to points every `step` metres along the geodesics of a line."""
    along = []
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        length = GEOD.inv(x0, y0, x1, y1)[2]
        count = max(int(length / step), 1)
        points = GEOD.npts(x0, y0, x1, y1, count)
        along += [(x0, y0), *points, (x1, y1)]
    xs, ys = np.array(along).T
    return np.array(
        [
            GEOD.inv(np.full(len(xs), x), np.full(len(xs), y), xs, ys)[2].min()
            for x, y in zip(lon, lat, strict=True)
        ]
    )


def keys_of(e):
    return set(zip(e["granule"], e["idx"].tolist(), strict=True))


@pytest.mark.parametrize("place", [(-100.0, -75.0), (180.0, -88.0), (20.0, 0.0)])
def test_near_a_line(rng, place):
    granules = tracks(rng, 4, place)
    wide = 0.4 / np.cos(np.radians(place[1]))
    line = [
        (place[0] - wide, place[1] - 0.1),
        (place[0], place[1] + 0.05),
        (place[0] + wide, place[1]),
    ]
    e = co.extract(
        co.Catalog.from_samples(granules),
        {"type": "LineString", "coordinates": line},
        "3 km",
        values="h",
        progress=False,
    )
    got = keys_of(e)
    for name, g in granules.items():
        d = distance_to_line(g["lon"], g["lat"], line)
        for k in range(len(d)):
            # Points every 5 m see the distance to 1 cm.
            if abs(d[k] - 3000) > 0.1:
                assert ((name, k) in got) == (d[k] < 3000), (name, k, d[k])
    for r in range(0, len(e), 29):
        g = granules[e["granule"][r]]
        assert e["h"][r] == g["h"][e["idx"][r]] and e["time"][r] == g["time"][e["idx"][r]]
    assert (np.abs(e["offset_m"]) == e["distance_m"]).all() and (e["line_id"] == 0).all()


def test_in_a_polygon_and_round_it(rng):
    granules = tracks(rng)
    data = co.Catalog.from_samples(granules)
    ring = [(-101, -75.2), (-99, -75.2), (-99, -74.8), (-101, -74.8), (-101, -75.2)]
    where = {"type": "Polygon", "coordinates": [ring]}
    inside = co.extract(data, where, progress=False)
    wider = co.extract(data, where, within=2000, progress=False)
    assert keys_of(inside) < keys_of(wider)
    for name, g in granules.items():
        rows, _ = co.in_polygons(g["lon"], g["lat"], where)
        assert {k for n, k in keys_of(inside) if n == name} == set(rows.tolist())
        near = distance_to_line(g["lon"], g["lat"], ring, 20.0)
        for k in range(len(near)):
            if k not in rows and abs(near[k] - 2000) > 1:
                assert ((name, k) in keys_of(wider)) == (near[k] < 2000)


def test_in_a_coverage(rng):
    granules = tracks(rng)
    where = co.Coverage.from_cone(-100.0, -75.0, 20_000, 10)
    e = co.extract(co.Catalog.from_samples(granules), where, progress=False)
    want = {
        (name, int(k))
        for name, g in granules.items()
        for k in np.flatnonzero(where.contains(g["lon"], g["lat"]))
    }
    assert keys_of(e) == want
    assert (np.diff(e["cell"].astype(np.float64)) >= 0).all()


def test_file_and_bad_arguments(rng, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    data = co.Catalog.from_samples(tracks(rng, 2))
    line = {"type": "LineString", "coordinates": [[-101, -75], [-99, -75]]}
    e = co.extract(data, line, 500, output=tmp_path / "e.parquet", progress=False)
    assert len(geopandas.read_parquet(tmp_path / "e.parquet")) == len(e)
    for arguments, words in (
        ({"within": -1}, "within"),
        ({"edges": "lonlat"}, "edges"),
        ({"on_error": "x"}, "on_error"),
        ({"values": "speed", "on_error": "raise"}, "speed"),
    ):
        with pytest.raises(ValueError, match=words):
            co.extract(data, line, **{"within": 500, "progress": False, **arguments})


def test_of_several_lines_and_points_the_nearest_and_of_rings_the_first(rng):
    shapely = pytest.importorskip("shapely")
    lines = [np.cumsum(rng.normal(0, 0.05, (30, 2)), axis=0) + rng.uniform(-2, 2, 2)
             for _ in range(7)]  # fmt: skip
    centres = rng.uniform(-2, 2, (4, 2))
    discs = [shapely.Point(*rng.uniform(-2, 2, 2)).buffer(0.4) for _ in range(5)]
    lon, lat = rng.uniform(-3, 3, (2, 20_000))
    data = co.Catalog.from_samples({"s": {"lon": lon, "lat": lat}})
    within = 15_000.0

    where = shapely.GeometryCollection(
        [*map(shapely.LineString, lines), *map(shapely.Point, centres)]
    )
    e = co.extract(data, where, within, progress=False)
    best, which = np.full(len(lon), np.inf), np.full(len(lon), -2)
    for k, xy in enumerate([*lines, *(np.stack([c, c]) for c in centres)]):
        rows, distance, _, _ = co.near_line(lon, lat, xy[:, 0], xy[:, 1], within)
        nearer = rows[distance < best[rows]]
        best[nearer] = distance[distance < best[rows]]
        which[nearer] = k if k < len(lines) else -1
    rows = np.argsort(e["idx"])
    assert e["idx"][rows].tolist() == np.flatnonzero(np.isfinite(best)).tolist()
    np.testing.assert_array_equal(e["distance_m"][rows], best[np.isfinite(best)])
    assert e["line_id"][rows].tolist() == which[np.isfinite(best)].tolist()

    e = co.extract(data, shapely.MultiPolygon(discs), within, progress=False)
    inside = np.full(len(lon), -1)
    for k, disc in reversed(list(enumerate(discs))):
        inside[co.in_polygons(lon, lat, disc)[0]] = k
    for k, disc in enumerate(discs):
        xy = np.asarray(disc.exterior.coords)
        near = co.near_line(lon, lat, xy[:, 0], xy[:, 1], within)[0]
        inside[near[inside[near] < 0]] = k
    rows = np.argsort(e["idx"])
    assert e["idx"][rows].tolist() == np.flatnonzero(inside >= 0).tolist()
    assert e["poly_id"][rows].tolist() == inside[inside >= 0].tolist()
