"""GeoParquet 1.1: what a validator says, and what geopandas, DuckDB and GDAL read."""

import json

import coincide as co
import geopandas
import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely
from coincide import _geoparquet


def tracks(name, azimuth):
    at = np.linspace(-1, 1, 400)
    lon, lat = -105 + 2 * at * np.sin(azimuth), -75.4 + 0.5 * at * np.cos(azimuth)
    time = np.datetime64("2019-01-01", "ns") + np.arange(400) * np.timedelta64(1, "s")
    return {f"{name}{k}": {"lon": lon + 0.01 * k, "lat": lat, "time": time, "h": at}
            for k in range(5)}  # fmt: skip


SHAPES = [
    shapely.Polygon(np.stack([np.arange(0, 360, 30.0) - 180, np.full(12, -62.0)], 1)),
    shapely.LineString([(170, 10), (-170, 20)]),
    None,
    shapely.Point(3, 4),
    shapely.box(3, 4, 5, 6),
]


def line():
    return {"type": "LineString", "coordinates": [[-106, -75.4], [-104, -75.4]]}


def files(folder):
    """Every kind of file that has a geometry."""
    a, b = (co.Catalog.from_samples(tracks(n, z)) for n, z in (("a", 0.3), ("b", 1.5)))
    x = co.crossovers(a, b, values="h", progress=False)
    made = {
        "catalog": a,
        "shapes": co.Catalog.from_columns(list("abcde"), SHAPES),
        "lonlat": co.Catalog.from_columns(list("de"), SHAPES[3:], edges="lonlat"),
        "match": co.match(a, b, 2000.0, values="h", progress=False),
        "crossovers": x,
        "super": co.super_crossovers(x, radius=2000.0),
        "extract": co.extract(a, line(), "20 km", progress=False),
    }
    for name, thing in made.items():
        assert len(thing), name
        thing.to_parquet(folder / f"{name}.parquet")
    return {name: folder / f"{name}.parquet" for name in made}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return files(tmp_path_factory.mktemp("geoparquet"))


NAMES = ("catalog", "shapes", "lonlat", "match", "crossovers", "super", "extract")


@pytest.mark.parametrize("name", NAMES)
def test_the_validator_finds_nothing(written, name):
    validator = pytest.importorskip("geoparquet_validator")
    report = validator.check(str(written[name]))
    failed = [o for o in report["outcomes"] if o["status"] == "fail"]
    assert failed == [] and report["version"] == "1.1.0"
    passed = {o["id"] for o in report["outcomes"] if o["status"] == "pass"}
    assert {"/conf/core/wkb", "/conf/core/bbox-extent", "/conf/covering/bbox-paths"} <= passed


@pytest.mark.filterwarnings("ignore:The geo metadata indicate")
@pytest.mark.parametrize("name", NAMES)
def test_geopandas_and_a_box(written, name):
    frame = geopandas.read_parquet(written[name])
    assert frame.crs.is_geographic and len(frame) == pq.read_metadata(written[name]).num_rows
    part = geopandas.read_parquet(written[name], bbox=(-105.2, -75.6, -104.8, -75.3))
    inside = frame.geometry.intersects(shapely.box(-105.2, -75.6, -104.8, -75.3))
    # The boxes choose whole rows: those of a covering that meets the box.
    assert len(part) >= int(inside.sum())


@pytest.mark.parametrize("name", NAMES)
def test_duckdb(written, name):
    duckdb = pytest.importorskip("duckdb")
    spatial = pytest.importorskip("duckdb_extension_spatial")
    del spatial
    from duckdb_extensions import import_extension

    import_extension("spatial")
    connection = duckdb.connect()
    connection.load_extension("spatial")
    geo = json.loads(pq.read_schema(written[name]).metadata[b"geo"])
    column = geo["primary_column"]
    rows = connection.execute(
        f"select typeof({column}), st_astext({column}) from '{written[name]}'"
    ).fetchall()
    assert {kind.split("(")[0] for kind, _ in rows} == {"GEOMETRY"}
    wkb = pq.read_table(written[name])[column].to_pylist()
    for (_, text), shape in zip(rows, map(shapely.from_wkb, wkb), strict=True):
        assert (text is None) == (shape is None)
        if text is not None:
            assert shapely.equals_exact(shapely.from_wkt(text), shape, 1e-9)


def test_gdal_reads_parquet(written):
    import pyogrio

    if "Parquet" not in pyogrio.list_drivers():
        pytest.skip("this GDAL has no Parquet driver, as that of pyogrio's wheels and Debian's")
    for name, path in written.items():
        frame = pyogrio.read_dataframe(path)
        assert len(frame) == pq.read_metadata(path).num_rows, name


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".geojson"])
def test_gdal_reads_its_own_formats(tmp_path, suffix):
    import pyogrio

    a, b = (co.Catalog.from_samples(tracks(n, z)) for n, z in (("a", 0.3), ("b", 1.5)))
    x = co.crossovers(a, b, values="h", progress=False)
    tables = {
        "match": co.match(a, b, 2000.0, values="h", progress=False),
        "crossovers": x,
        "super": co.super_crossovers(x, radius=2000.0),
        "extract": co.extract(a, line(), "20 km", progress=False),
    }
    for name, table in tables.items():
        path = tmp_path / f"{name}{suffix}"
        table.write(path)
        frame = pyogrio.read_dataframe(path)
        lon, lat = (np.asarray(table[c]) for c in table._points)
        assert len(frame) == len(table) and frame.crs.to_epsg() == 4326
        assert set(table.names) <= set(frame.columns)
        # FlatGeobuf has an order of its own.
        order = np.lexsort([lat, lon])
        read = np.lexsort([frame.geometry.y, frame.geometry.x])
        np.testing.assert_allclose(frame.geometry.x.to_numpy()[read], lon[order], atol=1e-9)
        np.testing.assert_allclose(frame.geometry.y.to_numpy()[read], lat[order], atol=1e-9)
        if "cell" in table:
            assert sorted(map(int, frame["cell"])) == sorted(table["cell"].tolist())
    with pytest.raises(ValueError, match=r"\.gpkg, \.fgb, \.geojson is wanted"):
        tables["match"].to_file(tmp_path / "m.shp")


def test_a_run_writes_a_geopackage_of_the_same_bytes(tmp_path):
    import pyogrio

    a, b = (co.Catalog.from_samples(tracks(n, z)) for n, z in (("a", 0.3), ("b", 1.5)))
    path = tmp_path / "m.gpkg"
    m = co.match(a, b, 2000.0, values="h", output=path, progress=False)
    first = path.read_bytes()
    frame = pyogrio.read_dataframe(path)
    assert frame["granule_a"].tolist() == m["granule_a"].tolist()
    np.testing.assert_array_equal(frame["dh"], m["dh"])
    co.match(a, b, 2000.0, values="h", output=path, progress=False)
    assert path.read_bytes() == first


def test_a_box_is_null_where_the_geometry_is(written):
    table = pq.read_table(written["shapes"])
    assert [row is None for row in table["bbox"].to_pylist()] == [s is None for s in SHAPES]


def test_row_groups_can_be_skipped(tmp_path, rng, monkeypatch):
    """Statistics of the boxes of each group, of a table that is sorted by cell."""
    monkeypatch.setattr(_geoparquet, "ROW_GROUP", 1000)
    lon, lat = rng.uniform(-120, -90, 20_000), rng.uniform(-80, -70, 20_000)
    data = co.Catalog.from_samples({"a": {"lon": lon, "lat": lat}})
    e = co.extract(data, co.Coverage.from_box(-120, -80, -90, -70, 8), progress=False)
    e.to_parquet(tmp_path / "e.parquet")
    metadata = pq.read_metadata(tmp_path / "e.parquet")
    at = {metadata.schema.column(i).path: i for i in range(metadata.num_columns)}
    wide = []
    for group in range(metadata.num_row_groups):
        low, high = (
            getattr(metadata.row_group(group).column(at[f"bbox.{edge}"]).statistics, side)
            for edge, side in (("xmin", "min"), ("xmax", "max"))
        )
        wide.append(high - low)
    assert metadata.num_row_groups == 20 and np.median(wide) < 15


def test_a_catalog_of_coverages_widths_and_an_ellipsoid_comes_back(tmp_path):
    place = co.Coverage.from_box(-107, -76, -104, -75, 8, ellipsoid="sphere")
    made = co.Catalog.from_columns(
        ["a", "b"],
        [place, shapely.LineString([(3, 4), (5, 6)])],
        half_width_m=[0.0, 250.0],
        ellipsoid="sphere",
    )
    made.to_parquet(tmp_path / "c.parquet")
    back = co.catalog(str(tmp_path / "c.parquet"))
    assert back.coverage[0] == place and back.coverage[1] is None
    assert back.half_width_m.tolist() == [0.0, 250.0] and back.ellipsoid == made.ellipsoid
    own = co.Ellipsoid(6_378_000.0, 299.0)
    co.Catalog.from_columns(["a"], SHAPES[3:4], ellipsoid=own).to_parquet(tmp_path / "e.parquet")
    assert co.catalog(str(tmp_path / "e.parquet")).ellipsoid == own
    with pytest.raises(ValueError, match="one ellipsoid is wanted"):
        co.catalog([str(tmp_path / "c.parquet"), str(tmp_path / "e.parquet")])


@pytest.mark.parametrize("stated", [True, False])
def test_files_whose_winding_is_trusted(tmp_path, stated):
    """A clockwise ring round 20 degrees is, by GeoParquet's key, all but its inside."""
    inside, outside = shapely.Point(1.0, 2.0), shapely.Point(120.0, -40.0)
    ring = [(-10, -10), (-10, 10), (10, 10), (10, -10), (-10, -10)]
    frame = geopandas.GeoDataFrame(
        {"granule": ["large", "small"]},
        geometry=[shapely.Polygon(ring), shapely.Polygon(ring[::-1])],
        crs="EPSG:4326",
    )
    frame.to_parquet(tmp_path / "f.parquet")
    table = pq.read_table(tmp_path / "f.parquet")
    geo = json.loads(table.schema.metadata[b"geo"])
    geo["columns"]["geometry"] |= {"edges": "spherical"}
    if stated:
        geo["columns"]["geometry"] |= {"orientation": "counterclockwise"}
    metadata = {**table.schema.metadata, b"geo": json.dumps(geo).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), tmp_path / "f.parquet")
    points = co.Catalog.from_columns(["inside", "outside"], [inside, outside])

    def met(catalog):
        pairs = co.match_granules(catalog, points)
        return sorted(zip(pairs["granule_a"], pairs["granule_b"], strict=True))

    path = str(tmp_path / "f.parquet")
    trusted = [("large", "outside"), ("small", "inside")]
    smaller = [("large", "inside"), ("small", "inside")]
    assert met(co.catalog(path)) == (trusted if stated else smaller)
    assert met(co.catalog(path, orientation="ccw")) == trusted
    by_hand = co.catalog(frame, orientation="ccw", edges="great_circle")
    assert met(by_hand) == trusted
    with pytest.raises(ValueError, match="orientation is 'left'"):
        co.catalog(frame, orientation="left")
