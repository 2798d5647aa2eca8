"""SpaceTimeCoverage against sets of (time, cell) pairs, and its MOC forms against mocpy."""

import copy
import datetime
import json
import os
import pathlib
import pickle
import re
import warnings
from contextlib import nullcontext

import coincide as co
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from mocpy import STMOC

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = pathlib.Path(os.environ.get("COINCIDE_DATA", ROOT.parent / "shared" / "data")) / "moc"
VECTORS = ROOT / "tests" / "vectors"

ORDER = 1
CELLS = 12 * 4**ORDER
TIMES = 12
ELEMENT = st.tuples(
    st.integers(0, TIMES - 1), st.integers(1, TIMES), st.sets(st.integers(0, CELLS - 1), max_size=5)
)
ELEMENTS = st.lists(ELEMENT, max_size=6)


def place(cells, **more):
    return co.Coverage.from_cells(co.from_nested(ORDER, sorted(cells)), ORDER, **more)


def of(elements, **more):
    times = [[begin, min(begin + length, TIMES)] for begin, length, _ in elements]
    # One more, without place, has the order where there is nothing else.
    return co.SpaceTimeCoverage([*times, [0, 1]], [*(place(e[2]) for e in elements), place({})])


def pairs(elements):
    return {
        (time, cell)
        for begin, length, cells in elements
        for time in range(begin, min(begin + length, TIMES))
        for cell in cells
    }


def pairs_of(c):
    """By `at`, and the same by the elements."""
    found = set()
    for time in range(-1, TIMES + 1):
        cells = co.to_nested(c.at(time).cells(ORDER))[1].tolist()
        found |= {(time, cell) for cell in cells}
    listed = set()
    for (begin, end), coverage in zip(c.times.astype(np.int64), c.coverages, strict=True):
        cells = co.to_nested(coverage.cells(ORDER))[1].tolist()
        listed |= {(time, cell) for time in range(begin, end) for cell in cells}
    assert found == listed
    return found


@given(ELEMENTS, ELEMENTS)
def test_sets(x, y):
    a, b, in_a, in_b = of(x), of(y), pairs(x), pairs(y)
    assert pairs_of(a) == in_a
    assert pairs_of(a | b) == in_a | in_b
    assert pairs_of(a & b) == in_a & in_b
    assert pairs_of(a - b) == in_a - in_b
    assert pairs_of(a ^ b) == in_a ^ in_b
    assert (a == b) == (in_a == in_b)
    assert a.contains(b) == (in_b <= in_a) and a.intersects(b) == bool(in_a & in_b)
    assert ((a <= b), (a < b)) == ((in_a <= in_b), (in_a < in_b))
    assert ((a >= b), (a > b)) == ((in_a >= in_b), (in_a > in_b))
    assert (~a & a).is_empty and ~~a == a and (~a | a) == ~of([])
    assert a.is_empty == (not in_a) == (not a) and len(a) == len(a.times) == len(a.coverages)
    assert a.space == place({cell for _, cell in in_a})
    inside = place({1, 2, 3})
    assert pairs_of(a.within(inside)) == {p for p in in_a if p[1] in (1, 2, 3)}
    assert pairs_of(a.during([[2, 4], [6, 7]])) == {p for p in in_a if p[0] in (2, 3, 6)}
    for same in (pickle.loads(pickle.dumps(a)), copy.copy(a), copy.deepcopy(a)):
        assert same == a and hash(same) == hash(a)


@given(ELEMENTS)
def test_points(x):
    a, in_a = of(x), pairs(x)
    cells = np.arange(CELLS)
    lon, lat = co.decode(co.from_nested(ORDER, cells))
    times = np.arange(-1, TIMES + 1).astype("datetime64[ns]")
    got = a.contains(times[:, None], lon, lat)
    want = [[(time, cell) in in_a for cell in cells] for time in range(-1, TIMES + 1)]
    np.testing.assert_array_equal(got, want)
    assert not a.contains(np.datetime64("NaT"), 10.0, 70.0)
    assert not a.contains(0, np.nan, 70.0, errors="null")


def test_times():
    c = place({1})
    for times in (
        [["2024-01-01", "2024-01-03"]],
        [[datetime.datetime(2024, 1, 1), datetime.datetime(2024, 1, 3)]],
        np.array([["2024-01-01", "2024-01-03"]], "datetime64[D]"),
        np.array([["2024-01-01", "2024-01-03"]], "datetime64[us]"),
        np.array([["2024-01-01", "2024-01-03"]], "datetime64[ns]").astype(np.int64),
    ):
        a = co.SpaceTimeCoverage(times, [c])
        assert a.times.dtype == "datetime64[ns]"
        assert a.times.tolist() == [[1704067200 * 10**9, 1704240000 * 10**9]]
    assert repr(a) == "<SpaceTimeCoverage of 1 times, order 1, time order 61, WGS84>"


def elements_of(text):
    """The elements of an ST-MOC text, without what only gives the orders."""
    found = []
    for times, cells in re.findall(r"t([^ts]*)s([^ts]*)", text):
        parts = [re.sub(r"\d+/(?=\s|$)", "", part).split() for part in (times, cells)]
        if all(parts):
            found.append(parts)
    return found


@st.composite
def coverages(draw):
    """Passes of the years 1980 to 2080, in microseconds of any time order."""
    elements = draw(st.lists(ELEMENT, min_size=1, max_size=4))
    time_order = draw(st.integers(15, 61))
    # No later leap second is known, and none may be between the ends of a cell.
    starts = [draw(st.integers(int(3.2e17), int(3.4e18))) for _ in elements]
    lengths = [draw(st.integers(1, 10**16)) for _ in elements]
    times = [[start, start + length] for start, length in zip(starts, lengths, strict=True)]
    ellipsoid = draw(st.sampled_from(["WGS84", "GRS80", "sphere"]))
    places = [place(cells | {0}, ellipsoid=ellipsoid) for _, _, cells in elements]
    return co.SpaceTimeCoverage(times, places, time_order=time_order)


@settings(deadline=None, max_examples=50)
@given(coverages())
def test_forms_and_mocpy(tmp_path_factory, c):
    path = tmp_path_factory.getbasetemp() / "st.fits"
    assert c.to_fits(path) is None and path.read_bytes() == c.to_fits()
    back = co.SpaceTimeCoverage.from_fits(path, strict=True)
    # Widened to whole cells, which it then stays.
    assert back.contains(c) and back.ellipsoid == c.ellipsoid
    assert (back.space_order, back.time_order) == (c.space_order, c.time_order)
    assert str(back) == str(c) and back.to_fits() == c.to_fits()
    for same in (
        co.SpaceTimeCoverage.parse(str(c), ellipsoid=c.ellipsoid, strict=True),
        co.SpaceTimeCoverage.from_json(c.to_json(), ellipsoid=c.ellipsoid, strict=True),
        co.SpaceTimeCoverage.from_fits(bytearray(c.to_fits())),
    ):
        assert same == back

    want = elements_of(str(c))
    theirs = STMOC.load(path, "fits")
    assert theirs.max_order == (c.time_order, c.space_order)
    assert elements_of(theirs.to_string("ascii").replace("\n", " ")) == want
    for text, form in ((str(c), "ascii"), (c.to_json(), "json")):
        moc = STMOC.from_string(text, form)
        assert elements_of(moc.to_string("ascii").replace("\n", " ")) == want
    # And the other way round.
    theirs.save(path, "fits", overwrite=True)
    again = co.SpaceTimeCoverage.from_fits(path, strict=True, ellipsoid=c.ellipsoid)
    assert again == back
    text = theirs.to_string("json")
    assert co.SpaceTimeCoverage.from_json(text, ellipsoid=c.ellipsoid) == back


def vectors():
    rows = json.loads((VECTORS / "moc.json").read_text())["rows"]
    return [row for row in rows if row[1] == "ST"]


READ = {".txt": "parse", ".json": "from_json", ".fits": "from_fits"}


@pytest.mark.parametrize("name, _, order, time_order, text, fault", vectors())
def test_vectors(name, _, order, time_order, text, fault):
    path = VECTORS / "moc" / name
    read = getattr(co.SpaceTimeCoverage, READ[path.suffix])
    source = path if path.suffix == ".fits" else path.read_text(encoding="utf-8")
    with pytest.raises(co.FormatError, match=re.escape(fault)) if fault else nullcontext():
        read_or_none(read, source, strict=True)
    with pytest.warns(co.RepairWarning) if fault else nullcontext():
        c = read_or_none(read, source)
    assert c is not None or not name.startswith(("st_passes", "st_empty"))
    if c is not None:
        assert (c.space_order, c.time_order) == (order, time_order)
        assert elements_of(str(c)) == elements_of(text)


def read_or_none(read, source, **more):
    """None where the times are beyond what datetime64[ns] holds: some vectors begin with JD 0."""
    try:
        return read(source, **more)
    except co.FormatError as error:
        if "is not within 1677-09-21 to 2262-04-11" not in str(error):
            raise
        return None


FILES = sorted(DATA.glob("*/*STM*.fits")) + sorted(DATA.glob("*/*stmoc*.fits"))


@pytest.mark.skipif(not FILES, reason=f"no real MOC files in {DATA}")
def test_real_files():
    compared = 0
    for path in FILES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", co.RepairWarning)
            c = read_or_none(co.SpaceTimeCoverage.from_fits, path)
        if c is None:
            continue
        assert co.SpaceTimeCoverage.from_fits(c.to_fits(), strict=True) == c
        try:
            text = STMOC.load(path, "fits").to_string("ascii").replace("\n", " ")
        except BaseException as error:  # It panics on drafts, and that is no Exception.
            assert "Panic" in type(error).__name__, path
            continue
        assert elements_of(str(c)) == elements_of(text), path
        compared += 1
    print(f"{compared} of {len(FILES)} files compared")
    assert compared >= 3


A = of([(0, 3, {1})])
SPHERE = co.SpaceTimeCoverage([[0, 3]], [place({1}, ellipsoid="sphere")])


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda: co.SpaceTimeCoverage([0, 1], [place({1})]), ValueError, r"times has shape \(2,\)"),
        (lambda: co.SpaceTimeCoverage([[1, 1]], [place({1})]), ValueError, r"times\[0\] is empty"),
        (lambda: co.SpaceTimeCoverage([[2, 1]], [place({1})]), ValueError, r"times\[0\] is empty"),
        (
            lambda: co.SpaceTimeCoverage([["2024-01-01", "NaT"]], [place({1})]),
            ValueError,
            r"times\[0\] is not a time",
        ),
        (
            lambda: co.SpaceTimeCoverage([["2024-01-01", "3024-01-01"]], [place({1})]),
            ValueError,
            "3024-01-01",
        ),
        (lambda: co.SpaceTimeCoverage([[0.5, 1.5]], [place({1})]), TypeError, "dtype float64"),
        (lambda: co.SpaceTimeCoverage([[0, 1]], []), ValueError, "1 ranges, coverages 0"),
        (lambda: co.SpaceTimeCoverage([[0, 1]], [5]), TypeError, r"coverages\[0\] is an int"),
        (lambda: co.SpaceTimeCoverage([[0, 1]], 5), TypeError, "coverages is an int: an iterable"),
        (
            lambda: co.SpaceTimeCoverage([[0, 1]], [place({1})], time_order=62),
            ValueError,
            "time_order is 62: 0 to 61 is allowed",
        ),
        (
            lambda: co.SpaceTimeCoverage([[0, 1]] * 2, [place({1}), SPHERE.coverages[0]]),
            ValueError,
            "sphere",
        ),
        (lambda: A | SPHERE, ValueError, "sphere"),
        (lambda: A.contains(SPHERE), ValueError, "sphere"),
        (lambda: A.intersects(SPHERE), ValueError, "sphere"),
        (lambda: A.within(SPHERE.coverages[0]), ValueError, "sphere"),
        (lambda: A | place({1}), TypeError, "unsupported operand"),
        (lambda: A.intersects(5), TypeError, "other is an int: a SpaceTimeCoverage"),
        (lambda: A.contains(0, [0.0, 0.0], [0.0, 91.0]), ValueError, r"lat\[1\] is 91"),
        (lambda: A.at([0, 1]), ValueError, r"time has shape \(2,\): one is wanted"),
        (lambda: co.SpaceTimeCoverage.parse("3/1"), co.FormatError, "a MOC of space: one of space"),
        (lambda: co.SpaceTimeCoverage.from_fits(5), TypeError, "path_or_bytes is an int"),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match=message):
        call()
