"""The command line: what it writes, prints, and returns."""

import contextlib
import io
import json
import subprocess
import sys
import typing

import coincide as co
import made_files as made
import numpy as np
import pytest
import shapely
from coincide import cli


class Done(typing.NamedTuple):
    stdout: str
    stderr: str


def run(*arguments, code=0):
    """The command line in this process: what it printed, once it returned `code`."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        got = cli.main(list(map(str, arguments)))
    assert got == code, out.getvalue() + err.getvalue()
    return Done(out.getvalue(), err.getvalue())


def test_as_a_program(tmp_path):
    """As the entry point runs it: codes, and one line for a failed run."""
    program = [sys.executable, "-m", "coincide"]
    for arguments, code, says in (
        (["--help"], 0, ""),
        (["info"], 2, "Usage: coincide info"),
        (["info", str(tmp_path / "none")], 1, f"coincide: {tmp_path / 'none'}: no such file\n"),
    ):
        done = subprocess.run([*program, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == code and done.stderr.startswith(says), done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli")
    made.atl06(path / "a.h5")
    lon, lat = made.track(300, lon0=-106.2, azimuth=80.0, step_m=50.0)
    made.opr_layer(path / "Data_20181030_01_001.mat", lon, lat, 1.5e9 + np.arange(300), 7)
    return path


def test_help_names_every_verb_and_shows_an_example():
    text = run("--help").stdout
    verbs = ("catalog", "granules", "match", "crossovers", "extract", "cover", "plot", "info",
             "demo", "bench")  # fmt: skip
    for verb in verbs:
        assert f"\n  {verb}" in text
        assert "Example: coincide " in run(verb, "--help").stdout


def test_wrong_usage_is_2_and_failed_runs_are_1(tmp_path):
    assert "No such command" in run("colour", code=2).stderr
    assert "Missing" in run("catalog", code=2).stderr
    done = run("info", tmp_path / "none.parquet", code=1)
    assert done.stderr == f"coincide: {tmp_path / 'none.parquet'}: no such file\n"
    (tmp_path / "a.csv").write_text("")
    done = run("catalog", tmp_path / "a.csv", "-o", tmp_path / "c.parquet", code=1)
    assert done.stderr.startswith("coincide: ") and "empty, 0 bytes" in done.stderr
    assert not (tmp_path / "c.parquet").exists()


def test_a_catalog_of_files_is_geoparquet(folder, tmp_path):
    out = tmp_path / "a.parquet"
    done = run("catalog", folder, "-o", out, "--cut-gap", 500, "--json")
    assert json.loads(done.stdout)["granules"] == 2
    import geopandas
    import pyarrow.parquet as pq

    frame = geopandas.read_parquet(out)
    assert len(frame) == 2 and frame.crs.is_geographic
    geo = json.loads(pq.read_schema(out).metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert geo["version"] == "1.1.0" and column["edges"] == "spherical"
    assert column["geometry_types"] == ["MultiLineString"]
    box = pq.read_table(out)["bbox"].to_pylist()
    for row, shape in zip(box, frame.geometry, strict=True):
        west, south, east, north = shape.bounds
        assert row["xmin"] <= west and row["ymin"] <= south and row["xmax"] >= east
        assert row["ymax"] >= north
    back = co.catalog(str(out))
    assert (back.cut_gap == 500).all() and back.edges.tolist() == ["geodesic"] * 2
    facts = json.loads(run("info", out, "--json").stdout)
    assert facts["kind"] == "catalog" and facts["readers"] == "atl06, opr"


def test_info_of_a_sample_file_names_its_variables(folder):
    text = run("info", folder / "a.h5").stdout
    assert "h_li" in text and "1,200" in text and "2019-01-01" in text


def test_results_as_csv_and_names_that_are_refused_before_the_run(folder, tmp_path):
    import pandas

    out = tmp_path / "m.csv"
    done = run("match", folder / "a.h5", folder / "*.mat", "--within", "1km", "-o", out, "--json")
    rows = pandas.read_csv(out)
    assert len(rows) == json.loads(done.stdout)["matches"] > 0
    assert {"granule_a", "distance_m", "lon_b", "time_a"} <= set(rows) and "geometry" not in rows
    for verb in ("match", "granules", "crossovers"):
        text = run(verb, "none.h5", "none.h5", "-o", tmp_path / "m.xlsx", code=1).stderr
        assert f"output is '{tmp_path / 'm.xlsx'}': a name in .parquet" in text
    text = run("catalog", "none.h5", "-o", tmp_path / "none" / "a.parquet", code=1).stderr
    assert f"there is no folder {tmp_path / 'none'}" in text


def test_one_side_twice_is_matched_with_itself(folder, tmp_path):
    made.atl06(tmp_path / "a.h5")
    made.atl06(tmp_path / "b.h5")
    (tmp_path / "notes.md").write_text("")
    done = run("granules", tmp_path, tmp_path, "-o", tmp_path / "pairs.csv", "--json")
    assert json.loads(done.stdout)["pairs"] == 1


@pytest.mark.parametrize("suffix", ["fits", "txt", "json", "geojson", "parquet"])
def test_covers_in_every_form(tmp_path, suffix):
    ring = [[-106.0, -76.0], [-104.0, -76.0], [-104.0, -75.0], [-106.0, -76.0]]
    source = tmp_path / "a.geojson"
    feature = {"type": "Feature", "properties": {},
               "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    out = tmp_path / f"c.{suffix}"
    if suffix == "geojson" and not hasattr(co.Coverage, "to_geojson"):
        pytest.skip("no outlines in Python")
    facts = json.loads(run("cover", source, "--order", 9, "-o", out, "--json").stdout)
    wanted = co.Coverage.from_geometry(json.dumps(feature["geometry"]), 9, edges="lonlat")
    assert facts["cells"] == wanted.n_cells
    if suffix == "geojson":
        found = shapely.from_geojson(out.read_text())
        x, y = co.decode(wanted.cells(9))
        assert shapely.contains_xy(found, x, y).all()
        return
    from coincide._load import load

    back = load(str(out))
    assert (back if suffix != "parquet" else back[0]).same_place(wanted)
    assert json.loads(run("info", out, "--json").stdout)["kind"].split()[0] in (
        "coverage",
        "column",
    )


def test_where_pairs_of_granules_meet(folder, tmp_path):
    pairs = tmp_path / "p.parquet"
    run("granules", folder / "a.h5", folder / "*.mat", "--within", "1km", "-o", pairs)
    said = run("plot", pairs, "-o", tmp_path / "p.png", code=1).stderr
    assert "coincide granules --shared" in said and not (tmp_path / "p.png").exists()
    run("granules", folder / "a.h5", folder / "*.mat", "--within", "1km", "--shared", "-o", pairs)
    run("plot", folder / "a.h5", pairs, "-o", tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")


def test_plots_of_what_was_made(folder, tmp_path):
    run("plot", folder / "a.h5", "-o", tmp_path / "a.png", "--title", "Segments")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    run("catalog", folder, "-o", tmp_path / "a.parquet")
    done = run("plot", tmp_path / "a.parquet", folder / "a.h5", "-o", tmp_path / "a.html", "--json")
    assert json.loads(done.stdout)["map_of"] == "2 granules, 1 granule"
    assert "<canvas" in (tmp_path / "a.html").read_text()


def test_bboxes_hold_what_the_edges_reach(tmp_path):
    """Rings round the poles, across the antimeridian, long edges: against covers."""
    import pyarrow.parquet as pq
    from coincide._geoparquet import write_catalog

    lon = np.arange(0, 360, 30.0) - 180
    shapes = [
        shapely.Polygon(np.stack([lon, np.full(12, -62.0)], 1)),
        shapely.Polygon(np.stack([lon, np.full(12, 71.0)], 1)),
        shapely.LineString([(170, 10), (-170, 20)]),
        shapely.LineString([(-60, 70), (20, 70)]),
        shapely.LineString([(-60, -89.5), (100, -89.2)]),
    ]
    catalog = co.Catalog.from_columns(list("abcde"), shapes)
    write_catalog(catalog, tmp_path / "a.parquet")
    boxes = pq.read_table(tmp_path / "a.parquet")["bbox"].to_pylist()
    for shape, box in zip(shapes, boxes, strict=True):
        cells = co.Coverage.from_geometry(shape, 8, kind="outer").cells(8)
        x, y = co.decode(cells)
        reach = 0.5  # a cell of order 8 is 0.25 degrees wide
        assert (y >= box["ymin"] - reach).all() and (y <= box["ymax"] + reach).all()
        if box["xmax"] - box["xmin"] < 360:
            assert (x >= box["xmin"] - 3 * reach).all() and (x <= box["xmax"] + 3 * reach).all()
    assert boxes[0]["ymin"] == -90 and boxes[1]["ymax"] == 90
    assert boxes[2]["xmin"] == -180 and boxes[3]["ymax"] > 73
