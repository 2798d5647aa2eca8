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
        ({"method": "cubic"}, "method"),
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
