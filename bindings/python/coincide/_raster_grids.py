"""Grids of pixels, and which of them lines pass through or come near."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coincide import _core
from coincide._raster_lines import Lines

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

__all__ = ["Affine", "LonLat", "Visits"]

_Doubles = NDArray[np.float64]
_Ints = NDArray[np.int64]

# The straight pieces that stand for a geodesic bend away by less, in pixels.
_BEND = 0.02
_FIRST_PIECE_M = 20e3
_SHORTEST_PIECE_M = 1.0
# Pixels for a metre that are more than a map has, but where it is torn; pieces of a line
# are cut so small there and left out.
_TORN = 1000.0
_TEAR_M = 1e-3
# A turn that is whole columns but for so much of it is whole.
_WHOLE = 1e-9
# Of a turn: nothing to see, and more than rounding.
_SEAM = 2.0**-44
# Edges that are looked at together first.
_STRETCH = 16
# Places that PROJ is given at once, so that Ctrl-C is heard between.
_AT_ONCE = 1 << 19
# Fewer for a thread do not pay.
_FEWEST = 1 << 10
_WINDOWS_AT_ONCE = 1 << 12


def _most_threads(threads: int | None) -> int:
    return threads or int(os.environ.get("COINCIDE_THREADS") or 0) or os.cpu_count() or 1


@functools.cache
def _workers() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="coincide")


@functools.lru_cache(maxsize=32)
def _transforms(crs: Any) -> tuple[Any, Any]:
    """To a CRS and back; kept, as each thread makes its own on first use, in milliseconds."""
    import pyproj

    there = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    return there.transform, pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform


# Threads do not live on in a child.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_workers.cache_clear)


class Visits(NamedTuple):
    """Pixels that lines pass through, a row each time; `x`, `y` are those of the middle."""

    line: _Ints
    row: _Ints
    col: _Ints
    enter_m: _Doubles
    exit_m: _Doubles
    x: _Doubles | None  # In columns, and `y` in rows, where they were asked for.
    y: _Doubles | None


class _Path(NamedTuple):
    """Lines in a grid's columns and rows, of straight pieces."""

    x: _Doubles
    y: _Doubles
    along: _Doubles
    offsets: _Ints  # Of the lines.


class Affine:
    """A grid whose pixels follow from six numbers, in any CRS that PROJ knows."""

    def __init__(
        self, transform: Any, crs: Any, shape: tuple[int, int], threads: int | None = None
    ) -> None:
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
        if not (self.crs.is_geographic or self.crs.is_projected):
            raise ValueError(
                f"crs is {self.crs.name!r}: a geographic or projected one is wanted, of the "
                "transform's x and y"
            )
        self.threads = threads
        self.geod = pyproj.Geod(ellps="WGS84")
        self.turn = 360.0 if self.crs.is_geographic else np.inf
        self.columns_round = self._columns_round()
        self.to_crs, self.to_lonlat = _transforms(self.crs)
        self.shape = shape

    def _columns_round(self) -> tuple[float, float]:
        """A turn in columns and rows; whole where it is, so that nothing is lost to rounding."""
        if not np.isfinite(self.turn):
            return 0.0, 0.0
        columns, rows = (float(v) for v in self.turn * self.inverse[:, 0])
        whole = float(round(columns))
        near = rows == 0 and abs(columns - whole) < _WHOLE * abs(columns)
        return (whole, 0.0) if near else (columns, rows)

    def _grid(self, lon: _Doubles, lat: _Doubles) -> tuple[_Doubles, _Doubles]:
        """Places in columns and rows."""
        (a, b), (d, e) = self.inverse
        x, y = np.empty(len(lon)), np.empty(len(lon))
        threads = max(1, min(_most_threads(self.threads), len(x) // _FEWEST))
        step = min(_AT_ONCE, -(-len(x) // threads))
        parts = [slice(first, first + step) for first in range(0, len(x), max(1, step))]

        def project(part: slice) -> None:
            u, v = x[part], y[part]
            u[:], v[:] = lon[part], lat[part]
            self.to_crs(u, v, inplace=True)
            u -= self.origin[0]
            v -= self.origin[1]
            if b == d == 0:
                u *= a
                v *= e
            else:
                u[:], v[:] = a * u + b * v, d * u + e * v

        # PROJ runs without the interpreter's lock, on a transformer for each thread.
        others = [_workers().submit(project, part) for part in parts[1:] if threads > 1]
        for part in parts[: len(parts) - len(others)]:
            project(part)
        for other in others:
            other.result()
        return x, y

    def _apart(
        self, p: tuple[_Doubles, _Doubles], q: tuple[_Doubles, _Doubles]
    ) -> tuple[_Doubles, _Doubles]:
        """q - p in columns and rows; with degrees the short way round."""
        x, y = q[0] - p[0], q[1] - p[1]
        if np.isfinite(self.turn):
            (a, b), _ = self.forward
            turns = np.round((a * x + b * y) / self.turn)
            x -= turns * self.columns_round[0]
            y -= turns * self.columns_round[1]
        return x, y

    def _bend(
        self,
        p: tuple[_Doubles, _Doubles],
        m: tuple[_Doubles, _Doubles],
        q: tuple[_Doubles, _Doubles],
    ) -> _Doubles:
        """How far the middles of paths from p to q lie from the straight ones."""
        chord, arm = self._apart(p, q), self._apart(p, m)
        bend: _Doubles = np.maximum(*(np.abs(b - 0.5 * c) for b, c in zip(arm, chord, strict=True)))
        return bend

    def _bent(self, lines: Lines, vertex: tuple[_Doubles, _Doubles]) -> _Ints:
        """The edges that may bend by more than _BEND: a straight stretch has none."""
        first, last = lines.stretches(_STRETCH, _FIRST_PIECE_M)
        middle = lines.between(first, last, np.full(len(first), 0.5))
        p, q = ((vertex[0][ends], vertex[1][ends]) for ends in (first, last))
        straight = self._bend(p, self._grid(*middle), q) <= _BEND
        if (
            straight.all()
            and (last - first).sum() == np.maximum(np.diff(lines.offsets) - 1, 0).sum()
        ):
            return np.empty(0, np.int64)
        # +1 where a straight stretch begins, -1 where it ends.
        marks = np.zeros(len(lines.lon) + 1, np.int8)
        marks[first[straight]] += 1
        marks[last[straight]] -= 1
        bent: _Ints = lines.moving[np.cumsum(marks)[lines.moving] == 0]
        return bent

    def _path(self, lines: Lines) -> _Path:
        """Straight between to _BEND of a pixel."""
        vertex = self._grid(lines.lon, lines.lat)
        bent = self._bent(lines, vertex)
        if len(bent) == 0:
            return self._unwound(*vertex, lines.along, lines.offsets)
        straight = np.setdiff1d(lines.moving, bent, assume_unique=True)
        edge, start, end = lines.pieces(bent, _FIRST_PIECE_M)
        p = vertex[0][edge], vertex[1][edge]
        q = vertex[0][edge + 1], vertex[1][edge + 1]
        inner = np.flatnonzero(start > 0)
        if len(inner):
            place = self._grid(*lines.at(edge[inner], start[inner]))
            for k in (0, 1):
                p[k][inner] = q[k][inner - 1] = place[k]
        # Pieces that are straight: edge, start, x, y.
        done: list[tuple[_Ints, _Doubles, _Doubles, _Doubles]] = [
            (straight, np.zeros(len(straight)), vertex[0][straight], vertex[1][straight])
        ]
        while len(edge):
            half = 0.5 * (start + end)
            m = self._grid(*lines.at(edge, half))
            bend = self._bend(p, m, q)
            length = (end - start) * lines.step[edge]
            # Bent and far: the map is torn there, as at its antimeridian.
            torn = (bend > _BEND) & (np.hypot(q[0] - p[0], q[1] - p[1]) > _TORN * length)
            torn &= not np.isfinite(self.turn)
            split = (bend > _BEND) & (length > np.where(torn, _TEAR_M, _SHORTEST_PIECE_M))
            kept = ~split
            done.append((edge[kept], start[kept], p[0][kept], p[1][kept]))
            gap = np.full(np.count_nonzero(torn & kept), np.nan)
            done.append((edge[torn & kept], start[torn & kept], gap, gap))

            def halves(first: _Doubles, second: _Doubles, split: NDArray[Any] = split) -> Any:
                return np.stack([first[split], second[split]], axis=1).ravel()

            edge = np.repeat(edge[split], 2)
            p, q = (
                (halves(p[0], m[0]), halves(p[1], m[1])),
                (halves(m[0], q[0]), halves(m[1], q[1])),
            )
            start, end = halves(start, half), halves(half, end)
        edge, start, x, y = (np.concatenate([part[k] for part in done]) for k in range(4))
        order = np.lexsort((start, edge))
        edge = edge[order]
        start, x, y = (column[order] for column in (start, x, y))
        return self._closed(lines, vertex, edge, start, x, y)

    def _closed(
        self,
        lines: Lines,
        vertex: tuple[_Doubles, _Doubles],
        edge: _Ints,
        start: _Doubles,
        x: _Doubles,
        y: _Doubles,
    ) -> _Path:
        """The starts of pieces, and behind those of each line its end."""
        line = lines.line_of(edge)
        counts = np.bincount(line, minlength=len(lines))
        has = counts > 0
        offsets = np.concatenate([[0], np.cumsum(counts + has)])
        begins, ends = np.ones(offsets[-1], bool), offsets[1:][has] - 1
        begins[ends] = False
        last = lines.offsets[1:][has] - 1

        def column(of_pieces: _Doubles, of_ends: _Doubles) -> _Doubles:
            merged = np.empty(offsets[-1])
            merged[begins] = of_pieces
            merged[ends] = of_ends
            return merged

        along = column(lines.along[edge] + start * lines.step[edge], lines.along[last])
        x, y = column(x, vertex[0][last]), column(y, vertex[1][last])
        return self._unwound(x, y, along, offsets)

    def _unwound(self, x: _Doubles, y: _Doubles, along: _Doubles, offsets: _Ints) -> _Path:
        """Without jumps of a turn in a line, which begins where it did."""
        if np.isfinite(self.turn) and len(x):
            (a, b), _ = self.forward
            east = a * x + b * y
            turns = np.round((np.unwrap(east, period=self.turn) - east) / self.turn)
            size = np.diff(offsets)
            turns -= np.repeat(turns[offsets[:-1][size > 0]], size[size > 0])
            x += turns * self.columns_round[0]
            y += turns * self.columns_round[1]
            if abs(self.columns_round[0]) == self.shape[1]:
                self._off_the_seam(x, offsets)
        return _Path(x, y, along, offsets)

    def _off_the_seam(self, x: _Doubles, offsets: _Ints) -> None:
        """What runs along the meridian of the first and the last side: into the first column."""
        on = x % self.shape[1] == 0
        edge = on[:-1] & on[1:]
        edge[offsets[(offsets > 0) & (offsets < len(x))] - 1] = False  # From line to line.
        along = np.concatenate([edge, [False]]) | np.concatenate([[False], edge])
        x[along] += _SEAM * self.shape[1]

    def _turns(self, path: _Path) -> range:
        """By how many turns to move a path so that it meets a grid in degrees everywhere."""
        (a, b), _ = self.forward
        east = a * path.x + b * path.y
        east = east[np.isfinite(east)]
        if not np.isfinite(self.turn) or not len(east):
            return range(1)
        rows, cols = self.shape
        corners = a * np.array([0, cols, 0, cols]) + b * np.array([0, 0, rows, rows])
        first = np.ceil((corners.min() - east.max()) / self.turn - _WHOLE)
        last = np.floor((corners.max() - east.min()) / self.turn + _WHOLE)
        return range(int(first), int(last) + 1)

    def visits(self, lines: Lines, middles: bool) -> Visits:
        """The pixels that lines pass through, along each."""
        path = self._path(lines)
        turns = self._turns(path)
        found, shifts = [], []
        for k in turns:
            shift = k * np.array(self.columns_round)
            x, y = (c + d if d else c for c, d in zip((path.x, path.y), shift, strict=True))
            found.append(
                _core.pixels_along(x, y, path.along, path.offsets, *self.shape, self.threads)
            )
            shifts.append(np.broadcast_to(shift, (len(found[-1][0]), 2)))
        if len(found) == 1:
            (line, row, col, enter, leave), shift = found[0], shifts[0]
        else:
            nothing = (*np.empty((3, 0), np.int64), *np.empty((2, 0)))
            merged: list[Any] = [np.concatenate(c) for c in zip(nothing, *found, strict=True)]
            order = np.lexsort((merged[3], merged[0]))
            line, row, col, enter, leave = (column[order] for column in merged)
            shift = np.concatenate([np.empty((0, 2)), *shifts])[order]
        if not middles:
            return Visits(line, row, col, enter, leave, None, None)
        middle = 0.5 * (enter + leave)
        x, y = np.empty_like(middle), np.empty_like(middle)
        ends = np.searchsorted(line, np.arange(len(lines) + 1))
        for k in range(len(lines)):
            rows, part = slice(*ends[k : k + 2]), slice(*path.offsets[k : k + 2])
            if rows.start < rows.stop:
                x[rows] = np.interp(middle[rows], path.along[part], path.x[part])
                y[rows] = np.interp(middle[rows], path.along[part], path.y[part])
        return Visits(line, row, col, enter, leave, x + shift[:, 0], y + shift[:, 1])

    def centres(self, row: _Ints, col: _Ints) -> tuple[_Doubles, _Doubles]:
        """(lon, lat) of the centres of pixels."""
        xy = np.stack([col + 0.5, row + 0.5], axis=-1) @ self.forward.T + self.origin
        lon, lat = self.to_lonlat(xy[:, 0], xy[:, 1])
        return lon, lat

    def near(
        self, lines: Lines, line: int, within_m: float
    ) -> tuple[_Ints, _Ints, _Doubles, _Doubles]:
        """Pixels that may have their centre within a distance of a line: row, col, lon, lat."""
        cols = self.shape[1]
        # Places along the line, and round each a window that holds a disk.
        step = max(within_m, _SHORTEST_PIECE_M)
        reach_m = 1.5 * (within_m + step)
        length = float(lines.lengths()[line])
        n = 2 + int(length / step)
        seen = [np.empty(0, np.int64)]
        for first in range(0, n, _WINDOWS_AT_ONCE):
            s = np.arange(first, min(first + _WINDOWS_AT_ONCE, n)) * (length / (n - 1))
            if length > 0:
                lon, lat = lines.places(np.full(len(s), line), np.minimum(s, length))
            else:
                vertices = slice(*lines.offsets[line : line + 2])
                lon, lat = lines.lon[vertices], lines.lat[vertices]
            seen.append(self._windows(lon, lat, reach_m))
        pixel = np.unique(np.concatenate(seen))
        return pixel // cols, pixel % cols, *self.centres(pixel // cols, pixel % cols)

    def _windows(self, lon: _Doubles, lat: _Doubles, reach_m: float) -> _Ints:
        """Flat numbers of the pixels in windows round places, each once."""
        rows, cols = self.shape
        here = self._grid(lon, lat)
        reach = np.full_like(lon, reach_m)
        size = np.zeros((2, len(lon)))
        for azimuth in range(0, 360, 45):
            rim = self.geod.fwd(lon, lat, np.full_like(lon, azimuth), reach)
            size = np.maximum(size, np.abs(self._apart(here, self._grid(rim[0], rim[1]))))
        turn = abs(self.turn * self.inverse[0, 0])  # Columns all round.
        if np.isfinite(turn):
            over_pole = np.radians(90 - np.abs(lat)) * 6.3e6 < reach
            size[0, over_pole] = turn
        good = np.isfinite(here).all(axis=0) & np.isfinite(size).all(axis=0)
        x, y, (w, h) = here[0][good], here[1][good], size[:, good]
        windows = []
        for k in range(-2, 3) if np.isfinite(turn) else (0,):
            at = x + (k * turn if k else 0.0)
            # top, bottom, left, right
            bounds = np.stack([y - h - 1, y + h + 2, at - w - 1, at + w + 2], axis=1)
            edges = np.clip(np.floor(bounds), 0, [rows, rows, cols, cols]).astype(np.int64)
            windows.append(edges[(edges[:, 0] < edges[:, 1]) & (edges[:, 2] < edges[:, 3])])
        window = np.unique(np.concatenate(windows), axis=0)
        if not len(window):
            return np.empty(0, np.int64)
        top, left = window[:, 0].min(), window[:, 2].min()
        wanted = np.zeros((window[:, 1].max() - top, window[:, 3].max() - left), bool)
        for t, b, m, n in (window - [top, top, left, left]).tolist():
            wanted[t:b, m:n] = True
        row, col = np.nonzero(wanted)
        flat: _Ints = (row + top) * cols + (col + left)
        return flat


class LonLat:
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

    def _spacings(self) -> _Doubles:
        from pyproj import Geod

        steps = [np.empty(0)]
        for axis in (0, 1):
            a, b = (
                [
                    np.take(c, range(k, c.shape[axis] - 1 + k), axis).ravel()
                    for c in (self.lon, self.lat)
                ]
                for k in (0, 1)
            )
            steps.append(Geod(ellps="WGS84").inv(a[0], a[1], b[0], b[1])[2])
        step = np.concatenate(steps)
        return step[np.isfinite(step) & (step > 0)]

    def visits(self, lines: Lines, middles: bool) -> Visits:
        """As Affine.visits, by the nearest centre every tenth of a pixel, without middles."""
        assert not middles
        spacing = self._spacings()
        if not len(spacing):
            raise ValueError("the grid has no two pixels apart: give a transform and a crs")
        step = 0.1 * float(np.quantile(spacing, 0.05))
        edge, start, end = lines.pieces(lines.moving, step)
        lon, lat = lines.at(edge, 0.5 * (start + end))
        i, j, _ = _core.match_points(
            lon, lat, self.lon, self.lat, 0.75 * float(spacing.max()), keep="nearest",
            missing_position="drop",
        )  # fmt: skip
        line = lines.line_of(edge)
        enter, leave = (lines.along[edge] + f * lines.step[edge] for f in (start, end))
        new = np.ones(len(i), bool)
        new[1:] = (j[1:] != j[:-1]) | (i[1:] != i[:-1] + 1) | (line[i[1:]] != line[i[:-1]])
        first = np.flatnonzero(new)
        last = np.append(first[1:], len(i))[: len(first)] - 1
        pixel, cols = j[first], self.shape[1]
        return Visits(
            line[i[first]], pixel // cols, pixel % cols, enter[i[first]], leave[i[last]], None, None
        )

    def centres(self, row: _Ints, col: _Ints) -> tuple[_Doubles, _Doubles]:
        """(lon, lat) of the centres of pixels."""
        return self.lon[row, col], self.lat[row, col]

    def near(
        self, lines: Lines, line: int, within_m: float
    ) -> tuple[_Ints, _Ints, _Doubles, _Doubles]:
        """All pixels."""
        rows, cols = np.indices(self.shape).reshape(2, -1)
        return rows, cols, self.lon.ravel(), self.lat.ravel()
