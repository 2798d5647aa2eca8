"""CoverageColumn and CoverageIndex against Python lists of coverages."""

import pickle

import coincide as co
import hypothesis.strategies as st
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given

ORDER = 2
CELLS = 12 * 4**ORDER
SETS = st.sets(st.integers(0, CELLS - 1), max_size=20)
ROWS = st.lists(st.none() | SETS, max_size=12)


def of(cells, order=ORDER, **more):
    return co.Coverage.from_cells(co.from_nested(order, sorted(cells)), order, **more)


def rows_of(sets):
    return [None if a is None else of(a) for a in sets]


def same(column, rows):
    assert len(column) == len(rows)
    for got, want in zip(column, rows, strict=True):
        assert (got is None) == (want is None)
        assert want is None or got.same_place(want)
    return True


@given(ROWS)
def test_rows_come_back(sets):
    rows = rows_of(sets)
    column = co.CoverageColumn(rows)
    assert same(column, rows)
    assert column.is_null.tolist() == [a is None for a in sets]
    assert column.null_count == sum(a is None for a in sets)
    areas = [np.nan if row is None else row.area_m2 for row in rows]
    np.testing.assert_array_equal(column.area_m2, areas)
    for i in range(-len(rows), len(rows)):
        assert (column[i] is None) == (rows[i] is None)
    assert same(column[1:3], rows[1:3]) and same(column[::-1], rows[::-1])
    assert co.CoverageColumn(rows) == column
    assert column.union().same_place(co.union([row for row in rows if row is not None]))


@given(ROWS, SETS)
def test_rows_with_one_coverage(sets, other):
    rows, one = rows_of(sets), of(other)
    column = co.CoverageColumn(rows)

    def expect(function, null):
        return [null if row is None else function(row) for row in rows]

    assert column.intersects(one).tolist() == expect(lambda r: r.intersects(one), False)
    assert column.contains(one).tolist() == expect(lambda r: r.contains(one), False)
    assert column.within(one).tolist() == expect(lambda r: r <= one, False)
    assert column.same_place(one).tolist() == expect(lambda r: r.same_place(one), False)
    np.testing.assert_allclose(
        column.overlap(one), expect(lambda r: r.overlap(one), np.nan), rtol=1e-15
    )
    np.testing.assert_array_equal(column.jaccard(one), expect(lambda r: r.jaccard(one), np.nan))
    assert same(column | one, expect(lambda r: r | one, None))
    assert same(column & one, expect(lambda r: r & one, None))
    assert same(column - one, expect(lambda r: r - one, None))
    assert same(column ^ one, expect(lambda r: r ^ one, None))
    assert same(one - column, expect(lambda r: one - r, None))
    assert same(one & column, expect(lambda r: one & r, None))
    assert same(~column, expect(lambda r: ~r, None))


@given(st.lists(st.tuples(st.none() | SETS, st.none() | SETS), max_size=8))
def test_rows_with_rows(pairs):
    a, b = rows_of([p[0] for p in pairs]), rows_of([p[1] for p in pairs])
    x, y = co.CoverageColumn(a), co.CoverageColumn(b)
    null = [None in pair for pair in pairs]
    assert x.intersects(y).tolist() == [
        not n and r.intersects(s) for n, r, s in zip(null, a, b, strict=True)
    ]
    assert same(x - y, [None if n else r - s for n, r, s in zip(null, a, b, strict=True)])


@given(ROWS)
def test_arrow_and_back(sets):
    column = co.CoverageColumn(rows_of(sets))
    assert co.CoverageColumn.from_arrow(column) == column
    array = pa.array(column)
    storage = array.storage if isinstance(array, pa.ExtensionArray) else array
    for row, coverage in zip(storage.to_pylist(), column, strict=True):
        assert row == (None if coverage is None else coverage.ranges.ravel().tolist())
    assert co.CoverageColumn.from_arrow(array, ORDER) == column or column.order == 0
    stream = pa.chunked_array(column)
    assert co.CoverageColumn.from_arrow(stream, ORDER) == column or column.order == 0


def test_arrow_is_not_copied():
    column = co.CoverageColumn([of({i}) for i in range(100)])
    array = pa.array(column)
    storage = array.storage if isinstance(array, pa.ExtensionArray) else array
    assert storage.values.buffers()[1].address == column.ranges.ctypes.data
    again = co.CoverageColumn.from_arrow(array, ORDER)
    assert again.ranges.ctypes.data == column.ranges.ctypes.data
    del column, array, storage
    assert same(again, [of({i}) for i in range(100)])


def test_plain_lists_of_arrow():
    leaves = 4 ** (29 - ORDER)
    plain = pa.array([[0, leaves], None, [], [leaves, 3 * leaves]], pa.list_(pa.uint64()))
    want = [of({0}), None, of(set()), of({1, 2})]
    assert same(co.CoverageColumn.from_arrow(plain, ORDER), want)
    assert same(co.CoverageColumn.from_arrow(plain.slice(1, 2), ORDER), want[1:3])
    large = plain.cast(pa.large_list(pa.uint64()))
    assert same(co.CoverageColumn.from_arrow(large, ORDER), want)
    chunks = pa.chunked_array([plain, plain.slice(3)])
    assert same(co.CoverageColumn.from_arrow(chunks, ORDER), [*want, want[3]])
    none = pa.chunked_array([], pa.list_(pa.uint64()))
    assert len(co.CoverageColumn.from_arrow(none, ORDER)) == 0


def test_flat_arrays():
    rows = [of({1, 2}), of(set()), of({3, 7, 9})]
    column = co.CoverageColumn(rows)
    again = co.CoverageColumn.from_ranges(column.offsets, column.ranges, ORDER)
    assert again == column
    assert column.ranges.flags.writeable is False
    assert column.offsets.tolist() == [0, 1, 1, 4]
    ranges = co.CoverageColumn(rows)[1:].ranges  # Outlives its column.
    np.testing.assert_array_equal(ranges, rows[2].ranges)


def test_repr():
    column = co.CoverageColumn([of({1}), None])
    assert repr(column) == "<CoverageColumn of 2 rows, order 2, 1 ranges, 1 null, WGS84>"
    assert repr(column.index()).startswith("<CoverageIndex of 2 rows, order 2, 1 ranges, ")


@given(ROWS, SETS)
def test_queries_are_scans(sets, other):
    column, one = co.CoverageColumn(rows_of(sets)), of(other)
    index = column.index()
    assert len(index) == len(column) and index.n_ranges == len(column.ranges)
    assert index.query(one).tolist() == np.nonzero(column.intersects(one))[0].tolist()
    two = index.append(co.CoverageColumn([one]))
    meets = np.nonzero(column.intersects(one))[0].tolist()
    assert two.query(one).tolist() == meets + ([len(column)] if other else [])
    assert bytes(two.compact()) == bytes(co.CoverageColumn([*column, one]).index())


def test_points_and_joins(rng, points):
    rows = [of(rng.integers(0, 12 * 4**5, 30).tolist(), 5) for _ in range(200)]
    column = co.CoverageColumn(rows)
    index = column.index()
    lon, lat = points(500)
    offsets, found = index.query_points(lon, lat)
    for i in range(len(lon)):
        want = [row for row, c in enumerate(rows) if c.contains(lon[i], lat[i])]
        assert found[offsets[i] : offsets[i + 1]].tolist() == want
    lat[::7] = np.nan
    offsets2, found2 = index.query_points(lon, lat, errors="null")
    kept = [found[offsets[i] : offsets[i + 1]].tolist() if i % 7 else [] for i in range(500)]
    assert [found2[offsets2[i] : offsets2[i + 1]].tolist() for i in range(500)] == kept
    a, b = index.join(column[:50].index())
    want = [(i, j) for i, r in enumerate(rows) for j in range(50) if r.intersects(rows[j])]
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == want


def test_index_files(tmp_path):
    column = co.CoverageColumn([of({i, i + 1}) for i in range(50)])
    index, path = column.index(), tmp_path / "places.coix"
    index.save(path)
    opened = co.CoverageIndex.open(path)
    assert bytes(opened) == bytes(index) == path.read_bytes()
    assert len(opened) == 50 and opened.n_bytes == path.stat().st_size
    opened.verify()
    assert pickle.loads(pickle.dumps(opened)).query(column[7]).tolist() == [6, 7, 8]
    co.CoverageIndex.append_to_file(str(path), column)
    assert len(co.CoverageIndex.open(path)) == 100 and len(opened) == 50

    with pytest.raises(FileNotFoundError, match=r"none\.coix"):
        co.CoverageIndex.open(tmp_path / "none.coix")
    whole = bytes(index)
    for bad in (b"", whole[:100], whole[:-1], b"x" * 4096):
        path.write_bytes(bad)
        with pytest.raises(co.FormatError, match=r"places\.coix"):
            co.CoverageIndex.open(path).verify()
        with pytest.raises(co.FormatError):
            co.CoverageIndex.from_bytes(bad).verify()


COLUMN = co.CoverageColumn([of({1}), of({2})])
SPHERE = of({1}, ellipsoid="sphere")


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: co.CoverageColumn([of({1}), 5]), TypeError, r"coverages\[1\] is an int"),
        (lambda: co.CoverageColumn(5), TypeError, "coverages is an int: an iterable"),
        (lambda: co.CoverageColumn([of({1}), SPHERE]), ValueError, "sphere"),
        (lambda: COLUMN[2], IndexError, "row is 2, the column has 2 rows"),
        (lambda: COLUMN["a"], TypeError, "an integer is wanted"),
        (lambda: COLUMN | SPHERE, ValueError, "sphere"),
        (lambda: COLUMN.intersects(SPHERE), ValueError, "sphere"),
        (lambda: COLUMN.intersects(COLUMN[:1]), ValueError, "1"),
        (
            lambda: COLUMN.intersects(5),
            TypeError,
            "other is an int: a Coverage or a CoverageColumn",
        ),
        (lambda: COLUMN | 5, TypeError, "unsupported operand"),
        (lambda: COLUMN.index().query(SPHERE), ValueError, "WGS84.*sphere"),
        (lambda: COLUMN.index().query(COLUMN), TypeError, "other is a CoverageColumn: a Coverage"),
        (lambda: COLUMN.index().join(COLUMN), TypeError, "a CoverageIndex is wanted"),
        (lambda: COLUMN.index().query_points(0.0, [0.0, 99.0]), ValueError, r"lat\[1\] is 99"),
        (lambda: COLUMN.index().append(of({1})), TypeError, "a CoverageColumn is wanted"),
        (lambda: co.CoverageIndex.open(5), TypeError, "path is an int"),
        (lambda: co.CoverageColumn.from_arrow(5), TypeError, "data is an int: an object with"),
        (lambda: co.CoverageColumn.from_arrow(pa.array([1, 2]), 5), ValueError, "l"),
        (
            lambda: co.CoverageColumn.from_arrow(pa.array([[1, 2]], pa.list_(pa.uint64()))),
            ValueError,
            "",
        ),
        (
            lambda: co.CoverageColumn.from_arrow(
                pa.array([[0, 4], [8, 4]], pa.list_(pa.uint64())), 28
            ),
            ValueError,
            "row 1",
        ),
        (
            lambda: co.CoverageColumn.from_ranges([0, 2], [[0, 4]], 28),
            ValueError,
            r"offsets\[1\] is 2",
        ),
        (lambda: co.CoverageColumn.from_ranges([0, 1], [[0, 3]], 28), ValueError, "row 0"),
        (
            lambda: co.CoverageColumn.from_ranges([0], [0, 4], 28),
            ValueError,
            r"ranges has shape \(2,\)",
        ),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message or None):
        call()
