"""Geometries as other libraries hold them, turned into what the covers read."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_KINDS = {
    "Point": 1,
    "LineString": 2,
    "Polygon": 3,
    "MultiPoint": 4,
    "MultiLineString": 5,
    "MultiPolygon": 6,
    "GeometryCollection": 7,
}
_ITEM = {4: 1, 5: 2, 6: 3}


def _need_shapely(what: str) -> Any:
    try:
        import shapely
    except ImportError:
        raise ImportError(f"{what} needs shapely: pip install coincide[geo]") from None
    return shapely


def _vertices(coordinates: Sequence[Sequence[float]]) -> bytes:
    xy = np.array([(c[0], c[1]) for c in coordinates], dtype="<f8").reshape(-1, 2)
    return struct.pack("<I", len(xy)) + xy.tobytes()


def _geojson_to_wkb(obj: Mapping[str, Any]) -> bytes:
    """WKB of a GeoJSON geometry, feature or collection of features, as a mapping."""
    kind = obj.get("type")
    if kind == "Feature":
        geometry = obj.get("geometry")
        return _geojson_to_wkb(geometry if geometry else {"type": "GeometryCollection"})
    if kind == "FeatureCollection":
        items = [f.get("geometry") for f in obj.get("features", [])]
        return _collection([item for item in items if item])
    if kind not in _KINDS:
        allowed = ", ".join(_KINDS)
        raise ValueError(f"GeoJSON type is {kind!r}: one of {allowed}, Feature is wanted")
    code = _KINDS[kind]
    if code == 7:
        return _collection(obj.get("geometries", []))
    return _encode(code, obj["coordinates"])


def _collection(items: Sequence[Mapping[str, Any]]) -> bytes:
    return struct.pack("<BII", 1, 7, len(items)) + b"".join(map(_geojson_to_wkb, items))


def _encode(code: int, coordinates: Any) -> bytes:
    head = struct.pack("<BI", 1, code)
    if code == 1:
        if not coordinates:
            return head + struct.pack("<2d", float("nan"), float("nan"))
        return head + struct.pack("<2d", coordinates[0], coordinates[1])
    if code == 2:
        return head + _vertices(coordinates)
    if code == 3:
        return head + struct.pack("<I", len(coordinates)) + b"".join(map(_vertices, coordinates))
    parts = b"".join(_encode(_ITEM[code], item) for item in coordinates)
    return head + struct.pack("<I", len(coordinates)) + parts


def _not_lonlat(crs: Any) -> str | None:
    """Why the coordinates of a geographic CRS are not degrees on WGS84; None if they are.

    GRS80 is WGS84 to a tenth of a millimetre, and the datums that use it (ETRS89, NAD83,
    GDA2020, ITRF) are within two metres: these pass. Others are off by up to a kilometre.
    """
    if getattr(crs, "is_derived", False):
        return "its poles are not those of the Earth"
    meridian = getattr(crs, "prime_meridian", None)
    if meridian is not None and meridian.longitude != 0:
        return f"its longitudes are counted from {meridian.name}"
    axes = list(getattr(crs, "axis_info", None) or [])[:2]
    for axis in axes:
        if abs(axis.unit_conversion_factor * 180 / math.pi - 1) > 1e-12:
            return f"its unit is {axis.unit_name}"
    ellipsoid = getattr(crs, "ellipsoid", None)
    if ellipsoid is not None and not (
        ellipsoid.semi_major_metre == 6378137.0
        and 298.257222 < ellipsoid.inverse_flattening < 298.257224
    ):
        return f"its ellipsoid is {ellipsoid.name}"
    return None


def _require_lonlat(crs: Any) -> None:
    """ValueError if a CRS is geographic, but not lon, lat on WGS84 in degrees."""
    if crs is None or not getattr(crs, "is_geographic", True):
        return
    fault = _not_lonlat(crs)
    if fault is not None:
        raise ValueError(
            f"the geometry is in {getattr(crs, 'name', crs)}: {fault}; lon, lat degrees on WGS84 "
            "are wanted, use to_crs(4326)"
        )


def _check_crs(obj: Any) -> None:
    crs = getattr(obj, "crs", None)
    if crs is not None and not getattr(crs, "is_geographic", True):
        raise ValueError(
            f"the geometry is in {getattr(crs, 'name', crs)}, a projected CRS: "
            "lon, lat degrees are wanted; use to_crs(4326)"
        )
    _require_lonlat(crs)


def _geojson(obj: Mapping[str, Any]) -> bytes:
    """`_geojson_to_wkb`, with an error of our own where a member is missing or of another kind."""
    try:
        return _geojson_to_wkb(obj)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        kind = obj.get("type") if isinstance(obj, Mapping) else None
        raise ValueError(
            f"GeoJSON of type {kind!r}: a member is missing or malformed ({error!r})"
        ) from None


def to_wkb(obj: Any) -> bytes:
    """WKB of anything that is a geometry: bytes, shapely, GeoJSON, WKT, ``__geo_interface__``."""
    if isinstance(obj, bytes | bytearray | memoryview):
        return bytes(obj)
    if isinstance(obj, str):
        if obj.lstrip().startswith("{"):
            return _geojson(json.loads(obj))
        shapely = _need_shapely("WKT")
        try:
            return bytes(shapely.to_wkb(shapely.from_wkt(obj)))
        except (shapely.errors.GEOSException, NotImplementedError) as error:
            raise ValueError(f"geometry is {obj[:60]!r}, no WKT that is known: {error}") from None
    if isinstance(obj, Mapping):
        return _geojson(obj)
    _check_crs(obj)
    wkb = getattr(obj, "wkb", None)
    if isinstance(wkb, bytes):
        return wkb
    interface = getattr(obj, "__geo_interface__", None)
    if interface is not None:
        return _geojson(interface)
    raise TypeError(
        f"geometry is {type(obj).__name__}: WKB bytes, WKT or GeoJSON text, a GeoJSON mapping, "
        "a shapely geometry or an object with __geo_interface__ is wanted"
    )


def projected_crs(obj: Any) -> str | None:
    """The projected CRS that an object says it is in, as PROJ takes it; None for lon, lat.

    ValueError if it is geographic, but not WGS84's or one like it.
    """
    crs = getattr(obj, "crs", None)
    _require_lonlat(crs)
    if crs is None or getattr(crs, "is_geographic", True):
        return None
    authority = crs.to_authority(min_confidence=100)
    return ":".join(authority) if authority else str(crs.to_wkt())


def to_wkb_and_crs(obj: Any) -> tuple[bytes, str | None]:
    """WKB as of `to_wkb`, and the CRS of its x and y if they are not lon, lat."""
    crs = projected_crs(obj)
    if crs is None:
        return to_wkb(obj), None
    shapely = _need_shapely("a geometry in a projected CRS")
    geometry = getattr(obj, "geometry", obj)
    parts = [part for part in np.ravel(np.asarray(geometry, dtype=object)) if part is not None]
    return bytes(shapely.to_wkb(shapely.GeometryCollection(parts), include_srid=False)), crs


def from_wkb(wkb: bytes) -> Any:
    """A shapely geometry of WKB."""
    return _need_shapely("to_geometry").from_wkb(wkb)


def to_rings(
    rings: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """(lon, lat, offsets) of one ring or of several.

    A ring is an array of shape (n, 2), or a pair of arrays (lon, lat).
    """

    def ring(obj: Any) -> NDArray[np.float64]:
        if isinstance(obj, tuple | list) and len(obj) == 2 and np.ndim(obj[0]) == 1:
            lon, lat = (np.asarray(c, dtype=np.float64) for c in obj)
            if len(lon) != len(lat) or len(lon) == 2:
                if len(lon) == len(lat):
                    raise ValueError("a ring of two vertices has no interior: use from_line")
                raise ValueError(f"a ring has {len(lon)} longitudes but {len(lat)} latitudes")
            return np.stack([lon, lat], axis=1)
        array = np.asarray(obj, dtype=np.float64)
        if array.ndim != 2 or array.shape[1] != 2:
            raise ValueError(
                f"a ring has shape {array.shape}: (n, 2) or a pair (lon, lat) is wanted"
            )
        return array

    single = isinstance(rings, np.ndarray) and rings.ndim == 2
    if not single and isinstance(rings, tuple | list) and len(rings) > 0:
        first = rings[0]
        if np.ndim(first) == 1:
            # A pair (lon, lat), or a list of (lon, lat) vertices.
            single = True
    arrays = [ring(rings)] if single else [ring(r) for r in rings]
    offsets = np.zeros(len(arrays) + 1, dtype=np.int64)
    np.cumsum([len(a) for a in arrays], out=offsets[1:])
    xy = np.concatenate(arrays) if arrays else np.empty((0, 2))
    return np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1]), offsets
