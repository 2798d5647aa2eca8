"""Columns of geometries to columns of coverages, from every library's form of them."""

import json

import coincide as co
import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely


@pytest.fixture
def shapes(rng):
    """Polygons, lines and points, with a null among them."""
    rows = []
    for _ in range(40):
        lon, lat = rng.uniform(-170, 170), rng.uniform(-80, 80)
        rows.append(shapely.Point(lon, lat).buffer(rng.uniform(0.1, 3)))
        rows.append(shapely.LineString([(lon, lat), (lon + 2, lat + 1), (lon - 1, lat)]))
        rows.append(shapely.MultiPoint([(lon, lat), (lon + 1, lat)]))
    rows[7] = None
    return rows


def expected(shapes, order=8, **options):
    return [
        None if shape is None else co.Coverage.from_geometry(shape, order, **options)
        for shape in shapes
    ]


def test_every_form_gives_the_same_column(shapes):
    want = expected(shapes)
    series = geopandas.GeoSeries(shapes, crs=4326)
    wkb = [None if s is None else s.wkb for s in shapes]
    forms = {
        "list": shapes,
        "tuple": tuple(shapes),
        "array of objects": np.array(shapes, dtype=object),
        "WKB": wkb,
        "WKT": [None if s is None else s.wkt for s in shapes],
        "GeoJSON text": [None if s is None else shapely.to_geojson(s) for s in shapes],
        "GeoJSON": [None if s is None else json.loads(shapely.to_geojson(s)) for s in shapes],
        "mixed": [s if i % 2 else w for i, (s, w) in enumerate(zip(shapes, wkb, strict=True))],
        "GeoSeries": series,
        "GeoDataFrame": geopandas.GeoDataFrame({"a": range(len(shapes))}, geometry=series),
        "Series": pd.Series(wkb),
        "Arrow binary": pa.array(wkb, pa.binary()),
        "Arrow large binary": pa.array(wkb, pa.large_binary()),
        "Arrow binary view": pa.array(wkb, pa.binary_view()),
        "Arrow slice": pa.array([b"x", *wkb, b"y"])[1:-1],
        "Arrow chunks": pa.chunked_array([pa.array(wkb[:5]), pa.array(wkb[5:])]),
        "Arrow text": pa.array([None if s is None else s.wkt for s in shapes]),
        "GeoArrow WKB": series.to_arrow(geometry_encoding="WKB"),
    }
    for name, form in forms.items():
        got = co.cover_column(form, 8)
        assert isinstance(got, co.CoverageColumn), name
        assert list(got) == want, name


def test_native_geoarrow(rng):
    polygons = geopandas.GeoSeries(
        [shapely.Point(*rng.uniform(-60, 60, 2)).buffer(1.5) for _ in range(20)], crs=4326
    )
    got = co.cover_column(polygons.to_arrow(geometry_encoding="geoarrow"), 9)
    assert list(got) == expected(polygons, 9)


def test_budgets_and_edges(shapes):
    column = co.cover_column(shapes, max_cells=20, edges="lonlat")
    for shape, coverage in zip(shapes, column, strict=True):
        if shape is not None:
            alone = co.Coverage.from_geometry(shape, max_cells=20, edges="lonlat")
            assert coverage.same_place(alone)
    inner = co.cover_column(shapes, 8, kind="inner", edges="great_circle")
    assert [c if c is None else c.ranges.tolist() for c in inner] == [
        c if c is None else c.ranges.tolist()
        for c in expected(shapes, kind="inner", edges="great_circle")
    ]
    with pytest.raises(ValueError, match="order goes without"):
        co.cover_column(shapes, 8, max_cells=10)


def test_threads_do_not_matter(shapes):
    columns = [co.cover_column(shapes * 10, 9, threads=n) for n in (1, 2, 3, 8)]
    assert all(column == columns[0] for column in columns[1:])


def test_the_first_bad_row_is_named(shapes):
    good = shapes[0].wkb
    bad = shapely.Point(10, 95).wkb
    for threads in (1, 2, 4):
        with pytest.raises(ValueError, match=r"row 900.*95"):
            co.cover_column([good] * 900 + [bad] + [good] * 50 + [b"\1"], 5, threads=threads)
    with pytest.raises(ValueError, match=r"row 1\b"):
        co.cover_column([good, b"\1\2", bad], 5)
    with pytest.raises(ValueError, match=r"row 2\b"):
        co.cover_column([good, "POINT (1 2)", "POINT (1"], 5)
    with pytest.raises(TypeError, match=r"row 1\b"):
        co.cover_column([good, 5.0], 5)
    with pytest.raises(ValueError, match=r"row 1\b"):
        co.cover_column([good, {"type": "Circle"}], 5)


def test_what_is_no_column(shapes):
    for wrong in ("POINT (1 2)", b"\1", 5, None, {"type": "Point", "coordinates": [1, 2]}):
        with pytest.raises(TypeError, match="geometries is"):
            co.cover_column(wrong, 5)
    with pytest.raises(ValueError, match="shape"):
        co.cover_column(np.zeros((3, 2)), 5)
    with pytest.raises(TypeError, match="Arrow column"):
        co.cover_column(pa.array([1, 2]), 5)


def test_empty_columns():
    assert len(co.cover_column([], 5)) == 0
    assert len(co.cover_column(pa.array([], pa.binary()), 5)) == 0
    assert len(co.cover_column(geopandas.GeoSeries([], crs=4326), 5)) == 0
    rows = [None, shapely.Polygon(), float("nan"), shapely.Point(), pd.NA]
    with pytest.warns(UserWarning, match=r"row 1 is empty \(2 in all\)"):
        column = co.cover_column(rows, 5)
    assert [c is None for c in column] == [True, False, True, False, True]
    assert column[1].is_empty and column[3].is_empty
