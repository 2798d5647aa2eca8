"""Files of the command line: coverages, catalogs, results, told apart by what is in them."""

from __future__ import annotations

import json
import os
from typing import Any

from coincide._core import Coverage, CoverageColumn, FormatError


def load(path: str, options: dict[str, Any] | None = None, read_timeout: Any = None) -> Any:
    """A Coverage, a CoverageColumn, a Table or a Catalog; `options` are of a reader."""
    lower = path.lower()
    if not os.path.exists(path) and not any(c in path for c in "*?["):
        raise FileNotFoundError(f"{path}: no such file")
    if lower.endswith((".fits", ".fit")):
        return Coverage.from_fits(path)
    if lower.endswith((".txt", ".json")) and os.path.isfile(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        moc = _moc(text, lower)
        if moc is not None:
            return moc
    if lower.endswith(".parquet") and os.path.isfile(path):
        found = _parquet(path)
        if found is not None:
            return found
    from coincide import readers

    return readers.catalog(path, options=options, read_timeout=read_timeout)


def _moc(text: str, lower: str) -> Coverage | None:
    """A MOC as JSON or text, or None of what begins otherwise."""
    if lower.endswith(".json"):
        try:
            found = json.loads(text)
        except ValueError:
            return None
        orders = isinstance(found, dict) and all(str(key).isdigit() for key in found)
        return Coverage.from_json(text) if orders and found else None
    first = text.lstrip()[:40].split("/")[0].strip()
    return Coverage.parse(text) if first.isdigit() and "/" in text[:400] else None


def _parquet(path: str) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    import coincide.arrow

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise FormatError(f"{path}: broken Parquet: {error}") from None
    names = set(schema.names)
    if "stac_version" in names or {"granule", "footprint"} <= names:
        return None
    results = {"granule_a", "granule_b", "cell", "sx_id"} & names
    made = b"coincide" in (schema.metadata or {})
    if results or made:
        from coincide._geoparquet import read_table

        table = read_table(path)
        if {"lon", "lat"} <= names or {"lon_a", "lat_a"} <= names:
            return table
        shared = next((n for n in ("shared_a",) if n in names), None)
        if shared is not None:
            return CoverageColumn.from_arrow(pq.read_table(path, columns=[shared])[shared])
        return table
    for field in schema:
        if isinstance(field.type, coincide.arrow.CoverageType):
            return CoverageColumn.from_arrow(pq.read_table(path)[field.name])
    return None


def place(path: str, options: dict[str, Any] | None = None) -> Any:
    """What `extract` takes as a place: a Coverage, or a geometry as WKB."""
    found = load(path, options)
    if isinstance(found, Coverage):
        return found
    if isinstance(found, CoverageColumn):
        import coincide as co

        return co.union([c for c in found if c is not None])
    footprint = getattr(found, "footprint", None)
    if footprint is None:
        raise ValueError(f"{path}: a vector file or a coverage is wanted")
    import shapely

    shapes = [
        _as_geodesics(shapely, shapely.from_wkb(wkb), edges)
        for wkb, edges in zip(footprint, found.edges, strict=True)
        if wkb is not None
    ]
    shape = shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)
    return bytes(shapely.to_wkb(shape))


def _as_geodesics(shapely: Any, shape: Any, edges: str) -> Any:
    """A shape of which geodesics follow the edges to 1 m: those of 2 km do."""
    if edges != "lonlat" or shape.geom_type == "Point":
        return shape
    west, _, east, _ = shapely.bounds(shape)
    # Across the antimeridian the straight way between numbers is the long one.
    return shape if east - west > 180 else shapely.segmentize(shape, 0.02)


def coverages(
    path: str, order: int, kind: Any, options: dict[str, Any] | None = None
) -> tuple[Any, list[Coverage | None]]:
    """(catalog or None, a coverage each) of what is in a file."""
    if not 0 <= order <= 29:
        raise ValueError(f"order is {order}: 0 to 29 is wanted")
    found = load(path, options)
    if isinstance(found, Coverage):
        return None, [found.at_order(order, kind)]
    if isinstance(found, CoverageColumn):
        return None, [None if c is None else c.at_order(order, kind) for c in found]
    if not hasattr(found, "footprint"):
        import numpy as np

        lon = "lon" if "lon" in found else "lon_a"
        if lon not in found:
            raise ValueError(f"{path}: neither geometries nor positions")
        x, y = (np.asarray(found[name]) for name in (lon, lon.replace("lon", "lat")))
        return None, [Coverage.from_points(x, y, order)]
    out: list[Coverage | None] = []
    for i, wkb in enumerate(found.footprint):
        if wkb is not None:
            edges = found.edges[i]
            out.append(Coverage.from_geometry(wkb, order, kind=kind, edges=edges))
        else:
            ready = None if found.coverage is None else found.coverage[i]
            out.append(None if ready is None else ready.at_order(order, kind))
    return found, out


def write_cover(
    path: str, output: str, order: int, kind: str, options: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Writes the cover of a file by the output's suffix; says what it is."""
    import coincide as co
    from coincide._files import replace

    suffix = os.path.splitext(output)[1].lower()
    if suffix not in (".fits", ".txt", ".json", ".geojson", ".parquet"):
        raise ValueError(f"{output}: .fits, .txt, .json, .geojson or .parquet is wanted")
    catalog, each = coverages(path, order, kind, options)
    known = [c for c in each if c is not None]
    if not known:
        raise ValueError(f"{path}: nothing that covers a place")
    union = co.union(known)
    if suffix == ".parquet":
        import pyarrow as pa

        from coincide._geoparquet import write_parquet, write_whole

        column = CoverageColumn(each).to_arrow()
        names = (
            catalog.granule.tolist() if catalog is not None else list(map(str, range(len(each))))
        )
        write_whole(pa.table({"granule": names, "coverage": column}), output, write_parquet)
    elif suffix == ".fits":
        union.to_fits(output)
    elif suffix == ".txt":
        replace(output, (str(union) + "\n").encode())
    elif suffix == ".json":
        replace(output, union.to_json().encode())
    else:
        outline: Any = getattr(union, "to_geojson", None)
        if outline is None:
            raise ValueError("outlines of coverages are not in this version: .fits, .txt, .json")
        text = outline()
        replace(output, (text if isinstance(text, str) else json.dumps(text)).encode())
    return {
        "coverages": len(known),
        "order": union.order,
        "cells": int(union.n_cells),
        "area_km2": round(union.area_m2 / 1e6, 3),
    }


def describe(
    path: str, options: dict[str, Any] | None = None, read_timeout: Any = None
) -> dict[str, Any]:
    """Facts of a file by name."""
    from coincide._limited import facts_of, limited

    found = load(path, options, read_timeout)
    if isinstance(found, Coverage):
        return {
            "kind": "coverage",
            "order": found.order,
            "ellipsoid": str(found.ellipsoid),
            "ranges": len(found.ranges),
            "cells": int(found.n_cells),
            "area_km2": round(found.area_m2 / 1e6, 3),
            "fraction": round(found.fraction, 9),
        }
    if isinstance(found, CoverageColumn):
        known = [c for c in found if c is not None]
        return {
            "kind": "column of coverages",
            "rows": len(found),
            "missing": len(found) - len(known),
            "area_km2": round(sum(c.area_m2 for c in known) / 1e6, 3),
        }
    if hasattr(found, "footprint"):
        out = {"kind": "catalog", "granules": len(found), "times": found._span()}
        out["without_footprint"] = found._without()
        out["footprint_error_m"] = round(float(found.footprint_error_m.max(initial=0.0)), 3)
        if "reader" in found.extra:
            out["readers"] = ", ".join(sorted({str(r) for r in found.extra["reader"]}))
        if len(found) == 1 and found.href[0] is not None and "reader" in found.extra:
            reader = str(found.extra["reader"][0])
            samples, variables = limited(read_timeout)(facts_of, found.href[0], reader)
            out |= {"samples": samples, "variables": ", ".join(variables[:30])}
        out["columns"] = ", ".join(map(str, found.columns))
        return out
    lines = found.summary().splitlines()[1:]
    out = {"kind": "result", "rows": len(found), "columns": ", ".join(found.names)}
    out |= {
        line.split(":")[0].strip(): line.split(":", 1)[1].strip() for line in lines if ":" in line
    }
    return out | {f"made_{k}": v for k, v in found.metadata.items() if k in _MADE} | _asked(found)


# Of what made a result, what a person wants to know; the hashes of its granules are for runs.
_MADE = ("verb", "version", "granules_a", "granules_b")


_USUAL = (
    "None",
    "False",
    "()",
    "[]",
    "[[], [], []]",
    "raise",
    "{'a': [], 'b': []}",
    "Ellipsoid('WGS84')",
)


def _asked(found: Any) -> dict[str, Any]:
    """What a result was asked for, and what was left out of it."""
    out: dict[str, Any] = {}
    asked = json.loads(found.metadata.get("parameters", "{}"))
    kept = {name: value for name, value in asked.items() if str(value) not in _USUAL}
    if kept:
        out["asked_for"] = ", ".join(f"{name} {value}" for name, value in sorted(kept.items()))
    errors = json.loads(found.metadata.get("errors", "[]"))
    if errors:
        out["left_out"] = [" ".join(map(str, error)) for error in errors]
    return out
