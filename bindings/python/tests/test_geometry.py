"""Geometry of cells against healpy (on the sphere) and PROJ's geodesics (on WGS84)."""

import re

import coincide as co
import healpy
import numpy as np
import pyproj
import pytest

GEOD = pyproj.Geod(ellps="WGS84")
ORDERS = [0, 1, 2, 5, 10, 18, 25, 29]


def some_cells(rng, order, n=60):
    """Random cells of an order, and the corners of base cells."""
    size = 4**order
    corners = [base * size + i for base in range(12) for i in (0, size - 1)]
    return np.concatenate([rng.integers(0, 12 * size, n), corners])


def unit(lon, lat):
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


@pytest.mark.peers
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("points", [1, 4])
def test_boundary_of_healpy(rng, order, points):
    index = some_cells(rng, order)
    lon, lat = co.boundary(co.from_nested(order, index), points, ellipsoid="sphere")
    # Healpy begins in the north and goes on to the west: half way round from ours.
    theirs = healpy.boundaries(1 << order, index, step=points, nest=True).transpose(0, 2, 1)
    ours = np.roll(unit(lon, lat), -2 * points, axis=1)
    # Healpy rounds the cell's place on the sphere, not within the cell: 1e-15 each.
    assert np.abs(ours - theirs).max() < 1e-14


@pytest.mark.parametrize("order", ORDERS)
def test_vertices_are_the_boundary_of_one_point(rng, order):
    words = co.from_nested(order, some_cells(rng, order))
    for one, other in zip(co.vertices(words), co.boundary(words, 1), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(co.vertices(words), co.boundary(words, 3), strict=True):
        np.testing.assert_array_equal(one, other[:, ::3])
    lon, lat = co.vertices(words[0])
    assert lon.shape == lat.shape == (4,)


@pytest.mark.parametrize("order", ORDERS)
def test_corners_are_shared_with_neighbours(rng, order):
    words = co.from_nested(order, some_cells(rng, order, 20))
    corners = unit(*co.vertices(words))
    near = co.neighbors(words)
    for direction, corner in ((1, 3), (3, 2), (5, 1), (7, 0)):  # W N E S
        there = near[:, direction] != 0
        facing = unit(*co.vertices(near[there, direction]))
        away = np.abs(facing - corners[there, corner][:, None]).max(axis=-1).min(axis=-1)
        assert away.max(initial=0) < 1e-14


@pytest.mark.parametrize("order", ORDERS)
def test_caps_hold_the_sides(rng, order):
    words = co.from_nested(order, some_cells(rng, order))
    lon, lat, radius = co.cap(words)
    side_lon, side_lat = co.boundary(words, 16)
    _, _, away = GEOD.inv(
        np.repeat(lon, 64), np.repeat(lat, 64), side_lon.ravel(), side_lat.ravel()
    )
    farthest = away.reshape(-1, 64).max(axis=1)
    # PROJ's own error is 15 nm; positions are doubles of degrees, 1.6 nm at 180.
    assert (farthest <= radius + 2e-8).all()
    assert (radius <= 1.03 * farthest + 1e-6).all()


@pytest.mark.parametrize("order", [1, 4, 8, 14, 22, 29])
def test_distance_bounds_hold(rng, order, points):
    words = co.from_nested(order, some_cells(rng, order, 40))
    lon, lat = points(len(words))
    near_lon, near_lat = co.decode(words)
    reach = 20 / 2**order
    lon[::2] = near_lon[::2] + reach * rng.uniform(-1, 1, len(lon[::2]))
    lat[::2] = np.clip(near_lat[::2] + reach * rng.uniform(-1, 1, len(lat[::2])), -90, 90)
    lower, upper = co.distance_bounds(words, lon, lat)
    side_lon, side_lat = co.boundary(words, 8)
    _, _, away = GEOD.inv(
        np.repeat(lon, 32), np.repeat(lat, 32), side_lon.ravel(), side_lat.ravel()
    )
    away = away.reshape(-1, 32)
    assert (lower <= away.min(axis=1) + 2e-8).all()
    assert (upper >= away.max(axis=1) - 2e-8).all()
    inside = co.contains(words, co.encode(lon, lat))
    assert (lower[inside] == 0).all()
    lower2, upper2 = co.cell_distance_bounds(words, co.encode(lon, lat))
    assert (lower2 <= away.min(axis=1) + 2e-8).all()
    assert (upper2 >= away.max(axis=1) - 2e-8).all()


@pytest.mark.peers
@pytest.mark.parametrize("order", [0, 1, 2, 6, 12, 20])
def test_weights_of_healpy(rng, points, order):
    lon, lat = points(20_000)
    lat[:6] = [90, -90, 89.999999, -89.999999, 0, 41.8103148957786]
    w, weights = co.interp_weights(lon, lat, order, ellipsoid="sphere")
    pixels, theirs = healpy.get_interp_weights(1 << order, lon, lat, nest=True, lonlat=True)
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=0, atol=1e-15)
    assert ((weights >= 0) & (weights <= 1)).all()
    # Between which two centres a point on a meridian of centres is put may differ, not
    # the interpolated value: compare that, of values up to 1.
    index = co.to_nested(w)[1].astype(np.int64)
    values = rng.uniform(-1, 1, 12 * 4 ** min(order, 8))
    got = (values[index % len(values)] * weights).sum(axis=1)
    want = (values[pixels.T % len(values)] * theirs.T).sum(axis=1)
    # What interpolation.h states, 4e-15 * 2**order a weight. Measured: 0.42 of 4e-15 * 2**order.
    assert np.abs(got - want).max() < 4e-15 * 2**order + 1e-14


@pytest.mark.parametrize("ellipsoid", ["WGS84", "sphere"])
def test_areas(ellipsoid):
    areas = co.cell_area(np.arange(30), ellipsoid=ellipsoid)
    whole = co.Ellipsoid(ellipsoid).area_m2
    np.testing.assert_allclose(areas * 12 * 4.0 ** np.arange(30), whole, rtol=1e-15)
    assert type(co.cell_area(3)) is np.float64


@pytest.mark.parametrize("order", [0, 1, 2, 3])
@pytest.mark.parametrize("k", [0, 1, 2, 3, 5, 40])
def test_disks_are_a_search(order, k):
    index = np.arange(12 * 4**order)
    near = co.to_nested(co.neighbors(co.from_nested(order, index)), errors="null")
    table = [set(n[o >= 0].tolist()) for o, n in zip(*near, strict=True)]
    offsets, words = co.disk(co.from_nested(order, index), k)
    ring_offsets, ring_words = co.ring(co.from_nested(order, index), k)
    found, rings = co.to_nested(words)[1], co.to_nested(ring_words)[1]
    for cell in range(0, len(index), max(1, len(index) // 60)):
        reached, last = {cell}, {cell}
        for _ in range(k):
            last = set().union(*(table[c] for c in last)) - reached
            reached |= last
        assert found[offsets[cell] : offsets[cell + 1]].tolist() == sorted(reached)
        assert rings[ring_offsets[cell] : ring_offsets[cell + 1]].tolist() == sorted(last)


def test_touching_cells():
    cell = co.encode(10.0, 20.0, 9)
    disk = co.disk(cell, 1)[1]
    assert co.touching(cell, 9).tolist() == [w for w in disk.tolist() if w != cell]
    finer = co.touching(cell, 12)
    assert len(finer) == 4 * 8 + 4
    assert set(co.parent(finer, 9).tolist()) == set(disk.tolist()) - {int(cell)}
    assert set(co.touching(cell, 3).tolist()) == set(co.parent(disk, 3).tolist()) - {
        int(co.parent(cell, 3))
    }


def test_threads_give_the_same_bytes(rng):
    words = co.from_nested(12, rng.integers(0, 12 * 4**12, 20_000))
    lon, lat = co.decode(words)
    for call in (
        lambda n: co.vertices(words, threads=n),
        lambda n: co.cap(words, threads=n),
        lambda n: co.distance_bounds(words, lon[::-1], lat[::-1], threads=n),
        lambda n: co.interp_weights(lon, lat, 10, threads=n),
        lambda n: co.disk(words[:3000], 3, threads=n),
        lambda n: (co.neighbors(words, threads=n),),
    ):
        assert [a.tobytes() for a in call(1)] == [a.tobytes() for a in call(4)]


GOOD = co.encode(10.0, 20.0, 6)


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: co.boundary(GOOD, 0), ValueError, "points_per_side is 0: 1 to"),
        (lambda: co.boundary(GOOD, 1.0), TypeError, "points_per_side is a float"),
        (lambda: co.cell_area([0, 30]), ValueError, "order[1] is 30: 0 to 29 is allowed"),
        (lambda: co.distance_bounds(GOOD, 0.0, [0.0, 91.0]), ValueError, "lat[1] is 91"),
        (
            lambda: co.distance_bounds([GOOD] * 3, [0.0] * 2, 0.0),
            ValueError,
            "w and lon differ in length: 3 and 2",
        ),
        (lambda: co.cell_distance_bounds(GOOD, [GOOD, 0]), ValueError, "v[1] is 0x0"),
        (lambda: co.interp_weights(0.0, [0.0, 91.0], 3), ValueError, "lat[1] is 91"),
        (lambda: co.interp_weights(0.0, 0.0, 30), ValueError, "order is 30"),
        (lambda: co.disk(GOOD, -1), ValueError, "k is -1: 0 or more is allowed"),
        (lambda: co.disk([GOOD, 0], 1), ValueError, "w[1] is 0x0"),
        (
            lambda: co.ring([[GOOD]], 1),
            ValueError,
            "w has shape (1, 1): a scalar or (n,) is wanted",
        ),
        (lambda: co.disk(co.encode(0.0, 1.0), 2**40), ValueError, "more than the 2^32 words"),
        (lambda: co.touching([GOOD], 6), ValueError, "w has shape (1,): one word is wanted"),
        (lambda: co.touching(co.encode(0.0, 1.0, 0), 29), ValueError, "order is 29: up to 24"),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


def test_null_where_invalid():
    words = [GOOD, 0]
    assert np.isnan(co.vertices(words, errors="null")[0]).all(axis=1).tolist() == [False, True]
    assert np.isnan(co.cap(words, errors="null")[2]).tolist() == [False, True]
    assert np.isnan(co.distance_bounds(words, 0.0, 0.0, errors="null")[0]).tolist() == [False, True]
    w, weights = co.interp_weights([0.0, np.nan], 0.0, 3, errors="null")
    assert (w == 0).all(axis=1).tolist() == np.isnan(weights).all(axis=1).tolist() == [False, True]
    assert co.disk(words, 1, errors="null")[0].tolist() == [0, 9, 9]
