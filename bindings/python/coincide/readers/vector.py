"""Vector files as footprints: shapefile, GeoPackage, GeoJSON, KML, CSV with WKT, all of GDAL's."""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from typing import Any

import numpy as np

from coincide._core import FormatError
from coincide.readers._base import CatalogReader, Probe, need

__all__ = ["Vector"]

_SUFFIXES = (
    ".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".gml", ".fgb", ".gdb", ".geojsonl",
)  # fmt: skip
_TEXTS = (".csv", ".tsv", ".txt")
# How columns of WKT are called, and what is in them. Rows of points are samples, not granules.
_WKT_NAMES = ("geometry", "wkt", "geom", "the_geom", "footprint")
_WKT = re.compile(r"""(?i)(?:^|["',;\t])(?:MULTI)?(?:LINESTRING|POLYGON)\s*(?:ZM?|M)?\s*\(""")


def _wkt_column(lines: list[str]) -> str | None:
    """The column of WKT of a text of which these are the first lines."""
    if len(lines) < 2 or _WKT.search(lines[1]) is None:
        return None
    names = [name.strip().strip("\"'") for name in re.split(r"[,;\t]", lines[0])]
    return next((name for name in names if name.lower() in _WKT_NAMES), None)


class Vector(CatalogReader):
    """
    Each feature is a granule, with its attributes as columns.

    Edges of files in degrees are straight in lon and lat, as GeoJSON has them, of KML great
    circles. In a projected CRS they are straight there: vertices are added until geodesics
    follow them to 1 cm. Of text with commas, semicolons or tabs the geometries are WKT in the
    column ``geometry``, ``wkt`` or ``geom``.

    Parameters
    ----------
    source : str
    layer : str, optional
        Of files with several; the first if not given.
    granule : str, optional
        The column that names granules; else ``granule``, ``id``, ``name``, or the number.
    crs : optional
        Of the coordinates, where the file does not say, as text with WKT never does: "EPSG:3031".
    """

    name = "vector"

    def __init__(
        self,
        source: Any,
        *,
        layer: str | None = None,
        granule: str | None = None,
        crs: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(source, **options)
        self._layer, self._granule, self._crs = layer, granule, crs

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if probe.suffix in _TEXTS:
            return _wkt_column(probe.text) is not None
        return probe.suffix in _SUFFIXES

    def columns(self) -> dict[str, Any]:
        import warnings

        from coincide._catalog_sources import _geometries

        pyogrio = need("pyogrio", f"{self.source}: vector files")
        need("geopandas", f"{self.source}: vector files", "geo")
        path = os.fspath(self.source)
        options: dict[str, Any] = {} if self._layer is None else {"layer": self._layer}
        if path.lower().endswith(_TEXTS):
            wkt = _wkt_column(Probe(path).text)
            if wkt is None:
                raise FormatError(f"{path}: no column of WKT: geometry, wkt or geom is wanted")
            # What is GDAL's to open text with.
            options |= {"GEOM_POSSIBLE_NAMES": wkt, "KEEP_GEOM_COLUMNS": "NO"}
            options["AUTODETECT_TYPE"] = "YES"
        source = f"CSV:{path}" if "GEOM_POSSIBLE_NAMES" in options else path
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # of files with several layers
                frame = pyogrio.read_dataframe(source, **options)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise FormatError(f"{path}: {error}") from None
        if "GEOM_POSSIBLE_NAMES" in options:
            _check_wkt(path, frame, options["GEOM_POSSIBLE_NAMES"])
        if "geometry" not in frame:
            raise FormatError(f"{path}: no geometry in its layer")
        crs = frame.crs
        if crs is None:
            crs = _known(path, self._crs)
            frame = frame.set_crs(crs) if crs is not None else frame
            _check_degrees(path, frame, crs)
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


def _check_wkt(path: str, frame: Any, column: str) -> None:
    """Fails at a text that GDAL took for no geometry."""
    if "geometry" not in frame or not frame.geometry.isna().any():
        return
    pyogrio = need("pyogrio", f"{path}: vector files")
    texts = pyogrio.read_dataframe(
        f"CSV:{path}",
        read_geometry=False,
        columns=[column],
        GEOM_POSSIBLE_NAMES=column,
        KEEP_GEOM_COLUMNS="YES",
    )[column]
    for at in np.flatnonzero(frame.geometry.isna()).tolist():
        text = texts[at]
        if isinstance(text, str) and text.strip():
            shown = text if len(text) <= 40 else text[:40] + "..."
            raise FormatError(f"{path}: row {at}: {column} is {shown!r}, which is no WKT")


def _known(path: str, crs: Any) -> Any:
    if crs is None:
        return None
    pyproj = need("pyproj", f"{path}: its CRS", "geo")
    return pyproj.CRS.from_user_input(crs)


def _check_degrees(path: str, frame: Any, crs: Any) -> None:
    """Fails where a file without a CRS has what can be no degrees."""
    if crs is not None:
        return
    bounds = frame.geometry.bounds.to_numpy()
    with np.errstate(invalid="ignore"):
        bad = np.flatnonzero((np.abs(bounds[:, 1::2]) > 90).any(axis=1))
    if bad.size:
        at = int(bad[0])
        raise FormatError(
            f"{path}: row {at} reaches from {bounds[at, 0]:g}, {bounds[at, 1]:g} to "
            f"{bounds[at, 2]:g}, {bounds[at, 3]:g}: no degrees, and the file names no CRS; "
            "crs='EPSG:3031' says which it is (--option crs=EPSG:3031)"
        )
