"""match_points against all pairs by pyproj's Geod, and what it says of bad input."""

import datetime
import re
import subprocess
import sys

import coincide as co
import numpy as np
import pytest
from coincide._units import to_metres, to_nanoseconds
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
NAN = float("nan")
HOUR = np.timedelta64(1, "h")


@pytest.fixture
def sides(rng):
    """(lon_a, lat_a, lon_b, lat_b) near the south pole, and the distance of each pair."""
    lon_a, lon_b = rng.uniform(-180, 180, 300), rng.uniform(0, 720, 200)
    lat_a, lat_b = rng.uniform(-90, -89.9, 300), rng.uniform(-90, -89.9, 200)
    shape = len(lon_a), len(lon_b)
    flat = [np.broadcast_to(x[:, None], shape).ravel() for x in (lon_a, lat_a)]
    flat += [np.broadcast_to(x, shape).ravel() for x in (lon_b, lat_b)]
    return (lon_a, lat_a, lon_b, lat_b), GEOD.inv(*flat)[2].reshape(shape)


@pytest.fixture
def times(rng):
    start = np.datetime64("2020-01-01", "ns")
    return [start + rng.integers(0, 86_400_000_000_000, n).astype("m8[ns]") for n in (300, 200)]


@pytest.mark.parametrize("within", [0, 30.0, np.float32(700), "1.5 km", np.inf])
def test_all_pairs(sides, within):
    arrays, distances = sides
    metres = to_metres(within, "within")
    # No pair is so close to the radius that the libraries' rounding decides.
    assert np.abs(distances - metres).min() > 1e-6
    i, j, distance_m = co.match_points(*arrays, within)
    want = np.nonzero(distances <= metres)
    assert i.dtype == j.dtype == np.int64 and distance_m.dtype == np.float64
    assert np.array_equal(i, want[0]) and np.array_equal(j, want[1])
    assert np.abs(distance_m - distances[want]).max(initial=0) < 1e-7
    for threads in (1, 2):
        again = co.match_points(*arrays, within, threads=threads)
        assert all(map(np.array_equal, again, (i, j, distance_m)))


@pytest.mark.parametrize("window", [2 * HOUR, "120 min", datetime.timedelta(hours=2)])
def test_time_window(sides, times, window):
    arrays, distances = sides
    dt = np.abs(times[1][None, :] - times[0][:, None])
    want = np.nonzero((distances <= 2000) & (dt <= 2 * HOUR))
    got = co.match_points(*arrays, 2000, time_a=times[0], time_b=times[1], time_window=window)
    assert np.array_equal(got[:2], want) and len(want[0]) > 100


def test_missing_times(sides, times):
    arrays, distances = sides
    times[0][::7] = np.datetime64("NaT")
    dt = np.abs(times[1][None, :] - times[0][:, None])
    given = dict(time_a=times[0], time_b=times[1], time_window="1h")
    with pytest.raises(ValueError, match=re.escape("time_a[0] is missing (NaT)")):
        co.match_points(*arrays, 2000, **given)
    near = distances <= 2000
    dropped = co.match_points(*arrays, 2000, **given, missing_time="drop")
    assert np.array_equal(dropped[:2], np.nonzero(near & (dt <= HOUR)))
    matched = co.match_points(*arrays, 2000, **given, missing_time="match")
    assert np.array_equal(matched[:2], np.nonzero(near & ((dt <= HOUR) | np.isnat(dt))))


def test_policies_are_filters_on_ranks(sides):
    arrays, _ = sides
    i, j, distance_m = co.match_points(*arrays, 3000)
    rank_a, rank_b = co.rank_pairs(i, j, distance_m)
    for keep, kept in {
        "nearest": rank_a == 1,
        "nearest_a": rank_a == 1,
        "nearest_b": rank_b == 1,
        "mutual": (rank_a == 1) & (rank_b == 1),
        4: rank_a <= 4,
    }.items():
        got = co.match_points(*arrays, 3000, keep=keep)
        for x, y in zip(got, (i, j, distance_m), strict=True):
            assert np.array_equal(x, y[kept]), keep


def test_unique_is_greedy(sides):
    arrays, _ = sides
    i, j, distance_m = co.match_points(*arrays, 3000)
    free_a, free_b, kept = np.ones(300, bool), np.ones(200, bool), []
    for p in np.lexsort((j, i, distance_m)):
        if free_a[i[p]] and free_b[j[p]]:
            free_a[i[p]] = free_b[j[p]] = False
            kept.append(p)
    got = co.match_points(*arrays, 3000, keep="unique")
    assert np.array_equal(got[0], i[np.sort(kept)]) and np.array_equal(got[1], j[np.sort(kept)])


def test_nearest_without_a_radius(sides):
    arrays, distances = sides
    i, j, _ = co.match_points(*arrays, None, keep="nearest")
    assert np.array_equal(i, np.arange(300)) and np.array_equal(j, distances.argmin(axis=1))
    i, j, _ = co.match_points(*arrays, None, keep="nearest_b")
    assert set(zip(i, j, strict=True)) == set(
        zip(distances.argmin(axis=0), range(200), strict=True)
    )


def test_nearest_in_time(sides, times):
    arrays, distances = sides
    given = dict(time_a=times[0], time_b=times[1], keep="nearest", metric="time")
    i, j, _ = co.match_points(*arrays, 2000, **given)
    dt = np.abs(times[1][None, :] - times[0][:, None]).astype(float)
    dt[distances > 2000] = np.inf
    rows = np.nonzero(np.isfinite(dt).any(axis=1))[0]
    assert np.array_equal(i, rows) and np.array_equal(j, dt[rows].argmin(axis=1))


def test_shapes_scalars_and_nothing():
    i, j, distance_m = co.match_points(20.0, 10.0, np.full((2, 3), 20.0), 10.0, 1)
    assert i.tolist() == [0] * 6 and j.tolist() == [0, 1, 2, 3, 4, 5] and not distance_m.any()
    for got in co.match_points([], [], 20.0, 10.0, 1):
        assert len(got) == 0
    # Other dtypes are converted once.
    f = np.float32
    assert len(co.match_points(f(20), f(10), [20], [10], 1)[0]) == 1


def test_missing_positions():
    lon = np.ma.masked_array([20.0, 20.0, NAN], [False, True, False])
    i, j, _ = co.match_points(lon, 10.0, 20.0, 10.0, 1, missing_position="drop")
    assert i.tolist() == [0] and j.tolist() == [0]


@pytest.mark.parametrize(
    "given, message",
    [
        (dict(lon_a=[1, NAN]), "lon_a[1] is nan: longitudes are finite degrees"),
        (dict(lat_b=[1, 2, -91]), "lat_b[2] is -91: latitudes are -90 to 90 degrees"),
        (dict(lat_a=95.0, lon_a=20.0), "did you pass lat, lon?"),
        (dict(lon_a=[1, 2], lat_a=[1, 2, 3]), "lon_a and lat_a differ in length: 2 and 3"),
        (dict(within=-1), "within is -1: 0 or more metres is allowed"),
        (dict(within="-1 m"), "within is -1: 0 or more metres is allowed"),
        (dict(within=NAN), "within is nan: 0 or more metres is allowed"),
        (dict(within=None), "within is not given: only the nearest"),
        (dict(within="5 parsec"), "within is '5 parsec': a number and a unit is wanted"),
        (dict(within="5"), "within is '5': a number and a unit is wanted, such as '500 m'"),
        (dict(time_window="1 h"), "time_a is not given: times are compared"),
        (dict(time_window="-1 h", time_a=0, time_b=0), "time_window is -3600000000000 ns"),
        (dict(time_window=np.timedelta64("NaT", "s")), "time_window is NaT"),
        (dict(time_window=np.timedelta64(1, "M")), "time_window is 1 months: a span in weeks"),
        (dict(time_window="1 m", time_a=0, time_b=0), "time_window is '1 m': a number and a unit"),
        (dict(time_window="1e9 D"), "time_window is 1e9 D: at most 292 years"),
        (dict(keep="best"), "keep is 'best': 'all', 'nearest', 'nearest_a', 'nearest_b', 'mutual'"),
        (dict(keep=0), "keep is 0: 1 or more is allowed"),
        (dict(missing_time="skip"), "missing_time is 'skip': 'raise', 'drop' or 'match' is"),
        (dict(missing_position="skip"), "missing_position is 'skip': 'raise' or 'drop' is"),
        (dict(metric="size"), "metric is 'size': 'distance', 'time' or 'both' is allowed"),
        (dict(metric="both", time_a=0, time_b=0), "metric 'both' needs a finite within and a"),
        (dict(ellipsoid="moon"), "ellipsoid is 'moon'"),
        (dict(threads=0), "threads is 0"),
    ],
)
def test_bad_input(given, message):
    arguments = dict(lon_a=20.0, lat_a=10.0, lon_b=20.0, lat_b=10.0, within=1.0) | given
    with pytest.raises(ValueError, match=re.escape(message)):
        co.match_points(**arguments)


@pytest.mark.parametrize(
    "given, message",
    [
        (dict(within=[1]), "within is a list: metres or text such as '500 m' is wanted"),
        (dict(within=True), "within is a bool"),
        (dict(time_window=5), "time_window is int 5: timedelta64, timedelta or text"),
        (dict(time_a=[0.5]), "time_a has dtype float64: datetime64 is wanted"),
        (dict(lon_a="x"), "lon_a is a str"),
        (dict(keep=None), "keep is None: an integer is wanted"),
    ],
)
def test_bad_types(given, message):
    arguments = dict(lon_a=20.0, lat_a=10.0, lon_b=20.0, lat_b=10.0, within=1.0) | given
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        co.match_points(**arguments)


@pytest.mark.parametrize(
    "i, j, by, message",
    [
        ([0], [0, 1], [1.0], "i, j and by differ in length: 1, 2 and 1"),
        ([0, -1], [0, 0], [1, 1], "i[1] is -1: rows are 0 or more"),
        ([0, 0], [1, 1], [1, 1], "i, j are out of order at [1]"),
        ([1, 0], [1, 1], [1, 1], "i, j are out of order at [1]"),
        ([0, 1], [1, 1], [1, NAN], "by[1] is nan: 0 or more is allowed"),
    ],
)
def test_bad_pairs(i, j, by, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        co.rank_pairs(i, j, by)


def test_aggregates_are_those_of_pandas(sides, rng):
    pd = pytest.importorskip("pandas")
    arrays, _ = sides
    i, j, distance_m = co.match_points(*arrays, 2500)
    values = rng.normal(size=200)
    values[::9] = NAN
    grouped = pd.Series(values[j]).groupby(i)
    for how in ("count", "mean", "median", "std", "min", "max"):
        rows, result = co.aggregate_pairs(i, j, values, how)
        want = grouped.agg(how)
        assert np.array_equal(rows, want.index)
        np.testing.assert_allclose(result, want, rtol=0, atol=1e-14)
    _, mad = co.aggregate_pairs(i, j, values, "mad")
    want = grouped.agg(lambda x: (x - x.median()).abs().median())
    np.testing.assert_allclose(mad, want, rtol=0, atol=1e-15)
    _, mean = co.aggregate_pairs(i, j, values, "distance_weighted_mean", distance_m=distance_m)
    known = ~np.isnan(values[j])
    weight = np.where(known, 1 / distance_m, 0)
    with np.errstate(invalid="ignore"):
        want = np.bincount(i, weight * np.nan_to_num(values[j])) / np.bincount(i, weight)
    np.testing.assert_allclose(mean, want[rows], rtol=0, atol=1e-13)
    with pytest.raises(ValueError, match=re.escape("j[0] is")):
        co.aggregate_pairs(i, j, values[: j[0]], "mean")
    with pytest.raises(ValueError, match="how is 'mode': 'count', 'mean'"):
        co.aggregate_pairs(i, j, values, "mode")
    with pytest.raises(ValueError, match="as many are wanted"):
        co.aggregate_pairs(i, j, values, "distance_weighted_mean")


def test_units():
    assert [to_metres(x, "x") for x in (5, 2.5, "500 m", "2km", " 1e2 mm", "1nmi", "-.5 m")] == [
        5,
        2.5,
        500,
        2000,
        0.1,
        1852,
        -0.5,
    ]
    second = 10**9
    for text, want in {
        "1.5 s": 3 * second // 2,
        "30D": 30 * 86_400 * second,
        "2W": 14 * 86_400 * second,
        "90min": 5400 * second,
        "0.1 ns": 0,
        "250 us": 250_000,
    }.items():
        assert to_nanoseconds(text, "x") == want, text
    assert to_nanoseconds(np.timedelta64(7, "m"), "x") == 420 * second
    assert to_nanoseconds(np.timedelta64(3, "25us"), "x") == 75_000
    assert to_nanoseconds(datetime.timedelta(days=-1, microseconds=3), "x") == -86_399_999_997_000


ENDLESS = """
import os, signal, threading, time
import coincide as co, numpy as np, shapely
# A shell in the background has its children ignore the signal.
signal.signal(signal.SIGINT, signal.default_int_handler)
lon, lat = np.random.default_rng(1).uniform(-1, 1, (2, 1_000_000))
def stop():
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=stop).start()
try:
    {call}
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.parametrize(
    "call",
    [
        "co.match_points(lon, lat, lon, lat, None, keep=2_000)",
        "co.match_points(lon, lat, lon, lat, 50e3, keep='unique')",
        "s = co.Catalog.from_samples({'g': {'lon': lon, 'lat': lat}}, footprint_error_m=1e4);"
        " co.match(s, s[:], within=200e3, keep=50, progress=False)",
        "s = co.Catalog.from_samples({'g': {'lon': lon, 'lat': lat}}, footprint_error_m=1e4);"
        " co.crossovers(s, s.append(s)[:1], max_gap=1e9, progress=False)",
        "co.near_line(lon, lat, lon[:20_000], lat[:20_000], 200e3)",
        "t = np.arange(1_000_000) // 1000; co.crossings(lon, lat, lon, lat, track_a=t, track_b=t)",
        "t = np.zeros(1_000_000, int); co.crossings(lon, lat, track_a=t, mode='self', max_gap=1e9)",
        "s, c = np.sin(np.arange(1000) / 80), np.cos(np.arange(1000) / 80);"
        " r = 0.5 + 0.4 * (np.arange(1000) % 2); p = shapely.Polygon(np.c_[r * s, r * c]);"
        " co.in_polygons(lon, lat, [p] * 500)",
        "co.raster_along(np.zeros((3000, 3000)), (1e-3, 0, -1.5, 0, -1e-3, 1.5), 4326, lon, lat,"
        " 100e3)",
        "co.super_crossovers({'lon': lon, 'lat': lat, 'track_a': lon, 'track_b': lat}, 1500)",
    ],
)
def test_ctrl_c_ends_a_search(call):
    # Minutes of work, that do not come back before they are done unless they look at signals.
    done = subprocess.run(
        [sys.executable, "-c", ENDLESS.format(call=call)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "stopped\n", done.stderr


def test_more_pairs_than_memory_holds_is_an_error():
    lon, lat = np.random.default_rng(1).uniform(-1, 1, (2, 300_000))
    with pytest.raises(MemoryError, match=r"more than \d+ pairs"):
        co.match_points(lon, lat, lon, lat, "1000 km")
