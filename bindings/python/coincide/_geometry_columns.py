"""Columns of geometries as other libraries hold them, turned into one column of WKB."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._geometry import _need_shapely, projected_crs, to_wkb

# Bytes, where each row begins in them (one more than rows), which rows are null, and the
# projected CRS of x and y, if they are not lon, lat.
WkbColumn = tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.bool_], str | None]


def to_wkb_column(obj: Any) -> WkbColumn:
    """WKB of a column: Arrow, GeoArrow, GeoSeries, GeoDataFrame, arrays and lists of geometries."""
    one = isinstance(obj, str | bytes | bytearray | memoryview | Mapping)
    if one or (hasattr(obj, "columns") and not hasattr(obj, "geometry")):
        raise TypeError(
            f"geometries is {type(obj).__name__}: a column of geometries is wanted, "
            "such as a list; Coverage.from_geometry takes one"
        )
    geometry = getattr(obj, "geometry", obj)
    if hasattr(geometry, "geom_type") and hasattr(geometry, "to_wkb"):  # GeoSeries
        return _of_objects(np.asarray(geometry.array, dtype=object), projected_crs(geometry))
    if hasattr(obj, "__arrow_c_array__") or hasattr(obj, "__arrow_c_stream__"):
        return _of_arrow(obj)
    if isinstance(obj, np.ndarray) and obj.ndim != 1:
        raise ValueError(f"geometries has shape {obj.shape}: (n,) is wanted")
    try:
        rows = list(obj)
    except TypeError:
        raise TypeError(
            f"geometries is {type(obj).__name__}: a column of geometries is wanted"
        ) from None
    column = np.empty(len(rows), dtype=object)
    column[:] = rows
    return _of_objects(column)


def _is_null(value: Any) -> bool:
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def _joined(rows: Sequence[bytes | None], crs: str | None) -> WkbColumn:
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([0 if row is None else len(row) for row in rows], out=offsets[1:])
    data = np.frombuffer(b"".join(row for row in rows if row is not None), dtype=np.uint8)
    return data, offsets, np.array([row is None for row in rows], dtype=np.bool_), crs


def _of_objects(column: NDArray[np.object_], crs: str | None = None) -> WkbColumn:
    kinds = {type(value) for value in column}
    if kinds and all(kind.__module__.startswith("shapely.") for kind in kinds - {type(None)}):
        shapely = _need_shapely("a column of shapely geometries")
        return _joined(shapely.to_wkb(column, include_srid=False).tolist(), crs)
    rows: list[bytes | None] = []
    for i, value in enumerate(column):
        if isinstance(value, bytes):
            rows.append(value)
        elif not hasattr(value, "wkb") and _is_null(value):
            rows.append(None)
        else:
            try:
                rows.append(to_wkb(value))
            except (TypeError, ValueError, KeyError, IndexError) as error:
                kind = TypeError if isinstance(error, TypeError) else ValueError
                raise kind(f"row {i}: {error}") from None
    return _joined(rows, crs)


def _of_arrow(obj: Any) -> WkbColumn:
    try:
        import pyarrow as pa
    except ImportError:
        raise ImportError("an Arrow column needs pyarrow: pip install coincide[arrow]") from None
    stream = hasattr(obj, "__arrow_c_stream__") and not hasattr(obj, "__arrow_c_array__")
    array = pa.chunked_array(obj) if stream else pa.array(obj)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # No chunks, or too long for one.
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.nulls(0, array.type)
    name, crs = _declared(array, obj)
    storage = array.storage if isinstance(array, pa.ExtensionArray) else array
    kind = storage.type
    if pa.types.is_binary_view(kind) or pa.types.is_fixed_size_binary(kind):
        storage = storage.cast(pa.large_binary())
    elif pa.types.is_string_view(kind):
        storage = storage.cast(pa.large_string())
    kind = storage.type
    nulls = np.asarray(storage.is_null(), dtype=np.bool_)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        wide = pa.types.is_large_binary(kind)
        _, offsets, data = storage.buffers()
        every = np.frombuffer(offsets, dtype=np.int64 if wide else np.int32)
        part = every[storage.offset : storage.offset + len(storage) + 1].astype(np.int64)
        if len(part) == 0:
            part = np.zeros(1, dtype=np.int64)
        view = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, np.uint8)
        return view, part, nulls, crs
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _of_objects(np.array(storage.to_pylist(), dtype=object), crs)
    if name.startswith("geoarrow.") or pa.types.is_nested(kind):
        return _of_native(obj, str(kind))
    raise TypeError(
        f"geometries is an Arrow column of {array.type}: WKB, WKT, GeoJSON text or a GeoArrow "
        "type is wanted"
    )


def _of_native(obj: Any, kind: str) -> WkbColumn:
    """GeoArrow's own encodings, through geopandas."""
    try:
        import geopandas
    except ImportError:
        raise ImportError("GeoArrow columns need geopandas: pip install coincide[geo]") from None
    try:
        series = geopandas.GeoSeries.from_arrow(obj)
    except (TypeError, ValueError) as error:
        raise TypeError(f"geometries is an Arrow column of {kind}: {error}") from None
    return to_wkb_column(series)


def _declared(array: Any, obj: Any) -> tuple[str, str | None]:
    """The name of a column's extension type, and its CRS where that is projected."""
    name = str(getattr(array.type, "extension_name", "") or "")
    crs = getattr(array.type, "crs", None)
    if not name and hasattr(obj, "__arrow_c_array__") and not hasattr(obj, "type"):
        import pyarrow as pa

        # What pyarrow does not know the type of comes as its storage.
        field = pa.Field._import_from_c_capsule(obj.__arrow_c_array__()[0])
        metadata = dict(field.metadata or {})
        name = metadata.get(b"ARROW:extension:name", b"").decode()
        text = metadata.get(b"ARROW:extension:metadata", b"").decode()
        crs = json.loads(text).get("crs") if text.startswith("{") else None
    if not name.startswith("geoarrow.") or crs is None:
        return name, None
    try:
        import pyproj
    except ImportError:
        raise ImportError("the CRS of a column needs pyproj: pip install coincide[geo]") from None

    class Named:
        pass

    named = Named()
    named.crs = pyproj.CRS(crs)  # type: ignore[attr-defined]
    return name, projected_crs(named)
