"""Crossovers that do not fit the memory: the same bytes, in as much memory as is given."""

import coincide as co
import numpy as np
import peak
import pytest
from coincide import _geoparquet, _table_file

pytest.importorskip("pyarrow")


def granules(rng, n, tracks, samples):
    """Columns of granules of straight tracks through a disc: most cross most."""
    for i in range(n):
        turn, off = rng.uniform(0, 2 * np.pi, (tracks, 1)), rng.uniform(-0.02, 0.02, (tracks, 1))
        along = np.linspace(-0.1, 0.1, samples)
        x, y = (
            off * np.cos(turn) - along * np.sin(turn),
            off * np.sin(turn) + along * np.cos(turn),
        )
        start = np.datetime64("2020-01-01", "ns") + int(rng.integers(0, 300)) * 86400 * 10**9
        yield (
            i,
            {
                "lon": -100 + 4 * x.ravel(),
                "lat": -75 + y.ravel(),
                "track": np.repeat(np.arange(tracks), samples),
                "time": start + np.arange(x.size) * 10**9,
                "h": rng.normal(size=x.size),
            },
        )


def catalogs(rng):
    """Two catalogs, of which some granules share a path, and names of tracks."""
    out = []
    for side in "ab":
        made = {f"{side}{i}": columns for i, columns in granules(rng, 8, 9, 20)}
        for name, columns in made.items():
            columns["track"] = np.array([f"t{k}" if k < 3 else f"{name}{k}"
                                         for k in columns["track"].tolist()])  # fmt: skip
            columns["s"] = rng.random(180)
            columns["q"] = rng.integers(0, 9, 180)
        out.append(made)
    out[1]["b0"] = {name: column[40:120].copy() for name, column in out[0]["a3"].items()}
    return [co.Catalog.from_samples(side) for side in out]


ASK = {
    "plain": {},
    "values": {"values": ["h", "q"], "sigma": {"h": "s"}, "position_sigma": 2},
    "by time": {"values": "h", "by_time": True},
    "named": {"values": "h", "suffixes": ("_1", "_2"), "time_window": "90D"},
    "unlike": {"values": "h", "exclude_same": ("track", "q"), "sigma": {"h": ("s", None)}},
    "touches": {"touches": True, "max_gap": "5 km"},
}


@pytest.mark.parametrize("ask", ASK)
def test_the_same_bytes_in_any_memory(rng, tmp_path, monkeypatch, ask):
    monkeypatch.setattr(_geoparquet, "ROW_GROUP", 1000)
    # Pieces of few rows, which a run has of 10,000 at least.
    monkeypatch.setattr(co._runs.How, "LEAST_ROWS", 700)
    a, b = catalogs(rng)
    ask = {"progress": False, **ASK[ask]}
    plain = co.crossovers(a, b, **ask)
    assert len(plain) > 2000
    large, small, text = (tmp_path / name for name in ("large.parquet", "small.parquet", "m.csv"))
    held = co.crossovers(a, b, **ask, output=large)
    read = co.crossovers(a, b, **ask, output=small, memory=1)
    assert isinstance(read._held, _table_file.FileColumns)
    assert not isinstance(held._held, _table_file.FileColumns)
    assert large.read_bytes() == small.read_bytes()
    assert plain == held and plain == read and read == plain
    # Those there are have tracks of one name.
    assert plain.overlaps == read.overlaps
    assert (len(read.overlaps) == 0) == ("exclude_same" in ask)
    assert type(read) is type(plain) and read.summary() == plain.summary()
    if len(read.overlaps):
        over = [path.with_suffix(".overlaps.parquet").read_bytes() for path in (large, small)]
        assert over[0] == over[1]
    co.crossovers(a, b, **ask, output=text, memory=1)
    plain.to_csv(tmp_path / "plain.csv")
    assert text.read_bytes() == (tmp_path / "plain.csv").read_bytes()
    assert {path.suffix for path in tmp_path.iterdir()} == {".parquet", ".csv"}, "parts are left"


@pytest.mark.skipif(not peak.CAN_MEASURE, reason="asks Linux")
def test_memory_is_what_was_given(rng, tmp_path):
    """The table is larger than the memory, and the peak is not."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    for side in "ab":
        for i, columns in granules(rng, 33, 30, 12):
            pq.write_table(pa.table(columns), tmp_path / f"{side}{i:02}.parquet")
    budget = 180_000_000
    rows, most = peak.measured(
        tmp_path,
        "co.crossovers(a[:1], b[:1], progress=False, output=out)",
        f'co.crossovers(a, b, values="h", progress=False, output=out, memory={budget})',
    )
    columns = rows * 8 * 35
    print(f"{rows} rows, {columns / 1e6:.0f} MB of columns, peak {most / 1e6:.0f} MB")
    assert columns > 1.2 * budget
    assert most <= budget
