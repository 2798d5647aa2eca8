"""Granules of real data that meet, where the data is beside the checkout.

The counts are those of its README: shapely in polar stereographic metres, and for Amery
the flag that the author of the data gives each track.
"""

import csv
import json
import os
import pathlib

import coincide as co
import geopandas
import numpy as np
import pyproj
import pytest
import shapely

DATA = pathlib.Path(
    os.environ.get("COINCIDE_DATA", pathlib.Path(__file__).resolve().parents[3] / "../shared/data")
)
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no real data beside the checkout")
GEOD = pyproj.Geod(ellps="WGS84")


def track(lon, lat, max_gap):
    """A line cut where samples are missing or farther apart than max_gap."""
    step = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
    parts = np.split(np.c_[lon, lat], np.flatnonzero(~(step <= max_gap)) + 1)
    return shapely.MultiLineString([part for part in parts if len(part) > 1])


def opr(path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path) as file:
        return track(np.ravel(file["lon"]), np.ravel(file["lat"]), 500)


def oib(path):
    io = pytest.importorskip("scipy.io")
    file = io.loadmat(path)
    return track(file["lon"].ravel(), file["lat"].ravel(), 500)


def cryosat(path):
    netcdf = pytest.importorskip("netCDF4")
    with netcdf.Dataset(path) as file:
        return track(np.asarray(file["lon_20_ku"][:]), np.asarray(file["lat_20_ku"][:]), 2000)


def spri(path):
    with open(path, encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    number = lambda text: float(text) if text.strip() else np.nan  # noqa: E731
    lon, lat = (
        np.array([number(row[rows[0].index(name)]) for row in rows[1:]]) for name in ("LON", "LAT")
    )
    lat[~(np.abs(lat) <= 90)] = np.nan
    return track(lon, lat, 20_000)


def frames(folder, read):
    paths = sorted((DATA / folder).glob("Data_*.mat"))
    return co.catalog([read(path) for path in paths], granule=[path.stem for path in paths])


def test_thwaites_frames():
    a = frames("thwaites/opr_layer", opr)
    pairs = co.match_granules(a, a)
    segments = [[name.rsplit("_", 1)[0] for name in pairs[f"granule_{s}"]] for s in "ab"]
    assert sum(p != q for p, q in zip(*segments, strict=True)) == 6


def test_88_south():
    a = frames("pole88s/oib_mcords_layer", oib)
    passes = {path.name[19:27]: cryosat(path) for path in (DATA / "pole88s/cryosat2").glob("*.nc")}
    crossed = co.catalog([passes["20200930"]])
    for within, count in (("1 km", 3), ("10 km", 5)):
        assert len(co.match_granules(a, crossed, within)) == count
    apart = co.catalog([passes["20190504"]])
    # 174 km of the map, whose scale is 0.973 at the pole: 178.5 km.
    assert len(co.match_granules(a, apart, "178.4 km")) == 0
    pairs = co.match_granules(a, apart, "178.6 km")
    assert len(pairs) == 1
    # Samples alone, by every chord: 178,551.5 m; lines come a little closer.
    assert pairs["distance_lower_m"][0] < 178_551.5


def test_88_south_with_atl06_footprints():
    a = frames("pole88s/oib_mcords_layer", oib)
    text = (DATA / "pole88s/atl06_cmr_footprints_issue32_polar_pairs.json").read_text()
    # One granule is listed twice.
    footprints = list({f["granule"]: f for f in json.loads(text)}.values())
    rings = [shapely.Polygon(np.c_[f["lons"], f["lats"]]) for f in footprints]
    b = co.catalog(rings, granule=[f["granule"] for f in footprints])
    counts = np.bincount(co.match_granules(a, b)["row_b"], minlength=8)
    assert len(counts) == 8 and np.sum(counts == 0) == 3
    assert set(counts[counts > 0].tolist()) <= {3, 4}


@pytest.mark.parametrize("season, meet", [("2018-19", 670), ("2020-21", 20)])
def test_amery_tracks_and_lakes(season, meet):
    csv.field_size_limit(1 << 30)

    def read(name):
        with open(DATA / f"amery/stage1/B-C_{season}_{name}.csv") as file:
            rows = list(csv.DictReader(file))
        geometry = shapely.from_wkt([row["geometry"] for row in rows])
        return rows, geopandas.GeoDataFrame(geometry=geometry, crs=3031)

    tracks, a = read("is2_gts")
    _, b = read("L8extent")
    pairs = co.match_granules(a, b)
    flags = np.array([row["intersects_with_extent"] == "True" for row in tracks])
    found = np.bincount(pairs["row_a"], minlength=len(tracks)) > 0
    assert np.array_equal(found, flags)
    assert len(pairs) == meet


def test_spri_flights():
    paths = sorted((DATA / "spri/antarctica").glob("*.csv"))
    a = co.catalog([spri(path) for path in paths], granule=[path.stem for path in paths])
    assert len(a) == 61
    assert len(co.match_granules(a, a)) == 325
    for name, count in (("20190504", 13), ("20200930", 4)):
        (path,) = (DATA / "pole88s/cryosat2").glob(f"*{name}*.nc")
        assert len(co.match_granules(a, [cryosat(path)])) == count
    flight = frames("pole88s/oib_mcords_layer", oib)
    assert len(np.unique(co.match_granules(a, flight)["row_a"])) == 4
