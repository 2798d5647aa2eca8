"""Samples and pixels inside a region, or along a line."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core, _runs
from coincide._core import Coverage
from coincide._previous import Previous, digests, granules_text, ns_of
from coincide._table import Table, Text
from coincide._units import to_metres
from coincide.catalog import Catalog

__all__ = ["Extract", "extract"]

# Of the coverage of a place: so many take some 50 ms, and one cell of a coast of a continent
# is some 2 km wide.
_CELLS = 20_000
# Samples that are looked for at once: lines and polygons are made ready for them once.
_TOGETHER = 1 << 20


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
    on_error: str = "report",
    output: Any = None,
    previous: Any = None,
    progress: Any = True,
) -> Extract:
    """
    The samples of a catalog in a region or near a line.

    Parameters
    ----------
    data : Catalog, or what `catalog` takes
        With samples in memory (`Catalog.from_samples`), or files that a reader knows.
    where : geometry or Coverage
        Lines, polygons and points as WKB, GeoJSON, shapely, a GeoSeries or GeoDataFrame; a
        Coverage takes the samples in it.
    within : float or str
        How far from a line or point, and how far outside of a polygon: metres, or text as
        "5 km". Geodesic.
    edges : str
        What joins the vertices of `where`: "geodesic", or for polygons "great_circle".
    values : str, list or dict, optional
        Variables to bring along: ``["h"]``, or ``{"h": "h_li"}`` to rename.
    cap : str
        "round": also beyond the ends of a line; "flat": only beside it.
    on_error : str
        "report": a granule that cannot be read is in `Extract.errors`; "raise".
    output : path, optional
        A GeoParquet file to write, or what else the name ends in: .csv, .gpkg, .fgb, .geojson.
    previous : Extract or path, optional
        An earlier result with the same arguments, or its Parquet file: granules that have not
        changed are not read again.
    progress : bool or callable
        A line on a terminal.

    Returns
    -------
    Extract
        One row a sample, sorted along the curve.

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
    from coincide.granules import match_granules

    if on_error not in ("report", "raise"):
        raise ValueError(f"on_error is {on_error!r}: 'report' or 'raise' is wanted")
    within_m = to_metres(within, "within")
    names, variables, _ = _runs.variables_of(
        values,
        (
            *("granule", "track", "idx", "time", "lon", "lat", "line_id", "poly_id"),
            *("distance_m", "s_m", "offset_m", "cell"),
        ),
    )
    _runs.check_output(output)
    data = _runs.as_catalog(data, "data")
    place = _Place(where, within_m, edges, cap, data.ellipsoid)
    pairs = match_granules(data, place.catalog, within_m)
    rows = np.unique(pairs["row_a"]).tolist()
    # What a place holds follows from it alone: its own cells are finer than those that both
    # a granule's footprint and the place share.
    cells = place.cells()
    look = {} if cells is None else dict.fromkeys(rows, cells)
    source = _runs.Source(data, variables, look)
    line = _runs.Progress(progress, "extract")
    errors: list[tuple[str, str]] = []
    parts: list[dict[str, Any]] = []
    made = digests(data, np.array(rows, np.int64))
    parameters = {
        "where": place.digest(),
        "within_m": within_m,
        "edges": edges,
        "cap": cap,
        "values": [names, variables],
        "ellipsoid": data.ellipsoid,
    }
    done: list[int] = []
    if previous is not None:
        before = Previous(previous, "extract", parameters)
        same = before.unchanged("data", data, made)
        done = sorted(same)
        parts.append(_again(before, same, data, names))
    counters = {"pairs": 0, "all_pairs": len(rows) - len(done), "granules_read": 0}
    waiting: list[tuple[int, Any]] = []

    def choose() -> None:
        parts.extend(_chosen(waiting, place))
        line.rows = sum(len(part["idx"]) for part in parts)
        waiting.clear()

    try:
        for row in sorted(set(rows) - set(done)):
            line(counters)
            counters["pairs"] += 1
            try:
                read = source.read(row)[:7]
            except (OSError, ValueError, KeyError, ImportError) as error:
                if on_error == "raise":
                    raise
                errors.append((str(data.granule[row]), str(error)))
                continue
            counters["granules_read"] += 1
            waiting.append((row, read))
            done.append(row)
            if sum(len(held[0]) for _, held in waiting) >= _TOGETHER:
                choose()
        choose()
    finally:
        line.close()
    if not done:
        _runs.none_read("data", len(rows), [text for _, text in errors])
    table = _table(parts, data, names)
    table.errors = errors
    table.metadata = {
        "verb": "extract",
        "version": _version(),
        "parameters": json.dumps({k: str(v) for k, v in parameters.items()}, sort_keys=True),
        "errors": json.dumps(errors),
        "granules": granules_text({"data": (data, {row: made[row] for row in done})}, ()),
    }
    _runs.warn_of(errors)
    if output is not None:
        table.write(output)
    return table


class _Place:
    """What `where` is, taken apart."""

    def __init__(self, where: Any, within_m: float, edges: Any, cap: Any, ellipsoid: Any) -> None:
        from coincide._geometry import to_wkb

        self.within_m, self.edges, self.cap, self.ellipsoid = within_m, edges, cap, ellipsoid
        self.coverage: Coverage | None = None
        self.wkb = b""
        self.points: list[tuple[Any, Any]] = []
        self.lines: list[tuple[Any, Any]] = []
        self.polygons: list[list[tuple[Any, Any]]] = []
        self._wkb_of_polygons: list[bytes] | None = None
        if isinstance(where, Coverage):
            self.coverage = where if within_m == 0 else where.buffer(within_m)
            self.catalog = Catalog.from_columns(["where"], coverage=[where], ellipsoid=ellipsoid)
            return
        self.wkb = to_wkb(where)
        self.catalog = Catalog.from_columns(["where"], [self.wkb], edges=edges, ellipsoid=ellipsoid)
        for kind, runs in _core.wkb_parts(self.wkb):
            if kind == "polygon":
                self.polygons.append(runs)
            else:
                (self.lines if kind == "line" else self.points).extend(runs)
        if edges != "geodesic" and (self.lines or edges != "great_circle"):
            raise ValueError(
                f"edges is {edges!r}: 'geodesic' is wanted, or for polygons 'great_circle'"
            )

    def digest(self) -> str:
        """A hash of the place."""
        what = self.wkb if self.coverage is None else bytes(self.coverage)
        return _runs.sha256_of(what)[:32]

    def cells(self) -> Coverage | None:
        """A coverage of all that is in the place or near enough; None is everywhere."""
        if self.coverage is not None:
            return self.coverage
        from coincide.readers._base import widened

        found = Coverage.from_geometry(
            self.wkb, max_cells=_CELLS, edges=self.edges, ellipsoid=self.ellipsoid
        )
        return widened(found, self.within_m) if self.within_m > 0 else found

    def choose(self, lon: Any, lat: Any) -> dict[str, NDArray[Any]]:
        """Samples in or near the place: rows, and what is known of each."""
        n = len(lon)
        near = {
            "line_id": np.full(n, -1),
            "poly_id": np.full(n, -1),
            "distance_m": np.full(n, np.nan),
            "s_m": np.full(n, np.nan),
            "offset_m": np.full(n, np.nan),
        }
        if self.coverage is not None:
            chosen = np.asarray(self.coverage.contains(lon, lat))
        else:
            chosen = np.zeros(n, np.bool_)
            if self.lines or self.points:
                self._near(near, chosen, lon, lat)
            if self.polygons:
                self._inside(near, chosen, lon, lat)
        rows = np.flatnonzero(chosen)
        return {"row": rows, **{name: column[rows] for name, column in near.items()}}

    def _near(self, near: Any, chosen: Any, lon: Any, lat: Any) -> None:
        # A point is a line of no length.
        single = [([x, x], [y, y]) for xs, ys in self.points for x, y in zip(xs, ys, strict=True)]
        rows, line, distance, along, offset = self._near_lines(lon, lat, [*self.lines, *single])
        # Of several lines the nearest, of equally near ones the first.
        order = np.lexsort((line, distance, rows))
        rows = rows[order]
        best = order[np.append(True, rows[1:] != rows[:-1])] if len(rows) else order
        at = np.unique(rows)
        near["distance_m"][at] = distance[best]
        near["s_m"][at], near["offset_m"][at] = along[best], offset[best]
        near["line_id"][at] = np.where(line[best] < len(self.lines), line[best], -1)
        chosen[at] = True

    def _near_lines(self, lon: Any, lat: Any, lines: list[tuple[Any, Any]]) -> tuple[Any, ...]:
        """`near_lines` of those that have vertices; numbers are those of `lines`."""
        kept = [k for k, (x, _) in enumerate(lines) if len(x)]
        if not kept:
            none = np.empty(0, np.int64)
            return none, none, np.empty(0), np.empty(0), np.empty(0)
        x, y = (np.concatenate([lines[k][side] for k in kept]) for side in (0, 1))
        offsets = np.cumsum([0, *(len(lines[k][0]) for k in kept)])
        rows, line, *rest = _core.near_lines(
            *(lon, lat, x, y, offsets, self.within_m), cap=self.cap, ellipsoid=self.ellipsoid
        )
        return rows, np.asarray(kept)[line], *rest

    def _polygon_wkb(self) -> list[bytes]:
        """Each polygon as WKB."""
        if self._wkb_of_polygons is None:
            self._wkb_of_polygons = [
                struct.pack("<BII", 1, 3, len(rings))
                + b"".join(
                    struct.pack("<I", len(x)) + np.stack((x, y), axis=1).astype("<f8").tobytes()
                    for x, y in rings
                )
                for rings in self.polygons
            ]
        return self._wkb_of_polygons

    def _inside(self, near: Any, chosen: Any, lon: Any, lat: Any) -> None:
        rows, polygon = _core.in_polygons(
            *(lon, lat, self._polygon_wkb()), edges=self.edges, ellipsoid=self.ellipsoid
        )
        # Of several polygons the first.
        order = np.argsort(polygon, kind="stable")[::-1]
        near["poly_id"][rows[order]] = polygon[order]
        chosen[rows] = True
        if self.within_m == 0:
            return
        rings = [ring for rings in self.polygons for ring in rings]
        of = np.repeat(np.arange(len(self.polygons)), [len(rings) for rings in self.polygons])
        outside, ring = self._near_lines(lon, lat, rings)[:2]
        new = near["poly_id"][outside] < 0
        outside, first = np.unique(outside[new], return_index=True)
        near["poly_id"][outside] = of[ring[new][first]]
        chosen[outside] = True


def _version() -> str:
    from coincide import __version__

    return __version__


def _again(old: Previous, same: set[int], data: Catalog, names: list[str]) -> dict[str, Any]:
    """Rows of an earlier table as a part of a run."""
    of = old.rows(old.table, "data", data, same)
    kept = np.flatnonzero(of >= 0)
    table = old.table[kept]
    part: dict[str, Any] = {"granule": of[kept], "time": ns_of(table["time"])}
    for name in ("idx", "lon", "lat", "line_id", "poly_id", "distance_m", "s_m", "offset_m"):
        part[name] = table[name]
    part["track"] = np.asarray(table["track"])
    part["values"] = [table[name] for name in names]
    return part


def _chosen(granules: Sequence[tuple[int, Any]], place: _Place) -> Iterator[dict[str, Any]]:
    """The rows of each granule: of (its row, what was read of it)."""
    if not granules:
        return
    goods = [np.flatnonzero(np.isfinite(read[0]) & np.isfinite(read[1])) for _, read in granules]
    lon, lat = (
        np.concatenate([read[k][good] for (_, read), good in zip(granules, goods, strict=True)])
        for k in (0, 1)
    )
    found = place.choose(lon, lat)
    chosen = found.pop("row")
    ends = np.cumsum([len(good) for good in goods])
    cuts = np.searchsorted(chosen, ends)
    first = begin = 0
    for (row, read), good, cut, end in zip(
        granules, goods, cuts.tolist(), ends.tolist(), strict=True
    ):
        near = {name: column[begin:cut] for name, column in found.items()}
        yield _part(row, read, good[chosen[begin:cut] - first], near)
        first, begin = end, cut


def _part(row: int, read: Any, at: NDArray[np.int64], near: dict[str, Any]) -> dict[str, Any]:
    """The rows `at` of what was read of a granule, of which `near` says where they are."""
    lon, lat, times, rows, track, tracks, values = read
    missing = np.iinfo(np.int64).min
    part: dict[str, Any] = {
        "granule": np.full(len(at), row),
        "idx": at if rows is None else rows[at],
        "time": np.full(len(at), missing) if times is None else times[at],
        "lon": lon[at],
        "lat": lat[at],
        **near,
    }
    if track is not None:
        part["track"] = np.array([tracks[t] for t in track[at].tolist()], object)
    else:
        part["track"] = np.full(len(at), tracks[0] if tracks else None, object)
    part["values"] = [column[at] for column in values]
    return part


def _table(parts: list[dict[str, Any]], data: Catalog, names: list[str]) -> Extract:
    def joined(name: str, dtype: Any) -> Any:
        if not parts:
            return np.empty(0, dtype)
        return np.concatenate([np.asarray(part[name], dtype) for part in parts])

    lon, lat = joined("lon", np.float64), joined("lat", np.float64)
    granule, idx = joined("granule", np.int64), joined("idx", np.int64)
    cell = _core.encode(lon, lat, ellipsoid=data.ellipsoid)
    order = np.lexsort((idx, granule, cell))
    columns: dict[str, Any] = {
        "granule": Text(granule[order], data.granule.tolist()),
        "track": Text.of(joined("track", object)[order].tolist()),
        "idx": idx[order],
        "time": joined("time", np.int64).view("datetime64[ns]")[order],
        "lon": lon[order],
        "lat": lat[order],
    }
    for name in ("line_id", "poly_id"):
        columns[name] = joined(name, np.int64)[order]
    for name in ("distance_m", "s_m", "offset_m"):
        columns[name] = joined(name, np.float64)[order]
    columns["cell"] = cell[order]
    for number, name in enumerate(names):
        column = [part["values"][number] for part in parts]
        columns[name] = (np.concatenate(column) if column else np.empty(0))[order]
    return Extract(columns, points=("lon", "lat"))
