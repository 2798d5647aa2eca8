"""Lines of geodesics as one column of vertices, to be asked for places along them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core

__all__ = ["Lines"]

_LONGEST_M = 19e6
_Doubles = NDArray[np.float64]
_Ints = NDArray[np.int64]


class Lines:
    """
    Lines one after the other; edge k goes from vertex k to vertex k + 1 of the same line.

    Attributes
    ----------
    lon, lat : float64[n]
        Degrees, all valid.
    offsets : int64[lines + 1]
    step, along : float64[n]
        Metres to the next vertex, 0 at the last of a line; from the first.
    moving : int64
        The edges that have a length, ascending.
    """

    def __init__(
        self, lon: list[_Doubles], lat: list[_Doubles], threads: int | None = None
    ) -> None:
        self.threads = threads
        self.offsets: _Ints = np.concatenate(
            [np.zeros(1, np.int64), np.cumsum([len(one) for one in lon], dtype=np.int64)]
        )
        self.lon, self.lat = (np.concatenate([np.empty(0), *column]) for column in (lon, lat))
        if not self._are_positions():
            bad = np.flatnonzero(~np.isfinite(self.lon) | ~(np.abs(self.lat) <= 90))
            at = bad[0]
            line = int(self.line_of(bad[:1])[0])
            raise ValueError(
                f"vertex {at - self.offsets[line]} of line {line} is at lon {self.lon[at]:g}, "
                f"lat {self.lat[at]:g}: finite numbers, lat -90 to 90, are allowed"
            )
        self.along, self.step = _core.distances_along(self.lon, self.lat, self.offsets, threads)
        far = np.flatnonzero(self.step > _LONGEST_M)
        if len(far):
            line = int(self.line_of(far[:1])[0])
            raise ValueError(
                f"line {line} has vertices {self.step[far[0]]:.0f} m apart: at most 1.9e+07 are "
                "allowed, as no one path joins opposite places"
            )
        self.moving = np.flatnonzero(self.step > 0)

    def _are_positions(self) -> bool:
        # Quick where they are: NaN and infinity stay in sums and in the least and greatest.
        return len(self.lon) == 0 or bool(
            np.isfinite(self.lon.min() - self.lon.max())
            and self.lat.min() >= -90
            and self.lat.max() <= 90
        )

    @classmethod
    def of(cls, line_lon: Any, line_lat: Any, threads: int | None = None) -> Lines:
        """One line, or a sequence of them, as callers give them."""
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
        lon, lat = (
            [np.asarray(one, np.float64) for one in (given if many else [given])]
            for given in (line_lon, line_lat)
        )
        for x, y in zip(lon, lat, strict=True):
            if x.shape != y.shape or x.ndim != 1:
                raise ValueError(
                    f"line_lon has the shape {x.shape}, line_lat {y.shape}: "
                    "one of each a vertex is wanted"
                )
        return cls(lon, lat, threads)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def line_of(self, vertex: _Ints) -> _Ints:
        """Whose vertices are."""
        return np.searchsorted(self.offsets, vertex, "right") - 1

    def lengths(self) -> _Doubles:
        """Metres of each line."""
        last = np.maximum(self.offsets[1:] - 1, 0)
        filled = self.offsets[1:] > self.offsets[:-1]
        lengths = np.zeros(len(self))
        lengths[filled] = self.along[last[filled]]
        return lengths

    def at(self, edge: _Ints, fraction: _Doubles) -> tuple[_Doubles, _Doubles]:
        """(lon, lat) at fractions of edges."""
        return self.between(edge, edge + 1, fraction)

    def between(self, first: _Ints, last: _Ints, fraction: _Doubles) -> tuple[_Doubles, _Doubles]:
        """(lon, lat) at fractions of the ways between vertices."""
        return _core.places_between(self.lon, self.lat, first, last, fraction, self.threads)

    def places(self, line: _Ints, along: _Doubles) -> tuple[_Doubles, _Doubles]:
        """(lon, lat) at distances from the start of lines that have a length."""
        edge, fraction = _core.edges_at(
            self.along, self.step, self.offsets, line, along, self.threads
        )
        return self.at(edge, fraction)

    def pieces(self, edges: _Ints, length_m: float) -> tuple[_Ints, _Doubles, _Doubles]:
        """Edges in equal pieces of at most a length: edge, and fractions of it at the ends."""
        n = np.ceil(self.step[edges] / length_m).astype(np.int64)
        edge, count = np.repeat(edges, n), np.repeat(n, n)
        k = np.arange(len(edge)) - np.repeat(np.cumsum(n) - n, n)
        return edge, k / count, (k + 1) / count

    def stretches(self, edges: int, length_m: float) -> tuple[_Ints, _Ints]:
        """Runs of so many edges of a line, fewer at its end, that are no longer and not folded."""
        size = np.diff(self.offsets)
        n = np.maximum(size - 2 + edges, 0) // edges
        k = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
        first = np.repeat(self.offsets[:-1], n) + k * edges
        last = np.minimum(first + edges, np.repeat(self.offsets[1:], n) - 1)
        length = self.along[last] - self.along[first]
        # The way from its first to its last vertex.
        ends = np.stack([first, last], axis=1).ravel()
        alone = np.arange(0, len(ends) + 1, 2)
        way = _core.distances_along(self.lon[ends], self.lat[ends], alone, self.threads)[1][::2]
        good = (length <= length_m) & (way > 0.6 * length)
        return first[good], last[good]
