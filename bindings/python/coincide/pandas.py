"""Coverages in pandas: the dtype ``coverage``.

Importing this module registers the dtype. Rows are `Coverage` or None, held as one
`CoverageColumn`: ``series.array.column`` gives it, with all its operations.

>>> import coincide as co, coincide.pandas, pandas as pd
>>> place = co.Coverage.from_points(10.0, 70.0, 3)
>>> series = pd.Series([place, None], dtype="coverage", index=["a", "b"])
>>> series.isna().tolist()
[False, True]
>>> series.array.column.intersects(series["a"]).tolist()
[True, False]
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any

try:
    import pandas as pd
    from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype
    from pandas.api.indexers import check_array_indexer
except ImportError:
    raise ImportError("coincide.pandas needs pandas: pip install pandas") from None

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage, CoverageColumn

__all__ = ["CoverageArray", "CoverageDtype", "to_pandas"]


@register_extension_dtype
class CoverageDtype(ExtensionDtype):  # type: ignore[misc]
    """The pandas dtype of coverages; order and ellipsoid are those of the array."""

    name = "coverage"
    type = Coverage
    kind = "O"
    na_value = None

    @classmethod
    def construct_array_type(cls) -> Any:
        """The class of its arrays."""
        return CoverageArray

    def __repr__(self) -> str:
        return "CoverageDtype()"

    def __from_arrow__(self, array: Any) -> CoverageArray:
        return CoverageArray(CoverageColumn.from_arrow(array))


def _row(value: Any) -> Coverage | None:
    """What pandas has for a row as a row; what is none stays, for the error of the column."""
    if isinstance(value, Coverage) or value is None:
        return value
    if np.ndim(value) == 0 and pd.isna(value):
        return None
    return value  # type: ignore[no-any-return]


class CoverageArray(ExtensionArray):  # type: ignore[misc]
    """A pandas array of coverages over a `CoverageColumn`.

    ``|``, ``&``, ``-``, ``^`` and ``~`` work row by row, also of two Series. With one `Coverage`,
    which pandas takes for a list, that is ``series.array | coverage``.

    All rows are of the column's order, the finest among them. Setting rows makes a new
    column, in time that grows with the whole of it. A `Coverage` can be iterated over, so
    pandas takes it for a list: several rows are set by a list, ``fillna`` takes a Series.

    Parameters
    ----------
    coverages : CoverageColumn, CoverageArray or iterable of Coverage or None
    """

    def __init__(self, coverages: Any, copy: bool = False) -> None:
        if isinstance(coverages, CoverageArray):
            coverages = coverages._column
        elif not isinstance(coverages, CoverageColumn):
            coverages = CoverageColumn([_row(value) for value in coverages])
        self._column: CoverageColumn = coverages

    @property
    def column(self) -> CoverageColumn:
        """The `CoverageColumn` of the rows."""
        return self._column

    @classmethod
    def _from_sequence(
        cls, scalars: Iterable[Any], *, dtype: Any = None, copy: bool = False
    ) -> CoverageArray:
        return cls(scalars)

    @classmethod
    def _from_factorized(cls, values: Iterable[Any], original: CoverageArray) -> CoverageArray:
        return cls(values)

    @property
    def dtype(self) -> CoverageDtype:
        """The dtype ``coverage``."""
        return CoverageDtype()

    @property
    def nbytes(self) -> int:
        """The bytes of ranges and offsets."""
        return int(self._column.ranges.nbytes + self._column.offsets.nbytes)

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, item: Any) -> Any:
        item = check_array_indexer(self, item)
        if isinstance(item, slice):
            return type(self)(self._column[item])
        if not isinstance(item, np.ndarray):
            return self._column[item]
        if item.dtype == bool:
            item = np.flatnonzero(item)
        return self.take(item)

    def __setitem__(self, key: Any, value: Any) -> None:
        key = check_array_indexer(self, key)
        rows = np.arange(len(self))
        one = value is None or isinstance(value, Coverage) or np.ndim(value) == 0
        new = type(self)([value] if one else value)
        rows[key] = len(self) + (0 if one else np.arange(len(new)))
        self._column = self._concat_same_type([self, new])._column.take(rows)

    def __iter__(self) -> Any:
        return iter(self._column)

    def __eq__(self, other: object) -> Any:
        return self._compare(other, lambda same: same)

    def __ne__(self, other: object) -> Any:
        return self._compare(other, lambda same: ~same)

    def _compare(self, other: Any, answer: Callable[[NDArray[np.bool_]], NDArray[np.bool_]]) -> Any:
        """As `Coverage.__eq__` row by row: place, order and ellipsoid; nulls equal nothing."""
        if isinstance(other, (pd.Series, pd.Index, pd.DataFrame)):
            return NotImplemented
        if isinstance(other, (list, tuple, np.ndarray)):
            if len(other) != len(self):
                raise ValueError(f"lengths are {len(self)} and {len(other)}: one is wanted")
            rows = [_row(value) for value in other]
            if not all(row is None or isinstance(row, Coverage) for row in rows):
                return answer(np.array([a == b for a, b in zip(self, rows, strict=True)], bool))
            other = type(self)(rows)
        side = other._column if isinstance(other, CoverageArray) else other
        if isinstance(side, CoverageColumn) and len(side) != len(self):
            raise ValueError(f"lengths are {len(self)} and {len(side)}: one is wanted")
        alike = isinstance(side, (Coverage, CoverageColumn)) and (
            (side.order, side.ellipsoid) == (self._column.order, self._column.ellipsoid)
        )
        return answer(self._column.same_place(side) if alike else np.zeros(len(self), bool))

    def _combine(self, other: Any, operation: Callable[[Any, Any], Any], swapped: bool) -> Any:
        """Row by row, or with one coverage; a null on either side gives null."""
        if isinstance(other, (pd.Series, pd.Index, pd.DataFrame)):
            return NotImplemented
        if isinstance(other, (list, tuple, np.ndarray)):
            other = type(self)(other)
        side = other._column if isinstance(other, CoverageArray) else other
        if isinstance(side, CoverageColumn):
            if len(side) != len(self):
                raise ValueError(f"lengths are {len(self)} and {len(side)}: one is wanted")
        elif not isinstance(side, Coverage):
            return NotImplemented
        if swapped and isinstance(side, Coverage):
            side = CoverageColumn([side] * len(self))
        pair = (side, self._column) if swapped else (self._column, side)
        return type(self)(operation(*pair))

    def __or__(self, other: Any) -> Any:
        return self._combine(other, operator.or_, False)

    def __and__(self, other: Any) -> Any:
        return self._combine(other, operator.and_, False)

    def __sub__(self, other: Any) -> Any:
        return self._combine(other, operator.sub, False)

    def __xor__(self, other: Any) -> Any:
        return self._combine(other, operator.xor, False)

    def __ror__(self, other: Any) -> Any:
        return self._combine(other, operator.or_, True)

    def __rand__(self, other: Any) -> Any:
        return self._combine(other, operator.and_, True)

    def __rsub__(self, other: Any) -> Any:
        return self._combine(other, operator.sub, True)

    def __rxor__(self, other: Any) -> Any:
        return self._combine(other, operator.xor, True)

    def __invert__(self) -> Any:
        return type(self)(~self._column)

    def isna(self) -> NDArray[np.bool_]:
        """Which rows are null."""
        return self._column.is_null

    def take(
        self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None
    ) -> CoverageArray:
        """The rows of these numbers; with `allow_fill`, -1 is `fill_value` or null."""
        rows = np.asarray(indices, np.int64)
        n = len(self)
        low = -1 if allow_fill else -n
        if allow_fill and len(rows) and rows.min() < low:
            raise ValueError(f"indices has {rows.min()}: -1 or more is allowed")
        if len(rows) and (rows.max() >= n or rows.min() < low):
            raise IndexError(f"indices are {rows.min()} to {rows.max()}, there are {n} rows")
        if not allow_fill:
            rows = np.where(rows < 0, rows + n, rows)
        elif _row(fill_value) is not None:
            filled = self._concat_same_type([self, type(self)([fill_value])])
            return type(self)(filled._column.take(np.where(rows < 0, n, rows)))
        return type(self)(self._column.take(rows, errors="null"))

    def copy(self) -> CoverageArray:
        """The same rows, that can be set apart from these."""
        return type(self)(self._column)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[CoverageArray]) -> CoverageArray:
        columns = [array._column for array in to_concat]
        # Null rows are on no ellipsoid: they take that of the others.
        some = next((c for c in columns if c.null_count < len(c)), None)
        if some is not None:
            columns = [
                c
                if c.null_count < len(c)
                else some.take(np.full(len(c), -1, np.int64), errors="null")
                for c in columns
            ]
        return cls(CoverageColumn.concatenate(columns))

    def _values_for_factorize(self) -> tuple[NDArray[np.object_], None]:
        return self.astype(object), None

    def _values_for_argsort(self) -> NDArray[np.object_]:
        """The keys that sort coverages: see `Coverage.sort_key`."""
        keys = np.empty(len(self), object)
        keys[:] = [b"" if row is None else row.sort_key for row in self]
        return keys

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """The rows as another dtype: objects, or the texts that ``str(c)`` gives."""
        if pd.api.types.is_object_dtype(dtype):
            rows = np.empty(len(self), object)
            rows[:] = list(self)
            return rows
        return super().astype(dtype, copy=copy)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        if copy is False:
            raise ValueError("rows as objects are always a copy")
        rows: NDArray[Any] = self.astype(object)
        return rows if dtype is None else rows.astype(dtype)

    def __arrow_array__(self, type: Any = None) -> Any:
        from coincide.arrow import to_arrow

        array = to_arrow(self._column)
        return array if type is None or array.type == type else array.cast(type)

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return repr


def to_pandas(column: CoverageColumn) -> Any:
    """The column as a pandas Series of the same memory."""
    return pd.Series(CoverageArray(column))
