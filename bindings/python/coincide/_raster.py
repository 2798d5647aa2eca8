"""Pixels of a raster under lines, or near them."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coincide import _core
from coincide._table import Table
from coincide._units import to_metres

_Doubles = NDArray[np.float64]
_Ints = NDArray[np.int64]

# The straight pieces that stand for a geodesic bend away by less, in pixels.
_BEND = 0.02
_FIRST_PIECE_M = 20e3
_SHORTEST_PIECE_M = 1.0


class _Line:
    """A line of geodesics, to be asked for places along it."""

    def __init__(self, lon: ArrayLike, lat: ArrayLike, number: int) -> None:
        import pyproj

        self.geod = pyproj.Geod(ellps="WGS84")
        self.lon, self.lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        if self.lon.shape != self.lat.shape or self.lon.ndim != 1:
            raise ValueError(
                f"line_lon has the shape {self.lon.shape}, line_lat {self.lat.shape}: "
                "one of each a vertex is wanted"
            )
        bad = np.flatnonzero(~np.isfinite(self.lon) | ~(np.abs(self.lat) <= 90))
        if len(bad):
            at = bad[0]
            raise ValueError(
                f"vertex {at} of line {number} is at lon {self.lon[at]:g}, lat {self.lat[at]:g}: "
                "finite numbers, lat -90 to 90, are allowed"
            )
        self.azimuth, _, self.step = self.geod.inv(
            self.lon[:-1], self.lat[:-1], self.lon[1:], self.lat[1:]
        )
        self.along = np.concatenate([[0.0], np.cumsum(self.step)])

    def at(self, segment: _Ints, s: _Doubles) -> tuple[_Doubles, _Doubles]:
        """(lon, lat) at a distance from the start of a segment."""
        lon, lat, _ = self.geod.fwd(self.lon[segment], self.lat[segment], self.azimuth[segment], s)
        return lon, lat

    def places(self, along: _Doubles) -> tuple[_Doubles, _Doubles]:
        """(lon, lat) at a distance from the start of the line."""
        segment = np.searchsorted(self.along, along, "right") - 1
        segment = np.clip(segment, 0, len(self.step) - 1)
        return self.at(segment, along - self.along[segment])

    def pieces(self, length_m: float) -> tuple[_Ints, _Doubles, _Doubles]:
        """Every segment in equal pieces of at most this length: segment, start, end."""
        moving = np.flatnonzero(self.step > 0)
        n = np.ceil(self.step[moving] / length_m).astype(np.int64)
        segment = np.repeat(moving, n)
        k = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
        size = self.step[segment] / np.repeat(n, n)
        return (
            segment,
            k * size,
            np.where(k + 1 == np.repeat(n, n), self.step[segment], (k + 1) * size),
        )


class _Affine:
    """A grid whose pixels follow from six numbers, in any CRS that PROJ knows."""

    def __init__(self, transform: Any, crs: Any, shape: tuple[int, int]) -> None:
        import pyproj

        try:
            a, b, c, d, e, f = (float(v) for v in tuple(transform)[:6])
        except (TypeError, ValueError):
            raise TypeError(f"transform is {transform!r}: six numbers are wanted") from None
        self.forward = np.array([[a, b], [d, e]])
        self.origin = np.array([c, f])
        if not np.isfinite([a, b, c, d, e, f]).all() or np.linalg.det(self.forward) == 0:
            raise ValueError(f"transform is {tuple(transform)!r}: it has no inverse")
        self.inverse = np.linalg.inv(self.forward)
        if crs is None:
            raise ValueError(
                "crs is None: that of the transform's x and y is wanted, such as 'EPSG:3031'"
            )
        try:
            self.crs = pyproj.CRS.from_user_input(crs)
        except pyproj.exceptions.CRSError as error:
            raise ValueError(f"crs is {crs!r}: {error}") from None
        self.turn = 360.0 if self.crs.is_geographic else np.inf
        self.to_crs = pyproj.Transformer.from_crs(4326, self.crs, always_xy=True).transform
        self.to_lonlat = pyproj.Transformer.from_crs(self.crs, 4326, always_xy=True).transform
        self.shape = shape

    def _plane(self, lon: _Doubles, lat: _Doubles) -> _Doubles:
        x, y = self.to_crs(lon, lat)
        return np.stack([x, y], axis=-1)

    def _apart(self, p: _Doubles, q: _Doubles) -> _Doubles:
        """q - p in the plane; with degrees the short way round."""
        d = q - p
        if np.isfinite(self.turn):
            d[..., 0] -= self.turn * np.round(d[..., 0] / self.turn)
        return d

    def path(self, line: _Line) -> tuple[_Doubles, _Doubles, _Doubles]:
        """(x, y, along) in columns and rows, straight between to _BEND of a pixel."""
        segment, start, end = line.pieces(_FIRST_PIECE_M)
        p, q = (self._plane(*line.at(segment, s)) for s in (start, end))
        done = []
        while len(segment):
            half = 0.5 * (start + end)
            m = self._plane(*line.at(segment, half))
            bend = (self._apart(p, m) - 0.5 * self._apart(p, q)) @ self.inverse.T
            split = (np.abs(bend).max(axis=1) > _BEND) & (end - start > _SHORTEST_PIECE_M)
            done.append((line.along[segment[~split]] + start[~split], p[~split]))
            segment = np.repeat(segment[split], 2)
            start, end = (
                np.stack(pair, axis=1).ravel()
                for pair in ((start[split], half[split]), (half[split], end[split]))
            )
            p, q = (
                np.stack(pair, axis=1).reshape(-1, 2)
                for pair in ((p[split], m[split]), (m[split], q[split]))
            )
        along = np.concatenate([*(part[0] for part in done), line.along[-1:]])
        last = self._plane(line.lon[-1:], line.lat[-1:])
        xy = np.concatenate([*(part[1] for part in done), last])
        order = np.argsort(along, kind="stable")
        along, xy = along[order], xy[order]
        if np.isfinite(self.turn) and len(xy):
            xy[:, 0] = np.unwrap(xy[:, 0], period=self.turn)
        columns = (xy - self.origin) @ self.inverse.T
        return columns[:, 0].copy(), columns[:, 1].copy(), along

    def visits(self, line: _Line) -> tuple[_Ints, _Ints, _Doubles, _Doubles, _Doubles, _Doubles]:
        """Row, col, enter and exit of each pixel, and the middle in columns and rows."""
        x, y, along = self.path(line)
        found = []
        # A grid in degrees is met again a turn farther.
        turns = range(-2, 3) if np.isfinite(self.turn) else (0,)
        for k in turns:
            shift = self.inverse @ [k * self.turn if k else 0.0, 0.0]
            at = x + shift[0], y + shift[1]
            row, col, enter, leave = _core.pixels_along(*at, along, *self.shape)
            middle = 0.5 * (enter + leave)
            found.append(
                (row, col, enter, leave, *(np.interp(middle, along, column) for column in at))
            )
        parts = [np.concatenate(column) for column in zip(*found, strict=True)]
        order = np.argsort(parts[2], kind="stable")
        row, col, enter, leave, mid_x, mid_y = (part[order] for part in parts)
        return row, col, enter, leave, mid_x, mid_y

    def centres(self, row: _Ints, col: _Ints) -> tuple[_Doubles, _Doubles]:
        xy = np.stack([col + 0.5, row + 0.5], axis=-1) @ self.forward.T + self.origin
        lon, lat = self.to_lonlat(xy[:, 0], xy[:, 1])
        return lon, lat

    def near(self, line: _Line, within_m: float) -> tuple[_Ints, _Ints, _Doubles, _Doubles]:
        """Pixels that may have their centre within a distance: row, col, lon, lat."""
        rows, cols = self.shape
        # Places along the line, and round each a window that holds a disk.
        step = max(within_m, _SHORTEST_PIECE_M)
        s = np.linspace(0, line.along[-1], 2 + int(line.along[-1] / step))
        lon, lat = line.places(s) if len(line.step) else (line.lon, line.lat)
        here = self._plane(lon, lat)
        reach = np.full_like(lon, 1.5 * (within_m + step))
        size = np.zeros_like(here)
        for azimuth in range(0, 360, 45):
            rim = line.geod.fwd(lon, lat, np.full_like(lon, azimuth), reach)
            away = self._apart(here, self._plane(rim[0], rim[1])) @ self.inverse.T
            size = np.maximum(size, np.abs(away))
        turn = abs(self.turn * self.inverse[0, 0])  # Columns all round.
        if np.isfinite(turn):
            over_pole = np.radians(90 - np.abs(lat)) * 6.3e6 < reach
            size[over_pole, 0] = turn
        place = (here - self.origin) @ self.inverse.T
        seen = [np.empty(0, np.int64)]
        for (x, y), (w, h) in zip(
            place, np.minimum(size, rows + cols + np.abs(place)), strict=True
        ):
            if not np.isfinite([x, y, w, h]).all():
                continue
            row = np.arange(max(int(y - h) - 1, 0), min(int(y + h) + 1, rows - 1) + 1)
            col = [np.empty(0, np.int64)]
            for k in range(-2, 3) if np.isfinite(turn) else (0,):
                at = x + (k * turn if k else 0.0)
                col.append(np.arange(max(int(at - w) - 1, 0), min(int(at + w) + 1, cols - 1) + 1))
            seen.append((row[:, None] * cols + np.concatenate(col)[None, :]).ravel())
        pixel = np.unique(np.concatenate(seen))
        return pixel // cols, pixel % cols, *self.centres(pixel // cols, pixel % cols)


class _LonLat:
    """A grid given by the longitude and latitude of each pixel's centre."""

    def __init__(self, lon: ArrayLike, lat: ArrayLike, shape: tuple[int, int]) -> None:
        self.lon, self.lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        for name, column in (("lon", self.lon), ("lat", self.lat)):
            if column.shape != shape:
                raise ValueError(
                    f"{name} of the grid has the shape {column.shape}, values {shape}: "
                    "one of each a pixel is wanted"
                )
        self.shape = shape

    def _spacings(self, line: _Line) -> _Doubles:
        steps = [np.empty(0)]
        for axis in (0, 1):
            a, b = (
                [
                    np.take(c, range(k, c.shape[axis] - 1 + k), axis).ravel()
                    for c in (self.lon, self.lat)
                ]
                for k in (0, 1)
            )
            steps.append(line.geod.inv(a[0], a[1], b[0], b[1])[2])
        step = np.concatenate(steps)
        return step[np.isfinite(step) & (step > 0)]

    def visits(self, line: _Line) -> tuple[_Ints, _Ints, _Doubles, _Doubles, None, None]:
        """As _Affine.visits, by the nearest centre every tenth of a pixel."""
        spacing = self._spacings(line)
        if not len(spacing):
            raise ValueError("the grid has no two pixels apart: give a transform and a crs")
        step = 0.1 * float(np.quantile(spacing, 0.05))
        segment, start, end = line.pieces(step)
        lon, lat = line.at(segment, 0.5 * (start + end))
        i, j, _ = _core.match_points(
            lon, lat, self.lon, self.lat, 0.75 * float(spacing.max()), keep="nearest",
            missing_position="drop",
        )  # fmt: skip
        enter, leave = (line.along[segment] + s for s in (start, end))
        new = np.ones(len(i), bool)
        new[1:] = (j[1:] != j[:-1]) | (i[1:] != i[:-1] + 1)
        first = np.flatnonzero(new)
        last = np.append(first[1:], len(i))[: len(first)] - 1
        pixel, cols = j[first], self.shape[1]
        return pixel // cols, pixel % cols, enter[i[first]], leave[i[last]], None, None

    def centres(self, row: _Ints, col: _Ints) -> tuple[_Doubles, _Doubles]:
        return self.lon[row, col], self.lat[row, col]

    def near(self, line: _Line, within_m: float) -> tuple[_Ints, _Ints, _Doubles, _Doubles]:
        rows, cols = np.indices(self.shape).reshape(2, -1)
        return rows, cols, self.lon.ravel(), self.lat.ravel()


def _lines(line_lon: Any, line_lat: Any) -> list[_Line]:
    """One line, or a sequence of them."""
    for name, given in (("line_lon", line_lon), ("line_lat", line_lat)):
        if not hasattr(given, "__len__") or isinstance(given, str):
            raise TypeError(
                f"{name} is {given!r}: the vertices of a line, or of several, are wanted"
            )
    if len(line_lon) != len(line_lat):
        raise ValueError(
            f"line_lon has {len(line_lon)} parts, line_lat {len(line_lat)}: as many are wanted"
        )
    many = len(line_lon) > 0 and np.ndim(line_lon[0]) > 0
    pairs: Any = zip(line_lon, line_lat, strict=True) if many else [(line_lon, line_lat)]
    return [_Line(lon, lat, k) for k, (lon, lat) in enumerate(pairs)]


def _read(values: Any, row: _Ints, col: _Ints) -> _Doubles:
    """Values of pixels; of a file's variable only the windows that hold them are read."""
    if not len(row):
        return np.empty(0)
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
    grid: Any
    if not hasattr(transform_or_lonlat, "__len__") or isinstance(transform_or_lonlat, str):
        raise TypeError(
            f"transform_or_lonlat is {transform_or_lonlat!r}: six numbers, or (lon, lat), are "
            "wanted"
        )
    if len(transform_or_lonlat) == 2:
        grid = _LonLat(transform_or_lonlat[0], transform_or_lonlat[1], shape)
    elif len(transform_or_lonlat) in (6, 9):
        grid = _Affine(transform_or_lonlat, crs, shape)
    else:
        raise ValueError(
            f"transform_or_lonlat has {len(transform_or_lonlat)} parts: six numbers, or "
            "(lon, lat), are wanted"
        )
    if method == "bilinear" and (within_m > 0 or len(transform_or_lonlat) == 2):
        raise ValueError("method is 'bilinear': only with a transform, and without `within`")
    if method == "length" and within_m > 0:
        raise ValueError("method is 'length': only without `within`")
    parts = [
        _near(values, grid, line, within_m) if within_m > 0 else _under(values, grid, line, method)
        for line in _lines(line_lon, line_lat)
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    number = np.repeat(np.arange(len(parts)), [len(part["value"]) for part in parts])
    if method != "length":
        return Table({"line": number} | columns, points=("lon", "lat"))
    kept = ~np.isnan(columns["value"])
    number, length = number[kept], columns["length_m"][kept]
    total = np.bincount(number, length, len(parts))
    weighted = np.bincount(number, length * columns["value"][kept], len(parts))
    with np.errstate(invalid="ignore"):
        mean = weighted / total
    n = np.bincount(number, minlength=len(parts)).astype(np.int64)
    return Table({"line": np.arange(len(parts)), "n": n, "length_m": total, "value": mean})


def _under(values: Any, grid: Any, line: _Line, method: str) -> dict[str, NDArray[Any]]:
    if len(line.step) == 0 or not line.step.any():
        row = col = np.empty(0, np.int64)
        enter = leave = x = y = np.empty(0)
    else:
        row, col, enter, leave, x, y = grid.visits(line)
    middle = 0.5 * (enter + leave)
    lon, lat = line.places(middle) if len(middle) else (middle, middle)
    value = _bilinear(values, grid.shape, x, y) if method == "bilinear" else _read(values, row, col)
    names = ("row", "col", "lon", "lat", "along_m", "length_m", "value")
    return dict(zip(names, (row, col, lon, lat, middle, leave - enter, value), strict=True))


def _near(values: Any, grid: Any, line: _Line, within_m: float) -> dict[str, NDArray[Any]]:
    names = ("row", "col", "lon", "lat", "along_m", "distance_m", "offset_m", "value")
    if not len(line.lon):
        empty = np.empty(0)
        return {name: empty.astype(np.int64) if name in ("row", "col") else empty for name in names}
    row: Any
    col: Any
    row, col, lon, lat = grid.near(line, within_m)
    found, distance, along, offset = _core.near_line(
        lon, lat, line.lon, line.lat, within_m, missing_position="drop"
    )
    order = np.lexsort((col[found], row[found], along))
    found = found[order]
    distance, along, offset = (c[order] for c in (distance, along, offset))
    row, col, lon, lat = (c[found] for c in (row, col, lon, lat))
    value = _read(values, row, col)
    return dict(zip(names, (row, col, lon, lat, along, distance, offset, value), strict=True))
