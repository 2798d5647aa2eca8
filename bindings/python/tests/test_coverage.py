"""Coverage: construction, algebra against sets of cells, the value's own habits."""

import copy
import pickle

import coincide as co
import hypothesis.strategies as st
import mocpy
import numpy as np
import pytest
from hypothesis import given

ORDER = 3
CELLS = 12 * 4**ORDER


def of(cells, order=ORDER, **more):
    return co.Coverage.from_cells(co.from_nested(order, sorted(cells)), order, **more)


def cells_of(coverage, order=ORDER):
    return set(co.to_nested(coverage.cells(order))[1].tolist())


SETS = st.sets(st.integers(0, CELLS - 1), max_size=40)


@given(SETS, SETS)
def test_algebra_is_that_of_sets(a, b):
    x, y = of(a), of(b)
    assert cells_of(x | y) == a | b
    assert cells_of(x & y) == a & b
    assert cells_of(x - y) == a - b
    assert cells_of(x ^ y) == a ^ b
    assert cells_of(~x) == set(range(CELLS)) - a
    assert (x <= y) == (a <= b) and (x >= y) == (a >= b)
    assert (x < y) == (a < b) and (x > y) == (a > b)
    assert (x == y) == (a == b)
    assert x.intersects(y) == bool(a & b)
    assert x.contains(y) == (b <= a)
    assert bool(x) == bool(a) == (not x.is_empty)
    area = co.Ellipsoid("WGS84").area_m2 / CELLS
    assert x.area_m2 == pytest.approx(len(a) * area, rel=1e-15)
    assert x.overlap(y) == pytest.approx(len(a & b) * area, rel=1e-15)
    assert x.jaccard(y) == (len(a & b) / len(a | b) if a | b else 1.0)
    assert x.fraction == len(a) / CELLS
    assert co.union([x, y]) == x | y and co.intersection([x, y]) == x & y


@given(SETS)
def test_value(a):
    x = of(a)
    again = of(a)
    assert hash(x) == hash(again) and x == again and len({x, again}) == 1
    assert pickle.loads(pickle.dumps(x)) == x == copy.copy(x) == copy.deepcopy(x)
    assert co.Coverage.from_bytes(bytes(x)) == x
    assert x.at_order(7).same_place(x)
    assert (x.at_order(7) == x) is False
    assert x.order == ORDER and x.at_order(7).order == 7
    assert co.Coverage.from_ranges(x.ranges, order=ORDER) == x
    assert co.Coverage.from_cells(list(x), ORDER) == x
    assert x.n_cells == len(x.cells()) == len(list(x))


@given(SETS, st.integers(0, ORDER - 1))
def test_coarser_orders(a, order):
    shift = 2 * (ORDER - order)
    x = of(a)
    assert cells_of(x.at_order(order), order) == {i >> shift for i in a}
    full = {
        i for i in range(12 * 4**order) if all((i << shift) + j in a for j in range(1 << shift))
    }
    assert cells_of(x.at_order(order, "inner"), order) == full


@given(st.lists(SETS, min_size=1, max_size=6))
def test_sort_key_is_a_total_order(sets):
    coverages = [of(a) for a in sets]
    keys = [x.sort_key for x in coverages]
    for x, key in zip(coverages, keys, strict=True):
        for y, other in zip(coverages, keys, strict=True):
            assert (key == other) == (x == y)


def test_points_and_cells_inside(points):
    lon, lat = points(20_000)
    c = co.Coverage.from_points(*points(300), 5)
    inside = c.contains(lon, lat)
    np.testing.assert_array_equal(inside, np.isin(co.encode(lon, lat, 5), c.cells(5)))
    np.testing.assert_array_equal(c.contains_cells(co.encode(lon, lat)), inside)
    np.testing.assert_array_equal(c.contains_cells(co.encode(lon, lat, 9)), inside)
    assert c.contains(lon.reshape(100, 200), lat.reshape(100, 200)).shape == (100, 200)
    assert type(c.contains(10.0, 20.0)) is np.bool_
    assert c.contains([0.0, float("nan")], 0.0, errors="null").shape == (2,)
    assert not c.contains_cells([0, 5], errors="null").any()


def test_ranges_are_a_view():
    c = of({1, 2, 3, 100})
    assert c.ranges.dtype == np.uint64 and c.ranges.shape == (2, 2)
    assert not c.ranges.flags.writeable
    with pytest.raises(ValueError):
        c.ranges.flags.writeable = True
    ranges = of({7}).ranges  # Outlives the coverage.
    leaves = 4 ** (29 - ORDER)
    assert ranges.tolist() == [[7 * leaves, 8 * leaves]]
    assert co.Coverage.EMPTY.ranges.shape == (0, 2)


def test_constants_and_text():
    assert co.Coverage.EMPTY.is_empty and co.Coverage.FULL.fraction == 1
    assert ~co.Coverage.EMPTY == co.Coverage.FULL
    assert repr(co.Coverage.EMPTY) == "<Coverage order 0, empty>"
    assert repr(of({5})) == "<Coverage order 3, 1 cells, 6.641e+05 km², WGS84>"
    assert co.union([]) == co.Coverage.EMPTY


def test_order_of_results():
    a, b = of({5}), of({5 * 16}, 5)
    assert (a | b).order == (a & b).order == (b - a).order == 5
    assert co.Coverage.from_cells(co.encode(10.0, 20.0)).order == 29
    assert co.Coverage.from_cells([]).order == 0
    assert co.Coverage.from_cells(co.encode(10.0, 20.0), 4).cells(4) == co.encode(10.0, 20.0, 4)


@pytest.mark.peers
def test_operators_of_mocpy(rng):
    def random(n):
        index = rng.integers(0, 12 * 4**10, n)
        theirs = mocpy.MOC.from_healpix_cells(index.astype(np.uint64), np.full(n, 10, np.uint8), 10)
        return of(index.tolist(), 10), theirs

    (a, ma), (b, mb) = random(200_000), random(100_000)
    for ours, theirs in (
        (a | b, ma.union(mb)),
        (a & b, ma.intersection(mb)),
        (a - b, ma.difference(mb)),
        (a ^ b, ma.symmetric_difference(mb)),
        (~a, ma.complement()),
        (a.at_order(7), ma.degrade_to_order(7)),
    ):
        np.testing.assert_array_equal(ours.ranges, theirs.to_depth29_ranges)


MIXED = "WGS84.*sphere|sphere.*WGS84"


@pytest.mark.parametrize(
    "call",
    [
        lambda a, b: a | b,
        lambda a, b: a & b,
        lambda a, b: a - b,
        lambda a, b: a ^ b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a.intersects(b),
        lambda a, b: a.contains(b),
        lambda a, b: a.overlap(b),
        lambda a, b: a.jaccard(b),
        lambda a, b: co.union([a, a, b]),
        lambda a, b: co.intersection([a, b]),
    ],
)
def test_ellipsoids_do_not_mix(call):
    with pytest.raises(ValueError, match=MIXED):
        call(of({5}), of({5}, ellipsoid="sphere"))
    assert of({5}) != of({5}, ellipsoid="sphere")
    assert not of({5}).same_place(of({5}, ellipsoid="sphere"))


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: co.Coverage(), TypeError, "constructor"),
        (lambda: co.Coverage.from_cells([co.from_nested(0, 1), 5]), ValueError, r"w\[1\] is 0x5"),
        (lambda: co.Coverage.from_points(0.0, [1.0, 91.0], 5), ValueError, r"lat\[1\] is 91"),
        (lambda: co.Coverage.from_points(0.0, 0.0, 30), ValueError, "order is 30"),
        (lambda: co.Coverage.from_ranges([1, 2]), ValueError, r"ranges has shape \(2,\): \(n, 2\)"),
        (lambda: co.Coverage.from_ranges([[0, 4], [8, 8]]), ValueError, "1"),
        (lambda: co.Coverage.from_ranges([[8, 4]]), ValueError, "8"),
        (lambda: co.Coverage.from_ranges([[0, 12 * 4**29 + 1]]), ValueError, str(12 * 4**29 + 1)),
        (lambda: co.Coverage.from_ranges([[0, 3]], order=28), ValueError, "28"),
        (lambda: co.Coverage.from_bytes(b""), co.FormatError, "bytes"),
        (lambda: co.Coverage.from_bytes(bytes(of({5}))[:-1]), co.FormatError, "bytes"),
        (lambda: co.Coverage.from_bytes("x"), TypeError, "data is a str: bytes are wanted"),
        (lambda: co.Coverage.FULL.cells(20), ValueError, "134217728"),
        (lambda: of({5}).cells(2), ValueError, "2"),
        (lambda: of({5}).at_order(2, "upper"), ValueError, "kind is 'upper': 'outer' or 'inner'"),
        (lambda: of({5}).intersects(5), TypeError, "other is an int: a Coverage is wanted"),
        (lambda: of({5}).contains(0.0), TypeError, "lat is None"),
        (lambda: of({5}) | 5, TypeError, "unsupported operand"),
        (lambda: of({5}) < 5, TypeError, "not supported"),
        (lambda: co.union([of({5}), 5]), TypeError, r"coverages\[1\] is an int: a Coverage"),
        (lambda: co.union(5), TypeError, "coverages is an int: an iterable of Coverage is wanted"),
        (lambda: co.intersection([]), ValueError, "intersection"),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_every_damaged_byte_is_noticed():
    whole = bytes(of({5, 6, 100}))
    for i in range(len(whole)):
        damaged = bytearray(whole)
        damaged[i] ^= 0x10
        with pytest.raises(co.FormatError):
            co.Coverage.from_bytes(bytes(damaged))
        with pytest.raises(co.FormatError):
            co.Coverage.from_bytes(whole[:i])


def neighbours(cell, corners):
    """Cells that meet a cell at a side, or a corner too, by the table of neighbours."""
    near = co.neighbors(co.from_nested(ORDER, cell))
    # SW W NW N NE E SE S: the sides are the diagonal directions. Cells at a corner of
    # three base cells have the missing direction null.
    near = near if corners else near[::2]
    return {int(co.to_nested(n)[1]) for n in near if n}


def search(cells, corners):
    """Connected parts by breadth-first search."""
    left, parts = set(cells), []
    while left:
        part, queue = set(), [left.pop()]
        while queue:
            cell = queue.pop()
            part.add(cell)
            near = neighbours(cell, corners) & left
            left -= near
            queue.extend(near)
        parts.append(part)
    return sorted(parts, key=min)


@given(SETS, st.booleans())
def test_shape_is_that_of_a_search(a, corners):
    x, everything = of(a), set(range(CELLS))
    assert [cells_of(part) for part in x.components(corners)] == search(a, corners)
    edge = {cell for cell in a if neighbours(cell, corners) - a}
    around = set().union(*(neighbours(cell, corners) for cell in a)) - a if a else set()
    assert cells_of(x.border("inner", corners)) == edge
    assert cells_of(x.border("outer", corners)) == around
    assert cells_of(x.expand(1, corners)) == a | around
    assert cells_of(x.expand(-1, corners)) == a - edge
    assert x.expand(0) == x
    cell_m2 = co.Ellipsoid("WGS84").area_m2 / CELLS
    holes = [hole for hole in search(everything - a, not corners) if len(hole) <= 2]
    assert cells_of(x.fill_holes(2.5 * cell_m2, corners)) == a.union(*holes)


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda c: c.border("both"), ValueError, "side is 'both': 'inner' or 'outer' is allowed"),
        (lambda c: c.components(1), TypeError, "corners is an int: True or False is wanted"),
        (lambda c: c.fill_holes(-1.0), ValueError, "max_area_m2 is -1: 0 or more is allowed"),
        (lambda c: c.fill_holes(float("nan")), ValueError, "max_area_m2 is nan"),
        (lambda c: c.fill_holes("a"), TypeError, "max_area_m2 is a str: a number is wanted"),
        (lambda c: c.expand(1.5), TypeError, "cells is a float: an integer is wanted"),
    ],
)
def test_bad_shapes(call, error, message):
    with pytest.raises(error, match=message):
        call(of({5}))
