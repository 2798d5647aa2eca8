"""raster_along against shapely on densified lines, and against all pixel centres."""

import re

import coincide as co
import numpy as np
import pyproj
import pytest
import shapely

GEOD = pyproj.Geod(ellps="WGS84")
POLAR = (500.0, 0.0, -1_000_000.0, 0.0, -500.0, 900_000.0)


def dense(lon, lat, step_m, crs):
    """A line of geodesics in a CRS, with a vertex every few metres, and its lengths."""
    to_crs = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform
    x, y = [], []
    for k in range(len(lon) - 1):
        az, _, length = GEOD.inv(lon[k], lat[k], lon[k + 1], lat[k + 1])
        s = np.linspace(0, length, 2 + int(length / step_m))
        at = GEOD.fwd(np.full_like(s, lon[k]), np.full_like(s, lat[k]), np.full_like(s, az), s)
        p, q = to_crs(at[0], at[1])
        x.append(p)
        y.append(q)
    return np.concatenate(x), np.concatenate(y)


def lengths_in_pixels(x, y, transform, shape):
    """Metres of true length in each pixel, by cutting with every box near the line."""
    a, _, c, _, e, f = transform
    line = shapely.LineString(np.c_[(x - c) / a, (y - f) / e])
    near = line.buffer(0.01)
    rows, cols = np.indices(shape).reshape(2, -1)
    boxes = shapely.box(cols, rows, cols + 1, rows + 1)
    hit = shapely.intersects(boxes, near)
    inside = shapely.length(shapely.intersection(boxes[hit], line))
    return {
        (r, c): v
        for r, c, v in zip(rows[hit].tolist(), cols[hit].tolist(), inside.tolist(), strict=True)
        if v > 0
    }


@pytest.mark.parametrize(
    "lon, lat",
    [
        ([-110.0, -105.0, -106.5], [-81.5, -81.2, -81.9]),
        ([-45.2, -44.5], [-79.4, -81.0]),
        ([10.0, -170.0], [-89.9, -89.95]),
        ([179.0, -179.5], [-82.0, -82.1]),
    ],
)
def test_pixels_under_a_line(rng, lon, lat):
    values = rng.normal(size=(3800, 4000))
    r = co.raster_along(values, POLAR, "EPSG:3031", lon, lat)
    x, y = dense(lon, lat, 50.0, 3031)
    c0, r0 = int((x.min() + 1e6) / 500) - 2, int((9e5 - y.max()) / 500) - 2
    size = int((y.max() - y.min()) / 500) + 5, int((x.max() - x.min()) / 500) + 5
    corner = (500.0, 0.0, -1e6 + 500 * c0, 0.0, -500.0, 9e5 - 500 * r0)
    expected = lengths_in_pixels(x, y, corner, size)
    got = {}
    for row, col, length in zip(r["row"], r["col"], r["length_m"], strict=True):
        got[(row - r0, col - c0)] = got.get((row - r0, col - c0), 0.0) + length
    # The line is followed to 0.02 of a pixel: a corner cut by less may be missed or won.
    tiny = {
        k for k in set(got) ^ set(expected) if max(got.get(k, 0) / 500, expected.get(k, 0)) > 0.2
    }
    assert not tiny and len(got) > 20
    whole = GEOD.line_length(lon, lat)
    assert np.isclose(r["length_m"].sum(), whole, rtol=0, atol=1e-3)
    assert np.array_equal(r["value"], values[r["row"], r["col"]])
    # 500 m of the map are 484 to 500 true metres here.
    both = [k for k in got if k in expected]
    assert np.allclose([got[k] / 500 for k in both], [expected[k] for k in both], atol=0.06)
    assert np.all(np.diff(r["along_m"]) > 0)
    mean = co.raster_along(values, POLAR, "EPSG:3031", lon, lat, method="length")
    assert np.isclose(mean["value"][0], np.average(r["value"], weights=r["length_m"]))


def wandering(rng, lon, lat, n, step_m):
    """A line of short edges of all directions, folded in places, through a place."""
    azimuth = rng.uniform(0, 360) + np.cumsum(rng.normal(0, 25, n))
    turning = rng.random(n) < 0.02
    azimuth[turning] += 180
    x, y = np.full(n + 1, lon), np.full(n + 1, lat)
    for k in range(n):
        x[k + 1], y[k + 1], _ = GEOD.fwd(x[k], y[k], azimuth[k], step_m * rng.uniform(0, 2))
    return x, y


@pytest.mark.parametrize(
    "crs, transform, shape",
    [
        (3031, POLAR, (3800, 4000)),
        (4326, (0.5, 0.0, -180.0, 0.0, -0.01, -80.0), (1000, 720)),
        (3857, (2000.0, 0.0, -2.1e7, 0.0, -2000.0, 0.0), (20000, 21000)),
    ],
)
def test_every_stretch_of_many_short_edges_is_in_its_pixel(rng, crs, transform, shape):
    values = np.broadcast_to(1.0, shape)
    lines = [wandering(rng, 10.0, -89.999, 300, 60.0), wandering(rng, 179.9, -82.0, 400, 2000.0)]
    lines.append(wandering(rng, -20.0, -83.0, 200, 50.0))
    if crs == 3857:
        lines = lines[1:]  # It has no poles.
    r = co.raster_along(values, transform, crs, *zip(*lines, strict=True), threads=1)
    assert r == co.raster_along(values, transform, crs, *zip(*lines, strict=True), threads=2)
    to_crs = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform
    a, _, c, _, e, f = transform
    for number, (lon, lat) in enumerate(lines):
        ours = r[r["line"] == number]
        # Where the map of 3857 is torn a millimetre is left out each time.
        slack_m = 0.05 if crs == 3857 else 1e-4
        assert abs(ours["length_m"].sum() - GEOD.line_length(lon, lat)) < slack_m
        step = GEOD.line_lengths(lon, lat)
        starts = np.r_[0, np.cumsum(step)]
        azimuth = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[0]
        for part in (0.02, 0.5, 0.98):
            s = ours["along_m"] + (part - 0.5) * ours["length_m"]
            edge = np.clip(np.searchsorted(starts, s, "right") - 1, 0, len(step) - 1)
            x, y, _ = GEOD.fwd(lon[edge], lat[edge], azimuth[edge], s - starts[edge])
            off_the_pole = np.abs(y) < (89.9995 if crs == 4326 else 90.1)
            x, y = to_crs(x, y)
            col, row = (x - c) / a - ours["col"], (y - f) / e - ours["row"]
            if crs == 4326:
                col -= shape[1] * np.round((col - 0.5) / shape[1])
            # Followed to 0.02 of a pixel in pieces of a metre or more: nearer to a pole than
            # 30 m a metre bends by more of a pixel of half a degree.
            assert np.abs(col - 0.5)[off_the_pole].max() < 0.52
            assert np.abs(row - 0.5).max() < 0.52


def test_pixels_near_a_line_are_all_there(rng):
    values = rng.normal(size=(400, 500))
    transform = (1000.0, 100.0, -250e3, -80.0, -1000.0, 220e3)
    lon, lat = [30.0, 140.0, 150.0], [-89.0, -88.8, -88.9]
    r = co.raster_along(values, transform, "EPSG:3031", lon, lat, "7 km")
    rows, cols = np.indices(values.shape).reshape(2, -1)
    x = 1000 * (cols + 0.5) + 100 * (rows + 0.5) - 250e3
    y = -80 * (cols + 0.5) - 1000 * (rows + 0.5) + 220e3
    centre = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform(x, y)
    pixel, distance, *_ = co.near_line(*centre, lon, lat, 7000.0)
    assert sorted((r["row"] * 500 + r["col"]).tolist()) == pixel.tolist()
    assert np.isclose(np.sort(r["distance_m"]), np.sort(distance)).all()
    assert np.array_equal(r["value"], values[r["row"], r["col"]])


def test_degrees_across_the_antimeridian_and_near_a_pole(rng):
    values = rng.normal(size=(180, 360))
    transform = (1.0, 0.0, 0.0, 0.0, -1.0, 90.0)  # 0 to 360 E
    r = co.raster_along(values, transform, 4326, [-1.5, 1.5], [0.5, 0.5])
    assert r["col"].tolist() == [358, 359, 0, 1]
    assert np.isclose(r["length_m"].sum(), GEOD.line_length([-1.5, 1.5], [0.5, 0.5]))
    near = co.raster_along(values, transform, 4326, [10.0, 20.0], [89.0, 89.4], "150 km")
    lon, lat = np.meshgrid(np.arange(360) + 0.5, 89.5 - np.arange(180))
    rows, *_ = co.near_line(lon.ravel(), lat.ravel(), [10.0, 20.0], [89.0, 89.4], 150e3)
    assert sorted((near["row"] * 360 + near["col"]).tolist()) == rows.tolist() and len(rows) > 300


def test_bilinear_of_a_plane_is_the_plane():
    rows, cols = np.indices((50, 60))
    values = 3 * (cols + 0.5) - 2 * (rows + 0.5)
    transform = (100.0, 0.0, 0.0, 0.0, -100.0, 5000.0)
    lon, lat = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform(
        [200.0, 5500.0], [300.0, 4500.0]
    )
    r = co.raster_along(values, transform, "EPSG:3031", lon, lat, method="bilinear")
    x, y = pyproj.Transformer.from_crs(4326, 3031, always_xy=True).transform(r["lon"], r["lat"])
    assert np.allclose(r["value"], 3 * x / 100 - 2 * (5000 - y) / 100, atol=0.1)
    assert len(r) > 80


def test_a_grid_of_lon_and_lat():
    col, row = np.meshgrid(np.arange(40.0), np.arange(30.0))
    lon, lat = 20 + 0.01 * col + 0.002 * row, -60 + 0.006 * row
    values = np.ma.masked_less(10 * row + col, 5)
    line = [20.05, 20.3], [-59.95, -59.9]
    r = co.raster_along(values, (lon, lat), None, *line)
    assert np.isclose(r["length_m"].sum(), GEOD.line_length(*line), rtol=1e-6)
    for k in range(len(r)):
        away = GEOD.inv(
            lon.ravel(), lat.ravel(), *(np.full(lon.size, r[n][k]) for n in ("lon", "lat"))
        )[2]
        assert away[r["row"][k] * 40 + r["col"][k]] < away.min() + 30
    near = co.raster_along(values, (lon, lat), None, *line, "2 km")
    rows, *_ = co.near_line(lon.ravel(), lat.ravel(), *line, 2000.0)
    assert sorted((near["row"] * 40 + near["col"]).tolist()) == rows.tolist()


class Window:
    """A variable of a file that says which part was read."""

    def __init__(self, values):
        self.values, self.shape, self.read = values, values.shape, []

    def __getitem__(self, window):
        self.read.append(window)
        return self.values[window]


def test_only_the_window_is_read_and_lines_are_numbered():
    values = Window(np.arange(1_000_000.0).reshape(1000, 1000))
    transform = (0.01, 0.0, 0.0, 0.0, -0.01, 10.0)
    lines = [[1.0, 1.05], [3.0, 3.05, 3.05]], [[5.0, 5.02], [5.0, 5.0, 5.05]]
    r = co.raster_along(values, transform, "EPSG:4326", *lines)
    assert set(r["line"].tolist()) == {0, 1}
    assert all((w[0].stop - w[0].start) < 12 and (w[1].stop - w[1].start) < 12 for w in values.read)
    assert np.array_equal(r["value"], values.values[r["row"], r["col"]])
    outside = co.raster_along(values, transform, "EPSG:4326", [50.0, 51.0], [0.0, 0.0])
    assert len(outside) == 0
    assert len(co.raster_along(values, transform, "EPSG:4326", [5.0], [5.0])) == 0


@pytest.mark.parametrize("columns", [36, 198, 373, 720])
@pytest.mark.parametrize("west", [-180.0, 0.0, 180.0])
def test_along_the_meridian_where_a_grid_of_the_globe_begins_and_ends(columns, west):
    # It is the west side of the first column and the east side of the last.
    values = np.arange(2.0 * columns).reshape(2, columns)
    transform = (360 / columns, 0.0, west, 0.0, -90.0, 90.0)
    lon, lat = np.array([west - 5.0, west, west, west + 5.0]), [-50.0, -40.0, 40.0, 50.0]
    for turns in (-360.0, 0.0, 360.0):
        r = co.raster_along(values, transform, "EPSG:4326", lon + turns, lat)
        assert abs(r["length_m"].sum() / GEOD.line_length(lon, lat) - 1) < 1e-6
        assert {0, columns - 1} <= set(r["col"].tolist())
        # Straight along it: on either side, as each place is rounded, but on one.
        r = co.raster_along(values, transform, "EPSG:4326", lon[1:3] + turns, lat[1:3])
        assert {0, columns - 1} >= set(r["col"].tolist())
        assert abs(r["length_m"].sum() / GEOD.line_length(lon[1:3], lat[1:3]) - 1) < 1e-6


GOOD = {
    "values": np.zeros((2, 2)), "transform_or_lonlat": (1.0, 0.0, 0.0, 0.0, -1.0, 2.0),
    "crs": "EPSG:4326", "line_lon": [0.0, 1.0], "line_lat": [0.5, 0.5],
}  # fmt: skip


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"values": np.zeros(3)}, "values has the shape (3,): two dimensions are wanted"),
        ({"transform_or_lonlat": (1, 2, 3)}, "transform_or_lonlat has 3 parts"),
        ({"transform_or_lonlat": (0.0,) * 6}, "it has no inverse"),
        ({"transform_or_lonlat": (np.zeros(2), np.zeros(2))}, "lon of the grid has the shape (2,)"),
        ({"line_lat": [0.0]}, "line_lon has 2 parts, line_lat 1"),
        ({"line_lat": [0.5, 91.0]}, "vertex 1 of line 0 is at lon 1, lat 91"),
        ({"line_lon": [0.0, 180.0]}, "line 0 has vertices 1989"),
        ({"crs": "EPSG:4978"}, "crs is 'WGS 84': a geographic or projected one is wanted"),
        ({"within": -1}, "within is -1"),
        ({"within": np.nan}, "within is nan"),
        ({"method": "cubic"}, "method is 'cubic'"),
        ({"method": "bilinear", "within": 5}, "method is 'bilinear'"),
        ({"method": "length", "within": 5}, "method is 'length'"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        co.raster_along(**(GOOD | arguments))


@pytest.mark.parametrize("values", [np.full((2, 2), "x"), np.full((2, 2), 1j)])
def test_values_that_are_no_numbers(values):
    with pytest.raises(TypeError, match="values has dtype"):
        co.raster_along(**(GOOD | {"values": values}))
