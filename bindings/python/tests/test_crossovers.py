"""co.crossovers over catalogs, against co.crossings on all samples at once."""

import os

import coincide as co
import numpy as np
import pytest


def lines(rng, n, name, place=(-100.0, -75.0), samples=200):
    granules = {}
    for i in range(n):
        t = np.linspace(-1, 1, samples)
        direction = rng.uniform(0, 2 * np.pi)
        lat = place[1] + 0.3 * t * np.sin(direction) + rng.normal() * 0.05
        lon = place[0] + (0.3 * t * np.cos(direction) + rng.normal() * 0.05) / np.cos(
            np.radians(place[1])
        )
        start = np.datetime64("2020-01-01", "ns") + int(rng.integers(0, 300)) * 86400 * 10**9
        granules[f"{name}{i}"] = {
            "lon": lon,
            "lat": np.clip(lat, -90, 90),
            "time": start + np.arange(samples) * np.timedelta64(10**6, "us"),
            "h": lat * 10 + rng.normal(size=samples) * 0.01,
        }
    return granules


def all_at_once(a, b):
    """(granule a, seg a, granule b, seg b) of every crossing, through co.crossings."""

    def side(granules):
        lon, lat, time, h = (
            np.concatenate([g[k] for g in granules.values()]) for k in ("lon", "lat", "time", "h")
        )
        track = np.concatenate([[name] * len(g["lon"]) for name, g in granules.items()])
        first = np.concatenate([np.arange(len(g["lon"])) for g in granules.values()])
        return lon, lat, track, time, h, first

    la, pa, ta, sa, ha, fa = side(a)
    lb, pb, tb, sb, hb, fb = side(b)
    x = co.crossings(
        *(la, pa, lb, pb),
        track_a=ta,
        track_b=tb,
        time_a=sa,
        time_b=sb,
        values_a={"h": ha},
        values_b={"h": hb},
    )
    keys = zip(x["track_a"], fa[x["seg_a"]], x["track_b"], fb[x["seg_b"]], strict=True)
    return {(ta, int(s), tb, int(q)): row for row, (ta, s, tb, q) in enumerate(keys)}, x


def keys_of(x):
    rows = zip(x["granule_a"], x["seg_a"], x["granule_b"], x["seg_b"], strict=True)
    return [(a, int(s), b, int(q)) for a, s, b, q in rows]


@pytest.mark.parametrize("place", [(-100.0, -75.0), (0.0, -89.9), (179.9, 60.0), (10.0, 0.0)])
def test_every_crossing_and_no_other(rng, place):
    a, b = lines(rng, 8, "a", place), lines(rng, 9, "b", place)
    want, table = all_at_once(a, b)
    assert len(want) > 20
    x = co.crossovers(
        co.Catalog.from_samples(a), co.Catalog.from_samples(b), values="h", progress=False
    )
    keys = keys_of(x)
    assert set(keys) == set(want) and len(keys) == len(want)
    rows = [want[key] for key in keys]
    for name in ("lon", "lat", "frac_a", "s_b", "angle", "h_a", "dh", "dt_s", "gap_a", "near_b"):
        np.testing.assert_allclose(x[name], table[name][rows], rtol=0, atol=1e-12, err_msg=name)
    np.testing.assert_array_equal(x["time_a"], table["time_a"][rows])
    np.testing.assert_allclose(x["h_mean"], (x["h_a"] + x["h_b"]) / 2)


def test_sides_exchanged(rng):
    a, b = (co.Catalog.from_samples(lines(rng, 6, name)) for name in "ab")
    x, y = co.crossovers(a, b, progress=False), co.crossovers(b, a, progress=False)
    assert {(k[2], k[3], k[0], k[1]) for k in keys_of(y)} == set(keys_of(x))


def test_within_one_catalog(rng):
    a = lines(rng, 7, "a")
    catalog = co.Catalog.from_samples(a)
    x = co.crossovers(catalog, progress=False)
    both, _ = all_at_once(a, a)
    want = {frozenset([k[:2], k[2:]]) for k in both if k[0] != k[2]}
    got = [frozenset([k[:2], k[2:]]) for k in keys_of(x)]
    assert len(got) == len(want) and set(got) == want
    assert co.crossovers(catalog, catalog, progress=False) == x


def test_window_angle_memory_and_file(rng, tmp_path):
    a, b = (co.Catalog.from_samples(lines(rng, 8, name)) for name in "ab")
    x = co.crossovers(a, b, values="h", progress=False)
    near = co.crossovers(a, b, values="h", time_window="60D", progress=False)
    assert keys_of(near) == keys_of(x[np.abs(x["dt_s"]) <= 60 * 86400])
    steep = co.crossovers(a, b, values="h", min_angle=30, progress=False)
    assert keys_of(steep) == keys_of(x[x["angle"] >= 30])
    path = tmp_path / "x.parquet"
    assert co.crossovers(a, b, values="h", memory=1, output=path, progress=False, threads=1) == x
    assert os.listdir(tmp_path) == ["x.parquet"]


def test_footprints_cut_at_smaller_gaps(rng):
    a = co.Catalog.from_samples(lines(rng, 2, "a"), cut_gap=500)
    b = co.Catalog.from_samples(lines(rng, 2, "b"))
    with pytest.raises(ValueError, match=r"max_gap is 1000 m.*cut at gaps of 500 m"):
        co.crossovers(a, b, max_gap="1 km", progress=False)
    co.crossovers(a, b, max_gap=400, progress=False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"max_gap": "far"}, "max_gap"),
        ({"max_gap": -1}, "max_gap"),
        ({"method": "spline"}, "method"),
        ({"on_error": "ignore"}, "on_error"),
        ({"min_angle": 91}, "min_angle"),
        ({"values": "speed", "on_error": "raise"}, "speed"),
    ],
)
def test_bad_arguments(rng, arguments, words):
    a, b = (co.Catalog.from_samples(lines(rng, 3, name)) for name in "ab")
    with pytest.raises((ValueError, TypeError), match=words):
        co.crossovers(a, b, **{"progress": False, **arguments})


def test_nothing(rng):
    a, b = (co.Catalog.from_samples(lines(rng, 2, name)) for name in "ab")
    x = co.crossovers(a, b[:0], values="h", progress=False)
    assert len(x) == 0 and "dh" in x and x.to_arrow().num_rows == 0


def test_default_gap_beyond_the_cut_is_said(rng):
    lat = np.linspace(-75, -74, 101)
    a = {"a": {"lon": np.full(101, -100.0), "lat": lat + 0.0031}}
    b = {"b": {"lon": np.linspace(-101, -99, 101) + 0.0031, "lat": np.full(101, -74.5)}}
    whole = co.crossovers(*map(co.Catalog.from_samples, (a, b)), progress=False)
    assert len(whole) == 1
    cut = [co.Catalog.from_samples(g, cut_gap=5000) for g in (a, b)]
    with pytest.raises(ValueError, match="give max_gap"):
        co.crossovers(*cut, progress=False, on_error="raise")


def test_values_by_method_and_their_errors(rng):
    a, b = lines(rng, 6, "a"), lines(rng, 6, "b")
    for granule in (*a.values(), *b.values()):
        n = len(granule["lon"])
        granule["s"] = 1 + rng.random(n)
        granule["q"] = rng.integers(0, 256, n)
    catalogs = [co.Catalog.from_samples(side) for side in (a, b)]
    x = co.crossovers(
        *catalogs, values=["h", "q"], sigma={"h": ("s", None)}, position_sigma=2, progress=False,
        method={"h": ("akima", "cubic"), "q": "bit_or"}, spline_points=4,
    )  # fmt: skip
    assert len(x) > 10 and "dq" not in x and "q_mean" not in x
    assert np.allclose(x["sigma_x_m"], np.sqrt(8) / np.sin(np.radians(x["angle"])))
    assert np.isnan(x["h_sigma_b"]).all()
    for row in range(len(x)):
        one, other = a[x["granule_a"][row]], b[x["granule_b"][row]]
        y = co.crossings(
            one["lon"], one["lat"], other["lon"], other["lat"],
            values_a={"h": (one["h"], one["s"]), "q": one["q"]},
            values_b={"h": other["h"], "q": other["q"]},
            method={"h": ("akima", "cubic"), "q": "bit_or"}, spline_points=4,
        )  # fmt: skip
        at = np.flatnonzero((y["seg_a"] == x["seg_a"][row]) & (y["seg_b"] == x["seg_b"][row]))
        assert len(at) == 1
        for name in ("h_a", "h_b", "dh", "h_sigma_a", "q_a", "q_b", "flags"):
            assert x[name][row] == y[name][at[0]], name
    with pytest.raises(ValueError, match="its values are integers"):
        co.crossovers(*catalogs, values="q", method={"q": "linear"}, progress=False,
                      on_error="raise")  # fmt: skip
    with pytest.raises(ValueError, match="slope names no variable"):
        co.crossovers(*catalogs, values="h", method="slope", progress=False)
    with pytest.raises(ValueError, match="sigma names 'g', values has h"):
        co.crossovers(*catalogs, values="h", sigma={"g": "s"}, progress=False)


def test_integers_stay_integers(rng, tmp_path):
    """Ids and flags, of the nearest sample; floats beside them are interpolated."""
    import pyarrow.parquet as pq

    a, b = lines(rng, 3, "a"), lines(rng, 3, "b")
    for granule in (*a.values(), *b.values()):
        granule["id"] = rng.integers(-(2**53), 2**53, len(granule["lon"]))
        granule["bits"] = rng.integers(0, 2**40, len(granule["lon"]))
    asked = {"values": ["id", "bits", "h"], "method": {"bits": "bit_or"}, "progress": False}
    sides = [co.Catalog.from_samples(side) for side in (a, b)]
    x = co.crossovers(*sides, **asked, output=tmp_path / "x.parquet")
    assert len(x) > 3
    for side, granules in (("a", a), ("b", b)):
        assert x[f"id_{side}"].dtype == x[f"bits_{side}"].dtype == np.int64
        for row in range(len(x)):
            of = granules[x[f"granule_{side}"][row]]
            seg, frac = x[f"seg_{side}"][row], x[f"frac_{side}"][row]
            assert x[f"id_{side}"][row] == of["id"][seg + (frac > 0.5)]
            assert x[f"bits_{side}"][row] == of["bits"][seg] | of["bits"][seg + 1]
    assert np.array_equal(x["did"], x["id_b"] - x["id_a"]) and x["did"].dtype == np.int64
    assert x["h_a"].dtype == np.float64
    types = pq.read_schema(tmp_path / "x.parquet")
    assert str(types.field("id_a").type) == "int64" == str(types.field("bits_b").type)
    # What is taken from an earlier result keeps its type, and so does nothing at all.
    assert co.crossovers(*sides, **asked, previous=tmp_path / "x.parquet") == x
    empty = co.crossovers(*sides, **asked, min_angle=90.0)
    assert len(empty) == 0 and empty["id_a"].dtype == np.int64
    # Where one granule has floats the column is of floats.
    a["a0"]["id"] = a["a0"]["id"] + 0.5
    sides[0] = co.Catalog.from_samples(a)
    mixed = co.crossovers(*sides, **asked)
    assert mixed["id_a"].dtype == np.float64 and mixed["id_b"].dtype == np.int64
    a["a0"]["id"] = np.full(len(a["a0"]["lon"]), 2**53 + 2)
    with pytest.raises(ValueError, match=r"id\[0\] is 9007199254740994: at most 2\*\*53"):
        co.crossovers(co.Catalog.from_samples(a), sides[1], **asked, on_error="raise")


def test_exclude_same(rng):
    granules = lines(rng, 8, "a")
    for number, granule in enumerate(granules.values()):
        granule["flight"] = np.full(len(granule["lon"]), float(number % 3))
    catalog = co.Catalog.from_samples(granules)
    catalog.extra["rgt"] = np.arange(8) % 3
    x = co.crossovers(catalog, progress=False)
    number = {name: i % 3 for i, name in enumerate(granules)}
    kept = [number[p] != number[q] for p, q in zip(x["granule_a"], x["granule_b"], strict=True)]
    assert 0 < sum(kept) < len(x)
    want = keys_of(x[np.array(kept)])
    assert keys_of(co.crossovers(catalog, exclude_same="rgt", progress=False)) == want
    assert keys_of(co.crossovers(catalog, exclude_same=["flight"], progress=False)) == want
    same = co.crossovers(catalog, catalog[:], exclude_same="granule", progress=False)
    assert len(same) == 2 * len(x)
    # Tracks of one granule each, all of the same name but one.
    for number, granule in enumerate(granules.values()):
        granule["track"] = np.full(len(granule["lon"]), "gt1l" if number else "gt3r")
    named = co.Catalog.from_samples(granules)
    other = co.crossovers(named, exclude_same="track", progress=False)
    assert keys_of(other) == keys_of(x[(x["granule_a"] == "a0") | (x["granule_b"] == "a0")])


def test_by_time(rng):
    a, b = (co.Catalog.from_samples(lines(rng, 6, name)) for name in "ab")
    x, y = (
        co.crossovers(a, b, values="h", progress=False, by_time=order) for order in (False, True)
    )
    swap = x["time_b"] < x["time_a"]
    assert 0 < swap.sum() < len(x)
    first = [q if s else p for p, q, s in zip(x["granule_a"], x["granule_b"], swap, strict=True)]
    assert y["granule_first"].tolist() == first
    assert np.all(y["dt_s"] >= 0) and np.array_equal(y["dh"], y["h_last"] - y["h_first"])
    assert y == x.by_time() and y.errors == []


def test_overlaps_are_a_table(rng, tmp_path):
    lat = np.linspace(-75, -74, 101)
    a = {"a": {"lon": np.full(101, -100.0), "lat": lat}}
    b = {"b": {"lon": np.full(21, -100.0), "lat": lat[30:51]}, "c": {"lon": lat, "lat": lat}}
    path = tmp_path / "x.parquet"
    x = co.crossovers(
        *map(co.Catalog.from_samples, (a, b)), progress=False, output=path, max_gap="2 km"
    )
    o = x.overlaps
    assert len(o) == 1 and o["granule_b"].tolist() == ["b"]
    assert (o["seg_a"][0], o["frac_a"][0], o["end_seg_a"][0]) == (30, 0.0, 50)
    assert o["seg_b"][0] == 0 and abs(o["length_m"][0] - 22_325) < 100
    assert sorted(os.listdir(tmp_path)) == ["x.overlaps.parquet", "x.parquet"]
    # A run that finds none leaves no old ones.
    co.crossovers(*map(co.Catalog.from_samples, (a, {"c": b["c"]})), progress=False, output=path)
    import pyarrow.parquet as pq

    assert pq.read_table(tmp_path / "x.overlaps.parquet").num_rows == 0
