"""CSV, Parquet and GeoParquet files of samples."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage, FormatError
from coincide.readers import _columns
from coincide.readers._base import Probe, Reader, Samples, first_rows, need

__all__ = ["Csv", "Parquet"]


class _Table(Reader):
    """
    A table with a row a sample; columns are found by name.

    Parameters
    ----------
    path : str
    lon, lat, time, track : str or False, optional
        Columns, where their names do not say; False for none.
    crs : optional
        Of lon and lat, if they are not degrees on WGS84: "EPSG:3031".
    time_units : str, optional
        Of times that are numbers: CF units, or a clock as "gps1980", "tai2000", "utc1970".
    missing : float or sequence of float, optional
        Values that stand for none: NaN in what is read.
    """

    def __init__(
        self,
        path: str,
        *,
        lon: Any = None,
        lat: Any = None,
        time: Any = None,
        track: Any = None,
        crs: Any = None,
        time_units: str | None = None,
        missing: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(path, **options)
        self._given = {"lon": lon, "lat": lat, "time": time, "track": track}
        self._crs, self._time_units = crs, time_units
        self._missing = np.atleast_1d(np.asarray([] if missing is None else missing, np.float64))
        self._columns: _columns.Columns | None = None

    def _names(self) -> list[str]:
        raise NotImplementedError

    def _column(self, name: str) -> NDArray[Any]:
        raise NotImplementedError

    def roles(self) -> _columns.Columns:
        if self._columns is None:
            self._columns = _columns.Columns(self.path, self._names(), self._given)
        return self._columns

    def _numbers(self, name: str) -> NDArray[np.float64]:
        column = self._column(name)
        if column.dtype.kind not in "fiub":
            raise FormatError(f"{self.path}: column {name!r} is {column.dtype}, no numbers")
        return column.astype(np.float64, copy=False)

    def _position(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        lon, lat = self.roles().need_position()
        return _columns.lonlat_of(self.path, self._numbers(lon), self._numbers(lat), self._crs)

    def positions(self) -> Samples:
        lon, lat = self._position()
        roles = self.roles()
        time = track = None
        names: tuple[str, ...] = ()
        if (name := roles.role["time"]) is not None:
            time = _columns.times(self.path, name, self._column(name), self._time_units)
        row = first_rows(len(lon))
        if (name := roles.role["track"]) is not None:
            track, names = _columns.tracks(self._column(name))
        return Samples(lon, lat, time, track, names, row)

    def variables(self) -> tuple[str, ...]:
        return self.roles().rest()

    def values(self, names: Sequence[str], index: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        out = {}
        for name in names:
            if name not in self._names():
                raise self.unknown(name)
            column = self._column(name)
            if column.dtype.kind in "fiu" and not len(self._missing):
                _warn_of_missing(self.path, name, column)
            if len(self._missing) and column.dtype.kind in "fiu":
                column = column.astype(np.float64)
                column = np.where(np.isin(column, self._missing), np.nan, column)
            out[name] = column[index]
        return out


# What programs write where there is no value, of either sign.
_NO_VALUES = (999.0, 9999.0, 32768.0, 99999.0, 999999.0, 1e20, 1e30, 1e35)
_warned: set[tuple[str, str, float]] = set()


def _warn_of_missing(path: str, name: str, column: NDArray[Any]) -> None:
    """Says, once a folder, that a column holds what looks like a mark of missing values.

    That is one of `_NO_VALUES`, many times, at one end of the column, and at twice or more of
    what all other values are from 0.
    """
    if len(column) < 3:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of columns that are all NaN
        ends = {float(np.nanmin(column)), float(np.nanmax(column))}
    for end in ends:
        if abs(end) not in _NO_VALUES:
            continue
        marks = np.count_nonzero(column == end)
        others = column[(column != end) & np.isfinite(column)]
        largest = float(np.abs(others.astype(np.float64)).max(initial=0.0))
        where = (os.path.dirname(path), name, end)
        if marks < 3 or 2 * largest > abs(end) or where in _warned:
            continue
        _warned.add(where)
        rest = f"no other value beyond {largest:g}" if len(others) else "nothing else"
        warnings.warn(
            f"{path}: column {name!r} holds {end:g} {marks} times and {rest}: if it stands for "
            f"none, say missing={end:g} (coincide catalog ... --option missing={end:g})",
            stacklevel=2,
        )


def _plain_column(path: str, name: str, column: Any) -> NDArray[Any]:
    """A numpy array of an Arrow column; nulls are NaN, NaT or None."""
    pa = need("pyarrow", path, "arrow")
    kind = column.type
    if pa.types.is_nested(kind):
        raise FormatError(f"{path}: column {name!r} is nested ({kind}): plain columns are wanted")
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        column = column.cast(pa.timestamp("ns"))
        return np.asarray(_numpy(column), dtype="datetime64[ns]")
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    return np.asarray(_numpy(column))


def _numpy(column: Any) -> Any:
    """A chunked array as NumPy has it: without a copy where it is one chunk without nulls."""
    if column.num_chunks == 1:
        return column.chunk(0).to_numpy(zero_copy_only=False)
    return column.to_numpy()


class Csv(_Table):
    """
    Text with a row a sample, values between commas, semicolons, tabs or blanks.

    Lines that begin with ``#`` before the names are skipped, the last of them is taken for
    the names where the first other line holds numbers. Options are those of a table, and
    `delimiter`.
    """

    name = "csv"

    def __init__(self, path: str, *, delimiter: str | None = None, **options: Any) -> None:
        super().__init__(path, **options)
        self._delimiter = delimiter
        self._table: Any = None

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        return probe.suffix in (".csv", ".tsv", ".txt", ".dat") and bool(probe.text)

    def _read(self) -> Any:
        if self._table is not None:
            return self._table
        csv = need("pyarrow.csv", f"{self.path}: CSV", "arrow")
        pa = need("pyarrow", f"{self.path}: CSV", "arrow")
        comments, first = [], ""
        with open(self.path, encoding="utf-8-sig", errors="replace") as file:
            for line in file:
                if line.startswith("#") or not line.strip():
                    comments.append(line)
                    continue
                first = line.rstrip("\r\n")
                break
        if not first:
            raise FormatError(f"{self.path}: no row: there are {len(comments)} lines of comments")
        delimiter = self._delimiter or next((d for d in ",;\t" if d in first), " ")
        names = [part.strip().strip('"') for part in first.split(delimiter)]
        headed = not all(_is_number(name) for name in names)
        if not headed:
            last = next((c for c in reversed(comments) if delimiter in c), "")
            parts = [part.strip() for part in last.lstrip("#").strip().split(delimiter)]
            if len(parts) != len(names):
                raise FormatError(f"{self.path}: no names of columns: the first row is numbers")
            names = parts
        names = [name or f"column_{i}" for i, name in enumerate(names)]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise FormatError(f"{self.path}: column {sorted(twice)[0]!r} is there twice")
        try:
            self._table = csv.read_csv(
                self.path,
                read_options=csv.ReadOptions(
                    column_names=names, skip_rows=len(comments) + int(headed)
                ),
                parse_options=csv.ParseOptions(delimiter=delimiter),
                convert_options=csv.ConvertOptions(
                    null_values=["", "NaN", "nan", "NULL", "null", "NA", "N/A"],
                ),
            )
        except pa.ArrowInvalid as error:
            raise FormatError(f"{self.path}: {error}") from None
        return self._table

    def _names(self) -> list[str]:
        return list(self._read().column_names)

    def _column(self, name: str) -> NDArray[Any]:
        return _plain_column(self.path, name, self._read()[name])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text == ""
    return True


class Parquet(_Table):
    """
    Parquet with a row a sample: columns lon and lat, or GeoParquet points.

    Only the columns that are asked for are read. Options are those of a table.
    """

    name = "parquet"

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(path, **options)
        self._file: Any = None
        self._names_there: list[str] | None = None
        self._ahead: dict[str, Any] = {}

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        return probe.head.startswith(b"PAR1")

    def _open(self) -> Any:
        if self._file is None:
            parquet = need("pyarrow.parquet", f"{self.path}: Parquet", "arrow")
            pa = need("pyarrow", f"{self.path}: Parquet", "arrow")
            try:
                self._file = parquet.ParquetFile(self.path, pre_buffer=False)
            except (pa.ArrowInvalid, OSError) as error:
                raise FormatError(f"{self.path}: broken Parquet: {error}") from None
        return self._file

    def _names(self) -> list[str]:
        if self._names_there is None:
            self._names_there = list(self._open().schema_arrow.names)
        return self._names_there

    def samples(
        self,
        variables: Sequence[str] = (),
        where: Coverage | None = None,
        *,
        segments: bool = False,
    ) -> Samples:
        # All columns that will be asked for in one pass over the file.
        roles = [name for name in self.roles().role.values() if name is not None]
        there = [name for name in dict.fromkeys([*roles, *variables]) if name in self._names()]
        if self._positions is None and there:
            table = self._read(there)
            self._ahead = {name: table[name] for name in there}
        try:
            return super().samples(variables, where, segments=segments)
        finally:
            self._ahead = {}

    def _read(self, names: list[str]) -> Any:
        pa = need("pyarrow", f"{self.path}: Parquet", "arrow")
        try:
            # A thread of Arrow's own for each column costs more than it brings while the
            # granule before is matched.
            return self._open().read(columns=names, use_threads=False)
        except (pa.ArrowInvalid, OSError) as error:
            what = f"column {names[0]!r}: " if len(names) == 1 else ""
            raise FormatError(f"{self.path}: {what}{error}") from None

    def _column(self, name: str) -> NDArray[Any]:
        column = self._ahead.pop(name, None)
        if column is None:
            column = self._read([name])[name]
        return _plain_column(self.path, name, column)

    def _position(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        roles = self.roles()
        geo = json.loads((self._open().schema_arrow.metadata or {}).get(b"geo", b"{}"))
        primary = geo.get("primary_column")
        if primary is None or roles.role["lon"] is not None:
            return super()._position()
        shapely = need("shapely", f"{self.path}: GeoParquet", "geo")
        points = shapely.from_wkb(self._open().read(columns=[primary])[primary].to_numpy())
        kinds = shapely.get_type_id(points)
        bad = np.flatnonzero((kinds != 0) & (kinds != -1))
        if bad.size:
            raise FormatError(
                f"{self.path}: row {bad[0]} of {primary!r} is a "
                f"{points[bad[0]].geom_type}, no point; reader='catalog' reads footprints"
            )
        crs = geo["columns"][primary].get("crs") if self._crs is None else self._crs
        crs = None if crs is None else json.dumps(crs) if isinstance(crs, dict) else crs
        return _columns.lonlat_of(self.path, shapely.get_x(points), shapely.get_y(points), crs)

    def variables(self) -> tuple[str, ...]:
        geo = json.loads((self._open().schema_arrow.metadata or {}).get(b"geo", b"{}"))
        return tuple(name for name in super().variables() if name not in geo.get("columns", {}))
