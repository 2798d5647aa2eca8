"""Tables of results: coincide/_table.py."""

import os

import coincide as co
import numpy as np
import pytest
from coincide._table import Table
from coincide._table_columns import Bytes, Lists, Text

pa = pytest.importorskip("pyarrow")


def some() -> Table:
    times = np.array(["2020-01-01", "NaT", "2021-06-01T12:00:00.123456789"], "datetime64[ns]")
    return Table(
        {
            "granule": ["a", None, "b"],
            "idx": np.array([1, 2, 3]),
            "word": np.array([1 << 63, 5, 7], np.uint64),
            "distance_m": np.array([0.5, np.nan, 2.5]),
            "flags": np.array([1, 2, 3], np.uint8),
            "exact": np.array([True, False, True]),
            "time": times,
            "lon": [10.0, -179.5, 0.0],
            "lat": [-80.0, 85.0, 0.0],
            "wkb": Bytes([b"ab", None, b""]),
            "members": Lists([0, 2, 2, 3], np.array([4, 5, 6])),
            "names": Lists([0, 0, 1, 2], Text([0, -1], ["x"])),
            "shared": co.CoverageColumn([co.Coverage.FULL, None, co.Coverage.EMPTY]),
        },
        metadata={"within_m": "100"},
        points=("lon", "lat"),
    )


def test_arrow_gives_what_was_put_in():
    table = some().to_arrow()
    assert table.schema.metadata == {b"within_m": b"100"}
    assert table["granule"].to_pylist() == ["a", None, "b"]
    assert table["word"].to_pylist() == [1 << 63, 5, 7]
    assert table["time"].type == pa.timestamp("ns", "UTC")
    assert table["time"].null_count == 1
    assert table["exact"].to_pylist() == [True, False, True]
    assert table["wkb"].to_pylist() == [b"ab", None, b""]
    assert table["members"].to_pylist() == [[4, 5], [], [6]]
    assert table["names"].to_pylist() == [[], ["x"], [None]]
    assert co.CoverageColumn.from_arrow(table["shared"])[1] is None
    table.validate(full=True)


def test_columns_share_memory_with_arrow():
    values = np.arange(1000.0)
    table = Table({"x": values}).to_arrow()
    assert table["x"].chunk(0).buffers()[1].address == values.ctypes.data


def test_arrow_outlives_the_table():
    arrow = some().to_arrow()
    assert arrow["idx"].to_pylist() == [1, 2, 3]


def test_rows_by_mask_slice_and_index():
    table = some()
    for rows in (np.array([True, False, True]), slice(None, None, 2), [0, 2]):
        part = table[rows]
        assert type(part) is Table
        assert part["idx"].tolist() == [1, 3]
        assert part["granule"].tolist() == ["a", "b"]
        assert part["wkb"].tolist() == [b"ab", b""]
        assert [list(m) for m in part["members"]] == [[4, 5], [6]]
        assert part.metadata == table.metadata
    assert table[:0].to_arrow().num_rows == 0
    assert table == some()
    assert table != table[[2, 1, 0]]


def test_frames():
    frame = some().to_pandas()
    assert frame["granule"].tolist()[::2] == ["a", "b"]
    assert "geometry" not in frame
    geopandas = pytest.importorskip("geopandas")
    places = some().to_geopandas()
    assert places.crs == "EPSG:4326"
    assert places.geometry.x.tolist() == [10.0, -179.5, 0.0]
    assert isinstance(places, geopandas.GeoDataFrame)


def test_geoparquet(tmp_path):
    geopandas = pytest.importorskip("geopandas")
    path = tmp_path / "rows.parquet"
    some().to_parquet(path)
    assert os.listdir(tmp_path) == ["rows.parquet"]
    places = geopandas.read_parquet(path, columns=["idx", "geometry"])
    assert places.geometry.y.tolist() == [-80.0, 85.0, 0.0]
    near = geopandas.read_parquet(path, columns=["idx", "geometry"], bbox=(-1, -1, 11, 1))
    assert near["idx"].tolist() == [3]


def test_html_is_short_and_escaped():
    table = Table({"x": np.arange(100.0), "name": ["<b>"] * 100})
    text = table._repr_html_()
    assert text.count("<tr>") == 12
    assert "&lt;b&gt;" in text and "<b>" not in text
    assert "100 rows" in table.summary()


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1.0], "b": [1.0, 2.0]}, "unequal length"),
        ({"a": np.zeros((2, 2))}, "shape"),
        ({"a": np.zeros(2, complex)}, "complex"),
    ],
)
def test_bad_columns(columns, words):
    with pytest.raises((ValueError, TypeError), match=words):
        Table(columns)


def test_unknown_column():
    with pytest.raises(KeyError, match=r"no column 'y': there are x"):
        Table({"x": [1.0]})["y"]


def test_suffixes_name_the_sides(tmp_path):
    lat = np.linspace(-75, -74, 101)
    a = co.Catalog.from_samples({"f": {"lon": np.full(101, -100.0), "lat": lat, "h": lat}})
    b = co.Catalog.from_samples(
        {"g": {"lon": np.linspace(-101, -99, 101), "lat": np.full(101, -74.5), "h": lat + 2}}
    )
    runs = {
        "crossovers": lambda **more: co.crossovers(a, b, values="h", progress=False, **more),
        "match": lambda **more: co.match(a, b, 1000, values="h", progress=False, **more),
        "aggregate": lambda **more: co.match(
            a, b, 1000, values="h", aggregate={"h": ["mean"]}, progress=False, **more
        ),
    }
    for name, run in runs.items():
        plain, suffixed = run(), run(suffixes=("_1", "_2"), output=tmp_path / f"{name}.parquet")
        assert len(plain) > 0 and suffixed.names != plain.names
        renamed = [n[:-2] + {"_1": "_a", "_2": "_b"}.get(n[-2:], n[-2:]) for n in suffixed.names]
        assert renamed == plain.names
        for old, new in zip(plain.names, suffixed.names, strict=True):
            np.testing.assert_array_equal(plain[old], suffixed[new], err_msg=f"{name} {old}")
        assert "geometry" in suffixed.to_arrow().column_names
        with pytest.raises(ValueError, match="previous"):
            run(previous=suffixed)
    x = co.crossings([0.0, 1], [0.0, 1], [0.0, 1], [1.0, 0], suffixes=("_1", "_2"), max_gap=1e9)
    assert "seg_1" in x.names and "seg_a" not in x.names and len(x) == 1


@pytest.mark.parametrize(
    "suffixes, error", [("_1", TypeError), (("_1", "_1"), ValueError), (("", "_b"), TypeError)]
)
def test_suffixes_that_cannot_be(suffixes, error):
    with pytest.raises(error, match="suffixes is"):
        co.crossings([0.0, 1], [0.0, 1], [0.0, 1], [1.0, 0], suffixes=suffixes)
