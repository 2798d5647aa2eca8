"""Catalog.from_samples: columns that are masked, missing or too large."""

import re

import coincide as co
import numpy as np
import pytest

LAT = np.linspace(-75, -74, 11)
LINE = {"lon": np.full(11, -100.0), "lat": LAT}
OTHER = {"lon": np.linspace(-101, -99, 11), "lat": np.full(11, -74.52)}


def crossed(columns, **options):
    a, b = (co.Catalog.from_samples({"g": side}) for side in (LINE | columns, OTHER))
    return co.crossovers(a, b, max_gap=1e5, progress=False, **options)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int32])
def test_masked_values_are_missing(dtype):
    column = np.ma.masked_equal(np.full(11, 7, dtype), 7)
    x = crossed({"q": column}, values={"q": ("q", None)})
    assert len(x) == 1 and np.isnan(x["q_a"][0]) and x["flags"][0] & 32
    assert crossed({"q": np.full(11, 7, dtype)}, values={"q": ("q", None)})["q_a"].tolist() == [7]


def test_a_masked_position_meets_nothing_and_ends_a_leg():
    assert len(crossed({})) == 1
    # The crossing is between samples 4 and 5.
    masked = np.ma.masked_array(LAT, np.arange(11) == 4)
    assert len(crossed({"lat": masked})) == 0
    a = co.Catalog.from_samples({"g": LINE | {"lat": masked}})
    b = co.Catalog.from_samples({"g": LINE})
    assert co.match(a, b, 1.0, progress=False)["idx_a"].tolist() == [0, 1, 2, 3, 5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    "columns, message",
    [
        ({"track": np.r_[np.nan, np.ones(10)]}, "track[0] is nan: a name or a number is wanted"),
        ({"track": ["x", None, *["y"] * 9]}, "track[1] is None"),
        ({"track": np.ma.masked_equal(np.arange(11), 3)}, "track[3] is 3"),
        ({"q": np.r_[np.zeros(10, int), 2**53 + 1]}, "q[10] is 9007199254740993: at most 2**53"),
        ({"q": np.full(11, 2**63, np.uint64)}, "q[0] is 9223372036854775808: at most 2**53"),
        ({"lat": LAT - 20}, "lat[0] is -95.0: |lat| > 90: did you pass lat, lon?"),
    ],
)
def test_bad_columns(columns, message):
    with pytest.raises(ValueError, match=re.escape(f"granule 'g': {message}")):
        co.Catalog.from_samples({"g": LINE | columns})
