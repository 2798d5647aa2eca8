"""TimeCoverage against sets of nanoseconds, its forms against mocpy; times of other libraries."""

import copy
import datetime
import json
import pathlib
import pickle
import re
import warnings
from contextlib import nullcontext

import coincide as co
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from mocpy import TimeMOC

VECTORS = pathlib.Path(__file__).resolve().parents[3] / "tests" / "vectors"
TIMES = 16
RANGES = st.lists(st.tuples(st.integers(0, TIMES - 1), st.integers(1, 6)), max_size=6)
JANUARY = co.TimeCoverage([["2024-01-01", "2024-02-01"]])
NAT = np.datetime64("NaT")


def of(ranges, order=61):
    return co.TimeCoverage([[begin, begin + length] for begin, length in ranges], order=order)


def held(ranges):
    return {time for begin, length in ranges for time in range(begin, begin + length)}


def times_of(c):
    return {time for begin, end in c.times.astype(np.int64).tolist() for time in range(begin, end)}


@given(RANGES, RANGES, st.integers(0, 61), st.integers(0, 61))
def test_sets(x, y, order_x, order_y):
    a, b, in_a, in_b = of(x, order_x), of(y, order_y), held(x), held(y)
    for got, want in (
        (a, in_a),
        (a | b, in_a | in_b),
        (a & b, in_a & in_b),
        (a - b, in_a - in_b),
        (a ^ b, in_a ^ in_b),
    ):
        assert times_of(got) == want
        # Canonical: sorted, disjoint, not touching.
        flat = got.times.astype(np.int64).ravel()
        assert (np.diff(flat) > 0).all()
        assert len(got) == len(got.times) and bool(got) is bool(want) is not got.is_empty
    assert (a | b).order == max(order_x, order_y)
    assert a.contains(b) is (in_b <= in_a) and a.intersects(b) is bool(in_a & in_b)
    asked = np.arange(-2, TIMES + 8)
    assert a.contains(asked).tolist() == [time in in_a for time in asked]
    assert ~~a == a and not (a & ~a) and (a | ~a) == ~of([], order_x)
    for same in (copy.deepcopy(a), *(pickle.loads(pickle.dumps(a, p)) for p in range(6))):
        assert same == a and hash(same) == hash(a)


def test_ends():
    everything = ~of([])
    ends = np.array([-(2**63), -(2**63) + 1, 2**63 - 2, 2**63 - 1])
    assert everything.contains(ends).tolist() == [False, True, True, False]
    assert repr(everything) == (
        "<TimeCoverage order 61, 1 times, 1677-09-21T00:12:43 to 2262-04-11T23:47:16>"
    )
    assert repr(of([])) == "<TimeCoverage order 61, empty>"
    assert not everything.contains(NAT)


@st.composite
def coverages(draw):
    """Runs of the years 1980 to 2077, between whose ends no unknown leap second is."""
    starts = draw(st.lists(st.integers(int(3.2e17), int(3.4e18)), min_size=1, max_size=5))
    times = [[start, start + draw(st.integers(1, 10**16))] for start in starts]
    return co.TimeCoverage(times, order=draw(st.integers(15, 61)))


@settings(deadline=None, max_examples=50)
@given(coverages())
def test_forms_and_mocpy(tmp_path_factory, c):
    path = tmp_path_factory.getbasetemp() / "t.fits"
    assert c.to_fits(path) is None and path.read_bytes() == c.to_fits()
    back = co.TimeCoverage.from_fits(path, strict=True)
    # Widened to whole cells, which it then stays.
    assert back.contains(c) and back.order == c.order
    assert str(back) == str(c) and back.to_fits() == c.to_fits()
    assert co.TimeCoverage.parse(str(c), strict=True) == back
    assert co.TimeCoverage.from_json(c.to_json(), strict=True) == back

    theirs = TimeMOC.load(path, "fits")
    assert theirs.max_order == c.order
    for moc in (TimeMOC.from_string(str(c), "ascii"), TimeMOC.from_string(c.to_json(), "json")):
        assert moc == theirs
    # And the other way round.
    theirs.save(path, "fits", overwrite=True)
    assert co.TimeCoverage.from_fits(path, strict=True) == back
    assert co.TimeCoverage.from_json(theirs.to_string("json")) == back


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.integers(-(2**63) + 1, 2**63 - 1), min_size=2, max_size=6, unique=True),
    st.integers(0, 61),
)
def test_forms_hold_all_at_any_order(ends, order):
    ends = sorted(ends)[: len(ends) // 2 * 2]
    c = co.TimeCoverage(np.reshape(ends, (-1, 2)), order=order)
    back = co.TimeCoverage.parse(str(c), strict=True)
    assert back.contains(c) and back.order == order
    assert back == co.TimeCoverage.from_json(c.to_json()) == co.TimeCoverage.from_fits(c.to_fits())
    # Only files are widened: what is in memory, and its copies, are exact.
    assert pickle.loads(pickle.dumps(c)) == c and c.contains(ends[0])


def test_coarse_files_hold_more():
    c = co.TimeCoverage([["2024-01-01", "2024-01-03"]], order=0)
    assert len(c.times) == 1 and not c.contains(np.datetime64("1990-01-01"))
    assert str(c) == "0/0"  # 73,000 years
    assert co.TimeCoverage.parse(str(c)).contains(np.datetime64("1990-01-01"))


def vectors():
    rows = json.loads((VECTORS / "moc.json").read_text())["rows"]
    return [row for row in rows if row[1] == "T"]


READ = {".txt": "parse", ".json": "from_json", ".fits": "from_fits"}


@pytest.mark.parametrize("name, _, order, time_order, text, fault", vectors())
def test_vectors(name, _, order, time_order, text, fault):
    path = VECTORS / "moc" / name
    read = getattr(co.TimeCoverage, READ[path.suffix])
    source = path if path.suffix == ".fits" else path.read_text(encoding="utf-8")

    def or_none(**more):
        try:
            return read(source, **more)
        except co.FormatError as error:
            if "is not within 1677-09-21 to 2262-04-11" not in str(error):
                raise
            return None

    with pytest.raises(co.FormatError, match=re.escape(fault)) if fault else nullcontext():
        or_none(strict=True)
    with pytest.warns(co.RepairWarning) if fault else nullcontext():
        c = or_none()
    if c is not None:
        assert c.order == time_order


SECOND = 10**9


@pytest.mark.parametrize(
    "time, ns",
    [
        ("2024-01-01", 1704067200 * SECOND),
        ("2024-01-01T00:00:00.000000001", 1704067200 * SECOND + 1),
        ("2024-01-01T00:00:00Z", 1704067200 * SECOND),
        ("2024-01-01T02:30:00.000000001+02:30", 1704067200 * SECOND + 1),
        ("2023-12-31 19:00-0500", 1704067200 * SECOND),
        (datetime.date(2024, 1, 1), 1704067200 * SECOND),
        (datetime.datetime(2024, 1, 1, 0, 0, 0, 1), 1704067200 * SECOND + 1000),
        (
            datetime.datetime(2024, 1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
            1704067200 * SECOND,
        ),
        (pd.Timestamp("2024-01-01T00:00:00.000000001"), 1704067200 * SECOND + 1),
        (
            pd.Timestamp("2024-01-01T01:00:00.000000001", tz="Europe/Berlin"),
            1704067200 * SECOND + 1,
        ),
        (np.datetime64("2024-01"), 1704067200 * SECOND),
        (np.int64(5), 5),
        (5, 5),
    ],
)
def test_times_of_other_libraries(time, ns):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        c = co.TimeCoverage(
            [[time, ns + 2]]
            if isinstance(time, (int, np.int64))
            else [[time, pd.Timestamp(ns + 2)]]
        )
        assert c.times.astype(np.int64).tolist() == [[ns, ns + 2]]
        assert c.contains(time) and c.contains([time]).tolist() == [True]


def test_columns_of_times():
    times = pd.Series(pd.to_datetime(["2024-01-01", None, "2024-03-01"]))
    assert JANUARY.contains(times).tolist() == [True, False, False]
    assert JANUARY.contains(times.dt.tz_localize("UTC")).tolist() == [True, False, False]
    masked = np.ma.array(["2024-01-01", "2024-01-02"], mask=[True, False], dtype="datetime64[D]")
    assert JANUARY.contains(masked).tolist() == [False, True]
    assert JANUARY.contains([]).shape == (0,) and len(co.TimeCoverage([])) == 0
    assert JANUARY.contains(np.zeros((2, 0), "datetime64[s]")).shape == (2, 0)
    swath = co.Coverage.from_points(10.0, 70.0, 3)
    c = co.SpaceTimeCoverage([["2024-01-15", "2024-03-01"]], [swath])
    assert c.time == co.TimeCoverage(c.times) and c.during(JANUARY) == c.during(JANUARY.times)
    assert c.during([]).is_empty and co.SpaceTimeCoverage([], []).is_empty
    assert pickle.loads(pickle.dumps(co.SpaceTimeCoverage([], []))).is_empty


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: co.TimeCoverage(None), TypeError, "times is None: datetime64"),
        (lambda: co.TimeCoverage([0, 1]), ValueError, r"times has shape \(2,\): \(n, 2\)"),
        (lambda: co.TimeCoverage([[1, 0]]), ValueError, r"times\[0\] is empty"),
        (lambda: co.TimeCoverage([[0, 1], [NAT, 1]]), ValueError, r"times\[1\] is not a time"),
        (lambda: co.TimeCoverage([[0, 1]], order=62), ValueError, "order is 62: 0 to 61"),
        (lambda: co.TimeCoverage([[0.0, 1.0]]), TypeError, "times has dtype float64"),
        (
            lambda: co.TimeCoverage([["2024-01-01", "2024-13-01"]]),
            ValueError,
            r"times\[0, 1\] is .*2024-13-01.*: not a time",
        ),
        (
            lambda: co.TimeCoverage([["1500-01-01", "2024-01-01"]]),
            ValueError,
            r"times\[0, 0\] is 1500-01-01: the years 1678 to 2261",
        ),
        (
            lambda: co.TimeCoverage(np.array([[0, 1], [0, 2000]], "datetime64[Y]")),
            ValueError,
            r"times\[1, 1\] is 3970: the years 1678 to 2261",
        ),
        (lambda: co.TimeCoverage(np.array([[0, 2**63]], np.uint64)), ValueError, "64 signed bits"),
        (lambda: JANUARY.contains(object()), TypeError, "time is of type object"),
        (lambda: JANUARY.contains(None), TypeError, "time is None"),
        (lambda: JANUARY.intersects(5), TypeError, "other is an int: a TimeCoverage"),
        (lambda: JANUARY | 5, TypeError, "unsupported operand"),
        (lambda: JANUARY | None, TypeError, "unsupported operand"),
        (lambda: co.TimeCoverage.parse("s3/1"), co.FormatError, "a MOC of space: one of time"),
        (
            lambda: co.TimeCoverage.parse("t10/0"),
            co.FormatError,
            r"times\[0\] \(row 0 .*1677-09-21",
        ),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()
