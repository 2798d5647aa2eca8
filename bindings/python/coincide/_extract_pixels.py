"""The pixels of a grid that lines pass through, as rows of `extract`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

METHODS = ("nearest", "bilinear")
_NAT = np.iinfo(np.int64).min


class _Variable:
    """A variable of a grid in a file, of which windows are read."""

    def __init__(self, reader: Any, name: str) -> None:
        self.reader, self.name = reader, name
        self.shape, self.dtype = reader.shape, np.dtype(np.float64)

    def __getitem__(self, window: tuple[slice, slice]) -> NDArray[Any]:
        rows, columns = window
        found = self.reader.window(self.name, rows.start, rows.stop, columns.start, columns.stop)
        if found.ndim != 2:
            raise ValueError(
                f"{self.reader.path}: {self.name} has {found.ndim} dimensions: method 'bilinear' "
                "takes variables of two"
            )
        return np.asarray(found, np.float64)


def passages(
    href: str,
    reader: str,
    lines: Sequence[tuple[Any, Any]],
    names: Sequence[str | None],
    method: str,
) -> dict[str, Any]:
    """
    A row of `extract` for each time that a line passes through a pixel, without granule and cell.

    Parameters
    ----------
    href, reader : str
        The grid's file, and how it is read.
    lines : sequence of (lon, lat)
    names : sequence of str
        Variables to read.
    method : str
        One of `METHODS`.
    """
    from coincide import readers
    from coincide._raster import raster_along

    grid = readers.open(href, reader).open()
    place: Any = grid.transform if grid.lonlat is None else grid.lonlat
    crs = "EPSG:4326" if grid.crs is None else grid.crs
    kept = [k for k, (lon, _) in enumerate(lines) if len(lon)]
    lon, lat = ([np.asarray(lines[k][side]) for k in kept] for side in (0, 1))

    def along(values: Any, way: Any) -> Any:
        return raster_along(values, place, crs, lon, lat, method=way)

    if not kept:
        found: Any = {name: np.empty(0) for name in ("lon", "lat", "along_m", "length_m")}
        found |= {name: np.empty(0, np.int64) for name in ("line", "row", "col")}
    else:
        # Which pixels they are, without a look at any.
        found = along(np.broadcast_to(np.float64(0), grid.shape), "nearest")
    flat = found["row"] * grid.shape[1] + found["col"]
    wanted = [name for name in dict.fromkeys(names) if name is not None]
    if method == "nearest" or not kept:
        taken = dict(grid.values(wanted, flat)) if wanted else {}
    else:
        for name in wanted:
            if name not in grid.variables():
                raise grid.unknown(name)
        taken = {name: along(_Variable(grid, name), method)["value"] for name in wanted}
    n = len(flat)
    return {
        "idx": flat,
        "time": np.full(n, _NAT),
        "lon": found["lon"],
        "lat": found["lat"],
        "line_id": np.asarray(kept, np.int64)[found["line"]],
        "poly_id": np.full(n, -1),
        "distance_m": np.zeros(n),
        "s_m": found["along_m"],
        "offset_m": np.zeros(n),
        "length_m": found["length_m"],
        "track": np.full(n, -1),
        "track_names": [],
        **{
            f"value{number}": np.full(n, np.nan)
            if name is None
            else np.asarray(taken[name], np.float64)
            for number, name in enumerate(names)
        },
    }
