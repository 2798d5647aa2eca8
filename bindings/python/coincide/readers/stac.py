"""STAC items, stac-geoparquet, CMR UMM-G records, and catalogs that this library wrote."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import FormatError
from coincide.readers import _clock, _footprint
from coincide.readers._base import CatalogReader, Probe, need

__all__ = ["CatalogFile", "Cmr", "Stac", "columns_of_items"]

_NS = np.timedelta64(1, "ns")
# Lines of Open Polar Radar's STAC catalogs are simplified to this, metres.
_OPR_SIMPLIFIED_M = 100.0


def _as_dict(item: Any) -> Mapping[str, Any]:
    if isinstance(item, Mapping):
        return item
    found: Mapping[str, Any] = item.to_dict()
    return found


def columns_of_items(items: Sequence[Any]) -> dict[str, Any]:
    """The arguments of `Catalog.from_columns` of STAC items, UMM-G or CMR JSON records.

    Footprints of these are joined by geodesics; their error is how far the great circle of
    their longest edge may be from it (6.6e-11 L²), and 100 m where Open Polar Radar
    simplified its lines.
    """
    rows = [_record(_as_dict(item), i) for i, item in enumerate(items)]
    names = ("granule", "footprint", "href", "time_start", "time_end", "footprint_error_m")
    out: dict[str, Any] = {name: [row[name] for row in rows] for name in names}
    out["edges"] = "geodesic"
    keys = dict.fromkeys(key for row in rows for key in row["extra"])
    out["extra"] = {key: [row["extra"].get(key) for row in rows] for key in keys}
    return out


def _record(item: Mapping[str, Any], at: int) -> dict[str, Any]:
    where = f"record {at}"
    try:
        if "umm" in item or "GranuleUR" in item:
            return _umm(item.get("umm", item))
        if item.get("type") == "Feature" or "stac_version" in item:
            return _stac(item)
        if "time_start" in item and ("title" in item or "producer_granule_id" in item):
            return _cmr_json(item)
    except (KeyError, TypeError, ValueError) as error:
        what = f"no field {error}" if isinstance(error, KeyError) else str(error)
        raise FormatError(f"{where}: {what}") from None
    raise FormatError(f"{where}: neither a STAC item nor a CMR record: it has {', '.join(item)}")


def _row(
    granule: Any, footprint: Any, href: Any, start: Any, end: Any, extra: dict[str, Any]
) -> dict[str, Any]:
    error = 6.6e-11 * _longest_edge_m(footprint) ** 2 if footprint is not None else 0.0
    return {
        "granule": str(granule),
        "footprint": footprint,
        "href": href,
        "time_start": start,
        "time_end": None if end is None else end + _NS,
        "footprint_error_m": error,
        "extra": extra,
    }


def _time(text: Any) -> Any:
    if text is None:
        return None
    return _clock.from_texts(np.array([text], dtype=object))[0]


def _stac(item: Mapping[str, Any]) -> dict[str, Any]:
    properties = item.get("properties") or {}
    start = properties.get("start_datetime") or properties.get("datetime")
    end = properties.get("end_datetime") or properties.get("datetime")
    assets = item.get("assets") or {}
    chosen: Mapping[str, Any] = next(
        (asset for asset in assets.values() if "data" in (asset.get("roles") or ())),
        next(iter(assets.values()), {}),
    )
    extra = {k: v for k, v in properties.items() if isinstance(v, str | int | float)}
    for name in ("datetime", "start_datetime", "end_datetime"):
        extra.pop(name, None)
    if "collection" in item:
        extra["collection"] = item["collection"]
    footprint = _unrolled(item.get("geometry"))
    row = _row(item["id"], footprint, chosen.get("href"), _time(start), _time(end), extra)
    if any(key.startswith("opr:") for key in properties):
        row["footprint_error_m"] += _OPR_SIMPLIFIED_M
    return row


def _ring(points: Sequence[Mapping[str, float]]) -> list[list[float]]:
    return [[float(p["Longitude"]), float(p["Latitude"])] for p in points]


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A box as polygons whose geodesics follow its parallels to 1 m: a vertex each 0.1 degree.

    Cut by meridians into parts less than half of the globe, of which the inside is plain.
    """
    east = east if east > west else east + 360
    cuts = np.linspace(west, east, int(np.ceil((east - west) / 90.0)) + 1)
    parts = []
    for left, right in itertools.pairwise(cuts.tolist()):
        lon = np.linspace(left, right, max(int(np.ceil((right - left) / 0.1)), 1) + 1)
        sides = []
        for lat, way in ((south, lon), (north, lon[::-1])):
            up = [[way[-1], 0.5 * (south + north)]]
            # At a pole all longitudes are one vertex.
            way = way[:1] if abs(lat) == 90 else way
            sides.append(np.stack([way, np.full(len(way), lat)], 1))
            # From pole to pole it says by which meridian.
            sides += [np.array(up)] if north - south == 180 else []
        ring = np.concatenate([*sides, sides[0][:1]])
        parts.append([ring.tolist()])
    return {"type": "MultiPolygon", "coordinates": parts}


def _unrolled(geometry: Any) -> Any:
    """A geometry; a box of all longitudes, whose corners are two places, as polygons."""
    if not isinstance(geometry, Mapping) or geometry.get("type") != "Polygon":
        return geometry
    rings = geometry["coordinates"]
    corners = {(float(x), float(y)) for x, y, *_ in rings[0]} if len(rings) == 1 else set()
    if len(corners) != 4:
        return geometry
    (west, east), (south, north) = ((min(c), max(c)) for c in zip(*corners, strict=True))
    if east - west != 360 or corners != set(itertools.product((west, east), (south, north))):
        return geometry
    return _box(west, south, east, north)


def _umm(umm: Mapping[str, Any]) -> dict[str, Any]:
    domain = (umm.get("SpatialExtent") or {}).get("HorizontalSpatialDomain") or {}
    geometry = domain.get("Geometry") or {}
    parts: list[dict[str, Any]] = []
    for polygon in geometry.get("GPolygons", ()):
        holes = (polygon.get("ExclusiveZone") or {}).get("Boundaries", ())
        rings = [_ring(boundary["Points"]) for boundary in (polygon["Boundary"], *holes)]
        parts.append({"type": "Polygon", "coordinates": rings})
    for line in geometry.get("Lines", ()):
        parts.append({"type": "LineString", "coordinates": _ring(line["Points"])})
    for box in geometry.get("BoundingRectangles", ()):
        corners = [box[f"{side}BoundingCoordinate"] for side in ("West", "South", "East", "North")]
        parts.append(_box(*map(float, corners)))
    for point in geometry.get("Points", ()):
        parts.append({"type": "Point", "coordinates": _ring([point])[0]})
    footprint: Any = None
    if len(parts) == 1:
        footprint = parts[0]
    elif parts:
        footprint = {"type": "GeometryCollection", "geometries": parts}
    temporal = umm.get("TemporalExtent") or {}
    span = temporal.get("RangeDateTime") or {}
    start = span.get("BeginningDateTime") or temporal.get("SingleDateTime")
    end = span.get("EndingDateTime") or temporal.get("SingleDateTime")
    urls = umm.get("RelatedUrls") or ()
    href = next(
        (
            url["URL"]
            for kind in ("GET DATA", "GET DATA VIA DIRECT ACCESS")
            for url in urls
            if url.get("Type") == kind
        ),
        None,
    )
    collection = (umm.get("CollectionReference") or {}).get("ShortName")
    extra = {} if collection is None else {"collection": collection}
    return _row(umm["GranuleUR"], footprint, href, _time(start), _time(end), extra)


def _cmr_json(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A granule as CMR's JSON has it, and icepyx gives it: "lat lon lat lon" texts."""
    parts = []
    for polygon in entry.get("polygons", ()):
        rings = [np.array(text.split(), float).reshape(-1, 2)[:, ::-1].tolist() for text in polygon]
        parts.append({"type": "Polygon", "coordinates": rings})
    for text in entry.get("lines", ()):
        line = np.array(text.split(), float).reshape(-1, 2)[:, ::-1].tolist()
        parts.append({"type": "LineString", "coordinates": line})
    for text in entry.get("boxes", ()):
        south, west, north, east = map(float, text.split())
        parts.append(_box(west, south, east, north))
    footprint: Any = None
    if parts:
        footprint = parts[0] if len(parts) == 1 else {"type": "GeometryCollection"}
        if len(parts) > 1:
            footprint["geometries"] = parts
    links = entry.get("links", ())
    href = next((x["href"] for x in links if x.get("rel", "").endswith("/data#")), None)
    name = entry.get("producer_granule_id") or entry["title"]
    return _row(name, footprint, href, _time(entry["time_start"]), _time(entry.get("time_end")), {})


def _longest_edge_m(geometry: Any) -> float:
    """The longest chord between neighbours of a GeoJSON geometry."""
    if geometry is None:
        return 0.0
    if geometry.get("type") == "GeometryCollection":
        return max((_longest_edge_m(part) for part in geometry["geometries"]), default=0.0)
    return _longest(geometry.get("coordinates", ()))


def _longest(coordinates: Any) -> float:
    if len(coordinates) == 0 or not isinstance(coordinates[0], list | tuple):
        return 0.0
    if isinstance(coordinates[0][0], list | tuple):
        return max(_longest(part) for part in coordinates)
    xy = np.array([c[:2] for c in coordinates], dtype=np.float64)
    xyz = _footprint.ecef(xy[:, 0], xy[:, 1])
    return float(np.linalg.norm(np.diff(xyz, axis=0), axis=1).max(initial=0.0))


def _json(path: str) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FormatError(f"{path}: broken JSON: {error}") from None


class _Records(CatalogReader):
    def columns(self) -> dict[str, Any]:
        path = os.fspath(self.source)
        found = _json(path)
        if isinstance(found, Mapping):
            items = found.get("features") or found.get("items")
            items = items or (found.get("feed") or {}).get("entry") or [found]
        else:
            items = found
        try:
            return columns_of_items(items)
        except FormatError as error:
            raise FormatError(f"{path}: {error}") from None


class Stac(_Records):
    """STAC items as JSON: one item, a collection of them, or a list."""

    name = "stac"

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        return probe.suffix in (".json", ".geojson") and b'"stac_version"' in probe.head


class Cmr(_Records):
    """Answers of NASA's CMR as JSON: UMM-G (``{"items": [{"umm": ...}]}``) or its plain form."""

    name = "cmr"

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if probe.suffix not in (".json", ".umm_json"):
            return False
        return any(key in probe.head for key in (b'"GranuleUR"', b'"umm"', b'"feed"'))


class CatalogFile(CatalogReader):
    """
    A table of granules in Parquet: stac-geoparquet, a catalog of this library, any GeoParquet
    of lines or polygons.
    """

    name = "catalog"

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if not probe.head.startswith(b"PAR1"):
            return False
        parquet = need("pyarrow.parquet", f"{probe.path}: Parquet", "arrow")
        pa = need("pyarrow", f"{probe.path}: Parquet", "arrow")
        try:
            schema = parquet.read_schema(probe.path)
        except (pa.ArrowInvalid, OSError) as error:
            raise FormatError(f"{probe.path}: broken Parquet: {error}") from None
        if "stac_version" in schema.names or {"granule", "footprint"} <= set(schema.names):
            return True
        geo = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        column = (geo.get("columns") or {}).get(geo.get("primary_column"), {})
        kinds = column.get("geometry_types") or []
        return bool(kinds) and not any(kind.endswith("Point") for kind in kinds)

    def columns(self) -> dict[str, Any]:
        from coincide._catalog_sources import _from_table, _table_of

        parquet = need("pyarrow.parquet", f"{self.source}: Parquet", "arrow")
        path = os.fspath(self.source)
        table = parquet.read_table(path)
        stac = "stac_version" in table.column_names
        known: dict[str, Any] = {}
        if stac:
            known["href"] = _data_hrefs(table)
            known["edges"] = "geodesic"
            nested = ("type", "stac_version", "stac_extensions", "bbox", "assets", "links")
            table = table.drop_columns([n for n in nested if n in table.column_names])
        columns, found = _table_of(table)
        try:
            catalog = _from_table(columns, {**found, **known}, {})
        except ValueError as error:
            raise FormatError(f"{path}: {error}") from None
        out = {name: getattr(catalog, name) for name in _COLUMNS}
        out["extra"] = dict(catalog.extra)
        out["ellipsoid"] = catalog.ellipsoid
        if stac:
            out["time_end"] = out["time_end"] + _NS
            out["footprint_error_m"] = [_error_of_wkb(f) for f in catalog.footprint]
            if any(name.startswith("opr:") for name in catalog.extra):
                out["footprint_error_m"] = [e + _OPR_SIMPLIFIED_M for e in out["footprint_error_m"]]
        if catalog.coverage is not None:
            out["coverage"] = catalog.coverage
        return out


_COLUMNS = (
    "granule", "footprint", "href", "edges", "half_width_m", "footprint_error_m", "cut_gap",
    "time_start", "time_end",
)  # fmt: skip


def _error_of_wkb(wkb: bytes | None) -> float:
    if wkb is None:
        return 0.0
    shapely = need("shapely", "stac-geoparquet", "geo")
    xy: NDArray[np.float64]
    xy, part = shapely.get_coordinates(shapely.get_parts(shapely.from_wkb(wkb)), return_index=True)
    xyz = _footprint.ecef(xy[:, 0], xy[:, 1])
    length = np.linalg.norm(np.diff(xyz, axis=0), axis=1)[np.diff(part) == 0]
    return float(6.6e-11 * length.max(initial=0.0) ** 2)


def _data_hrefs(table: Any) -> list[Any]:
    if "assets" not in table.column_names:
        return [None] * len(table)
    out = []
    for assets in table["assets"].to_pylist():
        found = [asset for asset in (assets or {}).values() if asset]
        data = [asset for asset in found if "data" in (asset.get("roles") or ())]
        out.append((data or found or [{}])[0].get("href"))
    return out
