"""The stories of the real data through the command line: ../shared/data, or COINCIDE_DATA.

The README beside the data counted in EPSG:3031 with other tools; near 88 S its 100 m are
102.8 m on the ellipsoid, so distances of its counts are given here as those.
"""

import json
import os
import pathlib

import coincide as co
import pytest
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
