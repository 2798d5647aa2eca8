"""Coverages in pyarrow: the extension type ``coincide.coverage``.

Importing this module registers the type, so that pyarrow makes arrays of it from
columns of coverages and from files that hold it (Parquet, Feather, IPC):

>>> import coincide as co, coincide.arrow, pyarrow as pa
>>> col = co.CoverageColumn([co.Coverage.from_points(10.0, 70.0, 3), None])
>>> table = pa.table({"footprint": col.to_arrow()})
>>> table["footprint"].type
CoverageType(order=3, ellipsoid='WGS84')
>>> co.CoverageColumn.from_arrow(table["footprint"]) == col
True
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

try:
    import pyarrow as pa
except ImportError:
    raise ImportError("coincide.arrow needs pyarrow: pip install coincide[arrow]") from None

import numpy as np

from coincide._core import Coverage, CoverageColumn, Ellipsoid

__all__ = ["CoverageArray", "CoverageScalar", "CoverageType", "to_arrow"]

_NAME = "coincide.coverage"


def _plain(number: float) -> float | int:
    return int(number) if number.is_integer() else number


class CoverageType(pa.ExtensionType):  # type: ignore[misc]
    """The Arrow type of coverages of one order and ellipsoid: list<uint64> of begin, end leaves.

    Parameters
    ----------
    order : int
    ellipsoid : str or Ellipsoid
    storage : pyarrow.DataType, optional
        list<uint64> or large_list<uint64>.
    """

    def __init__(
        self, order: int, ellipsoid: str | Ellipsoid = "WGS84", storage: Any = None
    ) -> None:
        # An empty column checks order and ellipsoid.
        empty = CoverageColumn.from_ranges(
            [0], np.empty((0, 2), np.uint64), order, ellipsoid=ellipsoid
        )
        storage = pa.list_(pa.uint64()) if storage is None else storage
        lists = pa.types.is_list(storage) or pa.types.is_large_list(storage)
        if not lists or storage.value_type != pa.uint64():
            raise TypeError(f"storage is {storage}: list<uint64> or large_list<uint64> is wanted")
        self._order, self._ellipsoid = empty.order, empty.ellipsoid
        super().__init__(storage, _NAME)

    @property
    def order(self) -> int:
        """The order of every row, 0 to 29."""
        return self._order

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The `Ellipsoid` of every row."""
        return self._ellipsoid

    def _named_ellipsoid(self) -> Any:
        for name in ("WGS84", "GRS80", "sphere"):
            if self._ellipsoid == Ellipsoid(name):
                return name
        return None

    def __arrow_ext_serialize__(self) -> bytes:
        ellipsoid = self._named_ellipsoid() or {
            "a": _plain(self._ellipsoid.a),
            "inverse_flattening": _plain(self._ellipsoid.inverse_flattening),
        }
        fields = {"order": self._order, "ellipsoid": ellipsoid}
        return json.dumps(fields, separators=(",", ":")).encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage_type: Any, serialized: bytes) -> CoverageType:
        try:
            fields = json.loads(serialized)
            ellipsoid = fields["ellipsoid"]
            if not isinstance(ellipsoid, str):
                ellipsoid = Ellipsoid(float(ellipsoid["a"]), float(ellipsoid["inverse_flattening"]))
            return cls(fields["order"], ellipsoid, storage_type)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"metadata of {_NAME}: {serialized!r}: {error}") from error

    def __arrow_ext_class__(self) -> type[CoverageArray]:
        return CoverageArray

    def __arrow_ext_scalar_class__(self) -> type[CoverageScalar]:
        return CoverageScalar

    def to_pandas_dtype(self) -> Any:
        """The pandas dtype ``coverage``."""
        from coincide.pandas import CoverageDtype

        return CoverageDtype()

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, CoverageType)
            and self.storage_type == other.storage_type
            and (self._order, self._ellipsoid) == (other._order, other._ellipsoid)
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self._order, self._ellipsoid, str(self.storage_type)))

    def __repr__(self) -> str:
        ellipsoid = self._named_ellipsoid() or self._ellipsoid
        return f"CoverageType(order={self._order}, ellipsoid={ellipsoid!r})"

    def __str__(self) -> str:
        return repr(self)


class CoverageArray(pa.ExtensionArray):  # type: ignore[misc]
    """A pyarrow array of coverages."""

    def to_column(self) -> CoverageColumn:
        """The `CoverageColumn` of the same memory; its ranges are checked."""
        return CoverageColumn.from_arrow(self)


class CoverageScalar(pa.ExtensionScalar):  # type: ignore[misc]
    """One row of a `CoverageArray`."""

    def as_py(self, **_: Any) -> Coverage | None:
        """The row as a `Coverage`, or None."""
        if self.value is None or not self.is_valid:
            return None
        ranges = self.value.values.to_numpy().reshape(-1, 2)
        return Coverage.from_ranges(ranges, order=self.type.order, ellipsoid=self.type.ellipsoid)


def to_arrow(column: CoverageColumn) -> CoverageArray:
    """The column as a pyarrow array of the same memory."""
    array: CoverageArray = pa.array(column)
    return array


with contextlib.suppress(pa.ArrowKeyError):  # Registered already.
    pa.register_extension_type(CoverageType(0))
