"""UGRID meshes: faces as polygons."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Any

import numpy as np

from coincide._core import FormatError
from coincide.readers import _columns
from coincide.readers._base import CatalogReader, Probe
from coincide.readers.netcdf import is_netcdf, open_dataset, read

__all__ = ["Ugrid"]


class Ugrid(CatalogReader):
    """
    Each face of a two-dimensional UGRID topology is a granule; its edges are geodesics.

    Parameters
    ----------
    source : str
    crs : optional
        Of the nodes, where they are not degrees: "EPSG:3031".
    """

    name = "ugrid"

    def __init__(self, source: Any, *, crs: Any = None, **options: Any) -> None:
        super().__init__(source, **options)
        self._crs = crs

    @classmethod
    def sniff(cls, probe: Probe) -> bool:
        if not is_netcdf(probe):
            return False
        with open_dataset(probe.path) as file:
            return _topology(file) is not None

    def columns(self) -> dict[str, Any]:
        path = os.fspath(self.source)
        with open_dataset(path) as file:
            mesh = _topology(file)
            if mesh is None:
                raise FormatError(f"{path}: no variable has cf_role='mesh_topology'")
            for field in ("node_coordinates", "face_node_connectivity"):
                if not hasattr(mesh, field):
                    raise FormatError(f"{path}: {mesh.name} has no {field}")
            names = mesh.node_coordinates.split()
            faces_name = mesh.face_node_connectivity
            for name in (*names, faces_name):
                if name not in file.variables:
                    raise FormatError(f"{path}: no variable {name}")
            x, y = (read(path, file[name]).astype(np.float64) for name in names[:2])
            variable = file[faces_name]
            table = read(path, variable)
            if getattr(mesh, "face_dimension", variable.dimensions[0]) != variable.dimensions[0]:
                table = table.T
            start = int(getattr(variable, "start_index", 0))
        lon, lat = _columns.lonlat_of(path, x, y, self._crs)
        if self._crs is None and np.nanmax(np.abs(lat), initial=0) > 90:
            raise FormatError(f"{path}: {names[1]} is beyond 90: crs= says what the nodes are in")
        nodes = np.where(np.isfinite(table), table - start, -1).astype(np.int64)
        bad = np.flatnonzero((nodes >= len(lon)).any(axis=1))
        if bad.size:
            raise FormatError(f"{path}: face {bad[0]} has node {nodes[bad[0]].max() + start}")
        stem = PurePath(path).stem
        return {
            "granule": [f"{stem}/{i}" for i in range(len(nodes))],
            "footprint": _polygons(lon, lat, nodes),
            "href": path,
            "extra": {"face": np.arange(len(nodes))},
        }


def _topology(file: Any) -> Any:
    for variable in file.variables.values():
        if getattr(variable, "cf_role", None) == "mesh_topology":
            if int(getattr(variable, "topology_dimension", 2)) == 2:
                return variable
    return None


def _polygons(lon: Any, lat: Any, nodes: Any) -> list[bytes]:
    """WKB of faces; -1 fills rows of faces with fewer nodes."""
    out: list[bytes] = [b""] * len(nodes)
    counts = (nodes >= 0).sum(axis=1)
    for n in np.unique(counts):
        rows = np.flatnonzero(counts == n)
        if n < 3:
            raise FormatError(f"face {rows[0]} has {n} nodes: 3 or more are wanted")
        ring = nodes[rows][:, [*range(n), 0]]
        kind = np.dtype(
            [("order", "u1"), ("kind", "<u4"), ("rings", "<u4"), ("n", "<u4"),
             ("xy", "<f8", (int(n) + 1, 2))]
        )  # fmt: skip
        wkb = np.empty(len(rows), kind)
        wkb["order"], wkb["kind"], wkb["rings"], wkb["n"] = 1, 3, 1, n + 1
        wkb["xy"][:, :, 0], wkb["xy"][:, :, 1] = lon[ring], lat[ring]
        size = kind.itemsize
        data = wkb.tobytes()
        for i, row in enumerate(rows.tolist()):
            out[row] = data[i * size : (i + 1) * size]
    return out
