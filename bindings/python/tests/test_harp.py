"""Matches as a collocation result file of HARP, beside what harpcollocate makes of the same."""

import csv
import shutil
import subprocess

import coincide as co
import numpy as np
import pytest


def sides(rng):
    """Two files' samples near one another, with times in seconds."""
    made = {}
    for name, n in (("a.nc", 60), ("b.nc", 40)):
        made[name] = {
            "lon": rng.uniform(-100.2, -99.8, n),
            "lat": rng.uniform(-75.05, -74.95, n),
            "time": np.datetime64("2020-01-01", "s") + rng.integers(0, 3600, n),
        }
    return made


def found(made):
    a, b = (co.Catalog.from_samples({name: made[name]}) for name in made)
    return co.match(a, b, "3 km", "20 min", progress=False)


def rows(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def test_columns(rng, tmp_path):
    made = sides(rng)
    m = found(made)
    m.to_harp(tmp_path / "pairs.csv")
    written = rows(tmp_path / "pairs.csv")
    assert len(written) == len(m) > 100
    assert [int(row["collocation_index"]) for row in written] == list(range(len(m)))
    assert {row["source_product_a"] for row in written} == {"a.nc"}
    for name, column in (("index_a", "idx_a"), ("index_b", "idx_b")):
        assert [int(row[name]) for row in written] == m[column].tolist()
    seconds = np.array([float(row["datetime_diff [s]"]) for row in written])
    assert np.array_equal(seconds, -m["dt_s"])
    km = np.array([float(row["point_distance [km]"]) for row in written])
    assert np.abs(1000 * km - m["distance_m"]).max() < 1e-5
    co.match(*(co.Catalog.from_samples({"x": {"lon": [], "lat": []}}) for _ in "ab"),
             progress=False).to_harp(tmp_path / "none.csv")  # fmt: skip
    assert rows(tmp_path / "none.csv") == []


def test_what_it_cannot_hold(rng, tmp_path):
    made = sides(rng)
    comma = {"a,1.nc": made["a.nc"], "b.nc": made["b.nc"]}
    with pytest.raises(ValueError, match="no quotes for a comma"):
        found(comma).to_harp(tmp_path / "x.csv")
    beams = made | {"a.nc": made["a.nc"] | {"track": np.arange(60) % 2}}
    with pytest.raises(ValueError, match=r"granule .a\.nc. of a has several tracks"):
        found(beams).to_harp(tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("harpcollocate") is None, reason="HARP is not installed")
def test_harpcollocate(rng, tmp_path):
    netcdf = pytest.importorskip("netCDF4")
    made = sides(rng)
    for name, columns in made.items():
        with netcdf.Dataset(tmp_path / name, "w", format="NETCDF3_CLASSIC") as file:
            file.Conventions, file.source_product = "HARP-1.0", name
            file.createDimension("time", len(columns["lon"]))
            since = (columns["time"] - np.datetime64("2020-01-01", "s")).astype(float)
            for key, column, unit in (
                ("datetime", since, "seconds since 2020-01-01"),
                ("latitude", columns["lat"], "degree_north"),
                ("longitude", columns["lon"], "degree_east"),
            ):
                variable = file.createVariable(key, "f8", ("time",))
                variable[:], variable.units = column, unit

    def run(*arguments):
        done = subprocess.run(
            ["harpcollocate", *arguments], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr + done.stdout

    run("-d", "datetime 1200 [s]", "-d", "point_distance 3 [km]", "a.nc", "b.nc", "theirs.csv")
    m = found(made)
    m.to_harp(tmp_path / "ours.csv")
    ours, theirs = (
        {(r["index_a"], r["index_b"]): r for r in rows(tmp_path / f"{name}.csv")}
        for name in ("ours", "theirs")
    )
    # Its distances are of a sphere: what only one has is within 0.5 % of 3 km.
    for pair in ours.keys() ^ theirs.keys():
        km = float((ours.get(pair) or theirs.get(pair))["point_distance [km]"])
        assert 0.99 * 3 < km <= 3
    both = ours.keys() & theirs.keys()
    assert len(both) > 100 and ours.keys() != set()
    for pair in both:
        assert ours[pair].keys() == theirs[pair].keys()
        assert float(ours[pair]["datetime_diff [s]"]) == float(theirs[pair]["datetime_diff [s]"])
    # And it reads ours.
    run("--resample", "-nx", "point_distance", "ours.csv", "nearest.csv")
    nearest = {(int(r["index_a"]), int(r["index_b"])) for r in rows(tmp_path / "nearest.csv")}
    first = m["rank_a"] == 1
    assert nearest == set(zip(m["idx_a"][first], m["idx_b"][first], strict=True))
