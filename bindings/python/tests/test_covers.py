"""Covers from Python: what goes in, what comes out, what bad input says."""

import json

import coincide as co
import numpy as np
import pytest
import shapely

RING = [(0.0, 60.0), (20.0, 60.0), (20.0, 70.0), (0.0, 70.0), (0.0, 60.0)]
POLYGON = {"type": "Polygon", "coordinates": [RING]}


def test_the_same_polygon_in_every_form():
    want = co.Coverage.from_polygon(np.array(RING), 8)
    lon, lat = np.array(RING).T
    shape = shapely.Polygon(RING)
    for form in [
        POLYGON,
        json.dumps(POLYGON),
        shape,
        shape.wkb,
        shape.wkt,
        bytearray(shape.wkb),
        {"type": "Feature", "geometry": POLYGON, "properties": {}},
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": POLYGON, "properties": {}}],
        },
    ]:
        assert co.Coverage.from_geometry(form, 8) == want
    assert co.Coverage.from_polygon((lon, lat), 8) == want
    assert co.Coverage.from_polygon([RING], 8) == want
    assert co.Coverage.from_polygon(RING, 8) == want


def test_random_polygons_hold_their_samples(rng):
    """Points inside by shapely in lon, lat are in the outer coverage; inner ones are inside."""
    for _ in range(60):
        centre = rng.uniform(-60, 60, 2)
        angle = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 30)))
        radius = rng.uniform(0.2, 1, len(angle)) * rng.uniform(0.01, 8)
        ring = centre + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        polygon = shapely.Polygon(ring)
        if not polygon.is_valid:
            continue
        order = int(rng.integers(2, 12))
        outer, inner = co.cover(polygon, order, edges="lonlat")
        box = polygon.bounds
        lon, lat = rng.uniform(box[0], box[2], 500), rng.uniform(box[1], box[3], 500)
        inside = shapely.contains_xy(polygon, lon, lat)
        words = co.encode(lon, lat)
        assert outer.contains_cells(words[inside]).all()
        assert not inner.contains_cells(words[~inside]).any()


def test_holes_and_parts():
    hole = [(5.0, 62.0), (15.0, 62.0), (15.0, 68.0), (5.0, 68.0)]
    with_hole = co.Coverage.from_polygon([RING, hole], 7)
    whole, inner_hole = co.Coverage.from_polygon(RING, 7), co.cover(shapely.Polygon(hole), 7)[1]
    assert with_hole.same_place(whole - inner_hole)
    far = [(100.0, -80.0), (120.0, -80.0), (110.0, -75.0)]
    both = co.Coverage.from_polygon([RING, far], 7)
    assert both.same_place(whole | co.Coverage.from_polygon(far, 7))


def test_a_ring_round_the_pole_and_one_across_the_antimeridian():
    cap = co.Coverage.from_polygon([(-60, -85), (60, -85), (180, -85)], 7)
    assert cap.contains_cells(co.encode(0.0, -90.0))
    assert cap.area_m2 < 1e12
    across = co.Coverage.from_polygon([(170, 10), (-170, 10), (-170, 20), (170, 20)], 7)
    assert across.contains_cells(co.encode([180.0, 175.0, -175.0], 15.0)).all()
    assert not across.contains_cells(co.encode(0.0, 15.0))


def test_left_of_the_ring():
    ring = [(0, -10), (90, -10), (180, -10), (-90, -10)]
    south = co.Coverage.from_polygon(ring, 5)
    north = co.Coverage.from_polygon(ring, 5, orientation="ccw")
    assert south.contains_cells(co.encode(0.0, -90.0))
    assert north.contains_cells(co.encode(0.0, 90.0))
    assert (north | south).same_place(co.Coverage.FULL)


def test_budget():
    for cells in [12, 40, 1000]:
        c = co.Coverage.from_geometry(POLYGON, max_cells=cells)
        assert c.n_cells <= cells
        assert co.cover(POLYGON, 9)[1] <= c
        inside = co.Coverage.from_geometry(POLYGON, max_cells=cells, kind="inner")
        assert inside <= c and inside.n_cells <= cells
    assert co.Coverage.from_geometry(POLYGON).n_cells <= 1000
    assert co.Coverage.from_geometry(POLYGON, tolerance_m=100e3).order <= 7
    assert co.Coverage.from_geometry(POLYGON, max_order=5).order <= 5


def test_line_cells_follow_the_line():
    lon, lat = np.linspace(-170, 190, 50), np.linspace(-88, -70, 50)
    words, enter_m, exit_m = co.line_cells(lon, lat, 8)
    assert (np.diff(enter_m) >= 0).all() and (enter_m <= exit_m).all()
    assert co.Coverage.from_cells(words, 8) == co.Coverage.from_line(lon, lat, 8)
    assert np.isin(co.encode(lon, lat, 8), words).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: co.Coverage.from_geometry(shapely.Polygon(), 5),
        lambda: co.Coverage.from_geometry(shapely.Point(), max_cells=9, buffer_m=10),
        lambda: co.Coverage.from_geometry("GEOMETRYCOLLECTION EMPTY", 5),
        lambda: co.Coverage.from_geometry({"type": "FeatureCollection", "features": []}, 5),
        lambda: co.cover(shapely.MultiPolygon(), 5),
        lambda: co.Coverage.from_line([], [], 5),
        lambda: co.line_cells([], [], 5),
        lambda: co.Coverage.from_polygon([], 5),
        lambda: co.Coverage.from_corridor([], [], 5, 5, 5),
    ],
)
def test_empty_ones(call):
    with pytest.raises(ValueError, match=r"is empty: a place is wanted"):
        call()
    # No samples are none.
    assert co.Coverage.from_points([], [], 5).is_empty


WIDE = {"type": "Polygon", "coordinates": [[[0, 0], [40, 0], [40, 30], [0, 30], [0, 0]]]}


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: co.Coverage.from_geometry(WIDE, 29), "order is 29: the edges would run"),
        (lambda: co.cover(WIDE, 29), "order is 29: the edges would run"),
        (lambda: co.Coverage.from_line([0, 40], [0, 40], 29), "order is 29: the edges would run"),
        (lambda: co.Coverage.from_box(0, 0, 40, 40, 29), "order is 29: the edges would run"),
        (lambda: co.cover_column([None, WIDE], 29), "row 1: order is 29: the edges would run"),
        (
            lambda: co.Coverage.from_geometry(WIDE, max_cells=10**12),
            "max_cells is 1000000000000, allowed 1 to 16777216",
        ),
        (
            lambda: co.Coverage.from_geometry(WIDE, max_cells=10, min_order=20),
            "min_order is 20: the geometry meets more cells of that order than max_cells, 10",
        ),
    ],
)
def test_what_would_take_too_much_memory(call, text):
    with pytest.raises(ValueError, match=text):
        call()


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (
            lambda: co.Coverage.from_polygon([(0, 0), (1, 95), (2, 0)], 5),
            ValueError,
            "ring 0, vertex 1: lat is 95, allowed -90 to 90",
        ),
        (
            lambda: co.Coverage.from_polygon([(0, 0), (np.nan, 5), (2, 0)], 5),
            ValueError,
            "vertex 1: lon is nan",
        ),
        (lambda: co.Coverage.from_polygon([(0, 0), (180, 0), (2, 50)], 5), ValueError, "opposite"),
        (lambda: co.Coverage.from_line([0, 1], [0], 5), ValueError, "shape"),
        (lambda: co.Coverage.from_line([0, 1], [0, 1], 30), ValueError, "order is 30"),
        (lambda: co.Coverage.from_box(0, 50, 10, 40, 5), ValueError, "south is 50, above north"),
        (lambda: co.Coverage.from_geometry(7, 5), TypeError, "geometry is int"),
        (lambda: co.Coverage.from_geometry(b"\x01\x03", 5), ValueError, "end early at byte"),
        (
            lambda: co.Coverage.from_geometry(POLYGON, 5, max_cells=7),
            ValueError,
            "order goes without",
        ),
        (lambda: co.Coverage.from_geometry({"type": "Ball"}, 5), ValueError, "'Ball'"),
        (lambda: co.Coverage.from_geometry(POLYGON, 5, edges="rhumb"), ValueError, "edges"),
        (
            lambda: co.Coverage.from_geometry(POLYGON, tolerance_m=-1),
            ValueError,
            "tolerance_m is -1",
        ),
    ],
)
def test_bad_input(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_holes_wound_the_other_way_are_holes():
    shapely = pytest.importorskip("shapely")
    p = shapely.box(0, 0, 20, 20) - shapely.box(5, 5, 15, 15)
    for polygon in (
        shapely.geometry.polygon.orient(p),
        shapely.Polygon(
            [(0, 0), (20, 0), (20, 20), (0, 20)], [[(5, 5), (15, 5), (15, 15), (5, 15)]]
        ),
    ):
        for kind in ("outer", "inner"):
            c = co.Coverage.from_geometry(polygon, 6, orientation="ccw", kind=kind)
            assert c.contains([2.0, 10.0, 100.0], [2.0, 10.0, 0.0]).tolist() == [True, False, False]


def test_an_edge_round_the_earth_is_an_error():
    shapely = pytest.importorskip("shapely")
    for box in ((-180, -90, 180, 90), (-180, 60, 180, 90), (0, -60, 360, 80)):
        with pytest.raises(ValueError, match="all the way round"):
            co.Coverage.from_geometry(shapely.box(*box), 5, edges="lonlat")


def test_malformed_geojson_is_a_value_error():
    for text in (
        '{"type":"Point"}',
        '{"type":"Point","coordinates":[1]}',
        '{"type":"Polygon","coordinates":[[1,2]]}',
        "hello",
    ):
        with pytest.raises(ValueError):
            co.Coverage.from_geometry(text, 6)
