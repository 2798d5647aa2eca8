"""The module's ids against the reference, and against healpy with the reference as judge.

COINCIDE_LONG=1 compares 100,000 points with the reference in place of 3,000.
"""

import json
import os
import random

import coincide as co
import encode
import healpy
import numpy as np
import pytest
import reference
import vector_file
from astropy_healpix import healpy as astropy_ids
from mpmath import mpf

LONG = os.environ.get("COINCIDE_LONG") == "1"
ELLIPSOIDS = [
    (reference.WGS84, "WGS84"),
    (reference.GRS80, "GRS80"),
    (reference.SPHERE, "sphere"),
    (reference.MARS, co.Ellipsoid(reference.MARS.a, reference.MARS.inverse_flattening)),
    (reference.FLATTEST, co.Ellipsoid(reference.FLATTEST.a, reference.FLATTEST.inverse_flattening)),
]
BY_NAME = pytest.mark.parametrize(
    "judge, ellipsoid", ELLIPSOIDS, ids=[judge.name for judge, _ in ELLIPSOIDS]
)


def leaves(lon, lat, ellipsoid):
    _, index = co.to_nested(co.encode(lon, lat, ellipsoid=ellipsoid))
    return np.asarray(index, dtype=np.uint64)


def is_right(judge, lon, lat, leaf):
    """Whether `leaf` holds the point, or comes within 10 nm of it."""
    place = reference.place_of(judge, lon, lat)
    if place.nested() == leaf:
        return True
    near = place.side_m() < 1.5 * encode.TOLERANCE_M
    return near and leaf in reference.leaves_within(judge, lon, lat, mpf(encode.TOLERANCE_M))


@pytest.mark.parametrize("name", ["points_wgs84.json", "points_sphere.json"])
def test_vectors(name):
    vectors = json.loads((vector_file.FOLDER / name).read_text())
    lon = np.array([float.fromhex(row[0]) for row in vectors["rows"]])
    lat = np.array([float.fromhex(row[1]) for row in vectors["rows"]])
    ours = leaves(lon, lat, "sphere" if "sphere" in name else "WGS84")
    for row, leaf in zip(vectors["rows"], ours, strict=True):
        assert str(leaf) in [row[2], *row[4]], row


@BY_NAME
def test_encode_is_the_reference(judge, ellipsoid):
    seed = 11
    rng = random.Random(seed)
    count = 100_000 if LONG else 3_000
    makers = [encode.uniform, encode.polar, lambda rng: encode.near_side(judge, rng)]
    points = [makers[k % 3](rng) for k in range(count)]
    lon, lat = (np.array(column) for column in zip(*points, strict=True))
    wrong = [
        point
        for point, leaf in zip(points, leaves(lon, lat, ellipsoid).tolist(), strict=True)
        if not is_right(judge, *point, leaf)
    ]
    assert not wrong, f"seed {seed}: {len(wrong)} of {count}, the first at lon, lat {wrong[0]}"


@BY_NAME
def test_decode_is_the_reference(judge, ellipsoid):
    seed = 12
    rng = random.Random(seed)
    count = 20_000 if LONG else 1_000
    orders = [rng.randrange(30) for _ in range(count)]
    cells = [(order, rng.randrange(12 * 4**order)) for order in orders]
    words = np.array([co.from_nested(order, index) for order, index in cells], dtype=np.uint64)
    lon, lat = co.decode(words, ellipsoid=ellipsoid)
    for cell, x, y in zip(cells, lon.tolist(), lat.tolist(), strict=True):
        true_lon, true_lat = reference.centre_of(judge, *cell)
        off_lon = abs(mpf(x) - true_lon)
        off_lon = min(off_lon, 360 - off_lon) * reference.sin_deg(90 - abs(true_lat))
        # 2e-15 rad, which projection.h states.
        assert max(off_lon, abs(mpf(y) - true_lat)) < 1.15e-13, (seed, cell)


def near_poles(rng, count):
    """Within 5 degrees, most of them much nearer: where healpy loses digits."""
    lat = 90 - 10 ** rng.uniform(-8, np.log10(5), count)
    return lat * rng.choice([-1, 1], count)


@pytest.mark.peers
@pytest.mark.parametrize("place, count", [("uniform", 2_000_000), ("poles", 50_000)])
def test_every_disagreement_with_healpy_is_decided(place, count):
    seed = 13
    rng = np.random.default_rng(seed)
    lon = rng.uniform(-180, 180, count)
    if place == "uniform":
        lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    else:
        lat = near_poles(rng, count)
    ours = leaves(lon, lat, "sphere")
    theirs = healpy.ang2pix(2**29, lon, lat, nest=True, lonlat=True).astype(np.uint64)
    verdicts = {"healpy is wrong": 0, "on a side": 0}
    for i in np.flatnonzero(ours != theirs).tolist():
        point = float(lon[i]), float(lat[i])
        assert is_right(reference.SPHERE, *point, int(ours[i])), (seed, point)
        right = is_right(reference.SPHERE, *point, int(theirs[i]))
        verdict = "on a side" if right else "healpy is wrong"
        verdicts[verdict] += 1
        side_nm = float(reference.place_of(reference.SPHERE, *point).side_m()) * 1e9
        print(f"lon {point[0]!r} lat {point[1]!r}: ours {ours[i]}, healpy {theirs[i]}:")
        print(f"  {verdict}, {side_nm:.3g} nm from a side")
    print(f"{place}, {count} points, seed {seed}: {verdicts}")


@pytest.mark.peers
def test_coarse_orders_equal_two_peers():
    seed, count = 14, 200_000
    rng = np.random.default_rng(seed)
    lon = rng.uniform(-720, 720, count)
    lat = rng.uniform(-90, 90, count)
    for order in range(0, 25, 3):
        _, ours = co.to_nested(co.encode(lon, lat, order, ellipsoid="sphere"))
        theirs = healpy.ang2pix(2**order, lon, lat, nest=True, lonlat=True)
        others = astropy_ids.ang2pix(2**order, lon, lat, nest=True, lonlat=True)
        for i in np.flatnonzero((ours != theirs) | (ours != others)).tolist():
            leaf = reference.place_of(reference.SPHERE, float(lon[i]), float(lat[i])).nested()
            assert ours[i] == leaf >> 2 * (29 - order), (seed, order, lon[i], lat[i])
