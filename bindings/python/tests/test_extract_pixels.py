"""Pixels that lines pass through, of co.extract: against places a metre apart by PROJ."""

import itertools

import coincide as co
import numpy as np
import pyproj
import pytest
from test_cli import run

rasterio = pytest.importorskip("rasterio")
shapely = pytest.importorskip("shapely")
GEOD = pyproj.Geod(ellps="WGS84")
TO_XY = pyproj.Transformer.from_crs(4326, 3031, always_xy=True).transform
TO_LONLAT = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform
ROWS, COLUMNS, STEP = 60, 80, 500.0
LEFT, TOP = -1_400_000.0, -380_000.0
METRE = 1.0


@pytest.fixture
def grid(rng, tmp_path):
    """A GeoTIFF, and its values; a tenth of them missing."""
    values = rng.uniform(0, 100, (ROWS, COLUMNS)).astype(np.float32)
    values[rng.random(values.shape) < 0.1] = np.nan
    path = tmp_path / "v.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=COLUMNS, height=ROWS, count=1, dtype="float32",
        crs="EPSG:3031", transform=rasterio.transform.from_origin(LEFT, TOP, STEP, STEP),
        nodata=np.nan,
    ) as file:  # fmt: skip
        file.write(values, 1)
        file.set_band_description(1, "v")
    return path, values


def lines(rng, n=4):
    """Lines of a few vertices that begin and end also outside of the grid."""
    out = []
    for _ in range(n):
        x = LEFT + rng.uniform(-0.2, 1.2, 5) * COLUMNS * STEP
        y = TOP - rng.uniform(-0.2, 1.2, 5) * ROWS * STEP
        out.append(np.stack(TO_LONLAT(x, y), axis=1))
    return out


def walked(line):
    """(flat, s): the pixel, -1 outside, and way of places a metre apart along a line."""
    lon, lat, way, at = [], [], [], 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        azimuth, _, length = GEOD.inv(x0, y0, x1, y1)
        s = np.arange(0.5 * METRE, length, METRE)
        x, y, _ = GEOD.fwd(np.full(len(s), x0), np.full(len(s), y0), np.full(len(s), azimuth), s)
        lon.append(x), lat.append(y), way.append(at + s)
        at += length
    x, y = TO_XY(np.concatenate(lon), np.concatenate(lat))
    column, row = np.floor((x - LEFT) / STEP).astype(int), np.floor((TOP - y) / STEP).astype(int)
    inside = (column >= 0) & (column < COLUMNS) & (row >= 0) & (row < ROWS)
    return np.where(inside, row * COLUMNS + column, -1), np.concatenate(way)


def test_pixels_under_lines(rng, grid, tmp_path):
    path, values = grid
    paths = lines(rng)
    where = shapely.MultiLineString(paths)
    e = co.extract(str(path), where, values="v", progress=False)
    assert len(e) > 200 and (e["distance_m"] == 0).all() and (e["poly_id"] == -1).all()
    for number, line in enumerate(paths):
        flat, way = walked(line)
        rows = np.flatnonzero(e["line_id"] == number)
        metres = np.bincount(e["idx"][rows], e["length_m"][rows], ROWS * COLUMNS)
        wanted = np.bincount(flat[flat >= 0], minlength=ROWS * COLUMNS) * METRE
        # A line is followed to 0.02 pixels: a passage may be longer at a flat angle.
        assert np.abs(metres - wanted).max() < 0.1 * STEP
        assert np.abs(metres.sum() - wanted.sum()) < 5 * METRE
        # Each passage's middle is in its pixel, there on the line.
        at = np.searchsorted(way, e["s_m"][rows]).clip(max=len(way) - 1)
        long = e["length_m"][rows] > 0.1 * STEP
        assert np.array_equal(flat[at][long], e["idx"][rows][long])
    np.testing.assert_array_equal(e["v"], values.ravel()[e["idx"]].astype(np.float64))


def test_the_same_on_the_command_line(rng, grid, tmp_path):
    path, _ = grid
    # Vertices a kilometre apart: what GeoJSON has between them is the geodesic to a millimetre.
    paths = []
    for line in lines(rng, 2):
        ends = [(line[0],)]
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            n = int(GEOD.inv(x0, y0, x1, y1)[2] / 1000)
            ends.append((*GEOD.npts(x0, y0, x1, y1, n), (x1, y1)))
        paths.append(np.concatenate([np.asarray(part) for part in ends]))
    where = shapely.MultiLineString(paths)
    (tmp_path / "w.geojson").write_text(shapely.to_geojson(where))
    out = tmp_path / "e.parquet"
    run("extract", path, tmp_path / "w.geojson", "--value", "v", "-o", out)
    import pyarrow.parquet as pq

    found = pq.read_table(out)
    e = co.extract(str(path), where, values="v", progress=False)
    apart = set(found["idx"].to_pylist()) ^ set(e["idx"].tolist())
    assert len(apart) <= 1 and abs(len(found) - len(e)) <= 1
    assert {"line_id", "s_m", "length_m", "v"} <= set(found.column_names)


def test_between_centres(rng, grid):
    path, values = grid
    paths = lines(rng, 2)
    where = shapely.MultiLineString(paths)
    plain = co.extract(str(path), where, values="v", progress=False)
    e = co.extract(str(path), where, values="v", method="bilinear", progress=False)
    assert np.array_equal(e["idx"], plain["idx"]) and np.array_equal(e["s_m"], plain["s_m"])
    x, y = TO_XY(e["lon"], e["lat"])
    u = np.clip((x - LEFT) / STEP - 0.5, 0, COLUMNS - 1)
    v = np.clip((TOP - y) / STEP - 0.5, 0, ROWS - 1)
    spatial = pytest.importorskip("scipy.ndimage")
    filled = spatial.map_coordinates(values.astype(np.float64), [v, u], order=1, mode="nearest")
    both = np.isfinite(filled) & np.isfinite(e["v"])
    # A line is followed to 0.02 pixels, over which values change by as many hundredths of 100.
    assert both.sum() > 50 and np.abs(filled - e["v"])[both].max() < 2.0
    with pytest.raises(ValueError, match="method is 'spline': 'nearest' or 'bilinear'"):
        co.extract(str(path), where, method="spline")


def test_with_polygons_and_points_beside_the_lines(rng, grid):
    path, _ = grid
    (line,) = lines(rng, 1)
    square = shapely.Polygon(
        np.stack(
            TO_LONLAT(
                LEFT + STEP * np.array([10.25, 20.25, 20.25, 10.25]),
                TOP - STEP * np.array([10.25, 10.25, 20.25, 20.25]),
            ),
            axis=1,
        )
    )
    where = shapely.GeometryCollection([square, shapely.LineString(line)])
    e = co.extract(str(path), where, progress=False)
    under, inside = e[e["line_id"] == 0], e[e["poly_id"] == 0]
    assert len(under) + len(inside) == len(e) and len(inside) == 100
    alone = co.extract(str(path), shapely.LineString(line), progress=False)
    assert np.array_equal(under["idx"], alone["idx"]) and len(alone) > 10
    assert np.isnan(inside["length_m"]).all() and np.isfinite(under["length_m"]).all()


def test_files_go_on_from_an_earlier_result(rng, grid, tmp_path):
    path, _ = grid
    where = shapely.MultiLineString(lines(rng, 2))
    e = co.extract(str(path), where, values="v", output=tmp_path / "e.parquet", progress=False)
    again = co.extract(
        str(path), where, values="v", previous=tmp_path / "e.parquet", progress=False
    )
    assert again == e and np.isfinite(e["length_m"]).all()
    with pytest.raises(ValueError, match="no variable 'w'"):
        co.extract(str(path), where, values="w", on_error="raise", progress=False)
