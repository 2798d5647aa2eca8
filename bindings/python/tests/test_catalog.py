"""Catalogs from everything in memory that holds geometries."""

import itertools

import coincide as co
import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyproj
import pytest
import shapely

LINE = shapely.LineString([(-106, -75), (-104, -75.5)])
BOX = shapely.box(10, 60, 20, 70)
POINT = shapely.Point(1, 2)
SHAPES = [LINE, BOX, POINT, None]
NAMES = ["l", "b", "p", "none"]
STARTS = np.array(["2020-01-01", "2020-02-01", "NaT", "2021-01-01T00:00:01"], "datetime64[ns]")
ENDS = STARTS + np.timedelta64(3, "h")


def same_places(catalog, shapes=SHAPES):
    got = [None if f is None else shapely.from_wkb(f) for f in catalog.footprint]
    assert [None if g is None else g.wkt for g in got] == [
        None if s is None else s.wkt for s in shapes
    ]
    return True


def forms():
    frame = geopandas.GeoDataFrame(
        {"granule": NAMES, "time_start": STARTS, "time_end": ENDS, "n": [1, 2, 3, 4]},
        geometry=SHAPES,
        crs=4326,
    )
    yield "frame", frame
    yield "arrow", pa.table(frame.to_arrow())
    utc = frame.assign(
        time_start=frame.time_start.dt.tz_localize("UTC"),
        time_end=frame.time_end.dt.tz_localize("UTC").dt.tz_convert("Asia/Tokyo"),
    )
    yield "frame with zones", utc
    yield "pandas", pd.DataFrame(frame.drop(columns="geometry")).assign(footprint=SHAPES)
    wkb = [None if s is None else s.wkb for s in SHAPES]
    columns = {"granule": NAMES, "time_start": STARTS, "time_end": ENDS, "n": [1, 2, 3, 4]}
    yield "dict", {"footprint": wkb, **columns}
    features = [
        {
            "type": "Feature",
            "id": name,
            "geometry": None if shape is None else shape.__geo_interface__,
            "properties": {
                "time_start": None if np.isnat(start) else f"{start}Z",
                "time_end": None if np.isnat(end) else str(end),
                "n": n + 1,
            },
        }
        for n, (name, shape, start, end) in enumerate(zip(NAMES, SHAPES, STARTS, ENDS, strict=True))
    ]
    yield "features", {"type": "FeatureCollection", "features": features}
    yield "catalog", co.catalog(frame)


@pytest.mark.parametrize("form, obj", list(forms()))
def test_forms(form, obj):
    catalog = co.catalog(obj)
    assert catalog.granule.tolist() == NAMES and same_places(catalog)
    np.testing.assert_array_equal(catalog.time_start, STARTS)
    np.testing.assert_array_equal(catalog.time_end, ENDS)
    assert catalog.extra["n"].tolist() == [1, 2, 3, 4]
    assert catalog.href.tolist() == [None] * 4
    # GeoArrow's edges are planar unless said otherwise; elsewhere nothing is said.
    assert set(catalog.edges) == {"lonlat" if form == "arrow" else "geodesic"}
    again = co.catalog(catalog.to_arrow())
    assert same_places(again) and again.granule.tolist() == NAMES
    np.testing.assert_array_equal(again.time_end, ENDS)


def test_lists_and_named_columns():
    shapes = [LINE, BOX.wkb, POINT.__geo_interface__, None]
    catalog = co.catalog(shapes, granule=NAMES, time_start=STARTS, time_end=ENDS, cut_gap=200)
    assert same_places(catalog) and catalog.cut_gap.tolist() == [200] * 4
    assert co.catalog(geopandas.GeoSeries(SHAPES)).granule.tolist() == ["0", "1", "2", "3"]
    table = {"where": SHAPES, "who": NAMES, "t0": STARTS}
    catalog = co.catalog(
        table, footprint="where", granule="who", time_start="t0", footprint_error_m=100
    )
    assert catalog.granule.tolist() == NAMES and not catalog.extra
    assert catalog.footprint_error_m.tolist() == [100] * 4
    assert same_places(co.catalog([LINE.wkt, BOX.wkt, POINT.wkt, None]))


def test_coverages_are_footprints():
    column = co.CoverageColumn([co.Coverage.from_points(1, 2, 5), None])
    for catalog in (
        co.catalog(column),
        co.catalog(list(column)),
        co.catalog({"coverage": column, "granule": ["a", "b"]}),
        co.catalog(pa.table({"coverage": column.to_arrow()})),
    ):
        assert catalog.coverage == column and catalog.footprint.tolist() == [None, None]
        assert catalog[:1].coverage[0] == column[0] == catalog[[0]].coverage[0]
    assert "1 without a footprint" in repr(catalog)


def test_rows_and_append():
    catalog = co.catalog(dict(forms())["dict"])
    assert catalog[1:3].granule.tolist() == ["b", "p"] == catalog[[1, 2]].granule.tolist()
    assert catalog[-1].granule.tolist() == ["none"]
    assert catalog[catalog.extra["n"] > 2].granule.tolist() == ["p", "none"]
    both = catalog[:2].append(catalog[2:])
    assert same_places(both) and both.extra["n"].tolist() == [1, 2, 3, 4]
    assert [row.granule[0] for row in catalog] == NAMES
    with pytest.raises(IndexError, match="row 4 of a catalog of 4"):
        catalog[4]


def test_projected_edges_stay_close():
    to_polar = pyproj.Transformer.from_crs(4326, 3031, always_xy=True)
    square = shapely.box(-5e5, -4e5, 3e5, 6e5)  # holds the pole
    frame = geopandas.GeoDataFrame({"granule": ["tile"]}, geometry=[square], crs=3031)
    for obj in (frame, pa.table(frame.to_arrow())):
        (wkb,) = co.catalog(obj).footprint
        ring = shapely.get_coordinates(shapely.from_wkb(wkb))
        geod = pyproj.Geod(ellps="WGS84")
        for (lon0, lat0), (lon1, lat1) in itertools.pairwise(ring):
            azimuth, _, length = geod.inv(lon0, lat0, lon1, lat1)
            for part in (0.25, 0.5, 0.75):
                lon, lat, _ = geod.fwd(lon0, lat0, azimuth, length * part)
                off = shapely.Point(to_polar.transform(lon, lat)).distance(square.exterior)
                assert off < 0.0101


def test_shows_itself():
    catalog = co.catalog(dict(forms())["dict"])
    assert repr(catalog) == (
        "<Catalog: 4 granules, 2020-01-01T00:00:00 to 2021-01-01T03:00:01, 1 without a footprint>"
    )
    assert "<td>none</td>" in catalog._repr_html_()
    frame = catalog.to_geopandas()
    assert frame.geometry.iloc[1].equals(BOX) and frame["n"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: co.catalog([LINE], granule=["a", "b"]), "footprint has 1 rows, granule has 2"),
        (lambda: co.catalog([LINE], footprint_error_m=-1), r"footprint_error_m\[0\] is -1"),
        (lambda: co.catalog([LINE], edges="curved"), r"edges\[0\] is 'curved': one of geodesic"),
        (lambda: co.catalog({"n": [1]}), "no footprints: .* there are n"),
        (
            lambda: co.catalog([LINE], time_start=["2020-01-02"], time_end=["2020-01-01"]),
            r"time_end\[0\] is 2020-01-01.*, before time_start",
        ),
        (lambda: co.catalog([LINE, POINT], granule=["a", None]), r"granule\[1\] is missing"),
    ],
)
def test_bad_columns(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_bad_types():
    with pytest.raises(TypeError, match=r"footprint\[1\]: geometry is int"):
        co.catalog([LINE, 3])
    with pytest.raises(TypeError, match="a GeoDataFrame, an Arrow table"):
        co.catalog(3)
    with pytest.raises(TypeError, match=r"use coincide\.catalog"):
        co.Catalog()
