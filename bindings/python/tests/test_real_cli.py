"""The stories of the real data through the command line: ../shared/data, or COINCIDE_DATA.

The README beside the data counted in EPSG:3031 with other tools; near 88 S its 100 m are
102.8 m on the ellipsoid, so distances of its counts are given here as those.
"""

import csv
import json
import os
import pathlib
import re
import shlex

import coincide as co
import numpy as np
import pytest
import shapely
from surroundings import ROOT
from test_cli import run

DATA = pathlib.Path(os.environ.get("COINCIDE_DATA", ROOT.parent / "shared" / "data"))
pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no real data at {DATA}"),
    pytest.mark.skipif(not hasattr(co, "crossovers"), reason="no pipelines in this version"),
]
OIB = DATA / "pole88s/oib_mcords_layer/Data_*.mat"
CRYOSAT = DATA / "pole88s/cryosat2"


def facts(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


def test_ice_bridge_meets_cryosat_at_88_south(tmp_path):
    out = tmp_path / "x.parquet"
    b = CRYOSAT / "CS_OFFL_SIR_LRM_1B_20200930T212240_20200930T212500_D001.nc"
    assert facts("crossovers", OIB, b, "-o", out)["crossovers"] == 3
    found = facts("match", OIB, b, "--within", "100m", "-o", tmp_path / "m.parquet")["matches"]
    # 175 within 100 m of the map, whose scale here is 0.973: those of 97.3 .. 100 m are missing.
    assert 160 <= found <= 175
    facts("plot", out, "-o", tmp_path / "x.html")
    assert run("info", out).stdout.splitlines()[1].split() == ["rows", "3"]


def test_ice_bridge_does_not_meet_the_other_pass(tmp_path):
    b = CRYOSAT / "CS_OFFL_SIR_LRM_1B_20190504T122726_20190504T123244_D001.nc"
    assert facts("crossovers", OIB, b, "-o", tmp_path / "x.parquet")["crossovers"] == 0
    assert facts("match", OIB, b, "--within", "10km", "-o", tmp_path / "m.parquet")["matches"] == 0


@pytest.mark.skipif(not hasattr(co, "match_granules"), reason="no match_granules in this version")
def test_frames_near_the_pass(tmp_path):
    b = CRYOSAT / "CS_OFFL_SIR_LRM_1B_20200930T212240_20200930T212500_D001.nc"
    for within, pairs in (("1km", 3), ("10km", 5)):
        got = facts("granules", OIB, b, "--within", within, "-o", tmp_path / "p.parquet")
        assert got["pairs"] == pairs


def test_flights_of_the_seventies_cross_cryosat(tmp_path):
    """4 crossings with 2020, as counted; 23 with 2019: the 24th is on a leg of 22 km."""
    import pyarrow.parquet as pq

    out = tmp_path / "x.parquet"
    for year, crossings, flights in (("2020", 4, 4), ("2019", 23, 13)):
        b = next(CRYOSAT.glob(f"*1B_{year}*.nc"))
        got = facts("crossovers", DATA / "spri/antarctica", b, "--max-gap", "20km", "-o", out)
        assert got["crossovers"] == crossings
        assert len(set(pq.read_table(out)["granule_a"].to_pylist())) == flights


def table(path):
    import pyarrow.parquet as pq

    return pq.read_table(path)


PAGE = ROOT / "docs" / "tutorials" / "real_data.md"
STORIES = re.findall(
    r"^## ([^\n]*)\n(?:(?!^## ).)*?```sh\n(.*?)```\n\nprints\n\n```text\n(.*?)```",
    PAGE.read_text(),
    re.M | re.S,
)


def expanded(text, names):
    return re.sub(r"\$(\w+)", lambda found: names[found[1]], text)


@pytest.mark.parametrize(("title", "commands", "printed"), STORIES, ids=lambda text: text[:9])
def test_the_page_says_what_is_printed(tmp_path, monkeypatch, title, commands, printed):
    """Every command of the page on real data, and its lines but for seconds."""
    monkeypatch.chdir(tmp_path)
    names, lines = {"DATA": str(DATA)}, []
    for command in commands.strip().splitlines():
        if not command.startswith("coincide "):
            name, value = command.split("=", 1)
            names[name] = expanded(value.strip('"'), names)
            continue
        lines += run(*shlex.split(expanded(command, names))[1:]).stdout.splitlines()

    def told(found):
        return [line for line in found if not line.startswith("seconds")]

    assert told(lines) == told(printed.splitlines())


def test_the_page_has_all_stories():
    assert len(STORIES) == 6 and sum(commands.count("coincide ") for _, commands, _ in STORIES) > 20


def test_frames_of_thwaites(tmp_path):
    """6 crossings, of 6 pairs of frames; 142 to 391 pairs of samples within 100 m of the map."""
    folder = DATA / "thwaites/opr_layer"
    facts("crossovers", folder, folder, "-o", tmp_path / "x.parquet")
    facts("match", folder, folder, "--within", "100m", "-o", tmp_path / "m.parquet")
    x, m = (table(tmp_path / name).to_pandas() for name in ("x.parquet", "m.parquet"))
    crossed = set(zip(x["granule_a"].astype(str), x["granule_b"].astype(str), strict=True))
    counts = m.groupby(["granule_a", "granule_b"], observed=True).size()
    assert len(x) == 6 and set(counts.index) == crossed and len(crossed) == 6
    # True metres are 1 to 2 % longer than those of the map here: a few pairs less.
    assert 0.97 * 142 < counts.min() < 142 and 0.97 * 391 < counts.max() < 391
    assert np.isclose(m["distance_m"].min(), 4.0, atol=0.1)


@pytest.mark.parametrize(("season", "tracks", "meet"), [("2018-19", 720, 670), ("2020-21", 28, 20)])
def test_tracks_meet_the_lakes_that_their_author_says(tmp_path, season, tracks, meet):
    csv.field_size_limit(1 << 30)
    sides = [DATA / f"amery/stage1/B-C_{season}_{name}.csv" for name in ("is2_gts", "L8extent")]
    crs = ("--option-a", "crs=EPSG:3031", "--option-b", "crs=EPSG:3031")
    found = facts("granules", *sides, *crs, "-o", tmp_path / "p.parquet")
    assert found["pairs"] == meet and found["granules_a"] == tracks
    with open(sides[0], newline="") as file:
        flags = [row["intersects_with_extent"] == "True" for row in csv.DictReader(file)]
    met = {
        int(name.split("/")[1]) for name in table(tmp_path / "p.parquet")["granule_a"].to_pylist()
    }
    assert [row in met for row in range(tracks)] == flags
    # The same from catalogs, which keep the author's columns.
    for side, name in zip(sides, "ab", strict=True):
        facts("catalog", side, "--option", "crs=EPSG:3031", "-o", tmp_path / f"{name}.parquet")
    kept = table(tmp_path / "a.parquet")["intersects_with_extent"].to_pylist()
    assert [str(flag) == "True" for flag in kept] == flags
    again = facts(
        "granules", tmp_path / "a.parquet", tmp_path / "b.parquet", "-o", tmp_path / "q.parquet"
    )
    assert again["pairs"] == meet


def test_photons_are_in_their_chips(tmp_path):
    photons, chips = DATA / "amery/icesat2_atl03", DATA / "amery/sentinel2"
    assert facts("extract", photons, chips, "-o", tmp_path / "e.parquet")["samples"] == 379_070
    found = table(tmp_path / "e.parquet").to_pandas()
    names = [path.stem for path in sorted(chips.glob("*.tif"))]
    lakes = found["granule"].astype(str).str.removeprefix("lake_").str.removesuffix(".h5")
    inside = found.groupby([lakes, "poly_id"]).size()
    for (lake, chip), count in inside.items():
        # Chips of neighbouring lakes may overlap: of several the first is named.
        own = [k for k, name in enumerate(names) if name.endswith(lake)]
        assert chip <= own[0], (lake, chip, count)
    assert len(set(lakes)) == 10


def test_flights_of_the_seventies_cross_one_another(tmp_path):
    """2,230 places of 325 pairs: every row is told by its reason on the page."""
    folder, out = DATA / "spri/antarctica", tmp_path / "x.parquet"
    got = facts("crossovers", folder, folder, "--max-gap", "20km", "--touches", "-o", out)
    assert got["places"] == 2230
    assert (got["crossovers"], got["touches"], got["overlaps"]) == (2151, 83, 2)
    rows = table(out).to_pandas()
    pairs = set(zip(rows["granule_a"].astype(str), rows["granule_b"].astype(str), strict=True))
    assert len(pairs) == 325
    touches = rows[rows["flags"] & 2 != 0]
    mcmurdo = (abs(touches["lon"] - 166.9) < 0.3) & (abs(touches["lat"] + 77.88) < 0.05)
    byrd = (abs(touches["lon"] + 119.5) < 0.1) & (abs(touches["lat"] + 80.01) < 0.01)
    assert (mcmurdo.sum(), byrd.sum()) == (70, 13)
    assert facts("info", tmp_path / "x.overlaps.parquet")["rows"] == 2
    for gap, count in ((None, 2138), ("5km", 2118), ("30km", 2153)):
        options = () if gap is None else ("--max-gap", gap)
        assert facts("crossovers", folder, folder, *options, "-o", out)["crossovers"] == count


def test_bed_under_the_grounding_line(tmp_path):
    """Pixels and lengths of exactextract, ring by ring; `test_exactextract.py` compares lengths."""
    extract = pytest.importorskip("exactextract")
    geopandas = pytest.importorskip("geopandas")
    line = DATA / "vectors/measures/GroundingLine_Antarctica_v02.shp"
    grid = DATA / "raster/BEDMAP_elevation.nc"
    facts("extract", grid, line, "--borders", "--option", "crs=EPSG:3031", "--value", "z",
          "-o", tmp_path / "e.parquet")  # fmt: skip
    ours = table(tmp_path / "e.parquet").to_pandas()
    from exactextract.raster import NumPyRasterSource

    netcdf = pytest.importorskip("netCDF4")
    with netcdf.Dataset(grid) as file:
        x, y = np.asarray(file["x"][:]), np.asarray(file["y"][:])
        z = np.ma.filled(file["z"][:].astype(np.float64), np.nan)
    half, rows, columns = (x[1] - x[0]) / 2, *z.shape
    import pyproj

    raster = NumPyRasterSource(
        np.where(np.isnan(z), 0, z)[::-1], xmin=x[0] - half, xmax=x[-1] + half, ymin=y[0] - half,
        ymax=y[-1] + half, srs_wkt=pyproj.CRS(3031).to_wkt(),
    )  # fmt: skip
    parts = geopandas.read_file(line).geometry.explode(index_parts=False)
    rings = [
        shapely.LineString(ring) for part in parts for ring in (part.exterior, *part.interiors)
    ]
    frame = geopandas.GeoDataFrame(geometry=rings, crs=3031)
    theirs = extract.exact_extract(raster, frame, ["cell_id", "coverage"], output="pandas")
    ids = np.concatenate([np.asarray(one, np.int64) for one in theirs["cell_id"]])
    lengths = np.concatenate([np.asarray(one) for one in theirs["coverage"]])
    row, column = np.divmod(ids, columns)
    total = np.bincount((rows - 1 - row) * columns + column, lengths, rows * columns)
    mine = np.bincount(ours["idx"], ours["length_m"], rows * columns)
    # What the plane and the geodesic share: a pixel that one has alone is touched by centimetres.
    assert np.abs(total[(mine == 0) | (total == 0)] + 0).max() < 5 and (total > 0).sum() > 10_000
    both = (mine > 0) & (total > 0)
    scale = total[both].sum() / mine[both].sum()
    assert 0.97 < scale < 1.03
    np.testing.assert_array_equal(ours["z"], z.ravel()[ours["idx"]])
