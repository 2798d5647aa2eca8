"""Pixels of a grid in a place, against all pixels tested one by one; values, against the array."""

import coincide as co
import numpy as np
import pyproj
import pytest
from coincide.readers import _pixels

SHAPE = (700, 530)


def stereographic(step, angle_deg, x0, y0):
    """Centres of a turned grid of EPSG:3031."""
    inverse = pyproj.Transformer.from_crs(3031, 4326, always_xy=True).transform
    turn = np.radians(angle_deg)

    def centres(flat):
        row, column = np.divmod(flat, SHAPE[1])
        x, y = (column + 0.5) * step, -(row + 0.5) * step
        return inverse(
            x0 + x * np.cos(turn) - y * np.sin(turn), y0 + x * np.sin(turn) + y * np.cos(turn)
        )

    return centres


def degrees(east, south, west, north):
    def centres(flat):
        row, column = np.divmod(flat, SHAPE[1])
        return west + (column + 0.5) * east, north - (row + 0.5) * south

    return centres


def swath(rng):
    """A grid with its own lon and lat that bends, and has none in a third of it."""
    row, column = np.indices(SHAPE)
    lon = 170 + 0.02 * column + 3 * np.sin(row / 300)
    lat = -70 - 0.01 * row + 0.4 * np.sin(column / 150)
    hole = (row // 100 + column // 90) % 3 == 0
    lon, lat = (np.where(hole, np.nan, c).reshape(-1) for c in (lon, lat))
    return lambda flat: (lon[flat], lat[flat])


def grids(rng):
    yield "over the pole", stereographic(450.0, 0.0, -120_000, 150_000)
    yield "coarse, turned", stereographic(9_000.0, 31.0, -3_500_000, 1_000_000)
    yield "degrees", degrees(0.25, 0.2, -20.0, 84.0)
    yield "all round", degrees(360 / SHAPE[1], 180 / SHAPE[0], -180.0, 90.0)
    yield "swath", swath(rng)


def places(rng, lon, lat):
    good = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    for order in (4, 9, 14):
        at = rng.choice(good, 2)
        yield co.Coverage.from_line(lon[at], lat[at], order)
        at = rng.choice(good)
        yield co.Coverage.from_cone(lon[at], lat[at], 10 ** rng.uniform(2, 6), order)
    yield co.Coverage.from_points(lon[good[:5]], lat[good[:5]], 20)
    yield co.Coverage.from_cone(0.0, 0.0, 1000.0, 12)


def test_no_pixel_of_a_place_is_missing(rng):
    for name, centres in grids(rng):
        lon, lat = centres(np.arange(SHAPE[0] * SHAPE[1]))
        good = np.isfinite(lon) & np.isfinite(lat)
        for place in places(rng, lon, lat):
            truly = np.flatnonzero(good)[place.contains(lon[good], lat[good])]
            found = _pixels.in_place(SHAPE, centres, place)
            assert (np.diff(found) > 0).all()
            assert np.isin(truly, found).all(), (name, place.order)
            if name == "over the pole" and len(truly) == 0:
                assert len(found) == 0


@pytest.mark.parametrize("inner", [(), (2,)])
def test_values_are_those_of_the_array(rng, inner, monkeypatch):
    monkeypatch.setattr(_pixels, "_AT_ONCE", 5000)
    monkeypatch.setattr(_pixels, "_READ_BLOCK", 64)
    array = rng.normal(size=(*SHAPE, *inner)).astype(np.float32)
    read = []

    def window(top, bottom, left, right):
        read.append((bottom - top) * (right - left))
        return array[top:bottom, left:right]

    # A thin line across the grid, in no order.
    row = rng.permutation(SHAPE[0])
    column = (row * SHAPE[1]) // SHAPE[0]
    found = _pixels.values_at(row, column, window)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, array[row, column])
    assert sum(read) < array.shape[0] * array.shape[1] / 10
    one = _pixels.values_at(row[:1], column[:1], window)
    np.testing.assert_array_equal(one, array[row[:1], column[:1]])
