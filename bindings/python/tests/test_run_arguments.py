"""What runs over catalogs say of arguments that cannot be, and the forms of those that can."""

import csv

import coincide as co
import numpy as np
import pandas as pd
import pytest

LAT = np.linspace(-75, -74, 101)
VALUES = np.arange(12.0).reshape(3, 4)
TRANSFORM = (1.0, 0.0, 10.0, 0.0, -1.0, 3.0)
LINE = [10.5, 13.5], [0.1, 0.1]
NAN = float("nan")


def sides():
    a = {"lon": np.full(101, -100.0), "lat": LAT, "h": LAT}
    b = {"lon": np.linspace(-101, -99, 101), "lat": np.full(101, -74.5), "h": LAT}
    return co.Catalog.from_samples({"f1": a}), co.Catalog.from_samples({"g1": b})


@pytest.mark.parametrize(
    ("verb", "arguments", "error", "words"),
    [
        ("match", {"values": "h", "aggregate": ["mean"]}, TypeError, "aggregate is .'mean'.: a di"),
        (
            "match",
            {"values": "h", "aggregate": {"h": None}},
            TypeError,
            r"aggregate\['h'\] is None",
        ),
        ("match", {"memory": None}, TypeError, "memory is None: bytes, or text"),
        ("match", {"memory": "lots"}, ValueError, "memory is 'lots'"),
        ("match", {"values": {"h": 5}}, ValueError, r"values\['h'\] is 5: a variable"),
        ("match", {"output": "x.xyz"}, ValueError, r"output is 'x.xyz': a name in \.parquet"),
        ("match", {"output": 5}, TypeError, "output is 5"),
        ("match", {"within": NAN}, ValueError, "within is nan"),
        ("crossovers", {"memory": None}, TypeError, "memory is None"),
        ("crossovers", {"min_angle": "ten"}, TypeError, "min_angle is 'ten': a number"),
        ("crossovers", {"min_angle": NAN}, ValueError, "min_angle is nan: 0 to 90"),
        ("crossovers", {"max_gap": NAN}, ValueError, "max_gap is nan"),
        ("crossovers", {"max_gap": "-5 m"}, ValueError, "max_gap is -5 m: 0 m or more"),
        ("crossovers", {"output": "x.txt"}, ValueError, "output is 'x.txt'"),
    ],
)
def test_runs(verb, arguments, error, words):
    with pytest.raises(error, match=words):
        getattr(co, verb)(*sides(), **arguments, progress=False)


def test_stage_two_is_not_begun_for_arguments_that_cannot_be(monkeypatch):
    def read(self, row):
        raise AssertionError("read")

    from coincide import _sources

    monkeypatch.setattr(_sources.Source, "read", read)
    for arguments in ({"min_angle": 91}, {"max_gap": -1}, {"method": "spline"}):
        with pytest.raises(ValueError, match=next(iter(arguments))):
            co.crossovers(*sides(), **arguments, progress=False, on_error="raise")


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((5, TRANSFORM, 4326, *LINE), ValueError, r"values has the shape \(\)"),
        ((VALUES, 5, 4326, *LINE), TypeError, "transform_or_lonlat is 5: six numbers"),
        ((VALUES, None, 4326, *LINE), TypeError, "transform_or_lonlat is None"),
        ((VALUES, ["a"] * 6, 4326, *LINE), TypeError, "transform is .*six numbers"),
        ((VALUES, TRANSFORM, None, *LINE), ValueError, "crs is None: that of the transform"),
        ((VALUES, TRANSFORM, "EPSG:0", *LINE), ValueError, "crs is 'EPSG:0'"),
        ((VALUES, TRANSFORM, 4326, 10.5, 0.1), TypeError, "line_lon is 10.5"),
        ((VALUES, TRANSFORM, 4326, [1.0, 2.0], None), TypeError, "line_lat is None"),
    ],
)
def test_rasters(arguments, error, words):
    with pytest.raises(error, match=words):
        co.raster_along(*arguments)


def test_catalog_of_a_path_and_a_number(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("lon,lat\n1,2\n3,4\n")
    with pytest.raises(TypeError, match=r"files\[1\] is 5: a path, a glob or a directory"):
        co.catalog([str(path), 5])


def test_lengths_as_text(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("lon,lat\n1,2\n3,4\n")
    read = co.catalog([str(path)], cut_gap="1 km", footprint_error_m="5 m")
    assert (read.cut_gap[0], read.footprint_error_m[0]) == (1000, 5)
    table = {"granule": ["p", "q"], "footprint": ["POINT(1 2)", "POINT(1 3)"]}
    made = co.catalog(table, cut_gap=["200 m", None], footprint_error_m="0.1 km")
    assert made.footprint_error_m.tolist() == [100, 100]
    assert made.cut_gap[0] == 200 and np.isnan(made.cut_gap[1])
    samples = {"f": {"lon": [0.0, 0.1], "lat": [70.0, 70.1]}}
    held = co.Catalog.from_samples(samples, cut_gap="2 km", footprint_error_m="1 m")
    assert (held.cut_gap[0], held.footprint_error_m[0]) == (2000, 1)
    with pytest.raises(ValueError, match="cut_gap is '2 parsec'"):
        co.Catalog.from_samples(samples, cut_gap="2 parsec")
    with pytest.raises(ValueError, match="cut_gap is -5: a finite number of metres"):
        co.Catalog.from_samples(samples, cut_gap=-5)
    with pytest.raises(ValueError, match=r"cut_gap\[1\] is 'far'"):
        co.catalog(table, cut_gap=[5, "far"])


def test_times_with_a_zone():
    zoned = pd.Series(pd.to_datetime(["2020-01-01T00:00:00+02:00"]))
    table = {"granule": ["a"], "footprint": ["POINT(1 2)"]}
    for times in (
        zoned, pd.DatetimeIndex(zoned), zoned.tolist(), zoned[0], [zoned[0].to_pydatetime()],
        ["2020-01-01T00:00:00+02:00"], ["2019-12-31T22:00:00Z"], zoned.to_numpy(),
        np.array(["2019-12-31T22:00"], "datetime64[m]"),
    ):  # fmt: skip
        made = co.catalog(table, time_start=times)
        assert made.time_start[0] == np.datetime64("2019-12-31T22:00", "ns"), type(times)
    made = co.catalog(pd.DataFrame(table | {"time_start": zoned, "time_end": [None]}))
    assert made.time_start[0] == np.datetime64("2019-12-31T22:00", "ns")
    assert np.isnat(made.time_end[0])


def test_csv(tmp_path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "m.csv"
    m = co.match(*sides(), within="3 km", values="h", output=path, progress=False)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(m) > 0 and set(rows[0]) == set(m.names)
    assert [row["granule_a"] for row in rows] == m["granule_a"].tolist()
    for name in ("idx_b", "distance_m", "dh", "lon_a"):
        assert [float(row[name]) for row in rows] == m[name].tolist()
    co.crossovers(*sides(), output=tmp_path / "x.csv", progress=False)
    e = co.extract(sides()[0], co.Coverage.FULL, output=tmp_path / "e.csv", progress=False)
    assert len((tmp_path / "e.csv").read_text().splitlines()) == len(e) + 1
    with pytest.raises(ValueError, match=r"path is 'm.xlsx'"):
        m.write("m.xlsx")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["e.csv", "m.csv", "x.csv"]
