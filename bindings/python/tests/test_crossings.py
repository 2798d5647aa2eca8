"""crossings: places checked by pyproj, columns, values, and what it says of bad input."""

import re

import coincide as co
import numpy as np
import pyproj
import pytest

GEOD = pyproj.Geod(ellps="WGS84")
NAN = float("nan")


def walks(rng, tracks, steps, step_m, lon=-107.0, lat=-76.0):
    """(lon, lat) of tracks that wander through one place: [tracks, steps + 1] each."""
    columns = np.empty((2, tracks, steps + 1))
    azimuth = rng.uniform(0, 360, tracks)
    at = GEOD.fwd(
        np.full(tracks, lon), np.full(tracks, lat), azimuth + 170, step_m * steps / 2 + 0 * azimuth
    )
    azimuth = GEOD.inv(at[0], at[1], np.full(tracks, lon), np.full(tracks, lat))[0]
    azimuth += rng.uniform(-8, 8, tracks)
    for k in range(steps + 1):
        columns[:, :, k] = at[0], at[1]
        at = GEOD.fwd(at[0], at[1], azimuth, step_m * rng.uniform(0.5, 1.5, tracks))
        azimuth = at[2] + 180 + rng.uniform(-5, 5, tracks)
    return columns


@pytest.mark.parametrize("step_m, lat", [(20, -76), (300, -89.9), (300, 0), (30_000, 70)])
def test_every_place_lies_on_both_geodesics(rng, step_m, lat):
    a, b = walks(rng, 8, 150, step_m, lat=lat), walks(rng, 7, 150, step_m, lat=lat)
    x = co.crossings(*a, *b)
    assert len(x) > 20
    for side, (lon, lat_) in (("a", a.reshape(2, -1)), ("b", b.reshape(2, -1))):
        i = x[f"seg_{side}"]
        whole = GEOD.inv(lon[i], lat_[i], lon[i + 1], lat_[i + 1])
        first = GEOD.inv(lon[i], lat_[i], x["lon"], x["lat"])
        # Beside the path by less than 1e-6 m over the sine of the angle.
        off = first[2] * np.sin(np.radians(first[0] - whole[0]))
        tolerance = 2e-7 / np.sin(np.radians(np.maximum(x["angle"], 0.01)))
        assert np.all(np.abs(off) < tolerance)
        assert np.allclose(first[2], x[f"frac_{side}"] * whole[2], rtol=0, atol=1e-6)
        assert np.allclose(whole[2], x[f"gap_{side}"], rtol=0, atol=1e-7)
        assert np.allclose(x[f"near_{side}"], np.minimum(first[2], whole[2] - first[2]), atol=1e-6)
        travel = GEOD.inv(x["lon"], x["lat"], lon[i + 1], lat_[i + 1])[0]
        turn = (travel - x[f"azimuth_{side}"] + 180) % 360 - 180
        far = whole[2] - first[2] > 0.1 * step_m
        assert np.all(np.abs(turn[far]) < 1e-5)
    assert np.array_equal(x["cell"], co.encode(x["lon"], x["lat"]))


def rows(x, sides="ab"):
    p, q = sides
    names = ["lon", "lat"] + [f"{n}_{s}" for s in (p, q) for n in ("seg", "frac", "s")]
    return sorted(zip(*(x[name].tolist() for name in names), strict=True))


def test_sides_can_be_exchanged_and_threads_do_not_count(rng):
    a, b = walks(rng, 8, 100, 50), walks(rng, 9, 100, 70)
    x = co.crossings(*a, *b, threads=1)
    assert x == co.crossings(*a, *b, threads=2)
    assert rows(x) == rows(co.crossings(*b, *a), "ba")
    assert np.all(np.diff(x["seg_a"]) >= 0)


def test_samples_of_a_track_need_not_be_together(rng):
    a, b = walks(rng, 5, 60, 50).reshape(2, -1), walks(rng, 1, 60, 50)[:, 0]
    names = np.repeat(["p", "q", "r", "s", "t"], 61)
    x = co.crossings(*a, *b, track_a=names)
    assert x["track_a"].tolist() == [names[i] for i in x["seg_a"]]
    # Beams in turn: the samples of five tracks one after the other, again and again.
    mixed = np.arange(5 * 61).reshape(5, 61).T.ravel()
    y = co.crossings(*a[:, mixed], *b, track_a=names[mixed])
    assert sorted(mixed[y["seg_a"]].tolist()) == sorted(x["seg_a"].tolist())
    assert sorted(y["s_a"].tolist()) == sorted(x["s_a"].tolist())


def test_times_and_values(rng):
    a, b = walks(rng, 3, 80, 30), walks(rng, 2, 80, 30)
    time_a = np.datetime64("2020-01-01", "ns") + np.arange(a[0].size).reshape(a[0].shape) * 10**7
    time_b = np.datetime64("2021-01-01", "ns") + np.arange(b[0].size).reshape(b[0].shape) * 10**7
    h = 7.0 * np.arange(a[0].size).reshape(a[0].shape)
    x = co.crossings(
        *a, *b, time_a=time_a, time_b=time_b,
        values_a={"h": (h, np.ones_like(h)), "q": h}, values_b={"h": (2 * b[1], 0 * b[1])},
    )  # fmt: skip
    assert len(x) > 3
    assert np.allclose(x["h_a"], 7 * (x["seg_a"] + x["frac_a"]), rtol=1e-12)
    assert np.allclose(x["h_b"], 2 * x["lat"], atol=1e-6)
    assert np.array_equal(x["dh"], x["h_b"] - x["h_a"])
    assert np.allclose(x["h_sigma_a"], np.hypot(1 - x["frac_a"], x["frac_a"]))
    assert np.allclose(x["dh_sigma"], x["h_sigma_a"])
    assert "dq" not in x and "q_a" in x
    assert np.array_equal(
        x["time_a"], time_a.ravel()[x["seg_a"]] + np.rint(x["frac_a"] * 1e7).astype("m8[ns]")
    )
    assert np.allclose(x["dt_s"], (x["time_b"] - x["time_a"]) / np.timedelta64(1, "s"))
    nearest = co.crossings(*a, *b, values_a={"h": h}, method="nearest")
    assert np.array_equal(nearest["h_a"], h.ravel()[x["seg_a"] + (x["frac_a"] > 0.5)])


def test_missing_values_are_flagged():
    lon, lat = [0.0, 0.001, 0.002, 0.003], [0.0] * 4
    other = [0.0015, 0.0015], [-0.0006, 0.0006]
    x = co.crossings(lon, lat, *other, values_a={"h": [0.0, NAN, 20.0, 30.0]})
    assert x["flags"].tolist() == [16] and np.allclose(x["h_a"], 15)
    x = co.crossings(lon, lat, *other, values_a={"h": np.ma.masked_less([0.0, 9, 9, 9], 20)})
    assert x["flags"].tolist() == [32] and np.isnan(x["h_a"][0])
    x = co.crossings(lon, lat, *other, values_a={"h": [0.0, NAN, 20.0, 30.0]}, max_gap="150 m")
    assert x["flags"].tolist() == [32 | 8]


def test_modes(rng):
    lon, lat = walks(rng, 4, 60, 50)
    within = co.crossings(lon, lat, mode="within")
    assert np.all(within["track_a"] < within["track_b"])
    pairs = sum(len(co.crossings(lon[i], lat[i], lon[j], lat[j]))
                for i in range(4) for j in range(i + 1, 4))  # fmt: skip
    assert len(within) == pairs > 3
    eight = np.radians(np.arange(0, 350, 10))
    one = co.crossings(0.01 * np.sin(2 * eight + 0.1), 0.02 * np.cos(eight + 0.1), mode="self")
    assert len(one) == 1 and one["flags"].tolist() == [4]
    far = one["s_b"][0] - one["s_a"][0]
    more = dict(mode="self", min_separation=far + 1)
    assert (
        len(co.crossings(0.01 * np.sin(2 * eight + 0.1), 0.02 * np.cos(eight + 0.1), **more)) == 0
    )


def test_touches_and_overlaps():
    line = [0.0, 1.0, 2.0], [0.0, 0.0, 0.0]
    vee = [0.9, 1.0, 1.1], [0.1, 0.0, 0.1]
    assert len(co.crossings(*line, *vee)) == 0
    x = co.crossings(*line, *vee, touches=True)
    assert x["flags"].tolist() == [2] and x["lon"].tolist() == [1.0]
    x = co.crossings(*line, [0.5, 1.0, 1.5], [0.0, 0.0, 0.0])
    assert len(x) == 0 and len(x.overlaps) == 1
    assert x.overlaps["lon"].tolist() == [0.5] and x.overlaps["end_lon"].tolist() == [1.5]
    assert x.overlaps["seg_a"].tolist() == [0] and x.overlaps["end_seg_a"].tolist() == [1]
    assert np.allclose(x.overlaps["length_m"], 6378137 * np.radians(1))


def test_what_is_accepted():
    other = [1.0, 1.0], [-1.0, 1.0]
    for make in (list, np.array, lambda v: np.array(v, np.float32), lambda v: np.ma.array(v)):
        assert len(co.crossings(make([0, 2]), make([0, 0]), *other)) == 1
    assert len(co.crossings([], [], *other)) == 0
    assert len(co.crossings([0, NAN, 2], [0, 0, 0], *other, errors="drop")) == 0
    x = co.crossings([0, NAN, 0.5, 2], [0, 0, 0, 0], *other, errors="drop")
    assert (len(x), x.invalid_a, x.invalid_b) == (1, 1, 0)
    assert np.isinf(co.crossings([0.0, 2], [0.0, 0], *other, max_gap=np.inf)["max_gap_a"]).all()
    assert "1 crossings" in x.summary()
    taken = x[x["angle"] > 80]
    assert type(taken) is co.Crossings and taken.overlaps is x.overlaps


LINE = {"lon_a": [0.0, 2.0], "lat_a": [0.0, 0.0], "lon_b": [1.0, 1.0], "lat_b": [-1.0, 1.0]}


@pytest.mark.parametrize(
    "arguments, error, message",
    [
        ({"lat_a": [0.0]}, ValueError, "lon_a has the shape (2,), lat_a (1,)"),
        ({"lat_b": [0.0, NAN]}, ValueError, "lat_b[1] is nan: -90 to 90 is allowed"),
        ({"lon_a": [np.inf, 0]}, ValueError, "lon_a[0] is inf: a finite number is allowed"),
        ({"lat_a": [0.0, -107]}, ValueError, "lat_a[1] is -107: -90 to 90 is allowed; did you"),
        ({"track_a": [0, 0, 0]}, ValueError, "track_a has the shape (3,)"),
        ({"time_a": [0]}, ValueError, "time_a has the shape (1,)"),
        ({"time_b": [0.5, 1.0]}, TypeError, "time_b has dtype float64"),
        ({"values_b": {"h": [1.0]}}, ValueError, "values_b['h'] has the shape (1,)"),
        ({"max_gap": -1}, ValueError, "max_gap is -1"),
        ({"max_gap": NAN}, ValueError, "max_gap is nan"),
        ({"max_gap": "5 parsec"}, ValueError, "max_gap is '5 parsec'"),
        ({"max_gap_time": "-1 s"}, ValueError, "max_gap_time is -1000000000 ns"),
        ({"max_gap_time": "1 s"}, ValueError, "max_gap_time is given, time_a is not"),
        ({"track_a": np.array([1, "x"], object)}, TypeError, "track_a[0] is 1, others are text"),
        ({"values_a": {"track": [1.0, 2.0]}}, ValueError, "'track' is a column of the result"),
        ({"values_a": {"h": ["x", "y"]}}, TypeError, "values_a['h'] has dtype <U1"),
        ({"values_a": {"h": [1j, 2]}}, TypeError, "values_a['h'] has dtype complex128"),
        ({"values_a": {"h": ([1, 2], [0, -9])}}, ValueError, "errors of values_a['h']: [1] is -9"),
        ({"min_angle": 1e300}, ValueError, "min_angle is 1e+300"),
        ({"min_angle": 100}, ValueError, "min_angle is 100"),
        ({"min_separation": -3}, ValueError, "min_separation is -3"),
        ({"mode": "both"}, ValueError, "mode is 'both': 'external' or 'self' or 'within'"),
        ({"edges": "planar"}, ValueError, "edges is 'planar': 'geodesic' is allowed"),
        ({"method": "spline"}, ValueError, "method is 'spline'"),
        ({"errors": "null"}, ValueError, "errors is 'null'"),
        ({"lon_b": None}, TypeError, "lon_b is None: mode='external' needs two sides"),
        ({"mode": "self"}, TypeError, "lon_b is given: mode='self' has one side"),
        ({"threads": 0}, ValueError, "threads is 0"),
        ({"ellipsoid": "moon"}, ValueError, "ellipsoid is 'moon'"),
        ({"lon_a": [[[0.0]]], "lat_a": [[[0.0]]]}, ValueError, "one or two dimensions"),
    ],
)
def test_bad_input(arguments, error, message):
    with pytest.raises(error, match=re.escape(message)):
        co.crossings(**(LINE | arguments))
