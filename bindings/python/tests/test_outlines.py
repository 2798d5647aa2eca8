"""Outlines from Python: valid by GEOS, cells in, neighbours out, areas, forms."""

import json

import coincide as co
import numpy as np
import pytest
import shapely


def random_sets(rng):
    """Families of coverages: name and coverage."""
    yield "full", co.Coverage.FULL
    yield "empty", co.Coverage.EMPTY
    yield "leaf", co.Coverage.from_points(12.5, -75.2, 29)
    yield "leaf at the pole", co.Coverage.from_points(12.5, -90.0, 29)
    yield "all but a leaf", ~co.Coverage.from_points(100.0, 45.0, 18)
    yield "base cells", co.Coverage.from_cells(co.from_nested(0, [0, 2, 5, 6, 11]))
    yield "polar cap", co.Coverage.from_box(-180, 80, 180, 90, 8)
    yield "southern cap", co.Coverage.from_box(-180, -90, 180, -70, 7)
    yield "all but the poles", co.Coverage.from_box(-180, -88, 180, 88, 6)
    yield "band", co.Coverage.from_box(-180, -10, 180, 20, 6)
    yield "band beside the cap", co.Coverage.from_box(-180, 30, 180, 55, 7)
    yield "across the antimeridian", co.Coverage.from_box(150, -30, -150, 30, 7)
    yield "round the pole", co.Coverage.from_box(20, -89, 10, -80, 9)
    for order in range(5):
        n = 12 * 4**order
        yield (
            f"noise {order}",
            co.Coverage.from_cells(
                co.from_nested(order, np.flatnonzero(rng.random(n) < 0.5).astype(np.uint64))
            ),
        )
        # Cells of one colour of a chess board: all holes and parts touch at corners.
        index = np.arange(n, dtype=np.uint64)
        _, x, y = co.to_xy(co.from_nested(order, index))[-3:]
        yield (
            f"chess {order}",
            co.Coverage.from_cells(co.from_nested(order, index[(x + y) % 2 == 0])),
        )
    for _ in range(25):
        order = int(rng.integers(3, 25))
        place = co.encode(rng.uniform(-180, 180), np.degrees(np.arcsin(rng.uniform(-1, 1))), order)
        cells = co.Coverage.from_cells(co.disk(place, int(rng.integers(1, 9)))[1])
        words = cells.cells(order)
        part = co.Coverage.from_cells(words[rng.random(len(words)) < 0.6])
        yield f"disk of order {order}", part
        yield (
            f"without a disk of order {order}",
            co.Coverage.from_cells(co.parent(place, order - 3)) - part,
        )


def test_outlines_are_valid_and_hold_their_cells(rng):
    for name, coverage in random_sets(rng):
        outline = coverage.to_geometry()
        assert isinstance(outline, shapely.MultiPolygon), name
        assert outline.is_valid, (name, shapely.is_valid_reason(outline))
        for polygon in outline.geoms:
            assert polygon.exterior.is_ccw, name
            assert not any(hole.is_ccw for hole in polygon.interiors), name
        if coverage.is_empty:
            assert outline.is_empty
            continue
        assert np.abs(np.array(outline.bounds)[[0, 2]]).max() <= 180
        cells = coverage.cells()
        inside = cells if len(cells) < 3000 else rng.choice(cells, 3000)
        # Centres on the antimeridian are on the frame.
        assert shapely.intersects_xy(outline, *co.decode(inside)).all(), name
        if coverage == co.Coverage.FULL:
            continue
        # Cells just outside, of the order of the smallest.
        if co.order(cells).max() <= 12:
            outside = coverage.at_order(int(co.order(cells).max())).border("outer").cells()
        else:
            near = np.unique(co.neighbors(inside[co.order(inside) == co.order(cells).max()]))
            outside = near[near != 0]
            outside = outside[~coverage.contains_cells(outside)]
        assert not shapely.contains_xy(outline, *co.decode(outside)).any(), name


def authalic_area(ring):
    """Area below lon, lat edges on the authalic sphere as a part of it, edges halved finely."""
    e2 = 0.0066943799901413165
    e = np.sqrt(e2)

    def q(lat):
        s = np.sin(np.radians(lat))
        return (1 - e2) * (s / (1 - e2 * s * s) + np.arctanh(e * s) / e)

    # Mean of q along an edge that is straight in degrees, by Gauss-Legendre.
    lon, lat = np.asarray(ring).T
    nodes, weights = np.polynomial.legendre.leggauss(12)
    t = (nodes + 1) / 2
    along = lat[:-1, None] + t * np.diff(lat)[:, None]
    mean = (q(along) * weights / 2).sum(axis=1) / q(90.0)
    return -(np.diff(lon) / 360 * mean / 2).sum()


def test_areas(rng):
    """The area within an outline is that of its cells, as near as the tolerance."""
    for name, coverage in random_sets(rng):
        if coverage.is_empty or "leaf" in name or co.order(coverage.cells()).max() > 12:
            continue
        for tolerance in (5000.0, 100.0, 2.0):
            outline = coverage.to_geometry(tolerance_m=tolerance)
            area = sum(
                authalic_area(ring.coords)
                for polygon in outline.geoms
                for ring in (polygon.exterior, *polygon.interiors)
            )
            # Of the sphere: what strays from the sides, and rounding.
            strays = shapely.length(outline) * 111_320 * tolerance / 5.1e14
            assert abs(area - coverage.fraction) <= strays + 1e-12, (name, tolerance)


def test_forms_agree():
    coverage = co.Coverage.from_box(170, -80, -170, -70, 6)
    outline = coverage.to_geometry()
    assert shapely.from_wkb(coverage.to_wkb()).equals_exact(outline)
    assert shapely.from_wkt(coverage.to_wkt()).equals_exact(outline)
    assert shapely.from_geojson(coverage.to_geojson()).equals_exact(outline)
    assert shapely.geometry.shape(coverage).equals_exact(outline)
    assert json.loads(coverage.to_geojson()) == coverage.__geo_interface__
    # And back: everything that takes __geo_interface__ takes a coverage.
    again = co.Coverage.from_geometry(coverage, 6, edges="lonlat")
    assert again >= coverage
    assert again <= coverage.expand(1)


def test_options():
    coverage = co.Coverage.from_cells(co.from_nested(0, [4]))
    fine = coverage.to_geometry(tolerance_m=1.0)
    coarse = coverage.to_geometry(tolerance_m=1e5)
    assert shapely.get_num_coordinates(fine) > 10 * shapely.get_num_coordinates(coarse)
    sides = coverage.to_geometry(points_per_side=50)
    assert shapely.get_num_coordinates(sides) >= 201
    for bad in ({"tolerance_m": 0.0}, {"points_per_side": 0}, {"tolerance_m": float("nan")}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            coverage.to_geometry(**bad)


def test_bounds(rng):
    assert co.Coverage.FULL.bounds == (-180.0, -90.0, 180.0, 90.0)
    assert np.isnan(co.Coverage.EMPTY.bounds).all()
    box = co.Coverage.from_box(170, -80, -170, -75, 8).bounds
    assert box[0] <= 170 and box[2] >= -170 and box[0] > box[2]
    for name, coverage in random_sets(rng):
        if coverage.is_empty:
            continue
        west, south, east, north = coverage.bounds
        outline = coverage.to_geometry()
        assert (south, north) == (outline.bounds[1], outline.bounds[3]), name
        if west <= east:
            assert (west, east) == (outline.bounds[0], outline.bounds[2]), name


def test_outlines_of_millions_of_cells():
    """A large cap: the outline follows its border, not its cells."""
    coverage = co.Coverage.from_box(-180, -90, 180, -60, 11)
    outline = coverage.to_geometry()
    assert outline.is_valid
    assert len(outline.geoms) == 1
