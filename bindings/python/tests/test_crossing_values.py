"""Values at crossings: methods against SciPy and plain loops, flags, sides, and exclusions."""

import coincide as co
import numpy as np
import pyproj
import pytest
from scipy.interpolate import Akima1DInterpolator, CubicSpline
from test_crossings import walks

GEOD = pyproj.Geod(ellps="WGS84")
NAN = float("nan")


def splines(a, x, h, points, spline):
    """`spline` through `points` samples a side of every crossing of tracks a; NaN where short."""
    n = a[0].shape[1]
    found = []
    for seg, frac in zip(x["seg_a"].tolist(), x["frac_a"].tolist(), strict=True):
        track, i = divmod(seg, n)
        rows = np.arange(i - points + 1, i + points + 1)
        if rows[0] < 0 or rows[-1] >= n:
            found.append(NAN)
            continue
        lon, lat = a[0][track, rows], a[1][track, rows]
        steps = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
        s = np.r_[0, np.cumsum(steps)]
        at = s[points - 1] + frac * (s[points] - s[points - 1])
        found.append(float(spline(s, h[track, rows])(at)))
    return np.array(found)


@pytest.mark.parametrize("step_m, lat", [(20, -76), (300, -89.9), (30_000, 70)])
@pytest.mark.parametrize("points", [2, 3, 7])
def test_splines_are_those_of_scipy(rng, step_m, lat, points):
    a, b = walks(rng, 6, 120, step_m, lat=lat), walks(rng, 6, 120, step_m, lat=lat)
    h = 1000 + rng.normal(size=a[0].shape)
    for method, spline in (
        ("cubic", lambda s, v: CubicSpline(s, v, bc_type="natural")),
        ("akima", Akima1DInterpolator),
    ):
        x = co.crossings(*a, *b, values_a={"h": h}, method=method, spline_points=points)
        want = splines(a, x, h, points, spline)
        known = ~np.isnan(want)
        assert known.sum() > 10
        np.testing.assert_allclose(x["h_a"][known], want[known], rtol=0, atol=2e-6)
        linear = co.crossings(*a, *b, values_a={"h": h})["h_a"]
        np.testing.assert_array_equal(x["h_a"][~known], linear[~known])
        np.testing.assert_array_equal(x["flags"] & 64 != 0, ~known)


def test_a_smooth_field_is_met_better_by_splines(rng):
    a, b = walks(rng, 6, 200, 100), walks(rng, 6, 200, 100)
    field = lambda lon, lat: 100 * np.sin(lat * 300) * np.cos(lon * 80)  # noqa: E731
    x = {
        method: co.crossings(*a, *b, values_a={"h": field(*a)}, method=method)
        for method in ("nearest", "linear", "akima", "cubic")
    }
    inside = x["cubic"]["flags"] & 64 == 0
    errors = {
        method: np.sqrt(np.mean((t["h_a"] - field(t["lon"], t["lat"]))[inside] ** 2))
        for method, t in x.items()
    }
    assert errors["nearest"] > errors["linear"] > errors["akima"]
    assert errors["linear"] > 2 * errors["cubic"]


def test_median_slope_and_direction(rng):
    a, b = walks(rng, 4, 100, 50), walks(rng, 4, 100, 50)
    h, slope = rng.normal(size=(2, *a[0].shape))
    x = co.crossings(*a, *b, values_a={"h": h}, method="median", median_within="180 m")
    y = co.crossings(*a, *b, values_a={"h": (h, None, slope)}, method="slope")
    heading = 360 * rng.random(a[0].shape)
    z = co.crossings(*a, *b, values_a={"d": heading}, method={"d": "direction"})
    assert len(x) > 10
    n = a[0].shape[1]
    for row, (seg, frac, lon, lat) in enumerate(
        zip(*(x[name].tolist() for name in ("seg_a", "frac_a", "lon", "lat")), strict=True)
    ):
        track, i = divmod(seg, n)
        away = GEOD.inv(a[0][track], a[1][track], np.full(n, lon), np.full(n, lat))[2]
        near = away <= 180
        # The samples of one stretch, as these tracks do not come back.
        assert np.median(h[track][near]) == x["h_a"][row]
        nearest = i if frac <= 0.5 else i + 1
        signed = away[nearest] if nearest == i else -away[nearest]
        want = h[track, nearest] + slope[track, nearest] * signed
        assert abs(y["h_a"][row] - want) < 1e-5
        p, q = np.exp(1j * np.radians(heading[track, i : i + 2]))
        turn = np.angle(q / p)
        want = np.degrees(np.angle(p * np.exp(1j * frac * turn))) % 360
        assert abs((z["d_a"][row] - want + 180) % 360 - 180) < 1e-9


def test_integers_and_flags_are_not_interpolated(rng):
    a, b = walks(rng, 4, 100, 50), walks(rng, 4, 100, 50)
    q = rng.integers(0, 2**20, a[0].shape)
    x = co.crossings(*a, *b, values_a={"q": q, "ok": q % 2 == 0}, method="cubic")
    nearest = x["seg_a"] + (x["frac_a"] > 0.5)
    assert x["q_a"].dtype == np.int64 and np.array_equal(x["q_a"], q.ravel()[nearest])
    assert np.array_equal(x["ok_a"], q.ravel()[nearest] % 2 == 0)
    x = co.crossings(
        *a, *b, values_a={"q": q}, values_b={"q": np.ones(b[0].shape, int)}, method={"q": "bit_or"}
    )
    assert np.array_equal(x["q_a"], q.ravel()[x["seg_a"]] | q.ravel()[x["seg_a"] + 1])
    assert "dq" not in x and np.all(x["q_b"] == 1)
    missing = np.ma.masked_less(q, 2**19)
    x = co.crossings(*a, *b, values_a={"q": missing})
    assert x["q_a"].dtype == np.float64 and np.all(x["q_a"] >= 2**19)


def test_errors_of_values_and_places(rng):
    a, b = walks(rng, 4, 100, 50), walks(rng, 4, 100, 50)
    h, s = np.zeros(a[0].shape), 1 + rng.random(a[0].shape)
    x = co.crossings(*a, *b, values_a={"h": (h, s)}, position_sigma=(3, "4 m"), method="cubic")
    assert np.allclose(x["sigma_x_m"], 5 / np.sin(np.radians(x["angle"])))
    # By moving one sample after the other: the spline is linear in them.
    squares = np.zeros(len(x))
    for i in range(a[0].size):
        moved = np.zeros(a[0].size)
        moved[i] = s.ravel()[i]
        y = co.crossings(*a, *b, values_a={"h": moved.reshape(h.shape)}, method="cubic")
        squares += y["h_a"] ** 2
    np.testing.assert_allclose(x["h_sigma_a"], np.sqrt(squares), atol=1e-6)


def test_methods_by_name_and_side(rng):
    a, b = walks(rng, 4, 100, 50), walks(rng, 4, 100, 50)
    va, vb = (
        {"h": (rng.normal(size=x[0].shape), None, np.zeros(x[0].shape)), "g": x[1]} for x in (a, b)
    )
    x = co.crossings(
        *a, *b, values_a=va, values_b=vb, method={"h": ("slope", "linear"), "g": "nearest"}
    )
    want = co.crossings(*a, *b, values_a=va, values_b=vb)
    nearest = co.crossings(*a, *b, values_a=va, values_b=vb, method="nearest")
    assert np.array_equal(x["h_a"], nearest["h_a"]) and np.array_equal(x["h_b"], want["h_b"])
    assert np.array_equal(x["g_a"], nearest["g_a"])


def test_exclude_same(rng):
    lon, lat = walks(rng, 6, 80, 50)
    beam = np.repeat(np.arange(6), 81).reshape(6, 81)
    rgt = beam // 2
    x = co.crossings(lon, lat, mode="within", track_a=beam)
    y = co.crossings(
        lon, lat, mode="within", track_a=beam, values_a={"rgt": rgt}, exclude_same=("rgt",)
    )
    kept = x["track_a"] // 2 != x["track_b"] // 2
    assert 0 < kept.sum() < len(x)
    for name in ("seg_a", "seg_b", "frac_a", "lon"):
        assert np.array_equal(y[name], x[name][kept])
    both = co.crossings(lon, lat, lon, lat, track_a=beam, track_b=beam, exclude_same="track")
    assert len(both) == 2 * len(x)
    with pytest.raises(ValueError, match=r"exclude_same names 'rgt'.*which are none"):
        co.crossings(lon, lat, lon, lat, exclude_same="rgt")


def test_by_time(rng):
    a, b = walks(rng, 4, 100, 50), walks(rng, 4, 100, 50)
    ta = np.datetime64("2020-01-01", "ns") + rng.integers(0, 300, (4, 1)) * 86400 * 10**9
    tb = np.datetime64("2020-01-01", "ns") + rng.integers(0, 300, (4, 1)) * 86400 * 10**9
    args = {
        "time_a": ta + np.arange(101), "time_b": tb + np.arange(101),
        "values_a": {"h": a[1]}, "values_b": {"h": b[1]},
        "track_a": np.repeat(["p", "q", "r", "s"], 101).reshape(4, 101),
    }  # fmt: skip
    x, y = co.crossings(*a, *b, **args), co.crossings(*a, *b, **args, by_time=True)
    swap = x["time_b"] < x["time_a"]
    assert 0 < swap.sum() < len(x) == len(y)
    assert np.all(y["time_first"] <= y["time_last"]) and np.array_equal(y["dt_s"], abs(x["dt_s"]))
    assert np.array_equal(y["seg_first"], np.where(swap, x["seg_b"], x["seg_a"]))
    assert np.array_equal(y["dh"], y["h_last"] - y["h_first"])
    first = [str(p) for p in np.where(swap, x["track_b"].astype(object), x["track_a"])]
    assert [str(t) for t in y["track_first"]] == first
    assert len(y.overlaps) == len(x.overlaps)
    with pytest.raises(ValueError, match="by_time"):
        co.crossings(*a, *b, by_time=True)


def test_samples_without_a_track(rng):
    a, b = walks(rng, 4, 100, 50), walks(rng, 4, 100, 50)
    track = np.repeat(np.arange(4.0), 101).reshape(4, 101)
    track[1, 20:90] = NAN
    with pytest.raises(ValueError, match=r"track_a\[121\] is nan"):
        co.crossings(*a, *b, track_a=track)
    x = co.crossings(*a, *b, track_a=track, errors="drop")
    assert (x.untracked_a, x.untracked_b, x.invalid_a) == (70, 0, 0)
    all_of = co.crossings(*a, *b)
    lost = (all_of["seg_a"] >= 101 + 19) & (all_of["seg_a"] < 101 + 90)
    assert np.array_equal(x["seg_a"], all_of["seg_a"][~lost]) and lost.any()
    names = np.array(["p", "q", "r", "s"], object)[np.nan_to_num(track, nan=1).astype(int)]
    names[1, 20:90] = None
    with pytest.raises(ValueError, match=r"track_a\[121\] is None"):
        co.crossings(*a, *b, track_a=names)
    y = co.crossings(*a, *b, track_a=names, errors="drop")
    assert np.array_equal(y["seg_a"], x["seg_a"])


def test_steps_of_more_than_a_quarter_round_are_said():
    with pytest.warns(UserWarning, match="1 steps between samples are longer than 10,000 km"):
        x = co.crossings([0.0, 120.0], [0.0, 0.0], [50.0, 50.0], [-5.0, 5.0])
    assert len(x) == 0 and (x.long_steps_a, x.long_steps_b) == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"method": "spline"}, "method is 'spline': 'linear' or"),
        ({"method": {"g": "linear"}}, "method names 'g', values has h"),
        ({"method": {"h": ("linear",)}}, "one for each side"),
        ({"method": "median"}, "median_within is wanted"),
        ({"method": "median", "median_within": -1}, "median_within is -1"),
        ({"method": "cubic", "spline_points": 1}, "spline_points is 1: 2 to 32"),
        ({"method": "cubic", "spline_points": 2.5}, "spline_points is 2.5"),
        ({"method": "slope"}, "has no slopes"),
        ({"method": "bit_or", "values_a": {"h": [0.5, 1.0]}}, "integers from 0 to"),
        ({"method": {"h": "linear"}, "values_a": {"h": [1, 2]}}, "its values are integers"),
        ({"values_a": {"h": [2**60, 0]}}, r"values_a\['h'\]\[0\] is 1152921504606846976"),
        ({"position_sigma": (1, 2, 3)}, "position_sigma"),
        ({"position_sigma": -1}, "position_sigma is -1"),
        ({"exclude_same": 3}, "exclude_same is 3"),
    ],
)
def test_bad_arguments(arguments, words):
    given = {"values_a": {"h": [1.0, 2.0]}, **arguments}
    with pytest.raises((ValueError, TypeError), match=words):
        co.crossings([0.0, 0.001], [0.0, 0.0], [0.0005, 0.0005], [-0.001, 0.001], **given)
