"""near_line, near_lines and in_polygons against shapely in a plane and pyproj on the ellipsoid."""

import re

import coincide as co
import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

GEOD = Geod(ellps="WGS84")
NAN = float("nan")
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}


@pytest.fixture
def plane():
    """lon, lat to and from an equidistant plane that is true to 1e-5 within 20 km of 15 E, 70 N."""
    crs = "+proj=aeqd +lon_0=15 +lat_0=70 +ellps=WGS84"
    there = Transformer.from_crs(4326, crs, always_xy=True)
    back = Transformer.from_crs(crs, 4326, always_xy=True)
    return there.transform, back.transform


def test_near_lines_in_a_plane(rng, plane):
    _, back = plane
    lines = rng.uniform(-10e3, 10e3, (5, 1, 2)) + rng.normal(0, 800, (5, 20, 2)).cumsum(axis=1)
    points = rng.uniform(-15e3, 15e3, (4000, 2))
    lon, lat = back(*points.T)
    line_lon, line_lat = back(*lines.reshape(-1, 2).T)
    offsets = np.arange(0, 101, 20)
    rows, line, distance_m, along_m, offset_m = co.near_lines(
        lon, lat, line_lon, line_lat, offsets, "900 m"
    )
    shapes = [shapely.LineString(one) for one in lines]
    distance = shapely.distance(shapely.points(points)[:, None], shapes)
    # The plane stretches by 1e-6 so near its centre; edges differ by centimetres.
    sure = np.abs(distance - 900) > 0.1
    got = np.zeros(distance.shape, bool)
    got[rows, line] = True
    assert np.array_equal(got[sure], distance[sure] < 900) and got.sum() > 300
    assert np.abs(distance_m - distance[rows, line]).max() < 0.1
    assert np.array_equal(np.abs(offset_m), distance_m)
    # The foot: at along_m of the line.
    foot = shapely.line_interpolate_point(np.array(shapes)[line], along_m)
    found = shapely.distance(foot, shapely.points(points[rows]))
    assert np.abs(found - distance_m).max() < 0.2
    for k in range(5):
        one = co.near_line(lon, lat, line_lon.reshape(5, -1)[k], line_lat.reshape(5, -1)[k], 900)
        of_k = line == k
        for x, y in zip(one, (rows, distance_m, along_m, offset_m), strict=True):
            assert np.array_equal(x, y[of_k])


def test_distance_is_by_geodesic():
    rows, distance_m, along_m, offset_m = co.near_line(
        [-70.0, -70.0], [80.1, 79.9], [-70.0, 20.0], [80.0, 80.0], 20e3
    )
    assert rows.tolist() == [0, 1]
    assert (distance_m[0], along_m[0]) != (0, 0) and offset_m[0] < 0 < offset_m[1]
    # Beyond the start: the line leaves to the north-east.
    assert np.isclose(distance_m[1], GEOD.inv(-70, 79.9, -70, 80)[2], atol=1e-6)
    assert along_m[1] == 0
    flat = co.near_line([-70.0, -70.0], [80.1, 79.9], [-70.0, 20.0], [80.0, 80.0], 20e3, cap="flat")
    assert flat[0].tolist() == [0]


def test_in_polygons_in_a_plane(rng, plane):
    _, back = plane
    polygons = []
    for _ in range(6):
        turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
        r = rng.uniform(2e3, 5e3) * (1 + 0.3 * np.sin(5 * turn) + 0.05 * rng.normal(size=200))
        x, y = rng.uniform(-8e3, 8e3, 2)
        polygons.append(shapely.Polygon(np.c_[x + r * np.cos(turn), y + r * np.sin(turn)]))
    holed = polygons[0].difference(shapely.Point(polygons[0].centroid).buffer(900))
    polygons[0] = holed
    points = rng.uniform(-13e3, 13e3, (20000, 2))
    lon, lat = back(*points.T)
    geographic = shapely.transform(polygons, lambda xy: np.c_[back(*xy.T)])
    rows, polygon = co.in_polygons(lon, lat, list(geographic))
    tree = shapely.STRtree(shapely.points(points))
    want = tree.query(polygons, predicate="intersects")
    # Edges of 100 m differ from straight ones by less than 1 cm.
    edge = shapely.distance(shapely.points(points)[:, None], shapely.boundary(polygons)) < 0.01
    got = np.zeros(edge.shape, bool)
    got[rows, polygon] = True
    expected = np.zeros(edge.shape, bool)
    expected[want[1], want[0]] = True
    assert np.array_equal(got[~edge], expected[~edge]) and got.sum() > 2000
    for threads in (1, 2):
        again = co.in_polygons(lon, lat, list(geographic), threads=threads)
        assert np.array_equal(again[0], rows) and np.array_equal(again[1], polygon)


def test_what_polygons_may_be():
    box = shapely.box(0, 0, 2, 2)
    for polygons in (box, [box], box.wkb, box.wkt, SQUARE, [SQUARE, box], np.array([box])):
        rows, polygon = co.in_polygons([1.0, 3.0], [1.0, 1.0], polygons)
        many = isinstance(polygons, list) and len(polygons) == 2
        assert rows.tolist() == [0] * (1 + many) and polygon.tolist() == [0, 1][: 1 + many]
    # Parts that overlap are one geometry.
    two = shapely.GeometryCollection([box, shapely.box(1, 1, 3, 3)])
    rows, polygon = co.in_polygons([1.5, 0.5, 2.5], [1.5, 0.5, 2.5], [two])
    assert rows.tolist() == [0, 1, 2] and polygon.tolist() == [0, 0, 0]
    assert [len(x) for x in co.in_polygons([1.0], [1.0], [])] == [0, 0]
    geopandas = pytest.importorskip("geopandas")
    series = geopandas.GeoSeries([box, box], crs=4326)
    for frame in (series, geopandas.GeoDataFrame(geometry=series)):
        assert co.in_polygons(1.0, 1.0, frame)[1].tolist() == [0, 1]
    with pytest.raises(ValueError, match="projected CRS"):
        co.in_polygons(1.0, 1.0, series.to_crs(3031))


def test_the_pole_and_the_antimeridian():
    cap = {"type": "Polygon", "coordinates": [[[x, -80] for x in (0, 90, 180, -90, 0)]]}
    rows, _ = co.in_polygons([0.0, 123.0, 45.0], [-90.0, -85.0, -60.0], cap)
    assert rows.tolist() == [0, 1]
    across = {"type": "Polygon", "coordinates": [[[179, 0], [-179, 0], [-179, 2], [179, 0]]]}
    rows, _ = co.in_polygons([180.0, 540.0, 0.0], [0.5, 0.5, 0.5], across)
    assert rows.tolist() == [0, 1]


@pytest.mark.parametrize(
    "given, message",
    [
        (dict(lon=[1, NAN]), "lon[1] is nan"),
        (dict(line_lat=[0, -91]), "line_lat[1] is -91"),
        (dict(line_lon=[], line_lat=[]), "line 0 has no vertex"),
        (dict(line_lon=[1, 2], line_lat=[1, 2, 3]), "line_lon and line_lat differ in length"),
        (dict(within=-3), "within is -3: 0 or more metres is allowed"),
        (dict(within="3 feet"), "within is '3 feet': a number and a unit is wanted"),
        (dict(cap="square"), "cap is 'square': 'round' or 'flat' is allowed"),
        (dict(missing_position="x"), "missing_position is 'x'"),
        (dict(line_lon=[0, 180], line_lat=[0, 0]), "m apart"),
    ],
)
def test_bad_lines(given, message):
    arguments = dict(lon=1.0, lat=1.0, line_lon=[0, 1], line_lat=[0, 1], within=5.0) | given
    with pytest.raises(ValueError, match=re.escape(message)):
        co.near_line(**arguments)


@pytest.mark.parametrize("offsets", [[], [0, 3], [1, 0], [-1, 2]])
def test_bad_offsets(offsets):
    with pytest.raises(ValueError, match="offsets"):
        co.near_lines(1.0, 1.0, [0, 1], [0, 1], offsets, 5.0)


@pytest.mark.parametrize(
    "given, error, message",
    [
        (dict(lat=[95]), ValueError, "lat[0] is 95: latitudes are -90 to 90 degrees"),
        (dict(edges="lonlat"), ValueError, "edges is 'lonlat': 'geodesic' or 'great_circle'"),
        (dict(polygons=5), TypeError, "geometry is int"),
        (dict(polygons=[SQUARE, 5]), TypeError, "polygons[1]: geometry is int"),
        (dict(polygons={"type": "Point", "coordinates": [0, 0]}), ValueError, "points or lines"),
        (dict(polygons=b"\x01\x02"), ValueError, "byte"),
    ],
)
def test_bad_polygons(given, error, message):
    arguments = dict(lon=[1.0], lat=[1.0], polygons=SQUARE) | given
    with pytest.raises(error, match=re.escape(message)):
        co.in_polygons(**arguments)


def test_missing_positions():
    assert co.in_polygons([NAN, 1.0], 1.0, SQUARE, missing_position="drop")[0].tolist() == [1]
    rows, *_ = co.near_line([NAN, 1.0], 0.0, [0, 2], [0, 0], 1, missing_position="drop")
    assert rows.tolist() == [1]
