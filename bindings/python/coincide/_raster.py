"""Pixels of a raster under lines, or near them."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from coincide import _core
from coincide._raster_grids import Affine, LonLat, Visits
from coincide._raster_lines import Lines
from coincide._table import Table
from coincide._units import to_metres

_Doubles = NDArray[np.float64]
_Ints = NDArray[np.int64]


def _read(values: Any, row: _Ints, col: _Ints) -> _Doubles:
    """Values of pixels; of a file's variable only the windows that hold them are read."""
    if not len(row):
        return np.empty(0)
    if isinstance(values, np.ndarray):
        found = values[row, col]
        if np.ma.isMaskedArray(found):
            found = np.ma.filled(found.astype(np.float64), np.nan)
        return np.asarray(found, np.float64)
    from coincide.readers._pixels import values_at

    def window(top: int, bottom: int, left: int, right: int) -> _Doubles:
        found = values[top:bottom, left:right]
        if np.ma.isMaskedArray(found):
            found = np.ma.filled(found.astype(np.float64), np.nan)
        return np.asarray(found, np.float64)

    return np.asarray(values_at(row, col, window), np.float64)


def _bilinear(values: Any, shape: tuple[int, int], x: _Doubles, y: _Doubles) -> _Doubles:
    """Between the four centres round a place; beyond the outer ones as at them."""
    u = np.clip(x - 0.5, 0, shape[1] - 1)
    v = np.clip(y - 0.5, 0, shape[0] - 1)
    col, row = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    result = np.zeros(len(x))
    for down in (0, 1):
        for right in (0, 1):
            weight = (1 - np.abs(v - row - down)) * (1 - np.abs(u - col - right))
            at = np.minimum(row + down, shape[0] - 1), np.minimum(col + right, shape[1] - 1)
            # A centre without weight does not count, missing or not.
            result += np.where(weight > 0, weight * _read(values, *at), 0)
    return result


def raster_along(
    values: Any,
    transform_or_lonlat: Any,
    crs: Any,
    line_lon: Any,
    line_lat: Any,
    within: float | str = 0.0,
    *,
    method: Literal["nearest", "bilinear", "length"] = "nearest",
    threads: int | None = None,
) -> Table:
    """The pixels of a raster that lines of geodesics pass through, or come near.

    Needs pyproj (``pip install coincide[geo]``).

    Parameters
    ----------
    values : array_like of two dimensions
        NaN and masked values are missing. Of a variable of a file (h5py, netCDF4,
        zarr) only the window of the pixels is read.
    transform_or_lonlat : affine.Affine, six numbers, or (lon, lat)
        Six numbers (a, b, c, d, e, f): x = a col + b row + c, y = d col + e row + f, at
        the corner of a pixel. Or the degrees of each centre, two arrays as `values`.
    crs : anything pyproj takes, or None
        Of x and y, such as "EPSG:3031"; None with (lon, lat).
    line_lon, line_lat : array_like of float, or a sequence of them
        Degrees, the vertices of one line or of several.
    within : float or str
        0: the pixels that the lines pass through. Else those whose centre is within
        this distance of a line, metres or text.
    method : {"nearest", "bilinear", "length"}
        The value of the pixel; interpolated between centres, at the middle of the
        passage; or for each line the mean of its pixels weighted by length.
    threads : int, optional
        At most this many; None: COINCIDE_THREADS, or every core.

    Returns
    -------
    Table
        Sorted by line and along it. Columns: `line`; `row`, `col`; `lon`, `lat`, of
        the middle of the passage, or of the centre with `within`; `along_m`, there,
        from the start of the line; `length_m` of the passage, or `distance_m` and
        `offset_m` (to the right) with `within`; `value`. With "length" a row a line:
        `line`, `n`, `length_m` and `value`, of pixels that are not missing.

    Raises
    ------
    ValueError
        Shapes that do not fit; a vertex that is not a position; a transform without
        inverse; "bilinear" with (lon, lat) or `within`; a negative distance.

    Notes
    -----
    A geodesic is followed to 0.02 of a pixel. A pixel that is touched in a corner alone
    is not passed through. On a grid of (lon, lat) a place belongs to the nearest centre,
    and lengths are good to a tenth of a pixel.

    Examples
    --------
    >>> import coincide as co, numpy as np
    >>> values = np.arange(12.0).reshape(3, 4)
    >>> transform = (1.0, 0.0, 10.0, 0.0, -1.0, 3.0)   # 10 to 14 E, 3 to 0 N, in degrees
    >>> r = co.raster_along(values, transform, "EPSG:4326", [10.5, 13.5], [0.0001, 0.0001])
    >>> r["row"].tolist(), r["col"].tolist(), r["value"].tolist()
    ([2, 2, 2, 2], [0, 1, 2, 3], [8.0, 9.0, 10.0, 11.0])
    >>> (r["length_m"] / 1000).round().tolist()
    [56.0, 111.0, 111.0, 56.0]
    """
    try:
        import pyproj  # noqa: F401
    except ImportError:
        raise ImportError("raster_along needs pyproj: pip install coincide[geo]") from None
    if method not in ("nearest", "bilinear", "length"):
        raise ValueError(f"method is {method!r}: 'nearest' or 'bilinear' or 'length' is allowed")
    within_m = to_metres(within, "within")
    if not within_m >= 0 or np.isinf(within_m):
        raise ValueError(f"within is {within_m:g}: a finite distance, 0 or more, is allowed")
    shape = tuple(np.shape(values))
    if len(shape) != 2:
        raise ValueError(f"values has the shape {shape}: two dimensions are wanted")
    dtype = np.dtype(values.dtype if hasattr(values, "dtype") else np.asarray(values).dtype)
    if dtype.kind not in "biufO":
        raise TypeError(f"values has dtype {dtype}: real numbers are wanted")
    grid: Any
    if not hasattr(transform_or_lonlat, "__len__") or isinstance(transform_or_lonlat, str):
        raise TypeError(
            f"transform_or_lonlat is {transform_or_lonlat!r}: six numbers, or (lon, lat), are "
            "wanted"
        )
    if len(transform_or_lonlat) == 2:
        grid = LonLat(transform_or_lonlat[0], transform_or_lonlat[1], shape)
    elif len(transform_or_lonlat) in (6, 9):
        grid = Affine(transform_or_lonlat, crs, shape, threads)
    else:
        raise ValueError(
            f"transform_or_lonlat has {len(transform_or_lonlat)} parts: six numbers, or "
            "(lon, lat), are wanted"
        )
    if method == "bilinear" and (within_m > 0 or len(transform_or_lonlat) == 2):
        raise ValueError("method is 'bilinear': only with a transform, and without `within`")
    if method == "length" and within_m > 0:
        raise ValueError("method is 'length': only without `within`")
    lines = Lines.of(line_lon, line_lat, threads)
    if within_m > 0:
        return Table(_near(values, grid, lines, within_m), points=("lon", "lat"))
    columns = _under(values, grid, lines, method)
    if method != "length":
        return Table(columns, points=("lon", "lat"))
    kept = ~np.isnan(columns["value"])
    number, length = columns["line"][kept], columns["length_m"][kept]
    total = np.bincount(number, length, len(lines))
    weighted = np.bincount(number, length * columns["value"][kept], len(lines))
    with np.errstate(invalid="ignore"):
        mean = weighted / total
    n = np.bincount(number, minlength=len(lines)).astype(np.int64)
    return Table({"line": np.arange(len(lines)), "n": n, "length_m": total, "value": mean})


def _under(values: Any, grid: Any, lines: Lines, method: str) -> dict[str, NDArray[Any]]:
    if len(lines.moving):
        visits = grid.visits(lines, method == "bilinear")
    else:
        none, nothing = np.empty(0, np.int64), np.empty(0)
        visits = Visits(none, none, none, nothing, nothing, nothing, nothing)
    line, row, col = visits.line, visits.row, visits.col
    columns = {"line": line, "row": row, "col": col}
    if method != "length":
        middle = 0.5 * (visits.enter_m + visits.exit_m)
        lon, lat = lines.places(line, middle) if len(middle) else (middle, middle)
        columns |= {"lon": lon, "lat": lat, "along_m": middle}
    columns["length_m"] = visits.exit_m - visits.enter_m
    if method == "bilinear":
        columns["value"] = _bilinear(values, grid.shape, visits.x, visits.y)
    elif isinstance(values, np.ndarray):
        columns["value"] = _read(values, row, col)
    else:
        # A line's window at a time: lines may lie far apart.
        ends = np.searchsorted(line, np.arange(len(lines) + 1))
        rows = [slice(*ends[k : k + 2]) for k in range(len(lines))]
        columns["value"] = np.concatenate(
            [np.empty(0), *(_read(values, row[part], col[part]) for part in rows)]
        )
    return columns


def _near(values: Any, grid: Any, lines: Lines, within_m: float) -> dict[str, NDArray[Any]]:
    names = ("row", "col", "lon", "lat", "along_m", "distance_m", "offset_m", "value")
    empty = np.empty(0)
    parts = [tuple(empty.astype(np.int64) if k < 2 else empty for k in range(len(names)))]
    counts = []
    for k in range(len(lines)):
        vertices = slice(*lines.offsets[k : k + 2])
        counts.append(0)
        if vertices.start == vertices.stop:
            continue
        row, col, lon, lat = grid.near(lines, k, within_m)
        found, distance, along, offset = _core.near_line(
            lon,
            lat,
            lines.lon[vertices],
            lines.lat[vertices],
            within_m,
            missing_position="drop",
            threads=lines.threads,
        )
        order = np.lexsort((col[found], row[found], along))
        found = found[order]
        distance, along, offset = (c[order] for c in (distance, along, offset))
        row, col, lon, lat = (c[found] for c in (row, col, lon, lat))
        counts[-1] = len(row)
        value = _read(values, row, col)
        parts.append((row, col, lon, lat, along, distance, offset, value))
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    line = np.repeat(np.arange(len(lines)), counts)
    return {"line": line} | dict(zip(names, columns, strict=True))
