"""Crossings of real tracks, where the real data is beside the checkout.

Planar crossings of lines in EPSG:3031, by shapely, are the second method. They differ by
the bend of a geodesic against a straight line of the map, and count touches.
"""

import csv
import os
import pathlib

import coincide as co
import numpy as np
import pyproj
import pytest

DATA = pathlib.Path(
    os.environ.get("COINCIDE_DATA", pathlib.Path(__file__).resolve().parents[3] / "../shared/data")
)
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no real data beside the checkout")


def read(paths, columns):
    """(lon, lat, track) of files, one after the other."""
    parts = [columns(path) for path in paths]
    track = np.repeat(np.arange(len(parts)), [len(lon) for lon, _ in parts])
    lon, lat = (np.concatenate([part[k] for part in parts]) for k in range(2))
    return lon, lat, track


def opr_columns(path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path) as file:
        return np.ravel(file["lon"]), np.ravel(file["lat"])


def oib_columns(path):
    io = pytest.importorskip("scipy.io")
    file = io.loadmat(path)
    return file["lon"].ravel(), file["lat"].ravel()


def cryosat_columns(path):
    netcdf = pytest.importorskip("netCDF4")
    with netcdf.Dataset(path) as file:
        return np.asarray(file["lon_20_ku"][:]), np.asarray(file["lat_20_ku"][:])


def spri_columns(path):
    with open(path, encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    number = lambda text: float(text) if text.strip() else np.nan  # noqa: E731
    at = [rows[0].index(name) for name in ("LON", "LAT")]
    table = np.array([[number(row[k]) for k in at] for row in rows[1:]])
    return table[:, 0], table[:, 1]


def test_thwaites_frames_cross_six_times():
    files = sorted((DATA / "thwaites/opr_layer").glob("Data_*.mat"))
    lon, lat, track = read(files, opr_columns)
    x = co.crossings(lon, lat, track_a=track, mode="within")
    assert len(x) == 6 and len(x.overlaps) == 0
    spatial = pytest.importorskip("scipy.spatial")
    to_ecef = pyproj.Transformer.from_crs(4979, 4978, always_xy=True).transform
    places = np.c_[to_ecef(lon, lat, 0 * lon)]
    nearest = []
    for a, b in zip(x["track_a"], x["track_b"], strict=True):
        of_a, of_b = np.flatnonzero(track == a), np.flatnonzero(track == b)
        _, _, distance = co.match_points(lon[of_a], lat[of_a], lon[of_b], lat[of_b], 100.0)
        near = spatial.cKDTree(places[of_a]).query_ball_tree(spatial.cKDTree(places[of_b]), 100.1)
        p, q = np.array([(p, q) for p, row in enumerate(near) for q in row]).T
        p, q = of_a[p], of_b[q]
        inside = pyproj.Geod(ellps="WGS84").inv(lon[p], lat[p], lon[q], lat[q])[2] <= 100
        assert inside.sum() == len(distance) > 100
        nearest.append(distance.min())
    # In projected metres the nearest are 4.0 and 7.1 m apart, and 142 .. 391 pairs are
    # within 100; true metres are 1 to 2 % longer here.
    assert np.isclose(min(nearest), 4.0, atol=0.1) and np.isclose(max(nearest), 7.1, atol=0.1)


def test_almost_tangent_tracks_at_88_south():
    lon, lat, track = read(
        sorted((DATA / "pole88s/oib_mcords_layer").glob("Data_*.mat")), oib_columns
    )
    for name, expected in (("20200930T212240", 3), ("20190504T122726", 0)):
        (path,) = (DATA / "pole88s/cryosat2").glob(f"*{name}*.nc")
        x = co.crossings(lon, lat, *cryosat_columns(path), track_a=track)
        assert len(x) == expected
        if expected:
            assert np.sum(x["angle"] < 6) == 2


def planar_points(lon, lat, track, max_gap):
    """Shapely's intersections of the tracks' lines, cut at gaps: (x, y, pair of tracks)."""
    shapely = pytest.importorskip("shapely")
    project = pyproj.Transformer.from_crs(4326, 3031, always_xy=True).transform
    geod = pyproj.Geod(ellps="WGS84")
    valid = np.isfinite(lon) & (np.abs(lat) <= 90)
    lines = []
    for k in np.unique(track):
        rows = np.flatnonzero((track == k) & valid)
        step = geod.inv(lon[rows][:-1], lat[rows][:-1], lon[rows][1:], lat[rows][1:])[2]
        cut = np.flatnonzero((step > max_gap) | (np.diff(rows) > 1)) + 1
        parts = np.split(np.c_[project(lon[rows], lat[rows])], cut)
        lines.append(shapely.MultiLineString([part for part in parts if len(part) > 1]))
    i, j = np.triu_indices(len(lines), 1)
    lines = np.array(lines)
    found, pair = shapely.get_parts(shapely.intersection(lines[i], lines[j]), return_index=True)
    points = shapely.get_type_id(found) == 0
    return shapely.get_coordinates(found[points]), np.c_[i, j][pair[points]]


# Lines cut at 20 km have two crossings less than those cut at 30: on steps of 27.6 and 29.1 km
# of one flight, with two others.
@pytest.mark.parametrize("gap_m, counted, flights", [(20_000, 2_228, 325), (30_000, 2_230, 326)])
def test_spri_flights_as_shapely_finds_them(gap_m, counted, flights):
    spatial = pytest.importorskip("scipy.spatial")
    lon, lat, track = read(sorted((DATA / "spri/antarctica").glob("*.csv")), spri_columns)
    options = dict(track_a=track, mode="within", max_gap=gap_m, errors="drop")
    x = co.crossings(lon, lat, **options, touches=True)
    points, pairs = planar_points(lon, lat, track, gap_m)
    project = pyproj.Transformer.from_crs(4326, 3031, always_xy=True).transform
    ours = np.c_[project(x["lon"], x["lat"])]
    # Both ways, between the same two flights. On steps of 20 km a straight line of the map is
    # 0.4 m beside the geodesic.
    label = 1e8 * np.c_[x["track_a"], x["track_b"]]
    tree = spatial.cKDTree(np.c_[ours, label])
    assert tree.query(np.c_[points, 1e8 * pairs])[0].max() < 0.5
    tree = spatial.cKDTree(np.c_[points, 1e8 * pairs])
    assert tree.query(np.c_[ours, label])[0].max() < 0.5
    assert len(points) == counted and len({tuple(p) for p in pairs.tolist()}) == flights
    on_long_steps = np.maximum(x["gap_a"], x["gap_b"]) > 25_000
    assert np.sum(on_long_steps) == counted - 2_228
    # Shapely counts a place once, we each touch that two flights have there.
    assert abs(len(x) - len(points)) < 10 < np.sum(x["flags"] & 2 != 0)
