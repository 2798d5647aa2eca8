"""Readers of many granules: vector files, STAC, CMR, meshes, grids; made files of each."""

import json

import coincide as co
import made_files as made
import numpy as np
import pytest
import shapely
from coincide import readers


def test_vector_files_are_footprints(tmp_path):
    import geopandas

    boxes = [shapely.box(-106, -76, -105, -75), shapely.box(-104, -76, -103, -75)]
    frame = geopandas.GeoDataFrame({"NAME": ["p", "q"], "n": [1, 2]}, geometry=boxes, crs=4326)
    frame.to_file(tmp_path / "a.gpkg")
    found = co.catalog(str(tmp_path / "a.gpkg"))
    assert found.granule.tolist() == ["p", "q"] and found.extra["n"].tolist() == [1, 2]
    assert set(found.edges) == {"lonlat"}
    polar = frame.to_crs(3031)
    polar.to_file(tmp_path / "b.shp")
    found = co.catalog(tmp_path / "b.shp")
    assert set(found.edges) == {"geodesic"}
    back = shapely.from_wkb(found.footprint[0])
    assert back.equals_exact(back, 0) and back.bounds == pytest.approx(
        (-106, -76, -105, -75), abs=1e-2
    )


def test_text_with_geometries_as_wkt(tmp_path):
    """Of a projected CRS, which the text cannot name; rows of points stay samples."""
    import geopandas

    boxes = [shapely.box(-106, -76, -105, -75), shapely.box(-104, -76, -103, -75)]
    frame = geopandas.GeoDataFrame({"area": [1.5, 2.5], "id": [7, 7]}, geometry=boxes, crs=4326)
    wanted = co.catalog(frame.to_crs(3031))
    for suffix, separator in (("csv", ","), ("tsv", "\t"), ("txt", ";")):
        path = tmp_path / f"a.{suffix}"
        frame.to_crs(3031).to_csv(path, sep=separator)
        with pytest.raises(co.FormatError, match=r"row 0 reaches from .*crs='EPSG:3031' says"):
            co.catalog(path)
        found = co.catalog(path, options={"crs": "EPSG:3031"})
        assert found.granule.tolist() == ["a/0", "a/1"] and set(found.edges) == {"geodesic"}
        assert found.extra["area"].tolist() == [1.5, 2.5]
        for one, other in zip(found.footprint, wanted.footprint, strict=True):
            assert shapely.from_wkb(one).equals_exact(shapely.from_wkb(other), 1e-9)
    from test_cli import run

    said = json.loads(run("info", tmp_path / "a.csv", "--option", "crs=EPSG:3031", "--json").stdout)
    assert said["granules"] == 2
    out = tmp_path / "c.txt"
    run("cover", tmp_path / "a.csv", "--option", "crs=EPSG:3031", "--order", 8, "-o", out)
    wanted = co.union([co.Coverage.from_geometry(shape, 8) for shape in wanted.footprint])
    assert co.Coverage.parse(out.read_text()) == wanted
    frame.to_csv(tmp_path / "d.csv")
    found = co.catalog(tmp_path / "d.csv")
    assert set(found.edges) == {"lonlat"} and len(found) == 2
    assert co.catalog(tmp_path / "d.csv", footprint_error_m=5).footprint_error_m.tolist() == [5, 5]
    points = geopandas.GeoDataFrame({"lon": [1.0, 2.0], "lat": [3.0, 4.0]})
    points["geometry"] = shapely.points(points["lon"], points["lat"])
    points.to_csv(tmp_path / "p.csv")
    assert len(co.catalog(tmp_path / "p.csv")) == 1


def test_stac_items_of_any_shape(tmp_path):
    item = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": "Data_20181030_01_013",
        "geometry": {"type": "LineString", "coordinates": [[-106, -75], [-104, -75.5]]},
        "properties": {
            "start_datetime": "2018-10-30T12:00:00Z",
            "end_datetime": "2018-10-30T12:05:00Z",
            "opr:segment": 1,
        },
        "assets": {"x": {"href": "a.png"}, "d": {"href": "s3://b/a.mat", "roles": ["data"]}},
    }
    (tmp_path / "a.json").write_text(json.dumps({"type": "FeatureCollection", "features": [item]}))

    class Item:
        geometry = None

        def to_dict(self):
            return item

    for source in (item, [item], [Item()], str(tmp_path / "a.json")):
        found = readers.catalog(source)
        assert found.granule.tolist() == ["Data_20181030_01_013"]
        assert found.href.tolist() == ["s3://b/a.mat"]
        assert found.time_start[0] == np.datetime64("2018-10-30T12:00:00", "ns")
        assert found.time_end[0] == np.datetime64("2018-10-30T12:05:00.000000001", "ns")
        # 100 m of the simplified line, and 6.6e-11 of 79 km squared.
        assert found.footprint_error_m[0] == pytest.approx(100.0 + 6.6e-11 * 79e3**2, rel=0.02)
    assert readers.catalog([item], footprint_error_m=7.0).footprint_error_m[0] == 7.0
    with pytest.raises(co.FormatError, match="record 0: no field 'id'"):
        readers.catalog([{"type": "Feature", "stac_version": "1.0.0"}])


UMM = {
    "GranuleUR": "ATL06_20240327062004_01312311_007_01.h5",
    "CollectionReference": {"ShortName": "ATL06"},
    "TemporalExtent": {
        "RangeDateTime": {
            "BeginningDateTime": "2024-03-27T06:20:04.000Z",
            "EndingDateTime": "2024-03-27T06:28:34.000Z",
        }
    },
    "RelatedUrls": [{"URL": "s3://x/a.h5", "Type": "GET DATA VIA DIRECT ACCESS"},
                    {"URL": "https://x/a.h5", "Type": "GET DATA"}],
    "SpatialExtent": {"HorizontalSpatialDomain": {"Geometry": {"GPolygons": [
        {"Boundary": {"Points": [{"Longitude": x, "Latitude": y}
                                 for x, y in ((0, -80), (10, -80), (10, -79), (0, -80))]}}]}}},
}  # fmt: skip


def test_cmr_records(tmp_path):
    for source in ({"umm": UMM, "meta": {}}, [{"umm": UMM}], UMM):
        found = readers.catalog(source)
        assert found.granule.tolist() == [UMM["GranuleUR"]] and found.href[0] == "https://x/a.h5"
        assert shapely.from_wkb(found.footprint[0]).bounds == (0, -80, 10, -79)
        assert found.extra["collection"].tolist() == ["ATL06"]
    (tmp_path / "a.json").write_text(json.dumps({"items": [{"umm": UMM}]}))
    assert len(co.catalog(str(tmp_path / "a.json"))) == 1
    entry = {
        "title": "t",
        "producer_granule_id": "g.h5",
        "time_start": "2020-01-01T00:00:00.000Z",
        "polygons": [["-80 0 -80 10 -79 10 -80 0"]],
        "links": [{"rel": "http://esipfed.org/ns/fedsearch/1.1/data#", "href": "https://x/g.h5"}],
    }
    found = readers.catalog([entry])
    assert found.granule.tolist() == ["g.h5"] and found.href.tolist() == ["https://x/g.h5"]
    assert shapely.from_wkb(found.footprint[0]).bounds == (0, -80, 10, -79)


@pytest.mark.parametrize(
    "box",
    [
        (170, 60, -170, 70),
        (-180, -90, 180, -60),
        (-180, -30, 180, 30),
        (-180, -90, 180, 90),
        (170, -90, -100, 90),
    ],
)
def test_boxes_of_cmr_follow_their_parallels(box, rng):
    west, south, east, north = box
    record = json.loads(json.dumps(UMM))
    record["SpatialExtent"]["HorizontalSpatialDomain"]["Geometry"] = {
        "BoundingRectangles": [
            {"WestBoundingCoordinate": west, "SouthBoundingCoordinate": south,
             "EastBoundingCoordinate": east, "NorthBoundingCoordinate": north}
        ]
    }  # fmt: skip
    footprint = readers.catalog(record).footprint[0]
    cover = co.Coverage.from_geometry(footprint, 7)
    truth = co.Coverage.from_box(west, south, east, north, 7)
    # Both hold the box; along parallels one may have cells that the other only touches.
    wide = east - west if east > west else east - west + 360
    lon = west + rng.uniform(0, wide, 500)
    lat = rng.uniform(south, north, 500)
    assert np.asarray(cover.contains(lon, lat)).all()
    assert (cover - truth).area_m2 < 0.03 * truth.area_m2
    # A box of all longitudes is one in STAC too, where its corners are two places.
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    item = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": "s",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"datetime": "2020-01-01T00:00:00Z"},
    }
    if wide == 360:
        assert readers.catalog(item).footprint[0] == footprint


def test_stac_geoparquet_and_own_catalogs(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    line = shapely.LineString([(-106, -75), (-104, -75.5)])
    own = co.Catalog.from_columns(["a"], [line], time_start="2020-01-01", time_end="2020-01-02",
                                  edges="great_circle", extra={"n": [3]})  # fmt: skip
    pq.write_table(own.to_arrow(), tmp_path / "own.parquet")
    back = co.catalog(str(tmp_path / "own.parquet"))
    assert back.edges.tolist() == ["great_circle"] and back.extra["n"].tolist() == [3]
    assert back.time_end[0] == np.datetime64("2020-01-02") and back.footprint[0] == line.wkb
    stac = pa.table(
        {
            "stac_version": ["1.0.0"],
            "id": ["g"],
            "geometry": [line.wkb],
            "datetime": pa.array([0], pa.timestamp("us", tz="UTC")),
            "start_datetime": pa.array([0], pa.timestamp("us", tz="UTC")),
            "end_datetime": pa.array([1], pa.timestamp("us", tz="UTC")),
            "assets": [{"data": {"href": "s3://x/g.h5", "roles": ["data"]}}],
        },
        metadata={
            "geo": json.dumps(
                {"version": "1.1.0", "primary_column": "geometry",
                 "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}}}
            )
        },
    )  # fmt: skip
    pq.write_table(stac, tmp_path / "stac.parquet")
    found = co.catalog(str(tmp_path / "stac.parquet"))
    assert found.granule.tolist() == ["g"] and found.href.tolist() == ["s3://x/g.h5"]
    assert found.time_end[0] == np.datetime64("1970-01-01T00:00:00.000001001", "ns")
    assert found.edges.tolist() == ["geodesic"] and found.footprint_error_m[0] > 0


def ugrid(path, nodes, faces, fill=-999):
    import netCDF4

    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("node", len(nodes))
        file.createDimension("face", len(faces))
        file.createDimension("corner", 4)
        mesh = file.createVariable("mesh", "i4")
        mesh.cf_role, mesh.topology_dimension = "mesh_topology", 2
        mesh.node_coordinates, mesh.face_node_connectivity = "nx ny", "faces"
        for i, name in enumerate(("nx", "ny")):
            file.createVariable(name, "f8", ("node",))[:] = [node[i] for node in nodes]
        table = file.createVariable("faces", "i4", ("face", "corner"), fill_value=fill)
        table.start_index = 1
        table[:] = [[*face, *[fill] * (4 - len(face))] for face in faces]


def test_mesh_faces_are_polygons(tmp_path):
    nodes = [(0, -80), (10, -80), (10, -79), (0, -79), (5, -78)]
    ugrid(tmp_path / "m.nc", nodes, [(1, 2, 3, 4), (4, 3, 5)])
    found = co.catalog(str(tmp_path / "m.nc"))
    assert found.granule.tolist() == ["m/0", "m/1"]
    shapes = shapely.from_wkb(found.footprint)
    assert shapes[0].equals(shapely.Polygon(nodes[:4]))
    assert shapes[1].equals(shapely.Polygon([nodes[3], nodes[2], nodes[4]]))
    ugrid(tmp_path / "bad.nc", nodes, [(1, 2, 9)])
    with pytest.raises(co.FormatError, match="face 0 has node 9"):
        co.catalog(str(tmp_path / "bad.nc"))


def tiff(path, rows=300, columns=500, step=1000.0):
    import rasterio
    from rasterio.transform import from_origin

    values = np.arange(rows * columns, dtype=np.float32).reshape(rows, columns)
    values[0, 0] = -9999
    place = from_origin(-1_500_000, -300_000, step, step)
    with rasterio.open(path, "w", driver="GTiff", width=columns, height=rows, count=1,
                       dtype="float32", crs="EPSG:3031", nodata=-9999,
                       transform=place) as file:  # fmt: skip
        file.write(values, 1)
    return values


def test_grids_are_granules_and_pixels_samples(tmp_path, rng):
    import pyproj

    values = tiff(tmp_path / "a.tif")
    reader = readers.open(tmp_path / "a.tif")
    assert reader.name == "grid" and reader.variables() == ("band_1",)
    everything = reader.samples(["band_1"])
    assert len(everything) == values.size and np.isnan(everything.values["band_1"][0])
    to = pyproj.Transformer.from_crs(3031, 4326, always_xy=True)
    lon, lat = to.transform(-1_500_000 + 500 + 1000 * 7, -300_000 - 500 - 1000 * 3)
    at = 3 * 500 + 7
    assert everything.lon[at] == pytest.approx(lon, abs=1e-9)
    assert everything.lat[at] == pytest.approx(lat, abs=1e-9)
    row = reader.metadata()
    polygon = shapely.from_wkb(row.footprint)
    corners = to.transform([-1_500_000, -1_000_000], [-300_000, -600_000])
    assert polygon.exterior.coords[0] == pytest.approx((corners[0][0], corners[1][0]))
    assert 0 < row.footprint_error_m < 1.0
    for order in (6, 10, 13):
        at = rng.integers(0, values.size)
        where = co.Coverage.from_points(everything.lon[at], everything.lat[at], order)
        inside = np.flatnonzero(where.contains(everything.lon, everything.lat))
        some = readers.open(tmp_path / "a.tif").samples(["band_1"], where)
        assert (some.row == inside).all()
        wanted = everything.values["band_1"][inside]
        assert np.array_equal(some.values["band_1"], wanted, equal_nan=True)


def test_grids_of_netcdf_keep_other_dimensions(tmp_path):
    import xarray as xr

    x, y = np.arange(0, 50_000, 5000.0), np.arange(100_000, 20_000, -5000.0)
    v = np.arange(3 * len(y) * len(x), dtype=float).reshape(3, len(y), len(x))
    data = xr.Dataset({"v": (("time", "y", "x"), v)}, coords={"x": x, "y": y, "time": [1, 2, 3]})
    data.to_netcdf(tmp_path / "a.nc")
    with pytest.raises(co.FormatError, match="no CRS; crs='EPSG:3031'"):
        readers.open(tmp_path / "a.nc").samples()
    samples = readers.open(tmp_path / "a.nc", crs="EPSG:3031").samples(["v"])
    assert samples.values["v"].shape == (len(x) * len(y), 3)
    assert (samples.values["v"][5] == v[:, 0, 5]).all()
    data.to_zarr(tmp_path / "a.zarr")
    again = readers.open(tmp_path / "a.zarr", crs="EPSG:3031").samples(["v"])
    assert (again.values["v"] == samples.values["v"]).all() and (again.lat == samples.lat).all()
    uneven = data.assign_coords(x=x**1.01)
    uneven.to_netcdf(tmp_path / "b.nc")
    with pytest.raises(co.FormatError, match="axis x is not even"):
        readers.open(tmp_path / "b.nc", crs="EPSG:3031").samples()


def test_samples_and_footprints_agree_for_every_reader(tmp_path):
    """The contract of a catalog: each sample lies within footprint_error_m of the footprint."""
    made.atl06(tmp_path / "a.h5")
    made.atl03(tmp_path / "b.h5")
    made.atl11(tmp_path / "c.h5")
    tiff(tmp_path / "d.tif")
    lon, lat = made.track(60)
    made.cryosat2(tmp_path / "e.nc", lon, lat, 6e8 + np.arange(60))
    for path in sorted(tmp_path.iterdir()):
        reader = readers.open(path)
        row = reader.metadata()
        samples = reader.samples()
        # A degree of latitude is 111 km at least; longitudes are shorter.
        reach = row.footprint_error_m / 110_000 + 1e-9
        shape = shapely.from_wkb(row.footprint)
        far = shapely.distance(shape, shapely.points(samples.lon, samples.lat))
        assert far.max() <= reach * 4, path.name


def test_text_that_is_no_wkt(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('name,geom\na,"LINESTRING(0 0,1 1)"\nb,\nc,"LINESTRING EMPTY"\n')
    assert [shape is None for shape in co.catalog(path).footprint] == [False, True, True]
    path.write_text('name,geom\na,"LINESTRING(0 0,1 1)"\nb,"LINESTRING(0 0,1 x)"\n')
    with pytest.raises(co.FormatError, match=r"row 1: geom is 'LINESTRING\(0 0,1 x\)', which is"):
        co.catalog(path)
