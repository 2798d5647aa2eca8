"""The index of footprints: the rows of match_granules, from memory and from a file."""

import coincide as co
import numpy as np
import pytest
import shapely

ROWS = ("row_a", "row_b", "lag_s", "distance_lower_m", "distance_upper_m", "exact")


@pytest.fixture
def sides(rng):
    def shapes(n):
        for k in range(n):
            x, y = rng.uniform(-108, -102), rng.uniform(-76, -74)
            if k % 3 == 0:
                yield shapely.Point(x, y)
            elif k % 3 == 1:
                yield shapely.LineString([(x, y), (x + rng.normal(), y + rng.normal())])
            else:
                yield shapely.Point(x, y).buffer(rng.uniform(0.01, 0.5))

    start = np.datetime64("2020-01-01", "ns") + rng.integers(0, 100, 40).astype("timedelta64[D]")
    b = co.catalog(
        list(shapely.set_precision(list(shapes(40)), 1e-5)),
        time_start=start,
        time_end=start + np.timedelta64(1, "h"),
        footprint_error_m=[0.0] * 39 + [50.0],
    )
    return co.catalog(list(shapes(30)), time_start=start[:30], time_end=start[:30]), b


def test_matches_as_the_catalog_does(sides, tmp_path):
    a, b = sides
    built = b.index()
    path = tmp_path / "b.cofx"
    built.save(path)
    opened = co.FootprintIndex.open(path)
    assert len(opened) == len(b) and repr(opened) == "<FootprintIndex: 40 granules>"
    for options in ({}, {"within": "2 km"}, {"within": 500, "time_window": "10D", "threads": 2}):
        want = co.match_granules(a, b, **options)
        assert len(want) > 0
        for index in (built, opened):
            got = index.match(a, **options)
            for name in ROWS:
                np.testing.assert_array_equal(got[name], want[name], err_msg=name)
            assert got.metadata == want.metadata
    one = shapely.Point(-105, -75)
    want = co.match_granules([one], b, "50 km")["row_b"]
    assert opened.query(one, "50 km").tolist() == want.tolist() != []
    # It outlives the catalog that it was made of.
    del b
    assert built.query(one, "50 km").tolist() == want.tolist()


def test_files_that_are_none(sides, tmp_path):
    path = tmp_path / "b.cofx"
    sides[1].index().save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(co.FormatError, match=r"b\.cofx: byte \d+: truncated"):
        co.FootprintIndex.open(path)
    path.write_bytes(b"x" * 100)
    with pytest.raises(co.FormatError, match="not a footprint index"):
        co.FootprintIndex.open(path)
    with pytest.raises(FileNotFoundError):
        co.FootprintIndex.open(tmp_path / "none")
    with pytest.raises(TypeError, match="path is an int"):
        co.FootprintIndex.open(3)
    with pytest.raises(TypeError, match=r"catalog\.index"):
        co.FootprintIndex()


def test_memory_of_a_match(sides):
    a, b = sides
    want = co.match_granules(a, b, 1000)
    for memory in ("1kB", 5000, "4GB"):
        assert co.match_granules(a, b, 1000, memory=memory) == want
    with pytest.raises(ValueError, match="memory is 'much'"):
        co.match_granules(a, b, memory="much")
