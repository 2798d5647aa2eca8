"""Which granules meet: the table, its lists and shared coverages, bad input."""

import copy
import pickle

import coincide as co
import numpy as np
import pyarrow as pa
import pyproj
import pytest
import shapely

GEOD = pyproj.Geod(ellps="WGS84")


def tracks(rng, n, points=40, spread=0.2):
    """n tracks of points round 75 S 105 W, random walks of 500 m steps: [n, points] each."""
    lon = np.empty((n, points))
    lat = np.empty((n, points))
    lon[:, 0] = rng.uniform(-105 - spread, -105 + spread, n)
    lat[:, 0] = rng.uniform(-75 - spread / 4, -75 + spread / 4, n)
    azimuth = rng.uniform(-180, 180, n)
    for i in range(1, points):
        azimuth += rng.uniform(-10, 10, n)
        lon[:, i], lat[:, i], _ = GEOD.fwd(lon[:, i - 1], lat[:, i - 1], azimuth, np.full(n, 500.0))
    return lon, lat


def lines(lon, lat):
    return [shapely.LineString(np.c_[x, y]) for x, y in zip(lon, lat, strict=True)]


def close_pairs(lon_a, lat_a, lon_b, lat_b, within):
    """(track, sample) of both sides of all samples within a distance, by every distance."""
    i, j = np.meshgrid(np.arange(lon_a.size), np.arange(lon_b.size), indexing="ij")
    args = lon_a.ravel()[i], lat_a.ravel()[i], lon_b.ravel()[j], lat_b.ravel()[j]
    near = GEOD.inv(*args)[2] <= within
    return np.unravel_index(i[near], lon_a.shape), np.unravel_index(j[near], lon_b.shape)


@pytest.mark.parametrize("simplified", [False, True])
def test_no_pair_of_samples_is_lost(rng, simplified):
    lon_a, lat_a = tracks(rng, 14)
    lon_b, lat_b = tracks(rng, 12)
    of_a, of_b = lines(lon_a, lat_a), lines(lon_b, lat_b)
    error = 0.0
    if simplified:
        # In degrees of latitude; of longitude it is less.
        error = 400.0
        of_a, of_b = (shapely.simplify(g, 300 / 111_700) for g in (of_a, of_b))
    a = co.catalog(of_a, footprint_error_m=error)
    b = co.catalog(of_b, footprint_error_m=error)
    for within in (200.0, 2000.0):
        pairs = co.match_granules(a, b, within)
        found = set(zip(pairs["row_a"].tolist(), pairs["row_b"].tolist(), strict=True))
        (ta, sa), (tb, sb) = close_pairs(lon_a, lat_a, lon_b, lat_b, within)
        assert set(zip(ta.tolist(), tb.tolist(), strict=True)) <= found
        # And each of them lies where stage two is told to look.
        place = {pair: k for k, pair in enumerate(zip(pairs["row_a"], pairs["row_b"], strict=True))}
        inside = [
            pairs.shared_a[place[p, q]].contains(lon_a[p, i], lat_a[p, i])
            and pairs.shared_b[place[p, q]].contains(lon_b[q, j], lat_b[q, j])
            for p, i, q, j in zip(ta, sa, tb, sb, strict=True)
        ]
        assert len(inside) > 0 and all(inside)


def test_coverages_as_footprints(rng):
    lon_a, lat_a = tracks(rng, 10)
    lon_b, lat_b = tracks(rng, 10)
    of_a, of_b = lines(lon_a, lat_a), lines(lon_b, lat_b)
    exact = co.match_granules(of_a, of_b, 100)
    covers = [co.Coverage.from_geometry(g, 12) for g in of_b]
    loose = co.match_granules(of_a, covers, 100)
    both = co.match_granules([co.Coverage.from_geometry(g, 12) for g in of_a], covers, 100)
    bounds = co.match_granules(of_a, of_b, 100, exact=False)
    pairs = [
        set(zip(p["row_a"].tolist(), p["row_b"].tolist(), strict=True))
        for p in (exact, loose, both, bounds)
    ]
    assert pairs[0] <= pairs[1] <= pairs[2] and pairs[0] <= pairs[3]
    assert exact["exact"].all() and not (loose["exact"].any() or bounds["exact"].any())


def small():
    line = shapely.LineString([(0, 0), (2, 0)])
    a = co.catalog(
        [line, shapely.Point(1, 0.5), None],
        granule=["line", "point", "nothing"],
        href=["s3://line", None, None],
        time_start=["2020-01-01", "2020-02-01", "NaT"],
        time_end=["2020-01-02", "2020-02-02", "NaT"],
    )
    b = co.catalog(
        [shapely.box(0.5, -1, 1.5, 1), shapely.Point(0.5, 0), shapely.Point(50, 50)],
        granule=["box", "on the line", "far"],
        time_start=["2020-01-05", "2019-12-01", "NaT"],
        time_end=["2020-01-06", "2019-12-02", "NaT"],
    )
    return a, b


def test_columns():
    pairs = co.match_granules(*small())
    assert pairs["granule_a"].tolist() == ["line", "line", "point"]
    assert pairs["granule_b"].tolist() == ["box", "on the line", "box"]
    assert pairs["href_a"].tolist() == ["s3://line", "s3://line", None]
    day = 86400.0
    # The end is exclusive: the last sample is 1 ns before it.
    np.testing.assert_allclose(pairs["lag_s"], [3 * day, -30 * day, -26 * day], rtol=1e-12)
    assert pairs["distance_upper_m"].tolist() == [0, 0, 0]
    assert pairs["time_end_b"][0] == np.datetime64("2020-01-06")
    assert 1e6 < pairs["overlap_m2"][0] < 5e10
    table = pairs.to_arrow()
    assert table["granule_b"].to_pylist() == ["box", "on the line", "box"]
    assert table["shared_a"].type == pairs.shared_a.to_arrow().type
    near = pairs[pairs["lag_s"] > 0]
    assert isinstance(near, co.GranulePairs) and near["granule_b"].tolist() == ["box"]
    assert near.shared_b[0].contains(1.0, 0.0)
    # Every row of a selection made before the shared columns has its own, too.
    fresh = co.match_granules(*small())[2:]
    assert fresh.shared_a[0].contains(1.0, 0.5) and len(fresh.shared_a) == 1


def test_times():
    a, b = small()
    with pytest.raises(ValueError, match="b, row 2: no time, but a time window is given"):
        co.match_granules(a, b, 0, "3D")
    pairs = co.match_granules(a, b, 0, "73 h", missing_time="match")
    assert pairs["granule_b"].tolist() == ["box"]
    assert len(co.match_granules(a, b, 0, np.timedelta64(2, "D"), missing_time="drop")) == 0
    everything = co.match_granules(a, b, "20000 km", "0 s", missing_time="match")
    assert everything["granule_b"].tolist() == ["far", "far"]
    assert np.isnan(everything["lag_s"]).all()


def test_group_by():
    pairs = co.match_granules(*small())
    groups = pairs.group_by("a")
    assert groups["granule"].tolist() == ["line", "point"]
    assert groups["n_granules"].tolist() == [2, 1]
    assert [row.tolist() for row in groups["granules"]] == [["box", "on the line"], ["box"]]
    assert pa.table(groups)["granules"].to_pylist() == [["box", "on the line"], ["box"]]
    groups = pairs.group_by("b")
    assert groups["granule"].tolist() == ["box", "on the line"]
    assert [row.tolist() for row in groups["rows"]] == [[0, 1], [0]]
    with pytest.raises(ValueError, match="side is 'c'"):
        pairs.group_by("c")


def test_with_itself_and_threads(rng):
    a = co.catalog(lines(*tracks(rng, 60)))
    pairs = co.match_granules(a, a, 300)
    assert (pairs["row_a"] < pairs["row_b"]).all() and len(pairs) > 10
    for threads in (1, 2):
        again = co.match_granules(a, a, "300 m", threads=threads)
        assert again == pairs


def test_copies_and_pickles_of_what_was_matched():
    a = co.catalog([shapely.Point(10, 70), shapely.Point(11, 70)])
    pairs = co.match_granules(a, a, "50 km")
    for made in (copy.deepcopy, copy.copy, lambda x: pickle.loads(pickle.dumps(x))):
        again = made(a)
        assert len(co.match_granules(again, again, "50 km")) == len(pairs) == 1
        again = made(pairs)
        assert again["row_b"].tolist() == [1] and len(again.shared_a) == 1
    with pytest.raises(ValueError, match="within is inf: a finite number"):
        co.match_granules(a, a, "1e400 m")


def test_progress_is_a_line_on_a_terminal(rng, monkeypatch):
    import io

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    from coincide import _progress

    clock = iter(range(10**6))
    monkeypatch.setattr(_progress.time, "monotonic", lambda: float(next(clock)))
    a = co.catalog(lines(*tracks(rng, 100, 5)))
    for progress, shows in ((True, True), (False, False), (None, False)):
        terminal = Terminal()
        monkeypatch.setattr(_progress.sys, "stderr", terminal)
        co.match_granules(a, a[:10], 0, progress=progress)
        text = terminal.getvalue()
        assert bool(text) == shows and (not text or text.endswith("\r\x1b[K"))
        assert not shows or f"of {len(a):,} of a" in text


def test_progress_and_errors(rng):
    a = co.catalog(lines(*tracks(rng, 100, 5)))
    seen = []
    co.match_granules(a, a[:10], 0, progress=lambda *now: seen.append(now))
    assert seen[-1][:2] == (100, 100)

    def stop(*now):
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        co.match_granules(a, a[:10], 0, progress=stop)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda a: co.match_granules(a, a, -1), "within is -1"),
        (lambda a: co.match_granules(a, a, float("nan")), "within is nan"),
        (lambda a: co.match_granules(a, a, "5 parsecs"), "within is '5 parsecs'"),
        (lambda a: co.match_granules(a, a, 0, "-1D"), "time_window"),
        (lambda a: co.match_granules(a, a, 0, "1D", missing_time="never"), "missing_time"),
        (lambda a: co.match_granules([shapely.Point(0, 95)], a), r"footprint\[0\]: vertex 0 is"),
        (lambda a: co.match_granules([b"abc"], a), r"footprint\[0\]:"),
        (
            lambda a: co.match_granules(a, [co.Coverage.from_points(1, 2, 5, ellipsoid="sphere")]),
            "sphere",
        ),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call(co.catalog([shapely.Point(0, 0)]))
