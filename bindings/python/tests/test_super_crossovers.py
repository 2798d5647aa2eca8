"""super_crossovers: columns, statistics, and what it says of bad input."""

import re

import coincide as co
import numpy as np
import pytest

HOUR = np.timedelta64(1, "h")
START = np.datetime64("2015-01-01", "ns")


def sites(rng, n=300):
    """Crossings in clumps of some metres, 2 km apart, with times and heights."""
    clump = rng.integers(0, 10, n)
    x = {
        "lon": 20 + clump * 0.05 + rng.normal(0, 2e-4, n),
        "lat": -70 + rng.normal(0, 1e-4, n),
        "track_a": rng.integers(0, 4, n),
        "track_b": np.array(["p", "q", "r"])[rng.integers(0, 3, n)],
        "time_a": START + rng.integers(0, 4, n) * 365 * 24 * HOUR,
        "time_b": START + rng.integers(0, 4, n) * 365 * 24 * HOUR,
    }
    years_a, years_b = ((x[f"time_{s}"] - START) / (365.25 * 24 * HOUR) for s in "ab")
    return x | {"h_a": 100 - 2.0 * years_a, "h_b": 103 - 2.0 * years_b}


def test_statistics_of_a_known_surface(rng):
    x = sites(rng)
    s = co.super_crossovers(x)
    assert len(s) >= 10 and np.all(s["radius_m"] <= 100)
    assert s["n_x"].sum() == len(s.members)
    long = (s["h_a_n"] >= 3) & ~np.isnan(s["h_a_slope_per_yr"])
    assert long.sum() > 5 and np.allclose(s["h_a_slope_per_yr"][long], -2)
    assert np.allclose(s["h_b_slope_per_yr"][s["h_b_n"] > 5], -2)
    # Where both sides were there in the same years the difference is 3.
    assert np.isclose(np.median(s["dh_median"]), 3)
    assert np.array_equal(np.unique(s.members["site"]), np.arange(len(s)))
    for k in range(len(s)):
        of = s.members["site"] == k
        rows = s.members["row"][of]
        assert s["n_passes_a"][k] == s.members["pass_a"][of].max() + 1
        assert s["n_tracks_b"][k] == len(np.unique(x["track_b"][rows]))
        times = np.concatenate([x["time_a"][rows], x["time_b"][rows]])
        assert s["time_first"][k] == times.min() and s["time_last"][k] == times.max()
        medians = [
            np.median(x["h_a"][rows][s.members["pass_a"][of] == p])
            for p in range(s["n_passes_a"][k])
        ]
        assert np.isclose(s["h_a_mean"][k], np.mean(medians))
        assert np.isclose(s["h_a_std"][k], np.std(medians))
    assert "geometry" in s.to_arrow().column_names


def test_of_crossings_that_were_found(rng):
    lon = np.linspace(-0.01, 0.01, 21)
    shift = rng.normal(0, 2e-5, (4, 1))
    a = np.tile(lon, (4, 1)), np.zeros((4, 21)) + shift
    b = np.zeros((3, 21)) + shift[:3], np.tile(lon, (3, 1))
    x = co.crossings(*a, *b, values_a={"h": a[0]}, values_b={"h": b[0] + 1})
    assert len(x) == 12
    s = co.super_crossovers(x, "50 m")
    assert s["n_x"].tolist() == [12]
    assert (s["n_passes_a"].tolist(), s["n_passes_b"].tolist()) == ([4], [3])
    assert np.isclose(s["dh_median"], 1, atol=1e-4)
    assert len(co.super_crossovers(x, "50 m", min_passes=4)) == 0


def test_missing_values_and_no_times():
    x = {
        "lon": [0.0] * 4, "lat": [0.0] * 4, "track_a": [1, 2, 3, 3], "track_b": [1, 1, 2, 2],
        "h_a": [1.0, np.nan, 3.0, 5.0], "h_b": [np.nan] * 4,
    }  # fmt: skip
    s = co.super_crossovers(x)
    assert s["h_a_n"].tolist() == [2] and s["h_a_median"].tolist() == [2.5]
    assert s["h_b_n"].tolist() == [0] and np.isnan(s["h_b_mean"]).all()
    assert np.isnan(s["dh_median"]).all() and np.isnan(s["h_a_slope_per_yr"]).all()
    assert "time_first" not in s


GOOD = {"lon": [0.0], "lat": [0.0], "track_a": [1], "track_b": [1]}


@pytest.mark.parametrize(
    "columns, arguments, error, message",
    [
        ({"lat": None}, {}, ValueError, "x has no column 'lat'"),
        ({"lon": [np.nan]}, {}, ValueError, "row 0 is at lon nan"),
        ({"track_b": [1, 2]}, {}, ValueError, "lon has 1 rows, track_b has 2"),
        ({}, {"radius": -1}, ValueError, "radius is -1"),
        ({}, {"radius": np.nan}, ValueError, "radius is nan"),
        ({}, {"min_passes": 0}, ValueError, "min_passes is 0"),
        ({}, {"min_revisit": "-1 h"}, ValueError, "min_revisit is -3600000000000 ns"),
        ({}, {"min_revisit": 3600}, TypeError, "min_revisit is int 3600"),
    ],
)
def test_bad_input(columns, arguments, error, message):
    x = {name: column for name, column in (GOOD | columns).items() if column is not None}
    with pytest.raises(error, match=re.escape(message)):
        co.super_crossovers(x, **arguments)


def test_of_matches(rng):
    def visits(name, n, offset):
        lat = np.linspace(-75.001, -74.999, 21)
        return {
            f"{name}{i}": {
                "lon": np.full(21, -100.0) + offset, "lat": lat + rng.normal() * 1e-5,
                "time": np.datetime64("2020-01-01", "ns") + np.timedelta64(i * 30, "D")
                + np.arange(21) * np.timedelta64(1, "s"),
                "h": np.full(21, 100.0 + i), "kind": np.full(21, 7),
            }
            for i in range(n)
        }  # fmt: skip

    a = co.Catalog.from_samples(visits("a", 3, 0.0))
    b = co.Catalog.from_samples(visits("b", 2, 1e-4))
    m = co.match(a, b, within=20, values="h", progress=False)
    s = co.super_crossovers(m, radius="50 m")
    assert len(m) > 20 and len(s) > 2
    assert set(s["n_passes_a"]) == {3} and set(s["n_passes_b"]) == {2}
    assert np.all(s["h_a_median"] == 101) and np.all(s["h_a_n"] == 3)
    assert np.all(np.abs(s["lon"] - (-100 + 0.5e-4)) < 1e-7)
    # The same of columns that say where.
    columns = {name: m[name] for name in m.names if not name.startswith(("lon", "lat"))}
    middle = (m["lon_a"] + m["lon_b"]) / 2, (m["lat_a"] + m["lat_b"]) / 2
    t = co.super_crossovers(columns | dict(zip(("lon", "lat"), middle, strict=True)), radius=50)
    assert np.array_equal(t.members["row"], s.members["row"])
    assert len(co.super_crossovers(m, radius=50, min_passes=(3, 2))) == len(s)
    assert len(co.super_crossovers(m, radius=50, min_passes=(2, 3))) == 0


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"lat": [0.0]}, ValueError, "lon has 2 rows, lat has 1"),
        ({"track_a": [1]}, ValueError, "lon has 2 rows, track_a has 1"),
        ({"time_a": [1]}, ValueError, "lon has 2 rows, time_a has 1"),
        ({"h_a": [1.0], "h_b": [1.0, 2.0]}, ValueError, "lon has 2 rows, h_a has 1"),
        ({"lon": [0.0, np.nan]}, ValueError, "row 1 is at lon nan"),
        ({"lon": ["x", "y"]}, TypeError, "lon is of <U1"),
        ({"track_b": [1.0, np.nan]}, ValueError, r"track_b\[1\] is nan"),
    ],
)
def test_columns_that_do_not_fit(change, error, words):
    x = {"lon": [0.0, 0.0], "lat": [0.0, 0.0], "track_a": [1, 2], "track_b": [1, 2]}
    with pytest.raises(error, match=words):
        co.super_crossovers(x | change)
    with pytest.raises(TypeError, match="x is list"):
        co.super_crossovers([1, 2])
    with pytest.raises(ValueError, match="x has no column 'track_b': there are lon, lat"):
        co.super_crossovers({"lon": [0.0], "lat": [0.0], "track_a": [1]})
    with pytest.raises(ValueError, match="min_passes is"):
        co.super_crossovers(x, min_passes=(1, 2, 3))
