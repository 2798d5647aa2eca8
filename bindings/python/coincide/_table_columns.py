"""Columns of tables that are no arrays of numbers: words, byte strings, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from coincide._core import CoverageColumn

_PLAIN = {
    np.dtype(np.bool_): "bool",
    np.dtype(np.uint8): "uint8",
    np.dtype(np.int32): "int32",
    np.dtype(np.int64): "int64",
    np.dtype(np.uint64): "uint64",
    np.dtype(np.float64): "float64",
}


class Text:
    """A column of words that repeat: row i is ``values[codes[i]]``, None where the code is -1.

    Parameters
    ----------
    codes : int32[n]
    values : sequence of str
    """

    def __init__(self, codes: Any, values: Sequence[str]) -> None:
        self.codes = np.ascontiguousarray(codes, np.int32)
        self.values = [str(value) for value in values]
        if self.codes.size and not (-1 <= self.codes.min() and self.codes.max() < len(values)):
            raise ValueError(f"codes: must be -1 to {len(values) - 1}")

    @classmethod
    def of(cls, rows: Iterable[str | None]) -> Text:
        """From one word a row, or None."""
        numbers: dict[str, int] = {}
        codes = [-1 if row is None else numbers.setdefault(str(row), len(numbers)) for row in rows]
        return cls(np.array(codes, np.int32), list(numbers))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: Any) -> Any:
        if isinstance(rows, (int, np.integer)):
            code = self.codes[rows]
            return None if code < 0 else self.values[code]
        return Text(self.codes[rows], self.values)

    def __iter__(self) -> Iterator[str | None]:
        return (None if code < 0 else self.values[code] for code in self.codes.tolist())

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray[Any, Any]:
        # One more at the end, which -1 finds.
        words = np.array([*self.values, None], object)[self.codes]
        return words if dtype is None else words.astype(dtype)

    def _parts(self) -> tuple[Any, ...]:
        return ("text", self.codes, self.values)


class Bytes:
    """A column of byte strings, such as WKB; None where there is none."""

    def __init__(
        self, rows: Iterable[bytes | None], extension: str = "", metadata: str = ""
    ) -> None:
        self.rows = list(rows)
        self.extension, self.metadata = extension, metadata

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, rows: Any) -> Any:
        if isinstance(rows, (int, np.integer)):
            return self.rows[rows]
        index = np.arange(len(self.rows))[rows]
        return Bytes([self.rows[i] for i in index.tolist()], self.extension, self.metadata)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray[Any, Any]:
        result = np.empty(len(self.rows), object)
        result[:] = self.rows
        return result

    def _parts(self) -> tuple[Any, ...]:
        offsets = np.zeros(len(self.rows) + 1, np.int64)
        np.cumsum([0 if row is None else len(row) for row in self.rows], out=offsets[1:])
        valid = np.array([row is not None for row in self.rows], np.uint8)
        data = b"".join(row for row in self.rows if row is not None)
        return ("bytes", offsets, data, valid, self.extension, self.metadata)


class Lists:
    """A column of lists: row i is ``items[offsets[i]:offsets[i + 1]]``."""

    def __init__(self, offsets: Any, items: Any) -> None:
        self.offsets = np.ascontiguousarray(offsets, np.int64)
        self.items = checked("items", items)
        if self.offsets[0] != 0 or self.offsets[-1] != len(self.items):
            raise ValueError(f"offsets: must go from 0 to {len(self.items)}")

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, rows: Any) -> Any:
        if isinstance(rows, (int, np.integer)):
            row = range(len(self))[rows]
            return self.items[self.offsets[row] : self.offsets[row + 1]]
        index = np.arange(len(self))[rows]
        counts = np.diff(self.offsets)[index]
        offsets = np.concatenate([[0], np.cumsum(counts)])
        within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts)
        return Lists(offsets, self.items[np.repeat(self.offsets[:-1][index], counts) + within])

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray[Any, Any]:
        result = np.empty(len(self), object)
        for row in range(len(self)):
            result[row] = np.asarray(self[row])
        return result

    def _parts(self) -> tuple[Any, ...]:
        return ("lists", self.offsets, parts_of(self.items))


def checked(name: str, column: Any) -> Any:
    """A column as it is held: an array of a type that Arrow has, or one of the classes here."""
    if isinstance(column, (Text, Bytes, Lists, CoverageColumn)):
        return column
    if isinstance(column, (list, tuple)) and any(
        isinstance(row, (str, type(None))) for row in column
    ):
        return Text.of(column)
    array = np.asarray(column)
    if array.ndim != 1:
        raise ValueError(f"column {name} has the shape {array.shape}: one dimension is wanted")
    if array.dtype.kind in "UO":
        return Text.of(array.tolist())
    if array.dtype.kind == "M":
        array = array.astype("datetime64[ns]")
    elif array.dtype not in _PLAIN:
        wider = {"f": np.float64, "i": np.int64, "u": np.uint64, "b": np.bool_}
        if array.dtype.kind not in wider:
            raise TypeError(f"column {name} is of {array.dtype}: numbers, times or text are wanted")
        array = array.astype(wider[array.dtype.kind])
    return np.ascontiguousarray(array)


def parts_of(column: Any) -> tuple[Any, ...]:
    if isinstance(column, CoverageColumn):
        return ("coverages", column)
    if not isinstance(column, np.ndarray):
        parts: tuple[Any, ...] = column._parts()
        return parts
    if column.dtype.kind == "M":
        return ("time", column.view(np.int64))
    return (_PLAIN[column.dtype], column)
