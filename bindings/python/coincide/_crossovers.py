"""Crossovers of two catalogs: both stages."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from coincide import _core, _runs
from coincide._match import granule_pairs, metadata, named_errors
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
from coincide._units import to_metres, to_nanoseconds, to_number
from coincide._values import (
    Rule,
    difference,
    names_of,
    position_sigma_of,
    rules_of,
    sigma_x,
    warn_of_long_steps,
)
from coincide._values import by_time as by_time_of
from coincide.catalog import Catalog

__all__ = ["Crossovers", "crossovers"]

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


def crossovers(
    a: Any,
    b: Any = None,
    *,
    max_gap: Any = None,
    max_gap_time: Any = None,
    time_window: Any = None,
    missing_time: str = "raise",
    values: Any = None,
    sigma: Mapping[str, Any] | None = None,
    slope: Mapping[str, Any] | None = None,
    method: str | Mapping[str, Any] = "linear",
    spline_points: int = 3,
    median_within: Any = None,
    position_sigma: Any = None,
    exclude_same: str | Sequence[str] = (),
    by_time: bool = False,
    min_angle: float | None = None,
    touches: bool = False,
    memory: Any = "4GB",
    on_error: str = "report",
    output: Any = None,
    resume: bool = True,
    previous: Any = None,
    progress: Any = True,
    threads: int | None = None,
) -> Crossovers:
    """
    Where the tracks of two catalogs cross, with both sensors interpolated there.

    Parameters
    ----------
    a, b : Catalog, or what `catalog` takes
        With samples in memory (`Catalog.from_samples`), or files that a reader knows.
        Without b, or with b the same object: crossings between different granules of a.
    max_gap : float or str, optional
        Samples of a track farther apart are not joined: metres or text. None: 5 times the
        median distance of neighbours, for each track.
    max_gap_time : timedelta64, timedelta or str, optional
        The same in time.
    time_window : timedelta64, timedelta or str, optional
        The largest ``|time_b - time_a|``.
    missing_time : str
        What a crossing without a time does where a window is given: "raise", "drop",
        "match".
    values : str, list or dict, optional
        Variables to interpolate: ``["h"]``, or ``{"h": ("h_li", "surface")}`` where the two
        sides call them differently.
    sigma, slope : dict, optional
        Variables of standard errors, and of changes a metre along the track, of values:
        ``{"h": "h_sigma"}``, or one for each side, None where there is none.
    method : str, or dict of str to str or (str, str)
        "linear", "nearest", "cubic", "akima", "slope", "median", "direction" or "bit_or", for
        all values, or by name, or by name and side: `crossings` says what they do. Integers
        are taken from the nearest sample, or by "bit_or".
    spline_points : int
        Samples a side for "cubic" and "akima", 2 to 32.
    median_within : float or str, optional
        How far samples are taken for "median".
    position_sigma : float or str, or one for each side, optional
        Standard error of positions across the track: gives `sigma_x_m`.
    exclude_same : str or list of str
        Leaves out crossings whose two sides agree in one of these: "granule", "track" (their
        names), a column of both catalogs ("rgt": such pairs of granules are not opened), or
        else a variable of the samples, of the nearest one.
    by_time : bool
        Gives `Crossovers.by_time` of the result, also in `output`.
    min_angle : float, optional
        Leaves out crossings at smaller angles, degrees.
    touches : bool
        Rows also for places where tracks touch and neither passes through.
    memory : str or int
        For samples held at once: "4GB", or bytes.
    on_error : str
        "report": a granule that cannot be read is in `Crossovers.errors`; "raise".
    output : path, optional
        A GeoParquet file to write, or CSV where the name ends in .csv. While the run goes on
        its parts are in ``OUTPUT.parts``.
    resume : bool
        Go on with the parts of a run of the same inputs and arguments that was stopped.
    previous : Crossovers or path, optional
        An earlier result with the same arguments, or its Parquet file: pairs of granules that
        have not changed are not crossed again. What a file is, its size and time of change
        say; samples in memory are compared. The result is that of a full run.
    progress : bool or callable
        A line on a terminal; or what is called with a dict of counters.
    threads : int, optional
        At most this many; else COINCIDE_THREADS, else every core.

    Returns
    -------
    Crossovers
        The same rows for any memory, number of threads, and interruptions.

    Raises
    ------
    ValueError
        An argument that cannot be; footprints that were cut at smaller gaps than `max_gap`.

    Notes
    -----
    Granules are read whole, as along-track distances count from their first sample. With
    `output` the overlaps, if there are any, are in ``NAME.overlaps.parquet`` (or .csv) beside it.
    With `time_window` an overlap stays whose start or end is within it.

    Examples
    --------
    >>> import coincide as co, numpy as np
    >>> lat = np.linspace(-75, -74, 1001)
    >>> a = co.Catalog.from_samples({"f1": {"lon": np.full(1001, -100.0), "lat": lat, "h": lat}})
    >>> b = co.Catalog.from_samples({"g1": {"lon": np.linspace(-101, -99, 1001),
    ...                                     "lat": np.full(1001, -74.5), "h": lat + 2}})
    >>> x = co.crossovers(a, b, values="h", progress=False)
    >>> x["lon"].round(6).tolist(), x["dh"].round(3).tolist()
    ([-100.0], [2.0])
    """
    for name, value, allowed in (
        ("on_error", on_error, ("report", "raise")),
        ("missing_time", missing_time, ("raise", "drop", "match")),
    ):
        if value not in allowed:
            choices = ", ".join(map(repr, allowed))
            raise ValueError(f"{name} is {value!r}: one of {choices} is wanted")
    budget = _runs.memory_bytes(memory)
    names, of_a, of_b = _runs.variables_of(
        values,
        (
            *("granule", "track", "seg", "frac", "s", "gap", "near", "time", "azimuth"),
            *("max_gap", "xover_id", "sigma_x_m"),
        ),
    )
    wanted = _Values(names, of_a, of_b, method, spline_points, median_within, sigma, slope)
    positions = position_sigma_of(position_sigma)
    same_in = names_of(exclude_same, "exclude_same")
    window_ns = None if time_window is None else to_nanoseconds(time_window, "time_window")
    _runs.check_output(output)
    same = b is None or a is b
    a = _runs.as_catalog(a, "a")
    b = a if same else _runs.as_catalog(b, "b")
    if a.ellipsoid != b.ellipsoid:
        raise ValueError(f"a is on {a.ellipsoid!r}, b on {b.ellipsoid!r}: one ellipsoid is wanted")
    gap = None if max_gap is None else to_metres(max_gap, "max_gap")
    if min_angle is not None and not 0 <= to_number(min_angle, "min_angle") <= 90:
        raise ValueError(f"min_angle is {min_angle}: 0 to 90 degrees is allowed")
    if gap is not None and not gap >= 0:
        raise ValueError(f"max_gap is {max_gap}: 0 m or more is allowed")
    of_samples = [name for name in same_in if not _is_of_catalog(name, a, b)]
    hidden = [wanted.add_hidden(name) for name in of_samples]
    for side, catalog in (("a", a), ("b", b)):
        _check_cut(side, catalog, gap)
    options = {
        "max_gap": gap,
        "max_gap_time": None
        if max_gap_time is None
        else to_nanoseconds(max_gap_time, "max_gap_time"),
        "min_angle": min_angle,
        "touches": touches,
        "values_a": wanted.options["a"],
        "values_b": wanted.options["b"],
        "window_ns": window_ns,
        "missing_time": missing_time,
        "ellipsoid": a.ellipsoid,
        "threads": threads,
    }
    rows_a, rows_b, shared_a, _ = granule_pairs(a, b, 0.0, window_ns, missing_time)
    rows_a, rows_b, shared_a = _without_same_granules(rows_a, rows_b, shared_a, same_in, a, b)
    where = _runs.union_of_shared(rows_a, shared_a)
    source_a, source_b = (
        _Whole(catalog, wanted, side, gap) for side, catalog in (("a", a), ("b", b))
    )
    parameters = {**options, "threads": None, "values": [names, of_a, of_b]}
    parameters |= {"variables": wanted.variables, "exclude_same": same_in}
    before = None if previous is None else Previous(previous, "crossovers", parameters)
    if before is not None:
        before_overlaps = _previous_overlaps(previous, before)
    found: Crossovers
    found, errors, granules = _runs.run(
        _core.crossing_tasks,
        "crossovers",
        (a, b),
        (rows_a, rows_b),
        _runs.curve_keys(a, rows_a, where),
        (source_a, source_b),
        options,
        parameters,
        budget=budget,
        on_error=on_error,
        output=output,
        resume=resume,
        progress=progress,
        count=lambda part: len(part["lon"]),
        finish=lambda parts: _table(parts, a, b, wanted, hidden, "track" in same_in, positions),
        previous=before,
        again=lambda reuse: _again(reuse, before_overlaps, wanted),
    )
    found.metadata = metadata("crossovers", parameters, a, b)
    found.errors = named_errors(errors, a, b)
    found.metadata["errors"] = json.dumps(found.errors)
    found.metadata["granules"] = granules
    found.metadata["overlaps"] = str(len(found.overlaps))
    _runs.warn_of(found.errors)
    if by_time:
        found = found.by_time()
    if output is not None:
        _write_overlaps(found, output)
        found.write(output)
        _runs.drop_parts(output)
    return found


class _Values:
    """Values by name, the variables that each side reads, and how they are taken."""

    def __init__(
        self,
        names: Sequence[str],
        of_a: Sequence[str | None],
        of_b: Sequence[str | None],
        method: Any,
        spline_points: Any,
        median_within: Any,
        sigma: Any,
        slope: Any,
    ) -> None:
        self.names = list(names)
        self.rules = rules_of(method, names, spline_points, median_within)
        self.variables: dict[str, list[str | None]] = {"a": [], "b": []}
        self.options: dict[str, list[Any]] = {"a": [], "b": []}
        # Rules of columns that integers must not have.
        self.checked: dict[str, dict[int, tuple[str, Rule]]] = {"a": {}, "b": {}}
        self.has_sigma: set[str] = set()
        sigmas, slopes = (
            self._sides(given, what) for given, what in ((sigma, "sigma"), (slope, "slope"))
        )
        for name, *of in zip(names, of_a, of_b, strict=True):
            for number, side in enumerate("ab"):
                rule = self.rules[name][number]
                column = self._column(side, of[number])
                self.checked[side][column] = (name, rule)
                errors, rise = (of.get(name, (None, None))[number] for of in (sigmas, slopes))
                if errors is not None:
                    self.has_sigma.add(name)
                if rule.method == "slope" and rise is None:
                    if of[number] is not None:
                        raise ValueError(
                            f"method of {name!r} on {side} is 'slope', and slope names no variable "
                            f"for it: {{{name!r}: ...}} is wanted, or another method for this side"
                        )
                    rule = Rule("linear", rule.points, rule.within_m, False)
                self.options[side].append(
                    (
                        column,
                        None if errors is None else self._column(side, errors),
                        None if rise is None else self._column(side, rise),
                        rule.parts(),
                    )
                )

    def _sides(self, given: Any, what: str) -> dict[str, tuple[str | None, str | None]]:
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            raise TypeError(f"{what} is {type(given).__name__}: a dict of values is wanted")
        for name in given:
            if name not in self.names:
                known = ", ".join(self.names) or "none"
                raise ValueError(f"{what} names {name!r}, values has {known}")
        return {name: _runs.sides_of(of, f"{what}[{name!r}]") for name, of in given.items()}

    def _column(self, side: str, variable: str | None) -> int:
        self.variables[side].append(variable)
        return len(self.variables[side]) - 1

    def add_hidden(self, variable: str) -> int:
        """A variable to read and compare; its number among the values."""
        for side in "ab":
            column = self._column(side, variable)
            self.options[side].append((column, None, None, ("nearest", 3, 0.0)))
        return len(self.options["a"]) - 1


def _is_of_catalog(name: str, a: Catalog, b: Catalog) -> bool:
    if name in ("granule", "track"):
        return True
    return name != "samples" and name in a.extra and name in b.extra


def _without_same_granules(
    rows_a: Any, rows_b: Any, shared_a: Any, same_in: Sequence[str], a: Catalog, b: Catalog
) -> tuple[Any, Any, Any]:
    """Pairs of granules that differ in every one of the catalogs' columns named."""
    same = np.zeros(len(rows_a), np.bool_)
    for name in same_in:
        if name == "track" or not _is_of_catalog(name, a, b):
            continue
        of_a, of_b = (
            (catalog.granule if name == "granule" else catalog.extra[name]) for catalog in (a, b)
        )
        for at, (row_a, row_b) in enumerate(zip(rows_a.tolist(), rows_b.tolist(), strict=True)):
            one, other = of_a[row_a], of_b[row_b]
            same[at] |= one is not None and one == other
    if not same.any():
        return rows_a, rows_b, shared_a
    if shared_a is not None:
        shared_a = [shared_a[i] for i in np.flatnonzero(~same).tolist()]
    return rows_a[~same], rows_b[~same], shared_a


def _write_overlaps(found: Crossovers, output: Any) -> None:
    """Beside `output`; an older file of that name does not stay behind."""
    path = overlaps_path(output)
    if len(found.overlaps) or os.path.exists(path):
        found.overlaps.metadata = found.metadata
        found.overlaps.write(path)


class _Whole(_runs.Source):
    """Whole granules, of which the gap that tracks are joined over is known to be covered."""

    def __init__(self, catalog: Catalog, wanted: _Values, side: str, gap: float | None):
        super().__init__(catalog, wanted.variables[side])
        self.gap = gap
        self.checked = wanted.checked[side]

    def read(self, row: int) -> tuple[Any, ...]:
        """As Source.read."""
        columns = super().read(row)
        for column, (name, rule) in self.checked.items():
            if columns[7][column]:
                rule.check_integer(repr(name))
        cut = self.catalog.cut_gap[row]
        if self.gap is None and np.isfinite(cut):
            from coincide.readers._footprint import ecef

            lon, lat, _, _, track, _, _, _ = columns
            step = np.linalg.norm(np.diff(ecef(lon, lat), axis=0), axis=1)
            track = np.zeros(len(lon), np.int32) if track is None else np.asarray(track)
            for number in np.unique(track):
                here = step[(track[1:] == number) & (track[:-1] == number)]
                here = here[here > 0]
                # The default max_gap of tracks.h.
                if len(here) and 5 * float(np.median(here)) > cut * (1 + 1e-6):
                    raise ValueError(
                        f"granule {self.catalog.granule[row]!r}: its footprint is cut at gaps of "
                        f"{cut:g} m, and tracks are joined over 5 times their median spacing, "
                        f"{5 * float(np.median(here)):.0f} m: give max_gap, at most {cut:g}"
                    )
        return columns


def _check_cut(side: str, catalog: Catalog, gap: float | None) -> None:
    """Footprints cut at smaller gaps than tracks are joined over may miss crossings."""
    if gap is None:
        return
    bad = np.flatnonzero(catalog.cut_gap < gap)
    if bad.size:
        at = int(bad[0])
        raise ValueError(
            f"max_gap is {gap:g} m, but the footprint of {catalog.granule[at]!r} of {side} is cut "
            f"at gaps of {catalog.cut_gap[at]:g} m: crossings in between would be lost"
        )


_NUMBERS = (
    *("lon", "lat", "seg_a", "seg_b", "frac_a", "frac_b", "s_a", "s_b", "gap_a", "gap_b"),
    *("near_a", "near_b", "time_a", "time_b", "dt", "azimuth_a", "azimuth_b", "angle"),
    *("max_gap_a", "max_gap_b", "flags", "cell"),
)
_INTEGERS = ("seg_a", "seg_b", "time_a", "time_b", "dt", "flags")


def _table(
    parts: Sequence[Mapping[str, Any]],
    a: Catalog,
    b: Catalog,
    wanted: _Values,
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


def _previous_overlaps(given: Any, before: Previous) -> Table:
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


def _again(reuse: PairReuse, overlaps: Table, wanted: _Values) -> dict[str, Any]:
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
