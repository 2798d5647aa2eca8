"""What lies within a distance: cones, ellipses, corridors, buffers, distances; by pyproj."""

import coincide as co
import numpy as np
import pytest
from pyproj import Geod

GEOD = Geod(ellps="WGS84")


def distance(lon, lat, to_lon, to_lat):
    shape = np.broadcast_shapes(np.shape(lon), np.shape(to_lon))
    columns = [np.broadcast_to(np.asarray(c, float), shape) for c in (lon, lat, to_lon, to_lat)]
    return np.asarray(GEOD.inv(*columns)[2])


def random_places(rng, n):
    return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))


def test_cones_hold_what_is_within_their_radius(rng):
    for lon0, lat0 in [(0, 90), (180, -89.9), (90, 41.94), (10, 70), (-170, 0)]:
        radius = 10 ** rng.uniform(4, 7.2)
        order = 8 if radius > 1e6 else 10
        outer = co.Coverage.from_cone(lon0, lat0, radius, order)
        inner = co.Coverage.from_cone(lon0, lat0, radius, order, kind="inner")
        azimuth, share = rng.uniform(0, 360, 4000), np.sqrt(rng.uniform(0, 2, 4000))
        lon, lat, _ = GEOD.fwd(
            np.full(4000, lon0), np.full(4000, lat0), azimuth, np.minimum(share * radius, 19.9e6)
        )
        within = distance(lon, lat, lon0, lat0) <= radius
        assert outer.contains(lon[within], lat[within]).all()
        assert not inner.contains(lon[~within], lat[~within]).any()
        assert inner <= outer
        assert outer.at_order(order - 3) >= co.Coverage.from_cone(lon0, lat0, radius, order - 3)


def test_an_ellipse_reaches_its_axes():
    spot = co.Coverage.from_ellipse(20, -75, "300 km", 100e3, 30, 9)
    for azimuth, reach in [(30, 300e3), (210, 300e3), (120, 100e3), (-60, 100e3)]:
        lon, lat, _ = GEOD.fwd(20, -75, azimuth, reach * 0.999)
        assert spot.contains(lon, lat)
        lon, lat, _ = GEOD.fwd(20, -75, azimuth, reach + 20e3)
        assert not spot.contains(lon, lat)


def test_a_corridor_has_two_sides():
    lon, lat = [0.0, 5.0, 10.0], [70.0, 71.0, 70.0]
    swath = co.Coverage.from_corridor(lon, lat, "5 km", "40 km", 10)
    flat = co.Coverage.from_corridor(lon, lat, 5e3, 40e3, 10, cap="flat")
    inner = co.Coverage.from_corridor(lon, lat, 5e3, 40e3, 10, kind="inner")
    assert flat <= swath and inner <= swath and not inner.is_empty
    # Travel is to the east: right is south.
    assert swath.contains([5.0, 5.0], [70.7, 71.2]).tolist() == [True, False]
    assert co.Coverage.from_line(lon, lat, 10) <= swath
    both = co.Coverage.from_corridor(lon, lat, 5e3, 5e3, 10)
    assert both == co.Coverage.from_line(lon, lat, 10, buffer_m="5 km")


def test_buffers_of_geometries(rng):
    lon, lat = random_places(rng, 30)
    points = {"type": "MultiPoint", "coordinates": np.stack([lon, lat], 1).tolist()}
    outer, inner = co.cover(points, 7, buffer_m="200 km")
    x, y = random_places(rng, 20000)
    nearest = np.min([distance(x, y, a, b) for a, b in zip(lon, lat, strict=True)], axis=0)
    assert outer.contains(x, y)[nearest <= 200e3].all()
    assert not inner.contains(x, y)[nearest > 200e3].any()
    # No outer cell is more than one cell too far.
    assert not outer.contains(x, y)[nearest > 200e3 + 1.6 * 51e3].any()
    assert co.Coverage.from_geometry(points, 7, buffer_m=200e3) == outer
    few = co.Coverage.from_geometry(points, buffer_m=200e3, max_cells=200)
    assert few.n_cells <= 200 and inner <= few


def test_a_polygon_shrinks(rng):
    ring = [(0.0, -75.0), (20.0, -75.0), (20.0, -70.0), (0.0, -70.0), (0.0, -75.0)]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    whole = co.Coverage.from_geometry(polygon, 8)
    less = co.Coverage.from_geometry(polygon, 8, buffer_m=-50e3)
    more = co.Coverage.from_geometry(polygon, 8, buffer_m=50e3)
    assert less < whole < more
    assert not less.contains([10.0, 0.5], [-70.1, -72.0]).any() and less.contains(10.0, -72.5)


def test_buffer_of_a_coverage_and_distances_agree(rng):
    for _ in range(5):
        lon0, lat0 = random_places(rng, 1)
        c = co.Coverage.from_cone(lon0[0], lat0[0], 10 ** rng.uniform(4, 5.5), 9)
        metres = 10 ** rng.uniform(3, 5.5)
        grown = c.buffer(metres)
        azimuth = rng.uniform(0, 360, 3000)
        lon, lat, _ = GEOD.fwd(
            np.full(3000, lon0[0]), np.full(3000, lat0[0]), azimuth, rng.uniform(0, 1e6, 3000)
        )
        to = c.distance_to_points(lon, lat)
        held = grown.contains(lon, lat)
        assert held[to <= metres].all()
        assert (to[held] <= metres + 1.6 * 12.8e3).all()
        assert ((to == 0) == c.contains(lon, lat)).all()
        point = co.Coverage.from_points(lon[0], lat[0], 29)
        assert c.distance_to(point) == pytest.approx(to[0], abs=0.05)
        assert c.buffer(0) == c
        assert c <= grown.buffer(-metres)


def test_points_on_a_side():
    """`from_points` owns, `from_geometry` touches: documented in both."""
    owner = co.Coverage.from_points(0.0, 0.0, 4)
    touched = co.Coverage.from_geometry({"type": "Point", "coordinates": [0.0, 0.0]}, 4)
    assert owner.n_cells == 1 and len(touched.cells(4)) == 4 and owner <= touched
    assert owner == co.Coverage.from_cells(co.encode(0.0, 0.0, 4))


LINE = ([0, 1], [0, 1])


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: co.Coverage.from_cone(0, 95, 1, 5), ValueError, "lat is 95"),
        (lambda: co.Coverage.from_cone(0, 5, -1, 5), ValueError, "radius_m is -1"),
        (lambda: co.Coverage.from_cone(0, 5, np.nan, 5), ValueError, "radius_m is nan"),
        (lambda: co.Coverage.from_cone(0, 5, "2 parsec", 5), ValueError, "radius_m is '2 parsec'"),
        (lambda: co.Coverage.from_cone(0, 5, None, 5), TypeError, "radius_m is None"),
        (lambda: co.Coverage.from_cone(0, 5, 1e6, 29), ValueError, "order is 29"),
        (lambda: co.Coverage.from_ellipse(0, 5, 1, 1, np.inf, 5), ValueError, "azimuth is inf"),
        (lambda: co.Coverage.from_corridor(*LINE, -1, 1, 5), ValueError, "left_m is -1"),
        (lambda: co.Coverage.from_corridor(*LINE, 1, 1e7, 5), ValueError, "right_m is 1e"),
        (lambda: co.Coverage.from_corridor(*LINE, 1, 1, 5, cap="square"), ValueError, "cap"),
        (lambda: co.Coverage.from_line(*LINE, 5, buffer_m=np.inf), ValueError, "buffer_m is inf"),
        (lambda: co.Coverage.FULL.buffer("far"), ValueError, "metres is 'far'"),
        (lambda: co.Coverage.from_points(0, 0, 29).buffer("1000 km"), ValueError, "order is 29"),
        (lambda: co.Coverage.FULL.distance_to(co.Coverage.EMPTY), ValueError, "empty"),
        (lambda: co.Coverage.FULL.distance_to(5), TypeError, "other"),
        (
            lambda: co.Coverage.FULL.distance_to(
                co.Coverage.from_box(0, 0, 1, 1, 5, ellipsoid="sphere")
            ),
            ValueError,
            "sphere",
        ),
        (
            lambda: co.Coverage.FULL.distance_to_points([0, 1], [0, 91]),
            ValueError,
            "91",
        ),
    ],
)
def test_bad_input(call, error, text):
    with pytest.raises(error, match=text):
        call()
