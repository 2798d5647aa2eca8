"""Both stages over catalogs: `match`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from coincide import _core, _runs, _sources
from coincide._limited import limited
from coincide._match_rows import MatchRows, join, row_bytes
from coincide._pair_run import PairRun, granule_pairs
from coincide._part_rows import PartRows
from coincide._parts import Parts
from coincide._previous import PairReuse, Previous, codes_of, ns_of
from coincide._table import Table
from coincide._table_columns import Text
from coincide._units import to_metres, to_nanoseconds
from coincide._values import check_suffixes, named
from coincide.catalog import Catalog

__all__ = ["Matches", "match"]

_KEEP = ("all", "nearest_a", "nearest_b", "mutual", "unique")


class Matches(_runs.RunTable):
    """
    Pairs of samples that meet, sorted along the curve by the cell of the sample of a.

    Columns
    -------
    match_id : int64
    granule_a, granule_b, track_a, track_b : str
    idx_a, idx_b : int64
        Rows of the samples in their granules.
    time_a, time_b : datetime64[ns], UTC
    dt_s : float64
        time_b - time_a in seconds, signed.
    distance_m : float64
        Geodesic.
    az_deg : float64
        From a to b, clockwise from north.
    lon_a, lat_a, lon_b, lat_b : float64
    rank_a, rank_b : int64
        1 is the nearest of that sample of a, of b, among the rows here.
    cell : uint64
        The word of a's position.
    NAME_a, NAME_b, dNAME : float64
        For each value: of a, of b, and b - a.

    Attributes
    ----------
    errors : list of (side, granule, message)
        Granules that could not be read; their pairs are not here.

    Notes
    -----
    Of a run with ``output=`` that found more than a sixteenth of its memory holds, a column is
    read from the file when it is asked for.
    """

    def to_harp(self, path: str | os.PathLike[str]) -> None:
        """Writes HARP's collocation result file, CSV, which `harpcollocate` and its readers take.

        Products are the granules' names, indexes their rows; `datetime_diff` is a minus b in
        seconds, `point_distance` in km, ours of the ellipsoid. Granules with several tracks,
        in which rows count anew, and names with a comma are a ValueError.
        """
        from coincide import _harp

        _harp.write(self, path)


def _keep_of(keep: Any) -> tuple[str, int]:
    if isinstance(keep, (int, np.integer)) and not isinstance(keep, bool):
        if keep < 1:
            raise ValueError(f"keep is {keep}: a number of neighbours >= 1 is wanted")
        return "nearest_a", int(keep)
    keep = "nearest_a" if keep == "nearest" else keep
    if keep not in _KEEP:
        raise ValueError(
            f"keep is {keep!r}: one of {', '.join(_KEEP)}, nearest, or a number is wanted"
        )
    return keep, 1


def match(
    a: Any,
    b: Any,
    within: Any = 100.0,
    time_window: Any = None,
    *,
    keep: Any = "all",
    values: Any = None,
    suffixes: tuple[str, str] = ("_a", "_b"),
    aggregate: Mapping[str, Sequence[str]] | None = None,
    missing_time: str = "raise",
    memory: Any = "4GB",
    on_error: str = "report",
    output: Any = None,
    resume: bool = True,
    previous: Any = None,
    progress: Any = True,
    read_timeout: Any = None,
    threads: int | None = None,
) -> Matches | Table:
    """
    The samples of two catalogs that meet: granules first, then samples within them.

    Parameters
    ----------
    a, b : Catalog, or what `catalog` takes
        With samples in memory (`Catalog.from_samples`), or files that a reader knows. With b
        the same object as a: pairs of different granules, each once.
    within : float or str
        The largest geodesic distance: metres, or text as "2 km".
    time_window : timedelta64, timedelta or str, optional
        The largest ``|time_b - time_a|``: "30D", "2h".
    keep : str or int
        "all"; "nearest" or "nearest_a": for each sample of a the nearest of b; "nearest_b";
        "mutual"; "unique": one to one, nearest first; k: the k nearest of each sample of a.
    values : str, list or dict, optional
        Variables to bring along: ``["h"]``, or ``{"h": ("h_li", "surface")}`` where the two
        sides call them differently; None for a side that has none. They become float64.
    suffixes : (str, str)
        How the columns of a and b end: ``("_1", "_2")`` as x2sys, captoolkit and xopr have it.
    aggregate : dict of str to list of str, optional
        Statistics of side b for each sample of a instead of pairs:
        ``{"h": ["mean", "std", "count"]}``; those of `aggregate_pairs`.
    missing_time : str
        What a missing time does where a window is given: "raise", "drop" or "match".
    memory : str or int
        What the run may use: "4GB", or bytes. Samples take two fifths of it, rows on their way
        to `output` the rest. Without `output` all of it is for samples, and the table that is
        returned comes on top; so do, with keep "nearest_b", "mutual" and "unique", 100 bytes a
        pair before it is known which are kept.
    on_error : str
        "report": a granule that cannot be read is in `Matches.errors`, the rest goes on;
        "raise": it ends the run.
    output : path, optional
        A GeoParquet file to write, or what else the name ends in: .csv, .gpkg, .fgb, .geojson.
        While the run goes on its parts are in ``OUTPUT.parts``.
    resume : bool
        Go on with the parts of a run of the same inputs and arguments that was stopped.
    previous : Matches or path, optional
        An earlier result with the same arguments, or its Parquet file: pairs of granules that
        have not changed are not matched again (with keep "nearest" or k, granules of a none of
        whose pairs has). What a file is, its size and time of change say; samples in memory
        are compared. The result is that of a full run. With keep "nearest_b", "mutual" and
        "unique" all is done again, as pairs that were not kept may count now.
    progress : bool or callable
        A line on a terminal; or what is called with a dict of counters.
    read_timeout : timedelta64, timedelta or str, optional
        How long a file may take to be read: "60s". It is read by another process, and left out
        where it takes longer, or ends that process. None: as long as it takes.
    threads : int, optional
        At most this many; else COINCIDE_THREADS, else every core.

    Returns
    -------
    Matches, or a Table with `aggregate`
        The same rows for any memory, number of threads, and interruptions.

    Raises
    ------
    ValueError
        An argument that cannot be; a missing time; granules without times where a window is
        given.

    Examples
    --------
    >>> import coincide as co, numpy as np
    >>> lat = np.linspace(-75, -74, 1001)
    >>> a = co.Catalog.from_samples({"f1": {"lon": np.full(1001, -100.0), "lat": lat, "h": lat}})
    >>> b = co.Catalog.from_samples({"g1": {"lon": np.linspace(-101, -99, 1001),
    ...                                     "lat": np.full(1001, -74.5), "h": lat}})
    >>> m = co.match(a, b, within=100, values="h", progress=False)
    >>> m["granule_a"][0], len(m), float(m["distance_m"].max()) < 100
    ('f1', 3, True)
    """
    given_keep, nearest = _keep_of(keep)
    check_suffixes(suffixes)
    _runs.check_choice("missing_time", missing_time, ("raise", "drop", "match"))
    how = _runs.How(memory, on_error, output, resume, progress)
    names, of_a, of_b = _runs.variables_of(
        values, ("granule", "track", "idx", "time", "lon", "lat", "rank")
    )
    wanted = _statistics(aggregate, names)
    within_m = to_metres(within, "within")
    window_ns = None if time_window is None else to_nanoseconds(time_window, "time_window")
    same = a is b
    if same and given_keep != "all":
        raise ValueError(
            f"keep is {keep!r}, and b is a: each pair of granules is matched in one direction, so "
            "'all' is wanted; match a with a copy for nearest neighbours"
        )
    a, b = _runs.two_catalogs(a, b)
    limit = limited(read_timeout)
    options = {
        "within_m": within_m,
        "window_ns": window_ns,
        "missing_time": missing_time,
        "keep": given_keep,
        "nearest": nearest,
        "ellipsoid": a.ellipsoid,
        "threads": threads,
    }
    parameters = {**options, "threads": None, "values": [names, of_a, of_b]}
    if previous is not None and wanted:
        raise ValueError("previous: with aggregate there are no pairs to go on from")
    rows_a, rows_b, *shared = granule_pairs(a, b, within_m, window_ns, missing_time)
    where = [
        _sources.union_of_shared(rows, coverages)
        for rows, coverages in zip((rows_a, rows_b), shared, strict=True)
    ]
    del shared  # Of each pair: more than a catalog.
    before = None if previous is None else Previous(previous, "match", parameters)
    if before is not None and given_keep not in ("all", "nearest_a"):
        before.known = {}
    run = _MatchRun(
        (
            _sources.Source(a, of_a, where[0], limit=limit),
            _sources.Source(b, of_b, where[1], limit=limit),
        ),
        (rows_a, rows_b),
        where[0],
        options,
        parameters,
        names,
        how,
        before,
    )
    run.whole_tasks = given_keep != "all"
    run.wanted, run.suffixes = wanted, suffixes
    return run.run()  # type: ignore[no-any-return]


class _MatchRun(PairRun):
    """A run of `match`: statistics `wanted` of it, with columns of sides named so."""

    verb = "match"
    tasks = _core.match_tasks
    wanted: Mapping[str, Sequence[str]]
    suffixes: tuple[str, str]

    def row_bytes(self) -> int:
        """As PairRun.row_bytes."""
        return row_bytes(len(self.names))

    def join(self, found: Sequence[dict[str, Any]]) -> Mapping[str, Any]:
        """As PairRun.join."""
        return join(found)

    def again(self, reuse: PairReuse) -> Iterator[dict[str, Any]]:
        """As PairRun.again."""
        for table in reuse.previous.tables():
            yield _again(reuse, table, self.names)

    def rows(self, parts: Parts) -> MatchRows:
        """As PairRun.rows."""
        budget = self.how.memory // 4
        return MatchRows(parts.parts, len(self.names), self.options, parts.folder, budget)

    def table(self, piece: Mapping[str, Any], rows: PartRows, first: int) -> Table:
        """As PairRun.table."""
        matches = _matches(piece, self.a, self.b, self.names, rows.track_names, first)
        if self.wanted:
            return named(_aggregated(matches, self.wanted), self.suffixes)
        return named(matches, self.suffixes)


def _matches(
    rows: Mapping[str, Any],
    a: Catalog,
    b: Catalog,
    names: Sequence[str],
    tracks: Sequence[str],
    first: int,
) -> Matches:
    """The table of columns of `MatchRows`, of which the first row is number `first`."""
    time_a, time_b = (rows[f"time_{side}"].view("datetime64[ns]") for side in "ab")
    columns: dict[str, Any] = {
        "match_id": np.arange(first, first + len(rows["cell"])),
        "granule_a": Text(rows["granule_a"], a.granule.tolist()),
        "granule_b": Text(rows["granule_b"], b.granule.tolist()),
        "track_a": Text(rows["track_a"], tracks),
        "track_b": Text(rows["track_b"], tracks),
        "idx_a": rows["idx_a"],
        "idx_b": rows["idx_b"],
        "time_a": time_a,
        "time_b": time_b,
        "dt_s": (time_b - time_a) / np.timedelta64(1, "s"),
        "distance_m": rows["distance_m"],
        "az_deg": rows["azimuth"],
        "lon_a": rows["lon_a"],
        "lat_a": rows["lat_a"],
        "lon_b": rows["lon_b"],
        "lat_b": rows["lat_b"],
        "rank_a": rows["rank_a"],
        "rank_b": rows["rank_b"],
        "cell": rows["cell"],
    }
    for number, name in enumerate(names):
        value_a, value_b = (rows[f"value{number}_{side}"] for side in "ab")
        columns[f"{name}_a"], columns[f"{name}_b"] = value_a, value_b
        columns[f"d{name}"] = value_b - value_a
    return Matches(columns, points=("lon_a", "lat_a"))


def _again(reuse: PairReuse, table: Table, names: Sequence[str]) -> dict[str, Any]:
    """Rows of a piece of an earlier table, as a task would make them."""
    table, *granules = reuse.kept(table)
    tracks, words = codes_of([table._held[f"track_{side}"] for side in "ab"])
    part: dict[str, Any] = {"track_names": words}
    for number, side in enumerate("ab"):
        part[f"granule_{side}"] = granules[number]
        part[f"track_{side}"] = tracks[number]
        part[f"time_{side}"] = ns_of(table[f"time_{side}"])
        for name in ("idx", "lon", "lat"):
            part[f"{name}_{side}"] = table[f"{name}_{side}"]
        for value, name in enumerate(names):
            part[f"value{value}_{side}"] = table[f"{name}_{side}"]
    part |= {"distance_m": table["distance_m"], "azimuth": table["az_deg"]}
    return part | {"cell": table["cell"]}


_STATISTICS = (
    *("mean", "median", "std", "mad", "min", "max", "count"),
    "distance_weighted_mean",
)


def _statistics(aggregate: Any, names: Sequence[str]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    if aggregate is None:
        return wanted
    if not isinstance(aggregate, Mapping):
        raise TypeError(
            f"aggregate is {aggregate!r}: a dict of statistics by value is wanted, such as "
            f"{{{(*names, 'h')[0]!r}: ['mean', 'count']}}"
        )
    for name, statistics in aggregate.items():
        if name not in names:
            raise ValueError(f"aggregate names {name!r}, values has {', '.join(names) or 'none'}")
        statistics = [statistics] if isinstance(statistics, str) else statistics
        if not isinstance(statistics, Sequence):
            raise TypeError(
                f"aggregate[{name!r}] is {statistics!r}: of {', '.join(_STATISTICS)} are wanted"
            )
        for statistic in statistics:
            if statistic not in _STATISTICS:
                raise ValueError(
                    f"aggregate[{name!r}] has {statistic!r}: of {', '.join(_STATISTICS)} are wanted"
                )
        wanted[name] = list(statistics)
    return wanted


def _aggregated(matches: Matches, wanted: Mapping[str, Sequence[str]]) -> Table:
    """One row a sample of a, in the order of the curve, with statistics of its matches."""
    sample = [matches._held[f"{name}_a"].codes for name in ("granule", "track")]
    sample.append(matches["idx_a"])
    n = len(matches)
    # Rows of one sample stand together already: they share cell, granule, track and idx.
    new = np.ones(n, np.bool_)
    new[1:] = np.any([column[1:] != column[:-1] for column in sample], axis=0)
    starts = np.flatnonzero(new)
    group = np.cumsum(new) - 1
    first = matches[starts]
    distance, dt = matches["distance_m"], matches["dt_s"]

    def per_group(values: Any, how: Any) -> Any:
        return _core.aggregate_pairs(group, np.arange(n), values, how, distance_m=distance)[1]

    kept = ("granule_a", "track_a", "idx_a", "time_a", "lon_a", "lat_a", "cell")
    columns: dict[str, Any] = {name: first._held[name] for name in kept}
    columns["n"] = np.bincount(group, minlength=len(starts)) if n else np.empty(0, np.int64)
    columns["dist_mean"] = per_group(distance, "mean")
    columns["dt_min"], columns["dt_max"] = per_group(dt, "min"), per_group(dt, "max")
    for name, statistics in wanted.items():
        columns[f"{name}_a"] = first[f"{name}_a"]
        for statistic in statistics:
            columns[f"{name}_{statistic}"] = per_group(matches[f"{name}_b"], statistic)
    return Table(columns, metadata=matches.metadata, points=("lon_a", "lat_a"))
