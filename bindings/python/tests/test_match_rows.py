"""Matches that do not fit the memory: the same bytes, in as much memory as is given."""

import coincide as co
import numpy as np
import peak
import pytest
from coincide import _geoparquet, _table_file

pytest.importorskip("pyarrow")


def catalogs(rng, n=6, samples=500):
    """Two catalogs of tracks through one place, whose samples meet many times."""
    out = []
    for side in "ab":
        granules = {}
        for i in range(n):
            turn, along = rng.uniform(0, 2 * np.pi), np.linspace(-0.05, 0.05, samples)
            lat = -75 + along * np.cos(turn)
            granules[f"{side}{i}"] = {
                "lon": -100 + along * np.sin(turn) * 4,
                "lat": lat,
                "time": np.datetime64("2020-01-01", "ns") + np.arange(samples) * 10**9,
                "track": np.where(np.arange(samples) % 3 == 0, "left", f"right{i}"),
                "h": rng.normal(size=samples),
            }
        out.append(co.Catalog.from_samples(granules))
    return out


@pytest.mark.parametrize("keep", ["all", 3, "nearest_b", "mutual", "unique"])
def test_the_same_bytes_in_any_memory(rng, tmp_path, monkeypatch, keep):
    monkeypatch.setattr(_geoparquet, "ROW_GROUP", 1000)
    a, b = catalogs(rng)
    ask = {"within": 400, "keep": keep, "values": "h", "progress": False}
    plain = co.match(a, b, **ask)
    assert len(plain) > (20_000 if keep == "all" else 1000)
    large, small, text = (tmp_path / name for name in ("large.parquet", "small.parquet", "m.csv"))
    held = co.match(a, b, **ask, output=large)
    # Ranks a granule at a time, and rows 10,000 at a time.
    read = co.match(a, b, **ask, output=small, memory=1)
    assert isinstance(read._held, _table_file.FileColumns)
    assert not isinstance(held._held, _table_file.FileColumns)
    assert large.read_bytes() == small.read_bytes()
    assert plain == held and plain == read and read == plain
    plain.to_parquet(small)
    assert read == plain, "the file is another, the table is what it was"
    if keep == "all":
        co.match(a, b, **ask, output=text, memory=1)
        plain.to_csv(large)
        plain.to_csv(tmp_path / "plain.csv")
        assert text.read_bytes() == (tmp_path / "plain.csv").read_bytes()


def test_a_table_in_a_file_is_a_table(rng, tmp_path):
    a, b = catalogs(rng)
    ask = {"within": 400, "values": "h", "progress": False}
    plain = co.match(a, b, **ask)
    read = co.match(a, b, **ask, output=tmp_path / "m.parquet", memory=1)
    assert type(read) is type(plain) and read.names == plain.names and len(read) == len(plain)
    some = read["distance_m"] < 50
    assert read[some] == plain[plain["distance_m"] < 50]
    assert read.summary() == plain.summary()
    assert (
        read.to_arrow()
        .drop_columns("geometry")
        .equals(plain.to_arrow().drop_columns("geometry"), check_metadata=False)
    )
    assert read._repr_html_() == plain._repr_html_()
    with pytest.raises(KeyError, match="no column 'x'"):
        read["x"]


def test_aggregates_in_any_memory(rng, tmp_path):
    a, b = catalogs(rng)
    ask = {"within": 400, "values": "h", "aggregate": {"h": ["mean", "count"]}, "progress": False}
    plain = co.match(a, b, **ask)
    large, small = tmp_path / "large.parquet", tmp_path / "small.parquet"
    co.match(a, b, **ask, output=large)
    assert co.match(a, b, **ask, output=small, memory=1) == plain
    assert large.read_bytes() == small.read_bytes()


def test_no_match_is_a_file_of_no_rows(rng, tmp_path):
    a, b = catalogs(rng)
    path = tmp_path / "m.parquet"
    found = co.match(a, b[:0], 400, values="h", output=path, memory=1, progress=False)
    import pyarrow.parquet as pq

    assert len(found) == 0 and pq.read_table(path).num_rows == 0
    assert "dh" in pq.read_table(path).column_names


@pytest.mark.skipif(not peak.CAN_MEASURE, reason="asks Linux")
def test_memory_is_what_was_given(rng, tmp_path):
    """The table is larger than the memory, and the peak is not."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    for side, n in (("a", 40), ("b", 40)):
        for i in range(n):
            turn, along = rng.uniform(0, 2 * np.pi), np.linspace(-0.05, 0.05, 1000)
            columns = {
                "lon": -100 + along * np.sin(turn) * 4,
                "lat": -75 + along * np.cos(turn),
                "time": np.datetime64("2020-01-01", "ns") + np.arange(1000) * 10**9,
                "h": rng.normal(size=1000),
            }
            pq.write_table(pa.table(columns), tmp_path / f"{side}{i:02}.parquet")
    budget = 150_000_000
    rows, most = peak.measured(
        tmp_path,
        "co.match(a[:1], b[:1], 1, progress=False, output=out)",
        f'co.match(a, b, 130, values="h", progress=False, output=out, memory={budget})',
    )
    print(f"{rows} rows, {rows * 168 / 1e6:.0f} MB of columns, peak {most / 1e6:.0f} MB")
    assert rows * 168 > 2 * budget
    assert most <= budget
