"""Ids, neighbours, RING numbers and centres against healpy and astropy-healpix.

Where a peer disagrees on an id, the 60-digit reference of tests/oracle decides, and the
case is printed.
"""

import astropy.units as u
import astropy_healpix
import coincide as co
import healpy
import numpy as np
import pytest
import reference
from surroundings import LONG

pytestmark = pytest.mark.peers

SPHERE = reference.Ellipsoid("sphere", co.Ellipsoid("sphere").a, 0.0)


def decide(lon, lat, ours, theirs, order, peer):
    """Prints each disagreement with the reference's verdict; fails where we are wrong."""
    wrong = []
    for i in np.nonzero(ours != theirs)[0].tolist():
        place = reference.place_of(SPHERE, lon[i], lat[i])
        want, side_nm = place.nested(order), float(place.side_m(order)) * 1e9
        who = {(True, False): peer, (False, True): "coincide", (False, False): "both"}[
            (int(ours[i]) == want, int(theirs[i]) == want)
        ]
        print(f"order {order} lon {lon[i]!r} lat {lat[i]!r}: {who} wrong, side at {side_nm:.3f} nm")
        # The contract: exact for points farther than 10 nm from a side.
        if int(ours[i]) != want and side_nm > 10:
            wrong.append(i)
    assert not wrong, f"{len(wrong)} points farther than 10 nm from a side have a wrong id"


@pytest.mark.parametrize("order", [0, 1, 3, 10, 18, 24, 29])
def test_ids_of_healpy(points, order):
    n = 2_000_000 if order == 29 or LONG else 200_000
    lon, lat = points(n)
    ours = co.to_nested(co.encode(lon, lat, order, ellipsoid="sphere"))[1]
    theirs = healpy.ang2pix(1 << order, lon, lat, nest=True, lonlat=True)
    differ = np.count_nonzero(ours != theirs)
    print(f"{differ} of {n} ids of order {order} differ from healpy's")
    # Healpy loses digits toward the poles; more than this would be a finding.
    assert differ <= n * 2e-5
    decide(lon, lat, ours, theirs, order, "healpy")


def test_ids_of_astropy_healpix(points):
    lon, lat = points(200_000)
    ours = co.to_nested(co.encode(lon, lat, 20, ellipsoid="sphere"))[1]
    theirs = astropy_healpix.lonlat_to_healpix(lon * u.deg, lat * u.deg, 1 << 20, order="nested")
    assert np.count_nonzero(ours != theirs) <= 20
    decide(lon, lat, ours, theirs, 20, "astropy-healpix")


@pytest.mark.parametrize("order", range(7))
def test_neighbours_of_all_cells(order):
    index = np.arange(12 * 4**order)
    ours = co.neighbors(co.from_nested(order, index))
    theirs = healpy.get_all_neighbours(1 << order, index, nest=True).T
    np.testing.assert_array_equal(ours, co.from_nested(order, theirs, errors="null"))


@pytest.mark.parametrize("order", [7, 13, 20, 26, 27, 28, 29])
def test_neighbours_of_random_cells_and_corners(rng, order):
    size = 4**order
    corners = [
        base * size + i for base in range(12) for i in (0, size // 3, 2 * (size // 3), size - 1)
    ]
    index = np.concatenate([rng.integers(0, 12 * size, 100_000), corners])
    theirs = healpy.get_all_neighbours(1 << order, index, nest=True).T
    ours = co.neighbors(co.from_nested(order, index))
    np.testing.assert_array_equal(ours, co.from_nested(order, theirs, errors="null"))


@pytest.mark.parametrize("order", range(7))
def test_ring_numbers_of_all_cells(order):
    index = np.arange(12 * 4**order)
    words = co.from_nested(order, index)
    ring = healpy.nest2ring(1 << order, index)
    np.testing.assert_array_equal(co.to_ring(words)[1], ring)
    np.testing.assert_array_equal(co.from_ring(order, ring), words)


@pytest.mark.parametrize("order", [7, 14, 21, 27, 28, 29])
def test_ring_numbers_of_random_cells(rng, order):
    index = rng.integers(0, 12 * 4**order, 200_000)
    words = co.from_nested(order, index)
    ring = healpy.nest2ring(1 << order, index)
    np.testing.assert_array_equal(co.to_ring(words)[1], ring)
    np.testing.assert_array_equal(co.from_ring(order, ring), words)


@pytest.mark.parametrize("order", [0, 1, 5, 12, 29])
def test_centres_of_healpy(rng, order):
    index = rng.integers(0, 12 * 4**order, 100_000)
    lon, lat = co.decode(co.from_nested(order, index), ellipsoid="sphere")
    lon2, lat2 = healpy.pix2ang(1 << order, index, nest=True, lonlat=True)
    # Healpy's own error reaches 2e-8 degrees toward the poles, where it has cos(colatitude)
    # alone; elsewhere both are good to 1e-12 degrees.
    away = np.abs((lon - lon2 + 180) % 360 - 180) * np.cos(np.radians(lat))
    polar = np.abs(lat) > 85
    assert away.max() < 1e-11
    assert np.abs(lat - lat2)[~polar].max(initial=0) < 1e-11
    assert np.abs(lat - lat2).max() < 1e-6


def test_xy_of_healpy(rng):
    index = rng.integers(0, 12 * 4**20, 100_000)
    _, base, x, y = co.to_xy(co.from_nested(20, index))
    x2, y2, base2 = healpy.pix2xyf(1 << 20, index, nest=True)
    np.testing.assert_array_equal([x, y, base], [x2, y2, base2])
