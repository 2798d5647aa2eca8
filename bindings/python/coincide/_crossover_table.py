"""The table of a run of crossovers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from coincide import _runs
from coincide._crossover_values import CrossoverValues
from coincide._table import Table
from coincide._table_columns import Text
from coincide._values import by_time as by_time_of
from coincide._values import difference, sigma_x
from coincide.catalog import Catalog

_NAT = np.iinfo(np.int64).min


class Crossovers(_runs.RunTable):
    """
    Places where tracks of two catalogs cross, sorted along the curve.

    Columns
    -------
    xover_id : int64
    lon, lat : float64
    granule_a, granule_b, track_a, track_b : str
    seg_a, seg_b : int64
        Row of the sample before the crossing, in its granule.
    frac_a, frac_b : float64
        How far it is to the next sample, 0 to 1.
    s_a, s_b, gap_a, gap_b, near_a, near_b : float64
        Metres: along the track from its start; between the two samples; to the nearer one.
    time_a, time_b : datetime64[ns], UTC
    dt_s : float64
        time_b - time_a in seconds, signed.
    NAME_a, NAME_b, dNAME, NAME_mean : float64
        For each value: interpolated on a and on b; b - a; and the mean of both (of flags and
        directions no mean, of flags no difference). NAME_a, NAME_b are int64 of variables of
        integers, which are not interpolated: the nearest sample's, or all bits of both; so is
        dNAME where both are.
    NAME_sigma_a, NAME_sigma_b, dNAME_sigma : float64
        Their standard errors, of those that `sigma` names.
    sigma_x_m : float64
        With `position_sigma`: the standard error of the place.
    azimuth_a, azimuth_b, angle : float64
        Degrees: of travel, clockwise from north; between the tracks, 0 to 90.
    max_gap_a, max_gap_b : float64
        Samples farther apart were not joined, metres.
    flags : int64
        Bits: 1 the angle is below 1 degree, 2 touch, 8 a segment longer than half of
        max_gap, 16 a value from farther samples, 32 a value is missing, 64 a spline had too
        few samples and is linear.
    cell : uint64

    Attributes
    ----------
    errors : list of (side, granule, message)
        Granules that could not be read; their crossings are not here.
    overlaps : Table
        Where tracks run along one another within 1e-7 m: granules and tracks, start and end
        on both sides (`seg_a`, `frac_a`, `end_seg_a`, ...), places, times and `length_m`.
    """

    overlaps: Table

    def by_time(self) -> Crossovers:
        """The earlier side first: `*_first` and `*_last` instead of `*_a` and `*_b`.

        Where a time is missing a is first. `dt_s` is not negative, and differences are last
        minus first.
        """
        return by_time_of(self)

    def counts(self) -> dict[str, int]:
        """How many rows are crossovers and touches, and how many overlaps and places there are.

        A place is where two granules meet, counted once: where a flight begins and ends at one
        sample of another there are two touches, and one place. An overlap is one.
        """
        touches = int(np.count_nonzero(np.asarray(self["flags"]) & 2))
        sides = [name for name in self.names if name.startswith("granule_")]
        granules = [np.unique(self[name], return_inverse=True)[1] for name in sides]
        places = np.stack([*granules, self["lon"], self["lat"]], axis=1)
        return {
            "crossovers": len(self) - touches,
            "touches": touches,
            "overlaps": len(self.overlaps),
            "places": len(np.unique(places, axis=0)) + len(self.overlaps),
        }

    def summary(self) -> str:
        """What was found, in a few lines."""
        return f"{super().summary()}\n  {len(self.overlaps):,} overlaps"


# Columns of a row that are neither words nor values.
_NUMBERS = (
    *("lon", "lat", "seg_a", "seg_b", "frac_a", "frac_b", "s_a", "s_b", "gap_a", "gap_b"),
    *("near_a", "near_b", "time_a", "time_b", "dt", "azimuth_a", "azimuth_b", "angle"),
    *("max_gap_a", "max_gap_b", "flags", "cell"),
)


def table_of(
    rows: Mapping[str, Any],
    a: Catalog,
    b: Catalog,
    wanted: CrossoverValues,
    whole: Collection[str],
    tracks: Sequence[str],
    positions: tuple[float, float] | None,
    first: int,
) -> Crossovers:
    """The table of columns of `CrossoverRows`, of which the first row is number `first`.

    whole : names of columns of values that are integers.
    """
    columns: dict[str, Any] = {
        "xover_id": np.arange(first, first + len(rows["cell"])),
        "lon": rows["lon"],
        "lat": rows["lat"],
        "granule_a": Text(rows["granule_a"], a.granule.tolist()),
        "granule_b": Text(rows["granule_b"], b.granule.tolist()),
    }
    for side in "ab":
        columns[f"track_{side}"] = Text(rows[f"track_{side}"], tracks)
    for name in _NUMBERS[2:12]:
        columns[name] = rows[name]
    columns["time_a"], columns["time_b"] = (
        rows[name].view("datetime64[ns]") for name in ("time_a", "time_b")
    )
    columns["dt_s"] = np.where(rows["dt"] == _NAT, np.nan, rows["dt"] * 1e-9)
    for number, name in enumerate(wanted.names):
        both = [
            rows[f"value{number}_{side}"].astype(
                np.int64 if f"{name}_{side}" in whole else np.float64, copy=False
            )
            for side in "ab"
        ]
        columns[f"{name}_a"], columns[f"{name}_b"] = both
        methods = [rule.method for rule in wanted.rules[name]]
        apart = difference(both[1], both[0], methods)
        if apart is not None:
            columns[f"d{name}"] = apart
            if "direction" not in methods:
                columns[f"{name}_mean"] = (both[0] + both[1]) / 2.0
        if name in wanted.has_sigma:
            errors = [rows[f"sigma{number}_{side}"] for side in "ab"]
            columns[f"{name}_sigma_a"], columns[f"{name}_sigma_b"] = errors
            columns[f"d{name}_sigma"] = np.hypot(*errors)
    for name in _NUMBERS[15:18]:
        columns[name] = rows[name]
    if positions is not None:
        columns["sigma_x_m"] = sigma_x(positions, rows["angle"])
    for name in _NUMBERS[18:]:
        columns[name] = rows[name]
    return Crossovers(columns, points=("lon", "lat"))
