"""What notebooks show: numbers of the object, well-formed, with the picture in the right place."""

import re
from xml.etree import ElementTree

import coincide as co
import numpy as np
import pytest

NORTH = co.Coverage.from_points([-40.0, -45.0], [75.0, 76.0], 7)
SOUTH = co.Coverage.from_points([-105.0, 100.0], [-75.0, -80.0], 8)
EQUATOR = co.Coverage.from_points([10.0], [0.5], 6)
NONE = np.zeros((0, 2), "M8[ns]")
TIMES = [["2019-01-01", "2019-07-01"], ["2020-07-01", "2021-01-01"]]


def parsed(thing):
    return ElementTree.fromstring(f"<all>{thing._repr_html_()}</all>")


def cells_of(thing):
    return {row[0].text: row[1].text for row in parsed(thing).iter("tr") if row[0].text is not None}


def filled(thing, label):
    """The runs (x0, y, x1) of a picture's filled pixels."""
    svg = next(
        svg
        for svg in parsed(thing).iter("{http://www.w3.org/2000/svg}svg")
        if svg.get("aria-label") == label
    )
    path = next(path for path in svg if path.get("fill") == "#1b6ca8").get("d")
    return [
        (int(x), int(y), int(x) + int(wide))
        for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v", path)
    ]


def test_numbers():
    shown = cells_of(SOUTH)
    assert shown["order"] == "8" and shown["cells"] == "2" and shown["ellipsoid"] == "WGS84"
    assert shown["area"] == f"{SOUTH.area_m2 / 1e6:.4g} km²"
    column = co.CoverageColumn([SOUTH, None, NORTH.at_order(8)])
    shown = cells_of(column)
    assert (shown["rows"], shown["null"], shown["order"]) == ("3", "1", "8")
    index = column.index()
    shown = cells_of(index)
    assert shown["ranges"] == str(index.n_ranges) and shown["bytes"] == f"{index.n_bytes:,}"
    shown = cells_of(co.TimeCoverage(TIMES))
    assert shown["runs"] == "2" and shown["from"] == "2019-01-01T00:00:00 UTC"
    shown = cells_of(co.SpaceTimeCoverage(TIMES, [SOUTH, NORTH.at_order(8)]))
    assert shown["times"] == "2" and shown["to"] == "2021-01-01T00:00:00 UTC"


@pytest.mark.parametrize(
    "thing",
    [
        co.Coverage.EMPTY,
        co.CoverageColumn([None]),
        co.CoverageColumn([None]).index(),
        co.TimeCoverage(NONE),
        co.SpaceTimeCoverage(NONE, []),
    ],
)
def test_nothing_has_no_picture(thing):
    assert "svg" not in thing._repr_html_() and "<table>" in thing._repr_html_()


def test_the_least_and_last_times():
    shown = cells_of(~co.TimeCoverage(NONE))
    assert shown["from"].startswith("1677-09-21") and shown["to"].startswith("2262-04-11")


def test_maps_show_where():
    # All of the Earth: 1.5 degrees a pixel, 180 W at the left.
    ((x0, y, x1),) = filled(EQUATOR, "map")
    assert x0 <= (10 + 180) / 1.5 < x1 and y == int((90 - 0.5) / 1.5)
    assert sum(x1 - x0 for x0, _, x1 in filled(co.Coverage.FULL, "map")) == 240 * 120
    # Round the poles: 0 degrees is up in the south, down in the north; 3 pixels a degree.
    for coverage, sign, lons, lats in (
        (SOUTH, -1, (-105.0, 100.0), (-75.0, -80.0)),
        (NORTH, 1, (-40.0, -45.0), (75.0, 76.0)),
    ):
        runs = filled(coverage, "map")
        for lon, lat in zip(lons, lats, strict=True):
            r = 3 * (90 - sign * lat)
            x = 120 + r * np.sin(np.radians(lon))
            y = 120 + sign * r * np.cos(np.radians(lon))
            assert any(abs(at - y) <= 1.5 and x0 - 1.5 <= x <= x1 + 1.5 for x0, at, x1 in runs), (
                lon,
                lat,
            )


def test_bars_show_when():
    # 238 pixels for two years: half a year, a year without, half a year.
    (a0, _, a1), (b0, _, b1) = filled(co.TimeCoverage(TIMES), "times")
    assert (a0, b1) == (1, 239)
    assert abs(a1 - 1 - 238 * 181 / 731) <= 1 and abs(b0 - 1 - 238 * 547 / 731) <= 1
    # What is shorter than a pixel is seen.
    times = co.TimeCoverage([["2019-01-01", "2019-01-02"], ["2100-01-01", "2100-01-02"]])
    assert len(filled(times, "times")) == 2
