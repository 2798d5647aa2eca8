"""co.match over catalogs: brute force, policies, memory, interrupted runs, bad granules."""

import json
import os

import coincide as co
import numpy as np
import pytest
from coincide._table import Table

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(ellps="WGS84")


def catalog(rng, n, name, samples=60, where=(-100.0, -75.0)):
    """Granules of short tracks in all directions through one place."""
    granules = {}
    for i in range(n):
        m = int(rng.integers(2, samples))
        t = np.linspace(-1, 1, m)
        direction = rng.uniform(0, 2 * np.pi)
        lat = where[1] + 0.15 * t * np.sin(direction) + rng.normal() * 0.03
        lon = where[0] + 0.15 * t * np.cos(direction) / np.cos(np.radians(where[1]))
        lon, lat = lon + rng.normal() * 0.1, np.clip(lat, -90, 90)
        start = np.datetime64("2020-01-01", "ns") + int(rng.integers(0, 10**6)) * 10**6
        granules[f"{name}{i}"] = {
            "lon": lon,
            "lat": lat,
            "time": start + np.arange(m) * np.timedelta64(1, "s"),
            "track": np.where(np.arange(m) < m // 2, "gt1l", "gt1r"),
            "h": rng.random(m),
        }
    return granules


def every_pair(a, b, within, window=None):
    """{(granule a, idx a, granule b, idx b): distance} by PROJ."""
    found = {}
    for name_a, ga in a.items():
        for name_b, gb in b.items():
            i, j = (k.ravel() for k in np.indices((len(ga["lon"]), len(gb["lon"]))))
            _, _, d = GEOD.inv(ga["lon"][i], ga["lat"][i], gb["lon"][j], gb["lat"][j])
            near = d <= within
            if window is not None:
                near &= np.abs(gb["time"][j] - ga["time"][i]) <= window
            for k in np.flatnonzero(near):
                found[name_a, int(i[k]), name_b, int(j[k])] = d[k]
    return found


def keys_of(m):
    rows = zip(m["granule_a"], m["idx_a"], m["granule_b"], m["idx_b"], strict=True)
    return [(ga, int(ia), gb, int(ib)) for ga, ia, gb, ib in rows]


@pytest.fixture
def two(rng):
    return catalog(rng, 6, "a"), catalog(rng, 9, "b")


def test_every_pair_and_no_other(two):
    a, b = two
    want = every_pair(a, b, 2000, np.timedelta64(300, "s"))
    assert len(want) > 100
    m = co.match(
        co.Catalog.from_samples(a),
        co.Catalog.from_samples(b),
        "2 km",
        "300s",
        values="h",
        progress=False,
    )
    keys = keys_of(m)
    assert len(keys) == len(set(keys)) and set(keys) == set(want)
    np.testing.assert_allclose(m["distance_m"], [want[k] for k in keys], atol=1e-7)
    assert (np.diff(m["cell"].astype(np.float64)) >= 0).all()
    for r in range(0, len(m), 17):
        ga, ia, gb, ib = keys[r]
        assert m["h_a"][r] == a[ga]["h"][ia] and m["h_b"][r] == b[gb]["h"][ib]
        assert m["dh"][r] == m["h_b"][r] - m["h_a"][r]
        assert m["time_a"][r] == a[ga]["time"][ia]
        assert m["track_b"][r] == b[gb]["track"][ib]
        assert m["dt_s"][r] == (b[gb]["time"][ib] - a[ga]["time"][ia]) / np.timedelta64(1, "s")
    assert m.errors == []


@pytest.mark.parametrize("where", [(0.0, -89.95), (180.0, 75.0), (30.0, 0.0), (-179.99, -88.0)])
def test_hard_places(rng, where):
    a, b = catalog(rng, 4, "a", where=where), catalog(rng, 4, "b", where=where)
    want = every_pair(a, b, 3000)
    m = co.match(
        co.Catalog.from_samples(a), co.Catalog.from_samples(b), 3000, progress=False, memory=1
    )
    assert set(keys_of(m)) == set(want)


def test_policies_follow_from_ranks(two):
    a, b = (co.Catalog.from_samples(c) for c in two)
    every = co.match(a, b, 2000, progress=False)
    one = co.match(a, b, 2000, keep="nearest", progress=False)
    assert set(keys_of(one)) == set(keys_of(every[every["rank_a"] == 1]))
    assert set(keys_of(co.match(a, b, 2000, keep="nearest_b", progress=False))) == set(
        keys_of(every[every["rank_b"] == 1])
    )
    mutual = co.match(a, b, 2000, keep="mutual", progress=False)
    assert set(keys_of(mutual)) == set(
        keys_of(every[(every["rank_a"] == 1) & (every["rank_b"] == 1)])
    )
    three = co.match(a, b, 2000, keep=3, progress=False)
    assert set(keys_of(three)) == set(keys_of(every[every["rank_a"] <= 3]))
    unique = co.match(a, b, 2000, keep="unique", progress=False)
    for side in "ab":
        used = list(zip(unique[f"granule_{side}"], unique[f"idx_{side}"], strict=True))
        assert len(used) == len(set(used))


def test_same_rows_for_any_memory_and_threads(two):
    a, b = (co.Catalog.from_samples(c) for c in two)
    want = co.match(a, b, 2000, values="h", progress=False)
    for memory, threads in ((1, 1), ("10kB", 2), ("1MB", 1)):
        got = co.match(a, b, 2000, values="h", progress=False, memory=memory, threads=threads)
        assert got == want


def test_aggregate(two):
    m = co.match(*(co.Catalog.from_samples(c) for c in two), 2000, values="h", progress=False)
    table = co.match(
        *(co.Catalog.from_samples(c) for c in two),
        2000,
        values="h",
        aggregate={"h": ["mean", "median", "std", "mad", "min", "max", "count"]},
        progress=False,
    )
    assert isinstance(table, Table)
    groups = {}
    for row, (ga, ia, _, _) in enumerate(keys_of(m)):
        groups.setdefault((ga, ia), []).append(row)
    assert len(table) == len(groups)
    for row in range(0, len(table), 7):
        rows = groups[table["granule_a"][row], int(table["idx_a"][row])]
        h = m["h_b"][rows]
        assert table["n"][row] == len(rows) == table["h_count"][row]
        np.testing.assert_allclose(table["h_mean"][row], h.mean(), rtol=1e-12)
        if len(rows) > 1:
            np.testing.assert_allclose(table["h_std"][row], h.std(ddof=1), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(table["h_median"][row], np.median(h), rtol=1e-12)
        np.testing.assert_allclose(
            table["h_mad"][row], np.median(np.abs(h - np.median(h))), rtol=1e-9, atol=1e-12
        )
        assert (table["h_min"][row], table["h_max"][row]) == (h.min(), h.max())
        np.testing.assert_allclose(table["dist_mean"][row], m["distance_m"][rows].mean())


def test_values_of_one_side(two):
    a, b = (co.Catalog.from_samples(c) for c in two)
    m = co.match(a, b, 2000, values={"height": ("h", None)}, progress=False)
    assert np.isfinite(m["height_a"]).all() and np.isnan(m["height_b"]).all()


def test_file_has_the_rows_and_no_parts_are_left(two, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    a, b = (co.Catalog.from_samples(c) for c in two)
    path = tmp_path / "m.parquet"
    m = co.match(a, b, 2000, output=path, progress=False)
    assert os.listdir(tmp_path) == ["m.parquet"]
    frame = geopandas.read_parquet(path)
    assert len(frame) == len(m)
    first = path.read_bytes()
    co.match(a, b, 2000, output=path, progress=False)
    assert path.read_bytes() == first


def test_other_arguments_do_not_go_on_with_old_parts(two, tmp_path):
    a, b = (co.Catalog.from_samples(c) for c in two)
    path = tmp_path / "m.parquet"
    folder = tmp_path / "m.parquet.parts"

    def stop(counters):
        if counters["pairs"] >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        co.match(a, b, 2000, output=path, progress=stop)
    assert json.loads((folder / "key.json").read_text())["key"]
    m = co.match(a, b, 1000, output=path, progress=False)
    assert m == co.match(a, b, 1000, progress=False)


def test_two_runs_do_not_write_one_output(two, tmp_path):
    pytest.importorskip("fcntl")
    a, b = (co.Catalog.from_samples(c) for c in two)
    path = tmp_path / "m.parquet"
    want = co.match(a, b, 2000, progress=False)
    said = []

    def meanwhile(counters):
        for within in (2000, 1000):
            with pytest.raises(FileExistsError, match="in use: another run writes the same") as e:
                co.match(a, b, within, output=path, progress=False)
            said.append(str(e.value))

    assert co.match(a, b, 2000, output=path, progress=meanwhile) == want
    assert said and os.listdir(tmp_path) == ["m.parquet"]
    assert co.match(a, b, 1000, output=path, progress=False) == co.match(a, b, 1000, progress=False)


def test_granules_that_cannot_be_read_are_reported(two, tmp_path):
    a, b = two
    for name, granules in (("a", a), ("b", b)):
        for granule, columns in granules.items():
            lines = ["lon,lat"] + [
                f"{x!r},{y!r}"
                for x, y in zip(columns["lon"].tolist(), columns["lat"].tolist(), strict=True)
            ]
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / f"{granule}.csv").write_text("\n".join(lines))
    left, right = co.catalog(tmp_path / "a"), co.catalog(tmp_path / "b")
    want = co.match(left, right, 2000, progress=False)
    (tmp_path / "b" / "b3.csv").write_text("")
    m = co.match(left, right, 2000, progress=False)
    assert [(side, name) for side, name, _ in m.errors] == [("b", "b3.csv")]
    assert "b3.csv" in m.errors[0][2] and "b3.csv" in m.summary()
    assert keys_of(m) == [key for key in keys_of(want) if key[2] != "b3.csv"]
    with pytest.raises(ValueError, match=r"b3\.csv"):
        co.match(left, right, 2000, progress=False, on_error="raise")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"within": -1}, "within"),
        ({"within": "2 parsec"}, "within"),
        ({"keep": "best"}, "keep"),
        ({"keep": 0}, "keep"),
        ({"memory": "lots"}, "memory"),
        ({"missing_time": "guess"}, "missing_time"),
        ({"on_error": "ignore"}, "on_error"),
        ({"values": "speed"}, "speed"),
        ({"aggregate": {"h": ["mean"]}}, "aggregate"),
        ({"values": "h", "aggregate": {"h": ["mode"]}}, "mode"),
        ({"time_window": "soon"}, "time_window"),
    ],
)
def test_bad_arguments(two, arguments, words):
    a, b = (co.Catalog.from_samples(c) for c in two)
    with pytest.raises((ValueError, TypeError), match=words):
        co.match(a, b, **{"within": 2000, "on_error": "raise", "progress": False, **arguments})


def test_times_that_are_missing(two):
    a, b = two
    del b["b2"]["time"]
    left, right = co.Catalog.from_samples(a), co.Catalog.from_samples(b)
    with pytest.raises(ValueError, match="time"):
        co.match(left, right, 2000, "1h", progress=False)
    dropped = co.match(left, right, 2000, "1h", missing_time="drop", progress=False)
    assert "b2" not in set(dropped["granule_b"])
    matched = co.match(left, right, 2000, "1h", missing_time="match", progress=False)
    assert "b2" in set(matched["granule_b"])
    assert np.isnat(matched["time_b"][matched["granule_b"] == "b2"]).all()


def test_no_match_is_an_empty_table(two):
    a, b = (co.Catalog.from_samples(c) for c in two)
    m = co.match(a, b[:0], 10, values="h", progress=False)
    assert len(m) == 0 and m.to_arrow().num_rows == 0 and "dh" in m


def test_a_value_must_not_have_a_column_s_name(two):
    a, b = (co.Catalog.from_samples(c) for c in two)
    with pytest.raises(ValueError, match="'idx' is a column of the result"):
        co.match(a, b, 2000, values={"idx": "h"}, progress=False)
    with pytest.raises(ValueError, match="'s' is a column of the result"):
        co.crossovers(a, b, values={"s": "h"}, progress=False)


def test_a_folder_of_somebody_else_is_not_removed(two, tmp_path):
    a, b = (co.Catalog.from_samples(c) for c in two)
    mine = tmp_path / "m.parquet.parts" / "mine"
    mine.mkdir(parents=True)
    (mine / "thesis.txt").write_text("x")
    with pytest.raises(FileExistsError, match="not a folder of parts"):
        co.match(a, b, 2000, output=tmp_path / "m.parquet", progress=False)
    assert (mine / "thesis.txt").read_text() == "x"
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        co.match(a, b, 2000, output=tmp_path / "no" / "m.parquet", progress=False)


def test_what_is_left_out_is_said_aloud(two):
    first, second = two
    whole = co.match(*map(co.Catalog.from_samples, two), 2000, values="h", progress=False)
    name = whole["granule_a"][0]
    first = {k: {**c, "nope": c["h"]} if k != name else c for k, c in first.items()}
    a, b = co.Catalog.from_samples(first), co.Catalog.from_samples(second)
    with pytest.warns(UserWarning, match="left out"):
        m = co.match(a, b, 2000, values={"h": ("nope", "h")}, progress=False)
    assert [(side, granule) for side, granule, _ in m.errors] == [("a", name)]
    assert 0 < len(m) < len(whole)
    with pytest.raises(co.FormatError, match="a: none of its granules that meet"):
        co.match(a, b, 2000, values="no", progress=False)


def test_antipodes():
    i, j, d = co.match_points([0.0, 33.0], [0.0, 12.0], [180.0, 213.0], [0.0, -12.0], 1e9)
    assert len(i) == 4 and np.isfinite(d).all() and len(j) == 4
    np.testing.assert_allclose(d[(i == j)], GEOD.inv([0, 33], [0, 12], [180, 213], [0, -12])[2])


def test_times_beyond_the_range_are_an_error():
    with pytest.raises(ValueError, match="1678"):
        co.Catalog.from_samples(
            {"a": {"lon": [0.0], "lat": [0.0], "time": np.array(["1500-01-01"], "M8[s]")}}
        )
    pandas = pytest.importorskip("pandas")
    zoned = pandas.to_datetime(["2020-01-01T05:00:00+05:00"])
    c = co.Catalog.from_samples({"a": {"lon": [0.0], "lat": [0.0], "time": zoned}})
    assert c.time_start[0] == np.datetime64("2020-01-01", "ns")
    assert co.Catalog.from_samples({"a": {"lon": [], "lat": []}}).footprint[0] is None
