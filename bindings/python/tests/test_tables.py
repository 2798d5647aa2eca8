"""Coverages in pyarrow, pandas and GeoParquet, against lists of coverages."""

import copy
import doctest
import operator
import pickle
import subprocess
import sys

import coincide as co
import coincide.arrow
import coincide.pandas
import geopandas
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given

ORDER = 2
SETS = st.sets(st.integers(0, 12 * 4**ORDER - 1), min_size=1, max_size=9)
ROWS = st.lists(st.none() | SETS, max_size=9)


def of(cells, **more):
    return co.Coverage.from_cells(co.from_nested(ORDER, sorted(cells)), ORDER, **more)


def rows_of(sets):
    return [None if cells is None else of(cells) for cells in sets]


A, B, C = of({1, 2}), of({40}), of({7, 90})
COLUMN = co.CoverageColumn([A, None, B, C])


# Rows of columns ---------------------------------------------------------------------------------


@given(ROWS, st.data())
def test_take(sets, data):
    rows = rows_of(sets)
    column = co.CoverageColumn(rows)
    numbers = data.draw(st.lists(st.integers(-2, len(rows) + 1), max_size=12))
    want = [rows[i] if 0 <= i < len(rows) else None for i in numbers]
    got = column.take(np.array(numbers, np.int64), errors="null")
    assert list(got) == want and got.ellipsoid == column.ellipsoid
    inside = [i for i in numbers if 0 <= i < len(rows)]
    assert list(column.take(np.array(inside, np.int64))) == [rows[i] for i in inside]


@given(ROWS, st.integers(0, 4))
def test_pickle(sets, begin):
    for ellipsoid in ("WGS84", "sphere"):
        rows = [None if cells is None else of(cells, ellipsoid=ellipsoid) for cells in sets]
        column = co.CoverageColumn(rows)[begin:]
        back = pickle.loads(pickle.dumps(column))
        assert back == column and back.is_null.tolist() == column.is_null.tolist()
        assert copy.deepcopy(column) == column


@given(st.lists(ROWS, max_size=4))
def test_concatenate(parts):
    columns = [co.CoverageColumn.from_ranges([0], np.empty((0, 2), np.uint64), ORDER)]
    columns += [co.CoverageColumn(rows_of(sets)) for sets in parts]
    assert list(co.CoverageColumn.concatenate(columns)) == [
        row for sets in parts for row in rows_of(sets)
    ]


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: COLUMN.take([0, 4]), ValueError, r"rows\[1\] is 4: 0 to 3 is allowed"),
        (lambda: COLUMN.take([-1]), ValueError, r"rows\[0\] is -1: 0 to 3 is allowed"),
        (lambda: COLUMN[:0].take([0]), ValueError, "the column has no rows"),
        (lambda: COLUMN.take(0), ValueError, r"rows has shape \(\): \(n,\) is wanted"),
        (lambda: COLUMN.take(["a"]), TypeError, "rows"),
        (lambda: COLUMN.take([0], errors="x"), ValueError, "errors is 'x'"),
        (lambda: co.CoverageColumn.concatenate(5), TypeError, "columns is an int: an iterable"),
        (lambda: co.CoverageColumn.concatenate([COLUMN, A]), TypeError, r"columns\[1\] is a Cov"),
        (
            lambda: co.CoverageColumn.concatenate(
                [COLUMN, co.CoverageColumn([of({1}, ellipsoid="sphere")])]
            ),
            ValueError,
            r"columns\[1\] is on sphere, the first on WGS84",
        ),
    ],
)
def test_bad_rows(call, error, message):
    with pytest.raises(error, match=message):
        call()


# pyarrow -----------------------------------------------------------------------------------------


@given(ROWS)
def test_arrow_arrays(sets):
    rows = rows_of(sets)
    column = co.CoverageColumn(rows)
    array = column.to_arrow()
    assert isinstance(array, coincide.arrow.CoverageArray)
    assert array.type == coincide.arrow.CoverageType(
        column.order, column.ellipsoid, array.type.storage_type
    )
    assert array.to_pylist() == rows
    assert array.null_count == column.null_count
    assert array.to_column() == column and pa.array(column).equals(array)
    chunks = pa.chunked_array([array, array[1:], array[:0]])
    assert list(co.CoverageColumn.from_arrow(chunks)) == rows + rows[1:]


def test_arrow_shares_memory():
    ranges = COLUMN.to_arrow().storage.values.to_numpy()
    assert np.shares_memory(ranges, COLUMN.ranges)


@pytest.mark.parametrize("ellipsoid", ["WGS84", "GRS80", "sphere", co.Ellipsoid(6378388.0, 297.0)])
@pytest.mark.parametrize("large", [False, True])
def test_arrow_types(ellipsoid, large):
    storage = pa.large_list(pa.uint64()) if large else pa.list_(pa.uint64())
    made = coincide.arrow.CoverageType(9, ellipsoid, storage)
    # The metadata are those of the library's own writer.
    column = co.CoverageColumn.from_ranges([0, 1], [[0, 4**20]], 9, ellipsoid=ellipsoid)
    told = column.to_arrow().type
    assert made.__arrow_ext_serialize__() == told.__arrow_ext_serialize__()
    assert made.order == told.order == 9 and made.ellipsoid == told.ellipsoid == column.ellipsoid
    other = coincide.arrow.CoverageType(10, ellipsoid, storage)
    assert pickle.loads(pickle.dumps(made)) == made != other
    assert hash(made) == hash(pickle.loads(pickle.dumps(made)))
    code = (
        "import sys, coincide as co, pyarrow as pa; field = pa.field('c', pa.int8());"
        "e = co.Ellipsoid(float(sys.argv[1]), float(sys.argv[2]));"
        "c = co.CoverageColumn.from_ranges([0, 1], [[0, 4**20]], 9, ellipsoid=e);"
        "field = pa.Field._import_from_c_capsule(c.__arrow_c_schema__());"
        "print(field.metadata[b'ARROW:extension:metadata'].decode(), end='')"
    )
    if not large:  # Where the type is not registered, its metadata can be seen.
        arguments = [sys.executable, "-c", code]
        arguments += [repr(column.ellipsoid.a), repr(column.ellipsoid.inverse_flattening)]
        done = subprocess.run(arguments, check=True, capture_output=True, text=True)
        assert done.stdout.encode() == made.__arrow_ext_serialize__()


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: coincide.arrow.CoverageType(30), ValueError, "order is 30"),
        (lambda: coincide.arrow.CoverageType(3, "x"), ValueError, "ellipsoid is 'x'"),
        (lambda: coincide.arrow.CoverageType(3, storage=pa.int64()), TypeError, "storage is int64"),
        (
            lambda: coincide.arrow.CoverageType.__arrow_ext_deserialize__(
                pa.list_(pa.uint64()), b"{}"
            ),
            ValueError,
            "metadata of coincide.coverage: b'{}'",
        ),
    ],
)
def test_bad_arrow_types(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize(
    "write, read",
    [
        (pq.write_table, pq.read_table),
        (pyarrow.feather.write_feather, pyarrow.feather.read_table),
    ],
)
def test_files_keep_the_type(tmp_path, write, read):
    path = tmp_path / "places"
    write(pa.table({"place": COLUMN.to_arrow(), "n": [1, 2, 3, 4]}), path)
    back = read(path)["place"]
    assert back.type == COLUMN.to_arrow().type and co.CoverageColumn.from_arrow(back) == COLUMN


@pytest.mark.parametrize("module", [coincide.arrow, coincide.pandas])
def test_examples(module):
    assert doctest.testmod(module).failed == 0
    for name in module.__all__:
        assert getattr(module, name).__doc__, name


# pandas ------------------------------------------------------------------------------------------


@given(ROWS)
def test_series(sets):
    rows = rows_of(sets)
    series = co.CoverageColumn(rows).to_pandas()
    assert series.dtype == "coverage" and list(series) == rows
    assert series.isna().tolist() == [row is None for row in rows]
    assert pd.Series(rows, dtype="coverage").array.column == series.array.column
    assert list(series[::-1]) == rows[::-1]
    mask = np.arange(len(rows)) % 2 == 0
    assert list(series[mask]) == rows[::2]
    assert list(series.dropna()) == [row for row in rows if row is not None]
    assert list(series.astype(object)) == rows
    assert list(series.drop_duplicates()) == list(dict.fromkeys(rows))
    keys = sorted((row for row in rows if row is not None), key=lambda row: row.sort_key)
    assert list(series.sort_values().dropna()) == keys
    assert (series == series).tolist() == [row is not None for row in rows]
    assert list(pd.concat([series, series])) == rows + rows
    assert list(series.shift(1)) == [None, *rows][: len(rows)]


def test_frames():
    frame = pd.DataFrame({"place": COLUMN.to_pandas().array, "n": [1, 2, 3, 4]}, index=list("abcd"))
    assert frame.place["a"] == A and frame.loc["c", "place"] == B
    assert (frame.place == B).tolist() == [False, False, True, False]
    assert (frame.place != B).tolist() == [True, True, False, True]
    assert (frame.place == B.at_order(9)).sum() == 0
    assert list(frame.reindex(list("ax")).place) == [A, None]
    same = pd.Series([B] * 4, dtype="coverage", index=frame.index)
    assert list(frame.place.fillna(same)) == [A, B, B, C]
    other = pd.DataFrame({"n": [4, 1], "m": [0, 1]})
    assert list(other.merge(frame, on="n").place) == [C, A]
    assert frame.groupby("place").n.sum().to_dict() == {A: 1, B: 3, C: 4}
    assert list(frame.groupby("n").place.first()) == list(COLUMN)
    text = repr(frame)
    assert "<Coverage order 2, 2 cells" in text and "None" in text
    assert pickle.loads(pickle.dumps(frame)).place.array.column == COLUMN


def test_setting_rows():
    series = COLUMN.to_pandas()
    whole = series.copy()
    series[0] = None
    series[1:3] = [C, B]
    series[series.array == B] = [C]
    series.iloc[[3, 1]] = [A, None]
    assert list(series) == [None, None, C, A]
    assert list(whole) == list(COLUMN)
    with pytest.raises(TypeError, match="an int"):
        series[0] = 5
    with pytest.raises(ValueError, match="sphere"):
        series[0] = of({1}, ellipsoid="sphere")
    assert list(series) == [None, None, C, A]


def test_null_rows_are_on_any_ellipsoid():
    sphere = co.CoverageColumn([of({1}, ellipsoid="sphere")]).to_pandas()
    nulls = pd.Series([None, None], dtype="coverage")
    both = pd.concat([nulls, sphere], ignore_index=True)
    assert both.isna().tolist() == [True, True, False]
    assert both.array.column.ellipsoid == co.Ellipsoid("sphere")
    with pytest.raises(ValueError, match="WGS84"):
        pd.concat([COLUMN.to_pandas(), sphere])


# Parquet -----------------------------------------------------------------------------------------


def test_parquet_of_pandas(tmp_path):
    frame = pd.DataFrame({"place": COLUMN.to_pandas(), "n": [1, 2, 3, 4]})
    frame.to_parquet(tmp_path / "a.parquet")
    back = pd.read_parquet(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(back, frame)
    assert back.place.array.column == COLUMN
    frame.to_feather(tmp_path / "a.feather")
    pd.testing.assert_frame_equal(pd.read_feather(tmp_path / "a.feather"), frame)


def test_geoparquet(tmp_path):
    """A column beside the geometries, which other readers see as list<uint64>."""
    points = shapely.points([[10.0, 70.0], [11.0, 71.0], [12.0, 72.0], [13.0, 73.0]])
    frame = geopandas.GeoDataFrame({"place": COLUMN.to_pandas()}, geometry=points, crs="OGC:CRS84")
    path = tmp_path / "granules.parquet"
    frame.to_parquet(path)
    back = geopandas.read_parquet(path)
    assert isinstance(back, geopandas.GeoDataFrame) and back.crs == frame.crs
    assert back.geometry.geom_equals(frame.geometry).all()
    assert back.place.dtype == "coverage" and back.place.array.column == COLUMN

    table = pq.read_table(path)
    assert b"geo" in table.schema.metadata
    assert co.CoverageColumn.from_arrow(table["place"]) == COLUMN
    again = tmp_path / "again.parquet"
    pq.write_table(table, again)
    assert geopandas.read_parquet(again).place.array.column == COLUMN

    code = (
        "import sys, pyarrow.parquet as pq; t = pq.read_table(sys.argv[1]);"
        "print(t['place'].type, t['place'].null_count, 'coincide' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["list<element:", "uint64>", "1", "False"]


def test_modules_are_imported_on_demand():
    code = (
        "import sys, coincide as co; col = co.CoverageColumn([co.Coverage.FULL]);"
        "a = 'pyarrow' in sys.modules; col.to_arrow(); b = 'pandas' in sys.modules;"
        "col.to_pandas(); print(a, b, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False", "True"]
    for name, extra in (("pyarrow", "arrow"), ("pandas", "pandas")):
        code = f"import sys; sys.modules['{name}'] = None; import coincide.{extra}"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert f"ImportError: coincide.{extra} needs {name}: pip install" in done.stderr


def test_pandas_sets_row_by_row():
    """Operators of a Series are those of its rows; a null gives a null."""
    import coincide.pandas as cop

    rng = np.random.default_rng(5)
    rows = [
        None if k == 3 else co.Coverage.from_cells(co.from_nested(3, rng.integers(0, 768, 40)), 3)
        for k in range(6)
    ]
    a = pd.Series(rows, dtype="coverage", index=list("abcdef"))
    b = pd.Series(rows[::-1], dtype="coverage", index=list("abcdef"))
    one = rows[0]
    for of in (operator.or_, operator.and_, operator.sub, operator.xor):
        for got, want in (
            (of(a, b), [(x, y) for x, y in zip(a, b, strict=True)]),
            (of(a.array, one), [(x, one) for x in a]),
            (of(one, a.array), [(one, x) for x in a]),
            (of(a.array, list(b)), [(x, y) for x, y in zip(a, b, strict=True)]),
        ):
            assert got.dtype == cop.CoverageDtype()
            for row, (x, y) in zip(got, want, strict=True):
                assert (row is None) == (x is None or y is None)
                assert row is None or row == of(x, y)
    assert [x == ~y for x, y in zip(~a, a, strict=True) if y is not None] == [True] * 5
    assert (~a).isna().tolist() == a.isna().tolist()
    # By labels, as pandas does.
    assert (a | b[::-1])["a"] == a["a"] | b["a"]
    with pytest.raises(TypeError):
        a | 3
    with pytest.raises(ValueError, match="lengths are 6 and 2: one is wanted"):
        a.array | a.array[:2]
