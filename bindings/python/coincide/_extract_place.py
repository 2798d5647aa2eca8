"""What samples are looked for in or near: a geometry or a coverage, taken apart."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coincide import _core, _runs
from coincide._core import Coverage
from coincide.catalog import Catalog

# Of the coverage of a place: so many take some 50 ms, and one cell of a coast of a continent
# is some 2 km wide.
_CELLS = 20_000


class Place:
    """What `where` is, taken apart."""

    def __init__(
        self,
        where: Any,
        within_m: float,
        edges: Any,
        cap: Any,
        ellipsoid: Any,
        borders: bool = False,
    ) -> None:
        from coincide._geometry import to_wkb

        self.within_m, self.edges, self.cap, self.ellipsoid = within_m, edges, cap, ellipsoid
        self.coverage: Coverage | None = None
        self.wkb = b""
        self.points: list[tuple[Any, Any]] = []
        self.lines: list[tuple[Any, Any]] = []
        self.polygons: list[list[tuple[Any, Any]]] = []
        self._wkb_of_polygons: list[bytes] | None = None
        if isinstance(where, Coverage):
            if borders:
                raise ValueError("borders: of lines and polygons; where is a Coverage")
            self.coverage = where if within_m == 0 else where.buffer(within_m)
            self.catalog = Catalog.from_columns(["where"], coverage=[where], ellipsoid=ellipsoid)
            return
        self.wkb = to_wkb(where)
        for kind, runs in _core.wkb_parts(self.wkb):
            if kind == "polygon" and borders:
                self.lines.extend((_closed(lon), _closed(lat)) for lon, lat in runs if len(lon))
            elif kind == "polygon":
                self.polygons.append(runs)
            else:
                (self.lines if kind == "line" else self.points).extend(runs)
        if borders and not self.points:
            self.wkb = _wkb_of_lines(self.lines)
        self.catalog = Catalog.from_columns(["where"], [self.wkb], edges=edges, ellipsoid=ellipsoid)
        if edges != "geodesic" and (self.lines or edges != "great_circle"):
            raise ValueError(
                f"edges is {edges!r}: 'geodesic' is wanted, or for polygons 'great_circle'"
            )

    def digest(self) -> str:
        """A hash of the place."""
        what = self.wkb if self.coverage is None else bytes(self.coverage)
        return _runs.sha256_of(what)[:32]

    def under(self, data: Catalog) -> frozenset[int]:
        """Rows of `data` that are grids in files, where pixels that lines pass through count."""
        reader = data.extra.get("reader")
        if reader is None or not self.lines or self.within_m > 0:
            return frozenset()
        grids = (str(name).split(" ")[0] == "grid" for name in reader)
        rows = (row for row, grid in enumerate(grids) if grid and data.href[row] is not None)
        return frozenset(rows)

    def cells(self) -> Coverage | None:
        """A coverage of all that is in the place or near enough; None is everywhere."""
        if self.coverage is not None:
            return self.coverage
        from coincide.readers._base import widened

        found = Coverage.from_geometry(
            self.wkb, max_cells=_CELLS, edges=self.edges, ellipsoid=self.ellipsoid
        )
        return widened(found, self.within_m) if self.within_m > 0 else found

    def choose(self, lon: Any, lat: Any) -> dict[str, NDArray[Any]]:
        """Samples in or near the place: rows, and what is known of each."""
        n = len(lon)
        near = {
            "line_id": np.full(n, -1),
            "poly_id": np.full(n, -1),
            "distance_m": np.full(n, np.nan),
            "s_m": np.full(n, np.nan),
            "offset_m": np.full(n, np.nan),
            "length_m": np.full(n, np.nan),
        }
        if self.coverage is not None:
            chosen = np.asarray(self.coverage.contains(lon, lat))
        else:
            chosen = np.zeros(n, np.bool_)
            if self.lines or self.points:
                self._near(near, chosen, lon, lat)
            if self.polygons:
                self._inside(near, chosen, lon, lat)
        rows = np.flatnonzero(chosen)
        return {"row": rows, **{name: near.pop(name)[rows] for name in list(near)}}

    def _near(self, near: Any, chosen: Any, lon: Any, lat: Any) -> None:
        # A point is a line of no length.
        single = [([x, x], [y, y]) for xs, ys in self.points for x, y in zip(xs, ys, strict=True)]
        rows, line, distance, along, offset = self._near_lines(lon, lat, [*self.lines, *single])
        if (rows[1:] > rows[:-1]).all():
            at, best = rows, np.arange(len(rows))
        else:
            # Of several lines the nearest, of equally near ones the first.
            order = np.lexsort((line, distance, rows))
            rows = rows[order]
            first = np.append(True, rows[1:] != rows[:-1])
            at, best = rows[first], order[first]
        near["distance_m"][at] = distance[best]
        near["s_m"][at], near["offset_m"][at] = along[best], offset[best]
        near["line_id"][at] = np.where(line[best] < len(self.lines), line[best], -1)
        chosen[at] = True

    def _near_lines(self, lon: Any, lat: Any, lines: list[tuple[Any, Any]]) -> tuple[Any, ...]:
        """`near_lines` of those that have vertices; numbers are those of `lines`."""
        kept = [k for k, (x, _) in enumerate(lines) if len(x)]
        if not kept:
            none = np.empty(0, np.int64)
            return none, none, np.empty(0), np.empty(0), np.empty(0)
        x, y = (np.concatenate([lines[k][side] for k in kept]) for side in (0, 1))
        offsets = np.cumsum([0, *(len(lines[k][0]) for k in kept)])
        rows, line, *rest = _core.near_lines(
            *(lon, lat, x, y, offsets, self.within_m), cap=self.cap, ellipsoid=self.ellipsoid
        )
        return rows, np.asarray(kept)[line], *rest

    def _polygon_wkb(self) -> list[bytes]:
        """Each polygon as WKB."""
        if self._wkb_of_polygons is None:
            self._wkb_of_polygons = [
                struct.pack("<BII", 1, 3, len(rings))
                + b"".join(
                    struct.pack("<I", len(x)) + np.stack((x, y), axis=1).astype("<f8").tobytes()
                    for x, y in rings
                )
                for rings in self.polygons
            ]
        return self._wkb_of_polygons

    def _inside(self, near: Any, chosen: Any, lon: Any, lat: Any) -> None:
        rows, polygon = _core.in_polygons(
            *(lon, lat, self._polygon_wkb()), edges=self.edges, ellipsoid=self.ellipsoid
        )
        # Of several polygons the first.
        order = np.argsort(polygon, kind="stable")[::-1]
        near["poly_id"][rows[order]] = polygon[order]
        chosen[rows] = True
        if self.within_m == 0:
            return
        rings = [ring for rings in self.polygons for ring in rings]
        of = np.repeat(np.arange(len(self.polygons)), [len(rings) for rings in self.polygons])
        outside, ring = self._near_lines(lon, lat, rings)[:2]
        new = near["poly_id"][outside] < 0
        outside, first = np.unique(outside[new], return_index=True)
        near["poly_id"][outside] = of[ring[new][first]]
        chosen[outside] = True


def _closed(column: NDArray[np.float64]) -> NDArray[np.float64]:
    return column if column[0] == column[-1] else np.append(column, column[0])


def _wkb_of_lines(lines: list[tuple[Any, Any]]) -> bytes:
    return struct.pack("<BII", 1, 5, len(lines)) + b"".join(
        struct.pack("<BII", 1, 2, len(x)) + np.stack((x, y), axis=1).astype("<f8").tobytes()
        for x, y in lines
    )
