"""Crossovers of two catalogs: both stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from coincide import _core, _overlaps, _runs, _sources
from coincide._crossover_rows import CrossoverRows, again, join, row_bytes, whole_of
from coincide._crossover_table import Crossovers, table_of
from coincide._crossover_values import CrossoverValues
from coincide._limited import limited
from coincide._pair_run import PairRun, granule_pairs
from coincide._part_rows import PartRows
from coincide._parts import Parts
from coincide._previous import PairReuse, Previous
from coincide._table import Table
from coincide._units import to_metres, to_nanoseconds, to_number
from coincide._values import (
    check_suffixes,
    named,
    names_of,
    position_sigma_of,
    warn_of_long_steps,
)
from coincide.catalog import Catalog

__all__ = ["Crossovers", "crossovers"]


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
    suffixes: tuple[str, str] = ("_a", "_b"),
    min_angle: float | None = None,
    touches: bool = False,
    memory: Any = "4GB",
    on_error: str = "report",
    output: Any = None,
    resume: bool = True,
    previous: Any = None,
    progress: Any = True,
    read_timeout: Any = None,
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
    suffixes : (str, str)
        How the columns of a and b end: ``("_1", "_2")`` as x2sys, captoolkit and xopr have it.
    by_time : bool
        Gives `Crossovers.by_time` of the result, also in `output`.
    min_angle : float, optional
        Leaves out crossings at smaller angles, degrees.
    touches : bool
        Rows also for places where tracks touch and neither passes through.
    memory : str or int
        What the run may use: "4GB", or bytes. Samples take two fifths of it, rows on their way
        to `output` the rest. Without `output` all of it is for samples, and the table that is
        returned comes on top. Overlaps, which are few, are held in any case.
    on_error : str
        "report": a granule that cannot be read is in `Crossovers.errors`; "raise".
    output : path, optional
        A GeoParquet file to write, or what else the name ends in: .csv, .gpkg, .fgb, .geojson.
        While the run goes on its parts are in ``OUTPUT.parts``.
    resume : bool
        Go on with the parts of a run of the same inputs and arguments that was stopped.
    previous : Crossovers or path, optional
        An earlier result with the same arguments, or its Parquet file: pairs of granules that
        have not changed are not crossed again. What a file is, its size and time of change
        say; samples in memory are compared. The result is that of a full run.
    progress : bool or callable
        A line on a terminal; or what is called with a dict of counters.
    read_timeout : timedelta64, timedelta or str, optional
        How long a file may take to be read: "60s". It is read by another process, and left out
        where it takes longer, or ends that process. None: as long as it takes.
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
    _runs.check_choice("missing_time", missing_time, ("raise", "drop", "match"))
    check_suffixes(suffixes, by_time)
    how = _runs.How(memory, on_error, output, resume, progress)
    names, of_a, of_b = _runs.variables_of(
        values,
        (
            *("granule", "track", "seg", "frac", "s", "gap", "near", "time", "azimuth"),
            *("max_gap", "xover_id", "sigma_x_m"),
        ),
    )
    wanted = CrossoverValues(names, of_a, of_b, method, spline_points, median_within, sigma, slope)
    positions = position_sigma_of(position_sigma)
    same_in = names_of(exclude_same, "exclude_same")
    window_ns = None if time_window is None else to_nanoseconds(time_window, "time_window")
    a, b = _runs.two_catalogs(a, a if b is None else b)
    gap = None if max_gap is None else to_metres(max_gap, "max_gap")
    if min_angle is not None and not 0 <= to_number(min_angle, "min_angle") <= 90:
        raise ValueError(f"min_angle is {min_angle}: 0 to 90 degrees is allowed")
    if gap is not None and not gap >= 0:
        raise ValueError(f"max_gap is {max_gap}: 0 m or more is allowed")
    of_samples = [name for name in same_in if not _is_of_catalog(name, a, b)]
    hidden = [wanted.add_hidden(name) for name in of_samples]
    for side, catalog in (("a", a), ("b", b)):
        _check_cut(side, catalog, gap)
    limit = limited(read_timeout)
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
    parameters = {**options, "threads": None, "values": [names, of_a, of_b]}
    parameters |= {"variables": wanted.variables, "exclude_same": same_in}
    rows_a, rows_b, shared_a, _ = granule_pairs(a, b, 0.0, window_ns, missing_time)
    rows_a, rows_b, shared_a = _without_same_granules(rows_a, rows_b, shared_a, same_in, a, b)
    where = _sources.union_of_shared(rows_a, shared_a)
    del shared_a  # Of each pair: more than a catalog.
    before = None if previous is None else Previous(previous, "crossovers", parameters)
    run = _CrossoverRun(
        (_Whole(a, wanted, "a", gap, limit), _Whole(b, wanted, "b", gap, limit)),
        (rows_a, rows_b),
        where,
        options,
        parameters,
        names,
        how,
        before,
    )
    run.wanted, run.hidden, run.positions = wanted, hidden, positions
    run.not_same_track = "track" in same_in
    run.by_time, run.suffixes = by_time, suffixes
    if before is not None:
        run.before = _overlaps.of_previous(previous, before)
    return run.run()  # type: ignore[no-any-return]


class _CrossoverRun(PairRun):
    """A run of `crossovers`."""

    verb = "crossovers"
    tasks = _core.crossing_tasks
    wanted: CrossoverValues
    #: Numbers of values that must differ between the sides.
    hidden: Sequence[int]
    not_same_track: bool
    positions: tuple[float, float] | None
    by_time: bool
    suffixes: tuple[str, str]
    #: Overlaps of the earlier result, and those found.
    before: Table
    overlaps: Table
    #: Names of columns of values that are integers.
    whole: set[str]

    def row_bytes(self) -> int:
        """As PairRun.row_bytes."""
        return row_bytes(self.wanted)

    def join(self, found: Sequence[dict[str, Any]]) -> Mapping[str, Any]:
        """As PairRun.join."""
        return join(found, self.wanted, self.hidden, self.not_same_track)

    def again(self, reuse: PairReuse) -> Iterator[dict[str, Any]]:
        """As PairRun.again."""
        return again(reuse, self.before, self.wanted)

    def rows(self, parts: Parts) -> CrossoverRows:
        """As PairRun.rows."""
        warn_of_long_steps(sum(part.plain("long_steps") for part in parts.parts))
        self.overlaps = _overlaps.table_of(parts.parts, self.a, self.b)
        self.whole = whole_of(parts.parts, self.wanted)
        return CrossoverRows(parts.parts, self.wanted)

    def about(self) -> dict[str, str]:
        """As PairRun.about."""
        return {"overlaps": str(len(self.overlaps))}

    def write_beside(self, metadata: Mapping[str, str]) -> None:
        """As PairRun.write_beside."""
        self.overlaps.metadata = dict(metadata)
        _overlaps.write(self.overlaps, self.how.output)

    def table(self, piece: Mapping[str, Any], rows: PartRows, first: int) -> Crossovers:
        """As PairRun.table."""
        found = table_of(
            piece, self.a, self.b, self.wanted, self.whole, rows.track_names, self.positions, first
        )
        return found.by_time() if self.by_time else named(found, self.suffixes)

    def run(self) -> Any:
        """As PairRun.run, with the overlaps."""
        found = super().run()
        found.overlaps = self.overlaps
        return found


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


class _Whole(_sources.Source):
    """Whole granules, of which the gap that tracks are joined over is known to be covered."""

    def __init__(
        self, catalog: Catalog, wanted: CrossoverValues, side: str, gap: float | None, limit: Any
    ) -> None:
        super().__init__(catalog, wanted.variables[side], limit=limit)
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
