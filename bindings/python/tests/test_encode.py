"""encode and decode against the reference's vectors, and as laws."""

import coincide as co
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

LONS = st.floats(-1e6, 1e6)
LATS = st.floats(-90, 90)
ELLIPSOIDS = ("WGS84", "GRS80", "sphere")


@pytest.mark.parametrize(
    "file, ellipsoid", [("points_sphere.json", "sphere"), ("points_wgs84.json", "WGS84")]
)
def test_ids_are_those_of_the_reference(vectors, file, ellipsoid):
    rows = vectors(file)
    lon = np.array([float.fromhex(row["lon"]) for row in rows])
    lat = np.array([float.fromhex(row["lat"]) for row in rows])
    got = co.leaf_range(co.encode(lon, lat, ellipsoid=ellipsoid))[:, 0]
    near = 0
    for row, leaf in zip(rows, got.tolist(), strict=True):
        if leaf != int(row["id"]):  # Only a leaf that a point within 10 nm lies in.
            assert str(leaf) in row["others"], row
            near += 1
    print(f"{len(rows)} points, {near} of them in a leaf within 10 nm of the reference's")


def test_centres_are_those_of_the_reference(vectors):
    for row in vectors("centres.json"):
        if row["ellipsoid"] not in ELLIPSOIDS:
            continue
        word = co.from_nested(row["order"], int(row["nested"]))
        lon, lat = co.decode(word, ellipsoid=row["ellipsoid"])
        want_lon, want_lat = (float.fromhex(row[name]) for name in ("lon_high", "lat_high"))
        # 2e-15 rad is 1.15e-13 degrees; rounding to a double adds up to 1.4e-14.
        assert abs(lat - want_lat) <= 1.3e-13, row
        away = abs(lon - want_lon)
        assert min(away, 360 - away) * np.cos(np.radians(want_lat)) <= 1.3e-13, row


def test_words_of_the_published_wheel(vectors):
    rows = [row for row in vectors("wheel.json") if row["verdict"] == "agrees"]
    assert len(rows) > 100  # The rest lie on a side, or the wheel is wrong.
    for row in rows:
        order = None if row["point"] else row["order"]
        lon, lat = float.fromhex(row["lon"]), float.fromhex(row["lat"])
        assert co.encode(lon, lat, order, ellipsoid=row["ellipsoid"]) == int(row["word"], 16), row


def test_coarser_cells_hold_the_point(points):
    lon, lat = points(10_000)
    point = co.encode(lon, lat)
    assert co.is_point(point).all()
    for order in range(30):
        cell = co.encode(lon, lat, order)
        assert (co.order(cell) == order).all()
        assert not co.is_point(cell).any()
        np.testing.assert_array_equal(cell, co.parent(point, order))


@given(LONS, LATS, st.integers(0, 29), st.sampled_from(ELLIPSOIDS))
def test_decode_then_encode_gives_the_cell(lon, lat, order, ellipsoid):
    cell = co.encode(lon, lat, order, ellipsoid=ellipsoid)
    centre = co.decode(cell, ellipsoid=ellipsoid)
    assert co.encode(*centre, order, ellipsoid=ellipsoid) == cell


@given(LONS, LATS)
def test_decode_is_within_a_leaf(lon, lat):
    lon2, lat2 = co.decode(co.encode(lon, lat))
    # A leaf is 1.2 cm wide on average and nowhere as long as 3 cm, 3e-7 degrees.
    assert abs(lat2 - lat) < 3e-7
    east = (lon2 - lon + 180) % 360 - 180
    assert abs(east) * np.cos(np.radians(lat)) < 3e-7


@given(LONS, LATS)
def test_scalars_and_arrays_agree(lon, lat):
    assert co.encode([lon] * 19, lat).tolist() == [int(co.encode(lon, lat))] * 19


def test_longitudes_are_taken_modulo_360(points):
    lon, lat = points(1000)
    lon = np.round(lon * 1024) / 1024  # So that adding turns is exact.
    for turn in (-720, -360, 360, 36000):
        np.testing.assert_array_equal(co.encode(lon + turn, lat), co.encode(lon, lat))


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_threads_give_the_same_bytes(points, threads):
    lon, lat = points(300_000)
    lat[::1001] = np.nan
    one = co.encode(lon, lat, errors="null", threads=1)
    many = co.encode(lon, lat, errors="null", threads=threads)
    assert one.tobytes() == many.tobytes()
    one_back = co.decode(one, errors="null", threads=1)
    many_back = co.decode(one, errors="null", threads=threads)
    assert [a.tobytes() for a in one_back] == [a.tobytes() for a in many_back]


def test_null_where_invalid():
    nan, inf = float("nan"), float("inf")
    lon = [0.0, nan, inf, -inf, 0.0, 0.0, 0.0, 0.0]
    lat = [0.0, 0.0, 0.0, 0.0, nan, inf, 90.00000000000001, -90.00000000000001]
    want = [False] + [True] * 7
    words = co.encode(lon, lat, errors="null")
    assert (words == 0).tolist() == want
    assert (co.encode(lon, lat, 7, errors="null") == 0).tolist() == want
    for degrees in co.decode(words, errors="null"):
        assert np.isnan(degrees).tolist() == want


def test_ellipsoids_differ():
    wgs84 = co.encode(10.0, 50.0)
    assert co.encode(10.0, 50.0, ellipsoid="sphere") != wgs84
    assert co.encode(10.0, 50.0, ellipsoid="wgs84") == wgs84
    assert co.encode(10.0, 50.0, ellipsoid=co.Ellipsoid(6378137.0, 298.257223563)) == wgs84


def test_kernel_has_a_name():
    assert co.kernel() in ("avx3", "avx2", "neon", "portable")
