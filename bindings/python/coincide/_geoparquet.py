"""Catalogs as GeoParquet 1.1, and result files read back."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide._files import whole

# Great circles and geodesics differ by 6.6e-11 L² m: edges up to this agree to 1 m.
_LONGEST_EDGE_M = 120_000.0
# Rows: a place on a map touches few of the groups of a table that is sorted by cell.
ROW_GROUP = 100_000


def write_catalog(catalog: Any, path: Any) -> None:
    """A catalog as GeoParquet 1.1: the footprint is the geometry, with a bbox column.

    Its edges are said to be ``planar`` where all are straight in lon and lat, else
    ``spherical``: then geodesics longer than 120 km have vertices added, so that both agree to
    1 m. The column ``edges`` says of each row what they are; `coincide.catalog` reads it.
    """
    pa = _pyarrow()
    edges = catalog.edges
    footprint = [
        wkb if wkb is None or way != "geodesic" else _densified(wkb)
        for wkb, way in zip(catalog.footprint, edges, strict=True)
    ]
    table = catalog.to_arrow()
    at = table.column_names.index("footprint")
    table = table.set_column(at, "footprint", pa.array(footprint, type=pa.binary()))
    box = _bounds(footprint, edges)
    names = ("xmin", "ymin", "xmax", "ymax")
    known = np.isfinite(box[:, 0])
    arrays = [pa.array(np.where(known, box[:, i], 0.0)) for i in range(4)]
    # A box is null where its geometry is.
    boxes = pa.StructArray.from_arrays(arrays, list(names), mask=pa.array(~known))
    table = table.append_column("bbox", boxes)
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": _kinds(footprint),
        "edges": "planar" if set(edges) == {"lonlat"} else "spherical",
        "covering": {"bbox": {name: ["bbox", name] for name in names}},
    }
    if known.any():
        low, high = box[known].min(axis=0), box[known].max(axis=0)
        column["bbox"] = [float(v) for v in (*low[:2], *high[2:])]
    geo = {"version": "1.1.0", "primary_column": "footprint", "columns": {"footprint": column}}
    metadata = {**(table.schema.metadata or {}), b"geo": json.dumps(geo).encode()}
    if catalog.ellipsoid.name != "WGS84":
        axes = [catalog.ellipsoid.a, catalog.ellipsoid.inverse_flattening]
        made = {"ellipsoid": ["sphere"] if catalog.ellipsoid.name == "sphere" else axes}
        metadata[b"coincide"] = json.dumps(made).encode()
    write_whole(table.replace_schema_metadata(metadata), path, write_parquet)


def parquet_options(schema: Any) -> dict[str, Any]:
    """How all of this package writes Parquet."""
    import pyarrow as pa

    # Words repeat; numbers seldom do, and to look for it is most of the time of writing.
    words = [f.name for f in schema if pa.types.is_dictionary(f.type) or _is_text(f.type)]
    return {"compression": "zstd", "use_dictionary": words}


def write_parquet(table: Any, path: Any) -> None:
    """Parquet as all of this package is: compressed, in row groups that a reader may skip."""
    import pyarrow.parquet as pq

    pq.write_table(table, path, row_group_size=ROW_GROUP, **parquet_options(table.schema))


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def write_whole(table: Any, path: Any, write: Any) -> None:
    """`write(table, path)`, so that the file has its name only when it is whole."""
    with whole(path) as name:
        write(table, name)


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise ImportError("Parquet needs pyarrow: pip install coincide[arrow]") from None
    return pyarrow


def _shapely() -> Any:
    try:
        import shapely
    except ImportError:
        raise ImportError("GeoParquet needs shapely: pip install coincide[geo]") from None
    return shapely


def _kinds(footprints: list[bytes | None]) -> list[str]:
    shapely = _shapely()
    found = {shapely.from_wkb(wkb).geom_type for wkb in footprints if wkb is not None}
    return sorted(found)


def _bounds(footprints: list[bytes | None], edges: Any) -> NDArray[np.float64]:
    """[n, 4] west, south, east, north; all longitudes where the antimeridian or a pole is in it."""
    shapely = _shapely()
    out = np.full((len(footprints), 4), np.nan)
    for i, (wkb, way) in enumerate(zip(footprints, edges, strict=True)):
        if wkb is None:
            continue
        shape = shapely.from_wkb(wkb if way == "lonlat" else _densified(wkb))
        out[i] = shapely.bounds(shape)
        xy, part = _rings(shapely, shape)
        step = np.diff(xy[:, 0])
        step[np.diff(part) != 0] = 0
        around = np.bincount(part[1:], (step + 180) % 360 - 180) if len(step) else np.zeros(1)
        high = np.abs(out[i, [1, 3]]).max()
        if way != "lonlat":
            # An edge of 120 km reaches 0.15 degrees beyond its ends at 89 degrees, less elsewhere.
            out[i, 1], out[i, 3] = max(out[i, 1] - 0.2, -90), min(out[i, 3] + 0.2, 90)
        if (np.abs(around) > 180).any() or high > 89:
            south = abs(out[i, 1]) > abs(out[i, 3])
            out[i, 1 if south else 3] = -90 if south else 90
        if (np.abs(step) > 180).any() or (np.abs(around) > 180).any() or high > 89:
            out[i, 0], out[i, 2] = -180.0, 180.0
    return out


def _rings(shapely: Any, shape: Any) -> tuple[Any, Any]:
    """Coordinates and, for each, of which line or ring it is."""
    lines = []
    for part in _simple(shape):
        lines += [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
    xy, part = shapely.get_coordinates(lines, return_index=True)
    return xy, part


def _simple(shape: Any) -> list[Any]:
    if hasattr(shape, "geoms"):
        return [part for inner in shape.geoms for part in _simple(inner)]
    return [shape]


def _densified(wkb: bytes) -> bytes:
    """The geometry with vertices on geodesics longer than 120 km."""
    from coincide.readers._footprint import ecef

    shapely = _shapely()
    shape = shapely.from_wkb(wkb)
    xy, part = _rings(shapely, shape)
    length = np.linalg.norm(np.diff(ecef(xy[:, 0], xy[:, 1]), axis=0), axis=1)
    if not ((length > _LONGEST_EDGE_M) & (np.diff(part) == 0)).any():
        return wkb
    import pyproj

    geod = pyproj.Geod(ellps="WGS84")

    def dense(line: NDArray[np.float64]) -> NDArray[np.float64]:
        out = [line[:1]]
        for (x0, y0), (x1, y1) in itertools.pairwise(line.tolist()):
            n = int(geod.inv(x0, y0, x1, y1)[2] // _LONGEST_EDGE_M)
            if n > 0:
                out.append(np.array(geod.npts(x0, y0, x1, y1, n)))
            out.append(np.array([[x1, y1]]))
        return np.concatenate(out)

    def moved(one: Any) -> Any:
        if hasattr(one, "geoms"):
            return type(one)([moved(inner) for inner in one.geoms])
        if one.geom_type == "Polygon":
            rings = [dense(shapely.get_coordinates(r)) for r in (one.exterior, *one.interiors)]
            return shapely.Polygon(rings[0], rings[1:])
        return one if one.geom_type == "Point" else type(one)(dense(shapely.get_coordinates(one)))

    return bytes(shapely.to_wkb(moved(shape)))


def read_table(path: Any) -> Any:
    """A `Table` of a file of results: its plain columns, and what made it."""
    pa = _pyarrow()
    import pyarrow.parquet as pq

    from coincide._table import Table
    from coincide._table_columns import Text

    table = pq.read_table(path)
    columns: dict[str, Any] = {}
    for name in table.column_names:
        column, kind = table[name], table.schema.field(name).type
        if pa.types.is_dictionary(kind):
            column, kind = column.cast(kind.value_type), kind.value_type
        if _is_text(kind):
            columns[name] = Text.of(column.to_pylist())
        elif pa.types.is_timestamp(kind):
            columns[name] = column.cast(pa.timestamp("ns")).to_numpy().astype("datetime64[ns]")
        elif pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
            columns[name] = column.to_numpy()
    made = (table.schema.metadata or {}).get(b"coincide", b"{}")
    places = [p for p in (("lon", "lat"), ("lon_a", "lat_a")) if set(p) <= set(columns)]
    return Table(columns, metadata=json.loads(made), points=places[0] if places else None)
