"""Tables of results: numpy columns that leave as Arrow, frames and GeoParquet.

What `match_granules`, `crossings` and their like return is a subclass of `Table`.
numpy is enough for all but the methods that name another package.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from coincide import _core
from coincide._core import CoverageColumn
from coincide._table_columns import Text, checked, parts_of

__all__ = ["Table"]

_T = TypeVar("_T", bound="Table")

_HELD_ROWS = 5  # Rows that a repr shows at each end.


# Formats of GDAL's, by the ending of a name.
_DRIVERS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".geojson": "GeoJSON"}
_PARQUET = (".parquet", ".geoparquet", ".pq")


def is_streamed(path: Any) -> bool:
    """Whether a file of this name is written a piece at a time, and read so."""
    return bool(os.fspath(path).lower().endswith(_PARQUET))


def check_name(path: Any, name: str) -> None:
    """Fails unless `Table.write` knows what a file of this name is."""
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        raise TypeError(f"{name} is {path!r}: the name of a file is wanted")
    if not os.fspath(path).lower().endswith((*_PARQUET, ".csv", *_DRIVERS)):
        raise ValueError(
            f"{name} is {os.fspath(path)!r}: a name in {', '.join(_PARQUET)}, .csv, "
            f"{', '.join(_DRIVERS)} is wanted"
        )


class Table:
    """Named columns of equal length.

    Parameters
    ----------
    columns : mapping of str to array, list, `Text`, `Bytes`, `Lists` or CoverageColumn
        In this order. Times are datetime64 (UTC, NaT where not known); lists of str
        become `Text`.
    metadata : mapping of str to str, optional
        What made the table; kept in Arrow's schema and in files.
    points : (str, str), optional
        The names of the lon and lat columns that give each row a place: then Arrow
        tables and files have a geometry column of points besides.

    Examples
    --------
    >>> from coincide._table import Table
    >>> t = Table({"granule": ["a", "b", "a"], "distance_m": [3.5, 1.0, 2.0]})
    >>> len(t), t.names
    (3, ['granule', 'distance_m'])
    >>> t[t["distance_m"] < 3]["granule"].tolist()
    ['b', 'a']
    """

    def __init__(
        self,
        columns: Mapping[str, Any],
        *,
        metadata: Mapping[str, str] | None = None,
        points: tuple[str, str] | None = None,
    ) -> None:
        self._held = {name: checked(name, column) for name, column in columns.items()}
        lengths = {name: len(column) for name, column in self._held.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns of unequal length: {lengths}")
        self._rows = next(iter(lengths.values()), 0)
        self.metadata = dict(metadata or {})
        self._points = points

    @classmethod
    def _of_file(cls: type[_T], path: Any, metadata: Mapping[str, str], points: Any) -> _T:
        """A table whose columns stay in a Parquet file that one of it was written to."""
        from coincide._table_file import FileColumns

        return cls._of_columns(FileColumns(path), metadata, points)

    @classmethod
    def _of_columns(cls: type[_T], held: Any, metadata: Mapping[str, str], points: Any) -> _T:
        """A table of columns that a `FileColumns` has."""
        table = object.__new__(cls)
        table._held = held
        table._rows = held.rows
        table.metadata, table._points = dict(metadata), points
        return table

    def __len__(self) -> int:
        return self._rows

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self._held)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns as numpy arrays; text as arrays of str, coverages as CoverageColumn."""
        return {name: self[name] for name in self._held}

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __getitem__(self: _T, which: Any) -> Any:
        """A column by its name, or the rows of a mask, slice or index array as a table."""
        if isinstance(which, str):
            if which not in self._held:
                raise KeyError(f"no column {which!r}: there are {', '.join(self._held)}")
            column = self._held[which]
            return (
                column if isinstance(column, (np.ndarray, CoverageColumn)) else np.asarray(column)
            )
        rows = np.arange(self._rows)[which]
        if rows.ndim == 0:
            raise TypeError(
                f"{which!r}: a column's name, a slice, a mask or row numbers are wanted"
            )
        taken = {}
        for name, column in self._held.items():
            if isinstance(column, CoverageColumn):
                taken[name] = CoverageColumn([column[i] for i in rows.tolist()])
            else:
                taken[name] = column[rows]
        return self._like(taken)

    def rows(self: _T, first: int, last: int) -> _T:
        """Rows first to last - 1."""
        taken = {}
        for name, column in self._held.items():
            if isinstance(column, CoverageColumn):
                taken[name] = column.take(np.arange(first, last))
            else:
                taken[name] = column[first:last]
        return self._like(taken)

    def _like(self: _T, columns: Mapping[str, Any]) -> _T:
        """A table of the same kind with other columns."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        Table.__init__(other, columns, metadata=self.metadata, points=self._points)
        return other

    def with_suffixes(self: _T, a: str, b: str) -> _T:
        """The same with other endings of the two sides' columns than ``_a`` and ``_b``.

        Examples
        --------
        >>> from coincide._table import Table
        >>> Table({"h_a": [1.0], "h_b": [2.0], "dh": [1.0]}).with_suffixes("_1", "_2").names
        ['h_1', 'h_2', 'dh']
        """
        new = {"_a": a, "_b": b}
        for name, suffix in new.items():
            if not isinstance(suffix, str) or not suffix:
                raise TypeError(f"suffix in place of {name} is {suffix!r}: text is wanted")
        named = {name: name[:-2] + new.get(name[-2:], name[-2:]) for name in self.names}
        if len(set(named.values())) < len(named):
            raise ValueError(f"suffixes are {a!r} and {b!r}: two columns would have one name")
        other: _T = self._like({named[name]: column for name, column in self._held.items()})
        if self._points is not None:
            other._points = (named[self._points[0]], named[self._points[1]])
        return other

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        if self.names != other.names or len(self) != len(other):
            return False
        for name in self.names:
            a, b = self[name], other[name]
            if isinstance(a, CoverageColumn) or isinstance(b, CoverageColumn):
                if a != b:
                    return False
            elif a.dtype != b.dtype:
                return False
            elif a.dtype.kind == "O":
                if not all(np.array_equal(p, q) for p, q in zip(a, b, strict=True)):
                    return False
            elif not np.array_equal(a, b, equal_nan=a.dtype.kind in "fM"):
                return False
        return True

    __hash__ = None  # type: ignore[assignment]

    # Arrow, frames, files -------------------------------------------------------------

    def _stream(self, metadata: Mapping[str, str], extra: Sequence[Any] = ()) -> object:
        columns = [(name, parts_of(column)) for name, column in self._held.items()]
        if self._points is not None:
            lon, lat = (np.ascontiguousarray(self[name], np.float64) for name in self._points)
            columns.append(("geometry", ("points", lon, lat)))
        columns.extend(extra)
        return _core.table_stream(columns, dict(metadata))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow C stream of the columns: needs no pyarrow."""
        return self._stream(self.metadata)

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table`` that shares the columns' memory; needs ``coincide[arrow]``."""
        import pyarrow as pa

        import coincide.arrow  # noqa: F401  The type of coverages.

        return pa.table(self)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``; needs ``coincide[arrow]`` and pandas."""
        table = self.to_arrow()
        if self._points is not None:
            table = table.drop_columns(["geometry"])
        return table.to_pandas()

    def to_geopandas(self) -> Any:
        """A ``geopandas.GeoDataFrame`` of points in EPSG:4326; needs ``coincide[geo]``."""
        try:
            import geopandas
        except ImportError:
            raise ImportError("to_geopandas needs geopandas: pip install coincide[geo]") from None
        if self._points is None:
            raise ValueError("this table has no place for its rows: use to_pandas()")
        lon, lat = (self[name] for name in self._points)
        geometry = geopandas.points_from_xy(lon, lat, crs="EPSG:4326")
        return geopandas.GeoDataFrame(self.to_pandas(), geometry=geometry)

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Writes a Parquet file; with points, GeoParquet 1.1 with a bbox column.

        The file gets its name when it is whole. Needs ``coincide[arrow]``.
        """
        self._write_pieces(path)

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Writes a CSV file of the columns that are numbers, times or text.

        Times are UTC in ISO form. The file gets its name when it is whole. Needs
        ``coincide[arrow]``.
        """
        self._write_pieces(path)

    def _write_pieces(self, path: str | os.PathLike[str]) -> None:
        from coincide._table_file import write_pieces

        write_pieces(path, [self], self.metadata, self.bounds())

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, east, south and north of the places of the rows; None where there is none."""
        if self._points is None:
            return None
        lon, lat = (np.asarray(self[name], np.float64) for name in self._points)
        known = np.isfinite(lon) & np.isfinite(lat)
        if not known.any():
            return None
        lon, lat = lon[known], lat[known]
        return float(lon.min()), float(lon.max()), float(lat.min()), float(lat.max())

    def to_file(self, path: str | os.PathLike[str]) -> None:
        """Writes points as GDAL has them: GeoPackage, FlatGeobuf or GeoJSON, by the name's ending.

        Cells become text, as GDAL has no unsigned numbers of 64 bits, and times keep
        milliseconds. The file gets its name when it is whole. Needs ``coincide[geo]`` and
        ``coincide[io]``.
        """
        from coincide._files import whole
        from coincide.readers._base import need

        ending = os.path.splitext(os.fspath(path).lower())[1]
        driver = _DRIVERS.get(ending)
        if driver is None:
            raise ValueError(f"path is {os.fspath(path)!r}: {', '.join(_DRIVERS)} is wanted")
        pyogrio = need("pyogrio", f"{path}: {driver}")
        frame = self.to_geopandas()
        for name in self.names:
            column = self._held[name]
            if isinstance(column, np.ndarray) and column.dtype == np.uint64:
                frame[name] = column.astype(str)
            elif isinstance(column, Text):
                frame[name] = np.asarray(column)
        options = {"COORDINATE_PRECISION": "10"} if driver == "GeoJSON" else {}
        layer = os.path.splitext(os.path.basename(os.fspath(path)))[0]
        # Of a GeoPackage the date of the last change, which is no part of a result.
        date = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1970-01-01T00:00:00.000Z"})
        try:
            with whole(path, ending) as name:
                pyogrio.write_dataframe(frame, name, layer=layer, driver=driver, **options)
        except pyogrio.errors.DataSourceError as error:
            raise OSError(f"{os.fspath(path)}: {error}") from None
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": date})

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes what the name's ending says: Parquet, CSV, or with `to_file`."""
        check_name(path, "path")
        if is_streamed(path):
            self.to_parquet(path)
        elif os.fspath(path).lower().endswith(".csv"):
            self.to_csv(path)
        else:
            self.to_file(path)

    # What a person sees -------------------------------------------------------------

    def plot(self, *under: Any, **options: Any) -> Any:
        """A map of the rows over other things (catalogs, coverages): `coincide.plot.plot`."""
        from coincide.plot import plot

        return plot(*under, self, **options)

    def explore(self, *under: Any, **options: Any) -> Any:
        """A page to pan, pick and filter the rows: `coincide.explore.explore`."""
        from coincide.explore import explore

        return explore(*under, self, **options)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} rows of {', '.join(self._held)}>"

    def _shown(self) -> list[int]:
        if len(self) <= 2 * _HELD_ROWS:
            return list(range(len(self)))
        return [*range(_HELD_ROWS), *range(len(self) - _HELD_ROWS, len(self))]

    def _repr_html_(self) -> str:
        import html

        def cell(value: Any) -> str:
            text = f"{value:.9g}" if isinstance(value, (float, np.floating)) else str(value)
            return f"<td>{html.escape(text if len(text) <= 40 else text[:37] + '...')}</td>"

        head = "".join(f"<th>{html.escape(name)}</th>" for name in self._held)
        columns, shown = list(self._held.values()), self._shown()
        rows = []
        for place, row in enumerate(shown):
            if place == _HELD_ROWS and len(self) > 2 * _HELD_ROWS:
                rows.append(f"<tr><td colspan={len(self._held)}>...</td></tr>")
            cells = "".join(cell(column[row]) for column in columns)
            rows.append(f"<tr>{cells}</tr>")
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            f"<p>{type(self).__name__}: {len(self):,} rows</p>"
        )

    def summary(self) -> str:
        """What the table holds, in a few lines: rows, and the range of each numeric column."""
        lines = [f"{type(self).__name__}: {len(self):,} rows"]
        for name, column in self._held.items():
            if not isinstance(column, np.ndarray) or not len(column):
                continue
            if column.dtype.kind == "M":
                known = column[~np.isnat(column)]
                if len(known):
                    lines.append(f"  {name}: {known.min()} to {known.max()}")
            elif column.dtype.kind == "f":
                known = column[np.isfinite(column)]
                if len(known):
                    median = np.median(known)
                    lines.append(
                        f"  {name}: {known.min():.6g} to {known.max():.6g}, median {median:.6g}"
                    )
        return "\n".join(lines)
