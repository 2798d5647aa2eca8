"""Result tables that are written, and read, a piece at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from coincide import _geoparquet
from coincide._files import whole
from coincide._table import Table
from coincide._table_columns import Text

_NAT = np.iinfo(np.int64).min


class TableWriter:
    """Writes pieces of one table as Parquet or CSV; the file does not show how it was cut.

    name : of the file to write, by which `path`'s ending says what it is.
    bounds : west, east, south, north of all rows, where each has a place.
    """

    def __init__(
        self,
        name: str,
        path: Any,
        metadata: Mapping[str, str],
        bounds: tuple[float, float, float, float] | None,
    ) -> None:
        self.name, self.metadata, self.bounds = name, dict(metadata), bounds
        self.csv = os.fspath(path).lower().endswith(".csv")
        self._writer: Any = None
        self._waiting: list[Table] = []
        self._last: Table | None = None

    def write(self, piece: Table) -> None:
        """Takes the next rows."""
        if self._last is None:
            self._last = piece.rows(0, 0)
        waiting = sum(map(len, self._waiting))
        begin = 0
        while len(piece) - begin + waiting >= _geoparquet.ROW_GROUP:
            end = begin + _geoparquet.ROW_GROUP - waiting
            self._waiting.append(piece.rows(begin, end))
            self._flush()
            begin, waiting = end, 0
        if begin < len(piece):
            self._waiting.append(piece.rows(begin, len(piece)))

    def _flush(self) -> None:
        table = joined(self._waiting, take=True)
        self._waiting = []
        arrow = arrow_to_write(table, self.metadata, self.bounds, self.csv)
        if self._writer is None:
            self._open(arrow.schema)
        if self.csv:
            self._writer.write_table(arrow)
        else:
            self._writer.write_table(arrow, row_group_size=_geoparquet.ROW_GROUP)

    def _open(self, schema: Any) -> None:
        if self.csv:
            import pyarrow.csv

            self._writer = pyarrow.csv.CSVWriter(self.name, schema)
        else:
            import pyarrow.parquet as pq

            self._writer = pq.ParquetWriter(
                self.name, schema, **_geoparquet.parquet_options(schema)
            )

    def close(self) -> None:
        """Writes what is left. A table without rows has its columns."""
        if self._waiting:
            self._flush()
        elif self._writer is None and self._last is not None:
            self._waiting = [self._last]
            self._flush()
        if self._writer is not None:
            self._writer.close()

    def abandon(self) -> None:
        """Lets go of the file, which is not whole."""
        import contextlib

        if self._writer is not None:
            with contextlib.suppress(Exception):
                self._writer.close()


class FileColumns(Mapping[str, Any]):
    """The columns of a Parquet file, each read when it is asked for.

    The file is held open: it is the same when its name is given to another.
    """

    def __init__(self, path: Any) -> None:
        import pyarrow.parquet as pq

        self._file = pq.ParquetFile(os.fspath(path), pre_buffer=False)
        self._names = [field.name for field in self._file.schema_arrow if is_plain(field.type)]
        self.rows = int(self._file.metadata.num_rows)

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        column = self._file.read(columns=[name], use_threads=False).column(0)
        return column_of(column)

    def pieces(self) -> Iterator[dict[str, Any]]:
        """All columns, a row group at a time; one of no rows where there is none."""
        for group in range(self._file.num_row_groups):
            table = self._file.read_row_group(group, columns=self._names, use_threads=False)
            yield {name: column_of(table[name]) for name in self._names}
        if self._file.num_row_groups == 0:
            yield dict(self)

    def metadata(self) -> dict[str, str]:
        """That of a result; a KeyError where the file has none."""
        about: dict[str, str] = json.loads((self._file.schema_arrow.metadata or {})[b"coincide"])
        return about

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def is_plain(kind: Any) -> bool:
    """Whether `column_of` knows a type of Arrow's."""
    import pyarrow as pa

    return bool(
        pa.types.is_dictionary(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_timestamp(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
    )


def column_of(chunked: Any) -> Any:
    """A column of a `Table` of one of Arrow's."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = chunked.type
    if pa.types.is_dictionary(kind):
        chunked = chunked.unify_dictionaries()
    column = chunked.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.array([], kind)
    if pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        words = column if pa.types.is_dictionary(kind) else pc.dictionary_encode(column)
        codes = pc.fill_null(words.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
        return Text(codes, words.dictionary.to_pylist())
    if pa.types.is_timestamp(kind):
        ns = column.cast(pa.timestamp("ns")).cast(pa.int64())
        return pc.fill_null(ns, _NAT).to_numpy(zero_copy_only=False).view("datetime64[ns]")
    return column.to_numpy(zero_copy_only=False)


def joined(tables: Sequence[Table], take: bool = False) -> Table:
    """Tables of the same columns and words, one after another, of columns that are plain.

    take : the columns are taken from `tables`, so that they are in memory once.
    """
    if len(tables) == 1:
        return tables[0]
    columns: dict[str, Any] = {}
    for name, first in list(tables[0]._held.items()):
        pieces = [table._held.pop(name) if take else table._held[name] for table in tables]
        if isinstance(first, Text):
            columns[name] = Text(np.concatenate([piece.codes for piece in pieces]), first.values)
        else:
            columns[name] = np.concatenate(pieces)
    return tables[0]._like(columns)


def write_pieces(
    path: str | os.PathLike[str],
    pieces: Iterable[Table],
    metadata: Mapping[str, str],
    bounds: tuple[float, float, float, float] | None,
) -> None:
    """Writes a table that comes in pieces, of which only some are in memory at a time."""
    from concurrent.futures import ThreadPoolExecutor

    with whole(path) as name, ThreadPoolExecutor(1) as pool:
        writer = TableWriter(name, path, metadata, bounds)
        try:
            # A piece is made while the one before it is written.
            written = None
            for piece in pieces:
                if written is not None:
                    written.result()
                written = pool.submit(writer.write, piece)
                del piece
            if written is not None:
                written.result()
            writer.close()
        except BaseException:
            pool.shutdown()
            writer.abandon()
            raise


def arrow_to_write(
    table: Table,
    metadata: Mapping[str, str],
    bounds: tuple[float, float, float, float] | None,
    csv: bool,
) -> Any:
    """A pyarrow.Table of what goes into a file; `bounds` are those of all that goes there."""
    import pyarrow as pa

    import coincide.arrow  # noqa: F401  The type of coverages.

    arrow = pa.table(table)
    if csv:
        return _plain_columns(arrow)
    made = {"coincide": json.dumps(metadata, sort_keys=True)}
    if table._points is not None:
        arrow = _placed(arrow, *(table[name] for name in table._points))
        made["geo"] = _geo(bounds)
    return arrow.replace_schema_metadata(made)


def _plain_columns(table: Any) -> Any:
    """Without what CSV cannot say; words that repeat as text."""
    import pyarrow as pa

    for name in table.column_names:
        kind = table.schema.field(name).type
        at = table.schema.get_field_index(name)
        if pa.types.is_dictionary(kind):
            table = table.set_column(at, name, table.column(at).cast(kind.value_type))
        elif (
            pa.types.is_nested(kind)
            or pa.types.is_binary(kind)
            or pa.types.is_large_binary(kind)
            or isinstance(kind, pa.BaseExtensionType)
        ):
            table = table.remove_column(at)
    return table


def _placed(table: Any, lon: Any, lat: Any) -> Any:
    """`table` with a bbox column, and its geometry as plain WKB."""
    import pyarrow as pa

    box = pa.StructArray.from_arrays(
        [pa.array(lon), pa.array(lat), pa.array(lon), pa.array(lat)],
        ["xmin", "ymin", "xmax", "ymax"],
    )
    table = table.append_column("bbox", box)
    place = table.schema.get_field_index("geometry")
    geometry = table.column(place)
    if isinstance(geometry.type, pa.BaseExtensionType):
        geometry = pa.chunked_array(
            [chunk.storage for chunk in geometry.chunks], geometry.type.storage_type
        )
    return table.set_column(place, pa.field("geometry", geometry.type), geometry)


def _geo(bounds: tuple[float, float, float, float] | None) -> str:
    """GeoParquet's metadata of points."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "covering": {"bbox": {k: ["bbox", k] for k in ("xmin", "ymin", "xmax", "ymax")}},
    }
    if bounds is not None:
        west, east, south, north = bounds
        column["bbox"] = [west, south, east, north]
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return json.dumps(geo)
