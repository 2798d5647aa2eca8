"""Vector files as footprints: shapefile, GeoPackage, GeoJSON, KML, all that GDAL reads."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Any

from coincide._core import FormatError
from coincide.readers._base import CatalogReader, Probe, need

__all__ = ["Vector"]

_SUFFIXES = (
    ".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".gml", ".fgb", ".gdb", ".geojsonl",
)  # fmt: skip


class Vector(CatalogReader):
    """
    Each feature is a granule, with its attributes as columns.

    Edges of files in degrees are straight in lon and lat, as GeoJSON has them, of KML great
    circles. In a projected CRS they are straight there: vertices are added until geodesics
    follow them to 1 cm.

    Parameters
    ----------
    source : str
    layer : str, optional
        Of files with several; the first if not given.
    granule : str, optional
        The column that names granules; else ``granule``, ``id``, ``name``, or the number.
    """

    name = "vector"

    def __init__(
        self, source: Any, *, layer: str | None = None, granule: str | None = None, **options: Any
    ) -> None:
        super().__init__(source, **options)
        self._layer, self._granule = layer, granule

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        return probe.suffix in _SUFFIXES

    def columns(self) -> dict[str, Any]:
        import warnings

        from coincide._catalog_sources import _geometries

        pyogrio = need("pyogrio", f"{self.source}: vector files")
        need("geopandas", f"{self.source}: vector files", "geo")
        path = os.fspath(self.source)
        options = {} if self._layer is None else {"layer": self._layer}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # of files with several layers
                frame = pyogrio.read_dataframe(path, **options)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise FormatError(f"{path}: {error}") from None
        if "geometry" not in frame:
            raise FormatError(f"{path}: no geometry in its layer")
        crs = frame.crs
        if crs is not None and crs.is_geographic and not crs.equals(4326, True):
            frame = frame.to_crs(4326)
        table = {str(name): list(frame[name]) for name in frame.columns if name != "geometry"}
        footprint = [
            None if shape is None or shape.is_empty else shape
            for shape in _geometries(list(frame.geometry), crs)
        ]
        by_lower = {name.lower(): name for name in table}
        wanted = (self._granule,) if self._granule else ("granule", "granule_id", "id", "name")
        found = next((by_lower[w.lower()] for w in wanted if w and w.lower() in by_lower), None)
        if self._granule is not None and found is None:
            raise FormatError(f"{path}: no column {self._granule!r}; there are {', '.join(table)}")
        stem = PurePath(path).stem
        names = table[found] if found is not None else [None] * len(frame)
        given = [str(name) for name in names if name is not None and name == name and name != ""]
        plain = found is not None and len(set(given)) == len(frame)
        granule = given if plain else [f"{stem}/{i}" for i in range(len(frame))]
        if plain and found is not None:
            table.pop(found)
        degrees = crs is None or crs.is_geographic
        kml = path.lower().endswith((".kml", ".kmz"))
        return {
            "granule": granule,
            "footprint": footprint,
            "href": path,
            "edges": ("great_circle" if kml else "lonlat") if degrees else "geodesic",
            "extra": table,
        }
