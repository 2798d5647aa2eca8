"""`catalog`: catalogs from what holds geometries in memory; files go to the readers."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._core import Coverage, CoverageColumn, Ellipsoid
from coincide.catalog import Catalog

# What a column of the catalog may be called in a table, first found first taken.
_NAMES = {
    "granule": ("granule", "granule_id", "id", "name"),
    "href": ("href", "url", "path"),
    "footprint": ("footprint", "geometry", "geom", "wkb"),
    "coverage": ("coverage",),
    "half_width_m": ("half_width_m",),
    "edges": ("edges",),
    "footprint_error_m": ("footprint_error_m",),
    "cut_gap": ("cut_gap",),
    "time_start": ("time_start", "start_datetime", "start_time"),
    "time_end": ("time_end", "end_datetime", "end_time"),
}
# Straight edges of a projected CRS are followed by geodesics this closely.
_PLANAR_STRAY_M = 0.01


def catalog(
    obj: Any,
    reader: str = "auto",
    *,
    footprint_error_m: Any = None,
    cut_gap: Any = None,
    edges: Any = None,
    orientation: str | None = None,
    read_timeout: Any = None,
    **columns: Any,
) -> Catalog:
    """
    A catalog of anything that names granules and says where and when they are.

    Parameters
    ----------
    obj : Catalog, GeoDataFrame, Arrow table, dict, sequence or path
        A table has a column of geometries (``footprint`` or ``geometry``: WKB, GeoArrow's
        WKB, shapely, GeoJSON), of coverages (``coverage``), or both, and may have
        ``granule``, ``href``, ``half_width_m``, ``edges``, ``footprint_error_m``, ``cut_gap``,
        ``time_start`` and ``time_end`` (UTC, exclusive); all others are kept. Geometries
        in a projected CRS are turned into lon, lat with vertices added, so that edges stray
        by less than 1 cm. Paths, globs, directories, STAC items and CMR records go to
        ``coincide.readers``.
    reader : str
        "auto", or the name of a reader of ``coincide.readers``.
    footprint_error_m : float, str or sequence, optional
        No sample is farther than this from its footprint: metres, or text as "100 m".
        Else as the table says, or 0.
    cut_gap : float, str or sequence, optional
        Footprint lines were (or are to be) cut where samples are farther apart: metres or text.
    edges : str, optional
        "geodesic", "great_circle" or "lonlat". Else as the table says (GeoParquet's metadata),
        or "geodesic".
    orientation : str, optional
        "ccw": the inside of a polygon is to the left of its rings, also where that is more
        than half of the Earth. Else as GeoParquet's metadata says, or the smaller side.
    read_timeout : timedelta64, timedelta or str, optional
        Of files, how long one may take to be read: "60s". It is read by another process, and
        left out where it takes longer, or ends that process. None: as long as it takes.
    columns : str or sequence
        Any other column: the name it has in the table, or its values:
        ``granule="file", time_start=starts``.

    Returns
    -------
    Catalog

    Examples
    --------
    >>> import coincide as co
    >>> line = {"type": "LineString", "coordinates": [[-106.0, -75.0], [-104.0, -75.5]]}
    >>> co.catalog([line], granule=["frame_1"], time_start=["2018-11-02"],
    ...            time_end=["2018-11-03"])
    <Catalog: 1 granules, 2018-11-02T00:00:00 to 2018-11-03T00:00:00>
    """
    given = {
        "footprint_error_m": footprint_error_m,
        "cut_gap": cut_gap,
        "edges": edges,
        "orientation": orientation,
        **columns,
    }
    given = {name: value for name, value in given.items() if value is not None}
    if reader != "auto" or _is_for_readers(obj):
        return _read(obj, reader, given | {"read_timeout": read_timeout})
    if isinstance(obj, Catalog):
        table, found = dict(obj.columns), {"ellipsoid": obj.ellipsoid}
    else:
        table, found = _table_of(obj)
    return _from_table(table, found, given)


def _is_for_readers(obj: Any) -> bool:
    """Files, STAC and CMR: what coincide.readers knows and this module does not."""
    if isinstance(obj, str | bytes) or hasattr(obj, "__fspath__"):
        return not isinstance(obj, bytes)
    if isinstance(obj, Mapping):
        return "stac_version" in obj or "umm" in obj
    if hasattr(obj, "to_dict") and hasattr(obj, "stac_extensions"):
        return True
    if isinstance(obj, list | tuple) and obj:
        first = obj[0]
        geometry = isinstance(first, str) and first.lstrip().upper().startswith(_WKT)
        return not geometry and _is_for_readers(first)
    return False


_WKT = ("POINT", "LINESTRING", "POLYGON", "MULTI", "GEOMETRYCOLLECTION", "{", "SRID")


def _read(obj: Any, reader: str, given: Mapping[str, Any]) -> Catalog:
    """What coincide.readers.catalog makes of files and records, with the same arguments."""
    readers = importlib.import_module("coincide.readers")
    result: Catalog = readers.catalog(obj, reader=reader, **given)
    return result


def _table_of(obj: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns by name, and what is known of the columns of a catalog."""
    if isinstance(obj, CoverageColumn):
        return {"coverage": obj}, {}
    if isinstance(obj, Mapping):
        if obj.get("type") == "FeatureCollection":
            return _features(obj.get("features", [])), {}
        if "type" in obj and ("coordinates" in obj or "geometry" in obj):
            return _features([obj]), {}
        return dict(obj), {}
    crs = getattr(obj, "crs", None)
    if hasattr(obj, "columns") and hasattr(obj, "iloc"):  # pandas and geopandas
        table = {str(name): obj[name] for name in obj.columns}
        found: dict[str, Any] = {}
        active = getattr(obj, "_geometry_column_name", None)
        if active in table:
            found["footprint"] = table.pop(active)
            found["footprint"] = _geometries(found["footprint"], crs)
        return table, found
    if hasattr(obj, "iloc"):  # a GeoSeries
        return {}, {"footprint": _geometries(obj, crs)}
    if hasattr(obj, "__arrow_c_stream__"):
        return _arrow(obj)
    if isinstance(obj, Sequence | np.ndarray) or hasattr(obj, "__iter__"):
        rows = list(obj)
        if any(isinstance(row, Mapping) and row.get("type") == "Feature" for row in rows):
            return _features(rows), {}
        return {}, {"footprint": rows}
    raise TypeError(
        f"{type(obj).__name__}: a GeoDataFrame, an Arrow table, a dict of arrays, a sequence "
        "of geometries or paths is wanted"
    )


def _features(rows: Sequence[Any]) -> dict[str, Any]:
    """Columns of GeoJSON features; bare geometries are features without properties."""
    table: dict[str, list[Any]] = {"footprint": [], "granule": []}
    properties: list[Mapping[str, Any]] = []
    for i, row in enumerate(rows):
        feature = row if row is not None and row.get("type") == "Feature" else {"geometry": row}
        table["footprint"].append(feature.get("geometry"))
        properties.append(feature.get("properties") or {})
        table["granule"].append(str(feature.get("id", properties[-1].get("granule", i))))
    for name in dict.fromkeys(key for row in properties for key in row):
        if name != "granule":
            table[name] = [row.get(name) for row in properties]
    return table


def _arrow(obj: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        import pyarrow as pa
    except ImportError:
        raise ImportError("Arrow tables need pyarrow: pip install coincide[arrow]") from None
    import json

    import coincide.arrow  # registers the type of coverages

    arrow = pa.table(obj)
    geo = json.loads((arrow.schema.metadata or {}).get(b"geo", b"{}"))
    about: dict[str, dict[str, Any]] = dict(geo.get("columns", {}))
    table: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for name, field in zip(arrow.column_names, arrow.schema, strict=True):
        column = arrow[name]
        if isinstance(field.type, coincide.arrow.CoverageType):
            table[name] = CoverageColumn.from_arrow(column)
        elif pa.types.is_timestamp(field.type):
            table[name] = column.cast(pa.timestamp("ns")).to_numpy().astype("datetime64[ns]")
        elif pa.types.is_floating(field.type) or pa.types.is_integer(field.type):
            table[name] = column.to_numpy()
        else:
            metadata = field.metadata or {}
            extension = metadata.get(b"ARROW:extension:name", b"").decode()
            if extension.startswith("geoarrow.") and extension != "geoarrow.wkb":
                raise TypeError(
                    f"column {name} is {extension}: WKB is wanted; "
                    "geopandas.GeoDataFrame.from_arrow reads it"
                )
            if extension and name not in about:
                about[name] = json.loads(metadata.get(b"ARROW:extension:metadata") or b"{}")
                # Without the key GeoArrow's edges are planar, as GeoParquet's.
            table[name] = column.to_pylist()
    primary = geo.get("primary_column")
    if primary not in table:
        primary = next((name for name in _NAMES["footprint"] if name in about), None)
    if primary is not None:
        found["footprint"] = table.pop(primary)
        crs = about[primary].get("crs")
        edges = about[primary].get("edges") or "planar"
        if edges == "planar" and crs is not None and _is_projected(crs):
            found["footprint"] = _geometries(found["footprint"], crs)
        elif "edges" not in table:
            names = {"planar": "lonlat", "spherical": "great_circle"}
            found["edges"] = names.get(edges, "geodesic")
        if edges != "planar" and about[primary].get("orientation") == "counterclockwise":
            found["orientation"] = "ccw"
    made = json.loads((arrow.schema.metadata or {}).get(b"coincide", b"{}"))
    if "ellipsoid" in made:
        found["ellipsoid"] = Ellipsoid(*made["ellipsoid"])
    return table, found


def _from_table(table: dict[str, Any], found: dict[str, Any], given: Mapping[str, Any]) -> Catalog:
    values = dict(found)
    for name, value in given.items():
        named = isinstance(value, str) and value in table
        values[name] = table.pop(value) if named else value
    for name, candidates in _NAMES.items():
        for candidate in candidates:
            if name not in values and candidate in table:
                values[name] = table.pop(candidate)
    winding = values.pop("orientation", None)
    known = {name: values.pop(name) for name in (*_NAMES, "ellipsoid") if name in values}
    extra = {**table, **values}
    if "footprint" not in known and "coverage" not in known:
        raise ValueError(
            f"no footprints: a column {', '.join(_NAMES['footprint'])} or coverage is wanted; "
            f"there are {', '.join(map(str, extra)) or 'none'}"
        )
    rows = len(known["footprint"] if "footprint" in known else known["coverage"])
    if "granule" not in known:
        known["granule"] = [str(i) for i in range(rows)]
    if "footprint" in known:
        known["footprint"] = _plain(known["footprint"])
        if winding is not None:
            known["footprint"] = by_winding(
                known["footprint"], winding, known.get("edges"), known.get("ellipsoid", "WGS84")
            )
    for name in ("time_start", "time_end"):
        if name in known:
            known[name] = _utc(known[name])
    return Catalog.from_columns(
        known.pop("granule"), known.pop("footprint", None), extra=extra, **known
    )


def _plain(rows: Any) -> Any:
    """Geometries as a list, with None where a frame has what it calls missing."""
    if isinstance(rows, CoverageColumn):
        return rows
    out = []
    for row in rows:
        missing = row is None or (isinstance(row, float) and np.isnan(row))
        known = isinstance(row, bytes | Coverage)
        empty = not missing and not known and getattr(row, "is_empty", False)
        out.append(None if missing or empty else row)
    return out


def by_winding(rows: Any, orientation: str, edges: Any, ellipsoid: Any = "WGS84") -> Any:
    """Footprints where the winding of rings is trusted: polygons of more than half of the Earth,
    which catalogs hold the smaller side of, become coverages."""
    if orientation not in ("ccw", "smaller"):
        raise ValueError(f"orientation is {orientation!r}: 'ccw' or 'smaller' is wanted")
    if orientation == "smaller" or rows is None or isinstance(rows, CoverageColumn):
        return rows
    ways = [edges] * len(rows) if edges is None or isinstance(edges, str) else list(edges)
    return [
        row if row is None or isinstance(row, Coverage) else _wound(row, way, ellipsoid)
        for row, way in zip(rows, ways, strict=True)
    ]


def _wound(row: Any, edges: Any, ellipsoid: Any) -> Any:
    options: dict[str, Any] = {"orientation": "ccw", "ellipsoid": ellipsoid}
    options["edges"] = edges or "geodesic"
    if options["edges"] == "lonlat":
        return row  # Its inside is that of the plane.
    if Coverage.from_geometry(row, max_cells=64, **options).fraction <= 0.5:
        return row
    return Coverage.from_geometry(row, max_cells=1000, **options)


def _utc(times: Any) -> Any:
    """Times of a frame as arrays, which the catalog turns into UTC."""
    return times.to_numpy() if hasattr(times, "to_numpy") else times


def _is_projected(crs: Any) -> bool:
    try:
        import pyproj
    except ImportError:
        raise ImportError("a CRS needs pyproj: pip install coincide[geo]") from None
    return not pyproj.CRS.from_user_input(crs).is_geographic


def _geometries(rows: Any, crs: Any) -> list[Any]:
    """Geometries in lon, lat; straight edges of a projected CRS followed closely."""
    if crs is None or not _is_projected(crs):
        return list(rows)
    import pyproj
    import shapely

    shapes = [shapely.from_wkb(row) if isinstance(row, bytes) else row for row in rows]
    inverse = pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    geod = pyproj.Geod(ellps="WGS84")

    def follow(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same chain with middles added until geodesics stray little."""
        while len(xy) > 1:
            lon, lat = inverse.transform(xy[:, 0], xy[:, 1])
            middle = (xy[:-1] + xy[1:]) / 2
            azimuth, _, length = geod.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
            on_lon, on_lat, _ = geod.fwd(lon[:-1], lat[:-1], azimuth, length / 2)
            at_lon, at_lat = inverse.transform(middle[:, 0], middle[:, 1])
            # Three quarters of a parabola's height lie within its middle half.
            far = geod.inv(on_lon, on_lat, at_lon, at_lat)[2] > 0.75 * _PLANAR_STRAY_M
            if not far.any():
                break
            xy = np.insert(xy, np.flatnonzero(far) + 1, middle[far], axis=0)
        return np.stack(inverse.transform(xy[:, 0], xy[:, 1]), axis=1)

    def moved(shape: Any) -> Any:
        if shape is None or shape.is_empty:
            return None
        if hasattr(shape, "geoms"):
            return type(shape)([moved(part) for part in shape.geoms if not part.is_empty])
        if shape.geom_type == "Polygon":
            rings = [follow(shapely.get_coordinates(r)) for r in (shape.exterior, *shape.interiors)]
            return shapely.Polygon(rings[0], rings[1:])
        return type(shape)(follow(shapely.get_coordinates(shape)))

    return [moved(shape) for shape in shapes]
