"""Covers of real geometries, where the real data is beside the checkout."""

import json
import os
import pathlib

import coincide as co
import numpy as np
import pytest

DATA = pathlib.Path(
    os.environ.get("COINCIDE_DATA", pathlib.Path(__file__).resolve().parents[3] / "../shared/data")
)
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no real data beside the checkout")


def to_vectors(lon, lat):
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def inside_by_winding(ring, points):
    """Whether a ring of great circles winds round each point: all unit vectors."""
    turn = np.zeros(len(points))
    for a, b in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        a = a - points * (points @ a)[:, None]
        b = b - points * (points @ b)[:, None]
        turn += np.arctan2(np.sum(np.cross(a, b) * points, axis=1), np.sum(a * b, axis=1))
    return np.abs(turn) > np.pi


def test_nothing_of_the_polygons_that_a_peer_loses(rng):
    cases = json.loads((DATA / "oracle/defect_polygon_omissions.json").read_text())["cases"]
    for case in cases:
        lon, lat = np.array(case["lons"], float), np.array(case["lats"], float)
        point_lon = rng.uniform(lon.min(), lon.max(), 60_000)
        point_lat = rng.uniform(max(lat.min() - 5, -90), min(lat.max() + 5, 90), 60_000)
        inside = inside_by_winding(to_vectors(lon, lat), to_vectors(point_lon, point_lat))
        assert inside.sum() > 50  # the thinnest is 0.06 degrees high
        words = co.encode(point_lon, point_lat, ellipsoid="sphere")
        for order in map(int, case["order_to_cells_and_missed_fraction"]):
            cover = co.Coverage.from_polygon(
                (lon, lat), order, edges="great_circle", ellipsoid="sphere"
            )
            assert cover.contains_cells(words[inside]).all(), case["name"]


@pytest.mark.parametrize(
    "path",
    [
        "vectors/measures/Basins_Antarctica_v02.shp",
        "vectors/measures/IceShelf_Antarctica_v02.shp",
        "vectors/imbie2/ANT_Basins_IMBIE2_v1.6.shp",
    ],
)
def test_outer_and_inner_bracket_the_geodesic_area(path):
    """And the gap between them halves with each order, within a factor that coasts allow."""
    import geopandas
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    shapes = geopandas.read_file(DATA / path).to_crs(4326).geometry
    checked = 0
    for shape in shapes:
        if shape is None or shape.is_empty:
            continue
        area = sum(
            abs(geod.geometry_area_perimeter(part.exterior)[0])
            - sum(abs(geod.geometry_area_perimeter(hole)[0]) for hole in part.interiors)
            for part in getattr(shape, "geoms", [shape])
        )
        gaps = []
        for order in (7, 9):
            outer, inner = co.cover(shape, order)
            assert inner.area_m2 <= area * (1 + 1e-9)
            assert area <= outer.area_m2 * (1 + 1e-9)
            gaps.append(outer.area_m2 - inner.area_m2)
        if gaps[0] < 2 * area:
            assert gaps[1] < gaps[0] / 2
        checked += 1
    assert checked > 10
