"""The table of a run of crossovers, and that of the stretches where two runs overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from coincide import _runs
from coincide._crossover_values import CrossoverValues
from coincide._previous import (
    PairReuse,
    Previous,
    between,
    codes_of,
    in_order,
    ns_of,
    overlaps_path,
    read,
)
from coincide._table import Table, Text
from coincide._values import by_time as by_time_of
from coincide._values import (
    difference,
    sigma_x,
    warn_of_long_steps,
)
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
        directions no mean, of flags no difference).
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

    def summary(self) -> str:
        """What was found, in a few lines."""
        return f"{super().summary()}\n  {len(self.overlaps):,} overlaps"


_NUMBERS = (
    *("lon", "lat", "seg_a", "seg_b", "frac_a", "frac_b", "s_a", "s_b", "gap_a", "gap_b"),
    *("near_a", "near_b", "time_a", "time_b", "dt", "azimuth_a", "azimuth_b", "angle"),
    *("max_gap_a", "max_gap_b", "flags", "cell"),
)
_INTEGERS = ("seg_a", "seg_b", "time_a", "time_b", "dt", "flags")


def table_of(
    parts: Sequence[Mapping[str, Any]],
    a: Catalog,
    b: Catalog,
    wanted: CrossoverValues,
    hidden: Sequence[int],
    not_same_track: bool,
    positions: tuple[float, float] | None,
) -> Crossovers:
    warn_of_long_steps(sum(int(part["long_steps"]) for part in parts))
    tracks: dict[str, int] = {}
    lookups = []
    for part in parts:
        known = [tracks.setdefault(name, len(tracks)) for name in part["track_names"]]
        lookups.append(np.array([*known, -1], np.int32))
    words = list(tracks)
    (place,), words = in_order([np.arange(len(words))], words)
    lookups = [np.append(place, np.int32(-1))[lookup] for lookup in lookups]
    overlaps = _overlaps([part["overlaps"] for part in parts], lookups, words, a, b)
    if not_same_track and len(overlaps):
        codes = [overlaps._held[f"track_{side}"].codes for side in "ab"]
        overlaps = overlaps[(codes[0] != codes[1]) | (codes[0] < 0)]

    def joined(name: str, dtype: Any) -> Any:
        columns = [part[name] for part in parts]
        return np.concatenate(columns).astype(dtype, copy=False) if columns else np.empty(0, dtype)

    def value(number: int, what: str, side: str) -> Any:
        columns = [part[f"{what}_{side}"][number] for part in parts]
        return np.concatenate(columns) if columns else np.empty(0)

    granule_a, granule_b = (joined(f"granule_{side}", np.int64) for side in "ab")
    track = {
        side: np.concatenate(
            [lookup[part[f"track_{side}"]] for lookup, part in zip(lookups, parts, strict=True)]
            or [np.empty(0, np.int32)]
        )
        for side in "ab"
    }
    held = {}
    for name in _NUMBERS:
        dtype = np.int64 if name in _INTEGERS else np.uint64 if name == "cell" else np.float64
        held[name] = joined(name, dtype)
    order = np.lexsort(
        (
            *(held["frac_b"], held["seg_b"], granule_b),
            *(held["frac_a"], held["seg_a"], granule_a),
            held["cell"],
        )
    )
    same = np.zeros(len(order), np.bool_)
    if not_same_track:
        same |= (track["a"] == track["b"]) & (track["a"] >= 0)
    for number in hidden:
        same |= value(number, "values", "a") == value(number, "values", "b")
    order = order[~same[order]]
    held = {name: column[order] for name, column in held.items()}
    columns: dict[str, Any] = {
        "xover_id": np.arange(len(order)),
        "lon": held["lon"],
        "lat": held["lat"],
        "granule_a": Text(granule_a[order], a.granule.tolist()),
        "granule_b": Text(granule_b[order], b.granule.tolist()),
    }
    for side in "ab":
        columns[f"track_{side}"] = Text(track[side][order], words)
    for name in _NUMBERS[2:12]:
        columns[name] = held[name]
    columns["time_a"], columns["time_b"] = (
        held[name].view("datetime64[ns]") for name in ("time_a", "time_b")
    )
    columns["dt_s"] = np.where(held["dt"] == _NAT, np.nan, held["dt"] * 1e-9)
    for number, name in enumerate(wanted.names):
        both = [value(number, "values", side)[order] for side in "ab"]
        columns[f"{name}_a"], columns[f"{name}_b"] = both
        methods = [rule.method for rule in wanted.rules[name]]
        apart = difference(both[1], both[0], methods)
        if apart is not None:
            columns[f"d{name}"] = apart
            if "direction" not in methods:
                columns[f"{name}_mean"] = (both[0] + both[1]) / 2
        if name in wanted.has_sigma:
            errors = [value(number, "sigmas", side)[order] for side in "ab"]
            columns[f"{name}_sigma_a"], columns[f"{name}_sigma_b"] = errors
            columns[f"d{name}_sigma"] = np.hypot(*errors)
    for name in _NUMBERS[15:18]:
        columns[name] = held[name]
    if positions is not None:
        columns["sigma_x_m"] = sigma_x(positions, held["angle"])
    for name in _NUMBERS[18:]:
        columns[name] = held[name]
    found = Crossovers(columns, points=("lon", "lat"))
    found.overlaps = overlaps
    return found


def previous_overlaps(given: Any, before: Previous) -> Table:
    """The overlaps of an earlier result, in memory or beside its file."""
    if isinstance(given, Crossovers):
        overlaps: Table = given.overlaps
        return overlaps
    count = int(before.table.metadata.get("overlaps", "0"))
    if count == 0:
        return Table({})
    path = overlaps_path(given)
    found = read(path)
    if len(found) != count:
        raise ValueError(f"previous has {count} overlaps, and {path} {len(found)}: it is another's")
    return found


def again(reuse: PairReuse, overlaps: Table, wanted: CrossoverValues) -> dict[str, Any]:
    """Rows of an earlier table as a part of a run."""

    def kept_of(table: Table) -> tuple[Table, dict[str, Any]]:
        kept, of_a, of_b = reuse.kept(table)
        return kept, {"granule_a": of_a, "granule_b": of_b}

    old = reuse.previous
    if "time_a" not in old.table:
        raise ValueError("previous is ordered by time: one with a and b is wanted")
    table, part = kept_of(old.table)
    columns = [table._held[f"track_{side}"] for side in "ab"]
    along: dict[str, Any] = {}
    if len(overlaps):
        lines, along = kept_of(overlaps)
        columns += [lines._held[f"track_{side}"] for side in "ab"]
        for name in lines.names:
            if name not in ("geometry", "bbox") and not name.startswith(("granule", "track")):
                along[name] = ns_of(lines[name]) if "time" in name else lines[name]
    codes, words = codes_of(columns)
    part |= {"track_a": codes[0], "track_b": codes[1], "track_names": words, "long_steps": 0}
    if not along:
        along = {name: np.empty(0) for name in _OVERLAPS}
        codes = [*codes, np.empty(0, np.int64), np.empty(0, np.int64)]
    part["overlaps"] = along | {"track_a": codes[2], "track_b": codes[3]}
    for name in _NUMBERS:
        if name != "dt":
            part[name] = ns_of(table[name]) if name.startswith("time_") else table[name]
    part["dt"] = between(part["time_a"], part["time_b"])
    missing = np.full(len(table), np.nan)
    hidden = [missing] * (len(wanted.options["a"]) - len(wanted.names))
    for side in "ab":
        part[f"values_{side}"] = [table[f"{name}_{side}"] for name in wanted.names] + hidden
        part[f"sigmas_{side}"] = [
            table[f"{name}_sigma_{side}"] if name in wanted.has_sigma else missing
            for name in wanted.names
        ] + hidden
    return part


# Columns of overlaps but their tracks.
_OVERLAPS = (
    *("granule_a", "granule_b", "lon", "lat", "end_lon", "end_lat", "length_m"),
    *(f"{name}_{side}" for side in "ab" for name in ("seg", "frac", "end_seg", "end_frac")),
    *(f"{name}_{side}" for side in "ab" for name in ("time", "end_time")),
)


def _overlaps(
    parts: Sequence[Mapping[str, Any]],
    lookups: Sequence[Any],
    tracks: list[str],
    a: Catalog,
    b: Catalog,
) -> Table:
    """The overlaps of all parts, sorted by granules and place on a."""

    def joined(name: str, dtype: Any) -> Any:
        columns = [part[name] for part in parts]
        return np.concatenate(columns).astype(dtype, copy=False) if columns else np.empty(0, dtype)

    order = np.lexsort(
        [
            joined(name, np.float64 if name.startswith("frac") else np.int64)
            for name in ("frac_b", "seg_b", "granule_b", "frac_a", "seg_a", "granule_a")
        ]
    )
    columns: dict[str, Any] = {}
    for side, catalog in (("a", a), ("b", b)):
        granule = joined(f"granule_{side}", np.int64)
        columns[f"granule_{side}"] = Text(granule[order], catalog.granule.tolist())
    for side in "ab":
        codes = [lookup[p[f"track_{side}"]] for lookup, p in zip(lookups, parts, strict=True)]
        code = np.concatenate(codes) if codes else np.empty(0, np.int32)
        columns[f"track_{side}"] = Text(code[order], tracks)
    for name in ("lon", "lat", "end_lon", "end_lat", "length_m"):
        columns[name] = joined(name, np.float64)[order]
    for side in "ab":
        for name in ("seg", "frac", "end_seg", "end_frac"):
            dtype = np.float64 if name.endswith("frac") else np.int64
            columns[f"{name}_{side}"] = joined(f"{name}_{side}", dtype)[order]
    for side in "ab":
        for name in ("time", "end_time"):
            time = joined(f"{name}_{side}", np.int64)[order]
            columns[f"{name}_{side}"] = time.view("datetime64[ns]")
    return Table(columns, points=("lon", "lat"))
