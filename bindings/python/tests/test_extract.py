"""co.extract: samples near lines, in polygons and in coverages, against PROJ and winding."""

import itertools
import os

import coincide as co
import numpy as np
import peak
import pytest
from coincide import _geoparquet, _table_file

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


def test_the_same_bytes_in_any_memory(rng, tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(_geoparquet, "ROW_GROUP", 100)
    granules = tracks(rng, 40)
    for i, columns in enumerate(granules.values()):
        columns["track"] = np.where(np.arange(120) < 60, "left", f"right{i % 7}")
    data = co.Catalog.from_samples(granules)
    line = {"type": "LineString", "coordinates": [[-102, -75.1], [-98, -74.9]]}
    ask = {"within": "12 km", "values": "h", "progress": False}
    plain = co.extract(data, line, **ask)
    assert len(plain) > 800 and set(plain["track"]) == {"left", *(f"right{i}" for i in range(7))}
    for name, g in granules.items():
        rows = np.flatnonzero(plain["granule"] == name)
        np.testing.assert_array_equal(plain["track"][rows], g["track"][plain["idx"][rows]])
        np.testing.assert_array_equal(plain["h"][rows], g["h"][plain["idx"][rows]])
    order = np.lexsort((plain["idx"], plain["granule"], plain["cell"]))
    assert order.tolist() == list(range(len(plain)))
    large, small = tmp_path / "large.parquet", tmp_path / "small.parquet"
    held = co.extract(data, line, **ask, output=large)
    # Granules one at a time, pieces of few rows.
    monkeypatch.setattr(co._runs.How, "LEAST_ROWS", 70)
    seen = []
    read = co.extract(data, line, **ask | {"progress": seen.append}, memory=1, output=small)
    assert isinstance(read._held, _table_file.FileColumns)
    assert large.read_bytes() == small.read_bytes()
    assert plain == held and plain == read and type(read) is type(plain)
    assert len(seen) > 30 and seen[-1]["pairs"] == seen[-1]["all_pairs"] == len(seen)
    assert seen[-1]["rows"] == len(plain) and seen[-1]["samples_read"] == 120 * len(seen)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.parquet", "small.parquet"]


def test_bad_granules_are_left_out_and_said(rng, tmp_path):
    granules = tracks(rng, 12)
    for name in ("g3", "g11"):
        del granules[name]["h"]
    data = co.Catalog.from_samples(granules)
    where = co.Coverage.from_cone(-100.0, -75.0, 90_000, 8)
    path = tmp_path / "e.parquet"
    for more in ({}, {"memory": 1, "output": path}):
        with pytest.warns(UserWarning, match="2 granules could not be read and are left out"):
            e = co.extract(data, where, values="h", progress=False, **more)
        assert [name for name, _ in e.errors] == ["g3", "g11"]
        assert "'g3' has no value 'h'" in e.errors[0][1] and "g11" in e.summary()
        assert set(e["granule"]) == set(granules) - {"g3", "g11"}
    with pytest.raises(ValueError, match="has no value 'h'"):
        co.extract(data, where, values="h", on_error="raise", progress=False)
    with pytest.raises(co.FormatError, match="none of its granules that meet could be read"):
        co.extract(data, where, values="nope", progress=False, output=path)
    assert not (tmp_path / "e.parquet.parts").exists()


def test_a_stopped_run_goes_on(rng, tmp_path):
    pytest.importorskip("pyarrow")
    data = co.Catalog.from_samples(tracks(rng, 20))
    where = co.Coverage.from_cone(-100.0, -75.0, 90_000, 8)
    want = co.extract(data, where, values="h", progress=False)
    path = tmp_path / "e.parquet"

    def stop(counters):
        if counters["pairs"] >= 9:
            raise KeyboardInterrupt

    def run(**more):
        return co.extract(data, where, values="h", memory=1, output=path, **more)

    with pytest.raises(KeyboardInterrupt):
        run(progress=stop)
    left = []
    assert run(progress=left.append) == want and left[-1]["all_pairs"] == 11
    with pytest.raises(KeyboardInterrupt):
        run(progress=stop)
    assert run(progress=left.append, resume=False) == want and left[-1]["all_pairs"] == 20
    assert os.listdir(tmp_path) == ["e.parquet"]


@pytest.mark.skipif(not peak.CAN_MEASURE, reason="asks Linux")
def test_memory_is_what_was_given(rng, tmp_path):
    """The table is larger than the memory, and the peak is not."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    for i in range(40):
        columns = {
            "lon": -100 + rng.uniform(-1, 1, 60_000),
            "lat": -75 + rng.uniform(-0.3, 0.3, 60_000),
            "time": np.datetime64("2020-01-01", "ns") + np.arange(60_000) * 10**9,
            "h": rng.normal(size=60_000),
        }
        pq.write_table(pa.table(columns), tmp_path / f"a{i:02}.parquet")
    ring = [[-102, -76], [-98, -76], [-98, -74], [-102, -74], [-102, -76]]
    where = {"type": "Polygon", "coordinates": [ring]}
    call = f"co.extract(a, {where}, values='h', progress=False, output=out"
    budget = 170_000_000
    rows, most = peak.measured(
        tmp_path, call.replace("(a,", "(a[:1],") + ")", f"{call}, memory={budget})"
    )
    columns = rows * 8 * 13
    print(f"{rows} rows, {columns / 1e6:.0f} MB of columns, peak {most / 1e6:.0f} MB")
    assert rows == 2_400_000 and columns > 1.2 * budget
    assert most <= budget
