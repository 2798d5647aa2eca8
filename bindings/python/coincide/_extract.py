"""Samples and pixels inside a region, or along a line."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from typing import Any

import numpy as np

from coincide import _core, _runs, _sources
from coincide._core import FormatError
from coincide._extract_pixels import METHODS, passages
from coincide._extract_place import Place
from coincide._extract_rows import PLAIN, ExtractRows, again, chosen_of, count, join
from coincide._limited import limited
from coincide._parts import Parts, drop_parts
from coincide._previous import Previous, digests, granules_text
from coincide._table import Table
from coincide._table_columns import Text
from coincide._units import to_metres
from coincide.catalog import Catalog

__all__ = ["Extract", "extract"]

# Samples that are looked for at once: lines and polygons are made ready for them once.
_TOGETHER = 1 << 20
# Memory of a sample while it is looked for, beside what was read of it.
_LOOK_BYTES = 260
# Its row, what was read of it to be looked at, and rows of pixels that lines pass through.
_Granule = tuple[int, Any, Any]


class Extract(Table):
    """
    Samples or pixels in a place.

    Columns
    -------
    granule, track : str
    idx : int64
        Row of the sample in its granule.
    time : datetime64[ns], UTC
    lon, lat : float64
    line_id, poly_id : int64
        Which line, which polygon of `where`; -1 where it is not near a line, not in a polygon.
    distance_m, s_m, offset_m : float64
        To the line, along it, and to its right; NaN where there is no line.
    length_m : float64
        Of pixels that a line passes through, how far; NaN of all else.
    cell : uint64
    NAME : float64
        Each value.

    Attributes
    ----------
    errors : list of (granule, message)
        Granules that could not be read.
    """

    errors: list[tuple[str, str]]

    def summary(self) -> str:
        """What was found, in a few lines."""
        text = super().summary()
        if self.errors:
            text += f"\n  {len(self.errors)} granules could not be read:"
            text += "".join(f"\n    {name}: {words}" for name, words in self.errors[:5])
        return text


def extract(
    data: Any,
    where: Any,
    within: Any = 0.0,
    *,
    edges: str = "geodesic",
    values: Any = None,
    cap: str = "round",
    borders: bool = False,
    method: str = "nearest",
    memory: Any = "4GB",
    on_error: str = "report",
    output: Any = None,
    resume: bool = True,
    previous: Any = None,
    progress: Any = True,
    read_timeout: Any = None,
) -> Extract:
    """
    The samples of a catalog in a region or near a line, or the pixels under a line.

    Parameters
    ----------
    data : Catalog, or what `catalog` takes
        With samples in memory (`Catalog.from_samples`), or files that a reader knows.
    where : geometry or Coverage
        Lines, polygons and points as WKB, GeoJSON, shapely, a GeoSeries or GeoDataFrame; a
        Coverage takes the samples in it.
    within : float or str
        How far from a line or point, and how far outside of a polygon: metres, or text as
        "5 km". Geodesic. 0 with lines and grids: the pixels that the lines pass through, a row
        a passage, in place of centres that lie on them.
    edges : str
        What joins the vertices of `where`: "geodesic", or for polygons "great_circle".
    values : str, list or dict, optional
        Variables to bring along: ``["h"]``, or ``{"h": "h_li"}`` to rename.
    cap : str
        "round": also beyond the ends of a line; "flat": only beside it.
    borders : bool
        Of polygons the rings are wanted, as lines, not what is inside.
    method : str
        Of pixels that lines pass through: "nearest", the value of the pixel; "bilinear", between
        centres, at the middle of the passage.
    memory : str or int
        What the run may use: "4GB", or bytes. Exceeded where one granule alone needs more.
        Without `output` the table that is returned comes on top.
    on_error : str
        "report": a granule that cannot be read is in `Extract.errors`; "raise".
    output : path, optional
        A GeoParquet file to write, or what else the name ends in: .csv, .gpkg, .fgb, .geojson.
        While the run goes on its parts are in ``OUTPUT.parts``.
    resume : bool
        Go on with the parts of a run of the same inputs and arguments that was stopped.
    previous : Extract or path, optional
        An earlier result with the same arguments, or its Parquet file: granules that have not
        changed are not read again.
    progress : bool or callable
        A line on a terminal; or what is called with a dict of counters.
    read_timeout : timedelta64, timedelta or str, optional
        How long a file may take to be read: "60s". It is read by another process, and left out
        where it takes longer, or ends that process. None: as long as it takes.

    Returns
    -------
    Extract
        One row a sample, sorted along the curve; the same for any memory and interruptions.

    Examples
    --------
    >>> import coincide as co, numpy as np
    >>> lat = np.linspace(-75, -74, 1001)
    >>> data = co.Catalog.from_samples({"f1": {"lon": np.full(1001, -100.0), "lat": lat, "h": lat}})
    >>> line = {"type": "LineString", "coordinates": [[-101, -74.5], [-99, -74.5]]}
    >>> e = co.extract(data, line, within="500 m", values="h", progress=False)
    >>> len(e), float(e["distance_m"].max()) <= 500
    (9, True)
    """
    names, variables, _ = _runs.variables_of(
        values,
        (
            *("granule", "track", "idx", "time", "lon", "lat", "line_id", "poly_id"),
            *("distance_m", "s_m", "offset_m", "length_m", "cell"),
        ),
    )
    if method not in METHODS:
        choices = " or ".join(map(repr, METHODS))
        raise ValueError(f"method is {method!r}: {choices} is allowed")
    limit = limited(read_timeout)
    how = _runs.How(memory, on_error, output, resume, progress)
    within_m = to_metres(within, "within")
    data = _runs.as_catalog(data, "data")
    place = Place(where, within_m, edges, cap, data.ellipsoid, borders)
    parameters = {
        "where": place.digest(),
        "within_m": within_m,
        "edges": edges,
        "cap": cap,
        "borders": bool(borders),
        "method": method,
        "values": [names, variables],
        "ellipsoid": data.ellipsoid,
    }
    before = None if previous is None else Previous(previous, "extract", parameters)
    run = _ExtractRun(data, place, names, variables, parameters, how, before, limit)
    run.method = method
    return run.run()


class _ExtractRun:
    """A run of `extract`: granules are read in batches while those before are looked at."""

    #: Of pixels that lines pass through.
    method: str

    def __init__(
        self,
        data: Catalog,
        place: Place,
        names: Sequence[str],
        variables: Sequence[str | None],
        parameters: Mapping[str, Any],
        how: _runs.How,
        previous: Previous | None,
        limit: Any,
    ) -> None:
        from coincide.granules import match_granules

        self.data, self.place, self.names, self.how = data, place, names, how
        self.parameters, self.previous = parameters, previous
        pairs = match_granules(data, place.catalog, place.within_m)
        self.granules = np.unique(pairs["row_a"])
        self.made = digests(data, self.granules)
        # What a place holds follows from it alone: its own cells are finer than those that both
        # a granule's footprint and the place share.
        cells = place.cells()
        look = {} if cells is None else dict.fromkeys(self.granules.tolist(), cells)
        self.source = _sources.Source(data, variables, look, limit=limit)
        # Grids of which lines pass through pixels.
        self.under = place.under(data)
        # One batch is looked at while another is read. What was freed is not always given back.
        sample_bytes = 2 * _sources.sample_bytes(len(names)) + _LOOK_BYTES
        self.most_samples = min(_TOGETHER, how.for_samples // 2 // sample_bytes)
        self.row_bytes = 8 * (len(PLAIN) + len(names))
        self.errors: list[tuple[int, str]] = []
        self.stopped = threading.Event()

    def run(self) -> Extract:
        """The table, also in the output if there is one."""
        with ExitStack() as self._open:
            return self._run()

    def _run(self) -> Extract:
        parts = self._run_granules()
        self.errors.sort()
        failed = [(str(self.data.granule[row]), text) for row, text in self.errors]
        _runs.warn_of(failed)
        rows = ExtractRows(parts.parts, len(self.names))
        left_out = {row for row, _ in self.errors}
        made = {row: digest for row, digest in self.made.items() if row not in left_out}
        metadata = {
            **_runs.metadata("extract", self.parameters),
            "errors": json.dumps(failed),
            "granules": granules_text({"data": (self.data, made)}, ()),
        }
        tables = (
            _table(piece, self.data, self.names, rows.track_names)
            for piece in rows.pieces(self.how.piece_rows(self.row_bytes))
        )
        table: Any = self.how.table_of(rows, tables, metadata, self.row_bytes)
        table.errors = failed
        if self.how.output is not None:
            drop_parts(self.how.output)
        return table  # type: ignore[no-any-return]

    def _run_granules(self) -> Parts:
        how = self.how
        same = set()
        if self.previous is not None:
            same = self.previous.unchanged("data", self.data, self.made)
        key = ""
        if how.output is not None:
            key = _runs.key_of(self.parameters, (self.data, self.granules))
            if self.previous is not None:
                # The parts of a run do not have what it takes from an earlier one.
                key += _runs.sha256_of(json.dumps(sorted(same)).encode())[:16]
        most_rows = how.most_rows(self.row_bytes)
        parts = self._open.enter_context(Parts(how.output, key, how.resume, count, join, most_rows))
        same -= parts.done
        left = sorted(set(self.granules.tolist()) - parts.done - same)
        line = _runs.Progress(how.progress, "extract", "granules")
        counters = {"pairs": 0, "all_pairs": len(left), "granules_read": 0, "samples_read": 0}
        try:
            with closing(self._batches(left)) as batches:
                for batch in batches:
                    counters["samples_read"] += sum(map(_samples_of, batch))
                    for row, found in self._found(batch):
                        line.rows += count(found)
                        parts.add(row, found)
                    counters["granules_read"] += len(batch)
                    counters["pairs"] = counters["granules_read"] + len(self.errors)
                    line(counters)
        finally:
            parts.flush()
            line.close()
        if not parts.done and not same:
            try:
                _runs.none_read("data", len(self.granules), [text for _, text in self.errors])
            except FormatError:
                if how.output is not None:
                    drop_parts(how.output)
                raise
        if same:
            assert self.previous is not None
            for earlier in self.previous.tables():
                parts.hold(again(self.previous, earlier, same, self.data, self.names))
            parts.flush()
        return parts

    def _found(self, batch: Sequence[_Granule]) -> Iterator[tuple[int, dict[str, Any]]]:
        """(its row, the rows of the result) of each granule of a batch."""
        passed = {row: rows for row, _, rows in batch if rows is not None}
        for row in passed:
            passed[row] |= {
                "granule": np.full(len(passed[row]["idx"]), row),
                "cell": _core.encode(
                    passed[row]["lon"], passed[row]["lat"], ellipsoid=self.place.ellipsoid
                ),
            }
        looked = [(row, read) for row, read, _ in batch if read is not None]
        for row, found in chosen_of(looked, self.place) if looked else ():
            yield row, join([passed.pop(row), found]) if row in passed else found
        yield from passed.items()

    def _batches(self, rows: Sequence[int]) -> Generator[list[_Granule]]:
        """Granules of some samples together; bad ones are not there."""
        from concurrent.futures import ThreadPoolExecutor

        left = iter(rows)
        with ThreadPoolExecutor(1) as pool:
            try:
                ahead = pool.submit(self._read, left)
                while batch := ahead.result():
                    ahead = pool.submit(self._read, left)
                    yield batch
            finally:
                self.stopped.set()

    def _read(self, left: Iterable[int]) -> list[_Granule]:
        """The next batch; empty after the last."""
        batch: list[_Granule] = []
        samples = 0
        for row in left:
            if self.stopped.is_set():
                break
            read = passed = None
            try:
                if row in self.under:
                    reader, lines = str(self.data.extra["reader"][row]), self.place.lines
                    how = reader, lines, self.source.variables, self.method
                    passed = self.source.limit(passages, self.data.href[row], *how)
                if passed is None or self.place.polygons:
                    read = self.source.read(row)[:7]
            except Exception as error:
                if self.how.on_error == "raise":
                    raise
                known = isinstance(error, OSError | ValueError | ImportError)
                self.errors.append((row, f"{'' if known else f'{type(error).__name__}: '}{error}"))
                continue
            batch.append((row, read, passed))
            samples += _samples_of(batch[-1])
            if samples >= self.most_samples:
                break
        return batch


def _samples_of(granule: _Granule) -> int:
    _, read, passed = granule
    return (0 if read is None else len(read[0])) + (0 if passed is None else len(passed["idx"]))


def _table(
    rows: Mapping[str, Any], data: Catalog, names: Sequence[str], tracks: Sequence[str]
) -> Extract:
    """The table of columns of `ExtractRows`."""
    columns: dict[str, Any] = {
        "granule": Text(rows["granule"], data.granule.tolist()),
        "track": Text(rows["track"], tracks),
        "idx": rows["idx"],
        "time": rows["time"].view("datetime64[ns]"),
    }
    for name in ("lon", "lat", "line_id", "poly_id", "distance_m", "s_m", "offset_m"):
        columns[name] = rows[name]
    columns |= {name: rows[name] for name in ("length_m", "cell")}
    columns |= {name: rows[f"value{number}"] for number, name in enumerate(names)}
    return Extract(columns, points=("lon", "lat"))
