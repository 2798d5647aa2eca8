"""Result tables that are written, and read, a piece at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from coincide import _geoparquet
from coincide._table import Table, Text, arrow_to_write, joined

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
        self._last = piece
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
        table = joined(self._waiting)
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
