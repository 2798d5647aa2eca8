"""Crossovers of two catalogs: both stages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from coincide import _core, _runs
from coincide._match import granule_pairs, metadata, named_errors
from coincide._table import Text
from coincide._units import to_metres, to_nanoseconds
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
        For each value: interpolated on a and on b; b - a; and the mean of both.
    azimuth_a, azimuth_b, angle : float64
        Degrees: of travel, clockwise from north; between the tracks, 0 to 90.
    max_gap_a, max_gap_b : float64
        Samples farther apart were not joined, metres.
    flags : int64
        Bits: 1 the angle is below 1 degree, 2 touch, 8 a segment longer than half of
        max_gap, 16 a value from farther samples, 32 a value is missing.
    cell : uint64

    Attributes
    ----------
    errors : list of (side, granule, message)
        Granules that could not be read; their crossings are not here.
    """


def crossovers(
    a: Any,
    b: Any = None,
    *,
    max_gap: Any = None,
    max_gap_time: Any = None,
    time_window: Any = None,
    missing_time: str = "raise",
    values: Any = None,
    method: str = "linear",
    min_angle: float | None = None,
    touches: bool = False,
    memory: Any = "4GB",
    on_error: str = "report",
    output: Any = None,
    resume: bool = True,
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
    method : str
        "linear" in distance between the two samples, or "nearest".
    min_angle : float, optional
        Leaves out crossings at smaller angles, degrees.
    touches : bool
        Rows also for places where tracks touch and neither passes through.
    memory : str or int
        For samples held at once: "4GB", or bytes.
    on_error : str
        "report": a granule that cannot be read is in `Crossovers.errors`; "raise".
    output : path, optional
        A GeoParquet file to write. While the run goes on its parts are in ``OUTPUT.parts``.
    resume : bool
        Go on with the parts of a run of the same inputs and arguments that was stopped.
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
    Granules are read whole, as along-track distances count from their first sample. Values
    are interpolated as float64, also integers and flags. Stretches where two tracks run along
    one another are no rows: `crossings` has them as overlaps.

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
        ("method", method, ("linear", "nearest")),
    ):
        if value not in allowed:
            choices = ", ".join(map(repr, allowed))
            raise ValueError(f"{name} is {value!r}: one of {choices} is wanted")
    budget = _runs.memory_bytes(memory)
    names, of_a, of_b = _runs.variables_of(
        values,
        (
            *("granule", "track", "seg", "frac", "s", "gap", "near", "time", "azimuth"),
            *("max_gap", "xover_id"),
        ),
    )
    window_ns = None if time_window is None else to_nanoseconds(time_window, "time_window")
    _runs.check_output(output)
    same = b is None or a is b
    a = _runs.as_catalog(a, "a")
    b = a if same else _runs.as_catalog(b, "b")
    if a.ellipsoid != b.ellipsoid:
        raise ValueError(f"a is on {a.ellipsoid!r}, b on {b.ellipsoid!r}: one ellipsoid is wanted")
    gap = None if max_gap is None else to_metres(max_gap, "max_gap")
    for side, catalog in (("a", a), ("b", b)):
        _check_cut(side, catalog, gap)
    options = {
        "max_gap": gap,
        "max_gap_time": None
        if max_gap_time is None
        else to_nanoseconds(max_gap_time, "max_gap_time"),
        "min_angle": min_angle,
        "touches": touches,
        "method": method,
        "window_ns": window_ns,
        "missing_time": missing_time,
        "ellipsoid": a.ellipsoid,
        "threads": threads,
    }
    rows_a, rows_b, shared_a, _ = granule_pairs(a, b, 0.0, window_ns, missing_time)
    where = _runs.union_of_shared(rows_a, shared_a)
    source_a, source_b = _Whole(a, of_a, gap), _Whole(b, of_b, gap)
    parameters = {**options, "threads": None, "values": [names, of_a, of_b]}
    found: Crossovers
    found, errors = _runs.run(
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
        finish=lambda parts: _table(parts, a, b, names),
    )
    found.metadata = metadata("crossovers", parameters, a, b)
    found.errors = named_errors(errors, a, b)
    found.metadata["errors"] = json.dumps(found.errors)
    _runs.warn_of(found.errors)
    if output is not None:
        found.to_parquet(output)
        _runs.drop_parts(output)
    return found


class _Whole(_runs.Source):
    """Whole granules, of which the gap that tracks are joined over is known to be covered."""

    def __init__(self, catalog: Catalog, variables: Sequence[str | None], gap: float | None):
        super().__init__(catalog, variables)
        self.gap = gap

    def read(self, row: int) -> tuple[Any, ...]:
        """As Source.read."""
        columns = super().read(row)
        cut = self.catalog.cut_gap[row]
        if self.gap is None and np.isfinite(cut):
            from coincide.readers._footprint import ecef

            lon, lat, _, _, track, _, _ = columns
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
    parts: Sequence[Mapping[str, Any]], a: Catalog, b: Catalog, names: Sequence[str]
) -> Crossovers:
    def joined(name: str, dtype: Any) -> Any:
        columns = [part[name] for part in parts]
        return np.concatenate(columns).astype(dtype, copy=False) if columns else np.empty(0, dtype)

    granule_a, granule_b = (joined(f"granule_{side}", np.int64) for side in "ab")
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
    held = {name: column[order] for name, column in held.items()}
    tracks: dict[str, int] = {}
    codes: dict[str, list[Any]] = {"a": [], "b": []}
    for part in parts:
        known = [tracks.setdefault(name, len(tracks)) for name in part["track_names"]]
        lookup = np.array([*known, -1], np.int32)
        for side in "ab":
            codes[side].append(lookup[part[f"track_{side}"]])
    columns: dict[str, Any] = {
        "xover_id": np.arange(len(order)),
        "lon": held["lon"],
        "lat": held["lat"],
        "granule_a": Text(granule_a[order], a.granule.tolist()),
        "granule_b": Text(granule_b[order], b.granule.tolist()),
    }
    for side in "ab":
        code = np.concatenate(codes[side]) if codes[side] else np.empty(0, np.int32)
        columns[f"track_{side}"] = Text(code[order], list(tracks))
    for name in _NUMBERS[2:12]:
        columns[name] = held[name]
    columns["time_a"], columns["time_b"] = (
        held[name].view("datetime64[ns]") for name in ("time_a", "time_b")
    )
    columns["dt_s"] = np.where(held["dt"] == _NAT, np.nan, held["dt"] * 1e-9)
    for number, name in enumerate(names):
        both = []
        for side in "ab":
            found = [part[f"values_{side}"] for part in parts]
            column = [v[number] for v in found if v]
            both.append((np.concatenate(column) if column else np.empty(0))[order])
        columns[f"{name}_a"], columns[f"{name}_b"] = both
        columns[f"d{name}"] = both[1] - both[0]
        columns[f"{name}_mean"] = (both[0] + both[1]) / 2
    for name in _NUMBERS[15:]:
        columns[name] = held[name]
    return Crossovers(columns, points=("lon", "lat"))
