"""Edges that are straight in a projected CRS, and geometries that come in one."""

import coincide as co
import geopandas
import numpy as np
import pyproj
import pytest
import shapely

SOUTH, NORTH = "EPSG:3031", "EPSG:3413"


def moved(shape, source, target):
    change = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return shapely.transform(shape, lambda xy: np.stack(change.transform(*xy.T), axis=1))


def random_polygon(rng, size):
    angle = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 20)))
    radius = rng.uniform(0.3, 1, len(angle)) * size
    return np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius[:, None]


@pytest.mark.parametrize("crs, pole", [(SOUTH, -90.0), (NORTH, 90.0)])
def test_points_inside_by_shapely_in_the_plane(rng, crs, pole):
    """Points are inside the outer coverage and outside the inner one as shapely says in x, y."""
    change = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    poles = 0
    for _ in range(40):
        size = 10 ** rng.uniform(4, 6.3)
        middle = rng.uniform(-1, 1, 2) * (size if rng.random() < 0.5 else 2.5e6)
        shape = shapely.Polygon(random_polygon(rng, size) + middle)
        if not shape.is_valid:
            continue
        order = int(np.clip(np.log2(6.5e6 / size) + 4, 0, 12))
        outer, inner = co.cover(geopandas.GeoSeries([shape], crs=crs), order)
        west, south, east, north = shape.bounds
        x, y = rng.uniform(west, east, 1500), rng.uniform(south, north, 1500)
        inside = shapely.contains_xy(shape, x, y)
        words = co.encode(*change.transform(x, y))
        assert outer.contains_cells(words[inside]).all()
        assert not inner.contains_cells(words[~inside]).any()
        # Vertices and middles of edges are on the boundary: outer, and not inner.
        xy = np.array(shape.exterior.coords)
        for at in (xy[:-1], (xy[:-1] + xy[1:]) / 2):
            words = co.encode(*change.transform(*at.T))
            assert outer.contains_cells(words).all()
        if shapely.contains_xy(shape, 0, 0):
            poles += 1
            assert outer.contains(0.0, pole)
    assert poles > 0


def test_forms_of_a_projected_geometry(rng):
    shape = shapely.Polygon(random_polygon(rng, 4e5) + np.array([3e5, -2e5]))
    series = geopandas.GeoSeries([shape], crs=SOUTH)
    want = co.Coverage.from_geometry(series, 8)
    # The same with vertices in degrees.
    degrees = moved(shape, SOUTH, "EPSG:4326")
    assert co.Coverage.from_geometry(degrees, 8, edges=f"planar:{SOUTH}") == want
    ring = np.array(degrees.exterior.coords)
    assert co.Coverage.from_polygon(ring, 8, edges=f"planar:{SOUTH}") == want
    assert co.Coverage.from_geometry(geopandas.GeoDataFrame(geometry=series), 8) == want
    # Edges of a named kind are that kind, though the vertices are projected.
    assert co.Coverage.from_geometry(series, 8, edges="great_circle") == (
        co.Coverage.from_geometry(degrees, 8, edges="great_circle")
    )
    # Geodesics too, though they are the default of geometries in degrees.
    assert co.Coverage.from_geometry(series, 8, edges="geodesic") == (
        co.Coverage.from_geometry(degrees, 8)
    )
    # A CRS without a code of its own.
    custom = pyproj.CRS.from_proj4("+proj=laea +lat_0=-90 +lon_0=10 +datum=WGS84")
    laea = geopandas.GeoSeries([moved(degrees, "EPSG:4326", custom)], crs=custom)
    assert co.Coverage.from_geometry(laea, 8, edges="great_circle").jaccard(want) > 0.9


def test_lines_and_budgets(rng):
    line = shapely.LineString(rng.uniform(-1e6, 1e6, (30, 2)))
    degrees = np.array(moved(line, SOUTH, "EPSG:4326").coords)
    edges = f"planar:{SOUTH}"
    cover = co.Coverage.from_line(*degrees.T, 8, edges=edges)
    assert cover == co.Coverage.from_geometry(geopandas.GeoSeries([line], crs=SOUTH), 8)
    change = pyproj.Transformer.from_crs(SOUTH, "EPSG:4326", always_xy=True)
    xy = np.array([line.interpolate(t, normalized=True).coords[0] for t in np.linspace(0, 1, 5000)])
    assert cover.contains_cells(co.encode(*change.transform(*xy.T))).all()
    words, enter, leave = co.line_cells(*degrees.T, 8, edges=edges)
    assert co.Coverage.from_cells(words).same_place(cover)
    assert (leave >= enter).all()
    few = co.Coverage.from_geometry(geopandas.GeoSeries([line], crs=SOUTH), max_cells=50)
    assert few.contains_cells(co.encode(*change.transform(*xy.T))).all()
    assert few.n_cells <= 50


def test_columns(rng):
    shapes = [
        shapely.Polygon(random_polygon(rng, 1e5) + rng.uniform(-1e6, 1e6, 2)) for _ in range(30)
    ]
    shapes[4] = None
    series = geopandas.GeoSeries(shapes, crs=SOUTH)
    want = [
        None if s is None else co.Coverage.from_geometry(geopandas.GeoSeries([s], crs=SOUTH), 8)
        for s in shapes
    ]
    for form in (
        series,
        geopandas.GeoDataFrame(geometry=series),
        series.to_arrow(geometry_encoding="WKB"),
        geopandas.GeoSeries(series[series.notna()]).to_arrow(geometry_encoding="geoarrow"),
    ):
        got = list(co.cover_column(form, 8))
        assert got == (want if len(got) == 30 else [w for w in want if w is not None])
    for threads in (1, 2, 5):
        assert list(co.cover_column(series, 8, threads=threads)) == want


def test_edges_that_are_given_hold_in_a_projected_crs():
    """A side of 4,000 km: the geodesic between its ends is 39 km from its middle."""
    line = shapely.LineString([(-2e6, 1.5e6), (2e6, 1.5e6)])
    series = geopandas.GeoSeries([line], crs=SOUTH)
    degrees = np.array(moved(line, SOUTH, "EPSG:4326").coords)
    straight = co.Coverage.from_line(*degrees.T, 7, edges=f"planar:{SOUTH}")
    for edges, want in [
        (None, straight),
        (f"planar:{SOUTH}", straight),
        *((e, co.Coverage.from_line(*degrees.T, 7, edges=e)) for e in ("geodesic", "lonlat")),
    ]:
        assert co.Coverage.from_geometry(series, 7, edges=edges) == want
        assert co.cover(series, 7, edges=edges)[0] == want
        assert co.cover_column(series, 7, edges=edges)[0] == want
    assert co.Coverage.from_geometry(series, 7) == straight
    assert co.cover(series, 7)[0] == co.cover_column(series, 7)[0] == straight
    geodesic = co.Coverage.from_geometry(series, 7, edges="geodesic")
    assert straight.jaccard(geodesic) < 0.5


def test_bad_input():
    ring = [(0.0, -80.0), (90.0, -80.0), (180.0, -80.0)]
    with pytest.raises(ValueError, match="EPSG:1"):
        co.Coverage.from_polygon(ring, 5, edges="planar:EPSG:1")
    with pytest.raises(ValueError, match="lonlat"):
        co.Coverage.from_polygon(ring, 5, edges="planar:EPSG:4326")
    with pytest.raises(ValueError, match="planar"):
        co.Coverage.from_polygon(ring, 5, edges="planar")
    with pytest.raises(ValueError, match="not a projected one"):
        co.Coverage.from_polygon(ring, 5, edges="planar:CRS")
    with pytest.raises(ValueError, match="ellipsoid is sphere"):
        co.Coverage.from_polygon(ring, 5, edges=f"planar:{SOUTH}", ellipsoid="sphere")
    bad = geopandas.GeoSeries(
        [shapely.Point(1e5, 1e5), shapely.Point(1e9, float("inf"))], crs=SOUTH
    )
    with pytest.raises(ValueError, match="row 1"):
        co.cover_column(bad, 5)


GRADS = """GEOGCRS["grads", DATUM["World Geodetic System 1984",
    ELLIPSOID["WGS 84", 6378137, 298.257223563]], CS[ellipsoidal, 2],
    AXIS["longitude", east], AXIS["latitude", north], ANGLEUNIT["grad", 0.015707963267949]]"""
ROTATED = """GEOGCRS["rotated", BASEGEOGCRS["WGS 84", DATUM["World Geodetic System 1984",
    ELLIPSOID["WGS 84", 6378137, 298.257223563]]],
    DERIVINGCONVERSION["p", METHOD["PROJ ob_tran o_proj=longlat"],
        PARAMETER["o_lat_p", 32], PARAMETER["o_lon_p", 0], PARAMETER["lon_0", 0]],
    CS[ellipsoidal, 2], AXIS["longitude", east], AXIS["latitude", north],
    ANGLEUNIT["degree", 0.0174532925199433]]"""


@pytest.mark.parametrize(
    ("crs", "fault"),
    [
        ("EPSG:4807", "its longitudes are counted from Paris"),  # And in grads.
        (GRADS, "its unit is grad"),
        ("EPSG:4267", "its ellipsoid is Clarke 1866"),
        ("EPSG:4035", "its ellipsoid is"),
        (ROTATED, "its poles are not"),
    ],
)
def test_degrees_of_another_kind_are_refused(crs, fault):
    crs = pyproj.CRS(crs)
    assert crs.is_geographic
    series = geopandas.GeoSeries([shapely.box(0, 50, 1, 51)], crs=crs)
    for call in (
        lambda: co.Coverage.from_geometry(series, 6),
        lambda: co.cover_column(series, 6),
        lambda: co.cover_column(series.to_arrow(), 6),
        lambda: co.in_polygons([0.5], [50.5], series),
    ):
        with pytest.raises(ValueError, match=f"{fault}.*to_crs"):
            call()


@pytest.mark.parametrize(
    "crs", ["EPSG:4326", "OGC:CRS84", "EPSG:4979", "EPSG:4258", "EPSG:4269", "EPSG:9057", None]
)
def test_degrees_like_those_of_wgs84_are_taken(crs):
    box = shapely.box(0, 50, 1, 51)
    series = geopandas.GeoSeries([box], crs=crs)
    assert co.Coverage.from_geometry(series, 6) == co.Coverage.from_geometry(box, 6)
    assert co.cover_column(series, 6)[0] == co.Coverage.from_geometry(box, 6)
