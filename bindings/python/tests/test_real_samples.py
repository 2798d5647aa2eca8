"""Samples of real files that meet, where the real data is beside the checkout.

The README beside the data counted pairs in the plane of EPSG:3031; where the scale of the map
is not 1 its metres are others, and what differs is decided here by PROJ.
"""

import csv

import coincide as co
import numpy as np
import pyproj
import pytest
from coincide import readers
from test_real_crossings import DATA, cryosat_columns, oib_columns, opr_columns, read

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no real data beside the checkout")
GEOD = pyproj.Geod(ellps="WGS84")
PROJECT = pyproj.Transformer.from_crs(4326, 3031, always_xy=True).transform


@pytest.mark.parametrize("within, counted", [(100, 175), (500, 4_345), (1000, 20_689)])
def test_pairs_at_88_south(within, counted):
    spatial = pytest.importorskip("scipy.spatial")
    lon, lat, _ = read(sorted((DATA / "pole88s/oib_mcords_layer").glob("Data_*.mat")), oib_columns)
    (path,) = (DATA / "pole88s/cryosat2").glob("*20200930T212240*.nc")
    other = cryosat_columns(path)
    i, j, distance = co.match_points(lon, lat, *other, within)
    # Planar pairs, more widely than the scale of 0.97 asks for.
    side_a, side_b = (spatial.cKDTree(np.c_[PROJECT(*side)]) for side in ((lon, lat), other))
    near = side_a.sparse_distance_matrix(side_b, within, output_type="coo_matrix")
    p, q, planar = near.row, near.col, near.data
    assert len(p) == counted
    true = GEOD.inv(lon[p], lat[p], other[0][q], other[1][q])[2]
    assert planar.max() <= within < 1.04 * true.max()
    # Ours are those of them that are as near on the ellipsoid, and no others.
    ours, theirs = set(zip(i, j, strict=True)), set(zip(p, q, strict=True))
    assert ours == {
        pair for pair, d in zip(zip(p, q, strict=True), true, strict=True) if d <= within
    }
    assert ours < theirs and 0.9 * counted < len(ours) and np.all(distance <= within)
    if within == 100:
        # 7.2 m on the map.
        assert np.isclose(distance.min(), 7.4, atol=0.05) and np.isclose(
            planar.min(), 7.2, atol=0.05
        )


def agasea_rows():
    with open(DATA / "thwaites/agasea_opr_matched_pairs.csv") as file:
        return list(csv.DictReader(file))


def numbers(rows, name):
    return np.array([float(row[name]) for row in rows])


def test_agasea_positions_are_half_way_to_open_polar_radar():
    """Rows that share a place of Open Polar Radar: half of `distance_m` reaches it from each."""
    optimize = pytest.importorskip("scipy.optimize")
    groups = {}
    for row in agasea_rows():
        if row["ice_thickness_opr"]:
            groups.setdefault((row["opr_frame"], row["ice_thickness_opr"]), []).append(row)
    groups = [rows for rows in groups.values() if len(rows) > 2]
    assert len(groups) == 11

    def miss(rows, share):
        """Least greatest distance of a place from the circles round the positions of rows."""
        lon, lat = numbers(rows, "lon"), numbers(rows, "lat")
        radius = share * numbers(rows, "distance_m")
        k = radius.argmin()
        azimuth, _, s = GEOD.inv(np.full_like(lon, lon[k]), np.full_like(lat, lat[k]), lon, lat)
        x, y = s * np.sin(np.radians(azimuth)), s * np.cos(np.radians(azimuth))
        begin = 2 * np.pi * np.arange(16) / 16
        found = [
            optimize.least_squares(
                lambda at: np.hypot(x - at[0], y - at[1]) - radius,
                (radius[k] * np.cos(a), radius[k] * np.sin(a)),
            )
            for a in begin
        ]
        return np.abs(min(found, key=lambda one: one.cost).fun).max()

    half, whole = (np.array([miss(rows, share) for rows in groups]) for share in (0.5, 1.0))
    assert np.median(half) < 0.3 and half.max() < 4.5
    assert np.median(whole) > 15 and whole.max() > 400


def test_nearest_traces_of_agasea_points():
    """Of the frames at hand; `distance_m` of the table is twice that to a place on the frame."""
    rows = agasea_rows()
    frames = {path.stem: path for path in (DATA / "thwaites/opr_layer").glob("Data_*.mat")}
    rows = [row for row in rows if row["opr_frame"] in frames]
    assert len(rows) == 10
    beyond = []
    for name in {row["opr_frame"] for row in rows}:
        lon, lat = opr_columns(frames[name])
        x, y = (
            np.array([float(row[k]) for row in rows if row["opr_frame"] == name])
            for k in ("lon", "lat")
        )
        i, j, distance = co.match_points(x, y, lon, lat, None, keep="nearest")
        assert i.tolist() == list(range(len(x)))
        for k in range(len(x)):
            away = GEOD.inv(np.full_like(lon, x[k]), np.full_like(lat, y[k]), lon, lat)[2]
            assert j[k] == np.argmin(away) and abs(distance[k] - away.min()) < 1e-6
        half = 0.5 * numbers([row for row in rows if row["opr_frame"] == name], "distance_m")
        beyond += [(name, k, i) for k, i in enumerate(distance - half) if i > 2.0]
    # One lies before the first trace of its file.
    assert [(name, round(by)) for name, _, by in beyond] == [("Data_20121023_04_037", 701)]


def test_every_photon_lies_in_its_chip():
    pytest.importorskip("h5py")
    shapely = pytest.importorskip("shapely")
    chips = co.catalog(str(DATA / "amery/sentinel2/*.tif"))
    outlines = [shapely.from_wkb(outline) for outline in chips.footprint]
    photons = 0
    for path in sorted((DATA / "amery/icesat2_atl03").glob("*.h5")):
        lake = path.stem.removeprefix("lake_")
        (chip,) = [k for k, name in enumerate(chips.granule) if name.endswith(f"{lake}.tif")]
        samples = readers.open(path).samples()
        lon, lat = samples.lon, samples.lat
        rows, _ = co.in_polygons(lon, lat, outlines[chip])
        assert rows.tolist() == list(range(len(lon))), path.name
        photons += len(rows)
    assert photons == 379_070
