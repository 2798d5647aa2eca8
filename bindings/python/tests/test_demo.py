"""The demo checks itself; here its own truth is checked, and that it says when it is wrong."""

import json

import coincide.demo
import numpy as np
import pytest
from coincide import _demo_data as made


def test_the_truth_of_the_demo_is_true():
    """Crossings of the circles against the segment that holds them in the samples."""
    import pyproj

    geod = pyproj.Geod(ellps="WGS84")
    a, b = made.passes()
    truth = made.crossings(a, b)
    assert len(truth) > 500
    samples = {}
    for one, step in [(p, made.STEP_A_M) for p in a] + [(q, made.STEP_B_M) for q in b]:
        samples[one.granule, one.track] = one.samples(step)
    for one in truth[::37]:
        for key, time in (
            ((one.granule_a, "0"), one.time_a),
            ((one.granule_b, one.track_b), one.time_b),
        ):
            lon, lat, times = samples[key]
            i = int(np.searchsorted(times, time)) - 1
            ahead, _, whole = geod.inv(lon[i], lat[i], lon[i + 1], lat[i + 1])
            azimuth, _, part = geod.inv(lon[i], lat[i], one.lon, one.lat)
            # Across the segment: less than a tenth of a millimetre.
            assert abs(part * np.sin(np.radians(azimuth - ahead))) < 1e-4
            assert -0.01 < part < whole + 0.01


def test_the_demo_runs_and_checks_itself(tmp_path, capsys):
    assert coincide.demo.main(str(tmp_path), json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["failed"] is None and said["steps"]["catalogs"]["checked"]
    names = {path.name for path in tmp_path.iterdir()}
    assert {"a.parquet", "b.parquet", "map.png", "map.html", "velocity.tif"} <= names


def test_the_demo_says_when_an_answer_is_wrong(tmp_path, monkeypatch, capsys):
    def lost(self):
        raise coincide.demo._Failed("2 granules are missing")

    monkeypatch.setattr(coincide.demo._Run, "catalogs", lost)
    monkeypatch.setattr(coincide.demo._Run, "write", lambda self: ("", ""))
    assert coincide.demo.main(str(tmp_path)) == 1
    assert "WRONG: 2 granules are missing" in capsys.readouterr().out


def test_one_sided_speed_of_the_grid_is_positive():
    lon, lat = made.grounding_line()
    assert (made.velocity(lon, lat) >= 20).all()
    assert made.rate(*made._MIDDLE) == pytest.approx(-2.0)
