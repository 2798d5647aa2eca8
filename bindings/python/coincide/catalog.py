"""Catalogs: the table of a sensor's granules, what stage one matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage, CoverageColumn, Ellipsoid
from coincide._times import to_ns
from coincide._units import to_metres, to_metres_each

__all__ = ["Catalog"]

EDGES = ("geodesic", "great_circle", "lonlat")
_NAT = np.datetime64("NaT", "ns")


def _texts(values: Any, name: str, n: int) -> NDArray[np.object_]:
    out = np.empty(n, dtype=object)
    if values is not None:
        values = [values] * n if isinstance(values, str) else list(values)
        _check_length(values, name, n)
        for i, value in enumerate(values):
            missing = value is None or (isinstance(value, float) and np.isnan(value))
            out[i] = None if missing else str(value)
    return out


def _check_length(values: Any, name: str, n: int) -> None:
    if len(values) != n:
        raise ValueError(f"{name} has {len(values)} rows, granule has {n}: as many are wanted")


def _numbers(values: Any, name: str, n: int, default: float) -> NDArray[np.float64]:
    """[n] of finite numbers >= 0; None, alone or in a row, is the default."""
    if values is None:
        return np.full(n, default)
    values = to_metres_each(values, name)
    if np.ndim(values) == 0:
        values = [values] * n
    out = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    _check_length(out, name, n)
    out = np.where(np.isnan(out), default, out)
    bad = np.flatnonzero(~(np.isnan(out) | ((out >= 0) & np.isfinite(out))))
    if bad.size:
        at = int(bad[0])
        raise ValueError(f"{name}[{at}] is {out[at]}: a finite number of metres >= 0 is wanted")
    return out


def length(value: Any, name: str) -> float:
    """Metres, finite and not negative, of a number or text."""
    metres = to_metres(value, name)
    if not (metres >= 0 and np.isfinite(metres)):
        raise ValueError(f"{name} is {value!r}: a finite number of metres >= 0 is wanted")
    return metres


def _times(values: Any, name: str, n: int) -> NDArray[np.datetime64]:
    if values is None:
        return np.full(n, _NAT)
    if np.ndim(values) == 0:
        values = [values] * n
    _check_length(values, name, n)
    return to_ns(values, name).view("datetime64[ns]")


def _edges(values: Any, n: int) -> NDArray[np.object_]:
    out = _texts("geodesic" if values is None else values, "edges", n)
    for i, value in enumerate(out):
        if value not in EDGES:
            raise ValueError(f"edges[{i}] is {value!r}: one of {', '.join(EDGES)} is wanted")
    return out


def _wkb(values: Any, n: int) -> NDArray[np.object_]:
    from coincide._geometry import to_wkb

    out = np.empty(n, dtype=object)
    if values is None:
        return out
    _check_length(values, "footprint", n)
    for i, value in enumerate(values):
        try:
            out[i] = value if value is None or isinstance(value, bytes) else to_wkb(value)
        except (TypeError, ValueError) as error:
            raise type(error)(f"footprint[{i}]: {error}") from None
    return out


class Catalog:
    """
    The granules of one sensor: an immutable table with one row a granule.

    Made by `catalog` from what holds geometries, or by `Catalog.from_columns`. What
    cannot be told of a granule is missing (None, NaT): a granule without a footprint
    meets none, and times are asked for only where a time window is.

    Attributes
    ----------
    granule : ndarray of str
        What the granule is called.
    href : ndarray of str or None
        Where it is.
    footprint : ndarray of bytes or None
        WKB in lon, lat degrees: what its samples lie on (points, lines) or in (polygons).
    coverage : CoverageColumn or None
        Coverages that hold the footprints; of rows without WKB they are the footprint.
    half_width_m : ndarray of float
        How far the footprint reaches to each side of its geometry: a line with a half width
        is a corridor with round ends.
    edges : ndarray of str
        What joins two vertices: "geodesic", "great_circle" or "lonlat".
    footprint_error_m : ndarray of float
        No sample is farther than this from the footprint.
    cut_gap : ndarray of float
        Lines were cut where samples were farther apart than this; NaN where unknown.
    time_start, time_end : ndarray of datetime64[ns]
        UTC, the end exclusive: the time of the last sample and 1 ns.
    extra : dict of str to ndarray
        All other columns.
    ellipsoid : Ellipsoid

    Examples
    --------
    >>> import coincide as co
    >>> a = co.Catalog.from_columns(["f1", "f2"], [
    ...     {"type": "LineString", "coordinates": [[-106.0, -75.0], [-104.0, -75.5]]}, None])
    >>> len(a), a[0].granule.tolist()
    (2, ['f1'])
    """

    granule: NDArray[np.object_]
    href: NDArray[np.object_]
    footprint: NDArray[np.object_]
    coverage: CoverageColumn | None
    half_width_m: NDArray[np.float64]
    edges: NDArray[np.object_]
    footprint_error_m: NDArray[np.float64]
    cut_gap: NDArray[np.float64]
    time_start: NDArray[np.datetime64]
    time_end: NDArray[np.datetime64]
    extra: dict[str, NDArray[Any]]
    ellipsoid: Ellipsoid
    # What the core made of the footprints, on first use.
    _table: Any

    def __init__(self) -> None:
        raise TypeError("use coincide.catalog(...) or Catalog.from_columns(...)")

    def __getstate__(self) -> dict[str, Any]:
        # Copies and pickles make what the core made again.
        return {**self.__dict__, "_table": None}

    @classmethod
    def from_columns(
        cls,
        granule: Sequence[str] | NDArray[Any],
        footprint: Any = None,
        *,
        href: Any = None,
        coverage: CoverageColumn | Iterable[Coverage | None] | None = None,
        half_width_m: Any = None,
        edges: Any = None,
        footprint_error_m: Any = None,
        cut_gap: Any = None,
        time_start: Any = None,
        time_end: Any = None,
        ellipsoid: Any = None,
        extra: dict[str, Any] | None = None,
    ) -> Catalog:
        """
        A catalog of columns of one length; a scalar stands for every row.

        Parameters
        ----------
        granule : sequence of str, length n
        footprint : sequence, optional
            WKB bytes, None, or anything that `Coverage.from_geometry` takes.
        href : sequence of str, optional
        coverage : CoverageColumn or sequence of Coverage, optional
            Ready coverages of the footprints.
        half_width_m : float or sequence, optional
            Metres, 0 if not given.
        edges : str or sequence of str, optional
            "geodesic" (default), "great_circle" or "lonlat".
        footprint_error_m : float or sequence, optional
            Metres, 0 if not given.
        cut_gap : float or sequence, optional
            Metres.
        time_start, time_end : datetime64 or sequence, optional
            UTC; NaT where unknown; the end is exclusive.
        ellipsoid : str or Ellipsoid, optional
            That of the coverages, else WGS84.
        extra : dict of str to sequence, optional
            Other columns, kept as they are.

        Returns
        -------
        Catalog

        Raises
        ------
        ValueError
            Columns of unequal length; the first row that is out of range, with its column.
        """
        self = object.__new__(cls)
        n = len(granule)
        self.granule = _texts(granule, "granule", n)
        if (missing := [i for i, g in enumerate(self.granule) if g is None]) != []:
            raise ValueError(f"granule[{missing[0]}] is missing: a name is wanted")
        if isinstance(footprint, CoverageColumn):
            footprint, coverage = None, footprint
        elif footprint is not None and any(isinstance(f, Coverage) for f in footprint):
            rows = [f if isinstance(f, Coverage) else None for f in footprint]
            footprint = [None if isinstance(f, Coverage) else f for f in footprint]
            coverage = rows if coverage is None else coverage
        if coverage is not None and not isinstance(coverage, CoverageColumn):
            coverage = CoverageColumn(coverage)
        if coverage is not None:
            _check_length(coverage, "coverage", n)
        self.coverage = coverage
        self.footprint = _wkb(footprint, n)
        self.href = _texts(href, "href", n)
        self.half_width_m = _numbers(half_width_m, "half_width_m", n, 0.0)
        self.edges = _edges(edges, n)
        self.footprint_error_m = _numbers(footprint_error_m, "footprint_error_m", n, 0.0)
        self.cut_gap = _numbers(cut_gap, "cut_gap", n, np.nan)
        self.time_start = _times(time_start, "time_start", n)
        self.time_end = _times(time_end, "time_end", n)
        if (bad := np.flatnonzero(self.time_end < self.time_start)).size:
            at = int(bad[0])
            raise ValueError(
                f"time_end[{at}] is {self.time_end[at]}, before time_start {self.time_start[at]}"
            )
        if ellipsoid is None:
            ellipsoid = Ellipsoid("WGS84") if coverage is None else coverage.ellipsoid
        elif isinstance(ellipsoid, str):
            ellipsoid = Ellipsoid(ellipsoid)
        if coverage is not None and coverage.ellipsoid != ellipsoid:
            raise ValueError(
                f"ellipsoid is {ellipsoid!r}, that of the coverages {coverage.ellipsoid!r}"
            )
        self.ellipsoid = ellipsoid
        self.extra = {}
        for name, values in (extra or {}).items():
            _check_length(values, name, n)
            self.extra[name] = _extra(values)
        self._table = None
        return self

    @classmethod
    def from_samples(
        cls,
        granules: Mapping[str, Any],
        *,
        cut_gap: float | str | None = None,
        footprint_error_m: float | str = 10.0,
        ellipsoid: Any = None,
    ) -> Catalog:
        """
        A catalog of samples in memory, which `match`, `crossovers` and `extract` then read.

        Parameters
        ----------
        granules : mapping of str to mapping or DataFrame
            For each granule ``lon`` and ``lat`` in degrees, in along-track order; if known
            ``time`` (datetime64, UTC) and ``track`` (names or numbers of beams); all other
            columns are values. Masked numbers are NaN; a sample whose position is NaN meets
            nothing, and ends a leg.
        cut_gap : float or str, optional
            Footprints are cut where samples are farther apart: metres, or text as "1 km".
        footprint_error_m : float or str
            Footprints keep as few vertices as this allows: metres or text; 0 keeps all.

        Returns
        -------
        Catalog

        Examples
        --------
        >>> import coincide as co
        >>> f1 = {"lon": [0.0, 0.1], "lat": [70.0, 70.1], "h": [1, 2]}
        >>> c = co.Catalog.from_samples({"f1": f1})
        >>> c.extra["n_samples"].tolist()
        [2]
        """
        from coincide.readers import _memory

        if not isinstance(granules, Mapping):
            raise TypeError(f"granules is {type(granules).__name__}: a mapping of names is wanted")
        held = {str(name): _memory.samples(name, columns) for name, columns in granules.items()}
        if len(held) < len(granules):
            raise ValueError("granules: two names are the same as text")
        gap = None if cut_gap is None else length(cut_gap, "cut_gap")
        error_m = length(footprint_error_m, "footprint_error_m")
        rows = [_memory.metadata(s, gap, error_m) for s in held.values()]
        objects = np.empty(len(held), dtype=object)
        objects[:] = list(held.values())
        return cls.from_columns(
            list(held),
            [row[0] for row in rows],
            footprint_error_m=[row[1] for row in rows],
            cut_gap=gap,
            time_start=[row[2] for row in rows],
            time_end=[row[3] for row in rows],
            ellipsoid=ellipsoid,
            extra={"n_samples": [len(s) for s in held.values()], "samples": objects},
        )

    def __len__(self) -> int:
        return len(self.granule)

    def __getitem__(self, rows: Any) -> Catalog:
        """The rows of an integer, a slice, a mask or an array of integers, as a catalog."""
        if np.ndim(rows) == 0 and not isinstance(rows, slice):
            at = int(rows)
            if not -len(self) <= at < len(self):
                raise IndexError(f"row {at} of a catalog of {len(self)}")
            rows = [at]
        index = np.arange(len(self))[rows]
        coverage = self.coverage
        if coverage is not None:
            coverage = coverage.take(index)
        return Catalog.from_columns(
            self.granule[index],
            self.footprint[index],
            href=self.href[index],
            coverage=coverage,
            half_width_m=self.half_width_m[index],
            edges=self.edges[index],
            footprint_error_m=self.footprint_error_m[index],
            cut_gap=self.cut_gap[index],
            time_start=self.time_start[index],
            time_end=self.time_end[index],
            ellipsoid=self.ellipsoid,
            extra={name: values[index] for name, values in self.extra.items()},
        )

    def __iter__(self) -> Iterator[Catalog]:
        return (self[i] for i in range(len(self)))

    def append(self, other: Catalog) -> Catalog:
        """This catalog's rows and, after them, those of another; of extra columns those in both."""
        if other.ellipsoid != self.ellipsoid:
            raise ValueError(f"ellipsoids differ: {self.ellipsoid!r} and {other.ellipsoid!r}")
        coverage = None
        if self.coverage is not None or other.coverage is not None:
            parts = (
                CoverageColumn([None] * len(c)) if c.coverage is None else c.coverage
                for c in (self, other)
            )
            coverage = CoverageColumn.concatenate(list(parts))

        def both(name: str) -> Any:
            return np.concatenate([getattr(self, name), getattr(other, name)])

        names = ("href", "half_width_m", "edges", "footprint_error_m", "cut_gap")
        return Catalog.from_columns(
            both("granule"),
            both("footprint"),
            coverage=coverage,
            time_start=both("time_start"),
            time_end=both("time_end"),
            ellipsoid=self.ellipsoid,
            extra={
                name: np.concatenate([values, other.extra[name]])
                for name, values in self.extra.items()
                if name in other.extra
            },
            **{name: both(name) for name in names},
        )

    @property
    def columns(self) -> dict[str, Any]:
        """All columns by name: the attributes and the extra ones."""
        names = ("granule", "href", "footprint", "half_width_m", "edges", "footprint_error_m")
        out = {name: getattr(self, name) for name in (*names, "cut_gap", "time_start", "time_end")}
        if self.coverage is not None:
            out["coverage"] = self.coverage
        return {**out, **self.extra}

    def to_arrow(self) -> Any:
        """A pyarrow Table: footprints as WKB, times in UTC, coverages as their Arrow type."""
        try:
            import pyarrow as pa
        except ImportError:
            raise ImportError("to_arrow needs pyarrow: pip install coincide[arrow]") from None
        utc = pa.timestamp("ns", tz="UTC")
        arrays = {}
        for name, values in self.columns.items():
            if name == "samples":
                continue  # Objects in memory.
            if name == "coverage":
                arrays[name] = values.to_arrow()
            elif name == "footprint":
                arrays[name] = pa.array(list(values), type=pa.binary())
            elif name in ("granule", "href", "edges"):
                arrays[name] = pa.array(list(values), type=pa.string())
            elif name in ("time_start", "time_end"):
                arrays[name] = pa.array(values).cast(utc)
            else:
                arrays[name] = pa.array(values.tolist() if values.dtype == object else values)
        return pa.table(arrays)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def index(self) -> Any:
        """A `FootprintIndex`: the footprints ready to be asked, now or from a file."""
        from coincide.footprint_index import FootprintIndex

        return FootprintIndex.build(self)

    def to_parquet(self, path: Any) -> None:
        """Writes GeoParquet 1.1, which `catalog` reads back: footprints as geometry, a bbox column.

        Geodesic edges longer than 120 km get vertices, so that great circles between them,
        which the format knows, stray by less than 1 m.
        """
        from coincide._geoparquet import write_catalog

        write_catalog(self, path)

    def plot(self, *under: Any, **options: Any) -> Any:
        """A map of the footprints over other things: `coincide.plot.plot`."""
        from coincide.plot import plot

        return plot(*under, self, **options)

    def explore(self, *under: Any, **options: Any) -> Any:
        """A page to pan and zoom, over other things: `coincide.explore.explore`."""
        from coincide.explore import explore

        return explore(*under, self, **options)

    def to_geopandas(self) -> Any:
        """A GeoDataFrame in EPSG:4326; edges are those of the column, whatever it assumes."""
        try:
            import geopandas
            import shapely
        except ImportError:
            raise ImportError("to_geopandas needs geopandas: pip install coincide[geo]") from None
        data = {
            k: v for k, v in self.columns.items() if k not in ("footprint", "coverage", "samples")
        }
        return geopandas.GeoDataFrame(data, geometry=shapely.from_wkb(self.footprint), crs=4326)

    def _span(self) -> str:
        start, end = self.time_start, self.time_end
        start, end = start[~np.isnat(start)], end[~np.isnat(end)]
        if not (len(start) and len(end)):
            return "no times"
        return f"{start.min().astype('datetime64[s]')} to {end.max().astype('datetime64[s]')}"

    def _without(self) -> int:
        null = np.asarray([f is None for f in self.footprint], dtype=np.bool_)
        return int(null.sum() if self.coverage is None else (null & self.coverage.is_null).sum())

    def __repr__(self) -> str:
        parts = [f"{len(self)} granules", self._span()]
        if missing := self._without():
            parts.append(f"{missing} without a footprint")
        return f"<Catalog: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        import html

        shown = min(len(self), 10)
        names = ["granule", "href", "time_start", "time_end", "footprint_error_m", *self.extra]
        names = [name for name in names if name != "samples"]
        columns = self.columns
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        rows = (
            "".join(f"<td>{html.escape(str(columns[name][i]))}</td>" for name in names)
            for i in range(shown)
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<p>{html.escape(repr(self))}</p><table><tr>{head}</tr>{body}</table>"


def _extra(values: Any) -> NDArray[Any]:
    """A column as a numpy array; what has no dtype of its own becomes objects."""
    array = values if isinstance(values, np.ndarray) else None
    if array is None and hasattr(values, "to_numpy"):
        array = values.to_numpy()
    if array is None or array.ndim != 1:
        plain = list(values)
        kinds = {type(v) for v in plain}
        if kinds and (kinds <= {bool} or kinds <= {int, float}):
            return np.asarray(plain)
        array = np.empty(len(plain), dtype=object)
        for i, value in enumerate(plain):
            array[i] = value
    return array
